"""What is carried elsewhere: weeks of sessions. A plan is a block of one week."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from solver.errors import InputError, shown
from solver.plan import Plan, Session, check_version, is_plan, parse_plan
from solver.reading import Document, explain_invalid, read_json
from solver.report.wording import DELOAD, clean, effort, heading
from solver.scenario import Scenario

MAX_WEEKS = 60
"""The longest block that is carried."""

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
        """How hard it is meant to be: easy, moderate or hard; may be empty."""

    @property
    def notes(self) -> Sequence[str]:
        """What is new in it, a sentence each."""

    @property
    def sessions(self) -> Sequence[Session]:
        """Its training days."""


@dataclass(frozen=True)
class Training:
    """Weeks of sessions with what is said beside them.

    Attributes:
        title: what to call it, on one line.
        weeks: in order, one after the other.
        advice: sentences beside the training.
        notes: of the planner, on a block.
        questions: of the self-check at the end of a block.
        identity: the same for everything made from one scenario; ids of events are built on it.
        pounds: whether the person counts in pounds.
        plan: the plan, where it is one.

    """

    title: str
    weeks: tuple[Week, ...]
    advice: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
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
    notes: Annotated[tuple[str, ...], Field(max_length=100)] = ()
    sessions: Annotated[tuple[Session, ...], Field(min_length=1, max_length=14)]


class _Question(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    kind: Literal["block"]
    scenario: Scenario | None = None
    weeks: Annotated[tuple[PlannedWeek, ...], Field(min_length=1, max_length=MAX_WEEKS)]
    advice: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    self_check: Annotated[tuple[_Question, ...], Field(max_length=100)] = ()


def read_training(path: Path | str) -> Training:
    """Read a plan or a block from a JSON file.

    Raises:
        InputError: the file is neither, or of another schema version; the message names the field.

    """
    document = read_json(Path(path))
    check_version(document)
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
    scenario = block.scenario.model_dump(mode="json") if block.scenario else {}
    weeks = [week.model_dump(mode="json") for week in block.weeks]
    length = f"{len(block.weeks)} weeks"
    return Training(
        title=f"{heading(block.scenario)}: {length}" if block.scenario else f"Block of {length}",
        weeks=block.weeks,
        advice=block.advice,
        notes=block.notes,
        questions=tuple(check.question for check in block.self_check),
        identity=_identity(scenario or {"weeks": weeks}),
        pounds=_pounds(scenario),
    )


def _identity(asked: dict[str, Any]) -> str:
    wanted = {name: value for name, value in asked.items() if name not in _SEARCH_FIELDS}
    text = json.dumps(wanted, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _pounds(scenario: dict[str, Any]) -> bool:
    bodyweight = str(scenario.get("bodyweight") or "").casefold()
    return bodyweight.rstrip("s").endswith(("lb", "pound"))


def deload(week: Week) -> bool:
    """Tell whether the week is an easy one, whose sets are no hard sets (D7)."""
    return week.kind.strip().casefold() == DELOAD


def week_title(training: Training, week: Week) -> str:
    """Return ``Week 3 B, hard effort``, or nothing where there is one week only."""
    if len(training.weeks) == 1 and not week.letter and not week.kind:
        return ""
    name = f"Week {week.number} {clean(week.letter)}".strip()
    said = effort(week.kind, week.wave)
    return f"{name}, {said}" if said else name
