"""Where the next block begins: as good as the last, with rest for what can rest at no cost."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

import solver.model.solve as solving
from solver import Plan
from solver.blocks.after import NextBlock, plan_next
from solver.blocks.block import Block, Pair
from solver.blocks.held import kept, let_go
from solver.blocks.log import Log
from solver.blocks.make import make_block
from solver.blocks.pair import solve_pair
from solver.blocks.rotation import costs_of, exercises_of, rotated
from solver.errors import ImpossibleError
from solver.plan import TierResult
from solver.rules import Tier
from solver.scenario import Scenario, available
from tests.blocks.weeks import A, catalogue, make_plan, plain_block
from tests.expected import SECONDS

NAMES = ("four_days_full_gym", "push_pull_legs_six_days")


def block_of(plan: Plan) -> Block:
    """Return a block of a solved week and of that week with other accessories."""
    usable = available(plan.scenario.resolve(catalogue()), catalogue())
    other = rotated(plan, usable, plan.scenario.pin, catalogue()).week
    return make_block(None, catalogue(), weeks=8, pair=Pair(a=plan, b=other))


@pytest.mark.parametrize("name", NAMES)
def test_it_is_no_worse_than_the_last_block(name: str, solved: Callable[[str], Plan]) -> None:
    block = block_of(solved(name))
    found = plan_next(block, Log(), None, catalogue())
    begin = found.begin
    assert begin.resting
    assert begin.a is not None
    assert begin.b is not None
    done = {*exercises_of(begin.a), *exercises_of(begin.b)}
    assert not done & set(found.avoid)
    for week, last in ((begin.a, block.pair.a), (begin.b, block.pair.b)):
        before = costs_of(last.model_copy(update={"scenario": week.scenario}), catalogue())
        pairs = zip(costs_of(week, catalogue()), before, strict=True)
        assert all(one <= two for one, two in pairs)


@pytest.mark.parametrize("name", NAMES)
def test_what_does_not_rest_has_a_reason(name: str, solved: Callable[[str], Plan]) -> None:
    block = block_of(solved(name))
    found = plan_next(block, Log(), None, catalogue())
    assert {*found.begin.resting} | found.begin.stays.keys() == {*found.begin.wanted}
    assert not {*found.begin.resting} & found.begin.stays.keys()
    lines = [line for line in let_go(found, block.pair) if line.startswith("not rested: ")]
    for exercise, why in found.begin.stays.items():
        assert any(exercise in line and why in line for line in lines)


def test_other_days_have_no_week_to_begin_with() -> None:
    block = plain_block(8)
    other = block.scenario.model_copy(update={"days": 3})
    found = plan_next(block.model_copy(update={"scenario": other}), Log(), None, catalogue())
    assert (found.begin.a, found.begin.b) == (None, None)
    assert found.begin.resting


def test_a_lift_stands_where_its_ladder_came_to() -> None:
    begin = plan_next(plain_block(12), Log(), None, catalogue()).begin
    for week in (begin.a, begin.b):
        assert week is not None
        assert "front_rack_split_squat" in exercises_of(week)
        assert "bodyweight_split_squat" not in exercises_of(week)


def test_the_search_begins_with_both_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[Scenario, Plan | None]] = []

    def solve(scenario: Scenario, *_: Any, near: Plan | None = None, **__: Any) -> Plan:
        given.append((scenario, near))
        return near or make_plan(A)

    monkeypatch.setattr(solving, "solve", solve)
    found = plan_next(plain_block(12), Log(), None, catalogue())
    solve_pair(found.scenario, catalogue(), **found.wanted())
    assert [near for _, near in given[:2]] == [found.begin.a, found.begin.b]
    for scenario, _ in given[:2]:
        assert set(found.avoid) <= set(scenario.exclude)
        assert set(found.begin.stays) & set(scenario.exclude) <= set(exercises_of(make_plan(A)))


def test_a_favour_for_one_week_is_none_for_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lift that goes on in week A costs week B nothing, and the other way round."""
    favoured: list[tuple[str, ...]] = []

    def solve(scenario: Scenario, *_: Any, **__: Any) -> Plan:
        favoured.append(scenario.favour)
        return make_plan(A)

    monkeypatch.setattr(solving, "solve", solve)
    names = ("deadlift", "dumbbell_lateral_lunge", "cossack_squat")
    solve_pair(Scenario(split="none", favour=names), catalogue(), once=(names[1:2], names[2:]))
    assert favoured[:2] == [names[:2], (names[0], names[2])]


