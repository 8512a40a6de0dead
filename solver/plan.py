"""The result: a week of sessions with its proof, its measures and its verdict on every rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from solver.catalogue.vocabulary import Role, Weekday
from solver.errors import InputError, shown
from solver.reading import Document, explain_invalid, read_json
from solver.rules.kinds import Tier
from solver.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

SCHEMA_VERSION = 1

DISCLAIMER = (
    "Balance is a preference, not a promise about injuries. This is no medical advice: "
    "ask a health professional before you start, and stop where something hurts."
)
"""Stands in every output (R147, D12)."""

Status = Literal["optimal", "feasible"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class WarmUpStep(_Part):
    """A drill of the warm-up, or a ramp set of a lift; ``note`` says how it is done."""

    block: str
    drill: str
    name: str = ""
    seconds: Annotated[int, Field(ge=1, le=3600)]
    note: Annotated[str, Field(max_length=120)] = ""


class Item(_Part):
    """An exercise in a session. ``sets`` counts left and right together as one.

    What a plan does not say (``reps``, ``rir``, ``tempo``, ``load``, ``rest_seconds``) is left
    empty, or 0. ``note`` holds short sentences on how it is done.
    """

    exercise: str
    name: str = ""
    role: Role
    slot: str | None = None
    sets: Annotated[int, Field(ge=1, le=20)]
    reps: str = ""
    rir: Annotated[int, Field(ge=0, le=10)] | None = None
    tempo: str | None = None
    load: str | None = None
    rest_seconds: Annotated[int, Field(ge=0, le=900)] = 0
    superset: str | None = None
    sides: Literal[1, 2] = 1
    note: Annotated[str, Field(max_length=240)] = ""


class Session(_Part):
    """One training day; ``minutes`` holds warm-up, ramps, set-ups, sets and rests.

    ``saved_seconds`` are what its supersets save.
    """

    day: Weekday
    title: str = ""
    kind: str = "none"
    intensity: str | None = None
    budget_minutes: Annotated[int, Field(ge=1, le=1440)]
    minutes: Annotated[float, Field(ge=0, le=1440)]
    saved_seconds: Annotated[int, Field(ge=0, le=86_400)] = 0
    warm_up: tuple[WarmUpStep, ...] = ()
    items: Annotated[tuple[Item, ...], Field(max_length=60)] = ()


class TierResult(_Part):
    """Value reached in a tier, the bound proved for it, both in the tier's own units."""

    name: Tier
    value: int
    bound: int
    status: Status


class RuleResult(_Part):
    """The verdict on a rule: what was measured, whether it holds (None: not applicable)."""

    id: str
    title: str
    tier: Tier
    measured: float | None
    lower: float | None
    upper: float | None
    holds: bool | None
    shortfall: float = 0.0
    cost: int = 0
    source: str = ""


class MuscleVolume(_Part):
    """Weekly hard sets of a muscle: those that train it directly, and fractional ones."""

    direct: float
    fractional: float


class Measures(_Part):
    """What the week holds, recomputed from its items."""

    groups: dict[str, float]
    muscles: dict[str, MuscleVolume]
    patterns: dict[str, int]
    planes: dict[str, int]
    laterality: dict[str, int]
    hard_sets: int
    exercises: int
    pull_push: float | None
    hip_knee: float | None
    minutes: float


class ScorePart(_Part):
    """A part of the balance score: its mark between 0 and 1, and its weight."""

    name: str
    mark: float
    weight: int


class Run(_Part):
    """How the plan was found: outside the promise that equal input gives equal bytes."""

    seconds: float
    seconds_per_tier: dict[str, float]
    workers: int
    versions: dict[str, str]


def _version(value: Any) -> Any:
    if value != SCHEMA_VERSION:
        raise ValueError(
            f"is {value!r}, but this version of evenset reads {SCHEMA_VERSION}; "
            "make the plan anew, or use the version that wrote it"
        )
    return value


CUT = "Each tier is proved, but"
"""How the note begins on a plan that is proved, but that more time might have changed."""


