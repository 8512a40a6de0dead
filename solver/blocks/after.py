"""What the last block makes of the next: what was done, soreness, fatigue, answers.

D9, R64, R125, R127, R130.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solver.blocks.after_loads import change_loads
from solver.blocks.after_volume import change_volume
from solver.blocks.audit_parts import Looked
from solver.blocks.block import LETTERS, Block
from solver.blocks.dosing import lead_lifts
from solver.blocks.draft import Draft
from solver.blocks.log import Log
from solver.blocks.pauses import is_stopped
from solver.blocks.rotation import exercises_of, rotating
from solver.blocks.sessions_done import missed_lines
from solver.blocks.table import block_table
from solver.catalogue.catalogue import Catalogue
from solver.scenario import Scenario, available, make_scenario
from solver.screening.changes import apply_answers

if TYPE_CHECKING:
    from solver.screening.questionnaire import Answers

HAMSTRING_SIGN = "hamstring_check"
"""The sign after which holds follow in the next block (R130)."""


@dataclass(frozen=True)
class NextBlock:
    """What the next block is planned from.

    Attributes:
        scenario: for the next block alone.
        asked: the person's own, with signs and best lifts brought up to date.
        keep: main lifts that stay.
        avoid: accessories that make room for equal ones.
        trained: for each build-up, in how many weeks it has been trained.
        stopped: lifts on one leg that came to a stop at the bottom, and go on with it (R116).
        changes: what changes and why, a line each.

    """

    scenario: Scenario
    asked: Scenario
    keep: tuple[str, ...]
    avoid: tuple[str, ...]
    trained: dict[str, int]
    stopped: tuple[str, ...]
    changes: tuple[str, ...]


def plan_next(block: Block, log: Log, answers: Answers | None, catalogue: Catalogue) -> NextBlock:
    """Return what the next block is planned from.

    Volume changes here, at the edge of a block, never within it (D9).

    Raises:
        InputError: answers contradict, or an exercise of the block is not in the catalogue.

    """
    looked = Looked(block, catalogue)
    fields = (block.asked or block.scenario).model_dump(mode="json", exclude_none=True)
    draft = Draft(fields)
    if answers is not None:
        screened = apply_answers(draft.fields, answers)
        draft.fields = screened.fields
        draft.lines += screened.lines()
    draft.lines += change_loads(draft, looked, log)
    asked = _scenario(draft.fields, block).resolve(catalogue)
    keep = list(_mains(draft, asked, looked))
    stopped = list(_stopped(asked, looked))
    avoid = list(_rotate(draft, asked, looked, keep, stopped))
    _go_on(draft, stopped)
    _climbed(draft, looked, avoid)
    _holds(draft, block)
    change_volume(draft, looked, log)
    draft.lines += missed_lines(block, log)
    rules = {**draft.fields.get("rules", {})}
    for name, change in draft.rules.items():
        rules[name] = {**rules.get(name, {}), **change}
    added = [*draft.fields.get("add_rules", []), *draft.added]
    scenario = _scenario({**draft.fields, "rules": rules, "add_rules": added}, block)
    return NextBlock(
        scenario=scenario.resolve(catalogue),
        asked=asked,
        keep=tuple(keep),
        avoid=tuple(name for name in avoid if name not in asked.pin),
        trained=_trained(looked, log),
        stopped=tuple(stopped),
        changes=tuple(draft.lines),
    )


def _scenario(fields: dict[str, Any], block: Block) -> Scenario:
    workers = (block.asked or block.scenario).workers  # no part of a file
    return make_scenario({**fields, "workers": workers})


# ---- what stays and what rotates --------------------------------------------------------------


def _mains(draft: Draft, asked: Scenario, looked: Looked) -> Iterator[str]:
    """Yield the main lifts in their order; those that are not to be had any more are let go."""
    names = dict.fromkeys(
        session.items[place].exercise
        for session in looked.block.pair.a.sessions
        for place in lead_lifts(session)
    )
    usable = {exercise.id for exercise in available(asked, looked.catalogue)}
    if gone := [name for name in names if name not in usable]:
        draft.lines.append(
            f"let go: {_list(gone)}; equipment, level, exclude or protect leave them out now"
        )
    yield from (name for name in names if name in usable)


def _rotate(
    draft: Draft, asked: Scenario, looked: Looked, keep: list[str], stopped: list[str]
) -> Iterator[str]:
    """Yield the accessories that an equal one can take the place of (G14)."""
    fixed = {*asked.pin, *keep, *stopped}
    used = [name for letter in LETTERS for name in exercises_of(looked.block.pair.week(letter))]
    usable = available(asked, looked.catalogue)
    names = [name for name in rotating(used, usable) if name not in fixed]
    if keep:
        draft.lines.append(f"kept: the main lifts {_list(keep)} [G14]")
    if names:
        draft.lines.append(f"rotated: {_list(names)}; equal exercises take their place [G14]")
    yield from names


def _stopped(asked: Scenario, looked: Looked) -> Iterator[str]:
    """Yield the lifts that the last weeks of the block have with a stop at the bottom (R116)."""
    last = [week for letter in LETTERS for week in looked.of_letter(letter)[-1:]]
    done = [item for week in last for session in week.sessions for item in session.items]
    usable = {exercise.id: exercise for exercise in available(asked, looked.catalogue)}
    yield from dict.fromkeys(
        item.exercise
        for item in done
        if item.exercise in usable and is_stopped(item, usable[item.exercise])
    )


def _go_on(draft: Draft, stopped: Sequence[str]) -> None:
    """Ask for the lifts that came to a stop at the bottom, so that they go on with it."""
    favour = list(draft.fields.get("favour", []))
    for name in stopped:
        draft.lines.append(f"ladder: {name} goes on with its stop at the bottom [R116]")
    draft.fields["favour"] = list(dict.fromkeys([*favour, *stopped]))


def _climbed(draft: Draft, looked: Looked, avoid: list[str]) -> None:
    """Let a lift that went up its ladder stay where it came to (R116)."""
    favour = list(draft.fields.get("favour", []))
    for letter in LETTERS:
        last = looked.of_letter(letter)[-1:]
        for week in last:
            if not looked.same_shape(week):
                continue
            for session, base in zip(week.sessions, looked.base(letter), strict=True):
                for item, planned in zip(session.items, base.items, strict=True):
                    if item.exercise == planned.exercise or _stands_in(item.exercise):
                        continue
                    avoid[:] = [name for name in avoid if name != item.exercise]
                    avoid.append(planned.exercise)
                    if item.exercise not in favour:
                        favour.append(item.exercise)
                        draft.lines.append(
                            f"ladder: {item.exercise} goes on, {planned.exercise} is behind it "
                            "[R116]"
                        )
    draft.fields["favour"] = favour


def _stands_in(exercise: str) -> bool:
    return any(exercise == each.instead for each in block_table().build_ups.values())


def _holds(draft: Draft, block: Block) -> None:
    """Put a hold for the hamstrings after a block with more slow lowering (R130)."""
    if HAMSTRING_SIGN in block.scenario.signs:
        draft.add_guardrail(
            "hamstring-holds",
            "A bridge held with the hamstrings, after a block of slow lowering",
            6,
            {"count": "exercises", "where": {"family": "hamstring_bridge"}},
            "R130, E4",
            lower=1,
        )
        draft.lines.append("added: holds for the hamstrings after slow lowering [R130]")


def _trained(looked: Looked, log: Log) -> dict[str, int]:
    """Return in how many weeks each build-up has been trained, the blocks before counted."""
    found = {}
    for name, build_up in block_table().build_ups.items():
        both = {build_up.exercise, build_up.instead}
        loading = {week.number for week in looked.loading}
        weeks = {row.week for row in log.done if row.sets and row.exercise in both} & loading
        if not log.done:
            weeks = {
                week.number
                for week in looked.loading
                if both & {item.exercise for s in week.sessions for item in s.items}
            }
        found[name] = looked.block.settings.trained.get(name, 0) + len(weeks)
    return found


def _list(names: list[str]) -> str:
    return ", ".join(names)
