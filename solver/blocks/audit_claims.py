"""The audit of a block: what it says of itself, in names, warm-ups, tiers, notes and advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solver.auditing import audit_sessions
from solver.auditing.warm_up import warm_up_faults
from solver.blocks.audit_ladders import has_stop, stop_words
from solver.blocks.audit_parts import At, Looked, where
from solver.blocks.block import LETTERS, Block
from solver.blocks.make import make_block
from solver.blocks.proof import pair_notes, pair_tiers
from solver.blocks.table import block_table
from solver.coaching.doses import day_table
from solver.coaching.sessions import item_note
from solver.person import protection_notes, sign_notes
from solver.plan import Plan, TierResult


def names(looked: Looked) -> Iterator[str]:
    """Yield exercises whose name, role, sides or note are not those of the catalogue."""
    for at in looked.items:
        item, exercise = at.item, at.exercise
        known = {name.casefold() for name in (exercise.name, *exercise.aliases)}
        if item.name.casefold() not in known:
            yield f"{at.place}: is called {item.name or 'nothing'}, not {exercise.name}"
        if item.role is not exercise.role:
            yield f"{at.place}: has the role {item.role.value}, not {exercise.role.value}"
        if item.sides != exercise.sides:
            yield f"{at.place}: counts {item.sides} sides, not {exercise.sides}"
        if item.note not in _item_notes(at, looked):
            yield f"{at.place}: its note is not what there is to say of it"


def _item_notes(at: At, looked: Looked) -> tuple[str, ...]:
    """Return what may stand beside an item; nothing does where the base week says nothing."""
    says = item_note(at.exercise, looked.scenario, looked.catalogue)
    if has_stop(at):
        first = stop_words()
        return (item_note(at.exercise, looked.scenario, looked.catalogue, first), first)
    bases = looked.base(at.week.letter)
    if at.number < len(bases) and at.order < len(bases[at.number].items):
        base = bases[at.number].items[at.order]
        if base.exercise == at.item.exercise and not base.note:
            return ("",)
    return (says,)


def warm_ups(looked: Looked) -> Iterator[str]:
    """Yield sessions without a warm-up, with a wrong one, or another than in the base week."""
    for week in looked.block.weeks:
        for fault in warm_up_faults(looked.counted(week), looked.scenario.exclude):
            yield f"{where(week)}, {fault}"
        if not looked.same_shape(week):
            continue
        for session, base in zip(week.sessions, looked.base(week.letter), strict=True):
            same = [i.exercise for i in session.items] == [i.exercise for i in base.items]
            if same and base.warm_up and session.warm_up != base.warm_up:
                yield f"{where(week, session)}: warms up otherwise than week {week.letter}"


def pair(looked: Looked) -> Iterator[str]:
    """Yield what is claimed of the base weeks and of both together, and is not counted so.

    What a bound rests on is the search, which an audit does not repeat: it must be no higher than
    what the bounds of the two weeks come to, and go with value and status.
    """
    block = looked.block
    yield from _kept(looked)
    for letter in LETTERS:
        yield from _plan_claims(f"week {letter}", block.pair.week(letter), looked)
    claimed = block.pair.tiers
    if claimed:
        found = pair_tiers(block.pair.a, block.pair.b, looked.catalogue)
        if [tier.name for tier in claimed] != [tier.name for tier in found]:
            yield "both weeks: other tiers than a pair has"
        for said, counted in zip(claimed, found, strict=False):
            if said.value != counted.value:
                yield f"both weeks: {said.name.value} {said.value}, counted {counted.value}"
            if said.bound > counted.bound:
                yield f"both weeks: {said.name.value} bound {said.bound}, shown {counted.bound}"
        yield from _fit("both weeks", claimed)
    proved = bool(claimed) and all(tier.status == "optimal" for tier in claimed)
    for what, status in (("both weeks", block.pair.status), ("the block", block.status)):
        if (status == "optimal") != proved:
            yield f"{what}: {status}, the tiers of the pair say otherwise"


def _kept(looked: Looked) -> Iterator[str]:
    """Yield lifts that are kept to one class and are not in a program, or not at that place."""
    pair, roles = looked.block.pair, day_table().zones.roles
    for each in pair.kept:
        there = {
            item.exercise
            for session in looked.base(each.letter) if session.day is each.day
            for item in session.items if item.role in roles
        }  # fmt: skip
        if pair.tiers:
            yield f"{each.exercise}: kept to one class, but these weeks are of no program"
        elif each.exercise not in there:
            yield (
                f"{each.exercise}: kept to one class on {each.day.value} of week {each.letter}, "
                "which has no such lift"
            )


def _plan_claims(where: str, plan: Plan, looked: Looked) -> Iterator[str]:
    scenario = plan.scenario.with_split(plan.split).resolve(looked.catalogue)
    report = audit_sessions(plan.sessions, scenario, looked.catalogue)
    for tier in plan.tiers:
        counted = report.costs.get(tier.name)
        if tier.value != counted:
            yield f"{where}: {tier.name.value} {tier.value}, counted {counted}"
    yield from _fit(where, plan.tiers)
    if (plan.status == "optimal") != (
        bool(plan.tiers) and all(tier.status == "optimal" for tier in plan.tiers)
    ):
        yield f"{where}: {plan.status}, its tiers say otherwise"


def _fit(where: str, tiers: Sequence[TierResult]) -> Iterator[str]:
    for tier in tiers:
        if tier.bound > tier.value or (tier.status == "optimal") != (tier.bound == tier.value):
            yield f"{where}: {tier.name.value}: value, bound and status do not fit together"


def trained(looked: Looked) -> Iterator[str]:
    """Yield build-ups that there are not; how far one is, its own repetitions and sets show."""
    for name in looked.block.settings.trained:
        if name not in block_table().build_ups:
            yield f"{name}: is no build-up, but the block says how long it was trained"


def notes(looked: Looked) -> Iterator[str]:
    """Yield notes and advice that are missing or that nothing in the block calls for.

    They are those of a block made anew of the same two weeks, and of what can be said of both.
    """
    block = looked.block
    anew = _anew(block, looked)
    due = {week.number: week.notes for week in anew.weeks}
    for week in block.weeks:
        yield from _differ(where(week), week.notes, due.get(week.number, ()))
    yield from _differ("the block", block.notes, anew.notes)
    yield from _differ("advice", block.advice, anew.advice)
    if block.pair.tiers:
        scenario = looked.scenario
        said = (
            *pair_notes(pair_tiers(block.pair.a, block.pair.b, looked.catalogue)),
            *protection_notes(scenario, looked.catalogue),
            *sign_notes(scenario),
        )
        yield from (f"the block: does not say: {note}" for note in said if note not in block.notes)


def _anew(block: Block, looked: Looked) -> Block:
    return make_block(
        block.scenario,
        looked.catalogue,
        weeks=block.settings.weeks,
        volume=block.settings.volume,
        pair=block.pair,
        asked=block.asked,
        trained=block.settings.trained,
        stopped=block.settings.stopped,
        waiting=block.settings.waiting,
    )


def _differ(where: str, said: Sequence[str], due: Sequence[str]) -> Iterator[str]:
    yield from (f"{where}: does not say: {note}" for note in due if note not in said)
    yield from (f"{where}: nothing calls for: {note}" for note in said if note not in due)
    if len(said) != len(set(said)):
        yield f"{where}: says the same twice"
