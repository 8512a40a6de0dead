"""A missed session moves to a free day with as little change as can be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.blocks.replan import open_days, replan
from solver.blocks.replanned import Replanned
from solver.blocks.verdict import Verdicts
from solver.catalogue import Weekday
from solver.errors import ImpossibleError, InputError
from solver.plan import Plan, Session
from solver.rules import SpacingRule
from solver.scenario import Scenario
from tests.blocks.weeks import A, catalogue, make_plan, plain_block

PLAN = make_plan(A)  # mon, tue, thu, fri


def move(missed: str, *free: str, minutes: int | None = None) -> Replanned:
    return replan(
        PLAN.sessions, PLAN, catalogue(),
        missed=[Weekday(day) for day in missed.split(",")],
        free=dict.fromkeys(map(Weekday, free), minutes),
    )  # fmt: skip


def days(found: Replanned) -> list[str]:
    return [session.day.value for session in found.sessions]


def test_one_session_moves_to_the_next_free_day() -> None:
    found = move("tue", "wed")
    assert days(found) == ["mon", "wed", "thu", "fri"]
    assert [(m.before, m.after) for m in found.moved] == [("tue", "wed")]
    assert found.dropped == ()
    assert found.sessions[0] == PLAN.sessions[0]  # what was done stays


@pytest.mark.parametrize(
    ("asked", "free"),
    [
        ({"days": 4}, "wed sat sun"),
        ({"days": "mon,tue,thu,fri"}, ""),
        ({"days": 4, "available": "mon,tue,wed,thu,fri,sun"}, "wed sun"),
    ],
)
def test_days_that_nobody_ruled_out_are_free(asked: dict[str, Any], free: str) -> None:
    scenario = Scenario.model_validate(asked).resolve(catalogue())
    days = open_days(scenario, PLAN.sessions, Weekday.TUE)
    assert " ".join(days) == free
    plan = PLAN.model_copy(update={"scenario": scenario})
    found = replan(plan.sessions, plan, catalogue(), missed=[Weekday.TUE])
    assert (found.dropped == ()) is bool(free)


def test_without_a_free_day_the_session_with_the_fewest_sets_is_dropped() -> None:
    found = move("tue")
    assert len(found.dropped) == 1
    left = [s for s in PLAN.sessions if s.day.number > 0]
    fewest = min(sum(i.sets for i in s.items) for s in left)
    assert sum(i.sets for i in found.dropped[0].items) == fewest
    assert sum(found.lost.values()) > 0
    assert any("dropped" in line and "no day is left" in line for line in found.lines())


def test_a_session_does_not_go_where_it_has_too_little_time() -> None:
    assert move("fri", "sat", minutes=15).dropped == (PLAN.sessions[3],)
    assert move("fri", "sat", minutes=240).dropped == ()


def test_recovery_comes_before_few_moves() -> None:
    week = {"mon": {"back_squat": 5}, "wed": {"barbell_bench_press": 5}, "fri": {"hack_squat": 5}}
    plan = make_plan(week, days="mon,wed,fri")
    found = replan(
        plan.sessions, plan, catalogue(), missed=[Weekday.MON],
        free={Weekday.TUE: None, Weekday.SAT: None},
    )  # fmt: skip
    assert days(found) == ["tue", "wed", "fri"]
    assert found.too_near == ()
    # Were Thursday the only free day, squats would stand next to each other: the press moves.
    found = replan(plan.sessions, plan, catalogue(), missed=[Weekday.MON], free={Weekday.THU: None})
    assert found.too_near == ()
    assert found.dropped == ()
    assert [s.items[0].exercise for s in found.sessions][:2] == [
        "back_squat", "barbell_bench_press",
    ]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    missed=st.sampled_from(["mon", "tue", "thu", "fri"]),
    free=st.sets(st.sampled_from(["tue", "wed", "thu", "fri", "sat", "sun"])),
)
def test_nothing_is_lost_while_there_are_days(missed: str, free: set[str]) -> None:
    day = Weekday(missed)
    later = {name for name in free if Weekday(name).number > day.number}
    planned = [s.day for s in PLAN.sessions if s.day.number >= day.number]
    open_days = {d.value for d in planned if d is not day} | later
    if not open_days:
        with pytest.raises(ImpossibleError, match="no day of the week is left"):
            move(missed)
        return
    found = move(missed, *later)
    assert len(found.dropped) == max(len(planned) - len(open_days), 0)
    names = [s.title for s in (*found.sessions, *found.dropped)]
    assert sorted(names) == sorted(s.title for s in PLAN.sessions)
    assert len(set(days(found))) == len(found.sessions)
    heads = [line.split(":")[0] for line in found.lines()]
    assert heads.count("moved") == len(found.moved)
    assert heads.count("dropped") == len(found.dropped)
    assert heads.count("recovery") == len(found.too_near)
    moved = {m.after.value for m in found.moved}
    assert moved <= open_days
    if found.dropped:
        return
    # Of all placings without harm to recovery, as the audit counts it, none moves fewer.
    left = [s for s in PLAN.sessions if s.day.number >= day.number]
    moves = [
        sum(s.day.value != name for s, name in zip(left, way, strict=True))
        for way in permutations(sorted(open_days), len(left))
        if not harmed(placed(left, way))
    ]
    assert bool(found.too_near) is (not moves) is harmed(found.sessions)
    if moves:
        assert len(found.moved) == min(moves)


def placed(left: Sequence[Session], way: Sequence[str]) -> list[Session]:
    """Return the week with these sessions on other days."""
    to = {s.day: Weekday(name) for s, name in zip(left, way, strict=True)}
    return [s.model_copy(update={"day": to.get(s.day, s.day)}) for s in PLAN.sessions]


@cache
def verdicts() -> Verdicts:
    return Verdicts(PLAN, catalogue())


def harmed(sessions: Sequence[Session]) -> bool:
    """Tell whether a week breaks a rule of recovery; that as planned breaks none."""
    spacing = {rule.id for rule in verdicts().rules if isinstance(rule, SpacingRule)}
    assert spacing
    assert not spacing & verdicts().broken(PLAN.sessions)
    return bool(spacing & verdicts().broken(sorted(sessions, key=lambda s: s.day.number)))


def test_a_week_of_a_block_can_be_moved_too() -> None:
    block = plain_block()
    found = replan(
        block.week(5).sessions, block.pair.a, catalogue(), missed=[Weekday.MON],
        free={Weekday.WED: None},
    )  # fmt: skip
    content = json.loads(found.to_json())
    assert content["kind"] == "replan"
    assert content["moved"]
    assert content["disclaimer"]


@pytest.mark.parametrize(
    ("missed", "free", "said"),
    [
        ("wed", (), "no session is on wed; sessions are on mon, tue, thu, fri"),
        ("thu", ("tue",), "tue is not after thu"),
    ],
)
def test_wrong_days_are_refused(missed: str, free: tuple[str, ...], said: str) -> None:
    with pytest.raises(InputError, match=said):
        move(missed, *free)


# ---- what is dropped ---------------------------------------------------------------------------

EVEN = {
    "mon": {"barbell_bench_press": 4, "overhead_press": 3},
    "wed": {"chest_supported_row": 4, "pull_up": 3},
    "fri": {"seated_cable_row": 4, "lat_pulldown": 3},
}
"""Three sessions of seven sets each: one presses, two pull."""


def emptied(planned: Plan, left: Sequence[Session]) -> set[str]:
    """What has work in the week as planned, and none after: counted anew, muscle by muscle."""
    exercises = catalogue().exercises

    def trained(sessions: Iterable[Session]) -> set[str]:
        names = [exercises[item.exercise] for s in sessions for item in s.items]
        hard = [e for e in names if e.hard]
        groups = {
            group
            for group, each in catalogue().groups.items()
            if any(muscle in e.muscles for e in hard for muscle in each.members)
        }
        return groups | {e.pattern.value for e in names}

    return trained(planned.sessions) - trained(left)


def test_of_equal_sessions_none_goes_that_leaves_a_pattern_without_work() -> None:
    plan = make_plan(EVEN, days="mon,wed,fri")
    found = replan(plan.sessions, plan, catalogue(), missed=[Weekday.MON], free={})
    sets = [sum(i.sets for i in s.items) for s in plan.sessions]
    assert len(set(sets)) == 1, "none has fewer sets than another"
    assert len(found.dropped) == 1
    left = {item.exercise for session in found.sessions for item in session.items}
    assert "barbell_bench_press" in left
    assert found.without == ()
    assert emptied(plan, found.sessions) == set()


def test_what_is_left_with_nothing_is_said() -> None:
    week = {**EVEN, "mon": {"barbell_bench_press": 3, "overhead_press": 2}}
    plan = make_plan(week, days="mon,wed,fri")
    found = replan(plan.sessions, plan, catalogue(), missed=[Weekday.MON], free={})
    assert found.dropped == (plan.sessions[0],), "fewest hard sets go first"
    assert emptied(plan, found.sessions) == set(found.without)
    assert "chest" in found.without
    (line,) = [line for line in found.lines() if line.startswith("left with none")]
    assert "chest" in line
    assert "horizontal push" in line
    assert json.loads(found.to_json())["without"] == list(found.without)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_no_other_way_to_drop_is_better(data: st.DataObject) -> None:
    """Fewest hard sets, then fewest sessions, then the least left with none: all are tried."""
    names = ["barbell_bench_press", "pull_up", "back_squat", "rdl", "overhead_press",
             "chest_supported_row", "dumbbell_suitcase_carry"]  # fmt: skip
    days = ["mon", "tue", "thu", "fri"]
    week = {
        day: data.draw(
            st.dictionaries(st.sampled_from(names), st.integers(2, 3), min_size=1, max_size=3)
        )
        for day in days
    }
    plan = make_plan(week, days=",".join(days))
    missed = data.draw(st.sampled_from(["mon,tue", "tue", "mon", "mon,tue,thu"])).split(",")
    found = replan(plan.sessions, plan, catalogue(), missed=list(map(Weekday, missed)), free={})
    now = max(Weekday(day).number for day in missed)
    done = [s for s in plan.sessions if s.day.number < now and s.day.value not in missed]
    left = [s for s in plan.sessions if s not in done]
    hard = catalogue().exercises

    def loss(dropped: Sequence[Session]) -> tuple[int, int, int]:
        rest = [s for s in plan.sessions if s not in dropped]
        sets = sum(i.sets for s in dropped for i in s.items if hard[i.exercise].hard)
        return sets, len(dropped), len(emptied(plan, rest))

    to_come = sum(s.day.number > now for s in left)
    best = min(
        loss(way)
        for number in range(len(left) - to_come, len(left) + 1)
        for way in combinations(left, number)
    )
    assert loss(found.dropped) == best
    assert len(found.without) == best[2]


def test_fewest_hard_sets_go_before_fewest_sessions() -> None:
    """One session whole and the other dropped, where with both on a day more would be cut."""
    week = {
        "mon": {"barbell_bench_press": 2, "dumbbell_curl": 4, "triceps_pushdown": 4,
                "cable_lateral_raise": 4, "face_pull": 4, "wrist_curl": 4},
        "fri": {"back_squat": 6},
    }  # fmt: skip
    plan = make_plan(week, days="mon,fri")
    many, few = plan.sessions

    def after(sessions: Sequence[Session], **free: int | None) -> Replanned:
        named = {Weekday(day): minutes for day, minutes in free.items()}
        return replan(sessions, plan, catalogue(), missed=[Weekday.MON], free=named)

    cut = after([many], sat=25)
    assert cut.dropped == ()
    lost = sum(c.before - c.after for each in cut.shortened for c in each.fitted.cuts)
    assert lost > sum(item.sets for item in few.items)
    found = after(plan.sessions, fri=None, sat=25)  # few would fit Friday, many cut Saturday
    assert found.dropped == (few,)
    assert [(s.day.value, s.items) for s in found.sessions] == [("fri", many.items)]
