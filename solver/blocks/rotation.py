"""Which accessories take turns between the weeks A and B (G14).

An exercise makes room for an equal one only where the audit finds the week no worse for it in any
tier above stimulus. So week B begins as good as A is, and varied.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from solver.auditing import audit_sessions
from solver.auditing.judge import Judge, judge_allowance
from solver.blocks.dosing import Person, bare_session, entries_of
from solver.blocks.table import block_table
from solver.blocks.verdict import Verdicts
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Role, Weekday
from solver.coaching.sessions import item_note, make_sessions
from solver.person import protection_notes, sign_misses, sign_notes, week_notes
from solver.plan import Plan, Session, TierResult
from solver.rules import AllowanceRule, Tier
from solver.rules.kinds import OddnessRule
from solver.rules.ladders import rung_of
from solver.rules.oddness import oddness

FIXED = (Role.POWER, Role.MAIN, Role.SECONDARY)
"""What an equal exercise never takes the place of: lifts stay, accessories vary (G14)."""

TIERS = (Tier.PHYSICAL, Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS)

TRIES = 3
"""So many equal exercises are tried for each."""

ODDER = 1
"""An exercise that is odder than the plainest of its equals by more is not tried."""


@dataclass(frozen=True)
class Rotation:
    """A week in which accessories made room for equal ones.

    Attributes:
        week: the changed week.
        resting: what it was changed in, by id, in the order of the week before.
        lost: what stays although equal ones are at hand, each with the first tier that the best of
            these makes worse.

    """

    week: Plan
    resting: tuple[str, ...]
    lost: dict[str, Tier]


COSTS = {tier: tier.value for tier in Tier} | {Tier.PHYSICAL: "more than a session can hold"}
"""What an equal exercise would cost, in words, by the tier that it makes worse."""


def exercises_of(plan: Plan) -> list[str]:
    """Return the exercises of a week, by id."""
    return [item.exercise for session in plan.sessions for item in session.items]


def rotating(used: Iterable[str], usable: Iterable[Exercise]) -> list[str]:
    """Return those of some exercises that an equal one, not used yet, can take the place of.

    Main and secondary lifts stay, and what builds up from week to week (G14, E2, E5).
    """
    used, usable = list(dict.fromkeys(used)), list(usable)
    fresh = {_key(exercise) for exercise in usable if exercise.id not in used and _varies(exercise)}
    known = {exercise.id: exercise for exercise in usable}
    return [
        name
        for name in used
        if name in known and _varies(known[name]) and _key(known[name]) in fresh
    ]


def _varies(exercise: Exercise) -> bool:
    """Tell whether an exercise may make room for an equal one, or be that."""
    built = {n for each in block_table().build_ups.values() for n in (each.exercise, each.instead)}
    return exercise.role not in FIXED and exercise.id not in built


def _key(exercise: Exercise) -> tuple[Any, ...]:
    """Return what makes exercises equal: the same work for the same muscles, as far up.

    How usual they are, and whether on one side or two, is no part of it: plainness and minutes
    are measured.
    """
    return (
        exercise.role, exercise.pattern, exercise.plane, frozenset(exercise.direct),
        exercise.eccentric, exercise.hard, exercise.loadable_to, rung_of(exercise),
    )  # fmt: skip


def rotated(
    a: Plan,
    usable: Sequence[Exercise],
    keep: Iterable[str],
    catalogue: Catalogue,
    late: Collection[str] = (),
) -> Rotation:
    """Return a week as good as another with other accessories.

    What comes twice a week goes first: two others in its places leave room in plainness for less
    usual ones elsewhere.

    Args:
        a: the week to begin with; it is measured by the rules of its scenario.
        usable: what may be done.
        keep: exercises, by id, that stay.
        catalogue: the exercises there are.
        late: exercises, by id, that stand in only where no other equal can.

    """
    turn = _Turn(a, usable, catalogue, set(late))
    kept = set(keep)
    names = [name for name in rotating(exercises_of(a), usable) if name not in kept]
    for name in sorted(names, key=lambda name: -len(turn.places(name))):
        turn.change(name)
    changed = a.model_copy(update={"sessions": turn.sessions})
    left = set(exercises_of(changed))
    return Rotation(changed, tuple(name for name in names if name not in left), turn.lost)


class _Turn:
    """A week while its accessories make room, one after the other."""

    def __init__(
        self, a: Plan, usable: Sequence[Exercise], catalogue: Catalogue, late: set[str]
    ) -> None:
        self.verdicts = Verdicts(a, catalogue)
        self.sessions = a.sessions
        self.least = tuple(_costs(a.sessions, self.verdicts))
        self.used = set(exercises_of(a))
        self.late = late
        self.usable = [exercise for exercise in usable if _varies(exercise)]
        self.known = {exercise.id: exercise for exercise in self.usable}
        self.lost: dict[str, Tier] = {}
        scenario = self.verdicts.scenario
        self.odd = next(
            (
                oddness(rule, usable, scenario.level, scenario.preferred)
                for rule in self.verdicts.all_rules
                if isinstance(rule, OddnessRule)
            ),
            dict.fromkeys(self.known, 0),
        )

    def places(self, name: str) -> list[int]:
        """Return the sessions that have an exercise, by number."""
        return [
            number
            for number, session in enumerate(self.sessions)
            if any(item.exercise == name for item in session.items)
        ]

    def change(self, name: str) -> None:
        """Put equal exercises in an exercise's place wherever the week is no worse for it.

        A different one in each of its places where that can be.
        """
        before: list[Exercise] = []
        for number in self.places(name):
            worse = self._change_at(number, name, [*self._equals(name), *before], before)
            if worse is not None:
                self.lost[name] = worse

    def _change_at(
        self, number: int, name: str, others: Sequence[Exercise], before: list[Exercise]
    ) -> Tier | None:
        """Change one place; return the first tier that the best other makes worse, if all do."""
        missed = []
        for other in others:
            changed = _with(self.sessions, name, other, self.verdicts, number)
            worse = _first_worse(_costs(changed, self.verdicts), self.least)
            if worse is None:
                self.sessions = changed
                self.used.add(other.id)
                before.append(other)
                return None
            missed.append(worse)
        return max(missed, key=TIERS.index, default=None)

    def _equals(self, name: str) -> list[Exercise]:
        """Return what may take an exercise's place, the first to be tried first.

        No search offers what is much odder than its equals.
        """
        mine = _key(self.known[name])
        equal = [e for e in self.usable if e.id not in self.used and _key(e) == mine]
        least = min((self.odd[e.id] for e in equal), default=0)
        near = [e for e in equal if self.odd[e.id] <= least + ODDER]
        sides = self.known[name].sides
        near.sort(key=lambda e: (e.id in self.late, self.odd[e.id], e.sides != sides))
        return near[:TRIES]


def _first_worse(costs: Iterable[int], least: Sequence[int]) -> Tier | None:
    """Return the first tier in which a week costs more than another."""
    both = zip(TIERS, costs, least, strict=True)
    return next((tier for tier, one, two in both if one > two), None)


def with_other(week: Plan, name: str, other: str, catalogue: Catalogue) -> Plan:
    """Return a week with an exercise in another's place, both by id."""
    verdicts = Verdicts(week, catalogue)
    sessions = _with(week.sessions, name, catalogue.find(other), verdicts)
    return week.model_copy(update={"sessions": sessions})


