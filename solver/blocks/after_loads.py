"""Best lifts of the next block, by the sets that were done in the last (G1)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from solver.blocks.audit_parts import Looked
from solver.blocks.block import LETTERS
from solver.blocks.dosing import lead_lifts
from solver.blocks.draft import Draft
from solver.blocks.loads import best_single
from solver.blocks.log import Log
from solver.blocks.table import block_table
from solver.weights import TINY, Plates, Weight, check_best, parse_weight, takes_best


def change_loads(draft: Draft, looked: Looked, log: Log) -> Iterator[str]:
    """Bring best lifts up to date; yield what changes."""
    table = block_table().after.load
    maxes = dict(draft.fields.get("maxes", {}))
    best = _best_sets(looked, log, maxes)
    for name, found in best.items():
        weight = found
        if name in maxes:
            old = parse_weight(maxes[name])
            limit = old.amount * table.most_percent / 100
            amount = min(max(found.to(old.unit), old.amount - limit), old.amount + limit)
            weight = Weight(amount, old.unit)
        text = str(Weight(math.floor(weight.amount * 2 + TINY) / 2, weight.unit))
        if why := _refused(text, name, draft, looked):
            yield (
                f"best lift: {name} stays {maxes.get(name, 'unknown')}; by the sets done it would "
                f"be {text}, which no scenario takes: {why} [G1]"
            )
        elif maxes.get(name) != text:
            check = "" if name in maxes else ", with none before to check it against"
            yield (
                f"best lift: {name} {maxes.get(name, 'unknown')} to {text}, by the sets done"
                f"{check} [G1]"
            )
            maxes[name] = text
    wanted = _wanted(looked, maxes)
    bare = [
        row.exercise
        for row in log.done
        if row.load is not None and row.exercise in wanted - best.keys()
        if row.reps is None or row.rir is None
    ]
    if bare:
        yield (
            f"loads: those of {', '.join(dict.fromkeys(bare))} stand without reps and rir, so no "
            "best lift is read off them; fill in both beside the load of the hardest set [G1]"
        )
    unloaded = [
        row.exercise
        for row in log.done
        if row.load is None and row.exercise in wanted - best.keys() - set(bare)
        if row.sets and not row.reps is row.rir is None
        if takes_best(looked.catalogue.find(row.exercise))
    ]
    if unloaded:
        yield (
            f"loads: those of {', '.join(dict.fromkeys(unloaded))} are missing; repetitions and "
            "reserve without load change no weight, so fill in the load of the hardest set too [G1]"
        )
    draft.fields["maxes"] = maxes


def _refused(text: str, name: str, draft: Draft, looked: Looked) -> str:
    """Return why a scenario can have no such best lift, empty where it can."""
    plates = draft.fields.get("plates")
    try:
        check_best(
            parse_weight(text),
            looked.catalogue.find(name),
            None if plates is None else Plates.model_validate(plates),
        )
    except ValueError as error:
        return str(error)
    return ""


def _wanted(looked: Looked, maxes: dict[str, str]) -> set[str]:
    """Return the lifts whose best single is of use: those that lead, and those that have one."""
    planned = {
        item.exercise
        for week in looked.block.weeks
        for session in week.sessions
        for item in session.items
        if item.rir is not None
    }
    leads = {
        session.items[place].exercise
        for letter in LETTERS
        for session in looked.base(letter)
        for place in lead_lifts(session)
    }
    return planned & (leads | maxes.keys())


def _best_sets(looked: Looked, log: Log, maxes: dict[str, str]) -> dict[str, Weight]:
    """Return the best single that the hardest set of each lift stands for."""
    wanted = _wanted(looked, maxes)
    best: dict[str, Weight] = {}
    for row in log.done:
        if row.load is None or row.rir is None or not (row.reps and row.sets):
            continue
        if row.exercise not in wanted or row.reps > block_table().after.load.reps_within:
            continue
        exercise = looked.catalogue.find(row.exercise)
        found = best_single(row.load, row.reps + row.rir, exercise, looked.scenario)
        before = best.get(row.exercise)
        if found is not None and (before is None or found.amount > before.to(found.unit)):
            best[row.exercise] = found
    return best
