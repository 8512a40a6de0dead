"""Accessories take turns only where the week is no worse for it; what is proved of a pair."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from solver import Plan
from solver.auditing import audit_sessions
from solver.blocks.proof import missing, pair_tiers
from solver.blocks.rotation import FIXED, exercises_of, rotated
from solver.rules import Tier
from solver.rules.ladders import rung_of
from solver.scenario import available
from tests.blocks.weeks import A, catalogue, make_plan
from tests.solved import NAMES

ABOVE = (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS)


@pytest.mark.parametrize("name", ["four_days_full_gym", "push_pull_legs_six_days"])
def test_a_rotated_week_is_no_worse(name: str, solved: Callable[[str], Plan]) -> None:
    plan = solved(name)
    scenario = plan.scenario.with_split(plan.split).resolve(catalogue())
    usable = available(scenario, catalogue())
    keep = exercises_of(plan)[:1]
    found = rotated(plan, usable, keep, catalogue())
    other, resting = found.week, found.resting
    assert resting
    assert not found.lost.keys() & {*resting, *keep}
    assert set(found.lost) <= set(exercises_of(other))
    assert not set(resting) & {*keep, *exercises_of(other)}
    before, after = (audit_sessions(week.sessions, scenario, catalogue()) for week in (plan, other))
    assert all(after.costs[tier] <= before.costs[tier] for tier in ABOVE)
    broken = {r.id for r in after.rules if r.tier is Tier.PHYSICAL and r.holds is False}
    assert not broken
    for session, base in zip(other.sessions, plan.sessions, strict=True):
        for item, was in zip(session.items, base.items, strict=True):
            if item.exercise != was.exercise:
                assert was.role not in FIXED
                assert was.exercise in resting


@pytest.mark.parametrize("name", NAMES[::4])
def test_nothing_rotates_down_a_ladder(name: str, solved: Callable[[str], Plan]) -> None:
    plan = solved(name)
    scenario = plan.scenario.with_split(plan.split).resolve(catalogue())
    other = rotated(plan, available(scenario, catalogue()), scenario.pin, catalogue()).week
    for session, base in zip(other.sessions, plan.sessions, strict=True):
        for item, was in zip(session.items, base.items, strict=True):
            one, two = (catalogue().find(each.exercise) for each in (was, item))
            assert rung_of(one) == rung_of(two)
            assert one.loadable_to is two.loadable_to


def test_a_pair_of_perfect_weeks_is_proved(solved: Callable[[str], Plan]) -> None:
    plan = solved("four_days_full_gym")
    lacking = missing(plan, plan, catalogue())
    tiers = {tier.name: tier for tier in pair_tiers(plan, plan, catalogue())}
    assert tiers[Tier.GUARDRAILS].value == 6 * len(lacking)
    assert tiers[Tier.GUARDRAILS].bound == 0
    if not lacking:
        assert all(tier.status == "optimal" for tier in tiers.values())


def test_what_neither_week_has_costs_the_pair() -> None:
    plan = make_plan(A)
    lacking = missing(plan, plan, catalogue())
    assert "wish-lateral-lower" in lacking
    assert "wish-hamstrings-at-the-knee" not in lacking  # it has Nordics
    first = pair_tiers(plan, plan, catalogue())[0]
    assert first.value >= 6 * len(lacking)
    assert first.status == "feasible"


def test_a_bound_counts_only_under_proved_tiers(solved: Callable[[str], Plan]) -> None:
    plan = solved("two_days_bodyweight")
    tiers = pair_tiers(plan, plan, catalogue())
    for number, tier in enumerate(tiers):
        assert tier.bound <= tier.value
        if any(before.status != "optimal" for before in tiers[:number]):
            assert tier.bound == 0
