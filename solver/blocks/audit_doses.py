"""The audit of a block: which main lifts are done, and how all lifts are from week to week."""

from __future__ import annotations

from collections.abc import Iterator

from solver.auditing.prescription import (
    expected_load,
    percent_of_best,
)
from solver.blocks.audit_ladders import has_stop, stop_dose
from solver.blocks.audit_parts import At, Looked, mains_of, numbers, where
from solver.blocks.table import block_table
from solver.catalogue.vocabulary import Role
from solver.weights import Plates, parse_weight

TINY = 1e-6


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
    for at in looked.items:
        item, limits = at.item, block_table().build_ups.values()
        rir = _reserve(at, looked)
        stop = stop_dose(at.dose) if has_stop(at) else None
        window, tempo = stop or (at.dose.window, at.dose.tempo)
        if item.rir != rir:
            yield f"{at.place}: {item.rir} in reserve, not {rir}"
        if not any(build_up.exercise == item.exercise for build_up in limits):
            counts = numbers(item.reps)
            if counts != window:
                yield f"{at.place}: {item.reps} repetitions, not {window}"
        if item.tempo != tempo:
            yield f"{at.place}: tempo {item.tempo}, not {tempo}"
        if at.dose.rest is not None and item.rest_seconds != at.dose.rest:
            yield f"{at.place}: rests {item.rest_seconds} s, not {at.dose.rest}"


def _reserve(at: At, looked: Looked) -> int | None:
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


def loads(looked: Looked) -> Iterator[str]:
    """Yield loads that do not follow from repetitions, reserve, best single and plates."""
    maxes, scenario = looked.scenario.maxes, looked.scenario
    for at in looked.items:
        # The weight of a lift stays where a stop at the bottom takes the time of some repetitions.
        counts = at.dose.window if has_stop(at) else numbers(at.item.reps)
        if counts is None:
            continue
        if at.item.rir is None or at.item.exercise not in maxes:
            wanted = expected_load(at.dose, at.exercise, counts[1], at.item.rir)
            if at.item.load != wanted:
                yield f"{at.place}: load {at.item.load}, not {wanted}"
            continue
        best = parse_weight(maxes[at.item.exercise])
        plates = scenario.plates or Plates(unit=best.unit)
        share = percent_of_best(counts[1] + at.item.rir) / 100
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
