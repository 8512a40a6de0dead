"""One CP-SAT solve: a worker that finds, and beside it those that prove.

The plan must not depend on the number of workers. So one worker, whose search is the same every
time, finds the solutions; further workers only prove bounds beside it. The search stops at its
first solution that equals the bound, whoever proved that: the same solution in every case.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import ceil
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from solver.model.linear import Expr
from solver.model.problem import Grain

if TYPE_CHECKING:
    from solver.model.search import Search

HEAD_START = 0.3
"""Seconds before provers join: what is found and proved sooner is not worth setting them up."""

AGAIN = 0.05
"""Seconds after which a worker that was to stop is told so again."""

WIDE = 8000
"""Variables above which a search of neighbourhoods does not probe: that took a quarter of its
memory, and what it found was the same."""

UNKNOWN = 2**62
"""Stands for a value that is not known yet."""

ROUNDING = 1e-6
"""Objectives are whole; a bound that is a hair above a whole number is that number."""

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


class Way(Enum):
    """How one worker looks for solutions; each is the same every time.

    Attributes:
        TREE: one search with strong relaxations; good where solutions are rare. Without an
            objective, where the first solution will do, with weaker ones.
        FROM_BELOW: raises the bound until a solution reaches it; good where all is settled but
            many small shortfalls.
        NEIGHBOURS: takes turns between a whole search and large neighbourhoods of what it has;
            good where solutions are plenty and differ in worth.
        PLACING: without relaxations, which lead to good values: where any solution will do and
            what it holds is settled they only cost time. Where little is settled it finds none.

    """

    TREE = auto()
    FROM_BELOW = auto()
    NEIGHBOURS = auto()
    PLACING = auto()


@dataclass(frozen=True)
class Asked:
    """What one solve is to do: see :meth:`Search.solve`.

    Attributes:
        model: with its objective.
        seconds: after which to give up.

    """

    model: cp_model.CpModel
    seconds: float
    effort: float | None
    label: str
    grain: Grain
    enough: Sequence[tuple[Expr, int]]
    floor: int
    way: Way
    only_zero: bool


class Race:
    """The worker that finds, and beside it those that prove.

    Attributes:
        best: the cost of the best solution so far.
        bound: what is proved of the cost.
        first: the first solution of the value reached, where values are told apart coarsely.
        done: it was ended because what it was for is reached, or cannot be.

    """

    def __init__(self, search: Search, asked: Asked) -> None:
        self.search, self.asked, self.model = search, asked, asked.model
        self.best = UNKNOWN
        self.bound = asked.grain.limit(asked.floor - 1) + 1 if asked.floor > 0 else 0
        self.first: tuple[int, ...] | None = None
        self.done = False
        self.finder = self._make_finder()
        beside = search.workers > 1 and self.model.has_objective() and asked.effort is None
        self.prover = self._make_prover() if beside else None

    def _make_finder(self) -> cp_model.CpSolver:
        finder = self._make_solver()
        parameters = finder.parameters
        if self.asked.effort is not None:
            parameters.max_deterministic_time = self.asked.effort
        if self.asked.way is Way.PLACING:
            parameters.linearization_level = 0
        elif self.asked.way is Way.TREE:
            parameters.linearization_level = 2 if self.model.has_objective() else 1
        elif self.asked.way is Way.FROM_BELOW:
            parameters.subsolvers.append("core")
        else:
            parameters.interleave_search = True
            parameters.interleave_batch_size = 1
            parameters.subsolvers.append("default_lp")
            parameters.ignore_subsolvers.extend(["feasibility_pump", "ls"])
            if len(self.model.proto.variables) > WIDE:
                parameters.cp_model_probing_level = 0
        return finder

    def _make_prover(self) -> cp_model.CpSolver:
        prover = self._make_solver()
        prover.parameters.linearization_level = 2
        if self.search.workers == 2:
            prover.parameters.optimize_with_lb_tree_search = True
        else:
            prover.parameters.num_workers = self.search.workers - 1
        return prover

    def _make_solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.max_time_in_seconds = self.asked.seconds
        parameters.random_seed = self.search.seed
        parameters.num_workers = 1
        parameters.catch_sigint_signal = False
        return solver

    @property
    def values(self) -> tuple[int, ...]:
        """The first solution of the value reached: which one comes last depends on the provers."""
        return self.first or tuple(self.finder.response_proto.solution)

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
            while not self._wait(prover, AGAIN):
                self.prover.stop_search()  # one that had not begun took no notice
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
        grain = self.asked.grain
        before = grain.value(self.best)
        self.best = min(self.best, round(value))
        if grain.step > 1 and grain.value(self.best) < before:
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
        best = self.asked.grain.value(self.best) if self.best < UNKNOWN else None
        bound = self.asked.grain.value(self.bound)
        if self.search.progress is not None and self.asked.label:
            self.search.progress(self.asked.label, best, bound)
        reached = best is not None and best <= bound
        if reached or (self.asked.only_zero and self.bound > 0):
            self.done = True
            self.finder.stop_search()

    @property
    def spent(self) -> bool:
        """Tell whether the finder had all of the deterministic time that it was given."""
        effort = self.asked.effort
        return effort is not None and self.finder.response_proto.deterministic_time >= effort


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
    def __init__(self, race: Race) -> None:
        super().__init__()
        self._race = race

    def on_solution_callback(self) -> None:
        self._race.found(self.objective_value, self)
        enough = self._race.asked.enough
        if enough and all(self.value(expression) <= limit for expression, limit in enough):
            self._race.done = True
            self.stop_search()
