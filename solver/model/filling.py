"""The last tier of a placed week: the sets that add most, then as few supersets as that allows.

What the allowance leaves free of balance is for a plainer choice of exercises. More sets may use it
too, but only where they add more than the bands that they miss are worth.
"""

from __future__ import annotations

from dataclasses import replace

from solver.model.found import Found, Totals
from solver.model.hints import fix, hint, hint_week
from solver.model.race import Way
from solver.model.structure import Depth
from solver.model.tiers import Tiers
from solver.model.week import WeekModel
from solver.rules import Tier

POLISH = 0.5
"""Deterministic effort for a better week among those that the tiers above call equal."""

KEEPING = 1.0
"""Deterministic effort for coming back to a week that was found already."""


def fill(tiers: Tiers, model: WeekModel, values: tuple[int, ...]) -> Found:
    """Give the exercises of a placed week the sets that add most, on other days if need be.

    What is proved is the sets on the days that they have then.
    """
    tiers.forget(Tier.STIMULUS)  # of another week
    found = tiers.found(model, values)
    if tiers.over():
        return found
    model = _same_exercises(tiers, model, values, found)
    lacking = model.cost(Tier.STIMULUS) + model.missed
    better = tiers.search.solve(model.model, lacking, effort=POLISH)
    if better.values is not None:
        found = tiers.found(model, better.values)
    return _most_stimulus(tiers, model, found)


def fill_settled(tiers: Tiers, found: Found) -> Found:
    """Give the exercises of a week the sets that add most on the days they have.

    Nothing better than the week was found: its tiers are held.
    """
    tiers.settle(found)
    tiers.forget(Tier.STIMULUS)  # of another week
    if tiers.over():
        return _as_it_is(tiers, found)
    model = tiers.model(Depth.PLACED, {index for index, _ in found.doses})
    hint_week(model, found)
    for place, dose in model.dose.items():
        if not isinstance(dose, int):
            model.model.add(dose == found.doses.get(place, 0))
    outcome = tiers.search.solve(model.model, effort=KEEPING, way=Way.PLACING)
    if outcome.values is None:
        return _as_it_is(tiers, found)
    found = tiers.found(model, outcome.values)
    return _most_stimulus(tiers, _same_exercises(tiers, model, outcome.values, found), found)


def _same_exercises(
    tiers: Tiers, model: WeekModel, values: tuple[int, ...], found: Found
) -> WeekModel:
    """Return a model of the exercises of a week alone, each as often as there."""
    totals = Totals.read(model.slots, model.sets, values)
    again = tiers.model(Depth.PLACED, totals.chosen)
    fix(again, totals, slots=True, sets=False)
    hint_week(again, found)
    return again


def _most_stimulus(tiers: Tiers, model: WeekModel, found: Found) -> Found:
    for place, on in model.on.items():
        if not isinstance(on, int):
            model.model.add(on == (place in found.doses))
    hint_week(model, found)
    outcome = tiers.fill(model)
    if outcome.values is None:
        return _as_it_is(tiers, found)
    return _fewest_supersets(tiers, model, outcome.values)


def _fewest_supersets(tiers: Tiers, model: WeekModel, values: tuple[int, ...]) -> Found:
    if not model.pairs:
        return tiers.found(model, values)
    hint(model, values)
    # Exercises and what they add are settled: without relaxations in half the time, as few.
    outcome = tiers.search.solve(
        model.model, sum(model.pairs.values()), effort=POLISH, way=Way.PLACING
    )
    return tiers.found(model, outcome.values or values)


def _as_it_is(tiers: Tiers, found: Found) -> Found:
    return replace(found, bounds=dict(tiers.bounds), held=dict(tiers.held))
