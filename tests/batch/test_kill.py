"""A run that is killed at any moment goes on where it stood: not a byte is different."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from solver import read_plan
from tests.batch.fakes import GATE, LOG, SHORT_OF_TIME, STARTED
from tests.batch.running import (
    REAL,
    REAL_HEADER,
    REAL_ROWS,
    contents,
    some_rows,
    start,
    write_table,
)

IN_FLIGHT = 4
"""What two processes have in hand: a kill may let so many be planned once more."""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_table(tmp_path_factory.mktemp("table") / "athletes.csv", some_rows())


@pytest.fixture(scope="module")
def undisturbed(table: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    process = start(table, "--out", folder, "--processes", "1")
    out, err = process.communicate(timeout=120)
    assert process.returncode == 2, err
    assert "40 athletes: 37 planned, 1 wrong in the table, 1 impossible as asked" in out
    return contents(folder)


def check_kills(
    kills: int, seed: int, table: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    chance = random.Random(seed)
    killed = rounds = 0
    calls: Counter[str] = Counter()
    while killed < kills:
        rounds += 1
        folder, log = tmp_path / f"out-{rounds}", tmp_path / f"log-{rounds}"
        log.mkdir()
        here = 0
        while True:
            by_clock = chance.random() < 0.3
            die_at = 0 if by_clock else chance.randint(1, 1500)
            # Only now and then without a kill, so that most results come from several runs.
            last = here > 0 and (killed >= kills or chance.random() < 0.2)
            process = start(
                table, "--out", folder, "--processes", "2", die_at=0 if last else die_at,
                environment={LOG: log},
            )  # fmt: skip
            if by_clock and not last:
                try:
                    process.wait(timeout=chance.uniform(0.5, 2.0))
                except subprocess.TimeoutExpired:
                    os.kill(process.pid, signal.SIGKILL)
            # Ends only when the workers have ended too: none is left behind.
            _, err = process.communicate(timeout=120)
            if process.returncode == -signal.SIGKILL:
                killed += 1
                here += 1
                continue
            assert process.returncode == 2, err
            break
        assert contents(folder) == undisturbed
        planned = finished_work(log)
        assert sum(planned.values()) <= len(planned) + here * IN_FLIGHT
        calls += planned
        process = start(table, "--out", folder, environment={LOG: log})
        process.communicate(timeout=120)
        assert finished_work(log) == planned, "what is done is not done again"
        assert contents(folder) == undisturbed
    assert calls


def finished_work(log: Path) -> Counter[str]:
    """Count calls by scenario, but for what is short of time: each run tries that again."""
    texts = (path.read_text() for path in log.iterdir() if path.stat().st_size)
    return Counter(text for text in texts if json.loads(text)["minutes"] != SHORT_OF_TIME)


def test_a_few_kills(table: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    check_kills(3, 1, table, undisturbed, tmp_path)


@pytest.mark.thorough
def test_fifty_kills(table: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    check_kills(50, 2, table, undisturbed, tmp_path)


DIES = """
import os, signal, sys
from solver.batch import run

write, count = run.write_bytes, 0

def die(path, content):
    global count
    count += 1
    if count == 2:  # one is done, this one is planned and half written, the third is at work
        with open(path.parent / ".evenset.half", "wb") as half:
            half.write(content[: len(content) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
    write(path, content)

run.write_bytes = die
sys.argv[1:1] = ["batch"]
from solver.__main__ import main
main()
"""


def test_a_killed_run_of_real_weeks_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    table = write_table(tmp_path / "t.csv", REAL_ROWS, REAL_HEADER)
    process = start(table, "--out", tmp_path / "plain", "--processes", "1", script=REAL)
    _, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    plain = contents(tmp_path / "plain")
    assert {"a.json", "b.json", "c.json", "results.csv"} <= set(plain)
    assert read_plan(tmp_path / "plain" / "a.json").status == "optimal"

    out = tmp_path / "out"
    process = start(table, "--out", out, "--processes", "1", script=DIES)
    _, err = process.communicate(timeout=240)
    assert process.returncode == -signal.SIGKILL, err
    there = contents(out)
    assert set(there) == {"a.json", ".evenset.half"}
    assert there["a.json"] == plain["a.json"]
    before = (out / "a.json").stat()
    process = start(table, "--out", out, "--processes", "2", script=REAL)
    _, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    assert contents(out) == plain
    after = (out / "a.json").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns), "done once"


def test_ctrl_c_ends_at_once_and_the_run_goes_on_later(
    table: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    rows = [*some_rows(10), "slow,Slow,3,50,hotel,"]
    mixed = write_table(tmp_path / "athletes.csv", rows)
    plain, folder = tmp_path / "plain", tmp_path / "out"
    start(mixed, "--out", plain).communicate(timeout=120)
    started, gate = tmp_path / "started", tmp_path / "gate"
    os.mkfifo(started)
    os.mkfifo(gate)
    process = start(
        mixed, "--out", folder, "--processes", "2", environment={STARTED: started, GATE: gate}
    )
    assert int(started.read_text()) > 0  # one is at work, and stays so
    os.killpg(process.pid, signal.SIGINT)  # as the terminal does: to the workers too
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130, err
    assert out == ""
    assert "of 11 athletes are done and kept; the same command goes on from there" in err
    assert "Traceback" not in err, err
    assert "leaked" not in err
    assert not (folder / "results.csv").exists()
    process = start(mixed, "--out", folder)
    process.communicate(timeout=120)
    assert contents(folder) == contents(plain)


def test_of_runs_that_start_at_once_one_works_and_nothing_is_spoilt(
    table: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    together = [start(table, "--out", folder, "--processes", "1") for _ in range(3)]
    said = [process.communicate(timeout=120) for process in together]
    assert all(process.returncode == 2 for process in together)  # a row is wrong, or refused
    finished = [out for out, _ in said if out.startswith("40 athletes")]
    refused = [err for _, err in said if "another run is at work in this folder" in err]
    assert len(finished) >= 1
    assert len(finished) + len(refused) == 3
    assert contents(folder) == undisturbed
