"""The deload: about half of the sets of the same exercises on the same days (D7, G11, G12)."""

from __future__ import annotations

from solver.blocks.frames import Place, Work, at, places, units, with_sets
from solver.blocks.table import block_table
from solver.errors import InputError


def deloaded(work: Work) -> Work:
    """Return a loading week with about half of its sets, at least one of each exercise.

    Both exercises of a superset have equally many, but none more than it had. Halves are rounded so
    that the share comes near to the aim; where many exercises have a single set, which stays, it
    may be as high as the range allows.

    Raises:
        InputError: the week has so few sets that no such share lies within the range (D7).

    """
    table = block_table().deload.sets_percent
    before = sum(entry.sets for _, entry in places(work))
    aim, most = before * table.aim / 100, before * table.high / 100
    together = units(work)
    full = {unit: max(at(work, place).sets for place in unit) for unit in together}
    sets = {unit: max(number // 2, 1) for unit, number in full.items()}

    def total() -> int:
        return sum(_shared(work, sets).values())

    def order(unit: tuple[Place, ...]) -> tuple[float, int, int]:
        return sets[unit] - full[unit] / 2, -full[unit], together.index(unit)

    def rise() -> None:
        """Give more to those that are the furthest below their half, up to the aim."""
        for unit in sorted(together, key=order):
            short = aim - total()
            gain = sum(at(work, place).sets > sets[unit] for place in unit)
            if gain and short >= gain / 2 and total() + gain <= most:
                sets[unit] += 1

    rise()
    # Where many have a single set, which stays, those with the most give more.
    while total() > most and max(sets.values()) > 1:
        sets[max(together, key=lambda unit: sets[unit])] -= 1
    if not table.holds(100 * total() / before):
        rise()  # a superset gave two sets at once
    if not table.holds(100 * total() / before):
        raise InputError(
            f"a week of {before} sets of {sum(map(len, together))} exercises has no deload: it "
            f"would have {table.low:g} to {table.high:g} % of them, at least one of each exercise "
            "and equally many of both in a superset (D7); give its exercises more sets"
        )
    return with_sets(work, _shared(work, sets))


def _shared(work: Work, sets: dict[tuple[Place, ...], int]) -> dict[Place, int]:
    """Return the sets of each place: those of its superset, and no more than it has."""
    return {
        place: min(number, at(work, place).sets) for unit, number in sets.items() for place in unit
    }
