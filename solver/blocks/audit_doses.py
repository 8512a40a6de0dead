"""The audit of a block: how lifts are done from week to week, build-ups, ladders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from solver.auditing.prescription import (
    ExpectedDose,
    expected_doses,
    expected_load,
    percent_of_best,
)
from solver.auditing.week import Done
from solver.blocks.audit_parts import Looked, mains_of, where
from solver.blocks.block import LETTERS, Week
from solver.blocks.table import BuildUp, block_table
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Role
from solver.coaching.doses import INTENSITIES
from solver.coaching.ladder import rung_of
from solver.plan import Item, Session
from solver.weights import Plates, parse_weight

TINY = 1e-6


@dataclass(frozen=True)
class _At:
    """An item with its week, session, exercise, and what the tables have of it."""

    week: Week
    session: Session
    item: Item
    exercise: Exercise
    dose: ExpectedDose

    @property
    def place(self) -> str:
        return where(self.week, self.session, self.item.exercise)


def _items(looked: Looked) -> Iterator[_At]:
    for week in looked.block.weeks:
        counted = looked.counted(week)
        expected_week = expected_doses(counted)
        for session, done, expected in zip(
            counted.sessions, counted.done, expected_week, strict=True
        ):
            for entry, dose in zip(done, expected, strict=True):
                yield _At(week, session, entry.item, entry.exercise, dose)


# ---- classes and main lifts -------------------------------------------------------------------


def classes(looked: Looked) -> Iterator[str]:
    """Yield the main lifts that some class never comes to."""
    for letter in LETTERS:
        weeks = [week for week in looked.of_letter(letter) if looked.same_shape(week)]
        for number, base in enumerate(looked.base(letter)):
            seen = {week.sessions[number].intensity for week in weeks}
            missing = [name for name in INTENSITIES if name not in seen]
            if mains_of(base) and missing:
                lift = base.items[mains_of(base)[0]].exercise
                yield f"{lift} in week {letter}, {base.day.value}: never {', '.join(missing)}"


def main_lifts(looked: Looked) -> Iterator[str]:
    """Yield the main lifts that change within the block."""
    for week in looked.block.weeks:
        if not looked.same_shape(week):
            continue
        for session, base in zip(week.sessions, looked.base(week.letter), strict=True):
            for place in mains_of(base):
                if session.items[place].exercise != base.items[place].exercise:
                    yield f"{where(week, session)}: not {base.items[place].exercise}"


# ---- repetitions, reserve, loads --------------------------------------------------------------


def doses(looked: Looked) -> Iterator[str]:
    """Yield what of repetitions, reserve, tempo, rest and load is not that of class and wave."""
    for at in _items(looked):
        item, limits = at.item, block_table().build_ups.values()
        rir = _reserve(at, looked)
        if item.rir != rir:
            yield f"{at.place}: {item.rir} in reserve, not {rir}"
        if not any(build_up.exercise == item.exercise for build_up in limits):
            numbers = _numbers(item.reps)
            if numbers != at.dose.window:
                yield f"{at.place}: {item.reps} repetitions, not {at.dose.window}"
        if item.tempo != at.dose.tempo:
            yield f"{at.place}: tempo {item.tempo}, not {at.dose.tempo}"
        if at.dose.rest is not None and item.rest_seconds != at.dose.rest:
            yield f"{at.place}: rests {item.rest_seconds} s, not {at.dose.rest}"


def _reserve(at: _At, looked: Looked) -> int | None:
    """Return the repetitions in reserve by class and wave, or of a deload."""
    table, usual = block_table(), at.dose.rir
    if usual is None:
        return None
    if at.week.kind == "deload":
        return max(usual, table.deload.rir)
    held = [sign for sign in looked.scenario.raised if sign.hold_load and sign.lifts]
    if any(sign.lifts is not None and sign.lifts.fits(at.exercise) for sign in held):
        return usual
    floors = [table.waves.lowest[looked.scenario.level]]
    if at.dose.day == "heavy" or at.exercise.role is Role.POWER:
        floors.append(table.waves.lowest_heavy)
    moved = usual + table.waves.rir[at.week.wave]
    return sorted((max(floors), moved, table.waves.highest))[1]


def _numbers(reps: str) -> tuple[int, int] | None:
    found = [int(number) for number in re.findall(r"[0-9]{1,4}", reps)]
    return (found[0], found[-1]) if found else None


def loads(looked: Looked) -> Iterator[str]:
    """Yield loads that do not follow from repetitions, reserve, best single and plates."""
    maxes, scenario = looked.scenario.maxes, looked.scenario
    for at in _items(looked):
        numbers = _numbers(at.item.reps)
        if numbers is None:
            continue
        if at.item.rir is None or at.item.exercise not in maxes:
            wanted = expected_load(at.dose, at.exercise, numbers[1], at.item.rir)
            if at.item.load != wanted:
                yield f"{at.place}: load {at.item.load}, not {wanted}"
            continue
        best = parse_weight(maxes[at.item.exercise])
        plates = scenario.plates or Plates(unit=best.unit)
        share = percent_of_best(numbers[1] + at.item.rir) / 100
        try:
            load = parse_weight(at.item.load or "")
        except ValueError:
            yield f"{at.place}: load {at.item.load} is no weight"
            continue
        most, amount = best.to(plates.unit) * share, load.to(plates.unit)
        # The heaviest that can be loaded: nothing to be loaded lies between it and the share.
        if abs(plates.heaviest(amount, at.exercise.load) - amount) > TINY:
            yield f"{at.place}: {at.item.load} cannot be loaded"
        elif abs(plates.heaviest(most, at.exercise.load) - amount) > TINY:
            yield f"{at.place}: {at.item.load}, but {most:.1f} {plates.unit} are meant"


# ---- build-ups and ladders --------------------------------------------------------------------


def build_ups(looked: Looked) -> Iterator[str]:
    """Yield weeks with more of a build-up's exercise than its table allows."""
    for name, build_up in block_table().build_ups.items():
        times = looked.block.settings.trained.get(name, 0)
        for week in looked.block.weeks:
            entries = looked.counted(week).all
            done = [entry for entry in entries if entry.exercise.id == build_up.exercise]
            eased = [entry for entry in entries if entry.exercise.id == build_up.instead]
            # A deload has its last loading week's repetitions with fewer sets.
            row = max(times - (week.kind == "deload"), 0)
            if done:
                yield from _beyond(build_up, row, done, week)
            times += week.kind == "loading" and bool(done or eased)


