"""A plan as CSV, for a spreadsheet or a program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from solver.plan import DISCLAIMER, Item, Plan, Session
from solver.report.session import item_name
from solver.report.wording import clean, ranged

COLUMNS = (
    "day", "session", "order", "exercise", "name", "role", "sets", "reps", "rir", "tempo",
    "rest_seconds", "sides", "superset", "slot", "load", "note", "intensity",
)  # fmt: skip

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet takes a cell that begins so for a formula, or may after trimming it."""


def plan_csv(plan: Plan) -> str:
    """Return a plan as CSV: a header, one row for each exercise of each session, in order.

    ``rest_seconds`` are seconds after each set, ``sides`` is 2 where a set is left and right,
    ``rir`` repetitions in reserve; what a plan leaves open is an empty cell. A text that a
    spreadsheet would take for a formula has a leading apostrophe. Between numbers, in ``reps`` and
    ``tempo``, stands an en dash (8–12): with hyphens a spreadsheet would make dates of them.

    The last rows are no exercises: their first cell is ``# `` and a piece of advice, in the very
    last the disclaimer; the others are empty. A program leaves out rows whose ``day`` begins
    with ``#``.
    """
    return _csv(COLUMNS, _rows(plan.sessions), plan.advice)


def weeks_csv(
    weeks: Iterable[tuple[int, str, str, Sequence[Session]]], advice: Sequence[str]
) -> str:
    """Return weeks as CSV: as :func:`plan_csv`, with ``week``, ``letter`` and ``kind`` in front.

    Args:
        weeks: number, letter, kind and sessions of each.
        advice: sentences for the last rows.

    """
    rows = (
        [number, csv_cell(letter), csv_cell(kind), *row]
        for number, letter, kind, sessions in weeks
        for row in _rows(sessions)
    )
    return _csv(("week", "letter", "kind", *COLUMNS), rows, advice)


def _csv(
    columns: Sequence[str], rows: Iterable[Sequence[str | int | None]], advice: Sequence[str]
) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    for remark in (*map(clean, advice), DISCLAIMER):
        writer.writerow([f"# {remark}", *[""] * (len(columns) - 1)])
    return buffer.getvalue()


def _rows(sessions: Iterable[Session]) -> Iterator[list[str | int | None]]:
    for session in sessions:
        for order, item in enumerate(session.items, start=1):
            place = [session.day.value, csv_cell(session.title), order]
            yield [*place, *_cells(item), csv_cell(session.intensity or "")]


def csv_cell(text: str) -> str:
    """Return the text as a cell holds it: on one line, and no formula.

    Where a spreadsheet would run it as a formula, trimmed or not, an apostrophe stands before it.
    A lone carriage return would end the row for some readers, and begin a formula in the next.
    """
    return guard(clean(text))


def guard(text: str) -> str:
    """Return the text, with an apostrophe before it if a spreadsheet would run it as a formula."""
    return f"'{text}" if text.lstrip().startswith(FORMULA_STARTS) else text


def _cells(item: Item) -> list[str | int | None]:
    return [
        csv_cell(item.exercise),
        csv_cell(item_name(item)),
        item.role.value,
        item.sets,
        csv_cell(ranged(item.reps)),
        item.rir,
        csv_cell(ranged(item.tempo or "")),
        item.rest_seconds,
        item.sides,
        csv_cell(item.superset or ""),
        csv_cell(item.slot or ""),
        csv_cell(item.load or ""),
        csv_cell(item.note),
    ]
