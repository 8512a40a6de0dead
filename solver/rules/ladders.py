"""The ladder of lifts on one leg: which rung an exercise stands on, and where a person starts.

``data/ladders.yaml`` has the rungs (R116).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Level
from solver.paths import DATA
from solver.reading import explain_invalid, read_yaml

RungNumber = Annotated[int, Field(strict=True, ge=1, le=9)]
Text = Annotated[str, Field(min_length=2, max_length=400)]


def rung_of(exercise: Exercise) -> int | None:
    """Return the rung of an exercise, None where it climbs no ladder."""
    rung = find_rung(exercise)
    return rung.rung if rung else None


def start_rungs(usable: Iterable[Exercise], level: Level) -> dict[str, int]:
    """Return, for each family that climbs the ladder, the rung on which a person starts.

    That is the rung of the level, or the next one up that is at hand and not above the highest on
    which the level starts, or else the next one down.

    Args:
        usable: what the person can do: equipment decides which rungs there are.
        level: the person's level.

    """
    table = ladder_table()
    wanted, top = table.start[level], table.top[level]
    rungs: dict[str, set[int]] = {}
    for exercise in usable:
        if (rung := rung_of(exercise)) is not None:
            rungs.setdefault(exercise.family, set()).add(rung)
    starts = {}
    for family, there in rungs.items():
        up = [rung for rung in there if wanted <= rung <= top]
        down = [rung for rung in there if rung < wanted]
        starts[family] = min(up) if up else max(down) if down else min(there)
    return starts


def find_rung(exercise: Exercise) -> Rung | None:
    """Return the rung of an exercise with what is said of it; see :func:`rung_of`."""
    table = ladder_table()
    if exercise.sides == 1 or not exercise.hard or exercise.family not in table.families:
        return None
    for rung in table.rungs:
        if rung.slow == exercise.eccentric and exercise.load in rung.loads:
            return rung
    return None


# ---- the table --------------------------------------------------------------------------------


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rung(_Part):
    """A rung: what loads put an exercise on it, and what is said of it."""

    rung: RungNumber
    loads: Annotated[tuple[str, ...], Field(min_length=1)]
    slow: bool = False
    how: Text
    otherwise: Text


class _Family(_Part):
    opposite: bool


class _WeakSide(_Part):
    reps: Text
    hold: Text
    distance: Text
    source: Text


class LadderTable(_Part):
    """The whole of ``data/ladders.yaml``."""

    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]
    opposite_hand: Text
    families: dict[str, _Family]
    start: dict[Level, RungNumber]
    top: dict[Level, RungNumber]
    weak_side: _WeakSide
    source: Text
    reason: Text

    @model_validator(mode="after")
    def _check(self) -> Self:
        if [rung.rung for rung in self.rungs] != list(range(1, len(self.rungs) + 1)):
            raise ValueError("rungs: must be numbered 1, 2, 3 … in their order")
        tops = [self.top.get(level, 0) for level in Level]
        if tops != sorted(tops) or min(tops) < 1 or max(tops) > len(self.rungs):
            raise ValueError("top: needs a rung for each level, none below that of a lower level")
        starts = [self.start.get(level, 0) for level in Level]
        if min(starts) < 1 or any(start > top for start, top in zip(starts, tops, strict=True)):
            raise ValueError("start: needs a rung for each level, none above its top")
        return self


def parse_table(content: Any) -> LadderTable:
    """Check the content of ``data/ladders.yaml``."""
    return LadderTable.model_validate(content)


@cache
def ladder_table() -> LadderTable:
    """Return the content of ``data/ladders.yaml``.

    Raises:
        InputError: it is wrong; the message names file, line and field.

    """
    document = read_yaml(DATA / "ladders.yaml")
    try:
        return parse_table(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error
