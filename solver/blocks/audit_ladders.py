"""The audit of a block: lifts on one leg that climb their ladder, and what a step costs (R116)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from solver.auditing.prescription import ExpectedDose, Window
from solver.blocks.audit_parts import At, Looked, where
from solver.blocks.block import LETTERS, Week
from solver.blocks.table import block_table
from solver.catalogue.exercise import Exercise
from solver.coaching.ladder import rung_of
from solver.plan import Item, Session
from solver.rules.ladders import ladder_table

TINY = 1e-6

STAYS = "Ladder: {name} stays the whole block: "
"""How the line begins that says why a lift stays on its rung."""

_TEMPO = re.compile(r"([0-9])-([0-9])-([0-9])")


def stop_dose(dose: ExpectedDose) -> tuple[Window, str] | None:
    """Return repetitions and tempo of a lift with a stop at the bottom, None where it has none.

    Each repetition takes so many seconds more, so as many fewer fit into a set.
    """
    found = _TEMPO.fullmatch(dose.tempo or "")
    if found is None:
        return None
    table = block_table().ladder.stop
    down, bottom, up = (int(part) for part in found.groups())
    share = (down + bottom + up) / (down + bottom + up + table.seconds)
    low, high = (max(int(reps * share + 0.5), table.least_reps) for reps in dose.window)
    return (low, high), f"{down}-{bottom + table.seconds}-{up}"


def has_stop(at: At) -> bool:
    """Tell whether a lift on one leg is done with the stop of a ladder's step."""
    if rung_of(at.exercise) is None or at.exercise.eccentric or at.item.tempo == at.dose.tempo:
        return False
    stop = stop_dose(at.dose)
    return stop is not None and at.item.tempo == stop[1]


def stop_words() -> str:
    """Return what stands first beside a lift with a stop."""
    seconds = block_table().ladder.stop.seconds
    return f"Stop for {seconds} s at the bottom of each repetition: one rung up."


def ladders(looked: Looked) -> Iterator[str]:
    """Yield lifts on one leg that step down, by more than a rung, too soon or above their level.

    A stop at the bottom stands a rung above the lift without it. A lift that stays on its rung
    says why.
    """
    tracks: dict[str, list[At]] = defaultdict(list)
    for at in looked.items:
        if rung_of(at.exercise) is not None and looked.same_shape(at.week):
            planned = looked.base(at.week.letter)[at.number].items[at.order]
            tracks[planned.exercise].append(at)
    for name, track in tracks.items():
        yield from _begins(name, track[0], looked)
        yield from _climbs(name, track, looked)
        first, last = track[0], track[-1]
        stays = STAYS.format(name=looked.catalogue.find(name).name)
        said = any(note.startswith(stays) for note in looked.block.notes)
        if said is not (_rung(first) == _rung(last) and first.exercise == last.exercise):
            yield f"{name}: {'says that it stays' if said else 'stays and does not say why'}"
    for name in looked.block.settings.stopped:
        if name not in tracks:
            yield f"{name}: came to a stop at the bottom before the block, but is not in it"
    for name in looked.block.settings.waiting:
        if name not in tracks:
            yield f"{name}: waits on its rung, but is not in the block"
        elif any(
            (at.exercise, _rung(at)) != (tracks[name][0].exercise, _rung(tracks[name][0]))
            for at in tracks[name]
        ):
            yield f"{name}: steps up, though the settings say that it waits"


def _begins(name: str, first: At, looked: Looked) -> Iterator[str]:
    """Yield how a lift begins otherwise than the last block left it."""
    if first.item.exercise != name:
        yield f"week {first.week.number}: {first.item.exercise} in place of {name}"
    if has_stop(first) is not (name in looked.block.settings.stopped):
        yield f"week {first.week.number}: {name} begins on another rung than the settings say"


def _climbs(name: str, track: Sequence[At], looked: Looked) -> Iterator[str]:
    least, top = block_table().ladder.least_weeks, ladder_table().top[looked.scenario.level]
    since = track[0].week.number
    for before, after in pairwise(track):
        number, low, high = after.week.number, _rung(before), _rung(after)
        if high < low or high > low + 1:
            yield f"week {number}: {name} goes from rung {low} to {high}"
        if high > max(low, top):
            yield f"week {number}: {name} goes to rung {high}, {top} is the highest of the level"
        if (before.exercise, has_stop(before)) != (after.exercise, has_stop(after)):
            if number - since < least:
                yield f"week {number}: {name} changes after {number - since} weeks"
            since = number


def _rung(at: At) -> int:
    return (rung_of(at.exercise) or 0) + has_stop(at)


# ---- sets given up -------------------------------------------------------------------------------


def given_up(looked: Looked) -> Iterator[str]:
    """Yield sets that fall from one week of a letter to the next, but for a step that needs them.

    A lift on one leg that steps up to an exercise with a longer set-up may take one set from one
    exercise of its session, where the session would be too long otherwise (T12).
    """
    flat = looked.block.settings.volume == "flat"
    for letter in LETTERS:
        weeks = [week for week in looked.of_letter(letter) if looked.same_shape(week)]
        states = [(week, week.sessions) for week in weeks]
        if flat and weeks:
            states.insert(0, (weeks[0], looked.base(letter)))
        for (_, before), (week, after) in pairwise(states):
            for earlier, later, base in zip(before, after, looked.base(letter), strict=True):
                yield from _fallen(week, earlier, later, base, looked)


def _fallen(
    week: Week, earlier: Session, later: Session, base: Session, looked: Looked
) -> Iterator[str]:
    steps, fallen, eased = 0, [], False
    flat = looked.block.settings.volume == "flat"
    for one, two, planned in zip(earlier.items, later.items, base.items, strict=True):
        if _builds_up(planned):
            eased |= two.exercise != planned.exercise
            continue
        steps += _steps_up(one, two, looked)
        if two.sets < one.sets:
            fallen.append((one, two))
        if flat and two.sets > one.sets:
            yield f"{where(week, later, two.exercise)}: rises from {one.sets} to {two.sets} sets"
    if len(fallen) > steps:
        yield f"{where(week, later)}: {len(fallen)} exercises lose sets, {steps} steps need them"
    for one, two in fallen:
        place = where(week, later, two.exercise)
        if one.sets - two.sets > 1:
            yield f"{place}: falls from {one.sets} to {two.sets} sets"
        seconds = _set_seconds(looked.catalogue.find(two.exercise), looked)
        tight = later.minutes + seconds / 60 > later.budget_minutes + TINY
        if flat and not tight and not eased:  # what eases a build-up may be set up sooner
            yield f"{place}: gives up a set, though there are minutes for it"


def _steps_up(one: Item, two: Item, looked: Looked) -> bool:
    """Tell whether a lift on one leg makes room for one that takes longer to set up."""
    before, after = (looked.catalogue.find(item.exercise) for item in (one, two))
    climbs = rung_of(before) is not None and rung_of(after) is not None
    return climbs and _set_up(after, looked) > _set_up(before, looked)


def _set_up(exercise: Exercise, looked: Looked) -> int:
    own = exercise.setup_seconds
    return looked.catalogue.times.set_up[exercise.load] if own is None else own


def _set_seconds(exercise: Exercise, looked: Looked) -> int:
    times = looked.catalogue.times
    return exercise.sides * times.work[exercise.role] + times.rest[exercise.role]


def _builds_up(item: Item) -> bool:
    tables = block_table().build_ups.values()
    return any(item.exercise in (table.exercise, table.instead) for table in tables)
