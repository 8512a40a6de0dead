"""How heavy each session of each week is, so that every main lift meets all that it should (R143).

Each session goes on by one class from one turn of its letter to the next. Letters take turns as
waves do, so that order alone may bring heavy work into easy weeks only: which turn is which class
is therefore chosen, and where that is not enough two turns of a session change places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise, product

from solver.blocks.block import LETTERS, Letter
from solver.blocks.dosing import heavy_mains, lead_lifts
from solver.blocks.frames import Frame
from solver.blocks.waves import Slot
from solver.catalogue.vocabulary import Weekday
from solver.coaching.doses import INTENSITIES, Intensity

Week = tuple[Intensity, ...]
"""The class of each session of a week."""

Turns = tuple[Week, ...]
"""The weeks of a letter, in their order."""

REFUSED = 3
"""So many numbers of an order's worth, from the first, have to be zero for the audit."""

STARTS = 20
"""From so many orders exchanges begin at most, where those before led to none that it accepts."""


def classes_of(frames: Mapping[Letter, Frame], plan: Sequence[Slot]) -> dict[int, Week]:
    """Return the class of each session, by the number of the week.

    Args:
        frames: the two base weeks.
        plan: the weeks of the block.

    """
    table = _Table(frames, plan)
    turns = _best(table)
    # A deload is the week of its letter before it, done lighter.
    return {slot.number: turns[slot.letter][slot.turn - (slot.kind == "deload")] for slot in plan}


def departs(days: Sequence[Weekday], week: Week, usual: Sequence[str | None]) -> int:
    """Return by how much the classes of a week depart from R98: 0 if not at all.

    What counts is each class that the base week has and this one lacks, and each pair of heavy
    sessions on neighbouring days beyond those of one class that the base week has.

    Args:
        days: of the sessions.
        week: their classes.
        usual: the classes in the base week; what has none there takes its turn with the others.

    """
    kinds = len(set(usual)) if all(usual) else min(len(usual), len(INTENSITIES))
    together = max(_beside(days, usual, name) for name in INTENSITIES)
    return max(kinds - len(set(week)), 0) + max(_beside(days, week, "heavy") - together, 0)


def departure(days: Sequence[Weekday], week: Week, usual: Sequence[str | None]) -> Iterator[str]:
    """Yield what to say of a week that departs from R98; see :func:`departs`."""
    if not departs(days, week, usual):
        return
    lacking = [name for name in INTENSITIES if name not in week]
    named = " or ".join("for volume" if name == "volume" else name for name in lacking)
    none = f", none is {named}" if lacking else ""
    beside = ", some on neighbouring days" if _beside(days, week, "heavy") else ""
    yield (
        f"{week.count('heavy')} sessions are heavy{beside}{none}: so every main lift is heavy in a "
        "hard week too; other weeks spread the classes (R98)."
    )


def _beside(days: Sequence[Weekday], week: Sequence[str | None], name: str) -> int:
    """Return how many pairs of sessions of a class lie on neighbouring days."""
    own = [day for day, each in zip(days, week, strict=True) if each == name]
    return sum(one.is_beside(other) for one, other in combinations(own, 2))


