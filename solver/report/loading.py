"""What a report is made of: a plan, a block of weeks, or an audit, read from JSON.

A plan is a block of one week. All figures are recomputed from the items of the sessions, so that a
file that was changed by hand cannot show others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from solver.auditing import AuditReport, audit
from solver.auditing.audit import audit_sessions
from solver.auditing.week import Week
from solver.catalogue.catalogue import Catalogue
from solver.errors import InputError
from solver.plan import (
    Measures,
    Plan,
    RuleResult,
    ScorePart,
    Session,
    check_version,
    is_plan,
    parse_plan,
)
from solver.reading import Document, explain_invalid, read_json
from solver.report.recovery import Load, find_loads
from solver.report.wording import clean
from solver.rules import Tier
from solver.scenario import Scenario

Text = Annotated[str, Field(max_length=2000)]


MAX_NAMES = 100
"""The most groups, muscles or patterns of an audit; the catalogue has some twenty of each."""

MAX_SETS = 10_000
"""The most sets of a week."""

MAX_FIGURES = 400
"""The most figures of a comparison; what we write has some hundred."""


class _File(BaseModel):
    """What others write may have more fields than are shown."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


F = TypeVar("F", bound=_File)


class BlockWeek(_File):
    """A week of a block: number, letter of its sessions, kind, effort, what is new, sessions."""

    number: Annotated[int, Field(ge=1, le=104)]
    letter: Annotated[str, Field(max_length=8)] = ""
    kind: Annotated[str, Field(max_length=40)] = ""
    wave: Annotated[str, Field(max_length=40)] = ""
    notes: Annotated[tuple[Text, ...], Field(max_length=100)] = ()
    sessions: Annotated[tuple[Session, ...], Field(max_length=14)]


class _Base(_File):
    """A base week of a block: what its weeks are judged by."""

    scenario: Scenario
    split: str
    sessions: Annotated[tuple[Session, ...], Field(max_length=14)]


class _Pair(_File):
    a: _Base
    b: _Base


class _Question(_File):
    question: Text


class Block(_File):
    """A block of weeks, as JSON of ``kind: block``; unknown fields are passed over."""

    kind: Literal["block"] = "block"
    scenario: Scenario | None = None
    split: str = "none"
    pair: _Pair | None = None
    self_check: Annotated[tuple[_Question, ...], Field(max_length=100)] = ()
    weeks: Annotated[tuple[BlockWeek, ...], Field(min_length=1, max_length=104)]
    notes: Annotated[tuple[Text, ...], Field(max_length=400)] = ()
    advice: Annotated[tuple[Text, ...], Field(max_length=400)] = ()


class AuditFile(_File):
    """An audit, as ``evenset audit --format json`` writes it."""

    accepted: bool
    differences: Annotated[tuple[Text, ...], Field(max_length=2000)] = ()
    measures: Measures
    rules: Annotated[tuple[RuleResult, ...], Field(max_length=2000)]
    balance_score: Annotated[float, Field(ge=0, le=100)]
    score_parts: Annotated[tuple[ScorePart, ...], Field(max_length=100)] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Hold the measures to what a week can have: pictures are drawn of them."""
        own = self.measures
        for name in ("groups", "patterns", "planes", "laterality"):
            values = getattr(own, name)
            if len(values) > MAX_NAMES:
                raise ValueError(f"measures.{name}: holds more than {MAX_NAMES} names")
            if any(not 0 <= value <= MAX_SETS for value in values.values()):
                raise ValueError(f"measures.{name}: must be sets from 0 to {MAX_SETS}")
        if len(own.muscles) > MAX_NAMES:
            raise ValueError(f"measures.muscles: holds more than {MAX_NAMES} names")
        return self


class FindingFile(_File):
    """One thing that a block must keep, and where it does not."""

    title: Text
    tier: Annotated[str, Field(max_length=40)] = "block"
    holds: bool | None
    faults: Annotated[tuple[Text, ...], Field(max_length=100)] = ()


class BaseFile(_File):
    """What the audit says of a base week by itself."""

    letter: Annotated[str, Field(max_length=8)]
    broken: Annotated[tuple[Text, ...], Field(max_length=2000)] = ()
    balance_score: Annotated[float, Field(ge=0, le=100)]


class BlockAuditFile(_File):
    """An audit of a block as a whole, as ``evenset audit --format json`` writes it."""

    accepted: bool
    findings: Annotated[tuple[FindingFile, ...], Field(max_length=200)]
    bases: Annotated[tuple[BaseFile, ...], Field(max_length=10)] = ()


class ChangeFile(_File):
    """What became of an exercise from one plan to another."""

    name: Text
    what: Annotated[str, Field(max_length=40)]
    before: Text = ""
    after: Text = ""
    details: Text = ""


class ComparisonFile(_File):
    """Scenarios side by side, as ``evenset compare --format json`` writes them: rows of figures."""

    varied: Annotated[str, Field(max_length=200)] | None = None
    rows: Annotated[
        tuple[dict[Annotated[str, Field(max_length=200)], Any], ...],
        Field(min_length=1, max_length=1000),
    ]
    """As many figures together as ``MAX_FIGURES``: each is a line of the page."""
    notes: Annotated[tuple[Text, ...], Field(max_length=400)] = ()
    changes: Annotated[tuple[ChangeFile, ...], Field(max_length=2000)] = ()
    sessions: Annotated[tuple[Text, ...], Field(max_length=400)] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if len({key for row in self.rows for key in row}) > MAX_FIGURES:
            raise ValueError(f"rows: hold more than {MAX_FIGURES} figures; take some out")
        return self

    @property
    def names(self) -> list[str]:
        """What the rows are called."""
        return [clean(str(row.get("name", n))) for n, row in enumerate(self.rows, start=1)]

    @cached_property
    def keys(self) -> list[str]:
        """The names of the figures that any row has; what is nested is none."""
        found = dict.fromkeys(key for row in self.rows for key in row)
        return [key for key in found if any(_cell(row.get(key)) is not None for row in self.rows)]

    @property
    def cells(self) -> list[list[Cell]]:
        """For each of ``keys`` its value in every row."""
        return [[_cell(row.get(key)) for row in self.rows] for key in self.keys]


Cell = str | float | int | bool | None


def _cell(value: Any) -> Cell:
    """Return a plain value as it is, nothing of what is nested."""
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
        block_audit: of the block as a whole, where it was made.
        questions: of the self-check at the end of a block.
        notes: of the planner.
        advice: around the training.

    """

    weeks: tuple[WeekView, ...]
    scenario: Scenario | None
    plan: Plan | None = None
    audit: AuditReport | None = None
    block_audit: BlockAuditFile | None = None
    questions: Sequence[str] = field(default_factory=tuple)
    notes: Sequence[str] = field(default_factory=tuple)
    advice: Sequence[str] = field(default_factory=tuple)


