"""Why a week is impossible, and what single change would make it possible.

Elastic first: what is demanded gets slack with a name, and the least slack says what cannot hold
together. Then one change after another is tried by solving again; only what was seen to work is
named as a remedy.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.vocabulary import Weekday
from solver.clock import Clock, Stop
from solver.errors import EvensetError, ImpossibleError, InputError
from solver.model.linear import Expr
from solver.model.preparing import make_problem
from solver.model.problem import Problem
from solver.model.programme import value_at
from solver.model.search import Search
from solver.model.staircase import Staircase
from solver.model.structure import Depth
from solver.model.week import Cost, WeekModel
from solver.plan import Conflict
from solver.rules import AnyRule, StructureRule, Tier, in_halves
from solver.rules.kinds import BoundRule, ImpliesRule, RatioRule
from solver.rules.standard import with_steps
from solver.rules.supersets import Supersets
from solver.scenario import MAX_MINUTES, Scenario

ELASTIC_SECONDS = 15.0
"""Seconds for finding what cannot hold together."""

KIND_SECONDS = 10.0
"""Seconds for each kind of remedy, so that one that does not help leaves time for the others."""

REMEDY_SECONDS = 40.0
"""Seconds for all remedies together."""

TRY_SECONDS = 5.0
"""Seconds for one change; what is not seen to work by then is not named."""

MORE_MINUTES = (5, 10, 15, 20, 30, 45, 60, 90)
"""Longer sessions to try."""

Changes = Iterator[tuple[str, Scenario]]
"""Changes of a scenario, each with what it is called."""

OWN, PIN, STANDARD = 1_000, 100_000, 10_000_000
"""What the compromise pays for: a unit of a physical rule that the person wrote or changed, a pin
left out, a unit of another physical rule. As few of the last as possible go, then of the pins."""


def explain(
    scenario: Scenario, catalogue: Catalogue, search: Search, *, brief: bool = False
) -> EvensetError:
    """Return the error that says what cannot be had together, and what would mend it.

    Args:
        scenario: resolved, and proved to be impossible as it is.
        catalogue: the exercises there are.
        search: how to search; a stop ends it with what is known by then. Its time is not used,
            unless ``brief``.
        brief: seek no remedies, and keep to what is left of the time of the search.

    """
    rules = scenario.make_rules(catalogue)
    own = [rule.id for rule in rules if rule.tier is Tier.PHYSICAL and _is_own(scenario, rule.id)]
    what = "keep every guardrail" if scenario.strict else "fit what is asked for"
    days = f"{scenario.count} day{'s' if scenario.count > 1 else ''}"
    minutes = "/".join(str(value) for value in sorted(set(scenario.candidates.values())))
    message = f"No week of {days} with {minutes} minutes can {what}:"
    stop = search.clock.stop
    seconds = min(ELASTIC_SECONDS, search.clock.left()) if brief else ELASTIC_SECONDS
    elastic = search.with_clock(Clock(seconds, stop=stop))
    conflicts, least = _conflicts(scenario, catalogue, rules, own, elastic)
    ended = "before you stopped" if elastic.clock.stopped else f"within {seconds:.3g} s"
    if not conflicts:
        message += f" what stands in the way was not found {ended}."
    elif not least:
        message += f" this is the least that was found to stand in the way {ended}, less may do."
    remedies = [] if brief else list(_remedies(scenario, catalogue, conflicts, own, stop))
    return ImpossibleError(message, conflicts.values(), remedies)


def _is_own(scenario: Scenario, name: str) -> bool:
    """Tell whether the person wrote this rule, changed it, or set its numbers."""
    return (
        name in {rule.id for rule in scenario.add_rules}
        or _changed_as(scenario, name) is not None
        or (scenario.sets is not None and name.startswith("group-cap."))
    )


def _changed_as(scenario: Scenario, name: str) -> str | None:
    """Return the name under which the person changed a rule: its id, or what it is written from."""
    return next((key for key in (name, name.partition(".")[0]) if key in scenario.rules), None)


def _conflicts(
    scenario: Scenario,
    catalogue: Catalogue,
    rules: tuple[AnyRule, ...],
    own: Container[str],
    search: Search,
) -> tuple[dict[str, Conflict], bool]:
    """Return, by rule or pinned exercise, what the best compromise found still falls short of.

    Also whether it is proved to be the best. What the best of bare totals falls short of, every
    week does; only where that is nothing is a week placed. Nothing where the time was too short.
    """
    prices = {
        rule.id: OWN if rule.id in own else STANDARD
        for rule in rules
        if rule.tier is Tier.PHYSICAL and not isinstance(rule, StructureRule)
    }
    soft = tuple(
        rule.model_copy(update={"tier": Tier.GUARDRAILS}) if rule.id in prices else rule
        for rule in rules
    )
    for depth, asked in ((Depth.CHOICES, scenario), (Depth.PLACED, _alone(scenario))):
        problem = make_problem(asked, catalogue, soft)
        model = WeekModel(problem, depth, elastic_pins=True)
        demanded = [
            cost
            for cost in model.costs[Tier.GUARDRAILS]
            if scenario.strict or cost.rule.id in prices
        ]
        pins: Expr = PIN * sum(model.missed_pins.values())
        objective = pins + sum(prices.get(c.rule.id, c.weight) * c.short for c in demanded)
        outcome = search.solve(model.model, objective)
        if outcome.impossible:
            return {"structure": _structure(problem)}, True
        if outcome.values and (short := _short(model, demanded, outcome.values)):
            return short, outcome.proved
    return {}, False


def _alone(scenario: Scenario) -> Scenario:
    """Return the scenario without supersets: a week of them is one too, and sooner found."""
    return scenario.model_copy(update={"supersets": Supersets.NONE})


def _short(
    model: WeekModel, demanded: Sequence[Cost], values: tuple[int, ...]
) -> dict[str, Conflict]:
    """Return the pins that a solution leaves out, and the rules that it breaks."""
    conflicts = {
        name: Conflict(what=f"the pinned exercise {name}", shortfall=1, unit="session")
        for name, missed in model.missed_pins.items()
        if values[missed.index]
    }
    for _, short, rule, step in demanded:
        if not step and (units := value_at(short, values)):
            before = conflicts[rule.id].shortfall if rule.id in conflicts else 0.0
            amount, unit = _amount(rule, units)
            conflicts[rule.id] = Conflict(
                what=f"{rule.title} ({rule.id})", shortfall=before + amount, unit=unit
            )
    return conflicts


def _structure(problem: Problem) -> Conflict:
    """Say why there is no week at all, whatever the rules: the minutes, or too few exercises."""
    shortest = min(
        (choice.item_seconds + choice.dose.low * choice.set_seconds for choice in problem.choices),
        default=0,
    )
    seconds = sorted((day.seconds for day in problem.days), reverse=True)[problem.count - 1]
    if shortest > seconds:
        return Conflict(
            what="minutes for the quickest exercise that is left in the shortest session",
            shortfall=ceil((shortest - seconds) / 60),
            unit="min",
        )
    return Conflict(
        what="exercises for every session, of those that equipment, level, exclude and protect "
        "leave and as often as each may come",
        shortfall=1,
        unit="or more",
    )


def _amount(rule: AnyRule, units: int) -> tuple[float, str]:
    measure = {BoundRule: "measure", RatioRule: "over", ImpliesRule: "then"}.get(type(rule))
    if measure is None:
        return float(units), "pairs of sessions"
    terms = getattr(rule, measure)
    if in_halves(terms):
        return units / 2, "sets"
    return float(units), "exercises" if terms[0].count == "exercises" else "sets"


def _remedies(
    scenario: Scenario,
    catalogue: Catalogue,
    conflicts: Mapping[str, Conflict],
    own: list[str],
    stop: Stop,
) -> Iterator[str]:
    """Yield a change of each kind that makes the week possible."""
    clock = Clock(REMEDY_SECONDS, stop=stop)
    for kind in (
        _relaxed_own(scenario, conflicts, own),
        _without_own(scenario, conflicts, own),
        _without_pins(scenario, conflicts),
        _without_words(scenario, "exclude", "do not exclude"),
        _without_words(scenario, "protect", "do not spare (protect)"),
        _Longer(scenario),
        _another_day(scenario),
        _more_equipment(scenario, catalogue),
        _relaxed(scenario, conflicts, catalogue),
    ):
        part = clock.part(min(KIND_SECONDS, clock.left()))
        text = _longer(kind, catalogue, part) if isinstance(kind, _Longer) else _first(
            kind, catalogue, part
        )  # fmt: skip
        if text is not None:
            yield text
    last = clock.part(2 * TRY_SECONDS)
    if scenario.strict and _possible(_with(scenario, strict=False), catalogue, last):
        yield "do not insist: leave out strict, and the plan names what it could not keep"


def _first(changes: Changes, catalogue: Catalogue, clock: Clock) -> str | None:
    """Return the first change that works."""
    for text, changed in changes:
        if clock.left() <= 0:
            return None
        if _works(changed, catalogue, clock):
            return text
    return None


def _longer(kind: _Longer, catalogue: Catalogue, clock: Clock) -> str | None:
    """Return the smallest lengthening that is seen to work: the largest first, then by halves."""
    low, high = 0, len(MORE_MINUTES) - 1
    if not _works(kind.by(MORE_MINUTES[high]), catalogue, clock):
        return None
    while low < high and clock.left() > 0:
        middle = (low + high) // 2
        if _works(kind.by(MORE_MINUTES[middle]), catalogue, clock):
            high = middle
        else:
            low = middle + 1
    return f"{MORE_MINUTES[high]} more minutes in each session"


def _works(scenario: Scenario, catalogue: Catalogue, clock: Clock) -> bool:
    return _possible(scenario, catalogue, clock.part(min(TRY_SECONDS, clock.left())))


def _possible(scenario: Scenario, catalogue: Catalogue, clock: Clock) -> bool:
    """Solve again: any week will do that keeps what is demanded."""
    if clock.left() <= 0:
        return False
    try:
        problem = make_problem(scenario.resolve(catalogue), catalogue)
    except InputError:
        return False
    search = Search(clock, scenario.seed)
    return Staircase(problem, search, strict=scenario.strict).any_week() is not None


def _with(scenario: Scenario, **fields: object) -> Scenario:
    return Scenario.model_validate(scenario.model_dump(mode="json") | fields)


def _relaxed_own(scenario: Scenario, conflicts: Mapping[str, Conflict], own: list[str]) -> Changes:
    """Move a bound of a rule of the person's own to where the best compromise came."""
    dumped = scenario.model_dump(mode="json")
    written = {rule["id"]: index for index, rule in enumerate(dumped["add_rules"])}
    rules = {rule.id: rule for rule in scenario.add_rules}
    for name in own:
        rule: Any = rules.get(name) or scenario.rules.get(_changed_as(scenario, name) or "")
        if name not in conflicts or rule is None:
            continue
        for field, sign in (("lower", -1), ("upper", 1)):
            bound = getattr(rule, field, None)
            if isinstance(rule, RatioRule) or not isinstance(bound, int | float):
                continue
            for more in (0, 1, 2, 4):  # totals may promise what no days can hold
                value = bound + sign * (conflicts[name].shortfall + more)
                text = f"relax the rule {name}: {field} {value:g} instead of {bound:g}"
                if name in written:
                    added = [dict(each) for each in dumped["add_rules"]]
                    added[written[name]] = with_steps(added[written[name]] | {field: value})
                    yield text, _with(scenario, add_rules=added)
                else:
                    change = dumped["rules"].get(name, {}) | {field: value}
                    yield text, _with(scenario, rules=dumped["rules"] | {name: change})


