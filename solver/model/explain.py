"""Why a week is impossible, and what single change would make it possible.

Elastic first: what is demanded gets slack with a name, and the least slack says what cannot hold
together. Then one change after another is tried by solving again; only what was seen to work is
named as a remedy.
"""

from __future__ import annotations

from collections.abc import Iterator

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.vocabulary import Weekday
from solver.errors import EvensetError, ImpossibleError, InputError
from solver.model.linear import Expr
from solver.model.problem import make_problem
from solver.model.search import Clock, Search
from solver.model.week import Depth, WeekModel
from solver.plan import Conflict
from solver.rules import AnyRule, Tier, in_halves
from solver.rules.kinds import BoundRule, ImpliesRule, RatioRule
from solver.scenario import MAX_MINUTES, Scenario

ELASTIC_SECONDS = 15.0
"""Seconds for finding what cannot hold together."""

REMEDY_SECONDS = 30.0
"""Seconds for all remedies together."""

TRY_SECONDS = 2.0
"""Seconds for one change; what is not seen to work by then is not named."""

MORE_MINUTES = (5, 10, 15, 20, 30, 45, 60, 90)
"""Longer sessions to try, shortest first."""


def explain(scenario: Scenario, catalogue: Catalogue) -> EvensetError:
    """Return the error that says what cannot be had together, and what would mend it.

    Args:
        scenario: resolved, and proved to be impossible as it is.
        catalogue: the exercises there are.

    """
    conflicts = _conflicts(scenario, catalogue)
    remedies = list(_remedies(scenario, catalogue, conflicts))
    what = "keep every guardrail" if scenario.strict else "fit what is asked for"
    days = f"{scenario.count} day{'s' if scenario.count > 1 else ''}"
    minutes = "/".join(str(value) for value in sorted(set(scenario.candidates.values())))
    return ImpossibleError(
        f"No week of {days} with {minutes} minutes can {what}:", conflicts.values(), remedies
    )


def _conflicts(scenario: Scenario, catalogue: Catalogue) -> dict[str, Conflict]:
    """Return, by rule or pinned exercise, what the best compromise still falls short of."""
    problem = make_problem(scenario, catalogue)
    model = WeekModel(problem, Depth.PLACED, elastic_pins=True)
    pins: Expr = sum(model.missed_pins.values())
    # A pin outweighs any guardrail: first as few pins as possible go.
    objective = model.cost(Tier.GUARDRAILS) + (10_000 * pins if model.missed_pins else 0)
    search = Search(Clock(ELASTIC_SECONDS), scenario.seed, scenario.workers)
    outcome = search.solve(model.model, objective)
    if outcome.values is None:
        return {"minutes": Conflict(what="sessions long enough for any exercise", shortfall=1)}
    values = outcome.values
    conflicts = {
        name: Conflict(what=f"the pinned exercise {name}", shortfall=1, unit="session")
        for name, missed in model.missed_pins.items()
        if values[missed.index]
    }
    if not scenario.strict:
        return conflicts
    for weight, short, rule in model.costs[Tier.GUARDRAILS]:
        if weight == rule.weight and (units := values[short.index]):
            before = conflicts[rule.id].shortfall if rule.id in conflicts else 0.0
            amount, unit = _amount(rule, units)
            conflicts[rule.id] = Conflict(
                what=f"{rule.title} ({rule.id})", shortfall=before + amount, unit=unit
            )
    return conflicts


def _amount(rule: AnyRule, units: int) -> tuple[float, str]:
    measure = {BoundRule: "measure", RatioRule: "over", ImpliesRule: "then"}.get(type(rule))
    if measure is None:
        return float(units), "pairs of sessions"
    terms = getattr(rule, measure)
    if in_halves(terms):
        return units / 2, "sets"
    return float(units), "exercises" if terms[0].count == "exercises" else "sets"


