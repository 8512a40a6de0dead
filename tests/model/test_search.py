"""One solve: what Ctrl-C stops, what time ends, and what comes of the workers that prove beside."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from ortools.sat.python import cp_model

from solver import Scenario, load_catalogue
from solver.model.linear import Expr
from solver.model.preparing import make_problem
from solver.model.problem import Grain
from solver.model.race import Race
from solver.model.search import Clock, Outcome, Search
from solver.model.structure import Depth
from solver.model.week import WeekModel


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


def splitting() -> tuple[cp_model.CpModel, Expr]:
    """Return a small programme that takes long to prove: numbers to be halved, several at once."""
    chance = random.Random(1)
    model = cp_model.CpModel()
    picks = [model.new_bool_var("") for _ in range(40)]
    misses = []
    for _ in range(5):
        sizes = [chance.randint(1, 99) for _ in picks]
        over, under = (model.new_int_var(0, 9999, "") for _ in range(2))
        picked = sum(size * pick for size, pick in zip(sizes, picks, strict=True))
        model.add(picked + under - over == sum(sizes) // 2)
        misses += [over, under]
    return model, sum(misses)


def test_what_time_ends_is_noted() -> None:
    model, cost = splitting()
    search = Search(Clock(0.5))
    assert not search.solve(model, cost, label="halving").proved
    assert search.cut == ["halving"]
    search = Search(Clock(0.5))
    assert not search.solve(model, cost, effort=1000.0, label="halving").proved
    assert search.cut == ["halving"]
    # Nor is it proved by branch and cut; and for another there is no time.
    search = Search(Clock(0.5))
    for share in (1.0, 0.0):
        search.branch(model, cost, share=share, label="halving", grain=Grain())
    assert search.cut == ["halving"] * 2


def test_what_finds_no_time_is_noted_by_the_clock_of_a_part_too() -> None:
    model, cost = splitting()
    search = Search(Clock(60.0))
    search.with_clock(search.clock.part(0.0)).solve(model, cost, label="halving")
    assert search.cut == ["halving"]


def test_what_effort_or_its_aim_ends_is_not_noted() -> None:
    model, cost = splitting()
    search = Search(Clock(600.0))
    assert not search.solve(model, cost, effort=0.01).proved
    assert not search.solve(model, cost, effort=10.0, enough=[(cost, 9999)]).proved
    model.add(cost >= 1)
    assert not search.solve(model, cost, effort=10.0, only_zero=True).proved
    assert search.solve(model).proved
    model.add(cost < 0)
    assert search.solve(model, cost).impossible
    assert search.cut == []


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


def test_any_week_is_found_where_nothing_is_settled() -> None:
    """With 1.0 of deterministic time; without relaxations it takes more than twice as much."""
    catalogue = load_catalogue()
    scenario = Scenario(days=2, equipment=("bodyweight",), split="full_body").resolve(catalogue)
    model = WeekModel(make_problem(scenario, catalogue), Depth.PLACED)
    assert Search(Clock(300.0)).solve(model.model, effort=1.0).values is not None
