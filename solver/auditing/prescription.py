"""How each exercise is done: checked by the tables alone.

A second reading of ``data/intensities.yaml``, ``times.csv`` and ``doses.csv``, which shares no
code with :mod:`solver.coaching` but the tables' own definitions. What a plan leaves empty is not
said, so it is not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from solver.auditing.structure import blocks_of
from solver.auditing.week import Done, Week
from solver.auditing.wording import says
from solver.catalogue.exercise import Exercise
from solver.catalogue.hard_sets import hard_set_sizes
from solver.catalogue.vocabulary import Level, Pattern, Role, Unit, Weekday
from solver.coaching.doses import MOST_IN_RESERVE, DayTable, day_table
from solver.rules.splits import SessionKind
from solver.rules.supersets import change_seconds

MAIN_SLOT = "main"
"""The slot of a session's first lift."""

_REPS = re.compile(r"([0-9]{1,3})(?:[-–]([0-9]{1,3}))?( s| m)?")
_UNITS = {Unit.REPS: None, Unit.HOLD: " s", Unit.DISTANCE: " m"}
_WEIGHT = re.compile(r"[0-9]+(?:[.,][0-9]+)? (?:kg|lb)")

Window = tuple[int, int]

Kept = Mapping[tuple[int, int], str]
"""Classes that lifts have whatever their session has, by session and item, counted from 0."""

NOTHING_KEPT: Kept = MappingProxyType({})


def check_prescriptions(week: Week) -> Iterator[str]:
    """Yield what of a week's prescriptions and slots its tables do not confirm."""
    split = week.scenario.chosen_split
    days = _days(week)
    for session, done, lifts in zip(week.sessions, week.done, days, strict=True):
        where = f"sessions.{session.day.value}"
        kind = split.kinds.get(session.kind) if split else None
        saved = week.saved_seconds(done)
        if session.saved_seconds != saved:
            yield says(f"{where}.saved_seconds", session.saved_seconds, saved)
        yield from _slots(where, done, kind)
        yield from _items(where, done, lifts, week)


# ---- items ------------------------------------------------------------------------------------


def _items(
    where: str, done: Sequence[Done], days: Sequence[str | None], week: Week
) -> Iterator[str]:
    rests = _rests(done, days, week)
    for entry, day, rest in zip(done, days, rests, strict=True):
        item, exercise = entry.item, entry.exercise
        field = f"{where}.{exercise.id}"
        names = {name.casefold() for name in (exercise.name, *exercise.aliases)}
        if item.name and item.name.casefold() not in names:
            yield says(f"{field}.name", item.name, exercise.name)
        if item.role is not exercise.role:
            yield says(f"{field}.role", item.role.value, exercise.role.value)
        window = _window(exercise, day)
        if item.reps:
            yield from _reps(f"{field}.reps", item.reps, exercise, window)
        rir = _rir(exercise, day, week)
        if item.rir is not None and item.rir != rir:
            yield says(f"{field}.rir", item.rir, rir)
        tempo = _tempo(exercise)
        if item.tempo and item.tempo != tempo:
            yield says(f"{field}.tempo", item.tempo, tempo)
        load = _load(exercise, day, window[1], rir)
        if item.load and item.load != load and not _WEIGHT.fullmatch(item.load):
            yield says(f"{field}.load", item.load, load)
        if item.rest_seconds and rest is not None and item.rest_seconds != rest:
            yield says(f"{field}.rest_seconds", item.rest_seconds, rest)


def _reps(field: str, said: str, exercise: Exercise, window: Window) -> Iterator[str]:
    found = _REPS.fullmatch(said)
    low, high = window
    unit = _UNITS[exercise.measure]
    span = f"{low if low == high else f'{low}-{high}'}{unit or ''}"
    if not found or (int(found[1]), int(found[2] or found[1]), found[3]) != (low, high, unit):
        yield says(field, said, span)
    least, most = hard_set_sizes()[exercise.measure]
    if exercise.hard and not least <= low <= high <= most:
        yield f"{field}: {span} is no hard set, which has {least} to {most} (D13)"


