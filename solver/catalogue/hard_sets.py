"""What a hard set may count (D13): ``data/hard_sets.csv``."""

from __future__ import annotations

from functools import cache

from solver.catalogue.vocabulary import Unit
from solver.errors import InputError
from solver.paths import DATA
from solver.reading import read_csv

FILE = DATA / "hard_sets.csv"


@cache
def hard_set_sizes() -> dict[Unit, tuple[int, int]]:
    """Return the fewest and the most repetitions, seconds or metres of a hard set, by unit.

    Raises:
        InputError: a unit is missing or a row is wrong; the message names file and line.

    """
    sizes = {}
    for line, row in read_csv(FILE):
        try:
            sizes[Unit(row["unit"])] = (int(row["low"]), int(row["high"]))
        except (KeyError, ValueError) as error:
            raise InputError(f"{FILE}, line {line}: {error}; write unit, low and high") from error
    if missing := set(Unit) - set(sizes):
        raise InputError(f"{FILE}: {min(missing)} is missing; add a row for it")
    return sizes
