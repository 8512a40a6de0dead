"""The standard rules of ``data/rules.yaml``, written out for a person, and changed by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.tables import Band
from solver.catalogue.vocabulary import Level
from solver.errors import InputError, suggest
from solver.paths import DATA
from solver.reading import Document, explain_invalid, read_yaml
from solver.rules.kinds import (
    RULE,
    AllowanceRule,
    AnyRule,
    BoundRule,
    OddnessRule,
    Rule,
    StimulusRule,
    StructureRule,
    Tier,
)
from solver.rules.measures import Term

GROUP_TARGET, PULL_PUSH = "group-target", "pull-push"


class RuleChange(BaseModel):
    """A change to one rule: any of its numbers, its tier, or ``off``."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    off: bool = False
    tier: Tier | None = None
    weight: Annotated[int, Field(ge=0, le=100)] | None = None
    lower: float | str | None = None
    upper: float | str | None = None
    at_least: float | None = None
    at_most: float | str | None = None
    above: float | None = None
    hours: int | None = None
    heavy: float | None = None
    heavy_hours: int | None = None
    limit: int | None = None
    within: int | None = None
    too_light: int | None = None
    offer_within: int | None = None
    step: int | None = None

    def values(self) -> dict[str, Any]:
        """Return the fields that were given, ``off`` apart."""
        return self.model_dump(exclude_none=True, exclude={"off"})


def _off(value: object) -> object:
    # YAML reads a bare `off` as false.
    return {"off": True} if value is False or value == "off" else value


Change = Annotated[RuleChange, BeforeValidator(_off)]


@dataclass(frozen=True)
class Wishes:
    """What of a scenario bears on the rules."""

    level: Level = Level.INTERMEDIATE
    sets: Band | None = None
    pull_push: tuple[Any, Any] | None = None
    priorities: Sequence[str] = ()
    changes: Mapping[str, RuleChange] | None = None
    added: Sequence[AnyRule] = ()


def standard_rules(catalogue: Catalogue, wishes: Wishes | None = None) -> tuple[AnyRule, ...]:
    """Return every rule, written out for each group and muscle, with the person's changes.

    Raises:
        InputError: a change names no rule, does not fit its kind, or an added rule is wrong.

    """
    wishes = wishes or Wishes()
    document = _document()
    written = [
        (str(filled["id"]), filled)
        for raw in document.content["rules"]
        for filled in _write_out(raw, catalogue, wishes, document.content["settings"])
    ]
    rules = {}
    for name, filled in written:
        try:
            rules[name] = RULE.validate_python(filled)
        except ValidationError as error:
            raise explain_invalid(error, Document(f"{document.name}: rule {name}", None)) from error
    for rule in wishes.added:
        if rule.id in rules:
            raise InputError(f"add_rules: the rule id {rule.id!r} is taken; choose another")
        rules[rule.id] = rule
    for name, change in (wishes.changes or {}).items():
        _change(rules, name, change)
    rules = {name: _with_tops(rule, rules, catalogue) for name, rule in rules.items()}
    for rule in rules.values():
        _check_tier(rule)
    _check_single(rules.values())
    for rule in wishes.added:
        for term in rule.terms():
            _check_term(rule, term, catalogue)
    return tuple(rules.values())


def _with_tops(rule: AnyRule, rules: Mapping[str, AnyRule], catalogue: Catalogue) -> AnyRule:
    """Fill in the tops of the target bands, as they are after the person's changes."""
    if not isinstance(rule, StimulusRule):
        return rule
    tops = {}
    for group in catalogue.groups.values():
        target = rules.get(f"{GROUP_TARGET}.{group.name}")
        upper = target.upper if isinstance(target, BoundRule) else None
        tops[group.name] = group.cap if upper is None else upper
    return rule.model_copy(update={"tops": tops})


@cache
def _document() -> Document:
    return read_yaml(DATA / "rules.yaml")


def _write_out(
    raw: dict[str, Any], catalogue: Catalogue, wishes: Wishes, settings: dict[str, int]
) -> Iterator[dict[str, Any]]:
    each = raw.get("for_each")
    body = {key: value for key, value in raw.items() if key != "for_each"}
    if body["id"] == PULL_PUSH and wishes.pull_push:
        body |= {"lower": wishes.pull_push[0], "upper": wishes.pull_push[1]}
        body["title"] = f"Pulling {wishes.pull_push[0]} to {wishes.pull_push[1]} times pushing"
    if each is None:
        yield body
        return
    for values in _values(each, catalogue, wishes, settings):
        filled = _fill(body, values)
        if filled.get("lower") == 0 and "upper" not in filled and filled["kind"] == "bound":
            continue  # a floor of zero asks for nothing
        yield filled


def _values(
    each: str | list[str], catalogue: Catalogue, wishes: Wishes, settings: dict[str, int]
) -> Iterator[dict[str, Any]]:
    if isinstance(each, list):
        yield from ({"item": word, "name": word.replace("_", " ")} for word in each)
    elif each == "group":
        for group in catalogue.groups.values():
            floor, cap = wishes.sets or (group.floor, group.cap)
            low, high = group.targets[wishes.level]
            if group.name in wishes.priorities:
                low, high = low + settings["priority_shift"], high + settings["priority_shift"]
            low, high = min(max(low, floor), cap), max(min(high, cap), floor)
            yield _named(group.name, floor=floor, cap=cap, low=low, high=high)
    else:
        own = set(catalogue.groups) if each == "lone_muscle" else set()
        for muscle in catalogue.muscles.values():
            if muscle.name in own:
                continue
            low, high = muscle.target
            if muscle.name in wishes.priorities:
                low, high = low + settings["priority_shift"], high + settings["priority_shift"]
            yield _named(
                muscle.name,
                floor=muscle.floor,
                cap=muscle.cap,
                low=min(low, muscle.cap),
                high=min(high, muscle.cap),
            )


