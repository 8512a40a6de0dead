"""What a person asks for is understood, or refused with the field, its line and a remedy."""

from __future__ import annotations

import copy
import pickle
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from solver.catalogue import Catalogue, Level, Role, Weekday
from solver.catalogue.vocabulary import BodyPart
from solver.errors import InputError
from solver.scenario import (
    USUAL_DAYS,
    Scenario,
    available,
    load_scenario,
    make_scenario,
    parse_days,
    parse_weekday,
)
from tests.asking import CATALOGUE, refusal, use
from tests.strategies import STEADY, scenarios


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.yaml"


# ---- what is understood -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_days", "understood"),
    [
        (3, 3),
        ("3", 3),
        (" 7 ", 7),
        ("mon:60,tue,sat:90", {"mon": 60, "tue": None, "sat": 90}),
        ("sat, Monday : 45", {"mon": 45, "sat": None}),
        (["fri", "tues:30"], {"tue": 30, "fri": None}),
        ([{"mon": 60}, "thur"], {"mon": 60, "thu": None}),
        ({"SUN": 20, "wed": None}, {"wed": None, "sun": 20}),
    ],
)
def test_days_are_understood_in_many_forms(given_days: object, understood: object) -> None:
    assert parse_days(given_days) == understood
    assert Scenario.model_validate({"days": given_days}).days == understood


def test_days_stand_in_the_order_of_the_week() -> None:
    scenario = Scenario.model_validate({"days": "sun,wed:30,mon", "minutes": 90})
    assert list(scenario.candidates.items()) == [("mon", 90), ("wed", 30), ("sun", 90)]
    assert scenario.count == 3


@pytest.mark.parametrize("word", ["mon", "Monday", " MON "])
def test_weekdays_have_long_and_short_names(word: str) -> None:
    assert parse_weekday(word) is Weekday.MON


@pytest.mark.parametrize("count", range(1, 8))
def test_a_bare_count_takes_the_usual_days(count: int) -> None:
    scenario = Scenario(days=count)
    assert list(scenario.candidates) == list(USUAL_DAYS[count])
    assert scenario.count == count
    assert set(scenario.candidates.values()) == {60}


def test_available_days_may_be_more_than_the_count() -> None:
    scenario = make_scenario({"days": 2, "available": "mon:30,wed,fri"})
    assert scenario.candidates == {"mon": 30, "wed": 60, "fri": 60}
    assert scenario.count == 2


def test_names_are_resolved_in_any_spelling_and_once() -> None:
    resolved, _ = use(
        make_scenario(
            {
                "equipment": "Full Gym, TRX, suspension",
                "without": ["smith"],
                "exclude": "Dips, dip",
                "pin": ["Bench Press", "barbell_bench_press"],
                "favour": "RDL",
                "priorities": "Upper Back,upper-back",
                "protect": "neck",
                "signs": "Knee-Control, hip shifts, knee control",
            }
        )
    )
    assert resolved.equipment == ("full_gym", "suspension")
    assert resolved.without == ("smith_machine",)
    assert resolved.exclude == ("dip",)
    assert resolved.pin == ("barbell_bench_press",)
    assert resolved.favour == ("rdl",)
    assert resolved.priorities == ("upper_back",)
    assert resolved.signs == ("knee_control", "hip_shifts")


def test_what_may_be_planned_fits_all_that_was_asked() -> None:
    scenario = Scenario(
        equipment=("dumbbells",),
        without=("table",),
        level=Level.BEGINNER,
        exclude=("dumbbell_curl",),
        protect=(BodyPart.SHOULDER,),
        pin=("dumbbell_walking_lunge",),
    ).resolve(CATALOGUE)
    found = {exercise.id: exercise for exercise in available(scenario, CATALOGUE)}
    items = {"dumbbell", "bodyweight", "step", "foot_anchor"}
    assert found
    for exercise in found.values():
        assert {exercise.load, *exercise.supports} <= items
        assert "shoulder" not in exercise.stresses
        assert exercise.role is not Role.DRILL
        assert exercise.level is Level.BEGINNER or exercise.id == "dumbbell_walking_lunge"
    assert "dumbbell_curl" not in found
    assert "dumbbell_walking_lunge" in found  # a pin is allowed whatever its level


# ---- signs, protections, splits ---------------------------------------------------------------


