"""What becomes of interrupts and of streams that are closed or full."""

from __future__ import annotations

import subprocess
import sys
from typing import IO

import pytest

EVENSET = [sys.executable, "-m", "solver"]


def shell(redirected: str) -> subprocess.CompletedProcess[str]:
    """Run `evenset` with these words and redirections."""
    return subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -m solver {redirected}', sys.executable],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def full_disk() -> IO[str]:
    """A stream that takes nothing."""
    try:
        return open("/dev/full", "w", encoding="utf-8")  # noqa: PTH123
    except OSError:
        pytest.skip("no /dev/full here")


@pytest.mark.parametrize("words", [["rules"], ["--help"]])
def test_a_full_disk_is_named(words: list[str], full_disk: IO[str]) -> None:
    with full_disk:
        done = subprocess.run(
            [*EVENSET, *words],
            stdout=full_disk,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("evenset: standard output: cannot be written (No space left")
    assert len(done.stderr.splitlines()) == 1


def test_errors_that_nobody_can_read_keep_their_code(full_disk: IO[str]) -> None:
    with full_disk:
        done = subprocess.run(
            [*EVENSET, "solve", "--days", "0"], stderr=full_disk, timeout=120, check=False
        )
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("redirected", "code", "says"),
    [
        ("rules >&-", 2, "standard output: is closed; name a file with -o"),
        ("solve >&-", 2, "standard output: is closed; name a file with -o"),
        ("solve --days 0 2>&-", 2, ""),
        ("--bogus 2>&-", 2, ""),
        ("rules >&- 2>&- <&-", 2, ""),
        ("rules 2>&- >/dev/null", 0, ""),
    ],
)
def test_closed_streams_are_no_defect(redirected: str, code: int, says: str) -> None:
    done = shell(redirected)
    assert done.returncode == code
    assert says in done.stderr
    assert "defect" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_has_gone_is_no_fault() -> None:
    process = subprocess.Popen(
        [*EVENSET, "catalogue"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(timeout=120) == 0
    assert process.stderr is not None
    with process.stderr:
        assert process.stderr.read() == b""


def test_usage_errors_end_with_2() -> None:
    done = shell("solve --bogus")
    assert done.returncode == 2
    assert "Usage:" in done.stderr
    assert "--bogus" in done.stderr
    assert shell("--version").returncode == shell("solve --help").returncode == 0


INTERRUPTED_WHILE_IMPORTING = """
import signal, sys

def hook(event, arguments):
    if event == "import" and arguments[0] == sys.argv[0]:
        signal.raise_signal(signal.SIGINT)

sys.argv.pop(0)
sys.addaudithook(hook)
"""

INTERRUPTED_IN_A_CLASS_BODY = """
import signal, sys
from pydantic._internal import _decorators

def interrupted(*names):
    signal.raise_signal(signal.SIGINT)

sys.argv.pop(0)
_decorators.PydanticDescriptorProxy.__set_name__ = interrupted
"""


@pytest.mark.parametrize(
    ("interrupt", "module"),
    [
        (INTERRUPTED_WHILE_IMPORTING, "click"),
        (INTERRUPTED_WHILE_IMPORTING, "solver.cli"),
        (INTERRUPTED_WHILE_IMPORTING, "pydantic"),
        (INTERRUPTED_WHILE_IMPORTING, "numpy"),
        (INTERRUPTED_WHILE_IMPORTING, "numpy.linalg"),
        (INTERRUPTED_WHILE_IMPORTING, "ortools.sat.python.cp_model"),
        (INTERRUPTED_WHILE_IMPORTING, "solver.model.search"),
        (INTERRUPTED_IN_A_CLASS_BODY, "pydantic"),
    ],
)
def test_ctrl_c_before_the_search_ends_with_130(interrupt: str, module: str) -> None:
    program = f"{interrupt}\nfrom solver.__main__ import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", program, module, "solve", "--days", "5", "--time-limit", "600"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stderr.strip() == "evenset: stopped"
    assert done.stdout == ""
    assert done.returncode == 130


def test_what_says_itself_what_an_interrupt_led_to_is_told() -> None:
    program = """
import solver.cli
from solver.errors import NoPlanInTimeError

def cli(**_):
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        raise NoPlanInTimeError("you stopped the search")

solver.cli.cli = cli
from solver.__main__ import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (4, "evenset: you stopped the search\n")
