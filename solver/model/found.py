"""What a step of a solve came to: weekly totals, or a placed week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from solver.model.programme import value_at
from solver.model.week import WeekModel
from solver.rules import Tier


@dataclass
class Found:
    """A placed week with what is proved of it.

    Attributes:
        doses: for each (choice, day), its sets there, where there are any.
        used: the indices of the days trained on.
        pairs: the (choice, choice, day) that are done as a superset.
        bounds: for each tier, its proved lower bound while the tiers before are at most ``held``.
        held: for each tier, the value it was held at.
        seconds: for each tier, the time it took.
        worth: its value in each tier before stimulus.

    """

    doses: dict[tuple[int, int], int]
    used: tuple[int, ...]
    pairs: tuple[tuple[int, int, int], ...]
    bounds: dict[Tier, int]
    held: dict[Tier, int]
    seconds: dict[str, float]
    worth: tuple[int, ...]


@dataclass(frozen=True)
class Weekly:
    """A solution on choices: its totals, and its value in each tier."""

    values: tuple[int, ...] | None
    totals: Totals | None
    bundles: Totals | None
    tiers: dict[Tier, int]

    @classmethod
    def read(cls, model: WeekModel, values: tuple[int, ...] | None) -> Weekly:
        """Read it off the variables of a model."""
        if values is None:
            return cls(None, None, None, {})
        totals = Totals.read(model.slots, model.sets, values)
        bundles = Totals.of_bundles(model, values)
        tiers = {
            tier: model.problem.grain(tier).value(value_at(model.cost(tier), values))
            for tier in (Tier.BALANCE, Tier.PLAINNESS)
        }
        return cls(values, totals, bundles, tiers)

    def value(self, tier: Tier) -> int:
        """Return its value in a tier."""
        return self.tiers[tier]

    @property
    def sum(self) -> int:
        """Return its value over both tiers."""
        return sum(self.tiers.values())


@dataclass(frozen=True)
class Totals:
    """Items and sets over the week, of each choice or of each bundle."""

    slots: dict[int, int]
    sets: dict[int, int]

    @classmethod
    def read(
        cls, slots: Mapping[int, Any], sets: Mapping[int, Any], values: tuple[int, ...]
    ) -> Totals:
        """Read the values of these variables off a solution."""
        return cls(
            {index: values[variable.index] for index, variable in slots.items()},
            {index: values[variable.index] for index, variable in sets.items()},
        )

    @classmethod
    def of_bundles(cls, model: WeekModel, values: tuple[int, ...]) -> Totals:
        """Read the totals of bundles off a solution."""
        slots, sets = (dict(enumerate(v)) for v in (model.bundle_slots, model.bundle_sets))
        return cls.read(slots, sets, values)

    @property
    def chosen(self) -> list[int]:
        """Return the choices, or bundles, that there is something of."""
        return [index for index, slots in self.slots.items() if slots]


def better_of(one: Found | None, other: Found | None) -> Found | None:
    """Return the better of two weeks, the first where they are equally good."""
    if one is None or other is None:
        return one or other
    return other if other.worth < one.worth else one
