"""Solve one case with one contender and print what came of it as JSON.

    python -m benchmarks.contend evenset 4x60-full_gym --limit 120

Each runs in a process of its own: HiGHS and OR-Tools do not go together in one.

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
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.suite import Case, suite
from solver.model.choosing import DECIDING
from solver.model.preparing import make_problem
from solver.model.problem import Problem
from solver.rules import Tier
from solver.rules.splits import AUTO, splits_for


@dataclass
class Result:
    """What a contender reached.

    Attributes:
        contender, case: who and what.
        split: of the week, or of the model where there is but one.
        values: of each tier above stimulus, as far as it came.
        proved: how many tiers, from the first, are proved.
        seconds: from a loaded catalogue to the end, building models included.
        megabytes: the most memory the process had, with its branch and cut.
        variables, constraints: of the model solved, where there is one.
        limit: seconds that it was given; workers: how many it might use.
        state: versions, data and code that it ran with.
        error: why there is no result; empty where there is one.

    """

    contender: str
    case: str
    split: str = ""
    values: list[int] = field(default_factory=list)
    proved: int = 0
    seconds: float = 0.0
    megabytes: float = 0.0
    variables: int = 0
    constraints: int = 0
    limit: float = 0.0
    workers: int = 0
    state: str = ""
    error: str = ""


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
    result = Result(asked.contender, case.name, limit=asked.limit, workers=asked.workers)
    case.catalogue()
    started = time.monotonic()
    CONTENDERS[asked.contender](case, result, asked.limit, asked.workers)
    result.seconds = round(time.monotonic() - started, 3)
    result.megabytes = round(_megabytes(), 1)
    print(json.dumps(asdict(result)))


def _megabytes() -> float:
    from solver.model.branching import largest

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 + largest()


def _evenset(case: Case, result: Result, limit: float, workers: int) -> None:
    from solver.errors import NoPlanInTimeError
    from solver.model.solve import solve

    try:
        plan = solve(case.scenario(time_limit=limit, workers=workers), case.catalogue())
    except NoPlanInTimeError:
        return  # no value, and nothing proved
    tiers = [tier for tier in plan.tiers if tier.name in DECIDING]
    result.split = plan.split
    result.values = [tier.value for tier in tiers]
    result.proved = _leading([tier.status == "optimal" for tier in tiers])


def forget_starts() -> None:
    """Let this process know no week that was solved before."""
    from solver.model import starts

    starts.FILE = Path("/dev/null")
    starts.load_starts.cache_clear()


def _cold(case: Case, result: Result, limit: float, workers: int) -> None:
    forget_starts()
    _evenset(case, result, limit, workers)


def _textbook(case: Case, result: Result, limit: float, workers: int) -> None:
    from benchmarks.textbook import solve_textbook

    found = solve_textbook(case, limit, workers)
    result.split, result.values = found.split, found.values
    result.variables, result.constraints = found.variables, found.constraints
    result.proved = _leading(found.proved)


def _cpsat(case: Case, result: Result, limit: float, workers: int) -> None:
    from ortools.sat.python import cp_model

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
    from solver.model.structure import Depth
    from solver.model.week import WeekModel

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


def _mip(case: Case, result: Result, limit: float, make: Callable[[float], object]) -> None:
    import pulp

    from benchmarks.mip import sum_of, to_pulp
    from solver.model.programme import factors_of, to_programme

    problem, model = _totals(case, result)
    ended = time.monotonic() + limit
    levels = [_level(problem, model, tier) for tier in DECIDING]
    programme, variables = to_pulp(to_programme(model.model, 0))
    proved = []
    for tier, level in zip(DECIDING, levels, strict=True):
        cost = sum_of(*factors_of(level), variables)
        programme.setObjective(cost)
        programme.solve(make(max(ended - time.monotonic(), 0.1)))
        if programme.sol_status not in (
            pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible,
        ):  # fmt: skip
            break
        result.values.append(round(pulp.value(cost)))
        # A tier at zero is proved by being there; else the solver has to say so.
        proved.append(result.values[-1] == 0 or programme.sol_status == pulp.LpSolutionOptimal)
        programme += cost <= result.values[-1], f"hold_{tier}"
    result.proved = _leading(proved)


def _highs(case: Case, result: Result, limit: float, workers: int) -> None:
    import pulp

    def make(seconds: float) -> object:
        return pulp.HiGHS(msg=False, timeLimit=seconds, threads=workers)

    _mip(case, result, limit, make)


def _cbc(case: Case, result: Result, limit: float, workers: int) -> None:
    import pulp

    def make(seconds: float) -> object:
        return pulp.PULP_CBC_CMD(msg=False, timeLimit=seconds, threads=workers)

    _mip(case, result, limit, make)


CONTENDERS: dict[str, Callable[[Case, Result, float, int], None]] = {
    "evenset": _evenset,
    "cold": _cold,
    "textbook": _textbook,
    "cpsat": _cpsat,
    "highs": _highs,
    "cbc": _cbc,
}


def one_split(case: Case) -> Problem:
    """Return the case with one split, the best liked: the others know no comparing of splits."""
    catalogue = case.catalogue()
    scenario = case.scenario().resolve(catalogue)
    if scenario.split == AUTO:
        scenario = scenario.with_split(splits_for(scenario.count)[0].id).resolve(catalogue)
    return make_problem(scenario, catalogue)


def _leading(proved: list[bool]) -> int:
    return next((n for n, each in enumerate(proved) if not each), len(proved))


if __name__ == "__main__":
    main()
