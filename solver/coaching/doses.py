"""What a day makes of an exercise: repetitions, effort, tempo, rest, load.

``data/intensities.yaml`` has the numbers, and why they are so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Level, Pattern, Role, Unit
from solver.errors import InputError, shown, suggest
from solver.paths import DATA
from solver.reading import explain_invalid, read_yaml
from solver.rules.recovery import RESTED, Recovery

Window = tuple[int, int]
Intensity = Literal["heavy", "moderate", "volume"]

INTENSITIES: tuple[Intensity, ...] = ("heavy", "moderate", "volume")
"""By falling load: repetitions rise from one to the next."""

Reps = Annotated[int, Field(strict=True, ge=1, le=30)]
Seconds = Annotated[int, Field(strict=True, ge=1, le=15)]
Percent = Annotated[int, Field(strict=True, ge=1, le=100)]
MOST_IN_RESERVE = 4
"""More left than this is no hard set."""

Rir = Annotated[int, Field(strict=True, ge=1, le=MOST_IN_RESERVE)]
Shift = Annotated[int, Field(strict=True, ge=-30, le=30)]
Tempo = Annotated[str, Field(pattern=r"^[0-9]+-[0-9]+-[0-9]+$")]
Text = Annotated[str, Field(min_length=2, max_length=400)]


@dataclass(frozen=True)
class Prescription:
    """How an exercise is done on a day; the fields of a plan's item."""

    reps: str
    rir: int | None
    tempo: str | None
    rest_seconds: int
    load: str | None


def prescribe(
    exercise: Exercise,
    intensity: str | None,
    level: Level,
    catalogue: Catalogue,
    recovery: Recovery = RESTED,
) -> Prescription:
    """Return how an exercise is done on a day.

    Args:
        exercise: what is done.
        intensity: ``heavy``, ``moderate`` or ``volume``; None for the exercise's own range.
        level: sets the repetitions in reserve.
        catalogue: for doses and rests.
        recovery: what sleep and food allow; keeps more repetitions in reserve where they are short.

    Raises:
        InputError: there is no such intensity.

    """
    table = day_table()
    if intensity is not None and intensity not in table.intensities:
        raise InputError(
            f"intensity: {shown(intensity)} is not known{suggest(intensity, INTENSITIES)}; "
            f"use one of {', '.join(INTENSITIES)}"
        )
    day = next((name for name in INTENSITIES if name == intensity), None)
    low, high = _window(exercise, day, table)
    rir = recovery.keep(_rir(exercise, day, level, catalogue, table))
    return Prescription(
        reps=dose_text(low, high, exercise.measure),
        rir=rir,
        tempo=_tempo(exercise, table.tempo),
        rest_seconds=_rest(exercise, day, catalogue, table),
        load=_load(exercise, high, rir, table.load) if day else None,
    )


def dose_text(low: int, high: int, measure: Unit) -> str:
    """Return the range of a set, as ``6-8``, ``20-40 s`` or ``20-40 m``."""
    unit = {Unit.REPS: "", Unit.HOLD: " s", Unit.DISTANCE: " m"}[measure]
    return f"{low if low == high else f'{low}-{high}'}{unit}"


def load_text(exercise: Exercise, most: int, rir: int | None) -> str | None:
    """Return the indicative load of a set, None for lifts whose best single few people know.

    Args:
        exercise: what is done.
        most: the upper end of its repetitions.
        rir: repetitions in reserve.

    """
    return _load(exercise, most, rir, day_table().load)


def percent_of_best(reps: int) -> float:
    """Return the percent of the best single with which so many repetitions can be done (G5)."""
    return _percent(reps, day_table().load.percent)


# ---- the table --------------------------------------------------------------------------------


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Sourced(_Part):
    source: Text
    reason: Text


class _Day(_Sourced):
    """One intensity."""

    reps: tuple[Reps, Reps]
    rir: dict[Level, Rir]
    rest_shift: Shift

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.reps[0] > self.reps[1]:
            raise ValueError("reps: the first is above the second; swap them")
        if missing := [level for level in Level if level not in self.rir]:
            raise ValueError(f"rir: has no {missing[0]}; add it")
        return self


class _Zones(_Sourced):
    roles: tuple[Role, ...]
    not_loads: tuple[str, ...]
    narrowest: Annotated[int, Field(strict=True, ge=0, le=5)]


