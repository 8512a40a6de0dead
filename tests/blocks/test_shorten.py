"""A session is shortened for a day with fewer minutes before any is dropped, and no more than so.

Everything is counted anew here: lengths by the audit's own time model, losses item by item.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.auditing.prescription import check_prescriptions
from solver.auditing.warm_up import check_warm_ups
from solver.auditing.week import Week
from solver.blocks.dosing import Person
from solver.blocks.replan import replan
from solver.blocks.replanned import Replanned
from solver.blocks.shorten import Shortener
from solver.catalogue import Role, Weekday
from solver.plan import Item, Plan, Session
from tests.blocks.weeks import A, catalogue, make_plan, plain_block

DAYS = ("mon", "tue", "thu", "fri")
SHORT = 45
"""The longest session with a short warm-up, in minutes (R113)."""

LEAST = 4
"""Exercises that a shortened session keeps, where it has so many."""


@cache
def plan_of(minutes: int = 90) -> Plan:
    return make_plan(A, minutes=minutes)


def week_of(plan: Plan, sessions: Sequence[Session]) -> Week:
    return Week(sessions, plan.scenario.with_split(plan.split).resolve(catalogue()), catalogue())


def seconds(plan: Plan, sessions: Sequence[Session]) -> list[int]:
    week = week_of(plan, sessions)
    return [week.seconds(s, done) for s, done in zip(sessions, week.done, strict=True)]


def hard_sets(sessions: Iterable[Session]) -> int:
    exercises = catalogue().exercises
    return sum(i.sets for s in sessions for i in s.items if exercises[i.exercise].hard)


def move(plan: Plan, missed: str, free: Mapping[str, int | None]) -> Replanned:
    return replan(
        plan.sessions, plan, catalogue(),
        missed=[Weekday(day) for day in missed.split(",")],
        free={Weekday(day): minutes for day, minutes in free.items()},
    )  # fmt: skip


def left_of(plan: Plan, missed: str) -> tuple[list[Session], list[Weekday]]:
    """Return what is still to be done, and the days of it that are still to come."""
    gone = [Weekday(day) for day in missed.split(",")]
    now = max(day.number for day in gone)
    left = [s for s in plan.sessions if s.day in gone or s.day.number > now]
    return left, [s.day for s in left if s.day.number > now]


def whole_ways(plan: Plan, missed: str, free: Mapping[str, int | None]) -> Iterator[list[Session]]:
    """Yield what is dropped by each way to place sessions as they are, none shortened."""
    left, planned = left_of(plan, missed)
    limits = {day: float(s.budget_minutes) for s in left for day in planned if s.day is day}
    limits |= {Weekday(day): minutes or 1000.0 for day, minutes in free.items()}
    long = dict(zip(map(id, left), seconds(plan, left), strict=True))
    for way in product([None, *limits], repeat=len(left)):
        used = [day for day in way if day]
        if len(set(used)) == len(used) and all(
            day is None or long[id(s)] <= 60 * limits[day] for s, day in zip(left, way, strict=True)
        ):
            yield [s for s, day in zip(left, way, strict=True) if day is None]


def by_title(sessions: Iterable[Session]) -> dict[str, Session]:
    return {session.title: session for session in sessions}


def changed(before: Session, after: Session) -> dict[str, tuple[int, int]]:
    """Return sets before and after of what has fewer."""
    kept = {item.exercise: item.sets for item in after.items}
    return {
        i.exercise: (i.sets, kept.get(i.exercise, 0))
        for i in before.items
        if kept.get(i.exercise, 0) != i.sets
    }


MINUTES = st.one_of(st.none(), st.integers(15, 100))


@settings(max_examples=40, deadline=None)
@given(
    missed=st.sampled_from(["mon", "tue", "thu", "fri", "mon,tue", "tue,thu"]),
    free=st.dictionaries(st.sampled_from(["wed", "sat", "sun"]), MINUTES, max_size=3),
)
def test_what_a_shortened_week_keeps(missed: str, free: dict[str, int | None]) -> None:
    plan = plan_of()
    _, planned = left_of(plan, missed)
    now = max(Weekday(day).number for day in missed.split(","))
    free = {day: minutes for day, minutes in free.items() if Weekday(day).number > now}
    if not planned and not free:
        return
    found = move(plan, missed, free)
    before, after = by_title(plan.sessions), by_title(found.sessions)
    assert set(before) == set(after) | set(by_title(found.dropped))

    # No session is longer than its day.
    for session, long in zip(found.sessions, seconds(plan, found.sessions), strict=True):
        limit = free.get(session.day.value, 90)
        assert limit is None or long <= 60 * limit
        assert round(session.minutes * 60) == long
        assert long <= 60 * session.budget_minutes
    # Saved seconds and warm-ups are those of what is left.
    left = week_of(plan, found.sessions)
    assert not [*check_warm_ups(left)]
    assert not [f for f in check_prescriptions(left) if "saved_seconds" in f]

    exercises = catalogue().exercises
    for title, session in after.items():
        was = before[title]
        fewer = changed(was, session)
        assert {i.exercise for i in session.items} <= {i.exercise for i in was.items}
        assert all(later < earlier for earlier, later in fewer.values())
        # Main lifts stay; the one that leads keeps all its sets.
        assert session.items[0] == was.items[0]
        for item in was.items:
            if item.role is Role.MAIN:
                assert item.exercise in {i.exercise for i in session.items}
        assert len(session.items) >= min(len(was.items), LEAST)
        pairs: dict[str, list[Item]] = {}
        for item in session.items:
            if item.superset:
                pairs.setdefault(item.superset, []).append(item)
        assert all(len(pair) == 2 and pair[0].sets == pair[1].sets for pair in pairs.values())
        # Lifts of several joints are cut last: all else was cut as far as it may be.
        if any(exercises[name].role in (Role.MAIN, Role.SECONDARY) for name in fewer):
            light = [i for i in session.items if i.role not in (Role.MAIN, Role.SECONDARY)]
            assert len(session.items) <= LEAST or all(i.sets == 1 for i in light) or not light

    # Never more hard sets lost than by dropping, and nothing cut where all fits whole.
    lost = hard_sets(plan.sessions) - hard_sets(found.sessions)
    ways = list(whole_ways(plan, missed, free))
    assert lost <= min(hard_sets(dropped) for dropped in ways)
    if any(not dropped for dropped in ways):
        assert not found.dropped
        assert not found.shortened
        assert lost == 0
    assert {s.title for s in found.shortened} == {
        title for title, session in after.items()
        if changed(before[title], session)
        or session.budget_minutes != before[title].budget_minutes
    }  # fmt: skip

    # Sets lost are those of the groups, by whatever way.
    week, rest = week_of(plan, plan.sessions), week_of(plan, found.sessions)
    for name in catalogue().groups:
        gone = float(week.group_volume(name, week.all) - rest.group_volume(name, rest.all))
        assert found.lost.get(name, 0) == gone

    # All is said.
    text = "\n".join(found.lines())
    for title, session in after.items():
        for name, (earlier, later) in changed(before[title], session).items():
            assert exercises[name].name in text
            assert not later or f"{exercises[name].name} {later} of {earlier} sets" in text
    used = {session.day.value for session in found.sessions}
    for day, minutes in free.items():
        if found.dropped and day not in used and minutes is not None:
            assert f"{day} has {minutes} min" in text


MIXED = {
    "mon": {"back_squat": 4, "dumbbell_lateral_lunge": 3, "bodyweight_split_squat": 2,
            "standing_calf_raise": 3, "pogo_hop": 3, "dumbbell_suitcase_carry": 2},
    "tue": {"pull_up": 3, "push_up_plus": 4, "dumbbell_curl": 3, "plank": 3, "pogo_hop": 2},
}  # fmt: skip
"""Work on one leg that takes long, hops that are no hard sets."""


@settings(max_examples=40, deadline=None)
@given(
    plan=st.sampled_from([make_plan(A, minutes=90), make_plan(MIXED, days="mon,tue")]),
    minutes=st.integers(20, 60),
    data=st.data(),
)
def test_no_other_way_to_cut_loses_fewer(plan: Plan, minutes: int, data: st.DataObject) -> None:
    """Every way to have fewer sets in the one session that is left, of what is no main lift."""
    session = data.draw(st.sampled_from(plan.sessions))
    missed = session.day.value
    alone = plan.model_copy(update={"sessions": (session,)})
    found = move(alone, missed, {"sun": minutes})
    units: list[list[Item]] = []
    for item in session.items:
        if item.superset and units and units[-1][0].superset == item.superset:
            units[-1].append(item)
        elif item.role not in (Role.MAIN, Role.SECONDARY):
            units.append([item])
    fixed = [i for i in session.items if i.role in (Role.MAIN, Role.SECONDARY)]
    best = None
    for sets in product(*(range(unit[0].sets + 1) for unit in units)):
        kept = [
            item.model_copy(update={"sets": n})
            for unit, n in zip(units, sets, strict=True)
            for item in unit
            if n
        ]
        if len(fixed) + len(kept) < min(len(session.items), LEAST):
            continue
        for budget in {minutes, min(minutes, SHORT)}:
            cut = session.model_copy(update={"items": (*fixed, *kept), "budget_minutes": budget})
            if seconds(plan, [cut])[0] <= 60 * budget:
                lost = hard_sets([session]) - hard_sets([cut])
                best = lost if best is None else min(best, lost)
    if best is not None:
        assert hard_sets([session]) - hard_sets(found.sessions) == best


def test_hops_go_before_hard_sets_and_what_has_no_hard_sets_is_not_dropped_for_it() -> None:
    plan = make_plan(MIXED, days="mon,tue")
    (session, _) = plan.sessions
    alone = plan.model_copy(update={"sessions": (session,)})
    long = seconds(plan, [session])[0] // 60
    found = move(alone, "mon", {"sat": long - 1})
    assert set(changed(session, found.sessions[0])) == {"pogo_hop"}
    assert found.lost == {}
    hops = make_plan({**MIXED, "thu": {"pogo_hop": 2}}, days="mon,tue,thu")
    found = move(hops, "thu", {"sat": 60})
    assert found.dropped == ()
    assert [m.after.value for m in found.moved] == ["sat"]


@pytest.mark.parametrize("day", DAYS)
def test_a_longer_day_never_loses_more(day: str) -> None:
    """Not where the warm-up becomes a full one either; and minutes said to be missing are those."""
    plan = plan_of()
    (session,) = [s for s in plan.sessions if s.day.value == day]
    alone = plan.model_copy(update={"sessions": (session,)})
    shortener = Shortener(session, Person(week_of(plan, [session]).scenario, catalogue()))
    before: tuple[int, int] | None = None
    for minutes in range(70, 14, -1):
        found = move(alone, day, {"sun": minutes})
        lifts = sum(
            cut.before - cut.after
            for each in found.shortened
            for cut in each.fitted.cuts
            if catalogue().exercises[cut.exercise].role in (Role.MAIN, Role.SECONDARY)
        )
        lost = (100 if found.dropped else lifts, hard_sets([session]) - hard_sets(found.sessions))
        assert before is None or lost >= before
        before = lost
        assert (shortener.missing(minutes) > 0) is bool(found.dropped)
        if found.dropped:
            (missing,) = found.too_short
            need = minutes + missing.missing
            assert not move(alone, day, {"sun": math.ceil(need)}).dropped
            assert move(alone, day, {"sun": math.ceil(need) - 1}).dropped


def test_a_session_that_fits_is_moved_as_it_is() -> None:
    plan = plan_of()
    (session,) = [s for s in plan.sessions if s.day.value == "fri"]
    long = -(-seconds(plan, [session])[0] // 60)
    found = move(plan, "fri", {"sat": long})
    assert found.shortened == ()
    assert found.sessions[-1] == session.model_copy(update={"day": Weekday.SAT})
    assert move(plan, "fri", {"sat": None}).shortened == ()


def test_what_was_cut_is_said_with_session_day_and_reason() -> None:
    plan = plan_of()
    (session,) = [s for s in plan.sessions if s.day.value == "mon"]
    alone = plan.model_copy(update={"sessions": (session,)})
    found = move(alone, "mon", {"sat": 40})
    (line,) = [line for line in found.lines() if line.startswith("shortened: ")]
    assert line.startswith(
        f"shortened: {session.title}; sat has 40 min, and it takes {session.minutes:.1f}: "
    )
    (cut,) = json.loads(found.to_json())["shortened"]
    assert cut["day"] == "sat"
    assert cut["minutes"] == 40
    assert cut["took"] == session.minutes
    fewer = {each["exercise"]: (each["from"], each["to"]) for each in cut["cuts"]}
    assert fewer == changed(session, found.sessions[0])


def test_where_nothing_fits_day_and_missing_minutes_are_named() -> None:
    plan = plan_of()
    (session,) = [s for s in plan.sessions if s.day.value == "tue"]
    alone = plan.model_copy(update={"sessions": (session,)})
    found = move(alone, "tue", {"sat": 15, "sun": 17})
    assert found.dropped == (session,)
    assert found.sessions == ()
    (line,) = [line for line in found.lines() if line.startswith("dropped: ")]
    assert "sat has 15 min, " in line
    assert "sun has 17 min, " in line
    missing = {each["day"]: each["missing"] for each in json.loads(found.to_json())["too_short"]}
    assert set(missing) == {"sat", "sun"}
    assert missing["sat"] == pytest.approx(missing["sun"] + 2, abs=0.11)
    # So many minutes more, and it is there; a minute fewer, and it is not.
    need = 15 + missing["sat"]
    assert move(alone, "tue", {"sat": int(need) + 1}).dropped == ()
    assert move(alone, "tue", {"sat": int(need) - 1}).dropped == (session,)


def test_a_planned_day_has_the_minutes_that_it_was_planned_with() -> None:
    work = {"mon": A["mon"], "wed": A["thu"], "fri": A["tue"]}
    plan = make_plan(work, days="mon:90,wed:45,fri:90")
    found = move(plan, "mon", {})
    limits = {"wed": 45, "fri": 90}
    whole = {s.title: s for s in plan.sessions}
    for session, long in zip(found.sessions, seconds(plan, found.sessions), strict=True):
        own = seconds(plan, [whole[session.title]])[0] / 60
        stays = whole[session.title].day is session.day
        assert long <= 60 * (max(limits[session.day.value], own) if stays else
                             limits[session.day.value])  # fmt: skip


@pytest.mark.parametrize("week", [1, 3, 8])
def test_weeks_of_a_block_keep_how_exercises_are_done(week: int) -> None:
    block = plain_block(8)
    sessions = block.week(week).sessions
    found = replan(
        sessions, block.pair.a, catalogue(), missed=[Weekday.FRI], free={Weekday.SAT: 30}
    )
    before = {item.exercise: item for item in sessions[-1].items}
    for session in found.sessions[3:]:
        for item in session.items:
            assert item == before[item.exercise].model_copy(update={"sets": item.sets})
