"""A missed session: what is left of the week moves to free days, changing as little as possible."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from solver.auditing.judge import hours_between
from solver.auditing.week import Week
from solver.blocks.verdict import Verdicts
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.vocabulary import Pattern, Weekday
from solver.errors import ImpossibleError, InputError
from solver.plan import DISCLAIMER, Plan, Session
from solver.rules import SpacingRule
from solver.scenario import Scenario

Load = dict[str, tuple[float, bool]]
"""Fractional sets of each muscle in a session, and whether any are slow lowering."""


@dataclass(frozen=True)
class Moved:
    """A session that changes its day."""

    title: str
    before: Weekday
    after: Weekday


@dataclass(frozen=True)
class Replanned:
    """A week after a missed session.

    Attributes:
        sessions: those done already, then what is left on its new days.
        moved: those that change their day.
        dropped: those that no day is left for.
        too_near: muscles that sessions load sooner again than recovery asks for (D8), beyond the
            week as it was.
        lost: hard sets of each group that are dropped.
        without: groups and movement patterns that the week had and now has none of.

    """

    sessions: tuple[Session, ...]
    moved: tuple[Moved, ...]
    dropped: tuple[Session, ...]
    too_near: tuple[str, ...]
    lost: dict[str, float]
    without: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Return the week as JSON text."""
        content = {
            "schema_version": 1,
            "kind": "replan",
            "sessions": [session.model_dump(mode="json") for session in self.sessions],
            "moved": [{"title": m.title, "from": m.before, "to": m.after} for m in self.moved],
            "dropped": [session.model_dump(mode="json") for session in self.dropped],
            "too_near": self.too_near,
            "lost": self.lost,
            "without": self.without,
            "disclaimer": DISCLAIMER,
        }
        return json.dumps(content, indent=2, ensure_ascii=False)

    def lines(self) -> Iterator[str]:
        """Yield what changes, a line each."""
        if not self.moved and not self.dropped:
            yield "Nothing has to change."
        for move in self.moved:
            yield f"moved: {move.title}, from {move.before} to {move.after}"
        for session in self.dropped:
            yield f"dropped: {_name(session)} of {session.day}; no day is left that holds it"
        if self.lost:
            sets = ", ".join(f"{name.replace('_', ' ')} {n:g}" for name, n in self.lost.items())
            yield f"sets lost: {sets}"
        if self.without:
            names = ", ".join(name.replace("_", " ") for name in self.without)
            yield f"left with none this week: {names}; another free day (--free) would keep more"
        for line in self.too_near:
            yield f"recovery: {line}"


