"""A missed session: what is left of the week moves to free days, changing as little as possible."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from solver.auditing.judge import hours_between
from solver.auditing.week import Week
from solver.blocks.dosing import Person
from solver.blocks.replanned import Moved, Replanned, Shortened, TooShort, session_name
from solver.blocks.shorten import Fitted, Shortener
from solver.blocks.verdict import Verdicts
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.vocabulary import Pattern, Weekday
from solver.errors import ImpossibleError, InputError
from solver.plan import Plan, Session
from solver.rules import SpacingRule
from solver.scenario import Scenario

Load = dict[str, tuple[float, bool]]
"""Fractional sets of each muscle in a session, and whether any are slow lowering."""


def replan(
    sessions: Sequence[Session],
    plan: Plan,
    catalogue: Catalogue,
    *,
    missed: Collection[Weekday],
    free: Mapping[Weekday, int | None] | None = None,
) -> Replanned:
    """Move the missed sessions, and where need be later ones, within the days left of the week.

    The days of the later sessions stay open to them, with the minutes that they were planned
    with. A session that a day is too short for may be shortened, see
    :mod:`solver.blocks.shorten`. As few hard sets as possible are lost, then as few sessions, then
    as few are cut; then those go that leave the fewest groups and movement patterns with none;
    then recovery comes first, then few moves, then the order, then short ways.

    Args:
        sessions: of a week.
        plan: whose rules say what recovery asks for.
        catalogue: where exercises are looked up.
        missed: days whose sessions were not done.
        free: further days that can be trained on, with their minutes (None: any); left out, those
            that the plan's scenario leaves open, see :func:`open_days`.

    Raises:
        InputError: a day was not planned, or is not after the missed one.
        ImpossibleError: no day is left.

    """
    ordered = sorted(sessions, key=lambda session: session.day.number)
    _check(ordered, missed, free or {})
    now = max(missed, key=lambda day: day.number)
    if free is None:
        free = open_days(plan.scenario, ordered, now)
    done = [s for s in ordered if s.day.number < now.number and s.day not in missed]
    left = [s for s in ordered if s not in done]
    days: dict[Weekday, int | None] = {
        s.day: s.budget_minutes for s in left if s.day.number > now.number
    }
    days |= free
    if not days:
        raise ImpossibleError(
            f"after {now} no day of the week is left; name free days with --free, or go on with "
            "the next week"
        )
    board = _Board(plan, catalogue, ordered, done)
    places = _Places(left, days, free, board.person)
    ways = _cheapest(places.ways(), lambda way: board.loss(left, way))
    chosen = min(ways, key=lambda way: board.cost(left, way))
    return board.result(left, chosen, places)


def open_days(
    scenario: Scenario, sessions: Sequence[Session], now: Weekday
) -> dict[Weekday, int | None]:
    """Return the days after ``now`` that have no session and that a person has not ruled out.

    Who gave a mere number of days has ruled out none, who named weekdays to choose from all but
    those, and who named the days of training all others.
    """
    if not isinstance(scenario.days, int):
        return {}
    named = scenario.available
    candidates: dict[Weekday, int | None] = dict.fromkeys(Weekday)
    if named is not None:
        candidates = {day: minutes or scenario.minutes for day, minutes in named.items()}
    taken = {session.day for session in sessions}
    return {
        day: minutes
        for day, minutes in candidates.items()
        if day.number > now.number and day not in taken
    }


def _check(
    sessions: Sequence[Session], missed: Collection[Weekday], free: Mapping[Weekday, int | None]
) -> None:
    planned = [session.day for session in sessions]
    if len(set(planned)) != len(planned):
        raise InputError("replan: two sessions are on one day; give each a day of its own")
    if not missed:
        raise InputError("--missed: names no day; say which session was missed, as tue")
    for day in missed:
        if day not in planned:
            raise InputError(f"--missed: no session is on {day}; sessions are on {_list(planned)}")
    now = max(missed, key=lambda day: day.number)
    for day in free:
        if day.number <= now.number:
            raise InputError(f"--free: {day} is not after {now}; name days that are still to come")


def _list(days: Sequence[Weekday]) -> str:
    return ", ".join(day.value for day in days)


Placed = tuple[Weekday, Fitted]
"""A day, and a session as it fits there."""

Way = tuple[Placed | None, ...]
"""For each session that is left where it goes, or None where it is dropped."""


class _Places:
    """Where the sessions that are left may go, and how each fits there."""

    def __init__(
        self,
        left: Sequence[Session],
        days: Mapping[Weekday, int | None],
        free: Collection[Weekday],
        person: Person,
    ) -> None:
        self.days = days
        self.shorteners = [Shortener(session, person) for session in left]
        self._options = [
            [
                (day, fitted)
                for day, minutes in days.items()
                # On its own day a session stays as it was planned.
                if (fitted := each.fit(
                    None if day is each.session.day and day not in free else minutes
                ))
            ]
            for each in self.shorteners
        ]  # fmt: skip

    def ways(self) -> Iterator[Way]:
        """Yield every way to place or drop each session; few enough to try all."""
        yield from self._ways(0, frozenset())

    def _ways(self, place: int, used: frozenset[Weekday]) -> Iterator[Way]:
        if place == len(self._options):
            yield ()
            return
        for option in self._options[place]:
            if option[0] not in used:
                for rest in self._ways(place + 1, used | {option[0]}):
                    yield (option, *rest)
        for rest in self._ways(place + 1, used):
            yield (None, *rest)


def _cheapest(ways: Iterable[Way], loss: Callable[[Way], tuple[int, ...]]) -> list[Way]:
    """Return all ways that lose least."""
    best: tuple[int, ...] | None = None
    found: list[Way] = []
    for way in ways:
        mine = loss(way)
        if best is None or mine < best:
            best, found = mine, []
        if mine == best:
            found.append(way)
    return found


@dataclass(frozen=True)
class _Counted:
    """What counts of a session: its loads, hard sets, sets of groups, and what it trains."""

    load: Load
    hard_sets: int
    groups: dict[str, float]
    trained: frozenset[str]


class _Board:
    """Weighs ways to place sessions."""

    def __init__(
        self,
        plan: Plan,
        catalogue: Catalogue,
        sessions: Sequence[Session],
        done: Sequence[Session],
    ) -> None:
        self._verdicts = Verdicts(plan, catalogue)
        self.person = Person(self._verdicts.scenario, catalogue)
        self._rules = [r for r in self._verdicts.all_rules if isinstance(r, SpacingRule)]
        self._sessions = sessions
        self._done = done
        self._known: dict[int, tuple[Session, _Counted]] = {}
        self._before = set(self._near([(session, session.day) for session in sessions]))

    def _of(self, session: Session) -> _Counted:
        """Count a session, once; it is held so that no other comes to have its identity."""
        if id(session) not in self._known:
            week = self._verdicts.week([session])
            (done,) = week.done
            groups = {name: float(week.group_volume(name, done)) for name in week.catalogue.groups}
            trained = {name for name, sets in groups.items() if sets}
            counted = _Counted(
                load=_load(week),
                hard_sets=sum(entry.item.sets for entry in done if entry.exercise.hard),
                groups=groups,
                trained=frozenset(trained | {entry.exercise.pattern.value for entry in done}),
            )
            self._known[id(session)] = session, counted
        return self._known[id(session)][1]

    def loss(self, left: Sequence[Session], way: Way) -> tuple[int, ...]:
        """Return hard sets lost, sessions dropped, sets cut and sessions shortened."""
        kept = [placed[1] for placed in way if placed]
        return (
            sum(self._of(session).hard_sets for session in left)
            - sum(self._of(fitted.session).hard_sets for fitted in kept),
            len(way) - len(kept),
            sum(fitted.fewer for fitted in kept),
            sum(placed is not None and placed[1].session is not session
                for session, placed in zip(left, way, strict=True)),
        )  # fmt: skip

    def cost(self, left: Sequence[Session], way: Way) -> tuple[object, ...]:
        """Return what decides between ways that lose as much."""
        placed = [(s, each[0]) for s, each in zip(left, way, strict=True) if each]
        days = [day.number for _, day in placed]
        moves = [abs(day.number - s.day.number) for s, day in placed if day is not s.day]
        return (
            len(self._without(way)),
            len(self._worse(way)),
            len(moves),
            sum(later < earlier for earlier, later in combinations(days, 2)),
            sum(moves),
            days,
        )

    def _without(self, way: Way) -> list[str]:
        """Return what the week had work for and has none now, in the order of the catalogue."""
        week = [*self._done, *(placed[1].session for placed in way if placed)]
        rest = frozenset[str]().union(*(self._of(session).trained for session in week))
        before = frozenset[str]().union(*(self._of(s).trained for s in self._sessions))
        names = [*self.person.catalogue.groups, *(each.value for each in Pattern)]
        return [name for name in dict.fromkeys(names) if name in before - rest]

    def _worse(self, way: Way) -> list[tuple[str, str, str]]:
        """Return the pairs of sessions too near to each other that were not so before."""
        week = [
            *((session, session.day) for session in self._done),
            *((placed[1].session, placed[0]) for placed in way if placed),
        ]
        return [near for near in self._near(week) if near not in self._before]

    def _near(self, week: Sequence[tuple[Session, Weekday]]) -> Iterator[tuple[str, str, str]]:
        for rule in self._rules:
            for first, day in week:
                for muscle, (sets, slow) in self._of(first).load.items():
                    if sets <= rule.above:
                        continue
                    needs = rule.heavy_hours if sets >= rule.heavy or slow else rule.hours
                    for second, other in week:
                        again = self._of(second).load[muscle][0]
                        if other is not day and again > rule.above:
                            apart = hours_between(day, other)
                            if apart < needs:
                                yield (
                                    muscle,
                                    session_name(first),
                                    f"{session_name(second)}: {apart} of {needs} h",
                                )

    def result(self, left: Sequence[Session], way: Way, places: _Places) -> Replanned:
        """Return the week of a way, with all that is to be said of it."""
        pairs = list(zip(left, way, strict=True))
        kept = [(session, *placed) for session, placed in pairs if placed]
        dropped = tuple(session for session, placed in pairs if not placed)
        after = [
            *self._done, *(fitted.session.model_copy(update={"day": d}) for _, d, fitted in kept)
        ]  # fmt: skip
        used = {day for _, day, _ in kept}
        lost = {
            name: sum(self._of(s).groups[name] for s in self._sessions)
            - sum(self._of(s).groups[name] for s in after)
            for name in self.person.catalogue.groups
        }
        return Replanned(
            sessions=tuple(sorted(after, key=lambda session: session.day.number)),
            moved=tuple(
                Moved(session_name(s), s.day, day) for s, day, _ in kept if day is not s.day
            ),
            dropped=dropped,
            too_near=tuple(
                f"{muscle.replace('_', ' ')}, {first} to {second}"
                for muscle, first, second in self._worse(way)
            ),
            lost={name: sets for name, sets in lost.items() if sets},
            without=tuple(self._without(way)),
            shortened=tuple(
                Shortened(session_name(s), day, minutes, s.minutes, fitted)
                for s, day, fitted in kept
                if fitted.session is not s and (minutes := places.days[day])
            ),
            too_short=tuple(
                TooShort(session_name(each.session), day, minutes, each.missing(minutes))
                for each in places.shorteners
                if each.session in dropped
                for day, minutes in places.days.items()
                if day not in used and minutes
            ),
        )


def _load(week: Week) -> Load:
    """Return the load of a week of one session."""
    (done,) = week.done
    return {
        muscle: (
            float(week.volume(muscle, done)),
            any(
                e.exercise.eccentric and e.exercise.hard and muscle in e.exercise.muscles
                for e in done
            ),
        )
        for muscle in week.catalogue.muscles
    }
