"""Accessories take turns only where the week is no worse for it; what is proved of a pair."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from solver import Plan
from solver.auditing import audit_sessions
from solver.blocks.proof import _bounds, missing, pair_tiers
from solver.blocks.rotation import FIXED, Rotation, exercises_of, rotated, rotating
from solver.blocks.turns import turns_note
from solver.rules import Tier
from solver.rules.ladders import rung_of
from solver.scenario import available
from tests.blocks.weeks import A, catalogue, make_plan, plain_pair
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
                assert was.exercise in resting or was.exercise in found.lost  # in one place


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


# ---- which exercises are equal -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dumbbell_curl", "hammer_curl"),  # less usual
        ("dumbbell_lateral_raise", "cable_lateral_raise"),  # on one side
        ("standing_calf_raise", "dumbbell_single_leg_calf_raise"),
        ("plank", "dead_bug"),
    ],
)
def test_swaps_that_any_coach_makes_are_at_hand(one: str, other: str) -> None:
    assert rotating([one], [catalogue().find(one), catalogue().find(other)]) == [one]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lying_leg_curl", "nordic_curl"),  # slow lowering
        ("slow_leg_curl", "nordic_curl"),  # builds up from week to week
        ("copenhagen_plank", "machine_hip_adduction"),
        ("short_lever_copenhagen_plank", "side_lying_hip_adduction"),
        ("dumbbell_curl", "triceps_pushdown"),
        ("back_squat", "front_squat"),
    ],
)
def test_other_work_is_no_equal(one: str, other: str) -> None:
    both = [catalogue().find(one), catalogue().find(other)]
    assert rotating([one], both) == []
    assert rotating([other], both) == []


def test_what_takes_turns_trains_the_same_muscles_in_the_same_role() -> None:
    usable = list(available(make_plan(A).scenario, catalogue()))
    week = make_plan(A)
    other = rotated(week, usable, (), catalogue()).week
    changed = 0
    for session, base in zip(other.sessions, week.sessions, strict=True):
        for item, was in zip(session.items, base.items, strict=True):
            one, two = (catalogue().find(each.exercise) for each in (was, item))
            changed += one != two
            assert (one.role, one.pattern, set(one.direct)) == (
                two.role, two.pattern, set(two.direct),
            )  # fmt: skip
            assert item.sets == was.sets
    assert changed


def test_what_comes_twice_makes_room_for_two_others(solved: Callable[[str], Plan]) -> None:
    plan = solved("equal_push_and_pull")
    scenario = plan.scenario.with_split(plan.split).resolve(catalogue())
    other = rotated(plan, available(scenario, catalogue()), (), catalogue()).week
    places: dict[str, set[str]] = {}
    for session, base in zip(other.sessions, plan.sessions, strict=True):
        for item, was in zip(session.items, base.items, strict=True):
            if item.exercise != was.exercise:
                places.setdefault(was.exercise, set()).add(item.exercise)
    assert any(len(others) > 1 for others in places.values())


# ---- what a block says of it ---------------------------------------------------------------------


def test_the_note_counts_every_accessory_once() -> None:
    a, b = plain_pair().a, plain_pair().b
    usable = available(a.scenario, catalogue())
    note = turns_note(a, b, rotated(a, usable, (), catalogue()), usable, catalogue())
    mine = {name for name in exercises_of(a) if catalogue().find(name).role not in FIXED}
    gone = mine - {*exercises_of(b)}
    assert note.startswith(
        f"Accessories: {len(gone)} of the {len(mine)} of week A make room in week B, which has "
    )
    assert note.endswith(" (G14).")
    counts = [int(n) for n in re.findall(r"(?:for|:|;) (\d+)", note.split(" stay: ")[1])]
    said = int(re.findall(r"(\d+) stay", note)[0])
    assert said == len(mine) - len(gone)
    assert sum(counts) + int(re.match(r"\d+", note.split(" stay: ")[1])[0]) == said  # type: ignore[index]


def test_the_note_says_where_nothing_stays() -> None:
    plan = make_plan({"mon": {"back_squat": 3, "dumbbell_curl": 3}}, days=1)
    other = make_plan({"mon": {"back_squat": 3, "barbell_curl": 3}}, days=1)
    tried = Rotation(other, ("dumbbell_curl",), {})
    usable = available(plan.scenario, catalogue())
    assert turns_note(plan, other, tried, usable, catalogue()) == (
        "Accessories: 1 of the 1 of week A make room in week B, which has 1 of its own (G14)."
    )


def test_a_bound_of_a_stricter_week_a_is_none_of_the_pair() -> None:
    """Guardrails of A that count for the pair once, over both weeks, raise no bound of the pair."""

    stricter = {"wish-tempo-squat": {"tier": "guardrails", "weight": 6}}
    assert guardrail_bound(proved_at_six(), proved_at_six()) == 12
    assert guardrail_bound(proved_at_six(rules=stricter), proved_at_six()) == 0


def test_a_bound_of_week_a_is_one_of_week_b_only_where_all_that_a_had_to_hold_b_has_to() -> None:
    free, pinned = proved_at_six(), proved_at_six(pin=["rdl"])
    without = proved_at_six(exclude=["leg_press"])
    assert guardrail_bound(pinned, pinned) == guardrail_bound(free, pinned) == 12
    assert guardrail_bound(pinned, free) == 6
    assert guardrail_bound(without, free) == 6
    assert guardrail_bound(free, without) == 12


def proved_at_six(**fields: Any) -> Plan:
    """Return a week of which a bound of six in the guardrails is claimed."""
    plan = make_plan(A, **fields)
    guardrails = next(tier for tier in plan.tiers if tier.name is Tier.GUARDRAILS)
    proved = guardrails.model_copy(update={"bound": 6})
    return plan.model_copy(update={"tiers": (proved, *plan.tiers[1:])})


def guardrail_bound(a: Plan, b: Plan) -> int:
    return _bounds(a, b, catalogue())[Tier.GUARDRAILS]
