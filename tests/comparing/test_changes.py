"""Two plans, exercise by exercise."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.comparing.changes import What, difference
from solver.plan import Plan
from tests.comparing.weeks import ready, scenario


def with_items(plan: Plan, number: int, *items: Any) -> Plan:
    sessions = list(plan.sessions)
    sessions[number] = sessions[number].model_copy(update={"items": items})
    return plan.model_copy(update={"sessions": tuple(sessions)})


def test_the_same_plan_differs_in_nothing() -> None:
    plan = ready(scenario())
    found = difference(plan, plan)
    assert found.changed == ()
    assert found.sessions == ()
    assert {each.what for each in found.exercises} == {What.SAME}
    assert "are the same, exercise by exercise" in found.to_text()


def test_every_change_has_its_name() -> None:
    plan = ready(scenario())
    monday, thursday = (list(session.items) for session in plan.sessions)
    squat, row, plank = monday
    more = squat.model_copy(update={"sets": squat.sets + 1})
    otherwise = row.model_copy(update={"reps": "3-5", "rir": 4})
    new = squat.model_copy(update={"exercise": "push_up", "name": "Push-up"})
    other = with_items(plan, 0, more, otherwise, thursday[0], new)
    other = with_items(other, 1, *thursday[1:])
    found = difference(plan, other, names=("old", "new"))
    whats = {each.exercise: each.what for each in found.exercises}
    assert whats == {
        squat.exercise: What.MORE,
        row.exercise: What.OTHERWISE,
        plank.exercise: What.REMOVED,
        thursday[0].exercise: What.MOVED,
        thursday[1].exercise: What.SAME,
        thursday[2].exercise: What.SAME,
        "push_up": What.ADDED,
    }
    by = {each.exercise: each for each in found.exercises}
    assert by[squat.exercise].sets_after == by[squat.exercise].sets_before + 1
    assert f"reps {row.reps} → 3-5" in by[row.exercise].details
    assert by[plank.exercise].after == ""
    back = {each.exercise: each.what for each in difference(other, plan).exercises}
    assert back[squat.exercise] is What.FEWER
    assert back[plank.exercise] is What.ADDED
    text = found.to_text(width=200)
    assert "From old to new" in text
    assert "5 exercises changed, 2 the same" in text
    frame: Any = found.to_frame().set_index("exercise")
    assert frame.loc["push_up", "what"] == "added"
    assert "push_up" not in found._repr_html_()
    assert "Push-up" in found._repr_html_()


def test_a_second_session_of_a_day_is_one_of_its_own() -> None:
    plan = ready(scenario())
    first = plan.sessions[0]
    twice = plan.model_copy(
        update={"sessions": (first, first.model_copy(update={"title": "Evening"}))}
    )
    once = plan.model_copy(update={"sessions": (first,)})
    assert difference(once, once).sessions == ()
    assert "session added (Evening)" in difference(once, twice).sessions[0]
    assert "session removed (Evening)" in difference(twice, once).sessions[0]


def test_sessions_that_come_and_go() -> None:
    found = difference(ready(scenario()), ready(scenario(days=3)))
    words = " ".join(found.sessions)
    assert "thu: session removed" in words
    assert "wed: session added" in words
    assert "fri: session added" in words


@cache
def week(days: int) -> Plan:
    return ready(scenario(days=days))


@settings(deadline=None)  # the first use of each number of days makes its week
@given(st.integers(1, 5), st.integers(1, 5))
def test_sets_before_and_after_are_those_of_the_plans(days: int, others: int) -> None:
    plan, other = week(days), week(others)
    found = difference(plan, other)
    for index, which in ((0, plan), (1, other)):
        sets = sum(item.sets for session in which.sessions for item in session.items)
        assert sets == sum((each.sets_before, each.sets_after)[index] for each in found.exercises)
    assert (found.changed == ()) == (days == others)
