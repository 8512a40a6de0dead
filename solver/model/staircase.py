"""Tier after tier: each is solved to its optimum, held, and the next one tried within it.

The steps go from coarse to fine (see :mod:`solver.model.week`). A shallow model is a relaxation,
so a value that is proved there and reached by a placed week is proved for the week. Only where
the totals cannot be placed is the placed model itself searched, with those bounds.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from solver.model.linear import Expr
from solver.model.problem import Problem
from solver.model.search import Clock, Outcome, Search
from solver.model.week import Depth, WeekModel
from solver.rules import Tier

SHARES = {
    Tier.GUARDRAILS: 0.35,
    Tier.BALANCE: 0.55,
    Tier.PLAINNESS: 0.7,
    Tier.STIMULUS: 0.75,
}
"""Share of the time limit by the end of which a tier stops, so that the next gets its turn."""

PLACED_SHARES = {
    Tier.GUARDRAILS: 0.85,
    Tier.BALANCE: 0.93,
    Tier.PLAINNESS: 0.98,
    Tier.STIMULUS: 1.0,
}
"""The same where the placed model itself has to be searched."""

START = 2.0
"""Deterministic effort for totals that are within all allowances at once."""

POLISH = 0.5
"""Deterministic effort for a better week among those that the allowances call equal."""

PLACING = 3.0
"""Deterministic effort for placing totals on days before the placed model is searched."""

GRACE = 15.0
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
        totals = self._totals()
        if self.impossible:
            return None
        started = time.monotonic()
        placed = self._place(self._fill(totals)) if totals else None
        if placed is None and not self._over():
            placed = self._search_placed()
        if placed is None and not self.impossible:
            placed = self._in_haste(totals)
        self._took("placing", started)
        return placed

    # ---- totals --------------------------------------------------------------------------

    def _totals(self) -> _Totals | None:
        """Solve guardrails, balance and plainness on weekly totals."""
        bundles = self._free_model(Depth.BUNDLES)
        outcome = self._tier(bundles, Tier.GUARDRAILS)
        self.impossible = outcome.impossible
        if outcome.values is None:
            return None
        start = self._start()
        if not self._within(start, Tier.BALANCE):
            _hint_bundles(bundles, start)
            self._tier(bundles, Tier.BALANCE)
            if Tier.BALANCE not in self.held:
                return start.totals
            start = self._start()
        if not self._within(start, Tier.PLAINNESS):
            choices = self._model(Depth.CHOICES)
            _hint(choices, start.values or ())
            outcome = self._tier(choices, Tier.PLAINNESS)
            if outcome.values is not None:
                start = _Start.read(choices, outcome.values)
            elif start.values is not None:
                self.held[Tier.PLAINNESS] = start.value(Tier.PLAINNESS)
        return self._polish(start)

    def _start(self, polish: _Start | None = None) -> _Start:
        """Look for totals that are good in balance and plainness alike.

        The sum of both is smooth, and so leads faster to totals within both allowances than one
        tier after the other does. It proves nothing; that is left to the tiers.
        """
        started = time.monotonic()
        model = self._model(Depth.CHOICES)
        costs = {tier: model.cost(tier) for tier in (Tier.BALANCE, Tier.PLAINNESS)}
        free = [(cost, self.problem.grain(tier).limit(0)) for tier, cost in costs.items()]
        if polish is not None:
            _hint(model, polish.values or ())
        outcome = self.search.solve(
            model.model,
            sum(costs.values()),
            share=SHARES[Tier.BALANCE],
            effort=POLISH if polish is not None else START,
            enough=() if polish is not None else free,
        )
        self._took("polish" if polish else "start", started)
        return _Start.read(model, outcome.values)

    def _within(self, start: _Start, tier: Tier) -> bool:
        """Hold the tier at zero if the start is there already: no value is below."""
        if start.values is None or start.value(tier) > 0:
            return False
        self.held[tier] = self.bounds[tier] = 0
        return True

    def _polish(self, start: _Start) -> _Totals | None:
        """Look for a plainer week among those that the allowances call equal."""
        better = self._start(start)
        return better.totals or start.totals

    # ---- days ----------------------------------------------------------------------------

    def _fill(self, totals: _Totals) -> _Totals:
        """Give the chosen exercises the sets that add most, as far as bare totals can tell."""
        model = self._model(Depth.CHOICES)
        _fix(model, totals, slots=True, sets=False)
        outcome = self._tier(model, Tier.STIMULUS)
        filled = _Start.read(model, outcome.values).totals
        return filled or totals

    def _place(self, totals: _Totals) -> Found | None:
        """Place totals on days without loss in any tier; None where that fails.

        First the sets as they are; then the same exercises with other sets; then any exercises
        that keep the tiers above stimulus.
        """
        model = self._model(Depth.PLACED)
        _fix(model, totals, slots=True, sets=True)
        outcome = self.search.solve(model.model, effort=PLACING)
        if outcome.values is not None:
            return self._found(model, outcome.values)
        self.held.pop(Tier.STIMULUS, None)
        for fixed in (True, False):
            model = self._model(Depth.PLACED)
            _fix(model, totals, slots=fixed, sets=False)
            outcome = self.search.solve(model.model, effort=PLACING)
            if outcome.values is not None:
                return self._most_stimulus(model, outcome.values)
        return None

    def _most_stimulus(self, model: WeekModel, values: tuple[int, ...]) -> Found:
        """Give the exercises of a placed week the sets that add most; proved for these."""
        slots = tuple(values[variable.index] for variable in model.slots)
        model = self._model(Depth.PLACED)
        for variable, value in zip(model.slots, slots, strict=True):
            model.model.add(variable == value)
        _hint(model, values)
        self.bounds.pop(Tier.STIMULUS, None)
        outcome = self._tier(model, Tier.STIMULUS, effort=4 * PLACING)
        return self._found(model, outcome.values or values)

    def _search_placed(self) -> Found | None:
        """Solve every tier on the placed model, helped by the bounds of the relaxations."""
        bounds, held = dict(self.bounds), dict(self.held)
        self.bounds, self.held = {}, {}
        values: tuple[int, ...] | None = None
        model = self._free_model(Depth.PLACED)
        for tier in (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS):
            # A bound was proved with the tiers before it held; it stays true where they are
            # held no higher.
            valid = all(self.held[t] <= held.get(t, -1) for t in self.held)
            bound = bounds.get(tier, 0) if valid else self._relaxed(tier)
            self.bounds[tier] = bound
            if bound > 0:
                model.model.add(model.cost(tier) > self.problem.grain(tier).limit(bound - 1))
            outcome = self._tier(model, tier)
            if tier is Tier.GUARDRAILS and outcome.impossible:
                self.impossible = True
            if outcome.values is None:
                return None if values is None else self._found(model, values)
            values = outcome.values
            _hint(model, values)
        return None if values is None else self._most_stimulus(model, values)

    def _relaxed(self, tier: Tier) -> int:
        """Return a bound of a tier from bare totals, with the tiers before it as they are held."""
        model = self._model(Depth.CHOICES)
        grain = self.problem.grain(tier)
        return self.search.solve(model.model, model.cost(tier), effort=START, grain=grain).bound

    def _in_haste(self, totals: _Totals | None) -> Found | None:
        """Place what there is, at the least loss that a moment allows: the time is over."""
        if totals is None and not self.held:
            return None
        self.search = Search(Clock(GRACE), self.search.seed, 1, self.search.progress)
        if totals is not None and (found := self._place(totals)):
            return found
        model = self._free_model(Depth.PLACED)
        if totals is not None:
            _fix(model, totals, slots=False, sets=False)
        outcome = self.search.solve(
            model.model, model.cost(Tier.GUARDRAILS), label=str(Tier.GUARDRAILS)
        )
        return None if outcome.values is None else self._found(model, outcome.values)

    # ---- helpers -------------------------------------------------------------------------

    def _model(self, depth: Depth) -> WeekModel:
        """Return a model that holds the tiers solved so far."""
        model = self._free_model(depth)
        for tier, value in self.held.items():
            model.hold(tier, value)
        return model

    def _free_model(self, depth: Depth) -> WeekModel:
        """Return a model that holds no tier, but, if strict, every guardrail."""
        model = WeekModel(self.problem, depth)
        if self.strict:
            model.hold(Tier.GUARDRAILS, 0)
        return model

    def _tier(self, model: WeekModel, tier: Tier, effort: float | None = None) -> Outcome:
        """Minimise a tier, note its bound and hold its value."""
        started = time.monotonic()
        outcome = self.search.solve(
            model.model,
            model.cost(tier),
            share=PLACED_SHARES[tier] if model.placed else SHARES[tier],
            effort=effort,
            label=str(tier),
            grain=self.problem.grain(tier),
        )
        self._took(tier, started)
        if not outcome.impossible:
            self.bounds[tier] = max(outcome.bound, self.bounds.get(tier, 0))
        if outcome.values is not None and outcome.value is not None:
            self.held[tier] = outcome.value
            model.hold(tier, outcome.value)
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
class _Start:
    """A solution on choices: its totals, and its value in each tier."""

    values: tuple[int, ...] | None
    totals: _Totals | None
    bundles: _Totals | None
    tiers: dict[Tier, int]

    @classmethod
    def read(cls, model: WeekModel, values: tuple[int, ...] | None) -> _Start:
        """Read it off the variables of a model."""
        if values is None:
            return cls(None, None, None, {})
        totals = _Totals.read(model.slots, model.sets, values)
        bundles = _Totals.read(model.bundle_slots, model.bundle_sets, values)
        tiers = {
            tier: model.problem.grain(tier).value(_at(model.cost(tier), values))
            for tier in (Tier.BALANCE, Tier.PLAINNESS)
        }
        return cls(values, totals, bundles, tiers)

    def value(self, tier: Tier) -> int:
        """Return its value in a tier."""
        return self.tiers[tier]


@dataclass(frozen=True)
class _Totals:
    """Items and sets over the week, of each choice or of each bundle."""

    slots: tuple[int, ...]
    sets: tuple[int, ...]

    @classmethod
    def read(cls, slots: list[Any], sets: list[Any], values: tuple[int, ...]) -> _Totals:
        """Read the values of these variables off a solution."""
        return cls(
            tuple(values[variable.index] for variable in slots),
            tuple(values[variable.index] for variable in sets),
        )


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


def _hint_bundles(model: WeekModel, start: _Start) -> None:
    """Start the next search of a model of bundles from these totals."""
    model.model.clear_hints()  # type: ignore[no-untyped-call]
    if start.bundles is None:
        return
    for variables, values in (
        (model.bundle_slots, start.bundles.slots),
        (model.bundle_sets, start.bundles.sets),
    ):
        for variable, value in zip(variables, values, strict=True):
            model.model.add_hint(variable, value)


def _hint(model: WeekModel, values: Iterable[int]) -> None:
    """Start the next search of this model from these values; earlier hints are dropped."""
    model.model.clear_hints()  # type: ignore[no-untyped-call]
    for index, value in zip(range(len(model.model.proto.variables)), values, strict=False):
        model.model.add_hint(model.model.get_int_var_from_proto_index(index), value)


def _at(expression: Expr, values: tuple[int, ...]) -> int:
    """Return the value of a linear expression at a solution."""
    if isinstance(expression, int):
        return expression
    flat = cp_model.FlatIntExpr(expression)
    pairs = zip(flat.vars, flat.coeffs, strict=True)
    total: int = sum(int(coeff) * values[var.index] for var, coeff in pairs)
    return total + int(flat.offset)
