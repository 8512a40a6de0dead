"""What counts against an exercise: how much odder it is than the best one at hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Level, Pattern, Role
from solver.rules.kinds import OddnessRule
from solver.rules.ladders import rung_of, start_rungs


def oddness(
    rule: OddnessRule,
    usable: Iterable[Exercise],
    level: Level,
    preferred: Collection[str] = frozenset(),
) -> dict[str, int]:
    """Return the oddness of each usable exercise, by id; see :class:`OddnessRule`.

    Args:
        rule: gives the cost of ranks and of being too light.
        usable: what the person can do.
        level: the person's level.
        preferred: exercises, by id, that nothing counts against, because they spare a body part.

    """
    usable = list(usable)
    starts = start_rungs(usable, level) if rule.off_rung else {}
    own = {
        e.id: rule.ranks[e.rank] + rule.loads.get(e.load, 0) + _unfit(rule, e, level, starts)
        for e in usable
    }
    best: dict[Pattern, int] = {}
    for exercise in usable:
        best[exercise.pattern] = min(best.get(exercise.pattern, own[exercise.id]), own[exercise.id])
    return {e.id: 0 if e.id in preferred else own[e.id] - best[e.pattern] for e in usable}


def _unfit(rule: OddnessRule, exercise: Exercise, level: Level, starts: Mapping[str, int]) -> int:
    """Return what it costs that an exercise is too light, or on another rung than the start."""
    rung = rung_of(exercise) if starts else None
    off = 0 if rung is None else rule.off_rung * abs(rung - starts[exercise.family])
    # Who climbs a ladder gets what is heavier from the next rung.
    wanted = level.rung if rung is not None else min(level.rung + 1, len(Level) - 1)
    return off + rule.too_light * max(wanted - exercise.loadable_to.rung, 0)


def offered(
    rule: OddnessRule,
    usable: Iterable[Exercise],
    level: Level,
    odd: Mapping[str, int],
    named: Collection[str],
    families: Collection[str],
    preferred: Collection[str] = frozenset(),
) -> list[Exercise]:
    """Return the exercises that are plain enough to be planned; see :class:`OddnessRule`.

    Args:
        rule: gives ``offer_within``.
        usable: what the person can do.
        level: the person's level: of a ladder, only the rung of the start is offered (R116).
        odd: the oddness of each, by id.
        named: exercises that the person names; they are always offered.
        families: families that a rule names; each of them keeps its plainest members.
        preferred: exercises that spare a body part; they are always offered.

    """
    usable = list(usable)
    starts = start_rungs(usable, level) if rule.off_rung else {}

    def may(exercise: Exercise) -> bool:
        """Return whether an exercise is on no ladder, or on the rung of the start."""
        rung = rung_of(exercise) if starts else None
        return rung is None or rung == starts[exercise.family]

    plainest: dict[tuple[object, ...], int] = {}
    for exercise in filter(may, usable):
        # A main lift is measured against other main lifts, any other exercise against all.
        for key in (_tags(exercise, families), (exercise.role, *_tags(exercise, families))):
            plainest[key] = min(plainest.get(key, odd[exercise.id]), odd[exercise.id])

    def is_plain(exercise: Exercise) -> bool:
        if not may(exercise):
            return False
        tags = _tags(exercise, families)
        key = (exercise.role, *tags) if exercise.role is Role.MAIN else tags
        return odd[exercise.id] - plainest[key] <= rule.offer_within

    return [e for e in usable if is_plain(e) or e.id in named or e.id in preferred]


def _tags(exercise: Exercise, families: Collection[str]) -> tuple[object, ...]:
    """Return what a rule may look for in an exercise, its load apart."""
    return (
        exercise.pattern,
        exercise.plane,
        exercise.laterality,
        exercise.eccentric,
        exercise.hard,
        frozenset(exercise.direct),
        exercise.family if exercise.family in families else "",
    )
