from __future__ import annotations

import re

import pytest

from solver.report.markdown import escape, paragraph, plan_markdown
from tests.report.samples import (
    WARM_UP,
    broken,
    coached_plan,
    item,
    plan_with,
    sample_plan,
    unproved_plan,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", r"a\|b"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("[x](javascript:1)", r"\[x\](javascript:1)"),
        ("full_gym _x_ *y* `z`", r"full_gym \_x\_ \*y\* \`z\`"),
        ("a\nb\x00", "a b�"),
        ("see https://x.example, www.y.example", "see https&#58;//x.example, www&#46;y.example"),
        ("A1: row", "A1: row"),
        ("\\|", r"\\\|"),
    ],
)
def test_names_are_shown_as_they_stand(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# no heading", r"\# no heading"),
        ("- no list", r"\- no list"),
        ("12. no list", r"12\. no list"),
        ("12.5 s", r"12\.5 s"),
        ("> no quote", "&gt; no quote"),
        ("plain", "plain"),
    ],
)
def test_the_beginning_of_a_paragraph_is_text(text: str, expected: str) -> None:
    assert paragraph(text) == expected


def test_the_parts_of_a_plan_are_there_in_order() -> None:
    text = plan_markdown(sample_plan(notes=("Mind *this*.",)))
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    assert heads[0] == "2 days, dumbbells_bench, intermediate"
    assert heads[2].startswith("Monday · Session 1 · ")
    assert [head for head in heads if head in ("Week", "Rules", "Proof", "Notes")] == [
        "Week",
        "Rules",
        "Proof",
        "Notes",
    ]
    assert "- Proved optimal in all tiers in 3.9 s." in text
    assert r"- Mind \*this\*." in text


def test_every_row_of_a_table_has_the_cells_of_its_header() -> None:
    plan = plan_with(
        item(name="a|b<c", load="10|20", superset="A|", note="B|c. D|e."),
        title="x|y",
        warm_up=WARM_UP,
    )
    rows = [line for line in plan_markdown(plan).split("\n") if line.startswith("|")]
    assert any(r"a\|b&lt;c" in row for row in rows)
    width = 0
    for row, following in zip(rows, [*rows[1:], ""], strict=True):
        cells = len(re.split(r"(?<!\\)\|", row)) - 2
        width = cells if following.startswith("| ---") else width
        assert cells == width, row


def test_sessions_are_tables() -> None:
    text = plan_markdown(sample_plan())
    row = "| 3 | Dumbbell single-leg RDL ¹ ² | accessory | 3 × 6–12 each side | 2 | 2-0-1 | 1:30 |"
    assert row in text
    warm = plan_markdown(plan_with(item(), warm_up=WARM_UP))
    assert "Warm-up, 4 min:\n\n- Breath: crocodile breathing 1:30\n- Pattern: light hinge" in warm


def test_supersets_notes_and_advice() -> None:
    text = plan_markdown(coached_plan())
    assert "### Monday · Upper A · heavy · 56 of 75 min · supersets save 2 min\n" in text
    assert "| 3 | A1 | Cable face pull | accessory |" in text
    assert "- Ramp: Deadlift: 6 × 40 %, 6 × 80 %\n" in text
    assert text.count("Weaker side first; the other matches its repetitions.") == 1
    assert "\n## Around the training\n\n- Sleep: aim" in text
    assert text.index("## Around") < text.index("\n---\n")


def test_broken_rules_are_named_with_their_shortfall() -> None:
    text = plan_markdown(sample_plan(rules=(broken("two"),)))
    assert "| ✗ | The rule two | 5.5 | ≥ 8 | short by 2.5 | two |" in text
    assert "**Guardrails: 0 hold, 1 broken**" in text


def test_gaps_are_told() -> None:
    text = plan_markdown(unproved_plan())
    assert "| balance | 12 | 9 | gap 3 |" in text


def test_a_wild_title_is_no_markup() -> None:
    scenario = sample_plan().scenario.model_copy(update={"title": "<script>|# x"})
    assert plan_markdown(sample_plan(scenario=scenario)).startswith("# &lt;script&gt;\\|# x\n")
