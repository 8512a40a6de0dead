"""The table of results, as CSV and Parquet: scores, shortfalls, proof, and in short what failed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from solver.batch.asking import placed
from solver.batch.athletes import columns
from solver.batch.ledger import Entry
from solver.batch.problems import short_message
from solver.batch.removing import remove
from solver.plan import DISCLAIMER
from solver.report.tabular import guard
from solver.writing import new_file

CSV_NAME = "results.csv"
PARQUET_NAME = "results.parquet"

COLUMNS: dict[str, type] = {
    "id": str,
    "name": str,
    "row": int,
    "status": str,
    "column": str,
    "message": str,
    "file": str,
    "proof": str,
    "audit": str,
    "time_limit": str,
    "weeks": int,
    "split": str,
    "balance_score": float,
    "guardrails": int,
    "guardrails_bound": int,
    "balance": int,
    "balance_bound": int,
    "plainness": int,
    "plainness_bound": int,
    "stimulus": int,
    "stimulus_bound": int,
    "guardrails_broken": int,
    "shortfalls": str,
    "between_weeks": str,
    "hard_sets": int,
    "minutes": float,
    "request": str,
}
"""The columns with their types; docs/batch.md says what each is."""

PIECE = 5_000
"""Rows that are written at a time, so that memory does not grow with the table."""


def has_parquet() -> bool:
    """Tell whether Parquet can be written: pyarrow is an extra."""
    return find_spec("pyarrow") is not None


def write_tables(folder: Path, entries: Iterable[Entry]) -> None:
    """Write both tables, each whole or not at all; without pyarrow the CSV alone.

    A table that cannot be written now is taken away, lest it speak of an earlier run.

    Raises:
        InputError: they cannot be written.

    """
    parquet = folder / PARQUET_NAME
    pieces = _pieces(entries)
    with new_file(folder / CSV_NAME) as handle:
        handle.write(_line(list(COLUMNS)))
        if has_parquet():
            with new_file(parquet) as other:
                _write_both(handle, other, pieces)
        else:
            handle.writelines(map(_csv, pieces))
            remove(parquet)
        handle.write(_line([f"# {DISCLAIMER}", *[""] * (len(COLUMNS) - 1)]))


def _pieces(entries: Iterable[Entry]) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows some thousands at a time."""
    rows = map(_row, entries)
    while piece := list(islice(rows, PIECE)):
        yield piece


def _row(entry: Entry) -> dict[str, Any]:
    athlete = entry.athlete
    column, message = athlete.column, short_message(entry)
    if entry.status == "wrong" and not column:  # found when it was planned
        column, message = placed(message, columns())
    return {name: entry.summary.get(name) for name in COLUMNS} | {
        "id": athlete.id,
        "name": athlete.name,
        "row": athlete.row,
        "status": entry.status,
        "file": entry.file,
        "column": column,
        "message": message,
        "request": entry.key,
    }


def _write_both(handle: Any, other: Any, pieces: Iterator[list[dict[str, Any]]]) -> None:
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet as pq  # noqa: PLC0415

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema(
        [(name, kinds[kind]) for name, kind in COLUMNS.items()], {"disclaimer": DISCLAIMER}
    )
    with pq.ParquetWriter(other, schema) as writer:
        for piece in pieces:
            handle.write(_csv(piece))
            writer.write_table(pa.Table.from_pylist(piece, schema=schema))


def _csv(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(_line(list(row.values())) for row in rows)


def _line(cells: list[Any]) -> bytes:
    buffer = io.StringIO(newline="")
    # Not cleaned: ids hold no control characters, and stand as in the table of athletes.
    guarded = [guard(each) if isinstance(each, str) else each for each in cells]
    csv.writer(buffer, lineterminator="\n").writerow(guarded)
    return buffer.getvalue().encode()
