"""Measures one rule after another on a week: the second interpreter of the rules.

It shares nothing with the model but the definitions in ``solver.rules``.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from solver.auditing.structure import count_breaches
from solver.auditing.week import Done, Week
from solver.catalogue.vocabulary import Weekday
from solver.plan import RuleResult
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
    StructureRule,
    SupersetRule,
    UsualDosesRule,
    VarietyRule,
    in_halves,
)
from solver.rules.oddness import oddness
from solver.rules.supersets import Supersets

HOURS_A_DAY, DAYS_A_WEEK = 24, 7
NOTHING = Fraction(0)


@dataclass(frozen=True)
class _Verdict:
    """Measured value and shortfall; ``units`` is the shortfall in the rule's cost units."""

    measured: Fraction | None
    short: Fraction = NOTHING
    extra_cost: int = 0
    applies: bool = True

    @property
    def holds(self) -> bool | None:
        return self.short == 0 if self.applies else None


class Judge:
    """Measures one rule after another on a week."""

    def __init__(self, week: Week) -> None:
        self.week = week

    def judge(self, rule: AnyRule) -> RuleResult:
        """Return the verdict on a rule; an allowance is judged by :func:`judge_allowance`."""
        verdict, lower, upper, scale = self._verdict(rule)
        units = verdict.short * scale if verdict.short else NOTHING
        if units.denominator != 1:
            raise AssertionError(f"{rule.id}: a shortfall of {units} units is not whole")
        return RuleResult(
            id=rule.id,
            title=rule.title,
            tier=rule.tier,
            measured=None if verdict.measured is None else round(float(verdict.measured), 4),
            lower=None if lower is None else round(float(lower), 4),
            upper=None if upper is None else round(float(upper), 4),
            holds=verdict.holds,
            shortfall=float(verdict.short),
            cost=rule.weight * int(units) + verdict.extra_cost,
            source=rule.source,
        )

    def holds(self, rule: AnyRule) -> bool | None:
        """Tell whether a rule holds, None where it does not apply, and nothing else of it."""
        return self._verdict(rule)[0].holds

    def _verdict(  # noqa: PLR0911, PLR0912 - one line for each kind of rule
        self, rule: AnyRule
    ) -> tuple[_Verdict, float | Fraction | None, float | Fraction | None, int]:
        match rule:
            case BoundRule():
                return self._bound(rule), rule.lower, rule.upper, 1 + in_halves(rule.measure)
            case RatioRule():
                return self._ratio(rule), rule.lower, rule.upper, 1 + in_halves(rule.over)
            case ImpliesRule():
                return self._implies(rule), rule.at_least, None, 1 + in_halves(rule.then)
            case SpreadRule():
                halves = any(in_halves(measure) for measure in rule.measures)
                return self._spread(rule, 1 + halves), None, rule.at_most, 1 + halves
            case SpacingRule():
                return self._spacing(rule), None, 0, 1
            case ApartRule():
                return self._apart(rule), None, 0, 1
            case StructureRule():
                return self._structure(rule), None, rule.limit, 1
            case SupersetRule():
                return self._superset(rule), 1, None, 1
            case OddnessRule():
                return self._oddness(rule), None, 0, 1
            case UsualDosesRule():
                return self._usual_doses(), None, 0, 1
            case VarietyRule():
                ids = Counter(entry.exercise.id for entry in self.week.all)
                again = Fraction(sum(times - 1 for times in ids.values()))
                return _Verdict(again, again), None, 0, 1
            case FavouritesRule():
                return self._favourites(), None, 0, 1
            case LoadKindsRule():
                kinds = Fraction(len({entry.exercise.load for entry in self.week.all}))
                return (
                    _Verdict(kinds, max(kinds - rule.at_most, Fraction(0))),
                    None,
                    rule.at_most,
                    1,
                )
            case EvenSessionsRule():
                return self._even(rule), None, rule.within, 1
            case StimulusRule():
                missing = Fraction(self._stimulus(rule))
                return _Verdict(missing, missing), None, 0, 1
            case AllowanceRule():
                raise AssertionError("an allowance is judged after the others of its tier")

    def _bound(self, rule: BoundRule) -> _Verdict:
        week = self.week
        if rule.scope is Scope.SESSION:
            values = [week.halves(rule.measure, done) for done in week.of_kinds(rule.kinds)]
        else:
            values = [week.halves(rule.measure)]
        if not values:
            return _Verdict(None, applies=False)
        worst = Fraction(_farthest(values, rule), 2)
        if rule.lower is not None and not week.reachable(rule.measure):
            return _Verdict(worst, applies=False)
        short, extra = 0.0, 0  # of half-sets; bounds are whole or half numbers, so floats are exact
        steps_of = 1 if in_halves(rule.measure) else 2
        for value in values:
            if rule.lower is not None:
                short += max(2 * rule.lower - value, 0.0)
            if rule.upper is not None:
                short += max(value - 2 * rule.upper, 0.0)
            for step in rule.steps:
                extra += step.weight * math.ceil(max(2 * step.below - value, 0.0) / steps_of)
        return _Verdict(worst, Fraction(short) / 2 if short else NOTHING, extra)

    def _ratio(self, rule: RatioRule) -> _Verdict:
        week = self.week
        over, under = week.measure(rule.over), week.measure(rule.under)
        measured = over / under if under else None
        if not (week.reachable(rule.over) and week.reachable(rule.under)):
            return _Verdict(measured, applies=False)
        scale = 1 + in_halves(rule.over)
        short = Fraction(0)
        if rule.lower is not None:
            short += _up(max(rule.lower * under - over, Fraction(0)), scale)
        if rule.upper is not None:
            short += _up(max(over - rule.upper * under, Fraction(0)), scale)
        if rule.both:
            short += Fraction((over <= 0) + (under <= 0), scale)
        return _Verdict(measured, short)

    def _implies(self, rule: ImpliesRule) -> _Verdict:
        week = self.week
        then = week.measure(rule.then)
        if not (week.reachable(rule.when) and week.reachable(rule.then)):
            return _Verdict(then, applies=False)
        if week.measure(rule.when) <= 0:
            return _Verdict(then)
        return _Verdict(then, max(Fraction(rule.at_least) - then, Fraction(0)))

    def _spread(self, rule: SpreadRule, scale: int) -> _Verdict:
        week = self.week
        values = [week.measure(m) for m in rule.measures if week.reachable(m)]
        if len(values) < 2:
            return _Verdict(None, applies=False)
        most, least = max(values), min(values)
        short = _up(max(most - rule.at_most * least, Fraction(0)), scale)
        return _Verdict(most / least if least else None, short)

    def _spacing(self, rule: SpacingRule) -> _Verdict:
        week = self.week
        broken = 0
        for muscle in week.catalogue.muscles:
            loads = [
                (session.day, week.volume(muscle, done), _eccentric(muscle, done))
                for session, done in zip(week.sessions, week.done, strict=True)
            ]
            loaded = [entry for entry in loads if entry[1] > Fraction(rule.above)]
            for day, sets, eccentric in loaded:
                needs = (
                    rule.heavy_hours if sets >= Fraction(rule.heavy) or eccentric else rule.hours
                )
                broken += sum(
                    hours_between(day, other) < needs for other, _, _ in loaded if other != day
                )
        return _Verdict(Fraction(broken), Fraction(broken))

    def _apart(self, rule: ApartRule) -> _Verdict:
        days: defaultdict[str, set[Weekday]] = defaultdict(set)
        for session, done in zip(self.week.sessions, self.week.done, strict=True):
            for entry in done:
                if rule.where.fits(entry.exercise):
                    days[entry.exercise.family].add(session.day)
        broken = sum(
            hours_between(day, other) < rule.hours
            for done_on in days.values()
            for day, other in permutations(done_on, 2)
        )
        return _Verdict(Fraction(broken), Fraction(broken))

    def _structure(self, rule: StructureRule) -> _Verdict:
        count = Fraction(count_breaches(rule.check, self.week, rule.limit or 1))
        return _Verdict(count, count)

    def _superset(self, rule: SupersetRule) -> _Verdict:
        week = self.week
        terms = tuple(rule.terms())
        missing = 0
        for session in week.of_kinds(rule.kinds):
            by_letter: dict[str, list[Done]] = {}
            for entry in session:
                if entry.item.superset:
                    by_letter.setdefault(entry.item.superset, []).append(entry)
            missing += not any(
                any(rule.first.fits(a.exercise) and rule.second.fits(b.exercise) for a, b in orders)
                for orders in (permutations(done, 2) for done in by_letter.values())
            )
        applies = (
            week.scenario.supersets is not Supersets.NONE
            and all(week.reachable([term]) for term in terms)
            and bool(week.of_kinds(rule.kinds))
        )
        held = Fraction(len(week.of_kinds(rule.kinds)) - missing)
        return _Verdict(held, Fraction(missing if applies else 0), applies=applies)

    def _oddness(self, rule: OddnessRule) -> _Verdict:
        scenario = self.week.scenario
        cost = oddness(rule, self.week.usable, scenario.level, scenario.preferred)
        total = Fraction(sum(cost.get(entry.exercise.id, 0) for entry in self.week.all))
        return _Verdict(total, total)

    def _usual_doses(self) -> _Verdict:
        total = 0
        for entry in self.week.all:
            if entry.exercise.role in self.week.catalogue.doses:
                low, high = self.week.catalogue.dose_of(entry.exercise).usual
                total += max(low - entry.item.sets, entry.item.sets - high, 0)
        return _Verdict(Fraction(total), Fraction(total))

    def _favourites(self) -> _Verdict:
        usable = {exercise.id for exercise in self.week.usable}
        favoured = [name for name in self.week.scenario.favour if name in usable]
        planned = {entry.exercise.id for entry in self.week.all}
        missing = Fraction(sum(name not in planned for name in favoured))
        return _Verdict(missing, missing, applies=bool(favoured))

    def _even(self, rule: EvenSessionsRule) -> _Verdict:
        week = self.week
        free = [
            session.budget_minutes - Fraction(week.seconds(session, done), 60)
            for session, done in zip(week.sessions, week.done, strict=True)
        ]
        spread = max(free) - min(free)
        return _Verdict(spread, _up(max(spread - rule.within, Fraction(0)), 1))

    def _stimulus(self, rule: StimulusRule) -> int:
        """Value missing to the top of every group's target band, in the curve's units."""
        missing = 0
        week = self.week
        for group, upper in rule.tops.items():
            top = Fraction(upper)
            volume = min(week.group_volume(group, week.all), top)
            missing += int(_curve(rule, top) - _curve(rule, volume))
        return missing


