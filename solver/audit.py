"""Any plan against the rules: recomputes every measure from the items alone.

Independent of the solver: this module reads the rules' definitions and counts by itself. It
never imports ortools or ``solver.model`` (a test holds that).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Laterality, Pattern, Plane, Role, Weekday
from solver.errors import InputError
from solver.plan import (
    Item,
    Measures,
    MuscleVolume,
    Plan,
    RuleResult,
    ScorePart,
    Session,
)
from solver.rules import (
    AllowanceRule,
    AnyRule,
    BoundRule,
    Count,
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
    in_halves,
)
from solver.rules.oddness import oddness
from solver.scenario import Scenario, available
from solver.score import balance_score

HOURS_A_DAY, DAYS_A_WEEK = 24, 7


@dataclass(frozen=True)
class Done:
    """An item with its exercise looked up."""

    item: Item
    exercise: Exercise


@dataclass(frozen=True)
class AuditReport:
    """What an audit finds.

    Attributes:
        measures: what the week holds.
        rules: the verdict on every rule.
        costs: for each tier but physical, the sum of weight times shortfall.
        balance_score: 0-100.
        score_parts: of what the score is made.
        differences: where a plan's own figures are not what the audit finds.

    """

    measures: Measures
    rules: tuple[RuleResult, ...]
    costs: dict[Tier, int]
    balance_score: float
    score_parts: tuple[ScorePart, ...]
    differences: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """True if no physical rule is broken and every figure of the plan is confirmed."""
        broken = any(r.tier is Tier.PHYSICAL and r.holds is False for r in self.rules)
        return not broken and not self.differences


def audit(plan: Plan, catalogue: Catalogue) -> AuditReport:
    """Audit a plan: recompute everything and compare it with what the plan says of itself.

    Raises:
        InputError: an exercise is not in the catalogue.

    """
    scenario = plan.scenario.resolve(catalogue)
    report = audit_sessions(plan.sessions, scenario, catalogue)
    return AuditReport(
        report.measures,
        report.rules,
        report.costs,
        report.balance_score,
        report.score_parts,
        tuple(_differences(plan, report, catalogue)),
    )


def audit_sessions(
    sessions: Sequence[Session],
    scenario: Scenario,
    catalogue: Catalogue,
    rules: Iterable[AnyRule] | None = None,
) -> AuditReport:
    """Audit bare sessions against the rules of a resolved scenario.

    Raises:
        InputError: an exercise is not in the catalogue.

    """
    rules = tuple(scenario.make_rules(catalogue) if rules is None else rules)
    week = _Week(sessions, scenario, catalogue)
    results = [_Judge(week).judge(r) for r in rules if not isinstance(r, AllowanceRule)]
    costs = {
        tier: sum(result.cost for result in results if result.tier is tier)
        for tier in Tier
        if tier is not Tier.PHYSICAL
    }
    for rule in rules:
        if isinstance(rule, AllowanceRule):
            results.append(_allowance(rule, costs[rule.tier]))
            costs[rule.tier] = results[-1].cost
    measures = week.measures()
    score, parts = balance_score(results)
    return AuditReport(measures, tuple(results), costs, score, parts)


def _allowance(rule: AllowanceRule, cost: int) -> RuleResult:
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


class _Week:
    """A week's items with their exercises, and what can be counted on them."""

    def __init__(
        self, sessions: Sequence[Session], scenario: Scenario, catalogue: Catalogue
    ) -> None:
        self.sessions = sessions
        self.scenario = scenario
        self.catalogue = catalogue
        self.done = [
            [Done(item, catalogue.find(item.exercise, "plan")) for item in session.items]
            for session in sessions
        ]

    @cached_property
    def usable(self) -> list[Exercise]:
        return available(self.scenario, self.catalogue)

    @property
    def all(self) -> list[Done]:
        return [done for session in self.done for done in session]

    def volume(self, muscle: str, done: Iterable[Done]) -> Fraction:
        """Fractional hard sets of a muscle (V7)."""
        total = Fraction(0)
        for entry in done:
            if entry.exercise.hard:
                if muscle in entry.exercise.direct:
                    total += entry.item.sets
                elif muscle in entry.exercise.indirect:
                    total += Fraction(entry.item.sets, 2)
        return total

    def group_volume(self, group: str, done: Iterable[Done]) -> Fraction:
        """Hard sets of a group: of each set, the largest contribution to a member (D1)."""
        members = self.catalogue.groups[group].members
        return sum(
            (max(self.volume(member, [entry]) for member in members) for entry in done),
            Fraction(0),
        )

    def term(self, term: Term, done: Iterable[Done]) -> Fraction:
        chosen = [entry for entry in done if term.where.fits(entry.exercise)]
        if term.count is Count.FRACTIONAL_SETS and term.muscle is not None:
            value = self.volume(term.muscle, chosen)
        elif term.count is Count.GROUP_SETS and term.group is not None:
            value = self.group_volume(term.group, chosen)
        elif term.count is Count.HARD_SETS:
            value = Fraction(sum(entry.item.sets for entry in chosen if entry.exercise.hard))
        else:
            value = Fraction(len(chosen))
        return value * term.times

    def measure(self, terms: Sequence[Term], done: Iterable[Done] | None = None) -> Fraction:
        chosen = self.all if done is None else list(done)
        return sum((self.term(term, chosen) for term in terms), Fraction(0))

    def reachable(self, terms: Sequence[Term]) -> bool:
        """Tell whether the person can do anything that counts in full, for each sign of term."""
        return all(
            any(
                self._counts_in_full(term, exercise)
                for term in terms
                if (term.times > 0) is positive
                for exercise in self.usable
            )
            for positive in {term.times > 0 for term in terms if term.times}
        )

    def _counts_in_full(self, term: Term, exercise: Exercise) -> bool:
        one = Done(Item(exercise=exercise.id, role=exercise.role, sets=1), exercise)
        return abs(self.term(term, [one])) >= 1

    def seconds(self, session: Session, done: Sequence[Done]) -> int:
        """Length of a session by the time model (T12): everything included."""
        times, doses = self.catalogue.times, self.catalogue.doses
        total = times.warm_up(session.budget_minutes * 60)
        for entry in done:
            exercise, role = entry.exercise, entry.exercise.role
            role = Role.FINISHER if role is Role.DRILL else role
            set_up = exercise.setup_seconds
            total += times.set_up[exercise.load] if set_up is None else set_up
            total += doses[role].ramp_sets * times.ramp_set
            one_side = times.work[role]
            work = 2 * one_side if exercise.laterality is Laterality.UNILATERAL else one_side
            total += entry.item.sets * (work + times.rest[role])
        return total

    def measures(self) -> Measures:
        hard = [entry for entry in self.all if entry.exercise.hard]

        def sets(key: str) -> Counter[str]:
            counter: Counter[str] = Counter()
            for entry in hard:
                counter[str(getattr(entry.exercise, key))] += entry.item.sets
            return counter

        patterns, planes, sides = sets("pattern"), sets("plane"), sets("laterality")

        def ratio(over: Sequence[str], under: Sequence[str]) -> float | None:
            below = sum(patterns[name] for name in under)
            return sum(patterns[name] for name in over) / below if below else None

        seconds = [
            self.seconds(session, done)
            for session, done in zip(self.sessions, self.done, strict=True)
        ]
        return Measures(
            groups={g: float(self.group_volume(g, hard)) for g in self.catalogue.groups},
            muscles={
                muscle: MuscleVolume(
                    direct=float(
                        sum(e.item.sets for e in hard if muscle in e.exercise.direct)
                    ),
                    fractional=float(self.volume(muscle, hard)),
                )
                for muscle in self.catalogue.muscles
            },
            patterns={p.value: patterns[p.value] for p in Pattern if patterns[p.value]},
            planes={p.value: planes[p.value] for p in Plane},
            laterality={side.value: sides[side.value] for side in Laterality},
            hard_sets=sum(entry.item.sets for entry in hard),
            exercises=len(self.all),
            pull_push=ratio(
                ["horizontal_pull", "vertical_pull"], ["horizontal_push", "vertical_push"]
            ),
            hip_knee=ratio(["hinge", "hip_extension"], ["squat", "lunge"]),
            minutes=sum(seconds) / 60,
        )


