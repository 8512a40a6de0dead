"""A block: two base weeks A and B, and the 8 to 12 weeks made of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)

from solver.blocks.table import Wave
from solver.catalogue.vocabulary import Pattern, Weekday
from solver.errors import InputError, shown
from solver.plan import (
    DISCLAIMER,
    SCHEMA_VERSION,
    Plan,
    Session,
    Status,
    TierResult,
    check_version,
    is_block,
)
from solver.reading import Document, explain_invalid, read_json
from solver.rules.signs import SignGroup, load_signs
from solver.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

LETTERS: tuple[Letter, ...] = ("A", "B")
Letter = Literal["A", "B"]
Kind = Literal["loading", "deload"]
Volume = Literal["flat", "ramp"]
LEG_PATTERNS = (Pattern.SQUAT, Pattern.LUNGE, Pattern.HINGE, Pattern.HIP_EXTENSION)
"""What is built around knee or hip (D2): the emphasis that changes from A to B (R75)."""

SHORTEST, LONGEST = 8, 12
"""Weeks of a block (R142)."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


CUT_PAIR = (
    "The time limit ended the search for two weeks before all was tried: with more time other "
    "weeks may come out."
)
"""A note on two weeks that were not the only ones to try."""

STOPPED_PAIR = "You stopped the search; both weeks are the best found until then."
"""The same where Ctrl-C ended it."""


class Kept(_Part):
    """A lift of a program that is of one class in all weeks, and heavy in none."""

    letter: Letter
    day: Weekday
    exercise: Annotated[str, Field(min_length=1, max_length=80)]
    intensity: Literal["moderate", "volume"]


