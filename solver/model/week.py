"""The CP-SAT model of a week: one method for each kind of rule, over the variables of a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import permutations
from math import ceil, floor
from typing import Any, NamedTuple

from solver.model.linear import Expr, Linear, linear
from solver.model.problem import Problem, group_term, muscle_term
from solver.model.structure import MANY, Depth, WeekStructure
from solver.rules import (
    AllowanceRule,
    AnyRule,
    ApartRule,
    BoundRule,
    EvenSessionsRule,
    FavouritesRule,
    ImpliesRule,
    LoadKindsRule,
    OddnessRule,
    RatioRule,
    Scope,
    SpacingRule,
    SpreadRule,
    StimulusRule,
    Structure,
    StructureRule,
    SupersetRule,
    Term,
    Tier,
    UsualDosesRule,
    VarietyRule,
)
from solver.rules.supersets import Supersets

HOURS_A_DAY, DAYS_A_WEEK = 24, 7


class Cost(NamedTuple):
    """What falling short of a rule costs.

    Attributes:
        weight: of each unit.
        short: the units.
        rule: which asks.
        step: a deeper bound of the rule, whose units are among those of the rule itself.

    """

    weight: int
    short: Expr
    rule: AnyRule
    step: bool


class WeekModel(WeekStructure):
    """A week with its rules, and the objective of each tier.

    Attributes:
        costs: for each tier, what is to be minimised.

    """

    def __init__(
        self,
        problem: Problem,
        depth: Depth,
        *,
        among: Collection[int] | None = None,
        reserve: int = 0,
        elastic_pins: bool = False,
    ) -> None:
        """Build the model; see :class:`WeekStructure`."""
        super().__init__(problem, depth, among=among, reserve=reserve, elastic_pins=elastic_pins)
        self.costs: dict[Tier, list[Cost]] = defaultdict(list)
        for rule in problem.rules:
            self._add(rule)

    def cost(self, tier: Tier) -> Expr:
        """Return the weighted shortfall of a tier."""
        return sum(cost.weight * cost.short for cost in self.costs[tier])

    def hold(self, tier: Tier, value: int) -> None:
        """Let the tier's value be no higher than this."""
        self.model.add(self.cost(tier) <= self.problem.grain(tier).limit(value))

    def excess(self, tier: Tier) -> Expr:
        """Return how far the weighted shortfall of a tier is above what costs nothing."""
        above = self.model.new_int_var(0, MANY, f"{tier} above the allowance")
        self.model.add(above >= self.cost(tier) - self.problem.grain(tier).free)
        return above

    @property
    def missed(self) -> Expr:
        """Return the bands that are missed, free or not, in points of stimulus.

        What a half-set outside a band costs weighs as much as a half-set adds where it adds most.
        """
        worth = (r.steepest for r in self.problem.rules if isinstance(r, StimulusRule))
        return max(worth, default=1) * self.cost(Tier.BALANCE)

    # ---- rules ---------------------------------------------------------------------------

    def _add(self, rule: AnyRule) -> None:  # noqa: PLR0912 - one line for each kind of rule
        match rule:
            case BoundRule(scope=Scope.WEEK):
                self._bound(rule)
            case BoundRule():
                self._session_bound(rule)
            case RatioRule():
                self._ratio(rule)
            case ImpliesRule():
                self._implies(rule)
            case SpreadRule():
                self._spread(rule)
            case SpacingRule():
                if self.placed:
                    self._spacing(rule)
            case ApartRule():
                if self.placed:
                    self._apart(rule)
            case EvenSessionsRule():
                if self.placed:
                    self._even_sessions(rule)
            case SupersetRule():
                if self.placed:
                    self._superset(rule)
            case StimulusRule():
                self._stimulus(rule)
            case StructureRule() | AllowanceRule():
                pass  # by the variables, and in the objective
            case _ if self.depth is Depth.BUNDLES:
                pass  # plainness is a matter of choices
            case OddnessRule():
                self._oddness(rule)
            case UsualDosesRule():
                self._usual_doses(rule)
            case VarietyRule():
                self._variety(rule)
            case FavouritesRule():
                self._favourites(rule)
            case LoadKindsRule():
                self._load_kinds(rule)

    def _bound(self, rule: BoundRule) -> None:
        measure = self._linear(rule.measure)
        if rule.lower is not None and not measure.reachable:
            return
        value = self._week(measure)
        if rule.lower is not None:
            lower = round(rule.lower * measure.scale)
            self._short(rule, lower - value, max(lower, 0) + self._negative(measure))
            for step in rule.steps:
                below = round(step.below * measure.scale)
                most = max(below, 0) + self._negative(measure)
                self._short(rule, below - value, most, weight=step.weight)
        if rule.upper is not None:
            self._short(rule, value - round(rule.upper * measure.scale))

    def _session_bound(self, rule: BoundRule) -> None:
        """Bind each session, or, with bare totals, what they come to together."""
        measure = self._linear(rule.measure)
        if rule.lower is not None and not measure.reachable:
            return
        lower = None if rule.lower is None else round(rule.lower * measure.scale)
        upper = None if rule.upper is None else round(rule.upper * measure.scale)
        negative = self._negative(measure)
        for value, meant, others in self._session_parts(rule, measure):
            # Sessions of other kinds are in the value too: they can only add to a measure that
            # is never negative, and else say nothing.
            if lower is not None and not (others and negative):
                most = max(lower, 0) * self.problem.count + negative
                self._short(rule, lower * meant - value, most)
                for step in rule.steps:
                    below = round(step.below * measure.scale)
                    most = max(below, 0) * self.problem.count + negative
                    self._short(rule, below * meant - value, most, weight=step.weight)
            if upper is not None and not others:
                self._short(rule, value - upper * meant)

    def _session_parts(self, rule: BoundRule, measure: Linear) -> Iterator[tuple[Expr, Expr, bool]]:
        """Yield values of the measure, over how many sessions that are meant, and if over others.

        Placed, these are days; over bare totals, sorts of session. A day that may or may not
        have a session that is meant counts for nothing if it has not.
        """
        if not self.placed:
            for s, sort in enumerate(self.problem.sorts):
                meant = sum(self._is_meant(rule, k) for k in sort.sessions)
                if meant:
                    value = measure.over(self._part_sets(s), self._part_slots(s))
                    yield value, meant, meant < len(sort.sessions)
            return
        for d, (_, used) in enumerate(self._days()):
            value, meant = self._day(measure, d), self._meant(rule, d)
            if meant is used:
                yield value, used, False
                continue
            if isinstance(meant, int):
                if meant:
                    yield value, 1, False
                continue
            kept = self.model.new_int_var(-MANY, MANY, f"{rule.id} on day {d}")
            self.model.add(kept == value).only_enforce_if(meant_is := self._flag(meant))
            self.model.add(kept == 0).only_enforce_if(~meant_is)
            yield kept, meant, False

    def _flag(self, total: Expr) -> Any:
        """Return a variable that is true if a sum, which is 0 or 1, is 1."""
        flag = self.model.new_bool_var("")
        self.model.add(total == flag)
        return flag

    def _meant(self, rule: BoundRule | SupersetRule, day: int) -> Any:
        """Return whether a day has a session of the kinds that a rule is about."""
        meant = [k for k in range(self.problem.count) if self._is_meant(rule, k)]
        if len(meant) == self.problem.count:
            return self.used[day]
        return sum(self.is_session[k, day] for k in meant)

    def _is_meant(self, rule: BoundRule | SupersetRule, session: int) -> bool:
        planned = self.problem.planned[session]
        return not rule.kinds or (planned is not None and planned.kind in rule.kinds)

    def _superset(self, rule: SupersetRule) -> None:
        """Ask for a superset of these two in every session of these kinds."""
        if self.problem.scenario.supersets is Supersets.NONE:
            return
        if not all(self._linear([term]).reachable for term in rule.terms()):
            return

        def fits(first: int, second: int) -> bool:
            one, other = (self.problem.choices[i].exercise for i in (first, second))
            return (rule.first.fits(one) and rule.second.fits(other)) or (
                rule.first.fits(other) and rule.second.fits(one)
            )

        for d in range(len(self.problem.days)):
            pairs = [pair for (i, j, on), pair in self.pairs.items() if on == d and fits(i, j)]
            self._short(rule, self._meant(rule, d) - sum(pairs), 1)

    def _ratio(self, rule: RatioRule) -> None:
        over, under = self._linear(rule.over), self._linear(rule.under)
        if not (over.reachable and under.reachable):
            return
        top, bottom = self._week(over), self._week(under)
        if rule.lower is not None:
            a, b = rule.lower.numerator, rule.lower.denominator
            self._short(rule, a * over.scale * bottom - b * under.scale * top, unit=b * under.scale)
        if rule.upper is not None:
            a, b = rule.upper.numerator, rule.upper.denominator
            self._short(rule, b * under.scale * top - a * over.scale * bottom, unit=b * under.scale)
        if rule.both:
            self._short(rule, 1 - top, 1, unit=1 + self._negative(over))
            self._short(rule, 1 - bottom, 1, unit=1 + self._negative(under))

    def _implies(self, rule: ImpliesRule) -> None:
        when, then = self._linear(rule.when), self._linear(rule.then)
        if not (when.reachable and then.reachable):
            return
        present = self.model.new_bool_var(f"{rule.id} present")
        if self._negative(when):
            self.model.add(self._week(when) <= 0).only_enforce_if(~present)
        else:
            for b, slots in enumerate(self.bundle_slots):
                if when.per_set[b] > 0 or when.per_slot[b] > 0:
                    self.model.add(slots == 0).only_enforce_if(~present)
        lower = round(rule.at_least * then.scale)
        excess = lower * present - self._week(then)
        if room := self._negative(then):
            excess -= room * (1 - present)
        self._short(rule, excess, max(lower, 0) + room)

    def _spread(self, rule: SpreadRule) -> None:
        scale = max(self._linear(measure).scale for measure in rule.measures)
        measures = [linear(measure, self.problem, scale) for measure in rule.measures]
        values = [self._week(measure) for measure in measures if measure.reachable]
        if len(values) < 2:
            return
        a, b = rule.at_most.numerator, rule.at_most.denominator
        excess = [b * one - a * other for one in values for other in values if one is not other]
        self._short(rule, excess, unit=b)

    def _spacing(self, rule: SpacingRule) -> None:
        days, above = self.problem.days, floor(2 * rule.above)
        for muscle in self.problem.catalogue.muscles:
            measure = self._linear([muscle_term(muscle)])
            eccentric = [
                i
                for b, bundle in enumerate(self.problem.bundles)
                if measure.per_set[b] and bundle.eccentric
                for i in bundle.choices
            ]
            loaded, strong = [], []
            for d, day in enumerate(days):
                value, name = self._day(measure, d), f"{muscle} {day.weekday}"
                most = self.problem.most_in(day.seconds, measure.per_set)
                high = self.model.new_bool_var(f"loaded {name}")
                heavy = self.model.new_bool_var(f"heavy {name}")
                self.model.add(value - most * high <= above)
                self.model.add(value - most * heavy <= max(ceil(2 * rule.heavy) - 1, above))
                for i in eccentric:
                    if not isinstance(self.on[i, d], int):
                        self.model.add_bool_or(~high, ~self.on[i, d], heavy)
                loaded.append(high)
                strong.append(heavy)
            for first, second, gap in self._gaps():
                if gap < rule.hours:
                    self._pair(rule, loaded[first], loaded[second])
                elif gap < rule.heavy_hours:
                    self._pair(rule, strong[first], loaded[second])

    def _apart(self, rule: ApartRule) -> None:
        families: dict[str, list[int]] = defaultdict(list)
        for index, choice in self._choices():
            if rule.where.fits(choice.exercise):
                families[choice.exercise.family].append(index)
        close = [(one, other) for one, other, gap in self._gaps() if gap < rule.hours]
        for members in families.values():
            done = self._done_on_days(members)
            for first, second in close:
                if first in done and second in done:
                    self._short(rule, done[first] + done[second] - 1, 1)

    def _done_on_days(self, choices: Sequence[int]) -> dict[int, Expr]:
        """Return whether one of some choices of a family is done, for the days that may have it."""
        done: dict[int, Expr] = {}
        for d in range(len(self.problem.days)):
            on = [self.on[i, d] for i in choices if not isinstance(self.on[i, d], int)]
            if len(on) > 1 and self.problem.limit(Structure.FAMILIES) > 1:
                done[d] = self.model.new_bool_var("")
                self.model.add_max_equality(done[d], on)
            elif on:
                done[d] = sum(on)
        return done

    def _gaps(self) -> Iterator[tuple[int, int, int]]:
        """Yield two days and the hours from the one on to the other, around the circular week."""
        for (first, day), (second, other) in permutations(enumerate(self.problem.days), 2):
            days = (other.weekday.number - day.weekday.number) % DAYS_A_WEEK
            yield first, second, days * HOURS_A_DAY

    def _pair(self, rule: SpacingRule, first: Any, second: Any) -> None:
        if rule.tier is Tier.PHYSICAL:
            self.model.add_bool_or(~first, ~second)
            return
        broken = self.model.new_bool_var(f"{rule.id} broken")
        self.model.add_bool_or(~first, ~second, broken)
        self._cost(rule, broken)

    def _oddness(self, rule: OddnessRule) -> None:
        odd = sum(choice.odd * self.slots[i] for i, choice in self._choices() if choice.odd)
        if rule.tier in (Tier.PHYSICAL, Tier.GUARDRAILS):
            self._short(rule, odd)
        else:
            self._cost(rule, odd)

    def _usual_doses(self, rule: UsualDosesRule) -> None:
        """Count sets below or above the usual; over bare totals, the least that they allow."""
        for index, choice in self._choices():
            usual_low, usual_high = choice.dose.usual
            parts = (
                [(self.dose[index, d], self.on[index, d]) for d in range(len(self.problem.days))]
                if self.placed
                else [(self.sets[index], self.slots[index])]
            )
            for sets, slots in parts:
                if isinstance(slots, int):
                    continue
                if choice.dose.low < usual_low:
                    most = (usual_low - choice.dose.low) * self.problem.count
                    self._short(rule, usual_low * slots - sets, most)
                if choice.dose.high > usual_high:
                    most = (choice.dose.high - usual_high) * self.problem.count
                    self._short(rule, sets - usual_high * slots, most)

    def _variety(self, rule: VarietyRule) -> None:
        for index, choice in self._choices():
            if self.problem.limit(Structure.REPEATS) > 1:
                self._short(rule, self.slots[index] - len(choice.members), self.problem.count)

    def _favourites(self, rule: FavouritesRule) -> None:
        favoured = set(self.problem.scenario.favour)
        for index, choice in enumerate(self.problem.choices):
            if choice.exercise.id in favoured:
                self._short(rule, 1 - self.slots.get(index, 0), 1)

    def _load_kinds(self, rule: LoadKindsRule) -> None:
        kinds: dict[str, Any] = {}
        for index, choice in self._choices():
            load = choice.exercise.load
            if load not in kinds:
                kinds[load] = self.model.new_bool_var(f"uses {load}")
            self.model.add(self.slots[index] == 0).only_enforce_if(~kinds[load])
        self._short(rule, sum(kinds.values()) - rule.at_most, len(kinds))

    def _even_sessions(self, rule: EvenSessionsRule) -> None:
        longest = max(day.seconds for day in self.problem.days)
        most = self.model.new_int_var(0, longest, "most free seconds")
        least = self.model.new_int_var(0, longest, "least free seconds")
        for d, (day, used) in enumerate(self._days()):
            free = day.seconds - self._day_seconds(d)
            self.model.add(most >= free - longest * (1 - used))
            self.model.add(least <= free + longest * (1 - used))
        self._short(rule, most - least - rule.within * 60, ceil(longest / 60), unit=60)

    def _stimulus(self, rule: StimulusRule) -> None:
        for group, top in rule.tops.items():
            measure = self._linear([group_term(group)])
            end, reached = round(2 * top), []
            missing: Expr = 0
            for (s1, v1), (s2, v2) in zip(rule.points, rule.points[1:], strict=False):
                length = min(2 * s2, end) - 2 * s1
                if length > 0:
                    worth = Fraction(v2 - v1, 2 * (s2 - s1))
                    part = self.model.new_int_var(0, length, f"{group} above {s1}")
                    reached.append(part)
                    missing += int(worth) * (length - part)
            self.model.add(sum(reached) <= self._week(measure))
            self._cost(rule, missing)

    # ---- shortfalls ----------------------------------------------------------------------

    def _short(
        self,
        rule: AnyRule,
        excess: Expr | list[Expr],
        most: int = MANY,
        *,
        unit: int = 1,
        weight: int | None = None,
    ) -> None:
        """Let ``excess`` be at most zero: always, or at a cost for each ``unit`` above it."""
        parts = excess if isinstance(excess, list) else [excess]
        if rule.tier is Tier.PHYSICAL:
            for part in parts:
                self.model.add(part <= 0)
            return
        short = self.model.new_int_var(0, max(most, 0), f"short {rule.id}")
        for part in parts:
            self.model.add(part <= unit * short)
        self._cost(rule, short, weight)

    def _cost(self, rule: AnyRule, short: Expr, weight: int | None = None) -> None:
        own = rule.weight if weight is None else weight
        self.costs[rule.tier].append(Cost(own, short, rule, step=weight is not None))

    def _linear(self, measure: Sequence[Term]) -> Linear:
        return linear(measure, self.problem)

    def _negative(self, measure: Linear) -> int:
        """Return room for measures that may fall below zero."""
        return MANY if min((*measure.per_set, *measure.per_slot), default=0) < 0 else 0
