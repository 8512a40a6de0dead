"""How a session of a block is done: repetitions, effort, load and rest by class and wave."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from solver.blocks.loads import load_of
from solver.blocks.pauses import stop_words, with_stop
from solver.blocks.table import Wave, block_table
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Role, Weekday
from solver.coaching.doses import (
    Intensity,
    Prescription,
    Window,
    day_table,
    dose_text,
    prescribe,
)
from solver.coaching.order import Placed
from solver.coaching.sessions import (
    ONE_HEAVY,
    Leading,
    heavy_lifts,
    item_note,
    session_seconds,
)
from solver.coaching.warm_up import make_warm_up
from solver.plan import Item, Session, WarmUpStep
from solver.rules.splits import SessionKind
from solver.rules.supersets import change_seconds, saved_seconds
from solver.scenario import Scenario


@dataclass(frozen=True)
class Entry:
    """An exercise at its place in a session of a block.

    Attributes:
        base: the item of the base week at this place.
        exercise: what is done, that of the base week or what stands in for it.
        sets: hard sets, or those of a deload.
        reps: repetitions that a build-up allows, None where there is none.
        stop: it is done with the stop at the bottom of a ladder's step.
        given: sets that it gives up for the rest of the block, to make room for a step.
        kept: its class in all weeks, where a program says one; never heavy.

    """

    base: Item
    exercise: Exercise
    sets: int
    reps: Window | None = None
    stop: bool = False
    given: int = 0
    kept: Intensity | None = None


@dataclass(frozen=True)
class Person:
    """Who trains: a resolved scenario, and the catalogue."""

    scenario: Scenario
    catalogue: Catalogue

    def warm_up(self, work: Sequence[Exercise], budget_minutes: int) -> tuple[WarmUpStep, ...]:
        """Return the warm-up of a session, with what is at hand, spared and asked for by signs."""
        scenario, catalogue = self.scenario, self.catalogue
        return make_warm_up(
            work,
            budget_minutes,
            catalogue,
            items=catalogue.equipment.resolve(scenario.equipment, scenario.without),
            prepare=[drill for sign in scenario.raised for drill in sign.prepare],
            spare=scenario.spared,
            exclude=scenario.exclude,
        )


def entries_of(
    session: Session,
    catalogue: Catalogue,
    kept: Mapping[tuple[Weekday, str], Intensity] = MappingProxyType({}),
) -> tuple[Entry, ...]:
    """Return the entries of a session of a base week; ``kept`` are classes that do not change."""
    return tuple(
        Entry(
            item, catalogue.find(item.exercise, "plan"), item.sets,
            kept=kept.get((session.day, item.exercise)),
        )
        for item in session.items
    )  # fmt: skip


def bare_session(base: Session, entries: Sequence[Entry], person: Person) -> Session:
    """Return a session with these exercises and sets, done as in the base week; for the audit."""
    items = tuple(
        entry.base.model_copy(
            update={
                "exercise": entry.exercise.id,
                "name": entry.exercise.name,
                "role": entry.exercise.role,
                "sides": entry.exercise.sides,
                "sets": entry.sets,
            }
        )
        for entry in entries
    )
    return base.model_copy(update={"items": items, **_times(base, entries, person.catalogue)})


def dosed_week(
    bases: Sequence[Session],
    work: Sequence[Sequence[Entry]],
    heaviness: Sequence[Intensity],
    wave: Wave | None,
    person: Person,
    kinds: Mapping[str, SessionKind],
) -> tuple[Session, ...]:
    """Return the sessions of a week of a block.

    Args:
        bases: the sessions of the base week.
        work: what is done in each, in the same order.
        heaviness: heavy, moderate or volume, for each session.
        wave: hard, moderate or easy; None in a deload.
        person: who trains.
        kinds: the kinds of session of the base week's split, by name.

    """
    lifts = _heavy(bases, work, heaviness, person, kinds)
    return tuple(
        _dosed_session(base, entries, heavy, lift, wave, person)
        for base, entries, heavy, lift in zip(bases, work, heaviness, lifts, strict=True)
    )


def _heavy(
    bases: Sequence[Session],
    work: Sequence[Sequence[Entry]],
    heaviness: Sequence[Intensity],
    person: Person,
    kinds: Mapping[str, SessionKind],
) -> list[Exercise | None]:
    """Return the one squat or hinge of each session that is heavy, if any (C11)."""
    return heavy_lifts(
        [
            Leading(
                base.day,
                heavy,
                kinds.get(base.kind),
                [entry.exercise for entry in entries if entry.kept is None],
            )
            for base, entries, heavy in zip(bases, work, heaviness, strict=True)
        ],
        person.catalogue,
    )


def heavy_mains(
    bases: Sequence[Session],
    work: Sequence[Sequence[Entry]],
    heaviness: Sequence[Intensity],
    person: Person,
    kinds: Mapping[str, SessionKind],
) -> list[str]:
    """Return the main lifts, by id, that are done heavy in a week; see :func:`dosed_week`."""
    lifts = _heavy(bases, work, heaviness, person, kinds)
    return [
        entries[place].exercise.id
        for base, entries, heavy, lift in zip(bases, work, heaviness, lifts, strict=True)
        for place in lead_lifts(base)
        if _own(entries[place], heavy, lift) == "heavy"
    ]


def _own(entry: Entry, heaviness: Intensity, heavy_lift: Exercise | None) -> Intensity | None:
    """Return how heavy an exercise of a session is; None where it keeps its own range."""
    exercise = entry.exercise
    if exercise.role not in day_table().zones.roles:
        return None
    if entry.kept is not None:
        return entry.kept
    own = heaviness
    if own == "heavy" and exercise.pattern in ONE_HEAVY and exercise != heavy_lift:
        own = "moderate"
    return own


def _dosed_session(
    base: Session,
    entries: Sequence[Entry],
    heaviness: Intensity,
    heavy_lift: Exercise | None,
    wave: Wave | None,
    person: Person,
) -> Session:
    done = _prescribed(entries, heaviness, heavy_lift, person)
    items = []
    for place, entry in enumerate(entries):
        own, mine = done[place]
        rir, window = _effort(entry.exercise, own, mine, wave, person)
        low, high = entry.reps or window
        tempo, most = mine.tempo, high
        if entry.stop and (stop := with_stop(_window(mine.reps), tempo)):
            moved = high - _window(mine.reps)[1]  # by the wave, and seen with the stop too
            (low, high), tempo = stop  # the weight stays that of the repetitions without it
            high = max(high + moved, low)
        items.append(
            Item(
                exercise=entry.exercise.id,
                name=entry.exercise.name,
                role=entry.exercise.role,
                slot=entry.base.slot,
                sets=entry.sets,
                reps=dose_text(low, high, entry.exercise.measure),
                rir=rir,
                tempo=tempo,
                load=load_of(entry.exercise, most, rir, person.scenario),
                rest_seconds=_rest(place, entries, done),
                superset=entry.base.superset,
                sides=entry.exercise.sides,
                note=_note(entry, person),
            )
        )
    changed = {
        "items": tuple(items),
        "intensity": heaviness,
        "warm_up": _warm_up(base, entries, person),
        **_times(base, entries, person.catalogue),
    }
    return base.model_copy(update=changed)


def _note(entry: Entry, person: Person) -> str:
    """Return what stands beside an item: what the base week says where the same is done."""
    same = entry.exercise.id == entry.base.exercise
    first = stop_words() if entry.stop else ""
    if same and not (entry.stop and entry.base.note):
        return first or entry.base.note
    return item_note(entry.exercise, person.scenario, person.catalogue, first)


def _warm_up(base: Session, entries: Sequence[Entry], person: Person) -> tuple[WarmUpStep, ...]:
    """Return the base week's warm-up, made anew where it has none or other exercises are done."""
    if base.warm_up and all(entry.exercise.id == entry.base.exercise for entry in entries):
        return base.warm_up
    return person.warm_up([entry.exercise for entry in entries], base.budget_minutes)


