"""One CP-SAT solve: limits, a helper for the bound, progress, and stopping when asked.

The plan must not depend on the number of workers. So one worker, whose search is the same every
time, finds the solutions; further workers only prove bounds beside it. The search stops at its
first solution that equals the bound, whoever proved that: the same solution in every case.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from math import ceil
from typing import Any

from ortools.sat.python import cp_model

from solver.model.branching import branch
from solver.model.linear import Expr
from solver.model.problem import Grain
from solver.model.programme import to_programme, value_at

Progress = Callable[[str, int | None, int | None], None]
"""Called with what is under way, its best value so far and its bound."""

HEAD_START = 0.3
"""Seconds before provers join: what is found and proved sooner is not worth setting them up."""

UNKNOWN = 2**62
"""Stands for a value that is not known yet."""

ROUNDING = 1e-6
"""Objectives are whole; a bound that is a hair above a whole number is that number."""

EXACT = Grain()

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


class Way(Enum):
    """How one worker looks for solutions; each is the same every time.

    Attributes:
        TREE: one search with strong relaxations; good where solutions are rare.
        FROM_BELOW: raises the bound until a solution reaches it; good where all is settled but
            many small shortfalls.
        NEIGHBOURS: takes turns between a whole search and large neighbourhoods of what it has;
            good where solutions are plenty and differ in worth.

    """

    TREE = auto()
    FROM_BELOW = auto()
    NEIGHBOURS = auto()


@dataclass
class Clock:
    """The time that is left, and whether a stop was asked for (Ctrl-C).

    Attributes:
        seconds, started: how long, and since when on the monotonic clock.
        stopped: there is no time any more.
        warned: a stop was asked for before this clock ran, so that the next Ctrl-C is the second.

    """

    seconds: float
    started: float = field(default_factory=time.monotonic)
    stopped: bool = False
    warned: bool = False

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def part(self, seconds: float) -> Clock:
        """Return a clock of its own for so many of the seconds that are left."""
        return Clock(seconds, stopped=self.stopped)

    def left(self, share: float = 1.0) -> float:
        """Seconds left of the first ``share`` of the time; none once a stop was asked for."""
        return 0.0 if self.stopped else max(self.seconds * share - self.elapsed, 0.0)


@dataclass(frozen=True)
class Outcome:
    """What a solve gave.

    Attributes:
        proved: the value equals the bound, or there is proof that no solution exists.
        value: of the objective; None where no solution was found.
        bound: proved lower bound of the objective.
        values: of every variable; None where no solution was found.

    """

    proved: bool
    value: int | None
    bound: int
    values: tuple[int, ...] | None

    def with_other(self, other: Outcome) -> Outcome:
        """Return what this and another solve of the same model and objective gave together."""
        if other.impossible:
            return other
        best = self
        if other.value is not None and (self.value is None or other.value < self.value):
            best = other
        bound = max(self.bound, other.bound)
        proved = best.value is not None and best.value <= bound
        return Outcome(proved, best.value, bound, best.values)

    @property
    def impossible(self) -> bool:
        """Tell whether it is proved that there is no solution."""
        return self.proved and self.values is None


@dataclass
class Search:
    """How to search: the same for all solves of a plan.

    Attributes:
        clock, seed, workers, progress: as asked for.
        patience: how many times the usual effort goes into weeks near others, which prove nothing.
        solves: how many solves there were.
        work: their deterministic time, of the workers that find.

    """

    clock: Clock
    seed: int = 0
    workers: int = 1
    progress: Progress | None = None
    patience: float = 1.0
    solves: int = 0
    work: float = 0.0

    def solve(
        self,
        model: cp_model.CpModel,
        objective: Expr | None = None,
        *,
        share: float = 1.0,
        effort: float | None = None,
        label: str = "",
        grain: Grain = EXACT,
        enough: Sequence[tuple[Expr, int]] = (),
        floor: int = 0,
        way: Way = Way.TREE,
        only_zero: bool = False,
    ) -> Outcome:
        """Minimise the objective, which is never negative, or find any solution without one.

        Args:
            model: is changed: its objective is replaced.
            objective: an expression, a whole number, or None.
            share: of the clock's time that may have passed in the end.
            effort: deterministic time after which to give up, None for no such limit.
            label: what progress is reported under.
            grain: value and bound are told apart no finer than this.
            enough: stop at a solution in which each of these expressions is within its limit.
            floor: a bound that is proved already.
            way: how the finder looks for solutions.
            only_zero: give up as soon as it is proved that none has the objective at zero.

        """
        constant = objective if isinstance(objective, int) else None
        model.clear_objective()  # type: ignore[no-untyped-call]
        if objective is not None and constant is None:
            model.minimize(objective)
        if effort is not None and way is Way.NEIGHBOURS:
            effort *= self.patience
        seconds = self.clock.left(share)
        if seconds <= 0:
            return Outcome(False, None, 0, None)
        race = _Race(self, model, seconds, effort, label, grain, enough, way)
        race.only_zero = only_zero
        race.bound = grain.limit(floor - 1) + 1 if floor > 0 else 0
        status = race.run()
        self.solves += 1
        self.work += race.finder.response_proto.deterministic_time
        if status == cp_model.MODEL_INVALID:
            raise AssertionError(f"invalid model: {model.validate()}")
        if status == cp_model.INFEASIBLE:
            return Outcome(True, None, 0, None)
        if not model.has_objective():
            values = race.values if status in FOUND else None
            value = grain.value(constant or 0)
            return Outcome(values is not None, value, value, values)
        bound = grain.value(race.bound)
        if status not in FOUND:
            return Outcome(False, None, bound, None)
        value = grain.value(race.best)
        return Outcome(value <= bound, value, bound, race.values)

    def with_clock(self, clock: Clock) -> Search:
        """Return a search like this one with another clock."""
        return replace(self, clock=clock, solves=0, work=0.0)

    def branch(
        self, model: cp_model.CpModel, objective: Expr, *, share: float, label: str, grain: Grain
    ) -> Outcome:
        """Minimise the objective by branch and cut, whose bounds are good where time is short.

        One process, beside none: the same whatever the number of workers. See :meth:`solve`.
        """
        seconds = self.clock.left(share)
        if seconds <= 0:
            return Outcome(False, None, 0, None)
        branched = branch(to_programme(model, objective), seconds, self.wait)
        self.solves += 1
        if branched.impossible:
            return Outcome(True, None, 0, None)
        bound = grain.value(branched.bound)
        if branched.values is None:
            return Outcome(False, None, bound, None)
        value = grain.value(value_at(objective, branched.values))
        if self.progress is not None:
            self.progress(label, value, bound)
        return Outcome(value <= bound, value, bound, branched.values)

    def wait(
        self,
        done: threading.Event,
        seconds: float = float("inf"),
        stop: Callable[[], None] = lambda: None,
    ) -> bool:
        """Wait until something is done, so long at most; return whether it is.

        A first Ctrl-C stops the clock, and what ``stop`` stops; a second one is raised.
        """
        ends = time.monotonic() + seconds
        while not done.is_set() and (left := ends - time.monotonic()) > 0:
            try:
                done.wait(min(0.2, left))
            except KeyboardInterrupt:
                if self.clock.stopped or self.clock.warned:
                    raise
                self.clock.stopped = True
                stop()
        return done.is_set()


class _Race:
    """The worker that finds, and beside it those that prove."""

    def __init__(
        self,
        search: Search,
        model: cp_model.CpModel,
        seconds: float,
        effort: float | None,
        label: str,
        grain: Grain,
        enough: Sequence[tuple[Expr, int]],
        way: Way,
    ) -> None:
        self.search, self.model, self.label = search, model, label
        self.grain, self.enough = grain, enough
        self.best = UNKNOWN
        self.bound = 0
        self.only_zero = False
        self.finder = cp_model.CpSolver()
        self._configure(self.finder, seconds, effort)
        parameters = self.finder.parameters
        if not model.has_objective():
            # Relaxations lead to good values; where any solution will do they only cost time.
            parameters.linearization_level = 0
        elif way is Way.TREE:
            parameters.linearization_level = 2
        elif way is Way.FROM_BELOW:
            parameters.subsolvers.append("core")
        else:
            parameters.interleave_search = True
            parameters.interleave_batch_size = 1
            parameters.subsolvers.append("default_lp")
            parameters.ignore_subsolvers.extend(["feasibility_pump", "ls"])
        self.prover: cp_model.CpSolver | None = None
        if search.workers > 1 and model.has_objective() and effort is None:
            self.prover = cp_model.CpSolver()
            self._configure(self.prover, seconds, None)
            self.prover.parameters.linearization_level = 2
            if search.workers == 2:
                self.prover.parameters.optimize_with_lb_tree_search = True
            else:
                self.prover.parameters.num_workers = search.workers - 1

        self.first: tuple[int, ...] | None = None

    @property
    def values(self) -> tuple[int, ...]:
        """The first solution of the value reached: which one comes last depends on the provers."""
        return self.first or tuple(self.finder.response_proto.solution)

    def _configure(self, solver: cp_model.CpSolver, seconds: float, effort: float | None) -> None:
        parameters = solver.parameters
        parameters.max_time_in_seconds = seconds
        parameters.random_seed = self.search.seed
        parameters.num_workers = 1
        parameters.catch_sigint_signal = False
        if effort is not None:
            parameters.max_deterministic_time = effort

    def run(self) -> Any:
        """Run both in threads, so that Ctrl-C reaches us; return what they came to."""
        watcher = _Watcher(self) if self.model.has_objective() else None
        if self.model.has_objective():
            self.finder.best_bound_callback = self.bounded
        copy = self.model.clone() if self.prover is not None else None
        finder = _Thread(lambda: self.finder.solve(self.model, watcher))
        prover = None
        if self.prover is not None and copy is not None and not self._wait(finder, HEAD_START):
            self.prover.best_bound_callback = self.bounded
            solver, own = self.prover, copy
            prover = _Thread(lambda: self._prove(solver, own))
        self._wait(finder)
        if self.prover is not None and prover is not None:
            self.prover.stop_search()
            self._wait(prover)
        status = finder.result()
        if prover is not None:
            status = self._agreed(status, prover.result())
        if status in FOUND and self.model.has_objective():
            self.best = round(self.finder.objective_value)
            self.bounded(self.finder.best_objective_bound)
        return status

    def _prove(self, prover: cp_model.CpSolver, model: cp_model.CpModel) -> Any:
        status = prover.solve(model)
        if status in FOUND:
            self.bounded(prover.best_objective_bound)
        elif status == cp_model.INFEASIBLE:
            self.finder.stop_search()
        return status

    @staticmethod
    def _agreed(finder: Any, prover: Any) -> Any:
        """Return the finder's status, or that there is no solution where the prover saw it."""
        if prover != cp_model.INFEASIBLE:
            return finder
        if finder in FOUND:
            raise AssertionError("a solution was found of what is proved to have none")
        return prover

    def _wait(self, thread: _Thread, seconds: float = float("inf")) -> bool:
        """Wait until a thread is done, so long at most; return whether it is."""
        return self.search.wait(thread.done, seconds, self._stop)

    def _stop(self) -> None:
        self.finder.stop_search()
        if self.prover is not None:
            self.prover.stop_search()

    def found(self, value: float, watcher: _Watcher) -> None:
        """Take note of a solution."""
        before = self.grain.value(self.best)
        self.best = min(self.best, round(value))
        if self.grain.step > 1 and self.grain.value(self.best) < before:
            variables = range(len(self.model.proto.variables))
            self.first = tuple(
                watcher.value(self.model.get_int_var_from_proto_index(i)) for i in variables
            )
        self._report()

    def bounded(self, bound: float) -> None:
        """Take note of a bound, proved by either."""
        if abs(bound) < 2**53:
            self.bound = max(self.bound, ceil(bound - ROUNDING))
        self._report()

    def _report(self) -> None:
        if self.search.progress is not None and self.label:
            best = self.grain.value(self.best) if self.best < UNKNOWN else None
            self.search.progress(self.label, best, self.grain.value(self.bound))
        reached = self.best < UNKNOWN and self.grain.value(self.best) <= self.grain.value(
            self.bound
        )
        if reached or (self.only_zero and self.bound > 0):
            self.finder.stop_search()


class _Thread:
    """A solve in the background.

    Waiting on an event rather than on the thread: a join that Ctrl-C interrupts takes the thread
    for ended (bpo-45274).
    """

    def __init__(self, work: Callable[[], Any]) -> None:
        self.done = threading.Event()
        self._work = work
        self._result: Any = None
        self._error: BaseException | None = None
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:
            self._error = error
        finally:
            self.done.set()

    def result(self) -> Any:
        """Return what the work gave, or raise what it raised."""
        if self._error is not None:
            raise self._error
        return self._result


class _Watcher(cp_model.CpSolverSolutionCallback):
    def __init__(self, race: _Race) -> None:
        super().__init__()
        self._race = race

    def on_solution_callback(self) -> None:
        self._race.found(self.objective_value, self)
        enough = self._race.enough
        if enough and all(self.value(expression) <= limit for expression, limit in enough):
            self.stop_search()
