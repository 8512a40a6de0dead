"""Weeks near a known one: plainer lifts where nothing else is proved, and what totals confirm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from solver import Scenario, load_catalogue
from solver.clock import Clock
from solver.model import nearby, staircase, totals
from solver.model.dominance import leading
from solver.model.found import Found, Weekly
from solver.model.nearby import PLACES, SEARCHING, plainer, search_on
from solver.model.preparing import make_problem
from solver.model.problem import Problem
from solver.model.search import Outcome, Search
from solver.model.staircase import Staircase
from solver.model.structure import Depth
from solver.model.totals import confirmed, solve_totals
from solver.model.week import WeekModel
from solver.rules import Tier
from solver.scenario import load_scenario
from tests.model.solving import upper_lower

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def known() -> tuple[Staircase, Found]:
    step = upper_lower()
    found = step.look()
    assert found is not None
    return step, found


def odder(problem: Problem, found: Found) -> Found:
    """Return the week with one lift in place of which an odder one of its kind is done."""
    has = {index for index, _ in found.doses}
    paired = {(i, day) for *pair, day in found.pairs for i in pair}
    for place, dose in found.doses.items():
        if place in paired:
            continue
        own = problem.choices[place[0]]
        for i, other in enumerate(problem.choices):
            same = other.exercise.pattern is own.exercise.pattern
            alike = set(other.exercise.direct) == set(own.exercise.direct)
            if i not in has and same and alike and other.odd > own.odd:
                doses = {key: sets for key, sets in found.doses.items() if key != place}
                return replace(found, doses={**doses, (i, place[1]): dose})
    raise AssertionError("no odder lift is on offer")


def oddness(problem: Problem, found: Found) -> int:
    return sum(problem.choices[index].odd for index, _ in found.doses)


def test_an_odd_lift_makes_room_for_a_plain_one() -> None:
    step, found = known()
    changed = replace(odder(step.problem, found), worth=(99, 99, 99))
    better = plainer(step.tiers, changed)
    assert better.worth[2] < 99
    assert oddness(step.problem, better) < oddness(step.problem, changed)


def test_a_week_that_is_bettered_in_short_time_is_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    step, found = known()
    monkeypatch.setattr(staircase, "TOO_SHORT", 2 * step.tiers.search.clock.seconds)
    monkeypatch.setattr(step.memory, "search", lambda: replace(found, worth=(9, 9, 9)))
    better = step.climb()
    assert better is not None
    assert better.worth == (0, 0, 0)
    assert better.held[Tier.STIMULUS] == better.bounds[Tier.STIMULUS] > 0


def test_a_week_that_is_plain_is_left_alone() -> None:
    step, found = known()
    before = step.tiers.search.tally.solves
    assert plainer(step.tiers, found) is found
    assert step.tiers.search.tally.solves == before


@pytest.mark.parametrize(("worse", "expected"), [(0, True), (5, False)])
def test_totals_confirm_a_known_week_and_no_worse_one(worse: int, expected: bool) -> None:
    catalogue = load_catalogue()
    scenario = load_scenario(SCENARIOS / "two_days_bodyweight.yaml").resolve(catalogue)
    step = Staircase(make_problem(scenario, catalogue), Search(Clock(60.0)))
    found = step.look()
    assert found is not None
    guardrails, balance, plainness = found.worth
    assert guardrails > 0
    assert balance > 0
    step.tiers.held[Tier.GUARDRAILS] = guardrails
    said = replace(found, worth=(guardrails, balance + worse, plainness))
    assert confirmed(step.tiers, said) is expected
    assert step.tiers.bounds.get(Tier.BALANCE, 0) >= balance
    assert (Tier.BALANCE in step.tiers.held) is expected


def test_totals_that_find_no_time_are_held_at_what_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    step, _ = known()
    tiers, costs = step.tiers, {Tier.BALANCE: 5, Tier.PLAINNESS: 7}
    start = Weekly((0,), None, None, costs)
    nothing = Outcome(False, None, 0, None)
    monkeypatch.setattr(totals, "_best_start", lambda *_: start)
    monkeypatch.setattr(totals, "hint_bundles", lambda *_: None)
    monkeypatch.setattr(tiers, "minimise", lambda *_: nothing)
    bundles = tiers.free_model(Depth.BUNDLES)
    size = len(bundles.model.proto.variables)
    assert solve_totals(tiers, bundles, Outcome(True, 0, 0, (0,) * size)) is start
    assert tiers.held == costs
    assert tiers.bounds == {}


def test_a_known_week_stays_where_totals_give_a_worse_one(monkeypatch: pytest.MonkeyPatch) -> None:
    step, found = known()
    near, worse = (replace(found, worth=(0, balance, 0)) for balance in (5, 9))
    step.tiers.held[Tier.GUARDRAILS] = 0
    monkeypatch.setattr(staircase, "solve_totals", lambda *_: Weekly((0,), None, None, {}))
    monkeypatch.setattr(staircase, "place", lambda *_: worse)
    bundles = step.tiers.free_model(Depth.BUNDLES)
    assert step._placed(bundles, Outcome(True, 0, 0, (0,)), near) is near
    assert step._placed(bundles, Outcome(True, 0, 0, (0,)), None) is worse


def test_a_pin_is_in_every_model_of_few_choices() -> None:
    catalogue = load_catalogue()
    scenario = Scenario(split="upper_lower", pin=("pull_up",)).resolve(catalogue)
    problem = make_problem(scenario, catalogue)
    [pinned] = problem.pinned
    others = [i for i in range(len(problem.choices)) if i != pinned]
    model = WeekModel(problem, Depth.PLACED, among=others[:40])
    assert model.among == sorted([*others[:40], pinned])


@pytest.mark.parametrize(("seconds", "cut"), [(60.0, False), (1.0, True)])
def test_totals_that_find_no_time_are_noted(
    seconds: float, cut: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    step, found = known()
    step.tiers.search.clock = Clock(seconds)
    monkeypatch.setattr(staircase, "search_placed", lambda _, near: near)
    monkeypatch.setattr(staircase, "least", lambda *_: Outcome(True, None, 0, None))
    step._by_totals(found)
    assert step.tiers.search.cut == ["totals"] * cut


def test_a_search_near_a_week_that_time_ends_is_noted() -> None:
    step, found = known()
    poor = replace(found, worth=(1, 0, 0))
    step.tiers.search.clock = Clock(0.0)
    assert search_on(step.tiers, poor) is poor
    assert step.tiers.search.cut
    step.tiers.search.cut.clear()
    assert step.tiers.over()
    assert step.tiers.search.cut


def searches(
    step: Staircase, near: Found | None, number: int, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[Any, ...]]:
    """Return what so many searches are to begin with, look at and spend, when none finds any."""
    asked: list[tuple[Any, ...]] = []

    def search(tiers: Any, among: Any, start: Any, effort: float, turn: int) -> None:
        asked.append((start, frozenset(among), effort, turn))
        if len(asked) == number:
            step.tiers.search.clock = Clock(0.0)

    monkeypatch.setattr(nearby, "_search_among", search)
    step.tiers.search.clock = Clock(60.0)
    assert search_on(step.tiers, near) is near
    return asked


def test_searches_begin_near_the_best_week_and_afresh_by_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    step, found = known()
    poor = replace(found, worth=(1, 0, 0))
    asked = searches(step, poor, 4, monkeypatch)
    assert [start for start, *_ in asked] == [poor, None, poor, None]
    first, second, third, fourth = (among for _, among, *_ in asked)
    assert first == second == step.tiers.tried
    assert len(first) < len(third)
    assert {index for index, _ in found.doses} <= third == fourth <= leading(step.problem)
    assert [rest for _, _, *rest in asked] == [
        [effort * SEARCHING, turn] for effort, turn in ((1, 0), (1, 0), (2, 1), (2, 1))
    ]


def test_a_search_that_knows_no_week_begins_afresh_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    step, _ = known()
    assert [turn for *_, turn in searches(step, None, 3, monkeypatch)] == [0, 1, 2]


def test_where_any_day_may_hold_anything_each_turn_looks_at_another_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    catalogue = load_catalogue()
    scenario = Scenario(days=4, split="full_body").resolve(catalogue)
    step = Staircase(make_problem(scenario, catalogue), Search(Clock(60.0)))
    found = step.look()
    assert found is not None
    poor = replace(found, worth=(1, 0, 0))
    one, again = (searches(step, poor, 6, monkeypatch)[2:] for _ in range(2))
    parts = [among for _, among, *_ in one]
    assert [among for _, among, *_ in again] == parts
    assert parts[0] == parts[1] != parts[2] == parts[3]
    assert all({index for index, _ in found.doses} <= among for among in parts)
    assert all(PLACES - 4 <= 4 * len(among) <= PLACES for among in parts)
