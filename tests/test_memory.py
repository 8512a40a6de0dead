"""Memory of two processes: what both have in memory once counts once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from solver.memory import give_back, together_with

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="the system does not tell"
)

CHILD = """
import sys
from ortools.math_opt.core.python import solver
ballast = b"1" * 200_000_000
del ballast
print("ready", flush=True)
sys.stdin.read()
"""


FREED = """
import sys
from tests.test_memory import resident
from solver.memory import keep_little
if sys.argv[1] == "little":
    keep_little()
pieces = [bytearray(100_000) for _ in range(1_000)]
kept = pieces[::50]
most = resident()
del pieces
print(most - resident())
"""


def resident() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def test_the_most_of_the_other_counts_without_what_both_share() -> None:
    """Both have OR-Tools in memory; the other has let go of what it had most of."""
    from ortools.math_opt.core.python import solver  # noqa: F401, PLC0415

    with subprocess.Popen(
        [sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        told = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="utf-8")
        shared = next(
            int(line.split()[1]) / 1024 for line in told.splitlines() if "Shared_Clean" in line
        )
        added = together_with(process.pid) - resident()
        process.kill()
    own = added - 200_000_000 / 2**20
    assert 0 < own < shared  # 10 MB of its own, 23 that both have


def test_a_process_that_is_gone_adds_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        assert together_with(process.pid) == pytest.approx(resident(), abs=5)


def test_freed_memory_is_given_back() -> None:
    pieces: list[Any] = [bytearray(60_000) for _ in range(2_000)]  # none is mapped by itself
    kept = pieces[::50]
    pieces.append(pieces)  # so that only a look for cycles finds them
    before = resident()
    del pieces
    give_back()
    assert resident() < before - 80
    assert len(kept) == 40


@pytest.mark.parametrize(("what", "goes_back"), [("little", True), ("all", False)])
def test_a_process_of_ours_keeps_little_of_what_it_frees(what: str, *, goes_back: bool) -> None:
    command = [sys.executable, "-c", FREED, what]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (float(done.stdout) > 80) is goes_back
