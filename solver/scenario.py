"""What a person asks for: days, minutes, equipment, level, wishes. YAML, flags or Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    field_validator,
    model_validator,
)

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import BodyPart, Level, Role, Weekday
from solver.errors import InputError, Where, shown, suggest
from solver.reading import Document, explain_invalid, read_yaml
from solver.rules.kinds import KINDS, AnyRule
from solver.rules.measures import Selector, Term
from solver.rules.standard import Change, RuleChange, Wishes, standard_rules

USUAL_DAYS: dict[int, tuple[Weekday, ...]] = {
    count: tuple(Weekday(day) for day in days.split())
    for count, days in {
        1: "wed",
        2: "mon thu",
        3: "mon wed fri",
        4: "mon tue thu fri",
        5: "mon tue wed fri sat",
        6: "mon tue wed thu fri sat",
        7: "mon tue wed thu fri sat sun",
    }.items()
}
"""Weekdays for a bare count of days (D15)."""

MIN_MINUTES, MAX_MINUTES = 15, 240
"""The shortest and longest session that can be planned, warm-up included."""

Minutes = Annotated[int, Field(ge=MIN_MINUTES, le=MAX_MINUTES, strict=True)]
Number = Annotated[float, Field(strict=True)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


def _words(value: object) -> object:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


Names = Annotated[tuple[Name, ...], BeforeValidator(_words), Field(max_length=300)]


def parse_weekday(word: object) -> Weekday:
    """Return the weekday of a name such as ``mon`` or ``Monday``.

    Raises:
        ValueError: it is none; the message suggests the nearest.

    """
    text = (word if isinstance(word, str) else shown(word)).strip().casefold()
    full = dict(
        zip(
            ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
            Weekday,
            strict=True,
        )
    )
    short = {day.value: day for day in Weekday} | {"tues": Weekday.TUE, "thur": Weekday.THU}
    if found := full.get(text) or short.get(text):
        return found
    raise ValueError(
        f"{shown(word)} is no weekday{suggest(text, [*full, *short])}; use mon, tue, … sun"
    )


def parse_days(value: object) -> int | dict[Weekday, int | None]:
    """Read a count, ``mon:60,tue,sat:90``, a list of those, or a mapping of day to minutes.

    Returns:
        A count, or a mapping from weekday to minutes, or to None where no minutes are given.

    Raises:
        ValueError: it is none of those, a day is unknown or stands twice, or a number is out of
            range.

    """
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?[0-9]{1,9}\s*", value):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if not 1 <= value <= len(Weekday):
            raise ValueError(f"a count of days must be 1 to 7, not {shown(value)}")
        return value
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, str | list | tuple):
        parts = value.split(",") if isinstance(value, str) else value
        pairs = [pair for part in parts for pair in _day_part(part)]
    else:
        raise ValueError(
            f"must be a count or weekdays such as mon:60,tue,sat:90, not {shown(value)}"
        )
    days: dict[Weekday, int | None] = {}
    for word, minutes in pairs:
        day = parse_weekday(word)
        if day in days:
            raise ValueError(f"{day.value} stands twice; name each day once")
        days[day] = _checked(day, minutes)
    if not days:
        raise ValueError("names no day; give a count or weekdays such as mon,wed,fri")
    return dict(sorted(days.items(), key=lambda pair: pair[0].number))


def _day_part(part: object) -> Iterable[tuple[object, object]]:
    if isinstance(part, Mapping):  # the list entry `- mon: 60`
        return part.items()
    word, colon, minutes = str(part).partition(":")
    if not colon:
        return [(word, None)] if word.strip() else []
    whole = re.fullmatch(r"\s*[+-]?[0-9]{1,9}\s*", minutes)
    return [(word, int(minutes) if whole else minutes.strip())]


def _checked(day: Weekday, minutes: object) -> int | None:
    if minutes is None:
        return None
    if isinstance(minutes, bool) or not isinstance(minutes, int):
        raise ValueError(
            f"{day.value}: takes whole minutes, as in {day.value}:60, not {shown(minutes)}"
        )
    if not MIN_MINUTES <= minutes <= MAX_MINUTES:
        raise ValueError(
            f"{day.value}: minutes must be {MIN_MINUTES} to {MAX_MINUTES}, not {shown(minutes)}"
        )
    return minutes


def _parse_available(value: object) -> object:
    days = None if value is None else parse_days(value)
    if isinstance(days, int):
        raise ValueError("must name weekdays, such as mon,tue,wed,fri")
    return days


Days = Annotated[int | dict[Weekday, int | None], BeforeValidator(parse_days)]
Available = Annotated[dict[Weekday, int | None] | None, BeforeValidator(_parse_available)]


class _Origin:
    """Where a scenario was read from; no part of what it asks for, so any two are equal."""

    def __init__(self, document: Document | None = None) -> None:
        self.document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Origin)

    def __hash__(self) -> int:
        return 0


class Scenario(BaseModel):
    """A request for a plan. Every field has a default: the default scenario is 4 x 60 min.

    Attributes:
        title: what to call it.
        days: a count, or weekdays with their own minutes (``mon:60,tue:45,sat``).
        available: with a count, the weekdays to choose from; the solver picks.
        minutes: length of a session, warm-up included, where a day has none of its own.
        equipment: profiles, items or synonyms.
        without: items to leave out of them.
        level: beginner, intermediate or advanced.
        sets: lowest and highest hard sets a week for each muscle group (R103).
        pull_push: lowest and highest pulling : pushing (R101).
        exclude: exercises that must not be in the week.
        pin: exercises that must be in the week.
        favour: exercises that should be in the week where nothing is lost by it.
        protect: body parts to spare; exercises that load them are left out.
        priorities: groups or muscles whose target band moves up.
        split: ``none``, the week without session kinds.
        rules: changes to rules, by id: ``off``, or any of a rule's numbers.
        add_rules: further rules.
        strict: refuse the week if a guardrail cannot be kept.
        time_limit: seconds after which the best plan found is given.
        workers: search workers; the plan does not depend on them, and so does not name them.
        seed: of the search; may pick another among equally good plans.

    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    title: Annotated[str, Field(max_length=120)] = ""
    days: Days = 4
    available: Available = None
    minutes: Minutes = 60
    equipment: Names = ("full_gym",)
    without: Names = ()
    level: Level = Level.INTERMEDIATE
    sets: tuple[Number, Number] | None = None
    pull_push: tuple[Number, Number] | None = None
    exclude: Names = ()
    pin: Names = ()
    favour: Names = ()
    protect: Annotated[tuple[BodyPart, ...], BeforeValidator(_words)] = ()
    priorities: Names = ()
    split: Literal["none"] = "none"
    rules: dict[str, Change] = {}
    add_rules: Annotated[tuple[AnyRule, ...], Field(max_length=50)] = ()
    strict: bool = False
    time_limit: Annotated[float, Field(gt=0, le=86_400, strict=True)] = 60.0
    workers: Annotated[int, Field(ge=1, le=64, strict=True, exclude=True)] = 2
    seed: Annotated[int, Field(ge=0, le=2_147_483_647, strict=True)] = 0

    _origin: _Origin = PrivateAttr(default_factory=_Origin)

    @field_validator("sets", mode="after")
    @classmethod
    def _sets(cls, value: tuple[float, float] | None) -> tuple[float, float] | None:
        if value is None:
            return value
        low, high = value
        if low > high:
            raise ValueError(f"lowest {low:g} is above highest {high:g}; swap them")
        if not 0 <= low <= high <= 20 or (low * 2) % 1 or (high * 2) % 1:
            raise ValueError(
                f"must lie between 0 and 20 in steps of half a set, not {low:g} and {high:g}"
            )
        return value

    @field_validator("pull_push", mode="after")
    @classmethod
    def _pull_push(cls, value: tuple[float, float] | None) -> tuple[float, float] | None:
        if value is None:
            return value
        low, high = value
        if low > high:
            raise ValueError(f"lowest {low:g} is above highest {high:g}; swap them")
        if not 0 < low <= high <= 5:
            raise ValueError(
                f"must lie between 0 and 5, as 1.25 and 1.5 do, not {low:g} and {high:g}"
            )
        if any(round(bound, 3) != bound for bound in value):
            raise ValueError("takes at most three decimals; round them")
        return value

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.available is not None:
            if not isinstance(self.days, int):
                raise ValueError("available: goes with a count of days; say days: 3, for example")
            if len(self.available) < self.days:
                raise ValueError(
                    f"available: names {len(self.available)} days, but days asks for "
                    f"{self.days}; name more, or ask for fewer"
                )
        return self

    @property
    def candidates(self) -> dict[Weekday, int]:
        """Weekdays that may be trained on, with the minutes of each, Monday first."""
        if isinstance(self.days, int):
            named = self.available or dict.fromkeys(USUAL_DAYS[self.days])
        else:
            named = self.days
        return {day: minutes or self.minutes for day, minutes in named.items()}

    @property
    def count(self) -> int:
        """Number of training days."""
        return self.days if isinstance(self.days, int) else len(self.days)

    def resolve(self, catalogue: Catalogue) -> Scenario:
        """Return the scenario with every name in the catalogue's own spelling.

        Raises:
            InputError: an unknown or contradictory name; the message names the field.

        """
        equipment = catalogue.equipment

        def found(field: str, find: Callable[[str], str]) -> tuple[str, ...]:
            names = []
            for index, name in enumerate(getattr(self, field)):
                with self._placed(field, index):
                    names.append(find(name))
            return tuple(dict.fromkeys(names))

        def exercises(field: str) -> tuple[str, ...]:
            return found(field, lambda name: catalogue.find(name, field).id)

        resolved = self.model_copy(
            update={
                "equipment": found("equipment", equipment.canonical),
                "without": found("without", lambda name: equipment.canonical(name, "without")),
                "exclude": exercises("exclude"),
                "pin": exercises("pin"),
                "favour": exercises("favour"),
                "priorities": found(
                    "priorities", lambda name: catalogue.muscle_or_group(name, "priorities")
                ),
            }
        )
        with self._placed("equipment"):
            if not any(e.hard for e in available(resolved, catalogue)):
                raise InputError(
                    "equipment: no exercise is left after equipment, without, level, exclude and "
                    "protect; name more equipment, or take less away"
                )
        with self._placed("pin"):
            _check_pins(resolved, catalogue)
        return resolved

    def make_rules(self, catalogue: Catalogue) -> tuple[AnyRule, ...]:
        """Return the rules that hold for this scenario.

        Raises:
            InputError: a changed or added rule is wrong.

        """
        wishes = Wishes(
            level=self.level,
            sets=self.sets,
            pull_push=self.pull_push,
            priorities=self.priorities,
            changes=self.rules,
            added=self.add_rules,
        )
        with self._placed():
            return standard_rules(catalogue, wishes)

    @contextmanager
    def _placed(self, *where: str | int) -> Iterator[None]:
        """Put file and line before the message of an InputError; ``where`` is the field."""
        try:
            yield
        except InputError as error:
            if error.where and error.where[0] not in where:
                where = error.where
            document = self._origin.document
            place = document.place(where) if document else ""
            if not place:
                raise
            raise InputError(f"{place}: {error}", where) from error


