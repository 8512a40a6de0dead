"""What no plan may break by its structure; each check counts the breaches."""

from __future__ import annotations

import math
from collections import Counter

from solver.auditing.week import Week
from solver.catalogue.vocabulary import Role
from solver.rules import Structure


def count_breaches(check: Structure, week: Week, limit: int) -> int:
    """Return how often a week breaks a structural rule; ``limit`` is the rule's number."""
    return _STRUCTURES[check](week, limit)


def _over_minutes(week: Week, _: int) -> int:
    """Whole minutes over budget, and sessions on days that were not offered."""
    budgets = week.scenario.candidates
    days = Counter(session.day for session in week.sessions)
    over = sum(times - 1 for times in days.values())
    over += max(len(week.sessions) - week.scenario.count, 0)
    for session, done in zip(week.sessions, week.done, strict=True):
        if budgets.get(session.day) != session.budget_minutes:
            over += 1
        seconds = week.seconds(session, done)
        over += math.ceil(max(seconds - session.budget_minutes * 60, 0) / 60)
        over += round(abs(session.minutes * 60 - seconds)) > 0
    return over


def _not_doable(week: Week, _: int) -> int:
    scenario, catalogue = week.scenario, week.catalogue
    items = catalogue.equipment.resolve(scenario.equipment, scenario.without)
    return sum(
        not items.issuperset({e.exercise.load, *e.exercise.supports})
        or e.exercise.role is Role.DRILL
        or (e.exercise.level.rung > scenario.level.rung and e.exercise.id not in scenario.pin)
        for e in week.all
    )


def _excluded(week: Week, _: int) -> int:
    scenario = week.scenario
    return sum(
        e.exercise.id in scenario.exclude or bool(set(e.exercise.stresses) & set(scenario.protect))
        for e in week.all
    )


def _pins_missing(week: Week, _: int) -> int:
    planned = {entry.exercise.id for entry in week.all}
    return sum(name not in planned for name in week.scenario.pin)


def _odd_doses(week: Week, _: int) -> int:
    doses = week.catalogue.doses
    return sum(
        not doses[e.exercise.role].low <= e.item.sets <= doses[e.exercise.role].high
        for e in week.all
        if e.exercise.role in doses
    )


def _too_often(week: Week, limit: int) -> int:
    ids = Counter(entry.exercise.id for entry in week.all)
    return sum(max(times - limit, 0) for times in ids.values())


def _near_identical(week: Week, limit: int) -> int:
    total = 0
    for done in week.done:
        families = Counter(entry.exercise.family for entry in done)
        total += sum(max(times - limit, 0) for times in families.values())
    return total


def _one_sided(week: Week, _: int) -> int:
    return sum(entry.item.sides != entry.exercise.sides for entry in week.all)


_STRUCTURES = {
    Structure.MINUTES: _over_minutes,
    Structure.EQUIPMENT: _not_doable,
    Structure.EXCLUDED: _excluded,
    Structure.PINNED: _pins_missing,
    Structure.DOSES: _odd_doses,
    Structure.REPEATS: _too_often,
    Structure.FAMILIES: _near_identical,
    Structure.SIDES: _one_sided,
}
