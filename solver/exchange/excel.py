"""Weeks as sheets of a workbook (.xlsx): a sheet a week, totals as formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from solver.catalogue import Catalogue
from solver.exchange.extras import extra
from solver.exchange.training import Training, Week, deload, week_title
from solver.plan import DISCLAIMER, Item, Session
from solver.report.session import WEEKDAYS, item_name, pair_marks
from solver.report.tabular import FORMULA_STARTS
from solver.report.wording import clean, plain, ranged

COLUMNS = (
    "Day", "Session", "#", "Pair", "Exercise", "Role", "Sets", "Reps", "RIR", "Tempo", "Rest (s)",
    "Each side", "Load", "Note", "Weight", "Reps done", "RIR done",
)  # fmt: skip
"""The last three are empty, to be filled in; after them a column for each muscle group."""

SETS = COLUMNS.index("Sets")
WIDTHS = {"Day": 11, "Session": 18, "Exercise": 32, "Note": 40, "Load": 16, "Role": 11}
HEAD = 3
"""The row of the headings, counted from 0."""

LONGEST = 2000


class _Sheet:
    """Writes text that never becomes a formula, numbers, and formulas with their results."""

    def __init__(self, book: Any, name: str) -> None:
        self.sheet = book.add_worksheet(name)
        self.name = name
        self.bold = book.add_format({"bold": True})
        self._quoted = book.add_format({"quote_prefix": True})

    def text(self, row: int, column: int, words: str, style: Any = None) -> None:
        words = clean(words)[:LONGEST]
        if words:
            quoted = self._quoted if words.startswith(FORMULA_STARTS) else style
            self.sheet.write_string(row, column, words, quoted)

    def number(self, row: int, column: int, value: float | None) -> None:
        if value is not None:
            self.sheet.write_number(row, column, value)

    def formula(self, row: int, column: int, formula: str, value: float) -> None:
        self.sheet.write_formula(row, column, formula, self.bold, value)


def excel_bytes(training: Training, catalogue: Catalogue) -> bytes:
    """Return a workbook: an overview, then a sheet for each week.

    Sets of sessions, of the week and of each muscle group are formulas, so that they follow what
    is changed in the sheet. Exercises that the catalogue does not know count for no group.

    Raises:
        InputError: the package xlsxwriter is missing.

    """
    writer = extra("xlsxwriter", "exchange", "xlsx")
    buffer = io.BytesIO()
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = writer.Workbook(buffer, options | {"in_memory": True})
    # The same plan gives the same bytes: no date of today.
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC), "comments": DISCLAIMER})
    overview = _Sheet(book, "Overview")
    overview.text(0, 0, training.title, overview.bold)
    overview.text(1, 0, DISCLAIMER)
    for column, name in enumerate(
        ("Week", "Letter", "Kind", "Sessions", "Sets", "Minutes", "Wave")
    ):
        overview.text(HEAD, column, name, overview.bold)
    for index, week in enumerate(training.weeks):
        sheet = _Sheet(book, f"Week {week.number}")
        total, sets, minutes = _week(sheet, training, week, catalogue)
        row = HEAD + 1 + index
        overview.number(row, 0, week.number)
        overview.text(row, 1, week.letter)
        overview.text(row, 2, week.kind)
        overview.number(row, 3, len(week.sessions))
        overview.text(row, 6, week.wave)
        overview.formula(row, 4, f"='{sheet.name}'!{_cell(total, SETS)}", sets)
        overview.formula(row, 5, f"='{sheet.name}'!{_cell(total, SETS + 2)}", minutes)
    for offset, remark in enumerate(training.advice):
        overview.text(HEAD + 2 + len(training.weeks) + offset, 0, remark)
    book.close()
    return buffer.getvalue()


def _week(
    sheet: _Sheet, training: Training, week: Week, catalogue: Catalogue
) -> tuple[int, int, float]:
    """Write a week; return the row of its total, its sets and its minutes."""
    groups = list(catalogue.groups)
    sheet.text(0, 0, training.title, sheet.bold)
    sheet.text(1, 0, week_title(training, week))
    sheet.text(2, 0, " ".join(week.notes))
    heads = (*COLUMNS, *(plain(group) for group in groups))
    for column, name in enumerate(heads):
        sheet.text(HEAD, column, name, sheet.bold)
        sheet.sheet.set_column(column, column, WIDTHS.get(name, 9))
    sheet.sheet.freeze_panes(HEAD + 1, 0)
    row, totals = HEAD + 1, []
    for session in week.sessions:
        first = row
        for order, (item, mark) in enumerate(
            zip(session.items, pair_marks(session), strict=True), start=1
        ):
            _item(sheet, row, session, order, item, mark)
            for column, group in enumerate(groups, start=len(COLUMNS)):
                sheet.number(row, column, share(catalogue, item.exercise, group) or None)
            row += 1
        sheet.text(row, 0, WEEKDAYS[session.day], sheet.bold)
        sheet.text(row, 1, "Total", sheet.bold)
        if session.items:
            span = f"{_cell(first, SETS)}:{_cell(row - 1, SETS)}"
            sheet.formula(row, SETS, f"=SUM({span})", sum(i.sets for i in session.items))
        sheet.text(row, SETS + 1, "minutes")
        sheet.number(row, SETS + 2, session.minutes)
        totals.append(row)
        row += 1
    sets = sum(item.sets for session in week.sessions for item in session.items)
    minutes = round(sum(session.minutes for session in week.sessions), 2)
    sheet.text(row, 1, "Week", sheet.bold)
    sheet.formula(row, SETS, f"=SUM({_cells(totals, SETS)})", sets)
    sheet.text(row, SETS + 1, "minutes")
    sheet.formula(row, SETS + 2, f"=SUM({_cells(totals, SETS + 2)})", minutes)
    _group_totals(sheet, row, week, catalogue)
    sheet.text(row + 2, 0, DISCLAIMER)
    return row, sets, minutes


def _group_totals(sheet: _Sheet, row: int, week: Week, catalogue: Catalogue) -> None:
    """Write under each group's column its sets of the week."""
    items = [item for session in week.sessions for item in session.items]
    sheet.text(
        row, COLUMNS.index("Note"), "Sets of a deload week, no hard sets"
        if deload(week) else "Hard sets of each group",
    )  # fmt: skip
    for column, group in enumerate(catalogue.groups, start=len(COLUMNS)):
        value = sum(item.sets * share(catalogue, item.exercise, group) for item in items)
        spans = [f"{_cell(HEAD + 1, c)}:{_cell(row - 1, c)}" for c in (SETS, column)]
        sheet.formula(row, column, f"=SUMPRODUCT({','.join(spans)})", value)


