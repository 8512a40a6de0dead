"""A comparison for a program or a spreadsheet: JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from solver.comparing.row import Row
from solver.plan import DISCLAIMER
from solver.report.tabular import csv_cell

if TYPE_CHECKING:
    from solver.comparing.changes import PlanDifference
    from solver.comparing.comparison import Comparison

SCHEMA_VERSION = 1


def comparison_csv(comparison: Comparison) -> str:
    """Return a header and a row for each scenario; a text that looks like a formula is guarded.

    The last row is no scenario: its first cell is ``# `` and the disclaimer.
    """
    rows: list[dict[str, Any]] = [
        {"name": row.name, "rank": comparison.ranks[row.name], **row.facts()}
        for row in comparison.rows
    ]
    columns = list(dict.fromkeys(name for row in rows for name in row if name != "failure"))
    return _csv([*columns, "failure"], rows)


def difference_csv(difference: PlanDifference) -> str:
    """Return a header and a row for each exercise of either plan; the last is the disclaimer."""
    rows = [{**vars(each), "what": each.what.value} for each in difference.exercises]
    columns = ["exercise", "name", "what", "sets_before", "sets_after", "before", "after",
               "details"]  # fmt: skip
    return _csv(columns, rows)


def _csv(columns: list[str], rows: list[dict[str, Any]]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    writer.writerow([f"# {DISCLAIMER}", *[""] * (len(columns) - 1)])
    return buffer.getvalue()


def _cell(value: Any) -> Any:
    return csv_cell(value) if isinstance(value, str) else value


def comparison_json(comparison: Comparison, difference: PlanDifference | None = None) -> str:
    """Return every figure as JSON text, and what changes between two plans where it is given."""
    best = comparison.best
    content: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "varied": comparison.varied or None,
        "best": best.name if best else None,
        "rows": [_row(row, comparison.ranks[row.name]) for row in comparison.rows],
        "notes": list(comparison.notes),
    }
    if difference is not None:
        content["changes"] = [
            {**vars(each), "what": each.what.value} for each in difference.exercises
        ]
        content["sessions"] = list(difference.sessions)
    content["disclaimer"] = DISCLAIMER
    return json.dumps(content, indent=2, ensure_ascii=False)


def _row(row: Row, rank: int | None) -> dict[str, Any]:
    tiers = [] if row.plan is None else row.plan.tiers
    value = row.value if isinstance(row.value, int | float | str) else None
    return {
        "name": row.name,
        "rank": rank,
        "value": value,
        **row.facts(),
        "broken": [
            {"id": rule.id, "title": rule.title, "shortfall": rule.shortfall} for rule in row.broken
        ],
        "tiers": [tier.model_dump(mode="json") for tier in tiers],
        "scenario": row.scenario.model_dump(mode="json"),
    }
