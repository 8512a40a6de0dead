"""The standard rules of ``data/rules.yaml``, written out for a person, and changed by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import isfinite
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.tables import Band
from solver.catalogue.vocabulary import BodyPart, Level, Rank
from solver.errors import InputError, Where, shown, suggest
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
from solver.rules.measures import Selector
from solver.rules.recovery import RESTED, Recovery
from solver.rules.signs import Sign, apply_signs, load_protections
from solver.rules.splits import Split, standard_splits

GROUP_TARGET, PULL_PUSH = "group-target", "pull-push"
TARGETS = (GROUP_TARGET, "muscle-target")
"""The rules whose bands follow recovery."""

R146 = "R146"


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"must be a number or a fraction such as 2/3, not {shown(value)}")
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f"must be a finite number, not {value}")
    return value


Number = Annotated[int | float | str, BeforeValidator(_number)]


class RuleChange(BaseModel):
    """A change to one rule: any of its numbers, its tier, or ``off``."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    off: bool = False
    tier: Tier | None = None
    weight: Annotated[int, Field(ge=0, le=100)] | None = None
    lower: Number | None = None
    upper: Number | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    above: Number | None = None
    hours: Number | None = None
    heavy: Number | None = None
    heavy_hours: Number | None = None
    limit: Number | None = None
    within: Number | None = None
    too_light: Number | None = None
    off_rung: Number | None = None
    offer_within: Number | None = None
    step: Number | None = None

    def values(self) -> dict[str, Any]:
        """Return the fields that were given, ``off`` apart."""
        return self.model_dump(exclude_none=True, exclude={"off"})


def _off(value: object) -> object:
    # YAML reads a bare `off` as false.
    if value is False or value == "off":
        return {"off": True}
    if not isinstance(value, Mapping | RuleChange):
        raise ValueError(f"must be off, or numbers such as {{lower: 8}}, not {shown(value)}")
    return value


Change = Annotated[RuleChange, BeforeValidator(_off)]


@dataclass(frozen=True)
class Wishes:
    """What of a scenario bears on the rules."""

    level: Level = Level.INTERMEDIATE
    sets: Band | None = None
    pull_push: tuple[Any, Any] | None = None
    priorities: Sequence[str] = ()
    signs: Sequence[Sign] = ()
    protect: Collection[BodyPart] = ()
    recovery: Recovery = RESTED
    split: Split | None = None
    days: int = 4
    changes: Mapping[str, RuleChange] | None = None
    added: Sequence[AnyRule] = ()


