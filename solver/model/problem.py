"""Everything the model needs, prepared: so that building it is only iterating."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass, replace

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.tables import Dose
from solver.catalogue.vocabulary import Weekday
from solver.rules import (
    AllowanceRule,
    AnyRule,
    Count,
    OddnessRule,
    Selector,
    Structure,
    StructureRule,
    Term,
    Tier,
)
from solver.rules.oddness import oddness, offered
from solver.rules.splits import PlannedSession
from solver.rules.supersets import may_pair, saved_seconds
from solver.scenario import Scenario, available

Shares = tuple[int, ...]
"""For each bundle, the half-sets that a set of it, or the slots that an item of it, counts for."""


@dataclass(frozen=True)
class Choice:
    """Exercises that are equal in all that the model uses, merged into one.

    Equal means: the same share in every measure of every rule, the same seconds and doses, the
    same family, load and oddness. Which of them is planned makes no difference to any tier.

    Attributes:
        exercise: one of them, for its tags.
        members: ids of all of them, in catalogue order.
        item_seconds: set-up and ramp sets, once for each session it is in.
        set_seconds: work on both sides and rest, for each set.
        dose: sets that one session may hold of it.
        odd: its oddness, the same for all members.
        sorts: the indices of the sorts of session that it fits.

    """

    exercise: Exercise
    members: tuple[str, ...]
    item_seconds: int
    set_seconds: int
    dose: Dose
    odd: int
    sorts: frozenset[int]


@dataclass(frozen=True)
class Bundle:
    """Choices with the same share in every measure, and the same seconds and doses.

    Guardrails, balance and stimulus see only bundles; which choice of a bundle is taken matters
    to plainness and to the days.
    """

    choices: tuple[int, ...]
    eccentric: bool
    item_seconds: int
    set_seconds: int
    dose: Dose
    sorts: frozenset[int]


@dataclass(frozen=True)
class Sort:
    """Sessions of one kind; without kinds, all of them.

    Weekly totals are kept by sort, so that an upper day cannot lend its minutes to a lower one.

    Attributes:
        area: what they may hold.
        sessions: which sessions of the week, 0 for the first.

    """

    area: Selector
    sessions: tuple[int, ...]


@dataclass(frozen=True)
class Day:
    """A weekday that may be trained on, and the seconds left after the warm-up."""

    weekday: Weekday
    budget_minutes: int
    seconds: int


@dataclass(frozen=True)
class Grain:
    """How finely a tier is told apart: ``free`` units cost nothing, the rest goes in steps."""

    free: int = 0
    step: int = 1

    def value(self, cost: int) -> int:
        """Return the tier's value for a cost."""
        return -(-max(cost - self.free, 0) // self.step)

    def limit(self, value: int) -> int:
        """Return the highest cost that has this value."""
        return self.free + self.step * value


@dataclass(frozen=True)
class Problem:
    """A resolved scenario as numbers.

    Attributes:
        shares: for each term, what each bundle counts for in it.
        full: the terms in which something on offer counts in full, so that a rule can be kept.

    """

    scenario: Scenario
    catalogue: Catalogue
    rules: tuple[AnyRule, ...]
    choices: tuple[Choice, ...]
    bundles: tuple[Bundle, ...]
    shares: dict[Term, Shares]
    full: frozenset[Term]
    days: tuple[Day, ...]
    count: int
    planned: tuple[PlannedSession | None, ...]
    sorts: tuple[Sort, ...]

    @property
    def fixed_days(self) -> bool:
        """Tell whether every day that is offered is trained on: session k is then on day k."""
        return len(self.days) == self.count

    def only(self, among: Collection[int]) -> Problem:
        """Return the problem with the bundles of these choices alone.

        Choices keep their indices, and what applies to a person stays as it is with all of them.
        """
        kept = {
            b: replace(bundle, choices=own)
            for b, bundle in enumerate(self.bundles)
            if (own := tuple(i for i in bundle.choices if i in among))
        }
        shares = {term: tuple(values[b] for b in kept) for term, values in self.shares.items()}
        return replace(self, bundles=tuple(kept.values()), shares=shares)

    def sort_of(self, session: int) -> int:
        """Return the index of the sort of a session."""
        return next(s for s, sort in enumerate(self.sorts) if session in sort.sessions)

    def sort_seconds(self, sort: Sort) -> int:
        """Return the most seconds that the sessions of a sort can have together."""
        if self.fixed_days:
            return sum(self.days[k].seconds for k in sort.sessions)
        longest = sorted((day.seconds for day in self.days), reverse=True)
        return sum(longest[: len(sort.sessions)])

    def may_pair(self, first: int, second: int) -> bool:
        """Tell whether two choices may be done as a superset."""
        one, other = self.choices[first].exercise, self.choices[second].exercise
        return may_pair(one, other, self.scenario.supersets)

    def saved_seconds(self, first: int, second: int) -> int:
        """Return the seconds that each round of two choices saves as a superset."""
        one, other = self.choices[first].exercise, self.choices[second].exercise
        return saved_seconds(one.role, other.role, self.catalogue.times)

    def grain(self, tier: Tier) -> Grain:
        """Return how finely a tier is told apart."""
        for rule in self.rules:
            if isinstance(rule, AllowanceRule) and rule.tier is tier:
                return Grain(rule.at_most, rule.step)
        return Grain()

    def limit(self, check: Structure) -> int:
        """Return the number of a structural rule."""
        return next(
            rule.limit or 1
            for rule in self.rules
            if isinstance(rule, StructureRule) and rule.check is check
        )


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
    of_bundles = {
        term: tuple(values.get(choices[bundle.choices[0]].exercise.id, 0) for bundle in bundles)
        for term, values in shares.items()
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
    terms = {term: None for each in rules for term in each.terms()}
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


def muscle_term(muscle: str) -> Term:
    """Return the term that counts a muscle's fractional sets."""
    return Term(count=Count.FRACTIONAL_SETS, muscle=muscle)


def group_term(group: str) -> Term:
    """Return the term that counts a group's sets."""
    return Term(count=Count.GROUP_SETS, group=group)


def _shares(
    usable: list[Exercise], catalogue: Catalogue, rules: tuple[AnyRule, ...]
) -> dict[Term, dict[str, int]]:
    """Return, for each term, the half-sets (or slots) of each exercise that counts in it."""
    terms = {
        **{term: None for rule in rules for term in rule.terms()},
        **{muscle_term(muscle): None for muscle in catalogue.muscles},
        **{group_term(group): None for group in catalogue.groups},
    }
    selectors = dict.fromkeys(term.where for term in terms)  # many terms have the same
    fitting = {where: [e for e in usable if where.fits(e)] for where in selectors}
    return {
        term: {
            exercise.id: value
            for exercise in _trained(term, fitting[term.where], catalogue)
            if (value := _value(term, exercise, catalogue))
        }
        for term in terms
    }


def _trained(term: Term, exercises: list[Exercise], catalogue: Catalogue) -> list[Exercise]:
    """Leave out what does not train the muscle or group of a term: most do not."""
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
    return term.where.fits(exercise) and value >= _in_full(term)


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
            exercise.grip,  # grip and spine decide with what it may be a superset
            exercise.spine_load,
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
