"""Hypothesis strategies: scenarios that are valid, every field of which may be set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, reject, settings
from hypothesis import strategies as st

from solver.catalogue import Catalogue, Level, Pattern, Plane, Role, load_catalogue
from solver.catalogue.vocabulary import BodyPart, Laterality, Weekday
from solver.errors import InputError
from solver.rules import (
    AllowanceRule,
    AnyRule,
    BoundRule,
    RatioRule,
    SpacingRule,
    StimulusRule,
    StructureRule,
    standard_rules,
)
from solver.rules.measures import Selector
from solver.rules.signs import load_signs
from solver.rules.splits import standard_splits
from solver.rules.supersets import Supersets
from solver.scenario import MAX_MINUTES, MIN_MINUTES, Scenario, available

Draw = st.DrawFn
STEADY = settings(
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
"""The same examples every time, however slow the machine."""

SOFT_TIERS = ("guardrails", "balance", "plainness")


@st.composite
def scenarios(draw: Draw, time_limit: float = 3.0) -> Scenario:
    """Return scenarios whose names and rules all hold together; a week need not be possible."""
    catalogue = load_catalogue()
    fields = (
        draw(st.fixed_dictionaries({}, optional=plain_fields()))
        | draw(weeks())
        | draw(equipment(catalogue))
        | draw(st.fixed_dictionaries({}, optional={"signs": signs()}))
        | {"time_limit": time_limit}
    )
    fields["split"] = draw(splits(Scenario.model_validate(fields).count))
    level = draw(st.none() | st.sampled_from(Level))
    if level is not None:
        fields["level"] = level.value
    fields |= draw(wishes(catalogue, Scenario.model_validate(fields)))
    changes = draw(rule_changes(catalogue))
    if changes:
        fields["rules"] = changes
    added = draw(st.lists(added_rules(catalogue), max_size=2, unique_by=lambda rule: rule["id"]))
    if added:
        fields["add_rules"] = added
    scenario = Scenario.model_validate(fields)
    try:
        scenario.resolve(catalogue).make_rules(catalogue)
    except InputError:  # all is excluded, or two changes do not go together
        reject()
    return scenario


def plain_fields() -> dict[str, st.SearchStrategy[Any]]:
    """Return the fields that may have any value, whatever the others are."""
    halves = st.integers(0, 40).map(lambda half: half / 2)
    hundredths = st.integers(25, 500).map(lambda hundredth: hundredth / 100)
    return {
        "title": st.text(st.characters(exclude_categories=["Cs"]), max_size=120),
        "minutes": st.integers(MIN_MINUTES, MAX_MINUTES),
        "sets": st.tuples(halves, halves).map(sorted),
        "pull_push": st.tuples(hundredths, hundredths).map(sorted),
        "protect": some(list(BodyPart), 2),
        "supersets": st.sampled_from([supersets.value for supersets in Supersets]),
        "strict": st.booleans(),
        "workers": st.integers(1, 2),
        "seed": st.integers(0, 2_147_483_647),
    }


def splits(days: int) -> st.SearchStrategy[str]:
    """Return splits that have a week of so many days.

    Half of them are none: a week without kinds of session is found soonest.
    """
    named = [name for name, split in standard_splits().items() if days in split.weeks]
    return st.just("none") | st.sampled_from(["auto", *named])


def signs() -> st.SearchStrategy[list[str]]:
    """Return one sign or none: two may contradict each other."""
    return some(list(load_signs()), 1)


def some(choices: list[Any], most: int) -> st.SearchStrategy[list[Any]]:
    """Return lists of a few different things."""
    return st.lists(st.sampled_from(choices), max_size=most, unique=True)


@st.composite
def weeks(draw: Draw) -> dict[str, Any]:
    """Return ``days``, with ``available`` or without, or neither of the two."""
    if draw(st.booleans()) and draw(st.booleans()):
        return {}
    minutes = st.none() | st.integers(MIN_MINUTES, MAX_MINUTES)
    named = draw(st.dictionaries(st.sampled_from(Weekday), minutes, min_size=1))
    days = {day.value: length for day, length in named.items()}
    form = draw(st.sampled_from(["count", "available", "mapping", "text"]))
    if form == "count":
        return {"days": draw(st.integers(1, 7))}
    if form == "available":
        return {"days": draw(st.integers(1, len(days))), "available": days}
    if form == "text":
        parts = (day if length is None else f"{day}:{length}" for day, length in days.items())
        return {"days": ",".join(parts)}
    return {"days": days}


@st.composite
def equipment(draw: Draw, catalogue: Catalogue) -> dict[str, Any]:
    """Return ``equipment`` and ``without``, of which something is left."""
    known = catalogue.equipment
    synonyms = [synonym for item in known.items.values() for synonym in item.synonyms]
    words = st.sampled_from(known.profiles) | st.sampled_from([*known.items, *synonyms])
    owned = draw(st.lists(words, min_size=1, max_size=3, unique=True))
    away = draw(some([name for name in known.items if name != "bodyweight"], 2))
    fields: dict[str, Any] = {"equipment": owned}
    try:
        known.resolve(owned, away)
    except InputError:
        return fields
    return fields | ({"without": away} if away else {})


@st.composite
def wishes(draw: Draw, catalogue: Catalogue, scenario: Scenario) -> dict[str, Any]:
    """Return exercises to exclude, pin and favour, and priorities; a pin is always possible."""
    split = scenario.chosen_split
    areas = split.areas(scenario.count).values() if split else [Selector()]
    usable = [
        exercise.id
        for exercise in available(scenario, catalogue)
        if any(area.fits(exercise) for area in areas)
    ]
    names = [name for e in catalogue for name in (e.id, e.name, *e.aliases)]
    excluded = draw(some(names, 4))
    out = {catalogue.find(name).id for name in excluded}
    can_pin = [name for name in usable if name not in out]
    found: dict[str, Any] = {
        "exclude": excluded,
        "pin": draw(some(can_pin, 2)) if can_pin else [],
        "favour": draw(some(names, 3)),
        "priorities": draw(some([*catalogue.groups, *catalogue.muscles], 2)),
    }
    return {field: value for field, value in found.items() if value}


@st.composite
def rule_changes(draw: Draw, catalogue: Catalogue) -> dict[str, Any]:
    """Return changes to a few rules: off, another tier or weight, another number."""
    rules = {rule.id: rule for rule in standard_rules(catalogue)}
    changes = {}
    for name in draw(some(list(rules), 3)):
        change = draw(rule_change(rules[name]))
        if change != {}:
            changes[name] = change
    return changes


@st.composite
def rule_change(draw: Draw, rule: AnyRule) -> Any:
    """Return one change that fits the rule."""
    fixed = isinstance(rule, StructureRule | StimulusRule)
    if not fixed and draw(st.booleans()):
        return draw(st.sampled_from(["off", False, {"off": True}]))
    change: dict[str, Any] = {}
    if not fixed:
        change["weight"] = draw(st.integers(0, 20))
        if not isinstance(rule, AllowanceRule):
            change["tier"] = draw(st.sampled_from(SOFT_TIERS))
    if isinstance(rule, BoundRule) and rule.lower is not None:
        change["lower"] = draw(st.integers(0, max(int(rule.lower), 0)))
    elif isinstance(rule, RatioRule) and rule.lower is not None:
        change["lower"] = draw(st.sampled_from([str(rule.lower / 2), float(rule.lower // 2)]))
    elif isinstance(rule, SpacingRule):
        change |= {"hours": draw(st.integers(0, 48)), "heavy_hours": draw(st.integers(48, 72))}
    elif isinstance(rule, StructureRule) and rule.limit is not None:
        change["limit"] = draw(st.integers(1, 3))
    return change


@st.composite
def added_rules(draw: Draw, catalogue: Catalogue) -> dict[str, Any]:
    """Return a rule of any kind that may be added."""
    whole = st.integers(0, 12)
    low, high = sorted([draw(whole), draw(whole)])
    share, more = sorted([draw(st.integers(1, 9)), draw(st.integers(1, 9))])
    measure = measures(catalogue)
    kinds: dict[str, Callable[[], dict[str, Any]]] = {
        "bound": lambda: {
            "measure": draw(measure),
            "lower": low,
            "upper": draw(st.none() | st.just(high)),
            "scope": draw(st.sampled_from(["week", "session"])),
        },
        "ratio": lambda: {
            "over": draw(measure),
            "under": draw(measure),
            "lower": f"{share}/10",
            "upper": more / 2,
            "both": draw(st.booleans()),
        },
        "implies": lambda: {"when": draw(measure), "then": draw(measure), "at_least": low},
        "spread": lambda: {"measures": [draw(measure), draw(measure)], "at_most": 1 + share / 2},
        "spacing": lambda: {"above": low, "hours": 24, "heavy": high, "heavy_hours": 48},
        "apart": lambda: {"where": {"role": ["main", "secondary"]}, "hours": draw(whole) * 12},
        "usual_doses": dict,
        "variety": dict,
        "favourites": dict,
        "load_kinds": lambda: {"at_most": 1 + share},
        "even_sessions": lambda: {"within": high},
    }
    kind = draw(st.sampled_from(list(kinds)))
    rule: dict[str, Any] = {
        "id": f"own-{draw(st.integers(1, 99))}",
        "title": f"A rule of one's own: {kind}",
        "tier": draw(st.sampled_from(SOFT_TIERS)),
        "weight": draw(st.integers(0, 9)),
        "kind": kind,
    }
    return rule | {key: value for key, value in kinds[kind]().items() if value is not None}


def measures(catalogue: Catalogue) -> st.SearchStrategy[Any]:
    """Return a term, or a list of up to two."""
    term = terms(catalogue)
    return term | st.lists(term, min_size=1, max_size=2)


@st.composite
def terms(draw: Draw, catalogue: Catalogue) -> dict[str, Any]:
    """Return a term that counts anything there is to count."""
    count = draw(st.sampled_from(["hard_sets", "exercises", "fractional_sets", "group_sets"]))
    if count == "fractional_sets":
        return {"count": count, "muscle": draw(st.sampled_from(list(catalogue.muscles)))}
    if count == "group_sets":
        return {"count": count, "group": draw(st.sampled_from(list(catalogue.groups)))}
    return {"count": count, "where": draw(selectors(catalogue))}


def selectors(catalogue: Catalogue) -> st.SearchStrategy[dict[str, Any]]:
    """Return a selector with at most two of its fields, so that something often fits."""
    muscle = st.sampled_from(list(catalogue.muscles))
    fields: dict[str, st.SearchStrategy[Any]] = {
        "pattern": st.sampled_from([pattern.value for pattern in Pattern]),
        "shows": some([pattern.value for pattern in Pattern], 3),
        "plane": st.sampled_from([plane.value for plane in Plane]),
        "role": st.sampled_from([role.value for role in Role]),
        "load": st.sampled_from(sorted({exercise.load for exercise in catalogue})),
        "family": st.sampled_from(sorted({exercise.family for exercise in catalogue})),
        "exercise": some(list(catalogue.exercises), 3),
        "direct": muscle,
        "trains": st.lists(muscle, max_size=3),
        "laterality": st.sampled_from([side.value for side in Laterality]),
        "eccentric": st.booleans(),
        "either": st.lists(st.fixed_dictionaries({"direct": muscle}), max_size=2),
    }
    names = st.lists(st.sampled_from(list(fields)), min_size=1, max_size=2, unique=True)
    return names.flatmap(lambda chosen: st.fixed_dictionaries({n: fields[n] for n in chosen}))
