"""How a session begins: its drills and ramp sets, checked by the tables alone.

A second reading of ``data/warm_ups.yaml``, ``times.csv`` and ``doses.csv``, which shares no code
with :mod:`solver.coaching` but the tables' own definitions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from solver.auditing.week import Done, Week
from solver.auditing.wording import says
from solver.coaching.warm_up_table import BLOCKS, stand_ins, warm_up_drills
from solver.plan import Session, WarmUpStep

_PERCENT = re.compile(r"([0-9]+) %")
_VARIANT = re.compile(r" as (.+)$")


def check_warm_ups(week: Week) -> Iterator[str]:
    """Yield what of a week's warm-ups its tables do not confirm; one left out is not said."""
    for session, done in zip(week.sessions, week.done, strict=True):
        field = f"sessions.{session.day.value}.warm_up"
        yield from _check(field, session, done, week, week.scenario.exclude)


def warm_up_faults(week: Week, excluded: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with the warm-ups of a week that must have them all.

    Args:
        week: the week; in one of two that take turns its scenario leaves out more than the person
            does, which may well be in a warm-up.
        excluded: ids of what the person leaves out.

    """
    for session, done in zip(week.sessions, week.done, strict=True):
        if session.warm_up:
            yield from _check(session.day.value, session, done, week, excluded)
        else:
            yield f"{session.day.value}: no warm-up"


def _check(
    field: str,
    session: Session,
    done: Sequence[Done],
    week: Week,
    excluded: Collection[str],
) -> Iterator[str]:
    steps = session.warm_up
    if not steps:
        return
    ramps = _ramps(done, week)
    wanted = BLOCKS if ramps else BLOCKS[:-1]
    if tuple(found := _blocks(session)) != wanted:
        yield says(f"{field}.block", ", ".join(found), ", ".join(wanted))
    for step in steps:
        exercise = week.catalogue.exercises.get(step.drill)
        if step.name and (exercise is None or step.name != exercise.name):
            yield says(f"{field}.{step.drill}.name", step.name, exercise.name if exercise else "")
    before = [step for step in steps if step.block != BLOCKS[-1]]
    said = sum(step.seconds for step in before)
    due = week.catalogue.times.warm_up(session.budget_minutes * 60)
    if said != due:
        yield says(f"{field}.seconds", said, due)
    for place, step in enumerate(before):
        if fault := _drill_fault(step.block, step.drill, week, excluded):
            yield f"{field}.{step.drill}: {fault}"
        if step.drill in [other.drill for other in before[:place]]:
            yield f"{field}.{step.drill}: stands twice"
    ramp = [step for step in steps if step.block == BLOCKS[-1]]
    yield from _ramp_differs(field, ramp, ramps, week.catalogue.times.ramp_set)
    exercises = week.catalogue.exercises
    unwanted = {exercises[name].name for name in excluded if name in exercises}
    for step in ramp:
        if (variant := _VARIANT.search(step.note)) and variant[1] in unwanted:
            yield f"{field}.{step.drill}: is worked up to as {variant[1]}, which is excluded"


def _ramps(done: Sequence[Done], week: Week) -> list[str]:
    """Return the lift of each ramp set of a session, in order."""
    doses = week.catalogue.doses
    return [
        entry.exercise.id
        for entry in done
        if entry.exercise.role in doses
        for _ in range(doses[entry.exercise.role].ramp_sets)
    ]


def _ramp_differs(
    field: str, ramp: Sequence[WarmUpStep], lifts: Sequence[str], seconds: int
) -> Iterator[str]:
    said = [step.drill for step in ramp]
    if said != list(lifts):
        yield says(f"{field}.ramp", ", ".join(said) or "nothing", ", ".join(lifts) or "nothing")
    for step in ramp:
        if step.seconds != seconds:
            yield says(f"{field}.{step.drill}.seconds", step.seconds, seconds)
    for first, second in pairwise(ramp):
        low, high = (_PERCENT.search(step.note) for step in (first, second))
        same = first.drill == second.drill
        if same and low and high and not int(low[1]) < int(high[1]) < 100:
            yield f"{field}.{first.drill}: the loads of its ramp sets do not rise"


def _blocks(session: Session) -> list[str]:
    """Return the names of the blocks as they follow each other, each once."""
    names = [step.block for step in session.warm_up]
    return names[:1] + [later for earlier, later in pairwise(names) if later != earlier]


def _drill_fault(block: str, drill: str, week: Week, excluded: Collection[str]) -> str:
    """Say what is wrong with a drill of the warm-up; nothing if it can be done."""
    if drill == stand_ins().get(block):
        return ""
    exercise = week.catalogue.exercises.get(drill)
    if exercise is None or warm_up_drills().get(drill) != block:
        return f"is no drill for the block {block}"
    scenario = week.scenario
    items = week.catalogue.equipment.resolve(scenario.equipment, scenario.without)
    if not items.issuperset({exercise.load, *exercise.supports}):
        return "needs equipment that is not there"
    if not scenario.spared.isdisjoint(exercise.stresses):
        return "loads a body part that is to be spared"
    return "is excluded" if drill in excluded else ""