def _without_own(scenario: Scenario, conflicts: Mapping[str, Conflict], own: list[str]) -> Changes:
    """Drop a rule of the person's own, or a change to one."""
    for name in sorted(own, key=lambda each: each not in conflicts):
        if key := _changed_as(scenario, name):
            left = {other: change for other, change in scenario.rules.items() if other != key}
            dumped = {other: change.model_dump(mode="json") for other, change in left.items()}
            yield f"take back the change to the rule {key}", _with(scenario, rules=dumped)
        elif name.startswith("group-cap."):
            yield "leave out sets, and the usual 20 may be reached", _with(scenario, sets=None)
        else:
            added = [each for each in scenario.add_rules if each.id != name]
            dumped_rules = [each.model_dump(mode="json") for each in added]
            yield f"drop the rule {name} from add_rules", _with(scenario, add_rules=dumped_rules)


def _without_pins(scenario: Scenario, conflicts: Mapping[str, Conflict]) -> Changes:
    """Leave out all pins that the best compromise leaves out, or one."""
    together = [pin for pin in scenario.pin if pin in conflicts]
    if len(together) > 1:  # the compromise had to leave out all of these
        left = [pin for pin in scenario.pin if pin not in conflicts]
        yield f"do not pin {', '.join(together)}", _with(scenario, pin=left)
    for name in sorted(scenario.pin, key=lambda pin: pin not in conflicts):
        left = [pin for pin in scenario.pin if pin != name]
        yield f"do not pin {name}", _with(scenario, pin=left)