Reportable = Content | AuditFile | BlockAuditFile | ComparisonFile

BlockCheck = Callable[[Document, Catalogue], str]
"""Audits a block and returns the verdict as JSON: what makes blocks stands above this package."""


def read_reportable(
    path: Path, catalogue: Catalogue, check: BlockCheck | None = None
) -> Reportable:
    """Read what ``evenset report`` takes: a plan, a block, an audit or a comparison in JSON.

    Args:
        path: of the file.
        catalogue: the exercises there are.
        check: audits a block that holds its base weeks; without it a block is shown unaudited.

    Raises:
        InputError: it is none of them, or of another schema version; the message names the field.

    """
    document = read_json(path)
    content = document.content
    if isinstance(content, dict):
        check_version(document)
        if "weeks" in content or content.get("kind") == "block":
            block = block_content(_parse(Block, document), catalogue)
            if check is None or not content.get("pair"):
                return block
            found = BlockAuditFile.model_validate_json(check(document, catalogue))
            return replace(block, block_audit=found)
        if is_plan(content):
            return plan_content(parse_plan(document), catalogue)
        if "rows" in content:
            return _parse(ComparisonFile, document)
        if "findings" in content:
            return _parse(BlockAuditFile, document)
        if "accepted" in content:
            return _parse(AuditFile, document)
    raise InputError(
        f"{path}: is no plan, block, audit or comparison; write one with "
        "`evenset solve --format json -o plan.json`"
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
    return Content((week,), scenario, plan, found, notes=plan.notes, advice=plan.advice)


def block_content(block: Block, catalogue: Catalogue) -> Content:
    """Return what a report shows of a block of weeks.

    Raises:
        InputError: an exercise is not in the catalogue.

    """
    asked = (block.scenario or Scenario()).with_split(block.split)
    pair = {"A": block.pair.a, "B": block.pair.b} if block.pair else {}
    judged = {
        letter: base.scenario.with_split(base.split).resolve(catalogue)
        for letter, base in pair.items()
    }
    judged[""] = asked.resolve(catalogue)
    all_rules = {letter: scenario.make_rules(catalogue) for letter, scenario in judged.items()}
    weeks = []
    for week in block.weeks:
        letter = week.letter if week.letter in judged else ""
        scenario, rules = judged[letter], all_rules[letter]
        base = pair[letter].sessions if letter else ()
        found = audit_sessions(_as_split(week.sessions, base), scenario, catalogue, rules)
        loads = find_loads(Week(week.sessions, scenario, catalogue), rules)
        weeks.append(
            WeekView(
                week.sessions,
                found.measures,
                found.rules,
                loads,
                week.number,
                week.letter,
                week.kind,
                week.wave,
                week.notes,
            )
        )
    return Content(
        tuple(weeks),
        judged[""] if block.scenario else None,
        questions=tuple(check.question for check in block.self_check),
        notes=block.notes,
        advice=block.advice,
    )


def _as_split(sessions: Sequence[Session], base: Sequence[Session]) -> tuple[Session, ...]:
    """Return sessions of the kind and class that the split plans: rules know only the base's.

    The class (heavy, moderate, volume) goes round in a block; the block's audit looks at that.
    """
    if [session.day for session in sessions] != [session.day for session in base]:
        return tuple(sessions)
    return tuple(
        session.model_copy(update={"intensity": planned.intensity, "kind": planned.kind})
        for session, planned in zip(sessions, base, strict=True)
    )


def broken(rules: Sequence[RuleResult], tier: Tier = Tier.GUARDRAILS) -> list[RuleResult]:
    """Return the rules of a tier that apply and do not hold."""
    return [rule for rule in rules if rule.tier is tier and rule.holds is False]
