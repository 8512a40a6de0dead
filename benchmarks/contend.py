"""Solve one case with one contender and print what came of it as JSON.

    python -m benchmarks.contend evenset 4x60-full_gym --limit 120

Each runs in a process of its own: HiGHS and OR-Tools do not go together in one.

Contenders:
    evenset   the program: weeks that were solved before, totals, placement, all with proof.
    cold      the same, but beginning from nothing.
    totals    the weekly totals alone, as evenset solves them: for the two below to be held against.
    textbook  the plain model of the same rules, all days and pairs at once, tier after tier.
    highs     the weekly totals, the same model exported, in HiGHS.
    cbc       the same in CBC.

What HiGHS and CBC are given is less than the whole: nothing is placed on days.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

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
        values: of each tier above stimulus, as far as it came.
        proved: how many tiers, from the first, are proved.
        seconds: from a loaded catalogue to the end.
        megabytes: the most memory the process had.
        variables, constraints: of the model solved, where there is one.

    """

    contender: str
    case: str
    values: list[int] = field(default_factory=list)
    proved: int = 0
    seconds: float = 0.0
    megabytes: float = 0.0
    variables: int = 0
    constraints: int = 0


def main() -> None:
    """Solve and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("contender", choices=sorted(CONTENDERS))
    parser.add_argument("case")
    parser.add_argument("--limit", type=float, default=120.0)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    case = next(each for each in suite() if each.name == asked.case)
    result = Result(asked.contender, case.name)
    case.catalogue()
    started = time.monotonic()
    CONTENDERS[asked.contender](case, result, asked.limit, asked.workers)
    result.seconds = round(time.monotonic() - started, 3)
    result.megabytes = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    print(json.dumps(asdict(result)))


def _evenset(case: Case, result: Result, limit: float, workers: int) -> None:
    from solver.model.solve import solve

    plan = solve(case.scenario(time_limit=limit, workers=workers), case.catalogue())
    tiers = [tier for tier in plan.tiers if tier.name in DECIDING]
    result.values = [tier.value for tier in tiers]
    result.proved = _leading([tier.status == "optimal" for tier in tiers])


def _cold(case: Case, result: Result, limit: float, workers: int) -> None:
    from solver.model import starts

    starts.FILE = Path("/dev/null")
    starts.load_starts.cache_clear()
    _evenset(case, result, limit, workers)


def _totals(case: Case, result: Result, limit: float, workers: int) -> None:
    from solver.model.search import Clock, Search
    from solver.model.structure import Depth
    from solver.model.tiers import Tiers
    from solver.model.totals import least, solve_totals

    tiers = Tiers(one_split(case), Search(Clock(limit), workers=workers))
    bundles = tiers.free_model(Depth.BUNDLES)
    solve_totals(tiers, bundles, least(tiers, bundles, Tier.GUARDRAILS))
    reached = [tier for tier in DECIDING if tier in tiers.held]
    result.values = [tiers.held[tier] for tier in reached]
    result.proved = _leading([tiers.bounds[tier] >= tiers.held[tier] for tier in reached])


def _textbook(case: Case, result: Result, limit: float, workers: int) -> None:
    from ortools.sat.python import cp_model

    from solver.model.structure import Depth
    from solver.model.week import WeekModel

    problem = one_split(case)
    model = WeekModel(problem, Depth.PLACED)
    _size(result, model.model)
    ended = time.monotonic() + limit
    proved = []
    for tier in DECIDING:
        model.model.clear_objective()  # type: ignore[no-untyped-call]
        model.model.minimize(model.cost(tier))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = max(ended - time.monotonic(), 0.1)
        status = solver.solve(model.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        value = problem.grain(tier).value(round(solver.objective_value))
        bound = problem.grain(tier).value(round(solver.best_objective_bound))
        result.values.append(value)
        proved.append(value <= bound)
        model.hold(tier, value)
    result.proved = _leading(proved)


def _mip(case: Case, result: Result, limit: float, make: Callable[[float], object]) -> None:
    import pulp

    from benchmarks.mip import sum_of, to_pulp
    from solver.model.programme import factors_of, to_programme
    from solver.model.structure import Depth
    from solver.model.week import WeekModel

    problem = one_split(case)
    model = WeekModel(problem, Depth.CHOICES)
    _size(result, model.model)
    programme, variables = to_pulp(to_programme(model.model, 0))
    ended = time.monotonic() + limit
    proved = []
    for tier in DECIDING:
        cost = sum_of(*factors_of(model.cost(tier)), variables)
        programme.setObjective(cost)
        programme.solve(make(max(ended - time.monotonic(), 0.1)))
        if programme.sol_status not in (
            pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible,
        ):  # fmt: skip
            break
        value = problem.grain(tier).value(round(pulp.value(cost)))
        result.values.append(value)
        # A tier at zero is proved by being there; else the solver has to say so.
        proved.append(value == 0 or programme.sol_status == pulp.LpSolutionOptimal)
        programme += cost <= problem.grain(tier).limit(value), f"hold_{tier}"
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
    "totals": _totals,
    "textbook": _textbook,
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


def _size(result: Result, model: object) -> None:
    proto = model.proto  # type: ignore[attr-defined]
    result.variables, result.constraints = len(proto.variables), len(proto.constraints)


def _leading(proved: list[bool]) -> int:
    return next((n for n, each in enumerate(proved) if not each), len(proved))


if __name__ == "__main__":
    main()
