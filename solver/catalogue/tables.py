"""The small tables beside the exercises: muscles, groups, seconds, doses."""

from __future__ import annotations

from dataclasses import dataclass

from solver.catalogue.vocabulary import Level, Role

Band = tuple[float, float]


@dataclass(frozen=True)
class Muscle:
    """A muscle with its weekly volume in fractional hard sets (design: muscle table)."""

    name: str
    group: str | None
    floor: float
    target: Band
    cap: float


@dataclass(frozen=True)
class Group:
    """A muscle group of D1. A set counts once: the largest contribution over its members."""

    name: str
    members: tuple[str, ...]
    floor: float
    cap: float
    targets: dict[Level, Band]


@dataclass(frozen=True)
class Dose:
    """How many sets an item of a role may have, and how it is done."""

    low: int
    high: int
    usual: tuple[int, int]
    ramp_sets: int
    rir: dict[Level, int]


@dataclass(frozen=True)
class Times:
    """Seconds (evidence T3-T13): of work in a set, of rest after it, and of the rest."""

    work: dict[Role, int]
    rest: dict[Role, int]
    set_up: dict[str, int]
    ramp_set: int
    warm_up_full: int
    warm_up_short: int
    short_up_to: int

    def warm_up(self, budget_seconds: int) -> int:
        """Seconds of warm-up in a session of this length."""
        return self.warm_up_short if budget_seconds <= self.short_up_to else self.warm_up_full
