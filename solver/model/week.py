"""The CP-SAT model of a week in three depths, one method for each rule.

``Depth.BUNDLES`` has weekly totals of bundles: enough for guardrails, balance and stimulus.
``Depth.CHOICES`` splits them into choices, for plainness. ``Depth.PLACED`` puts those on days.
Each depth contains the one before it, so what is left out only relaxes: an optimum of a shallower
depth bounds the deeper ones from below, and is reached wherever the totals can be placed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from enum import IntEnum
from fractions import Fraction
from math import ceil, floor
from typing import Any

from ortools.sat.python import cp_model

from solver.catalogue.tables import Dose
from solver.model.linear import Expr, Linear, linear
from solver.model.problem import Choice, Problem, group_term, muscle_term
from solver.rules import (
    AllowanceRule,
    AnyRule,
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
    Term,
    Tier,
    UsualDosesRule,
    VarietyRule,
)

HOURS_A_DAY, DAYS_A_WEEK = 24, 7
MANY = 10_000


class Depth(IntEnum):
    """How much of a week a model holds."""

    BUNDLES = 0
    CHOICES = 1
    PLACED = 2


class WeekModel:
    """Variables, constraints and the objective of each tier.

    Attributes:
        model: the CP-SAT model.
        bundle_slots, bundle_sets: for each bundle, its items and sets over the week.
        slots, sets: for each choice, the same; empty at depth BUNDLES.
        on: for each (choice, day), whether it is there; empty unless placed.
        dose: for each (choice, day), its sets there; empty unless placed.
        used: for each day, whether it is trained on.
        costs: for each tier, (weight, shortfall variable, rule) to be minimised.

    """

    def __init__(self, problem: Problem, depth: Depth, *, elastic_pins: bool = False) -> None:
        self.problem = problem
        self.depth = depth
        self.placed = depth is Depth.PLACED
        self.model = cp_model.CpModel()
        self.costs: dict[Tier, list[tuple[int, Expr, AnyRule]]] = defaultdict(list)
        self.missed_pins: dict[str, Expr] = {}
        self.bundle_slots: list[Any] = []
        self.bundle_sets: list[Any] = []
        self.slots: list[Any] = []
        self.sets: list[Any] = []
        self.used: list[Any] = []
        self.on: dict[tuple[int, int], Any] = {}
        self.dose: dict[tuple[int, int], Any] = {}
        self._days_used()
        self._bundle_totals()
        if depth >= Depth.CHOICES:
            self._split()
            if self.placed:
                self._place()
            self._families()
            self._pins(elastic_pins)
        self._time()
        for rule in problem.rules:
            self._add(rule)

    def cost(self, tier: Tier) -> Expr:
        """Return the weighted shortfall of a tier."""
        return sum(weight * short for weight, short, _ in self.costs[tier])

    def hold(self, tier: Tier, value: int) -> None:
        """Let the tier's value be no higher than this."""
        self.model.add(self.cost(tier) <= self.problem.grain(tier).limit(value))

    # ---- variables -----------------------------------------------------------------------

    def _days_used(self) -> None:
        problem = self.problem
        if len(problem.days) == problem.count:
            self.used = [1] * problem.count
            return
        self.used = [self.model.new_bool_var(f"used {day.weekday}") for day in problem.days]
        self.model.add(sum(self.used) == problem.count)

    def _most(self, choice: Choice) -> int:
        """Return the most sessions of a week that a choice can be in."""
        repeats = self.problem.limit(Structure.REPEATS)
        return min(self.problem.count, repeats * len(choice.members))

    def _bundle_totals(self) -> None:
        for bundle in self.problem.bundles:
            members = [self.problem.choices[i] for i in bundle.choices]
            most = sum(self._most(choice) for choice in members)
            slots, sets = self._slots_and_sets(
                most, bundle.dose, f"bundle {members[0].exercise.id}"
            )
            pinned = sum(choice.members[0] in self.problem.scenario.pin for choice in members)
            if pinned and self.depth is Depth.BUNDLES:
                self.model.add(slots >= pinned)
            self.bundle_slots.append(slots)
            self.bundle_sets.append(sets)

    def _slots_and_sets(self, most: int, dose: Dose, name: str) -> tuple[Any, Any]:
        slots = self.model.new_int_var(0, most, f"slots {name}")
        sets = self.model.new_int_var(0, most * dose.high, f"sets {name}")
        self.model.add(sets >= dose.low * slots)
        self.model.add(sets <= dose.high * slots)
        return slots, sets

    def _split(self) -> None:
        for b, bundle in enumerate(self.problem.bundles):
            if len(bundle.choices) == 1:
                self.slots.append(self.bundle_slots[b])
                self.sets.append(self.bundle_sets[b])
                continue
            pairs = []
            for index in bundle.choices:
                choice = self.problem.choices[index]
                name = choice.exercise.id
                pairs.append(self._slots_and_sets(self._most(choice), choice.dose, name))
            self.model.add(self.bundle_slots[b] == sum(slots for slots, _ in pairs))
            self.model.add(self.bundle_sets[b] == sum(sets for _, sets in pairs))
            self.slots += [slots for slots, _ in pairs]
            self.sets += [sets for _, sets in pairs]

    def _place(self) -> None:
        for index, choice in enumerate(self.problem.choices):
            low, high = choice.dose.low, choice.dose.high
            doses = cp_model.Domain.from_intervals([[0, 0], [low, high]])
            for d, day in enumerate(self.problem.days):
                name = f"{choice.exercise.id} {day.weekday}"
                on = self.model.new_bool_var(f"on {name}")
                dose = self.model.new_int_var_from_domain(doses, f"sets {name}")
                self.model.add(dose >= low * on)
                self.model.add(dose <= high * on)
                if not isinstance(self.used[d], int):
                    self.model.add_implication(on, self.used[d])
                self.on[index, d], self.dose[index, d] = on, dose
            days = range(len(self.problem.days))
            self.model.add(self.slots[index] == sum(self.on[index, d] for d in days))
            self.model.add(self.sets[index] == sum(self.dose[index, d] for d in days))

    # ---- structure -----------------------------------------------------------------------

    def _seconds(self, sets: Callable[[int], Expr], slots: Callable[[int], Expr]) -> Expr:
        return sum(
            bundle.item_seconds * slots(i) + bundle.set_seconds * sets(i)
            for i, bundle in enumerate(self.problem.bundles)
        )

    def _time(self) -> None:
        offered = sum(day.seconds * used for day, used in self._days())
        self.model.add(self._seconds(self._week_sets, self._week_slots) <= offered)
        self.model.add(sum(self.bundle_slots) >= self.problem.count)
        if not self.placed:
            return
        for d, (day, used) in enumerate(self._days()):
            self.model.add(self._day_seconds(d) <= day.seconds * used)
            self.model.add(sum(self.on[i, d] for i in self._choices()) >= used)

    def _families(self) -> None:
        """Let no session hold more near-identical exercises than the limit."""
        limit = self.problem.limit(Structure.FAMILIES)
        families: dict[str, list[int]] = defaultdict(list)
        for index, choice in enumerate(self.problem.choices):
            families[choice.exercise.family].append(index)
        for members in families.values():
            total = sum(self.slots[i] for i in members)
            self.model.add(total <= limit * self.problem.count)
            if self.placed and len(members) > limit:
                for d in range(len(self.problem.days)):
                    self.model.add(sum(self.on[i, d] for i in members) <= limit)

    def _pins(self, elastic: bool) -> None:
        pinned = set(self.problem.scenario.pin)
        for index, choice in enumerate(self.problem.choices):
            if (name := choice.exercise.id) in pinned:
                missed: Expr = 0
                if elastic:
                    missed = self.missed_pins[name] = self.model.new_bool_var(f"without {name}")
                self.model.add(self.slots[index] + missed >= 1)

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
            case EvenSessionsRule():
                if self.placed:
                    self._even_sessions(rule)
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
        if self.placed:
            parts = [(self._day(measure, d), used) for d, (_, used) in enumerate(self._days())]
        else:
            parts = [(self._week(measure), self.problem.count)]
        for value, used in parts:
            if lower is not None:
                most = max(lower, 0) * self.problem.count + self._negative(measure)
                self._short(rule, lower * used - value, most)
                for step in rule.steps:
                    below = round(step.below * measure.scale)
                    most = max(below, 0) * self.problem.count + self._negative(measure)
                    self._short(rule, below * used - value, most, weight=step.weight)
            if upper is not None:
                self._short(rule, value - upper * used)

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
                most = 2 * day.seconds // 60
                high = self.model.new_bool_var(f"loaded {name}")
                heavy = self.model.new_bool_var(f"heavy {name}")
                self.model.add(value <= above + most * high)
                self.model.add(value <= max(ceil(2 * rule.heavy) - 1, above) + most * heavy)
                for i in eccentric:
                    self.model.add_bool_or(~high, ~self.on[i, d], heavy)
                loaded.append(high)
                strong.append(heavy)
            for first, day in enumerate(days):
                for second, other in enumerate(days):
                    if first == second:
                        continue
                    gap = (other.weekday.number - day.weekday.number) % DAYS_A_WEEK * HOURS_A_DAY
                    if gap < rule.hours:
                        self._pair(rule, loaded[first], loaded[second])
                    elif gap < rule.heavy_hours:
                        self._pair(rule, strong[first], loaded[second])

    def _pair(self, rule: SpacingRule, first: Any, second: Any) -> None:
        if rule.tier is Tier.PHYSICAL:
            self.model.add_bool_or(~first, ~second)
            return
        broken = self.model.new_bool_var(f"{rule.id} broken")
        self.model.add_bool_or(~first, ~second, broken)
        self._cost(rule, broken)

    def _oddness(self, rule: OddnessRule) -> None:
        odd = sum(
            choice.odd * self.slots[i]
            for i, choice in enumerate(self.problem.choices)
            if choice.odd
        )
        if rule.tier in (Tier.PHYSICAL, Tier.GUARDRAILS):
            self._short(rule, odd)
        else:
            self._cost(rule, odd)

    def _usual_doses(self, rule: UsualDosesRule) -> None:
        """Count sets below or above the usual; over bare totals, the least that they allow."""
        for index, choice in enumerate(self.problem.choices):
            usual_low, usual_high = choice.dose.usual
            parts = (
                [(self.dose[index, d], self.on[index, d]) for d in range(len(self.problem.days))]
                if self.placed
                else [(self.sets[index], self.slots[index])]
            )
            for sets, slots in parts:
                if choice.dose.low < usual_low:
                    most = (usual_low - choice.dose.low) * self.problem.count
                    self._short(rule, usual_low * slots - sets, most)
                if choice.dose.high > usual_high:
                    most = (choice.dose.high - usual_high) * self.problem.count
                    self._short(rule, sets - usual_high * slots, most)

    def _variety(self, rule: VarietyRule) -> None:
        for index, choice in enumerate(self.problem.choices):
            if self.problem.limit(Structure.REPEATS) > 1:
                self._short(rule, self.slots[index] - len(choice.members), self.problem.count)

    def _favourites(self, rule: FavouritesRule) -> None:
        favoured = set(self.problem.scenario.favour)
        for index, choice in enumerate(self.problem.choices):
            if choice.exercise.id in favoured:
                self._short(rule, 1 - self.slots[index], 1)

    def _load_kinds(self, rule: LoadKindsRule) -> None:
        kinds = {}
        for index, choice in enumerate(self.problem.choices):
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

    # ---- helpers -------------------------------------------------------------------------

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
        self.costs[rule.tier].append((rule.weight if weight is None else weight, short, rule))

    def _linear(self, measure: Sequence[Term]) -> Linear:
        return linear(measure, self.problem)

    def _negative(self, measure: Linear) -> int:
        """Return room for measures that may fall below zero."""
        return MANY if min((*measure.per_set, *measure.per_slot)) < 0 else 0

    def _choices(self) -> range:
        return range(len(self.problem.choices))

    def _days(self) -> list[tuple[Any, Any]]:
        return list(zip(self.problem.days, self.used, strict=True))

    def _week_sets(self, bundle: int) -> Expr:
        return self.bundle_sets[bundle]

    def _week_slots(self, bundle: int) -> Expr:
        return self.bundle_slots[bundle]

    def _day_slots(self, day: int) -> Callable[[int], Expr]:
        return lambda b: sum(self.on[i, day] for i in self.problem.bundles[b].choices)

    def _day_sets(self, day: int) -> Callable[[int], Expr]:
        return lambda b: sum(self.dose[i, day] for i in self.problem.bundles[b].choices)

    def _day_seconds(self, day: int) -> Expr:
        return self._seconds(self._day_sets(day), self._day_slots(day))

    def _week(self, measure: Linear) -> Expr:
        return measure.over(self._week_sets, self._week_slots)

    def _day(self, measure: Linear, day: int) -> Expr:
        return measure.over(self._day_sets(day), self._day_slots(day))
