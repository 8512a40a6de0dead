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
from solver.blocks.block import Pair
from solver.blocks.log import COLUMNS, Done, Log, Sore, log_template, read_log
from solver.blocks.make import make_block
from solver.catalogue import Weekday
from solver.errors import InputError
from solver.rules import BoundRule
from solver.screening.questionnaire import Answers
from solver.weights import Weight
from tests.blocks.weeks import A, B, catalogue, make_plan, plain_block, plain_pair


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


def upper(found: NextBlock, name: str) -> float:
    """Return at most how many sets a group may have."""
    return float(rule(found, f"after.{name}").upper or 0)


def test_main_lifts_stay_and_accessories_rotate() -> None:
    found = after(all_done())
    assert found.keep == ("barbell_bench_press", "back_squat", "overhead_press", "deadlift")
    assert "dumbbell_curl" in found.avoid
    assert not set(found.keep) & set(found.avoid)
    assert found.scenario.add_rules == ()
    assert found.trained["nordic"] == 7  # the loading weeks


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
    assert not any(each.id == "after.quads" for each in found.scenario.add_rules) or (
        upper(found, "quads") >= 8
    )
    assert after(all_done()).scenario.add_rules == ()


def test_best_lifts_follow_what_was_lifted_within_bounds() -> None:
    row = Done(7, Weekday.FRI, "deadlift", 3, 5, 1, Weight(170, "kg"))
    found = after(Log(done=(row,)))
    assert found.asked.maxes == {"deadlift": "200 kg"}  # 170 of 85 %
    maxed = plain_block(8).scenario.model_copy(update={"maxes": {"deadlift": "150 kg"}})
    found = after(Log(done=(row,)), scenario=maxed)
    assert found.asked.maxes == {"deadlift": "165 kg"}  # at most a tenth more
    curl = Done(7, Weekday.THU, "dumbbell_curl", 3, 10, 1, Weight(15, "kg"))
    assert after(Log(done=(curl,))).asked.maxes == {}


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
    assert again.scenario.add_rules == ()
    assert again.scenario.sets is None
    assert again.trained["nordic"] == found.trained["nordic"] + 7


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
