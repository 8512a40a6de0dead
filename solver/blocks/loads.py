"""Loads of a block: percent of the best single, or kilograms and pounds where it is known."""

from __future__ import annotations

from solver.catalogue.exercise import Exercise
from solver.coaching.doses import load_text, percent_of_best
from solver.scenario import Scenario
from solver.weights import Plates, Weight, parse_weight


def load_of(exercise: Exercise, most: int, rir: int | None, scenario: Scenario) -> str | None:
    """Return the load of a set: a weight, a share of the best single, or None (go by RIR).

    A weight is rounded down to what can be loaded, and so never above the share that it stands for
    unless the empty bar is.

    Args:
        exercise: what is done.
        most: the upper end of its repetitions.
        rir: repetitions in reserve.
        scenario: resolved; knows best singles and plates.

    """
    if rir is None or exercise.id not in scenario.maxes:
        return load_text(exercise, most, rir)
    best = parse_weight(scenario.maxes[exercise.id])
    plates = scenario.plates or Plates(unit=best.unit)
    wanted = best.to(plates.unit) * percent_of_best(most + rir) / 100
    return str(Weight(plates.heaviest(wanted, exercise.load), plates.unit))
