"""The workbook, read back with openpyxl; its formulas are worked out and compared."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from solver.auditing import audit
from solver.catalogue import Catalogue
from solver.exchange.excel import COLUMNS, excel_bytes
from solver.exchange.training import Training, of_plan
from solver.plan import DISCLAIMER
from solver.report.session import WEEKDAYS, item_name
from solver.report.tabular import FORMULA_STARTS
from solver.report.wording import clean, plain, ranged
from tests.exchange.weeks import plans, sessions
from tests.report.samples import coached_plan


def book(raw: bytes, results: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(raw), data_only=results)


def rows(sheet: Any) -> list[dict[str, Any]]:
    head, *body = list(sheet.iter_rows(min_row=4, values_only=True))
    return [dict(zip(head, row, strict=True)) for row in body]


def test_every_item_is_a_row(training: Training, catalogue: Catalogue) -> None:
    found = book(excel_bytes(training, catalogue))
    assert found.sheetnames == ["Overview", *(f"Week {week.number}" for week in training.weeks)]
    for week in training.weeks:
        items = [row for row in rows(found[f"Week {week.number}"]) if isinstance(row["#"], int)]
        planned = [
            (session, order, each)
            for session in week.sessions
            for order, each in enumerate(session.items, start=1)
        ]
        assert len(items) == len(planned)
        for row, (session, order, each) in zip(items, planned, strict=True):
            said = {
                "Day": WEEKDAYS[session.day],
                "Session": clean(session.title),
                "#": order,
                "Exercise": item_name(each),
                "Role": each.role.value,
                "Sets": each.sets,
                "Reps": ranged(each.reps) or None,
                "RIR": each.rir,
                "Tempo": ranged(each.tempo or "") or None,
                "Rest (s)": each.rest_seconds or None,
                "Each side": "yes" if each.sides == 2 else None,
                "Load": each.load,
                "Note": clean(each.note) or None,
                "Weight": None,
            }
            assert {name: row[name] for name in said} == said


def test_no_text_is_a_formula(training: Training, catalogue: Catalogue) -> None:
    for sheet in book(excel_bytes(training, catalogue)):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.value.startswith(("=SUM(", "=SUMPRODUCT(", "='Week "))
                elif isinstance(cell.value, str) and cell.value.startswith(FORMULA_STARTS):
                    assert cell.data_type == "s"
                    assert cell.quotePrefix


def test_an_exercise_that_looks_like_a_formula_is_there_as_text(catalogue: Catalogue) -> None:
    found = book(excel_bytes(of_plan(plans()["odd"]), catalogue))["Week 1"]
    cells = [cell for row in found.iter_rows() for cell in row if isinstance(cell.value, str)]
    hostile = [cell for cell in cells if cell.value.startswith("=HYPERLINK")]
    assert [cell.data_type for cell in hostile] == ["s"]


def cells_of(sheet: Any, argument: str) -> list[float]:
    """Return the numbers in ``G5`` or ``G5:G9``, formulas worked out, blanks as 0."""
    if ":" not in argument:
        return [work_out(sheet, sheet[argument].value)]
    return [work_out(sheet, cell.value) for row in sheet[argument] for cell in row]


def work_out(sheet: Any, value: Any) -> Any:
    """Work out a cell as a spreadsheet would."""
    if not isinstance(value, str) or not value.startswith("="):
        return value if isinstance(value, int | float) else 0
    if value.startswith("='"):
        name, _, cell = value[2:].partition("'!")
        return work_out(sheet.parent[name], sheet.parent[name][cell].value)
    name, _, inside = value[1:].rstrip(")").partition("(")
    lists = [cells_of(sheet, argument) for argument in inside.split(",")]
    if name == "SUM":
        return sum(sum(numbers) for numbers in lists)
    assert name == "SUMPRODUCT"
    return sum(a * b for a, b in zip(*lists, strict=True))


def test_formulas_give_what_is_stored_beside_them(training: Training, catalogue: Catalogue) -> None:
    raw = excel_bytes(training, catalogue)
    stored = book(raw, results=True)
    count = 0
    for sheet in book(raw):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    worked = work_out(sheet, cell.value)
                    assert worked == pytest.approx(stored[sheet.title][cell.coordinate].value)
    assert count > len(sessions(training))


def test_totals_are_those_of_the_audit(catalogue: Catalogue) -> None:
    plan = coached_plan()
    measures = audit(plan, catalogue).measures
    sheet = book(excel_bytes(of_plan(plan), catalogue))["Week 1"]
    total = next(row for row in rows(sheet) if row["Session"] == "Week")
    for group, sets in measures.groups.items():
        assert work_out(sheet, total[plain(group)]) == pytest.approx(sets)
    assert work_out(sheet, total["Sets"]) == sum(i.sets for s in plan.sessions for i in s.items)
    assert work_out(sheet, total["RIR"]) == pytest.approx(measures.minutes, abs=0.05)


def test_a_changed_cell_changes_the_total(catalogue: Catalogue) -> None:
    sheet = book(excel_bytes(of_plan(coached_plan()), catalogue))["Week 1"]
    total = next(row for row in rows(sheet) if row["Session"] == "Week")
    before = work_out(sheet, total["Sets"]), work_out(sheet, total["chest"])
    sheet.cell(5, COLUMNS.index("Sets") + 1).value += 3  # the first item, a bench press
    assert work_out(sheet, total["Sets"]) == before[0] + 3
    assert work_out(sheet, total["chest"]) == before[1] + 3


def test_each_sheet_has_the_disclaimer_and_a_deload_is_named(
    training: Training, catalogue: Catalogue
) -> None:
    deloads = [f"Week {week.number}" for week in training.weeks if week.kind == "deload"]
    for sheet in book(excel_bytes(training, catalogue)):
        values = [cell.value for row in sheet.iter_rows() for cell in row]
        assert DISCLAIMER in values
        assert ("Sets of a deload week, no hard sets" in values) is (sheet.title in deloads)


def test_the_same_bytes_each_time(training: Training, catalogue: Catalogue) -> None:
    assert excel_bytes(training, catalogue) == excel_bytes(training, catalogue)
