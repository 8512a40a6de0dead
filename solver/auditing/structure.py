"""What no plan may break by its structure; each check counts the breaches."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

from solver.auditing.week import Done, Week
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Pattern, Role, Weekday
from solver.coaching.doses import day_table
from solver.plan import Session
from solver.rules import Structure
from solver.rules.splits import NONE, SessionKind
from solver.rules.supersets import may_pair


def count_breaches(check: Structure, week: Week, limit: int) -> int:
    """Return how often a week breaks a structural rule; ``limit`` is the rule's number."""
    return _STRUCTURES[check](week, limit)


def _over_minutes(week: Week, _: int) -> int:
    """Whole minutes over budget, and sessions on days that were not offered."""
    budgets = week.scenario.candidates
    days = Counter(session.day for session in week.sessions)
    over = sum(times - 1 for times in days.values())
    over += max(len(week.sessions) - week.scenario.count, 0)
    for session, done in zip(week.sessions, week.done, strict=True):
        if budgets.get(session.day) != session.budget_minutes:
            over += 1
        seconds = week.seconds(session, done)
        over += math.ceil(max(seconds - session.budget_minutes * 60, 0) / 60)
        over += round(abs(session.minutes * 60 - seconds)) > 0
    return over


def _not_doable(week: Week, _: int) -> int:
    scenario, catalogue = week.scenario, week.catalogue
    items = catalogue.equipment.resolve(scenario.equipment, scenario.without)
    return sum(
        not items.issuperset({e.exercise.load, *e.exercise.supports})
        or e.exercise.role is Role.DRILL
        or (e.exercise.level.rung > scenario.level.rung and e.exercise.id not in scenario.pin)
        for e in week.all
    )


def _excluded(week: Week, _: int) -> int:
    scenario = week.scenario
    return sum(
        e.exercise.id in scenario.exclude or not scenario.spared.isdisjoint(e.exercise.stresses)
        for e in week.all
    )


def _pins_missing(week: Week, _: int) -> int:
    planned = {entry.exercise.id for entry in week.all}
    return sum(name not in planned for name in week.scenario.pin)


def _odd_doses(week: Week, _: int) -> int:
    catalogue = week.catalogue
    doses = [
        (e.item.sets, catalogue.dose_of(e.exercise))
        for e in week.all
        if e.exercise.role in catalogue.doses
    ]
    return sum(not dose.low <= sets <= dose.high for sets, dose in doses)


def _too_often(week: Week, limit: int) -> int:
    ids = Counter(entry.exercise.id for entry in week.all)
    return sum(max(times - limit, 0) for times in ids.values())


def _near_identical(week: Week, limit: int) -> int:
    total = 0
    for done in week.done:
        families = Counter(entry.exercise.family for entry in done)
        total += sum(max(times - limit, 0) for times in families.values())
    return total


def _one_sided(week: Week, _: int) -> int:
    return sum(entry.item.sides != entry.exercise.sides for entry in week.all)


def _wrong_kinds(week: Week, _: int) -> int:
    """Sessions of another kind than the split plans, and exercises outside their area."""
    scenario = week.scenario
    split = scenario.chosen_split
    ordered = sorted(
        zip(week.sessions, week.done, strict=True), key=lambda pair: pair[0].day.number
    )
    if split is None:
        return sum(session.kind != NONE or bool(session.intensity) for session, _ in ordered)
    planned = split.weeks[scenario.count]
    wrong = abs(len(planned) - len(ordered))
    for plan, (session, done) in zip(planned, ordered, strict=False):
        wrong += (session.kind, session.intensity) != (plan.kind, plan.intensity)
        area = split.kinds[plan.kind].area
        wrong += sum(not area.fits(entry.exercise) for entry in done)
    return wrong


def _out_of_order(week: Week, _: int) -> int:
    """Breaches of the order of a session: its main lift, class after class, its finisher last."""
    split = week.scenario.chosen_split
    wrong = 0
    for session, done in zip(week.sessions, week.done, strict=True):
        kind = split.kinds.get(session.kind) if split else None
        blocks = blocks_of(done)
        closing = _closing(blocks, kind) if done else None
        if closing is not None:
            wrong += not _closes(blocks, closing, kind)
        if kind is not None and kind.main is not None:
            mains = [kind.main.fits(e.exercise) and e.exercise.role is Role.MAIN for e in done]
            if any(mains):
                wrong += not mains[0]
                blocks = blocks[1:]
        rest = [block for block in blocks if block is not closing]
        classes = [min(entry.exercise.role.place for entry in block) for block in rest]
        wrong += sum(later < earlier for earlier, later in pairwise(classes))
    return wrong


def _closing(blocks: Sequence[list[Done]], kind: SessionKind | None) -> list[Done] | None:
    """Return the last block with what fills the last slot; the session's first lift does not."""
    last = next((slot for slot in kind.slots if slot.last), None) if kind else None
    if last is None:
        return None
    opening = blocks[0][0]
    fit = [b for b in blocks if any(last.where.fits(e.exercise) for e in b if e is not opening)]
    return fit[-1] if fit else None


