"""One solve: what Ctrl-C stops, what time ends, and what comes of the workers that prove beside."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from ortools.sat.python import cp_model

from solver import Scenario, load_catalogue
from solver.clock import Clock, Stop
from solver.model import race as racing
from solver.model import search as searching
from solver.model.linear import Expr
from solver.model.preparing import make_problem
from solver.model.problem import Grain
from solver.model.race import Race
from solver.model.search import Outcome, Search
from solver.model.structure import Depth
from solver.model.week import WeekModel


def test_what_runs_is_stopped_until_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that has not begun takes no notice of the first time."""
    monkeypatch.setattr(searching, "POLL", 0.0)
    done, times = threading.Event(), 0

    def stop() -> None:
        nonlocal times
        times += 1
        if times == 3:
            done.set()

    search = Search(Clock(60.0, stop=Stop(presses=1)))
    assert search.wait(done, stop=stop)
    assert times == 3


def test_nothing_is_stopped_unasked() -> None:
    assert not Search(Clock(60.0)).wait(threading.Event(), 0.01, lambda: pytest.fail("stopped"))


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
        return seconds != racing.HEAD_START and real(own, thread, seconds)

    monkeypatch.setattr(Race, "_wait", wait)
    monkeypatch.setattr(Race, "_prove", prove)
    model = cp_model.CpModel()
    x = model.new_int_var(3, 9, "x")
    return Search(Clock(60.0), workers=2).solve(model, x)


def test_a_prover_beside_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert race(monkeypatch, Race._prove) == Outcome(True, 3, 3, (3,))


def test_a_prover_that_begins_late_is_stopped_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    provers: list[cp_model.CpSolver] = []
    told = threading.Semaphore(0)

    def tell(own: cp_model.CpSolver) -> None:
        if own in provers:
            told.release()

    def begin_late(_: Race, prover: cp_model.CpSolver, *__: object) -> Any:
        provers.append(prover)
        assert told.acquire(timeout=60)
        assert told.acquire(timeout=60), "told once, before it began"
        return cp_model.UNKNOWN

    monkeypatch.setattr(cp_model.CpSolver, "stop_search", tell)
    assert race(monkeypatch, begin_late) == Outcome(True, 3, 3, (3,))


def test_without_an_objective_nothing_is_claimed_of_what_was_not_found() -> None:
    found = SimpleNamespace(model=cp_model.CpModel())
    outcome = Search(Clock(60.0))._outcome(cast("Any", found), cp_model.UNKNOWN, Grain(), 0)
    assert outcome == Outcome(False, None, 0, None)
    assert not outcome.with_other(Outcome(False, None, 0, None)).impossible
    solved = Outcome(False, 0, 0, (1,))
    assert outcome.with_other(solved) == Outcome(True, 0, 0, (1,))


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
