"""What a log and answers make of the next block: lifts, sessions and rungs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.blocks.after import plan_next
from solver.blocks.block import Pair
from solver.blocks.held import kept, let_go
from solver.blocks.log import Done, Log, Sore
from solver.blocks.make import make_block
from solver.blocks.sessions_done import attended
from solver.catalogue import Weekday
from solver.screening.questionnaire import Answers
from solver.weights import Weight
from tests.blocks.going_on import added, after, all_done
from tests.blocks.weeks import A, B, catalogue, make_plan, plain_block, plain_pair, template_pair


def test_main_lifts_stay_and_accessories_rotate() -> None:
    found = after(all_done())
    # Those that sessions lead with first, then all others of the role.
    assert found.keep == (
        "barbell_bench_press", "back_squat", "overhead_press", "deadlift", "chest_supported_row",
        "rdl", "pull_up",
    )  # fmt: skip
    assert found.keep_b == ()
    assert "dumbbell_curl" in found.begin.wanted
    assert found.begin.resting
    assert not set(found.keep) & set(found.begin.wanted)
    assert added(found) == []
    assert found.trained["nordic"] == 6  # the loading weeks but the first, of the easier exercise


def turned() -> Pair:
    """Return two weeks of which B has main lifts of its own."""
    work = {"front_squat" if name == "back_squat" else name: n for name, n in B["tue"].items()}
    return Pair(a=make_plan(A), b=make_plan({**B, "tue": work}))


def test_main_lifts_of_week_b_alone_are_kept_in_b() -> None:
    block = make_block(None, catalogue(), weeks=8, pair=turned())
    found = plan_next(block, Log(), None, catalogue())
    assert found.keep_b == ("front_squat",)
    assert "back_squat" in found.keep


def test_a_class_that_a_program_kept_is_said_to_be_let_go() -> None:
    block = make_block(None, catalogue(), weeks=8, pair=template_pair())
    assert block.pair.kept
    found = plan_next(block, Log(), None, catalogue())
    lines = [line for line in let_go(found, block.pair) if "which its program asked for" in line]
    assert len(lines) == len(block.pair.kept)
    for line, each in zip(lines, block.pair.kept, strict=True):
        assert line.startswith(f"not kept: {each.exercise} as {each.intensity} work on ")
    assert not any("its program" in line for line in let_go(found, plain_pair()))


def test_what_is_kept_is_what_the_new_weeks_have() -> None:
    """Lines on what stays, goes on or rests are of the block made, not of what was asked for."""
    block = make_block(None, catalogue(), weeks=12, pair=turned())
    found = plan_next(block, Log(), None, catalogue())
    assert not any(line.startswith(("kept", "rotated", "ladder")) for line in found.changes)
    same = " ".join(kept(found, block.pair))
    assert "kept: the main lifts barbell_bench_press, " in same
    assert "front_squat" in same
    assert "build-up: nordic_curl goes on" in same
    assert "rotated" not in same, "nothing rests in the same weeks"
    rest = [line for line in let_go(found, block.pair) if line.startswith("not rested: ")]
    assert "dumbbell_curl" in " ".join(rest)

    other = {**A, "thu": {"overhead_press": 3, "hammer_curl": 3}, "fri": {"deadlift": 3}}
    lacking = Pair(a=make_plan(other), b=make_plan(other))
    said, lost = list(kept(found, lacking)), list(let_go(found, lacking))
    assert not any("pull_up" in line or "nordic" in line for line in said)
    (mains,) = [line for line in lost if "of the main lifts" in line]
    assert {"front_squat", "pull_up"} <= set(mains.split(";")[0].replace(",", "").split())
    assert any(line.startswith("not kept: the build-up of nordic_curl") for line in lost)
    assert any("rotated: " in line and "dumbbell_curl" in line for line in said)
    for name in found.stopped:
        assert any(name in line for line in (*said, *lost))
    for name, _ in found.climbed:
        assert any(name in line for line in (*said, *lost))


def test_the_last_weeks_are_those_of_the_calendar() -> None:
    """A log that ends early says nothing of the last four weeks: 5 to 8 of 8."""
    early = Log(sore=(Sore(4, "quads", 80),), tired=(1, 2, 3, 4))
    found = after(early)
    assert added(found) == []
    (line,) = [each for each in found.changes if each.startswith("log: ")]
    assert "ends with week 4" in line
    assert "says nothing of weeks 5 to 8" in line
    assert "no fewer sets for them" in line
    assert added(after(Log(sore=(Sore(5, "quads", 80),)))) != []
    long = plain_block(12)
    for week, held in ((8, False), (9, True)):
        later = plan_next(long, Log(sore=(Sore(week, "quads", 80),)), None, catalogue())
        assert bool(added(later)) is held


def test_main_lifts_that_are_not_to_be_had_any_more_are_let_go_and_said() -> None:
    scenario = plain_block(8).scenario.model_copy(update={"exclude": ("deadlift",)})
    found = after(all_done(), scenario=scenario)
    assert "deadlift" not in found.keep
    assert any(line.startswith("let go: deadlift") for line in found.changes)


def on(*moves: tuple[int, str, str]) -> Log:
    """Everything done, but of these weeks the session of one day on another."""
    swaps = {(week, Weekday(before)): Weekday(later) for week, before, later in moves}
    return Log(
        done=tuple(
            Done(row.week, swaps.get((row.week, row.day), row.day), row.exercise, row.sets)
            for row in all_done().done
        )
    )


def missed(log: Log) -> str:
    return " ".join(line for line in after(log).changes if line.startswith(("missed", "moved")))


@pytest.mark.parametrize(
    ("log", "said"),
    [
        (on(), ""),
        (on((1, "tue", "wed")), "moved: 1 of 32"),
        (on((1, "mon", "tue"), (1, "tue", "mon")), "moved: 2 of 32"),  # swapped
        (on((3, "mon", "tue"), (3, "tue", "thu"), (3, "thu", "sat")), "moved: 3 of 32"),
        (on((1, "tue", "mon")), "moved: 1 of 32"),  # both on one day
    ],
)
def test_a_session_done_on_another_day_is_done(log: Log, said: str) -> None:
    assert missed(log) == (f"{said} sessions were done on another day; they count as done"
                           if said else "")  # fmt: skip


@pytest.mark.parametrize(
    ("off", "said"),
    [
        ((6,), "missed: 4 of 32"),
        ((3, 6), "missed: 8 of 32"),
        ((7, 8), ""),  # the log stops before, and says nothing of them
        ((1, 2), ""),
    ],
)
def test_a_week_without_rows_between_others_was_a_week_off(off: tuple[int, ...], said: str) -> None:
    log = Log(tuple(row for row in all_done().done if row.week not in off))
    assert missed(log) == (f"{said} sessions in the weeks of the log" if said else "")


def test_half_a_session_on_another_day_and_other_exercises_on_its_own() -> None:
    rest = [row for row in all_done().done if (row.week, row.day.value) != (1, "tue")]
    half = [Done(1, Weekday.SAT, name, 3) for name in ("back_squat", "rdl", "hack_squat")]
    assert missed(Log(done=(*rest, *half))).startswith("missed: 1 of 32"), "two of five"
    more = [*half, Done(1, Weekday.SAT, "copenhagen_plank", 2)]
    assert missed(Log(done=(*rest, *more))).startswith("moved: 1 of 32"), "three of five"
    only = [Done(1, Weekday.SAT, "back_squat", 3)]
    assert missed(Log(done=(*rest, *only))).startswith("moved: 1 of 32")
    # One exercise of it, added to another session, is not that session.
    added = [Done(1, Weekday.MON, "rdl", 3)]
    assert missed(Log(done=(*rest, *added))).startswith("missed: 1 of 32")
    others = [Done(1, Weekday.TUE, "hack_squat", 3)]
    assert missed(Log(done=(*rest, *others))) == ""


@settings(max_examples=40, deadline=None)
@given(st.permutations(list(Weekday)))
def test_on_whatever_days_every_session_is_found(days: list[Weekday]) -> None:
    to = dict(zip(Weekday, days, strict=True))
    log = Log(done=tuple(Done(r.week, to[r.day], r.exercise, r.sets) for r in all_done().done))
    for week in plain_block(8).weeks:
        found = attended(week.sessions, log, week.number)
        assert found.missed == ()
        planned = {session.day for session in week.sessions}
        assert set(found.moved) == {(day, to[day]) for day in planned if to[day] is not day}


def test_best_lifts_follow_what_was_lifted_within_bounds() -> None:
    row = Done(7, Weekday.FRI, "deadlift", 3, 5, 1, Weight(170, "kg"))
    found = after(Log(done=(row,)))
    assert found.asked.maxes == {"deadlift": "200 kg"}  # 170 of 85 %
    maxed = plain_block(8).scenario.model_copy(update={"maxes": {"deadlift": "150 kg"}})
    found = after(Log(done=(row,)), scenario=maxed)
    assert found.asked.maxes == {"deadlift": "165 kg"}  # at most a tenth more
    curl = Done(7, Weekday.THU, "dumbbell_curl", 3, 10, 1, Weight(15, "kg"))
    assert after(Log(done=(curl,))).asked.maxes == {}


@pytest.mark.parametrize("best", [None, "580 kg"])
def test_a_best_lift_that_no_scenario_can_have_is_left_out_and_said(best: str | None) -> None:
    week = {**A, "tue": {"leg_press": 4, "rdl": 3}}
    pair = Pair(a=make_plan(week), b=make_plan(week))
    block = make_block(None, catalogue(), weeks=8, pair=pair)
    maxes = {"deadlift": "180 kg", **({"leg_press": best} if best else {})}
    scenario = block.scenario.model_copy(update={"maxes": maxes})
    block = block.model_copy(update={"scenario": scenario})
    row = Done(7, Weekday.TUE, "leg_press", 3, 12, 2, Weight(420, "kg"))
    found = plan_next(block, Log(done=(row,)), None, catalogue())
    assert found.asked.maxes == maxes
    (line,) = [each for each in found.changes if "leg_press" in each and "best" in each]
    assert line.startswith(f"best lift: leg_press stays {best or 'unknown'}; ")
    assert "would be 630 kg" in line
    assert "is outside 1–600 kg" in line


def test_loads_without_repetitions_or_reserve_are_said_to_add_nothing() -> None:
    full = Done(7, Weekday.FRI, "deadlift", 3, 5, 1, Weight(170, "kg"))
    bare = Done(7, Weekday.TUE, "back_squat", 3, None, None, Weight(120, "kg"))
    curl = Done(7, Weekday.THU, "dumbbell_curl", 3, None, None, Weight(15, "kg"))  # has no best
    (line,) = [each for each in after(Log(done=(full, bare, curl))).changes if "loads:" in each]
    assert "back_squat" in line
    assert "deadlift" not in line
    assert "dumbbell_curl" not in line
    assert "reps and rir" in line
    assert not any("loads:" in each for each in after(Log(done=(full,))).changes)


def test_answers_change_signs_and_holds_follow_slow_lowering() -> None:
    found = after(answers=Answers({"hamstring_check": True, "knee_control": False}))
    assert found.asked.signs == ("hamstring_check",)
    ids = [each.id for each in found.scenario.add_rules]
    assert "after.hamstring-holds" not in ids  # the block after this one
    signed = plain_block(8).scenario.model_copy(update={"signs": ("hamstring_check",)})
    later = after(scenario=signed)
    assert "after.hamstring-holds" in [each.id for each in later.scenario.add_rules]


def test_what_holds_for_one_block_alone_is_gone_in_the_next() -> None:
    found = after(Log(sore=(Sore(8, "quads", 80),), tired=(7, 8)))
    block = make_block(
        found.scenario, catalogue(), weeks=8, asked=found.asked, trained=found.trained,
        pair=Pair(a=make_plan(A), b=make_plan(B)),
    )  # fmt: skip
    again = plan_next(block, Log(), None, catalogue())
    assert added(again) == []
    assert again.scenario.sets is None
    assert again.trained["nordic"] == found.trained["nordic"] + 7  # all of its own by then


def test_a_lift_stays_on_the_rung_that_it_came_to() -> None:
    block = plain_block(12)
    found = plan_next(block, Log(), None, catalogue())
    assert "front_rack_split_squat" in found.scenario.favour
    assert "bodyweight_split_squat" in found.avoid
