"""Tier after tier: each is solved to its optimum, held, and the next one tried within it.

The steps go from coarse to fine (see :mod:`solver.model.structure`). A shallow model is a
relaxation, so a value that is proved there and reached by a placed week is proved for the week.
Only where the totals cannot be placed is the placed model itself searched, with those bounds.

The steps: weeks solved before (``recalling``), weekly totals (``totals``), days (``placing``),
better weeks near a known one (``nearby``), the sets that add most (``filling``); what they share is
in ``tiers``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from solver.model.dominance import is_large, leading
from solver.model.filling import fill_settled
from solver.model.found import Found, Weekly, better_of
from solver.model.hints import fix
from solver.model.nearby import PLACING, of_totals, plainer, search_on
from solver.model.placing import in_haste, place, search_placed
from solver.model.problem import Problem
from solver.model.recalling import RECALLING, Memory
from solver.model.search import Outcome, Search
from solver.model.starts import Start
from solver.model.structure import Depth
from solver.model.tiers import SHARES, Tiers
from solver.model.totals import confirmed, least, look_for, solve_totals
from solver.model.week import WeekModel
from solver.rules import Tier

TOO_SHORT = 2.5
"""With less than so many seconds left totals are not solved: a week that is known gets them all."""

LEADING_SHARE = 0.6
"""Share of the time in which a large catalogue is searched by its leading exercises alone."""


class Staircase:
    """One lexicographic solve.

    Attributes:
        tiers: what is known of each tier, and how to search.
        memory: the nearest weeks that were solved before.
        needed: where the time ends without a week, one is placed in haste.

    """

    def __init__(
        self,
        problem: Problem,
        search: Search,
        *,
        strict: bool = False,
        recalls: bool = True,
        near: tuple[Start, ...] = (),
        whole: bool = False,
    ) -> None:
        """Prepare a solve.

        Args:
            problem: what to solve.
            search: how to search.
            strict: a week that breaks a guardrail is none.
            recalls: begin with weeks that were solved before.
            near: weeks to begin with before all others.
            whole: a large catalogue is not searched by its leading exercises first.

        """
        self.problem = problem
        self.tiers = Tiers(problem, search, strict)
        self.memory = Memory(self.tiers, recalls, near)
        self.needed = True
        self._parted = is_large(problem) and not whole

    @property
    def impossible(self) -> bool:
        """Tell whether there is proof that no week at all fits the physical rules."""
        return self.tiers.impossible

    def search_with(self, search: Search) -> None:
        """Search with this from now on."""
        self.tiers.search = search

    def ready(self) -> Found | None:
        """Return a week that was solved before and falls short in nothing, if there is one."""
        return self.memory.ready

    def look(self) -> Found | None:
        """Return the best of the nearest weeks that were solved before, if one can be kept."""
        return self.memory.look()

    def climb(self) -> Found | None:
        """Return the best placed week, or None where there is none or none in time."""
        found = self._best_week(self.memory.search())
        if found is not None:
            # A tier that the start was good enough for took no time of its own.
            found.seconds.update({tier: self.tiers.seconds.get(tier, 0.0) for tier in SHARES})
        return found

    def go_on(self, found: Found) -> Found:
        """Return the best week found in further time, beginning with one that is not proved."""
        better = search_on(self.tiers, found) or found
        return fill_settled(self.tiers, plainer(self.tiers, better))

    def glance(self, effort: float) -> int:
        """Return a bound on the guardrails that a moment proves."""
        model = self.tiers.free_model(Depth.BUNDLES)
        cost = model.cost(Tier.GUARDRAILS)
        grain = self.problem.grain(Tier.GUARDRAILS)
        return self.tiers.search.solve(model.model, cost, effort=effort, grain=grain).bound

    def any_week(self) -> Found | None:
        """Return some placed week, good or not; None where there is none or none in time.

        From weeks solved before, by totals with room to spare, to the whole of the placed model.
        """
        for model, effort in self._any_models():
            placed = self.tiers.search.solve(model.model, effort=effort)
            if placed.values is not None:
                return self.tiers.found(model, placed.values)
        return None

    def _any_models(self) -> Iterator[tuple[WeekModel, float | None]]:
        """Yield ever larger placed models, with the effort for each, while there is time."""
        tiers = self.tiers
        model = self.memory.hinted()
        if model is not None:
            yield model, RECALLING
        if tiers.over():
            return
        bundles = tiers.free_model(Depth.BUNDLES)
        outcome = tiers.search.solve(bundles.model)
        if outcome.values is None:
            return
        near = Weekly.read(bundles, outcome.values)
        for reserve in (120, 0):
            totals = None if tiers.over() else look_for(tiers, reserve, near=near).totals
            if totals is not None:
                model = tiers.free_model(Depth.PLACED, totals.chosen)
                fix(model, totals, slots=False, sets=False)
                yield model, PLACING
        if not tiers.over():
            yield tiers.free_model(Depth.PLACED), None

    def _best_week(self, recalled: Found | None) -> Found | None:
        """Return the best week: a recalled one, with its sets filled, where no better is found."""
        if recalled is None and self._parted:
            recalled = self._of_leading()
        if recalled is None:
            return self._by_totals(None)
        if any(recalled.worth):
            found = self._by_totals(recalled)
            if found is not None and found is not recalled and found.worth <= recalled.worth:
                return found
        return fill_settled(self.tiers, recalled)

    def _of_leading(self) -> Found | None:
        """Return the best week of what nothing on offer stands above; nothing is proved of it."""
        started, search = time.monotonic(), self.tiers.search
        clock = search.clock.part(search.clock.left(LEADING_SHARE))
        part = Staircase(
            self.problem.only(leading(self.problem)),
            search.with_clock(clock),
            strict=self.tiers.strict,
            recalls=False,
            whole=True,
        )
        part.needed = False  # there is time left to place one in haste
        found = part.climb()
        self.tiers.tried |= part.tiers.tried
        self.tiers.took("start", started)
        return None if found is None else replace(found, bounds={}, held={})

    def _by_totals(self, recalled: Found | None) -> Found | None:
        """Return the best placed week that is found by way of totals."""
        tiers = self.tiers
        if recalled is not None and tiers.search.clock.left() < TOO_SHORT:
            tiers.search.cut.append("totals")
            return search_placed(tiers, recalled)
        bundles = tiers.free_model(Depth.BUNDLES)
        outcome = least(tiers, bundles, Tier.GUARDRAILS)
        tiers.impossible = outcome.impossible
        if tiers.impossible:
            return None
        started = time.monotonic()
        near = self._near(bundles, outcome, recalled)
        if near is not None and tiers.reached(near) and confirmed(tiers, near):
            return fill_settled(tiers, near)
        found = self._placed(bundles, outcome, near)
        if found is not None and found is near and near is not recalled:
            found = fill_settled(tiers, near)
        tiers.took("placing", started)
        return found

    def _near(self, bundles: WeekModel, outcome: Outcome, recalled: Found | None) -> Found | None:
        """Return a week to go on from.

        Where one that is recalled breaks more guardrails than totals promise, and totals break
        some, it may be one of those totals.
        """
        if outcome.values is None or not outcome.value or self.tiers.reached(recalled):
            return recalled
        return better_of(recalled, of_totals(self.tiers, bundles, outcome.values))

    def _placed(self, bundles: WeekModel, outcome: Outcome, near: Found | None) -> Found | None:
        """Return a week of the best totals, or the best that is found without them."""
        tiers = self.tiers
        # Where any day may hold anything, totals that fall short in nothing are soon placed.
        easy = outcome.value == 0 and len(self.problem.sorts) == 1
        weekly = None
        if near is None or tiers.reached(near) or easy:
            weekly = solve_totals(tiers, bundles, outcome)
            found = place(tiers, weekly) if weekly and weekly.values else None
            if found is not None:
                # Where time ended the search for totals, theirs may be the worse week.
                return better_of(found, near)
        found = None if tiers.over() else search_placed(tiers, near)
        if found is not None or tiers.impossible:
            return found
        if near is not None or not self.needed:
            return near
        return in_haste(tiers, weekly.totals if weekly else None)
