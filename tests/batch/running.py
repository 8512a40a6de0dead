"""Runs of ``evenset batch`` with a cheap planner: in this process, or as a process to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solver.__main__ import main
from solver.batch import planning
from solver.batch.planning import Job, Outcome, Planner, work
from tests.batch import fakes

if TYPE_CHECKING:  # a run looks up the planner as it is loaded, and here another takes its place
    from solver.batch.run import BatchResult

ROOT = Path(__file__).parent.parent.parent

Go = Callable[..., "BatchResult"]
"""Runs rows in this process, as the fixture ``go`` does."""

HEADER = "id,name,days,minutes,profile,level"

REAL = "import sys; from solver.__main__ import main; sys.argv[1:1] = ['batch']; main()"
"""A script for :func:`start`: the command with its own planner, not the cheap one."""

REAL_HEADER = "id,days,minutes,time_limit"
REAL_ROWS = ["a,4,60,600", "b,5,75,600", "c,4,75,600"]
"""Athletes of a second or two each, of whom all is proved long before the limit: it has no hand in
the bytes, however busy the machine. The first is the default scenario."""


def write_table(path: Path, rows: list[str], header: str = HEADER) -> Path:
    """Write a table."""
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def some_rows(count: int = 40) -> list[str]:
    """Rows of which some are equal, some impossible and some wrong."""
    rows = []
    for number in range(count):
        minutes = 60 + number % 25
        minutes = {7: 31, 11: 5, 13: 32}.get(number, minutes)
        rows.append(f"a{number},Athlete {number},{2 + number % 4},{minutes},hotel,")
    return rows


class Inline:
    """An engine that works in this process, and keeps count."""

    def __init__(self, window: int = 3) -> None:
        self.window = window
        self.submitted: list[str] = []
        self.at_work = self.most = 0

    def submit(self, planner: Planner, job: Job) -> Future[Outcome]:
        self.submitted.append(job.key)
        self.at_work += 1
        self.most = max(self.most, self.at_work)
        future: Future[Outcome] = Future()
        try:
            future.set_result(work(planner, job))
        except BaseException as error:
            future.set_exception(error)
        return future

    def result(self, future: Future[Outcome]) -> Outcome:
        self.at_work -= 1
        return future.result()

    def check(self) -> None:
        """Nothing to check."""

    def close(self) -> None:
        """Nothing to let go of."""


@contextmanager
def opened(engine: Inline) -> Iterator[Inline]:
    """What ``open_engine`` returns."""
    yield engine


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder of results but the ledger."""
    return {p.name: p.read_bytes() for p in folder.iterdir() if "ledger" not in p.name}


def start(
    *words: str | Path,
    die_at: int = 0,
    script: str = "",
    environment: Mapping[str, str | Path] | None = None,
) -> subprocess.Popen[str]:
    """Start ``evenset batch`` with the cheap planner as a process with a group of its own.

    Workers share its pipes, so that these end only when the last of them has ended.

    Args:
        words: of the command line.
        die_at: the call of the system at which it kills itself; 0 for none.
        script: Python that runs it, in place of this module.
        environment: further variables.

    """
    how = ["-c", script] if script else ["-m", "tests.batch.running", str(die_at)]
    return subprocess.Popen(
        [sys.executable, *how, *map(str, words)],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            **{k: str(v) for k, v in (environment or {}).items()},
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


CALLS = {
    "execute", "fetchall", "fetchone", "fsync", "replace", "rename", "chmod", "unlink", "write",
    "flush", "close", "mkdir", "open", "stat", "submit",
}  # fmt: skip
"""What changes the world, or asks for it."""


def _die_at(number: int) -> None:
    """Kill this process, as ``kill -9`` does, before or after the so-manieth such call."""
    seen = 0

    def hook(frame: Any, event: str, arg: Any) -> None:
        nonlocal seen
        if event in ("c_call", "c_return") and getattr(arg, "__name__", "") in CALLS:
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(hook)


def _main() -> None:
    planning.plan_one = fakes.plan
    die_at = int(sys.argv[1])
    sys.argv = ["evenset", "batch", *sys.argv[2:]]
    import_module("solver.batch.run")  # takes the planner of just now as its default

    if die_at:
        _die_at(die_at)
    main()


if __name__ == "__main__":
    _main()
