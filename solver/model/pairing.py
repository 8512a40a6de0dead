"""Supersets of a placed week: which two exercises of a day are done in turns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Role
from solver.coaching.order import opening_key
from solver.rules.splits import SessionKind, Slot
from solver.rules.supersets import pairable

if TYPE_CHECKING:
    from solver.model.structure import WeekStructure


def pair_up(week: WeekStructure) -> None:
    """Let two exercises of a session with equal sets be done in turns."""
    mode = week.problem.scenario.supersets
    able = [i for i in week.among if pairable(_exercise(week, i), mode)]
    own: dict[tuple[int, int], list[tuple[Any, Any]]] = defaultdict(list)
    for first, second in combinations(able, 2):
        if not week.problem.may_pair(first, second):
            continue
        most = min(week.problem.choices[i].dose.high for i in (first, second))
        for d, day in enumerate(week.problem.days):
            if any(isinstance(week.dose[i, d], int) for i in (first, second)):
                continue
            name = f"{first} with {second} {day.weekday}"
            pair = week.model.new_bool_var(f"superset {name}")
            rounds = week.model.new_int_var(0, most, f"rounds {name}")
            week.model.add(rounds <= most * pair)
            week.pairs[first, second, d], week.rounds[first, second, d] = pair, rounds
            own[first, d].append((pair, rounds))
            own[second, d].append((pair, rounds))
    for place, each in own.items():
        _in_one(week, place, [pair for pair, _ in each], [rounds for _, rounds in each])
    _first_lifts(week)


def _in_one(
    week: WeekStructure, place: tuple[int, int], pairs: list[Any], rounds: list[Any]
) -> None:
    """Let an exercise of a day be in one pair at most, which has a round for each of its sets.

    So both of a pair have as many sets, and a session seems neither longer nor shorter than it is.
    """
    high = week.problem.choices[place[0]].dose.high
    week.model.add(sum(pairs) <= week.on[place])
    week.model.add(sum(rounds) <= week.dose[place])
    week.model.add(sum(rounds) >= week.dose[place] - high * (1 - sum(pairs)))


def _first_lifts(week: WeekStructure) -> None:
    """See that no session's first lift is paired with what has to end the session."""
    for (first, second, d), pair in week.pairs.items():
        for kind, here in _kinds_on(week, d):
            last = next((slot for slot in kind.slots if slot.last), None)
            if last is None:
                continue
            for lift, other in ((first, second), (second, first)):
                if _may_open(week, lift, kind) and last.where.fits(_exercise(week, other)):
                    given = [pair] if isinstance(here, int) else [pair, here]
                    _keep_apart(week, lift, other, d, kind, last, given)


def _keep_apart(
    week: WeekStructure, lift: int, other: int, day: int, kind: SessionKind, last: Slot,
    given: list[Any],
) -> None:  # fmt: skip
    """Ask for a lift that opens instead, for what ends instead, or for no other work at all."""
    on = {
        i: week.on[i, day]
        for i in week.among
        if i not in (lift, other) and not isinstance(week.on[i, day], int)
    }
    mine = opening_key(_exercise(week, lift))
    before = [
        var for i, var in on.items()
        if _may_open(week, i, kind) and opening_key(_exercise(week, i)) < mine
    ]  # fmt: skip
    after = [var for i, var in on.items() if last.where.fits(_exercise(week, i))]
    work = [var for i, var in on.items() if _exercise(week, i).role is not Role.FINISHER]
    alone = week.model.new_bool_var(f"no other work beside {lift} and {other} on day {day}")
    week.model.add(sum(work) == 0).only_enforce_if(alone)
    week.model.add_bool_or([*before, *after, alone]).only_enforce_if(given)


def _kinds_on(week: WeekStructure, day: int) -> Iterator[tuple[SessionKind, Any]]:
    """Yield the kinds that a day's session may have, with what is true where it has them."""
    split = week.problem.scenario.chosen_split
    planned = week.problem.planned
    if split is None:
        return
    if not week.is_session:  # one kind alone: a pair is on a day that has it
        yield from ((split.kinds[name], 1) for name in {each.kind for each in planned if each})
        return
    for k, each in enumerate(planned):
        here = week.is_session[k, day]
        if each is not None and (not isinstance(here, int) or here):
            yield split.kinds[each.kind], here


def _may_open(week: WeekStructure, choice: int, kind: SessionKind) -> bool:
    exercise = _exercise(week, choice)
    return kind.main is not None and exercise.role is Role.MAIN and kind.main.fits(exercise)


def _exercise(week: WeekStructure, choice: int) -> Exercise:
    return week.problem.choices[choice].exercise
