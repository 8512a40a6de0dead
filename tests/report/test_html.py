"""The HTML page: valid, complete, and safe with any name."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.errors import InputError
from solver.plan import DISCLAIMER
from solver.report.html import frame_html, report_html, table_html
from solver.report.loading import MAX_FIGURES, MAX_NAMES, plan_content
from solver.report.wording import clean
from tests.report.pages import (
    HOSTILE,
    block_fields,
    block_page,
    hostile_plan,
    page_of,
    parsed,
    plan_page,
    text_of,
)
from tests.report.samples import catalogue, coached_plan, coached_sessions, sample_report

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def check(page: str) -> None:
    """Hold that a page is valid, keeps to itself, and has its policy and the disclaimer."""
    root = parsed(page)
    ids = Counter(node.attrib["id"] for node in root.iter() if "id" in node.attrib)
    assert [name for name, times in ids.items() if times > 1] == []
    for node in root.iter():
        assert node.attrib.get("aria-labelledby", next(iter(ids), None)) in {*ids, None}
        assert not {name for name in node.attrib if str(name).startswith("on")}
    tags = {str(node.tag).rpartition("}")[2] for node in root.iter()}
    assert not tags & {"script", "link", "iframe", "object", "embed", "img", "base", "form"}
    assert set(re.findall(r"url\(([^)]+)\)", page)) <= {f"#{name}" for name in ids}
    metas = [node.attrib for node in root.iter("meta")]
    assert any(meta.get("content") == POLICY for meta in metas)
    levels = [
        int(str(node.tag)[1]) for node in root.iter() if re.fullmatch("h[1-6]", str(node.tag))
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert DISCLAIMER in text_of(root)


def test_a_plan_is_all_there() -> None:
    check(plan_page())
    text = text_of(parsed(plan_page()))
    plan = coached_plan()
    for session in plan.sessions:
        assert session.title in text
        for item in session.items:
            assert item.name in text
    for line in (*plan.advice, "Checked: every figure is confirmed", "Superset A, in turns"):
        assert line in text
    found = plan_content(plan, catalogue()).audit
    assert found is not None
    missed = [rule for rule in found.rules if rule.holds is False and rule.tier != "stimulus"]
    assert missed
    for rule in missed:  # an allowance is told of by its id
        assert (rule.id if rule.id.startswith("allowance") else rule.title) in text


def test_the_order_of_the_page() -> None:
    heads = [text_of(node) for node in parsed(plan_page()).iter("h2")]
    assert heads[:4] == ["The week at a glance", "Sessions", "Pictures", "Rules"]
    assert heads[-1] == "Around the training"


def test_every_set_has_a_blank_cell() -> None:
    root = parsed(plan_page())
    cells = [node for node in root.iter("div") if node.attrib.get("class") == "set"]
    assert len(cells) == sum(item.sets for s in coached_sessions() for item in s.items)
    assert all(text_of(cell).split()[1:] == ["weight", "reps", "RIR"] for cell in cells)


def test_every_picture_has_words() -> None:
    for figure in parsed(plan_page()).iter("figure"):
        described = [n for n in figure.iter() if str(n.tag).endswith("desc")]
        assert len(described) == 1
        words = " ".join((described[0].text or "").split())
        assert text_of(figure).count(words) == 2  # in the picture, and beside it


def test_the_page_is_the_same_each_time() -> None:
    assert report_html(plan_content(coached_plan(), catalogue())) == plan_page()


def test_hostile_names_stay_text() -> None:
    page = report_html(plan_content(hostile_plan(), catalogue()))
    check(page)
    assert HOSTILE in text_of(parsed(page))
    assert "Checked: not every figure of the plan is confirmed" in page


def test_a_forged_plan_shows_what_was_counted() -> None:
    forged = json.loads(coached_plan().to_json())
    forged["measures"]["groups"]["chest"] = 19.5
    forged["measures"]["pull_push"] = 1.4242
    page = report_html(plan_content(type(coached_plan()).model_validate(forged), catalogue()))
    text = text_of(parsed(page))
    assert "measures.pull_push: the plan says 1.4242" in text
    assert "ratio 1.42" not in text
    assert "chest 19.5" not in text


def test_a_block_is_all_there(tmp_path: Path) -> None:
    page = block_page(tmp_path)
    check(page)
    text = text_of(parsed(page))
    for line in ("5 weeks", "Week 1 B · loading", "Week 5 B · deload", "The waves of the block"):
        assert line in text
    assert "Pictures of week 1 B" in text
    assert "Pictures of week 2 A" in text
    assert "names no scenario" not in text
    assert len(re.findall('class="session"', page)) == 5 * len(coached_sessions())


def test_a_block_without_a_scenario_says_so(tmp_path: Path) -> None:
    fields = block_fields()
    del fields["scenario"], fields["split"]
    fields["weeks"] = fields["weeks"][:1]
    page = page_of(fields, tmp_path)
    check(page)
    assert "The file names no scenario" in page


def test_an_audit_is_shown_without_sessions(tmp_path: Path) -> None:
    page = page_of(json.loads(sample_report().to_json()), tmp_path)
    check(page)
    assert "Audit of a plan" in page
    assert 'class="session"' not in page


def test_a_comparison_file_is_a_table(tmp_path: Path) -> None:
    rows = [
        {"name": "a", "score": 91.2, "proved": True, "broken": [], "tiers": [{"value": 3}]},
        {
            "name": "<b>",
            "score": 80,
            "my own": "x",
            "scenario": {},
            "broken": [{"id": "x", "title": "A rule", "shortfall": 2.5}],
        },
    ]
    fields = {"schema_version": 1, "varied": "days", "rows": rows, "notes": ["A note"]}
    page = page_of(fields, tmp_path)
    check(page)
    heads = [text_of(cell) for cell in parsed(page).iter("th")]
    assert heads == ["", "a", "<b>", "Balance score", "", "a", "<b>", "my own"]
    cells = [text_of(cell) for cell in parsed(page).iter("td")]
    assert cells == ["91.2", "80 ▼", "–", "x"]
    assert "<b>: A rule (short by 2.5)" in text_of(parsed(page))
    assert "Side by side: days" in page


def test_a_comparison_cannot_steer_a_terminal(tmp_path: Path) -> None:
    wild = "\ud800\u001b[2J"
    rows = [
        {"name": "a", "rank": 1, "proof": wild, "broken": [{"title": "A", "shortfall": wild}]},
        {"name": "b", "rank": 2},
    ]
    page = page_of({"rows": rows}, tmp_path)
    check(page)
    assert "\x1b" not in page
    assert page.encode()


def refused(fields: Any, folder: Path) -> str:
    with pytest.raises(InputError) as found:
        page_of(fields, folder)
    return str(found.value)


def test_more_figures_than_a_comparison_has_are_refused(tmp_path: Path) -> None:
    rows = [{f"k{n}_{row}": 1 for n in range(MAX_FIGURES // 2)} for row in range(3)]
    assert f"rows: hold more than {MAX_FIGURES} figures" in refused({"rows": rows}, tmp_path)


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        ({"patterns": {"horizontal_pull": -5}}, "measures.patterns: must be sets from 0"),
        ({"groups": {"chest": 1e9}}, "measures.groups: must be sets from 0"),
        ({"groups": {f"g{n}": 1.0 for n in range(MAX_NAMES + 1)}}, "measures.groups: holds more"),
        (
            {"muscles": {f"m{n}": {"direct": 1, "fractional": 1.0} for n in range(MAX_NAMES + 1)}},
            "measures.muscles: holds more",
        ),
    ],
)
def test_measures_that_no_week_has_are_refused(
    measures: dict[str, Any], said: str, tmp_path: Path
) -> None:
    fields = json.loads(sample_report().to_json())
    fields["measures"] |= measures
    assert said in refused(fields, tmp_path)


def test_a_frame_is_a_table() -> None:
    frame = pd.DataFrame({"three": [1.5, float("nan")], "<b>": ["x", True]}, index=["a", "b"])
    page = frame_html(frame, "Side by side", ["A note"])
    check(page)
    root = parsed(page)
    assert [text_of(cell) for cell in root.iter("td")] == ["1.5", "x", "–", "yes"]
    assert [cell.attrib.get("class") for cell in root.iter("td")] == ["right", None, None, None]
    assert "A note" in text_of(root)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_comes_back_as_it_was(title: str, cell: str) -> None:
    root = parsed(table_html(["name", cell], [["x", cell]], title))
    assert " ".join("".join(next(iter(root.iter("td"))).itertext()).split()) == " ".join(
        clean(cell).split()
    )


def test_words_of_the_page_are_legible_in_both_themes() -> None:
    """Contrast of every colour of words against its ground, by WCAG's measure, is 4.5 and more."""
    style = re.search(r"<style>(.*?)</style>", plan_page(), flags=re.DOTALL)
    assert style is not None
    light, dark = (
        dict(re.findall(r"--(\w+): (#\w{6})", block))
        for block in re.findall(r":root \{(.*?)\}", style[1], flags=re.DOTALL)[:2]
    )
    for theme in (light, dark):
        for word in ("ink", "quiet", "good", "bad", "link"):
            for ground in ("paper", "card"):
                assert contrast(theme[word], theme[ground]) >= 4.5, (word, ground)


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4
                            for p in parts)  # fmt: skip
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("rows", [[], [["only"]]])
def test_small_tables(rows: list[list[str]]) -> None:
    check(table_html(["one"], rows, "Small"))
