"""What a person sees of ``evenset batch``."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from solver.batch import command
from solver.batch.athletes import TEMPLATE, Athlete
from solver.batch.command import batch
from solver.batch.ledger import Ledger, Remarks
from solver.batch.run import BatchResult
from solver.plan import DISCLAIMER
from tests.batch.running import ROOT, some_rows, start, write_table


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "solver", "batch", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_template() -> None:
    done = run("--template")
    assert done.returncode == 0
    assert done.stdout.splitlines() == list(TEMPLATE)
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "name a CSV file; evenset batch --template"),
        (("t.csv", "--out", "x", "--template"), "does not go with ATHLETES and --out"),
        (("athletes.csv",), "--out: name the folder"),
        (("athletes.csv", "--out", ""), "--out: name the folder"),
        (("none.csv", "--out", "x"), "none.csv: no such file"),
        (("none.csv", "--out", "x", "--weeks", "many"), "'many' is not a valid integer"),
        (("none.csv", "--out", "x", "--engine", "dusk"), "dusk"),
    ],
)
def test_wrong_use(words: tuple[str, ...], told: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_the_summary_and_the_rows_without_a_plan(tmp_path: Path) -> None:
    table = write_table(tmp_path / "t.csv", [*some_rows(14), *["x,X,9,,,"] * 30])
    process = start(table, "--out", tmp_path / "out")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out.splitlines() == [
        "44 athletes: 11 planned, 31 wrong in the table, 1 impossible as asked, "
        "1 without a plan in the time given",
        f"A page to hand out: evenset report {tmp_path / 'out' / 'a0.json'} -o a0.html",
        f"Results: {tmp_path / 'out' / 'results.csv'}",
        DISCLAIMER,
    ]
    lines = err.splitlines()
    assert lines[0] == f"{table}, row 9 (a7): no week fits"
    assert lines[1].startswith(f"{table}, row 13 (a11): minutes: must be 15 or more")
    assert len(lines) == 22, "no bar where there is no terminal"
    problems = tmp_path / "out" / "problems.txt"
    assert lines[-1] == f"why in full, and what would mend it: {problems}"
    assert problems.read_text(encoding="utf-8").count("\nrow ") == 33
    assert lines[-2] == f"and 13 more: {tmp_path / 'out' / 'results.csv'} has all of them"


def test_a_bar_on_a_terminal(tmp_path: Path) -> None:
    table = write_table(tmp_path / "t.csv", some_rows(30))
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.batch.running",
            "0",
            str(table),
            "--out",
            str(tmp_path / "o"),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=slave,
        text=True,
    )
    os.close(slave)
    seen = b""
    try:
        while piece := os.read(master, 4096):
            seen += piece
    except OSError:  # the other end is closed
        pass
    process.communicate(timeout=60)
    os.close(master)
    text = seen.decode()
    assert "/30" in text
    assert "a minute" in text
    assert "left (Ctrl-C: stop, go on later)" in text


def test_the_reading_of_a_long_table_shows_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for terminal in (True, False):
        monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)  # noqa: B023
        bar = command.ProgressBar()
        bar.advance(1_000, 0)
        bar.close()
        shown = "\rreading the table: 1000 rows\r\x1b[K"
        assert capsys.readouterr().err == (shown if terminal else "")


def test_help_names_every_option() -> None:
    text = CliRunner().invoke(batch, ["--help"]).output
    for option in ("--weeks", "--out", "--engine", "--processes", "--scheduler", "--template"):
        assert option in text


def test_plans_that_were_cut_off_or_break_guardrails_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = BatchResult(tmp_path, {"planned": 40}, remarks=Remarks(3, 7, "a1.json"))
    command._report(tmp_path / "t.csv", result)
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "40 athletes: 40 planned"
    assert out[1] == "7 of 40 plans break guardrails (column shortfalls)"
    assert out[2].startswith("3 of 40 plans were cut off by their time limit; a larger time_limit")
    assert out[3].startswith("A page to hand out: evenset report")


def test_remarks_are_counted_by_athlete(tmp_path: Path) -> None:
    rows = [("a", 0, ""), ("b", 2, "reached"), ("c", 0, ""), ("d", 5, "reached")]
    with Ledger(tmp_path) as ledger:
        for row, (key, broken, limit) in enumerate(rows, start=2):
            ledger.add(Athlete(row, f"id{row}", request=key), key)
            summary = json.dumps({"guardrails_broken": broken, "time_limit": limit})
            outcome = dict.fromkeys(("message", "digest", "seconds", "megabytes", "worker", "size"))
            ledger.note(key, {**outcome, "status": "planned", "summary": summary})
        ledger.add(Athlete(9, "twin", request="d"), "d")
        assert ledger.remarks() == Remarks(cut_off=3, broken=3, file="id2.json")
