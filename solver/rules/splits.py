"""Splits: kinds of session with their slots, and which sessions a week has. ``data/splits.yaml``.

A slot is a rule like any other: this module writes the rules of a split's sessions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from solver.catalogue.vocabulary import Pattern, Role, Weekday
from solver.errors import InputError, Where, shown, suggest
from solver.paths import DATA
from solver.reading import Document, explain_invalid, read_yaml
from solver.rules.kinds import AnyRule, BoundRule, Scope, SupersetRule
from solver.rules.measures import Selector, Term

NONE, AUTO = "none", "auto"
"""The week without kinds of session, and the best of the named splits."""

Intensity = Literal["heavy", "moderate", "volume"]
Ident = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=40)]
Title = Annotated[str, Field(min_length=2, max_length=120)]
Source = Annotated[str, Field(max_length=200)]
Weight = Annotated[int, Field(ge=0, le=100)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Slot(_Part):
    """Something that a session of a kind holds at least once; ``last`` items end the session."""

    id: Ident
    title: Title
    where: Selector
    last: bool = False
    source: Source = ""


class Pairing(_Part):
    """Two exercises that a session of a kind does as one superset."""

    id: Ident
    title: Title
    first: Selector
    second: Selector
    source: Source = ""


def _area(value: object) -> object:
    """Put a standard area in the place of its name."""
    if not isinstance(value, str):
        return value
    areas = _read().areas
    if value not in areas:
        raise ValueError(
            f"there is no area {shown(value)}{suggest(value, areas)}; use one of "
            f"{', '.join(areas)}, or write what it holds, as area: {{pattern: [squat, lunge]}}"
        )
    return areas[value]


class SessionKind(_Part):
    """A kind of session.

    Attributes:
        title: what a session of it is called.
        area: what may be in it; everything where it selects nothing.
        main: what its first lift is, among the exercises with the role main.
        slots: what it holds at least.
        supersets: which of those are done as a superset.

    """

    title: Title
    area: Annotated[Selector, BeforeValidator(_area)] = Selector()
    main: Selector | None = None
    slots: Annotated[tuple[Slot, ...], Field(max_length=20)] = ()
    supersets: Annotated[tuple[Pairing, ...], Field(max_length=5)] = ()

    @property
    def leads(self) -> Pattern | None:
        """The pattern of its main lift, where it can only be of one."""
        patterns = self.main.pattern if self.main else ()
        return patterns[0] if len(set(patterns)) == 1 else None

    @model_validator(mode="after")
    def _check(self) -> Self:
        names = [*(slot.id for slot in self.slots), *(pair.id for pair in self.supersets)]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"slots: {twice[0]!r} stands twice; give each slot its own id")
        return self


class PlannedSession(_Part):
    """A session of a split's week: its kind, and how hard its main lift is (R98).

    The name of a kind alone means a moderate session of it.
    """

    kind: Ident
    intensity: Intensity = "moderate"

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"kind": value} if isinstance(value, str) else value


Week = Annotated[tuple[PlannedSession, ...], Field(min_length=1, max_length=7)]


class Split(_Part):
    """Which sessions a week has, by its number of training days.

    Attributes:
        id: its name.
        title: what to call it.
        source: requirement ids.
        kinds: the kinds of session its weeks use.
        weeks: for a number of training days, the sessions in their order.
        rules: rules of its own, as in ``data/rules.yaml``; of those that name kinds of session,
            the ones that the week has.
        slot_weight, main_weight: cost of a slot, and of a main lift, that is missing; those of
            the standard splits where a split is written without.

    """

    id: Ident
    title: Title
    source: Source = ""
    kinds: Annotated[dict[Ident, SessionKind], Field(min_length=1, max_length=20)]
    weeks: Annotated[
        dict[Annotated[int, Field(ge=1, le=7)], Week], Field(min_length=1, max_length=7)
    ]
    rules: Annotated[tuple[AnyRule, ...], Field(max_length=30)] = ()
    slot_weight: Weight
    main_weight: Weight

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.id in (NONE, AUTO):
            raise ValueError(f"id: {self.id!r} is taken; choose another")
        known = {**self.kinds, **_read().kinds}
        for days, week in self.weeks.items():
            if len(week) != days:
                raise ValueError(
                    f"weeks: {days} days, but {len(week)} sessions; write one for each day"
                )
            for planned in week:
                if planned.kind not in self.kinds:
                    raise ValueError(
                        f"weeks: there is no kind {shown(planned.kind)}"
                        f"{suggest(planned.kind, known)}; use one of {', '.join(known)}"
                    )
        for rule in self.rules:
            for name in _kinds_of(rule) or ():
                if name not in known:
                    raise ValueError(
                        f"rules: {rule.id}: there is no kind {shown(name)}{suggest(name, known)}; "
                        f"use one of {', '.join(self.kinds)}"
                    )
        return self

    def areas(self, days: int) -> dict[str, Selector]:
        """Return what the sessions of the week of so many days may hold, by their titles."""
        used = dict.fromkeys(planned.kind for planned in self.weeks[days])
        return {self.kinds[name].title: self.kinds[name].area for name in used}

    def session_rules(self, days: int) -> Iterator[dict[str, Any]]:
        """Yield the rules of this split's week of so many days, as ``data/rules.yaml`` has them."""
        used = list(dict.fromkeys(planned.kind for planned in self.weeks[days]))
        for name in used:
            kind = self.kinds[name]
            if kind.main is not None:
                yield self._main(name, kind, kind.main)
            for slot in kind.slots:
                yield self._presence(f"slot.{name}.{slot.id}", name, kind, slot)
            for pair in kind.supersets:
                yield self._pair(name, kind, pair)
        for rule in self.rules:
            named = _kinds_of(rule)
            if named is None:
                yield rule.model_dump()
            elif kinds := [name for name in named or used if name in used]:
                yield {**rule.model_dump(), "kinds": kinds}

    def _main(self, name: str, kind: SessionKind, where: Selector) -> dict[str, Any]:
        slot = Slot(
            id="main",
            title="Its main lift comes from its own patterns",
            where=where.model_copy(update={"role": (Role.MAIN,)}),
            source=self.source,
        )
        rule = self._presence(f"main-lift.{name}", name, kind, slot)
        return {**rule, "weight": self.main_weight}

    def _presence(self, rule: str, name: str, kind: SessionKind, slot: Slot) -> dict[str, Any]:
        return {
            "id": rule,
            "title": f"{kind.title}: {_lower_first(slot.title)}",
            "tier": "guardrails",
            "kind": "bound",
            "weight": self.slot_weight,
            "scope": "session",
            "kinds": [name],
            "measure": {"count": "exercises", "where": slot.where},
            "lower": 1,
            "source": slot.source,
            "certainty": "C",
        }

    def _pair(self, name: str, kind: SessionKind, pair: Pairing) -> dict[str, Any]:
        return {
            "id": f"superset.{name}.{pair.id}",
            "title": f"{kind.title}: {_lower_first(pair.title)}",
            "tier": "guardrails",
            "kind": "superset",
            "weight": self.slot_weight,
            "kinds": [name],
            "first": pair.first,
            "second": pair.second,
            "source": pair.source,
            "certainty": "C",
        }