class _Table:
    """What can be asked of classes: which lifts are heavy in a week, and which weeks are hard."""

    def __init__(self, frames: Mapping[Letter, Frame], plan: Sequence[Slot]) -> None:
        self.frames = frames
        loading = [slot for slot in plan if slot.kind == "loading"]
        self.hard = {
            letter: [slot.wave == "hard" for slot in loading if slot.letter == letter]
            for letter in LETTERS
        }
        self.starts = {letter: _starts(frame) for letter, frame in frames.items()}
        self._known: dict[tuple[Letter, Week], tuple[frozenset[str], int]] = {}
        self._marks: dict[tuple[Letter, Turns], tuple[frozenset[str], int, int, int, int]] = {}

    def heavy(self, letter: Letter, week: Week) -> frozenset[str]:
        """Return the main lifts that are heavy, those apart that C11 holds back."""
        return self._look(letter, week)[0]

    def held_back(self, letter: Letter, week: Week) -> int:
        """Return how many main lifts of heavy sessions C11 holds back."""
        return self._look(letter, week)[1]

    def uneven(self, letter: Letter, week: Week) -> int:
        """Return by how much a week departs from R98: see :func:`departs`."""
        sessions = self.frames[letter].sessions
        days, usual = ([s.day for s in sessions], [s.intensity for s in sessions])
        return departs(days, week, usual)

    def _look(self, letter: Letter, week: Week) -> tuple[frozenset[str], int]:
        if (letter, week) not in self._known:
            frame = self.frames[letter]
            found = heavy_mains(frame.sessions, frame.base, week, frame.person, frame.kinds)
            asked = sum(
                len(_leads(frame, place)) for place, own in enumerate(week) if own == "heavy"
            )
            self._known[letter, week] = frozenset(found), asked - len(found)
        return self._known[letter, week]

    def mains(self, letter: Letter) -> frozenset[str]:
        """Return the main lifts of a letter."""
        frame = self.frames[letter]
        return frozenset(
            name for place in range(len(frame.sessions)) for name in _leads(frame, place)
        )

    def covered(self, letter: Letter, turns: Turns) -> frozenset[str]:
        """Return the main lifts that are heavy in a hard week of a letter."""
        hard = zip(self.hard[letter], turns, strict=True)
        return frozenset().union(*(self.heavy(letter, week) for is_hard, week in hard if is_hard))

    def never_heavy(self, letter: Letter, turns: Turns) -> int:
        """Return how many main lifts are heavy in no week of a letter."""
        found = frozenset().union(*(self.heavy(letter, week) for week in turns))
        return len(self.mains(letter) - found)

    def marks(self, letter: Letter, turns: Turns) -> tuple[frozenset[str], int, int, int, int]:
        """Return what an order reaches: lifts heavy in hard weeks; lifts never heavy.

        And by how much its weeks depart from R98, those that are not hard, where nothing excuses
        it, and all; and how many lifts C11 holds back.
        """
        if (letter, turns) not in self._marks:
            departs = [self.uneven(letter, week) for week in turns]
            self._marks[letter, turns] = (
                self.covered(letter, turns),
                self.never_heavy(letter, turns),
                sum(n for n, hard in zip(departs, self.hard[letter], strict=True) if not hard),
                sum(departs),
                sum(self.held_back(letter, week) for week in turns),
            )
        return self._marks[letter, turns]

    def worth(self, turns: Mapping[Letter, Turns]) -> tuple[int, ...]:
        """Return what both orders fall short of together; what the audit refuses comes first."""
        covered, *rest = zip(*(self.marks(each, turns[each]) for each in LETTERS), strict=True)
        never, stray, uneven, held_back = (sum(numbers) for numbers in rest)
        return never, len(self.due.difference(*covered)), stray, uneven, held_back

    @cached_property
    def due(self) -> frozenset[str]:
        """The main lifts that some hard week has."""
        return frozenset().union(
            *(self.mains(letter) for letter in LETTERS if any(self.hard[letter]))
        )


def _leads(frame: Frame, place: int) -> list[str]:
    """Return the main lifts of a session whose class changes."""
    session, entries = frame.sessions[place], frame.base[place]
    return [
        session.items[lead].exercise for lead in lead_lifts(session) if entries[lead].kept is None
    ]


def _starts(frame: Frame) -> tuple[int, ...]:
    """Return the number of each session's class; one without begins with one of its own.

    That is the next one, or on a Sunday before a Monday the one that neither neighbour has.
    """
    starts: list[int] = []
    for place, session in enumerate(frame.sessions):
        own = place % len(INTENSITIES)
        if session.intensity in INTENSITIES:
            own = INTENSITIES.index(session.intensity)
        elif place > 1 and session.day.is_beside(frame.sessions[0].day) and own == starts[0]:
            own = next(c for c in range(len(INTENSITIES)) if c not in (starts[0], starts[-1]))
        starts.append(own)
    return tuple(starts)