def available(scenario: Scenario, catalogue: Catalogue) -> list[Exercise]:
    """Return the exercises that may be planned for a resolved scenario; drills are not.

    Equipment, level, exclusions and protected body parts decide. A pinned exercise is allowed
    whatever its level.
    """
    items = catalogue.equipment.resolve(scenario.equipment, scenario.without)
    return [
        exercise
        for exercise in catalogue.doable(items)
        if exercise.role is not Role.DRILL
        and (exercise.level.rung <= scenario.level.rung or exercise.id in scenario.pin)
        and exercise.id not in scenario.exclude
        and not set(exercise.stresses) & set(scenario.protect)
    ]


def _check_pins(scenario: Scenario, catalogue: Catalogue) -> None:
    items = catalogue.equipment.resolve(scenario.equipment, scenario.without)
    for name in scenario.pin:
        exercise = catalogue.exercises[name]
        missing = sorted({exercise.load, *exercise.supports} - items)
        if name in scenario.exclude:
            raise InputError(f"pin: {name!r} is also excluded; keep one of the two")
        if exercise.role is Role.DRILL:
            raise InputError(f"pin: {name!r} is a warm-up drill; pin an exercise")
        if missing:
            raise InputError(
                f"pin: {name!r} needs {', '.join(missing)}, which the equipment does not have; "
                f"add it to equipment, or drop the pin"
            )
        if spared := sorted(set(exercise.stresses) & set(scenario.protect)):
            raise InputError(
                f"pin: {name!r} loads the {', '.join(spared)}, which protect spares; "
                "drop the pin or the protection"
            )


