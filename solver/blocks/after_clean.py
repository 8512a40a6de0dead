"""What a log says was not clean: repetitions below the range, far less in reserve than planned.

A ladder's step and a build-up wait for it (G15); a main lift begins lighter (G4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from solver.blocks.audit_parts import Looked, numbers
from solver.blocks.block import LETTERS
from solver.blocks.dosing import main_lifts
from solver.blocks.log import Done, Log
from solver.blocks.table import block_table
from solver.coaching.ladder import rung_of
from solver.plan import Item


@dataclass(frozen=True)
class Unclean:
    """An exercise that was not clean in the last weeks that a log has of it.

    Attributes:
        week: the last loading week with repetitions or reserve of it.
        reps: what of its last repetitions was too few, empty where nothing was.
        reserve: where far less was left in reserve than planned, empty where nowhere.

    """

    week: int
    reps: str
    reserve: str

    @property
    def why(self) -> str:
        """Both in one line."""
        return " and ".join(filter(None, [self.reps, self.reserve]))


def unclean(looked: Looked, log: Log) -> dict[str, Unclean]:
    """Return what was not clean, by exercise; of loading weeks, and of what was planned in them."""
    rows: dict[str, list[tuple[Done, Item]]] = defaultdict(list)
    planned = _planned(looked)
    for row in log.done:
        items = planned.get((row.week, row.exercise), {})
        if row.sets and items and not row.reps is row.rir is None:
            rows[row.exercise].append((row, items.get(row.day) or _easiest(items.values())))
    found = {}
    for name, mine in rows.items():
        each = Unclean(max(row.week for row, _ in mine), _reps(mine), _reserve(mine))
        if each.why:
            found[name] = each
    return found


def _planned(looked: Looked) -> Mapping[tuple[int, str], dict[str, Item]]:
    """Return the items of loading weeks, by week and exercise, then by day."""
    found: dict[tuple[int, str], dict[str, Item]] = defaultdict(dict)
    for week in looked.loading:
        for session in week.sessions:
            for item in session.items:
                found[week.number, item.exercise].setdefault(session.day, item)
    return found


def _easiest(items: Iterable[Item]) -> Item:
    """Return the item that asks for least, for a session that was done on another day."""
    return min(items, key=lambda item: (numbers(item.reps) or (0, 0), item.rir or 0))


def _reps(rows: Iterable[tuple[Done, Item]]) -> str:
    """Say what repetitions of the last week with any are below their range."""
    counted = [(row, item) for row, item in rows if row.reps is not None]
    last = max((row.week for row, _ in counted), default=0)
    for row, item in counted:
        window = numbers(item.reps)
        if row.week == last and row.reps is not None and window and row.reps < window[0]:
            return f"{row.reps} done in week {last}, of {item.reps} planned"
    return ""


def _reserve(rows: Iterable[tuple[Done, Item]]) -> str:
    """Say where far less was left in reserve than planned, in the last weeks with any."""
    table = block_table().after.clean
    counted = [(row, item) for row, item in rows if row.rir is not None]
    last = sorted({row.week for row, _ in counted})[-table.weeks :]
    for row, item in sorted(counted, key=lambda each: -each[0].week):
        if row.week not in last or row.rir is None or item.rir is None:
            continue
        if row.rir <= item.rir - table.rir:
            return f"{row.rir} left in reserve in week {row.week}, {item.rir} planned"
    return ""


def waiting(looked: Looked, found: Mapping[str, Unclean]) -> tuple[str, ...]:
    """Return the lifts on one leg that stay on the rung that the block came to (R116, G15)."""
    last = [week for letter in LETTERS for week in looked.of_letter(letter)[-1:]]
    names = [item.exercise for week in last for session in week.sessions for item in session.items]
    return tuple(
        name
        for name in dict.fromkeys(names)
        if name in found and rung_of(looked.catalogue.find(name)) is not None
    )


def clean_lines(looked: Looked, found: Mapping[str, Unclean]) -> Iterator[str]:
    """Yield what waits, and which main lifts begin lighter, with the reason."""
    for name in waiting(looked, found):
        yield f"ladder: {name} takes no step in the next block: {found[name].why} [R116, G15]"
    for build_up in block_table().build_ups.values():
        if each := found.get(build_up.exercise):
            yield (
                f"build-up: {build_up.exercise} begins the next block on the row of its table that "
                f"week {each.week} had: {each.why} [{build_up.source}, G15]"
            )
    mains = dict.fromkeys(
        session.items[place].exercise
        for week in looked.loading
        for session in week.sessions
        for place in main_lifts(session)
    )
    if hard := [f"{n} ({found[n].reserve})" for n in mains if n in found and found[n].reserve]:
        yield (
            f"effort: start lighter with {', '.join(hard)}: with a weight, or without one with "
            "repetitions, that leaves what is planned [G4]"
        )
