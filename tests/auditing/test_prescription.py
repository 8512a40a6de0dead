"""How each exercise is done: what the audit computes for itself, and what it notices."""

from __future__ import annotations

import json
from typing import Any

import pytest

from solver.auditing import audit, prescription, warm_up
from solver.auditing.week import Week
from solver.catalogue import Exercise, Level, Role
from solver.coaching.doses import INTENSITIES, day_table, dose_text, prescribe
from solver.errors import EvensetError
from solver.plan import Item, Plan, Session
from tests.auditing.coached import CATALOGUE, differences, with_session
from tests.report.samples import coached_plan, coached_scenario, coached_sessions, sample_plan


def with_item(index: int, exercise: str, /, **changes: Any) -> Plan:
    """Return the coached plan with one item of a session changed."""
    items = tuple(
        item.model_copy(update=changes) if item.exercise == exercise else item
        for item in coached_sessions()[index].items
    )
    assert items != coached_sessions()[index].items
    return with_session(index, items=items)


def test_hand_written_plans_are_confirmed() -> None:
    assert audit(coached_plan(), CATALOGUE).accepted
    assert audit(sample_plan(), CATALOGUE).accepted


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("day", [None, *INTENSITIES])
def test_both_readings_of_the_tables_agree(day: str | None, level: Level) -> None:
    scenario = coached_scenario().model_copy(update={"level": level})
    week = Week((), scenario, CATALOGUE)
    roles = day_table().zones.roles
    for exercise in CATALOGUE:
        if not exercise.hard or (day and exercise.role not in roles):
            continue
        mine = _audited(exercise, day, week)
        made = prescribe(exercise, day, level, CATALOGUE)
        assert mine == (made.reps, made.rir, made.tempo, made.load), exercise.id


def _audited(exercise: Exercise, day: str | None, week: Week) -> tuple[object, ...]:
    low, high = prescription._window(exercise, day)
    rir = prescription._rir(exercise, day, week)
    reps = dose_text(low, high, exercise.measure)
    load = prescription._load(exercise, day, high, rir)
    return reps, rir, prescription._tempo(exercise), load


def test_it_shares_no_code_with_what_it_checks() -> None:
    for name in ("prescribe", "make_sessions", "make_warm_up", "in_order", "session_seconds"):
        assert not hasattr(prescription, name)
        assert not hasattr(warm_up, name)


# ---- every field, altered ---------------------------------------------------------------------

FREE = {"note", "title"}
"""Words that a person may write as they like."""


def altered(value: Any) -> list[Any]:
    """Return other values of a field: near ones, which a careless hand might write."""
    if value is None:
        return ["A", 1]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, value - 1]
    if value == "":
        return []
    return [f"{value}x", value.translate(str.maketrans("123", "234"))]


@pytest.mark.parametrize("index", [0, 3])
@pytest.mark.parametrize("field", [name for name in Item.model_fields if name not in FREE])
def test_every_altered_field_of_an_item_is_noticed(index: int, field: str) -> None:
    content = json.loads(coached_plan().to_json())
    for place, item in enumerate(content["sessions"][index]["items"]):
        for value in altered(item[field]):
            if value != item[field]:
                check_noticed(content, ("sessions", index, "items", place, field), value)


@pytest.mark.parametrize("index", [0, 1])
@pytest.mark.parametrize(
    "field", [n for n in Session.model_fields if n not in FREE | {"items", "warm_up"}]
)
def test_every_altered_field_of_a_session_is_noticed(index: int, field: str) -> None:
    content = json.loads(coached_plan().to_json())
    for value in altered(content["sessions"][index][field]):
        if value != content["sessions"][index][field]:
            check_noticed(content, ("sessions", index, field), value)


@pytest.mark.parametrize("field", ["block", "drill", "name", "seconds"])
def test_every_altered_field_of_a_warm_up_is_noticed(field: str) -> None:
    content = json.loads(coached_plan().to_json())
    for place, step in enumerate(content["sessions"][2]["warm_up"]):
        for value in altered(step[field]):
            if value != step[field]:
                check_noticed(content, ("sessions", 2, "warm_up", place, field), value)