def _up(value: Fraction, scale: int) -> Fraction:
    """Round a shortfall up to whole units of ``1 / scale``."""
    return Fraction(math.ceil(value * scale), scale)


def _curve(rule: StimulusRule, sets: Fraction) -> Fraction:
    for (s1, v1), (s2, v2) in zip(rule.points, rule.points[1:], strict=False):
        if sets <= s2:
            return v1 + (sets - s1) * Fraction(v2 - v1, s2 - s1)
    return Fraction(rule.points[-1][1])


def _eccentric(muscle: str, done: Iterable[Done]) -> bool:
    return any(
        e.exercise.eccentric and e.exercise.hard and muscle in e.exercise.muscles for e in done
    )


def hours_between(first: Weekday, second: Weekday) -> int:
    """Hours from one weekday on to the next occurrence of another, around the circular week."""
    return ((second.number - first.number) % DAYS_A_WEEK or DAYS_A_WEEK) * HOURS_A_DAY


def judge_allowance(rule: AllowanceRule, cost: int) -> RuleResult:
    """Return the verdict on an allowance, given what its tier costs before it."""
    beyond = math.ceil(max(cost - rule.at_most, 0) / rule.step)
    return RuleResult(
        id=rule.id,
        title=rule.title,
        tier=rule.tier,
        measured=cost,
        lower=None,
        upper=rule.at_most,
        holds=beyond == 0,
        shortfall=beyond,
        cost=beyond,
        source=rule.source,
    )


def _farthest(values: Sequence[int], rule: BoundRule) -> int:
    """Return the one of some half-sets that misses the bounds by most, else the nearest to one."""

    def miss(value: float) -> float:
        below = 2 * rule.lower - value if rule.lower is not None else -math.inf
        above = value - 2 * rule.upper if rule.upper is not None else -math.inf
        return max(below, above)

    worst = max(values, key=miss)
    if miss(worst) > 0:
        return worst
    return max(values) if rule.lower is None else min(values)
