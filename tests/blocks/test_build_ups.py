"""Build-ups step as their table says, whatever the base weeks ask for, and the audit sees to it."""

from __future__ import annotations

from typing import Any

import pytest

import solver.model.solve as solving
from solver import Plan
from solver.blocks.audit import check_block
from solver.blocks.block import Block, Pair
from solver.blocks.build_ups import bounded
from solver.blocks.make import make_block
from solver.blocks.pair import solve_pair
from solver.blocks.proof import pair_tiers
from solver.blocks.table import block_table
from solver.errors import InputError
from solver.rules import Tier
from solver.rules.kinds import BoundRule
from solver.scenario import Scenario, available
from tests.blocks.weeks import A, catalogue, make_plan, plain_pair

NORDIC = block_table().build_ups["nordic"]
COPENHAGEN = block_table().build_ups["copenhagen"]


def with_nordics(tue: int, fri: int, **fields: Any) -> Plan:
    week = {day: dict(work) for day, work in A.items()}
    week["tue"]["nordic_curl"] = tue
    week["fri"]["nordic_curl"] = fri
    return make_plan(week, **fields)


def block_of(plan: Plan, **fields: Any) -> Block:
    return make_block(None, catalogue(), weeks=12, pair=Pair(a=plan, b=plan), **fields)


def sets_of(block: Block, exercise: str) -> list[int]:
    """Return the sets of an exercise in each loading week."""
    return [
        sum(i.sets for s in week.sessions for i in s.items if i.exercise == exercise)
        for week in block.weeks
        if week.kind == "loading"
    ]


def faults(block: Block) -> tuple[str, ...]:
    return check_block(block, catalogue(), "build-ups").faults


def test_a_surplus_alone_is_eased() -> None:
    block = block_of(with_nordics(4, 3))  # seven, where the table ends with six
    assert sets_of(block, NORDIC.exercise) == [0, 3, 4, 4, 4, 4, 4, 4, 4, 4]
    assert sets_of(block, NORDIC.instead) == [7, 4, 3, 3, 3, 3, 3, 3, 3, 3]
    assert any("for 3 of the sets" in note for note in block.week(3).notes)
    assert faults(block) == ()


def test_the_build_up_steps_as_its_table_says() -> None:
    block = block_of(with_nordics(4, 2))
    assert sets_of(block, NORDIC.exercise) == [2, 4, 6, 6, 6, 6, 6, 6, 6, 6]
    tops = [
        item.reps.split("-")[-1]
        for week in block.weeks
        for session in week.sessions
        for item in session.items
        if week.kind == "loading" and item.exercise == NORDIC.exercise
    ]
    assert tops[:6] == ["5", "6", "6", "6", "7", "7"]
    assert set(tops[6:]) == {"8"}
    assert faults(block) == ()


def test_what_no_row_will_ever_hold_has_fewer_sets() -> None:
    week = {day: dict(work) for day, work in A.items()}
    week["tue"]["copenhagen_plank"] = 4
    block = block_of(make_plan(week))
    assert set(sets_of(block, COPENHAGEN.exercise)) == {3}
    assert faults(block) == ()


def test_what_is_pinned_is_not_eased_away() -> None:
    block = block_of(with_nordics(4, 3, pin="nordic_curl"))
    assert sets_of(block, NORDIC.exercise)[0] == 2
    assert sets_of(block, NORDIC.exercise)[1:] == [4] * 9


def test_both_weeks_are_asked_for_no_more_than_the_table_ends_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Scenario] = []

    def solve(scenario: Scenario, *_: Any, **__: Any) -> Plan:
        asked.append(scenario)
        return make_plan(A)

    monkeypatch.setattr(solving, "solve", solve)
    solve_pair(Scenario(minutes=90, split="none", supersets="all"), catalogue())
    for scenario in asked[:2]:
        rules = {r.id: r for r in scenario.make_rules(catalogue()) if isinstance(r, BoundRule)}
        assert rules["build-up-nordic"].upper == 6
        assert rules["build-up-nordic"].tier is Tier.PHYSICAL
        assert rules["build-up-copenhagen"].upper == 3


def test_the_rules_stand_once_and_only_where_they_mean_something() -> None:
    scenario = Scenario().resolve(catalogue())
    once = bounded(scenario, available(scenario, catalogue()))
    assert len(once.add_rules) == 2
    assert bounded(once, available(once, catalogue())) == once
    assert bounded(scenario, ()) == scenario


def test_a_scenario_full_of_rules_is_refused_with_the_remedy() -> None:
    scenario = Scenario().resolve(catalogue())
    (rule, _) = bounded(scenario, available(scenario, catalogue())).add_rules
    many = tuple(rule.model_copy(update={"id": f"own-{number}"}) for number in range(49))
    with pytest.raises(InputError, match="leave out 1"):
        bounded(scenario.model_copy(update={"add_rules": many}), available(scenario, catalogue()))