def check_noticed(content: dict[str, Any], path: tuple[str | int, ...], value: object) -> None:
    """Alter a value: the plan is refused or not accepted. The content is as before after it."""
    holder: Any = content
    for key in path[:-1]:
        holder = holder[key]
    old, holder[path[-1]] = holder[path[-1]], value
    try:
        plan = Plan.model_validate(content)
        week = Week(plan.sessions, coached_scenario(), CATALOGUE)
        faults = [*prescription.check_prescriptions(week), *warm_up.check_warm_ups(week)]
        noticed = bool(faults)
        noticed = noticed or not audit(plan, CATALOGUE).accepted
    except (ValueError, EvensetError):
        noticed = True  # refused
    finally:
        holder[path[-1]] = old
    assert noticed, f"{path} was {old!r}: {value!r} goes unnoticed"


# ---- what is said -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("index", "name", "change", "says"),
    [
        (1, "back_squat", {"name": "Front squat"}, "tue.back_squat.name: the plan says Front"),
        (1, "back_squat", {"role": Role.SECONDARY}, "back_squat.role: the plan says secondary"),
        (1, "back_squat", {"reps": "10-15"}, "the plan says 10-15, the audit finds 4-6"),
        (1, "back_squat", {"reps": "some"}, "the plan says some, the audit finds 4-6"),
        (1, "rdl", {"reps": "4-6"}, "rdl.reps: the plan says 4-6, the audit finds 6-10"),
        (1, "plank", {"reps": "20-60"}, "the plan says 20-60, the audit finds 20-60 s"),
        (3, "dumbbell_suitcase_carry", {"reps": "20-40 s"}, "the audit finds 20-40 m"),
        (1, "back_squat", {"rir": 0}, "back_squat.rir: the plan says 0, the audit finds 2"),
        (1, "plank", {"rir": 2}, "plank.rir: the plan says 2, the audit finds None"),
        (1, "back_squat", {"tempo": "slow"}, "tempo: the plan says slow, the audit finds 2-0-1"),
        (1, "back_squat", {"load": "about 95 % of 1RM"}, "the audit finds about 80 % of 1RM"),
        (1, "back_squat", {"rest_seconds": 60}, "the plan says 60, the audit finds 165"),
        (0, "face_pull", {"rest_seconds": 90}, "the plan says 90, the audit finds 15"),
        (0, "cable_lateral_raise", {"rest_seconds": 60}, "the plan says 60, the audit finds 90"),
        (1, "plank", {"slot": "press"}, "a session of this kind has no slot press"),
        (1, "plank", {"slot": "foot"}, "the exercise is nothing for the slot foot"),
        (1, "plank", {"slot": "main"}, "this is not the session's main lift"),
        (1, "rdl", {"slot": "main"}, "this is not the session's main lift"),
    ],
)
def test_what_differs_is_named(index: int, name: str, change: dict[str, Any], says: str) -> None:
    assert any(says in line for line in differences(with_item(index, name, **change)))


def test_a_slot_is_filled_once() -> None:
    items = tuple(
        item.model_copy(update={"slot": "single_leg"})
        if item.exercise == "dumbbell_split_squat"
        else item.model_copy(update={"slot": None})
        for item in coached_sessions()[1].items
    )
    assert differences(with_session(1, items=items)) == ()
    split_squats = [item.model_copy(update={"slot": "single_leg"}) for item in items]
    found = differences(with_session(1, items=(items[0], items[2], split_squats[2], *items[3:])))
    assert any("the slot single_leg is filled twice" in line for line in found)


def test_what_is_not_said_is_not_checked() -> None:
    bare = {"name": "", "slot": None, "reps": "", "rir": None, "tempo": None, "load": None}
    sessions = tuple(
        session.model_copy(
            update={
                "warm_up": (),
                "items": tuple(
                    item.model_copy(update={**bare, "rest_seconds": 0}) for item in session.items
                ),
            }
        )
        for session in coached_sessions()
    )
    assert audit(coached_plan(sessions=sessions), CATALOGUE).accepted


def test_a_weight_of_ones_own_an_alias_and_a_dash_are_fine() -> None:
    own = with_item(1, "back_squat", load="82,5 kg", reps="4–6", name="BACK SQUAT")
    assert differences(own) == ()


def test_what_supersets_save_is_counted_anew() -> None:
    found = differences(with_session(0, saved_seconds=600))
    assert found == ("sessions.mon.saved_seconds: the plan says 600, the audit finds 135",)


def test_another_split_than_was_asked_for() -> None:
    plan = coached_plan().model_copy(update={"split": "full_body"})
    assert "split: the plan says full_body, the audit finds upper_lower" in differences(plan)
