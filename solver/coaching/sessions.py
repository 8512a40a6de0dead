"""Turns placed sets into sessions: exercises in order, with repetitions, effort and rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Level, Pattern, Unit, Weekday
from solver.plan import Item, Session

LARGE_FIRST = (
    Pattern.SQUAT, Pattern.HINGE, Pattern.HORIZONTAL_PUSH, Pattern.HORIZONTAL_PULL,
    Pattern.VERTICAL_PUSH, Pattern.VERTICAL_PULL, Pattern.LUNGE, Pattern.HIP_EXTENSION,
)  # fmt: skip
"""Within a role class large muscles come before small ones (evidence C13)."""


def make_sessions(
    placed: Mapping[Weekday, Sequence[tuple[Exercise, int]]],
    budgets: Mapping[Weekday, int],
    level: Level,
    catalogue: Catalogue,
) -> tuple[Session, ...]:
    """Return the sessions of a week, Monday first.

    Args:
        placed: for each training day, exercises with their sets.
        budgets: minutes of each day.
        level: sets the repetitions in reserve.
        catalogue: for doses and times.

    """
    days = sorted(placed, key=lambda day: day.number)
    return tuple(
        _session(number, day, placed[day], budgets[day], level, catalogue)
        for number, day in enumerate(days, start=1)
    )


def _session(
    number: int,
    day: Weekday,
    work: Sequence[tuple[Exercise, int]],
    budget: int,
    level: Level,
    catalogue: Catalogue,
) -> Session:
    ordered = sorted(work, key=lambda pair: _place(pair[0]))
    items = tuple(_item(exercise, sets, level, catalogue) for exercise, sets in ordered)
    return Session(
        day=day,
        title=f"Session {number}",
        budget_minutes=budget,
        minutes=session_seconds(work, budget, catalogue) / 60,
        items=items,
    )


def _place(exercise: Exercise) -> tuple[int, int, str]:
    """Power, main, secondary … as evidence C13 orders them; large before small; then by id."""
    patterns = [*LARGE_FIRST, exercise.pattern]
    return exercise.role.place, patterns.index(exercise.pattern), exercise.id


def _item(exercise: Exercise, sets: int, level: Level, catalogue: Catalogue) -> Item:
    return Item(
        exercise=exercise.id,
        name=exercise.name,
        role=exercise.role,
        sets=sets,
        reps=dose_text(exercise),
        rir=_rir(exercise, level, catalogue),
        tempo="slow lowering" if exercise.eccentric else None,
        rest_seconds=catalogue.times.rest[exercise.role],
        sides=exercise.sides,
    )


def _rir(exercise: Exercise, level: Level, catalogue: Catalogue) -> int | None:
    """Return the repetitions to keep in reserve; holds, carries, hops and drills have none."""
    if exercise.measure is not Unit.REPS or not exercise.hard:
        return None
    return catalogue.doses[exercise.role].rir[level]


def dose_text(exercise: Exercise) -> str:
    """Return the range of a set, as ``6-8``, ``20-40 s`` or ``20-40 m``."""
    unit = {Unit.REPS: "", Unit.HOLD: " s", Unit.DISTANCE: " m"}[exercise.measure]
    span = str(exercise.low) if exercise.low == exercise.high else f"{exercise.low}-{exercise.high}"
    return f"{span}{unit}"


def session_seconds(work: Sequence[tuple[Exercise, int]], budget: int, catalogue: Catalogue) -> int:
    """Return the length of a session by the time model (T12), warm-up included."""
    times, doses = catalogue.times, catalogue.doses
    total = times.warm_up(budget * 60)
    for exercise, sets in work:
        own = exercise.setup_seconds
        total += times.set_up[exercise.load] if own is None else own
        total += doses[exercise.role].ramp_sets * times.ramp_set
        total += sets * (exercise.sides * times.work[exercise.role] + times.rest[exercise.role])
    return total
