"""What a log says of clean work and of ladders: what was below its range or reserve, which rung.

A ladder's step and a build-up wait for what was not clean (G15); a main lift begins lighter (G4).
A step that the log shows was not taken is none (R116).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from solver.blocks.audit_parts import Looked, numbers
from solver.blocks.block import LETTERS, Letter, Week
from solver.blocks.dosing import main_lifts
from solver.blocks.log import Done, Log
from solver.blocks.table import block_table
from solver.catalogue.vocabulary import Weekday
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


@dataclass(frozen=True)
class Standing:
    """What stands at a place of a week, from the first week of its letter to the last.

    Attributes:
        letter: of the week.
        day: of the session.
        base: what the base week has there.
        weeks: what the loading weeks of the letter have there, by number, in their order.

    """

    letter: Letter
    day: Weekday
    base: Item
    weeks: Mapping[int, Item]

    @property
    def last(self) -> Item:
        """What the last loading week has there."""
        return self.weeks[max(self.weeks)]

    @property
    def rungs(self) -> list[str]:
        """The exercises that it had, from the lowest; one alone where no ladder went up."""
        names = list(dict.fromkeys(item.exercise for item in self.weeks.values()))
        return names[-1:] if any(stands_in(name) for name in names) else names


def stands_in(exercise: str) -> bool:
    """Tell whether an exercise is the easier one of a build-up."""
    return any(exercise == each.instead for each in block_table().build_ups.values())


def standings_of(looked: Looked) -> Iterator[Standing]:
    """Yield the places of the last loading week of each letter.

    Where that week has another shape than its base week nothing is known of the weeks before.
    """
    for letter in LETTERS:
        for last in looked.of_letter(letter)[-1:]:
            same = looked.same_shape(last)
            weeks = [week for week in looked.of_letter(letter) if looked.same_shape(week)]
            for number, session in enumerate(last.sessions):
                for order, item in enumerate(session.items):
                    yield Standing(
                        letter,
                        session.day,
                        looked.base(letter)[number].items[order] if same else item,
                        {w.number: w.sessions[number].items[order] for w in weeks}
                        if same
                        else {last.number: item},
                    )


def reached(looked: Looked, log: Log) -> list[tuple[Standing, Item]]:
    """Return each place with what the person came to there (R116, G15).

    That is what the last loading week has, unless the log has a lower rung in the last weeks of
    the block, since the step was due, and not the one of that week: then it is the lower one, as
    it was planned last. A log says nothing of stops.
    """
    last = len(looked.block.weeks)
    recent = last - block_table().after.recent_weeks + 1
    found = []
    for place in standings_of(looked):
        item, names = place.last, place.rungs
        due = min((w.number for w in looked.loading if _has(w, item.exercise)), default=last)
        done = {r.exercise for r in log.done if r.sets and r.week >= max(due, recent)} & {*names}
        if done and item.exercise not in done:
            top = max(done, key=names.index)
            item = [each for each in place.weeks.values() if each.exercise == top][-1]
        found.append((place, item))
    return found


def _has(week: Week, exercise: str) -> bool:
    return any(item.exercise == exercise for session in week.sessions for item in session.items)


def rung_lines(stand: Iterable[tuple[Standing, Item]]) -> Iterator[str]:
    """Yield the steps of ladders that the log shows were not taken."""
    lower = dict.fromkeys(
        (place.last.exercise, item.exercise)
        for place, item in stand
        if item.exercise != place.last.exercise
    )
    for planned, done in lower:
        yield (
            f"ladder: {planned} is not behind you: the log has {done} in its place in the last "
            "weeks of the block, so the ladder came no further than that [R116, G15]"
        )


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
    """Return the items of loading weeks, by week and exercise, then by day.

    A lower rung that was done where a ladder had gone up has its own repetitions, as they were
    planned last, and the reserve of that week.
    """
    found: dict[tuple[int, str], dict[str, Item]] = defaultdict(dict)
    for week in looked.loading:
        for session in week.sessions:
            for item in session.items:
                found[week.number, item.exercise].setdefault(session.day, item)
    for place in [each for each in standings_of(looked) if len(each.rungs) > 1]:
        lower: dict[str, Item] = {}
        for number, item in place.weeks.items():
            for name in place.rungs[: place.rungs.index(item.exercise)]:
                as_done = item.model_copy(update={"exercise": name, "reps": lower[name].reps})
                found[number, name].setdefault(place.day, as_done)
            lower[item.exercise] = item
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


def waiting(
    looked: Looked, found: Mapping[str, Unclean], names: Collection[str]
) -> tuple[str, ...]:
    """Return those of the lifts that the block came to that stay on their rung (R116, G15)."""
    return tuple(
        name
        for name in dict.fromkeys(names)
        if name in found and rung_of(looked.catalogue.find(name)) is not None
    )


def clean_lines(
    looked: Looked, found: Mapping[str, Unclean], waits: Collection[str]
) -> Iterator[str]:
    """Yield what waits, and which main lifts begin lighter, with the reason."""
    for name in waits:
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