def _kinds_of(rule: AnyRule) -> tuple[str, ...] | None:
    """Return the kinds of session that a rule names; None where it is none of sessions."""
    if isinstance(rule, SupersetRule) or (
        isinstance(rule, BoundRule) and rule.scope is Scope.SESSION
    ):
        return rule.kinds
    return None


class _File(_Part):
    """The whole of ``data/splits.yaml``."""

    slot_weight: Weight
    main_weight: Weight
    areas: dict[Ident, Selector]
    kinds: dict[Ident, dict[str, Any]]
    rules: tuple[AnyRule, ...]
    splits: dict[Ident, dict[str, Any]]
    auto: dict[int, tuple[Ident, ...]]


def standard_splits() -> Mapping[str, Split]:
    """Return the named splits, by id."""
    return _standard()[0]


def splits_for(days: int) -> tuple[Split, ...]:
    """Return the splits that ``auto`` tries for a number of training days, best liked first."""
    splits, auto = _standard()
    return tuple(splits[name] for name in auto.get(days, ()))


def find_split(name: str, days: int) -> Split:
    """Return the named split.

    Raises:
        InputError: there is none of that name, or it has no week of so many days.

    """
    splits = standard_splits()
    if name not in splits:
        names = [AUTO, NONE, *splits]
        raise InputError(
            f"split: there is no split {shown(name)}{suggest(name, names)}; "
            f"use one of {', '.join(names)}, or a file of your own with --split FILE",
            ("split",),
        )
    check_days(splits[name], days)
    return splits[name]


