"""Which accessories take turns between the weeks A and B (G14).

An exercise makes room for an equal one only where the audit finds the week no worse for it in any
tier above stimulus. So week B begins as good as A is, and varied.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from solver.auditing import audit_sessions
from solver.auditing.judge import Judge, judge_allowance
from solver.blocks.dosing import Person, bare_session, entries_of
from solver.blocks.verdict import Verdicts
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Role, Weekday
from solver.coaching.sessions import item_note, make_sessions
from solver.plan import Plan, Session, TierResult
from solver.rules import AllowanceRule, Tier
from solver.rules.ladders import rung_of

FIXED = (Role.POWER, Role.MAIN, Role.SECONDARY)
"""What an equal exercise never takes the place of: lifts stay, accessories vary (G14)."""

TIERS = (Tier.PHYSICAL, Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS)

TRIES = 3
"""So many equal exercises are tried for each."""


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


def exercises_of(plan: Plan) -> list[str]:
    """Return the exercises of a week, by id."""
    return [item.exercise for session in plan.sessions for item in session.items]


def rotating(used: Iterable[str], usable: Iterable[Exercise]) -> list[str]:
    """Return those of some exercises that an equal one, not used yet, can take the place of.

    Main and secondary lifts stay (G14).
    """
    used, usable = list(dict.fromkeys(used)), list(usable)
    fresh = {_key(exercise) for exercise in usable if exercise.id not in used}
    known = {exercise.id: exercise for exercise in usable}
    return [
        name
        for name in used
        if name in known and known[name].role not in FIXED and _key(known[name]) in fresh
    ]


def _key(exercise: Exercise) -> tuple[Any, ...]:
    """Return what makes exercises equal: the same work for the same muscles, as far up."""
    return (
        exercise.role, exercise.pattern, exercise.plane, exercise.laterality,
        frozenset(exercise.direct), exercise.eccentric, exercise.hard, exercise.rank,
        exercise.loadable_to, rung_of(exercise),
    )  # fmt: skip


def rotated(
    a: Plan,
    usable: Sequence[Exercise],
    keep: Iterable[str],
    catalogue: Catalogue,
    late: Collection[str] = (),
) -> Rotation:
    """Return a week as good as another with other accessories.

    Args:
        a: the week to begin with; it is measured by the rules of its scenario.
        usable: what may be done.
        keep: exercises, by id, that stay.
        catalogue: the exercises there are.
        late: exercises, by id, that stand in only where no other equal can.

    """
    verdicts = Verdicts(a, catalogue)
    sessions, least = a.sessions, _costs(a.sessions, verdicts)
    used, kept = set(exercises_of(a)), set(keep)
    known = {exercise.id: exercise for exercise in usable}
    resting, lost = [], {}
    for name in rotating(exercises_of(a), usable):
        if name in kept:
            continue
        missed = []
        for other in _equals(known[name], usable, used, late)[:TRIES]:
            changed = _with(sessions, name, other, verdicts)
            worse = _first_worse(_costs(changed, verdicts), least)
            if worse is None:
                sessions = changed
                used.add(other.id)
                resting.append(name)
                break
            missed.append(worse)
        else:
            if missed:  # else others took what there was
                lost[name] = max(missed, key=TIERS.index)
    return Rotation(a.model_copy(update={"sessions": sessions}), tuple(resting), lost)


def _equals(
    exercise: Exercise, usable: Iterable[Exercise], used: Collection[str], late: Collection[str]
) -> list[Exercise]:
    """Return what may take an exercise's place, the first to be tried first."""
    equal = [e for e in usable if _key(e) == _key(exercise) and e.id not in used]
    return sorted(equal, key=lambda e: e.id in late)


def _first_worse(costs: Sequence[int], least: Sequence[int]) -> Tier | None:
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
    return [e.id for e in one if e not in two and e.role not in FIXED and _key(e) in theirs]


def costs_of(week: Plan, catalogue: Catalogue) -> tuple[int, ...]:
    """Return what a week falls short of in each tier above stimulus, by its scenario's rules."""
    return _costs(week.sessions, Verdicts(week, catalogue))


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
            "run": None,
        }
    )


def _with(
    sessions: Sequence[Session], name: str, other: Exercise, verdicts: Verdicts
) -> tuple[Session, ...]:
    """Return a week with an exercise in another's place, as long as that then takes."""
    person = Person(verdicts.scenario, verdicts.catalogue)
    note = item_note(other, verdicts.scenario, verdicts.catalogue)
    changed = []
    for session in sessions:
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


def _costs(sessions: Sequence[Session], verdicts: Verdicts) -> tuple[int, ...]:
    """Return what a week falls short of in each tier."""
    judge = Judge(verdicts.week(sessions))
    results = [judge.judge(r) for r in verdicts.all_rules if not isinstance(r, AllowanceRule)]
    costs = {tier: sum(r.cost for r in results if r.tier is tier) for tier in TIERS}
    costs[Tier.PHYSICAL] = sum(r.holds is False for r in results if r.tier is Tier.PHYSICAL)
    for rule in verdicts.all_rules:
        if isinstance(rule, AllowanceRule):
            costs[rule.tier] = judge_allowance(rule, costs[rule.tier]).cost
    return tuple(costs[tier] for tier in TIERS)
