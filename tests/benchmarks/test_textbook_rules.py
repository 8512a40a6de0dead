"""The textbook model charges any given week what the audit does, and shuts out the same weeks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from ortools.sat.python import cp_model

from benchmarks.textbook.rules import Costs
from benchmarks.textbook.week import TextbookWeek
from solver import Plan
from solver.auditing.audit import audit_sessions
from solver.catalogue import Catalogue
from solver.plan import Session
from solver.rules import AllowanceRule, AnyRule, Tier
from solver.scenario import Scenario, available
from tests.model.strategies import rule_fields, rule_of
from tests.model.test_agreement import case_of, weeks
from tests.tiny import Plan as Written
from tests.tiny import possible, tier_values

TIERS = (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS)

NAMES = ["four_days_full_gym", "two_days_bodyweight"]
"""Of the named scenarios: a split of upper and lower days with a pair, and one of whole bodies."""


def charged(
    sessions: Sequence[Session],
    scenario: Scenario,
    catalogue: Catalogue,
    rules: Sequence[AnyRule],
) -> dict[Tier, int] | None:
    """Return what the model charges for a week before allowances; None where it has none such."""
    done = {(s.day, i.exercise): i for s in sessions for i in s.items}
    usable = available(scenario, catalogue)
    week = TextbookWeek(scenario, catalogue, rules, usable)
    costs = Costs(week, rules)
    placed = {(item.day, item.exercise.id): item for item in week.items}
    if not done.keys() <= placed.keys():
        return None
    for key, item in placed.items():
        week.model.add(item.on == (key in done))
        week.model.add(item.sets == (done[key].sets if key in done else 0))
    letter = {key: item.superset for key, item in done.items()}
    for pair in week.pairs:
        one, other = (letter.get((i.day, i.exercise.id)) for i in (pair.first, pair.second))
        week.model.add(pair.done == (one is not None and one == other))
    week.model.minimize(sum(costs.total(tier) for tier in TIERS))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(week.model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL
    values = {tier: costs.value(tier, solver.value) for tier in TIERS}
    assert solver.objective_value == sum(values.values())
    return values


@given(fields=rule_fields("physical", "guardrails", "balance", "plainness"), plan=weeks())
@settings(
    max_examples=120,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_any_rule_on_any_week(fields: dict[str, Any], plan: Written) -> None:
    rule = rule_of(fields)
    assume(rule is not None)
    assert rule is not None
    case = case_of(rule)
    results = case.judge(plan)
    costs = charged(case.sessions(plan), case.scenario, case.catalogue, case.rules)
    if not possible(results):
        assert costs is None
    else:
        values = tier_values(case.rules, results)
        assert costs == {tier: values[tier] for tier in TIERS}


@pytest.mark.parametrize("name", NAMES)
def test_the_weeks_of_real_scenarios(
    name: str, solved: Callable[[str], Plan], catalogue: Catalogue
) -> None:
    plan = solved(name)
    scenario = plan.scenario.with_split(plan.split).resolve(catalogue)
    rules = scenario.make_rules(catalogue)
    bare = [rule for rule in rules if not isinstance(rule, AllowanceRule)]
    report = audit_sessions(plan.sessions, scenario, catalogue, bare)
    costs = charged(plan.sessions, scenario, catalogue, rules)
    assert costs == {tier: report.costs[tier] for tier in TIERS}
