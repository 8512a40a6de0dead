"""What becomes of interrupts and of streams that are closed or full."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
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


@pytest.mark.parametrize("seconds", [0.15, 0.3, 0.5])
def test_ctrl_c_before_the_search_ends_with_130(seconds: float) -> None:
    process = subprocess.Popen(
        [*EVENSET, "solve", "--days", "5", "--time-limit", "600"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    try:
        _, said = process.communicate(timeout=120)
    finally:
        process.kill()
    assert "Aborted" not in said
    assert "defect" not in said
    # A fast machine may be searching by then, and a slow one may not have begun at all.
    assert process.returncode in (130, 0, 4, -signal.SIGINT)
    assert process.returncode != 130 or said.strip() == "evenset: stopped"
