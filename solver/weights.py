"""Weights as a person writes them, and what can be loaded with the plates that they own.

``data/block.yaml`` has the limits and the usual plates, under ``weights``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from solver.bodyweight import Span
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Unit as Measure
from solver.errors import shown
from solver.paths import DATA
from solver.reading import explain_invalid, read_yaml

Unit = Literal["kg", "lb"]
Number = Annotated[float, Field(gt=0, le=1500, allow_inf_nan=False, strict=True)]
TINY = 1e-6
ROUNDED = 0.97
"""Share of the bar that still is the bar: 45 lb is written as 20 kg, which is 44.1 lb."""


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    families: tuple[str, ...]
    added: tuple[str, ...]
    helping: tuple[str, ...]


class WeightLimits(BaseModel):
    """The part ``weights`` of ``data/block.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kg: Span
    kg_per_lb: Annotated[float, Field(gt=0, le=1)]
    bar: dict[Unit, Number]
    pairs: dict[Unit, tuple[Number, ...]]
    step: dict[Unit, Number]
    loaded: tuple[str, ...]
    bare: tuple[str, ...]
    body: _Body
    long: Annotated[dict[int, Number], Field(min_length=1, max_length=1)]
    off_percent: Annotated[float, Field(gt=0, le=100)]
    source: str
    certainty: Literal["A", "B", "C", "D"]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True)

    weights: WeightLimits


@cache
def weight_limits() -> WeightLimits:
    """Return the limits, the usual bar and plates, and the steps of other weights."""
    document = read_yaml(DATA / "block.yaml")
    try:
        return _File.model_validate(document.content).weights
    except ValidationError as error:
        raise explain_invalid(error, document) from error


DIGITS = 3
"""Decimals of a weight: enough for eighths, and for the bar of 45 lb in kilograms."""


@dataclass(frozen=True)
class Weight:
    """A weight in the unit in which a person counts."""

    amount: float
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount:.{DIGITS}f}".rstrip("0").rstrip(".") + f" {self.unit}"

    def to(self, unit: Unit) -> float:
        """Return the number in a unit."""
        if unit == self.unit:
            return self.amount
        rate = weight_limits().kg_per_lb
        return self.amount * rate if unit == "kg" else self.amount / rate


def parse_weight(text: str) -> Weight:
    """Read ``140 kg``, ``102,5 kg`` or ``315 lb``; without a unit, kilograms are meant.

    Raises:
        ValueError: it is no such weight; the message says what to write.

    """
    found = re.fullmatch(
        r"\s*([0-9]{1,4}(?:[.,][0-9]{1,3})?)\s*(kg|kgs|kilos?|lb|lbs|pounds?)?\.?\s*",
        text,
        re.IGNORECASE,
    )
    if not found:
        raise ValueError(f"{shown(text)} is no weight; write it as 140 kg or 315 lb")
    unit: Unit = "lb" if (found[2] or "kg").casefold().startswith(("lb", "pound")) else "kg"
    weight = Weight(float(found[1].replace(",", ".")), unit)
    limits = weight_limits().kg
    if not limits.low <= weight.to("kg") <= limits.high:
        raise ValueError(f"{shown(text.strip())} is outside {limits} kg; check number and unit")
    return weight


def lifts_body(exercise: Exercise) -> bool:
    """Tell whether the body is lifted with the weight, as in a weighted pull-up."""
    body = weight_limits().body
    return exercise.family in body.families and exercise.load in body.added


def takes_best(exercise: Exercise) -> bool:
    """Tell whether a best single means anything: there is a weight to choose, and it is lifted."""
    return not _why_no_best(exercise)


def _why_no_best(exercise: Exercise) -> str:
    limits = weight_limits()
    if exercise.measure is not Measure.REPS:
        unit = "seconds" if exercise.measure is Measure.HOLD else "metres"
        return f"is measured in {unit}, not in repetitions"
    if exercise.load in limits.bare:
        return f"has no weight to choose (its load is {exercise.load})"
    if exercise.family in limits.body.families and exercise.load in limits.body.helping:
        return "is easier with more weight, which takes some of the body"
    return ""


