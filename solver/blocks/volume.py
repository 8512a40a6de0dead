"""Sets from week to week: flat, or rising within what is slow (D14, R105)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from solver.blocks.frames import Frame, Place, Work, at, places, units, with_sets
from solver.blocks.table import block_table

NAMED = 3
"""So many of the rules that hold a ramp back are named."""

FAR = "distance from the base week"
"""What holds back a change that takes a group too far."""


@dataclass(frozen=True)
class Ramp:
    """The weeks of a letter, one for each turn, and what to say of how far they rise."""

    weeks: list[Work]
    note: str


def ramp(frame: Frame, turns: int) -> Ramp:
    """Return the base week with rising sets, one for each turn of its letter.

    It begins below the base week and ends above it, as far as every rule that the base week keeps
    is kept, its groups stay within a few sets of it, and no group rises faster than R105 allows.
    A week whose sessions are full rises only to its base.
    """
    limits = block_table().volume.ramp
    below = _path(frame, -1, limits.down)
    above = _path(frame, 1, limits.up)
    weeks = _spread(frame, [*reversed(below), frame.base, *above], turns)
    held = [
        _held("fewer", frame, below[-1] if below else frame.base, -1, limits.down),
        _held("more", frame, above[-1] if above else frame.base, 1, limits.up),
    ]
    totals = ", ".join(str(_total(week)) for week in weeks)
    note = f"Sets of week {frame.letter}, turn by turn: {totals} (base week {_total(frame.base)})."
    return Ramp(weeks, " ".join([note, *filter(None, held)]))


def _total(work: Work) -> int:
    return sum(entry.sets for _, entry in places(work))


def _path(frame: Frame, step: int, limit: float) -> list[Work]:
    """Return weeks that go off the base week by a set at a time, each keeping its rules."""
    found: list[Work] = []
    work, before = frame.base, -1

    def order(unit: tuple[Place, ...]) -> tuple[int, int]:
        entry = at(frame.base, unit[0])
        return -step * entry.sets if step > 0 else -entry.sets, -entry.exercise.role.place

    while len(found) > before:  # again, as long as any exercise can change further
        before = len(found)
        for unit in sorted(_movable(frame), key=order):
            changed = _moved(work, unit, step)
            if _may_be(frame, changed, limit):
                work = changed
                found.append(work)
    return found


def _movable(frame: Frame) -> Iterator[tuple[Place, ...]]:
    """Yield what may change: build-ups do not, since their own tables say how they rise."""
    built_up = {build_up.exercise for build_up in block_table().build_ups.values()}
    for unit in units(frame.base):
        if not any(at(frame.base, p).exercise.id in built_up for p in unit):
            yield unit


def _moved(work: Work, unit: Sequence[Place], step: int) -> Work:
    return with_sets(work, {place: at(work, place).sets + step for place in unit})


def _may_be(frame: Frame, work: Work, limit: float) -> bool:
    """Tell whether nothing forbids a week."""
    return not (_lacks(work) or _is_far(frame, work, limit)) and frame.keeps(work)


def _hindrances(frame: Frame, work: Work, limit: float) -> Iterable[str]:
    """Return the ids of what forbids a week: rules, or a group that lies too far from the base."""
    if _lacks(work):
        return ["doses"]
    return [FAR] if _is_far(frame, work, limit) else frame.newly_broken(work)


def _lacks(work: Work) -> bool:
    return any(entry.sets < 1 for _, entry in places(work))


def _is_far(frame: Frame, work: Work, limit: float) -> bool:
    base, groups = frame.base_groups, frame.groups(work)
    return any(abs(groups[name] - base[name]) > limit for name in groups)


def _held(which: str, frame: Frame, work: Work, step: int, limit: float) -> str:
    """Say what holds back every further change, with numbers."""
    movable = list(_movable(frame))
    reasons: Counter[str] = Counter()
    for unit in movable:
        reasons.update(sorted(_hindrances(frame, _moved(work, unit, step), limit)))
    if not reasons:
        return ""
    named = ", ".join(f"{name} for {number}" for name, number in reasons.most_common(NAMED))
    room = ""
    if "minutes" in reasons:
        spare = [s.budget_minutes - s.minutes for s in frame.bare(work)]
        room = f"; its sessions have {min(spare):.1f} to {max(spare):.1f} min left"
    return (
        f"No {which}: of {len(movable)} exercises and supersets a set {which} would break "
        f"{named}{room}."
    )


def _spread(frame: Frame, states: Sequence[Work], turns: int) -> list[Work]:
    """Choose a state for each turn, rising evenly but never faster than R105 allows."""
    step = block_table().volume.step
    groups = [frame.groups(state) for state in states]
    place = 0
    chosen = [states[0]]
    for turn in range(1, turns):
        wanted = round(turn * (len(states) - 1) / max(turns - 1, 1))
        while wanted > place and not all(
            step.allows(groups[place][name], groups[wanted][name]) for name in groups[place]
        ):
            wanted -= 1
        place = max(place, wanted)
        chosen.append(states[place])
    return chosen
