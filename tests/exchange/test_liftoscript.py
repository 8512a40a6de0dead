"""Liftoscript, read back by a reader of our own and compared item by item."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from solver.catalogue import Catalogue
from solver.exchange.liftoscript import liftoscript_text
from solver.exchange.prescription import weight
from solver.exchange.tables import increments, liftoscript_custom, liftoscript_names
from solver.exchange.training import Training, deload, of_plan
from solver.plan import DISCLAIMER, Item
from solver.report.session import dose
from solver.report.wording import clean
from solver.weights import Weight
from tests.exchange.liftoscript_reader import DP, Line, Program, read
from tests.exchange.weeks import ODD, plans
from tests.report.samples import item, plan_with

ROOT = Path(__file__).parents[2]
LIST = ROOT.parent / "shared" / "data" / "liftoscript_exercise_names.txt"


def fold(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).casefold().strip()


@pytest.fixture
def program(training: Training, catalogue: Catalogue) -> Program:
    # An exercise can stand only once in a day of the app.
    return read(liftoscript_text(once_a_day(training), catalogue))


def once_a_day(training: Training) -> Training:
    if training.plan and training.plan.sessions[0].items == ODD:
        return of_plan(plan_with(*ODD[:7], ODD[8], title="=1+1 / #2"))
    return training


def test_every_item_is_there(training: Training, program: Program) -> None:
    training = once_a_day(training)
    progressing: dict[tuple[str, str, str], tuple[int, int]] = {}
    assert len(program.weeks) == len(training.weeks)
    for week, read_week in zip(training.weeks, program.weeks, strict=True):
        assert len(read_week.days) == len(week.sessions)
        for session, day in zip(week.sessions, read_week.days, strict=True):
            assert len(day.lines) == len(session.items)
            assert clean(session.title) in day.name
            for each, line in zip(session.items, day.lines, strict=True):
                key = (line.label, line.name, line.equipment)
                if line.progress and (found := DP.fullmatch(line.progress)):
                    progressing[key] = (int(found[2]), int(found[3]))
                compare(each, line, progressing.get(key))
                if deload(week):
                    assert line.progress in (None, "none")


def compare(each: Item, line: Line, progression: tuple[int, int] | None) -> None:
    full = f"{line.name}, {line.equipment}" if line.equipment else line.name
    if each.exercise in liftoscript_names():
        assert full == liftoscript_names()[each.exercise]
    else:
        assert not line.equipment
    assert line.sets == each.sets
    said = f"{line.low}-{line.high}" if line.high > line.low else str(line.low)
    if progression and line.low == line.high == progression[0]:
        said = "{}-{}".format(*progression)
    if label := line.tokens.get("set_label"):
        assert each.reps.replace(" ", "") == label
    elif re.fullmatch(r"\d+(-\d+)?", each.reps):
        assert said == each.reps
    else:
        assert said == "1"
    rir = None if each.rir in (None, 10) else 10 - int(line.tokens["rpe"])
    assert rir == (None if each.rir == 10 else each.rir)
    if timer := line.tokens.get("timer"):
        low = each.reps.split("-")[0].split()[0]
        assert timer == f"{low}s|{each.rest_seconds}s"
    else:
        assert int(line.tokens.get("rest", 0)) == each.rest_seconds
    if each.load and "%" in each.load:
        assert line.tokens["percent"] in each.load
    elif each.load:
        assert line.tokens["weight"] == each.load.replace(" ", "")
    assert (line.superset is None) == (each.superset is None)
    about = " ".join(line.about)
    assert dose(each) in about
    assert clean(each.note).strip() in about


def test_supersets_stay_together(training: Training, program: Program) -> None:
    days = [day for week in program.weeks for day in week.days]
    sessions = [s for week in once_a_day(training).weeks for s in week.sessions]
    for session, day in zip(sessions, days, strict=True):
        ours = [each.superset for each in session.items]
        theirs = [line.superset for line in day.lines]
        pairs = {(a, b) for a, b in zip(ours, theirs, strict=True)}
        assert len(pairs) == len(set(ours)) == len(set(theirs))


def test_custom_exercises_are_listed_and_the_disclaimer_stands(program: Program) -> None:
    lines = [line for week in program.weeks for day in week.days for line in day.lines]
    full = {f"{x.name}, {x.equipment}" if x.equipment else x.name for x in lines}
    custom = full - set(liftoscript_names().values())
    assert {line.removeprefix("- ") for line in program.hidden[1:]} == custom
    assert DISCLAIMER in program.weeks[0].about


def test_ramp_sets_are_warm_ups_of_their_lift(catalogue: Catalogue) -> None:
    plan = plans()["coached"]
    read_lines = [
        line
        for day in read(liftoscript_text(of_plan(plan), catalogue)).weeks[0].days
        for line in day.lines
    ]
    squat = next(line for line in read_lines if line.name == "Squat")
    session = next(s for s in plan.sessions if any(i.exercise == "back_squat" for i in s.items))
    ramps = [step for step in session.warm_up if step.drill == "back_squat"]
    assert ramps
    assert squat.warm_up is not None
    said = [tuple(map(int, re.findall(r"\d+", step.note))) for step in ramps]
    assert squat.warm_up == said
    assert next(line for line in read_lines if line.name == "Plank").warm_up == []


def test_a_step_of_weight_only_where_there_is_a_weight(catalogue: Catalogue) -> None:
    lifts = [
        item(exercise="back_squat", reps="6-8"),
        item(exercise="push_up", reps="8-20"),
        item(exercise="kettlebell_swing", reps="10"),
        item(exercise="not_in_the_catalogue", reps="8-12"),
    ]
    training = of_plan(plan_with(*lifts))
    found = [
        line.progress for line in read(liftoscript_text(training, catalogue)).weeks[0].days[0].lines
    ]
    assert found == ["dp(2.5kg, 6, 8)", None, None, None]
    in_pounds = Training("t", training.weeks, pounds=True)
    assert "dp(5lb, 6, 8)" in liftoscript_text(in_pounds, catalogue)


def test_ranges_of_different_days_are_told_apart(catalogue: Catalogue) -> None:
    plan = plan_with(item(exercise="deadlift", reps="3-5"), intensity="heavy")
    other = plan_with(item(exercise="deadlift", reps="8-12"), intensity="volume").sessions[0]
    both = plan.model_copy(update={"sessions": (*plan.sessions, other)})
    days = read(liftoscript_text(of_plan(both), catalogue)).weeks[0].days
    assert [day.lines[0].label for day in days] == ["heavy", "volume"]
    assert [day.lines[0].progress for day in days] == ["dp(2.5kg, 3, 5)", "dp(2.5kg, 8, 12)"]


def test_two_exercises_of_one_name_are_two(catalogue: Catalogue) -> None:
    lifts = [item(exercise="mine", name="My lift"), item(exercise="other", name="My/lift!")]
    lifts.append(item(exercise="third", name="Squat"))
    lines = read(liftoscript_text(of_plan(plan_with(*lifts)), catalogue)).weeks[0].days[0].lines
    assert [line.name for line in lines] == ["My lift", "My lift other", "Squat third"]


# ---- names ----------------------------------------------------------------------------------


def test_names_are_of_exercises_we_have_and_no_two_share_one(catalogue: Catalogue) -> None:
    assert set(liftoscript_names()) <= set(catalogue.exercises)
    assert set(liftoscript_custom()) <= set(catalogue.exercises) - set(liftoscript_names())
    assert len(set(liftoscript_names().values())) == len(liftoscript_names()) > 100
    assert set(increments()) <= {exercise.load for exercise in catalogue}


def test_the_table_has_no_exercise_twice() -> None:
    with (ROOT / "data/exchange/liftoscript_names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["id"] for row in rows}) == len(rows)


@pytest.mark.skipif(
    not LIST.is_file(), reason=f"the app's list of exercises is not at hand: no file {LIST}"
)
def test_every_name_is_one_that_the_app_has(catalogue: Catalogue) -> None:
    known = set(LIST.read_text(encoding="utf-8").splitlines())
    assert sorted(set(liftoscript_names().values()) - known) == []
    # A custom exercise of a built-in name would be taken for that one.
    folded = {fold(name) for name in known}
    others = [exercise for exercise in catalogue if exercise.id not in liftoscript_names()]
    named = {liftoscript_custom().get(each.id, each.name) for each in others}
    assert [name for name in named if fold(name) in folded] == []


@pytest.mark.parametrize("amount", [60.0, 22.5, 22.125, 60.412])
def test_any_weight_that_is_loaded_is_read(amount: float) -> None:
    assert weight(item(load=str(Weight(amount, "kg")))) == f"{amount:g}kg"
