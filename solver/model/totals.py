"""Weekly totals: what bare totals prove, and totals that are good in all tiers at once."""

from __future__ import annotations

import time
from collections.abc import Iterable

from solver.model.found import Found, Weekly
from solver.model.hints import hint, hint_bundles, hint_totals
from solver.model.search import Outcome
from solver.model.structure import Depth
from solver.model.tiers import ABOVE_STIMULUS, Tiers
from solver.model.week import WeekModel
from solver.rules import Tier

SOON = 1.0
"""Deterministic effort for a tier of totals before branch and cut takes it over."""

BRANCHING_SHARE = 0.5
"""Share of the time limit after which branch and cut stops."""

TOTALS_SHARE = 0.7
"""Share of the time limit after which no more totals are looked for."""

START = 0.5
"""Deterministic effort for totals that are within all allowances at once."""


def least(tiers: Tiers, model: WeekModel, tier: Tier) -> Outcome:
    """Solve a tier on bare totals, by branch and cut where it is not soon proved."""
    started = time.monotonic()
    label, grain, cost = str(tier), tiers.problem.grain(tier), model.cost(tier)
    outcome = tiers.search.solve(model.model, cost, effort=SOON, label=label, grain=grain)
    if not outcome.proved:
        other = tiers.search.branch(
            model.model, cost, share=BRANCHING_SHARE, label=label, grain=grain
        )
        outcome = outcome.with_other(other)
    tiers.took(tier, started)
    tiers.note(model, tier, outcome)
    return outcome


def confirmed(tiers: Tiers, found: Found) -> bool:
    """Tell whether bare totals prove that no week is better than this one.

    Its guardrails are at their bound already. What is not confirmed is left open.
    """
    depths = (Depth.BUNDLES, Depth.CHOICES)
    for depth, tier, value in zip(depths, ABOVE_STIMULUS[1:], found.worth[1:], strict=True):
        if value:
            model = tiers.model(depth)
            hint_totals(model, found)
            if least(tiers, model, tier).bound < value:
                tiers.held.pop(tier, None)
                return False
        tiers.held[tier] = tiers.bounds[tier] = value
    return True


def relaxed(tiers: Tiers, tier: Tier) -> int:
    """Return a bound of a tier from bare totals, with the tiers before it as they are held."""
    model = tiers.model(Depth.CHOICES)
    grain = tiers.problem.grain(tier)
    return tiers.search.solve(model.model, model.cost(tier), effort=START, grain=grain).bound


def solve_totals(tiers: Tiers, bundles: WeekModel, outcome: Outcome) -> Weekly | None:
    """Solve balance and plainness on weekly totals, beginning with those of the guardrails."""
    if outcome.values is None:
        return None
    near = Weekly.read(bundles, outcome.values)
    start = _best_start(tiers, [(120, near), (0, near), (0, None)])
    if not _within(tiers, start, Tier.BALANCE):
        hint_bundles(bundles, start)
        outcome = tiers.minimise(bundles, Tier.BALANCE)
        if Tier.BALANCE not in tiers.held:
            # No time was left for it: sets must not be added at the cost of what the start has.
            for tier, value in start.tiers.items():
                tiers.hold(tier, value)
            return start
        near = Weekly.read(bundles, outcome.values)
        start = _best_start(tiers, [(0, near), (0, None), (0, start)])
    if not _within(tiers, start, Tier.PLAINNESS):
        choices = tiers.model(Depth.CHOICES)
        hint(choices, start.values or ())
        outcome = tiers.minimise(choices, Tier.PLAINNESS)
        if outcome.values is not None:
            start = Weekly.read(choices, outcome.values)
        elif start.values is not None:
            tiers.hold(Tier.PLAINNESS, start.value(Tier.PLAINNESS))
    return start


def look_for(
    tiers: Tiers,
    reserve: int = 0,
    *,
    near: Weekly | None = None,
    polish: Weekly | None = None,
    effort: float = START,
) -> Weekly:
    """Look for totals that are good in balance and plainness alike, with few supersets.

    The sum of both is smooth, and so leads faster to totals within both allowances than one tier
    after the other does. It proves nothing; that is left to the tiers.

    Args:
        tiers: what is held already.
        reserve: seconds that are left free in every session.
        near: where to begin.
        polish: totals to be made better as far as the effort goes, however good.
        effort: deterministic.

    """
    started = time.monotonic()
    model = tiers.model(Depth.CHOICES, reserve=reserve)
    costs = {tier: model.cost(tier) for tier in (Tier.BALANCE, Tier.PLAINNESS)}
    free = [(cost, tiers.problem.grain(tier).limit(0)) for tier, cost in costs.items()]
    if polish is not None:
        hint(model, polish.values or ())
    elif near is not None:
        hint_bundles(model, near)
    outcome = tiers.search.solve(
        model.model,
        2 * sum(costs.values()) + model.paired,
        share=TOTALS_SHARE,
        effort=effort,
        enough=() if polish is not None else free,
    )
    tiers.took("polish" if polish else "start", started)
    found = Weekly.read(model, outcome.values)
    if found.totals is not None:
        tiers.tried.update(found.totals.chosen)
    return found


def _best_start(tiers: Tiers, tries: Iterable[tuple[int, Weekly | None]]) -> Weekly:
    """Try with room to spare or without, near other totals or not, until one is good enough."""
    best = Weekly(None, None, None, {})
    for reserve, near in tries:
        start = look_for(tiers, reserve, near=near)
        if start.values is not None and not any(start.tiers.values()):
            return start
        if start.values is not None and (best.values is None or start.sum < best.sum):
            best = start
    return best


def _within(tiers: Tiers, start: Weekly, tier: Tier) -> bool:
    """Hold the tier at zero if the start is there already: no value is below."""
    if start.values is None or start.value(tier) > 0:
        return False
    tiers.held[tier] = tiers.bounds[tier] = 0
    return True
