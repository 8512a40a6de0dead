"""The sessions of plans hold what R66 to R99 ask, read from the plan alone (``tests/coach.py``)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from solver import Plan, Scenario, solve
from solver.errors import ImpossibleError, NoPlanInTimeError
from solver.plan import Session
from tests.coach import cell, document, fits, objections, row_of, table
from tests.report.samples import coached_plan
from tests.solved import NAMES

SAMPLE: tuple[dict[str, Any], ...] = (
    {"days": 6, "minutes": 60, "equipment": "full_gym", "split": "upper_lower"},
    {"days": 4, "minutes": 75, "equipment": "kettlebell", "split": "upper_lower"},
    {"days": 2, "minutes": 60, "equipment": "bodyweight_bar", "split": "full_body"},
    {"days": 4, "minutes": 60, "equipment": "full_gym", "split": "none", "supersets": "none"},
    {"days": 6, "minutes": 60, "equipment": "bodyweight", "split": "push_pull_legs"},
    {"days": 4, "minutes": 60, "equipment": "bands", "split": "push_pull_legs", "supersets": "all"},
    {"days": 3, "minutes": 45, "equipment": "hotel", "split": "push_pull_legs"},
    {"days": 4, "minutes": 45, "equipment": "suspension", "split": "full_body"},
)
"""Weeks that no scenario has, far from each other, and some of them short of time."""

LONG = (2, 7)
"""Which of them use up their time, and say no more than another of their kind."""

PROFILES = sorted({name for row in table("equipment.csv") for name in cell(row, "profiles")})
MATRIX = [
    {"days": days, "minutes": 60, "equipment": profile, "split": name}
    for name, split in document("splits.yaml")["splits"].items()
    for days in split["weeks"]
    if 2 <= days <= 6
    for profile in PROFILES
    if profile != "always"
]


def words(fields: dict[str, Any]) -> str:
    return "-".join(str(value) for value in fields.values())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wrong_with_the_named_scenarios(
    name: str, solved: Callable[[str], Plan]
) -> None:
    assert objections(solved(name)) == []


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(fields, marks=[pytest.mark.thorough] if n in LONG else [], id=words(fields))
        for n, fields in enumerate(SAMPLE)
    ],
)
def test_nothing_is_wrong_with_a_sample_of_weeks(fields: dict[str, Any]) -> None:
    plan = solve(Scenario.model_validate(fields | {"time_limit": 8.0}))
    assert objections(plan) == []


@pytest.mark.thorough
@pytest.mark.parametrize("fields", MATRIX, ids=words)
def test_nothing_is_wrong_in_the_whole_matrix(fields: dict[str, Any]) -> None:
    try:
        plan = solve(Scenario.model_validate(fields | {"time_limit": 12.0}))
    except (ImpossibleError, NoPlanInTimeError) as error:
        refusal = str(error)
    else:
        assert objections(plan) == []
        return
    assert len(refusal) > 20


def test_the_matrix_has_every_split_count_and_profile() -> None:
    assert {fields["days"] for fields in MATRIX} == {2, 3, 4, 5, 6}
    assert {fields["split"] for fields in MATRIX} == {"full_body", "upper_lower", "push_pull_legs"}
    assert {fields["equipment"] for fields in MATRIX} >= {
        "full_gym", "home_barbell", "dumbbells_bench", "dumbbells", "kettlebell", "bands",
        "suspension", "hotel", "bodyweight_bar", "bodyweight",
    }  # fmt: skip
    assert len(MATRIX) >= 100


# ---- the reader itself --------------------------------------------------------------------------


def changed(number: int, change: Callable[[Session], dict[str, Any]], **fields: Any) -> list[str]:
    """Return the objections to the coached week after a change to one of its sessions."""
    plan = coached_plan(**fields)
    sessions = list(plan.sessions)
    sessions[number] = sessions[number].model_copy(update=change(sessions[number]))
    return objections(plan.model_copy(update={"sessions": tuple(sessions)}))


def with_item(place: int, **fields: Any) -> Callable[[Session], dict[str, Any]]:
    def change(session: Session) -> dict[str, Any]:
        items = list(session.items)
        items[place] = items[place].model_copy(update=fields)
        return {"items": tuple(items)}

    return change


def in_places(*places: int) -> Callable[[Session], dict[str, Any]]:
    return lambda session: {"items": tuple(session.items[place] for place in places)}


def test_nothing_is_wrong_with_a_week_of_a_coach() -> None:
    assert objections(coached_plan()) == []


@pytest.mark.parametrize(
    ("number", "change", "complaint"),
    [
        (0, in_places(2, 3, 0, 1, 4), "begins with face_pull, not with its main lift"),
        (1, in_places(0, 4, 1, 2, 3), "dumbbell_split_squat comes after plank|rdl comes after"),
        (0, in_places(0, 1, 4, 2, 3), "ends with cable_lateral_raise, not with its finisher"),
        (0, in_places(0, 2, 1, 3, 4), "what shares a letter is apart"),
        (0, in_places(0, 1, 2, 3), "slot.upper_a.grip is 1 short, but holds is True"),
        (2, in_places(1, 2, 3, 4), "slot.upper_b.press is 1 short"),
        (1, in_places(1, 2, 3, 4), "main-lift.lower_a is 1 short"),
        (1, in_places(0, 1, 1, 2, 3, 4), "near-identical: hinge, barbell, rdl"),
        (1, in_places(0, 1, 2), "session-size is 1 short"),
        (0, in_places(0, 2, 3, 4), "session-pull-push is 4 short"),
        (0, with_item(0, sets=2), "2 sets of barbell_bench_press, a main lift"),
        (3, with_item(0, sets=6), "6 sets of deadlift"),
        (3, with_item(0, sets=4), "takes .* minutes, not"),
        (2, with_item(2, sets=4), "unequal sets of dumbbell_curl and triceps_pushdown"),
        (2, with_item(2, superset=None), "1 exercises share a letter: triceps_pushdown"),
        (2, with_item(3, exercise="chin_up"), "a prime mover of one works in the other"),
        (1, with_item(4, exercise="hammer_curl"), "hammer_curl is of another session"),
        (0, with_item(3, slot="rear_delts"), "does not fill the slot rear_delts"),
        (1, with_item(1, slot="main"), "rdl is no main lift of this session"),
        (3, lambda _: {"warm_up": ()}, "the blocks of the warm-up are \\[\\]"),
        (3, lambda s: {"warm_up": s.warm_up[1:]}, "the warm-up takes 420 s, not 480"),
        (3, lambda s: {"warm_up": s.warm_up[:-1]}, "the ramp sets are"),
        (3, lambda _: {"budget_minutes": 20}, "20 minutes are planned with, 75 are offered"),
        (3, lambda _: {"budget_minutes": 20}, "more than its 20 minutes"),
        (0, lambda _: {"saved_seconds": 0}, "supersets save \\d+ s, not 0"),
        (0, lambda _: {"intensity": "volume"}, "the split asks for"),
        (0, lambda _: {"kind": "upper_b"}, "the split asks for"),
    ],
)
def test_the_reader_sees_what_is_wrong(
    number: int, change: Callable[[Session], dict[str, Any]], complaint: str
) -> None:
    found = changed(number, change)
    assert any(re.search(complaint, line) for line in found), found


def test_the_reader_sees_what_is_wrong_with_a_week() -> None:
    plan = coached_plan()
    assert objections(plan.model_copy(update={"disclaimer": "Have fun."})) == [
        "the disclaimer is missing"
    ]
    alone = plan.scenario.model_copy(update={"supersets": "none"})
    assert any(
        "supersets: none does not pair" in line
        for line in objections(plan.model_copy(update={"scenario": alone}))
    )
    thrice = [s.model_copy(update={"items": plan.sessions[0].items}) for s in plan.sessions]
    found = objections(plan.model_copy(update={"sessions": tuple(thrice)}))
    assert "barbell_bench_press is in 4 sessions" in found


def test_the_reader_knows_what_a_split_means() -> None:
    rows = {row["id"]: row for row in table("exercises.csv")}
    assert fits({"pattern": "squat"}, rows["back_squat"])
    assert not fits({"pattern": "squat", "laterality": "unilateral"}, rows["back_squat"])
    assert fits({"direct": "hamstrings", "eccentric": True}, rows["nordic_curl"])
    assert not fits({"direct": "hamstrings", "eccentric": True}, rows["rdl"])
    assert fits({"either": [{"pattern": "squat"}, {"family": ["rdl"]}]}, rows["rdl"])
    assert not fits({"either": [{"pattern": "squat"}]}, rows["rdl"])
    assert fits({"shows": ["anti_lateral_flexion"]}, rows["dumbbell_suitcase_carry"])
    assert row_of(coached_plan().sessions[0].items[0]) is rows["barbell_bench_press"]
