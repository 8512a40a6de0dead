"""A bodyweight as a person writes it, in kilograms or pounds. ``data/advice.yaml`` has the limits.

The bodyweight changes no plan; the advice beside a plan counts with it, and so do the loads of
lifts in a block that lift the body too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from solver.errors import shown
from solver.paths import DATA
from solver.reading import explain_invalid, read_yaml

Number = Annotated[float, Field(strict=True, gt=0, le=1000, allow_inf_nan=False)]


class Span(BaseModel):
    """From low to high, as text ``7–9``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: Number
    high: Number

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"low: {self.low:g} is not below high {self.high:g}; swap them")
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends."""
        return self.low, self.high

    def __str__(self) -> str:
        decimals = max(len(f"{end:g}".partition(".")[2]) for end in (self.low, self.high))
        return f"{self.low:.{decimals}f}–{self.high:.{decimals}f}"


class Limits(BaseModel):
    """What is taken for a bodyweight, and how a pound is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kg: Span
    kg_per_lb: Number
    source: Annotated[str, Field(min_length=2, max_length=400)]
    certainty: Literal["A", "B", "C", "D"]


class _File(BaseModel):
    """What this module reads of ``data/advice.yaml``."""

    model_config = ConfigDict(frozen=True)

    bodyweight: Limits


@dataclass(frozen=True)
class Bodyweight:
    """A bodyweight, and the unit in which the person gave it."""

    kg: float
    unit: Literal["kg", "lb"]

    def __str__(self) -> str:
        return f"{round(self.amount, 1):g} {self.unit}"

    @property
    def amount(self) -> float:
        """The number in the person's own unit."""
        return self.kg if self.unit == "kg" else self.kg / _limits().kg_per_lb


def parse_bodyweight(text: str) -> Bodyweight:
    """Read ``80``, ``80 kg``, ``80,5 kg`` or ``176lb``; without a unit, kilograms are meant.

    Raises:
        ValueError: it is no such weight, or none that a lifter has; the message says what to write.

    """
    limits = _limits()
    found = re.fullmatch(
        r"\s*([0-9]{1,4}(?:[.,][0-9]{1,2})?)\s*(kg|kgs|kilos?|lb|lbs|pounds?)?\.?\s*",
        text,
        re.IGNORECASE,
    )
    if not found:
        raise ValueError(f"bodyweight: {shown(text)} is no weight; write it as 80 kg or 176 lb")
    number = float(found[1].replace(",", "."))
    pounds = (found[2] or "kg").casefold().startswith(("lb", "pound"))
    kg = number * limits.kg_per_lb if pounds else number
    if not limits.kg.low <= kg <= limits.kg.high:
        raise ValueError(
            f"bodyweight: {shown(text.strip())} is outside {limits.kg} kg "
            f"({limits.kg.low / limits.kg_per_lb:.0f}–{limits.kg.high / limits.kg_per_lb:.0f} lb); "
            "check the number and its unit, such as 80 kg or 176 lb"
        )
    return Bodyweight(kg, "lb" if pounds else "kg")


@cache
def _limits() -> Limits:
    document = read_yaml(DATA / "advice.yaml")
    try:
        return _File.model_validate(document.content).bodyweight
    except ValidationError as error:
        raise explain_invalid(error, document) from error