def test_signs_spare_what_protect_would() -> None:
    by_sign = make_scenario({"signs": "Shoulder pinches overhead"})
    assert by_sign.spared == {BodyPart.SHOULDER}
    both = make_scenario({"signs": "shoulder_pinches_overhead", "protect": "neck"})
    assert both.spared == {BodyPart.SHOULDER, BodyPart.NECK}
    assert Scenario().spared == frozenset()
    by_wish = make_scenario({"protect": "shoulder"})
    offered = [
        [e.id for e in available(s.resolve(CATALOGUE), CATALOGUE)] for s in (by_sign, by_wish)
    ]
    assert offered[0] == offered[1]
    assert by_sign.preferred == by_wish.preferred >= {"half_kneeling_landmine_press"}
    assert Scenario().preferred == frozenset()


def test_a_sign_that_contradicts_another_is_named_with_its_line(path: Path) -> None:
    path.write_text("days: 3\nsigns:\n  - knee_control\n  - tight_hip\n")
    with pytest.raises(InputError, match=r"own.yaml, line 4: signs: .* mean 'tight_hips_length'"):
        use(load_scenario(path))
    path.write_text("days: 3\nsigns:\n  - tight_hips_length\n  - tight_hips_capacity\n")
    with pytest.raises(InputError, match=r"own.yaml, line 2: signs: .* cannot both hold"):
        use(load_scenario(path))


@pytest.mark.parametrize(
    ("given_weight", "kept"), [(80, "80"), (" 176 lb ", "176 lb"), (80.5, "80.5")]
)
def test_a_bodyweight_stays_as_the_person_wrote_it(given_weight: object, kept: str) -> None:
    assert make_scenario({"bodyweight": given_weight}).bodyweight == kept
    assert Scenario().bodyweight is None


OWN_SPLIT: dict[str, Any] = {
    "id": "press_days",
    "title": "Press days",
    "kinds": {
        "press_day": {
            "title": "Press day",
            "area": {"pattern": ["horizontal_push", "horizontal_pull"]},
            "main": {"pattern": "horizontal_push"},
        }
    },
    "weeks": {2: ["press_day", {"kind": "press_day", "intensity": "volume"}]},
}


def test_a_pin_that_fits_no_session_of_the_split_is_refused() -> None:
    asked = {"days": 2, "split": OWN_SPLIT}
    message = refusal(asked | {"pin": "back squat"})
    assert message == (
        "pin: 'back_squat' (squat) fits no session of the split press_days: Press day "
        "(horizontal_push, horizontal_pull); drop the pin, or say split: auto or none"
    )
    use(make_scenario(asked | {"pin": "bench press"}))
    for split in ("auto", "none", "full_body"):
        use(make_scenario({"days": 2, "split": split, "pin": "back squat"}))


def test_a_long_area_is_cut_in_a_message() -> None:
    kinds = {"push": {"title": "Push", "area": "push"}}
    split = OWN_SPLIT | {"kinds": kinds, "weeks": {1: ["push"]}}
    message = refusal({"days": 1, "split": split, "pin": "lat pulldown"})
    assert "Push (horizontal_push, vertical_push, chest_fly, shoulder_raise," in message
    assert re.search(r" and \d+ more\); drop the pin", message)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"weeks": {2: ["press_day"]}}, "split.weeks: 2 days, but 1 sessions; write one for each"),
        (
            {"weeks": {1: ["pres_day"]}},
            "split.weeks: there is no kind 'pres_day' (did you mean 'pr",
        ),
        ({"kindz": {}}, "split.kindz: no such field (did you mean 'kinds'?); fields are id, title"),
        ({"id": "auto"}, "split.id: 'auto' is taken; choose another"),
        (
            {"kinds": {"a": {"title": "Aa", "area": "uper"}}},
            "split.kinds.a.area: there is no area 'uper'",
        ),
        (
            {"kinds": {"press_day": {"title": "Press day", "main": {"family": "squatt"}}}},
            "split: there is no family 'squatt' (did you mean",
        ),
        (
            {"kinds": {"press_day": {"title": "Press day", "area": {"load": "barbel"}}}},
            "split.area: there is no load 'barbel' (did you mean 'barbell'?)",
        ),
        (
            {"kinds": {"press_day": {"title": "Aa", "slots": [{"id": "a", "wher": {}}]}}},
            "split.kinds.press_day.slots.0.title: is missing; add it",
        ),
        (
            {"rules": [{"id": "minutes", "title": "Mine", "tier": "physical", "kind": "variety"}]},
            "split: press_days: the rule id 'minutes' is taken; choose another",
        ),
        (
            {
                "rules": [
                    {"id": "own", "title": "Mine", "tier": "balance", "kind": "bound", "lower": 1}
                    | {"scope": "session", "kinds": ["pres_day"], "measure": {"count": "hard_sets"}}
                ]
            },
            "split.rules: own: there is no kind 'pres_day' (did you mean 'press_day'?)",
        ),
    ],
)
def test_a_split_that_is_wrong_is_named(change: dict[str, Any], says: str) -> None:
    assert refusal({"days": 2, "split": OWN_SPLIT | change}).startswith(says)


