"""Guardrails of weekly totals, by CP-SAT and by branch and cut: value, bound and seconds of each.

    python -m benchmarks.totals --limit 20

It is why a week that is short of time goes to branch and cut (``solver/model/branching.py``).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

from benchmarks.suite import one_split, suite
from solver.clock import Clock
from solver.model.problem import Problem
from solver.model.search import Outcome, Search
from solver.model.structure import Depth
from solver.model.week import WeekModel
from solver.rules import Tier

CASES = (
    "2x30-full_gym,2x60-full_gym,2x90-full_gym,"
    "3x45-full_gym:full_body,3x45-full_gym:push_pull_legs,"
    "3x60-full_gym:full_body,3x60-full_gym:push_pull_legs,4x45-full_gym"
)


def main() -> None:
    """Print a line of a table for each case."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--cases", default=CASES, help="names of the suite, each with a split or the best liked"
    )
    parser.add_argument("--limit", type=float, default=20.0, help="seconds of each solve")
    asked = parser.parse_args()
    known = {case.name: case for case in suite()}
    print("| case, split | CP-SAT: value, bound, seconds | branch and cut: value, bound, seconds |")
    print("|---|---|---|")
    for text in asked.cases.split(","):
        name, _, split = text.partition(":")
        problem = one_split(known[name], split)
        cells = [_cell(solve, problem, asked.limit) for solve in (_search, _branch)]
        print(f"| `{name}`, {problem.scenario.split_id} | {' | '.join(cells)} |")
        sys.stdout.flush()


def _search(search: Search, model: WeekModel) -> Outcome:
    return search.solve(model.model, model.cost(Tier.GUARDRAILS))


def _branch(search: Search, model: WeekModel) -> Outcome:
    grain = model.problem.grain(Tier.GUARDRAILS)
    cost = model.cost(Tier.GUARDRAILS)
    return search.branch(model.model, cost, share=1.0, label="", grain=grain)


def _cell(solve: Callable[[Search, WeekModel], Outcome], problem: Problem, limit: float) -> str:
    model = WeekModel(problem, Depth.BUNDLES)
    started = time.monotonic()
    outcome = solve(Search(Clock(limit), workers=2), model)
    return f"{outcome.value}, {outcome.bound}, {time.monotonic() - started:.1f}"


if __name__ == "__main__":
    main()
