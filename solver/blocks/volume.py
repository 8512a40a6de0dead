"""Sets from week to week: flat, or rising within what is slow (D14, R105)."""

from __future__ import annotations

from collections.abc import Sequence

from solver.blocks.frames import Frame, Place, Work, at, units, with_sets
from solver.blocks.table import block_table


def ramp(frame: Frame, turns: int) -> list[Work]:
    """Return the base week with rising sets, one for each turn of its letter.

    It begins below the base week and ends above it, as far as every rule that the base week keeps
    is kept, its groups stay within a few sets of it, and no group rises faster than R105 allows.
    A week whose sessions are full rises only to its base.
    """
    limits = block_table().volume.ramp
    below = _path(frame, -1, limits.down)
    above = _path(frame, 1, limits.up)
    states = [*reversed(below), frame.base, *above]
    return _spread(frame, states, turns)


def _path(frame: Frame, step: int, limit: float) -> list[Work]:
    """Return weeks that go off the base week by a set at a time, each keeping its rules."""
    base = frame.groups(frame.base)
    found: list[Work] = []
    work = frame.base

    def order(unit: tuple[Place, ...]) -> tuple[int, int]:
        entry = at(frame.base, unit[0])
        return -step * entry.sets if step > 0 else -entry.sets, -entry.exercise.role.place

    built_up = {build_up.exercise for build_up in block_table().build_ups.values()}
    for unit in sorted(units(frame.base), key=order):
        if step > 0 and any(at(work, place).exercise.id in built_up for place in unit):
            continue  # their own tables say how they rise
        changed = with_sets(work, {place: at(work, place).sets + step for place in unit})
        if any(at(changed, place).sets < 1 for place in unit):
            continue
        groups = frame.groups(changed)
        near = all(abs(groups[name] - base[name]) <= limit for name in groups)
        if near and frame.keeps(changed):
            work = changed
            found.append(work)
    return found


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
