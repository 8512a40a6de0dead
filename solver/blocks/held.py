"""What the last block asks of the next, and what the next does not keep of it."""

from __future__ import annotations

from collections.abc import Iterator

from solver.blocks.block import LETTERS, Pair
from solver.report.wording import miss, number

AFTER = "after."
"""Begins the name of every rule that holds for one block, because of the one before it."""


def not_held(pair: Pair) -> Iterator[str]:
    """Yield what a pair of weeks does not keep of what the last block asked for, and by how much.

    Other guardrails may weigh more, as where pulls for the back train a sore biceps.
    """
    for letter in LETTERS:
        for rule in pair.week(letter).broken():
            if rule.id.startswith(AFTER):
                yield (
                    f"not held in week {letter}: {rule.title}; it has {number(rule.measured)}, "
                    f"{miss(rule)}, since other guardrails weigh more ({rule.id}) [{rule.source}]"
                )
