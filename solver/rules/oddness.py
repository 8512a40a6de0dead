"""What counts against an exercise: how much odder it is than the best one at hand."""

from __future__ import annotations

from collections.abc import Iterable

from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Level, Pattern
from solver.rules.kinds import OddnessRule


def oddness(rule: OddnessRule, usable: Iterable[Exercise], level: Level) -> dict[str, int]:
    """Return the oddness of each usable exercise, by id; see :class:`OddnessRule`.

    Args:
        rule: gives the cost of ranks and of being too light.
        usable: what the person can do.
        level: the person's level.

    """
    usable = list(usable)
    own = {
        e.id: rule.ranks[e.rank] + rule.too_light * max(level.rung - e.loadable_to.rung, 0)
        for e in usable
    }
    best: dict[Pattern, int] = {}
    for exercise in usable:
        best[exercise.pattern] = min(best.get(exercise.pattern, 99), own[exercise.id])
    return {exercise.id: own[exercise.id] - best[exercise.pattern] for exercise in usable}
