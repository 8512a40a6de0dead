"""Warm-ups: breath, activation, pattern and ramp sets, fitted to a session. ``data/warm_ups.yaml``.

Blocks 1 to 3 fill the seconds that ``data/times.csv`` gives a warm-up; ramp sets come on top.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import BodyPart, Role, Unit
from solver.coaching.ramp import counted, ramp_notes, ramp_sets
from solver.coaching.warm_up_table import Block, Drill, Form, Lead, warm_up_drills, warm_ups
from solver.errors import InputError, shown, suggest
from solver.plan import WarmUpStep


def make_warm_up(
    work: Sequence[Exercise],
    budget_minutes: int,
    catalogue: Catalogue,
    *,
    items: frozenset[str] | None = None,
    prepare: Sequence[str] = (),
    spare: frozenset[BodyPart] = frozenset(),
    exclude: Collection[str] = (),
) -> tuple[WarmUpStep, ...]:
    """Return the warm-up of a session: four blocks in order (R106 to R113).

    Seconds of the first three blocks add up to ``catalogue.times.warm_up``, 480 or in a short
    session 300; ramp sets come on top, as the time model counts them (T12). Block 2 leads with the
    shoulder blades where most main lifts are of the upper body, with the hips where most are of
    the lower; block 3 rehearses the patterns of the main lifts. A lift is a main one if its role
    has ramp sets in ``data/doses.csv``; in a session without any, all of its work counts. Equal
    input gives an equal warm-up.

    ``drill`` of a step is an id: of a drill, or in the ramp of the lift itself. Only where a block
    has no drill that can be done (an own catalogue without drills, say) it is a few words.

    Args:
        work: exercises in the order in which the session has them.
        budget_minutes: length of the session in minutes, which decides the form.
        catalogue: drills, doses and times; drills that it does not have are not used.
        items: loads and supports at hand; drills that need others are left out. None: all.
        prepare: ids of drills that the person's answers ask for (R112). They come first in their
            block, as many as fit beside what the block must hold, if they can be done at all. Of
            two rungs of one ladder the first is taken.
        spare: body parts to protect; drills that load one of them are left out.
        exclude: ids of drills, and of easier variants of a lift, that are left out.

    Raises:
        InputError: ``prepare`` names what is no drill of a warm-up, or ``data/warm_ups.yaml`` is
            wrong; the message names the field.

    """
    table = warm_ups()
    _check_asked(prepare)
    form: Form = "short" if budget_minutes * 60 <= catalogue.times.short_up_to else "full"
    lifts = tuple(exercise for exercise in work if ramp_sets(exercise, catalogue))
    means = _Means(catalogue, items, spare, exclude)
    session = _Session(lifts or tuple(work), tuple(work), form, tuple(prepare), means)
    steps: list[WarmUpStep] = []
    total = catalogue.times.warm_up(budget_minutes * 60)
    shares = [block.seconds[form] for _, block in table.blocks]
    spans = _apportion(total, shares, table.timing.unit_seconds)
    for (name, block), seconds in zip(table.blocks, spans, strict=True):
        drills = _PICKS[name](block, seconds, session)
        steps += _steps(name, block, drills, seconds)
    for lift in lifts:
        for note in ramp_notes(lift, ramp_sets(lift, catalogue), catalogue, means.allow):
            seconds = catalogue.times.ramp_set
            steps.append(
                WarmUpStep(block="ramp", drill=lift.id, name=lift.name, seconds=seconds, note=note)
            )
    return tuple(steps)


@dataclass(frozen=True)
class _Means:
    """What can be done: with which equipment, and without which body parts and exercises."""

    catalogue: Catalogue
    items: frozenset[str] | None
    spare: frozenset[BodyPart]
    exclude: Collection[str]

    def allow(self, exercise: Exercise) -> bool:
        needs = {exercise.load, *exercise.supports}
        at_hand = self.items is None or needs <= self.items
        spares = self.spare.isdisjoint(exercise.stresses)
        return at_hand and spares and exercise.id not in self.exclude


@dataclass(frozen=True)
class _Session:
    """What a warm-up is for. ``lifts`` are what it prepares first, a part of ``work``."""

    lifts: tuple[Exercise, ...]
    work: tuple[Exercise, ...]
    form: Form
    prepare: tuple[str, ...]
    means: _Means

    def usable(self, block: Block) -> list[_Option]:
        """Return the drills of a block that can be done, those liked best first."""
        known = {e.id: e for e in self.means.catalogue if e.role is Role.DRILL}
        return [
            _Option(entry, known[entry.drill])
            for entry in block.drill_list
            if entry.drill in known and self.means.allow(known[entry.drill])
        ]

    def asked(self, options: Iterable[_Option]) -> list[_Option]:
        """Return those of the drills that the person's answers ask for, in their order."""
        by_id = {option.entry.drill: option for option in options}
        return [by_id[name] for name in dict.fromkeys(self.prepare) if name in by_id]


