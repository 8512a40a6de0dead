"""What a person waits for: whole processes of the command line, each the median of several.

    python -m benchmarks.startup

Run it with nothing beside it.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

EVENSET = (sys.executable, "-m", "solver")
IMPORT = (sys.executable, "-c", "from ortools.sat.python import cp_model")
FIRST = """
import sys, time
from solver.model.staircase import Staircase
found = Staircase._found
def first(*given):
    print(time.time() - float(sys.argv[1]))
    Staircase._found = found
    return found(*given)
Staircase._found = first
from solver import Scenario, solve
solve(Scenario())
"""
"""Prints the seconds from the start of the process to the first week that is placed on days."""


def main() -> None:
    """Measure and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.json"
        subprocess.run([*EVENSET, "solve", "-o", str(plan)], check=True, capture_output=True)  # noqa: S603
        for title, command in (
            ("importing ortools", IMPORT),
            ("evenset --help", (*EVENSET, "--help")),
            ("evenset audit", (*EVENSET, "audit", str(plan))),
            ("evenset solve", (*EVENSET, "solve")),
        ):
            _say(title, [_seconds(command) for _ in range(times)])
    _say("first week placed", [_first() for _ in range(times)])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(f"most memory of a process: {peak:.0f} MB\n")


def _say(title: str, seconds: Sequence[float]) -> None:
    low, high = min(seconds), max(seconds)
    median, runs = statistics.median(seconds), len(seconds)
    sys.stdout.write(f"{title}: {median:.2f} s ({low:.2f} to {high:.2f}, {runs} runs)\n")
    sys.stdout.flush()


def _seconds(command: Sequence[str]) -> float:
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    return time.monotonic() - started


def _first() -> float:
    command = [sys.executable, "-c", FIRST, str(time.time())]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return float(done.stdout.splitlines()[0])


if __name__ == "__main__":
    main()
