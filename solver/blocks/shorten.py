"""A session with fewer sets, for a day that has fewer minutes than it takes.

Its leading lift keeps all its sets. The rest gives up as few hard sets as it can, those of lifts
of several joints last, exercises of a superset together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from solver.blocks.dosing import Entry, Person, bare_session, entries_of, lead_lifts
from solver.blocks.table import block_table
from solver.catalogue.vocabulary import Role
from solver.plan import Session


@dataclass(frozen=True)
class Cut:
    """An exercise with fewer sets; none where it is left out."""

    exercise: str
    name: str
    before: int
    after: int

    def __str__(self) -> str:
        """Say it in a few words."""
        if self.after:
            return f"{self.name} {self.after} of {self.before} sets"
        return f"without {self.name}"


@dataclass(frozen=True)
class Fitted:
    """A session as it fits a day; without ``cuts``, its warm-up alone is shorter, or nothing."""

    session: Session
    cuts: tuple[Cut, ...] = ()

    @property
    def fewer(self) -> int:
        """Sets that were cut, hard or not."""
        return sum(cut.before - cut.after for cut in self.cuts)


Cost = tuple[int, ...]
"""What is lost: sets of the last roles, hard sets, sets of each other role but the first, sets,
exercises."""


@dataclass(frozen=True)
class _Way:
    """Some exercises of a session with the sets that they keep."""

    cost: Cost
    seconds: int = 0
    exercises: int = 0
    fewer: tuple[int, ...] = ()
    entries: tuple[tuple[int, Entry], ...] = ()

    @property
    def rank(self) -> tuple[Cost, tuple[int, ...]]:
        """Least loss first; of equal ones, what comes later in the session is cut."""
        return self.cost, self.fewer

    def __add__(self, other: _Way) -> _Way:
        cost = tuple(a + b for a, b in zip(self.cost, other.cost, strict=True))
        return _Way(
            cost,
            self.seconds + other.seconds,
            self.exercises + other.exercises,
            (*self.fewer, *other.fewer),
            (*self.entries, *other.entries),
        )


class Shortener:
    """Shortens one session for days of any length."""

    def __init__(self, session: Session, person: Person) -> None:
        self.session = session
        self._person = person
        self._entries = entries_of(session, person.catalogue)
        self._lead = set(lead_lifts(session))
        self._ways: list[_Way] | None = None

    @property
    def seconds(self) -> int:
        """How long it takes as it is, by the time model (T12)."""
        return self._seconds(self._entries, self.session.budget_minutes)

    def fit(self, minutes: int | None) -> Fitted | None:
        """Return the session as it fits so many minutes, None where no shorter one does.

        As it is where it fits. Else it is one of so many minutes, which may have the shorter
        warm-up, with as little cut as can be.
        """
        if minutes is None or self.seconds <= 60 * minutes:
            return Fitted(self.session)
        fitting = [
            (way.rank, -budget, way)
            for budget in self._budgets(minutes)
            for way in self._all()
            if way.seconds + self._seconds((), budget) <= 60 * budget
        ]
        if not fitting:
            return None
        _, budget, way = min(fitting, key=lambda each: each[:2])
        return self._made(way, -budget)

    def missing(self, minutes: int) -> float:
        """Return by how many minutes a day is too short for the shortest that it can be."""
        shortest = min(way.seconds for way in self._all())
        need = [
            shortest + self._seconds((), budget)
            for budget in (self._short, self._short + 1)
            if budget > self._short or shortest + self._seconds((), budget) <= 60 * budget
        ]
        return need[0] / 60 - minutes

    @property
    def _short(self) -> int:
        """The longest session with the short warm-up, in minutes."""
        return self._person.catalogue.times.short_up_to // 60

    def _budgets(self, minutes: int) -> set[int]:
        """Return how long a session may be on a day, the longest with a short warm-up among them.

        Else a minute more, which takes the full warm-up, would cost sets.
        """
        return {minutes, min(minutes, self._short)}

    def _seconds(self, entries: Sequence[Entry], budget: int) -> int:
        session = self.session.model_copy(update={"budget_minutes": budget})
        return round(bare_session(session, entries, self._person).minutes * 60)

    # ---- what may be cut ------------------------------------------------------------------------

    def _all(self) -> list[_Way]:
        """Return the ways that keep enough exercises, none that takes longer and loses more."""
        if self._ways is None:
            found = {0: [_Way(cost=_cost((), (), gone=False))]}
            for unit in self._units():
                options = list(self._options(unit))
                grown: dict[int, list[_Way]] = {}
                for way in (way for ways in found.values() for way in ways):
                    for option in options:
                        more = way + option
                        grown.setdefault(more.exercises, []).append(more)
                found = {count: _best(ways) for count, ways in grown.items()}
            least = min(len(self._entries), block_table().shorten.least_exercises)
            self._ways = [way for n, ways in found.items() if n >= least for way in ways]
        return self._ways

    def _units(self) -> Iterator[list[int]]:
        """Yield the places of what is cut together: each superset, and each other exercise."""
        seen: set[str] = set()
        for place, entry in enumerate(self._entries):
            letter = entry.base.superset
            if letter is None:
                yield [place]
            elif letter not in seen:
                seen.add(letter)
                yield [p for p, e in enumerate(self._entries) if e.base.superset == letter]

    def _options(self, unit: Sequence[int]) -> Iterator[_Way]:
        """Yield an exercise or superset with all its sets, with fewer, and left out."""
        entries = [self._entries[place] for place in unit]
        fewest = min(entry.sets for entry in entries)
        most = fewest
        if any(place in self._lead for place in unit):
            most = 0
        elif any(entry.exercise.role is Role.MAIN for entry in entries):
            most = fewest - 1
        for fewer in range(most + 1):
            gone = fewer == fewest
            kept = [] if gone else [
                (place, _with_sets(entry, entry.sets - fewer))
                for place, entry in zip(unit, entries, strict=True)
            ]  # fmt: skip
            cuts = [entry.sets if gone else fewer for entry in entries]
            bare = self.session.budget_minutes
            yield _Way(
                _cost(entries, cuts, gone=gone),
                self._seconds([entry for _, entry in kept], bare) - self._seconds((), bare),
                len(kept),
                (sum(cuts),),
                tuple(kept),
            )

    # ---- what comes of it -----------------------------------------------------------------------

    def _made(self, way: _Way, budget: int) -> Fitted:
        kept = dict(way.entries)
        cuts = tuple(
            Cut(entry.exercise.id, entry.exercise.name, entry.sets, after)
            for place, entry in enumerate(self._entries)
            if (after := kept[place].sets if place in kept else 0) < entry.sets
        )
        entries = [kept[place] for place in sorted(kept)]
        base = self.session.model_copy(update={"budget_minutes": budget})
        if base.warm_up:
            warm_up = self._person.warm_up([entry.exercise for entry in entries], budget)
            base = base.model_copy(update={"warm_up": warm_up})
        return Fitted(bare_session(base, entries, self._person), cuts)


def _with_sets(entry: Entry, sets: int) -> Entry:
    return Entry(entry.base, entry.exercise, sets)


def _cost(entries: Sequence[Entry], cuts: Sequence[int], *, gone: bool) -> Cost:
    table = block_table().shorten
    last = hard = 0
    steps = [0] * len(table.gives)
    for entry, fewer in zip(entries, cuts, strict=True):
        role = entry.exercise.role
        step = next((n for n, roles in enumerate(table.gives) if role in roles), None)
        if step is None:
            last += fewer
        else:
            steps[step] += fewer
        hard += fewer * entry.exercise.hard
    return (last, hard, *reversed(steps[1:]), sum(cuts), len(entries) if gone else 0)


def _best(ways: Sequence[_Way]) -> list[_Way]:
    """Return the ways of which none takes as long or less time and loses less."""
    found: list[_Way] = []
    for way in sorted(ways, key=lambda way: (way.seconds, way.rank)):
        if not found or way.rank < found[-1].rank:
            found.append(way)
    return found
