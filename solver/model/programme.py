"""A CP-SAT model as a mixed integer programme: whole variables, linear rows, a linear objective.

A constraint that holds only under a literal gets the smallest constant that lifts it otherwise; a
clause becomes a sum of literals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from solver.model.linear import Expr

FAR = 2**40
"""What is beyond this has no bound in CP-SAT's own terms."""


@dataclass(frozen=True)
class Row:
    """A sum of variables, each times its factor, between two bounds; None for no bound."""

    low: int | None
    high: int | None
    factors: Mapping[int, int]

    def allows(self, values: Sequence[int]) -> bool:
        """Tell whether the sum is within its bounds."""
        total = sum(factor * values[variable] for variable, factor in self.factors.items())
        return (self.low is None or self.low <= total) and (self.high is None or total <= self.high)


@dataclass(frozen=True)
class Programme:
    """A mixed integer programme.

    Attributes:
        lows, highs: for each variable, its bounds.
        rows: what holds.
        factors, offset: the objective, to be minimised.

    """

    lows: tuple[int, ...]
    highs: tuple[int, ...]
    rows: tuple[Row, ...]
    factors: Mapping[int, int]
    offset: int

    def allows(self, values: Sequence[int]) -> bool:
        """Tell whether values of all variables keep every bound and row, in whole numbers."""
        if len(values) != len(self.lows):
            return False
        within = zip(self.lows, values, self.highs, strict=True)
        return all(low <= value <= high for low, value, high in within) and all(
            row.allows(values) for row in self.rows
        )


def to_programme(model: cp_model.CpModel, objective: Expr) -> Programme:
    """Return the programme, with variables in the order of the model.

    Raises:
        NotImplementedError: the model has a kind of constraint that weekly totals do not need.

    """
    domains = [list(variable.domain) for variable in model.proto.variables]
    lows, highs = tuple(d[0] for d in domains), tuple(d[-1] for d in domains)
    rows = tuple(
        row for constraint in model.proto.constraints for row in _rows(constraint, lows, highs)
    )
    factors, offset = factors_of(objective)
    return Programme(lows, highs, rows, factors, offset)


def factors_of(expression: Expr) -> tuple[Mapping[int, int], int]:
    """Return the factor of each variable of an expression, and its constant."""
    if isinstance(expression, int):
        return {}, expression
    flat = cp_model.FlatIntExpr(expression)
    return _sum((v.index, int(c)) for v, c in zip(flat.vars, flat.coeffs, strict=True)), int(
        flat.offset
    )


def value_at(expression: Expr, values: Sequence[int]) -> int:
    """Return the value of a linear expression at a solution."""
    factors, offset = factors_of(expression)
    return offset + sum(factor * values[variable] for variable, factor in factors.items())


def _rows(constraint: Any, lows: Sequence[int], highs: Sequence[int]) -> Iterator[Row]:
    unless = [_literal(~literal) for literal in constraint.enforcement_literal]
    if constraint.has_bool_or():
        literals = [*map(_literal, constraint.bool_or.literals), *unless]
        constant = sum(each for _, _, each in literals)
        yield Row(1 - constant, None, _sum((v, c) for v, c, _ in literals))
        return
    if not constraint.has_linear():
        raise NotImplementedError(f"no row for {constraint}")
    linear = constraint.linear
    low, high = linear.domain[0], linear.domain[len(linear.domain) - 1]
    if len(linear.domain) > 2:
        raise NotImplementedError("no row for a sum with holes")
    factors = _sum((i, int(c)) for i, c in zip(linear.vars, linear.coeffs, strict=True))
    least = sum(c * (lows[v] if c > 0 else highs[v]) for v, c in factors.items())
    most = sum(c * (highs[v] if c > 0 else lows[v]) for v, c in factors.items())
    if low > -FAR and least < low:
        yield _lifted(factors, unless, low - least, low=low)
    if high < FAR and most > high:
        yield _lifted(factors, unless, high - most, high=high)


def _lifted(
    factors: Mapping[int, int],
    unless: Sequence[tuple[int, int, int]],
    by: int,
    *,
    low: int | None = None,
    high: int | None = None,
) -> Row:
    """Return a row that lets its sum be off by so much for each literal that is true."""
    constant = by * sum(each for _, _, each in unless)
    return Row(
        None if low is None else low - constant,
        None if high is None else high - constant,
        _sum([*factors.items(), *((v, by * c) for v, c, _ in unless)]),
    )


def _literal(index: int) -> tuple[int, int, int]:
    """Return variable, factor and constant of a literal; a negative index is an opposite."""
    return (index, 1, 0) if index >= 0 else (~index, -1, 1)


def _sum(terms: Any) -> dict[int, int]:
    total: dict[int, int] = {}
    for variable, factor in terms:
        total[variable] = total.get(variable, 0) + factor
    return {variable: factor for variable, factor in total.items() if factor}
