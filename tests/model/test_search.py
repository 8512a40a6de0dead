"""One solve: what Ctrl-C stops, and what comes of the workers that prove beside the finder."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from ortools.sat.python import cp_model

from solver.model.race import Race
from solver.model.search import Clock, Outcome, Search


class Interrupted(threading.Event):
    """An event in whose waiting somebody presses Ctrl-C so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def wait(self, timeout: float | None = None) -> Any:  # noqa: ARG002
        """Be interrupted, or done."""
        if self.times:
            self.times -= 1
            raise KeyboardInterrupt
        self.set()
        return True


def test_a_first_one_stops_the_clock_and_what_runs() -> None:
    stopped: list[bool] = []
    search = Search(Clock(60.0))
    assert search.wait(Interrupted(1), stop=lambda: stopped.append(True))
    assert stopped == [True]
    assert search.clock.stopped
    assert search.clock.left() == 0


def test_a_second_one_is_raised() -> None:
    search = Search(Clock(60.0))
    with pytest.raises(KeyboardInterrupt):
        search.wait(Interrupted(2))


def test_one_in_the_haste_after_a_stop_is_the_second() -> None:
    search = Search(Clock(5.0, warned=True))
    assert search.clock.left() > 0
    with pytest.raises(KeyboardInterrupt):
        search.wait(Interrupted(1))


def test_waiting_ends_with_its_time() -> None:
    assert not Search(Clock(60.0)).wait(threading.Event(), 0.0)


def race(monkeypatch: pytest.MonkeyPatch, prove: Callable[..., Any]) -> Outcome:
    """Solve with a second worker that proves in this way and joins however soon all is done."""
    real = Race._wait

    def wait(own: Race, thread: Any, seconds: float = float("inf")) -> bool:
        return seconds == float("inf") and real(own, thread)

    monkeypatch.setattr(Race, "_wait", wait)
    monkeypatch.setattr(Race, "_prove", prove)
    model = cp_model.CpModel()
    x = model.new_int_var(3, 9, "x")
    return Search(Clock(60.0), workers=2).solve(model, x)


def test_a_prover_beside_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert race(monkeypatch, Race._prove) == Outcome(True, 3, 3, (3,))


def test_what_fails_in_a_prover_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        race(monkeypatch, fail)


def test_a_prover_that_denies_what_was_found_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssertionError, match="proved to have none"):
        race(monkeypatch, lambda *_: cp_model.INFEASIBLE)


def test_what_a_prover_sees_to_be_impossible_is_so_for_both() -> None:
    assert Race._agreed(cp_model.UNKNOWN, cp_model.INFEASIBLE) == cp_model.INFEASIBLE
    for prover in (cp_model.UNKNOWN, cp_model.OPTIMAL):
        assert Race._agreed(cp_model.UNKNOWN, prover) == cp_model.UNKNOWN
