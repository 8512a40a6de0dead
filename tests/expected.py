"""Writes what each scenario must show: `python tests/expected.py [NAME…]`.

A changed value shows up in the diff of scenarios/*.expected.yaml, to be looked at and explained.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from solver import Plan, load_scenario, solve

FOLDER = Path(__file__).parent.parent / "scenarios"

SECONDS = 300
"""More than any scenario takes, on a slow machine too: what is expected is proved."""


def expectation(plan: Plan) -> dict[str, object]:
    """Return status, tiers and broken guardrails of a plan: never the exact assignment."""
    return {
        "status": plan.status,
        "tiers": {
            str(tier.name): {"value": tier.value, "bound": tier.bound} for tier in plan.tiers
        },
        "guardrails_broken": sorted(rule.id for rule in plan.broken()),
    }


def main(names: list[str]) -> None:
    """Solve the named scenarios, or all, and write their expectations."""
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.stem.endswith(".expected") or (names and path.stem not in names):
            continue
        plan = solve(load_scenario(path, {"time_limit": SECONDS}))
        target = path.with_suffix(".expected.yaml")
        target.write_text(yaml.safe_dump(expectation(plan), sort_keys=False))
        seconds = plan.run.seconds if plan.run else 0.0
        values = [tier.value for tier in plan.tiers]
        score = plan.balance_score
        sys.stdout.write(f"{path.stem}: {plan.status} {values} {score} in {seconds} s\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