def _remedies(
    scenario: Scenario, catalogue: Catalogue, conflicts: dict[str, Conflict]
) -> Iterator[str]:
    """Yield the first change of each kind that makes the week possible."""
    clock = Clock(REMEDY_SECONDS)
    for changes in (
        _without_pins(scenario, conflicts),
        _longer(scenario),
        _another_day(scenario),
        _more_equipment(scenario, catalogue),
        _relaxed(scenario, conflicts),
    ):
        for text, changed in changes:
            if clock.left() <= 0:
                return
            if _possible(changed, catalogue, TRY_SECONDS):
                yield text
                break


def _possible(scenario: Scenario, catalogue: Catalogue, seconds: float) -> bool:
    """Solve again, on totals and then on days."""
    try:
        problem = make_problem(scenario.resolve(catalogue), catalogue)
    except InputError:
        return False
    search = Search(Clock(seconds), scenario.seed)
    for depth in (Depth.BUNDLES, Depth.PLACED):
        model = WeekModel(problem, depth)
        if scenario.strict:
            model.hold(Tier.GUARDRAILS, 0)
        if search.solve(model.model).values is None:
            return False
    return True


Changes = Iterator[tuple[str, Scenario]]


def _with(scenario: Scenario, **fields: object) -> Scenario:
    return Scenario.model_validate(scenario.model_dump(mode="json") | fields)


def _without_pins(scenario: Scenario, conflicts: dict[str, Conflict]) -> Changes:
    for name in sorted(scenario.pin, key=lambda pin: pin not in conflicts):
        left = [pin for pin in scenario.pin if pin != name]
        yield f"do not pin {name}", _with(scenario, pin=left)


def _longer(scenario: Scenario) -> Changes:
    for more in MORE_MINUTES:
        longer = {day.value: min(m + more, MAX_MINUTES) for day, m in scenario.candidates.items()}
        text = f"{more} more minutes in each session"
        if isinstance(scenario.days, int) and scenario.available is not None:
            yield text, _with(scenario, available=longer)
        else:
            yield text, _with(scenario, days=longer)


def _another_day(scenario: Scenario) -> Changes:
    """Add one more day: of those available, or the free one farthest from the others."""
    if isinstance(scenario.days, int) and scenario.available is not None:
        if scenario.days < len(scenario.available):
            yield "one more of the available days", _with(scenario, days=scenario.days + 1)
        return
    taken = {day.value: minutes for day, minutes in scenario.candidates.items()}
    free = [day for day in Weekday if day.value not in taken]
    minutes = max(taken.values())
    for day in sorted(free, key=lambda day: (-_gap(day, taken), day.number)):
        text = f"one more day: {day.value} with {minutes} minutes"
        yield text, _with(scenario, days=taken | {day.value: minutes})


def _gap(day: Weekday, taken: dict[str, int]) -> int:
    distances = [abs(day.number - Weekday(other).number) for other in taken]
    return min(min(distance, 7 - distance) for distance in distances)


def _more_equipment(scenario: Scenario, catalogue: Catalogue) -> Changes:
    """Add single items, those first that open the most exercises."""
    owned = catalogue.equipment.resolve(scenario.equipment, scenario.without)
    now = len(catalogue.doable(owned))
    gains = {
        name: len(catalogue.doable(owned | {name, *item.implies})) - now
        for name, item in catalogue.equipment.items.items()
        if name not in owned
    }
    for name in sorted(gains, key=lambda name: (-gains[name], name))[:8]:
        if gains[name] > 0:
            words = [*scenario.equipment, name]
            without = [word for word in scenario.without if word != name]
            yield f"add equipment: {name}", _with(scenario, equipment=words, without=without)


def _relaxed(scenario: Scenario, conflicts: dict[str, Conflict]) -> Changes:
    """Switch off one rule that the best compromise breaks, if it is the only one."""
    if not scenario.strict:
        return
    changes = scenario.model_dump(mode="json")["rules"]
    for name in conflicts:
        if name not in scenario.pin:
            text = f"switch off the rule {name} (rules: {{{name}: off}})"
            yield text, _with(scenario, rules=changes | {name: "off"})
    text = "do not insist: leave out strict, and the plan names what it could not keep"
    yield text, _with(scenario, strict=False)