@dataclass(frozen=True)
class _Verdict:
    """Measured value and shortfall; ``units`` is the shortfall in the rule's cost units."""

    measured: Fraction | None
    short: Fraction = Fraction(0)
    extra_cost: int = 0
    applies: bool = True


class _Judge:
    """Measures one rule after another on a week."""

    def __init__(self, week: _Week) -> None:
        self.week = week

    def judge(self, rule: AnyRule) -> RuleResult:
        verdict, lower, upper, scale = self._verdict(rule)
        units = verdict.short * scale
        if units.denominator != 1:
            raise AssertionError(f"{rule.id}: a shortfall of {units} units is not whole")
        return RuleResult(
            id=rule.id,
            title=rule.title,
            tier=rule.tier,
            measured=None if verdict.measured is None else round(float(verdict.measured), 4),
            lower=None if lower is None else round(float(lower), 4),
            upper=None if upper is None else round(float(upper), 4),
            holds=(verdict.short == 0) if verdict.applies else None,
            shortfall=float(verdict.short),
            cost=rule.weight * int(units) + verdict.extra_cost,
            source=rule.source,
        )

    def _verdict(  # noqa: PLR0911 - one line for each kind of rule
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
            case StructureRule():
                return self._structure(rule), None, rule.limit, 1
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
                return _Verdict(kinds, max(kinds - rule.at_most, Fraction(0))), None, rule.at_most, 1
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
            values = [week.measure(rule.measure, done) for done in week.done]
        else:
            values = [week.measure(rule.measure)]
        worst = max(values) if rule.lower is None else min(values)
        if rule.lower is not None and not week.reachable(rule.measure):
            return _Verdict(worst, applies=False)
        short, extra = Fraction(0), 0
        scale = 1 + in_halves(rule.measure)
        for value in values:
            if rule.lower is not None:
                short += max(Fraction(rule.lower) - value, Fraction(0))
            if rule.upper is not None:
                short += max(value - Fraction(rule.upper), Fraction(0))
            for step in rule.steps:
                deep = max(Fraction(step.below) - value, Fraction(0)) * scale
                extra += step.weight * math.ceil(deep)
        return _Verdict(worst, short, extra)

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
            short += Fraction((over == 0) + (under == 0), scale)
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

    def _structure(self, rule: StructureRule) -> _Verdict:
        count = Fraction(_STRUCTURES[rule.check](self.week, rule.limit or 1))
        return _Verdict(count, count)

    def _oddness(self, rule: OddnessRule) -> _Verdict:
        cost = oddness(rule, self.week.usable, self.week.scenario.level)
        total = Fraction(sum(cost.get(entry.exercise.id, 0) for entry in self.week.all))
        return _Verdict(total, total)

    def _usual_doses(self) -> _Verdict:
        total = 0
        for entry in self.week.all:
            if (dose := self.week.catalogue.doses.get(entry.exercise.role)) is not None:
                low, high = dose.usual
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
    return any(e.exercise.eccentric and e.exercise.hard and muscle in e.exercise.muscles for e in done)


def hours_between(first: Weekday, second: Weekday) -> int:
    """Hours from one weekday on to the next occurrence of another, around the circular week."""
    return ((second.number - first.number) % DAYS_A_WEEK or DAYS_A_WEEK) * HOURS_A_DAY


# ---- structure: what no plan may break --------------------------------------------------------


def _over_minutes(week: _Week, _: int) -> int:
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


def _not_doable(week: _Week, _: int) -> int:
    scenario, catalogue = week.scenario, week.catalogue
    items = catalogue.equipment.resolve(scenario.equipment, scenario.without)
    return sum(
        not items.issuperset({e.exercise.load, *e.exercise.supports})
        or e.exercise.role is Role.DRILL
        or (e.exercise.level.rung > scenario.level.rung and e.exercise.id not in scenario.pin)
        for e in week.all
    )


def _excluded(week: _Week, _: int) -> int:
    scenario = week.scenario
    return sum(
        e.exercise.id in scenario.exclude
        or bool(set(e.exercise.stresses) & set(scenario.protect))
        for e in week.all
    )


def _pins_missing(week: _Week, _: int) -> int:
    planned = {entry.exercise.id for entry in week.all}
    return sum(name not in planned for name in week.scenario.pin)


def _odd_doses(week: _Week, _: int) -> int:
    doses = week.catalogue.doses
    return sum(
        not doses[e.exercise.role].low <= e.item.sets <= doses[e.exercise.role].high
        for e in week.all
        if e.exercise.role in doses
    )


def _too_often(week: _Week, limit: int) -> int:
    ids = Counter(entry.exercise.id for entry in week.all)
    return sum(max(times - limit, 0) for times in ids.values())


def _near_identical(week: _Week, limit: int) -> int:
    total = 0
    for done in week.done:
        families = Counter(entry.exercise.family for entry in done)
        total += sum(max(times - limit, 0) for times in families.values())
    return total


def _one_sided(week: _Week, _: int) -> int:
    return sum(entry.item.sides != entry.exercise.sides for entry in week.all)


_STRUCTURES = {
    Structure.MINUTES: _over_minutes,
    Structure.EQUIPMENT: _not_doable,
    Structure.EXCLUDED: _excluded,
    Structure.PINNED: _pins_missing,
    Structure.DOSES: _odd_doses,
    Structure.REPEATS: _too_often,
    Structure.FAMILIES: _near_identical,
    Structure.SIDES: _one_sided,
}


def _differences(plan: Plan, report: AuditReport, catalogue: Catalogue) -> Iterable[str]:
    """Compare what the plan says of itself with what was found."""
    if plan.catalogue_hash != catalogue.hash:
        yield (
            "the plan was made with another catalogue or other tables "
            f"({plan.catalogue_hash}, here {catalogue.hash})"
        )
    if plan.measures != report.measures:
        for field in Measures.model_fields:
            said, found = getattr(plan.measures, field), getattr(report.measures, field)
            if said != found:
                yield f"measures.{field}: the plan says {said}, the audit finds {found}"
    said_rules = {rule.id: rule for rule in plan.rules}
    for found_rule in report.rules:
        said_rule = said_rules.pop(found_rule.id, None)
        if said_rule is None:
            yield f"rule {found_rule.id}: the plan does not report it"
        elif said_rule != found_rule:
            yield f"rule {found_rule.id}: the plan's verdict is not what the audit finds"
    yield from (f"rule {name}: the plan reports a rule that does not exist" for name in said_rules)
    for tier in plan.tiers:
        if tier.name in report.costs and tier.value != report.costs[tier.name]:
            yield (
                f"tier {tier.name}: the plan says {tier.value}, "
                f"the audit finds {report.costs[tier.name]}"
            )
        if tier.bound > tier.value or (tier.status == "optimal") != (tier.bound == tier.value):
            yield f"tier {tier.name}: value, bound and status do not fit together"
    if abs(plan.balance_score - report.balance_score) > 0.05:
        yield (
            f"balance_score: the plan says {plan.balance_score}, "
            f"the audit finds {report.balance_score}"
        )


def check_known(sessions: Iterable[Session], catalogue: Catalogue) -> None:
    """Raise InputError where an exercise of a plan is not in the catalogue."""
    for session in sessions:
        for item in session.items:
            try:
                catalogue.find(item.exercise, "plan")
            except InputError as error:
                raise InputError(f"session {session.day.value}: {error}") from error
