"""Everything the model needs, prepared: so that building it is only iterating."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import floor

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.tables import Dose
from solver.catalogue.vocabulary import Weekday
from solver.rules import (
    AllowanceRule,
    AnyRule,
    Count,
    Selector,
    Structure,
    StructureRule,
    Term,
    Tier,
)
from solver.rules.splits import PlannedSession
from solver.rules.supersets import may_pair, might_pair, pairable, pairing, saved_seconds
from solver.scenario import Scenario

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

    @property
    def pinned(self) -> list[int]:
        """The choices that are to be in the week."""
        pins = set(self.scenario.pin)
        return [i for i, choice in enumerate(self.choices) if choice.exercise.id in pins]

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

    @cached_property
    def partners(self) -> tuple[tuple[int, ...], ...]:
        """For each bundle, those of which something may pair with it, whatever their loads."""
        firsts = [self.choices[bundle.choices[0]].exercise for bundle in self.bundles]
        mode = self.scenario.supersets
        # A large catalogue has thousands of bundles, of few kinds where pairing is concerned.
        kinds = [pairing(first) for first in firsts]
        one_of = dict(zip(kinds, firsts, strict=True))
        found = {}
        for kind, one in one_of.items():
            others = {k for k, other in one_of.items() if might_pair(one, other, mode)}
            found[kind] = tuple(o for o, k in enumerate(kinds) if k in others)
        return tuple(found[kind] for kind in kinds)

    def saved_seconds(self, first: int, second: int) -> int:
        """Return the seconds that each round of two choices saves as a superset."""
        one, other = self.choices[first].exercise, self.choices[second].exercise
        return saved_seconds(one.role, other.role, self.catalogue.times)

    @cached_property
    def least_seconds(self) -> tuple[Fraction, ...]:
        """For each bundle, the fewest seconds that a set of it takes.

        In a superset half of what a round saves is each one's: as much as with any partner, if it
        may have one.
        """
        roles = {self.choices[bundle.choices[0]].exercise.role for bundle in self.bundles}
        found = []
        for bundle in self.bundles:
            own = self.choices[bundle.choices[0]].exercise
            saved = 0
            if pairable(own, self.scenario.supersets):
                times = self.catalogue.times
                saved = max(0, *(saved_seconds(own.role, other, times) for other in roles))
            found.append(bundle.set_seconds - Fraction(saved, 2))
        return tuple(found)

    def most_in(self, seconds: int, per_set: Sequence[int]) -> int:
        """Return the most that so many seconds hold, where a set of each bundle adds so much."""
        pairs = zip(per_set, self.least_seconds, strict=True)
        return max((floor(seconds * each / least) for each, least in pairs if each > 0), default=0)

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


def muscle_term(muscle: str) -> Term:
    """Return the term that counts a muscle's fractional sets."""
    return Term(count=Count.FRACTIONAL_SETS, muscle=muscle)


def group_term(group: str) -> Term:
    """Return the term that counts a group's sets."""
    return Term(count=Count.GROUP_SETS, group=group)
