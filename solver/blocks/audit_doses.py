"""The audit of a block: which main lifts are done, and how all lifts are from week to week."""

from __future__ import annotations

from collections.abc import Iterator

from solver.auditing.prescription import expected_load
from solver.blocks.audit_ladders import has_stop, stop_dose
from solver.blocks.audit_parts import (
    At,
    Looked,
    bounds,
    can_load,
    held,
    mains_of,
    numbers,
    share_of_best,
    where,
)
from solver.blocks.table import block_table
from solver.bodyweight import parse_bodyweight
from solver.catalogue.vocabulary import Role
from solver.weights import Plates, Weight, lifts_body, parse_weight

TINY = 1e-6


def main_lifts(looked: Looked) -> Iterator[str]:
    """Yield the main lifts that change within the block."""
    for week in looked.block.weeks:
        if not looked.same_shape(week):
            continue
        for session, base in zip(week.sessions, looked.base(week.letter), strict=True):
            mains = [p for p, item in enumerate(base.items) if item.role is Role.MAIN]
            for place in dict.fromkeys([*mains_of(base), *mains]):
                if session.items[place].exercise != base.items[place].exercise:
                    yield f"{where(week, session)}: not {base.items[place].exercise}"


# ---- repetitions, reserve, loads --------------------------------------------------------------


def doses(looked: Looked) -> Iterator[str]:
    """Yield what of repetitions, reserve, tempo, rest and load is not that of class and wave."""
    for at in looked.items:
        item, limits = at.item, block_table().build_ups.values()
        rir, window = _effort(at, looked)
        tempo = at.dose.tempo
        if has_stop(at) and (stop := stop_dose(at.dose)):
            by = window[1] - at.dose.window[1]  # what the wave moves is moved with the stop too
            (low, high), tempo = stop
            window = (low, max(low, high + by))
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


def _effort(at: At, looked: Looked) -> tuple[int | None, tuple[int, int]]:
    """Return reserve and repetitions by class and wave, or of a deload."""
    usual, (low, high) = at.dose.rir, at.dose.window
    if usual is None:
        return None, (low, high)
    if at.week.kind == "deload":
        return max(usual, block_table().deload.rir), (low, high)
    if held(at, looked):
        return usual, (low, high)
    moved = usual + block_table().waves.rir[at.week.wave]
    least, most = bounds(at, looked)
    rir = sorted((least, moved, most))[1]
    if can_load(at) and at.dose.day is not None:
        top = high + moved - rir
        if low <= top and (top <= high or top <= at.exercise.high):
            high = top
    return rir, (low, high)


def loads(looked: Looked) -> Iterator[str]:
    """Yield loads that do not follow from repetitions, reserve, best single and plates."""
    maxes, scenario = looked.scenario.maxes, looked.scenario
    for at in looked.items:
        # The weight of a lift stays where a stop at the bottom takes the time of some repetitions.
        counts = _effort(at, looked)[1] if has_stop(at) else numbers(at.item.reps)
        if counts is None:
            continue
        body = _body(at, looked)
        if at.item.rir is None or at.item.exercise not in maxes or body is None:
            wanted = expected_load(at.dose, at.exercise, counts[1], at.item.rir)
            if at.item.load != wanted:
                yield f"{at.place}: load {at.item.load}, not {wanted}"
            continue
        best = parse_weight(maxes[at.item.exercise])
        plates = scenario.plates or Plates(unit=best.unit)
        share = share_of_best(counts[1] + at.item.rir) / 100
        lifted = body.to(plates.unit)
        most = share * (best.to(plates.unit) + lifted) - lifted
        if lifted and at.item.load == str(Weight(0, plates.unit)):
            if most >= plates.heaviest(0, at.exercise.load) - TINY:
                yield f"{at.place}: the body alone, but {most:.1f} {plates.unit} are meant"
            continue
        try:
            load = parse_weight(at.item.load or "")
        except ValueError:
            yield f"{at.place}: load {at.item.load} is no weight"
            continue
        amount = load.to(plates.unit)
        if lifted and amount > most + TINY:
            yield f"{at.place}: {at.item.load}, but {most:.1f} {plates.unit} are meant"
        # The heaviest that can be loaded: nothing to be loaded lies between it and the share.
        elif abs(plates.heaviest(amount, at.exercise.load) - amount) > TINY:
            yield f"{at.place}: {at.item.load} cannot be loaded"
        elif abs(plates.heaviest(most, at.exercise.load) - amount) > TINY:
            yield f"{at.place}: {at.item.load}, but {most:.1f} {plates.unit} are meant"


def _body(at: At, looked: Looked) -> Weight | None:
    """Return what is lifted beside the weight of an item; None where nobody said it."""
    if not lifts_body(at.exercise):
        return Weight(0, "kg")
    said = looked.scenario.bodyweight
    return None if said is None else Weight(parse_bodyweight(said).kg, "kg")