class _Short(_Sourced):
    spare: Annotated[int, Field(strict=True, ge=0, le=3)]


class _Parts(_Sourced):
    roles: tuple[Role, ...]


class _Stretch(_Sourced):
    to: Reps
    from_: Annotated[Reps, Field(alias="from")]
    roles: tuple[Role, ...]
    not_patterns: tuple[Pattern, ...]
    not_exercises: tuple[str, ...]


class _Tempos(_Sourced):
    fast_roles: tuple[Role, ...]
    fast: Text
    ordinary: dict[Seconds, Tempo]
    slow: dict[Seconds, Tempo]
    slow_otherwise: Text
    exercises: dict[str, Tempo]

    @model_validator(mode="after")
    def _check(self) -> Self:
        for name, table in (("ordinary", self.ordinary), ("slow", self.slow)):
            for seconds, tempo in table.items():
                if sum(int(part) for part in tempo.split("-")) != seconds:
                    raise ValueError(f"{name}: {tempo} does not take {seconds} seconds; mend it")
        return self


class _Loads(_Sourced):
    loads: tuple[str, ...]
    roles: tuple[Role, ...]
    round_to: Percent
    percent: Annotated[dict[Reps, Percent], Field(min_length=2)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        for (reps, percent), (more, less) in pairwise(self.percent.items()):
            if not (reps < more and percent > less):
                raise ValueError(f"percent: {more} must stand after {reps}, and be lighter")
        return self


class DayTable(_Part):
    """The whole of ``data/intensities.yaml``."""

    intensities: dict[Intensity, _Day]
    zones: _Zones
    short: _Short
    parts: _Parts
    stretch: _Stretch
    tempo: _Tempos
    load: _Loads

    @model_validator(mode="after")
    def _check(self) -> Self:
        if missing := [name for name in INTENSITIES if name not in self.intensities]:
            raise ValueError(f"intensities: has no {missing[0]}; add it")
        for heavier, lighter in pairwise(self.intensities[name].reps for name in INTENSITIES):
            if heavier[0] > lighter[0] or heavier[1] > lighter[1]:
                raise ValueError("intensities: reps must rise from heavy to moderate to volume")
        return self


def parse_table(content: Any) -> DayTable:
    """Check the content of ``data/intensities.yaml``."""
    return DayTable.model_validate(content)


@cache
def day_table() -> DayTable:
    """Return the content of ``data/intensities.yaml``.

    Raises:
        InputError: it is wrong; the message names file, line and field.

    """
    document = read_yaml(DATA / "intensities.yaml")
    try:
        return parse_table(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error


# ---- from table to dose -----------------------------------------------------------------------


def _window(exercise: Exercise, day: Intensity | None, table: DayTable) -> Window:
    """Return the repetitions, seconds or metres of a set."""
    own = exercise.low, exercise.high
    if day is None or exercise.measure is not Unit.REPS or not exercise.hard:
        return own
    if exercise.role in table.zones.roles and _in_zones(exercise, table):
        return _zone(exercise, day, table)
    if exercise.role in table.parts.roles:
        return _part_of(own, day, table.zones.narrowest)
    return own


def _zone(exercise: Exercise, day: Intensity, table: DayTable) -> Window:
    """Return the day's zone as far as the range reaches, widened where it is too narrow."""
    least, most = exercise.low, exercise.high
    if _is_short(exercise, table):
        return _third(exercise, day, table)
    if day == "volume" and _stretches(exercise, table.stretch):
        most = max(most, table.stretch.to)
    low, high = (min(max(reps, least), most) for reps in table.intensities[day].reps)
    high = min(max(high, low + table.zones.narrowest), most)
    low = max(min(low, high - table.zones.narrowest), least)
    return low, high


def _in_zones(exercise: Exercise, table: DayTable) -> bool:
    """Tell whether the weight can be chosen to suit a zone, and the range begins low enough."""
    return _weighted(exercise, table) and exercise.low <= table.intensities["heavy"].reps[1]


def _weighted(exercise: Exercise, table: DayTable) -> bool:
    return exercise.load not in table.zones.not_loads


def _is_short(exercise: Exercise, table: DayTable) -> bool:
    """Tell whether even a stretched range ends below the zone of volume."""
    stretched = table.stretch.to if _stretches(exercise, table.stretch) else 0
    return (
        _in_zones(exercise, table)
        and max(exercise.high, stretched) < table.intensities["volume"].reps[0]
    )


def _third(exercise: Exercise, day: Intensity, table: DayTable) -> Window:
    """Return the lower, middle or upper window of a short range."""
    width = min(table.zones.narrowest, exercise.high - exercise.low)
    last = exercise.high - width
    # Above the low end of the heavy zone, if that leaves room for a window between.
    first = max(exercise.low, min(table.intensities["heavy"].reps[0], last - 2))
    low = {"heavy": first, "moderate": (first + last + 1) // 2, "volume": last}[day]
    return low, low + width


def _stretches(exercise: Exercise, stretch: _Stretch) -> bool:
    """Tell whether it may be done for more repetitions than is customary."""
    return (
        exercise.role in stretch.roles
        and exercise.high >= stretch.from_
        and exercise.pattern not in stretch.not_patterns
        and exercise.id not in stretch.not_exercises
    )


def _part_of(own: Window, day: Intensity, narrowest: int) -> Window:
    """Return the lower half, all, or the upper half of a range."""
    low, high = own
    half = min(max((high - low + 1) // 2, narrowest), high - low)
    return {"heavy": (low, low + half), "moderate": own, "volume": (high - half, high)}[day]


def _rir(
    exercise: Exercise, day: Intensity | None, level: Level, catalogue: Catalogue, table: DayTable
) -> int | None:
    """Return the repetitions to keep in reserve; holds, carries, hops and drills have none."""
    if exercise.measure is not Unit.REPS or not exercise.hard:
        return None
    if day and exercise.role in table.zones.roles:
        own = table.intensities[day].rir[level]
        return _lighter(own, exercise, level, table) if day == "volume" else own
    return catalogue.doses[exercise.role].rir[level]


def _lighter(own: int, exercise: Exercise, level: Level, table: DayTable) -> int:
    """Return what a volume day keeps in reserve, so that it is no heavier than a moderate one."""
    moderate = table.intensities["moderate"].rir[level]
    if _is_short(exercise, table):
        return min(moderate + table.short.spare, MOST_IN_RESERVE)
    longer = _window(exercise, "volume", table)[1] > _window(exercise, "moderate", table)[1]
    return own if longer or not _weighted(exercise, table) else max(own, moderate)


def _rest(exercise: Exercise, day: Intensity | None, catalogue: Catalogue, table: DayTable) -> int:
    """Return the seconds of rest after a set; drills have none."""
    rest = catalogue.times.rest.get(exercise.role, 0)
    if day and exercise.role in table.zones.roles:
        rest += table.intensities[day].rest_shift
    return max(rest, 0)


def _tempo(exercise: Exercise, tempos: _Tempos) -> str | None:
    """Return seconds of lowering, pause and lifting; nothing for holds and carries."""
    if exercise.measure is not Unit.REPS:
        return None
    if exercise.role in tempos.fast_roles:
        return tempos.fast
    own = tempos.exercises.get(exercise.id)
    if own and sum(int(part) for part in own.split("-")) == exercise.rep_seconds:
        return own
    if exercise.eccentric:
        return tempos.slow.get(exercise.rep_seconds, tempos.slow_otherwise)
    return tempos.ordinary.get(exercise.rep_seconds)


def _load(exercise: Exercise, most: int, rir: int | None, loads: _Loads) -> str | None:
    """Return a share of the best single, for the lifts whose best single people know."""
    if rir is None or exercise.role not in loads.roles or exercise.load not in loads.loads:
        return None
    percent = _percent(most + rir, loads.percent)
    step = loads.round_to
    rounded = (2 * percent + step - 1) // (2 * step) * step  # half-way goes to the lighter
    return f"about {rounded:.0f} % of 1RM"


def _percent(reps: int, table: dict[int, int]) -> float:
    """Read the table, between its rows in a straight line, beyond its end at the last row."""
    for (fewer, heavier), (more, lighter) in pairwise(table.items()):
        if reps <= fewer:
            return heavier
        if reps < more:
            return heavier - (heavier - lighter) * (reps - fewer) / (more - fewer)
    return list(table.values())[-1]
