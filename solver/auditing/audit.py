"""Any plan against the rules: recomputes every measure from the items alone.

Independent of the solver: this package reads the rules' definitions and counts by itself. It
never imports ortools or ``solver.model`` (a test holds that).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from solver.auditing.judge import Judge, judge_allowance
from solver.auditing.prescription import check_prescriptions
from solver.auditing.warm_up import check_warm_ups
from solver.auditing.week import Week
from solver.auditing.wording import says
from solver.catalogue.catalogue import Catalogue
from solver.plan import DISCLAIMER, Measures, Plan, RuleResult, ScorePart, Session
from solver.rules import AllowanceRule, AnyRule, Tier
from solver.rules.splits import AUTO
from solver.scenario import Scenario
from solver.score import balance_score

SAME_SCORE = 0.05
"""Scores are rounded to a tenth; less than half of that is no difference."""


@dataclass(frozen=True)
class AuditReport:
    """What an audit finds.

    Attributes:
        measures: what the week holds.
        rules: the verdict on every rule.
        costs: for each tier but physical, the sum of weight times shortfall.
        balance_score: 0-100.
        score_parts: of what the score is made.
        differences: where a plan's own figures are not what the audit finds.

    """

    measures: Measures
    rules: tuple[RuleResult, ...]
    costs: dict[Tier, int]
    balance_score: float
    score_parts: tuple[ScorePart, ...]
    differences: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """True if no physical rule is broken and every figure of the plan is confirmed."""
        broken = any(r.tier is Tier.PHYSICAL and r.holds is False for r in self.rules)
        return not broken and not self.differences

    def to_json(self) -> str:
        """Return the report as JSON text."""
        content = {
            "accepted": self.accepted,
            "differences": self.differences,
            "measures": self.measures.model_dump(mode="json"),
            "rules": [rule.model_dump(mode="json") for rule in self.rules],
            "costs": self.costs,
            "balance_score": self.balance_score,
            "score_parts": [part.model_dump(mode="json") for part in self.score_parts],
            "disclaimer": DISCLAIMER,
        }
        return json.dumps(content, indent=2, ensure_ascii=False)


def audit(plan: Plan, catalogue: Catalogue) -> AuditReport:
    """Audit a plan: recompute everything and compare it with what the plan says of itself.

    Raises:
        InputError: an exercise is not in the catalogue.

    """
    scenario = plan.scenario.with_split(plan.split).resolve(catalogue)
    report = audit_sessions(plan.sessions, scenario, catalogue)
    week = Week(plan.sessions, scenario, catalogue)
    return AuditReport(
        report.measures,
        report.rules,
        report.costs,
        report.balance_score,
        report.score_parts,
        (
            *_differences(plan, report, catalogue),
            *check_prescriptions(week),
            *check_warm_ups(week),
        ),
    )


def audit_sessions(
    sessions: Sequence[Session],
    scenario: Scenario,
    catalogue: Catalogue,
    rules: Iterable[AnyRule] | None = None,
) -> AuditReport:
    """Audit bare sessions against the rules of a resolved scenario.

    Raises:
        InputError: an exercise is not in the catalogue.

    """
    rules = tuple(scenario.make_rules(catalogue) if rules is None else rules)
    week = Week(sessions, scenario, catalogue)
    results = [Judge(week).judge(r) for r in rules if not isinstance(r, AllowanceRule)]
    costs: dict[Tier, int] = {
        tier: sum(result.cost for result in results if result.tier is tier)
        for tier in Tier
        if tier is not Tier.PHYSICAL
    }
    for rule in rules:
        if isinstance(rule, AllowanceRule):
            results.append(judge_allowance(rule, costs[rule.tier]))
            costs[rule.tier] = results[-1].cost
    measures = week.measures()
    score, parts = balance_score(results)
    return AuditReport(measures, tuple(results), costs, score, parts)


def _differences(plan: Plan, report: AuditReport, catalogue: Catalogue) -> Iterable[str]:
    """Compare what the plan says of itself with what was found."""
    if plan.catalogue_hash != catalogue.hash:
        yield (
            "the plan was made with another catalogue or other tables "
            f"({plan.catalogue_hash}, here {catalogue.hash})"
        )
    if (asked := plan.scenario.split_id) not in (AUTO, plan.split):
        yield says("split", plan.split, asked)
    yield from _measures_differ(plan.measures, report.measures)
    yield from _rules_differ(plan.rules, report.rules)
    yield from _tiers_differ(plan, report)
    if plan.score_parts != report.score_parts:
        yield "score_parts: the plan's marks are not what the audit finds"
    if abs(plan.balance_score - report.balance_score) > SAME_SCORE:
        yield says("balance_score", plan.balance_score, report.balance_score)


def _measures_differ(plan: Measures, report: Measures) -> Iterable[str]:
    for field in Measures.model_fields:
        said, found = getattr(plan, field), getattr(report, field)
        if isinstance(said, dict):
            for key in sorted(said.keys() | found.keys()):
                if said.get(key) != found.get(key):
                    yield says(f"measures.{field}.{key}", said.get(key), found.get(key))
        elif said != found:
            yield says(f"measures.{field}", said, found)


def _rules_differ(plan: Sequence[RuleResult], report: Iterable[RuleResult]) -> Iterable[str]:
    said = {rule.id: rule for rule in plan}
    if len(said) < len(plan):
        yield "rules: the plan reports a rule twice"
    for found in report:
        rule = said.pop(found.id, None)
        if rule is None:
            yield f"rule {found.id}: the plan does not report it"
        elif rule != found:
            yield f"rule {found.id}: the plan's verdict is not what the audit finds"
    yield from (f"rule {name}: the plan reports a rule that does not exist" for name in said)


def _tiers_differ(plan: Plan, report: AuditReport) -> Iterable[str]:
    names = [tier.name for tier in plan.tiers]
    if names != list(report.costs):
        yield says("tiers", ", ".join(names) or "none", ", ".join(report.costs))
    if (plan.status == "optimal") != all(tier.status == "optimal" for tier in plan.tiers):
        yield f"status: the plan says {plan.status}, its tiers say otherwise"
    for tier in plan.tiers:
        if tier.name in report.costs and tier.value != report.costs[tier.name]:
            yield says(f"tier {tier.name}", tier.value, report.costs[tier.name])
        if tier.bound > tier.value or (tier.status == "optimal") != (tier.bound == tier.value):
            yield f"tier {tier.name}: value, bound and status do not fit together"