def _days(week: Week, kept: Kept = NOTHING_KEPT) -> list[list[str | None]]:
    """Return how heavy each lift of each session is; ``kept`` are those whose class is said.

    At most one squat or hinge of a session is heavy, none where the session is built around other
    lifts, and none beside a day with a heavy one of the other pattern (C11).
    """
    roles = day_table().zones.roles
    split = week.scenario.chosen_split
    heavy: list[tuple[Weekday, Pattern]] = []
    found: list[list[str | None]] = []
    for number, (session, done) in enumerate(zip(week.sessions, week.done, strict=True)):
        kind = split.kinds.get(session.kind) if split else None
        may = kind is None or kind.main is None or _leads(kind, week)
        days: list[str | None] = []
        for order, entry in enumerate(done):
            day = session.intensity if entry.exercise.role in roles else None
            if day and (own := kept.get((number, order))):
                days.append(own)
                continue
            if day == "heavy" and _bends(entry.exercise):
                clash = any(
                    before.is_beside(session.day) and pattern is not entry.exercise.pattern
                    for before, pattern in heavy
                )
                if may and not clash:
                    heavy.append((session.day, entry.exercise.pattern))
                else:
                    day = "moderate"
                may = False  # the first of a session, or none
            days.append(day)
        found.append(days)
    return found


def _leads(kind: SessionKind, week: Week) -> bool:
    """Tell whether a squat or a hinge may be the main lift of a kind of session."""
    mains = [e for e in week.catalogue if e.role is Role.MAIN and _bends(e)]
    return kind.main is not None and any(kind.main.fits(e) for e in mains)


def _bends(exercise: Exercise) -> bool:
    return exercise.pattern in (Pattern.SQUAT, Pattern.HINGE)


