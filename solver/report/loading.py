"""What a report is made of: a plan, a block of weeks, or an audit, read from JSON.

A plan is a block of one week. All figures are recomputed from the items of the sessions, so that a
file that was changed by hand cannot show others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from solver.auditing import AuditReport, audit
from solver.auditing.audit import audit_sessions
from solver.auditing.week import Week
from solver.catalogue.catalogue import Catalogue
from solver.errors import InputError, shown
from solver.plan import (
    SCHEMA_VERSION,
    Measures,
    Plan,
    RuleResult,
    ScorePart,
    Session,
    parse_plan,
)
from solver.reading import Document, explain_invalid, read_json
from solver.report.recovery import Load, find_loads
from solver.rules import AnyRule
from solver.scenario import Scenario

Text = Annotated[str, Field(max_length=2000)]


class _File(BaseModel):
    """What others write may have more fields than are shown."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


F = TypeVar("F", bound=_File)


class BlockWeek(_File):
    """A week of a block: number, letter of its sessions, kind, how hard, sessions, what is new."""

    number: Annotated[int, Field(ge=1, le=104)]
    letter: Annotated[str, Field(max_length=8)] = ""
    kind: Annotated[str, Field(max_length=40)] = ""
    wave: Annotated[str, Field(max_length=40)] = ""
    sessions: Annotated[tuple[Session, ...], Field(max_length=14)]
    notes: Annotated[tuple[Text, ...], Field(max_length=100)] = ()


class BaseWeek(_File):
    """What a base week was solved for: its rules hold for every week of its letter."""

    scenario: Scenario
    split: str
    sessions: Annotated[tuple[Session, ...], Field(max_length=14)] = ()

    def judged(self, sessions: tuple[Session, ...]) -> tuple[Session, ...]:
        """Return a week's sessions as the split knows them: each as heavy as in the base week.

        How heavy they are takes turns within a block (R143), which is no fault of the split.
        """
        if [session.kind for session in sessions] != [session.kind for session in self.sessions]:
            return sessions
        return tuple(
            session.model_copy(update={"intensity": base.intensity})
            for session, base in zip(sessions, self.sessions, strict=True)
        )


class _Pair(_File):
    a: BaseWeek
    b: BaseWeek


class _Check(_File):
    question: Text


class Block(_File):
    """A block of weeks, as JSON of ``kind: block``; unknown fields are passed over.

    ``evenset block`` writes the base weeks as ``pair``; other programs may do without, and name
    the ``split`` of all weeks.
    """

    kind: Literal["block"] = "block"
    scenario: Scenario | None = None
    split: str = "none"
    pair: _Pair | None = None
    weeks: Annotated[tuple[BlockWeek, ...], Field(min_length=1, max_length=104)]
    notes: Annotated[tuple[Text, ...], Field(max_length=400)] = ()
    advice: Annotated[tuple[Text, ...], Field(max_length=400)] = ()
    self_check: Annotated[tuple[_Check, ...], Field(max_length=100)] = ()

    def base(self, letter: str) -> BaseWeek:
        """Return what the weeks of a letter are judged by."""
        if self.pair:
            return self.pair.b if letter.strip().casefold() == "b" else self.pair.a
        return BaseWeek(scenario=self.scenario or Scenario(), split=self.split)


class AuditFile(_File):
    """An audit, as ``evenset audit --format json`` writes it."""

    accepted: bool
    differences: Annotated[tuple[Text, ...], Field(max_length=2000)] = ()
    measures: Measures
    rules: Annotated[tuple[RuleResult, ...], Field(max_length=2000)]
    balance_score: Annotated[float, Field(ge=0, le=100)]
    score_parts: tuple[ScorePart, ...] = ()


class ComparisonFile(_File):
    """Scenarios side by side, as ``evenset compare --format json`` writes them: rows of figures."""

    varied: Annotated[str, Field(max_length=200)] | None = None
    rows: Annotated[
        tuple[dict[Annotated[str, Field(max_length=200)], Any], ...],
        Field(min_length=1, max_length=1000),
    ]
    notes: Annotated[tuple[Text, ...], Field(max_length=400)] = ()

    @property
    def names(self) -> list[str]:
        """What the rows are called."""
        return [str(row.get("name", place)) for place, row in enumerate(self.rows, start=1)]

    @property
    def figures(self) -> list[tuple[str, list[Cell]]]:
        """Each figure's name with its value in every row; a list in titles, others left out."""
        keys = dict.fromkeys(key for row in self.rows for key in row if key != "name")
        found = [(key, [_cell(row.get(key)) for row in self.rows]) for key in keys]
        return [(key, cells) for key, cells in found if any(c not in (None, "") for c in cells)]