class Pair(_Part):
    """Two weeks that take turns, and what is proved of both together.

    ``tiers`` are of the pair; empty where only each week by itself was looked at. The bound of
    stimulus is one over the sets of these exercises on these days, not over other weeks.
    ``kept`` are lifts that a program keeps to one class; where there are none, JSON has no such
    field.
    """

    a: Plan
    b: Plan
    tiers: tuple[TierResult, ...] = ()
    status: Status = "feasible"
    notes: tuple[str, ...] = ()
    kept: Annotated[tuple[Kept, ...], Field(max_length=200)] = ()

    @model_serializer(mode="wrap")
    def _without_nothing_kept(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        content: dict[str, Any] = handler(self)
        if not self.kept:
            content.pop("kept", None)
        return content

    def week(self, letter: Letter) -> Plan:
        """Return the week of a letter."""
        return self.a if letter == "A" else self.b

    @property
    def cut_off(self) -> bool:
        """Tell whether time had a hand in one of the weeks, or in which weeks they are."""
        told = CUT_PAIR in self.notes or STOPPED_PAIR in self.notes
        return self.a.cut_off or self.b.cut_off or told

    def kept_in(self, letter: Letter) -> dict[tuple[Weekday, str], Literal["moderate", "volume"]]:
        """Return the classes to which lifts of a week are kept, by day and exercise."""
        found = (each for each in self.kept if each.letter == letter)
        return {(each.day, each.exercise): each.intensity for each in found}


class Settings(_Part):
    """How a block is made.

    Attributes:
        weeks: 8 to 12 (R142).
        volume: ``flat``, the sets of the base week in every loading week (D14), or ``ramp``, sets
            that rise within the block (R105).
        trained: for each build-up, in how many weeks it was trained before the block.
        stopped: lifts on one leg, by id, that begin with a stop at the bottom, to which they came
            before the block (R116).
        waiting: lifts on one leg, by id, that take no step, since what a log has of them in the
            block before was not clean (G15).

    """

    weeks: Annotated[int, Field(ge=SHORTEST, le=LONGEST, strict=True)] = 12
    volume: Volume = "flat"
    trained: dict[str, Annotated[int, Field(ge=0, le=1000)]] = {}
    stopped: Annotated[tuple[str, ...], Field(max_length=100)] = ()
    waiting: Annotated[tuple[str, ...], Field(max_length=100)] = ()


class Week(_Part):
    """One week of a block. A deload is of the wave ``easy``; ``notes`` say what is new in it."""

    number: Annotated[int, Field(ge=1, le=LONGEST)]
    letter: Letter
    kind: Kind
    wave: Wave
    sessions: Annotated[tuple[Session, ...], Field(min_length=1, max_length=14)]
    notes: tuple[str, ...] = ()

    @property
    def sets(self) -> int:
        """Sets of the week."""
        return sum(item.sets for session in self.sessions for item in session.items)


class Check(_Part):
    """A question of the self-check at the end of a block (R126, R144)."""

    id: str
    question: str
    raised_by: Literal["yes", "no"]


def self_check() -> tuple[Check, ...]:
    """Return the five questions; `evenset screen --check-only --template` takes the answers."""
    return tuple(
        Check(
            id=sign.id,
            question=sign.question,
            raised_by="yes" if sign.raised_by(True) else "no",
        )
        for sign in load_signs().values()
        if sign.group is SignGroup.CHECK
    )


def _version(value: Any) -> Any:
    if value != SCHEMA_VERSION:
        raise ValueError(
            f"is {value!r}, but this version of evenset reads {SCHEMA_VERSION}; make the block "
            "anew, or use the version that wrote it"
        )
    return value


class Block(_Part):
    """8 to 12 weeks of training. ``to_json()`` is the contract of schema version 1.

    ``asked`` is what the person asked for, where ``scenario`` was changed for this block alone by
    what was done in the last.
    """

    schema_version: Annotated[Literal[1], BeforeValidator(_version)] = 1
    kind: Literal["block"] = "block"
    scenario: Scenario
    asked: Scenario | None = None
    catalogue_hash: str
    settings: Settings
    status: Status
    weeks: Annotated[tuple[Week, ...], Field(min_length=1, max_length=60)]
    pair: Pair
    notes: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    self_check: tuple[Check, ...] = ()
    disclaimer: str = DISCLAIMER

    @model_validator(mode="after")
    def _check(self) -> Self:
        numbers = [week.number for week in self.weeks]
        if numbers != sorted(set(numbers)):
            raise ValueError("weeks: their numbers do not rise; number them 1, 2, 3 …")
        return self

    def to_json(self) -> str:
        """Return the block as JSON text, indented, keys in a fixed order."""
        return self.model_dump_json(indent=2)

    def week(self, number: int) -> Week:
        """Return a week by its number.

        Raises:
            InputError: the block has no such week.

        """
        for week in self.weeks:
            if week.number == number:
                return week
        raise InputError(
            f"week: the block has no week {number}; it has {self.weeks[0].number} to "
            f"{self.weeks[-1].number}"
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each exercise of each session of each week, as a pandas frame."""
        import pandas as pd  # noqa: PLC0415 - pandas is slow to import and seldom needed

        from solver.plan import Item  # noqa: PLC0415

        rows = [
            {
                "week": week.number,
                "letter": week.letter,
                "kind": week.kind,
                "wave": week.wave,
                "day": session.day.value,
                "session": session.title,
                "intensity": session.intensity,
                "order": order,
                **item.model_dump(mode="json"),
            }
            for week in self.weeks
            for session in week.sessions
            for order, item in enumerate(session.items, start=1)
        ]
        first = ["week", "letter", "kind", "wave", "day", "session", "intensity", "order"]
        return pd.DataFrame(rows, columns=[*first, *Item.model_fields])

    def _repr_html_(self) -> str:
        """Show the block in a notebook: its weeks, then the sessions with weeks as columns."""
        from solver.blocks.report import block_html  # noqa: PLC0415 - it imports this module

        return block_html(self)


def read_block(path: Path | str) -> Block:
    """Read a block from a JSON file.

    Raises:
        InputError: the file is no block of this schema version; the message names the field.

    """
    document = read_json(Path(path))
    if not is_block(document.content):
        raise InputError(
            f"{path}: is no block; write one with `evenset block --format json -o block.json`"
        )
    return parse_block(document)


def parse_block(document: Document) -> Block:
    """Turn parsed JSON into a block; see :func:`read_block`."""
    check_version(document)
    try:
        return Block.model_validate(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error


def check_weeks(weeks: object) -> int:
    """Return the number of weeks.

    Raises:
        InputError: it is none that a block has.

    """
    if isinstance(weeks, bool) or not isinstance(weeks, int) or not SHORTEST <= weeks <= LONGEST:
        raise InputError(
            f"weeks: a block has {SHORTEST} to {LONGEST} weeks (R142), not {shown(weeks)}; for one "
            "week use `evenset solve`, or `evenset batch` without --weeks"
        )
    return weeks