def _named(item: str, **numbers: float) -> dict[str, Any]:
    return {"item": item, "name": item.replace("_", " ").capitalize(), **numbers}


def _fill(value: Any, values: dict[str, Any]) -> Any:
    """Fill ``{placeholders}``; a string that is nothing but one becomes the value itself."""
    if isinstance(value, dict):
        return {key: _fill(inner, values) for key, inner in value.items()}
    if isinstance(value, list):
        return [_fill(inner, values) for inner in value]
    if isinstance(value, str) and "{" in value:
        bare = value.strip("{}")
        return values[bare] if bare in values else value.format(**values)
    return value


def _change(rules: dict[str, AnyRule], name: str, change: RuleChange) -> None:
    names = [name] if name in rules else [key for key in rules if key.startswith(f"{name}.")]
    if not names:
        raise InputError(
            f"rules: there is no rule {name!r}{suggest(name, rules)}; `evenset rules` lists them"
        )
    for each in names:
        rule = rules[each]
        if isinstance(rule, StructureRule) and (change.off or change.tier):
            raise InputError(
                f"rules.{name}: this rule holds by the structure of a plan and cannot be "
                "switched off or moved to another tier"
            )
        if change.off:
            if isinstance(rule, StimulusRule):
                raise InputError(f"rules.{name}: the last objective cannot be switched off")
            del rules[each]
            continue
        fields = type(rule).model_fields
        for field in change.values():
            if field not in fields:
                raise InputError(
                    f"rules.{name}.{field}: a rule of kind {rule.kind!r} has no such field; "
                    f"it has {', '.join(sorted(set(fields) & set(RuleChange.model_fields)))}"
                )
        try:
            rules[each] = RULE.validate_python(rule.model_dump() | change.values())
        except ValidationError as error:
            raise explain_invalid(error, Document(f"rules.{name}", None)) from error


def _check_tier(rule: Rule) -> None:
    wants = {StructureRule: Tier.PHYSICAL, StimulusRule: Tier.STIMULUS}.get(type(rule))
    if wants is not None and rule.tier is not wants:
        raise InputError(f"rule {rule.id}: tier: must be {wants.value} for this kind")
    if isinstance(rule, AllowanceRule):
        if rule.tier is Tier.PHYSICAL:
            raise InputError(f"rule {rule.id}: tier: physical rules have no allowance")
    elif wants is None and rule.tier is Tier.STIMULUS:
        raise InputError(
            f"rule {rule.id}: tier: only the stimulus rule stands in the tier stimulus; "
            "choose guardrails, balance or plainness"
        )


def _check_single(rules: Iterable[AnyRule]) -> None:
    """Refuse a second rule of a kind of which there can be only one."""
    seen: dict[tuple[str, str], str] = {}
    for rule in rules:
        if isinstance(rule, OddnessRule):
            key = rule.kind, ""
        elif isinstance(rule, AllowanceRule):
            key = rule.kind, rule.tier.value
        elif isinstance(rule, StructureRule):
            key = rule.kind, rule.check.value
        else:
            continue
        if (first := seen.setdefault(key, rule.id)) != rule.id:
            what = f"{rule.kind} of {key[1]}" if key[1] else rule.kind
            raise InputError(
                f"rule {rule.id}: there can be only one rule of kind {what}; "
                f"change {first!r} under rules instead"
            )


def _check_term(rule: Rule, term: Term, catalogue: Catalogue) -> None:
    field = f"rule {rule.id}"
    if term.muscle is not None and term.muscle not in catalogue.muscles:
        hint = suggest(term.muscle, catalogue.muscles)
        raise InputError(f"{field}: there is no muscle {term.muscle!r}{hint}")
    if term.group is not None and term.group not in catalogue.groups:
        hint = suggest(term.group, catalogue.groups)
        raise InputError(f"{field}: there is no group {term.group!r}{hint}")
    for option in (term.where, *term.where.either):
        for muscle in (*option.direct, *option.trains):
            if muscle not in catalogue.muscles:
                hint = suggest(muscle, catalogue.muscles)
                raise InputError(f"{field}: there is no muscle {muscle!r}{hint}")
        for exercise in option.exercise:
            if exercise not in catalogue.exercises:
                catalogue.find(exercise, field)  # raises with a suggestion, or it is an alias
                found = catalogue.find(exercise).id
                raise InputError(f"{field}: say {found!r} instead of {exercise!r}")
        loads = {item.name for item in catalogue.equipment.items.values() if item.is_load}
        for load in option.load:
            if load not in loads:
                raise InputError(f"{field}: there is no load {load!r}{suggest(load, loads)}")
        families = {exercise.family for exercise in catalogue}
        for family in option.family:
            if family not in families:
                hint = suggest(family, families)
                raise InputError(f"{field}: there is no family {family!r}{hint}")
