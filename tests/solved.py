"""Plans of the named scenarios, each solved once for all tests that look at it."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path

from solver import Plan, Scenario, load_scenario, solve
from solver.blocks import make_block
from solver.plan import read_plan
from tests.expected import FOLDER, SECONDS

NAMES = sorted(p.stem for p in FOLDER.glob("*.yaml") if not p.stem.endswith(".expected"))
"""The named scenarios; the list grows with the folder."""


BLOCK = Scenario(
    title="Upper & lower <b>block</b>", days=4, minutes=60, split="upper_lower",
    bodyweight="80 kg", time_limit=6,
)  # fmt: skip
"""What the solved block is made for; its two weeks are sought for a few seconds each."""


def solve_once(name: str, folder: Path) -> Plan:
    """Return the plan of a named scenario; who comes second reads what the first has written.

    Args:
        name: of the scenario.
        folder: that all who share the plans know.

    """

    def made() -> str:
        return solve(load_scenario(FOLDER / f"{name}.yaml", {"time_limit": SECONDS})).to_json()

    return read_plan(_once(folder / f"{name}.json", made))


def solve_block_once(folder: Path) -> Path:
    """Return the file of a block of 8 weeks as the solver makes it, not one written by hand."""
    return _once(folder / "a solved block.json", lambda: make_block(BLOCK, weeks=8).to_json())


def _once(target: Path, made: Callable[[], str]) -> Path:
    with target.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process may be at it
        if not target.exists():
            part = target.with_suffix(".part")
            part.write_text(made(), encoding="utf-8")
            part.replace(target)
    return target
