"""Ladders that step up within a block (R116, G15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from solver.blocks.block import Letter
from solver.blocks.frames import Frame, Place, Work, places, sets_of, with_exercise
from solver.blocks.table import block_table
from solver.blocks.waves import Slot
from solver.catalogue.exercise import Exercise
from solver.coaching.ladder import next_up, rung_of, why_no_next
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
        self.steps = 0
        self.held = ""


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
                climb.held = self._step_up(climb)
                if not climb.held:
                    climb.times, since = 0, slot.number
                    climb.steps += 1
                    yield (
                        f"Ladder: {climb.exercise.name} in place of {before.name}, if the last two "
                        "weeks reached the top of the range with clean control; otherwise stay."
                    )
            climb.since = since
            climb.times += 1

    def still(self) -> Iterator[str]:
        """Yield a line on every lift that stayed on its rung, and why."""
        table = block_table().ladder
        for climb in self._climbs.values():
            if not climb.steps:
                why = climb.held or (
                    f"a step takes {table.weeks} weeks and {table.times} times on a rung"
                )
                yield f"Ladder: {climb.exercise.name} stays the whole block: {why}."

    def _step_up(self, climb: _Climb) -> str:
        """Put the next exercise up in all places of a lift, if both weeks keep their rules.

        Returns why it cannot be, nothing where it was done.
        """
        after: dict[Letter, Work] = {}
        upper = climb.exercise
        for letter, where in climb.places.items():
            frame = self._frames[letter]
            found = _next(climb.exercise, frame)
            if isinstance(found, str):
                return found
            upper = found
            after[letter] = with_exercise(frame.now, where, upper)
            for path in self._paths[letter]:
                if why := _broken(frame, sets_of(after[letter], path)):
                    return f"with {upper.name} week {letter} would break {why}"
        for letter, work in after.items():
            self._frames[letter].now = work
        climb.exercise = upper
        return ""


def _broken(frame: Frame, work: Work) -> str:
    """Name the rules that a week breaks and the base week keeps; of minutes, by how many."""
    broken = frame.newly_broken(work)
    over = max(session.minutes - session.budget_minutes for session in frame.bare(work))
    return ", ".join(
        f"minutes ({over:.1f} too many)" if name == "minutes" else name for name in sorted(broken)
    )


def _next(exercise: Exercise, frame: Frame) -> Exercise | str:
    """Return the next exercise up for a person, or why there is none."""
    scenario, catalogue = frame.person.scenario, frame.person.catalogue
    items = catalogue.equipment.resolve(scenario.equipment, scenario.without)
    upper = next_up(exercise, scenario.level, items, catalogue)
    if upper is None:
        return why_no_next(exercise, scenario.level, items, catalogue)
    if upper not in available(scenario, catalogue):
        return f"{upper.name} is excluded, or loads what is to be spared"
    if exercise.id in scenario.pin:
        return "it is pinned"
    if upper.role is not exercise.role:
        return f"{upper.name} has another place in a session ({upper.role.value})"
    return upper
