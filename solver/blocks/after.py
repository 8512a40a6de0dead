"""What the last block makes of the next: what was done, soreness, fatigue, answers.

D9, R64, R125, R127, R130.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from solver.auditing.week import Done as Entry
from solver.blocks.audit_parts import Looked
from solver.blocks.block import LETTERS, Block, Week
from solver.blocks.dosing import lead_lifts
from solver.blocks.log import Log
from solver.blocks.rotation import exercises_of, rotating
from solver.blocks.table import block_table
from solver.catalogue.catalogue import Catalogue
from solver.coaching.doses import percent_of_best
from solver.plan import Item
from solver.rules import BoundRule
from solver.scenario import Scenario, available, make_scenario
from solver.screening.changes import apply_answers
from solver.weights import Weight, parse_weight

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
        changes: what changes and why, a line each.

    """

    scenario: Scenario
    asked: Scenario
    keep: tuple[str, ...]
    avoid: tuple[str, ...]
    trained: dict[str, int]
    changes: tuple[str, ...]


@dataclass
class _Draft:
    """The fields of the next scenario while they are being changed."""

    fields: dict[str, Any]
    rules: dict[str, Any] = field(default_factory=dict)
    added: list[dict[str, Any]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def plan_next(block: Block, log: Log, answers: Answers | None, catalogue: Catalogue) -> NextBlock:
    """Return what the next block is planned from.

    Volume changes here, at the edge of a block, never within it (D9).

    Raises:
        InputError: answers contradict, or an exercise of the block is not in the catalogue.

    """
    looked = Looked(block, catalogue)
    fields = (block.asked or block.scenario).model_dump(mode="json", exclude_none=True)
    draft = _Draft(fields)
    if answers is not None:
        screened = apply_answers(draft.fields, answers)
        draft.fields = screened.fields
        draft.lines += screened.lines()
    draft.lines += _loads(draft, looked, log)
    asked = _scenario(draft.fields, block).resolve(catalogue)
    keep = _mains(block)
    avoid = list(_rotate(draft, asked, looked, keep))
    _climbed(draft, looked, avoid)
    _holds(draft, block)
    _soreness(draft, looked, log)
    _fatigue(draft, looked, log)
    _undone(draft, looked, log)
    draft.lines += _missed(block, log)
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
        changes=tuple(draft.lines),
    )


def _scenario(fields: dict[str, Any], block: Block) -> Scenario:
    return make_scenario({**fields, "workers": block.scenario.workers})


# ---- what stays and what rotates --------------------------------------------------------------


def _mains(block: Block) -> list[str]:
    """Return the main lifts, in their order."""
    return list(
        dict.fromkeys(
            session.items[place].exercise
            for session in block.pair.a.sessions
            for place in lead_lifts(session)
        )
    )


def _rotate(draft: _Draft, asked: Scenario, looked: Looked, keep: list[str]) -> Iterator[str]:
    """Yield the accessories that an equal one can take the place of (G14)."""
    used = [name for letter in LETTERS for name in exercises_of(looked.block.pair.week(letter))]
    usable = available(asked, looked.catalogue)
    names = [name for name in rotating(used, usable) if name not in (*asked.pin, *keep)]
    if keep:
        draft.lines.append(f"kept: the main lifts {_list(keep)} [G14]")
    if names:
        draft.lines.append(f"rotated: {_list(names)}; equal exercises take their place [G14]")
    yield from names


def _climbed(draft: _Draft, looked: Looked, avoid: list[str]) -> None:
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