def check_best(best: Weight, exercise: Exercise, plates: Plates | None) -> None:
    """Refuse a best single that says nothing, or that no bar with plates can have.

    Raises:
        ValueError: the message says what to write.

    """
    if why := _why_no_best(exercise):
        raise ValueError(
            f"takes no best lift, since it {why}; leave it out and go by the repetitions in "
            "reserve, or name a lift with a weight to choose, as barbell_row or weighted_pull_up"
        )
    (plates or Plates(unit=best.unit)).check_not_below_bar(best, exercise.load)


class Plates(BaseModel):
    """What a person can load: a bar, pairs of plates (each number one pair), dumbbells.

    Attributes:
        unit: of all numbers, kg or lb.
        bar: what the empty bar weighs; the usual one of the unit where it is left out.
        pairs: plates that there are two of; the usual ones, as many as needed, if left out.
        dumbbells: the weights of the dumbbells, one of each pair; else the usual steps.

    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    unit: Unit = "kg"
    bar: Number | None = None
    pairs: Annotated[tuple[Number, ...], Field(max_length=24)] = ()
    dumbbells: Annotated[tuple[Number, ...], Field(max_length=60)] = ()

    @field_validator("pairs", "dumbbells", mode="after")
    @classmethod
    def _grain(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        if any(abs(each * 8 - round(each * 8)) > TINY for each in value):
            raise ValueError("takes eighths of a kilogram or pound at the finest, as 1.25")
        return value

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.bar is not None and self.bar > 100:
            raise ValueError("bar: weighs more than 100; is that the bar alone?")
        if self.bar is not None and abs(self.bar - round(self.bar, DIGITS)) > TINY:
            raise ValueError(f"bar: takes {DIGITS} decimals at the most, as 20.412")
        return self

    @property
    def empty(self) -> float:
        """Return what the bar weighs."""
        return weight_limits().bar[self.unit] if self.bar is None else self.bar

    def check_not_below_bar(self, weight: Weight, load: str) -> None:
        """Refuse a weight that no bar with plates can have.

        Args:
            weight: of the whole bar with its plates.
            load: what is lifted, as ``barbell``, by the catalogue's name.

        Raises:
            ValueError: it is less than the empty bar; the message says what to write.

        """
        if load not in weight_limits().loaded or weight.to(self.unit) >= self.empty * ROUNDED:
            return
        raise ValueError(
            f"{weight} is less than the empty bar, which weighs {self.empty:g} {self.unit}: count "
            f"bar and plates together, and check number and unit; if your bar is lighter, say so "
            f"in the scenario, as plates: {{unit: {weight.unit}, bar: {weight.amount:g}}}; else "
            "leave it out and go by the repetitions in reserve"
        )

    def heaviest(self, wanted: float, load: str) -> float:
        """Return the heaviest that can be loaded and is no heavier than wanted.

        The bar alone, or the lightest dumbbell, where even that is heavier.

        Args:
            wanted: in the plates' own unit.
            load: what is lifted, as ``barbell``, by the catalogue's name.

        """
        if load in weight_limits().loaded:
            return self.empty + self._on_bar(wanted - self.empty)
        if load == "dumbbell" and self.dumbbells:
            fitting = [each for each in self.dumbbells if each <= wanted + TINY]
            return max(fitting, default=min(self.dumbbells))
        step = weight_limits().step[self.unit]
        return max(int((wanted + TINY) / step), 1) * step

    def _on_bar(self, room: float) -> float:
        """Return what plates add to the bar at most, both sides together."""
        if room <= 0:
            return 0
        if not self.pairs:
            step = 2 * min(weight_limits().pairs[self.unit])
            return int((room + TINY) / step) * step
        eighths = {0}
        most = int((room + TINY) * 8)
        for plate in self.pairs:
            pair = round(plate * 16)
            eighths |= {have + pair for have in eighths if have + pair <= most}
        return max(eighths) / 8
