"""Weeks to begin with: read, fitted to another problem, and never more than a beginning."""

from __future__ import annotations

import pytest

from solver import Scenario, load_catalogue
from solver.clock import Clock
from solver.model import starts
from solver.model.preparing import make_problem
from solver.model.problem import Problem
from solver.model.search import Search
from solver.model.staircase import Staircase
from solver.model.starts import Start, load_starts, recall
from solver.rules import Selector
from tests.coach import BASICS

LINE = (
    '{"name": "one", "split": "full_body", "kit": "full_gym", "level": "intermediate", '
    '"minutes": [60, 60], "worth": [0, 1, 2], '
    '"sessions": ["back_squat:4 plank:2+dumbbell_curl:2", "deadlift:3"]}'
)  # fmt: skip


def problem_of(**fields: object) -> Problem:
    catalogue = load_catalogue()
    scenario = Scenario.model_validate(fields).resolve(catalogue)
    return make_problem(scenario, catalogue)


def test_a_line_is_read_and_written() -> None:
    start = Start.parse(LINE)
    assert start.line() == LINE
    assert start.sessions[0] == ((("back_squat", 4),), (("plank", 2), ("dumbbell_curl", 2)))
    assert list(start.names()) == ["back_squat", "plank", "dumbbell_curl", "deadlift"]


def test_the_file_names_what_is_in_the_catalogue() -> None:
    catalogue = load_catalogue()
    found = load_starts()
    assert found
    keys = [(start.name, start.split) for start in found]
    assert keys == sorted(set(keys))
    for start in found:
        assert len(start.sessions) == len(start.minutes)
        assert not [name for name in start.names() if name not in catalogue.exercises]


def test_the_best_week_of_every_case_squats_hinges_pushes_and_pulls() -> None:
    """However short of time: what V6 asks for at the least, and a hinge."""
    exercises = load_catalogue().exercises
    best: dict[str, Start] = {}
    for start in load_starts():
        before = best.get(start.name)
        if before is None or start.worth < before.worth:
            best[start.name] = start
    for start in best.values():
        patterns = {exercises[name].pattern.value for name in start.names()}
        lacking = [basic for basic, ways in BASICS.items() if not ways & patterns]
        assert not lacking, start.name


def test_a_week_of_the_same_split_lends_its_exercises_and_days() -> None:
    problem = problem_of(days=2, split="full_body")
    found = recall(problem, [Start.parse(LINE)], 3, 2)
    assert found is not None
    named = {
        (problem.choices[index].exercise.pattern.value, day): sets
        for (index, day), sets in found.weeks[0].doses.items()
    }
    assert named[("squat", 0)] == 4
    assert named[("hinge", 1)] == 3
    assert len(found.weeks[0].pairs) == 1
    assert recall(problem_of(days=3, split="full_body"), [Start.parse(LINE)], 3, 2) is None
    assert recall(problem_of(days=2, split="upper_lower"), [Start.parse(LINE)], 3, 2) is None


def test_what_guardrails_ask_for_is_at_hand_even_where_no_known_week_has_it() -> None:
    """Pogo hops are out for a protected knee; work of the feet is still asked for."""
    problem = problem_of(days=2, split="full_body", protect=["knee"])
    found = recall(problem, [Start.parse(LINE)], 3, 2)
    assert found is not None
    for shown in ("foot", "carry", "anti_rotation"):
        where = Selector(shows=[shown])
        assert any(where.fits(problem.choices[index].exercise) for index in found.among), shown


def test_a_week_for_the_same_wishes_is_nearer() -> None:
    plain = Start.parse(LINE)
    knee = Start.parse(LINE.replace('"one"', '"two"').replace("]}", '], "wishes": "knee"}'))
    assert knee.wishes == "knee"
    assert Start.parse(knee.line()) == knee
    for fields, nearest in (({"protect": ["knee"]}, knee), ({}, plain)):
        problem = problem_of(days=2, split="full_body", **fields)
        apart = {start.name: starts._distance(start, problem, {}) for start in (plain, knee)}
        assert min(apart, key=lambda name: apart[name]) == nearest.name


def test_what_is_not_on_offer_is_stood_in_for_by_its_like() -> None:
    problem = problem_of(days=2, split="full_body", equipment=["bodyweight"])
    found = recall(problem, [Start.parse(LINE)], 3, 2)
    assert found is not None
    patterns = [problem.choices[index].exercise.pattern.value for index in found.among]
    assert patterns.count("squat") == 2
    assert {day for _, day in found.weeks[0].doses} == {0, 1}


def test_sessions_go_to_days_that_lie_apart() -> None:
    problem = problem_of(days=2, available=["mon", "tue", "thu"], split="full_body")
    found = recall(problem, [Start.parse(LINE)], 3, 2)
    assert found is not None
    assert [problem.days[d].weekday.value for d in found.days] == ["mon", "thu"]


@pytest.mark.parametrize("recalls", [True, False])
def test_with_or_without_them_the_tiers_are_proved_alike(recalls: bool) -> None:
    problem = problem_of(days=6, minutes=90, equipment=["dumbbells_bench"], split="push_pull_legs")
    stairs = Staircase(problem, Search(Clock(120.0)), recalls=recalls)
    found = stairs.climb()
    assert found is not None
    assert found.worth == (0, 0, 0)


def test_a_missing_file_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starts, "FILE", starts.FILE.with_name("none"))
    load_starts.cache_clear()
    assert load_starts() == ()
    load_starts.cache_clear()
