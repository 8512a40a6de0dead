"""What is read: plans, blocks, and nothing else."""

from __future__ import annotations

import io
import json
from datetime import date, time
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest

from solver.catalogue import Catalogue
from solver.errors import InputError
from solver.exchange.excel import excel_bytes
from solver.exchange.ics import ics_bytes
from solver.exchange.liftoscript import liftoscript_text
from solver.exchange.text import csv_text, markdown_text
from solver.exchange.training import deload, of_plan, read_training, week_title
from solver.exchange.wger import wger_json
from tests.blocks.weeks import plain_block
from tests.exchange.weeks import block, write_block, write_made_block
from tests.report.samples import coached_plan


def refusal(folder: Path, content: Any) -> str:
    path = folder / "given.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_training(path)
    assert "given.json" in str(caught.value)
    return str(caught.value)


def test_a_plan_is_a_block_of_one_week(tmp_path: Path) -> None:
    plan = coached_plan()
    path = tmp_path / "plan.json"
    path.write_text(plan.to_json(), encoding="utf-8")
    training = read_training(path)
    assert training == of_plan(plan)
    assert training.plan == plan
    assert [tuple(week.sessions) for week in training.weeks] == [plan.sessions]
    assert week_title(training, training.weeks[0]) == ""


def test_a_block_keeps_its_weeks_and_may_hold_more_than_is_read(tmp_path: Path) -> None:
    training = read_training(write_block(tmp_path, scenario={"title": "Mine"}, future=[1]))
    assert training.title == "Mine"
    assert [(week.number, week.letter, week.kind) for week in training.weeks] == [
        (1, "A", "loading"), (2, "B", "loading"), (3, "A", "deload"),
    ]  # fmt: skip
    assert [week_title(training, week) for week in training.weeks][2] == "Week 3 A, deload"
    assert training.plan is None


def test_a_block_is_read_as_it_was_made(tmp_path: Path) -> None:
    made = plain_block(8)
    training = read_training(write_made_block(tmp_path))
    assert [
        (week.number, week.letter, week.kind, week.wave, week.sessions, week.notes)
        for week in training.weeks
    ] == [
        (week.number, week.letter, week.kind, week.wave, week.sessions, week.notes)
        for week in made.weeks
    ]
    assert [deload(week) for week in training.weeks] == [False] * 7 + [True]
    titles = [week_title(training, week) for week in training.weeks]
    assert (titles[0], titles[3], titles[7]) == (
        "Week 1 A, easy", "Week 4 B, hard", "Week 8 B, deload",
    )  # fmt: skip
    assert training.advice[: len(made.advice)] == made.advice
    asked = training.advice[len(made.advice) :]
    for check, line in zip(made.self_check, asked, strict=True):
        assert check.question in line


def test_every_format_says_what_is_new_in_a_week(tmp_path: Path, catalogue: Catalogue) -> None:
    training = read_training(write_made_block(tmp_path))
    notes = [note for week in training.weeks for note in week.notes]
    assert len(notes) >= 3
    monday = date(2027, 1, 4)
    events = icalendar.Calendar.from_ical(ics_bytes(training, monday, time(18))).walk("VEVENT")
    book = openpyxl.load_workbook(io.BytesIO(excel_bytes(training, catalogue)))
    texts = {
        "ics": "\n".join(str(event["description"]) for event in events),
        "xlsx": "\n".join(str(book[f"Week {week.number}"]["A3"].value) for week in training.weeks),
        "csv": csv_text(training),
        "markdown": markdown_text(training),
        "liftoscript": liftoscript_text(training, catalogue),
    }
    for form, text in texts.items():
        for note in notes:
            assert note in text, form
    # wger has one place for all, of a thousand characters.
    assert notes[0] in json.loads(wger_json(training, monday))["routine"]["description"]


@pytest.mark.parametrize(
    ("scenario", "pounds"),
    [
        ({"plates": {"unit": "lb"}, "bodyweight": "80 kg"}, True),
        ({"plates": {"unit": "kg"}, "maxes": {"deadlift": "400 lb"}}, False),
        ({"maxes": {"deadlift": "400 lb"}, "bodyweight": "80 kg"}, True),
        ({"maxes": {"deadlift": "180 kg"}, "bodyweight": "176 lb"}, False),
        ({"maxes": {}, "plates": None, "bodyweight": "176 lb"}, True),
    ],
)
def test_plates_and_best_lifts_tell_the_unit_first(
    tmp_path: Path, scenario: dict[str, Any], pounds: bool
) -> None:
    assert read_training(write_block(tmp_path, scenario=scenario)).pounds is pounds


@pytest.mark.parametrize("bodyweight", ["176 lb", "176 lbs", "80 kg", "", None])
def test_pounds_are_for_who_counts_in_them(tmp_path: Path, bodyweight: str | None) -> None:
    training = read_training(write_block(tmp_path, scenario={"bodyweight": bodyweight}))
    assert training.pounds is bool(bodyweight and "lb" in bodyweight)


@pytest.mark.parametrize("version", [0, 2, "1", None])
@pytest.mark.parametrize("kind", ["plan", "block"])
def test_another_schema_version_is_refused(tmp_path: Path, kind: str, version: object) -> None:
    content = json.loads(coached_plan().to_json()) if kind == "plan" else block()
    message = refusal(tmp_path, content | {"schema_version": version})
    assert "schema_version" in message
    assert "reads 1" in message


@pytest.mark.parametrize("content", [[], {}, 3, "null", {"days": 4}, {"kind": "plan"}])
def test_what_is_no_plan_is_refused(tmp_path: Path, content: Any) -> None:
    assert "is no plan and no block" in refusal(tmp_path, content)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"weeks": []}, "weeks"),
        ({"weeks": "many"}, "weeks"),
        ({"weeks": [{"number": 1, "sessions": []}]}, "weeks.0.sessions"),
        ({"weeks": [block()["weeks"][1]]}, "number them 1, 2, 3"),
        ({"weeks": [block()["weeks"][0]] * 61}, "weeks"),
        ({"kind": "blok"}, "kind"),
    ],
)
def test_a_broken_block_is_refused(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    assert says in refusal(tmp_path, block(**changes)).replace("[", ".").replace("]", "")


def test_broken_json_is_refused(tmp_path: Path) -> None:
    assert "given.json" in refusal(tmp_path, '{"sessions": [')