def _window(exercise: Exercise, day: str | None) -> Window:
    """Return the repetitions of a set: the zone of the day within the exercise's reach."""
    table = day_table()
    least, most = exercise.low, exercise.high
    if exercise.measure is not Unit.REPS or not exercise.hard:
        return least, most
    zones = table.zones
    for name, zone in table.intensities.items():
        if name != day:
            continue
        reaches_heavy = least <= table.intensities["heavy"].reps[1]
        if exercise.load in zones.not_loads or not reaches_heavy:
            break
        if _ends_early(exercise, table):
            return _of_three(exercise, name, table)
        if name == "volume" and _may_stretch(exercise, table):
            most = max(most, table.stretch.to)
        low, high = (max(least, min(most, end)) for end in zone.reps)
        if high - low < zones.narrowest:
            high = min(most, low + zones.narrowest)
            low = min(low, max(least, high - zones.narrowest))
        return low, high
    half = max((most - least + 1) // 2, zones.narrowest)
    if day == "heavy":
        most = min(most, least + half)
    elif day == "volume":
        least = max(least, most - half)
    return least, most


def _ends_early(exercise: Exercise, table: DayTable) -> bool:
    """Tell whether a weighted lift cannot be done for as many as a volume day has."""
    reach = [exercise.high, *([table.stretch.to] if _may_stretch(exercise, table) else [])]
    return (
        exercise.load not in table.zones.not_loads
        and exercise.low <= table.intensities["heavy"].reps[1]
        and max(reach) < table.intensities["volume"].reps[0]
    )


def _of_three(exercise: Exercise, day: str, table: DayTable) -> Window:
    """Return one of three windows that go up a short range in even steps."""
    width = min(exercise.high - exercise.low, table.zones.narrowest)
    top = exercise.high - width
    bottom = max(min(table.intensities["heavy"].reps[0], top - 2), exercise.low)
    between = bottom + (top - bottom + 1) // 2
    low = bottom if day == "heavy" else top if day == "volume" else between
    return low, low + width


def _may_stretch(exercise: Exercise, table: DayTable) -> bool:
    stretch = table.stretch
    excepted = exercise.pattern in stretch.not_patterns or exercise.id in stretch.not_exercises
    return exercise.role in stretch.roles and exercise.high >= stretch.from_ and not excepted


def _rir(exercise: Exercise, day: str | None, week: Week) -> int | None:
    return week.scenario.recovery.keep(_usual_rir(exercise, day, week))


def _usual_rir(exercise: Exercise, day: str | None, week: Week) -> int | None:
    if exercise.measure is not Unit.REPS or not exercise.hard:
        return None
    level = week.scenario.level
    for name, zone in day_table().intensities.items():
        if name == day:
            return _volume_rir(exercise, level) if name == "volume" else zone.rir[level]
    return week.catalogue.doses[exercise.role].rir[level]


def _volume_rir(exercise: Exercise, level: Level) -> int:
    """Return the reserve of a volume day, which never makes it heavier than a moderate one."""
    table = day_table()
    volume, moderate = (table.intensities[name].rir[level] for name in ("volume", "moderate"))
    if _ends_early(exercise, table):
        return min(moderate + table.short.spare, MOST_IN_RESERVE)
    tops = [_window(exercise, name)[1] for name in ("moderate", "volume")]
    if exercise.load in table.zones.not_loads or tops[1] > tops[0]:
        return volume
    return max(volume, moderate)


def _rests(done: Sequence[Done], days: Sequence[str | None], week: Week) -> list[int | None]:
    """Return the rest after a set of each exercise; None where a superset is none of two."""
    shifts = {str(name): zone.rest_shift for name, zone in day_table().intensities.items()}
    alone = [
        max(week.catalogue.times.rest.get(entry.exercise.role, 0) + shifts.get(day or "", 0), 0)
        for entry, day in zip(done, days, strict=True)
    ]
    rests: list[int | None] = []
    for block in blocks_of(done):
        mine = alone[len(rests) : len(rests) + len(block)]
        if not block[0].item.superset:
            rests += mine
        elif len(block) == 2:
            rests += [change_seconds(), max(mine)]
        else:
            rests += [None] * len(block)
    return rests


def _tempo(exercise: Exercise) -> str | None:
    table = day_table().tempo
    seconds = exercise.rep_seconds
    if exercise.measure is not Unit.REPS:
        return None
    if exercise.role in table.fast_roles:
        return table.fast
    named = table.exercises.get(exercise.id, "")
    if named and sum(map(int, named.split("-"))) == seconds:
        return named
    if exercise.eccentric:
        return table.slow.get(seconds, table.slow_otherwise)
    return table.ordinary.get(seconds)


def _load(exercise: Exercise, day: str | None, reps: int, rir: int | None) -> str | None:
    table = day_table().load
    if (
        day is None
        or rir is None
        or exercise.role not in table.roles
        or exercise.load not in table.loads
    ):
        return None
    percent = float(list(table.percent.values())[-1])
    for (fewer, heavier), (more, lighter) in reversed(list(pairwise(table.percent.items()))):
        if reps + rir <= more:
            share = max(reps + rir - fewer, 0) / (more - fewer)
            percent = heavier + (lighter - heavier) * share
    steps = percent / table.round_to
    whole = int(steps)
    return f"about {(whole + (steps - whole > 0.5)) * table.round_to} % of 1RM"


# ---- slots ------------------------------------------------------------------------------------


def _slots(where: str, done: Sequence[Done], kind: SessionKind | None) -> Iterator[str]:
    known = {slot.id: slot.where for slot in kind.slots} if kind else {}
    named = [entry.item.slot for entry in done]
    for place, entry in enumerate(done):
        slot, exercise = entry.item.slot, entry.exercise
        field = f"{where}.{exercise.id}.slot"
        if slot is None:
            continue
        if slot == MAIN_SLOT and kind and kind.main:
            if place or exercise.role is not Role.MAIN or not kind.main.fits(exercise):
                yield f"{field}: is the main lift's, but this is not the session's main lift"
        elif slot not in known:
            yield f"{field}: a session of this kind has no slot {slot}"
        elif not known[slot].fits(exercise):
            yield f"{field}: the exercise is nothing for the slot {slot}"
        if slot in named[:place]:
            yield f"{field}: the slot {slot} is filled twice"


# ---- for blocks -------------------------------------------------------------------------------


@dataclass(frozen=True)
class ExpectedDose:
    """How the tables have an exercise done: its own heaviness, repetitions, reserve, rest."""

    day: str | None
    window: Window
    rir: int | None
    tempo: str | None
    rest: int | None


def expected_doses(week: Week, kept: Kept = NOTHING_KEPT) -> list[list[ExpectedDose]]:
    """Return how the tables have each exercise of each session done.

    Args:
        week: what is done.
        kept: lifts that a program keeps to one class, by session and item.

    """
    found = []
    for done, days in zip(week.done, _days(week, kept), strict=True):
        rests = _rests(done, days, week)
        found.append(
            [
                ExpectedDose(
                    day, _window(entry.exercise, day), _rir(entry.exercise, day, week),
                    _tempo(entry.exercise), rest,
                )
                for entry, day, rest in zip(done, days, rests, strict=True)
            ]
        )  # fmt: skip
    return found


def expected_load(dose: ExpectedDose, exercise: Exercise, most: int, rir: int | None) -> str | None:
    """Return the share of the best single of a set with so many repetitions and so many left."""
    return _load(exercise, dose.day or "moderate", most, rir)


def percent_of_best(reps: int) -> float:
    """Return the percent of the best single with which so many repetitions can be done."""
    table = list(day_table().load.percent.items())
    best = float(table[-1][1])
    for (fewer, heavier), (more, lighter) in reversed(list(pairwise(table))):
        if reps <= more:
            best = heavier + (lighter - heavier) * max(reps - fewer, 0) / (more - fewer)
    return best
