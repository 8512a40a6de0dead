"""What a large catalogue is searched by first."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from benchmarks.grown import grown
from solver.catalogue import load_catalogue
from solver.clock import Clock
from solver.model import nearby
from solver.model.dominance import dominated, is_large, leading
from solver.model.placing import search_placed
from solver.model.preparing import make_problem
from solver.model.problem import Problem
from solver.model.search import Search
from solver.model.staircase import Staircase
from solver.model.tiers import Tiers
from solver.model.week import WeekModel
from solver.scenario import Scenario


@cache
def problem_of(size: int, **fields: object) -> Problem:
    catalogue = load_catalogue()
    if size:
        catalogue = grown(catalogue, size, distinct=True)
    asked = Scenario.model_validate({"split": "upper_lower", **fields})
    return make_problem(asked.resolve(catalogue), catalogue)


def measures(problem: Problem, bundle: int) -> tuple[object, ...]:
    own = problem.bundles[bundle]
    counted = tuple(values[bundle] for values in problem.shares.values())
    return counted, own.eccentric, own.set_seconds, repr(own.dose), own.sorts


def test_the_standard_catalogue_is_searched_as_a_whole() -> None:
    problem = problem_of(0)
    assert not is_large(problem)
    assert leading(problem) == set(range(len(problem.choices)))


def test_of_a_large_one_as_many_lead_as_the_standard_one_has() -> None:
    problem, few = problem_of(2500), problem_of(0)
    assert is_large(problem)
    assert len(leading(problem)) < 1.1 * len(few.choices)
    assert not is_large(problem.only(leading(problem)))


def test_each_dominated_bundle_has_one_that_leads_and_asks_for_no_more() -> None:
    problem = problem_of(1000)
    behind = set(dominated(problem))
    assert behind
    first: dict[object, list[int]] = {}
    for b in range(len(problem.bundles)):
        if b not in behind:
            first.setdefault(measures(problem, b), []).append(b)
    for b in behind:
        assert any(
            problem.bundles[other].item_seconds <= problem.bundles[b].item_seconds
            for other in first[measures(problem, b)]
        )


def test_what_is_pinned_leads() -> None:
    pinned = "barbell_bench_press_v3"
    problem = problem_of(1500)
    (index,) = (i for i, c in enumerate(problem.choices) if pinned in c.members)
    assert index not in leading(problem)
    problem = problem_of(1500, pin=(pinned,))
    (index,) = problem.pinned
    assert index in leading(problem)


def test_a_large_catalogue_without_a_known_week_has_one_that_falls_short_in_nothing() -> None:
    """Before it was searched by its leading exercises first, a minute brought no plan at all."""
    problem = problem_of(2500)
    search = Search(Clock(120.0), seed=2)  # one of those that come to it in a third of the limit
    found = Staircase(problem, search, recalls=False).climb()
    assert found is not None
    assert not any(found.worth)


def test_a_catalogue_in_which_very_many_lead_is_parted_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    catalogue = grown(load_catalogue(), 2500, distinct=False)
    apart = {
        name: each.model_copy(update={"family": f"{each.family} {name}"})
        for name, each in catalogue.exercises.items()
    }
    catalogue = replace(catalogue, exercises=apart)
    problem = make_problem(Scenario(split="upper_lower").resolve(catalogue), catalogue)
    assert is_large(problem.only(leading(problem)))
    asked: list[int] = []

    def by_totals(stairs: Staircase, _: object) -> None:
        asked.append(len(stairs.problem.bundles))

    monkeypatch.setattr(Staircase, "_by_totals", by_totals)
    assert Staircase(problem, Search(Clock(1.0)), recalls=False).climb() is None
    assert len(asked) == 2, "once what leads, once all"


def test_no_placed_model_of_all_of_a_large_catalogue_is_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It takes longer to build than a search may: 10 s became 34 of 2,500 exercises."""
    problem = problem_of(1000, days=2, minutes=30)
    step = Staircase(problem, Search(Clock(300.0)), recalls=False)
    built: list[set[int]] = []

    def look(tiers: Tiers, model: WeekModel, *_: object, **__: object) -> None:
        built.append(set(model.among))
        step.tiers.search = step.tiers.search.with_clock(Clock(0.0))

    monkeypatch.setattr(nearby, "search_from", look)
    assert not step.tiers.tried
    assert search_placed(step.tiers, None) is None
    (only,) = built
    assert only <= leading(problem) < set(range(len(problem.choices)))
