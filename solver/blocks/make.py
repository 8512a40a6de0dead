"""Two weeks into a block: waves, deloads, ladders, build-ups, volume."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from solver.blocks.block import (
    LETTERS,
    Block,
    Letter,
    Pair,
    Settings,
    Volume,
    Week,
    check_weeks,
    self_check,
)
from solver.blocks.build_ups import BuildUps, alone
from solver.blocks.classes import classes_of, departure
from solver.blocks.deload import deloaded
from solver.blocks.dosing import Person, dosed_week
from solver.blocks.frames import Frame, Work, make_frames, sets_of
from solver.blocks.ladders import Ladders
from solver.blocks.load_notes import load_notes
from solver.blocks.pauses import can_stop
from solver.blocks.rotation import exercises_of
from solver.blocks.table import block_table
from solver.blocks.volume import ramp
from solver.blocks.waves import Slot, slots
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.loading import load_catalogue
from solver.coaching.advice import make_advice
from solver.coaching.doses import Intensity
from solver.coaching.ladder import rung_of
from solver.person import protection_notes, sign_notes
from solver.scenario import Scenario

if TYPE_CHECKING:
    from solver.blocks.pair import Progress


def make_block(
    scenario: Scenario | None = None,
    catalogue: Catalogue | None = None,
    *,
    weeks: int = 12,
    volume: Volume = "flat",
    pair: Pair | None = None,
    asked: Scenario | None = None,
    trained: Mapping[str, int] | None = None,
    stopped: Iterable[str] = (),
    waiting: Iterable[str] = (),
    progress: Progress | None = None,
) -> Block:
    """Make a block of 8 to 12 weeks (R142).

    Args:
        scenario: what the person asks for; that of week A where a pair is given and this is not.
        catalogue: the exercises there are; the standard ones where it is left out.
        weeks: 8 to 12.
        volume: ``flat`` keeps the sets of the base weeks, ``ramp`` lets them rise (R105).
        pair: two ready weeks; solved from the scenario where they are left out.
        asked: what the person asked for, where the scenario holds for this block alone.
        trained: for each build-up, in how many weeks it was trained before.
        stopped: lifts on one leg, by id, that came to a stop at the bottom before (R116); those
            that are in neither week are let go.
        waiting: lifts on one leg, by id, that take no step (G15); those that are in neither week
            are let go.
        progress: is called with tier, best value and bound while the pair is solved.

    Raises:
        InputError: the scenario or the number of weeks is wrong, or weeks that are given have too
            few sets for a deload.
        ImpossibleError: no week can keep what is demanded.
        NoPlanInTimeError: the time limit passed before there was any plan.

    """
    check_weeks(weeks)
    catalogue = catalogue or load_catalogue()
    if pair is None:
        from solver.blocks.pair import solve_pair  # noqa: PLC0415 - brings the solver in

        pair = solve_pair(scenario or Scenario(), catalogue, progress=progress)
    settings = Settings(
        weeks=weeks, volume=volume, trained=dict(trained or {}),
        stopped=tuple(_stopped(pair, stopped, catalogue)),
        waiting=tuple(_waiting(pair, waiting, catalogue)),
    )  # fmt: skip
    person = Person((scenario or pair.a.scenario).resolve(catalogue), catalogue)
    made, notes = _weeks(pair, settings, person)
    return Block(
        scenario=person.scenario,
        asked=asked,
        catalogue_hash=catalogue.hash,
        settings=settings,
        status=pair.status,
        weeks=made,
        pair=pair,
        notes=tuple(
            dict.fromkeys(
                [
                    *pair.notes,
                    *_kept(pair, catalogue),
                    *_of_person(person.scenario, catalogue),
                    *_of_weeks(pair, catalogue),
                    *_notes(settings),
                    *notes,
                ]
            )
        ),
        advice=make_advice(
            bodyweight=person.scenario.bodyweight,
            training_days=[session.day for session in pair.a.sessions],
            level=person.scenario.level,
        ),
        self_check=self_check(),
    )


def _kept(pair: Pair, catalogue: Catalogue) -> Iterator[str]:
    """Yield the lifts that a program keeps to one class."""
    for each in pair.kept:
        name = catalogue.find(each.exercise, "kept").name
        own = "for volume" if each.intensity == "volume" else each.intensity
        yield (
            f"{name}, {each.day.value} of week {each.letter}: {own} in every week and never heavy, "
            f"since the program says class: {each.intensity}."
        )


def _of_person(scenario: Scenario, catalogue: Catalogue) -> Iterator[str]:
    """Yield what holds of the person in both weeks: what is spared, and signs."""
    yield from protection_notes(scenario, catalogue)
    yield from sign_notes(scenario)


def _of_weeks(pair: Pair, catalogue: Catalogue) -> Iterator[str]:
    """Yield the notes of the weeks: what both say once, else with the letter of the week.

    What they say of the person is left to the block: a week that leaves accessories out for the
    sake of the other would name other exercises in their place.
    """
    notes: dict[Letter, list[str]] = {}
    for letter in LETTERS:
        week = pair.week(letter)
        own = set(_of_person(week.scenario.resolve(catalogue), catalogue))
        notes[letter] = [note for note in week.notes if note not in own]
    both = [note for note in notes["A"] if note in notes["B"]]
    yield from both
    for letter in LETTERS:
        yield from (f"Week {letter}: {note}" for note in notes[letter] if note not in both)


def _stopped(pair: Pair, names: Iterable[str], catalogue: Catalogue) -> Iterator[str]:
    """Yield those of some lifts that are in one of the weeks and can have a stop."""
    planned = {*exercises_of(pair.a), *exercises_of(pair.b)}
    for name in dict.fromkeys(names):
        if name in planned and can_stop(catalogue.find(name, "stopped")):
            yield name


def _waiting(pair: Pair, names: Iterable[str], catalogue: Catalogue) -> Iterator[str]:
    """Yield those of some lifts that are in one of the weeks and on a ladder."""
    planned = {*exercises_of(pair.a), *exercises_of(pair.b)}
    for name in dict.fromkeys(names):
        if name in planned and rung_of(catalogue.find(name, "waiting")) is not None:
            yield name


def _notes(settings: Settings) -> Iterator[str]:
    yield (
        "Waves, classes and deloads are variety and custom, no better proved than a straight line "
        "(G7, G10)."
    )
    yield (
        "Add weight when the top of the range is reached with more left than planned: "
        "2–10 % (G1). The percentages are a start; the repetitions in reserve decide."
    )
    if settings.volume == "ramp":
        yield "Sets rise within the block as far as the minutes and every guardrail allow (R105)."


def _weeks(pair: Pair, settings: Settings, person: Person) -> tuple[tuple[Week, ...], list[str]]:
    """Return the weeks, and what to say of all of them."""
    frames = make_frames(pair, person.catalogue)
    plan = slots(settings.weeks)
    turns = Counter(slot.letter for slot in plan if slot.kind == "loading")
    notes: list[str] = []
    sets: dict[Letter, list[Work]] = {
        letter: [frame.base] * turns[letter] for letter, frame in frames.items()
    }
    if settings.volume == "ramp":
        ramps = {letter: ramp(frame, turns[letter]) for letter, frame in frames.items()}
        sets = {letter: found.weeks for letter, found in ramps.items()}
        notes += [found.note for found in ramps.values()]
    notes += alone(frames)
    ladders = Ladders(frames, sets, settings)
    weeks = tuple(_loaded(plan, frames, sets, ladders, settings, person))
    sought = frames["A"].sought
    return weeks, [*notes, *ladders.still(), *load_notes(weeks, person, sought=sought)]


def _loaded(
    plan: Sequence[Slot],
    frames: Mapping[Letter, Frame],
    sets: Mapping[Letter, Sequence[Work]],
    ladders: Ladders,
    settings: Settings,
    person: Person,
) -> Iterator[Week]:
    loading = [slot for slot in plan if slot.kind == "loading"]
    build_ups = BuildUps(
        settings.trained, [(frames[s.letter], sets[s.letter][s.turn]) for s in loading]
    )
    heaviness = classes_of(frames, plan)
    last: dict[Letter, Work] = {}
    for slot in plan:
        frame = frames[slot.letter]
        if slot.kind == "deload":
            work = deloaded(last[slot.letter])
            notes = [_deload_note()]
        else:
            notes = list(ladders.week(slot))
            work, more = build_ups.week(frame, sets_of(frame.now, sets[slot.letter][slot.turn]))
            notes += more
            days, usual = zip(*((s.day, s.intensity) for s in frame.sessions), strict=True)
            notes += departure(days, heaviness[slot.number], usual)
            last[slot.letter] = work
        yield _week(slot, frame, work, notes, heaviness[slot.number], person)


def _deload_note() -> str:
    table = block_table().deload
    return (
        "Deload: exercises, days and repetitions of the week of its letter before it, with about "
        f"half of the sets, at least {table.rir} in reserve and loads at most "
        f"{100 - table.load_percent.low:g} % lower."
    )


def _week(
    slot: Slot,
    frame: Frame,
    work: Work,
    notes: list[str],
    heaviness: Sequence[Intensity],
    person: Person,
) -> Week:
    wave = None if slot.kind == "deload" else slot.wave
    sessions = dosed_week(frame.sessions, work, heaviness, wave, person, frame.kinds)
    return Week(
        number=slot.number,
        letter=slot.letter,
        kind=slot.kind,
        wave=slot.wave,
        sessions=sessions,
        notes=tuple(notes),
    )