def check_days(split: Split, days: int) -> None:
    """Refuse a split that has no week of so many training days.

    Raises:
        InputError: it has none; the message names the numbers of days that it has.

    """
    if days not in split.weeks:
        has = ", ".join(str(count) for count in sorted(split.weeks))
        other = [each.id for each in splits_for(days)] or [NONE]
        raise InputError(
            f"split: {split.id} has no week of {days} days (it has {has}); "
            f"train on another number of days, or say split: {' or '.join(other)}",
            ("split",),
        )


def check_heavy_days(split: Split, days: Sequence[Weekday]) -> None:
    """Refuse a week with a heavy squat day beside a heavy hinge day (C11).

    Args:
        split: has a week of so many days.
        days: on which the week is trained, Monday first.

    Raises:
        InputError: two such days are neighbours; the message names them.

    """
    week = list(zip(days, split.weeks[len(days)], strict=True))
    for (day, planned), (other, following) in combinations(week, 2):
        leads = {split.kinds[each.kind].leads for each in (planned, following)}
        both_heavy = planned.intensity == following.intensity == "heavy"
        if both_heavy and day.is_beside(other) and leads == {Pattern.SQUAT, Pattern.HINGE}:
            raise InputError(
                f"split: {split.id} has a heavy squat and a heavy hinge as main lifts on days "
                f"beside each other ({day.value} {planned.kind}, {other.value} {following.kind}; "
                "C11); "
                "make one of the two moderate or volume, put another session between them, or "
                "name days further apart",
                ("split",),
            )


def parse_split(document: Document) -> Split:
    """Make a split of a parsed YAML file; it may use the standard areas and kinds by name.

    Raises:
        InputError: a field is wrong; the message names file, line and field.

    """
    if not isinstance(document.content, dict):
        raise InputError(
            f"{document.name}: must hold id, title, kinds and weeks, not {shown(document.content)}"
        )
    try:
        return Split.model_validate(complete(document.content))
    except ValidationError as error:
        faults = str(explain_invalid(error, document, known_fields)).splitlines()
        name = document.name  # what is missing has no place
        placed = [text if text.startswith(name) else f"{name}: {text}" for text in faults]
        raise InputError("\n".join(placed)) from error


def known_fields(where: Where) -> Iterable[str]:
    """Return the fields that may stand at a place of a split written out."""
    part: type[BaseModel] | None = None
    match where:
        case (_,):
            part = Split
        case ("kinds", _, _):
            part = SessionKind
        case ("kinds", _, "slots", _, _):
            part = Slot
        case ("kinds", _, "supersets", _, _):
            part = Pairing
        case ("weeks", _, _, _):
            part = PlannedSession
        case ("rules", _, _):
            part = BoundRule
    return part.model_fields if part else [*Selector.model_fields, *Term.model_fields]


def complete(content: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in the standard weights, and the kinds that weeks name; wrong types are left alone."""
    file = _read()
    kinds = content.get("kinds", {})
    own = dict(kinds) if isinstance(kinds, Mapping) else kinds
    if isinstance(own, dict):
        weeks = content.get("weeks")
        for week in weeks.values() if isinstance(weeks, Mapping) else ():
            for planned in week if isinstance(week, list | tuple) else ():
                name = planned.get("kind") if isinstance(planned, Mapping) else planned
                if isinstance(name, str) and name in file.kinds:
                    own.setdefault(name, file.kinds[name])
    weights = {"slot_weight": file.slot_weight, "main_weight": file.main_weight}
    return {**weights, **content, "kinds": own}


@cache
def _read() -> _File:
    document = read_yaml(DATA / "splits.yaml")
    try:
        return _File.model_validate(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error


@cache
def _standard() -> tuple[dict[str, Split], dict[int, tuple[str, ...]]]:
    file = _read()
    splits = {
        name: parse_split(
            Document(f"data/splits.yaml: {name}", {"id": name, "rules": file.rules, **raw})
        )
        for name, raw in file.splits.items()
    }
    return splits, dict(file.auto)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