Cell = str | float | int | bool | None


def _cell(value: Any) -> Cell:
    """Return a plain value as it is, a list of rules as their titles, nothing of what is nested."""
    if isinstance(value, list):
        titles = [item.get("title") for item in value if isinstance(item, dict)]
        return "; ".join(str(title) for title in titles if title)
    return value if isinstance(value, str | float | int) else None


@dataclass(frozen=True)
class WeekView:
    """A week to be shown: sessions, what they hold, and the verdicts on them."""

    sessions: tuple[Session, ...]
    measures: Measures
    rules: tuple[RuleResult, ...]
    loads: tuple[Load, ...]
    number: int = 1
    letter: str = ""
    kind: str = ""
    wave: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """All that a report shows of a plan or a block.

    Attributes:
        weeks: one for a plan.
        scenario: what was asked for; None where a block does not say.
        plan: the plan, where it is one: it has a proof.
        audit: of the plan.
        notes: of the planner.
        advice: around the training.
        self_check: questions at the end of a block.

    """

    weeks: tuple[WeekView, ...]
    scenario: Scenario | None
    plan: Plan | None = None
    audit: AuditReport | None = None
    notes: Sequence[str] = field(default_factory=tuple)
    advice: Sequence[str] = field(default_factory=tuple)
    self_check: Sequence[str] = field(default_factory=tuple)


Reportable = Content | AuditFile | ComparisonFile


def read_reportable(path: Path, catalogue: Catalogue) -> Reportable:
    """Read what ``evenset report`` takes: a plan, a block, an audit or a comparison in JSON.

    Raises:
        InputError: it is none of them, or of another schema version; the message names the field.

    """
    document = read_json(path)
    content = document.content
    if isinstance(content, dict):
        _check_version(content, document)
        if "weeks" in content:
            return block_content(_parse(Block, document), catalogue)
        if "sessions" in content:
            return plan_content(parse_plan(document), catalogue)
        if "accepted" in content:
            return _parse(AuditFile, document)
        if "rows" in content:
            return _parse(ComparisonFile, document)
    raise InputError(
        f"{path}: is no plan, block, audit or comparison; write one with "
        "`evenset solve --format json -o plan.json`"
    )


def _check_version(content: dict[str, Any], document: Document) -> None:
    """Say of another version that it is one, before its other fields look wrong."""
    version = content.get("schema_version", SCHEMA_VERSION)
    if version == SCHEMA_VERSION and not isinstance(version, bool):
        return
    remedy = "make the plan anew with this version of evenset"
    if isinstance(version, int) and version > SCHEMA_VERSION:
        remedy = "update evenset, or make the plan anew with this version"
    raise InputError(
        f"{document.name}: schema_version: is {shown(version)}, but this version of evenset reads "
        f"{SCHEMA_VERSION}; {remedy}"
    )


def _parse(model: type[F], document: Document) -> F:
    try:
        return model.model_validate(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error


def plan_content(plan: Plan, catalogue: Catalogue) -> Content:
    """Return what a report shows of a plan.

    Raises:
        InputError: an exercise is not in the catalogue.

    """
    scenario = plan.scenario.with_split(plan.split).resolve(catalogue)
    found = audit(plan, catalogue)
    loads = find_loads(Week(plan.sessions, scenario, catalogue), scenario.make_rules(catalogue))
    week = WeekView(plan.sessions, found.measures, found.rules, loads)
    return Content((week,), scenario, plan, found, plan.notes, plan.advice)


def block_content(block: Block, catalogue: Catalogue) -> Content:
    """Return what a report shows of a block of weeks.

    Raises:
        InputError: an exercise is not in the catalogue.

    """
    known: dict[str, tuple[Scenario, tuple[AnyRule, ...]]] = {}
    weeks = []
    for week in block.weeks:
        base = block.base(week.letter)
        if week.letter not in known:
            asked = base.scenario.with_split(base.split).resolve(catalogue)
            known[week.letter] = (asked, asked.make_rules(catalogue))
        scenario, rules = known[week.letter]
        found = audit_sessions(base.judged(week.sessions), scenario, catalogue, rules)
        loads = find_loads(Week(week.sessions, scenario, catalogue), rules)
        weeks.append(
            WeekView(
                week.sessions, found.measures, found.rules, loads,
                week.number, week.letter, week.kind, week.wave, week.notes,
            )
        )  # fmt: skip
    return Content(
        tuple(weeks),
        block.scenario.resolve(catalogue) if block.scenario else None,
        notes=block.notes,
        advice=block.advice,
        self_check=[check.question for check in block.self_check],
    )
