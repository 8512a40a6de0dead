"""What can be counted in a plan: measures, which are sums of terms over chosen exercises.

A measure is only a definition here. The model turns it into a linear expression, the audit
counts it on a finished plan; they share no code beyond what stands here.
"""

from __future__ import annotations

from collections.abc import Hashable
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Laterality, Pattern, Plane, Role


class Count(StrEnum):
    """What a term counts."""

    HARD_SETS = "hard_sets"
    FRACTIONAL_SETS = "fractional_sets"
    GROUP_SETS = "group_sets"
    EXERCISES = "exercises"
    SPINE_POINTS = "spine_points"


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


class Selector(BaseModel):
    """Which exercises of a plan a term counts: every field that is given must fit.

    Attributes:
        pattern: the primary pattern is one of these.
        shows: the primary pattern or one of ``also`` is one of these.
        plane: the plane is one of these.
        role: the role class is one of these.
        load: the load is one of these.
        family: the family is one of these.
        exercise: the exercise (by id) is one of these.
        direct: it trains one of these muscles directly.
        trains: it trains one of these muscles directly or indirectly.
        laterality: bilateral or unilateral.
        eccentric: with (or without) an emphasis on the lowering.
        either: other selectors, of which at least one must fit too.

    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    pattern: Annotated[tuple[Pattern, ...], BeforeValidator(_as_list)] = ()
    shows: Annotated[tuple[Pattern, ...], BeforeValidator(_as_list)] = ()
    plane: Annotated[tuple[Plane, ...], BeforeValidator(_as_list)] = ()
    role: Annotated[tuple[Role, ...], BeforeValidator(_as_list)] = ()
    load: Names = ()
    family: Names = ()
    exercise: Names = ()
    direct: Names = ()
    trains: Names = ()
    laterality: Laterality | None = None
    eccentric: bool | None = None
    either: tuple[Selector, ...] = ()

    @property
    def names_some(self) -> bool:
        """Tell whether it names exercises or families; else it asks for tags alone."""
        return bool(self.exercise or self.family) or any(each.names_some for each in self.either)

    def fits(self, exercise: Exercise) -> bool:
        """Tell whether the exercise is one of those meant."""
        if (
            (self.pattern and exercise.pattern not in self.pattern)
            or (self.role and exercise.role not in self.role)
            or (self.load and exercise.load not in self.load)
            or (self.plane and exercise.plane not in self.plane)
            or (self.family and exercise.family not in self.family)
            or (self.exercise and exercise.id not in self.exercise)
        ):
            return False  # most exercises fail at the first or second
        if self.shows and not any(
            pattern in self.shows for pattern in (exercise.pattern, *exercise.also)
        ):
            return False
        if self.direct and not any(name in self.direct for name in exercise.direct):
            return False
        if self.trains and not any(name in self.trains for name in exercise.muscles):
            return False
        return (
            self.laterality in (None, exercise.laterality)
            and self.eccentric in (None, exercise.eccentric)
            and (not self.either or any(option.fits(exercise) for option in self.either))
        )


@lru_cache(maxsize=4096)
def fitting(where: Selector, catalogue: Catalogue) -> frozenset[str]:
    """Return the ids of all that a selector means; many rules and weeks ask for the same."""
    if where.names_some:
        return frozenset(exercise.id for exercise in catalogue if where.fits(exercise))
    fits = (names for first, names in _alike(catalogue) if where.fits(first))
    return frozenset(name for names in fits for name in names)


@lru_cache(maxsize=16)
def _alike(catalogue: Catalogue) -> tuple[tuple[Exercise, tuple[str, ...]], ...]:
    """Return one of each sort of exercise, with the ids of all that have the same tags.

    Of a catalogue of thousands most are variants, and a hundred selectors ask for all.
    """
    sorts: dict[Hashable, list[Exercise]] = {}
    for exercise in catalogue:
        tags = (
            exercise.pattern,
            exercise.also,
            exercise.plane,
            exercise.role,
            exercise.load,
            exercise.direct,
            exercise.indirect,
            exercise.laterality,
            exercise.eccentric,
        )
        sorts.setdefault(tags, []).append(exercise)
    return tuple((alike[0], tuple(each.id for each in alike)) for alike in sorts.values())


class Term(BaseModel):
    """One summand of a measure.

    Attributes:
        count: hard sets; fractional sets of a muscle (direct 1, indirect 0.5); sets of a group
            (the largest contribution over its members counts once); exercise slots; or, for the
            load on the spine, ``spine_load`` times sets (evidence C11).
        muscle: for fractional sets.
        group: for group sets.
        where: which exercises count.
        times: a whole factor, negative to subtract.

    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    count: Count
    muscle: str | None = None
    group: str | None = None
    where: Selector = Selector()
    times: Annotated[int, Field(ge=-20, le=20)] = 1

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.count is Count.FRACTIONAL_SETS) != (self.muscle is not None):
            raise ValueError("fractional_sets need a muscle, and only they take one")
        if (self.count is Count.GROUP_SETS) != (self.group is not None):
            raise ValueError("group_sets need a group, and only they take one")
        return self


def _terms(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


Measure = Annotated[tuple[Term, ...], BeforeValidator(_terms), Field(min_length=1, max_length=40)]
"""A sum of terms; a single term may stand without a list."""


def in_halves(measure: tuple[Term, ...]) -> bool:
    """Tell whether the measure moves in half-sets, rather than whole sets or exercises."""
    return any(term.count in (Count.FRACTIONAL_SETS, Count.GROUP_SETS) for term in measure)
