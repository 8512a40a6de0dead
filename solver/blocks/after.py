"""What the last block makes of the next: what was done, soreness, fatigue, answers.

D9, R64, R125, R127, R130.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solver.blocks.after_clean import (
    Standing,
    Unclean,
    clean_lines,
    reached,
    rung_lines,
    stands_in,
    unclean,
    waiting,
)
from solver.blocks.after_loads import change_loads
from solver.blocks.after_volume import change_volume
from solver.blocks.audit_parts import Looked
from solver.blocks.begin import Begin, begin, same_split
from solver.blocks.block import LETTERS, Block, Kept
from solver.blocks.dosing import lead_lifts, main_lifts
from solver.blocks.draft import Draft
from solver.blocks.held import AFTER
from solver.blocks.log import Log
from solver.blocks.pair import guardrails_of
from solver.blocks.pauses import is_stopped
from solver.blocks.sessions_done import missed_lines
from solver.blocks.table import block_table
from solver.catalogue.catalogue import Catalogue
from solver.plan import Item
from solver.rules.splits import AUTO
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
        keep: main lifts that stay, those that sessions led with first.
        keep_b: main lifts of week B alone, which stay in B (R75).
        begin: what the search begins with, and which accessories have a rest.
        trained: for each build-up, in how many weeks its exercise has been trained.
        building: the build-ups, by name, that the last block was in.
        once: favoured lifts that only one week of the last block had, those of A and those of B.
        split: of the last block.
        held_to: by how much its week A fell short in the guardrails, where its split is held; None
            where the person named a split, or the days are others.
        stopped: lifts on one leg that came to a stop at the bottom, and go on with it (R116).
        waiting: lifts on one leg that take no step, since they were not clean (G15).
        climbed: lifts that came up their ladder, each with the one that is behind it.
        one_class: lifts that the last block kept to one class, since its program said so.
        changes: what changes and why, a line each; :mod:`solver.blocks.held` says what the new
            weeks keep and what they do not.

    """

    scenario: Scenario
    asked: Scenario
    keep: tuple[str, ...]
    keep_b: tuple[str, ...]
    begin: Begin
    once: tuple[tuple[str, ...], tuple[str, ...]]
    split: str
    held_to: int | None
    trained: dict[str, int]
    building: tuple[str, ...]
    stopped: tuple[str, ...]
    climbed: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]
    waiting: tuple[str, ...] = ()
    one_class: tuple[Kept, ...] = ()

    @property
    def avoid(self) -> tuple[str, ...]:
        """What has a rest: accessories with an equal one, and what a ladder left behind."""
        behind = (last for _, last in self.climbed)
        mains = (*self.keep, *self.keep_b, *self.asked.pin)
        stays = (*mains, *(lift for lift, _ in self.climbed))
        return tuple(
            name for name in dict.fromkeys((*self.begin.resting, *behind)) if name not in stays
        )

    def wanted(self) -> dict[str, Any]:
        """Return what the search for two weeks takes of it, beside the scenario."""
        return {
            "keep": self.keep,
            "keep_b": self.keep_b,
            "avoid": self.avoid,
            "begin": (self.begin.a, self.begin.b),
            "once": self.once,
            "held_to": self.held_to,
        }


def plan_next(block: Block, log: Log, answers: Answers | None, catalogue: Catalogue) -> NextBlock:
    """Return what the next block is planned from.

    Volume changes here, at the edge of a block, never within it (D9).

    Raises:
        InputError: answers contradict, or an exercise of the block is not in the catalogue.

    """
    looked = Looked(block, catalogue)
    fields = (block.asked or block.scenario).model_dump(mode="json", exclude_none=True)
    # A block made without ``asked`` still has the rules that held for it alone.
    own = (rule for rule in fields.get("add_rules", []) if not rule["id"].startswith(AFTER))
    fields["add_rules"] = list(own)
    draft = Draft(fields)
    if answers is not None:
        screened = apply_answers(draft.fields, answers)
        draft.fields = screened.fields
        draft.lines += screened.lines()
    draft.lines += change_loads(draft, looked, log)
    asked = _scenario(draft.fields, block).resolve(catalogue)
    keep, keep_b = _mains(draft, asked, looked)
    stand = reached(looked, log)
    stopped = list(_stopped(asked, looked, stand))
    climbed = dict(_climbed(stand))
    favour = [*draft.fields.get("favour", []), *stopped, *climbed]
    draft.fields["favour"] = list(dict.fromkeys(favour))
    _holds(draft, block)
    change_volume(draft, looked, log)
    draft.lines += missed_lines(block, log)
    draft.lines += rung_lines(stand)
    bad = unclean(looked, log)
    waits = waiting(looked, bad, [item.exercise for _, item in stand])
    draft.lines += clean_lines(looked, bad, waits)
    rules = {**draft.fields.get("rules", {})}
    for name, change in draft.rules.items():
        rules[name] = {**rules.get(name, {}), **change}
    added = [*draft.fields.get("add_rules", []), *draft.added]
    changed = _scenario({**draft.fields, "rules": rules, "add_rules": added}, block)
    scenario = changed.resolve(catalogue)
    last = block.pair.a
    held = asked.split == AUTO and same_split(last, scenario)
    if held:  # the person is used to it, and what was done says nothing of others
        scenario = scenario.with_split(last.split)
    fixed = {*asked.pin, *keep, *keep_b, *stopped, *climbed}
    once = _once(stand, {*stopped, *climbed} - {*asked.favour})
    return NextBlock(
        scenario=scenario,
        asked=asked,
        keep=keep,
        keep_b=keep_b,
        once=once,
        split=last.split,
        held_to=guardrails_of(last) if held else None,
        begin=begin(block.pair, scenario, fixed, once, climbed, catalogue),
        trained=_trained(looked, log, bad),
        building=tuple(_building(looked)),
        stopped=tuple(stopped),
        climbed=tuple(climbed.items()),
        changes=tuple(draft.lines),
        waiting=waits,
        one_class=block.pair.kept,
    )


