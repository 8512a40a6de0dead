"""What a log and answers make of the next block; logs that are wrong or hostile."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.blocks.after import NextBlock, plan_next
from solver.blocks.audit import audit_block
from solver.blocks.block import Pair
from solver.blocks.held import kept, let_go, not_held
from solver.blocks.log import COLUMNS, Done, Log, Sore, log_template, read_log
from solver.blocks.make import make_block
from solver.blocks.report import block_text
from solver.blocks.sessions_done import attended
from solver.catalogue import Weekday
from solver.errors import InputError
from solver.plan import TierResult
from solver.rules import BoundRule, Tier
from solver.screening.questionnaire import Answers
from solver.weights import Plates, Weight
from tests.blocks.weeks import A, B, catalogue, make_plan, plain_block, plain_pair, template_pair


def after(log: Log = Log(), answers: Answers | None = None, **changes: Any) -> NextBlock:  # noqa: B008
    block = plain_block(8)
    if changes:
        block = block.model_copy(update=changes)
    return plan_next(block, log, answers, catalogue())


def all_done(*, share: float = 1, without: tuple[str, ...] = ()) -> Log:
    return Log(
        done=tuple(
            Done(week.number, session.day, item.exercise, round(item.sets * share))
            for week in plain_block(8).weeks
            for session in week.sessions
            if session.day.value not in without
            for item in session.items
        )
    )


def rule(found: NextBlock, name: str) -> BoundRule:
    rules = {each.id: each for each in found.scenario.make_rules(catalogue())}
    chosen = rules[name]
    assert isinstance(chosen, BoundRule)
    return chosen


def added(found: NextBlock) -> list[str]:
    """Return the rules of this block alone, but for the step that every group may rise."""
    ids = [each.id for each in found.scenario.add_rules]
    return [name for name in ids if not name.startswith("after.step.")]


def upper(found: NextBlock, name: str) -> float:
    """Return at most how many sets a group may have."""
    return float(rule(found, f"after.{name}").upper or 0)


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


def test_soreness_cuts_or_holds() -> None:
    sore = Log(sore=(Sore(8, "quads", 80), Sore(8, "chest", 60), Sore(8, "biceps", 48)))
    found = after(sore)
    week = plain_pair()
    planned = (week.a.measures.groups["quads"] + week.b.measures.groups["quads"]) / 2
    assert rule(found, "after.quads").upper == pytest.approx(planned * 0.75, abs=0.5)
    assert (rule(found, "group-floor.quads").lower or 0) <= upper(found, "quads")
    chest = (week.a.measures.groups["chest"] + week.b.measures.groups["chest"]) / 2
    assert rule(found, "after.chest").upper == pytest.approx(chest, abs=0.5)
    assert not any(each.id == "after.biceps" for each in found.scenario.add_rules)
    assert found.asked.add_rules == ()  # for the next block alone


def test_old_soreness_is_over() -> None:
    log = Log(sore=(Sore(1, "quads", 90),), tired=(5, 6, 7, 8))
    found = after(log)
    assert not any(each.id == "after.quads" for each in found.scenario.add_rules)


def test_lasting_fatigue_gives_a_fifth_fewer_sets() -> None:
    found = after(Log(tired=(7, 8)))
    mean = (plain_pair().a.measures.hard_sets + plain_pair().b.measures.hard_sets) / 2
    assert rule(found, "after.fatigue").upper == int(mean * 0.8)
    assert found.scenario.sets == (6, 20)
    assert after(Log(tired=(8,))).scenario.sets is None


def test_what_was_not_done_is_not_jumped_over() -> None:
    found = after(all_done(without=("tue", "fri")))
    assert any(line.startswith("missed: 16 of 32") for line in found.changes)
    assert any("--days 3" in line for line in found.changes)
    assert upper(found, "quads") == 8  # of 11.5, none done: no further than the group's floor
    assert not any(each.id == "after.chest" for each in found.scenario.add_rules)  # all done
    assert added(after(all_done())) == []


def test_a_group_rises_by_one_step_at_the_edge_of_a_block() -> None:
    """More days, more minutes or another level do not raise it by more at once (R105)."""
    found = after(all_done())
    groups = [week.measures.groups for week in (plain_pair().a, plain_pair().b)]
    bounds = {
        each.id.removeprefix("after.step."): each.upper
        for each in found.scenario.add_rules
        if isinstance(each, BoundRule) and each.id.startswith("after.step.")
    }
    assert bounds.keys() == catalogue().groups.keys()
    for name, upper in bounds.items():
        most = max(week[name] for week in groups)
        floor = catalogue().groups[name].floor
        assert upper == max(floor, int(2 * (most + min(2, max(1, most / 5)))) / 2), name
    (line,) = [each for each in found.changes if each.startswith("step: ")]
    assert "quads 13.5" in line
    held = after(Log(sore=(Sore(8, "quads", 80),)))
    ids = [each.id for each in held.scenario.add_rules]
    assert "after.quads" in ids
    assert "after.step.quads" not in ids, "the smaller of two bounds is enough"


def test_a_group_begins_at_most_two_sets_above_what_was_done() -> None:
    found = after(Log(tuple(row for row in all_done().done if row.exercise != "back_squat")))
    (line,) = [each for each in found.changes if each.startswith("held: quads")]
    done = float(line.split("planned sets a week ")[1].split()[0])
    assert 5 < done < 0.8 * 11.5
    assert done + 1 <= upper(found, "quads") <= done + 2
    assert upper(found, "quads") > 8, "the floor has no part in it"


@pytest.mark.parametrize(
    ("hours", "bound", "why"), [(60, 8, "of 11.5 planned"), (80, 8, "of 11.5"), (0, 8, "of 11.5")]
)
def test_soreness_switches_off_no_bound_of_what_was_done(
    hours: int, bound: float, why: str
) -> None:
    done = all_done(without=("tue", "fri")).done
    found = after(Log(done, sore=(Sore(8, "quads", hours),) if hours else ()))
    assert upper(found, "quads") == bound
    held = [line for line in found.changes if line.startswith("held: quads")]
    assert len(held) == 1
    assert why in held[0]
    (floor,) = [line for line in found.changes if line.startswith("floor: ")]
    assert "quads 8 (0 of 11.5 done, next step 1)" in floor


def test_of_a_bound_for_soreness_and_one_for_what_was_done_the_smaller_holds() -> None:
    done = tuple(row for row in all_done().done if row.day.value != "thu")
    without, both = after(Log(done)), after(Log(done, sore=(Sore(8, "biceps", 80),)))
    sore = after(Log(all_done().done, sore=(Sore(8, "biceps", 80),)))
    assert upper(both, "biceps") == upper(sore, "biceps") < 8
    assert rule(both, "after.floor.biceps").lower == upper(both, "biceps")
    (floor,) = [line for line in without.changes if line.startswith("floor: ")]
    assert "biceps 8 (" in floor
    (eased,) = [line for line in both.changes if line.startswith("floor: ")]
    assert f"biceps {upper(both, 'biceps'):g} (" in eased


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


def test_a_week_without_rows_is_one_whose_rows_say_that_none_was_done() -> None:
    """Of both the volume of the next block is the same."""
    whole = all_done().done
    gone = after(Log(tuple(row for row in whole if row.week not in (5, 6))))
    none = after(Log(tuple(
        Done(r.week, r.day, r.exercise, 0 if r.week in (5, 6) else r.sets) for r in whole
    )))  # fmt: skip
    assert added(after(Log(tuple(row for row in whole if row.week != 5)))) != []
    assert added(gone) == added(none) != []
    late = after(Log(tuple(row for row in whole if row.week < 7)))
    assert added(late) == []


def test_a_floor_above_the_next_step_is_said_with_group_sets_and_reason() -> None:
    found = after(all_done(without=("tue", "fri")))
    (line,) = [line for line in found.changes if line.startswith("floor: ")]
    assert "quads 8 (0 of 11.5 done, next step 1)" in line
    assert "weeks 5 to 8" in line
    assert "group-floor" in line
    (held,) = [line for line in found.changes if line.startswith("held: quads")]
    assert held.startswith("held: quads at most 8 sets a week: of 11.5 planned sets a week 0 were")
    added = rule(found, "after.quads")
    assert added.title.startswith("Quads: at most 8 sets a week in this block: of 11.5 planned")
    assert not any(line.startswith("floor") for line in after(all_done()).changes)


def test_a_floor_that_is_eased_is_said_and_the_rule_says_the_new_number() -> None:
    planned = make_plan(A).measures.groups["biceps"] + make_plan(B).measures.groups["biceps"]
    found = after(Log(sore=(Sore(8, "biceps", 80),)))
    eased = rule(found, "after.floor.biceps")
    assert not any(r.id == "group-floor.biceps" for r in found.scenario.make_rules(catalogue()))
    assert eased.lower == upper(found, "biceps") < 8
    assert upper(found, "biceps") == pytest.approx(planned / 2 * 0.75, abs=0.5)
    assert eased.title == (
        f"Biceps: at least {eased.lower:g} sets a week in this block, 8 in others: it was sore for "
        "80 h in the last block"
    )
    (line,) = [line for line in found.changes if line.startswith("held: biceps")]
    assert f"its floor of 8 is {eased.lower:g} for this block (group-floor.biceps)" in line


def test_what_the_next_block_cannot_hold_is_said_with_group_sets_and_reason() -> None:
    asked = {
        "id": "after.biceps", "title": "Biceps: at most 3 sets a week in this block: it was sore",
        "tier": "guardrails", "weight": 3, "kind": "bound", "upper": 3, "source": "R64",
        "measure": {"count": "group_sets", "group": "biceps"},
    }  # fmt: skip
    pair = Pair(a=make_plan(A, add_rules=[asked]), b=make_plan(B, add_rules=[asked]))
    sets = pair.a.measures.groups["biceps"]
    line, other = not_held(pair)
    said = (
        f"not held in week A: Biceps: at most 3 sets a week in this block: it was sore; it has "
        f"{sets:g}, over by {sets - 3:g}, "
    )
    assert line == f"{said}the best found in the time given (after.biceps) [R64]"
    tier = TierResult(name=Tier.GUARDRAILS, value=3, bound=3, status="optimal")
    proved = pair.model_copy(update={"tiers": (tier,)})
    assert next(not_held(proved)) == f"{said}since other guardrails weigh more (after.biceps) [R64]"
    assert other.startswith("not held in week B: Biceps")
    assert list(not_held(plain_pair())) == []
    block = make_block(None, catalogue(), weeks=8, pair=pair)
    text = " ".join(block_text(block, audit_block(block, catalogue())).split())
    assert line in text


def test_a_floor_eased_for_the_last_block_is_eased_anew() -> None:
    """What holds for one block alone is no floor of the next: that one's own floor counts."""
    found = after(Log(sore=(Sore(8, "biceps", 80),)))
    block = make_block(
        found.scenario, catalogue(), weeks=8, asked=found.asked,
        pair=Pair(a=make_plan(A, rules={"group-floor.biceps": {"lower": 2}}), b=make_plan(B)),
    )  # fmt: skip
    again = plan_next(block, Log(sore=(Sore(8, "biceps", 80),)), None, catalogue())
    assert rule(again, "after.floor.biceps").lower == upper(again, "biceps")


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
    assert "would be 629.5 kg" in line
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


