"""Ctrl-C: a first one stops the clock, a second one is raised, also in the haste at the end."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from solver.model.search import Clock, Search


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
