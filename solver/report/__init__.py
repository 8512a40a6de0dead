"""Plans, audits, rules and the catalogue as text: for a terminal, Markdown, CSV, JSON.

Never imports ortools, ``solver.model`` or pandas; rich only when a table is drawn.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.report.catalogue import (
        coverage_text,
        exercises_csv,
        exercises_json,
        exercises_text,
        items_text,
    )
    from solver.report.markdown import plan_markdown, weeks_markdown
    from solver.report.rules import rules_json, rules_markdown, rules_text
    from solver.report.table import audit_text, plan_text
    from solver.report.tabular import plan_csv, weeks_csv

_HOMES = {
    "audit_text": "table",
    "coverage_text": "catalogue",
    "exercises_csv": "catalogue",
    "exercises_json": "catalogue",
    "exercises_text": "catalogue",
    "items_text": "catalogue",
    "plan_csv": "tabular",
    "plan_markdown": "markdown",
    "plan_text": "table",
    "rules_json": "rules",
    "rules_markdown": "rules",
    "rules_text": "rules",
    "weeks_csv": "tabular",
    "weeks_markdown": "markdown",
}

__all__ = [
    "audit_text",
    "coverage_text",
    "exercises_csv",
    "exercises_json",
    "exercises_text",
    "items_text",
    "plan_csv",
    "plan_markdown",
    "plan_text",
    "rules_json",
    "rules_markdown",
    "rules_text",
    "weeks_csv",
    "weeks_markdown",
]


def __getattr__(name: str) -> Any:
    """Import on first use: ``evenset --help`` lists the commands of this package alone."""
    if name in _HOMES:
        globals()[name] = value = getattr(import_module(f"solver.report.{_HOMES[name]}"), name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
