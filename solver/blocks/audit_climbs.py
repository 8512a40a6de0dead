"""The audit of a block: what builds up from week to week (E2, E5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from solver.auditing.week import Done
from solver.blocks.audit_parts import Looked, numbers, where
from solver.blocks.block import LETTERS, Letter, Week
from solver.blocks.table import BuildUp, Row, block_table


@dataclass(frozen=True)
class _Step:
    """A loading week of a build-up.

    Attributes:
        week: where it is.
        times: in how many weeks it, or the easier exercise, was trained before.
        total: repetitions of the exercise in the week.
        could: all totals that its rows allow with the sets of the week, whole places alone.

    """

    week: Week
    times: int
    total: int
    could: frozenset[int]


def build_ups(looked: Looked) -> Iterator[str]:
    """Yield weeks with more of a build-up's exercise than its table allows, with less, or a fall.

    A week has as many repetitions as its row has room for, but no more than the next loading week
    has, until the table's end: so they never fall. Weeks of the easier exercise alone prepare for
    sets of it, but repetitions begin with the first week of the exercise itself (E2).
    """
    for name, build_up in block_table().build_ups.items():
        yield from _never(build_up, looked)
        yield from _alone(build_up, looked)
        # Weeks trained: of the exercise or the easier one, and of the exercise itself.
        times = real = looked.block.settings.trained.get(name, 0)
        last: dict[str, int] = {}
        curve: list[_Step] = []
        for week in looked.block.weeks:
            entries = looked.counted(week).all
            done = [entry for entry in entries if entry.exercise.id == build_up.exercise]
            eased = [entry for entry in entries if entry.exercise.id == build_up.instead]
            planned = _planned(build_up, week, looked)
            if week.kind == "deload":
                # The repetitions of its letter's last loading week, with fewer sets.
                if done:
                    row = build_up.row_of(max(times - 1, 0), max(real - 1, 0))
                    yield from _beyond(build_up, row, done, planned, week)
                    if _high(done) != last.get(week.letter, _high(done)):
                        yield f"{where(week)}: {build_up.exercise} for {_high(done)}, not as before"
                continue
            row = build_up.row_of(times, real)
            if done:
                last[week.letter] = _high(done)
                yield from _beyond(build_up, row, done, planned, week)
            if planned:
                most = looked.catalogue.find(build_up.exercise).high
                could = frozenset(_totals(build_up, row, planned, most))
                curve.append(_Step(week, times, _total(done), could))
            times += bool(done or eased)
            real += bool(done)
        yield from _curve(build_up, curve)


def _curve(build_up: BuildUp, curve: Sequence[_Step]) -> Iterator[str]:
    """Yield weeks that have fewer repetitions than the one before, or than they could have."""
    end = len(build_up.rows) - 1
    for step, after in zip_longest(curve, curve[1:]):
        limit = after.total if after is not None and after.times <= end else None
        if limit is not None and limit < step.total:
            yield (
                f"{where(after.week)}: {build_up.exercise} falls from {step.total} repetitions to "
                f"{limit} before its build-up ends"
            )
        more = [t for t in step.could if t > step.total and (limit is None or t <= limit)]
        if more:
            yield (
                f"{where(step.week)}: {step.total} repetitions of {build_up.exercise}, though its "
                f"build-up has come to {max(more)}"
            )


def _totals(build_up: BuildUp, row: Row, planned: Sequence[int], most: int) -> Iterator[int]:
    """Yield the repetitions that a week may have, by which of its places have the exercise."""
    sums = {0}
    for sets in planned:
        sums |= {total for before in sums if (total := before + sets) <= row.sets}
    most_a_week = _most_a_week(build_up, row, planned)
    for sets in sums:
        for reps in range(build_up.least_reps, (row.reps[1] if row.reps else most) + 1):
            if most_a_week is None or sets * reps <= most_a_week:
                yield sets * reps


def _most_a_week(build_up: BuildUp, row: Row, planned: Sequence[int]) -> int | None:
    """Return the most repetitions of a week: the row's, or the fewest that its least place has."""
    if row.reps_a_week is None:
        return None
    return max(row.reps_a_week, build_up.least_reps * min(planned, default=0))


def _alone(build_up: BuildUp, looked: Looked) -> Iterator[str]:
    """Yield an exercise that one week of the pair has and the other has not, where none says so."""
    letters = [letter for letter in LETTERS if _base_sets(build_up, letter, looked)]
    if len(letters) != 1:
        return
    name = looked.catalogue.find(build_up.exercise).name
    if not any(
        note.startswith(f"{name} is in week {letters[0]} alone") for note in looked.block.notes
    ):
        yield f"week {letters[0]}: has {build_up.exercise} alone, and no note says so"


def _total(done: Sequence[Done]) -> int:
    return sum(entry.item.sets * _high([entry]) for entry in done)


def _beyond(
    build_up: BuildUp, row: Row, done: Sequence[Done], planned: Sequence[int], week: Week
) -> Iterator[str]:
    sets = sum(entry.item.sets for entry in done)
    if sets > row.sets:
        yield f"{where(week)}: {sets} sets of {build_up.exercise}, at most {row.sets}"
    total = 0
    for entry in done:
        high = _high([entry])
        total += entry.item.sets * high
        if row.reps is not None and high > row.reps[1]:
            yield f"{where(week)}: {build_up.exercise} for {high}, at most {row.reps[1]}"
        if not build_up.least_reps <= high <= entry.exercise.high:
            yield f"{where(week)}: {build_up.exercise} for {high}, which is no hard set of it"
    most = _most_a_week(build_up, row, planned)
    if most is not None and total > most:
        yield f"{where(week)}: {total} repetitions of {build_up.exercise}, at most {most}"


def _planned(build_up: BuildUp, week: Week, looked: Looked) -> list[int]:
    """Return the sets of a week wherever its base week has the exercise."""
    if not looked.same_shape(week):
        return []
    return [
        item.sets
        for session, base in zip(week.sessions, looked.base(week.letter), strict=True)
        for item, planned in zip(session.items, base.items, strict=True)
        if planned.exercise == build_up.exercise
    ]


def _never(build_up: BuildUp, looked: Looked) -> Iterator[str]:
    """Yield the letters whose base week has the exercise, and whose weeks never do."""
    for letter in LETTERS:
        sets = _base_sets(build_up, letter, looked)
        weeks = looked.of_letter(letter)
        seen = any(
            item.exercise == build_up.exercise
            for week in weeks for session in week.sessions for item in session.items
        )  # fmt: skip
        if sets and weeks and not seen:
            yield (
                f"week {letter}: {sets} sets of {build_up.exercise} are planned, but its build-up "
                f"never comes to it; it ends with {build_up.most_sets} sets a week"
            )


def _base_sets(build_up: BuildUp, letter: Letter, looked: Looked) -> int:
    """Return the sets of the exercise in a base week."""
    base = [item for session in looked.base(letter) for item in session.items]
    return sum(item.sets for item in base if item.exercise == build_up.exercise)


def _high(done: Sequence[Done]) -> int:
    """Return the most repetitions of a set."""
    return max((numbers(entry.item.reps) or (0, 0))[1] for entry in done)