def _prescribed(
    entries: Sequence[Entry], heaviness: Intensity, heavy_lift: Exercise | None, person: Person
) -> list[tuple[str | None, Prescription]]:
    """Return how heavy each exercise is, and how it is done; one squat or hinge is heavy (C11)."""
    scenario = person.scenario
    found: list[tuple[str | None, Prescription]] = []
    for entry in entries:
        exercise = entry.exercise
        own = _own(entry, heaviness, heavy_lift)
        done = prescribe(exercise, own, scenario.level, person.catalogue, scenario.recovery)
        found.append((own, done))
    return found


def _window(reps: str) -> Window:
    numbers = [int(number) for number in re.findall(r"[0-9]+", reps)]
    return numbers[0], numbers[-1]


def _effort(
    exercise: Exercise, own: str | None, done: Prescription, wave: Wave | None, person: Person
) -> tuple[int | None, Window]:
    """Return reserve and repetitions: the table's, moved by the wave within bounds."""
    table, usual, window = block_table(), done.rir, _window(done.reps)
    if usual is None:
        return None, window
    if wave is None:
        return max(usual, table.deload.rir), window
    if any(
        sign.hold_load and sign.lifts and sign.lifts.fits(exercise)
        for sign in person.scenario.raised
    ):
        return usual, window  # R51: the load of this lift does not rise
    weighted = exercise.load not in day_table().zones.not_loads
    least = table.waves.lowest[person.scenario.level]
    if (own == "heavy" and weighted) or exercise.role is Role.POWER:
        least = max(least, table.waves.lowest_heavy)
    wanted = usual + table.waves.rir[wave]
    rir = min(max(wanted, least), table.waves.highest)
    if own is not None and weighted:
        window = _shifted(window, wanted - rir, exercise)
    return rir, window


