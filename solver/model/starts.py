"""Weeks that were solved before, as a place to begin: ``data/starts.jsonl``.

A search that begins at a good week needs to find little and can go straight to the proof. Nothing
rests on these weeks: exercises that a person cannot do are left out, every rule is in the model as
ever, and what is claimed of a plan is proved when it is made. A week that no longer fits costs a
moment. ``make starts`` writes the file anew.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations

from solver.catalogue.exercise import Exercise
from solver.model.problem import Problem
from solver.paths import DATA
from solver.plan import Plan, Session
from solver.rules import BoundRule, Tier
from solver.scenario import Scenario

FILE = DATA / "starts.jsonl"

MISSING = 12
"""An exercise that is not on offer counts like so many minutes of difference."""

OTHER_KIT = 60
"""A week made for other equipment counts like so many minutes: all of it may be on offer and yet
be second choice."""

OTHER_LEVEL = 20
"""So does one made for another level."""

OTHER_WISHES = 5
"""And each thing that only one of the two persons protects, shows or puts first."""

MOST = 6
"""Weeks that are looked at where more than the nearest are equally near."""

NEAR = "near"
"""The name of a week that is to come before all others."""

WEEK = 7

Place = tuple[int, int]
"""A choice and a day, by index."""

Sessions = tuple[tuple[tuple[tuple[str, int], ...], ...], ...]
"""Of each session what is done one after the other, an exercise or two, each with its sets."""


@dataclass(frozen=True)
class Start:
    """A week that was solved before.

    Attributes:
        name: what it was made for.
        split: the id of its split.
        kit: the equipment it was made for, as the scenario names it.
        level: of the person.
        minutes: of each session.
        worth: its value in each tier above stimulus when it was written.
        written: its sessions as the file has them.
        wishes: what its person protects, shows and puts first; see :func:`wishes_of`.

    """

    name: str
    split: str
    kit: str
    level: str
    minutes: tuple[int, ...]
    worth: tuple[int, ...]
    written: tuple[str, ...]
    wishes: str = ""

    @cached_property
    def sessions(self) -> Sessions:
        """Of each what is done one after the other: an exercise, or the two of a superset.

        Read when it is asked for: most weeks of the file are of other splits.
        """
        return tuple(
            tuple(
                tuple((name, int(sets)) for name, sets in (w.split(":") for w in part.split("+")))
                for part in session.split()
            )
            for session in self.written
        )

    @classmethod
    def of_plan(cls, plan: Plan, name: str) -> Start:
        """Return the week of a plan."""
        worth = (tier.value for tier in plan.tiers if tier.name is not Tier.STIMULUS)
        return cls.of_week(name, plan.split, plan.scenario, worth, plan.sessions)

    @classmethod
    def of_week(
        cls,
        name: str,
        split: str,
        scenario: Scenario,
        worth: Iterable[int],
        sessions: Sequence[Session],
    ) -> Start:
        """Return these sessions, made for a scenario."""
        return cls(
            name,
            split,
            " ".join(scenario.equipment),
            scenario.level.value,
            tuple(session.budget_minutes for session in sessions),
            tuple(worth),
            tuple(" ".join(_parts(session)) for session in sessions),
            wishes_of(scenario),
        )

    @classmethod
    def parse(cls, line: str) -> Start:
        """Read a line of the file."""
        content = json.loads(line)
        return cls(
            content["name"], content["split"], content["kit"], content["level"],
            tuple(content["minutes"]), tuple(content["worth"]), tuple(content["sessions"]),
            content.get("wishes", ""),
        )  # fmt: skip

    def line(self) -> str:
        """Return the line of the file that :meth:`parse` reads."""
        content = {
            "name": self.name,
            "split": self.split,
            "kit": self.kit,
            "level": self.level,
            "minutes": self.minutes,
            "worth": self.worth,
            "sessions": self.written,
        }
        if self.wishes:
            content["wishes"] = self.wishes
        return json.dumps(content, ensure_ascii=True)

    def names(self) -> Iterator[str]:
        """Yield the id of every exercise, as often as it comes."""
        for session in self.sessions:
            for part in session:
                yield from (name for name, _ in part)


def _parts(session: Session) -> Iterator[str]:
    """Yield exercises with their sets as the file has them, those of a superset joined by +."""
    pairs: dict[str, list[tuple[str, int]]] = {}
    for item in session.items:
        if item.superset is None:
            yield f"{item.exercise}:{item.sets}"
        else:
            pairs.setdefault(item.superset, []).append((item.exercise, item.sets))
    for pair in pairs.values():
        yield "+".join(f"{name}:{sets}" for name, sets in sorted(pair))


@cache
def load_starts() -> tuple[Start, ...]:
    """Read the file; there is nothing to begin with where it is missing."""
    if not FILE.exists():
        return ()
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return tuple(Start.parse(line) for line in lines if line)


@dataclass(frozen=True)
class Placed:
    """A week that was solved before, as a problem sees it.

    Attributes:
        doses: for (choice, day), the sets that it has there.
        pairs: the (choice, choice, day), the lower choice first, that it does as supersets.
        worth: its value in each tier above stimulus when it was written.
        same_minutes: its sessions were made for as many minutes as those days have.
        same_person: it was made for equipment, level, wishes and minutes as these.

    """

    doses: dict[Place, int]
    pairs: frozenset[tuple[int, int, int]]
    worth: tuple[int, ...]
    same_minutes: bool
    same_person: bool

    @property
    def whole(self) -> bool:
        """Tell whether it fell short in nothing when it was written."""
        return not any(self.worth)


@dataclass(frozen=True)
class Recalled:
    """What weeks that were solved before say about a problem.

    Attributes:
        among: the choices that any of them has, or what is most like them.
        days: those that lie best, by index.
        weeks: on those days, the nearest first.

    """

    among: frozenset[int]
    days: tuple[int, ...]
    weeks: tuple[Placed, ...]


def wishes_of(scenario: Scenario) -> str:
    """Return in words what a person protects, shows and puts first: it bends a week's targets."""
    return " ".join(sorted([*scenario.protect, *scenario.signs, *scenario.priorities]))


