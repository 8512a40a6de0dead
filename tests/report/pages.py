"""Reports for tests: of the small weeks, of a block made of one, of a week with hostile names."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
from click.testing import CliRunner

from solver.cli import cli
from solver.plan import Plan
from solver.report.html import report_html
from solver.report.loading import Reportable, plan_content, read_reportable
from tests.report.samples import catalogue, coached_plan

HOSTILE = "<script>alert('x')</script>\"&{{ 7*7 }}$x^2$ " + "W" * 50


@cache
def content() -> Reportable:
    """Return the coached week, ready to be shown."""
    return plan_content(coached_plan(), catalogue())


@cache
def plan_page() -> str:
    """Return the page of the coached week."""
    return report_html(content())


def block_fields() -> dict[str, Any]:
    """Return a block of five weeks, the last lighter, as another program writes it."""
    plan = json.loads(coached_plan().to_json())
    weeks = []
    for number in range(1, 6):
        sessions = json.loads(json.dumps(plan["sessions"]))
        for item in (item for session in sessions for item in session["items"]):
            if number == 5:
                item["sets"] = max(1, item["sets"] // 2)
            if item["rir"] is not None:
                item["rir"] = 4 if number == 5 else 1 + number % 3
        weeks.append(
            {
                "number": number,
                "letter": "AB"[number % 2],
                "kind": "deload" if number == 5 else "loading",
                "sessions": sessions,
                "of a later version": 1,
            }
        )
    scenario, split = plan["scenario"], plan["split"]
    return {
        "schema_version": 1, "kind": "block", "scenario": scenario, "split": split, "weeks": weeks,
    }  # fmt: skip


def block_page(folder: Path) -> str:
    """Return the page of the block."""
    return page_of(block_fields(), folder)


def page_of(fields: dict[str, Any], folder: Path) -> str:
    """Return the page of what a JSON file holds."""
    path = folder / "given.json"
    path.write_text(json.dumps(fields), encoding="utf-8")
    return report_html(read_reportable(path, catalogue()))


def hostile_plan() -> Plan:
    """Return the coached week with every name that a file can set set to harm."""
    fields = json.loads(coached_plan().to_json())
    fields["scenario"]["title"] = HOSTILE
    fields["notes"] = fields["advice"] = [HOSTILE]
    for session in fields["sessions"]:
        session["title"] = session["intensity"] = HOSTILE
        for step in session["warm_up"]:
            step |= {"name": HOSTILE, "block": HOSTILE, "note": HOSTILE[:120]}
        for item in session["items"]:
            item |= {"name": HOSTILE, "load": HOSTILE, "tempo": HOSTILE, "reps": HOSTILE}
            item |= {"note": HOSTILE, "superset": HOSTILE}
    return Plan.model_validate(fields)


def solved_block_page(block: Path) -> str:
    """Return the page of a block as the solver makes it, with the audit of the whole."""
    ran = CliRunner().invoke(cli, ["report", str(block)])
    assert ran.exception is None, ran.exception
    return ran.stdout


def comparison_page(folder: Path, **changes: Any) -> str:
    """Return the page of two plans compared by the command, exercise by exercise."""
    plan, other = coached_plan(), json.loads(coached_plan().to_json())
    other["sessions"][0]["items"] = other["sessions"][0]["items"][:-1]
    other["sessions"][1]["items"][0]["sets"] += 1
    given = {"four days": plan.to_json(), "other": json.dumps(other)}
    for name, text in given.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    files = [str(folder / f"{name}.json") for name in given]
    ran = CliRunner().invoke(cli, ["compare", *files, "--format", "json"])
    assert ran.exception is None, ran.exception
    return page_of(json.loads(ran.stdout) | changes, folder)


def parsed(page: str) -> ElementTree.Element:
    """Return the tree of a page; a fault of its HTML is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: ElementTree.Element = parser.parse(page)
    return root


def text_of(root: ElementTree.Element) -> str:
    """Return all text of a tree."""
    return " ".join(" ".join(root.itertext()).split())
