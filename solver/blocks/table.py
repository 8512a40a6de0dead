"""The numbers of a block: ``data/block.yaml``, checked."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from solver.catalogue.vocabulary import Level, Role
from solver.paths import DATA
from solver.reading import explain_invalid, read_yaml
from solver.weights import WeightLimits

Wave = Literal["hard", "moderate", "easy"]

WAVES: tuple[Wave, ...] = ("easy", "moderate", "hard")
"""By rising effort."""

Count = Annotated[int, Field(strict=True, ge=0, le=200)]
Number = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
Text = Annotated[str, Field(min_length=1, max_length=400)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Sourced(_Part):
    source: Text
    certainty: Literal["A", "B", "C", "D"] = "D"
    reason: Text = ""


class Between(_Part):
    """From low to high, both included."""

    low: Number
    high: Number

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"low: {self.low:g} is above high {self.high:g}; swap them")
        return self

    def holds(self, value: float) -> bool:
        """Tell whether the value lies in it."""
        return self.low <= value <= self.high


class _Runs(_Sourced):
    weeks: dict[int, tuple[tuple[int, ...], ...]]
    loading: Between
    deload_gap: Between

    @model_validator(mode="after")
    def _check(self) -> Self:
        for weeks, runs in self.weeks.items():
            if sum(map(sum, runs)) + len(runs) != weeks:
                raise ValueError(f"weeks: the runs of {weeks} with their deloads do not fill it")
            if any(not self.loading.holds(sum(run)) for run in runs):
                raise ValueError(f"weeks: a run of {weeks} is too short or too long")
        return self


class _Waves(_Sourced):
    order: dict[int, tuple[Wave, ...]]
    rir: dict[Wave, int]
    lowest: dict[Level, Count]
    lowest_heavy: Count
    highest: Count

    @model_validator(mode="after")
    def _check(self) -> Self:
        for length, order in self.order.items():
            if len(order) != length or set(order) != set(WAVES):
                raise ValueError(f"order: that of {length} must have as many weeks, of all kinds")
        return self


class _Ramp(_Part):
    down: Count
    up: Count


class Step(_Part):
    """How far the sets of a group may rise: ``sets`` or ``percent``, the larger, ``most`` at most.

    R105.
    """

    sets: Number
    percent: Number
    most: Number

    def allows(self, before: float, after: float) -> bool:
        """Tell whether the sets of a group may rise so."""
        limit = min(max(self.sets, before * self.percent / 100), self.most)
        return after - before <= limit + 1e-9


class _Volume(_Sourced):
    flat: Number
    ramp: _Ramp
    step: Step


class _Percent(Between):
    aim: Number


class _Deload(_Sourced):
    sets_percent: _Percent
    rir: Count
    load_percent: Between


class _Stop(_Part):
    seconds: Annotated[int, Field(ge=1, le=5)]
    least_reps: Annotated[int, Field(ge=1, le=30)]


class _Ladder(_Sourced):
    weeks: Count
    times: Count
    least_weeks: Count
    stop: _Stop
    gives: Annotated[tuple[Role, ...], Field(min_length=1)]


class Row(_Part):
    """The most of an exercise in a week: sets, and repetitions of the week or of a set."""

    sets: Annotated[int, Field(ge=1, le=20)]
    reps_a_week: Annotated[int, Field(ge=1, le=500)] | None = None
    reps: tuple[Count, Count] | None = None


class BuildUp(_Sourced):
    """A build-up: rows by the number of weeks in which the exercise has been trained.

    Weeks of the easier exercise alone prepare for sets of it; repetitions begin with the first of
    its own.
    """

    exercise: str
    instead: str
    least_reps: Annotated[int, Field(ge=1, le=30)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]

    def row(self, times: int) -> Row:
        """Return the row after the exercise was trained in so many weeks."""
        return self.rows[min(times, len(self.rows) - 1)]

    def row_of(self, times: int, done: int) -> Row:
        """Return what a week may have.

        Args:
            times: weeks before it with the exercise or the easier one: so many sets.
            done: weeks before it with the exercise itself: so many repetitions.

        """
        return self.row(done).model_copy(update={"sets": self.row(times).sets})

    @property
    def most_sets(self) -> int:
        """The most sets of a week that it comes to."""
        return max(row.sets for row in self.rows)


class _Fortnight(_Sourced):
    rules: tuple[str, ...]
    weight: Count


class _Sore(_Part):
    longer: Count
    long: Count
    cut_percent: Count
    least_sets: Number


class _Fatigue(_Part):
    weeks: Count
    cut_percent: Count


class _Undone(_Part):
    share: Count
    percent: Count
    sets: Number


class _LoadUpdate(_Part):
    reps_within: Count
    most_percent: Count


class _Clean(_Part):
    weeks: Count
    rir: Count


class _After(_Sourced):
    recent_weeks: Count
    sore: _Sore
    fatigue: _Fatigue
    undone: _Undone
    moved_percent: Count
    missed_percent: Count
    load: _LoadUpdate
    clean: _Clean


class _Shorten(_Sourced):
    gives: Annotated[tuple[tuple[Role, ...], ...], Field(min_length=1)]
    least_exercises: Count


class BlockTable(_Part):
    """The whole of ``data/block.yaml``."""

    runs: _Runs
    waves: _Waves
    classes: _Sourced
    volume: _Volume
    deload: _Deload
    ladder: _Ladder
    build_ups: dict[str, BuildUp]
    fortnight: _Fortnight
    after: _After
    shorten: _Shorten
    weights: WeightLimits


def parse_table(content: Any) -> BlockTable:
    """Check the content of ``data/block.yaml``."""
    return BlockTable.model_validate(content)


@cache
def block_table() -> BlockTable:
    """Return the content of ``data/block.yaml``.

    Raises:
        InputError: it is wrong; the message names file, line and field.

    """
    document = read_yaml(DATA / "block.yaml")
    try:
        return parse_table(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error
