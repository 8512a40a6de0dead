"""What a person waits for: whole processes of the command line, each the median of several.

    python -m benchmarks.startup

All are run in turns, importing ortools among them, so that a machine that is busy slows all alike:
how many imports a command takes says more than its seconds. Python finds everything compiled, as
pip leaves an installed package; with ``--cold`` every process compiles our own modules, as in a
checkout under PYTHONDONTWRITEBYTECODE.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

EVENSET = (sys.executable, "-m", "solver")
YARDSTICK = "importing ortools"
IMPORT = (sys.executable, "-c", "from ortools.sat.python import cp_model")
FIRST = """
import sys, time
from solver.model.tiers import Tiers
found = Tiers.found
def first(*given):
    print(time.time() - float(sys.argv[1]))
    Tiers.found = found
    return found(*given)
Tiers.found = first
from solver import Scenario, solve
solve(Scenario())
"""
"""Prints the seconds from the start of the process to the first week that is placed on days."""

PLACED = "first week placed"


def main() -> None:
    """Measure and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--cold", action="store_true", help="Compile our own modules every time.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder), cold=given.cold)
        plan = Path(folder) / "plan.json"
        commands: dict[str, Sequence[str]] = {
            YARDSTICK: IMPORT,
            "evenset --help": (*EVENSET, "--help"),
            "evenset audit": (*EVENSET, "audit", str(plan)),
            "evenset solve": (*EVENSET, "solve"),
        }
        _seconds((*EVENSET, "solve", "-o", str(plan)), environment)
        for command in commands.values():  # once for the caches
            _seconds(command, environment)
        seconds: dict[str, list[float]] = {title: [] for title in (*commands, PLACED)}
        for _ in range(given.times):
            for title, command in commands.items():
                seconds[title].append(_seconds(command, environment))
            seconds[PLACED].append(_first(environment))
    for title, runs in seconds.items():
        _say(title, runs, seconds[YARDSTICK])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(f"most memory of a process: {peak:.0f} MB\n")


def _environment(folder: Path, *, cold: bool) -> dict[str, str]:
    """Return an environment in which compiled modules are kept, or, if cold, no more of them."""
    changed = {"PYTHONDONTWRITEBYTECODE": "1"} if cold else {"PYTHONPYCACHEPREFIX": str(folder)}
    others = {name: text for name, text in os.environ.items() if "BYTECODE" not in name}
    return others | changed


def _say(title: str, seconds: Sequence[float], yardstick: Sequence[float]) -> None:
    low, high = min(seconds), max(seconds)
    median, runs = statistics.median(seconds), len(seconds)
    times = median / statistics.median(yardstick)
    sys.stdout.write(
        f"{title}: {median:.2f} s ({low:.2f} to {high:.2f}, {runs} runs), {times:.2f} imports\n"
    )


def _seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603
    return time.monotonic() - started


def _first(environment: Mapping[str, str]) -> float:
    command = [sys.executable, "-c", FIRST, str(time.time())]
    done = subprocess.run(  # noqa: S603
        command, check=True, capture_output=True, text=True, env=environment
    )
    return float(done.stdout.splitlines()[0])


if __name__ == "__main__":
    main()
