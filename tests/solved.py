"""Plans of the named scenarios, each solved once for all tests that look at it."""

from __future__ import annotations

import fcntl
from pathlib import Path

from solver import Plan, load_scenario, solve
from solver.plan import read_plan
from tests.expected import FOLDER, SECONDS

NAMES = sorted(p.stem for p in FOLDER.glob("*.yaml") if not p.stem.endswith(".expected"))
"""The named scenarios; the list grows with the folder."""


def solve_once(name: str, folder: Path) -> Plan:
    """Return the plan of a named scenario; who comes second reads what the first has written.

    Args:
        name: of the scenario.
        folder: that all who share the plans know.

    """
    target = folder / f"{name}.json"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process may be at it
        if not target.exists():
            plan = solve(load_scenario(FOLDER / f"{name}.yaml", {"time_limit": SECONDS}))
            part = folder / f"{name}.part"
            part.write_text(plan.to_json(), encoding="utf-8")
            part.replace(target)
    return read_plan(target)
