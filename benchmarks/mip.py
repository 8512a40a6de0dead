"""Solve a mixed integer programme tier after tier with HiGHS or CBC, by way of PuLP.

    python -m benchmarks.mip highs < programme.json

A process of its own, since HiGHS and OR-Tools do not go together in one: nothing here imports
OR-Tools. Says ``ready`` once its solver is loaded, then reads one line of JSON, what
:func:`solve_tiers` takes, and prints one: the value of each tier as far as it came, whether each is
proved, and the most memory that it or the program that it calls (CBC) had.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pulp

from solver.model.branching import WHOLE_GAP, own_output


def main() -> None:
    """Say that all is loaded, read, solve and print."""
    solver = sys.argv[1]
    output = own_output()
    _load(solver)
    output.write("ready\n")
    output.flush()
    found = solve_tiers(json.loads(sys.stdin.readline()), solver)
    output.write(json.dumps(found | {"megabytes": _megabytes()}) + "\n")
    output.flush()


def _megabytes() -> float:
    """Return the most memory that we had, or the program that we called.

    What the system counts as our own resources holds what the parent had as it started us.
    """
    status = Path("/proc/self/status")
    called = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if not status.exists():
        return max(called, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    lines = status.read_text(encoding="utf-8").splitlines()
    return max(called, next(int(x.split()[1]) for x in lines if x.startswith("VmHWM")) / 1024)


def _load(solver: str) -> None:
    if solver == "highs":
        import highspy  # noqa: F401 - so that the clock does not count it


def _solver(name: str, seconds: float, workers: int) -> Any:
    kind = pulp.HiGHS if name == "highs" else pulp.PULP_CBC_CMD
    return kind(msg=False, timeLimit=seconds, threads=workers, gapAbs=WHOLE_GAP)


def solve_tiers(asked: Mapping[str, Any], solver: str) -> dict[str, Any]:
    """Minimise one expression after the other, each within the best of those before.

    Args:
        asked: ``lows`` and ``highs`` of the variables; ``rows`` of [low, high, factors], None for
            no bound, factors as pairs of variable and factor; ``tiers``, the pairs of each
            objective; ``seconds`` and ``workers``.
        solver: ``highs`` or ``cbc``.

    """
    ended = time.monotonic() + asked["seconds"]
    programme, variables = to_pulp(asked["lows"], asked["highs"], asked["rows"])
    values: list[int] = []
    proved: list[bool] = []
    for number, factors in enumerate(asked["tiers"]):
        cost = sum_of(factors, variables)
        programme.setObjective(cost)
        seconds = max(ended - time.monotonic(), 0.1)
        programme.solve(_solver(solver, seconds, asked["workers"]))
        if programme.sol_status not in (
            pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible,
        ):  # fmt: skip
            break
        values.append(round(pulp.value(cost)))
        # A tier at zero is proved by being there; else the solver has to say so.
        proved.append(values[-1] == 0 or programme.sol_status == pulp.LpSolutionOptimal)
        programme += cost <= values[-1], f"hold_{number}"
    return {"values": values, "proved": proved}


def to_pulp(
    lows: Sequence[int], highs: Sequence[int], rows: Sequence[Sequence[Any]]
) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """Return the programme, its objective apart, and its variables in their order."""
    problem = pulp.LpProblem("week", pulp.LpMinimize)
    variables = [
        pulp.LpVariable(f"x{index}", low, high, pulp.LpInteger)
        for index, (low, high) in enumerate(zip(lows, highs, strict=True))
    ]
    for number, (low, high, factors) in enumerate(rows):
        value = sum_of(factors, variables)
        if low == high:
            problem += value == low, f"c{number}"
            continue
        if low is not None:
            problem += value >= low, f"c{number}_low"
        if high is not None:
            problem += value <= high, f"c{number}_high"
    return problem, variables


def sum_of(
    factors: Sequence[Sequence[int]], variables: Sequence[pulp.LpVariable]
) -> pulp.LpAffineExpression:
    """Return a sum over the variables of the programme."""
    return pulp.LpAffineExpression([(variables[index], factor) for index, factor in factors])


if __name__ == "__main__":
    main()