# ---- what the audit sees -------------------------------------------------------------------------


def swapped(block: Block, old: str, numbers: set[int], **fields: Any) -> Block:
    """Return the block with fields of an exercise changed in some weeks."""
    weeks = [
        week
        if week.number not in numbers
        else week.model_copy(
            update={
                "sessions": tuple(
                    session.model_copy(
                        update={
                            "items": tuple(
                                item.model_copy(update=fields) if item.exercise == old else item
                                for item in session.items
                            )
                        }
                    )
                    for session in week.sessions
                )
            }
        )
        for week in block.weeks
    ]
    return block.model_copy(update={"weeks": tuple(weeks)})


def test_the_audit_sees_a_build_up_that_stays_on_the_easier_exercise() -> None:
    block = block_of(plain_pair().a)
    assert faults(block) == ()
    still = swapped(block, NORDIC.exercise, set(range(1, 13)), exercise=NORDIC.instead)
    assert faults(still)[0].startswith(
        "week A: 3 sets of nordic_curl are planned, but its build-up"
    )
    assert any("0 repetitions of nordic_curl, though its" in fault for fault in faults(still))


def test_the_audit_sees_repetitions_that_do_not_rise() -> None:
    block = block_of(plain_pair().a)
    low = swapped(block, NORDIC.exercise, {9}, reps="3-5")
    assert faults(low) == (
        "week 9: 15 repetitions of nordic_curl, though its build-up has come to 24",
    )
    low = swapped(block, COPENHAGEN.exercise, {9}, reps="3-5")
    assert faults(low) == (
        "week 9: 15 repetitions of copenhagen_plank, though its build-up has come to 45",
    )


def test_the_audit_sees_a_deload_with_other_repetitions() -> None:
    block = block_of(plain_pair().a)
    assert faults(swapped(block, NORDIC.exercise, {12}, reps="3-5")) == (
        "week 12: nordic_curl for 5, not as before",
    )


def test_the_audit_sees_a_block_that_was_trained_otherwise_before() -> None:
    block = block_of(plain_pair().a)
    settings = block.settings.model_copy(update={"trained": {"nordic": 8}})
    assert faults(block.model_copy(update={"settings": settings}))


# ---- one curve over both weeks -------------------------------------------------------------------


def two_weeks(a: dict[str, int], b: dict[str, int], **fields: Any) -> Block:
    """Return a block of two weeks with so many sets of these exercises on Friday."""
    plans = []
    for more in (a, b):
        week = {day: dict(work) for day, work in A.items()}
        for name in (NORDIC.exercise, COPENHAGEN.exercise):
            for work in week.values():
                work.pop(name, None)
        week["fri"] |= more
        plans.append(make_plan(week))
    return make_block(None, catalogue(), weeks=12, pair=Pair(a=plans[0], b=plans[1]), **fields)


def totals(block: Block, exercise: str) -> list[int]:
    """Return the repetitions of an exercise in each loading week, at the top of its range."""
    return [
        sum(
            i.sets * int(i.reps.split("-")[-1])
            for s in week.sessions
            for i in s.items
            if i.exercise == exercise
        )
        for week in block.weeks
        if week.kind == "loading"
    ]


@pytest.mark.parametrize("volume", ["flat", "ramp"])
@pytest.mark.parametrize(("a", "b"), [(2, 4), (4, 2), (3, 5), (6, 2), (3, 3), (5, 4)])
def test_nordics_of_both_weeks_are_one_rising_curve(a: int, b: int, volume: Any) -> None:
    block = two_weeks({NORDIC.exercise: a}, {NORDIC.exercise: b}, volume=volume)
    found = totals(block, NORDIC.exercise)
    rising = found[: len(NORDIC.rows)]
    assert rising == sorted(rising)
    assert rising[-1] > 0
    assert faults(block) == ()


@pytest.mark.parametrize("trained", [0, 1, 7])
@pytest.mark.parametrize(
    ("a", "b", "first"), [(2, 4, 10), (3, 3, 9), (3, 4, 12), (4, 4, 12), (5, 4, 12), (6, 6, 18)]
)
def test_the_first_nordics_ever_are_few(a: int, b: int, first: int, trained: int) -> None:
    """Weeks of the assisted form prepare; the first row of repetitions is for the first real ones.

    Where a place has four sets or more, it has the fewest repetitions of a hard set.
    """
    block = two_weeks({NORDIC.exercise: a}, {NORDIC.exercise: b}, trained={"nordic": trained})
    real = [total for total in totals(block, NORDIC.exercise) if total]
    if trained:
        assert real[0] > first
    else:
        assert real[0] == first
        assert real[1] > first
    assert faults(block) == ()