@dataclass(frozen=True)
class _Way:
    """One order of classes of a letter: what it reaches, and how far it is from the usual."""

    turns: Turns
    covered: frozenset[str]
    never: int
    odd: int


def _best(table: _Table) -> dict[Letter, Turns]:
    """Return the orders of both letters that depart least from what is asked of classes.

    Exchanges find the nearest good orders, not always the best. So where the audit would refuse
    those that are nearest to the usual, they begin from the others in turn.
    """
    best: dict[Letter, Turns] = {}
    for start in _shifted(table)[:STARTS]:
        found = _swapped(start, table)
        if not best or table.worth(found) < table.worth(best):
            best = found
        if not any(table.worth(best)[:REFUSED]):
            break
    return best


def _shifted(table: _Table) -> list[dict[Letter, Turns]]:
    """Return pairs of orders, those first that take most main lifts heavy in hard weeks."""
    ways = {letter: list(_ways(letter, table)) for letter in LETTERS}
    due = table.due

    def worth(pair: tuple[_Way, ...]) -> tuple[int, int, int]:
        covered = frozenset().union(*(way.covered for way in pair))
        return (
            sum(way.never for way in pair), len(due - covered), sum(way.odd for way in pair)
        )  # fmt: skip

    pairs = sorted(product(*(ways[letter] for letter in LETTERS)), key=worth)
    return [{letter: way.turns for letter, way in zip(LETTERS, p, strict=True)} for p in pairs]


def _ways(letter: Letter, table: _Table) -> Iterator[_Way]:
    """Yield the least odd order of a letter for each set of lifts that is heavy in hard weeks."""
    number, classes = len(table.hard[letter]), len(INTENSITIES)
    best: dict[tuple[frozenset[str], int], _Way] = {}
    for shifts in product(range(classes), repeat=number):
        if len(set(shifts)) < min(classes, number):
            continue
        turns = tuple(
            tuple(INTENSITIES[(start + shift) % classes] for start in table.starts[letter])
            for shift in shifts
        )
        odd = sum(shift != turn % classes for turn, shift in enumerate(shifts))
        odd += sum(before == after for before, after in pairwise(shifts))
        way = _Way(turns, table.covered(letter, turns), table.never_heavy(letter, turns), odd)
        key = way.covered, way.never
        if key not in best or way.odd < best[key].odd:
            best[key] = way
    yield from best.values()


def _swapped(turns: dict[Letter, Turns], table: _Table) -> dict[Letter, Turns]:
    """Return the orders with turns of a session exchanged wherever a main lift gains by it.

    Then with further ones, as long as fewer weeks depart from R98 by it and no lift loses.
    """
    best = table.worth(turns)
    if not any(best[:2]):
        return turns
    while any(best):
        found = min(_exchanges(turns), key=table.worth, default=turns)
        if table.worth(found) >= best and best[3]:
            two = (other for one in _exchanges(turns) for other in _exchanges(one))
            found = min(two, key=table.worth, default=turns)
        if table.worth(found) >= best:
            break
        turns, best = found, table.worth(found)
    return turns


def _exchanges(turns: Mapping[Letter, Turns]) -> Iterator[dict[Letter, Turns]]:
    """Yield all orders in which one session has two of its turns exchanged, or one made another.

    Each session keeps all the classes that it has.
    """
    for letter, weeks in turns.items():
        for place, column in enumerate(zip(*weeks, strict=True)):
            for changed in _columns(column):
                yield {
                    **turns,
                    letter: tuple(
                        (*week[:place], own, *week[place + 1 :])
                        for week, own in zip(weeks, changed, strict=True)
                    ),
                }


def _columns(column: Week) -> Iterator[Week]:
    """Yield what the turns of a session may be changed to by one step."""
    for one, other in combinations(range(len(column)), 2):
        if column[one] != column[other]:
            changed = list(column)
            changed[one], changed[other] = column[other], column[one]
            yield tuple(changed)
    for turn, own in enumerate(column):
        if column.count(own) > 1:
            for name in INTENSITIES:
                if name != own:
                    yield (*column[:turn], name, *column[turn + 1 :])
