"""What a plan says of its proof, and what is said where there is no plan."""

from __future__ import annotations

import signal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from solver.clock import Clock, Stop
from solver.errors import NoPlanInTimeError
from solver.model import choosing
from solver.model import solve as module
from solver.model.search import NO_ANSWER, Search
from solver.model.solve import solve
from solver.model.tiers import OBJECTIVES
from solver.plan import CUT
from solver.rules import Tier
from solver.scenario import Scenario


def notes(broken: int, *proved: Tier, stopped: bool = False, cut: bool = False) -> str:
    """Return the notes on a week that breaks so many guardrails."""
    rules = [SimpleNamespace(id="r", tier=Tier.GUARDRAILS, holds=False)] * broken
    search = Search(Clock(60, stop=Stop(presses=stopped)), cut=["placing"] * cut)
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
            search.clock.stop.presses += stopped

        def climb(self) -> None:
            return None

    monkeypatch.setattr(choosing, "Staircase", Nothing)
    with pytest.raises(NoPlanInTimeError) as found:
        solve(Scenario(split="none"))
    assert ("you stopped the search" in str(found.value)) is stopped
    assert ("within 60 s" in str(found.value)) is not stopped


def test_ctrl_c_outside_the_search_gives_the_week_too(monkeypatch: pytest.MonkeyPatch) -> None:
    real = choosing.make_week

    def interrupted(*given: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return real(*given)

    monkeypatch.setattr(choosing, "make_week", interrupted)
    plan = solve(Scenario(split="upper_lower"))
    assert plan.sessions


def test_a_bound_above_the_audited_value_is_not_claimed() -> None:
    costs = dict.fromkeys(OBJECTIVES, 3)
    bounds = costs | {Tier.BALANCE: 4}
    found: Any = SimpleNamespace(bounds=bounds, held=costs)
    report: Any = SimpleNamespace(costs=costs)
    wrong: list[Tier] = []
    tiers = list(module._tiers(report, found, wrong))
    assert wrong == [Tier.BALANCE]
    assert [tier.status for tier in tiers] == ["optimal", "feasible", "feasible", "feasible"]
    assert [tier.bound for tier in tiers] == [3, 0, 0, 0]


def test_a_part_that_gave_no_answer_is_said() -> None:
    search = Search(Clock(60), cut=[NO_ANSWER])
    assert module._why(search) == "a part of the search gave no answer"
    assert module._why(Search(Clock(0), cut=[NO_ANSWER])) == "the time limit ended the search"
