"""What warm-ups are made of: blocks, drills and ramp sets, read from ``data/warm_ups.yaml``."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from solver.catalogue.vocabulary import Pattern
from solver.paths import DATA
from solver.reading import explain_invalid, read_yaml

BLOCKS = ("breath", "activation", "pattern", "ramp")
"""The blocks of a warm-up, in order (R106)."""

Form = Literal["full", "short"]
Part = Literal["ribs", "scapula", "hip", "ankle", "thoracic"]
Lead = Literal["scapula", "hip"]
Ident = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=60)]
Words = Annotated[str, Field(min_length=2, max_length=80)]
Source = Annotated[str, Field(min_length=2, max_length=200)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Timing(_Entry):
    """How the seconds of a block are shared among its drills."""

    unit_seconds: Annotated[int, Field(ge=1, le=60)]
    shortest_seconds: Annotated[int, Field(ge=1, le=120)]
    pause_seconds: Annotated[int, Field(ge=0, le=60)]
    source: Source


class Drill(_Entry):
    """A drill of a block, and what it prepares."""

    drill: Ident
    part: Part | None = None
    patterns: tuple[Pattern, ...] = ()
    note: Annotated[str, Field(max_length=80)] = ""


class Block(_Entry):
    """One of the first three blocks, its length and drills by form, those liked best first."""

    seconds: dict[Form, Annotated[int, Field(ge=15, le=900)]]
    drills: dict[Form, Annotated[int, Field(ge=1, le=8)]]
    source: Source
    otherwise: Words
    drill_list: Annotated[tuple[Drill, ...], Field(alias="from", min_length=1, max_length=40)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        for field, forms in (("seconds", self.seconds), ("drills", self.drills)):
            if len(forms) < 2:
                raise ValueError(f"{field}: must name both forms; say full and short")
        return self


class RampSet(_Entry):
    """A ramp set: percent of the working weight, and repetitions."""

    percent: Annotated[int, Field(ge=1, le=99)]
    reps: Annotated[int, Field(ge=1, le=12)]
    source: Source


class Way(_Entry):
    """How a lift gets easier that has no weight of which to take a share."""

    exercises: tuple[Ident, ...] = ()
    loads: tuple[Ident, ...] = ()
    light: Words
    near: Words


class Unweighed(_Entry):
    """Ramp sets of lifts without such a weight."""

    reps_percent: Annotated[int, Field(ge=1, le=100)]
    source: Source
    ways: Annotated[tuple[Way, ...], Field(max_length=20)]


class Ramp(_Entry):
    """The lightest and the heaviest ramp set, and those without a weight."""

    first: RampSet
    last: RampSet
    unweighed: Unweighed

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.first.percent >= self.last.percent:
            raise ValueError("first: must be lighter than the last; lower its percent")
        return self


class Table(_Entry):
    """The whole of ``data/warm_ups.yaml``."""

    timing: Timing
    leads: dict[Lead, tuple[Pattern, ...]]
    breath: Block
    activation: Block
    pattern: Block
    ramp: Ramp

    @property
    def blocks(self) -> tuple[tuple[str, Block], ...]:
        """Return the blocks that hold drills, with their names, in order."""
        return tuple(zip(BLOCKS, (self.breath, self.activation, self.pattern), strict=False))

    @model_validator(mode="after")
    def _check(self) -> Self:
        if len(self.leads) < 2:
            raise ValueError("leads: must name both parts; say scapula and hip")
        if both := set(self.leads["scapula"]) & set(self.leads["hip"]):
            raise ValueError(f"leads: {min(both)} leads with scapula and hip; keep one of the two")
        names = [entry.drill for _, block in self.blocks for entry in block.drill_list]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"{twice[0]!r} stands twice; a drill belongs to one block")
        if stray := [d.drill for d in self.activation.drill_list if d.part not in self.leads]:
            raise ValueError(f"activation: {stray[0]} has no part that leads; say scapula or hip")
        if bare := [d.drill for d in self.pattern.drill_list if not d.patterns]:
            raise ValueError(f"pattern: {bare[0]} rehearses nothing; name its patterns")
        return self


def warm_up_drills() -> dict[str, str]:
    """Return the block of each drill that a warm-up may hold, by the drill's id, in order.

    These are the ids that ``prepare`` of :func:`make_warm_up` may name.

    Raises:
        InputError: ``data/warm_ups.yaml`` is wrong; the message names file, line and field.

    """
    return {entry.drill: name for name, block in warm_ups().blocks for entry in block.drill_list}


def stand_ins() -> dict[str, str]:
    """Return the words that stand in each block of which no drill can be done."""
    return {name: block.otherwise for name, block in warm_ups().blocks}


@cache
def warm_ups() -> Table:
    """Return the whole table, read once.

    Raises:
        InputError: the file is wrong; the message names file, line and field.

    """
    document = read_yaml(DATA / "warm_ups.yaml")
    try:
        return Table.model_validate(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error
