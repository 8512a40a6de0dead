"""The audit of a block: what builds up from week to week (E2, E5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solver.auditing.week import Done
from solver.blocks.audit_parts import Looked, numbers, where
from solver.blocks.block import LETTERS, Week
from solver.blocks.table import BuildUp, Row, block_table


def build_ups(looked: Looked) -> Iterator[str]:
    """Yield weeks with more of a build-up's exercise than its table allows, or with less.

    Less is what does not step: fewer of the planned sets than a row has room for, fewer
    repetitions than it has come to, or an exercise of the base week that never comes.
    """
    for name, build_up in block_table().build_ups.items():
        yield from _never(build_up, looked)
        times = looked.block.settings.trained.get(name, 0)
        last: dict[str, int] = {}
        for week in looked.block.weeks:
            entries = looked.counted(week).all
            done = [entry for entry in entries if entry.exercise.id == build_up.exercise]
            eased = [entry for entry in entries if entry.exercise.id == build_up.instead]
            if week.kind == "deload":
                # The repetitions of its letter's last loading week, with fewer sets.
                if done:
                    yield from _beyond(build_up, build_up.row(max(times - 1, 0)), done, week)
                    if _high(done) != last.get(week.letter, _high(done)):
                        yield f"{where(week)}: {build_up.exercise} for {_high(done)}, not as before"
                continue
            row = build_up.row(times)
            if done:
                last[week.letter] = _high(done)
                yield from _beyond(build_up, row, done, week)
            yield from _behind(build_up, row, done, week, looked)
            times += bool(done or eased)


def _beyond(build_up: BuildUp, row: Row, done: Sequence[Done], week: Week) -> Iterator[str]:
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
    if row.reps_a_week is not None and total > row.reps_a_week:
        yield (
            f"{where(week)}: {total} repetitions of {build_up.exercise}, at most {row.reps_a_week}"
        )


def _behind(
    build_up: BuildUp, row: Row, done: Sequence[Done], week: Week, looked: Looked
) -> Iterator[str]:
    """Yield what of a loading week stays behind its row."""
    sets = sum(entry.item.sets for entry in done)
    room = _room(build_up, row, _planned(build_up, week, looked))
    if sets < room:
        yield (
            f"{where(week)}: {sets} sets of {build_up.exercise}, though its build-up has room for "
            f"{room} of those planned"
        )
    if done:
        most = done[0].exercise.high
        due = row.reps[1] if row.reps else min(most, (row.reps_a_week or most * sets) // sets)
        for entry in done:
            if _high([entry]) < due:
                yield f"{where(week)}: {build_up.exercise} for {_high([entry])}, {due} by now"


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


def _room(build_up: BuildUp, row: Row, planned: Sequence[int]) -> int:
    """Return the most of some planned sets that a row has room for, whole places alone."""
    sums = {0}
    for sets in planned:
        sums |= {total for before in sums if (total := before + sets) <= row.sets}
    return max(
        sets
        for sets in sums
        if not sets or not row.reps_a_week or row.reps_a_week // sets >= build_up.least_reps
    )


def _never(build_up: BuildUp, looked: Looked) -> Iterator[str]:
    """Yield the letters whose base week has the exercise, and whose weeks never do."""
    for letter in LETTERS:
        base = [item for session in looked.base(letter) for item in session.items]
        sets = sum(item.sets for item in base if item.exercise == build_up.exercise)
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


def _high(done: Sequence[Done]) -> int:
    """Return the most repetitions of a set."""
    return max((numbers(entry.item.reps) or (0, 0))[1] for entry in done)
