"""What is made of a scenario before there is a model, and what a model makes of its measures."""

from __future__ import annotations

from itertools import combinations

import pytest

from solver import Scenario, load_catalogue
from solver.clock import Clock
from solver.model.linear import linear
from solver.model.preparing import make_problem
from solver.model.problem import Problem
from solver.model.programme import value_at
from solver.model.search import Search
from solver.model.structure import Depth
from solver.model.week import WeekModel
from solver.rules import Tier


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


def test_who_may_pair_is_a_partner_of_the_other_s_bundle(problem: Problem) -> None:
    of = {i: b for b, bundle in enumerate(problem.bundles) for i in bundle.choices}
    pairs = [pair for pair in combinations(of, 2) if problem.may_pair(*pair)]
    assert all(
        of[first] in problem.partners[of[second]] and of[second] in problem.partners[of[first]]
        for first, second in pairs
    )
    assert any(problem.partners) is bool(pairs)


def test_a_measure_is_the_sum_of_what_its_parts_count_for(problem: Problem) -> None:
    """Over variables as over numbers: what the weighted sum of a solution comes to."""
    model = WeekModel(problem, Depth.BUNDLES)
    outcome = Search(Clock(60.0)).solve(model.model, effort=5.0)
    assert outcome.values is not None
    seen = 0
    for term in problem.shares:
        measure = linear([term], problem)
        over = measure.over(model.bundle_sets.__getitem__, model.bundle_slots.__getitem__)
        numbers = [
            sum(
                factor * outcome.values[variable.index]
                for factor, variable in zip(*each, strict=True)
            )
            for each in (
                (measure.per_set, model.bundle_sets),
                (measure.per_slot, model.bundle_slots),
            )
        ]
        assert value_at(over, outcome.values) == sum(numbers)
        seen += bool(sum(numbers))
    assert seen > 10


def test_a_measure_of_what_is_not_there_is_a_number(problem: Problem) -> None:
    measure = linear(list(problem.shares)[:3], problem)
    assert measure.over(lambda _: 0, lambda _: 0) == 0


def test_what_a_twin_is_told_its_model_never_hears(problem: Problem) -> None:
    few = {bundle.choices[0] for bundle in problem.bundles[::9]}
    model = WeekModel(problem, Depth.PLACED, among=few)
    before = str(model.model.proto)
    for told in (model.twin(), WeekModel(problem, Depth.PLACED, among=few)):
        assert str(told.model.proto) == before
        told.hold(Tier.GUARDRAILS, 10_000)
        told.excess(Tier.BALANCE)
        after = str(told.model.proto)
        assert len(told.model.proto.constraints) == len(model.model.proto.constraints) + 2
    assert str(model.model.proto) == before
    twin = model.twin()
    twin.hold(Tier.GUARDRAILS, 10_000)
    twin.excess(Tier.BALANCE)
    assert str(twin.model.proto) == after
