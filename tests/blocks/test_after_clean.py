"""What was not clean in a log: ladders and build-ups wait, main lifts begin lighter."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from solver.blocks.after import NextBlock, plan_next
from solver.blocks.audit import audit_block
from solver.blocks.block import Block, Week
from solver.blocks.held import kept
from solver.blocks.log import Done, Log
from solver.blocks.make import make_block
from solver.blocks.rotation import exercises_of
from solver.catalogue import Weekday
from solver.plan import Item, Session
from solver.weights import Weight
from tests.blocks.weeks import catalogue, plain_block

LIFT = "front_rack_split_squat"
"""To which the split squats of the block climb."""


def places(block: Block, exercise: str) -> list[tuple[Week, Session, Item]]:
    """Return where the loading weeks have an exercise."""
    return [
        (week, session, item)
        for week in block.weeks
        if week.kind == "loading"
        for session in week.sessions
        for item in session.items
        if item.exercise == exercise
    ]


def window(item: Item) -> tuple[int, int]:
    found = [int(number) for number in re.findall("[0-9]+", item.reps)]
    return found[0], found[-1]


def logged(
    block: Block, exercise: str, *, reps: dict[int, int] | None = None,
    rir: dict[int, int] | None = None, day: Weekday | None = None,
) -> Log:  # fmt: skip
    """Return a log in which all was as planned, but so much more or less in some weeks of a lift.

    Weeks are counted from the last that has it: 0, -1 …
    """
    mine = [week.number for week, *_ in places(block, exercise)]

    def rows() -> Iterator[Done]:
        for week in block.weeks:
            for session in week.sessions:
                for item in session.items:
                    high, left = window(item)[1], item.rir
                    on = session.day
                    if item.exercise == exercise and week.number in mine:
                        turn = mine.index(week.number) - len(mine) + 1
                        if turn in (reps or {}):
                            high = window(item)[0] + (reps or {})[turn]
                        if left is not None:
                            left = max(left + (rir or {}).get(turn, 0), 0)
                        on = day or on
                    yield Done(week.number, on, item.exercise, item.sets, high, left)

    return Log(tuple(rows()))


def after(block: Block, log: Log) -> NextBlock:
    return plan_next(block, log, None, catalogue())


def line(found: NextBlock, begins: str) -> str:
    """Return the one line that begins so, nothing where there is none."""
    lines = [each for each in found.changes if each.startswith(begins)]
    assert len(lines) <= 1
    return lines[0] if lines else ""


def test_all_as_planned_holds_nothing() -> None:
    block = plain_block(12)
    for found in (after(block, logged(block, LIFT)), after(block, Log())):
        assert found.waiting == ()
        assert line(found, "build-up: ") == ""
        assert line(found, "effort: ") == ""
        assert not any("takes no step" in each for each in found.changes)


@pytest.mark.parametrize(
    ("reps", "rir", "waits"),
    [
        ({0: -1}, None, True),
        ({0: 0}, None, False),
        ({-1: -1}, None, False),  # the last repetitions decide
        (None, {0: -2}, True),
        (None, {-1: -2}, True),
        (None, {0: -1, -1: -1}, False),
    ],
)
def test_a_ladder_waits_where_its_last_weeks_were_not_clean(
    reps: dict[int, int] | None, rir: dict[int, int] | None, waits: bool
) -> None:
    block = plain_block(12)
    assert all(item.rir == 2 for _, _, item in places(block, LIFT)[-2:])
    found = after(block, logged(block, LIFT, reps=reps, rir=rir))
    assert (found.waiting == (LIFT,)) is waits
    said = line(found, f"ladder: {LIFT}")
    assert bool(said) is waits
    if waits:
        turn = min([*(reps or {}), *(rir or {})])
        week, _, item = places(block, LIFT)[turn - 1]
        assert f"week {week.number}" in said
        assert f"of {item.reps} planned" in said or f"{item.rir} planned" in said
        assert "G15" in said


def test_what_was_before_the_last_two_weeks_of_a_lift_is_over() -> None:
    block, lunge = plain_block(12), "dumbbell_lateral_lunge"
    assert [item.rir for _, _, item in places(block, lunge)[-3:]] == [3, 1, 2]
    assert after(block, logged(block, lunge, rir={-2: -2})).waiting == ()
    assert after(block, logged(block, lunge, rir={0: -2})).waiting == (lunge,)
    assert after(block, logged(block, lunge, reps={-1: -1})).waiting == ()


def test_a_session_on_another_day_is_measured_by_what_was_planned_in_the_week() -> None:
    block = plain_block(12)
    assert after(block, logged(block, LIFT, reps={0: -1}, day=Weekday.SUN)).waiting == (LIFT,)
    assert after(block, logged(block, LIFT, reps={0: 0}, day=Weekday.SUN)).waiting == ()


# ---- steps that were not taken -------------------------------------------------------------------

BASE, MIDDLE = "bodyweight_split_squat", "dumbbell_split_squat"
"""What the split squats of the block begin with, and the rung between."""


def stayed(
    block: Block, name: str, *, since: int = 1, until: int = 99, reps: int | None = None
) -> Log:
    """Return a log in which the split squats were done as so many weeks have them, or as named."""
    lower = {LIFT, MIDDLE} if name == BASE else {LIFT}
    return Log(tuple(
        Done(r.week, r.day, name, r.sets, reps) if r.exercise in lower and r.week >= since else r
        for r in logged(block, "none").done if r.week <= until
    ))  # fmt: skip


def test_a_step_that_the_log_shows_was_not_taken_is_none() -> None:
    block = plain_block(12)
    found = after(block, stayed(block, BASE))
    assert found.climbed == ()
    assert not {LIFT, MIDDLE} & {*found.scenario.favour, *found.avoid}
    assert BASE not in found.avoid or BASE in found.begin.resting
    for week in (found.begin.a, found.begin.b):
        assert week is not None
        assert LIFT not in exercises_of(week)
    said = line(found, f"ladder: {LIFT} is not behind you")
    assert f"the log has {BASE} in its place" in said
    assert not any("goes on, " in each for each in kept(found, block.pair))


def test_a_ladder_goes_on_from_the_rung_that_the_log_shows() -> None:
    block = plain_block(12)
    found = after(block, stayed(block, MIDDLE))
    assert found.climbed == ((MIDDLE, BASE),)
    assert MIDDLE in found.scenario.favour
    assert LIFT not in found.scenario.favour
    assert BASE in found.avoid
    assert MIDDLE not in (*found.once[0], *found.once[1]), "both weeks have it"
    for week in (found.begin.a, found.begin.b):
        assert week is not None
        assert MIDDLE in exercises_of(week)


@pytest.mark.parametrize("weeks", [8, 12])
def test_a_log_that_does_not_deny_a_step_leaves_it(weeks: int) -> None:
    block = plain_block(weeks)
    lift = LIFT if weeks == 12 else MIDDLE
    due = min(week.number for week, *_ in places(block, lift))
    empty = after(block, Log())
    assert empty.climbed == ((lift, BASE),)
    ends = stayed(block, BASE, until=due - 1)  # says nothing of the step
    others = Log(tuple(r for r in stayed(block, BASE).done if "split_squat" not in r.exercise))
    once = Log((*stayed(block, BASE).done, Done(weeks, Weekday.SUN, lift, 2)))
    none = Log((Done(weeks, Weekday.TUE, BASE, 0),))
    for log in (logged(block, "none"), ends, others, once, none):
        found = after(block, log)
        assert found.climbed == empty.climbed
        assert line(found, f"ladder: {lift} is not behind you") == ""


def test_a_stop_on_a_rung_that_was_not_reached_is_none() -> None:
    block = plain_block(8)
    weeks = []
    for week in block.weeks:
        sessions = tuple(
            s.model_copy(update={"items": tuple(
                i.model_copy(update={"tempo": "2-2-1"}) if i.exercise == MIDDLE else i
                for i in s.items
            )})
            for s in week.sessions
        )  # fmt: skip
        weeks.append(week.model_copy(update={"sessions": sessions}))
    block = block.model_copy(update={"weeks": tuple(weeks)})
    assert MIDDLE in after(block, Log()).stopped
    found = after(block, stayed(block, BASE))
    assert MIDDLE not in found.stopped
    assert "dumbbell_bulgarian_split_squat" in found.stopped, "of which a log says nothing"


def test_a_lower_rung_that_was_kept_to_is_measured_by_its_own_repetitions() -> None:
    block = plain_block(12)
    low = window(places(block, BASE)[-1][2])[0]
    assert low > window(places(block, LIFT)[-1][2])[1]
    assert after(block, stayed(block, BASE, reps=low)).waiting == ()
    found = after(block, stayed(block, BASE, reps=low - 1))
    assert found.waiting == (BASE,)
    last = [week.number for week, *_ in places(block, LIFT)][-1]
    said = line(found, f"ladder: {BASE} takes no step")
    assert f"{low - 1} done in week {last}, of " in said


def test_what_waits_stays_the_whole_block_and_the_audit_agrees() -> None:
    block = plain_block(12)
    lift = places(block, LIFT)[0][1]
    behind = "bodyweight_split_squat"
    assert lift
    held = make_block(None, catalogue(), weeks=12, pair=block.pair, waiting=[behind, "plank"])
    assert held.settings.waiting == (behind,), "others are let go"
    assert places(block, LIFT), "it steps up without"
    assert not places(held, LIFT)
    (note,) = [n for n in held.notes if "Bodyweight split squat stays the whole block" in n]
    assert "log of the last block" in note
    assert audit_block(held, catalogue()).accepted
    assert Block.model_validate_json(held.to_json()) == held
    # Settings that the weeks do not show are found out.
    wrong = block.model_copy(
        update={"settings": block.settings.model_copy(update={"waiting": (behind,)})}
    )
    faults = [f for each in audit_block(wrong, catalogue()).findings for f in each.faults]
    assert any(f.startswith(f"{behind}: steps up") for f in faults)


def test_a_build_up_begins_where_its_last_week_was() -> None:
    block = plain_block(8)
    weeks = sorted({week.number for week, *_ in places(block, "nordic_curl")})
    clean = after(block, logged(block, "nordic_curl"))
    found = after(block, logged(block, "nordic_curl", reps={0: -1}))
    assert clean.trained["nordic"] == len(weeks)
    assert found.trained["nordic"] == len(weeks) - 1
    assert found.trained["copenhagen"] == clean.trained["copenhagen"]
    said = line(found, "build-up: nordic_curl")
    assert f"week {weeks[-1]}" in said
    assert line(clean, "build-up: ") == ""


def test_main_lifts_far_below_their_reserve_are_named() -> None:
    block = plain_block(12)
    (_, _, item) = places(block, "deadlift")[-1]
    assert item.rir is not None
    assert item.rir >= 2
    found = after(block, logged(block, "deadlift", rir={0: -2}))
    said = line(found, "effort: ")
    assert f"deadlift ({item.rir - 2} left in reserve" in said
    assert "lighter" in said
    assert "back_squat" not in said
    assert line(after(block, logged(block, "deadlift", rir={0: -1})), "effort: ") == ""
    assert line(after(block, logged(block, "deadlift", reps={0: -2})), "effort: ") == ""
    curls = logged(block, "dumbbell_curl", rir={0: -2})
    assert line(after(block, curls), "effort: ") == "", "no main lift"


def test_deloads_say_nothing_of_what_is_clean() -> None:
    block = plain_block(8)
    deload = [week for week in block.weeks if week.kind == "deload"][-1]
    rows = tuple(
        Done(deload.number, session.day, item.exercise, item.sets, 1, 0)
        for session in deload.sessions
        for item in session.items
    )
    found = after(block, Log(rows))
    assert found.waiting == ()
    assert line(found, "effort: ") == ""
    assert line(found, "build-up: ") == ""


def test_repetitions_and_reserve_without_loads_are_said_to_change_no_weight() -> None:
    block = plain_block(8)
    bare = Done(7, Weekday.TUE, "back_squat", 3, 5, 1)
    pull = Done(7, Weekday.THU, "pull_up", 3, 5, 1)  # has no weight to choose
    curl = Done(7, Weekday.THU, "dumbbell_curl", 3, 10, 1)  # has no best
    full = Done(7, Weekday.FRI, "deadlift", 3, 5, 1, Weight(170, "kg"))
    said = line(after(block, Log((bare, pull, curl, full))), "loads: ")
    assert "back_squat" in said
    assert "repetitions and reserve without load change no weight" in said
    assert not any(name in said for name in ("pull_up", "dumbbell_curl", "deadlift"))
    assert line(after(block, Log((full,))), "loads: ") == ""
    alone = Done(7, Weekday.TUE, "back_squat", 3)
    assert line(after(block, Log((alone,))), "loads: ") == "", "sets alone are no promise"
    # A week with a load is enough for the lift.
    loaded = Done(6, Weekday.TUE, "back_squat", 3, 5, 2, Weight(120, "kg"))
    assert line(after(block, Log((bare, loaded))), "loads: ") == ""