def recall(problem: Problem, starts: Iterable[Start], nearest: int, alike: int) -> Recalled | None:
    """Return what the nearest weeks of the same split say; None where there is none.

    Args:
        problem: what to solve.
        starts: weeks that were solved before.
        nearest: so many of them lend their exercises.
        alike: so many choices stand in for an exercise that is not on offer.

    """
    scenario = problem.scenario
    known = {name: index for index, choice in enumerate(problem.choices) for name in choice.members}
    fitting = [start for start in starts if _fits(start, problem)]
    if not fitting:
        return None
    apart = [_distance(start, problem, known) for start in fitting]
    order = sorted(range(len(fitting)), key=lambda place: apart[place])
    equal = [place for place in order[nearest:MOST] if apart[place] == apart[order[0]]]
    places = [*order[:nearest], *equal]
    lenders = [fitting[place] for place in places]
    names = dict.fromkeys(name for start in lenders for name in start.names())
    stands = {name: _stand_ins(name, problem, known, alike) for name in names}
    among = {
        index for start in lenders[:nearest] for name in start.names() for index in stands[name]
    }
    among |= {known[name] for name in (*scenario.pin, *scenario.favour) if name in known}
    among.update(_demanded(problem, frozenset(among), alike))
    days = _spread(problem)
    weeks: dict[Sessions, int] = {}
    for place in places:
        weeks.setdefault(fitting[place].sessions, place)  # some are the same
    placed = tuple(
        _placed(fitting[place], problem, days, stands, same=not apart[place])
        for place in weeks.values()
    )
    return Recalled(frozenset(among), days, placed)


