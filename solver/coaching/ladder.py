"""What is said of a lift on one leg: its rung, what follows, which side begins (R116, R117).

``data/ladders.yaml`` has the rungs; ``solver.rules.ladders`` reads it.
"""

from __future__ import annotations

from collections.abc import Iterator

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.loading import load_catalogue
from solver.catalogue.vocabulary import Level, Role, Unit
from solver.rules.ladders import LadderTable, Rung, parse_table, rung_of
from solver.rules.ladders import find_rung as _rung
from solver.rules.ladders import ladder_table as _table

__all__ = ["ladder_note", "parse_table", "rung_of", "weak_side_note"]


def ladder_note(
    exercise: Exercise,
    level: Level,
    items: frozenset[str],
    catalogue: Catalogue | None = None,
) -> str | None:
    """Return one line on the ladder: this rung, and what follows. None where there is none.

    Args:
        exercise: what is planned.
        level: up to which rung a person starts; nothing above their level is named.
        items: equipment at hand; nothing that needs more is named.
        catalogue: where the next exercise is looked up; the standard one by default.

    """
    rung = _rung(exercise)
    if rung is None:
        return None
    table = _table()
    able = _Able(load_catalogue() if catalogue is None else catalogue, level, items)
    here = f"rung {rung.rung} of {len(table.rungs)}: {_how(exercise, rung, table)}"
    if rung.rung > table.top[level]:
        start = able.start_below(exercise, table.top[level])
        return f"{here}; new to it: start with {start.name}" if start else here
    after = able.next_after(exercise, table.top[level])
    return f"{here}; next: {after.name if after else rung.otherwise}"


def weak_side_note(exercise: Exercise) -> str | None:
    """Return which side begins and what the other does; None where both work at once."""
    if exercise.sides == 1 or exercise.role is Role.DRILL:
        return None
    texts = _table().weak_side
    return {Unit.REPS: texts.reps, Unit.HOLD: texts.hold, Unit.DISTANCE: texts.distance}[
        exercise.measure
    ]


def next_up(
    exercise: Exercise, level: Level, items: frozenset[str], catalogue: Catalogue
) -> Exercise | None:
    """Return the next exercise up the ladder that a person can do, None where there is none.

    It stands on the same rung or the next one, and never above the highest of the level.
    """
    rung = rung_of(exercise)
    if rung is None:
        return None
    top = min(_table().top[level], rung + 1)
    return _Able(catalogue, level, items).next_after(exercise, top)


def next_rung(exercise: Exercise, catalogue: Catalogue) -> Exercise | None:
    """Return the next exercise up of a catalogue, whoever can do it; None where there is none."""
    able, rung = _Able(catalogue, Level.ADVANCED, frozenset()), rung_of(exercise) or 0
    return next((o for o in able.above(exercise) if (rung_of(o) or 0) >= rung), None)


def why_no_next(
    exercise: Exercise, level: Level, items: frozenset[str], catalogue: Catalogue
) -> str:
    """Say why :func:`next_up` finds nothing for a lift that climbs a ladder."""
    rung, top = rung_of(exercise) or 0, _table().top[level]
    other = next_rung(exercise, catalogue)
    if other is None:
        return f"the catalogue has nothing above it (rung {rung} of {len(_table().rungs)})"
    if (rung_of(other) or 0) > top:
        return f"rung {top} is the highest of the level {level.value}"
    if missing := sorted({other.load, *other.supports} - items):
        return f"{other.name} needs {', '.join(missing).replace('_', ' ')}"
    if other.level.rung > level.rung:
        return f"{other.name} is for the level {other.level.value}"
    return f"{other.name} is more than a rung up"


class _Able:
    """What a person can do of a catalogue."""

    def __init__(self, catalogue: Catalogue, level: Level, items: frozenset[str]) -> None:
        self.catalogue = catalogue
        self.level = level
        self.items = items

    def can(self, exercise: Exercise) -> bool:
        return (
            exercise.load in self.items
            and self.items.issuperset(exercise.supports)
            and exercise.level.rung <= self.level.rung
        )

    def next_after(self, exercise: Exercise, top: int) -> Exercise | None:
        """Return the next exercise up: the one linked, else one that links back to this."""
        least = rung_of(exercise) or 0
        for other in self.above(exercise):
            if self.can(other) and least <= (rung_of(other) or 0) <= top:
                return other
        return None

    def above(self, exercise: Exercise) -> Iterator[Exercise]:
        """Yield what stands above an exercise, whoever can do it."""
        if exercise.harder in self.catalogue.exercises:
            yield self.catalogue.exercises[exercise.harder]
        back = [other for other in self.catalogue if other.easier == exercise.id]
        yield from sorted(back, key=lambda other: (rung_of(other) or 0, other.id))

    def start_below(self, exercise: Exercise, top: int) -> Exercise | None:
        """Return the nearest exercise down the ladder that stands low enough to start with."""
        below = exercise
        while below.easier in self.catalogue.exercises:  # never a circle: loading sees to it
            below = self.catalogue.exercises[below.easier]
            if self.can(below) and 0 < (rung_of(below) or 0) <= top:
                return below
        return None


def _how(exercise: Exercise, rung: Rung, table: LadderTable) -> str:
    how = rung.how.format(load=exercise.load.replace("_", " "))
    opposite = table.families[exercise.family].opposite and "{load}" in rung.how
    return f"{how} {table.opposite_hand}" if opposite else how
