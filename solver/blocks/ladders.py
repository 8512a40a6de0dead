"""Ladders that step up within a block (R116, G15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from solver.blocks.block import Letter
from solver.blocks.frames import Frame, Place, Work, places, sets_of, with_exercise
from solver.blocks.table import block_table
from solver.blocks.waves import Slot
from solver.catalogue.exercise import Exercise
from solver.coaching.ladder import next_up, rung_of
from solver.scenario import available

Paths = Mapping[Letter, Sequence[Work]]
"""For each letter, the weeks with all numbers of sets that it may come to have."""


class _Climb:
    """A lift on one leg, at all its places in both weeks."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.places: dict[Letter, list[Place]] = {}
        self.since: int | None = None
        self.times = 0


class Ladders:
    """Follows the lifts on one leg through a block, and takes them up a rung when it is time."""

    def __init__(self, frames: Mapping[Letter, Frame], paths: Paths) -> None:
        self._frames = frames
        self._paths = paths
        self._climbs: dict[str, _Climb] = {}
        for letter, frame in frames.items():
            for place, entry in places(frame.base):
                if rung_of(entry.exercise) is not None:
                    climb = self._climbs.setdefault(entry.exercise.id, _Climb(entry.exercise))
                    climb.places.setdefault(letter, []).append(place)

    def week(self, slot: Slot) -> Iterator[str]:
        """Take up those lifts of a loading week that are due; yield what is new."""
        table = block_table().ladder
        for climb in self._climbs.values():
            if slot.letter not in climb.places:
                continue
            since = slot.number if climb.since is None else climb.since
            if slot.number - since >= table.weeks and climb.times >= table.times:
                before = climb.exercise
                if self._steps_up(climb):
                    climb.times, since = 0, slot.number
                    yield (
                        f"Ladder: {climb.exercise.name} in place of {before.name}, if the last two "
                        "weeks reached the top of the range with clean control; otherwise stay."
                    )
            climb.since = since
            climb.times += 1

    def _steps_up(self, climb: _Climb) -> bool:
        """Put the next exercise up in all places of a lift, if both weeks keep their rules."""
        after: dict[Letter, Work] = {}
        for letter, where in climb.places.items():
            frame = self._frames[letter]
            scenario, catalogue = frame.person.scenario, frame.person.catalogue
            items = catalogue.equipment.resolve(scenario.equipment, scenario.without)
            upper = next_up(climb.exercise, scenario.level, items, catalogue)
            if upper is None or upper not in available(scenario, catalogue):
                return False
            if climb.exercise.id in scenario.pin or upper.role is not climb.exercise.role:
                return False
            after[letter] = with_exercise(frame.now, where, upper)
            if not all(frame.keeps(sets_of(after[letter], path)) for path in self._paths[letter]):
                return False
            climb_to = upper
        for letter, work in after.items():
            self._frames[letter].now = work
        climb.exercise = climb_to
        return True