def share(catalogue: Catalogue, exercise: str, group: str) -> float:
    """Return what a hard set of an exercise counts for a group: its largest to a member (D1)."""
    known = catalogue.exercises.get(exercise)
    if known is None or not known.hard:
        return 0.0
    return max((known.muscles.get(m, 0.0) for m in catalogue.groups[group].members), default=0.0)


def _item(sheet: _Sheet, row: int, session: Session, order: int, item: Item, mark: str) -> None:
    cells: dict[str, str | int | None] = {
        "Day": WEEKDAYS[session.day],
        "Session": session.title,
        "#": order,
        "Pair": mark,
        "Exercise": item_name(item),
        "Role": item.role.value,
        "Sets": item.sets,
        "Reps": ranged(item.reps),
        "RIR": item.rir,
        "Tempo": ranged(item.tempo or ""),
        "Rest (s)": item.rest_seconds or None,
        "Each side": "yes" if item.sides == 2 else "",
        "Load": item.load or "",
        "Note": item.note,
    }
    for column, name in enumerate(COLUMNS):
        value = cells.get(name)
        if isinstance(value, str):
            sheet.text(row, column, value)
        else:
            sheet.number(row, column, value)


def _cells(rows: Iterable[int], column: int) -> str:
    return ",".join(_cell(row, column) for row in rows)


def _cell(row: int, column: int) -> str:
    """Return the name of a cell: ``G5`` for row 4, column 6."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
