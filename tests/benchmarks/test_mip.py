"""The other solvers' own process, where PuLP is installed."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from benchmarks.pages import ROOT

pytest.importorskip("pulp", reason="part of evenset[bench]")

# x + y >= 3, of 0 to 5 each; first x + 2 y is to be least, which is 3 at x = 3, y = 0; then 5 - x
# is, within that.
PROGRAMME: dict[str, Any] = {
    "lows": [0, 0, 0],
    "highs": [5, 5, 5],
    "rows": [[3, None, [[0, 1], [1, 1]]], [5, 5, [[0, 1], [2, 1]]]],
    "tiers": [[[0, 1], [1, 2]], [[2, 1]]],
    "seconds": 10.0,
    "workers": 1,
}


def run(solver: str, programme: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.mip", solver],
        input=f"{json.dumps(programme)}\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    first, last = done.stdout.splitlines()[0], done.stdout.splitlines()[-1]
    assert first == "ready"
    found: dict[str, Any] = json.loads(last)
    return found


@pytest.mark.parametrize("solver", ["cbc", "highs"])
def test_tiers_are_solved_one_within_the_other(solver: str) -> None:
    if solver == "highs":
        pytest.importorskip("highspy", reason="part of evenset[bench]")
    found = run(solver, PROGRAMME)
    assert found["values"] == [3, 2]
    assert found["proved"] == [True, True]
    assert found["megabytes"] > 1


def test_what_has_no_solution_has_no_values() -> None:
    found = run("cbc", PROGRAMME | {"rows": [[11, None, [[0, 1], [1, 1]]]]})
    assert found["values"] == found["proved"] == []


def test_ortools_is_not_in_that_process() -> None:
    code = "import sys, benchmarks.mip; sys.exit(any(m.startswith('ortools') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
