"""Which split is taken, and how much of the search that spares."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from solver import Scenario, solve
from solver.catalogue import load_catalogue
from solver.clock import Clock
from solver.model import choosing, recalling
from solver.model.choosing import DECIDING, Candidate, _known
from solver.model.found import Found
from solver.model.preparing import make_problem
from solver.model.search import Search
from solver.model.staircase import Staircase


def test_a_known_week_of_any_split_that_falls_short_in_nothing_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = solve(Scenario(equipment=("hotel",), split="push_pull_legs"))
    monkeypatch.setattr(recalling, "load_starts", lambda: ())
    solves: list[object] = []
    monkeypatch.setattr(Search, "solve", _counting(Search.solve, solves))
    plan = solve(known.scenario.model_copy(update={"split": "auto"}), near=known)
    assert plan.split == "push_pull_legs"
    assert plan.status == "optimal"
    note = next(note for note in plan.notes if note.startswith("Split:"))
    assert "upper_lower was not tried: no split can be better." in note
    assert len(solves) < 8  # the week is fitted and its sets proved: no totals, no neighbourhoods


def _counting(real: Callable[..., object], solves: list[object]) -> Callable[..., object]:
    def solve_and_count(*given: object, **more: object) -> object:
        solves.append(more.get("label"))
        return real(*given, **more)

    return solve_and_count


def test_splits_of_which_a_better_week_is_known_come_first() -> None:
    def step(*worth: int) -> Any:
        found = Found({}, (), (), {}, {}, {}, worth) if worth else None
        return SimpleNamespace(look=lambda: found)

    steps = [step(), step(6, 0, 0), step(0, 9, 0), step(6, 0, 1)]
    assert sorted(steps, key=_known) == [steps[2], steps[1], steps[3], steps[0]]
    alike = [step(6, 0, 0), step(6, 0, 0)]
    assert sorted(alike, key=_known)[0] is alike[0]  # the order of liking stays


def test_weeks_of_one_split_are_not_compared() -> None:
    plan = solve(Scenario(days=6, split="push_pull_legs"))
    assert not any(note.startswith("Split:") for note in plan.notes)


def test_of_impossible_splits_the_first_is_explained() -> None:
    problem: Any = None
    impossible, unknown = (Candidate(problem, None, impossible=each) for each in (True, False))
    assert not choosing._better(impossible, impossible)
    assert not choosing._better(impossible, unknown)
    assert choosing._better(unknown, impossible)


@pytest.mark.parametrize(("seconds", "cut"), [(60.0, []), (0.5, ["b"])])
def test_a_split_that_finds_no_time_is_noted(
    seconds: float, cut: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = dict.fromkeys(DECIDING, 1)
    week = Found({}, (), (), dict(costs), dict(costs), {}, (1, 1, 1))
    report: Any = SimpleNamespace(costs=costs, balance_score=80.0)

    def step(name: str) -> Any:
        problem = SimpleNamespace(scenario=SimpleNamespace(split_id=name))
        return SimpleNamespace(problem=problem, look=lambda: None, search_with=lambda _: None)

    steps = [step("a"), step("b")]

    monkeypatch.setattr(choosing, "_glance", lambda *_: 0)
    monkeypatch.setattr(
        choosing, "_climbed", lambda step: Candidate(step.problem, week, report=report)
    )
    search = Search(Clock(seconds))
    choice = choosing._best_of(steps, search)
    # The second is not placed in haste where there is no time for it: there is a week already.
    assert [getattr(each, "needed", None) for each in steps] == [True, None if cut else False]
    assert search.cut == cut
    assert ("b was not tried in the time given." in choice.others) is bool(cut)


@pytest.mark.parametrize(("seconds", "share"), [(60.0, 0.6), (10.0, 1.0)])
def test_splits_share_the_time_where_enough_is_left_for_the_next(
    seconds: float, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[float] = []
    week = Found({}, (), (), {}, {}, {}, (1, 1, 1))
    report: Any = SimpleNamespace(costs=dict.fromkeys(DECIDING, 1), balance_score=80.0)

    def step(name: str) -> Any:
        problem = SimpleNamespace(scenario=SimpleNamespace(split_id=name))
        return SimpleNamespace(
            problem=problem,
            look=lambda: None,
            search_with=lambda search: given.append(search.clock.seconds),
            go_on=lambda found: found,
        )

    monkeypatch.setattr(choosing, "_glance", lambda *_: 0)
    monkeypatch.setattr(
        choosing, "_climbed", lambda step: Candidate(step.problem, week, report=report)
    )
    monkeypatch.setattr(choosing, "_candidate", lambda step, _: choosing._climbed(step))
    choosing._best_of([step("a"), step("b")], Search(Clock(seconds)))
    assert given[0] == pytest.approx(seconds * share, abs=0.5)


def test_a_week_is_placed_in_haste_only_where_one_is_needed() -> None:
    catalogue = load_catalogue()
    scenario = Scenario(days=2, equipment=("bodyweight",), split="full_body").resolve(catalogue)
    problem = make_problem(scenario, catalogue)
    for needed in (True, False):
        step = Staircase(problem, Search(Clock(0.0)), recalls=False)
        step.needed = needed
        assert (step.climb() is not None) is needed