@dataclass(frozen=True)
class _Option:
    """A drill that can be done: its place in the warm-up, and its tags."""

    entry: Drill
    tags: Exercise

    def alike(self, other: _Option) -> bool:
        """Tell whether both are the same, of one family or rungs of one ladder."""
        mine, its = self.tags, other.tags
        return (
            mine.family == its.family
            or its.id in (mine.easier, mine.harder)
            or mine.id in (its.easier, its.harder)
        )


def _take(chosen: list[_Option], options: Iterable[_Option], up_to: int) -> None:
    """Add options that are not alike to those chosen, until there are so many."""
    for option in options:
        if len(chosen) >= up_to:
            return
        if not any(option.alike(other) for other in chosen):
            chosen.append(option)


def _room(seconds: int) -> int:
    """Return how many drills fit into so many seconds, one at least."""
    return max(1, seconds // warm_ups().timing.shortest_seconds)


def _breath(block: Block, _seconds: int, session: _Session) -> list[_Option]:
    options = session.usable(block)
    chosen: list[_Option] = []
    _take(chosen, [*session.asked(options), *options], block.drills[session.form])
    return chosen


def _activation(block: Block, seconds: int, session: _Session) -> list[_Option]:
    """Pick what was asked for, then the leading part, then the other; both are there (R108)."""
    options, room = session.usable(block), _room(seconds)
    usual = min(room, block.drills[session.form])
    lead, other, mixed = _led_by(session)
    others = usual // 2 if mixed else 1
    chosen: list[_Option] = []
    for option in session.asked(options):
        missing = {lead, other} - {each.entry.part for each in (*chosen, option)}
        if len(chosen) + 1 + len(missing) <= room:
            _take(chosen, [option], room)

    def count(part: Lead) -> int:
        return sum(option.entry.part == part for option in chosen)

    def add(part: Lead, number: int) -> None:
        of_part = [option for option in options if option.entry.part == part]
        least = 0 if count(part) else 1
        more = max(least, min(number - count(part), usual - len(chosen)))
        _take(chosen, of_part, min(room, len(chosen) + more))

    add(lead, usual - others)
    # The other part never outweighs the leading one.
    add(other, min(others, count(lead)) if count(lead) else usual)
    return chosen


def _led_by(session: _Session) -> tuple[Lead, Lead, bool]:
    """Return the part that leads, the other, and whether the session has lifts for both."""
    leads = warm_ups().leads
    for exercises in (session.lifts, session.work):
        parts: list[Lead] = [
            part for e in exercises for part, patterns in leads.items() if e.pattern in patterns
        ]
        if parts:  # of equally many the part of the first lift
            lead = max(dict.fromkeys(parts), key=parts.count)
            break
    else:
        lead = next(iter(leads))
    other: Lead = "hip" if lead == "scapula" else "scapula"
    return lead, other, len(set(parts)) != 1


def _pattern(block: Block, seconds: int, session: _Session) -> list[_Option]:
    """Pick what was asked for, then a rehearsal of each main pattern, then what helps (R109).

    Secondary lifts are rehearsed before other drills help, as far as there is room.
    """
    options, room = session.usable(block), _room(seconds)
    usual = min(room, block.drills[session.form])
    mains = _by_pattern(session.lifts, options)
    rehearsals = [found[0] for found in mains]
    chosen: list[_Option] = []
    asked = session.asked(options)
    left = len({option.entry.drill for option in rehearsals if option not in asked})
    _take(chosen, asked, max(1, room - left))
    _take(chosen, rehearsals, room)
    supporting = [exercise for exercise in session.work if exercise.role is Role.SECONDARY]
    _take(chosen, (found[0] for found in _by_pattern(supporting, options)), usual)
    _take(chosen, (option for found in mains for option in found[1:]), usual)
    _take(chosen, (found[0] for found in _by_pattern(session.work, options)), usual)
    if not chosen:
        _take(chosen, options, usual)
    # What was asked for and came in as a rehearsal, for want of room, comes first too.
    return sorted(chosen, key=lambda o: asked.index(o) if o in asked else len(asked))


def _by_pattern(exercises: Iterable[Exercise], options: Sequence[_Option]) -> list[list[_Option]]:
    """Return for each pattern of the exercises, in order, the drills that prepare it, if any."""
    patterns = dict.fromkeys(exercise.pattern for exercise in exercises)
    found = [[o for o in options if pattern in o.entry.patterns] for pattern in patterns]
    return [drills for drills in found if drills]


_PICKS = {"breath": _breath, "activation": _activation, "pattern": _pattern}


def _steps(
    name: str, block: Block, drills: Sequence[_Option], seconds: int
) -> Iterator[WarmUpStep]:
    """Yield the steps of a block; its seconds are shared evenly, the first drills get more."""
    if not drills and seconds:
        yield WarmUpStep(block=name, drill=block.otherwise, seconds=seconds)
    if drills:
        spans = _apportion(seconds, [1] * len(drills), warm_ups().timing.unit_seconds)
        for option, span in zip(drills, spans, strict=True):
            if span:
                note = option.entry.note or _easy(option.tags, span)
                tags = option.tags
                yield WarmUpStep(block=name, drill=tags.id, name=tags.name, seconds=span, note=note)


def _easy(drill: Exercise, seconds: int) -> str:
    """Say how much of a drill fills the seconds at its own pace, never past its usual range."""
    if drill.measure is Unit.DISTANCE:
        return f"{drill.low} m at an easy pace"
    pause = warm_ups().timing.pause_seconds
    pace = drill.sides * (drill.rep_seconds if drill.measure is Unit.REPS else 1)
    rounds = max(1, seconds // (drill.low * pace + pause))
    span = seconds // rounds
    number = max(1, min(drill.high, max(min(drill.low, span // pace), (span - pause) // pace)))
    side = " a side" if drill.sides > 1 else ""
    if drill.measure is Unit.HOLD:
        return f"{counted(rounds, 'easy hold')} of {number} s{side}"
    reps = f"{counted(number, 'easy rep')}{side}"
    return reps if rounds == 1 else f"{rounds} rounds of {reps}"


def _check_asked(prepare: Iterable[str]) -> None:
    known = warm_up_drills()
    for name in prepare:
        if name not in known:
            raise InputError(
                f"prepare: the warm-up has no drill {shown(name)}{suggest(str(name), known)}; "
                f"use one of {', '.join(known)}",
                ("prepare",),
            )


def _apportion(total: int, shares: Sequence[int], unit: int) -> list[int]:
    """Split a total by shares into multiples of a unit; what is left of a unit goes to the last.

    Whole units that are left go where most was cut off, and of equals to the first.
    """
    units, rest = divmod(total, unit)
    whole = sum(shares)
    parts = [units * share // whole for share in shares]
    by_loss = sorted(range(len(shares)), key=lambda place: -(units * shares[place] % whole))
    for place in by_loss[: units - sum(parts)]:
        parts[place] += 1
    seconds = [part * unit for part in parts]
    seconds[-1] += rest
    return seconds
