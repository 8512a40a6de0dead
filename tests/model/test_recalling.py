"""Weeks that were solved before, fitted into what is asked: none comes out worse than it was."""

from __future__ import annotations

import pytest

from benchmarks.suite import Case, grid
from solver.catalogue import load_catalogue
from solver.clock import Clock
from solver.model.preparing import make_problem
from solver.model.recalling import Memory
from solver.model.search import Search
from solver.model.starts import Start, load_starts
from solver.model.tiers import Tiers

CASES = {case.name: case for case in grid()}
OWN = [start for start in load_starts() if start.name in CASES and any(start.worth)]
"""Weeks of the suite's grid that fall short in something."""


def memory_of(case: Case, split: str) -> Memory:
    catalogue = load_catalogue()
    scenario = case.scenario().resolve(catalogue).with_split(split).resolve(catalogue)
    return Memory(Tiers(make_problem(scenario, catalogue), Search(Clock(60.0))))


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(start, id=f"{start.name}-{start.split}", marks=[pytest.mark.thorough][: n % 5])
        for n, start in enumerate(OWN)
    ],
)
def test_a_known_week_is_no_worse_for_whom_it_was_made(start: Start) -> None:
    found = memory_of(CASES[start.name], start.split).look()
    assert found is not None
    assert found.worth <= start.worth


def test_a_known_week_that_the_minutes_do_not_hold_is_none_as_it_was_written() -> None:
    longest = next(start for start in OWN if start.name == "2x60-full_gym")
    memory = memory_of(CASES["2x30-full_gym"], longest.split)
    memory.near = (longest,)
    memory.recalls = False
    assert memory.recalled is not None
    (week,) = memory.recalled.weeks
    memory._as_written(week)
    assert memory._fitted is None


def test_what_one_try_fixes_of_a_known_week_the_next_is_free_of() -> None:
    """Both have a copy of the same model: as it was written, then with other sets."""
    shorter = next(start for start in OWN if start.name == "2x45-full_gym")
    outcomes = []
    for as_written_first in (True, False):
        memory = memory_of(CASES["2x60-full_gym"], shorter.split)
        memory.near, memory.recalls = (shorter,), False
        assert memory.recalled is not None
        (week,) = memory.recalled.weeks
        written = memory._as_written(week) if as_written_first else None
        outcomes.append(memory._sets_anew(week))
        assert len(memory._models) == 1
        assert (written is not None) is as_written_first
    assert outcomes[0].values is not None
    assert outcomes[0] == outcomes[1]
