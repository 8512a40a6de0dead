"""Which week is which: letters, deloads and waves (R121, R142, D7)."""

from __future__ import annotations

from dataclasses import dataclass

from solver.blocks.block import LETTERS, Kind, Letter
from solver.blocks.table import Wave, block_table


@dataclass(frozen=True)
class Slot:
    """A week before it has sessions.

    Attributes:
        number: 1 for the first.
        letter: A in odd weeks, B in even ones; deloads keep it.
        kind: loading or deload.
        wave: how near to failure its sets end.
        turn: how many loading weeks of the same letter came before.
        run: how many runs of loading weeks came before.

    """

    number: int
    letter: Letter
    kind: Kind
    wave: Wave
    turn: int
    run: int


def slots(weeks: int) -> tuple[Slot, ...]:
    """Return the weeks of a block of this length in their order."""
    table = block_table()
    kinds: list[tuple[Kind, Wave, int]] = []
    for run, waves in enumerate(table.runs.weeks[weeks]):
        for length in waves:
            kinds += [("loading", wave, run) for wave in table.waves.order[length]]
        kinds.append(("deload", "easy", run))
    found = []
    turns = dict.fromkeys(LETTERS, 0)
    for number, (kind, wave, run) in enumerate(kinds, start=1):
        letter = LETTERS[(number - 1) % 2]
        found.append(Slot(number, letter, kind, wave, turns[letter], run))
        turns[letter] += kind == "loading"
    return tuple(found)
