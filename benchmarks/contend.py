"""Solve one case with one contender and print what came of it as JSON.

    python -m benchmarks.contend evenset 4x60-full_gym --limit 120

Each runs in a process of its own, HiGHS and CBC in one without OR-Tools: with HiGHS it does not go
together. What a contender imports is loaded before its clock starts.

Contenders:
    evenset   the program: weeks that were solved before, totals, placement, all with proof.
    cold      the same without the weeks that were solved before.
    textbook  the plain model of the same rules, all days and pairs at once, tier after tier.
    cpsat     the weekly totals alone, tier after tier, in CP-SAT.
    highs     the same model, exported, in HiGHS.
    cbc       the same in CBC.

What the last three are given is less than the whole: nothing is placed on days. All are told what
of a tier costs nothing (its allowance) and in which steps the rest is told apart, as evenset is.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.pages import ROOT
from benchmarks.results import Result
from benchmarks.suite import Case, one_split, suite
from benchmarks.textbook import solve_textbook
from solver.errors import NoPlanInTimeError
from solver.memory import keep_little
from solver.model import starts
from solver.model.branching import largest
from solver.model.choosing import DECIDING
from solver.model.problem import Problem
from solver.model.programme import factors_of, to_programme
from solver.model.solve import solve
from solver.model.structure import Depth
from solver.model.week import WeekModel
from solver.rules import Tier


def main() -> None:
    """Solve and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("contender", choices=sorted(CONTENDERS))
    parser.add_argument("case")
    parser.add_argument("--limit", type=float, default=120.0)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    case = next((each for each in suite() if each.name == asked.case), None)
    if case is None:
        parser.error(f"{asked.case}: no such case; benchmarks/suite.py has them")
    keep_little()  # as the command does
    result = Result(asked.contender, case.name, limit=asked.limit, workers=asked.workers)
    case.catalogue()
    started = time.monotonic()
    CONTENDERS[asked.contender](case, result, asked.limit, asked.workers)
    result.seconds = result.seconds or round(time.monotonic() - started, 3)
    result.megabytes = result.megabytes or round(_megabytes(), 1)
    print(json.dumps(asdict(result)))


def _megabytes() -> float:
    return max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, largest())


def _evenset(case: Case, result: Result, limit: float, workers: int) -> None:
    try:
        plan = solve(case.scenario(time_limit=limit, workers=workers), case.catalogue())
    except NoPlanInTimeError:
        return  # no value, and nothing proved
    tiers = [tier for tier in plan.tiers if tier.name in DECIDING]
    result.split = plan.split
    result.values = [tier.value for tier in tiers]
    result.proved = _leading([tier.status == "optimal" for tier in tiers])
    result.stimulus = plan.run.seconds_per_tier.get(Tier.STIMULUS, 0.0) if plan.run else 0.0


def forget_starts() -> None:
    """Let this process know no week that was solved before."""
    starts.FILE = Path("/dev/null")
    starts.load_starts.cache_clear()


def _cold(case: Case, result: Result, limit: float, workers: int) -> None:
    forget_starts()
    _evenset(case, result, limit, workers)


def _textbook(case: Case, result: Result, limit: float, workers: int) -> None:
    found = solve_textbook(case, limit, workers)
    result.split, result.values = found.split, found.values
    result.variables, result.constraints = found.variables, found.constraints
    result.proved = _leading(found.proved)


def _cpsat(case: Case, result: Result, limit: float, workers: int) -> None:
    problem, model = _totals(case, result)
    ended = time.monotonic() + limit
    proved = []
    for tier in DECIDING:
        level = _level(problem, model, tier)
        model.model.clear_objective()
        model.model.minimize(level)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = max(ended - time.monotonic(), 0.1)
        status = solver.solve(model.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        result.values.append(round(solver.objective_value))
        proved.append(status == cp_model.OPTIMAL)
        _begin_with(model.model, solver)
        model.model.add(level <= result.values[-1])
    result.proved = _leading(proved)


def _begin_with(model: Any, solver: Any) -> None:
    """Let the search for the next tier begin with what the last one found."""
    values = list(solver.response_proto.solution)
    model.clear_hints()
    for index, value in enumerate(values):
        model.add_hint(model.get_int_var_from_proto_index(index), value)


def _totals(case: Case, result: Result) -> tuple[Problem, Any]:
    """Return the model of weekly totals of one split."""
    problem = one_split(case)
    model = WeekModel(problem, Depth.CHOICES)
    result.split = problem.scenario.split_id
    proto = model.model.proto
    result.variables, result.constraints = len(proto.variables), len(proto.constraints)
    return problem, model


def _level(problem: Problem, model: Any, tier: Tier) -> Any:
    """Return a variable for the value of a tier: its cost above the allowance, in steps."""
    grain = problem.grain(tier)
    cost = model.cost(tier)
    level = model.model.new_int_var(0, 100_000, f"level of {tier}")
    model.model.add(grain.step * level >= cost - grain.free)
    return level


def _mip(case: Case, result: Result, limit: float, workers: int, solver: str) -> None:
    """Let a solver in a process of its own prove weekly totals; it is loaded before the clock."""
    command = [sys.executable, "-m", "benchmarks.mip", solver]
    with subprocess.Popen(  # noqa: S603 - our own module
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        if process.stdout is None or process.stdout.readline() != "ready\n":
            raise SystemExit(f"{solver} could not be loaded: pip install -e .[bench]")
        started = time.monotonic()
        asked = _exported(case, result) | {"seconds": limit, "workers": workers}
        asked["seconds"] -= time.monotonic() - started
        told, _ = process.communicate(json.dumps(asked) + "\n")
        result.seconds = round(time.monotonic() - started, 3)
    if not told.strip():
        raise SystemExit(f"{solver} ended without an answer, with {process.returncode}")
    found = json.loads(told.splitlines()[-1])
    result.values, result.megabytes = found["values"], round(found["megabytes"], 1)
    result.proved = _leading(found["proved"])


def _exported(case: Case, result: Result) -> dict[str, Any]:
    """Return weekly totals as a mixed integer programme, as ``benchmarks.mip`` reads it."""
    problem, model = _totals(case, result)
    levels = [_level(problem, model, tier) for tier in DECIDING]
    programme = to_programme(model.model, 0)
    return {
        "lows": programme.lows,
        "highs": programme.highs,
        "rows": [(row.low, row.high, list(row.factors.items())) for row in programme.rows],
        "tiers": [list(factors_of(level)[0].items()) for level in levels],
    }


def _highs(case: Case, result: Result, limit: float, workers: int) -> None:
    _mip(case, result, limit, workers, "highs")


def _cbc(case: Case, result: Result, limit: float, workers: int) -> None:
    _mip(case, result, limit, workers, "cbc")


CONTENDERS: dict[str, Callable[[Case, Result, float, int], None]] = {
    "evenset": _evenset,
    "cold": _cold,
    "textbook": _textbook,
    "cpsat": _cpsat,
    "highs": _highs,
    "cbc": _cbc,
}


def _leading(proved: list[bool]) -> int:
    return next((n for n, each in enumerate(proved) if not each), len(proved))


if __name__ == "__main__":
    main()
