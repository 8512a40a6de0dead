"""Plans, audits, rules and the catalogue as text: for a terminal, Markdown, CSV, JSON.

Never imports ortools, ``solver.model`` or pandas; rich only when a table is drawn.
"""

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