def test_the_audit_sees_many_nordics_in_the_first_week_of_them() -> None:
    block = two_weeks({NORDIC.exercise: 3}, {NORDIC.exercise: 3})
    assert totals(block, NORDIC.exercise)[:3] == [0, 9, 24]
    wrong = swapped(block, NORDIC.exercise, {2}, reps="3-8")
    assert faults(wrong) == ("week 2: 24 repetitions of nordic_curl, at most 10",)


@pytest.mark.parametrize(("a", "b"), [(3, 2), (2, 3)])
def test_copenhagens_of_both_weeks_are_one_rising_curve(a: int, b: int) -> None:
    block = two_weeks({COPENHAGEN.exercise: a}, {COPENHAGEN.exercise: b})
    found = totals(block, COPENHAGEN.exercise)
    rising = found[: len(COPENHAGEN.rows)]
    assert rising == sorted(rising)
    assert rising[0] > 0
    assert found[-1] in (30, 45)
    assert faults(block) == ()


def test_a_week_that_waits_for_the_next_says_so() -> None:
    block = two_weeks({NORDIC.exercise: 2}, {NORDIC.exercise: 4})
    assert any("so that the next has no fewer" in note for note in block.week(2).notes)


def test_the_audit_sees_repetitions_that_fall_from_a_to_b() -> None:
    block = two_weeks({NORDIC.exercise: 2}, {NORDIC.exercise: 4})
    wrong = swapped(block, NORDIC.exercise, {2}, reps="3-6")  # what the row of week 2 alone allows
    assert faults(wrong) == ("week 3: nordic_curl falls from 24 repetitions to 16 before its "
                             "build-up ends",)  # fmt: skip


def test_what_builds_up_in_one_week_alone_is_said_and_the_audit_asks_for_it() -> None:
    block = two_weeks({NORDIC.exercise: 4}, {NORDIC.instead: 4})
    said = [note for note in block.notes if "is in week A alone" in note]
    assert len(said) == 1
    assert faults(block) == ()
    quiet = tuple(note for note in block.notes if note not in said)
    assert "week A: has nordic_curl alone, and no note says so" in faults(
        block.model_copy(update={"notes": quiet})
    )


def test_why_it_builds_up_in_one_week_alone_is_what_holds() -> None:
    """Weeks that were given or written were not sought; those of a solved pair were."""
    given = two_weeks({NORDIC.exercise: 4}, {NORDIC.instead: 4})
    (said,) = [note for note in given.notes if "is in week A alone" in note]
    assert said.endswith("both weeks were taken as they are, and week B has none.")
    for a, b, why in (
        (NORDIC.exercise, NORDIC.instead, "no week B with it was found that keeps as many"),
        (NORDIC.instead, NORDIC.exercise, "no week B without it was found that keeps as many"),
    ):
        pair = two_weeks({a: 4}, {b: 4}).pair
        solved = pair.model_copy(update={"tiers": pair_tiers(pair.a, pair.b, catalogue())})
        block = make_block(None, catalogue(), weeks=8, pair=solved)
        (said,) = [note for note in block.notes if "alone, so it builds up" in note]
        assert why in said
        assert "given" not in said


def test_week_b_is_asked_for_what_builds_up_in_week_a(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Scenario] = []
    week = {day: dict(work) for day, work in A.items()}
    week["tue"].pop(COPENHAGEN.exercise)

    def solve(scenario: Scenario, *_: Any, **__: Any) -> Plan:
        asked.append(scenario)
        return make_plan(week)

    monkeypatch.setattr(solving, "solve", solve)
    solve_pair(Scenario(minutes=90, split="none", supersets="all"), catalogue())
    bounds = [
        {r.id: (r.lower, r.upper) for r in scenario.add_rules if isinstance(r, BoundRule)}
        for scenario in asked[:2]
    ]
    assert "as-in-a.nordic" not in bounds[0]
    assert bounds[1]["as-in-a.nordic"] == (1, None)
    assert bounds[1]["as-in-a.copenhagen"] == (None, 0)


def test_guardrails_come_before_what_builds_up(monkeypatch: pytest.MonkeyPatch) -> None:
    a = make_plan(A)
    short = {**A, "fri": {"deadlift": 3, "nordic_curl": 3}}
    without = {**A, "fri": {name: n for name, n in A["fri"].items() if name != "nordic_curl"}}
    plans = [a, make_plan(without), make_plan(short)]
    answers = iter([*plans, *plans])

    def solve(scenario: Scenario, *_: Any, **__: Any) -> Plan:
        return next(answers)

    monkeypatch.setattr(solving, "solve", solve)
    costs = [sum(t.value for t in p.tiers if t.name is Tier.GUARDRAILS) for p in plans]
    assert costs[0] < costs[1] > costs[2], "else this week says nothing"
    pair = solve_pair(Scenario(minutes=90, split="none", supersets="all"), catalogue())
    assert pair.b == plans[2]