@cache
def next_after_a_solved_block() -> tuple[Pair, NextBlock]:
    pair = solve_pair(Scenario(time_limit=float(SECONDS)), catalogue())
    block = make_block(None, catalogue(), weeks=12, pair=pair)
    return pair, plan_next(block, Log(), None, catalogue())


def test_a_block_after_which_nothing_changed_is_proved_as_the_last() -> None:
    last, found = next_after_a_solved_block()
    pair = solve_pair(found.scenario, catalogue(), **found.wanted())
    assert [tier.value for tier in pair.tiers[:3]] == [tier.value for tier in last.tiers[:3]]
    assert (pair.status, last.status) == ("optimal", "optimal")
    planned = {*exercises_of(pair.a), *exercises_of(pair.b)}
    assert found.begin.resting
    assert not planned & set(found.begin.resting)
    assert {*exercises_of(last.a), *exercises_of(last.b)} <= planned | set(found.begin.resting)


# ---- the split -----------------------------------------------------------------------------------


def test_the_split_is_held_where_the_days_are_the_same(solved: Callable[[str], Plan]) -> None:
    plan = solved(NAMES[0])
    block = block_of(plan)
    found = plan_next(block, Log(), None, catalogue())
    assert found.asked.split == "auto"
    assert found.scenario.split == found.split == plan.split
    assert found.held_to == 0
    other = block.scenario.model_copy(update={"days": 3})
    moved = plan_next(block.model_copy(update={"scenario": other}), Log(), None, catalogue())
    assert moved.scenario.split == "auto"
    assert moved.held_to is None
    named = plan_next(block_of(solved(NAMES[1])), Log(), None, catalogue())
    assert named.asked.split == named.scenario.split == "push_pull_legs"
    assert named.held_to is None


@pytest.mark.parametrize(
    ("short", "taken"),
    [
        ((6, 2), ["upper_lower"]),
        ((8, 5), ["upper_lower", "auto"]),
        ((8, 9), ["upper_lower", "auto"]),
    ],
)
def test_others_are_looked_at_where_guardrails_need_it(
    short: tuple[int, int], taken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    splits: list[str] = []

    def solve(scenario: Scenario, *_: Any, **__: Any) -> Plan:
        splits.append(scenario.split_id)
        if len(splits) > len(taken):  # week B
            return make_plan(A)
        value = short[len(splits) - 1]
        tier = TierResult(name=Tier.GUARDRAILS, value=value, bound=0, status="feasible")
        name = "upper_lower" if scenario.split_id == "upper_lower" else "push_pull_legs"
        return make_plan(A).model_copy(update={"tiers": (tier,), "split": name})

    monkeypatch.setattr(solving, "solve", solve)
    pair = solve_pair(Scenario(split="upper_lower"), catalogue(), held_to=6)
    assert splits[: len(taken)] == taken
    changes = len(taken) > 1 and short[1] < short[0]
    assert pair.a.split == ("push_pull_legs" if changes else "upper_lower")


def test_where_the_held_split_cannot_be_another_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def solve(scenario: Scenario, *_: Any, **__: Any) -> Plan:
        if scenario.split_id == "upper_lower":
            raise ImpossibleError("too much")
        return make_plan(A).model_copy(update={"split": "full_body"})

    monkeypatch.setattr(solving, "solve", solve)
    assert solve_pair(Scenario(split="upper_lower"), catalogue(), held_to=6).a.split == "full_body"
    with pytest.raises(ImpossibleError):
        solve_pair(Scenario(split="upper_lower"), catalogue())


def test_another_split_is_said(solved: Callable[[str], Plan]) -> None:
    block = block_of(solved(NAMES[0]))
    found = plan_next(block, Log(), None, catalogue())
    assert not any(line.startswith("split: ") for line in let_go(found, block.pair))
    a = block.pair.a.model_copy(update={"split": "push_pull_legs"})
    (line,) = [
        line
        for line in let_go(found, block.pair.model_copy(update={"a": a}))
        if line.startswith("split: ")
    ]
    assert line == (
        f"split: push_pull_legs in place of {found.split}, since the last one would fall short of "
        "more guardrails now [D16]"
    )


def test_main_lifts_of_one_week_alone_are_said_to_be_in_it() -> None:
    found = plan_next(plain_block(8), Log(), None, catalogue())
    a = make_plan(A)
    b = make_plan({**A, "tue": {"front_squat": 3, "rdl": 3}})
    (line,) = [line for line in kept(found, Pair(a=a, b=b)) if line.startswith("kept: ")]
    assert line.endswith("; back_squat in A alone [G14]")
    assert "back_squat" not in line.split(";")[0]
    (same,) = [line for line in kept(found, Pair(a=a, b=a)) if line.startswith("kept: ")]
    assert "alone" not in same
