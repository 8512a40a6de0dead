"""Which two exercises may be a superset, and the seconds that it saves. ``data/supersets.yaml``.

Both the model and the audit read these definitions, as they read the rules.
"""

from __future__ import annotations

from collections.abc import Hashable
from enum import StrEnum
from functools import cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from solver.catalogue.exercise import Exercise
from solver.catalogue.tables import Times
from solver.catalogue.vocabulary import Role
from solver.paths import DATA
from solver.reading import explain_invalid, read_yaml
from solver.rules.measures import Selector


class Supersets(StrEnum):
    """Which exercises a person is ready to pair."""

    NONE = "none"
    ACCESSORIES = "accessories"
    ALL = "all"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    change_seconds: Annotated[int, Field(ge=0, le=120)]
    roles: dict[Supersets, tuple[Role, ...]]
    one_leg: Selector
    stations: tuple[str, ...]


def change_seconds() -> int:
    """Return the seconds from the first exercise of a superset to the second."""
    return _table().change_seconds


def pairable(exercise: Exercise, wanted: Supersets) -> bool:
    """Tell whether an exercise may be in a superset at all."""
    return exercise.role in _table().roles[wanted]


def may_pair(first: Exercise, second: Exercise, wanted: Supersets) -> bool:
    """Tell whether two exercises may be a superset (evidence T8, C12).

    They train opposite or unrelated muscles: the prime movers of neither take part in the other.
    Not both hang on the grip, load the spine or stand on one leg, and only one of them needs a
    station.
    """
    return might_pair(first, second, wanted) and (
        first.load == second.load or not {first.load, second.load}.issubset(_table().stations)
    )


def might_pair(first: Exercise, second: Exercise, wanted: Supersets) -> bool:
    """Tell whether two exercises may be a superset but for the stations that they need."""
    roles = _table().roles[wanted]
    if not (first.role in roles and second.role in roles):
        return False
    if (first.grip and second.grip) or (first.spine_load and second.spine_load):
        return False
    if on_one_leg(first) and on_one_leg(second):
        return False
    related = second.muscles.keys() & first.direct or first.muscles.keys() & second.direct
    return not related


def on_one_leg(exercise: Exercise) -> bool:
    """Tell whether an exercise stands on one leg, so that no other such may be its partner."""
    return _table().one_leg.fits(exercise)


def pairing(exercise: Exercise) -> Hashable:
    """Return what :func:`might_pair` looks at of an exercise: equal ones pair alike."""
    return (
        exercise.role, bool(exercise.grip), bool(exercise.spine_load), on_one_leg(exercise),
        frozenset(exercise.direct), frozenset(exercise.muscles),
    )  # fmt: skip


def saved_seconds(first: Role, second: Role, times: Times) -> int:
    """Return the seconds that a round of both saves against both one after the other (T12)."""
    return min(times.rest[first], times.rest[second]) - change_seconds()


@cache
def _table() -> _Table:
    document = read_yaml(DATA / "supersets.yaml")
    try:
        return _Table.model_validate(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error
