"""Whatever a plan's texts hold, every format stays readable and keeps them apart."""

from __future__ import annotations

import io
from datetime import date, time

import icalendar
import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.catalogue import load_catalogue
from solver.exchange.excel import excel_bytes
from solver.exchange.fit import fit_files
from solver.exchange.ics import ics_bytes
from solver.exchange.liftoscript import liftoscript_text
from solver.exchange.training import Training, of_plan
from solver.report.session import item_name
from tests.exchange.liftoscript_reader import read
from tests.exchange.test_fit import decode, play
from tests.report.samples import item, plan_with

CATALOGUE = load_catalogue()
TEXT = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    [
        "=1+1",
        "a: b",
        "// x",
        "...Squat",
        "# Week 2",
        "1/2 (x)",
        "\u202etxt",
        "a\nb",
        "{~ x ~}",
        "Squat",
    ]
)
NAMES = st.lists(TEXT, min_size=1, max_size=4)


def training(title: str, names: list[str], note: str) -> Training:
    lifts = [
        item(exercise=f"own_{number}", name=name, note=note[:60], superset=title[:3] or None)
        for number, name in enumerate(names)
    ]
    return of_plan(plan_with(*lifts, title=title))


@settings(max_examples=60, deadline=None)
@given(TEXT, NAMES, TEXT)
def test_liftoscript_has_as_many_exercises(title: str, names: list[str], note: str) -> None:
    program = read(liftoscript_text(training(title, names, note), CATALOGUE))
    lines = program.weeks[0].days[0].lines
    assert [line.sets for line in lines] == [3] * len(names)
    assert len({line.name.casefold() for line in lines}) == len(names)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXT | st.just("x\n## Evil\na / 9x9"), min_size=1, max_size=3, unique=True))
def test_what_exercises_are_called_inside_adds_nothing_to_liftoscript(ids: list[str]) -> None:
    lifts = [item(exercise=each, name="///") for each in ids]
    program = read(liftoscript_text(of_plan(plan_with(*lifts)), CATALOGUE))
    assert [len(week.days) for week in program.weeks] == [1]
    assert len(program.weeks[0].days[0].lines) == len(ids)


@settings(max_examples=30, deadline=None)
@given(TEXT, NAMES, TEXT)
def test_binary_formats_and_the_calendar(title: str, names: list[str], note: str) -> None:
    made = training(title, names, note)
    items = made.weeks[0].sessions[0].items
    sheet = openpyxl.load_workbook(io.BytesIO(excel_bytes(made, CATALOGUE)))["Week 1"]
    read_names = [sheet.cell(5 + row, 5).value for row in range(len(items))]
    assert read_names == [item_name(each) for each in items]
    raw = ics_bytes(made, date(2027, 1, 4), time(18))
    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    text = str(event["description"])
    assert all(item_name(each) in text for each in items)
    (workout,) = fit_files(made, CATALOGUE, date(2027, 1, 4), time(18)).values()
    work = [s for s in play(decode(workout)["workout_step"]) if s["intensity"] == "active"]
    assert len(work) == sum(each.sets for each in items)
