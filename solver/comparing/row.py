"""One scenario of a comparison: its week, recomputed, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from solver.auditing import AuditReport, audit, audit_sessions
from solver.catalogue.catalogue import Catalogue
from solver.plan import Plan, RuleResult
from solver.rules import Tier
from solver.scenario import Scenario

RANKED = (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS)
"""The tiers that rank weeks, in this order; then the balance score."""


@dataclass(frozen=True)
class Row:
    """A scenario with its plan, or with the reason why it has none.

    Attributes:
        name: what it is called in the comparison.
        scenario: what was asked for.
        value: of the varied field, None where none is varied.
        plan: the week, None where there is none.
        found: every figure of the week, recomputed from its items by the audit.
        judged: the same with the equipment of all weeks together, so that a rule which does not
            apply for want of equipment counts as the lack that it is.
        failure: why there is no week, in one line; empty otherwise.
        exit_code: of that failure, as on the command line.
        given: True for a plan that was given ready, not solved here.

    """

    name: str
    scenario: Scenario
    value: Any = None
    plan: Plan | None = None
    found: AuditReport | None = None
    judged: AuditReport | None = None
    failure: str = ""
    exit_code: int = 0
    given: bool = False
    doubts: tuple[str, ...] = field(default=())

    @property
    def key(self) -> tuple[float, ...]:
        """What weeks are ranked by, lowest first: the tiers, then the balance score."""
        if self.judged is None:
            return (float("inf"),)
        return (*(self.judged.costs[tier] for tier in RANKED), -self.judged.balance_score)

    @property
    def broken(self) -> tuple[RuleResult, ...]:
        """The guardrails, by the common yardstick, that are not kept."""
        return () if self.judged is None else broken(self.judged)

    @property
    def proved(self) -> bool:
        """True if the week is proved optimal for its own scenario, and the audit confirms it."""
        return self.plan is not None and self.plan.status == "optimal" and not self.doubts

    @property
    def proof(self) -> str:
        """What is proved: ``optimal``, or the first tier that is open with its value and bound."""
        if self.plan is None:
            return ""
        if self.doubts:
            return "not confirmed"
        for tier in self.plan.tiers:
            if tier.status != "optimal":
                return f"open: {tier.name.value} {tier.value}, bound {tier.bound}"
        return "optimal"

    def facts(self) -> dict[str, Any]:
        """Return every figure by name, as in the frame; None for all where there is no week."""
        if self.plan is None or self.found is None or self.judged is None:
            return {"failure": self.failure}
        found, measures = self.found, self.found.measures
        sets = max(measures.hard_sets, 1)
        return {
            "split": self.plan.split,
            "days": len(self.plan.sessions),
            "proof": self.proof,
            "proved": self.proved,
            **{tier.value: found.costs[tier] for tier in (*RANKED, Tier.STIMULUS)},
            "guardrails_broken": len(broken(found)),
            "not_applicable": sum(
                rule.tier is Tier.GUARDRAILS and rule.holds is None for rule in found.rules
            ),
            **{f"judged_{tier.value}": self.judged.costs[tier] for tier in RANKED},
            "judged_broken": len(self.broken),
            "judged_score": self.judged.balance_score,
            "score": found.balance_score,
            **{f"score_{_snake(part.name)}": part.mark for part in found.score_parts},
            "hard_sets": measures.hard_sets,
            "exercises": measures.exercises,
            "minutes": measures.minutes,
            "pull_push": measures.pull_push,
            "hip_knee": measures.hip_knee,
            **{f"sets_{name}": amount for name, amount in measures.groups.items()},
            **{f"plane_{name}": amount for name, amount in measures.planes.items()},
            "unilateral_share": round(measures.laterality.get("unilateral", 0) / sets, 3),
            "broken": "; ".join(rule.title for rule in self.broken),
            "failure": "",
        }


def broken(report: AuditReport) -> tuple[RuleResult, ...]:
    """Return the guardrails of an audit that apply and are not kept."""
    return tuple(r for r in report.rules if r.tier is Tier.GUARDRAILS and r.holds is False)


def _snake(name: str) -> str:
    return name.replace(" ", "_").replace(":", "_")


def measure(row: Row, catalogue: Catalogue) -> Row:
    """Return the row with its plan recomputed from the items; a plan's own word is not taken.

    Raises:
        InputError: an exercise or name of the plan is not in the catalogue.

    """
    if row.plan is None:
        return row
    found = audit(row.plan, catalogue)
    doubts = found.differences if row.given else ()
    return replace(row, found=found, judged=found, doubts=doubts)


def judge_alike(rows: Sequence[Row], catalogue: Catalogue) -> tuple[Row, ...]:
    """Return the rows judged with the equipment of all of them together."""
    equipment = catalogue.equipment
    owned = [
        equipment.resolve(row.scenario.equipment, row.scenario.without)
        for row in rows
        if row.plan is not None
    ]
    together = frozenset().union(*owned)
    if all(items == together for items in owned):
        return tuple(rows)
    return tuple(_judged(rows, together, catalogue))


def _judged(rows: Sequence[Row], items: frozenset[str], catalogue: Catalogue) -> Iterator[Row]:
    wide = {
        "equipment": tuple(sorted(items)),
        # A word may be a profile too and bring more with it.
        "without": tuple(sorted(catalogue.equipment.items.keys() - items)),
    }
    for row in rows:
        if row.plan is None:
            yield row
            continue
        scenario = row.plan.scenario.with_split(row.plan.split).model_copy(update=wide)
        report = audit_sessions(row.plan.sessions, scenario.resolve(catalogue), catalogue)
        yield replace(row, judged=report)