def _without_words(scenario: Scenario, field: str, text: str) -> Changes:
    """Leave out one word of a list, then all."""
    words = scenario.model_dump(mode="json")[field]
    for word in words:
        yield f"{text} {word}", _with(scenario, **{field: [w for w in words if w != word]})
    if len(words) > 1:
        yield f"{text} {', '.join(words)}", _with(scenario, **{field: []})


@dataclass(frozen=True)
class _Longer:
    """A week with longer sessions."""

    scenario: Scenario

    def by(self, more: int) -> Scenario:
        """Return it with so many minutes more in each session."""
        scenario = self.scenario
        longer = {day.value: min(m + more, MAX_MINUTES) for day, m in scenario.candidates.items()}
        if isinstance(scenario.days, int) and scenario.available is not None:
            return _with(scenario, available=longer)
        return _with(scenario, days=longer)


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
            needed = {name, *catalogue.equipment.items[name].needs}
            without = [word for word in scenario.without if word not in needed]
            yield f"add equipment: {name}", _with(scenario, equipment=words, without=without)


def _relaxed(
    scenario: Scenario, conflicts: Mapping[str, Conflict], catalogue: Catalogue
) -> Changes:
    """Switch off one guardrail that the best compromise breaks, if it is the only one."""
    if not scenario.strict:
        return
    changes = scenario.model_dump(mode="json")["rules"]
    rules = scenario.make_rules(catalogue)
    guardrails = {rule.id for rule in rules if rule.tier is Tier.GUARDRAILS}
    for name in conflicts:
        if name in guardrails:
            text = f"switch off the rule {name} (rules: {{{name}: off}})"
            yield text, _with(scenario, rules=changes | {name: "off"})
