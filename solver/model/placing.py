"""Weekly totals put on days, and the placed model itself where no totals can be."""

from __future__ import annotations

from dataclasses import replace

from solver.model.dominance import is_large, leading
from solver.model.filling import fill, fill_settled
from solver.model.found import Found, Totals, Weekly
from solver.model.hints import fix, hint, hint_week
from solver.model.nearby import PLACING, loss, plainer, search_on
from solver.model.race import Way
from solver.model.search import Outcome
from solver.model.structure import Depth
from solver.model.tiers import ABOVE_STIMULUS, Promised, Tiers
from solver.model.totals import confirmed, look_for, relaxed
from solver.model.week import WeekModel
from solver.rules import Tier
from solver.rules.supersets import Supersets

ROUNDS = ((120, 0.5), (0, 0.5), (60, 1.5), (0, 2.0))
"""Seconds left free, and effort for totals that are easier to place, in the rounds of placing."""

FEW = 50
"""So many choices at most, and the whole of the placed model is searched where it has to be."""

GRACE = 5.0
"""Seconds to place the best totals once the time is over or a stop was asked for."""


def place(tiers: Tiers, start: Weekly) -> Found | None:
    """Place totals on days without loss in any tier above stimulus; None where that fails.

    The totals are made plainer first, with fewer supersets and with room to spare in every session
    where that is possible; the exercises chosen so are then put on days, in sets and slots of any
    number. Where that fails, more effort goes into the totals.
    """
    for reserve, effort in ROUNDS:
        tiers.search.tally.rounds += 1
        polished = look_for(tiers, reserve, polish=start, effort=effort)
        if polished.totals is None:
            continue
        start = polished
        for fixed, share in ((True, 0.5), (False, 1.0)):
            model = tiers.model(Depth.PLACED, polished.totals.chosen)
            fix(model, polished.totals, slots=fixed, sets=False)
            outcome = tiers.search.solve(model.model, effort=share * PLACING, way=Way.PLACING)
            if outcome.values is not None:
                return fill(tiers, model, outcome.values)
    return None


def search_placed(tiers: Tiers, near: Found | None) -> Found | None:
    """Search the placed model itself, helped by the bounds of the relaxations.

    Where there are many choices, all tiers are searched at once: a good week is found so, but
    nothing more is proved of it than the relaxations prove. Else tier after tier is solved. The
    model of all of a large catalogue takes longer to build than most searches may.
    """
    many = len(tiers.problem.choices) > FEW and tiers.tried and not _is_small(tiers)
    if many or is_large(tiers.problem):
        found = search_on(tiers, near)
        return None if found is None else fill_settled(tiers, plainer(tiers, found))
    return _tier_by_tier(tiers, near)


def _tier_by_tier(tiers: Tiers, near: Found | None) -> Found | None:
    """Solve each tier on the placed model, from the bounds that totals promised."""
    promised = tiers.start_over()
    model = tiers.free_model(Depth.PLACED)
    if near is not None:
        hint_week(model, near)
    found: Found | None = None
    values: tuple[int, ...] = ()
    for tier in ABOVE_STIMULUS:
        outcome = _minimise(tiers, model, tier, promised)
        if tier is Tier.GUARDRAILS:
            tiers.impossible = tiers.impossible or outcome.impossible
            if near is not None and tiers.reached(near) and confirmed(tiers, near):
                return fill_settled(tiers, near)
        if outcome.values is None:
            return found
        values = outcome.values
        found = tiers.found(model, values)
        hint(model, values)
    return fill(tiers, model, values)


def _minimise(tiers: Tiers, model: WeekModel, tier: Tier, promised: Promised) -> Outcome:
    """Minimise a tier of the placed model, which is never below what totals promise of it."""
    bound = promised.bound(tier, tiers.held)
    if bound is None:
        bound = relaxed(tiers, tier)
    if bound > 0:
        model.model.add(model.cost(tier) > tiers.problem.grain(tier).limit(bound - 1))
    outcome = tiers.minimise(model, tier, floor=bound)
    tiers.bounds[tier] = max(bound, tiers.bounds.get(tier, 0))
    return outcome


def _is_small(tiers: Tiers) -> bool:
    """Tell whether the placed model can be searched as a whole in spite of its many choices."""
    return tiers.problem.scenario.supersets is Supersets.NONE and tiers.problem.count <= 2


def in_haste(tiers: Tiers, totals: Totals | None) -> Found | None:
    """Place what there is, at the least loss that a moment allows: the time is over.

    Where there are no totals, of what weeks solved before are made of; of all that leads
    (:func:`leading`) only where that fails, since such a model is large.
    """
    clock = tiers.search.clock.grace(GRACE)
    tiers.search = replace(tiers.search.with_clock(clock), workers=1)
    known, most = totals.chosen if totals else tiers.tried, leading(tiers.problem)
    for among, share in ((known, 0.6), (most, 1.0)) if known else ((most, 1.0),):
        model = tiers.free_model(Depth.PLACED, among)
        if totals is not None and among is known:
            fix(model, totals, slots=False, sets=False)
        outcome = tiers.search.solve(model.model, loss(model), share=share, label="placing")
        if outcome.values is not None:
            return tiers.found(model, outcome.values)
    return None
