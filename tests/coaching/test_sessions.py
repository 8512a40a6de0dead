"""Sessions: titles, intensities, doses, rests, warm-ups and notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from solver.catalogue import load_catalogue
from solver.catalogue.vocabulary import Role, Weekday
from solver.coaching.doses import INTENSITIES, prescribe
from solver.coaching.sessions import make_sessions
from solver.coaching.warm_up import make_warm_up
from solver.plan import Item, Session
from solver.rules.supersets import change_seconds
from solver.scenario import Scenario, make_scenario

CATALOGUE = load_catalogue()
TIMES = CATALOGUE.times


def made(
    week: Mapping[str, Mapping[str, int]],
    pairs: Mapping[str, list[tuple[str, str]]] | None = None,
    **fields: Any,
) -> tuple[Session, ...]:
    """Return the sessions of a week written by hand."""
    placed = {
        Weekday(day): [(CATALOGUE.exercises[name], sets) for name, sets in work.items()]
        for day, work in week.items()
    }
    paired = {Weekday(day): couples for day, couples in (pairs or {}).items()}
    return make_sessions(placed, scenario(**fields), CATALOGUE, paired)


def scenario(**fields: Any) -> Scenario:
    return make_scenario({"split": "none", **fields}).resolve(CATALOGUE)


def lower(*names: str, **fields: Any) -> dict[str, Item]:
    """Return the items of a heavy lower-body session of four days, by exercise."""
    week = {"mon": {}, "tue": dict.fromkeys(names, 3), "thu": {}, "fri": {}}
    session = made(week, days=4, split="upper_lower", **fields)[1]
    assert (session.kind, session.intensity) == ("lower_a", "heavy")
    return {item.exercise: item for item in session.items}


# ---- sessions ---------------------------------------------------------------------------------


def test_without_a_split_sessions_are_numbered() -> None:
    sessions = made({"thu": {"plank": 2}, "mon": {"plank": 2}}, days=2)
    assert [session.day for session in sessions] == [Weekday.MON, Weekday.THU]
    assert [session.title for session in sessions] == ["Session 1", "Session 2"]
    assert {(session.kind, session.intensity) for session in sessions} == {("none", None)}


@pytest.mark.parametrize(
    ("split", "days", "expected"),
    [
        (
            "upper_lower",
            {"mon": 60, "tue": 60, "thu": 60, "fri": 60},
            ["Upper A heavy", "Lower A heavy", "Upper B volume", "Lower B moderate"],
        ),
        (
            "full_body",
            {"mon": 60, "wed": 60, "fri": 60},
            ["Full body 1 heavy", "Full body 2 moderate", "Full body 3 volume"],
        ),
        (
            "push_pull_legs",
            {"mon": 60, "wed": 60, "sat": 60},
            ["Push heavy", "Pull volume", "Legs moderate"],
        ),
    ],
)
def test_kinds_name_their_sessions(split: str, days: dict[str, int], expected: list[str]) -> None:
    sessions = made({day: {} for day in days}, days=days, split=split)
    assert [f"{session.title} {session.intensity}" for session in sessions] == expected


def test_budgets_are_those_of_the_day() -> None:
    sessions = made({"mon": {}, "thu": {}}, days="mon:30,thu:75")
    assert [session.budget_minutes for session in sessions] == [30, 75]


def test_minutes_have_two_decimals() -> None:
    (session,) = made({"wed": {"one_arm_dumbbell_row": 3}}, days=1)
    seconds = 480 + 60 + 2 * 60 + 3 * (2 * 40 + 150)
    assert session.minutes == round(seconds / 60, 2)
    assert f"{session.minutes}" == "22.5"
    (session,) = made({"wed": {"plank": 2}}, days=1)
    assert f"{session.minutes}" == "11.17"  # 670 s


# ---- how each exercise is done ----------------------------------------------------------------


def test_main_and_secondary_lifts_follow_the_day() -> None:
    items = lower("back_squat", "dumbbell_split_squat", "lying_leg_curl", "plank")
    for name, item in items.items():
        exercise = CATALOGUE.exercises[name]
        follows = exercise.role in (Role.MAIN, Role.SECONDARY)
        assert follows is (name in ("back_squat", "dumbbell_split_squat"))
        day = "heavy" if follows else None
        expected = prescribe(exercise, day, scenario().level, CATALOGUE)
        assert (item.reps, item.rir, item.tempo, item.load, item.rest_seconds) == (
            expected.reps,
            expected.rir,
            expected.tempo,
            expected.load,
            expected.rest_seconds,
        )
        assert (item.name, item.role, item.sides) == (exercise.name, exercise.role, exercise.sides)


def test_of_squats_and_hinges_one_is_heavy() -> None:
    items = lower("deadlift", "back_squat", "slow_rdl", "dumbbell_split_squat")
    assert next(iter(items)) == "back_squat"
    days = {"back_squat": "heavy", "deadlift": "moderate", "slow_rdl": "moderate"}
    for name, day in {**days, "dumbbell_split_squat": "heavy"}.items():
        exercise = CATALOGUE.exercises[name]
        expected = prescribe(exercise, day, scenario().level, CATALOGUE)
        assert items[name].reps == expected.reps, name
        assert items[name].rest_seconds == expected.rest_seconds
        assert items[name].load == expected.load
    assert items["back_squat"].reps == "4-6"
    assert items["deadlift"].reps == "5-7"


def test_on_other_days_all_lifts_follow() -> None:
    week = {"mon": {}, "thu": {"back_squat": 3, "deadlift": 3}}
    session = made(week, days=2, split="full_body")[1]
    assert session.intensity == "volume"
    for item in session.items:
        exercise = CATALOGUE.exercises[item.exercise]
        assert item.reps == prescribe(exercise, "volume", scenario().level, CATALOGUE).reps


def test_the_main_lift_has_the_slot_main() -> None:
    items = lower("back_squat", "dumbbell_split_squat", "rdl")
    assert [item.slot for item in items.values()] == ["main", "hamstrings", "single_leg"]


def test_rests_in_a_superset() -> None:
    week = {"wed": {"face_pull": 3, "cable_lateral_raise": 3, "plank": 2}}
    (session,) = made(week, {"wed": [("cable_lateral_raise", "face_pull")]}, days=1)
    assert [(item.superset, item.rest_seconds) for item in session.items] == [
        ("A", change_seconds()),
        ("A", TIMES.rest[Role.ACCESSORY]),
        (None, TIMES.rest[Role.CORE]),
    ]


def test_what_supersets_save() -> None:
    week = {"wed": {"face_pull": 3, "cable_lateral_raise": 3}}
    (alone,) = made(week, days=1)
    (paired,) = made(week, {"wed": [("cable_lateral_raise", "face_pull")]}, days=1)
    each_round = TIMES.rest[Role.ISOLATION] - change_seconds()
    assert (alone.saved_seconds, paired.saved_seconds) == (0, 3 * each_round)
    assert alone.minutes - paired.minutes == pytest.approx(3 * each_round / 60, abs=0.01)


# ---- warm-ups ---------------------------------------------------------------------------------


def test_the_warm_up_fits_session_equipment_and_signs() -> None:
    names = ("back_squat", "barbell_bench_press", "plank")
    exercises = [CATALOGUE.exercises[name] for name in names]
    items = CATALOGUE.equipment.resolve(("full_gym",), ())
    (session,) = made({"wed": dict.fromkeys(names, 3)}, days=1)
    assert session.warm_up == make_warm_up(exercises, 60, CATALOGUE, items=items)
    asked = scenario(signs=["knee_control"], protect=["shoulder"])
    (session,) = made(
        {"wed": dict.fromkeys(names, 3)}, days=1, signs=["knee_control"], protect=["shoulder"]
    )
    (sign,) = asked.raised
    assert session.warm_up == make_warm_up(
        exercises, 60, CATALOGUE, items=items, prepare=sign.prepare, spare=asked.spared
    )


def test_a_short_session_has_the_short_form() -> None:
    (session,) = made({"wed": {"plank": 2}}, days=1, minutes=45)
    assert sum(step.seconds for step in session.warm_up) == TIMES.warm_up_short
    assert all(step.name for step in session.warm_up)


# ---- notes ------------------------------------------------------------------------------------


def note(name: str, **fields: Any) -> str:
    (session,) = made({"wed": {name: 3}}, days=1, **fields)
    return session.items[0].note


def test_notes_on_sides_and_ladders() -> None:
    assert note("back_squat") == ""
    assert note("one_arm_dumbbell_row") == "Weaker side first; the other matches its repetitions."
    assert note("dumbbell_split_squat") == (
        "Weaker side first; the other matches its repetitions. "
        "Rung 2 of 4: dumbbell in the opposite hand; next: Front-rack split squat."
    )


def test_signs_bring_cues_to_their_lifts() -> None:
    asked = {"signs": ["knees_cave", "back_arches_overhead"]}
    assert note("back_squat", **asked) == "Keep the load as it is. Knee over the middle toes."
    assert note("overhead_press", **asked) == (
        "Keep the load as it is. Squeeze the glutes, ribs down, then press."
    )
    assert note("dumbbell_curl", **asked) == ""


def test_a_cue_of_two_signs_stands_once() -> None:
    text = note("back_squat", signs=["knees_cave", "knee_control"])
    assert text.count("Knee over the middle toes.") == 1


def test_a_note_is_never_too_long() -> None:
    signs = ["knee_control", "ankle_control", "knees_cave", "hip_shifts", "foot_spins_out"]
    for name in ("dumbbell_split_squat", "back_squat"):
        text = note(name, signs=signs)
        assert 0 < len(text) <= 240
        assert text.endswith(".")
        assert text.startswith("Keep the load as it is. ")


@pytest.mark.parametrize("day", INTENSITIES)
def test_whatever_the_day_a_plan_can_hold_it(day: str) -> None:
    for exercise in CATALOGUE:
        found = prescribe(exercise, day, scenario().level, CATALOGUE)
        assert Item(
            exercise=exercise.id,
            role=exercise.role,
            sets=3,
            reps=found.reps,
            rir=found.rir,
            tempo=found.tempo,
            load=found.load,
            rest_seconds=found.rest_seconds,
        )
