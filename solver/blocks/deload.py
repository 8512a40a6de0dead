"""The deload: about half of the sets of the same exercises on the same days (D7, G11, G12)."""

from __future__ import annotations

from solver.blocks.frames import Place, Work, at, places, units, with_sets
from solver.blocks.table import block_table


def deloaded(work: Work) -> Work:
    """Return a loading week with about half of its sets, at least one of each exercise.

    Both exercises of a superset have equally many. The share comes as near to the aim as whole
    sets allow; it lies above the range only where the week has hardly more sets than exercises.
    """
    aim = sum(entry.sets for _, entry in places(work)) * block_table().deload.sets_percent.aim / 100
    together = units(work)
    sets = {unit: max(at(work, unit[0]).sets // 2, 1) for unit in together}

    def total() -> int:
        return sum(number * len(unit) for unit, number in sets.items())

    def order(unit: tuple[Place, ...]) -> tuple[float, int, int]:
        number = at(work, unit[0]).sets
        return sets[unit] - number / 2, -number, together.index(unit)

    # Those that halving left the furthest below their half first.
    for unit in sorted(together, key=order):
        short = aim - total()
        if short >= len(unit) / 2 and sets[unit] < at(work, unit[0]).sets:
            sets[unit] += 1
    return with_sets(work, {place: number for unit, number in sets.items() for place in unit})
