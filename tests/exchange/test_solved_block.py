"""A block as the solver makes it, carried elsewhere: what a block written by hand may not show."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from solver.blocks import read_block
from solver.blocks.block import Block
from solver.catalogue import Catalogue
from solver.exchange.excel import OVERVIEW, excel_bytes
from solver.exchange.training import Training, read_training, week_title
from solver.exchange.wger import wger_json


@pytest.fixture(scope="module")
def block(solved_block: Path) -> Block:
    return read_block(solved_block)


@pytest.fixture(scope="module")
def training(solved_block: Path) -> Training:
    return read_training(solved_block)


def test_nothing_of_it_is_lost_on_the_way_in(block: Block, training: Training) -> None:
    assert len(training.weeks) == len(block.weeks) == 8
    for carried, made in zip(training.weeks, block.weeks, strict=True):
        for name in ("number", "letter", "kind", "wave", "notes", "sessions"):
            assert getattr(carried, name) == getattr(made, name)
    assert training.title == "Upper & lower <b>block</b>: 8 weeks"
    assert (training.notes, training.advice) == (block.notes, block.advice)
    assert training.questions == tuple(check.question for check in block.self_check)
    assert len(training.questions) == 5


def test_a_week_is_called_by_its_effort(block: Block, training: Training) -> None:
    titles = [week_title(training, week) for week in training.weeks]
    assert titles[-1] == "Week 8 B, deload"
    waves = [f"Week {w.number} {w.letter}, {w.wave} effort" for w in block.weeks[:-1]]
    assert titles[:-1] == waves
    assert {week.wave for week in block.weeks[:-1]} == {"easy", "moderate", "hard"}


def test_the_overview_of_the_workbook_has_effort_and_news(
    training: Training, catalogue: Catalogue
) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(excel_bytes(training, catalogue)))["Overview"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = values.index(list(OVERVIEW)) + 1
    for row, week in zip(values[start:], training.weeks, strict=False):
        assert row[:5] == [week.number, week.letter, week.kind, week.wave, len(week.sessions)]
        assert (row[7] or "") == " ".join(week.notes)
    below = [row[0] for row in values[start + 8 :]]
    for line in (*training.notes, *training.advice):
        assert line in below
    for question in training.questions:
        assert f"{question} (yes or no?)" in below


def test_the_days_of_a_routine_say_nothing_that_changes_from_turn_to_turn(
    training: Training,
) -> None:
    days = json.loads(wger_json(training, date(2027, 1, 4)))["routine"]["days"]
    assert len(days) == 14  # weeks A and B take turns
    for day, session in zip(
        (day for day in days if not day["is_rest"]),
        (session for week in training.weeks[:2] for session in week.sessions),
        strict=True,
    ):
        assert day["name"] == session.title  # heavy in one week, moderate in another
        for entry in (entry for slot in day["slots"] for entry in slot["entries"]):
            assert "RIR" not in entry["comment"] or len(entry["rir_configs"]) == 1
    bench = next(
        entry
        for slot in days[0]["slots"]
        for entry in slot["entries"]
        if entry["evenset_exercise"] == training.weeks[0].sessions[0].items[0].exercise
    )
    loads = [week.sessions[0].items[0].load or "" for week in training.weeks[::2]]
    assert len(set(loads)) > 1
    said = ", ".join(load.removeprefix("about ").removesuffix(" of 1RM") for load in loads)
    assert bench["comment"].startswith(f"load by turn {said}")
