"""The balance score, 0-100: a weighted mean of marks. ``data/score.yaml`` has the parts.

A mark is continuous: 1 in the middle of a band, 0.9 at its edges, falling to 0 outside. So two
good plans still differ, and a better part never lowers the score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from statistics import fmean
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from solver.paths import DATA
from solver.plan import RuleResult, ScorePart
from solver.reading import explain_invalid, read_yaml

EDGE = 0.9
"""Mark at the edge of a band."""


class Part(BaseModel):
    """A part of the score: the rules it marks (``name-*`` for several), or evenness of groups."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    weight: Annotated[int, Field(ge=0, le=100)]
    rules: tuple[str, ...] = ()
    groups: bool = False

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.groups == bool(self.rules):
            raise ValueError("names rules, or groups: true, one of the two")
        return self


class Parts(BaseModel):
    """The whole of ``data/score.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parts: tuple[Part, ...]


def balance_score(results: Sequence[RuleResult]) -> tuple[float, tuple[ScorePart, ...]]:
    """Return the score, rounded to a tenth, and its parts; parts without rules are left out."""
    parts = []
    for part in _parts():
        if part.groups:
            mark = _evenness(results)
        else:
            mark = _mean(mark_of(result) for result in results if _named(result.id, part.rules))
        if mark is not None:
            parts.append(ScorePart(name=part.name, mark=round(mark, 4), weight=part.weight))
    weight = sum(part.weight for part in parts)
    total = sum(part.weight * part.mark for part in parts) / weight if weight else 0.0
    return round(100 * total, 1), tuple(parts)


def mark_of(result: RuleResult) -> float | None:
    """Return the mark of one rule, None where it does not apply."""
    if result.holds is None:
        return None
    if result.measured is None:
        return 0.0
    if result.id.startswith(("present-", "recovery")):
        # Presence is yes or no; each broken recovery pair costs a quarter.
        return max(1.0 - result.shortfall / (4 if result.id == "recovery" else 1), 0.0)
    return band_mark(result.measured, result.lower, result.upper)


def band_mark(value: float, lower: float | None, upper: float | None) -> float:
    """Mark a value against a band; a missing edge is open, its middle at twice the lower bound."""
    if lower is not None and value < lower:
        return EDGE * max(value, 0.0) / lower if lower > 0 else 0.0
    if upper is not None and value > upper:
        return EDGE * max(2 - value / upper, 0.0) if upper else 0.0
    if lower is None or upper is None:
        reach = 1.0 if not lower else min((value - lower) / lower, 1.0)
        return EDGE + (1 - EDGE) * reach
    half = (upper - lower) / 2
    from_edge = min(value - lower, upper - value) / half if half else 1.0
    return EDGE + (1 - EDGE) * from_edge


def _evenness(results: Sequence[RuleResult]) -> float | None:
    """Return how near the least trained group is to the mean, each against its own band."""
    shares = [
        result.measured / ((result.lower + result.upper) / 2)
        for result in results
        if result.id.startswith("group-target.")
        and result.holds is not None
        and result.measured is not None
        and result.lower is not None
        and result.upper is not None
        and result.lower + result.upper > 0
    ]
    return min(shares) / fmean(shares) if shares and fmean(shares) > 0 else None


@lru_cache(maxsize=16384)
def _named(name: str, wanted: tuple[str, ...]) -> bool:
    return any(
        name == want
        or name.startswith(f"{want}.")
        or (want.endswith("*") and name.startswith(want[:-1]))
        for want in wanted
    )


def _mean(marks: Iterable[float | None]) -> float | None:
    known = [mark for mark in marks if mark is not None]
    return fmean(known) if known else None


@cache
def _parts() -> tuple[Part, ...]:
    document = read_yaml(DATA / "score.yaml")
    try:
        return Parts.model_validate(document.content).parts
    except ValidationError as error:
        raise explain_invalid(error, document) from error
