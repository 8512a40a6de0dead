"""What single means of the search are worth, in effort that no machine and no load changes.

    python -m benchmarks.means

Roomy weeks of the suite are solved without the weeks that were solved before, by one worker: once
as the program does it, and once with each means left out or another put in. What is counted is
CP-SAT's deterministic time until all tiers above stimulus are proved, and stimulus filled. The
second table counts the bundles that another dominates: the same in every measure, and no dearer.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any

from benchmarks.contend import forget_starts
from benchmarks.suite import Case, one_split, suite
from solver.clock import Clock
from solver.model.dominance import dominated
from solver.model.race import Race
from solver.model.search import Search
from solver.model.staircase import Staircase

CASES = (
    "4x60-full_gym", "6x60-dumbbells_bench", "3x90-bodyweight_bar", "6x45-full_gym",
    "4x90-dumbbells_bench",
)  # fmt: skip
SIZED = ("default", "2x60-bodyweight_bar", "default-1000-distinct", "default-5000-distinct")
LIMIT = 300.0

Change = Callable[[Any], None]


def _light(parameters: Any) -> None:
    parameters.linearization_level = min(parameters.linearization_level, 1)


MEANS: dict[str, Change] = {
    "as it is": lambda _: None,
    "no full linear relaxation": _light,
    "full linear relaxation in every solve": lambda p: setattr(p, "linearization_level", 2),
    "no symmetries": lambda p: setattr(p, "symmetry_level", 0),
    "more symmetries": lambda p: setattr(p, "symmetry_level", 3),
    "no probing": lambda p: setattr(p, "cp_model_probing_level", 0),
    "hints repaired": lambda p: setattr(p, "repair_hint", True),
}
"""What is changed of the parameters of every solve."""


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--means", default=",".join(MEANS), help="which, by commas")
    asked = parser.parse_args()
    forget_starts()
    cases = {case.name: case for case in suite()}
    print(f"| means | {' | '.join(f'`{name}`' for name in CASES)} | sum |")
    print(f"|---|{'---|' * (len(CASES) + 1)}")
    for name in asked.means.split(","):
        efforts = [_effort(cases[case], MEANS[name]) for case in CASES]
        cells = [f"{work:.1f}{'' if whole else ', not proved'}" for work, whole in efforts]
        print(f"| {name} | {' | '.join(cells)} | {sum(work for work, _ in efforts):.1f} |")
        sys.stdout.flush()
    print("\n| case | bundles | dominated |\n|---|---|---|")
    for name in SIZED:
        problem = one_split(cases[name])
        print(f"| `{name}` | {len(problem.bundles)} | {len(list(dominated(problem)))} |")


def _effort(case: Case, change: Change) -> tuple[float, bool]:
    """Return the deterministic time of a case, and whether all is proved."""
    usual = Race.__init__

    def changed(self: Any, *args: Any, **more: Any) -> None:
        usual(self, *args, **more)
        change(self.finder.parameters)

    Race.__init__ = changed  # type: ignore[method-assign]
    try:
        own = Search(Clock(LIMIT))
        found = Staircase(one_split(case), own, recalls=False).climb()
    finally:
        Race.__init__ = usual  # type: ignore[method-assign]
    return own.tally.work, found is not None and found.worth == (0, 0, 0)


if __name__ == "__main__":
    main()
