"""The last step of a ladder: the same lift with a stop at the bottom (R116)."""

from __future__ import annotations

import re

from solver.blocks.table import block_table
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Unit
from solver.coaching.doses import Window, day_table
from solver.coaching.ladder import rung_of
from solver.plan import Item

_TEMPO = re.compile(r"([0-9])-([0-9])-([0-9])")


def can_stop(exercise: Exercise) -> bool:
    """Tell whether a stop can be the next step of an exercise: it is on a ladder, and not slow."""
    return (
        rung_of(exercise) is not None
        and exercise.measure is Unit.REPS
        and not exercise.eccentric
        and _ordinary(exercise) is not None
    )


def with_stop(window: Window, tempo: str | None) -> tuple[Window, str] | None:
    """Return repetitions and tempo with a stop, None where a tempo has no seconds.

    A repetition takes so many seconds more; so many fewer are done that a set lasts about as long
    as before. The time model (T12) gives sets of a role one length whatever their tempo, and this
    keeps it true.
    """
    found = _TEMPO.fullmatch(tempo or "")
    if found is None:
        return None
    table = block_table().ladder.stop
    down, bottom, up = map(int, found.groups())
    before = down + bottom + up
    after = before + table.seconds
    low, high = (
        max((2 * reps * before + after) // (2 * after), table.least_reps) for reps in window
    )
    return (low, high), f"{down}-{bottom + table.seconds}-{up}"


def stop_words() -> str:
    """Return the sentence that stands first beside a lift with a stop."""
    seconds = block_table().ladder.stop.seconds
    return f"Stop for {seconds} s at the bottom of each repetition: one rung up."


def is_stopped(item: Item, exercise: Exercise) -> bool:
    """Tell whether an item of a block is done with a stop."""
    stop = with_stop((1, 1), _ordinary(exercise)) if can_stop(exercise) else None
    return stop is not None and item.tempo == stop[1]


def without_stop(most: int, item: Item, exercise: Exercise) -> int:
    """Return the upper end of an item's repetitions without its stop, which leaves the weight.

    Of the ends that come to the same with a stop the highest; where a wave moved them it may be
    one off.
    """
    tempo = _ordinary(exercise)
    if not is_stopped(item, exercise):
        return most
    ends = range(most, 4 * most)  # a stop takes no three of four repetitions
    same = [end for end in ends if (stop := with_stop((end, end), tempo)) and stop[0][1] == most]
    return max(same, default=most)


def _ordinary(exercise: Exercise) -> str | None:
    table = day_table().tempo
    if exercise.role in table.fast_roles or exercise.id in table.exercises:
        return None
    return table.ordinary.get(exercise.rep_seconds)
