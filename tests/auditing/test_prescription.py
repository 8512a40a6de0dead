"""How each exercise is done: what the audit computes for itself, and what it notices."""

from __future__ import annotations

import json
from typing import Any

import pytest

from solver.auditing import audit, prescription
from solver.auditing.week import Week
from solver.catalogue import Exercise, Level, Role, load_catalogue
from solver.coaching.doses import INTENSITIES, day_table, dose_text, prescribe
from solver.errors import EvensetError
from solver.plan import Item, Plan, Session
from tests.report.samples import coached_plan, coached_scenario, coached_sessions, sample_plan

CATALOGUE = load_catalogue()


def differences(plan: Plan) -> tuple[str, ...]:
    return audit(plan, CATALOGUE).differences


def with_session(index: int, **changes: Any) -> Plan:
    """Return the coached plan with one session changed."""
    plan = coached_plan()
    sessions = list(plan.sessions)
    sessions[index] = sessions[index].model_copy(update=changes)
    return plan.model_copy(update={"sessions": tuple(sessions)})


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
        noticed = any(True for _ in prescription.check_prescriptions(week))
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


class TestWarmUp:
    STEPS = coached_sessions()[0].warm_up

    def found(self, *steps: Any) -> str:
        return "\n".join(differences(with_session(0, warm_up=tuple(steps))))

    def test_as_it_is(self) -> None:
        assert self.found(*self.STEPS) == ""

    def test_blocks_out_of_order(self) -> None:
        breath, *rest = self.STEPS
        assert "warm_up.block: the plan says activation, pattern, ramp, breath" in self.found(
            *rest, breath
        )
        assert "the audit finds breath, activation, pattern, ramp" in self.found(*rest)

    def test_seconds(self) -> None:
        breath, *rest = self.STEPS
        longer = breath.model_copy(update={"seconds": 90})
        assert "warm_up.seconds: the plan says 510, the audit finds 480" in self.found(
            longer, *rest
        )

    def test_drills(self) -> None:
        breath, first, *rest = self.STEPS
        unknown = first.model_copy(update={"drill": "nap", "name": ""})
        assert "warm_up.nap: is no drill for the block activation" in self.found(
            breath, unknown, *rest
        )
        elsewhere = first.model_copy(update={"drill": "cat_camel", "name": ""})
        assert "cat_camel: is no drill for the block activation" in self.found(
            breath, elsewhere, *rest
        )
        again = rest[0].model_copy(update={"drill": first.drill, "name": ""})
        assert f"{first.drill}: stands twice" in self.found(breath, first, again, *rest[1:])

    def test_equipment_and_protection(self) -> None:
        plan = coached_plan()
        needy = next(
            step
            for step in plan.sessions[0].warm_up
            if step.block != "ramp" and CATALOGUE.exercises[step.drill].load != "bodyweight"
        )
        load = CATALOGUE.exercises[needy.drill].load
        without = plan.scenario.model_copy(update={"without": (load,)})
        found = differences(plan.model_copy(update={"scenario": without}))
        assert any(f"{needy.drill}: needs equipment" in line for line in found)

    def test_what_is_excluded(self) -> None:
        plan = coached_plan()
        drill = plan.sessions[0].warm_up[0].drill
        ramp = next(s for s in plan.sessions[0].warm_up if s.block == "ramp")
        noted = ramp.model_copy(update={"note": "4 easy reps as Incline push-up"})
        steps = tuple(noted if s is ramp else s for s in plan.sessions[0].warm_up)
        first = plan.sessions[0].model_copy(update={"warm_up": steps})
        names = (drill, "incline_push_up")
        found = differences(
            plan.model_copy(
                update={
                    "scenario": plan.scenario.model_copy(update={"exclude": names}),
                    "sessions": (first, *plan.sessions[1:]),
                }
            )
        )
        assert any(f"{drill}: is excluded" in line for line in found)
        assert any("is worked up to as Incline push-up, which is excluded" in x for x in found)

    def test_ramp_sets(self) -> None:
        *before, heavy_bench, light_row, heavy_row = self.STEPS
        bench = "barbell_bench_press"
        assert f"ramp: the plan says {bench}, {bench}, chest_supported_row, the" in self.found(
            *before, heavy_bench, light_row
        )
        assert "chest_supported_row: the loads of its ramp sets do not rise" in self.found(
            *before, heavy_bench, heavy_row, light_row
        )
        long = heavy_row.model_copy(update={"seconds": 90})
        assert "chest_supported_row.seconds: the plan says 90, the audit finds 60" in self.found(
            *before, heavy_bench, light_row, long
        )
