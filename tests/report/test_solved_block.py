"""A block as the solver makes it, its audit, and a comparison of plans: each command's own JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import html5lib
import pytest
from click.testing import CliRunner

from solver.blocks import read_block
from solver.blocks.audit import audit_block
from solver.blocks.block import Block
from solver.blocks.report import block_pictures
from solver.cli import cli
from solver.plan import DISCLAIMER
from tests.report.pages import HOSTILE, comparison_page, page_of, parsed, solved_block_page, text_of
from tests.report.samples import catalogue
from tests.report.test_html import check


@pytest.fixture(scope="module")
def block(solved_block: Path) -> Block:
    return read_block(solved_block)


@pytest.fixture(scope="module")
def page(solved_block: Path) -> str:
    return solved_block_page(solved_block)


def test_a_block_is_all_there(block: Block, page: str) -> None:
    check(page)
    text = text_of(parsed(page))
    assert "Upper & lower <b>block</b>: 8 weeks" in text
    for week in block.weeks:
        effort = "deload" if week.kind == "deload" else f"{week.wave} effort"
        assert f"Week {week.number} {week.letter} · {effort}" in text
        assert all(note in text for note in week.notes)
    for line in (*block.notes, *block.advice, *(each.question for each in block.self_check)):
        assert " ".join(line.split()) in text
    hard = [
        sum(
            item.sets
            for session in week.sessions
            for item in session.items
            if catalogue().exercises[item.exercise].hard
        )
        for week in block.weeks
    ]
    assert f"7 weeks of training: {sum(hard[:-1])} hard sets in all." in text
    assert f"1 deload week: {hard[-1]} easy sets." in text


def test_the_page_says_what_the_audit_says(block: Block, page: str) -> None:
    found = audit_block(block, catalogue())
    assert found.accepted
    text = text_of(parsed(page))
    assert "Checked: the block keeps everything that a block must keep." in text
    assert all(finding.title in text for finding in found.findings)
    for base in found.bases:
        assert f"Week {base.letter} by itself: balance score" in text
    # Classes go round in a block: no week breaks the split for that.
    assert "Physical:" not in text.partition("Rules missed, week by week")[2]


def test_a_forged_block_does_not_pass(solved_block: Path, tmp_path: Path) -> None:
    fields = json.loads(solved_block.read_text(encoding="utf-8"))
    fields["weeks"][7]["sessions"] = fields["weeks"][1]["sessions"]  # no deload any more
    path = tmp_path / "forged.json"
    path.write_text(json.dumps(fields), encoding="utf-8")
    text = text_of(parsed(solved_block_page(path)))
    assert "the block does not keep everything" in text
    assert "Deloads have 40 to 60 % of the sets and 90 to 100 % of the loads: week 8" in text


def test_the_audit_of_a_block_has_a_page(solved_block: Path, tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    words = ["audit", str(solved_block), "--format", "json", "-o", str(path)]
    assert CliRunner().invoke(cli, words).exception is None
    page = page_of(json.loads(path.read_text(encoding="utf-8")), tmp_path)
    check(page)
    text = text_of(parsed(page))
    assert "Audit of a block" in text
    assert "Main lifts stay the same" in text


def test_two_plans_are_compared_exercise_by_exercise(tmp_path: Path) -> None:
    page = comparison_page(tmp_path)
    check(page)
    text = text_of(parsed(page))
    for line in ("Exercise by exercise", "wrist curl removed", "more sets", "Ranking, best first",
                 "Hard sets a week", "pull : push"):  # fmt: skip
        assert line in text
    assert "judged" not in text


def test_a_hostile_comparison_is_escaped(tmp_path: Path) -> None:
    change = {"name": HOSTILE, "what": HOSTILE[:30], "before": HOSTILE, "details": HOSTILE}
    row: dict[str, Any] = {"name": HOSTILE, "rank": 1, "proof": HOSTILE, HOSTILE: HOSTILE}
    row |= {"broken": [{"title": HOSTILE, "shortfall": "x"}, 3], "failure": HOSTILE, "score": "y"}
    fields = {"rows": [row, {"rank": True}], "changes": [change], "sessions": [HOSTILE]}
    check(comparison_page(tmp_path, **fields))


def test_a_block_shows_itself_in_a_notebook(block: Block) -> None:
    shown = block._repr_html_()
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    text = text_of(parser.parse(f"<!DOCTYPE html><title>x</title>{shown}"))
    assert "Upper & lower <b>block</b>: a block of 8 weeks" in text
    assert "<b>" not in shown
    assert DISCLAIMER in text
    for session in block.pair.a.sessions:
        assert all(item.name in text for item in session.items if "Nordic" not in item.name)


def test_the_pictures_of_a_block_in_a_notebook_are_those_of_its_page(
    block: Block, page: str
) -> None:
    pictures = block_pictures(block)
    assert pictures[0].name == "waves"
    assert {picture.name for picture in pictures} >= {"groups-1", "groups-2", "body-back-2"}
    for picture in pictures:
        assert picture.words in text_of(parsed(page))
    assert pictures[0]._repr_svg_().startswith("<svg")
