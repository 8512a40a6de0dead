"""Answers change the signs of a scenario, nothing else, and say why."""

from __future__ import annotations

from typing import Any

import pytest

from solver.errors import InputError
from solver.rules.signs import load_signs
from solver.screening.changes import Effect, Screened, apply_answers
from solver.screening.questionnaire import Answers, from_flags


def screened(scenario: dict[str, Any], yes: str = "", no: str = "") -> Screened:
    return apply_answers(scenario, from_flags([yes], [no]))


def told(result: Screened) -> list[tuple[str, str]]:
    return [(change.effect.value, change.sign.id) for change in result.changes]


def test_raised_signs_are_added_after_those_there() -> None:
    scenario = {"days": 3, "signs": ["desk_work"], "title": "Mine"}
    result = screened(scenario, yes="knee_control,calf_tight")
    assert result.fields == {
        "days": 3,
        "signs": ["desk_work", "knee_control", "calf_tight"],
        "title": "Mine",
    }
    assert list(result.fields) == ["days", "signs", "title"]
    assert told(result) == [("added", "knee_control"), ("added", "calf_tight")]
    assert scenario["signs"] == ["desk_work"]


def test_what_is_fine_now_goes_and_what_stays_is_said() -> None:
    result = screened(
        {"signs": ["knee_control", "overhead_control", "desk_work"]},
        yes="overhead_control,desk_work",
        no="knee_control,calf_tight",
    )
    assert result.fields == {"signs": ["desk_work"]}
    assert told(result) == [
        ("kept", "desk_work"),
        ("removed", "overhead_control"),
        ("removed", "knee_control"),
    ]


def test_a_new_answer_replaces_what_it_rules_out() -> None:
    result = screened({"signs": "tight_hips_length"}, yes="tight_hips_capacity")
    assert result.fields == {"signs": ["tight_hips_capacity"]}
    assert told(result) == [("added", "tight_hips_capacity"), ("removed", "tight_hips_length")]
    assert "Replaced by tight_hips_capacity" in result.lines()[1]


def test_a_sign_is_removed_once() -> None:
    result = screened(
        {"signs": ["tight_hips_length"]}, yes="tight_hips_capacity", no="tight_hips_length"
    )
    assert told(result) == [("added", "tight_hips_capacity"), ("removed", "tight_hips_length")]


def test_no_answers_change_nothing() -> None:
    result = apply_answers({"days": 2}, Answers())
    assert result.fields == {"days": 2, "signs": []}
    assert result.lines() == ("Nothing to change: no answer raises a sign or takes one back.",)


@pytest.mark.parametrize("name", load_signs())
def test_every_change_says_what_why_and_where_from(name: str) -> None:
    sign = load_signs()[name]
    flags = ([name], []) if sign.flagged_by == "yes" else ([], [name])
    result = apply_answers({}, from_flags(*flags))
    (line,) = result.lines()
    assert "\n" not in line
    assert line.startswith(f"{Effect.ADDED}: {name} ({sign.title}). ")
    assert sign.why.rstrip(".") in line
    assert sign.notice in line
    assert line.endswith(f"[{sign.source}; certainty {sign.certainty}]")
    assert result.changes[0].source == sign.source
    back = apply_answers(result.fields, from_flags(flags[1], flags[0]))
    assert back.fields == {"signs": []}
    assert back.lines()[0].startswith(f"removed: {name}")


@pytest.mark.parametrize(
    ("signs", "says"),
    [
        (["knee_controll"], "did you mean 'knee_control'"),
        ([None], "there is no sign None"),
        ({"knee_control": True}, "must be a list of signs"),
        (3, "must be a list of signs"),
        (["tight_hips_length", "tight_hips_capacity"], "cannot both hold"),
    ],
)
def test_wrong_signs_in_a_scenario_are_refused(signs: Any, says: str) -> None:
    with pytest.raises(InputError, match=says) as found:
        screened({"signs": signs}, yes="calf_tight")
    assert found.value.where == ("signs",)


@pytest.mark.parametrize("signs", [None, "", [], ()])
def test_a_scenario_without_signs(signs: Any) -> None:
    assert screened({"signs": signs}, yes="calf_tight").fields == {"signs": ["calf_tight"]}
