"""Weeks that were solved before, as a place to begin: ``data/starts.jsonl``.

A search that begins at a good week needs to find little and can go straight to the proof. Nothing
rests on these weeks: exercises that a person cannot do are left out, every rule is in the model as
ever, and what is claimed of a plan is proved when it is made. A week that no longer fits costs a
moment. ``make starts`` writes the file anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from solver.model.problem import Problem
from solver.paths import DATA
from solver.plan import Plan, Session

FILE = DATA / "starts.jsonl"

NEAREST = 3
"""So many weeks lend their exercises."""

MISSING = 12
"""An exercise that is not on offer counts like so many minutes of difference."""

Place = tuple[int, int]
"""A choice and a day, by index."""


@dataclass(frozen=True)
class Start:
    """A week that was solved before.

    Attributes:
        split: the id of its split.
        kit: the equipment it was made for, as the scenario names it.
        minutes: of each session.
        sessions: for each, what is done one after the other: one exercise, or the two of a
            superset, each with its sets.

    """

    split: str
    kit: str
    minutes: tuple[int, ...]
    sessions: tuple[tuple[tuple[tuple[str, int], ...], ...], ...]

    @classmethod
    def of_plan(cls, plan: Plan) -> Start:
        """Return the week of a plan."""
        return cls(
            plan.split,
            " ".join(plan.scenario.equipment),
            tuple(session.budget_minutes for session in plan.sessions),
            tuple(tuple(_parts(session)) for session in plan.sessions),
        )

    @classmethod
    def parse(cls, line: str) -> Start:
        """Read a line of the file."""
        content = json.loads(line)
        sessions = (
            tuple(
                tuple((name, int(sets)) for name, sets in (w.split(":") for w in part.split("+")))
                for part in session.split()
            )
            for session in content["sessions"]
        )
        return cls(content["split"], content["kit"], tuple(content["minutes"]), tuple(sessions))

    def line(self) -> str:
        """Return the line of the file that :meth:`parse` reads."""
        sessions = [
            " ".join("+".join(f"{name}:{sets}" for name, sets in part) for part in session)
            for session in self.sessions
        ]
        content = {
            "split": self.split,
            "kit": self.kit,
            "minutes": self.minutes,
            "sessions": sessions,
        }
        return json.dumps(content, ensure_ascii=True)

    def names(self) -> Iterator[str]:
        """Yield the id of every exercise, as often as it comes."""
        for session in self.sessions:
            for part in session:
                yield from (name for name, _ in part)


def _parts(session: Session) -> Iterator[tuple[tuple[str, int], ...]]:
    pairs: dict[str, list[tuple[str, int]]] = {}
    for item in session.items:
        if item.superset is None:
            yield ((item.exercise, item.sets),)
        else:
            pairs.setdefault(item.superset, []).append((item.exercise, item.sets))
    yield from (tuple(sorted(pair)) for pair in pairs.values())


@cache
def load_starts(path: Path = FILE) -> tuple[Start, ...]:
    """Read the file; there is nothing to begin with where it is missing."""
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(Start.parse(line) for line in lines if line)


@dataclass(frozen=True)
class Recalled:
    """What weeks that were solved before say about a problem.

    Attributes:
        among: the choices that any of them has.
        doses: for (choice, day), the sets that the nearest of them has there.
        pairs: the (choice, choice, day), the lower choice first, that it does as supersets.

    """

    among: frozenset[int]
    doses: dict[Place, int]
    pairs: frozenset[tuple[int, int, int]]


def recall(problem: Problem, starts: Iterable[Start]) -> Recalled | None:
    """Return what the nearest weeks of the same split say; None where there is none."""
    scenario = problem.scenario
    choice_of = {
        name: index for index, choice in enumerate(problem.choices) for name in choice.members
    }
    minutes = [day.budget_minutes for day in problem.days]
    near = sorted(
        (start for start in starts if _fits(start, problem)),
        key=lambda start: _distance(start, minutes, choice_of),
    )[:NEAREST]
    if not near:
        return None
    wanted = {*scenario.pin, *scenario.favour}
    among = {choice_of[name] for start in near for name in start.names() if name in choice_of}
    among |= {index for name, index in choice_of.items() if name in wanted}
    doses, pairs = _placed(near[0], problem, choice_of)
    return Recalled(frozenset(among), doses, frozenset(pairs))


def _fits(start: Start, problem: Problem) -> bool:
    return start.split == problem.scenario.split_id and len(start.sessions) == problem.count


def _distance(start: Start, minutes: Sequence[int], choice_of: dict[str, int]) -> float:
    """Return how far a week is from a problem, as minutes."""
    missing = sum(name not in choice_of for name in start.names())
    offered = sorted(minutes, reverse=True)[: len(start.minutes)]
    apart = sum(
        abs(one - other)
        for one, other in zip(sorted(start.minutes, reverse=True), offered, strict=True)
    )
    return MISSING * missing + apart


def _placed(
    start: Start, problem: Problem, choice_of: dict[str, int]
) -> tuple[dict[Place, int], set[tuple[int, int, int]]]:
    """Put a week on the days of a problem, where it is clear which days those are."""
    doses: dict[Place, int] = {}
    pairs: set[tuple[int, int, int]] = set()
    if not problem.fixed_days:
        return doses, pairs
    for day, session in enumerate(start.sessions):
        for part in session:
            known = [(choice_of[name], sets) for name, sets in part if name in choice_of]
            doses.update({(index, day): sets for index, sets in known})
            if len(known) > 1:
                first, second = sorted(index for index, _ in known)
                pairs.add((first, second, day))
    return doses, pairs
