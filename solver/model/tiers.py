"""The tiers of one solve: what each is held at, what is proved of it, and models that hold them."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from solver.model.found import Found
from solver.model.hints import hint
from solver.model.linear import Expr
from solver.model.problem import Problem
from solver.model.programme import value_at
from solver.model.race import Way
from solver.model.search import Outcome, Search
from solver.model.structure import Depth
from solver.model.week import WeekModel
from solver.rules import Tier

ABOVE_STIMULUS = (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS)
"""The tiers that a week is chosen by; stimulus fills what was chosen."""

SETS = "stimulus and bands"
"""What is reported while sets are sought: a sum of both is."""

OBJECTIVES = (*ABOVE_STIMULUS, Tier.STIMULUS)
"""All that is minimised, each within the best of those before."""

SHARES = {
    Tier.GUARDRAILS: 0.25,
    Tier.BALANCE: 0.45,
    Tier.PLAINNESS: 0.5,
    Tier.STIMULUS: 1.0,
}
"""Share of the time limit by the end of which a tier stops, so that the next gets its turn."""

PLACED_SHARES = {
    Tier.GUARDRAILS: 0.85,
    Tier.BALANCE: 0.93,
    Tier.PLAINNESS: 0.98,
    Tier.STIMULUS: 1.0,
}
"""The same where the placed model itself has to be searched."""


FROM_BELOW = 0.3
"""Deterministic effort for raising the bound of the stimulus until a solution reaches it: mostly
a tenth of it is enough. Where many sets are free it takes a hundred times as long, and a whole
search does not."""


@dataclass(frozen=True)
class Promised:
    """What was proved of the tiers, and what each was held at for it.

    Attributes:
        bounds, held: see :class:`Tiers`.

    """

    bounds: Mapping[Tier, int]
    held: Mapping[Tier, int]

    def bound(self, tier: Tier, held: Mapping[Tier, int]) -> int | None:
        """Return the bound of a tier; None where one before it is now held higher."""
        if any(value > self.held.get(each, -1) for each, value in held.items()):
            return None
        return self.bounds.get(tier, 0)


@dataclass
class Tiers:
    """What is known of the tiers of one problem, and the models and searches that tell more.

    Attributes:
        problem: what to solve.
        search: how to search.
        strict: a week that breaks a guardrail is none.
        held: for each tier solved so far, the value it is held at.
        bounds: for each tier, its proved lower bound.
        seconds: for each tier or step, the time it took.
        tried: the choices of all totals that were to be placed, and of weeks solved before.
        impossible: there is proof that no week at all fits the physical rules.

    """

    problem: Problem
    search: Search
    strict: bool = False
    held: dict[Tier, int] = field(default_factory=dict)
    bounds: dict[Tier, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    tried: set[int] = field(default_factory=set)
    impossible: bool = False

    # ---- models --------------------------------------------------------------------------

    def model(
        self, depth: Depth, among: Collection[int] | None = None, reserve: int = 0
    ) -> WeekModel:
        """Return a model that holds the tiers solved so far."""
        model = self.free_model(depth, among, reserve)
        for tier, value in self.held.items():
            model.hold(tier, value)
        return model

    def free_model(
        self, depth: Depth, among: Collection[int] | None = None, reserve: int = 0
    ) -> WeekModel:
        """Return a model that holds no tier, but, if strict, every guardrail."""
        model = WeekModel(self.problem, depth, among=among, reserve=reserve)
        if self.strict:
            model.hold(Tier.GUARDRAILS, 0)
        return model

    # ---- tiers ---------------------------------------------------------------------------

    def minimise(self, model: WeekModel, tier: Tier, floor: int = 0) -> Outcome:
        """Minimise a tier above stimulus, note its bound and hold its value."""
        started = time.monotonic()
        outcome = self._solve(model, tier, model.cost(tier), floor=floor)
        self.took(tier, started)
        self.note(model, tier, outcome)
        return outcome

    def fill(self, model: WeekModel) -> Outcome:
        """Find the sets that add most and miss few bands; note and hold their stimulus.

        A sum of both is minimised. So with no more bands missed than by these sets, which the
        model then holds, none lack less stimulus: what is proved of the sum is proved of it.
        """
        started = time.monotonic()
        tier, missed = Tier.STIMULUS, model.missed
        both = model.cost(tier) + missed
        outcome = self._solve(model, tier, both, label=SETS, effort=FROM_BELOW, way=Way.FROM_BELOW)
        if outcome.values is not None:
            hint(model, outcome.values)
        if not outcome.proved:
            whole = self._solve(model, tier, both, label=SETS, floor=outcome.bound)
            outcome = outcome.with_other(whole)
        if outcome.values is not None and outcome.value is not None:
            least = value_at(missed, outcome.values)
            model.model.add(missed <= least)
            bound = max(outcome.bound - least, 0)
            outcome = replace(outcome, value=outcome.value - least, bound=bound)
        else:
            outcome = replace(outcome, bound=0)
        self.took(tier, started)
        self.note(model, tier, outcome)
        return outcome

    def _solve(
        self,
        model: WeekModel,
        tier: Tier,
        objective: Expr,
        *,
        label: str = "",
        floor: int = 0,
        effort: float | None = None,
        way: Way = Way.TREE,
    ) -> Outcome:
        return self.search.solve(
            model.model,
            objective,
            share=PLACED_SHARES[tier] if model.placed else SHARES[tier],
            effort=effort,
            label=label or str(tier),
            grain=self.problem.grain(tier),
            floor=floor,
            way=way,
        )

    def note(self, model: WeekModel, tier: Tier, outcome: Outcome) -> None:
        """Note the bound of a tier and hold its value."""
        if not outcome.impossible:
            self.bounds[tier] = max(outcome.bound, self.bounds.get(tier, 0))
        if outcome.values is not None and outcome.value is not None:
            self.hold(tier, outcome.value)
            model.hold(tier, outcome.value)

    def hold(self, tier: Tier, value: int) -> None:
        """Hold a tier at a value; what was proved of those after it under a lower one is let go."""
        if value > self.held.get(tier, value):
            for later in OBJECTIVES[OBJECTIVES.index(tier) + 1 :]:
                self.bounds.pop(later, None)
        self.held[tier] = value

    def forget(self, tier: Tier) -> None:
        """Hold a tier no more and claim nothing of it: it was of another week."""
        self.bounds.pop(tier, None)
        self.held.pop(tier, None)

    def start_over(self) -> Promised:
        """Hold nothing any more and claim nothing; return what was."""
        promised = Promised(self.bounds, self.held)
        self.bounds, self.held = {}, {}
        return promised

    def reached(self, found: Found | None) -> bool:
        """Tell whether a week breaks the guardrails no more than totals promise."""
        return found is not None and found.worth[0] <= self.held.get(Tier.GUARDRAILS, -1)

    def settle(self, found: Found) -> None:
        """Hold every tier at what a week has that nothing better was found than.

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

    # ---- weeks ---------------------------------------------------------------------------

    def found(self, model: WeekModel, values: tuple[int, ...]) -> Found:
        """Read a week off the variables of a placed model, with what is proved so far."""
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

    # ---- time ----------------------------------------------------------------------------

    def over(self, share: float = 1.0) -> bool:
        """Tell whether there is no time left, or a stop was asked for; that is noted.

        Asked before a model is built: that takes longer than to find that there is none.
        """
        over = self.search.clock.left(share) <= 0
        if over:
            self.search.cut.append("placing")
        return over

    def took(self, what: str, started: float) -> None:
        """Add the time since then to what a tier or step took."""
        self.seconds[str(what)] = self.seconds.get(str(what), 0.0) + time.monotonic() - started
