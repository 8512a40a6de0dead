"""Better weeks near a known one: all tiers above stimulus at once, without proof."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import replace

from solver.memory import give_back
from solver.model.dominance import leading
from solver.model.found import Found, Totals, better_of
from solver.model.hints import hint_week
from solver.model.linear import Expr
from solver.model.race import Way
from solver.model.structure import Depth
from solver.model.tiers import ABOVE_STIMULUS, PLACED_SHARES, Tiers
from solver.model.week import WeekModel
from solver.rules import Tier

GUARDRAIL = 20
"""What a unit of the guardrails weighs against one of the other tiers while a week is looked for
that falls short in none."""

SEARCHING = 8.0
"""Deterministic effort for a week of what totals and weeks solved before were made of."""

PLAINER = 2.0
"""Deterministic effort for plainer exercises in a week of which guardrails are not proved."""

PLACING = 2.0
"""Deterministic effort for placing totals on days before the placed model is searched."""

PLACES = 300
"""Places in a week that a search of neighbourhoods has at most, each of a choice in a session. Of
four days of full body all choices of a full gym would have 588, in a model of 25,000 variables."""

LABEL = "a first week"


def search_from(
    tiers: Tiers, model: WeekModel, effort: float, share: float, *, only_zero: bool = False
) -> Found | None:
    """Return a week near the one that a model is hinted at, good in all tiers at once."""
    grain = tiers.problem.grain
    outcome = tiers.search.solve(
        model.model,
        GUARDRAIL * model.cost(Tier.GUARDRAILS)
        + sum(model.excess(tier) for tier in (Tier.BALANCE, Tier.PLAINNESS)),
        effort=effort,
        share=share,
        label=LABEL,
        enough=[(model.cost(tier), grain(tier).limit(0)) for tier in ABOVE_STIMULUS],
        way=Way.NEIGHBOURS,
        only_zero=only_zero,
    )
    return None if outcome.values is None else tiers.found(model, outcome.values)


def search_on(tiers: Tiers, near: Found | None) -> Found | None:
    """Return the best week found in the time there is, unless none could be better.

    By turns near the best week and afresh, since large neighbourhoods lead no further than to a
    week that none of them betters: first among the choices that totals and weeks solved before were
    made of, then among all that lead (:func:`leading`), or parts of them. Where neither helps, with
    more effort.
    """
    found, effort, turn = near, SEARCHING, 0
    share = PLACED_SHARES[Tier.GUARDRAILS]
    while True:
        before = found
        for start in (None,) if found is None else (found, None):
            if tiers.search.clock.left(share) <= 0:
                tiers.search.cut.append(LABEL)
                return found
            among = _among(tiers, found, turn)
            found = better_of(found, _search_among(tiers, among, start, effort, turn))
            if found is not None and not any(found.worth):
                return found
            give_back()  # before the next model is built
        if found is before:
            effort *= 2
        turn += 1


def _among(tiers: Tiers, near: Found | None, turn: int) -> Collection[int]:
    """Return what a turn of a search looks at: what was thought of, later all that leads too.

    Where any day may hold anything a model of all has more than a search can use, in memory too:
    then each turn has what the best week has, and another part of the rest, by chance that is the
    same every time.
    """
    if turn == 0 and tiers.tried:
        return tiers.tried
    has = {index for index, _ in near.doses} if near is not None else set()
    rest = sorted({*leading(tiers.problem), *tiers.tried} - has)
    random.Random(tiers.search.seed + turn).shuffle(rest)  # noqa: S311 - no secret
    among, room = has, PLACES - sum(_places(tiers, index) for index in has)
    for index in rest:
        room -= _places(tiers, index)
        if room < 0:
            break
        among.add(index)
    return among


def _places(tiers: Tiers, choice: int) -> int:
    """Return in how many sessions of a week a choice may stand."""
    problem = tiers.problem
    return sum(len(problem.sorts[s].sessions) for s in problem.choices[choice].sorts)


def _search_among(
    tiers: Tiers, among: Collection[int], near: Found | None, effort: float, turn: int
) -> Found | None:
    """Return the best week of some choices that is found near another one, or afresh."""
    search = tiers.search
    tiers = replace(tiers, search=replace(search, seed=search.seed + turn))
    model = tiers.free_model(Depth.PLACED, among)
    if near is not None:
        hint_week(model, near)
    return search_from(tiers, model, effort, PLACED_SHARES[Tier.GUARDRAILS])


def of_totals(tiers: Tiers, bundles: WeekModel, values: tuple[int, ...]) -> Found | None:
    """Return a placed week of these totals, as near to them as supersets and days allow.

    Which exercises there are, and how often each comes, stays; sessions and sets may change.
    """
    totals = Totals.of_bundles(bundles, values)
    among = {i for b in totals.chosen for i in tiers.problem.bundles[b].choices}
    tiers.tried.update(among)
    model = tiers.free_model(Depth.PLACED, among)
    # The model has these bundles alone, in the same order.
    for own, b in enumerate(totals.chosen):
        model.model.add(model.bundle_slots[own] == totals.slots[b])
    outcome = tiers.search.solve(model.model, loss(model), effort=PLACING, way=Way.NEIGHBOURS)
    return None if outcome.values is None else tiers.found(model, outcome.values)


def plainer(tiers: Tiers, found: Found) -> Found:
    """Return a week with plainer exercises in place of odd ones, no worse in the tiers before.

    Where guardrails are not proved, the search has no eye for what weighs least.
    """
    if not found.worth[2] or tiers.over():
        return found
    has = {index for index, _ in found.doses}
    among = has | {i for index in has for i in _in_place_of(tiers, index)}
    model = tiers.free_model(Depth.PLACED, among)
    for tier, value in zip(ABOVE_STIMULUS[:2], found.worth, strict=False):
        model.hold(tier, value)
    hint_week(model, found)
    outcome = tiers.search.solve(
        model.model, model.cost(Tier.PLAINNESS), effort=PLAINER, way=Way.NEIGHBOURS
    )
    if outcome.values is None:
        return found
    return better_of(found, tiers.found(model, outcome.values)) or found


def loss(model: WeekModel) -> Expr:
    """Return what a week that is found in haste should have little of."""
    return 10 * model.cost(Tier.GUARDRAILS) + model.cost(Tier.BALANCE)


def _in_place_of(tiers: Tiers, index: int) -> list[int]:
    """Return the plainer choices of the same pattern and prime movers as one that is odd."""
    own = tiers.problem.choices[index]
    return [
        i
        for i, other in enumerate(tiers.problem.choices)
        if other.odd <= own.odd
        and other.exercise.pattern is own.exercise.pattern
        and set(other.exercise.direct) & set(own.exercise.direct)
    ]
