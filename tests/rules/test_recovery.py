"""Sleep, energy and protein: bands and reserve (R146, evidence 9)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from solver.auditing.prescription import check_prescriptions
from solver.auditing.week import Week
from solver.catalogue import Level, load_catalogue
from solver.coaching.sessions import make_sessions
from solver.errors import InputError
from solver.paths import DATA
from solver.person import sign_notes
from solver.reading import read_yaml
from solver.rules import BoundRule, StimulusRule
from solver.rules.recovery import RESTED, Recovery, parse_table, recovery_of
from solver.scenario import Scenario, make_scenario
from tests.report.samples import COACHED, PAIRS, coached_scenario

CATALOGUE = load_catalogue()


def bands(**fields: Any) -> dict[str, tuple[float | None, float | None, str]]:
    scenario = make_scenario(fields).resolve(CATALOGUE)
    return {
        rule.id: (rule.lower, rule.upper, rule.source)
        for rule in scenario.make_rules(CATALOGUE)
        if isinstance(rule, BoundRule)
    }


@pytest.mark.parametrize(
    ("answers", "times"),
    [
        ({}, 1),
        ({"sleep": 7.0, "deficit": False, "protein": "enough"}, 1),
        ({"sleep": 6.9}, Fraction(9, 10)),
        ({"sleep": 6.0}, Fraction(9, 10)),
        ({"sleep": 5.9}, Fraction(17, 20)),
        ({"deficit": True}, Fraction(9, 10)),
        ({"protein": "low"}, Fraction(9, 10)),
        ({"deficit": True, "protein": "low"}, Fraction(17, 20)),  # never below the least
        ({"sleep": 4.0, "deficit": True, "protein": "low"}, Fraction(17, 20)),
    ],
)
def test_what_answers_make(answers: dict[str, Any], times: Fraction) -> None:
    found = recovery_of(**answers)
    assert found.times == times
    assert found.rir == (times < 1)
    assert (found.note() is None) is (times == 1)


def test_targets_bend_and_floors_do_not() -> None:
    before, after = bands(), bands(sleep=6.5)
    assert before["group-target.chest"][:2] == (10, 14)
    assert after["group-target.chest"] == (9, 12.5, "D1, V2, V6, R146")
    assert after["group-target.biceps"][:2] == (8, 12.5)  # 8 is the floor
    assert after["muscle-target.glute_med"][:2] == (3.5, 7)
    changed = {name for name in before if before[name] != after[name]}
    assert changed
    assert {name.partition(".")[0] for name in changed} == {"group-target", "muscle-target"}
    assert bands(sleep=8, deficit="no", protein="enough") == before


def test_a_priority_still_moves_up() -> None:
    low, high, _ = bands(deficit="yes", priorities="glutes")["group-target.glutes"]
    assert (low, high) == (13, 16.5)


def test_spare_time_is_not_filled_above_the_lower_band() -> None:
    rules = make_scenario({"deficit": True}).resolve(CATALOGUE).make_rules(CATALOGUE)
    (stimulus,) = (rule for rule in rules if isinstance(rule, StimulusRule))
    assert stimulus.tops["chest"] == 12.5


@given(
    st.integers(0, 40).map(lambda n: n / 2),
    st.integers(0, 40).map(lambda n: n / 2),
    st.integers(0, 40).map(lambda n: n / 2),
    st.sampled_from([{}, {"sleep": 5}, {"sleep": 6.5}, {"deficit": True}]),
)
def test_bands_fall_and_stay_bands(
    low: float, more: float, floor: float, answers: dict[str, Any]
) -> None:
    high = low + more
    least, most = recovery_of(**answers).band(low, high, floor)
    assert least <= most
    assert least <= low
    assert most <= high
    assert least >= min(low, floor)
    assert (least * 2) % 1 == (most * 2) % 1 == 0


@pytest.mark.parametrize(("rir", "kept"), [(None, None), (0, 1), (2, 3), (3, 4), (4, 4), (5, 5)])
def test_reserve_never_leaves_the_hard_set(rir: int | None, kept: int | None) -> None:  # D13
    assert recovery_of(sleep=6).keep(rir) == kept
    assert RESTED.keep(rir) == rir


def test_sessions_keep_one_more_in_reserve_and_the_audit_reads_it_so() -> None:
    tired = coached_scenario().model_copy(update={"sleep": 6.0})
    placed = {
        day: [(CATALOGUE.exercises[name], sets) for name, sets in work.items()]
        for day, work in COACHED.items()
    }
    usual, easier = (
        make_sessions(placed, scenario, CATALOGUE, PAIRS)
        for scenario in (coached_scenario(), tired)
    )
    pairs = [
        (a.rir, b.rir)
        for one, other in zip(usual, easier, strict=True)
        for a, b in zip(one.items, other.items, strict=True)
        if a.rir is not None
    ]
    assert pairs
    assert all(b == min((a or 0) + 1, 4) for a, b in pairs)
    assert [*check_prescriptions(Week(easier, tired, CATALOGUE))] == []
    faults = [*check_prescriptions(Week(usual, tired, CATALOGUE))]
    assert any(".rir: the plan says" in fault for fault in faults)


def test_a_heavy_set_with_more_in_reserve_is_lighter() -> None:
    tired = coached_scenario().model_copy(update={"deficit": True})
    placed = {
        day: [(CATALOGUE.exercises[name], 4) for name in work if name == "back_squat"]
        for day, work in COACHED.items()
    }
    loads = [
        item.load
        for scenario in (coached_scenario(), tired)
        for session in make_sessions(placed, scenario, CATALOGUE)
        for item in session.items
    ]
    usual, easier = (int(str(load).split()[1]) for load in loads)
    assert easier < usual


def test_the_plan_says_what_is_short_and_what_it_changes() -> None:
    (note,) = sign_notes(make_scenario({"sleep": 5, "protein": "low"}).resolve(CATALOGUE))
    for words in ("5 hours of sleep", "less protein", "15 % lower", "1 more repetition"):
        assert words in note
    assert sign_notes(Scenario().resolve(CATALOGUE)) == ()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"sleep": "much"}, "sleep: must be hours a night"),
        ({"sleep": True}, "sleep: must be hours a night"),
        ({"sleep": 15}, "sleep: must lie between 2 and 14"),
        ({"sleep": float("nan")}, "sleep: must lie between 2 and 14"),
        ({"deficit": "perhaps"}, "deficit: must be yes or no"),
        ({"deficit": 3}, "deficit: must be yes or no"),
        ({"protein": 120}, "protein: must be enough or low"),
        ({"protein": ["low"]}, "protein: must be enough or low"),
    ],
)
def test_wrong_answers_are_refused(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        make_scenario(fields)


def test_answers_are_read_in_the_usual_spellings() -> None:
    read = make_scenario({"sleep": "6,5 h", "deficit": "Yes", "protein": "no"})
    assert (read.sleep, read.deficit, read.protein) == (6.5, True, "low")
    assert read.model_validate_json(read.model_dump_json()) == read


@pytest.mark.parametrize("level", Level)
def test_every_level_keeps_its_floors(level: Level) -> None:
    for name, (lower, upper, _) in bands(level=level.value, sleep=3).items():
        if name.startswith("group-target."):
            assert lower is not None
            assert upper is not None
            assert 8 <= lower <= upper


def test_the_table_is_checked() -> None:
    content = read_yaml(DATA / "recovery.yaml").content
    assert parse_table(content).certainty == "D"
    steps = [{"below": 7, "times": "9/10"}, {"below": 6, "times": "17/20"}]
    with pytest.raises(ValidationError, match="fewest hours come first"):
        parse_table(content | {"sleep": content["sleep"] | {"steps": steps}})
    with pytest.raises(ValidationError):
        parse_table(content | {"least": 2})
    assert Recovery() == RESTED
