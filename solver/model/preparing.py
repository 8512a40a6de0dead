"""A resolved scenario made into a problem: what is on offer, what it counts for, what is alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.model.problem import (
    Bundle,
    Choice,
    Day,
    Problem,
    Shares,
    Sort,
    group_term,
    muscle_term,
)
from solver.rules import (
    AnyRule,
    BoundRule,
    Count,
    OddnessRule,
    Selector,
    Structure,
    StructureRule,
    Term,
    fitting,
)
from solver.rules.oddness import oddness, offered
from solver.rules.supersets import on_one_leg
from solver.scenario import Scenario, available


def make_problem(
    scenario: Scenario, catalogue: Catalogue, rules: tuple[AnyRule, ...] | None = None
) -> Problem:
    """Prepare a resolved scenario.

    Raises:
        InputError: a changed or added rule is wrong.

    """
    rules = scenario.make_rules(catalogue) if rules is None else rules
    times = catalogue.times
    days = tuple(
        Day(weekday, minutes, minutes * 60 - times.warm_up(minutes * 60))
        for weekday, minutes in scenario.candidates.items()
    )
    usable, odd = _offered(scenario, catalogue, rules)
    shares = _shares(usable, catalogue, rules)
    sorts = _sorts(scenario)
    choices, bundled = _merge(usable, shares, odd, _alone(scenario, rules), sorts, catalogue)
    bundles = tuple(_bundle(members, choices) for members in bundled)
    firsts = [choices[bundle.choices[0]].exercise.id for bundle in bundles]
    of_bundles = {
        term: tuple(values.get(name, 0) for name in firsts) for term, values in shares.items()
    }
    return Problem(
        scenario,
        catalogue,
        rules,
        choices,
        bundles,
        of_bundles,
        frozenset(term for term, values in of_bundles.items() if _any_in_full(term, values)),
        days,
        scenario.count,
        scenario.planned,
        sorts,
    )


def _sorts(scenario: Scenario) -> tuple[Sort, ...]:
    split = scenario.chosen_split
    if split is None:
        return (Sort(Selector(), tuple(range(scenario.count))),)
    kinds: dict[str, list[int]] = {}
    for session, planned in enumerate(split.weeks[scenario.count]):
        kinds.setdefault(planned.kind, []).append(session)
    return tuple(Sort(split.kinds[kind].area, tuple(sessions)) for kind, sessions in kinds.items())


def _sorts_of(exercise: Exercise, sorts: tuple[Sort, ...]) -> frozenset[int]:
    return frozenset(s for s, sort in enumerate(sorts) if sort.area.fits(exercise))


def _offered(
    scenario: Scenario, catalogue: Catalogue, rules: tuple[AnyRule, ...]
) -> tuple[list[Exercise], dict[str, int]]:
    """Return the exercises that may be planned, and the oddness of each."""
    usable = available(scenario, catalogue)
    rule = next((rule for rule in rules if isinstance(rule, OddnessRule)), None)
    if rule is None:
        return usable, {}
    odd = oddness(rule, usable, scenario.level, scenario.preferred)
    wishes = [each for each in rules if not _forbids(each)]
    terms = {term: None for each in wishes for term in each.terms()}
    selectors = [where for term in terms for where in _parts(term.where)]
    families = {name for where in selectors for name in where.family}
    named = {*scenario.pin, *scenario.favour}
    named.update(
        e.id for where in selectors if where.load or where.exercise for e in usable if where.fits(e)
    )
    plain = offered(rule, usable, scenario.level, odd, named, families, scenario.preferred)
    kept = {exercise.id for exercise in plain}
    for term in terms:
        # What the person can do decides whether a rule applies, so something of it is offered.
        if any(_counts_in_full(term, exercise, catalogue) for exercise in plain):
            continue
        full = [exercise.id for exercise in usable if _counts_in_full(term, exercise, catalogue)]
        if full and kept.isdisjoint(full):
            plainest = min(odd[name] for name in full)
            kept.update(name for name in full if odd[name] == plainest)
    return [exercise for exercise in usable if exercise.id in kept], odd


def _forbids(rule: AnyRule) -> bool:
    """Tell whether a rule wants none of what it names, so that it is no reason to offer it."""
    return isinstance(rule, BoundRule) and rule.upper == 0


def _parts(where: Selector) -> Iterator[Selector]:
    """Yield a selector and those it is made of."""
    yield where
    for option in where.either:
        yield from _parts(option)


def _alone(scenario: Scenario, rules: tuple[AnyRule, ...]) -> Callable[[Exercise], str]:
    """Return what keeps an exercise from being merged with its equals: its id, or nothing."""
    single = {*scenario.pin, *scenario.favour}
    families_apart = any(
        isinstance(rule, StructureRule) and rule.check is Structure.FAMILIES and rule.limit != 1
        for rule in rules
    )
    return lambda exercise: exercise.id if families_apart or exercise.id in single else ""


def _shares(
    usable: list[Exercise], catalogue: Catalogue, rules: tuple[AnyRule, ...]
) -> dict[Term, dict[str, int]]:
    """Return, for each term, the half-sets (or slots) of each exercise that counts in it."""
    terms = {
        **{term: None for rule in rules for term in rule.terms()},
        **{muscle_term(muscle): None for muscle in catalogue.muscles},
        **{group_term(group): None for group in catalogue.groups},
    }
    return {
        term: {
            exercise.id: value
            for exercise in _trained(term, usable, catalogue)
            if (value := _value(term, exercise, catalogue))
        }
        for term in terms
    }


def _trained(term: Term, usable: list[Exercise], catalogue: Catalogue) -> list[Exercise]:
    """Leave out what does not fit a term, or does not train its muscle or group: most do not."""
    fit = fitting(term.where, catalogue)
    exercises = [exercise for exercise in usable if exercise.id in fit]
    if term.count is Count.FRACTIONAL_SETS:
        return [exercise for exercise in exercises if term.muscle in exercise.muscles]
    if term.count is Count.GROUP_SETS:
        members = set(catalogue.groups[term.group or ""].members)
        return [e for e in exercises if not members.isdisjoint(e.muscles)]
    return exercises


def _value(term: Term, exercise: Exercise, catalogue: Catalogue) -> int:
    """Return the half-sets (or slots) that an exercise which fits counts for in a term."""
    if term.count is Count.EXERCISES:
        return 1
    if term.count is Count.SPINE_POINTS:
        return 2 * exercise.spine_load
    return _hard_share(term, exercise, catalogue) if exercise.hard else 0


def _hard_share(term: Term, exercise: Exercise, catalogue: Catalogue) -> int:
    if term.count is Count.HARD_SETS:
        return 2
    if term.count is Count.FRACTIONAL_SETS:
        return round(2 * exercise.muscles.get(term.muscle or "", 0))
    members = catalogue.groups[term.group or ""].members
    return max(round(2 * exercise.muscles.get(member, 0)) for member in members)


def _any_in_full(term: Term, values: Shares) -> bool:
    return max(values, default=0) * abs(term.times) >= _in_full(term)


def _in_full(term: Term) -> int:
    """Return the share of a set, or of an item, that counts in full."""
    return 1 if term.count is Count.EXERCISES else 2


def _counts_in_full(term: Term, exercise: Exercise, catalogue: Catalogue) -> bool:
    value = _value(term, exercise, catalogue) * abs(term.times)
    return value >= _in_full(term) and exercise.id in fitting(term.where, catalogue)


def _merge(
    usable: list[Exercise],
    shares: dict[Term, dict[str, int]],
    odd: dict[str, int],
    alone: Callable[[Exercise], str],
    sorts: tuple[Sort, ...],
    catalogue: Catalogue,
) -> tuple[tuple[Choice, ...], list[list[int]]]:
    """Return the choices, and for each bundle the indices of its choices."""
    counts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, values in enumerate(shares.values()):
        for name, value in values.items():
            counts[name].append((number, value))
    bundles: dict[Hashable, dict[Hashable, list[Exercise]]] = {}
    for exercise in usable:
        dose = catalogue.dose_of(exercise)
        coarse = (
            tuple(counts[exercise.id]),
            exercise.eccentric,
            exercise.role,
            (dose.low, dose.high, dose.usual),  # single exercises may have doses of their own
            exercise.sides,
            _set_up(exercise, catalogue),
            _sorts_of(exercise, sorts),
            exercise.grip,  # these three decide with what it may be a superset
            exercise.spine_load,
            on_one_leg(exercise),
        )
        fine = (exercise.family, exercise.load, odd.get(exercise.id, 0), alone(exercise))
        bundles.setdefault(coarse, {}).setdefault(fine, []).append(exercise)
    choices: list[Choice] = []
    bundled: list[list[int]] = []
    for bundle in bundles.values():
        bundled.append(list(range(len(choices), len(choices) + len(bundle))))
        choices += [
            _choice(members, catalogue, odd.get(members[0].id, 0), _sorts_of(members[0], sorts))
            for members in bundle.values()
        ]
    return tuple(choices), bundled


def _bundle(members: list[int], choices: tuple[Choice, ...]) -> Bundle:
    first = choices[members[0]]
    return Bundle(
        choices=tuple(members),
        eccentric=first.exercise.eccentric,
        item_seconds=first.item_seconds,
        set_seconds=first.set_seconds,
        dose=first.dose,
        sorts=first.sorts,
    )


def _choice(
    members: list[Exercise], catalogue: Catalogue, odd: int, sorts: frozenset[int]
) -> Choice:
    first, times = members[0], catalogue.times
    dose = catalogue.dose_of(first)
    return Choice(
        exercise=first,
        members=tuple(exercise.id for exercise in members),
        item_seconds=_set_up(first, catalogue) + dose.ramp_sets * times.ramp_set,
        set_seconds=first.sides * times.work[first.role] + times.rest[first.role],
        dose=dose,
        odd=odd,
        sorts=sorts,
    )


def _set_up(exercise: Exercise, catalogue: Catalogue) -> int:
    own = exercise.setup_seconds
    return catalogue.times.set_up[exercise.load] if own is None else own
