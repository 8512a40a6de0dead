"""Measures as linear expressions: what one set, and one item, of a bundle adds to a measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from solver.model.problem import Problem
from solver.rules import Count, Term, in_halves

Expr = Any
"""An ortools linear expression or a whole number."""


@dataclass(frozen=True)
class Linear:
    """A measure in whole units: half-sets where it moves in those, else sets or exercises.

    Attributes:
        scale: units in one set: 2 for half-sets, else 1.
        per_set: for each bundle, what each of its sets adds.
        per_slot: for each bundle, what each of its items adds, whatever its sets.
        reachable: whether, for each sign of its terms, something on offer counts in full.

    """

    scale: int
    per_set: tuple[int, ...]
    per_slot: tuple[int, ...]
    reachable: bool

    def over(self, sets: Callable[[int], Expr], slots: Callable[[int], Expr]) -> Expr:
        """Return the expression over the given variables of each bundle."""
        parts = [(a, sets(i)) for i, a in enumerate(self.per_set) if a]
        parts += [(b, slots(i)) for i, b in enumerate(self.per_slot) if b]
        if all(isinstance(part, int) for _, part in parts):
            return sum(factor * part for factor, part in parts)
        # One call where a sum of products is two for each of its parts.
        return cp_model.LinearExpr.weighted_sum([p for _, p in parts], [f for f, _ in parts])


def linear(measure: Sequence[Term], problem: Problem, scale: int | None = None) -> Linear:
    """Turn a measure into coefficients; ``scale`` overrides the units in one set."""
    scale = scale or (2 if in_halves(tuple(measure)) else 1)
    per_set = [0] * len(problem.bundles)
    per_slot = [0] * len(problem.bundles)
    for term in measure:
        for index, share in enumerate(problem.shares[term]):
            if not share:
                continue  # most bundles count for nothing
            if term.count is Count.EXERCISES:
                per_slot[index] += scale * term.times * share
            else:
                per_set[index] += scale * term.times * share // 2
    signs = {term.times > 0 for term in measure if term.times}
    full = {term.times > 0 for term in measure if term in problem.full}
    return Linear(scale, tuple(per_set), tuple(per_slot), signs <= full)