def _shifted(window: Window, by: int, exercise: Exercise) -> Window:
    """Return repetitions that give the load what a bound keeps the reserve from giving (R121).

    None are moved that would leave the exercise's own range.
    """
    low, high = window
    fits = low <= high + by <= max(exercise.high, high)
    return (low, high + by) if fits else window


def _rest(
    place: int, entries: Sequence[Entry], done: Sequence[tuple[str | None, Prescription]]
) -> int:
    """Return the seconds after each set: in a superset the change, then the longer rest (T12)."""
    partner = _partner(place, entries)
    own = done[place][1].rest_seconds
    if partner is None:
        return own
    if place < partner:
        return change_seconds()
    return max(own, done[partner][1].rest_seconds)


def _partner(place: int, entries: Sequence[Entry]) -> int | None:
    """Return the place of the other exercise of a superset."""
    letter = entries[place].base.superset
    if letter is None:
        return None
    others = [
        other
        for other, entry in enumerate(entries)
        if other != place and entry.base.superset == letter
    ]
    return others[0] if len(others) == 1 else None


def _times(base: Session, entries: Sequence[Entry], catalogue: Catalogue) -> dict[str, float | int]:
    """Return minutes and saved seconds of a session with these exercises and sets."""
    timed = [_timed(entry.exercise) for entry in entries]
    placed = []
    saved = 0
    for place, entry in enumerate(entries):
        other = _partner(place, entries)
        opens = other is not None and place < other
        partner = None if other is None else timed[other]
        placed.append(
            Placed(timed[place], entry.sets, superset=entry.base.superset, partner=partner,
                   opens=opens)
        )  # fmt: skip
        if opens and partner is not None:
            saved += entry.sets * saved_seconds(timed[place].role, partner.role, catalogue.times)
    seconds = session_seconds(placed, base.budget_minutes, catalogue)
    return {"minutes": round(seconds / 60, 2), "saved_seconds": saved}


def _timed(exercise: Exercise) -> Exercise:
    """Return what a drill takes as long as: a finisher."""
    if exercise.role is not Role.DRILL:
        return exercise
    return exercise.model_copy(update={"role": Role.FINISHER})


def main_lifts(session: Session) -> tuple[int, ...]:
    """Return the places of all main lifts of a session: those it leads with, and further ones."""
    mains = [place for place, item in enumerate(session.items) if item.role is Role.MAIN]
    return tuple(dict.fromkeys([*lead_lifts(session), *mains]))


def lead_lifts(session: Session) -> tuple[int, ...]:
    """Return the places of a session's main lifts: its main slot, or else its first main lift."""
    named = [place for place, item in enumerate(session.items) if item.slot == "main"]
    mains = [place for place, item in enumerate(session.items) if item.role is Role.MAIN]
    return tuple(named or mains[:1])
