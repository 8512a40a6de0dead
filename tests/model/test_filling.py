"""The sets of a settled week, and what is claimed of them where there is no time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.clock import Clock
from solver.model import tiers
from solver.model.filling import fill_settled
from solver.model.found import Found
from solver.model.nearby import plainer
from solver.model.search import Outcome
from solver.model.staircase import Staircase
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