def _beyond(build_up: BuildUp, times: int, done: list[Done], week: Week) -> Iterator[str]:
    row = build_up.row(times)
    sets = sum(entry.item.sets for entry in done)
    if sets > row.sets:
        yield f"{where(week)}: {sets} sets of {build_up.exercise}, at most {row.sets}"
    total = 0
    for entry in done:
        high = (_numbers(entry.item.reps) or (0, 0))[1]
        total += entry.item.sets * high
        if row.reps is not None and high > row.reps[1]:
            yield f"{where(week)}: {build_up.exercise} for {high}, at most {row.reps[1]}"
        if not build_up.least_reps <= high <= entry.exercise.high:
            yield f"{where(week)}: {build_up.exercise} for {high}, which is no hard set of it"
    if row.reps_a_week is not None and total > row.reps_a_week:
        yield (
            f"{where(week)}: {total} repetitions of {build_up.exercise}, at most {row.reps_a_week}"
        )


def ladders(looked: Looked) -> Iterator[str]:
    """Yield lifts on one leg that step down, by more than a rung, or too soon."""
    tracks: dict[str, list[tuple[int, int, str]]] = {}
    for week in looked.block.weeks:
        if not looked.same_shape(week):
            continue
        for session, base in zip(week.sessions, looked.base(week.letter), strict=True):
            for item, planned in zip(session.items, base.items, strict=True):
                rung = rung_of(looked.catalogue.find(item.exercise))
                if rung is not None:
                    track = tracks.setdefault(planned.exercise, [])
                    track.append((week.number, rung, item.exercise))
    least = block_table().ladder.least_weeks
    for name, track in tracks.items():
        since = track[0][0]
        for (_, low, before), (number, high, after) in pairwise(track):
            if high < low or high > low + 1:
                yield f"week {number}: {name} goes from rung {low} to {high}"
            if after != before:
                if number - since < least:
                    yield f"week {number}: {name} changes after {number - since} weeks"
                since = number
