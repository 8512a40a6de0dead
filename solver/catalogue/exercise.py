"""An exercise with its tags. data/README.md says how each tag is decided."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from solver.catalogue.hard_sets import hard_set_sizes
from solver.catalogue.vocabulary import (
    BodyPart,
    Laterality,
    Level,
    Pattern,
    Plane,
    Rank,
    Role,
    Unit,
)
from solver.errors import shown


def _split(cell: object) -> object:
    return (
        [part.strip() for part in cell.split("|") if part.strip()]
        if isinstance(cell, str)
        else cell
    )


def _yes_no(cell: object) -> object:
    if isinstance(cell, str):
        if cell not in ("yes", "no"):
            raise ValueError(f"must be yes or no, not {shown(cell)}")
        return cell == "yes"
    return cell


def _blank(cell: object) -> object:
    return None if cell == "" else cell


YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Words = Annotated[tuple[str, ...], BeforeValidator(_split)]
Ident = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]


class Exercise(BaseModel):
    """One exercise or drill; immutable. Fields are the columns of ``data/exercises.csv``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Ident
    name: Annotated[str, Field(min_length=2, max_length=80)]
    aliases: Words = ()
    pattern: Pattern
    also: Annotated[tuple[Pattern, ...], BeforeValidator(_split)] = ()
    plane: Plane
    laterality: Laterality
    direct: Words = ()
    indirect: Words = ()
    load: Ident
    supports: Words = ()
    role: Role
    hard: YesNo
    level: Level
    rank: Rank
    loadable_to: Level
    spine_load: Annotated[int, Field(ge=0, le=3)]
    stresses: Annotated[tuple[BodyPart, ...], BeforeValidator(_split)] = ()
    grip: YesNo
    eccentric: YesNo
    measure: Unit
    low: Annotated[int, Field(ge=1, le=300)]
    high: Annotated[int, Field(ge=1, le=300)]
    rep_seconds: Annotated[int, Field(ge=0, le=15)]
    setup_seconds: Annotated[
        Annotated[int, Field(ge=0, le=600)] | None, BeforeValidator(_blank)
    ] = None
    family: Ident
    easier: Annotated[Ident | None, BeforeValidator(_blank)] = None
    harder: Annotated[Ident | None, BeforeValidator(_blank)] = None
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        # Each message begins with the field that it is about.
        if self.low > self.high:
            raise ValueError(f"low: {self.low} is above high {self.high}; swap them")
        if both := set(self.direct) & set(self.indirect):
            raise ValueError(f"direct: {min(both)} is indirect too; keep one of the two")
        if self.hard and not self.direct:
            raise ValueError("direct: is empty, but a hard set needs a muscle; name one")
        if self.role is Role.DRILL and self.hard:
            raise ValueError("hard: a drill has no hard sets; say no")
        least, most = hard_set_sizes()[self.measure]
        if self.hard and not least <= self.low <= self.high <= most:
            raise ValueError(
                f"low: {self.low} to {self.high} is no hard set, which has {least} to {most} "
                "(D13); change the range, or say hard: no"
            )
        if self.measure is Unit.REPS and self.rep_seconds == 0:
            raise ValueError("rep_seconds: must be 1 or more where repetitions are counted")
        return self

    @property
    def sides(self) -> Literal[1, 2]:
        """2 where a set is done left and right."""
        return 2 if self.laterality is Laterality.UNILATERAL else 1

    @cached_property
    def muscles(self) -> dict[str, float]:
        """Fractional sets that one hard set gives each muscle: direct 1, indirect 0.5 (V7)."""
        return dict.fromkeys(self.direct, 1.0) | dict.fromkeys(self.indirect, 0.5)

    def shows(self, pattern: Pattern) -> bool:
        """Tell whether the pattern is its primary one or stands in ``also``."""
        return pattern == self.pattern or pattern in self.also