def standard_rules(catalogue: Catalogue, wishes: Wishes | None = None) -> tuple[AnyRule, ...]:
    """Return every rule, written out for each group and muscle, with the person's changes.

    Signs and spared body parts shift the rules as they are written out, those of the split
    included; what the person changes or adds comes after that, and wins.

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
    fields: dict[str, Where] = {}
    if wishes.split is not None:
        of_split = _of_split(wishes.split, wishes.days, rules, catalogue)
        rules |= of_split
        fields = dict.fromkeys(of_split, ("split",))
    protections = load_protections()
    spared = [protections[part] for part in BodyPart if part in wishes.protect]
    rules = apply_signs(rules, [*wishes.signs, *spared])
    for index, rule in enumerate(wishes.added):
        if rule.id in rules:
            where = ("add_rules", index, "id")
            raise _wrong(where, f"the rule id {rule.id!r} is taken; choose another")
        rules[rule.id] = rule
        fields[rule.id] = "add_rules", index
    for name, change in (wishes.changes or {}).items():
        for changed in _change(rules, name, change):
            fields.setdefault(changed, ("rules", name))
    rules = {name: _with_tops(rule, rules, catalogue) for name, rule in rules.items()}
    for rule in rules.values():
        _check_tier(rule, fields.get(rule.id, ()))
    _check_single(rules.values(), fields)
    for rule in wishes.added:
        _check_names(rule, fields[rule.id], catalogue)
        _check_kinds(rule, fields[rule.id], wishes.split)
    return tuple(rules.values())


def _of_split(
    split: Split, days: int, taken: Collection[str], catalogue: Catalogue
) -> dict[str, AnyRule]:
    """Return the rules of a split's week; one of the person's own may name what is not there."""
    where: Where = ("split",)
    own = split != standard_splits().get(split.id)
    rules: dict[str, AnyRule] = {}
    for raw in split.session_rules(days):
        name = str(raw["id"])
        if name in taken or name in rules:
            raise _wrong(where, f"{split.id}: the rule id {name!r} is taken; choose another")
        try:
            rules[name] = RULE.validate_python(raw)
        except ValidationError as error:
            found = explain_invalid(error, Document(f"{split.id}: rule {name}", raw))
            raise _wrong(where, str(found)) from error
        if own:
            _check_names(rules[name], where, catalogue)
    for area in split.areas(days).values() if own else ():
        _check_selector(area, (*where, "area"), catalogue)
    return rules


def _wrong(where: Where, message: str) -> InputError:
    return InputError(f"{'.'.join(map(str, where))}: {message}", where)


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
    if wishes.level.value not in raw.get("levels", list(Level)):
        return
    each = raw.get("for_each")
    body = {key: value for key, value in raw.items() if key not in ("for_each", "levels")}
    if wishes.recovery.reasons and body["id"].partition(".")[0] in TARGETS:
        body["source"] += f", {R146}"
    if body["id"] == PULL_PUSH and wishes.pull_push:
        body |= {"lower": wishes.pull_push[0], "upper": wishes.pull_push[1]}
        body["title"] = f"Pulling {wishes.pull_push[0]} to {wishes.pull_push[1]} times pushing"
    if each is None:
        yield body
        return
    for values in _values(each, catalogue, wishes, settings):
        filled = with_steps(_fill(body, values))
        if filled.get("lower") == 0 and "upper" not in filled and filled["kind"] == "bound":
            continue  # a floor of zero asks for nothing
        yield filled


def _values(
    each: str | list[str], catalogue: Catalogue, wishes: Wishes, settings: dict[str, int]
) -> Iterator[dict[str, Any]]:
    if isinstance(each, list):
        yield from ({"item": word, "name": word.replace("_", " ")} for word in each)
    elif each == "priority":
        for name in wishes.priorities:
            members = catalogue.groups[name].members if name in catalogue.groups else (name,)
            yield _named(name, members=list(members))
    elif each == "group":
        for group in catalogue.groups.values():
            floor, cap = wishes.sets or (group.floor, group.cap)
            low, high = wishes.recovery.band(*group.targets[wishes.level], floor)
            shift, weight = _wanted(group.name, wishes, settings)
            low, high = low + shift, high + shift
            low, high = min(max(low, floor), cap), max(min(high, cap), floor)
            yield _named(group.name, floor=floor, cap=cap, low=low, high=high, weight=weight)
    else:
        own = set(catalogue.groups) if each == "lone_muscle" else set()
        for muscle in catalogue.muscles.values():
            if muscle.name in own:
                continue
            low, high = wishes.recovery.band(*muscle.target, muscle.floor)
            shift, weight = _wanted(muscle.name, wishes, settings)
            yield _named(
                muscle.name,
                floor=muscle.floor,
                cap=muscle.cap,
                low=min(low + shift, muscle.cap),
                high=min(high + shift, muscle.cap),
                weight=weight,
            )


def _wanted(name: str, wishes: Wishes, settings: dict[str, int]) -> tuple[int, int]:
    """Return by how much a priority moves a band up, and what a half-set outside it costs."""
    first = name in wishes.priorities
    return (settings["priority_shift"], settings["priority_weight"]) if first else (0, 1)


def _named(item: str, **numbers: float | list[str]) -> dict[str, Any]:
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


def with_steps(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a rule with its steps no deeper than a lower bound that was lowered."""
    steps = fields.get("steps")
    try:
        lower = float(fields.get("lower") or 0)
    except (TypeError, ValueError, OverflowError):
        return fields  # no number, which the rule itself refuses
    if not steps:
        return fields
    return fields | {"steps": [each | {"below": min(each["below"], lower)} for each in steps]}


def _change(rules: dict[str, AnyRule], name: str, change: RuleChange) -> list[str]:
    """Change the rule, or each rule that was written out from it; return their ids."""
    names = [name] if name in rules else [key for key in rules if key.startswith(f"{name}.")]
    where: Where = ("rules", name)
    if not names:
        known = {*rules, *(key.partition(".")[0] for key in rules)}
        raise InputError(
            f"rules: there is no rule {shown(name)}{suggest(name, sorted(known))}; "
            "`evenset rules` lists them",
            where,
        )
    for each in names:
        rule = rules[each]
        fixed = isinstance(rule, StructureRule) and not rule.check.is_finding
        if fixed and (change.off or change.tier):
            raise _wrong(
                where,
                "this rule holds by the structure of a plan and cannot be switched off or moved "
                "to another tier; drop the change",
            )
        if change.off:
            if isinstance(rule, StimulusRule):
                raise _wrong(where, "the last objective cannot be switched off; drop the change")
            del rules[each]
            continue
        fields = type(rule).model_fields
        for field in change.values():
            if field not in fields:
                raise _wrong(
                    (*where, field),
                    f"a rule of kind {rule.kind!r} has no such field; "
                    f"it has {', '.join(sorted(set(fields) & set(RuleChange.model_fields)))}",
                )
        if isinstance(rule, StructureRule) and rule.limit is None and change.limit is not None:
            raise _wrong((*where, "limit"), "this rule has no number to change; drop it")
        changed = with_steps(rule.model_dump() | change.values())
        try:
            rules[each] = RULE.validate_python(changed)
        except ValidationError as error:
            found = explain_invalid(error, Document(f"rules.{name}", changed))
            raise InputError(str(found), where) from error
    return names


