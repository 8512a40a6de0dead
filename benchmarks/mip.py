"""A model of weekly totals for solvers of mixed integer programmes, by way of PuLP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulp

from solver.model.programme import Programme


def to_pulp(programme: Programme) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """Return the programme, its objective apart, and its variables in their order."""
    problem = pulp.LpProblem("week", pulp.LpMinimize)
    variables = [
        pulp.LpVariable(f"x{index}", low, high, pulp.LpInteger)
        for index, (low, high) in enumerate(zip(programme.lows, programme.highs, strict=True))
    ]
    for number, row in enumerate(programme.rows):
        value = sum_of(row.factors, 0, variables)
        if row.low is not None:
            problem += value >= row.low, f"c{number}_low"
        if row.high is not None:
            problem += value <= row.high, f"c{number}_high"
    return problem, variables


def sum_of(
    factors: Mapping[int, int], offset: int, variables: Sequence[pulp.LpVariable]
) -> pulp.LpAffineExpression:
    """Return a sum over the variables of the programme."""
    terms = [(variables[index], factor) for index, factor in factors.items()]
    return pulp.LpAffineExpression(terms, constant=offset)
