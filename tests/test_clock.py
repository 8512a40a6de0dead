"""The time that is left, and what the first and the second Ctrl-C do."""

from __future__ import annotations

import signal
import threading

import pytest

from solver.clock import Clock, Stop, heeding_ctrl_c


def ctrl_c() -> None:
    signal.raise_signal(signal.SIGINT)


def test_the_first_asks_for_a_stop_and_the_second_ends() -> None:
    before = signal.getsignal(signal.SIGINT)
    with heeding_ctrl_c() as stop:
        clock = Clock(60.0, stop=stop)
        assert clock.left() > 0
        ctrl_c()
        assert clock.stopped
        assert clock.left() == 0
        with pytest.raises(KeyboardInterrupt):
            ctrl_c()
    assert signal.getsignal(signal.SIGINT) is before


def test_one_within_another_is_the_same_stop() -> None:
    before = signal.getsignal(signal.SIGINT)
    with heeding_ctrl_c() as outer:
        with heeding_ctrl_c() as inner:
            ctrl_c()
        assert outer is inner
        assert outer.presses == 1
        with pytest.raises(KeyboardInterrupt):
            ctrl_c()
    assert signal.getsignal(signal.SIGINT) is before
    with heeding_ctrl_c() as later:
        assert later.presses == 0


def test_what_is_raised_in_it_leaves_nothing_behind() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ZeroDivisionError), heeding_ctrl_c() as stop:
        stop.presses = 1 // 0
    assert signal.getsignal(signal.SIGINT) is before
    with heeding_ctrl_c() as later:
        assert later.presses == 0


def test_other_threads_have_the_time_limit_alone() -> None:
    found: list[Stop] = []

    def work() -> None:
        with heeding_ctrl_c() as stop:
            found.append(stop)

    with heeding_ctrl_c() as main:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        ctrl_c()
    assert main.presses == 1
    assert found[0].presses == 0


def test_a_process_that_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with heeding_ctrl_c() as stop:
            ctrl_c()
            assert stop.presses == 0
    finally:
        signal.signal(signal.SIGINT, before)


def test_parts_of_a_clock_stop_with_it_and_its_grace_does_not() -> None:
    stop = Stop()
    clock = Clock(60.0, stop=stop)
    part = clock.part(5.0)
    assert 0 < part.left() <= 5.0
    stop.presses = 1
    assert part.stopped
    assert clock.part(5.0).left() == 0
    assert 0 < clock.grace(5.0).left() <= 5.0
    assert Clock(60.0).left(0.5) <= 30.0