def _check_tier(rule: Rule, where: Where) -> None:
    where = (*where, "tier")
    if isinstance(rule, StructureRule | StimulusRule):
        wants = Tier.STIMULUS
        if isinstance(rule, StructureRule):
            wants = Tier.BALANCE if rule.check.is_finding else Tier.PHYSICAL
        if rule.tier is not wants:
            raise _wrong(where, f"must be {wants.value} for this kind")
    elif isinstance(rule, AllowanceRule):
        if rule.tier is Tier.PHYSICAL:
            raise _wrong(where, "physical rules have no allowance; choose another tier")
    elif rule.tier is Tier.STIMULUS:
        raise _wrong(
            where,
            "only the stimulus rule stands in the tier stimulus; "
            "choose guardrails, balance or plainness",
        )


def _check_single(rules: Iterable[AnyRule], fields: Mapping[str, Where]) -> None:
    """Refuse a second rule of a kind of which there can be only one."""
    seen: dict[tuple[str, str], str] = {}
    for rule in rules:
        if isinstance(rule, OddnessRule):
            of = ""
        elif isinstance(rule, AllowanceRule):
            of = rule.tier.value
        elif isinstance(rule, StructureRule):
            of = rule.check.value
        else:
            continue
        if (other := seen.setdefault((rule.kind, of), rule.id)) != rule.id:
            what = f"{rule.kind} of {of}" if of else rule.kind
            own, other = (rule.id, other) if rule.id in fields else (other, rule.id)
            raise _wrong(
                fields.get(own, ("rules", own)),
                f"there can be only one rule of kind {what}; change {other!r} under rules instead",
            )


def _check_names(rule: Rule, where: Where, catalogue: Catalogue) -> None:
    """Refuse a rule that names what the catalogue does not have."""
    if isinstance(rule, OddnessRule):
        _must_know((*where, "loads"), "load", rule.loads, _loads(catalogue))
        if missing := [rank.value for rank in Rank if rank not in rule.ranks]:
            raise _wrong((*where, "ranks"), f"has no number for {', '.join(missing)}; add one")
    for term in rule.terms():
        _must_know(where, "muscle", filter(None, [term.muscle]), catalogue.muscles)
        _must_know(where, "group", filter(None, [term.group]), catalogue.groups)
        _check_selector(term.where, where, catalogue)


def _check_kinds(rule: AnyRule, where: Where, own: Split | None) -> None:
    """Refuse a rule for a kind of session that no split has."""
    known = {kind: None for split in standard_splits().values() for kind in split.kinds}
    if own is not None:
        known |= dict.fromkeys(own.kinds)
    _must_know((*where, "kinds"), "kind of session", getattr(rule, "kinds", ()), known)


def _loads(catalogue: Catalogue) -> list[str]:
    return [item.name for item in catalogue.equipment.items.values() if item.is_load]


def _check_selector(selector: Selector, where: Where, catalogue: Catalogue) -> None:
    families = {exercise.family: None for exercise in catalogue}
    _must_know(where, "muscle", (*selector.direct, *selector.trains), catalogue.muscles)
    _must_know(where, "load", selector.load, _loads(catalogue))
    _must_know(where, "family", selector.family, families)
    for exercise in selector.exercise:
        try:
            found = catalogue.find(exercise).id
        except InputError as error:
            raise InputError(f"{'.'.join(map(str, where))}: {error}", where) from error
        if found != exercise:
            raise _wrong(where, f"say {found!r} instead of {exercise!r}")
    for option in selector.either:
        _check_selector(option, where, catalogue)


def _must_know(where: Where, what: str, names: Iterable[str], known: Iterable[str]) -> None:
    known = list(known)
    for name in names:
        if name not in known:
            listed = (
                f"use one of {', '.join(known)}"
                if len(known) < 50
                else "`evenset catalogue --format csv` has them all"
            )
            message = f"there is no {what} {shown(name)}{suggest(name, known)}; {listed}"
            raise _wrong(where, message)
