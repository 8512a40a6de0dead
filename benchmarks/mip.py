"""A CP-SAT model as a mixed integer programme, for solvers of that kind, by way of PuLP.

Every variable is a whole number, every constraint linear. A constraint that holds only under a
literal gets the smallest constant that lifts it otherwise; a clause becomes a sum of literals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pulp
from ortools.sat.python import cp_model

from solver.model.linear import Expr

FAR = 2**40
"""What is beyond this has no bound in CP-SAT's own terms."""


def to_mip(model: cp_model.CpModel) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """Return the programme and its variables in the order of the model.

    Raises:
        NotImplementedError: the model has a kind of constraint that weekly totals do not need.

    """
    problem = pulp.LpProblem("week", pulp.LpMinimize)
    variables = [
        pulp.LpVariable(f"x{index}", _low(each.domain), _high(each.domain), pulp.LpInteger)
        for index, each in enumerate(model.proto.variables)
    ]
    for number, constraint in enumerate(model.proto.constraints):
        for part, row in enumerate(_rows(constraint, variables)):
            problem += row, f"c{number}_{part}"
    return problem, variables


def _low(domain: Sequence[int]) -> int:
    return domain[0]


def _high(domain: Sequence[int]) -> int:
    return domain[len(domain) - 1]


def linear_of(expression: Expr, variables: Sequence[pulp.LpVariable]) -> Any:
    """Return an expression of the model over the variables of the programme."""
    if isinstance(expression, int):
        return pulp.LpAffineExpression(constant=expression)
    flat = cp_model.FlatIntExpr(expression)
    terms = [(variables[v.index], int(c)) for v, c in zip(flat.vars, flat.coeffs, strict=True)]
    return pulp.LpAffineExpression(terms, constant=int(flat.offset))


def _rows(constraint: Any, variables: Sequence[pulp.LpVariable]) -> Iterator[Any]:
    unless = [1 - _literal(each, variables) for each in constraint.enforcement_literal]
    if constraint.has_bool_or():
        literals = [_literal(each, variables) for each in constraint.bool_or.literals]
        yield pulp.lpSum([*literals, *unless]) >= 1
        return
    if not constraint.has_linear():
        raise NotImplementedError(f"no row for {constraint}")
    linear = constraint.linear
    terms = [(variables[i], int(c)) for i, c in zip(linear.vars, linear.coeffs, strict=True)]
    value = pulp.LpAffineExpression(terms)
    low, high = _low(linear.domain), _high(linear.domain)
    if len(linear.domain) > 2:
        raise NotImplementedError("no row for a sum with holes")
    least = sum(c * (v.lowBound if c > 0 else v.upBound) for v, c in terms)
    most = sum(c * (v.upBound if c > 0 else v.lowBound) for v, c in terms)
    if low > -FAR and least < low:
        yield value + (low - least) * pulp.lpSum(unless) >= low
    if high < FAR and most > high:
        yield value - (most - high) * pulp.lpSum(unless) <= high


def _literal(index: int, variables: Sequence[pulp.LpVariable]) -> Any:
    """Return a literal as an expression; a negative index is the opposite of a variable."""
    return variables[index] if index >= 0 else 1 - variables[-index - 1]
