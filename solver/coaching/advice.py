"""What a coach says around the plan: sleep, protein, free days, deloads, soreness, fatigue.

``data/advice.yaml`` has the numbers. No sentence promises anything about injuries (D12).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from solver.bodyweight import Bodyweight, Limits, Span, parse_bodyweight
from solver.catalogue.vocabulary import Level, Weekday
from solver.paths import DATA
from solver.reading import explain_invalid, read_yaml
from solver.rules.signs import SignGroup, load_signs

__all__ = ["DAY_NAMES", "Bodyweight", "make_advice", "parse_bodyweight", "protein_range"]

DAY_NAMES = dict(
    zip(
        Weekday,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)

Number = Annotated[float, Field(strict=True, gt=0, le=1000, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=1, le=100)]
Text = Annotated[str, Field(min_length=2, max_length=400)]


def protein_range(weight: Bodyweight) -> tuple[int, int]:
    """Return the grams of protein a day, rounded into the range (R119).

    The rate is the one for pounds; who counts in kilograms also keeps to the rounded one for them.
    """
    table = _table()
    pounds = weight.kg / table.bodyweight.kg_per_lb
    low, high = (end * pounds for end in table.protein.per_lb.ends)
    if weight.unit == "kg":
        least, most = (end * weight.kg for end in table.protein.per_kg.ends)
        low, high = max(low, least), min(high, most)
    tiny = 1e-9  # 176 lb are 176 lb, though they went through kilograms
    return math.ceil(low - tiny), math.floor(high + tiny)


def make_advice(
    *, bodyweight: str | None, training_days: Sequence[Weekday], level: Level
) -> tuple[str, ...]:
    """Return what goes with a plan, one piece of advice a line.

    Args:
        bodyweight: such as ``80 kg`` or ``176 lb``; None gives rates instead of grams.
        training_days: the others are free.
        level: how many days are usual.

    Raises:
        ValueError: the bodyweight is no weight.

    """
    table = _table()
    return (
        f"Sleep: aim for {table.sleep.hours} hours a night.",
        _protein(parse_bodyweight(bodyweight) if bodyweight is not None else None, table),
        "Drink: steadily over the day, and keep water within reach while you train.",
        _free_days(training_days),
        *_many_days(training_days, level, table),
        _deload(table.deload),
        _soreness(table.soreness),
        _self_check(),
        f"Fatigue: if it lasts or motivation drops, change one thing for a week: about "
        f"{table.fatigue.cut_percent} % fewer sets, or a step lighter (volume instead of moderate, "
        "moderate instead of heavy), or one day less. If it still lasts, ask a health "
        "professional.",
    )


def _protein(weight: Bodyweight | None, table: _Table) -> str:
    lb, kg = f"{table.protein.per_lb} g for each pound", f"{table.protein.per_kg} g for each kg"
    if weight is None:
        return f"Protein: {lb} of bodyweight a day, which is {kg}."
    low, high = protein_range(weight)
    levels_off = table.protein.levels_off_per_kg * weight.kg
    return (
        f"Protein: {low}–{high} g a day at {weight} ({lb if weight.unit == 'lb' else kg}); "
        f"across trials, gains levelled off at about {levels_off:.0f} g on average."
    )


def _free_days(training_days: Iterable[Weekday]) -> str:
    taken = set(training_days)
    free = [DAY_NAMES[day] for day in Weekday if day not in taken]
    if not free:
        return (
            "Recovery: no day is free, so give the shortest session an easy walk or some mobility "
            "work after it, and think about freeing a day."
        )
    if len(free) == 1:
        return f"Free day ({free[0]}): easy cardio, a mobility flow, or light full-range movement."
    return (
        f"Free days ({', '.join(free[:-1])} and {free[-1]}): on at least one of them easy cardio, "
        "a mobility flow, or light full-range movement; otherwise rest."
    )


def _many_days(training_days: Iterable[Weekday], level: Level, table: _Table) -> Iterable[str]:
    """Say so where the days are more than is usual for the level (R146)."""
    days, usual = len(set(training_days)), table.training_days.of(level)
    if days > usual.high:
        yield (
            f"Days: {days} are more than the {usual} that are usual at your level "
            f"({level.value}); should sleep or energy fall behind, drop a day first."
        )


def _deload(deload: _Deload) -> str:
    return (
        f"Deload: every {deload.weeks} weeks, take an easier one: same days and exercises, "
        f"{deload.sets_percent} % of the sets, {deload.rir} or more repetitions in reserve. It is "
        "custom more than proof; a week without any training cost strength in the one trial with "
        "trained lifters."
    )


def _soreness(soreness: _Soreness) -> str:
    return (
        "Soreness: feedback, not a goal and no sign of progress. If a muscle is sore for longer "
        f"than {soreness.hours} hours, or suddenly more after a small change, give it "
        f"{soreness.cut_percent} % fewer sets next week."
    )


def _self_check() -> str:
    """Name the five items of the weekly self-check (R126)."""
    items = [sign.title.lower() for sign in load_signs().values() if sign.group is SignGroup.CHECK]
    return (
        f"Self-check: once a week look at {len(items)} things: {', '.join(items[:-1])}, and "
        f"{items[-1]}. `evenset screen --check-only` asks for them, and the answers change the "
        "next week."
    )


# ---- the table --------------------------------------------------------------------------------


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Sourced(_Part):
    source: Text
    certainty: Literal["A", "B", "C", "D"]


class _Sleep(_Sourced):
    hours: Span


class _Protein(_Sourced):
    per_lb: Span
    per_kg: Span
    levels_off_per_kg: Number


class _Days(_Sourced):
    beginner: Span
    intermediate: Span
    advanced: Span

    def of(self, level: Level) -> Span:
        return {
            Level.BEGINNER: self.beginner,
            Level.INTERMEDIATE: self.intermediate,
            Level.ADVANCED: self.advanced,
        }[level]


class _Deload(_Sourced):
    weeks: Span
    sets_percent: Span
    rir: Count


class _Soreness(_Sourced):
    hours: Span
    cut_percent: Span


class _Fatigue(_Sourced):
    cut_percent: Count


class _Table(_Part):
    """The whole of ``data/advice.yaml``."""

    sleep: _Sleep
    protein: _Protein
    bodyweight: Limits
    training_days: _Days
    deload: _Deload
    soreness: _Soreness
    fatigue: _Fatigue


def parse_table(content: Any) -> _Table:
    """Check the content of ``data/advice.yaml``."""
    return _Table.model_validate(content)


@cache
def _table() -> _Table:
    document = read_yaml(DATA / "advice.yaml")
    try:
        return parse_table(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error
