"""The sets of a settled week, and what is claimed of them where there is no time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solver import Scenario, load_catalogue
from solver.auditing import audit_sessions
from solver.clock import Clock
from solver.model import tiers
from solver.model.choosing import make_week
from solver.model.filling import fill_settled
from solver.model.found import Found
from solver.model.nearby import plainer
from solver.model.preparing import make_problem
from solver.model.search import Outcome, Search
from solver.model.staircase import Staircase
from solver.model.structure import Depth
from solver.model.week import WeekModel
from solver.rules import Tier
from tests.model.solving import upper_lower


def filled() -> tuple[Staircase, Found]:
    """A week whose stimulus is proved, and the solve that proved it."""
    step = upper_lower()
    found = step.climb()
    assert found is not None
    assert step.tiers.bounds[Tier.STIMULUS] > 0
    return step, found


def test_what_is_proved_of_one_week_is_not_said_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    step, found = filled()
    nothing = Outcome(False, None, 0, None)
    monkeypatch.setattr(step.tiers.search, "solve", lambda *_, **__: nothing)
    assert Tier.STIMULUS not in fill_settled(step.tiers, found).bounds


def test_what_one_week_is_held_at_does_not_bind_another() -> None:
    step, found = filled()
    step.tiers.held[Tier.STIMULUS] = 0  # as of a week with more sets
    again = fill_settled(step.tiers, found)
    assert again.bounds[Tier.STIMULUS] == again.held[Tier.STIMULUS] > 0


def test_without_time_no_model_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    step, found = filled()
    step.search_with(step.tiers.search.with_clock(Clock(0.0)))

    def built(*_: object, **__: object) -> None:
        raise AssertionError("a model was built")

    monkeypatch.setattr(tiers, "WeekModel", built)
    odd = replace(found, worth=(9, 9, 9))
    assert plainer(step.tiers, odd) is odd
    again = fill_settled(step.tiers, odd)
    assert again.doses == found.doses
    assert Tier.STIMULUS not in again.bounds
    assert step.tiers.search.cut


def test_without_time_no_week_of_before_is_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    step, _ = filled()
    step.search_with(step.tiers.search.with_clock(Clock(0.0)))
    monkeypatch.setattr(tiers, "WeekModel", None)
    memory = step.memory
    assert memory.recalled is not None
    memory.ready, memory._fitted = None, None
    memory._possible = list(memory.recalled.weeks)
    assert memory.search() is None
    assert step.tiers.search.cut


# ---- what the allowance leaves free --------------------------------------------------------------

STEEPEST = 4
"""What a half-set adds where it adds most, and what a half-set outside a band weighs."""


def same_exercises(step: Staircase, found: Found) -> WeekModel:
    """Return the model of a week's exercises on their days, any sets."""
    model = step.tiers.model(Depth.PLACED, {index for index, _ in found.doses})
    for place, on in model.on.items():
        if not isinstance(on, int):
            model.model.add(on == (place in found.doses))
    return model


def counted(step: Staircase, found: Found) -> tuple[int, int]:
    """Return what a week misses of bands, what is free included, and lacks of stimulus, audited."""
    sessions = make_week(step.problem, found)
    report = audit_sessions(sessions, step.problem.scenario, step.problem.catalogue)
    missed = (
        r.cost for r in report.rules if r.tier is Tier.BALANCE and r.id != "allowance-balance"
    )
    return sum(missed), report.costs[Tier.STIMULUS]


@pytest.mark.parametrize(
    "fields",
    [
        {"minutes": 75, "supersets": "none", "split": "upper_lower"},
        {"days": 6, "equipment": ["dumbbells_bench"], "split": "push_pull_legs"},
    ],
    ids=["four days", "six days"],
)
def test_a_band_is_missed_only_for_sets_that_add_more(fields: dict[str, Any]) -> None:
    """The allowance is there for plain exercises: the dearest sets alone may use it up."""
    catalogue = load_catalogue()
    problem = make_problem(Scenario.model_validate(fields).resolve(catalogue), catalogue)
    step = Staircase(problem, Search(Clock(60.0)))
    found = step.climb()
    assert found is not None
    assert found.worth == (0, 0, 0)
    missed, lacking = counted(step, found)
    model = same_exercises(step, found)
    cost, stimulus = model.cost(Tier.BALANCE), model.cost(Tier.STIMULUS)
    best = step.tiers.search.solve(model.twin().model, STEEPEST * cost + stimulus)
    assert best.proved
    assert STEEPEST * missed + lacking == best.value
    # What is claimed of the stimulus: none lack less with no more bands missed.
    model.model.add(cost <= missed)
    least = step.tiers.search.solve(model.model, stimulus)
    assert least.proved
    assert found.bounds[Tier.STIMULUS] == lacking == least.value
    # Sets alone would miss more.
    without = same_exercises(step, found)
    without.model.add(without.cost(Tier.STIMULUS) <= lacking - 1)
    assert step.tiers.search.solve(without.model).values is not None