def _closes(blocks: Sequence[list[Done]], closing: list[Done], kind: SessionKind | None) -> bool:
    """Tell whether a block ends its session.

    One that takes other work along (a curl beside the calf raise) has the session's finishers
    after it: carries tire the hands.
    """
    slots = [slot.where for slot in kind.slots if slot.last] if kind else []
    place = next(number for number, block in enumerate(blocks) if block is closing)
    before = [block for block in blocks[1:place] if _finishes(block)]
    if all(_finishes([e]) or any(w.fits(e.exercise) for w in slots) for e in closing):
        return place == len(blocks) - 1
    return not before and all(_finishes(block) for block in blocks[place + 1 :])


def _finishes(block: Sequence[Done]) -> bool:
    return all(entry.exercise.role is Role.FINISHER for entry in block)


def blocks_of(done: Sequence[Done]) -> list[list[Done]]:
    """Return a session's exercises, those of a superset together where they follow each other."""
    blocks: list[list[Done]] = []
    for entry in done:
        letter = entry.item.superset
        if letter and blocks and blocks[-1][0].item.superset == letter:
            blocks[-1].append(entry)
        else:
            blocks.append([entry])
    return blocks


def _bad_supersets(week: Week, _: int) -> int:
    """Supersets that are no two neighbours with equal sets, or that may not be paired."""
    wrong = 0
    for done in week.done:
        blocks = [block for block in blocks_of(done) if block[0].item.superset]
        letters = [block[0].item.superset for block in blocks]
        wrong += len(letters) - len(set(letters))
        for block in blocks:
            sets = {entry.item.sets for entry in block}
            fits = len(block) == 2 and may_pair(
                block[0].exercise, block[1].exercise, week.scenario.supersets
            )
            wrong += not (fits and len(sets) == 1)
    return wrong


def _heavy_legs(week: Week, _: int) -> int:
    """Heavy squats and hinges beyond one a session, and heavy ones of both on neighbouring days."""
    wrong = 0
    heavy: list[tuple[Weekday, set[Pattern]]] = []
    for session, done in zip(week.sessions, week.done, strict=True):
        lifts = [e.exercise.pattern for e in done if _is_heavy(e, session) and _bends(e)]
        wrong += max(len(lifts) - 1, 0)
        heavy.append((session.day, set(lifts)))
    for (day, mine), (other, theirs) in combinations(heavy, 2):
        wrong += day.is_beside(other) and len(mine | theirs) > 1 and bool(mine) and bool(theirs)
    return wrong


def _grip_on_the_eve(week: Week, _: int) -> int:
    """Sessions with a grip or carry finisher on the day before a heavy hinge or pull-up (C12)."""
    pairs = list(zip(week.sessions, week.done, strict=True))
    eves = {
        (session.day.number - 1) % len(Weekday)
        for session, done in pairs
        if any(_needs_grip(entry, session) for entry in done)
    }
    return sum(
        session.day.number in eves and any(_is_grip_finisher(e.exercise) for e in done)
        for session, done in pairs
    )


def _is_heavy(entry: Done, session: Session) -> bool:
    """Tell whether a lift has the repetitions of a heavy day; where none are said it has not."""
    zones, exercise = day_table().zones, entry.exercise
    if session.intensity != "heavy" or exercise.role not in zones.roles:
        return False
    top = day_table().intensities["heavy"].reps[1]
    most = re.search(r"([0-9]+)[^0-9]*$", entry.item.reps)
    # What never has more repetitions (a paused squat) says nothing about the weight.
    tells = exercise.load not in zones.not_loads and exercise.high > top
    return tells and most is not None and int(most[1]) <= top


def _bends(entry: Done) -> bool:
    return entry.exercise.pattern in (Pattern.SQUAT, Pattern.HINGE)


def _needs_grip(entry: Done, session: Session) -> bool:
    """Tell whether it is a heavy hinge, or a main pull-up or pulldown of a heavy day."""
    if entry.exercise.pattern is Pattern.VERTICAL_PULL:
        return session.intensity == "heavy" and entry.exercise.role is Role.MAIN
    return entry.exercise.pattern is Pattern.HINGE and _is_heavy(entry, session)


def _is_grip_finisher(exercise: Exercise) -> bool:
    grip = exercise.pattern in (Pattern.WRIST, Pattern.CARRY) or "forearms" in exercise.direct
    return exercise.role is Role.FINISHER and grip


_STRUCTURES = {
    Structure.MINUTES: _over_minutes,
    Structure.EQUIPMENT: _not_doable,
    Structure.EXCLUDED: _excluded,
    Structure.PINNED: _pins_missing,
    Structure.DOSES: _odd_doses,
    Structure.REPEATS: _too_often,
    Structure.FAMILIES: _near_identical,
    Structure.SIDES: _one_sided,
    Structure.KINDS: _wrong_kinds,
    Structure.ORDER: _out_of_order,
    Structure.SUPERSETS: _bad_supersets,
    Structure.HEAVY_LEGS: _heavy_legs,
    Structure.GRIP_EVE: _grip_on_the_eve,
}