# ---- reading a log -------------------------------------------------------------------------------


def write(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "log.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_the_template_reads_as_everything_done(tmp_path: Path) -> None:
    path = write(tmp_path, log_template(plain_block(8)))
    log = read_log(path, plain_block(8), catalogue())
    assert log.done == all_done().done
    assert log.weeks == tuple(range(1, 9))


def test_all_kinds_of_row_are_read(tmp_path: Path) -> None:
    text = (
        "week,day,exercise,sets,reps,rir,load,muscle,sore_hours,fatigue\n"
        '1,Monday,Bench Press,3,8,2,"82,5 kg",,,\n2,,,,,,,quads,72,\n3,,,,,,,,,yes\n4,,,,,,,,,no\n'
    )
    log = read_log(write(tmp_path, text), plain_block(8), catalogue())
    assert log.done == (Done(1, Weekday.MON, "barbell_bench_press", 3, 8, 2, Weight(82.5, "kg")),)
    assert log.sore == (Sore(2, "quads", 72),)
    assert log.tired == (3,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("day,exercise\nmon,curl\n", "line 2: the column week is missing"),
        ("week,wek\n1,2\n", "no column 'wek'.*did you mean 'week'"),
        ("week,day,exercise,sets\n9,mon,deadlift,3\n", "line 2: week: .*1 to 8"),
        ("week,day,exercise,sets\nx,mon,deadlift,3\n", "line 2: week"),
        ("week,day,exercise,sets\n1,mon,dedlift,3\n", "line 2: .*dedlift.*deadlift"),
        ("week,day,exercise,sets\n1,mno,deadlift,3\n", "line 2: 'mno' is no weekday"),
        ("week,day,exercise,sets\n1,mon,deadlift,\n", "line 2: sets: is empty"),
        ("week,day,exercise,sets\n1,mon,deadlift,99\n", "sets: takes a whole number from 0 to 20"),
        ("week,day,exercise,sets\n1,mon,deadlift,-1\n", "sets: takes a whole number"),
        ("week,day,exercise,sets,load\n1,mon,deadlift,3,heavy\n", "'heavy' is no weight"),
        ("week,day,exercise,sets,load\n1,mon,deadlift,3,225\n", "load: say 225 kg or 225 lb"),
        (
            "week,day,exercise,sets\n1,mon,deadlift,3\n2,mon,deadlift,3\n1,mon,deadlift,2\n",
            "line 4: exercise: stands in line 2 already",
        ),
        ("week,muscle,sore_hours\n1,quads,\n", "goes with a muscle"),
        ("week,muscle,sore_hours\n1,knee,50\n", "no muscle or group 'knee'"),
        ("week,fatigue\n1,maybe\n", "fatigue: must be yes, no or empty"),
        ("week,day\n1,mon,3\n", "has 3 cells"),
        (b"week\n\xff\n", "is not UTF-8"),
        (b"week\n\x00\n", "NUL byte"),
        ("week\n" + "1\n" * 5001, "more than 5000 rows"),
    ],
)
def test_wrong_logs_are_refused_with_their_line(
    text: str | bytes, said: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=said):
        read_log(write(tmp_path, text), plain_block(8), catalogue())


