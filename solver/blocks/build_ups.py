"""Build-ups of Nordics and Copenhagen planks: few at first (E2, E3, E5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from solver.blocks.frames import Frame, Place, Work, at, places, with_exercise, with_reps, with_sets
from solver.blocks.table import BuildUp, Row, block_table
from solver.catalogue.exercise import Exercise
from solver.coaching.doses import Window
from solver.errors import InputError
from solver.rules.kinds import BoundRule, Tier
from solver.rules.measures import Count, Selector, Term
from solver.scenario import MOST_RULES, Scenario, available


def bounded(scenario: Scenario, usable: Iterable[Exercise]) -> Scenario:
    """Return the scenario with no more of a build-up's exercise in a week than its table ends with.

    A week with more could never be reached: the build-up would stay on the easier exercise. What
    no row allows is a physical rule, not a wish.

    Args:
        scenario: resolved.
        usable: what the person can do; other exercises need no rule.

    Raises:
        InputError: the scenario adds so many rules that there is no room for these.

    """
    names = {exercise.id for exercise in usable}
    known = {rule.id for rule in scenario.add_rules}
    rules = tuple(
        _bound(name, build_up)
        for name, build_up in block_table().build_ups.items()
        if build_up.exercise in names and _rule_id(name) not in known
    )
    if len(scenario.add_rules) + len(rules) > MOST_RULES:
        raise InputError(
            f"add_rules: a block adds {len(rules)} of its own, for {MOST_RULES} in all; "
            f"leave out {len(scenario.add_rules) + len(rules) - MOST_RULES}"
        )
    return scenario.model_copy(update={"add_rules": (*scenario.add_rules, *rules)})


def _rule_id(name: str) -> str:
    return f"build-up-{name}"


def _bound(name: str, build_up: BuildUp) -> BoundRule:
    where = Selector(exercise=(build_up.exercise,))
    return BoundRule(
        id=_rule_id(name),
        title=f"No more sets of {build_up.exercise} than its build-up ends with",
        tier=Tier.PHYSICAL,
        kind="bound",
        measure=(Term(count=Count.HARD_SETS, where=where),),
        upper=build_up.most_sets,
        source=build_up.source,
        certainty=build_up.certainty,
    )


class BuildUps:
    """Follows the build-ups through a block.

    Args:
        trained: in how many weeks each was trained before the block, by its name in
            ``data/block.yaml``.

    """

    def __init__(self, trained: Mapping[str, int]) -> None:
        self.times = {name: trained.get(name, 0) for name in block_table().build_ups}
        self._said: dict[str, Window] = {}

    def week(self, frame: Frame, work: Work) -> tuple[Work, list[str]]:
        """Return a loading week within what the build-ups allow, and what to say of it.

        Where the base week has more sets than a row allows, the easier exercise stands in for the
        surplus; where that breaks a rule, sets are left out.
        """
        notes: list[str] = []
        for name, build_up in block_table().build_ups.items():
            where = [p for p, entry in places(work) if entry.exercise.id == build_up.exercise]
            easier = [p for p, entry in places(work) if entry.exercise.id == build_up.instead]
            row = build_up.row(self.times[name])
            self.times[name] += bool(where or easier)
            if not where:
                continue
            work, kept, note = _within(build_up, row, where, frame, work)
            notes += note
            if kept:
                reps = _reps(build_up, row, kept, work) or (build_up.least_reps,) * 2
                work = with_reps(work, dict.fromkeys(kept, reps))
                if self.times[name] <= len(build_up.rows) and self._said.get(name) != reps:
                    self._said[name] = reps
                    label = at(work, kept[0]).exercise.name
                    notes.append(f"{label}: up to {reps[1]} repetitions a set this week.")
        return work, notes


def _within(
    build_up: BuildUp, row: Row, where: list[Place], frame: Frame, work: Work
) -> tuple[Work, list[Place], list[str]]:
    """Return the week within a row, where its exercise stays, and what to say.

    As many sets stay as the row allows; the easier exercise stands in at the other places. A place
    with more sets than any row allows would wait for ever, so it has fewer.
    """
    if _reps(build_up, row, where, work) is not None:
        return work, where, []
    scenario, name = frame.person.scenario, at(work, where[0]).exercise.name
    asked = _total(work, where)
    easier = _easier(build_up, frame)
    waits = min(at(work, place).sets for place in where) <= build_up.most_sets
    for kept in _choices(build_up, row, where, work):
        # What is pinned stays, and what no row will ever hold need not wait for one.
        if easier is None or (not kept and (build_up.exercise in scenario.pin or not waits)):
            break
        eased = [place for place in where if place not in kept]
        changed = with_exercise(work, eased, easier)
        if frame.keeps(changed):
            part = f" for {_total(work, eased)} of the sets" if kept else ""
            return changed, kept, [
                f"{easier.name} in place of {name}{part}: {asked} sets of it in a week are more "
                "than its build-up has by now."
            ]  # fmt: skip
    return _fewer(row, where, work), where, [
        f"{name}: fewer sets than in the base week, for the build-up."
    ]  # fmt: skip


def _choices(
    build_up: BuildUp, row: Row, where: Sequence[Place], work: Work
) -> Iterator[list[Place]]:
    """Yield the places that may keep the exercise within a row, those with most sets first."""
    some: dict[int, list[Place]] = {0: []}
    for place in where:
        for sets, kept in list(some.items()):
            total = sets + at(work, place).sets
            if total <= row.sets:
                some.setdefault(total, [*kept, place])
    for _, kept in sorted(some.items(), reverse=True):
        if not kept or _reps(build_up, row, kept, work) is not None:
            yield kept


def _easier(build_up: BuildUp, frame: Frame) -> Exercise | None:
    """Return what stands in, None where the person cannot do it."""
    catalogue, scenario = frame.person.catalogue, frame.person.scenario
    easier = catalogue.exercises.get(build_up.instead)
    return easier if easier is not None and easier in available(scenario, catalogue) else None


def _fewer(row: Row, where: Sequence[Place], work: Work) -> Work:
    """Return the week with as many sets as a row allows, at least one at each place."""
    left = row.sets
    sets: dict[Place, int] = {}
    for place in where:
        sets[place] = max(min(at(work, place).sets, left - (len(where) - len(sets) - 1)), 1)
        left -= sets[place]
    return with_sets(work, sets)


def _total(work: Work, where: Iterable[Place]) -> int:
    return sum(at(work, place).sets for place in where)


def _reps(build_up: BuildUp, row: Row, where: Sequence[Place], work: Work) -> Window | None:
    """Return the repetitions of a set, None where the sets are too many."""
    sets = _total(work, where)
    exercise = at(work, where[0]).exercise
    if sets > row.sets:
        return None
    if row.reps is not None:
        return row.reps
    high = min(exercise.high, (row.reps_a_week or exercise.high * sets) // sets)
    return (min(exercise.low, high), high) if high >= build_up.least_reps else None
