"""Weekly totals as a generator would make them, exercise by exercise: a start to compare with.

What is tried with it is said in docs/performance.md; ``benchmarks.means`` measures it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from solver.model.found import Totals
from solver.model.linear import linear
from solver.model.problem import Problem
from solver.rules import BoundRule, Scope, Tier


@dataclass(frozen=True)
class Bound:
    """A weekly bound of the guardrails in whole units.

    Attributes:
        weight: of each unit that it is missed by.
        lower, upper: its ends, None where it has none.
        adds: for each bundle, what an item of its fewest sets adds.

    """

    weight: int
    lower: int | None
    upper: int | None
    adds: tuple[int, ...]

    def cost(self, value: int) -> int:
        """Return what the value falls short, or is too much, weighted."""
        short = 0 if self.lower is None else max(self.lower - value, 0)
        over = 0 if self.upper is None else max(value - self.upper, 0)
        return self.weight * (short + over)


def greedy(problem: Problem) -> Totals:
    """Return totals of bundles, each time with the item that mends most for its seconds.

    Of the guardrails it sees the weekly bounds, and of time that of the whole week.
    """
    bounds = list(_bounds(problem))
    values = [0] * len(bounds)
    slots = dict.fromkeys(range(len(problem.bundles)), 0)
    left = sum(problem.sort_seconds(sort) for sort in problem.sorts)
    while True:
        open_to = [b for b in slots if slots[b] < problem.count and _seconds(problem, b) <= left]
        best = max(
            open_to, key=lambda b: _gain(bounds, values, b) / _seconds(problem, b), default=None
        )
        if best is None or _gain(bounds, values, best) <= 0:
            break
        values = [value + bound.adds[best] for value, bound in zip(values, bounds, strict=True)]
        slots[best] += 1
        left -= _seconds(problem, best)
    sets = {b: count * problem.bundles[b].dose.low for b, count in slots.items()}
    return Totals(slots, sets)


def _bounds(problem: Problem) -> Iterator[Bound]:
    for rule in problem.rules:
        if not isinstance(rule, BoundRule) or rule.scope is not Scope.WEEK:
            continue
        measure = linear(rule.measure, problem)
        if rule.tier is Tier.GUARDRAILS and measure.reachable:
            lower, upper = (
                None if end is None else round(end * measure.scale)
                for end in (rule.lower, rule.upper)
            )
            adds = (
                bundle.dose.low * per_set + per_slot
                for bundle, per_set, per_slot in zip(
                    problem.bundles, measure.per_set, measure.per_slot, strict=True
                )
            )
            yield Bound(rule.weight, lower, upper, tuple(adds))


def _seconds(problem: Problem, bundle: int) -> int:
    own = problem.bundles[bundle]
    return own.item_seconds + own.dose.low * own.set_seconds


def _gain(bounds: Sequence[Bound], values: Sequence[int], bundle: int) -> int:
    return sum(
        bound.cost(value) - bound.cost(value + bound.adds[bundle])
        for bound, value in zip(bounds, values, strict=True)
    )