CELLS = st.one_of(
    st.sampled_from(["", "1", "mon", "deadlift", "quads", "80", "yes", "=1+1", "100 kg", "999999"]),
    st.text(max_size=6),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=3))
def test_no_log_is_a_defect(rows: list[list[str]]) -> None:
    import tempfile  # noqa: PLC0415

    buffer = io.StringIO()
    csv.writer(buffer).writerows([COLUMNS, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        path.write_text(buffer.getvalue(), encoding="utf-8", errors="replace", newline="")
        try:
            log = read_log(path, plain_block(8), catalogue())
        except InputError as refused:
            error: InputError | None = refused
        else:
            error = None
        if error is not None:
            assert str(path) in str(error)
        else:
            assert isinstance(after(log), NextBlock)


# ---- logs of spreadsheets ----------------------------------------------------------------------

ENGLISH = (
    "week,day,exercise,sets,reps,rir,load,muscle,sore_hours,fatigue\n"
    "7,fri,deadlift,3,5,1,172.5 kg,,,\n7,,,,,,,quads,72,\n7,,,,,,,,,yes\n"
)
GERMAN = ENGLISH.replace(",", ";").replace("172.5", "172,5").replace("72;", "72,0;")


@pytest.mark.parametrize(
    "text",
    [
        GERMAN,
        "\ufeff" + GERMAN,
        GERMAN.replace("\n", "\r\n"),
        "\ufeffsep=;\r\n" + GERMAN.replace("\n", "\r\n"),
        ENGLISH.replace(",", "\t"),
        ENGLISH.replace("172.5 kg", '"172,5 kg"'),
        ENGLISH.replace("week,day", "Week,Day").replace("sore_hours", "Sore hours"),
    ],
)
def test_what_spreadsheets_make_of_a_log_is_read(text: str, tmp_path: Path) -> None:
    block = plain_block(8)
    plain = read_log(write(tmp_path, ENGLISH), block, catalogue())
    assert plain.done[0].load == Weight(172.5, "kg")
    assert read_log(write(tmp_path, text), block, catalogue()) == plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENGLISH.replace("172.5", "172,5"), "line 2: has 11 cells.*is it a decimal comma"),
        ("week;day,exercise\n", "as many semicolons as commas"),
        ("week;day;exercise;sets\n1,mon,deadlift,3\n", "line 2: .*this row has commas"),
        ("sep=;\nweek;day;exercise;sets\n9;mon;deadlift;3\n", "line 3: week"),
        ("week,day,exercise,sets\n", "has no rows below its header"),
        ("\ufeffweek;day;exercise;sets\r\n;;;\r\n", "has no rows"),
        ("week,Week\n1,1\n", "a column stands twice"),
        ("week,day,exercise,sets\n1,mon,,3\n", "line 2: exercise: is empty, but sets is not"),
        ("week,day,exercise,sets,load\n1,fri,deadlift,3,15 kg\n",
         r"line 2: load: 15 kg is less than the empty bar, which weighs 20 kg"),
        ("week,day,exercise,sets,load\n1,fri,deadlift,3,30 lb\n", "bar, which weighs 45 lb"),
        ("week,day,exercise,sets,load\n1,fri,deadlift,3,225\n", r"^[^:]*, line 2: load: say 225"),
    ],
)  # fmt: skip
def test_unclear_logs_are_refused_with_the_reason(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        read_log(write(tmp_path, text), plain_block(8), catalogue())


def test_a_lighter_bar_is_taken_at_its_word(tmp_path: Path) -> None:
    text = "week,day,exercise,sets,load\n1,fri,deadlift,3,15 kg\n1,mon,dumbbell_curl,3,4 kg\n"
    block = plain_block(8)
    light = block.scenario.model_copy(update={"plates": Plates(bar=15)})
    block = block.model_copy(update={"scenario": light})
    assert read_log(write(tmp_path, text), block, catalogue()).done[0].load == Weight(15, "kg")
