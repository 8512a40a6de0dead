"""Ready-made comparisons: which piece of equipment to buy next, and what more time buys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from solver.auditing import AuditReport
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Rank, Weekday
from solver.comparing.varying import changed
from solver.days import MAX_MINUTES
from solver.errors import InputError
from solver.plan import Plan
from solver.rules import AnyRule, Tier
from solver.rules.measures import Count, Term
from solver.scenario import Scenario, available

AT_MOST = 8
"""How many pieces of equipment are tried: each is a week to solve."""

MORE_MINUTES = 15
"""A quarter of an hour: what a longer session is tried with."""

WEEK = len(Weekday)

AT_HOME = "bodyweight"
"""The profile of what is in every home, such as a towel: nobody buys it to train."""


@dataclass(frozen=True)
class Named:
    """A scenario to be compared, or a plan that is there already.

    ``wrong`` is why a change cannot be asked for beside the scenario's other fields.
    """

    name: str
    scenario: Scenario
    plan: Plan | None = None
    value: Any = None
    wrong: InputError | None = None
    made: bool = False


# ---- time ---------------------------------------------------------------------------------------


def longer(scenario: Scenario) -> Named:
    """Return the scenario with a quarter of an hour more in every session."""
    name = f"+{MORE_MINUTES} minutes a session"

    def more(minutes: int) -> int:
        return min(minutes + MORE_MINUTES, MAX_MINUTES)

    fields: dict[str, Any] = {"minutes": more(scenario.minutes)}
    field = "available" if isinstance(scenario.days, int) else "days"
    if days := getattr(scenario, field):
        fields[field] = {day.value: minutes and more(minutes) for day, minutes in days.items()}
    return Named(name, changed(scenario, fields), made=True)


def one_more_day(scenario: Scenario) -> Named:
    """Return the scenario with one more day: the free one farthest from the others."""
    if scenario.count >= WEEK:
        wrong = InputError("days: there is no eighth day in a week")
        return Named("one more day", scenario, wrong=wrong)
    named = scenario.available if isinstance(scenario.days, int) else scenario.days
    fields: dict[str, Any] = {}
    if isinstance(scenario.days, int):
        fields["days"] = scenario.count + 1
    if named and len(named) == scenario.count:
        days = {day.value: minutes for day, minutes in named.items()}
        fields["available" if "days" in fields else "days"] = days | {_free(named).value: None}
    try:
        return Named("one more day", changed(scenario, fields), made=True)
    except InputError as error:  # such as a split that has no week of so many days
        return Named("one more day", scenario, wrong=error)


def _free(days: Iterable[Weekday]) -> Weekday:
    taken = list(days)

    def gap(day: Weekday) -> int:
        return min(
            min((day.number - other.number) % WEEK, (other.number - day.number) % WEEK)
            for other in taken
        )

    return max((day for day in Weekday if day not in taken), key=gap)


# ---- equipment ----------------------------------------------------------------------------------


def candidates(
    scenario: Scenario, base: AuditReport | None, catalogue: Catalogue, at_most: int
) -> tuple[list[Named], list[str], list[str]]:
    """Return the scenario with each piece of equipment that may help, the most promising first.

    A piece promises most where its new exercises count for what the week as it is lacks and no
    exercise at hand could give (of the guardrails, then of the balance); then where they count for
    any other shortfall, for time may be what lacks there; then by the number of new staple lifts.
    What adds no exercise is not tried.

    Args:
        scenario: what the person has now.
        base: the audit of its week, None where it has none.
        catalogue: the exercises and items there are.
        at_most: how many to try.

    Returns:
        Scenarios to try; names of pieces that are not tried as less promising; names of pieces
        that add no exercise.

    Raises:
        InputError: ``at_most`` is no positive number, or there is nothing left to buy.

    """
    if at_most < 1:
        raise InputError(f"at_most: must be 1 or more, not {at_most}")
    resolved = scenario.resolve(catalogue)
    owned = catalogue.equipment.resolve(resolved.equipment, resolved.without)
    not_bought = owned | set(resolved.without) | catalogue.equipment.profile(AT_HOME)
    wanted = [name for name in catalogue.equipment.items if name not in not_bought]
    if not wanted:
        raise InputError("buy: the equipment already has every piece that there is; nothing to buy")
    own = available(resolved, catalogue)
    have = {exercise.id for exercise in own}
    lacks = [
        (tier, cost, any(_counts(term, exercise, catalogue) for term in terms for exercise in own),
         terms)
        for tier, cost, terms in _lacks(resolved, base, catalogue)
    ]  # fmt: skip
    promising, idle = [], []
    for item in wanted:
        named = _with_item(resolved, item, owned, catalogue)
        new = [e for e in available(named.scenario, catalogue) if e.id not in have]
        if new:
            promising.append((_promise(new, lacks, catalogue), named))
        else:
            idle.append(item)
    promising.sort(key=lambda pair: pair[0], reverse=True)  # stable: else in the table's order
    tried = [named for _, named in promising[:at_most]]
    return tried, [named.name.removeprefix("+") for _, named in promising[at_most:]], idle


def _with_item(scenario: Scenario, item: str, owned: frozenset[str], catalogue: Catalogue) -> Named:
    """Return the scenario with one item and what comes with it, though its name be a profile's."""
    equipment = catalogue.equipment
    words = (*scenario.equipment, item)
    alone = owned | {item, *equipment.items[item].implies}
    extra = sorted(equipment.resolve(words, scenario.without) - alone)
    fields = {"equipment": list(words), "without": [*scenario.without, *extra]}
    return Named(f"+{item}", changed(scenario, fields).resolve(catalogue), made=True)


