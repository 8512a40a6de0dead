"""What is carried elsewhere: weeks of sessions. A plan is a block of one week."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from solver.errors import InputError, shown
from solver.plan import SCHEMA_VERSION, Plan, Session, is_plan, parse_plan
from solver.reading import Document, explain_invalid, read_json
from solver.report.wording import clean, heading

MAX_WEEKS = 60
"""The longest block that is carried."""

DELOAD = "deload"

Text = Annotated[str, Field(max_length=2000)]

_SEARCH_FIELDS = ("time_limit", "workers", "seed")
"""Fields of a scenario that say how to search, not what was asked for."""


class Week(Protocol):
    """A week of training, as every format here takes it."""

    @property
    def number(self) -> int:
        """Its number in the block, from 1."""

    @property
    def letter(self) -> str:
        """A or B where weeks alternate; may be empty."""

    @property
    def kind(self) -> str:
        """What kind of week it is; ``deload`` for an easy one; may be empty."""

    @property
    def wave(self) -> str:
        """How hard a loading week is meant to be; may be empty."""

    @property
    def sessions(self) -> Sequence[Session]:
        """Its training days."""

    @property
    def notes(self) -> Sequence[str]:
        """What is new in it."""


@dataclass(frozen=True)
class Training:
    """Weeks of sessions with what is said beside them.

    Attributes:
        title: what to call it, on one line.
        weeks: in order, one after the other.
        advice: sentences beside the training; of a block the self-check at its end too.
        identity: the same for everything made from one scenario; ids of events are built on it.
        pounds: whether the person counts in pounds.
        plan: the plan, where it is one.

    """

    title: str
    weeks: tuple[Week, ...]
    advice: tuple[str, ...] = ()
    identity: str = ""
    pounds: bool = False
    plan: Plan | None = None


class PlannedWeek(BaseModel):
    """A week read from a file; what else stands there is not needed here."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    number: Annotated[int, Field(ge=1, le=520)] = 1
    letter: Annotated[str, Field(max_length=20)] = ""
    kind: Annotated[str, Field(max_length=40)] = ""
    wave: Annotated[str, Field(max_length=40)] = ""
    notes: Annotated[tuple[Text, ...], Field(max_length=100)] = ()
    sessions: Annotated[tuple[Session, ...], Field(min_length=1, max_length=14)]


def _version(value: Any) -> Any:
    if value != SCHEMA_VERSION:
        raise ValueError(
            f"is {shown(value)}, but this version of evenset reads {SCHEMA_VERSION}; "
            "make the block anew, or use the version that wrote it"
        )
    return value


class _Check(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    question: Text


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    schema_version: Annotated[Literal[1], BeforeValidator(_version)]
    kind: Literal["block"]
    title: str = ""
    scenario: dict[str, Any] | None = None
    weeks: Annotated[tuple[PlannedWeek, ...], Field(min_length=1, max_length=MAX_WEEKS)]
    advice: tuple[str, ...] = ()
    self_check: Annotated[tuple[_Check, ...], Field(max_length=100)] = ()


def read_training(path: Path | str) -> Training:
    """Read a plan or a block from a JSON file.

    Raises:
        InputError: the file is neither, or of another schema version; the message names the field.

    """
    document = read_json(Path(path))
    content = document.content
    if isinstance(content, dict) and (content.get("kind") == "block" or "weeks" in content):
        return _of_block(document)
    if is_plan(content):
        return of_plan(parse_plan(document))
    raise InputError(
        f"{path}: is no plan and no block; write one with "
        "`evenset solve --format json -o plan.json`"
    )


def of_plan(plan: Plan) -> Training:
    """Return a plan as a block of one week."""
    scenario = plan.scenario.model_dump(mode="json")
    return Training(
        title=heading(plan.scenario),
        weeks=(PlannedWeek(sessions=plan.sessions),),
        advice=plan.advice,
        identity=_identity(scenario),
        pounds=_pounds(scenario),
        plan=plan,
    )


def _of_block(document: Document) -> Training:
    try:
        block = _Block.model_validate(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error
    numbers = [week.number for week in block.weeks]
    if numbers != list(range(1, len(numbers) + 1)):
        raise InputError(
            f"{document.name}: weeks: are numbered {shown(numbers)}; "
            "number them 1, 2, 3 … in order",
            ("weeks",),
        )
    scenario = block.scenario or {}
    title = clean(block.title or str(scenario.get("title") or "")).strip()
    weeks = [week.model_dump(mode="json") for week in block.weeks]
    return Training(
        title=title or f"Block of {len(block.weeks)} weeks",
        weeks=block.weeks,
        advice=(
            *block.advice,
            *(f"At the end of the block: {check.question} yes / no" for check in block.self_check),
        ),
        identity=_identity(scenario or {"weeks": weeks}),
        pounds=_pounds(scenario),
    )


def _identity(asked: dict[str, Any]) -> str:
    wanted = {name: value for name, value in asked.items() if name not in _SEARCH_FIELDS}
    text = json.dumps(wanted, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _pounds(scenario: dict[str, Any]) -> bool:
    """Tell whether plates, else best lifts, else the bodyweight are in pounds."""
    plates, maxes = scenario.get("plates"), scenario.get("maxes")
    weights = [plates.get("unit")] if isinstance(plates, dict) else []
    weights += [*maxes.values()] if isinstance(maxes, dict) else []
    first = next(filter(None, [*weights, scenario.get("bodyweight")]), "")
    return str(first).casefold().strip().rstrip("s").endswith(("lb", "pound"))


def deload(week: Week) -> bool:
    """Tell whether the week is an easy one, whose sets are no hard sets (D7)."""
    return week.kind.strip().casefold() == DELOAD


def week_title(training: Training, week: Week) -> str:
    """Return ``Week 3 B, hard`` or ``Week 4 A, deload``; nothing where there is one week only."""
    if len(training.weeks) == 1 and not week.letter and not week.kind:
        return ""
    name = f"Week {week.number} {clean(week.letter)}".strip()
    kind = week.kind if deload(week) or not week.wave.strip() else week.wave
    return f"{name}, {clean(kind).replace('_', ' ')}" if kind.strip() else name
