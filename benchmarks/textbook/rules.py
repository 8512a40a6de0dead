"""What each rule costs a week: one function for each kind, read off the audit's definitions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations
from math import ceil, floor

from ortools.sat.python import cp_model

from benchmarks.textbook.week import Expr, TextbookWeek, halves_of
from solver.catalogue.vocabulary import Weekday
from solver.rules import (
    AnyRule,
    ApartRule,
    BoundRule,
    Count,
    EvenSessionsRule,
    FavouritesRule,
    ImpliesRule,
    LoadKindsRule,
    OddnessRule,
    RatioRule,
    Rule,
    Scope,
    SpacingRule,
    SpreadRule,
    SupersetRule,
    Term,
    Tier,
    UsualDosesRule,
    VarietyRule,
    in_halves,
)
from solver.rules.oddness import oddness
from solver.rules.supersets import Supersets
from solver.scenario import available

MOST = 1_000_000
"""More than any shortfall."""

Literals = tuple[cp_model.IntVar, ...]


@dataclass(frozen=True)
class Shortfall:
    """A number of units, none or more, that is not less than any of some expressions.

    Attributes:
        units: the variable.
        step: so much of an expression is one unit; a part of one counts as one.
        cases: the expressions, each with what must hold for it to count.

    """

    units: cp_model.IntVar
    step: int
    cases: Sequence[tuple[Literals, Expr]]

    def least(self, value: Callable[[Expr], int]) -> int:
        """Return the fewest units that a solution needs."""
        found = [
            -(-value(expression) // self.step)
            for literals, expression in self.cases
            if all(value(literal) for literal in literals)
        ]
        return max(0, *found) if found else 0


class Costs:
    """Adds up what the rules cost, tier by tier; a physical rule may cost nothing.

    Attributes:
        terms: weights and shortfalls of each tier.

    """

    def __init__(self, week: TextbookWeek, rules: Iterable[AnyRule]) -> None:
        self.week, self.model = week, week.model
        self.usable = available(week.scenario, week.catalogue)
        self.terms: dict[Tier, list[tuple[int, Shortfall]]] = defaultdict(list)
        for rule in rules:
            self._add(rule)

    def total(self, tier: Tier) -> Expr:
        """Return what a tier costs."""
        return sum(weight * short.units for weight, short in self.terms[tier])

    def value(self, tier: Tier, value: Callable[[Expr], int]) -> int:
        """Return what a tier costs in a solution, no shortfall larger than it has to be."""
        return sum(weight * short.least(value) for weight, short in self.terms[tier])

    def short(
        self,
        rule: Rule,
        *cases: Expr | tuple[Literals, Expr],
        step: int = 1,
        weight: int | None = None,
    ) -> None:
        """Charge the largest of some expressions, if it is above nothing."""
        physical = rule.tier is Tier.PHYSICAL
        units = self.model.new_int_var(0, 0 if physical else MOST, rule.id)
        placed = [case if isinstance(case, tuple) else ((), case) for case in cases]
        for literals, expression in placed:
            self.model.add(step * units >= expression).only_enforce_if(literals)
        self.terms[rule.tier].append(
            (rule.weight if weight is None else weight, Shortfall(units, step, placed))
        )

    def _add(self, rule: AnyRule) -> None:  # noqa: PLR0912 - one line for each kind of rule
        match rule:
            case BoundRule():
                self._bound(rule)
            case RatioRule():
                self._ratio(rule)
            case ImpliesRule():
                self._implies(rule)
            case SpreadRule():
                self._spread(rule)
            case SpacingRule():
                for muscle in self.week.catalogue.muscles:
                    self._spacing(rule, muscle)
            case ApartRule():
                self._apart(rule)
            case SupersetRule():
                self._superset(rule)
            case OddnessRule():
                self._oddness(rule)
            case UsualDosesRule():
                self._usual_doses(rule)
            case VarietyRule():
                for items in self.week.by_exercise.values():
                    self.short(rule, sum(item.on for item in items) - 1)
            case FavouritesRule():
                self._favourites(rule)
            case LoadKindsRule():
                self._load_kinds(rule)
            case EvenSessionsRule():
                self._even(rule)
            case _:
                pass  # structure is in the week, allowances in the tiers; stimulus comes after

    def reachable(self, terms: Sequence[Term]) -> bool:
        """Tell whether something the person can do counts in full, for each sign of term."""
        signs = {term.times > 0 for term in terms if term.times}
        return all(
            any(
                max(map(abs, self.week.counts([term], exercise))) >= 2
                for term in terms
                if (term.times > 0) is positive
                for exercise in self.usable
            )
            for positive in signs
        )

    # ---- measures between bounds -------------------------------------------------------------

    def _bound(self, rule: BoundRule) -> None:
        if rule.lower is not None and not self.reachable(rule.measure):
            return
        if rule.scope is Scope.WEEK:
            self._between(rule, self.week.measure(rule.measure), ())
        elif self.week.has_kinds(rule.kinds):
            for day in self.week.days:
                here = self.week.is_session(day, rule.kinds)
                self._between(rule, self.week.measure(rule.measure, day), (here,))

    def _between(self, rule: BoundRule, halves: Expr, where: Literals) -> None:
        """Charge what a measure, given twice, lacks or has too much."""
        step = 2 - in_halves(rule.measure)
        cases = []
        if rule.lower is not None:
            cases.append((where, round(2 * rule.lower) - halves))
        if rule.upper is not None:
            cases.append((where, halves - round(2 * rule.upper)))
        self.short(rule, *cases, step=step)
        if rule.tier is not Tier.PHYSICAL:
            for deep in rule.steps:
                lacking = (where, round(2 * deep.below) - halves)
                self.short(rule, lacking, step=step, weight=deep.weight)

    def _ratio(self, rule: RatioRule) -> None:
        if not (self.reachable(rule.over) and self.reachable(rule.under)):
            return
        over, under = self.week.measure(rule.over), self.week.measure(rule.under)
        scale = 1 + in_halves(rule.over)
        if rule.lower is not None:
            up, down = rule.lower.numerator, rule.lower.denominator
            self.short(rule, scale * (up * under - down * over), step=2 * down)
        if rule.upper is not None:
            up, down = rule.upper.numerator, rule.upper.denominator
            self.short(rule, scale * (down * over - up * under), step=2 * down)
        if rule.both:
            for side in (over, under):
                self.short(rule, 1 - self._present(side))

    def _present(self, halves: Expr) -> cp_model.IntVar:
        """Return whether a measure is above nothing."""
        return self._at_least(halves, 1)

    def _at_least(self, halves: Expr, least: int) -> cp_model.IntVar:
        literal = self.model.new_bool_var("")
        self.model.add(halves >= least).only_enforce_if(literal)
        self.model.add(halves <= least - 1).only_enforce_if(~literal)
        return literal

    def _implies(self, rule: ImpliesRule) -> None:
        if self.reachable(rule.when) and self.reachable(rule.then):
            present = self._present(self.week.measure(rule.when))
            lacking = round(2 * rule.at_least) - self.week.measure(rule.then)
            self.short(rule, ((present,), lacking), step=2 - in_halves(rule.then))

    def _spread(self, rule: SpreadRule) -> None:
        values = [self.week.measure(m) for m in rule.measures if self.reachable(m)]
        scale = 1 + any(in_halves(measure) for measure in rule.measures)
        up, down = rule.at_most.numerator, rule.at_most.denominator
        if len(values) >= 2:
            apart = (scale * (down * most - up * least) for most, least in permutations(values, 2))
            self.short(rule, *apart, step=2 * down)

    # ---- days beside each other --------------------------------------------------------------

    def _spacing(self, rule: SpacingRule, muscle: str) -> None:
        week = self.week
        term = Term(count=Count.FRACTIONAL_SETS, muscle=muscle)
        loaded, hard = {}, {}
        for day in week.days:
            halves = week.measure([term], day)
            loaded[day] = self._at_least(halves, floor(2 * Fraction(rule.above)) + 1)
            heavy = self._at_least(halves, ceil(2 * Fraction(rule.heavy)))
            lowered = [
                item.on
                for item in week.of_day[day]
                if item.exercise.eccentric and item.exercise.hard
                if halves_of(item.exercise, muscle)
            ]
            hard[day] = self.model.new_bool_var(f"{muscle} hard on {day}")
            self.model.add_max_equality(hard[day], [heavy, *lowered])
        for day, other in permutations(week.days, 2):
            hours = _hours(day, other)
            if hours < rule.hours:
                self.short(rule, loaded[day] + loaded[other] - 1)
            elif hours < rule.heavy_hours:
                self.short(rule, loaded[day] + loaded[other] + hard[day] - 2)

    def _apart(self, rule: ApartRule) -> None:
        meant = [item for item in self.week.items if rule.where.fits(item.exercise)]
        families = {item.exercise.family for item in meant}
        near = [(a, b) for a, b in permutations(self.week.days, 2) if _hours(a, b) < rule.hours]
        for family in families:
            on = {
                day: [i.on for i in meant if i.day is day and i.exercise.family == family]
                for day in self.week.days
            }
            for day, other in near:
                cases = [one + another - 1 for one in on[day] for another in on[other]]
                self.short(rule, *cases)

    def _even(self, rule: EvenSessionsRule) -> None:
        week = self.week
        free = {
            day: minutes * 60 - week.seconds(day)
            for day, minutes in week.scenario.candidates.items()
        }
        both = [
            ((week.trained[one], week.trained[other]), sign * (free[one] - free[other]))
            for one, other in combinations(week.days, 2)
            for sign in (1, -1)
        ]
        cases = [(literals, apart - 60 * rule.within) for literals, apart in both]
        self.short(rule, *cases, step=60)

    def _superset(self, rule: SupersetRule) -> None:
        week = self.week
        wanted = week.scenario.supersets is not Supersets.NONE and week.has_kinds(rule.kinds)
        if not wanted or not all(self.reachable([term]) for term in rule.terms()):
            return
        for day in week.days:
            fitting = [
                pair.done
                for pair in week.pairs_of_day[day]
                if any(
                    rule.first.fits(one.exercise) and rule.second.fits(other.exercise)
                    for one, other in permutations((pair.first, pair.second))
                )
            ]
            here = week.is_session(day, rule.kinds)
            self.short(rule, ((here,), 1 - sum(fitting)))

    # ---- what is plain -----------------------------------------------------------------------

    def _oddness(self, rule: OddnessRule) -> None:
        scenario = self.week.scenario
        odd = oddness(rule, self.usable, scenario.level, scenario.preferred)
        self.short(rule, sum(odd[item.exercise.id] * item.on for item in self.week.items))

    def _usual_doses(self, rule: UsualDosesRule) -> None:
        for item in self.week.items:
            low, high = self.week.catalogue.dose_of(item.exercise).usual
            self.short(rule, low * item.on - item.sets, item.sets - high)

    def _favourites(self, rule: FavouritesRule) -> None:
        usable = {exercise.id for exercise in self.usable}
        for name in self.week.scenario.favour:
            if name in usable:
                self.short(rule, 1 - sum(i.on for i in self.week.by_exercise.get(name, [])))

    def _load_kinds(self, rule: LoadKindsRule) -> None:
        loads: dict[str, list[cp_model.IntVar]] = defaultdict(list)
        for item in self.week.items:
            loads[item.exercise.load].append(item.on)
        used = []
        for load, items in loads.items():
            used.append(self.model.new_bool_var(f"uses {load}"))
            self.model.add_max_equality(used[-1], items)
        self.short(rule, sum(used) - rule.at_most)


def _hours(first: Weekday, second: Weekday) -> int:
    """Return the hours from one training day to the next occurrence of another."""
    return 24 * ((second.number - first.number) % 7)
