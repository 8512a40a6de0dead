"""What a person asks for: days, minutes, equipment, level, wishes. YAML, flags or Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    field_validator,
    model_validator,
)

from solver.bodyweight import parse_bodyweight
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.vocabulary import BodyPart, Level, Weekday
from solver.days import (
    MAX_MINUTES,
    MIN_MINUTES,
    USUAL_DAYS,
    parse_days,
    parse_weekday,
)
from solver.errors import InputError, Where, shown, suggest
from solver.fields import (
    AnySplit,
    Available,
    Days,
    Maxes,
    Minutes,
    Names,
    Number,
    Protected,
    Weight,
)
from solver.reading import Document, explain_invalid, read_yaml
from solver.rules.kinds import KINDS, AnyRule
from solver.rules.measures import Selector, Term
from solver.rules.recovery import Deficit, Eaten, Recovery, Sleep, recovery_of
from solver.rules.signs import Sign, check_together, find_sign, find_signs, load_protections
from solver.rules.splits import (
    AUTO,
    NONE,
    PlannedSession,
    Split,
    check_days,
    check_heavy_days,
    find_split,
    known_fields,
)
from solver.rules.standard import Change, RuleChange, Wishes, standard_rules
from solver.rules.supersets import Supersets
from solver.usable import available, check_pins
from solver.weights import Plates, check_best, parse_weight

__all__ = [
    "MAX_MINUTES",
    "MIN_MINUTES",
    "USUAL_DAYS",
    "Scenario",
    "available",
    "load_scenario",
    "make_scenario",
    "parse_days",
    "parse_weekday",
]

MOST_RULES = 50
"""Rules that a scenario may add."""


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
        signs: what the person notices or how they live, as ``evenset screen`` asks it; each
            changes rules, warm-ups or the choice of exercises.
        sleep: hours a night; with ``deficit`` and ``protein`` it lowers target bands, never floors,
            and keeps repetitions in reserve (R146).
        deficit: whether the person eats less than they burn.
        protein: ``enough`` or ``low``.
        bodyweight: such as ``80 kg`` or ``176 lb``, for the advice beside a plan and the loads of
            lifts that lift the body too.
        priorities: groups or muscles whose target band moves up.
        maxes: best single lifts by exercise, such as ``140 kg``, for the loads of a block; of
            dumbbells the weight of one, of weighted pull-ups the weight beside the body.
        plates: the bar, plates and dumbbells that those loads are rounded to.
        split: a named split, ``auto`` for the best of them, ``none`` for a week without kinds of
            session, or a split written out (as in ``data/splits.yaml``).
        supersets: which exercises may be paired: none, accessories or all.
        rules: changes to rules, by id: ``off``, or any of a rule's numbers.
        add_rules: further rules.
        strict: refuse the week if a guardrail cannot be kept.
        time_limit: seconds after which the best plan found is given; where none is placed by then,
            up to five more go into placing one.
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
    protect: Protected = ()
    signs: Names = ()
    sleep: Sleep = None
    deficit: Deficit = None
    protein: Eaten = None
    bodyweight: Weight = None
    maxes: Maxes = {}
    plates: Plates | None = None
    priorities: Names = ()
    split: AnySplit = AUTO
    supersets: Supersets = Supersets.ACCESSORIES
    rules: dict[str, Change] = {}
    add_rules: Annotated[tuple[AnyRule, ...], Field(max_length=MOST_RULES)] = ()
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

    @field_validator("bodyweight", mode="after")
    @classmethod
    def _bodyweight(cls, value: str | None) -> str | None:
        if value is None:
            return value
        try:
            parse_bodyweight(value)
        except ValueError as error:  # the field is named by what reports it
            raise ValueError(str(error).removeprefix("bodyweight: ")) from error
        return value.strip()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.available is not None:
            if not isinstance(self.days, int):
                raise ValueError("available: goes with a count of days; say days: 3, for example")
            named = len(self.available)
            if named < self.days and "days" not in self.model_fields_set:
                raise ValueError(
                    f"available: names {named} day{'s' if named > 1 else ''}, but a week has "
                    f"{self.days} unless you say how many; say --days {named} (in a file "
                    f"days: {named}), or name more"
                )
            if named < self.days:
                raise ValueError(
                    f"available: names {named} days, but days asks for "
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

    @property
    def raised(self) -> tuple[Sign, ...]:
        """The signs, each once.

        Raises:
            InputError: one is unknown, or two cannot both hold.

        """
        with self._placed("signs"):
            return find_signs(self.signs)

    @property
    def recovery(self) -> Recovery:
        """What sleep, energy and protein allow."""
        return recovery_of(self.sleep, self.deficit, self.protein)

    @property
    def spared(self) -> frozenset[BodyPart]:
        """The body parts to spare: those under ``protect``, and those that a sign spares."""
        return frozenset(self.protect).union(*(sign.protect for sign in self.raised))

    @property
    def preferred(self) -> frozenset[str]:
        """The exercises, by id, that take the place of those that load a spared body part."""
        protections = load_protections()
        return frozenset(name for part in self.spared for name in protections[part].prefer)

    @property
    def split_id(self) -> str:
        """The name of the split."""
        return self.split.id if isinstance(self.split, Split) else self.split

    @property
    def chosen_split(self) -> Split | None:
        """The split, or None where the week has no kinds of session (or none was chosen yet).

        Raises:
            InputError: there is no such split, or it has no week of so many days.

        """
        if isinstance(self.split, str) and self.split in (AUTO, NONE):
            return None
        with self._placed("split"):
            if isinstance(self.split, str):
                return find_split(self.split, self.count)
            check_days(self.split, self.count)
            return self.split

    @property
    def planned(self) -> tuple[PlannedSession | None, ...]:
        """The kind of each session of the week in order; None where there are no kinds."""
        split = self.chosen_split
        return (None,) * self.count if split is None else split.weeks[self.count]

    def with_split(self, name: str) -> Scenario:
        """Return the scenario with a named split, if it has not a split of its own."""
        return self if isinstance(self.split, Split) else self.model_copy(update={"split": name})

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

        signs = found("signs", lambda name: find_sign(name).id)
        with self._placed("signs"):
            check_together(find_signs(signs))
        resolved = self.model_copy(
            update={
                "signs": signs,
                "equipment": found("equipment", equipment.canonical),
                "without": found("without", lambda name: equipment.canonical(name, "without")),
                "exclude": exercises("exclude"),
                "pin": exercises("pin"),
                "favour": exercises("favour"),
                "maxes": self.best_lifts(catalogue),
                "priorities": found(
                    "priorities", lambda name: catalogue.muscle_or_group(name, "priorities")
                ),
            }
        )
        split = self.chosen_split  # is there such a split?
        if split is not None and len(self.candidates) == self.count:
            with self._placed("split"):
                check_heavy_days(split, list(self.candidates))
        with self._placed("equipment"):
            if not any(e.hard for e in available(resolved, catalogue)):
                raise InputError(
                    "equipment: no exercise is left after equipment, without, level, exclude and "
                    "protect; name more equipment, or take less away"
                )
        with self._placed("pin"):
            check_pins(resolved, catalogue)
        return resolved

    def best_lifts(self, catalogue: Catalogue) -> dict[str, str]:
        """Return ``maxes`` by the catalogue's names.

        Raises:
            InputError: a name is unknown or stands twice, or its weight says nothing.

        """
        maxes: dict[str, str] = {}
        for name, weight in self.maxes.items():
            with self._placed("maxes", name):
                exercise = catalogue.find(name, "maxes")
                if maxes.setdefault(exercise.id, weight) != weight:
                    raise InputError(f"maxes: {exercise.id} has two best lifts; keep one of them")
                try:
                    check_best(parse_weight(weight), exercise, self.plates)
                except ValueError as error:
                    raise InputError(f"maxes: {exercise.id}: {error}") from error
        return maxes

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
            signs=self.raised,
            protect=self.spared,
            recovery=self.recovery,
            split=self.chosen_split,
            days=self.count,
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


def load_scenario(path: Path | str, overrides: Mapping[str, Any] | None = None) -> Scenario:
    """Read a scenario from a YAML file.

    Args:
        path: the file.
        overrides: fields that win over those of the file.

    Raises:
        InputError: the file or a field is wrong; the message names file, line and field.

    """
    return scenario_of(read_yaml(Path(path)), overrides)


def scenario_of(document: Document, overrides: Mapping[str, Any] | None = None) -> Scenario:
    """Return the scenario of a file that was read; see :func:`load_scenario`."""
    content = {} if document.content is None else document.content
    if not isinstance(content, dict):
        raise InputError(
            f"{document.name}: must hold fields such as 'days: 4', not {shown(content)}"
        )
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
        case ("plates", _):
            return Plates.model_fields
        case ("add_rules", int(index), _):
            return KINDS[fields["add_rules"][index]["kind"]].model_fields
        case ("split", *inner):
            return known_fields(tuple(inner))
        case _:
            return [*Term.model_fields, *Selector.model_fields]