def replan(
    sessions: Sequence[Session],
    plan: Plan,
    catalogue: Catalogue,
    *,
    missed: Collection[Weekday],
    free: Mapping[Weekday, int | None] | None = None,
) -> Replanned:
    """Move the missed sessions, and where need be later ones, within the days left of the week.

    The days of the later sessions stay open to them. As few sessions as possible are dropped,
    among those the ones with the fewest hard sets, then those that leave the fewest groups and
    movement patterns with none; then recovery comes first, then few moves, then the order, then
    short ways.

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
    days: dict[Weekday, int | None] = {s.day: None for s in left if s.day.number > now.number}
    days |= free
    if not days:
        raise ImpossibleError(
            f"after {now} no day of the week is left; name free days with --free, or go on with "
            "the next week"
        )
    board = _Board(plan, catalogue, ordered)
    chosen = min(_ways(left, days), key=lambda way: board.cost(done, left, way))
    return board.result(done, left, chosen)


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
    candidates = dict.fromkeys(Weekday) if named is None else named
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


Way = tuple[Weekday | None, ...]
"""For each session that is left its day, or None where it is dropped."""


def _ways(left: Sequence[Session], days: Mapping[Weekday, int | None]) -> Iterator[Way]:
    """Yield every way to place as many sessions as there are days for; few enough to try all."""
    for size in range(min(len(left), len(days)), -1, -1):
        found = False
        for kept in combinations(range(len(left)), size):
            for order in permutations(days, size):
                way: list[Weekday | None] = [None] * len(left)
                for place, day in zip(kept, order, strict=True):
                    minutes = days[day]
                    if minutes is not None and left[place].minutes > minutes:
                        break
                    way[place] = day
                else:
                    found = True
                    yield tuple(way)
        if found:
            return


class _Board:
    """Weighs ways to place sessions."""

    def __init__(self, plan: Plan, catalogue: Catalogue, sessions: Sequence[Session]) -> None:
        verdicts = Verdicts(plan, catalogue)
        self._rules = [r for r in verdicts.all_rules if isinstance(r, SpacingRule)]
        self._week: Week = verdicts.week(sessions)
        self._loads = {
            id(session): _load(self._week, number) for number, session in enumerate(sessions)
        }
        self._hard_sets = {
            id(session): sum(entry.item.sets for entry in done if entry.exercise.hard)
            for session, done in zip(sessions, self._week.done, strict=True)
        }
        self._trained = {
            id(session): frozenset(_trained(self._week, number))
            for number, session in enumerate(sessions)
        }
        self._before = set(self._near([(session, session.day) for session in sessions]))

    def cost(
        self, done: Sequence[Session], left: Sequence[Session], way: Way
    ) -> tuple[object, ...]:
        kept = [(s, day) for s, day in zip(left, way, strict=True) if day]
        days = [day.number for _, day in kept]
        moves = [abs(day.number - s.day.number) for s, day in kept if day is not s.day]
        gone = [s for s, day in zip(left, way, strict=True) if not day]
        return (
            sum(self._hard_sets[id(session)] for session in gone),
            len(self._without(gone)),
            len(self._worse(done, kept)),
            len(moves),
            sum(later < earlier for earlier, later in combinations(days, 2)),
            sum(moves),
            days,
        )

    def _without(self, gone: Sequence[Session]) -> list[str]:
        """Return what only sessions that are gone have work for, in the order of the catalogue."""
        out = {id(session) for session in gone}
        rest = frozenset[str]().union(*(t for key, t in self._trained.items() if key not in out))
        names = dict.fromkeys([*self._week.catalogue.groups, *(each.value for each in Pattern)])
        lost = frozenset[str]().union(*(self._trained[key] for key in out)) - rest
        return [name for name in names if name in lost]

    def _worse(
        self, done: Sequence[Session], kept: Sequence[tuple[Session, Weekday]]
    ) -> list[tuple[str, str, str]]:
        """Return the pairs of sessions too near to each other that were not so before."""
        week = [*((session, session.day) for session in done), *kept]
        return [near for near in self._near(week) if near not in self._before]

    def _near(self, week: Sequence[tuple[Session, Weekday]]) -> Iterator[tuple[str, str, str]]:
        for rule in self._rules:
            for first, day in week:
                for muscle, (sets, slow) in self._loads[id(first)].items():
                    if sets <= rule.above:
                        continue
                    needs = rule.heavy_hours if sets >= rule.heavy or slow else rule.hours
                    for second, other in week:
                        again = self._loads[id(second)][muscle][0]
                        if other is not day and again > rule.above:
                            apart = hours_between(day, other)
                            if apart < needs:
                                yield muscle, _name(first), f"{_name(second)}: {apart} of {needs} h"

    def result(self, done: Sequence[Session], left: Sequence[Session], way: Way) -> Replanned:
        kept = [(s, day) for s, day in zip(left, way, strict=True) if day]
        dropped = tuple(s for s, day in zip(left, way, strict=True) if not day)
        sessions = [*done, *(s.model_copy(update={"day": day}) for s, day in kept)]
        lost: dict[str, float] = {}
        for number, session in enumerate(self._week.sessions):
            if session in dropped:
                for name in self._week.catalogue.groups:
                    sets = float(self._week.group_volume(name, self._week.done[number]))
                    if sets:
                        lost[name] = lost.get(name, 0.0) + sets
        return Replanned(
            sessions=tuple(sorted(sessions, key=lambda session: session.day.number)),
            moved=tuple(Moved(_name(s), s.day, day) for s, day in kept if day is not s.day),
            dropped=dropped,
            too_near=tuple(
                f"{muscle.replace('_', ' ')}, {first} to {second}"
                for muscle, first, second in self._worse(done, kept)
            ),
            lost=lost,
            without=tuple(self._without(dropped)),
        )


def _trained(week: Week, number: int) -> Iterator[str]:
    """Yield the groups and movement patterns that a session has any work for."""
    for name in week.catalogue.groups:
        if week.group_volume(name, week.done[number]):
            yield name
    for entry in week.done[number]:
        yield entry.exercise.pattern.value


def _load(week: Week, number: int) -> Load:
    done = week.done[number]
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


def _name(session: Session) -> str:
    return session.title.strip() or f"the session of {session.day}"
