"""Room for a lift that takes longer to set up: a set given up where minutes alone are short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from solver.blocks.block import Volume
from solver.blocks.frames import Frame, Place, Work, at, places, sets_of, with_given
from solver.blocks.table import block_table

MINUTES = "minutes"
"""The rule that a set given up may mend."""

LEAST_SETS = 2
"""An exercise that gives up a set has so many before."""


@dataclass(frozen=True)
class Fit:
    """A week that keeps its rules, and what to say of each set given up for it."""

    work: Work
    given: list[str]


def make_room(
    frame: Frame, work: Work, where: Sequence[Place], paths: Sequence[Work], volume: Volume
) -> Fit | str:
    """Return a changed week that fits, one set of its sessions given up where it has to be.

    Args:
        frame: the week before the change.
        work: the week after it.
        where: the places that change.
        paths: the weeks with all numbers of sets that it may come to have.
        volume: of the block: how far groups may lie from the base week.

    Returns:
        the week, or the rules that it would break.

    """
    broken = _broken(frame, work, paths, volume)
    if not broken:
        return Fit(work, [])
    if broken == {MINUTES}:
        for gives in product(*_choices(frame, work, where, paths)):
            changed = with_given(work, gives)
            if not _broken(frame, changed, paths, volume):
                return Fit(changed, [_line(frame, changed, place) for place in gives])
    return _named(frame, work, paths, broken)


def _broken(frame: Frame, work: Work, paths: Sequence[Work], volume: Volume) -> set[str]:
    """Return what a week breaks with any of its numbers of sets."""
    table = block_table().volume
    down = up = table.flat
    if volume == "ramp":
        down, up = table.ramp.down, table.ramp.up
    base = frame.base_groups
    found: set[str] = set()
    for path in paths:
        week = sets_of(work, path)
        found |= frame.newly_broken(week)
        groups = frame.groups(week)
        if any(not -down <= groups[name] - base[name] <= up for name in base):
            found.add("distance from the base week")
    return found


def _choices(
    frame: Frame, work: Work, where: Sequence[Place], paths: Sequence[Work]
) -> list[list[Place]]:
    """Return, for each session that a change makes too long, what may give up a set."""
    found = []
    for session in sorted({place.session for place in where}):
        if any(_over(frame, sets_of(work, path), session) > 0 for path in paths):
            mine = [place for place in where if place.session == session]
            found.append(list(_givers(work, session, mine, paths)))
    return found


def _givers(
    work: Work, session: int, mine: Sequence[Place], paths: Sequence[Work]
) -> Iterator[Place]:
    """Yield accessories of a session, those with most sets first, at last the lift itself.

    Sets of a superset change together, and build-ups have tables of their own.
    """
    built = {
        name
        for table in block_table().build_ups.values()
        for name in (table.exercise, table.instead)
    }
    free = [
        place
        for place, entry in places(work)
        if place.session == session
        and entry.base.superset is None
        and entry.base.exercise not in built
        and min(at(sets_of(work, path), place).sets for path in paths) >= LEAST_SETS
    ]
    others = [
        place
        for place in free
        if place not in mine and at(work, place).exercise.role in block_table().ladder.gives
    ]
    yield from sorted(others, key=lambda place: (-at(work, place).sets, -place.item))
    yield from (place for place in free if place in mine)


def _over(frame: Frame, work: Work, session: int) -> float:
    """Return by how many minutes a session is too long."""
    found = frame.bare(work)[session]
    return found.minutes - found.budget_minutes


def _line(frame: Frame, work: Work, place: Place) -> str:
    day = frame.sessions[place.session].day.value.capitalize()
    name = at(work, place).exercise.name
    return f"{name} gives up a set on {day} of week {frame.letter} for the longer set-up."


def _named(frame: Frame, work: Work, paths: Sequence[Work], broken: set[str]) -> str:
    """Name rules that would break; of minutes, by how many."""
    sessions = range(len(frame.sessions))
    over = max(_over(frame, sets_of(work, path), each) for path in paths for each in sessions)
    return ", ".join(
        f"{name} ({over:.1f} too many)" if name == MINUTES else name for name in sorted(broken)
    )