def test_a_fault_of_a_split_has_its_line(path: Path) -> None:
    path.write_text(
        "days: 1\nsplit:\n  id: own\n  title: Mine\n  kinds:\n    press:\n      title: Press\n"
        "      main: {pattern: sqat}\n  weeks: {1: [press]}\n"
    )
    with pytest.raises(InputError, match=r"line 8: split.kinds.press.main.pattern: 'sqat' is not"):
        use(load_scenario(path))


# ---- round trips ------------------------------------------------------------------------------

OWN = {
    "title": "Everything at once",
    "days": 2,
    "available": {"mon": 45, "wed": None, "sun": 90},
    "sets": [6, 18.5],
    "pull_push": [1, 1.333],
    "protect": ["neck"],
    "signs": ["knee_control", "shoulder_pinches_overhead"],
    "bodyweight": "80,5 kg",
    "split": OWN_SPLIT,
    "supersets": "all",
    "rules": {
        "variety": False,
        "pull-push": {"lower": "5/4", "weight": 2},
        "recovery": {"hours": 24},
        "trunk-families": {"at_most": 2.5},
        "repeats": {"limit": 1},
    },
    "add_rules": [
        {
            "id": "own-ratio",
            "title": "As much chest as back",
            "tier": "balance",
            "kind": "ratio",
            "over": {"count": "fractional_sets", "muscle": "chest"},
            "under": [{"count": "hard_sets", "where": {"either": [{"direct": "lats"}]}}],
            "lower": "2/3",
            "upper": 1.5,
        }
    ],
    "seed": 7,
}


def same(scenario: Scenario, **changed: object) -> Scenario:
    """Return the scenario as it is after a trip through JSON: workers are left out of it."""
    return scenario.model_copy(update={"workers": Scenario().workers, **changed})


def test_a_full_scenario_survives_json() -> None:
    scenario = make_scenario(OWN)
    again = Scenario.model_validate_json(scenario.model_dump_json())
    assert again == same(scenario)
    assert again.model_dump_json() == scenario.model_dump_json()
    assert [rule.model_dump() for rule in use(again)[1]] == [
        rule.model_dump() for rule in use(scenario)[1]
    ]


def test_where_a_scenario_came_from_makes_no_difference(path: Path) -> None:
    path.write_text("days: 3\nexclude: [dip]\n")
    read = load_scenario(path)
    assert read == Scenario(days=3, exclude=("dip",))
    for copied in (copy.deepcopy(read), pickle.loads(pickle.dumps(read)), read.model_copy()):
        assert copied == read
    assert str(path) not in read.model_dump_json()


@STEADY
@given(scenarios())
def test_any_scenario_survives_json_also_once_resolved(scenario: Scenario) -> None:
    again = Scenario.model_validate_json(scenario.model_dump_json())
    assert again == same(scenario)
    resolved, rules = use(again)
    assert resolved.resolve(CATALOGUE) == resolved
    assert make_scenario(resolved.model_dump(mode="json")) == resolved
    assert use(make_scenario(resolved.model_dump(mode="json")))[1] == rules


@STEADY
@given(scenarios())
def test_the_pins_of_any_scenario_may_be_planned(scenario: Scenario) -> None:
    catalogue: Catalogue = CATALOGUE
    resolved = scenario.resolve(catalogue)
    usable = {exercise.id for exercise in available(resolved, catalogue)}
    assert set(resolved.pin) <= usable
    assert not set(resolved.exclude) & usable
    assert 1 <= resolved.count <= len(resolved.candidates) <= 7
