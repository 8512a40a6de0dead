"""Which sessions of a block a log says were done: by what was trained, not by the day alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from solver.blocks.block import Block
from solver.blocks.log import Log
from solver.blocks.table import block_table
from solver.catalogue.vocabulary import Weekday
from solver.plan import Session


@dataclass(frozen=True)
class Attended:
    """What became of the sessions of a week.

    Attributes:
        planned: how many there were.
        moved: those done on another day, as the day planned and the day done.
        missed: the days of those that were not done.

    """

    planned: int
    moved: tuple[tuple[Weekday, Weekday], ...]
    missed: tuple[Weekday, ...]


def attended(sessions: Sequence[Session], log: Log, week: int) -> Attended:
    """Return which sessions of a week were done, on whatever day of it.

    A day of the log goes to the session that it has most exercises of, its own where that is a
    tie. On its own day any exercise will do, even others than planned; on another day half of the
    session's exercises, or nothing but exercises of it. Two sessions may be done on one day.

    Args:
        sessions: as planned.
        log: what was done.
        week: the number of the week.

    """
    rows: dict[Weekday, set[str]] = {}
    for row in log.done:
        if row.week == week and row.sets:
            rows.setdefault(row.day, set()).add(row.exercise)
    left = {day: set(names) for day, names in rows.items()}
    open_sessions = {session.day: {i.exercise for i in session.items} for session in sessions}
    done: dict[Weekday, Weekday] = {}
    while pair := _best(open_sessions, left, rows):
        planned, day = pair
        done[planned] = day
        left[day] -= open_sessions.pop(planned)
    used = set(done.values())
    for planned in [day for day in open_sessions if day in rows and day not in used]:
        done[planned] = planned  # trained as planned, with other exercises
        del open_sessions[planned]
    return Attended(
        planned=len(sessions),
        moved=tuple((session.day, done[session.day]) for session in sessions
                    if done.get(session.day, session.day) is not session.day),
        missed=tuple(open_sessions),
    )  # fmt: skip


def _best(
    sessions: dict[Weekday, set[str]],
    left: dict[Weekday, set[str]],
    rows: dict[Weekday, set[str]],
) -> tuple[Weekday, Weekday] | None:
    """Return the session and the day of the log that have most in common, if there are any.

    Args:
        sessions: that no day was found for yet, with their exercises.
        left: exercises of each day of the log that are of no session yet.
        rows: all exercises of each day.

    """
    share = block_table().after.moved_percent / 100
    found = [
        (len(common), planned is day, -planned.number, -day.number, planned, day)
        for planned, exercises in sessions.items()
        for day, names in left.items()
        if (common := exercises & names)
        and (planned is day or len(common) >= len(exercises) * share or rows[day] <= exercises)
    ]
    return max(found)[-2:] if found else None


def weeks_told(log: Log) -> range:
    """Return the weeks that a log tells the sets of: from its first to its last with a row of them.

    A week between them that has none was a week off; of those before and after it nothing is known.
    """
    weeks = [row.week for row in log.done]
    return range(min(weeks), max(weeks) + 1) if weeks else range(0)


def missed_lines(block: Block, log: Log) -> Iterator[str]:
    """Yield what moved and missed sessions suggest, of the weeks that the log tells of."""
    told = weeks_told(log)
    weeks = [attended(w.sessions, log, w.number) for w in block.weeks if w.number in told]
    planned = sum(week.planned for week in weeks)
    moved = sum(len(week.moved) for week in weeks)
    missed = sum(len(week.missed) for week in weeks)
    if moved:
        yield f"moved: {moved} of {planned} sessions were done on another day; they count as done"
    if missed:
        yield f"missed: {missed} of {planned} sessions in the weeks of the log"
    days = len(block.weeks[0].sessions)
    limit = block_table().after.missed_percent
    if planned and days > 1 and missed * 100 >= planned * limit:
        yield f"think about {days - 1} days a week instead of {days} (--days {days - 1}) [R146]"
    if not log.done:
        yield "no sets in a log: the next block takes it that all was done as planned"
