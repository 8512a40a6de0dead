"""Counts that no machine changes: a regression shows in them without a stopwatch.

All is solved by one worker with a time limit that never bites, so that counts are the same every
time. With provers beside it the one that finds is stopped sooner, by the clock: the plan is the
same, its work is not. Branch and cut is counted by how often it is asked, for HiGHS has no measure
of work that is the same on every machine.

Sizes are exact: whoever changes a model on purpose writes the new ones here. Work may differ by a
fifth, since it hangs on the last digits of relaxations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from benchmarks.suite import one_split, sizes
from solver import Scenario, load_catalogue
from solver.clock import Clock
from solver.model import recalling
from solver.model.choosing import choose
from solver.model.preparing import make_problem
from solver.model.problem import Problem
from solver.model.search import Search, Tally
from solver.model.staircase import Staircase
from solver.model.structure import Depth
from solver.model.totals import SOON, least
from solver.model.week import WeekModel
from solver.rules import Tier

LONG = 900.0
"""A time limit that never bites."""

WORK = 0.2
"""Share by which the deterministic time may differ."""

FOUR_DAYS = {"split": "upper_lower"}

THREE_DAYS = {"days": 3, "split": "full_body"}

SIX_DAYS = {
    "days": 6,
    "minutes": 90,
    "equipment": ["dumbbells_bench"],
    "split": "push_pull_legs",
}

TWO_OF_FOUR_DAYS = {
    "days": 2,
    "available": ["mon", "tue", "thu", "sat"],
    "equipment": ["home_barbell"],
    "split": "full_body",
    "supersets": "none",
}

ALL_PAIRS = {
    "days": 1,
    "minutes": 45,
    "equipment": ["dumbbells"],
    "split": "none",
    "supersets": "all",
}

ONE_DAY = ALL_PAIRS | {"supersets": "none"}


def problem_of(fields: Mapping[str, Any]) -> Problem:
    catalogue = load_catalogue()
    return make_problem(Scenario.model_validate(fields).resolve(catalogue), catalogue)


def size(model: WeekModel) -> tuple[int, int]:
    """Return how many variables and constraints there are."""
    proto = model.model.proto
    return len(proto.variables), len(proto.constraints)


@pytest.mark.parametrize(
    ("fields", "choices", "bundles", "sizes"),
    [
        (FOUR_DAYS, 150, 119, [(1272, 1794), (1571, 2715), (9440, 7633)]),
        (SIX_DAYS, 81, 72, [(848, 1177), (972, 1710), (5615, 5013)]),
        (TWO_OF_FOUR_DAYS, 106, 95, [(475, 521), (645, 946), (1925, 3048)]),
        (ALL_PAIRS, 75, 69, [(475, 570), (580, 873), (4309, 3062)]),
    ],
    ids=["four days", "six days", "two of four days", "all pairs"],
)
def test_a_model_has_its_size(
    fields: Mapping[str, Any], choices: int, bundles: int, sizes: list[tuple[int, int]]
) -> None:
    problem = problem_of(fields)
    assert (len(problem.choices), len(problem.bundles)) == (choices, bundles)
    assert [size(WeekModel(problem, depth)) for depth in Depth] == sizes


@pytest.mark.parametrize(
    ("name", "choices", "bundles"),
    [
        ("default-1000-equal", 152, 120),
        ("default-1000-distinct", 502, 395),
        ("default-5000-equal", 152, 120),
        ("default-5000-distinct", 2582, 2035),
    ],
)
def test_a_large_catalogue_has_few_signatures(name: str, choices: int, bundles: int) -> None:
    (case,) = (each for each in sizes() if each.name == name)
    problem = one_split(case)
    assert (len(problem.choices), len(problem.bundles)) == (choices, bundles)


def test_a_model_of_few_choices_is_small() -> None:
    """Weeks that were solved before are fitted into such models; so totals are placed."""
    assert size(WeekModel(problem_of(FOUR_DAYS), Depth.PLACED, among=range(30))) == (951, 1282)


def counted(tally: Tally, work: float, **counts: int) -> bool:
    """Tell whether solves came to this."""
    told = {name: value for name, value in vars(tally).items() if name != "work"}
    assert told == counts
    assert tally.work == pytest.approx(work, rel=WORK)
    return True


def test_a_known_week_is_fitted_and_filled() -> None:
    search = Search(Clock(LONG))
    found = Staircase(problem_of(FOUR_DAYS), search).climb()
    assert found is not None
    assert found.worth == (0, 0, 0)
    assert counted(search.tally, 0.195, solves=4, branched=0, rounds=0)


def test_totals_that_fall_short_in_nothing_are_placed_in_one_round() -> None:
    search = Search(Clock(LONG))
    found = Staircase(problem_of(SIX_DAYS), search, recalls=False).climb()
    assert found is not None
    assert found.worth == (0, 0, 0)
    assert counted(search.tally, 0.532, solves=8, branched=0, rounds=1)


def test_a_week_that_falls_short_is_searched_on_days_too() -> None:
    """Its guardrails, by totals and by a week made of them; then placing, and tier after tier."""
    search = Search(Clock(LONG))
    found = Staircase(problem_of(ONE_DAY), search, recalls=False).climb()
    assert found is not None
    assert found.worth == (594, 125, 52)
    assert counted(search.tally, 0.832, solves=17, branched=0, rounds=2)


def test_totals_that_are_not_soon_proved_go_to_branch_and_cut() -> None:
    """CP-SAT has its effort first; that of branch and cut is not counted."""
    search = Search(Clock(LONG))
    tiers = Staircase(problem_of(THREE_DAYS), search, recalls=False).tiers
    outcome = least(tiers, tiers.free_model(Depth.BUNDLES), Tier.GUARDRAILS)
    assert (outcome.proved, outcome.value, outcome.bound) == (True, 13, 13)
    assert counted(search.tally, SOON, solves=1, branched=1, rounds=0)


def test_splits_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has a clock of its own; what they take is one sum."""
    monkeypatch.setattr(recalling, "load_starts", lambda: ())
    catalogue = load_catalogue()
    scenario = Scenario(days=3, minutes=90).resolve(catalogue)
    search = Search(Clock(LONG))
    choice = choose(scenario, catalogue, search)
    assert choice.best.values == (0, 0, 0)
    assert choice.others == ("push_pull_legs was not tried: no split can be better.",)
    assert counted(search.tally, 1.016, solves=7, branched=0, rounds=1)