def _scenario(fields: dict[str, Any], block: Block) -> Scenario:
    workers = (block.asked or block.scenario).workers  # no part of a file
    return make_scenario({**fields, "workers": workers})


# ---- what stays and what rotates --------------------------------------------------------------


def _mains(
    draft: Draft, asked: Scenario, looked: Looked
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the main lifts of week A, and those of week B alone; what is not to be had is let go.

    Those that sessions lead with come first.
    """
    found: dict[str, str] = {}
    for letter in LETTERS:
        for places_of in (lead_lifts, main_lifts):
            for session in looked.base(letter):
                for place in places_of(session):
                    found.setdefault(session.items[place].exercise, letter)
    usable = {exercise.id for exercise in available(asked, looked.catalogue)}
    if gone := [name for name in found if name not in usable]:
        draft.lines.append(
            f"let go: {', '.join(gone)}; equipment, level, exclude or protect leave them out now"
        )
    a, b = (
        tuple(name for name, letter in found.items() if letter == own and name in usable)
        for own in LETTERS
    )
    return a, b


def _stopped(
    asked: Scenario, looked: Looked, stand: Iterable[tuple[Standing, Item]]
) -> Iterator[str]:
    """Yield the lifts that the person came to with a stop at the bottom (R116)."""
    usable = {exercise.id: exercise for exercise in available(asked, looked.catalogue)}
    yield from dict.fromkeys(
        item.exercise
        for _, item in stand
        if item.exercise in usable and is_stopped(item, usable[item.exercise])
    )


def _climbed(stand: Iterable[tuple[Standing, Item]]) -> Iterator[tuple[str, str]]:
    """Yield each lift that went up its ladder with the one behind it; it stays there (R116)."""
    for place, item in stand:
        if item.exercise != place.base.exercise and not stands_in(item.exercise):
            yield item.exercise, place.base.exercise


def _once(
    stand: Collection[tuple[Standing, Item]], names: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return those of some lifts that the last block had in week A alone, and in week B alone."""
    a, b = ({item.exercise for at, item in stand if at.letter == each} for each in LETTERS)
    return tuple(sorted((a - b) & {*names})), tuple(sorted((b - a) & {*names}))


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


def _trained(looked: Looked, log: Log, bad: Mapping[str, Unclean]) -> dict[str, int]:
    """Return in how many weeks each build-up's exercise was trained, blocks before counted.

    Weeks of the easier exercise alone are none: they prepare for it. What was not clean goes on
    from the week before its last one, so that it begins where that was (G15).
    """
    found = {}
    for name, build_up in block_table().build_ups.items():
        loading = {week.number for week in looked.loading}
        weeks = {
            row.week for row in log.done if row.sets and row.exercise == build_up.exercise
        } & loading
        if not log.done:
            weeks = _weeks_of(build_up.exercise, looked)
        if build_up.exercise in bad:
            weeks = {week for week in weeks if week < bad[build_up.exercise].week}
        found[name] = looked.block.settings.trained.get(name, 0) + len(weeks)
    return found


def _building(looked: Looked) -> Iterator[str]:
    """Yield the build-ups whose exercise the block has."""
    for name, build_up in block_table().build_ups.items():
        if _weeks_of(build_up.exercise, looked):
            yield name


def _weeks_of(exercise: str, looked: Looked) -> set[int]:
    return {
        week.number
        for week in looked.loading
        if any(item.exercise == exercise for session in week.sessions for item in session.items)
    }