class Plan(_Part):
    """A planned week. ``to_json()`` is the contract of schema version 1."""

    schema_version: Annotated[Literal[1], BeforeValidator(_version)] = 1
    scenario: Scenario
    catalogue_hash: str
    split: str = "none"
    status: Status
    tiers: tuple[TierResult, ...]
    sessions: Annotated[tuple[Session, ...], Field(min_length=1, max_length=14)]
    measures: Measures
    rules: tuple[RuleResult, ...]
    balance_score: Annotated[float, Field(ge=0, le=100)]
    score_parts: tuple[ScorePart, ...]
    notes: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    disclaimer: str = DISCLAIMER
    run: Run | None = None

    def to_json(self) -> str:
        """Return the plan as JSON text, indented, keys in a fixed order."""
        return self.model_dump_json(indent=2)

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each exercise of each session, in order, as a pandas frame."""
        import pandas as pd  # noqa: PLC0415 - pandas is slow to import and seldom needed

        rows = [
            {"day": session.day.value, "session": session.title, "order": order, **_flat(item)}
            for session in self.sessions
            for order, item in enumerate(session.items, start=1)
        ]
        columns = ["day", "session", "order", *Item.model_fields]
        return pd.DataFrame(rows, columns=columns)

    def _repr_html_(self) -> str | None:
        """Show the week in a notebook; None where the extra ``report`` is not installed."""
        from solver.report.html import notebook_html  # noqa: PLC0415 - drawn when it is shown

        return notebook_html(self)

    def broken(self, tier: Tier = Tier.GUARDRAILS) -> list[RuleResult]:
        """Return the rules of a tier that apply and do not hold."""
        return [rule for rule in self.rules if rule.tier is tier and rule.holds is False]

    @property
    def cut_off(self) -> bool:
        """Tell whether time had a hand in it: plans of which it had none are equal in every run."""
        return self.status != "optimal" or any(note.startswith(CUT) for note in self.notes)


ONE = {"sets": "set", "exercises": "exercise", "pairs of sessions": "pair of sessions"}
"""Units of a shortfall of one."""


class Conflict(_Part):
    """Something that could not be had: a rule with its shortfall, or a demand in words."""

    what: str
    shortfall: float
    unit: str = ""

    def sentence(self) -> str:
        """Say it in one line."""
        unit = ONE.get(self.unit, self.unit) if self.shortfall == 1 else self.unit
        return f"{self.what}: short by {self.shortfall:g} {unit}".rstrip()


def _flat(item: Item) -> dict[str, Any]:
    return item.model_dump(mode="json")


def read_plan(path: Path | str) -> Plan:
    """Read a plan from a JSON file.

    Raises:
        InputError: the file is no plan of this schema version; the message names the field.

    """
    return plan_of(read_json(Path(path)))


def plan_of(document: Document) -> Plan:
    """Return the plan of a file that was read; see :func:`read_plan`."""
    if not is_plan(document.content):
        raise InputError(
            f"{document.name}: is no plan; write one with `evenset solve --format json "
            "-o plan.json`"
        )
    return parse_plan(document)


def is_plan(content: object) -> bool:
    """Tell whether parsed JSON looks like a plan; a comparison has sessions too, beside rows."""
    return isinstance(content, dict) and "sessions" in content and "rows" not in content


def is_block(content: object) -> bool:
    """Tell whether parsed JSON says of itself that it is a block of weeks."""
    return isinstance(content, dict) and content.get("kind") == "block"


def check_version(document: Document) -> None:
    """Say of another schema version that it is one, before its other fields look wrong.

    Raises:
        InputError: the file names another version than the one that is read here.

    """
    content = document.content
    version = content.get("schema_version", SCHEMA_VERSION) if isinstance(content, dict) else None
    if not isinstance(content, dict) or (version == SCHEMA_VERSION and version is not True):
        return
    remedy = "make the file anew with this version, or use the version that wrote it"
    if isinstance(version, int) and version > SCHEMA_VERSION:
        remedy = f"update evenset, or {remedy}"
    raise InputError(
        f"{document.name}: schema_version: is {shown(version)}, but this version of evenset reads "
        f"{SCHEMA_VERSION}; {remedy}",
        ("schema_version",),
    )


def parse_plan(document: Document) -> Plan:
    """Turn parsed JSON into a plan; see :func:`read_plan`."""
    check_version(document)
    try:
        return Plan.model_validate(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error
