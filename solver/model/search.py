"""How to search: limits, progress, stopping when asked, and what the solves of a plan came to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ortools.sat.python import cp_model

from solver.clock import Clock
from solver.model.branching import Branched, branch
from solver.model.linear import Expr
from solver.model.problem import Grain
from solver.model.programme import to_programme, value_at
from solver.model.race import FOUND, Asked, Race, Way

Progress = Callable[[str, int | None, int | None], None]
"""Called with what is under way, its best value so far and its bound."""

EXACT = Grain()

SOONEST = 1.0
"""With fewer seconds left branch and cut is not asked: its process takes most of them to start."""

NO_ANSWER = "no answer of branch and cut"
"""Stands among what time ended, since it decides what is done next as time does."""

POLL = 0.2
"""Seconds between two looks whether a stop was asked for."""


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
class Tally:
    """What the solves of a plan came to.

    Of one worker the same every time; provers end the work of the one that finds sooner.

    Attributes:
        solves: how many there were, by CP-SAT.
        branched: how often branch and cut was asked.
        rounds: how often totals were to be put on days.
        work: deterministic time of the workers that find. That of branch and cut is not in it:
            HiGHS has no measure of its work that is the same on every machine.

    """

    solves: int = 0
    branched: int = 0
    rounds: int = 0
    work: float = 0.0


@dataclass
class Search:
    """How to search: the same for all solves of a plan.

    Attributes:
        clock, seed, workers, progress: as asked for.
        patience: how many times the usual effort goes into weeks near others, which prove nothing.
        tally: what the solves came to, shared by searches with other clocks.
        cut: what time ended or left no room for, in its order, shared too. While it is empty
            nothing but effort, which is the same on every machine, has decided what is done next.

    """

    clock: Clock
    seed: int = 0
    workers: int = 1
    progress: Progress | None = None
    patience: float = 1.0
    tally: Tally = field(default_factory=Tally)
    cut: list[str] = field(default_factory=list)

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
            self.cut.append(label)
            return Outcome(False, None, 0, None)
        asked = Asked(model, seconds, effort, label, grain, enough, floor, way, only_zero)
        race = Race(self, asked)
        status = race.run()
        self.tally.solves += 1
        self.tally.work += race.finder.response_proto.deterministic_time
        if status == cp_model.MODEL_INVALID:
            raise AssertionError(f"invalid model: {model.validate()}")
        outcome = self._outcome(race, status, grain, constant or 0)
        if not outcome.proved and not race.done and not race.spent:
            self.cut.append(label)
        return outcome

    def _outcome(self, race: Race, status: Any, grain: Grain, constant: int) -> Outcome:
        if status == cp_model.INFEASIBLE:
            return Outcome(True, None, 0, None)
        if not race.model.has_objective():
            value = grain.value(constant)
            if status not in FOUND:
                return Outcome(False, None, value, None)
            return Outcome(True, value, value, race.values)
        bound = grain.value(race.bound)
        if status not in FOUND:
            return Outcome(False, None, bound, None)
        value = grain.value(race.best)
        return Outcome(value <= bound, value, bound, race.values)

    def with_clock(self, clock: Clock) -> Search:
        """Return a search like this one, counted together with it, with another clock."""
        return replace(self, clock=clock)

    def branch(
        self, model: cp_model.CpModel, objective: Expr, *, share: float, label: str, grain: Grain
    ) -> Outcome:
        """Minimise the objective by branch and cut, whose bounds are good where time is short.

        One process, beside none: the same whatever the number of workers. See :meth:`solve`.
        """
        seconds = self.clock.left(share)
        if seconds < SOONEST:
            self.cut.append(label)
            return Outcome(False, None, 0, None)
        branched = branch(to_programme(model, objective), seconds, self.wait, self.clock.left())
        self.tally.branched += 1
        if branched is None:
            self.cut.append(NO_ANSWER)
            return Outcome(False, None, 0, None)
        if branched.impossible:
            # What floating point says becomes a claim only where CP-SAT proves it too.
            exact = self.solve(model, share=share, label=label)
            return exact if exact.impossible else Outcome(False, None, 0, None)
        outcome = self._of_branched(branched, objective, label, grain)
        if not outcome.proved and self.clock.left(share) <= 0:
            self.cut.append(label)
        return outcome

    def _of_branched(
        self, branched: Branched, objective: Expr, label: str, grain: Grain
    ) -> Outcome:
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

        Where a stop is asked for, ``stop`` is called until it is done: a solver that has not begun
        takes no notice.
        """
        ends = time.monotonic() + seconds
        while not done.is_set() and (left := ends - time.monotonic()) > 0:
            done.wait(min(POLL, left))
            if self.clock.stopped:
                stop()
        return done.is_set()
