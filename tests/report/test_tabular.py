from __future__ import annotations

import csv
import io
import re

import pytest

from solver.plan import DISCLAIMER
from solver.report.tabular import COLUMNS, csv_cell, plan_csv
from solver.report.wording import clean
from tests.report.samples import coached_plan, item, plan_with, sample_plan, sample_sessions

HEADER = (
    "day,session,order,exercise,name,role,sets,reps,rir,tempo,rest_seconds,sides,superset,slot,load,"
    "note,intensity"
)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_one_row_for_each_item_in_order() -> None:
    text = plan_csv(sample_plan())
    assert text.split("\n")[0] == HEADER
    found = rows(text)
    assert [row["exercise"] for row in found[:-1]] == [
        each.exercise for session in sample_sessions() for each in session.items
    ]
    assert found[0] == {
        "day": "mon",
        "session": "Session 1",
        "order": "1",
        "exercise": "dumbbell_bench_press",
        "name": "Dumbbell bench press",
        "role": "main",
        "sets": "4",
        "reps": "6–10",
        "rir": "2",
        "tempo": "2–0–1",
        "rest_seconds": "150",
        "sides": "1",
        "superset": "",
        "slot": "",
        "load": "",
        "note": "",
        "intensity": "",
    }


def test_kinds_and_supersets() -> None:
    found = {row["exercise"]: row for row in rows(plan_csv(coached_plan()))}
    assert found["back_squat"]["slot"] == "main"
    assert found["back_squat"]["load"] == "about 80 % of 1RM"
    assert found["back_squat"]["intensity"] == "heavy"
    assert found["face_pull"]["superset"] == "A"
    assert found["dumbbell_split_squat"]["note"].startswith("Weaker side first; ")


def test_no_cell_is_a_date() -> None:
    for row in rows(plan_csv(coached_plan())):
        assert not [cell for cell in row.values() if re.search(r"^\d+-\d+(-\d+)?$", cell)]


def test_the_last_row_holds_the_disclaimer_alone() -> None:
    last = rows(plan_csv(sample_plan()))[-1]
    assert last.pop("day") == f"# {DISCLAIMER}"
    assert list(last.values()) == [""] * (len(COLUMNS) - 1)


def test_advice_stands_before_the_disclaimer() -> None:
    days = [row["day"] for row in rows(plan_csv(coached_plan()))]
    assert days[-3:] == ["# Sleep: aim for 7–9 hours a night.", *days[-2:-1], f"# {DISCLAIMER}"]
    assert days[-2].startswith("# Deload: ")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(start: str) -> None:
    wild = f'{start}HYPERLINK("http://x","y")'
    assert csv_cell(wild) == ("'" if start in "=+-@" else "") + clean(wild)
    assert csv_cell(f" {start}1+1").startswith("'") is (start in "=+-@")
    made = plan_with(
        item(exercise=wild, name=wild, reps=wild, tempo=wild, superset=wild, load=wild, note=wild),
        title=wild,
    )
    for row in rows(plan_csv(made))[:-1]:
        assert not [cell for cell in row.values() if cell.startswith(tuple("=+-@\t\r\n"))]


def test_a_lone_carriage_return_begins_no_row_and_no_formula() -> None:
    wild = "x\r=cmd|' /C calc'!A0\x1b[2J"
    fields = dict.fromkeys(("exercise", "name", "reps", "tempo", "superset", "load", "note"), wild)
    text = plan_csv(plan_with(item(**fields), title=wild))
    assert "\r" not in text
    assert "\x1b" not in text
    assert not [row for row in csv.reader(io.StringIO(text)) if row and row[0].startswith("=")]


def test_quotes_and_commas_survive() -> None:
    found = rows(plan_csv(plan_with(item(name='a "b", c'))))
    assert found[0]["name"] == 'a "b", c'
