"""Ramp sets: how a lift is worked up to, by weight, by easier variants or by easier ways (R110)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Unit
from solver.coaching.warm_up_table import Ramp, Way, warm_ups


def ramp_sets(exercise: Exercise, catalogue: Catalogue) -> int:
    """Return how many ramp sets an exercise has by its role (``data/doses.csv``), mostly none."""
    dose = catalogue.doses.get(exercise.role)  # drills have none
    return dose.ramp_sets if dose else 0


def ramp_notes(
    lift: Exercise, number: int, catalogue: Catalogue, allow: Callable[[Exercise], bool]
) -> Iterator[str]:
    """Yield how each ramp set of a lift is done, the lightest first (R110).

    Args:
        lift: what is worked up to.
        number: how many ramp sets.
        catalogue: has the easier variants of the lift.
        allow: tells whether a variant can be done here.

    """
    ramp = warm_ups().ramp
    way = _way(lift)
    rungs = _rungs(lift, catalogue, allow) if lift.load == "bodyweight" else []
    for index in range(number):
        to_go = number - 1 - index
        reps = (ramp.last if index or number == 1 else ramp.first).reps
        if way is None:
            weight = f"{_percent(index, number, ramp)} % of the working weight"
            yield f"{_dose(lift, min(reps, lift.high), 'rep')} at {weight}"
        elif 0 < to_go <= len(rungs):
            rung = rungs[to_go - 1]
            yield f"{_dose(rung, min(reps, _few(lift), _few(rung)))} as {rung.name}"
        else:
            words = way.light if to_go else way.near
            yield f"{_dose(lift, min(reps, _few(lift)))}, {words}"


def _way(lift: Exercise) -> Way | None:
    """Return how a lift gets easier that has no weight of which to take a share."""
    ways = warm_ups().ramp.unweighed.ways
    named = [way for way in ways if lift.id in way.exercises]
    return next(iter(named + [way for way in ways if lift.load in way.loads]), None)


def _few(lift: Exercise) -> int:
    return max(1, lift.low * warm_ups().ramp.unweighed.reps_percent // 100)


def _percent(index: int, number: int, ramp: Ramp) -> int:
    """Return the share of the working weight in a ramp set; a single one is the last."""
    if number == 1:
        return ramp.last.percent
    rise = ramp.last.percent - ramp.first.percent
    return ramp.first.percent + rise * index // (number - 1)


def _dose(lift: Exercise, reps: int, word: str = "easy rep") -> str:
    """Say the size of a ramp set; one that is held or carried lasts half its least instead."""
    side = " a side" if lift.sides > 1 else ""
    if lift.measure is Unit.REPS:
        return f"{counted(reps, word)}{side}"
    return f"{_few(lift)} {'s' if lift.measure is Unit.HOLD else 'm'}{side}"


def _rungs(
    lift: Exercise, catalogue: Catalogue, allow: Callable[[Exercise], bool]
) -> list[Exercise]:
    """Return easier variants of a lift for the same load and pattern, the nearest first."""
    found: list[Exercise] = []
    seen = {lift.id}
    name = lift.easier
    while name and name not in seen and name in catalogue.exercises:
        rung = catalogue.exercises[name]
        plain = rung.measure is lift.measure and not rung.eccentric and rung.sides <= lift.sides
        if plain and (rung.load, rung.pattern) == (lift.load, lift.pattern) and allow(rung):
            found.append(rung)
        seen.add(name)
        name = rung.easier
    return found


def counted(number: int, what: str) -> str:
    """Return ``1 easy rep`` or ``2 easy reps``."""
    return f"{number} {what}{'' if number == 1 else 's'}"
