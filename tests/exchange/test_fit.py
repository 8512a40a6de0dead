"""Workouts for a watch, decoded with fitdecode and played through."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from typing import Any

import fitdecode

from solver.catalogue import Catalogue, Pattern
from solver.exchange.fit import fit_files
from solver.exchange.tables import fit_categories
from solver.exchange.training import Training, of_plan
from solver.plan import DISCLAIMER, Session
from solver.report.session import dose
from tests.exchange.weeks import sessions
from tests.report.samples import coached_plan

START, AT = date(2027, 1, 4), time(18, 0)


def decode(raw: bytes) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    with fitdecode.FitReader(io.BytesIO(raw), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        for frame in reader:
            if frame.frame_type == fitdecode.FIT_FRAME_DATA:
                fields = {field.name: field.value for field in frame.fields}
                found.setdefault(frame.name, []).append(fields)
    return found


def play(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps in the order in which a watch leads through them."""
    done: list[dict[str, Any]] = []
    for step in steps:
        if step["duration_type"] == "repeat_until_steps_cmplt":
            part = steps[step["duration_step"] : step["message_index"]]
            assert all(each["duration_type"] != step["duration_type"] for each in part)
            done += part * (step["repeat_steps"] - 1)
        else:
            done.append(step)
    return done


def files(training: Training, catalogue: Catalogue) -> list[dict[str, list[dict[str, Any]]]]:
    made = fit_files(training, catalogue, START, AT)
    assert list(made) == sorted(made)
    assert len(made) == len(sessions(training))
    return [decode(raw) for raw in made.values()]


def test_every_set_is_done_with_its_rest(training: Training, catalogue: Catalogue) -> None:
    for session, file in zip(sessions(training), files(training, catalogue), strict=True):
        steps = file["workout_step"]
        assert file["workout"][0]["num_valid_steps"] == len(steps)
        assert [step["message_index"] for step in steps] == list(range(len(steps)))
        played = play(steps)
        drills = [step for step in played if step.get("intensity") == "warmup"]
        assert [step["duration_time"] for step in drills] == [s.seconds for s in session.warm_up]
        compare(session, [step for step in played if step not in drills])


def compare(session: Session, played: list[dict[str, Any]]) -> None:
    work = [step for step in played if step["intensity"] == "active"]
    assert len(work) == sum(each.sets for each in session.items)
    rests = sum(step["duration_time"] for step in played if step["intensity"] == "rest")
    assert rests == sum(each.sets * each.rest_seconds for each in session.items)
    for each in session.items:
        mine = [step for step in work if step["notes"].startswith(dose(each))]
        named = [step for step in mine if step["wkt_step_name"][:20] == each.name[:20]]
        if each.exercise == "my_own_lift":
            assert len(mine) == each.sets
            continue
        assert len(named) == each.sets
        for step in named:
            kind = step["duration_type"]
            if not each.reps[:1].isdigit():
                assert kind == "open"
                continue
            low = int(each.reps.split()[0].split("-")[0])
            if each.reps.endswith(" s"):
                assert (kind, step["duration_time"]) == ("time", low)
            elif each.reps.endswith(" m"):
                assert (kind, step["duration_distance"]) == ("distance", low)
            else:
                assert (kind, step["duration_reps"]) == ("reps", low)


def test_supersets_take_turns(catalogue: Catalogue) -> None:
    plan = coached_plan()
    file = files(of_plan(plan), catalogue)[0]
    names = [s["wkt_step_name"] for s in play(file["workout_step"]) if s["intensity"] == "active"]
    pair = [each.name for each in plan.sessions[0].items if each.superset]
    assert len(pair) == 2
    first = names.index(pair[0])
    assert names[first : first + 6] == pair * 3


def test_head_category_and_disclaimer(training: Training, catalogue: Catalogue) -> None:
    for session, file in zip(sessions(training), files(training, catalogue), strict=True):
        assert file["file_id"][0]["type"] == "workout"
        whole = file["workout"][0]
        assert (whole["sport"], whole["sub_sport"]) == ("training", "strength_training")
        assert whole["wkt_description"] == DISCLAIMER
        for each in session.items:
            if each.exercise == "back_squat":
                steps = [s for s in file["workout_step"] if s.get("wkt_step_name") == each.name]
                assert "squat" in {step.get("exercise_category") for step in steps}
    first = files(of_plan(coached_plan()), catalogue)[0]["file_id"][0]
    assert first["time_created"] == datetime(2027, 1, 4, 18, tzinfo=UTC)


def test_the_same_bytes_each_time(training: Training, catalogue: Catalogue) -> None:
    once = fit_files(training, catalogue, START, AT)
    assert fit_files(training, catalogue, START, AT) == once
    assert all(name.isascii() and "/" not in name and " " not in name for name in once)


def test_categories_are_of_patterns_that_exist() -> None:
    assert {pattern for pattern, _ in fit_categories()} <= {each.value for each in Pattern}
    assert all(0 <= code <= 32 for code in fit_categories().values())
