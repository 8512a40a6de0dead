"""The table of results: the same in CSV and Parquet, safe in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from solver.batch import table
from solver.batch.athletes import Athlete
from solver.batch.ledger import Entry
from solver.batch.table import COLUMNS, write_tables
from solver.plan import DISCLAIMER


def entries(count: int = 3) -> Iterator[Entry]:
    summary = {"proof": "optimal", "balance_score": 91.5, "guardrails": 0, "more": 1}
    for number in range(count):
        yield Entry(
            Athlete(number + 2, f"a{number}", "=HYPERLINK()"), "k", f"a{number}.json",
            "planned", "", summary,
        )  # fmt: skip
    fault = "days: 9\nminutes: 5"
    yield Entry(Athlete(90, "-1+1", "@x", column="days", fault=fault), "", "", "wrong", fault, {})
    yield Entry(Athlete(91, "i"), "k2", "", "wrong", "minutes: too few", {})


def read(folder: Path) -> list[dict[str, str]]:
    with (folder / "results.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_csv(tmp_path: Path) -> None:
    write_tables(tmp_path, entries())
    rows = read(tmp_path)
    assert len(rows) == 6
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["name"] == "'=HYPERLINK()"
    assert (rows[0]["balance_score"], rows[0]["guardrails"]) == ("91.5", "0")
    assert (rows[3]["id"], rows[3]["name"]) == ("'-1+1", "'@x")
    assert (rows[3]["column"], rows[3]["message"]) == ("days", "days: 9; and 1 more (minutes)")
    assert (rows[4]["column"], rows[4]["message"]) == ("minutes", "minutes: too few")
    assert rows[5]["id"] == f"# {DISCLAIMER}"


def test_parquet_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pip install 'evenset[batch]'")
    monkeypatch.setattr(table, "PIECE", 2)
    write_tables(tmp_path, entries())
    found = pq.read_table(tmp_path / "results.parquet")
    assert found.schema.metadata[b"disclaimer"].decode() == DISCLAIMER
    rows = found.to_pylist()
    assert len(rows) == 5
    assert rows[0]["name"] == "=HYPERLINK()", "no spreadsheet runs it"
    for text, value in zip(read(tmp_path), rows, strict=False):
        for name in COLUMNS:
            plain = "" if value[name] is None else str(value[name])
            assert text[name].removeprefix("'") == plain


def test_both_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    seen = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        write_tables(folder, entries(50))
        seen.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert seen[0] == seen[1]


def test_without_pyarrow_there_is_the_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tables(tmp_path, entries())
    whole = (tmp_path / "results.csv").read_bytes()
    monkeypatch.setattr(table, "has_parquet", lambda: False)
    write_tables(tmp_path, entries())
    assert (tmp_path / "results.csv").read_bytes() == whole
    assert not (tmp_path / "results.parquet").exists(), "it would be of another run"
