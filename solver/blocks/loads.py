"""Loads of a block: percent of the best single, or kilograms and pounds where it is known."""

from __future__ import annotations

from dataclasses import dataclass

from solver.bodyweight import parse_bodyweight
from solver.catalogue.exercise import Exercise
from solver.coaching.doses import day_table, load_text, percent_of_best
from solver.scenario import Scenario
from solver.weights import (
    Plates,
    Unit,
    Weight,
    lifts_body,
    parse_weight,
    takes_best,
    weight_limits,
)


@dataclass(frozen=True)
class Load:
    """What a set is meant to be loaded with, and what can be; ``body`` is lifted as well.

    All in ``unit``, that of the plates; ``meant`` is below nothing where the body alone is heavier
    than body and weight together should be.
    """

    meant: float
    loaded: float
    body: float
    unit: Unit

    @property
    def percent_off(self) -> float:
        """By how many percent what is lifted is more (or less, below 0) than what is meant."""
        return 100 * (self.loaded - self.meant) / (self.meant + self.body)


def load_of(exercise: Exercise, most: int, rir: int | None, scenario: Scenario) -> str | None:
    """Return the load of a set: a weight, a share of the best single, or None (go by RIR).

    A weight is rounded down to what can be loaded, and so never above the share that it stands for
    unless the empty bar, the lightest dumbbell or the body is.

    Args:
        exercise: what is done.
        most: the upper end of its repetitions.
        rir: repetitions in reserve.
        scenario: resolved; knows best singles, plates and bodyweight.

    """
    load = weigh(exercise, most, rir, scenario)
    return load_text(exercise, most, rir) if load is None else str(Weight(load.loaded, load.unit))


def weigh(exercise: Exercise, most: int, rir: int | None, scenario: Scenario) -> Load | None:
    """Return the load of a set in weight; None where no best single, or no bodyweight, is known.

    Args as for :func:`load_of`.

    """
    if rir is None or exercise.id not in scenario.maxes or lacks_body(exercise, scenario):
        return None
    best = parse_weight(scenario.maxes[exercise.id])
    plates = scenario.plates or Plates(unit=best.unit)
    body = _body(exercise, scenario, plates.unit)
    meant = (best.to(plates.unit) + body) * share_of_best(most + rir) - body
    loaded = plates.heaviest(meant, exercise.load)
    if lifts_body(exercise) and loaded > meant:
        loaded = 0  # the body alone, where a bar would be empty
    return Load(meant, loaded, body, plates.unit)


def lacks_body(exercise: Exercise, scenario: Scenario) -> bool:
    """Tell whether the body is lifted too and nobody said what it weighs."""
    return lifts_body(exercise) and scenario.bodyweight is None


def share_of_best(reps: int) -> float:
    """Return the share of the best single with which so many repetitions can be done (G5, G6)."""
    last = max(day_table().load.percent)
    ((end, lightest),) = weight_limits().long.items()
    percent = percent_of_best(min(reps, last))
    if reps > last:
        percent += (lightest - percent) * (min(reps, end) - last) / (end - last)
    return percent / 100


def best_single(weight: Weight, reps: int, exercise: Exercise, scenario: Scenario) -> Weight | None:
    """Return the best single that a set stands for, which :func:`weigh` turns round.

    Args:
        weight: that was lifted, without the body.
        reps: that could have been done, those in reserve included.
        exercise: what was done.
        scenario: knows the bodyweight.

    Returns:
        None where the lift takes no best single, or a bodyweight is lacking.

    """
    if not takes_best(exercise) or lacks_body(exercise, scenario):
        return None
    body = _body(exercise, scenario, weight.unit)
    return Weight((weight.amount + body) / share_of_best(reps) - body, weight.unit)


def _body(exercise: Exercise, scenario: Scenario, unit: Unit) -> float:
    if scenario.bodyweight is None or not lifts_body(exercise):
        return 0
    return Weight(parse_bodyweight(scenario.bodyweight).kg, "kg").to(unit)