def taking_turns(a: Plan, b: Plan, catalogue: Catalogue) -> list[str]:
    """Return the accessories of a week that another has an equal one in place of."""
    one, two = ([catalogue.find(name) for name in exercises_of(week)] for week in (a, b))
    theirs = {_key(e) for e in two if e not in one}
    return [e.id for e in one if e not in two and _varies(e) and _key(e) in theirs]


def costs_of(week: Plan, catalogue: Catalogue) -> tuple[int, ...]:
    """Return what a week falls short of in each tier above stimulus, by its scenario's rules."""
    return tuple(_costs(week.sessions, Verdicts(week, catalogue)))


def as_plan(week: Plan, catalogue: Catalogue) -> Plan:
    """Return a changed week as a plan of its own: done as its exercises are, and audited.

    Nothing is proved of it.
    """
    scenario = Verdicts(week, catalogue).scenario
    placed = {
        session.day: [(catalogue.exercises[i.exercise], i.sets) for i in session.items]
        for session in week.sessions
    }
    pairs: dict[Weekday, list[tuple[str, str]]] = {}
    for session in week.sessions:
        by_letter: dict[str, list[str]] = {}
        for item in session.items:
            if item.superset is not None:
                by_letter.setdefault(item.superset, []).append(item.exercise)
        pairs[session.day] = [(both[0], both[1]) for both in by_letter.values() if len(both) == 2]
    sessions = make_sessions(placed, scenario, catalogue, pairs)
    report = audit_sessions(sessions, scenario, catalogue)
    tiers = tuple(
        TierResult(name=tier, value=cost, bound=0, status="feasible" if cost else "optimal")
        for tier, cost in report.costs.items()
    )
    return week.model_copy(
        update={
            "status": "feasible" if any(tier.value for tier in tiers) else "optimal",
            "tiers": tiers,
            "sessions": sessions,
            "measures": report.measures,
            "rules": report.rules,
            "balance_score": report.balance_score,
            "score_parts": report.score_parts,
            # What is said of the search was of the other week.
            "notes": (
                *week_notes(scenario, week.split, report.rules),
                *protection_notes(scenario, catalogue),
                *sign_notes(scenario),
                *sign_misses(scenario, report.rules),
            ),
            "run": None,
        }
    )


def _with(
    sessions: Sequence[Session],
    name: str,
    other: Exercise,
    verdicts: Verdicts,
    number: int | None = None,
) -> tuple[Session, ...]:
    """Return a week with an exercise in another's place, as long as that then takes.

    In one session alone where its number is given.
    """
    person = Person(verdicts.scenario, verdicts.catalogue)
    note = item_note(other, verdicts.scenario, verdicts.catalogue)
    changed = []
    for place, session in enumerate(sessions):
        if number not in (None, place) or all(item.exercise != name for item in session.items):
            changed.append(session)
            continue
        items = tuple(
            item.model_copy(
                update={
                    "exercise": other.id, "name": other.name, "role": other.role,
                    "sides": other.sides, "note": note,
                }
            )
            if item.exercise == name else item
            for item in session.items
        )  # fmt: skip
        bare = session.model_copy(update={"items": items})
        changed.append(bare_session(bare, entries_of(bare, verdicts.catalogue), person))
    return tuple(changed)


def _costs(sessions: Sequence[Session], verdicts: Verdicts) -> Iterator[int]:
    """Yield what a week falls short of in each tier; the next is judged when it is asked for."""
    judge = Judge(verdicts.week(sessions))
    for tier in TIERS:
        rules = [rule for rule in verdicts.all_rules if rule.tier is tier]
        results = [judge.judge(rule) for rule in rules if not isinstance(rule, AllowanceRule)]
        if tier is Tier.PHYSICAL:
            yield sum(result.holds is False for result in results)
            continue
        cost = sum(result.cost for result in results)
        allowance = next((rule for rule in rules if isinstance(rule, AllowanceRule)), None)
        yield cost if allowance is None else judge_allowance(allowance, cost).cost
