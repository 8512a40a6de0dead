"""Plans of the named scenarios, each solved once for all tests that look at it."""

from __future__ import annotations

import time
from pathlib import Path

from solver import Plan, load_scenario, solve
from solver.plan import read_plan
from tests.expected import FOLDER

NAMES = sorted(p.stem for p in FOLDER.glob("*.yaml") if not p.stem.endswith(".expected"))
"""The named scenarios; the list grows with the folder."""

SECONDS = 300
"""More than any of them takes, on a slow machine too."""


def solve_once(name: str, folder: Path) -> Plan:
    """Return the plan of a named scenario; who comes second reads what the first has written.

    Args:
        name: of the scenario.
        folder: that all who share the plans know.

    """
    target, lock = folder / f"{name}.json", folder / f"{name}.lock"
    waited_enough = time.monotonic() + 2 * SECONDS
    while not target.exists():
        try:
            lock.touch(exist_ok=False)
        except FileExistsError:  # another process is at it
            assert time.monotonic() < waited_enough, f"nobody finishes {name}; remove {lock}"
            time.sleep(0.1)
            continue
        try:
            plan = solve(load_scenario(FOLDER / f"{name}.yaml", {"time_limit": SECONDS}))
            part = folder / f"{name}.part"
            part.write_text(plan.to_json(), encoding="utf-8")
            part.replace(target)
        finally:
            lock.unlink()
    return read_plan(target)
