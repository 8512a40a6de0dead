"""What the last block asks of the next, and what the next does not keep of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from solver.blocks.block import LETTERS, Pair
from solver.blocks.rotation import exercises_of
from solver.blocks.table import block_table
from solver.report.verdicts import miss
from solver.report.wording import number
from solver.rules import Tier
from solver.rules.splits import AUTO

if TYPE_CHECKING:
    from solver.blocks.after import NextBlock

AFTER = "after."
"""Begins the name of every rule that holds for one block, because of the one before it."""


def not_held(pair: Pair) -> Iterator[str]:
    """Yield what a pair of weeks does not keep of what the last block asked for, and by how much.

    Other guardrails may weigh more, as where pulls for the back train a sore biceps; of a week
    whose guardrails are not proved that is not known.
    """
    proved = any(t.name is Tier.GUARDRAILS and t.status == "optimal" for t in pair.tiers)
    why = "since other guardrails weigh more" if proved else "the best found in the time given"
    for letter in LETTERS:
        for rule in pair.week(letter).broken():
            if rule.id.startswith(AFTER):
                yield (
                    f"not held in week {letter}: {rule.title}; it has {number(rule.measured)}, "
                    f"{miss(rule)}, {why} ({rule.id}) [{rule.source}]"
                )


def kept(after: NextBlock, pair: Pair) -> Iterator[str]:
    """Yield what of the last block stays, goes on or rests in a pair of weeks."""
    yield from (line for holds, line in _fates(after, pair) if holds)


def let_go(after: NextBlock, pair: Pair) -> Iterator[str]:
    """Yield what of the last block should stay, go on or rest, and does not in a pair of weeks."""
    yield from (line for holds, line in _fates(after, pair) if not holds)


def _fates(after: NextBlock, pair: Pair) -> Iterator[tuple[bool, str]]:
    """Yield whether each thing asked of the pair came to be, and what to say of it."""
    in_a, in_b = set(exercises_of(pair.a)), set(exercises_of(pair.b))
    planned = in_a | in_b
    if pair.a.split != after.split and after.asked.split == AUTO:
        yield False, _other_split(after, pair)
    mains = [*after.keep, *after.keep_b]
    both = ", ".join(name for name in mains if name in in_a & in_b)
    parts = [both] if both else []
    for letter, alone in (("A", in_a - in_b), ("B", in_b - in_a)):
        if names := [name for name in mains if name in alone]:
            parts.append(f"{', '.join(names)} in {letter} alone")
    if parts:
        yield True, f"kept: the main lifts {'; '.join(parts)} [G14]"
    if lost := [name for name in mains if name not in planned]:
        yield (
            False,
            f"not kept: of the main lifts {', '.join(lost)}; no two weeks with all of them were "
            "found [G14]",
        )
    yield from _rests(after, planned)
    yield from _climbs(after, planned)
    for each in after.one_class:
        if each.exercise in planned:
            yield (
                False,
                f"not kept: {each.exercise} as {each.intensity} work on {each.day.value} of week "
                f"{each.letter}, which its program asked for; classes go round in weeks that are "
                "solved [R143]",
            )


def _other_split(after: NextBlock, pair: Pair) -> str:
    """Say that the split changes, and why."""
    why = "the days are others"
    if after.held_to is not None:
        why = "the last one would fall short of more guardrails now"
    return f"split: {pair.a.split} in place of {after.split}, since {why} [D16]"


def _rests(after: NextBlock, planned: set[str]) -> Iterator[tuple[bool, str]]:
    """Yield which accessories have a rest, and which have none and why."""
    wanted = after.begin.wanted
    if rest := [name for name in wanted if name not in planned]:
        yield True, f"rotated: {', '.join(rest)}; equal exercises take their place [G14]"
    why: dict[str, list[str]] = {}
    for name in wanted:
        if name in planned:
            again = "the weeks found have them again"
            why.setdefault(after.begin.stays.get(name, again), []).append(name)
    for reason, names in why.items():
        yield False, f"not rested: {', '.join(names)}; {reason} [G14]"
    if lost := [last for _, last in after.climbed if last in planned]:
        yield False, f"not rested: {', '.join(lost)}; the next block has them again [R116]"


def _climbs(after: NextBlock, planned: set[str]) -> Iterator[tuple[bool, str]]:
    """Yield whether each ladder and build-up goes on, and what to say of it."""
    neither = "neither week of the next block that was found has it"
    for name in after.stopped:
        if name in planned:
            yield True, f"ladder: {name} goes on with its stop at the bottom [R116]"
        else:
            yield False, f"not kept: {name} with its stop at the bottom; {neither} [R116]"
    for name, last in after.climbed:
        if name in planned:
            yield True, f"ladder: {name} goes on, {last} is behind it [R116]"
        else:
            yield False, f"not kept: {name}, to which its ladder came; {neither} [R116]"
    for name in after.building:
        build_up = block_table().build_ups[name]
        weeks = after.trained[name]
        exercise, source = build_up.exercise, build_up.source
        if exercise in planned:
            span = f"{weeks} {'week' if weeks == 1 else 'weeks'}"
            yield True, f"build-up: {exercise} goes on after {span} of it [{source}]"
        else:
            yield False, f"not kept: the build-up of {exercise}; {neither} [{source}]"
