"""Writes the text of plans under review: `python -m tests.golden [NAME…]`.

A change of a plan, or of how it reads, shows up in the diff of tests/golden/*.txt, to be looked at
and explained.
"""

from __future__ import annotations

import sys
from pathlib import Path

from solver import Plan, load_scenario, solve
from solver.report import plan_text
from tests.expected import SECONDS

FOLDER = Path(__file__).parent / "golden"
SCENARIOS = Path(__file__).parent.parent / "scenarios"

NAMES = (
    "full_body_home_barbell",
    "push_pull_legs_dumbbells",
    "push_pull_legs_six_days",
    "spare_knees",
    "two_days_bodyweight",
    "upper_lower_full_gym",
)


def golden_text(plan: Plan) -> str:
    """Return a plan as it reads, without how long it took."""
    return plan_text(plan.model_copy(update={"run": None}), width=100, colour=False)


def main(names: list[str]) -> None:
    """Solve the named scenarios, or all under review, and write their texts."""
    if unknown := sorted(set(names) - set(NAMES)):
        sys.exit(f"not under review: {', '.join(unknown)}; use {', '.join(NAMES)}")
    FOLDER.mkdir(exist_ok=True)
    for name in names or NAMES:
        plan = solve(load_scenario(SCENARIOS / f"{name}.yaml", {"time_limit": SECONDS}))
        if plan.status != "optimal":
            sys.exit(f"{name}: not proved in its time limit; a plan under review must be")
        (FOLDER / f"{name}.txt").write_text(golden_text(plan), encoding="utf-8", newline="\n")
        sys.stdout.write(f"{name}: written\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