def _holds(draft: _Draft, block: Block) -> None:
    """Put a hold for the hamstrings after a block with more slow lowering (R130)."""
    if HAMSTRING_SIGN in block.scenario.signs:
        draft.added.append(
            {
                "id": "after.hamstring-holds",
                "title": "A bridge held with the hamstrings, after a block of slow lowering",
                "tier": "guardrails",
                "weight": 6,
                "kind": "bound",
                "measure": {"count": "exercises", "where": {"family": "hamstring_bridge"}},
                "lower": 1,
                "source": "R130, E4",
            }
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


# ---- loads ------------------------------------------------------------------------------------


def _loads(draft: _Draft, looked: Looked, log: Log) -> Iterator[str]:
    """Bring best lifts up to date by the sets that were done (G1); yield what changes."""
    table = block_table().after.load
    maxes = dict(draft.fields.get("maxes", {}))
    planned = {
        item.exercise: week
        for week in looked.block.weeks
        for session in week.sessions
        for item in session.items
        if item.rir is not None
    }
    best: dict[str, Weight] = {}
    for row in log.done:
        if row.load is None or row.rir is None or not (row.reps and row.sets):
            continue
        if row.exercise not in planned:
            continue
        known = row.exercise in maxes or _is_lead(row.exercise, looked)
        if row.reps > table.reps_within or not known:
            continue
        amount = row.load.amount / (percent_of_best(row.reps + row.rir) / 100)
        before = best.get(row.exercise)
        if before is None or amount > Weight(before.to(row.load.unit), row.load.unit).amount:
            best[row.exercise] = Weight(amount, row.load.unit)
    for name, found in best.items():
        weight = found
        if name in maxes:
            old = parse_weight(maxes[name])
            limit = old.amount * table.most_percent / 100
            amount = min(max(found.to(old.unit), old.amount - limit), old.amount + limit)
            weight = Weight(amount, old.unit)
        text = str(Weight(math.floor(weight.amount * 2) / 2, weight.unit))
        if maxes.get(name) != text:
            check = "" if name in maxes else ", with none before to check it against"
            yield (
                f"best lift: {name} {maxes.get(name, 'unknown')} to {text}, by the sets done"
                f"{check} [G1]"
            )
            maxes[name] = text
    draft.fields["maxes"] = maxes


def _is_lead(exercise: str, looked: Looked) -> bool:
    return any(
        session.items[place].exercise == exercise
        for letter in LETTERS
        for session in looked.base(letter)
        for place in lead_lifts(session)
    )


# ---- volume -----------------------------------------------------------------------------------


def _volume(name: str, looked: Looked) -> float:
    """Return the planned sets of a group or muscle in a week, the mean of A and B."""
    total = 0.0
    for letter in LETTERS:
        week = looked.verdicts[letter].week(looked.base(letter))
        if name in looked.catalogue.groups:
            total += float(week.group_volume(name, week.all))
        else:
            total += float(week.volume(name, week.all))
    return total / len(LETTERS)


def _cap(draft: _Draft, looked: Looked, name: str, upper: float, why: str, source: str) -> None:
    """Hold a group or muscle at so many sets, its floor no higher than that."""
    group = name in looked.catalogue.groups
    measure = {"count": "group_sets", "group": name} if group else {
        "count": "fractional_sets", "muscle": name
    }  # fmt: skip
    draft.added = [rule for rule in draft.added if rule["id"] != f"after.{name}"]
    draft.added.append(
        {
            "id": f"after.{name}",
            "title": f"At most {upper:g} sets of {name.replace('_', ' ')}, {why}",
            "tier": "guardrails",
            "weight": 3,
            "kind": "bound",
            "measure": measure,
            "upper": upper,
            "source": source,
        }
    )
    floor = f"{'group' if group else 'muscle'}-floor.{name}"
    for rule in looked.verdicts["A"].all_rules:
        if rule.id == floor and isinstance(rule, BoundRule) and (rule.lower or 0) > upper:
            draft.rules[floor] = {"lower": upper}
    draft.lines.append(f"held: {name} at most {upper:g} sets, {why} [{source}]")


def _recent(log: Log) -> set[int]:
    """Return the last weeks of the log."""
    return set(log.weeks[-block_table().after.recent_weeks :])


def _soreness(draft: _Draft, looked: Looked, log: Log) -> None:
    """Cut what was sore for longer than 72 h, hold what was for longer than 48 h (R64)."""
    table = block_table().after.sore
    recent = _recent(log)
    longest: dict[str, float] = {}
    for row in log.sore:
        if row.week in recent:
            longest[row.muscle] = max(longest.get(row.muscle, 0), row.hours)
    for name, hours in longest.items():
        volume = _volume(name, looked)
        if hours > table.longer:
            cut = volume * (100 - table.cut_percent) / 100
            upper = min(max(cut, table.least_sets), volume)
            _cap(draft, looked, name, _half(upper), f"sore for {hours:g} h", "R64, C9")
        elif hours > table.long:
            _cap(draft, looked, name, _half(volume), f"sore for {hours:g} h: no rise", "R64")


def _half(sets: float) -> float:
    return math.floor(sets * 2) / 2


def _fatigue(draft: _Draft, looked: Looked, log: Log) -> None:
    """Give a fifth fewer sets after lasting fatigue (R125)."""
    table = block_table().after.fatigue
    tired = _recent(log) & set(log.tired)
    if len(tired) < table.weeks:
        return
    share = (100 - table.cut_percent) / 100
    planned = sum(looked.verdicts[letter].week(looked.base(letter)).measures().hard_sets
                  for letter in LETTERS) / len(LETTERS)  # fmt: skip
    upper = math.floor(planned * share)
    low, high = draft.fields.get("sets") or (8, 20)
    draft.fields["sets"] = [_half(low * share), high]
    draft.added.append(
        {
            "id": "after.fatigue",
            "title": f"At most {upper} hard sets a week, for fatigue that lasts",
            "tier": "guardrails",
            "weight": 3,
            "kind": "bound",
            "measure": {"count": "hard_sets"},
            "upper": upper,
            "source": "R125",
        }
    )
    draft.lines.append(
        f"held: at most {upper} hard sets a week, {table.cut_percent} % fewer, for fatigue in "
        f"{len(tired)} of the last weeks; if it lasts, ask a health professional [R125]"
    )


def _undone(draft: _Draft, looked: Looked, log: Log) -> None:
    """Begin near what was done, where that was much less than planned (R105, G2)."""
    table = block_table().after.undone
    recent = _recent(log)
    weeks = [week for week in looked.loading if week.number in recent]
    weeks = [week for week in weeks if any(row.week == week.number for row in log.done)]
    if not weeks:
        return
    capped = {rule["id"] for rule in draft.added}
    done: dict[str, float] = defaultdict(float)
    planned: dict[str, float] = defaultdict(float)
    for week in weeks:
        for name, sets in looked.groups(week).items():
            planned[name] += sets / len(weeks)
        for name, sets in _done_groups(week, looked, log).items():
            done[name] += sets / len(weeks)
    for name, sets in planned.items():
        if done[name] >= sets * table.share / 100 or f"after.{name}" in capped:
            continue
        rise = min(table.sets, max(1.0, done[name] * table.percent / 100))
        floor = looked.catalogue.groups[name].floor
        upper = max(_half(done[name] + rise), floor)
        if upper < _volume(name, looked):
            _cap(
                draft, looked, name, upper, f"{done[name]:.3g} of {sets:.3g} were done", "R105, G2"
            )


def _done_groups(week: Week, looked: Looked, log: Log) -> dict[str, float]:
    """Return the sets of each group that were done in a week."""
    counted = looked.counted(week)
    entries = []
    for row in log.done:
        if row.week == week.number and row.sets:
            exercise = looked.catalogue.exercises[row.exercise]
            item = Item(exercise=exercise.id, role=exercise.role, sets=row.sets)
            entries.append(Entry(item, exercise))
    return {
        name: float(counted.group_volume(name, entries)) if entries else 0.0
        for name in looked.catalogue.groups
    }


def _missed(block: Block, log: Log) -> Iterator[str]:
    """Yield what missed sessions suggest."""
    logged = {row.week for row in log.done}
    done = {(row.week, row.day) for row in log.done if row.sets}
    planned = [
        (week.number, session.day)
        for week in block.weeks
        if week.number in logged
        for session in week.sessions
    ]
    missed = [each for each in planned if each not in done]
    if missed:
        yield f"missed: {len(missed)} of {len(planned)} sessions in the weeks of the log"
    days = len(block.weeks[0].sessions)
    limit = block_table().after.missed_percent
    if planned and days > 1 and len(missed) * 100 >= len(planned) * limit:
        yield f"think about {days - 1} days a week instead of {days} (--days {days - 1}) [R146]"
    if not log.weeks:
        yield "no log: the next block takes it that all was done as planned"


def _list(names: list[str]) -> str:
    return ", ".join(names)
