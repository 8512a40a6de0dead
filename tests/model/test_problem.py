"""What is made of a scenario before there is a model: here what its sets take."""

from __future__ import annotations

from itertools import combinations

import pytest

from solver import Scenario, load_catalogue
from solver.model.preparing import make_problem
from solver.model.problem import Problem


@pytest.fixture(params=["none", "accessories", "all"])
def problem(request: pytest.FixtureRequest) -> Problem:
    catalogue = load_catalogue()
    scenario = Scenario(split="full_body", supersets=request.param).resolve(catalogue)
    return make_problem(scenario, catalogue)


def test_no_sets_take_less_than_the_least(problem: Problem) -> None:
    """The spacing rule counts on it: no day holds more sets of a muscle."""
    least = {
        index: seconds
        for bundle, seconds in zip(problem.bundles, problem.least_seconds, strict=True)
        for index in bundle.choices
    }
    assert all(0 < least[i] <= choice.set_seconds for i, choice in enumerate(problem.choices))
    pairs = [pair for pair in combinations(least, 2) if problem.may_pair(*pair)]
    assert bool(pairs) is (problem.scenario.supersets.value != "none")
    for first, second in pairs:
        alone = sum(problem.choices[i].set_seconds for i in (first, second))
        assert alone - problem.saved_seconds(first, second) >= least[first] + least[second]


def test_a_day_holds_as_many_as_its_quickest_sets(problem: Problem) -> None:
    none = [0] * len(problem.bundles)
    assert problem.most_in(3600, none) == 0
    quickest = min(range(len(none)), key=lambda b: problem.least_seconds[b])
    seconds = problem.least_seconds[quickest]
    for sets in (1, 7):
        only = [*none]
        only[quickest] = 2
        assert problem.most_in(int(sets * seconds) + 1, only) == 2 * sets
        assert problem.most_in(int(sets * seconds) - 1, only) < 2 * sets