Lack = tuple[Tier, int, bool, tuple[Term, ...]]
"""A shortfall of the week: tier, cost, whether an exercise at hand counts, what is counted."""


def _lacks(
    scenario: Scenario, base: AuditReport | None, catalogue: Catalogue
) -> Iterator[tuple[Tier, int, tuple[Term, ...]]]:
    """Yield what the week as it is lacks, and what it cannot have for want of equipment."""
    if base is None:
        return
    verdicts = {rule.id: rule for rule in base.rules}
    rules: tuple[AnyRule, ...] = scenario.make_rules(catalogue)
    for rule in rules:
        verdict = verdicts.get(rule.id)
        if verdict is None or rule.tier not in (Tier.GUARDRAILS, Tier.BALANCE):
            continue
        if verdict.holds is None:
            yield rule.tier, rule.weight, tuple(rule.terms())
        elif verdict.cost:
            yield rule.tier, verdict.cost, tuple(rule.terms())


def _promise(new: list[Exercise], lacks: list[Lack], catalogue: Catalogue) -> tuple[int, ...]:
    """Return how much new exercises promise, to be compared in this order."""
    cost = {(at_hand, tier): 0 for at_hand in (False, True)
            for tier in (Tier.GUARDRAILS, Tier.BALANCE)}  # fmt: skip
    for tier, missed, at_hand, terms in lacks:
        if any(_counts(term, exercise, catalogue) for term in terms for exercise in new):
            cost[at_hand, tier] += missed
    staples = sum(exercise.rank is Rank.STAPLE for exercise in new)
    return *cost.values(), staples, len(new)


def _counts(term: Term, exercise: Exercise, catalogue: Catalogue) -> bool:
    """Tell whether a term counts an exercise at all."""
    trained = {*exercise.direct, *exercise.indirect}
    if term.count is Count.FRACTIONAL_SETS and term.muscle not in trained:
        return False
    if term.count is Count.GROUP_SETS and not any(
        catalogue.muscles[name].group == term.group for name in trained
    ):
        return False
    return term.where.fits(exercise)


def not_tried(left: list[str], idle: list[str]) -> Iterator[str]:
    """Yield what is to be said about pieces of equipment that were not tried."""
    if left:
        yield (
            "Not tried, as their exercises promise less for what the week as it is lacks: "
            f"{', '.join(left)}. A larger at_most (--at-most N) tries more."
        )
    if idle:
        yield f"Not tried, as they add no exercise by themselves: {', '.join(idle)}."
