"""Ladders that step up within a block (R116, G15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from solver.blocks.block import Letter, Settings
from solver.blocks.dosing import main_lifts
from solver.blocks.frames import Frame, Place, Work, places, with_exercise, with_stop
from solver.blocks.pauses import can_stop
from solver.blocks.room import make_room
from solver.blocks.table import block_table
from solver.blocks.waves import Slot
from solver.catalogue.exercise import Exercise
from solver.coaching.ladder import next_rung, next_up, rung_of, why_no_next
from solver.rules.ladders import ladder_table
from solver.scenario import available

Paths = Mapping[Letter, Sequence[Work]]
"""For each letter, the weeks with all numbers of sets that it may come to have."""

IF = "if the last two weeks reached the top of the range with clean control; otherwise stay."
"""On what a step depends."""

NOT_CLEAN = "in the log of the last block it was below its repetitions or far below its reserve"
"""Why a lift takes no step in the whole block."""


class _Climb:
    """A lift on one leg, at all its places in both weeks."""

    def __init__(self, exercise: Exercise, stop: bool) -> None:
        self.exercise = exercise
        self.stop = stop
        self.places: dict[Letter, list[Place]] = {}
        self.since: int | None = None
        self.times = 0
        self.steps = 0
        self.held = ""
        self.passed = ""  # why a stop, where the catalogue has an exercise above
        self.waits = False

    @property
    def rung(self) -> int:
        """The rung it is on; a stop at the bottom is one above the lift without it."""
        return (rung_of(self.exercise) or 0) + self.stop


class Ladders:
    """Follows the lifts on one leg through a block, and takes them up a rung when it is time."""

    def __init__(self, frames: Mapping[Letter, Frame], paths: Paths, settings: Settings) -> None:
        self._frames = frames
        self._paths = paths
        self._volume = settings.volume
        self._climbs: dict[str, _Climb] = {}
        for letter, frame in frames.items():
            for place, entry in places(frame.base):
                exercise = entry.exercise
                if rung_of(exercise) is None:
                    continue
                stop = exercise.id in settings.stopped
                climb = self._climbs.setdefault(exercise.id, _Climb(exercise, stop))
                climb.waits = exercise.id in settings.waiting
                climb.held = NOT_CLEAN if climb.waits else ""
                climb.places.setdefault(letter, []).append(place)
                frame.now = with_stop(frame.now, [place], stop)

    def week(self, slot: Slot) -> Iterator[str]:
        """Take up those lifts of a loading week that are due; yield what is new."""
        table = block_table().ladder
        stopped = []
        for climb in self._climbs.values():
            if slot.letter not in climb.places or climb.waits:
                continue
            since = slot.number if climb.since is None else climb.since
            if slot.number - since >= table.weeks and climb.times >= table.times:
                note, climb.held = self._step_up(climb)
                if not climb.held:
                    climb.times, since = 0, slot.number
                    climb.steps += 1
                    if note:
                        yield note
                    else:
                        stopped.append(climb.exercise.name)
            climb.since = since
            climb.times += 1
        if stopped:
            names = " and ".join(filter(None, [", ".join(stopped[:-1]), stopped[-1]]))
            yield f"Ladder: {names} with a stop of {table.stop.seconds} s at the bottom, {IF}"

    def still(self) -> Iterator[str]:
        """Yield a line on every lift that stayed on its rung or took a stop, and why.

        Of a stop nothing is said where the catalogue has nothing above the lift.
        """
        table = block_table().ladder
        for climb in self._climbs.values():
            if climb.passed:
                yield (
                    f"Ladder: {climb.exercise.name} goes on with a stop at the bottom, not to the "
                    f"next exercise up: {climb.passed}."
                )
            if not climb.steps:
                why = climb.held or (
                    f"a step takes {table.weeks} weeks and {table.times} times on a rung"
                )
                yield f"Ladder: {climb.exercise.name} stays the whole block: {why}."

    def _step_up(self, climb: _Climb) -> tuple[str, str]:
        """Take a lift up a rung: to the next exercise, else to a stop at the bottom.

        Returns what to say of an exchange, nothing of a stop, and why there is no step.
        """
        before = climb.exercise
        room, why = self._exchange(climb)
        if not why:
            return " ".join([f"Ladder: {climb.exercise.name} in place of {before.name}, {IF}", *room
            ]), ""  # fmt: skip
        if kept := self._no_stop(climb, why):
            return "", why if kept in why else f"{why}; {kept}"
        for letter, where in climb.places.items():
            frame = self._frames[letter]
            frame.now = with_stop(frame.now, where, stop=True)
        climb.stop = True
        catalogue = next(iter(self._frames.values())).person.catalogue
        climb.passed = why if next_rung(climb.exercise, catalogue) else ""
        return "", ""

    def _exchange(self, climb: _Climb) -> tuple[list[str], str]:
        """Put the next exercise up in all places of a lift, if both weeks keep their rules.

        Returns which sets were given up for it, or why it cannot be.
        """
        after: dict[Letter, Work] = {}
        given: list[str] = []
        upper = climb.exercise
        for letter, where in climb.places.items():
            frame = self._frames[letter]
            found = _next(climb, frame)
            if isinstance(found, str):
                return [], found
            upper = found
            work = with_stop(with_exercise(frame.now, where, upper), where, stop=False)
            fit = make_room(frame, work, where, self._paths[letter], self._volume)
            if isinstance(fit, str):
                return [], f"with {upper.name} week {letter} would break {fit}"
            after[letter] = fit.work
            given += fit.given
        for letter, work in after.items():
            self._frames[letter].now = work
        climb.exercise, climb.stop, climb.passed = upper, False, ""
        return given, ""

    def _no_stop(self, climb: _Climb, why: str) -> str:
        """Say why a lift cannot go on with a stop at the bottom, nothing where it can.

        Of a slow lift there is no more to say than why nothing takes its place.
        """
        level = next(iter(self._frames.values())).person.scenario.level
        top = ladder_table().top[level]
        if climb.stop:
            return "it has a stop at the bottom already"
        if not can_stop(climb.exercise):
            return why
        if climb.rung >= top:
            return f"rung {top} is the highest of the level {level.value}"
        for letter, where in climb.places.items():
            sessions = self._frames[letter].sessions
            if any(place.item in main_lifts(sessions[place.session]) for place in where):
                return "a main lift keeps its tempo, since its repetitions change with the class"
        return ""


def _next(climb: _Climb, frame: Frame) -> Exercise | str:
    """Return the next exercise up for a person, or why there is none."""
    exercise = climb.exercise
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
    if (rung_of(upper) or 0) < climb.rung:
        return f"{upper.name} is a rung below the stop at the bottom"
    return upper
