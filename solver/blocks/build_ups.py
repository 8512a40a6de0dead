"""Build-ups of Nordics and Copenhagen planks: few at first (E2, E3, E5)."""

from __future__ import annotations

from collections.abc import Mapping

from solver.blocks.frames import Frame, Place, Work, at, places, with_exercise, with_reps, with_sets
from solver.blocks.table import BuildUp, Row, block_table
from solver.coaching.doses import Window
from solver.scenario import available


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

        Where the base week has more sets than a row allows, the easier exercise stands in; where
        that breaks a rule, sets are left out.
        """
        notes = []
        for name, build_up in block_table().build_ups.items():
            where = [p for p, entry in places(work) if entry.exercise.id == build_up.exercise]
            easier = [p for p, entry in places(work) if entry.exercise.id == build_up.instead]
            row = build_up.row(self.times[name])
            self.times[name] += bool(where or easier)
            if not where:
                continue
            reps = _reps(build_up, row, where, work)
            if reps is None:
                work, note = _ease(build_up, row, where, frame, work)
                notes.append(note)
            else:
                work = with_reps(work, dict.fromkeys(where, reps))
                if self.times[name] <= len(build_up.rows) and self._said.get(name) != reps:
                    self._said[name] = reps
                    label = at(work, where[0]).exercise.name
                    notes.append(f"{label}: up to {reps[1]} repetitions a set this week.")
        return work, notes


def _reps(build_up: BuildUp, row: Row, where: list[Place], work: Work) -> Window | None:
    """Return the repetitions of a set, None where the sets are too many."""
    sets = sum(at(work, place).sets for place in where)
    exercise = at(work, where[0]).exercise
    if sets > row.sets:
        return None
    if row.reps is not None:
        return row.reps
    high = min(exercise.high, (row.reps_a_week or exercise.high * sets) // sets)
    return (min(exercise.low, high), high) if high >= build_up.least_reps else None


def _ease(
    build_up: BuildUp, row: Row, where: list[Place], frame: Frame, work: Work
) -> tuple[Work, str]:
    catalogue, scenario = frame.person.catalogue, frame.person.scenario
    name = at(work, where[0]).exercise.name
    easier = catalogue.exercises.get(build_up.instead)
    if easier is not None and easier in available(scenario, catalogue):
        eased = with_exercise(work, where, easier)
        if build_up.exercise not in scenario.pin and frame.keeps(eased):
            asked = sum(at(work, place).sets for place in where)
            return eased, (
                f"{easier.name} in place of {name}: {asked} sets of it in a week are more than its "
                "build-up has by now."
            )
    left = row.sets
    sets: dict[Place, int] = {}
    for place in where:
        sets[place] = max(min(at(work, place).sets, left - (len(where) - len(sets) - 1)), 1)
        left -= sets[place]
    fewer = with_sets(work, sets)
    reps = _reps(build_up, row, where, fewer) or (build_up.least_reps, build_up.least_reps)
    fewer = with_reps(fewer, dict.fromkeys(where, reps))
    return fewer, f"{name}: fewer sets than in the base week, for the build-up."
