"""Tier after tier: each is solved to its optimum, held, and the next one tried within it.

The steps go from coarse to fine (see :mod:`solver.model.week`). A shallow model is a relaxation,
so a value that is proved there and reached by a placed week is proved for the week. Only where
the totals cannot be placed is the placed model itself searched, with those bounds.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from solver.model.problem import Problem
from solver.model.search import Clock, Outcome, Search
from solver.model.week import Depth, WeekModel
from solver.rules import Tier

SHARES = {
    Tier.GUARDRAILS: 0.45,
    Tier.BALANCE: 0.65,
    Tier.PLAINNESS: 0.8,
    Tier.STIMULUS: 0.85,
}
"""Share of the time limit by the end of which a tier stops, so that the next gets its turn."""

PLACED_SHARES = {
    Tier.GUARDRAILS: 0.85,
    Tier.BALANCE: 0.93,
    Tier.PLAINNESS: 0.98,
    Tier.STIMULUS: 1.0,
}
"""The same where the placed model itself has to be searched."""

LOOK_AROUND = 1.0
"""Deterministic effort for a selection of exercises that leaves more stimulus."""

PLACING = 4.0
"""Deterministic effort for placing totals on days before the placed model is searched."""

GRACE = 10.0
"""Seconds to place the best totals once the time is over or a stop was asked for."""


@dataclass
class Found:
    """A placed week with what is proved of it.

    Attributes:
        doses: for each (choice, day), its sets there, where there are any.
        used: the indices of the days trained on.
        bounds: for each tier, its proved lower bound while the tiers before are at most ``held``.
        held: for each tier, the value it was held at.
        seconds: for each tier, the time it took.

    """

    doses: dict[tuple[int, int], int]
    used: tuple[int, ...]
    bounds: dict[Tier, int]
    held: dict[Tier, int]
    seconds: dict[str, float]


@dataclass
class Staircase:
    """One lexicographic solve.

    Attributes:
        problem: what to solve.
        search: how to search.
        strict: a week that breaks a guardrail is none.
        held: for each tier solved so far, the value it is held at.
        bounds: for each tier, its proved lower bound.
        impossible: there is proof that no week at all fits the physical rules.

    """

    problem: Problem
    search: Search
    strict: bool = False
    held: dict[Tier, int] = field(default_factory=dict)
    bounds: dict[Tier, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    impossible: bool = False

    def climb(self) -> Found | None:
        """Return the best placed week, or None where there is none or none in time."""
        bundles = self._coarse()
        if self.impossible:
            return None
        choices = self._choose(bundles) if bundles else None
        started = time.monotonic()
        placed = self._place(choices) if choices else None
        if placed is None and not self._over():
            placed = self._search_placed()
        if placed is None and not self.impossible:
            placed = self._in_haste(choices)
        self._took("placing", started)
        return placed

    # ---- totals --------------------------------------------------------------------------

    def _coarse(self) -> dict[int, tuple[int, int]] | None:
        """Solve guardrails and balance on bundles; return (slots, sets) of each bundle."""
        model = self._free_model(Depth.BUNDLES)
        totals = None
        for tier in (Tier.GUARDRAILS, Tier.BALANCE):
            outcome = self._tier(model, tier)
            if tier is Tier.GUARDRAILS and outcome.impossible:
                self.impossible = True
            if outcome.values is None:
                break
            values = outcome.values
            totals = {
                b: (values[slots.index], values[sets.index])
                for b, (slots, sets) in enumerate(
                    zip(model.bundle_slots, model.bundle_sets, strict=True)
                )
            }
            _hint(model, values)
        return totals

    def _choose(self, bundles: dict[int, tuple[int, int]]) -> _Totals | None:
        """Solve plainness on choices, then look around for more stimulus."""
        model = self._model(Depth.CHOICES)
        start = self._split(bundles)
        if start.values is not None:
            _hint(model, start.values)
        outcome = self._tier(model, Tier.PLAINNESS)
        values = outcome.values or start.values
        if values is None:
            return None
        if outcome.values is None and start.value is not None:
            self.held[Tier.PLAINNESS] = start.value
        started = time.monotonic()
        _hint(model, values)
        more = self.search.solve(
            model.model,
            model.objective(Tier.STIMULUS),
            share=SHARES[Tier.STIMULUS],
            effort=LOOK_AROUND,
        )
        self._took(Tier.STIMULUS, started)
        values = more.values or values
        return _Totals(
            tuple(values[slots.index] for slots in model.slots),
            tuple(values[sets.index] for sets in model.sets),
        )

    def _split(self, bundles: dict[int, tuple[int, int]]) -> Outcome:
        """Solve plainness for just these bundles, for a start."""
        model = self._model(Depth.CHOICES)
        for b, (slots, sets) in bundles.items():
            model.model.add(model.bundle_slots[b] == slots)
            model.model.add(model.bundle_sets[b] == sets)
        objective = model.objective(Tier.PLAINNESS)
        return self.search.solve(model.model, objective, effort=PLACING)

    # ---- days ----------------------------------------------------------------------------

    def _place(self, totals: _Totals) -> Found | None:
        """Place totals on days without loss in any tier; None where that fails.

        First the sets as they are; then the same exercises with other sets; then any exercises
        that keep the tiers.
        """
        for fix_slots, fix_sets in ((True, True), (True, False), (False, False)):
            model = self._model(Depth.PLACED)
            _fix(model, totals, slots=fix_slots, sets=fix_sets)
            outcome = self.search.solve(model.model, effort=PLACING)
            if outcome.values is not None:
                return self._most_stimulus(model, outcome.values)
        return None

    def _most_stimulus(self, model: WeekModel, values: tuple[int, ...]) -> Found:
        """Give the chosen exercises the sets that add most, proved for these exercises."""
        slots = tuple(values[variable.index] for variable in model.slots)
        model = self._model(Depth.PLACED)
        for variable, value in zip(model.slots, slots, strict=True):
            model.model.add(variable == value)
        _hint(model, values)
        outcome = self._tier(model, Tier.STIMULUS, effort=4 * PLACING)
        return self._found(model, outcome.values or values)

    def _search_placed(self) -> Found | None:
        """Solve every tier on the placed model, helped by the bounds of the relaxations."""
        relaxed, self.held, values = self.bounds, {}, None
        self.bounds = {}
        model = self._free_model(Depth.PLACED)
        for tier in (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS):
            # A relaxation's bound is valid while the tiers before it are held at its values.
            if tier in relaxed and all(self.held[t] == relaxed[t] for t in self.held):
                self.bounds[tier] = relaxed[tier]
                model.model.add(model.objective(tier) >= relaxed[tier])
            outcome = self._tier(model, tier)
            if tier is Tier.GUARDRAILS and outcome.impossible:
                self.impossible = True
            if outcome.values is None:
                return None if values is None else self._found(model, values)
            values = outcome.values
            _hint(model, values)
        return None if values is None else self._most_stimulus(model, values)

    def _in_haste(self, totals: _Totals | None) -> Found | None:
        """The time is over: place what there is, at the least loss that a moment allows."""
        stopped = self.search.clock.stopped
        if not stopped and totals is None and not self.held:
            return None
        clock = Clock(GRACE)
        search = Search(clock, self.search.seed, 1, self.search.progress)
        model = self._free_model(Depth.PLACED)
        if totals is not None:
            for index, variable in enumerate(model.sets):
                model.model.add_hint(variable, totals.sets[index])
        outcome = search.solve(
            model.model, model.objective(Tier.GUARDRAILS), label=str(Tier.GUARDRAILS)
        )
        if outcome.values is None:
            return None
        return self._found(model, outcome.values)

    # ---- helpers -------------------------------------------------------------------------

    def _model(self, depth: Depth) -> WeekModel:
        """Return a model that holds the tiers solved so far."""
        model = self._free_model(depth)
        for tier, value in self.held.items():
            model.model.add(model.objective(tier) <= value)
        return model

    def _free_model(self, depth: Depth) -> WeekModel:
        """Return a model that holds no tier, but, if strict, every guardrail."""
        model = WeekModel(self.problem, depth)
        if self.strict:
            model.model.add(model.objective(Tier.GUARDRAILS) <= 0)
        return model

    def _tier(self, model: WeekModel, tier: Tier, effort: float | None = None) -> Outcome:
        """Minimise a tier, note its bound and hold its value."""
        started = time.monotonic()
        objective = model.objective(tier)
        share = PLACED_SHARES[tier] if model.placed else SHARES[tier]
        outcome = self.search.solve(
            model.model, objective, share=share, effort=effort, label=str(tier)
        )
        self._took(tier, started)
        if outcome.values is not None and outcome.value is not None:
            self.held[tier] = outcome.value
            self.bounds[tier] = max(outcome.bound, self.bounds.get(tier, 0), 0)
            model.model.add(objective <= outcome.value)
        elif not outcome.impossible:
            self.bounds[tier] = max(outcome.bound, self.bounds.get(tier, 0), 0)
        return outcome

    def _over(self) -> bool:
        return self.search.clock.left() <= 0

    def _took(self, what: str, started: float) -> None:
        self.seconds[str(what)] = self.seconds.get(str(what), 0.0) + time.monotonic() - started

    def _found(self, model: WeekModel, values: tuple[int, ...]) -> Found:
        doses = {
            place: values[variable.index]
            for place, variable in model.dose.items()
            if values[variable.index]
        }
        used = tuple(
            d
            for d, flag in enumerate(model.used)
            if (flag if isinstance(flag, int) else values[flag.index])
        )
        return Found(doses, used, dict(self.bounds), dict(self.held), dict(self.seconds))


@dataclass(frozen=True)
class _Totals:
    """Items and sets of each choice over the week."""

    slots: tuple[int, ...]
    sets: tuple[int, ...]


def _fix(model: WeekModel, totals: _Totals, *, slots: bool, sets: bool) -> None:
    """Fix the totals, or hint at them."""
    for variables, values, fixed in (
        (model.slots, totals.slots, slots),
        (model.sets, totals.sets, sets),
    ):
        for variable, value in zip(variables, values, strict=True):
            if fixed:
                model.model.add(variable == value)
            else:
                model.model.add_hint(variable, value)


def _hint(model: WeekModel, values: Iterable[int]) -> None:
    """Start the next search of this model from these values; earlier hints are dropped."""
    model.model.clear_hints()
    for index, value in zip(range(len(model.model.proto.variables)), values, strict=False):
        model.model.add_hint(model.model.get_int_var_from_proto_index(index), value)
