"""What single means are worth: each changes something, for a while, and the greedy start is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.greedy import greedy
from benchmarks.means import MEANS, ONE_SHORT_DAY, effort
from benchmarks.suite import SPECIAL, Case, one_split
from solver.clock import Clock
from solver.model import staircase
from solver.model.race import Race
from solver.model.search import Search
from solver.model.structure import Depth
from solver.model.tiers import Tiers
from solver.model.week import WeekModel
from solver.rules import Tier

USUAL: tuple[Callable[[], Any], ...] = (
    lambda: Race.__init__,
    lambda: Tiers.minimise,
    lambda: WeekModel._session_bound,
    lambda: vars(staircase)["least"],
)


@pytest.mark.parametrize("name", MEANS)
def test_a_means_changes_one_thing_and_that_for_a_while(name: str) -> None:
    usual = [each() for each in USUAL]
    with MEANS[name]():
        changed = [each() for each in USUAL]
    assert sum(one is not other for one, other in zip(usual, changed, strict=True)) == 1
    assert [each() for each in USUAL] == usual


def test_effort_is_what_the_solves_took_and_whether_all_is_proved() -> None:
    work, whole = effort(ONE_SHORT_DAY, MEANS["as it is"], 900.0)
    assert work == pytest.approx(0.83, rel=0.2)
    assert whole


def test_what_the_limit_ended_is_not_proved() -> None:
    assert effort(ONE_SHORT_DAY, MEANS["as it is"], 0.05)[1] is False


@pytest.mark.parametrize("case", [Case("default", SPECIAL["default"]), ONE_SHORT_DAY])
def test_greedy_totals_fit_the_time_and_are_better_than_nothing(case: Case) -> None:
    problem = one_split(case)
    totals = greedy(problem)
    seconds = sum(
        count * (bundle.item_seconds + bundle.dose.low * bundle.set_seconds)
        for count, bundle in zip(totals.slots.values(), problem.bundles, strict=True)
    )
    assert 0 < seconds <= sum(day.seconds for day in problem.days)
    assert all(0 <= count <= problem.count for count in totals.slots.values())
    model = WeekModel(problem, Depth.BUNDLES)
    nothing = search_with(model, [0] * len(problem.bundles))
    chosen = search_with(WeekModel(problem, Depth.BUNDLES), list(totals.slots.values()))
    assert chosen < nothing


def search_with(model: WeekModel, slots: list[int]) -> int:
    """Return the least that guardrails come to where a week has so many items at most."""
    for variable, most in zip(model.bundle_slots, slots, strict=True):
        model.model.add(variable <= most)
    value = Search(Clock(60.0)).solve(model.model, model.cost(Tier.GUARDRAILS)).value
    return value if value is not None else 10**9