def _demanded(problem: Problem, among: Collection[int], most: int) -> Iterator[int]:
    """Yield the plainest choices for what guardrails ask for and no choice of these is.

    A protected knee takes the pogo hops out of a week; a rule still asks for work of the feet.
    """
    wanted = {
        term
        for rule in problem.rules
        if isinstance(rule, BoundRule) and rule.tier is Tier.GUARDRAILS and rule.lower is not None
        for term in rule.measure
        if term.times > 0
    }
    for term in sorted(wanted, key=str):
        shares = problem.shares[term]
        full = {i for b, bundle in enumerate(problem.bundles) if shares[b] for i in bundle.choices}
        if full and full.isdisjoint(among):
            plainest = sorted(full, key=lambda i: (problem.choices[i].odd, i))
            yield from plainest[:most]


def _fits(start: Start, problem: Problem) -> bool:
    return start.split == problem.scenario.split_id and len(start.written) == problem.count


def _distance(start: Start, problem: Problem, known: Mapping[str, int]) -> float:
    """Return how far a week is from a problem, as minutes."""
    if start.name == NEAR:
        return -1.0
    missing = sum(name not in known for name in start.names())
    other = start.kit != " ".join(problem.scenario.equipment)
    level = start.level != problem.scenario.level
    minutes = [day.budget_minutes for day in problem.days]
    offered = sorted(minutes, reverse=True)[: len(start.minutes)]
    apart = sum(
        abs(one - other)
        for one, other in zip(sorted(start.minutes, reverse=True), offered, strict=True)
    )
    wishes = len({*start.wishes.split()} ^ {*wishes_of(problem.scenario).split()})
    return (
        MISSING * missing + OTHER_KIT * other + OTHER_LEVEL * level + OTHER_WISHES * wishes + apart
    )


def _stand_ins(name: str, problem: Problem, known: Mapping[str, int], most: int) -> list[int]:
    """Return the choice that an exercise is in, or those most like it where it is not on offer."""
    if name in known:
        return [known[name]]
    exercise = problem.catalogue.exercises.get(name)
    if exercise is None:
        return []
    alike = [
        (_likeness(choice.exercise, exercise), index)
        for index, choice in enumerate(problem.choices)
        if choice.exercise.pattern is exercise.pattern
    ]
    return [index for _, index in sorted(alike, key=lambda pair: (-pair[0], pair[1]))[:most]]


def _likeness(one: Exercise, other: Exercise) -> int:
    return (
        2 * len({*one.direct} & {*other.direct})
        + 2 * (one.role is other.role)
        + (one.laterality is other.laterality)
        + (one.plane is other.plane)
        + (one.eccentric is other.eccentric)
    )


def _spread(problem: Problem) -> tuple[int, ...]:
    """Return days that lie far apart, by index; of equally good ones those with most minutes."""

    def worth(chosen: tuple[int, ...]) -> tuple[Sequence[int], int]:
        numbers = [problem.days[d].weekday.number for d in chosen]
        gaps = [
            (later - earlier - 1) % WEEK + 1
            for earlier, later in zip(numbers, (*numbers[1:], numbers[0]), strict=True)
        ]
        return sorted(gaps), sum(problem.days[d].seconds for d in chosen)

    return max(combinations(range(len(problem.days)), problem.count), key=worth)


def _placed(
    start: Start,
    problem: Problem,
    days: Sequence[int],
    stands: Mapping[str, Sequence[int]],
    *,
    same: bool,
) -> Placed:
    """Put the sessions of a week on days."""
    doses: dict[Place, int] = {}
    pairs: set[tuple[int, int, int]] = set()
    for day, session in zip(days, start.sessions, strict=True):
        for part in session:
            known = [(stands[name][0], sets) for name, sets in part if stands[name]]
            doses.update({(index, day): sets for index, sets in known})
            if len(known) > 1:
                first, second = sorted(index for index, _ in known)
                pairs.add((first, second, day))
    minutes = tuple(problem.days[day].budget_minutes for day in days)
    return Placed(doses, frozenset(pairs), start.worth, minutes == start.minutes, same)
