"""CSV and Markdown: of a plan what `evenset solve` prints, of a block every week."""

from __future__ import annotations

import csv
import io

from solver.exchange.text import csv_text, markdown_text
from solver.exchange.training import Training, week_title
from solver.plan import DISCLAIMER
from solver.report import plan_csv, plan_markdown
from solver.report.markdown import escape
from solver.report.session import dose, item_name
from solver.report.tabular import csv_cell


def test_csv_has_a_row_for_every_item(training: Training) -> None:
    text = csv_text(training)
    rows = list(csv.DictReader(io.StringIO(text)))
    first = "day" if training.plan else "week"
    items = [row for row in rows if not row[first].startswith("#")]
    planned = [
        (week, session, each)
        for week in training.weeks
        for session in week.sessions
        for each in session.items
    ]
    assert len(items) == len(planned)
    for row, (week, session, each) in zip(items, planned, strict=True):
        assert row["exercise"] == each.exercise
        assert row["name"] == csv_cell(item_name(each))
        assert (int(row["sets"]), row["day"]) == (each.sets, session.day.value)
        assert row["rest_seconds"] == str(each.rest_seconds)
        if not training.plan:
            assert (row["week"], row["letter"]) == (str(week.number), week.letter)
            assert row["kind"] == week.kind
    assert rows[-1][first] == f"# {DISCLAIMER}"


def test_a_plan_is_written_one_way_only(training: Training) -> None:
    if training.plan:
        assert csv_text(training) == plan_csv(training.plan)
        assert markdown_text(training) == plan_markdown(training.plan)


def test_markdown_has_every_week_session_and_item(training: Training) -> None:
    text = markdown_text(training)
    assert text.endswith(f"{DISCLAIMER}\n")
    rows = [line for line in text.split("\n") if line.startswith("| ")]
    place = 0
    for week in training.weeks:
        if not training.plan:
            assert f"\n## {week_title(training, week)}\n" in text
        for session in week.sessions:
            for each in session.items:
                wanted = [escape(item_name(each)), escape(dose(each))]
                while not all(word in rows[place] for word in wanted):
                    place += 1  # an IndexError: the item is not there, or out of order
                place += 1
