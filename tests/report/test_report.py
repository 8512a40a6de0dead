"""What the package as a whole promises."""

from __future__ import annotations

import subprocess
import sys

import pytest

from solver import report
from solver.plan import DISCLAIMER
from tests.report.samples import catalogue, sample_plan, sample_report, sample_scenario

HEAVY = ("ortools", "solver.model", "pandas", "rich")


def test_importing_the_package_is_light() -> None:
    code = f"import sys, solver.report; print([n for n in {HEAVY} if n in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert found.strip() == "[]"


def test_drawing_imports_no_solver() -> None:
    code = (
        "import sys\n"
        "from tests.report.samples import sample_plan\n"
        "from solver import report\n"
        "plan = sample_plan()\n"
        "report.plan_text(plan), report.plan_markdown(plan), report.plan_csv(plan)\n"
        "print([n for n in ('ortools', 'solver.model', 'pandas') if n in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert found.strip() == "[]"


@pytest.mark.parametrize("form", ["text", "audit", "markdown", "csv", "rules", "rules md", "list"])
def test_the_disclaimer_stands_in_every_form(form: str) -> None:
    rules = sample_scenario().make_rules(catalogue())
    text = {
        "text": lambda: report.plan_text(sample_plan()),
        "audit": lambda: report.audit_text(sample_report()),
        "markdown": lambda: report.plan_markdown(sample_plan()),
        "csv": lambda: report.plan_csv(sample_plan()),
        "rules": lambda: report.rules_text(rules),
        "rules md": lambda: report.rules_markdown(rules),
        "list": lambda: report.exercises_text(catalogue()),
    }[form]()
    assert DISCLAIMER in " ".join(text.split())
