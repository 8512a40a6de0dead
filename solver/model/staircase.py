"""Tier after tier: each is solved to its optimum, held, and the next one tried within it.

The steps go from coarse to fine (see :mod:`solver.model.structure`). A shallow model is a
relaxation, so a value that is proved there and reached by a placed week is proved for the week.
Only where the totals cannot be placed is the placed model itself searched, with those bounds.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from solver.model.found import Found, Totals, Weekly, better_of
from solver.model.hints import fix, hint, hint_bundles, hint_places, hint_totals, hint_week
from solver.model.linear import Expr
from solver.model.problem import Problem
from solver.model.programme import value_at
from solver.model.search import Clock, Outcome, Search, Way
from solver.model.starts import Placed, Recalled, Start, load_starts, recall
from solver.model.structure import Depth
from solver.model.week import WeekModel
from solver.rules import Tier
from solver.rules.supersets import Supersets

ABOVE_STIMULUS = (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS)
"""The tiers that a week is chosen by; stimulus fills what was chosen."""

SHARES = {
    Tier.GUARDRAILS: 0.25,
    Tier.BALANCE: 0.45,
    Tier.PLAINNESS: 0.5,
    Tier.STIMULUS: 1.0,
}
"""Share of the time limit by the end of which a tier stops, so that the next gets its turn."""

TOTALS = 1.0
"""Deterministic effort for the guardrails of totals before branch and cut takes them over."""

BRANCHING_SHARE = 0.5
"""Share of the time limit after which branch and cut stops."""

TOTALS_SHARE = 0.7
"""Share of the time limit after which no more totals are looked for."""

PLACED_SHARES = {
    Tier.GUARDRAILS: 0.85,
    Tier.BALANCE: 0.93,
    Tier.PLAINNESS: 0.98,
    Tier.STIMULUS: 1.0,
}
"""The same where the placed model itself has to be searched."""

START = 0.5
"""Deterministic effort for totals that are within all allowances at once."""

POLISH = 0.5
"""Deterministic effort for a better week among those that the allowances call equal."""

PLACING = 2.0
"""Deterministic effort for placing totals on days before the placed model is searched."""

ROUNDS = ((120, 0.5), (0, 0.5), (60, 1.5), (0, 2.0))
"""Seconds left free, and effort for totals that are easier to place, in the rounds of placing."""

NEAREST, ALIKE = 3, 2
"""How many weeks that were solved before lend their exercises, and how many choices stand in for
one that is not on offer."""

RECALLING = 1.5
"""Deterministic effort for a week of those that falls short in nothing."""

RECALLING_SHARE = 0.2
"""Share of the time limit after which no more is looked for near weeks that were solved before."""

SEARCHING = 8.0
"""Deterministic effort for a week of what totals and weeks solved before were made of."""

GUARDRAIL = 20
"""What a unit of the guardrails weighs against one of the other tiers while a week is looked for
that falls short in none."""

START_LABEL = "a first week"

FITTING = 0.3
"""Deterministic effort for fitting a week that was solved before into other minutes."""

KEEPING = 1.0
"""Deterministic effort for coming back to a week that was found already."""

PLAINER = 2.0
"""Deterministic effort for plainer exercises in a week of which guardrails are not proved."""

FEW = 50
"""So many choices at most, and the whole of the placed model is searched where it has to be."""

GRACE = 5.0
"""Seconds to place the best totals once the time is over or a stop was asked for."""


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
        tried: the choices of all totals that were to be placed.
        recalls: begin with weeks that were solved before.
        near: weeks to begin with before all others.
        recalled: what weeks that were solved before say, None where none is like this one.
        fitted: the best of them that can be kept; both are found by :meth:`look`.

    """

    problem: Problem
    search: Search
    strict: bool = False
    recalls: bool = True
    near: tuple[Start, ...] = ()
    held: dict[Tier, int] = field(default_factory=dict)
    bounds: dict[Tier, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    impossible: bool = False
    tried: set[int] = field(default_factory=set)
    recalled: Recalled | None = None
    fitted: Found | None = None
    looked: bool = False

    def look(self) -> Found | None:
        """Return the best of the nearest weeks that were solved before, if one can be kept.

        Where it falls short in nothing, no search can do better. Soon done.
        """
        if not self.looked:
            started = time.monotonic()
            self.looked = True
            self.recalled = self._recalled()
            if self.recalled is not None:
                self.tried.update(self.recalled.among)
                for week in self.recalled.weeks:
                    self.fitted = better_of(self.fitted, self._fit(week))
                    if self.fitted is not None and not any(self.fitted.worth):
                        break
            self._took("start", started)
        return self.fitted

    def climb(self) -> Found | None:
        """Return the best placed week, or None where there is none or none in time."""
        found = recalled = self._recall()
        if recalled is None or any(recalled.worth):
            found = self._solve(recalled)
        if recalled is not None and (found is recalled or better_of(found, recalled) is recalled):
            found = self._settled(recalled)
        if found is not None:
            # A tier that the start was good enough for took no time of its own.
            found.seconds.update({tier: self.seconds.get(tier, 0.0) for tier in SHARES})
        return found

    def go_on(self, found: Found) -> Found:
        """Return the best week found in further time, beginning with one that is not proved."""
        return self._settled(self._plainer(self._search_near(found) or found))

    def _solve(self, recalled: Found | None) -> Found | None:
        """Return the best placed week that is found by way of totals."""
        bundles = self._free_model(Depth.BUNDLES)
        least = self._least(bundles, Tier.GUARDRAILS)
        self.impossible = least.impossible
        if self.impossible:
            return None
        started = time.monotonic()
        placed = start = None
        near = recalled
        reached = self._reaches(near)
        if least.values is not None and least.value and not reached:
            near = better_of(near, self._tight(bundles, least.values))
            reached = self._reaches(near)
        if near is not None and reached and self._confirmed(near):
            return self._settled(near)
        if near is None or reached:
            start = self._totals(bundles, least)
            placed = self._place(start) if start and start.values else None
        if placed is None and not self._over():
            placed = self._search_placed(near)
        if placed is None and not self.impossible:
            placed = near or self._in_haste(start.totals if start else None)
        self._took("placing", started)
        return placed

    def glance(self, effort: float) -> int:
        """Return a bound on the guardrails that a moment proves."""
        model = self._free_model(Depth.BUNDLES)
        cost = model.cost(Tier.GUARDRAILS)
        grain = self.problem.grain(Tier.GUARDRAILS)
        return self.search.solve(model.model, cost, effort=effort, grain=grain).bound

    def any_week(self) -> Found | None:
        """Return some placed week, good or not; None where there is none or none in time.

        From weeks solved before, by totals with room to spare, to the whole of the placed model.
        """
        recalled = self._recalled()
        if recalled is not None:
            model = self._free_model(Depth.PLACED, recalled.among)
            hint_places(model, recalled.weeks[0].doses, recalled.weeks[0].pairs)
            placed = self.search.solve(model.model, effort=RECALLING)
            if placed.values is not None:
                return self._found(model, placed.values)
        bundles = self._free_model(Depth.BUNDLES)
        outcome = self.search.solve(bundles.model)
        if outcome.values is None:
            return None
        near = Weekly.read(bundles, outcome.values)
        for reserve in (120, 0):
            totals = self._start(reserve, near=near).totals
            if totals is not None:
                model = self._free_model(Depth.PLACED, totals.chosen)
                fix(model, totals, slots=False, sets=False)
                placed = self.search.solve(model.model, effort=PLACING)
                if placed.values is not None:
                    return self._found(model, placed.values)
        model = self._free_model(Depth.PLACED)
        placed = self.search.solve(model.model)
        return None if placed.values is None else self._found(model, placed.values)

    # ---- weeks solved before -------------------------------------------------------------

    def _recall(self) -> Found | None:
        """Return the best week near weeks that were solved before, as far as a moment allows.

        All tiers above stimulus are made good at once, each as far as its allowance asks. Where
        none falls short, no search can do better. Else nothing is proved by it.
        """
        found, recalled = self.look(), self.recalled
        if recalled is None:
            return None
        started = time.monotonic()
        if found is None or any(found.worth):
            model = self._free_model(Depth.PLACED, recalled.among)
            if found is None:
                hint_places(model, recalled.weeks[0].doses, recalled.weeks[0].pairs)
            else:
                hint_week(model, found)
            near = self._near(model, RECALLING, RECALLING_SHARE, only_zero=True)
            found = better_of(found, near)
        self._took("start", started)
        return found

    def _recalled(self) -> Recalled | None:
        starts = (*self.near, *load_starts()) if self.recalls else self.near
        return recall(self.problem, starts, NEAREST, ALIKE)

    def _near(
        self, model: WeekModel, effort: float, share: float, *, only_zero: bool = False
    ) -> Found | None:
        """Return a week near the one that a model is hinted at, good in all tiers at once."""
        outcome = self.search.solve(
            model.model,
            GUARDRAIL * model.cost(Tier.GUARDRAILS)
            + sum(model.excess(tier) for tier in (Tier.BALANCE, Tier.PLAINNESS)),
            effort=effort,
            share=share,
            label=START_LABEL,
            enough=[(model.cost(t), self.problem.grain(t).limit(0)) for t in ABOVE_STIMULUS],
            way=Way.NEIGHBOURS,
            only_zero=only_zero,
        )
        return None if outcome.values is None else self._found(model, outcome.values)

    def _fit(self, week: Placed) -> Found | None:
        """Return a week of the same exercises on the same days, if the minutes hold one."""
        model = self._free_model(Depth.PLACED, {index for index, _ in week.doses})
        hint_places(model, week.doses, week.pairs)
        for place, on in model.on.items():
            if not isinstance(on, int):
                model.model.add(on == (place in week.doses))
        cost = sum(model.excess(t) for t in ABOVE_STIMULUS)
        outcome = self.search.solve(model.model, cost, effort=FITTING, way=Way.FROM_BELOW)
        return None if outcome.values is None else self._found(model, outcome.values)

    def _settled(self, found: Found) -> Found:
        """Return a week that nothing better was found than, with what was proved meanwhile.

        A bound stays where each tier before it is no worse than it was held at for the proof.
        """
        valid = True
        for tier, value in zip(ABOVE_STIMULUS, found.worth, strict=True):
            if not valid:
                self.bounds.pop(tier, None)
            elif not value:
                self.bounds[tier] = self.held[tier] = 0  # nothing is below
            valid = valid and value <= self.held.get(tier, -1)
            self.held[tier] = value
        model = self._model(Depth.PLACED, {index for index, _ in found.doses})
        hint_week(model, found)
        for place, dose in model.dose.items():
            if not isinstance(dose, int):
                model.model.add(dose == found.doses.get(place, 0))
        outcome = self.search.solve(model.model, effort=KEEPING)
        if outcome.values is None:
            return replace(found, bounds=dict(self.bounds), held=dict(self.held))
        return self._most_stimulus(model, outcome.values, settled=True)

    # ---- totals --------------------------------------------------------------------------

    def _least(self, model: WeekModel, tier: Tier) -> Outcome:
        """Solve a tier on bare totals, by branch and cut where it is not soon proved."""
        started = time.monotonic()
        label, grain, cost = str(tier), self.problem.grain(tier), model.cost(tier)
        outcome = self.search.solve(model.model, cost, effort=TOTALS, label=label, grain=grain)
        if not outcome.proved:
            other = self.search.branch(
                model.model, cost, share=BRANCHING_SHARE, label=label, grain=grain
            )
            outcome = outcome.with_other(other)
        self._took(tier, started)
        self._note(model, tier, outcome)
        return outcome

    def _confirmed(self, found: Found) -> bool:
        """Tell whether bare totals prove that no week is better than this one.

        Its guardrails are at their bound already. What is not confirmed is left open.
        """
        tiers = zip(
            (Depth.BUNDLES, Depth.CHOICES), ABOVE_STIMULUS[1:], found.worth[1:], strict=True
        )
        for depth, tier, value in tiers:
            if value:
                model = self._model(depth)
                hint_totals(model, found)
                outcome = self._least(model, tier)
                if outcome.bound < value:
                    self.held.pop(tier, None)
                    return False
            self.held[tier] = self.bounds[tier] = value
        return True

    def _reaches(self, found: Found | None) -> bool:
        """Tell whether a week breaks the guardrails no more than totals promise."""
        return found is not None and found.worth[0] <= self.held.get(Tier.GUARDRAILS, -1)

    def _tight(self, bundles: WeekModel, values: tuple[int, ...]) -> Found | None:
        """Return a placed week of these totals, as near to them as supersets and days allow.

        Which exercises there are, in which sessions, stays; the sets may change.
        """
        totals = Totals.of_bundles(bundles, values)
        among = {i for b in totals.chosen for i in self.problem.bundles[b].choices}
        self.tried.update(among)
        model = self._free_model(Depth.PLACED, among)
        # The model has these bundles alone, in the same order.
        for own, b in enumerate(totals.chosen):
            for s, slots in bundles.part_slots[b].items():
                model.model.add(model.part_slots[own][s] == values[slots.index])
        outcome = self.search.solve(model.model, _loss(model), effort=PLACING, way=Way.NEIGHBOURS)
        return None if outcome.values is None else self._found(model, outcome.values)

    def _totals(self, bundles: WeekModel, outcome: Outcome) -> Weekly | None:
        """Solve balance and plainness on weekly totals, beginning with those of the guardrails."""
        if outcome.values is None:
            return None
        near = Weekly.read(bundles, outcome.values)
        start = self._best_start([(120, near), (0, near), (0, None)])
        if not self._within(start, Tier.BALANCE):
            hint_bundles(bundles, start)
            outcome = self._tier(bundles, Tier.BALANCE)
            if Tier.BALANCE not in self.held:
                return start
            near = Weekly.read(bundles, outcome.values)
            start = self._best_start([(0, near), (0, None), (0, start)])
        if not self._within(start, Tier.PLAINNESS):
            choices = self._model(Depth.CHOICES)
            hint(choices, start.values or ())
            outcome = self._tier(choices, Tier.PLAINNESS)
            if outcome.values is not None:
                start = Weekly.read(choices, outcome.values)
            elif start.values is not None:
                self.held[Tier.PLAINNESS] = start.value(Tier.PLAINNESS)
        return start

    def _best_start(self, tries: Iterable[tuple[int, Weekly | None]]) -> Weekly:
        """Try with room to spare or without, near other totals or not, until one is good enough."""
        best = Weekly(None, None, None, {})
        for reserve, near in tries:
            start = self._start(reserve, near=near)
            if start.values is not None and not any(start.tiers.values()):
                return start
            if start.values is not None and (best.values is None or start.sum < best.sum):
                best = start
        return best

    def _start(
        self,
        reserve: int = 0,
        *,
        near: Weekly | None = None,
        polish: Weekly | None = None,
        effort: float = START,
    ) -> Weekly:
        """Look for totals that are good in balance and plainness alike, with few supersets.

        The sum of both is smooth, and so leads faster to totals within both allowances than one
        tier after the other does. It proves nothing; that is left to the tiers.
        """
        started = time.monotonic()
        model = self._model(Depth.CHOICES, reserve=reserve)
        costs = {tier: model.cost(tier) for tier in (Tier.BALANCE, Tier.PLAINNESS)}
        free = [(cost, self.problem.grain(tier).limit(0)) for tier, cost in costs.items()]
        if polish is not None:
            hint(model, polish.values or ())
        elif near is not None:
            hint_bundles(model, near)
        outcome = self.search.solve(
            model.model,
            2 * sum(costs.values()) + model.paired,
            share=TOTALS_SHARE,
            effort=effort,
            enough=() if polish is not None else free,
        )
        self._took("polish" if polish else "start", started)
        found = Weekly.read(model, outcome.values)
        if found.totals is not None:
            self.tried.update(found.totals.chosen)
        return found

    def _within(self, start: Weekly, tier: Tier) -> bool:
        """Hold the tier at zero if the start is there already: no value is below."""
        if start.values is None or start.value(tier) > 0:
            return False
        self.held[tier] = self.bounds[tier] = 0
        return True

    # ---- days ----------------------------------------------------------------------------

    def _place(self, start: Weekly) -> Found | None:
        """Place totals on days without loss in any tier above stimulus; None where that fails.

        The totals are made plainer first, with fewer supersets and with room to spare in every
        session where that is possible; the exercises chosen so are then put on days, in sets and
        slots of any number. Where that fails, more effort goes into the totals.
        """
        for reserve, effort in ROUNDS:
            polished = self._start(reserve, polish=start, effort=effort)
            if polished.totals is None:
                continue
            start = polished
            for fixed, share in ((True, 0.5), (False, 1.0)):
                model = self._model(Depth.PLACED, polished.totals.chosen)
                fix(model, polished.totals, slots=fixed, sets=False)
                outcome = self.search.solve(model.model, effort=share * PLACING)
                if outcome.values is not None:
                    return self._most_stimulus(model, outcome.values)
        return None

    def _most_stimulus(
        self, model: WeekModel, values: tuple[int, ...], *, settled: bool = False
    ) -> Found:
        """Give the exercises of a placed week the sets that add most.

        A while goes into other days for them, unless those are settled; what is proved is the sets
        on the days they have then.
        """
        totals = Totals.read(model.slots, model.sets, values)
        found = self._found(model, values)
        model = self._model(Depth.PLACED, totals.chosen)
        fix(model, totals, slots=True, sets=False)
        hint_week(model, found)
        if not settled:
            better = self.search.solve(model.model, model.cost(Tier.STIMULUS), effort=POLISH)
            if better.values is not None:
                found = self._found(model, better.values)
        for place, on in model.on.items():
            if not isinstance(on, int):
                model.model.add(on == (place in found.doses))
        hint_week(model, found)
        self.bounds.pop(Tier.STIMULUS, None)
        outcome = self._tier(model, Tier.STIMULUS)
        if outcome.values is None:
            return replace(found, bounds=dict(self.bounds), held=dict(self.held))
        return self._plainest(model, outcome.values)

    def _plainest(self, model: WeekModel, values: tuple[int, ...]) -> Found:
        """Use as few supersets as the minutes allow."""
        if not model.pairs:
            return self._found(model, values)
        hint(model, values)
        fewest = sum(model.pairs.values())
        outcome = self.search.solve(model.model, fewest, effort=POLISH)
        return self._found(model, outcome.values or values)

    def _search_placed(self, near: Found | None) -> Found | None:
        """Search the placed model itself, helped by the bounds of the relaxations.

        Where there are many choices, all tiers are searched at once: a good week is found so, but
        nothing more is proved of it than the relaxations prove. Else tier after tier is solved.
        """
        if len(self.problem.choices) > FEW and self.tried and not self._is_small():
            found = self._search_near(near)
            return None if found is None else self._settled(self._plainer(found))
        bounds, held = dict(self.bounds), dict(self.held)
        self.bounds, self.held = {}, {}
        model = self._free_model(Depth.PLACED)
        if near is not None:
            hint_week(model, near)
        found = None
        for tier in (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS):
            # A bound was proved with the tiers before it held; it stays true where they are
            # held no higher.
            valid = all(self.held[t] <= held.get(t, -1) for t in self.held)
            bound = bounds.get(tier, 0) if valid else self._relaxed(tier)
            if bound > 0:
                model.model.add(model.cost(tier) > self.problem.grain(tier).limit(bound - 1))
            outcome = self._tier(model, tier, floor=bound)
            self.bounds[tier] = max(bound, self.bounds.get(tier, 0))
            if tier is Tier.GUARDRAILS and outcome.impossible:
                self.impossible = True
            reached = tier is Tier.GUARDRAILS and self._reaches(near)
            if near is not None and reached and self._confirmed(near):
                return self._settled(near)
            if outcome.values is None:
                return found
            found = self._found(model, outcome.values)
            last = outcome.values
            hint(model, last)
        return self._most_stimulus(model, last)

    def _is_small(self) -> bool:
        """Tell whether the placed model can be searched as a whole in spite of its many choices."""
        return self.problem.scenario.supersets is Supersets.NONE and self.problem.count <= 2

    def _search_near(self, near: Found | None) -> Found | None:
        """Return the best week found in the time there is, unless none could be better.

        First of the choices that totals and weeks solved before were made of, then of all; where
        that does not help, with more effort.
        """
        found, effort = near, SEARCHING
        among: Collection[int] | None = set(self.tried)
        share = PLACED_SHARES[Tier.GUARDRAILS]
        while self.search.clock.left(share) > 0:
            model = self._free_model(Depth.PLACED, among)
            if found is not None:
                hint_week(model, found)
            better = better_of(found, self._near(model, effort, share))
            if better is not None and not any(better.worth):
                return better
            if better is found:
                effort *= 2
            found, among = better, None
        return found

    def _plainer(self, found: Found) -> Found:
        """Return a week with plainer exercises in place of odd ones, no worse in the tiers before.

        Where guardrails are not proved, the search has no eye for what weighs least.
        """
        if not found.worth[2]:
            return found
        has = {index for index, _ in found.doses}
        among = has | {i for index in has for i in self._in_place_of(index)}
        model = self._free_model(Depth.PLACED, among)
        for tier, value in zip(ABOVE_STIMULUS[:2], found.worth, strict=False):
            model.hold(tier, value)
        hint_week(model, found)
        outcome = self.search.solve(
            model.model, model.cost(Tier.PLAINNESS), effort=PLAINER, way=Way.NEIGHBOURS
        )
        if outcome.values is None:
            return found
        return better_of(found, self._found(model, outcome.values)) or found

    def _in_place_of(self, index: int) -> list[int]:
        """Return the plainer choices of the same pattern and prime movers as one that is odd."""
        own = self.problem.choices[index]
        return [
            i
            for i, other in enumerate(self.problem.choices)
            if other.odd <= own.odd
            and other.exercise.pattern is own.exercise.pattern
            and set(other.exercise.direct) & set(own.exercise.direct)
        ]

    def _relaxed(self, tier: Tier) -> int:
        """Return a bound of a tier from bare totals, with the tiers before it as they are held."""
        model = self._model(Depth.CHOICES)
        grain = self.problem.grain(tier)
        return self.search.solve(model.model, model.cost(tier), effort=START, grain=grain).bound

    def _in_haste(self, totals: Totals | None) -> Found | None:
        """Place what there is, at the least loss that a moment allows: the time is over."""
        clock = Clock(GRACE, warned=self.search.clock.stopped)
        self.search = Search(clock, self.search.seed, 1, self.search.progress)
        model = self._free_model(Depth.PLACED, totals.chosen if totals else None)
        if totals is not None:
            fix(model, totals, slots=False, sets=False)
        outcome = self.search.solve(model.model, _loss(model), label="placing")
        return None if outcome.values is None else self._found(model, outcome.values)

    # ---- helpers -------------------------------------------------------------------------

    def _model(
        self, depth: Depth, among: Collection[int] | None = None, reserve: int = 0
    ) -> WeekModel:
        """Return a model that holds the tiers solved so far."""
        model = self._free_model(depth, among, reserve)
        for tier, value in self.held.items():
            model.hold(tier, value)
        return model

    def _free_model(
        self, depth: Depth, among: Collection[int] | None = None, reserve: int = 0
    ) -> WeekModel:
        """Return a model that holds no tier, but, if strict, every guardrail."""
        model = WeekModel(self.problem, depth, among=among, reserve=reserve)
        if self.strict:
            model.hold(Tier.GUARDRAILS, 0)
        return model

    def _tier(self, model: WeekModel, tier: Tier, floor: int = 0) -> Outcome:
        """Minimise a tier, note its bound and hold its value."""
        started = time.monotonic()
        outcome = self.search.solve(
            model.model,
            model.cost(tier),
            share=PLACED_SHARES[tier] if model.placed else SHARES[tier],
            label=str(tier),
            grain=self.problem.grain(tier),
            floor=floor,
            way=Way.FROM_BELOW if tier is Tier.STIMULUS else Way.TREE,
        )
        self._took(tier, started)
        self._note(model, tier, outcome)
        return outcome

    def _note(self, model: WeekModel, tier: Tier, outcome: Outcome) -> None:
        """Note the bound of a tier and hold its value."""
        if not outcome.impossible:
            self.bounds[tier] = max(outcome.bound, self.bounds.get(tier, 0))
        if outcome.values is not None and outcome.value is not None:
            self.held[tier] = outcome.value
            model.hold(tier, outcome.value)

    def _over(self) -> bool:
        return self.search.clock.left() <= 0

    def _took(self, what: str, started: float) -> None:
        self.seconds[str(what)] = self.seconds.get(str(what), 0.0) + time.monotonic() - started

    def _found(self, model: WeekModel, values: tuple[int, ...]) -> Found:
        doses = {
            place: values[variable.index]
            for place, variable in model.dose.items()
            if not isinstance(variable, int) and values[variable.index]
        }
        used = tuple(
            d
            for d, flag in enumerate(model.used)
            if (flag if isinstance(flag, int) else values[flag.index])
        )
        pairs = tuple(place for place, pair in model.pairs.items() if values[pair.index])
        worth = tuple(
            self.problem.grain(tier).value(value_at(model.cost(tier), values))
            for tier in ABOVE_STIMULUS
        )
        return Found(
            doses, used, pairs, dict(self.bounds), dict(self.held), dict(self.seconds), worth
        )


def _loss(model: WeekModel) -> Expr:
    """Return what a week that is found in haste should have little of."""
    return 10 * model.cost(Tier.GUARDRAILS) + model.cost(Tier.BALANCE)
