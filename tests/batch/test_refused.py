"""What a run refuses, and what of others it does not touch."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from solver.batch import run
from solver.batch.ledger import NAME, Ledger
from solver.batch.run import run_batch
from solver.errors import InputError
from tests.batch import fakes
from tests.batch.running import Go, Inline, contents, start, write_table


def test_a_table_without_rows_is_refused_and_nothing_is_touched(go: Go, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no rows below its header"):
        go([])
    assert not (tmp_path / "out").exists()
    go(["a,A,3,60,hotel,"])
    before = contents(tmp_path / "out")
    with pytest.raises(InputError, match="has no rows"):
        go(["", ",,,,,"])
    assert contents(tmp_path / "out") == before


def test_a_second_run_is_refused(go: Go, tmp_path: Path) -> None:
    go(["a,A,3,60,hotel,"])
    with Ledger(tmp_path / "out"):
        process = start(tmp_path / "athletes.csv", "--out", tmp_path / "out")
        _, err = process.communicate(timeout=60)
        assert process.returncode == 2
        assert "another run is at work in this folder" in err
        with pytest.raises(InputError, match="another run is at work"):
            go(["a,A,3,60,hotel,"])
    assert go(["a,A,3,60,hotel,"]).counts == {"planned": 1}


def test_files_of_others_are_not_written_over(go: Go, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "package.json").write_text("{}")
    with pytest.raises(InputError, match=r"holds package\.json, which is of no batch"):
        go(["package,A,3,60,hotel,"])
    assert (tmp_path / "out" / "package.json").read_text() == "{}"
    assert not (tmp_path / "out" / NAME).exists()


@pytest.mark.parametrize("content", [b"no database at all, but text" * 50, None])
def test_what_is_no_ledger(content: bytes | None, go: Go, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    if content is None:
        base = sqlite3.connect(tmp_path / "out" / NAME)
        base.execute("CREATE TABLE recipes (title TEXT)")
        base.close()
    else:
        (tmp_path / "out" / NAME).write_bytes(content)
    with pytest.raises(InputError, match="is no ledger"):
        go(["a,A,3,60,hotel,"])


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM settings",
        "DROP TABLE requests",
        "ALTER TABLE requests DROP COLUMN size",
        "UPDATE requests SET status = 'baked'",
        "UPDATE requests SET summary = '{'",
        "UPDATE requests SET summary = '[1]'",
    ],
)
def test_a_ledger_that_no_run_has_written_so(harm: str, go: Go, tmp_path: Path) -> None:
    rows = ["a,A,3,60,hotel,"]
    go(rows)
    base = sqlite3.connect(tmp_path / "out" / NAME, isolation_level=None)
    base.execute(harm)
    base.close()
    with pytest.raises(InputError, match=r"ledger\.sqlite: is no ledger, or is damaged \(.*--out"):
        go(rows)


@pytest.mark.parametrize("name", ["a.json", "problems.txt", "results.csv", ".evenset.abc"])
def test_a_folder_where_a_file_goes(name: str, go: Go, tmp_path: Path) -> None:
    rows = ["a,A,3,60,hotel,"]
    go(rows)
    before = contents(tmp_path / "out")
    path = tmp_path / "out" / name
    path.unlink(missing_ok=True)
    path.mkdir()
    with pytest.raises(InputError, match=name):
        go(rows)
    path.rmdir()
    assert go(rows).counts == {"planned": 1}
    assert contents(tmp_path / "out") == before


def test_how_far_the_reading_is_told(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PIECE", 2)
    table = write_table(tmp_path / "t.csv", [f"a{n},A,3,60,hotel," for n in range(5)])
    told: list[tuple[int, int]] = []
    run_batch(
        table, tmp_path / "out", planner=fakes.plan, advance=lambda *told_: told.append(told_)
    )
    assert told == [(2, 0), (4, 0), (0, 5), (5, 5)]


def test_a_wrong_header_leaves_nothing(go: Go, tmp_path: Path) -> None:
    table = write_table(tmp_path / "t.csv", ["a"], "idd")
    with pytest.raises(InputError, match="no such column"):
        run_batch(table, tmp_path / "new", planner=fakes.plan)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_a_file(go: Go, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(InputError, match="cannot be made a folder"):
        go(["a,A,3,60,hotel,"])


@pytest.mark.parametrize("weeks", [0, -1, 1, 7, 13])
def test_weeks_that_no_block_has(weeks: int, go: Go, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"8 to 12 weeks .* `evenset batch` without --weeks"):
        go(["a,A,3,60,hotel,"], weeks=weeks)
    assert not (tmp_path / "out").exists()


def test_a_worker_of_another_version_is_refused(
    go: Go, engine: Inline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "fingerprint", lambda: "evenset 9")
    with pytest.raises(InputError, match=r"is another version.*here is evenset 9"):
        go(["a,A,3,60,hotel,"])
    assert "a.json" not in contents(tmp_path / "out")


@pytest.mark.parametrize("name", ["results.csv", "problems.txt", "results.parquet"])
def test_a_table_is_never_written_over(go: Go, tmp_path: Path, name: str) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    table = write_table(out / name, ["a,A,3,60,hotel,"])
    before = table.read_bytes()
    with pytest.raises(InputError, match="stands where the results go"):
        run_batch(table, out, planner=fakes.plan)
    with pytest.raises(InputError, match=f"holds {name}, which is of no batch"):
        go(["a,A,3,60,hotel,"], out="mine")
    assert table.read_bytes() == before
    assert [path.name for path in out.iterdir()] == [name]
