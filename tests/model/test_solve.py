"""What a plan says of its proof, and what is said where there is no plan."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from solver.errors import NoPlanInTimeError
from solver.model import choosing
from solver.model import solve as module
from solver.model.search import Clock, Search
from solver.model.solve import OBJECTIVES, solve
from solver.plan import CUT
from solver.rules import Tier
from solver.scenario import Scenario


def notes(broken: int, *proved: Tier, stopped: bool = False, cut: bool = False) -> str:
    """Return the notes on a week that breaks so many guardrails."""
    rules = [SimpleNamespace(id="r", tier=Tier.GUARDRAILS, holds=False)] * broken
    search = Search(Clock(60, stopped=stopped), cut=["placing"] * cut)
    report = cast("Any", SimpleNamespace(rules=rules))
    return " ".join(module._notes(Scenario(), "none", report, search, proved))


@pytest.mark.parametrize(("count", "verb"), [(1, "1 is not"), (3, "3 are not")])
def test_guardrails_cannot_be_kept_only_where_that_is_proved(count: int, verb: str) -> None:
    said = notes(count, *OBJECTIVES)
    assert "Not all guardrails can be kept" in said
    assert verb in said
    assert "Not proved" not in said
    said = notes(count, Tier.GUARDRAILS)
    assert "Not all guardrails can be kept" in said
    assert "Not proved optimal: the time limit" in said


@pytest.mark.parametrize(("count", "verb"), [(1, "1 guardrail was"), (3, "3 guardrails were")])
def test_guardrails_not_kept_in_time_are_said_to_be_that(count: int, verb: str) -> None:
    said = notes(count, Tier.BALANCE)
    assert f"{verb} not kept in the time given" in said
    assert "can be kept" not in said
    assert "you stopped the search" in notes(count, stopped=True)


@pytest.mark.parametrize(
    ("stopped", "why"), [(True, "you stopped the search"), (False, "the time limit ended")]
)
def test_a_proved_plan_says_that_time_had_a_hand_in_it(stopped: bool, why: str) -> None:
    assert not notes(0, *OBJECTIVES, stopped=stopped)
    said = notes(0, *OBJECTIVES, stopped=stopped, cut=True)
    assert said.startswith(f"{CUT} {why}")
    # One that is not proved says so, and no more.
    assert CUT not in notes(0, Tier.BALANCE, stopped=stopped, cut=True)


@pytest.mark.parametrize("stopped", [True, False])
def test_no_plan_says_who_ended_the_search(monkeypatch: pytest.MonkeyPatch, stopped: bool) -> None:
    class Nothing:
        impossible = False

        def __init__(self, problem: object, search: Any, **_: object) -> None:
            self.problem = problem
            search.clock.stopped = stopped

        def climb(self) -> None:
            return None

    monkeypatch.setattr(choosing, "Staircase", Nothing)
    with pytest.raises(NoPlanInTimeError) as found:
        solve(Scenario(split="none"))
    assert ("you stopped the search" in str(found.value)) is stopped
    assert ("within 60 s" in str(found.value)) is not stopped