def load_scenario(path: Path | str, overrides: Mapping[str, Any] | None = None) -> Scenario:
    """Read a scenario from a YAML file.

    Args:
        path: the file.
        overrides: fields that win over those of the file.

    Raises:
        InputError: the file or a field is wrong; the message names file, line and field.

    """
    document = read_yaml(Path(path))
    content = {} if document.content is None else document.content
    if not isinstance(content, dict):
        raise InputError(f"{path}: must hold fields such as 'days: 4', not {shown(content)}")
    overrides = overrides or {}
    return make_scenario({**content, **overrides}, document.without(overrides))


def make_scenario(fields: Mapping[str, Any], document: Document | None = None) -> Scenario:
    """Check fields and make a scenario of them.

    Raises:
        InputError: a field is wrong; the message names it and, with a document, its line.

    """
    document = Document("", None) if document is None else document
    document = replace(document, content=dict(fields))
    for name in fields:
        if name not in Scenario.model_fields:
            word = name if isinstance(name, str) else shown(name)
            place = document.place((word,))
            raise InputError(
                f"{place}: {shown(name)}: no such field{suggest(word, Scenario.model_fields)}; "
                f"fields are {', '.join(Scenario.model_fields)}".removeprefix(": "),
                (word,),
            )
    try:
        scenario = Scenario.model_validate(dict(fields))
    except ValidationError as error:
        raise explain_invalid(error, document, lambda where: _known(where, fields)) from error
    scenario._origin.document = document
    return scenario


def _known(where: Where, fields: Mapping[str, Any]) -> Iterable[str]:
    """Return the fields that may stand where an unknown one was found."""
    match where:
        case ("rules", *_):
            return RuleChange.model_fields
        case ("add_rules", int(index), _):
            return KINDS[fields["add_rules"][index]["kind"]].model_fields
        case _:
            return [*Term.model_fields, *Selector.model_fields]
