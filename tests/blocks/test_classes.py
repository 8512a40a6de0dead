"""Heavy, moderate and volume over a block: every main lift meets each, and heavy in a hard week."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from solver.blocks.audit import check_block
from solver.blocks.audit_parts import Looked
from solver.blocks.block import Block, Pair
from solver.blocks.make import make_block
from solver.plan import Item
from tests.blocks.weeks import A, B, catalogue, make_plan, plain_block, plain_pair, template_pair

LENGTHS = (8, 9, 10, 11, 12)
PAIRS: dict[str, Callable[[], Pair]] = {
    "plain": plain_pair,
    "beginner": lambda: plain_pair("beginner"),
    "advanced": lambda: plain_pair("advanced"),
    "template": template_pair,
    "three": lambda: Pair(a=full_body(A), b=full_body(B)),
    "other legs": lambda: Pair(a=push_pull_legs("goblet_squat"), b=push_pull_legs("deadlift")),
}


def full_body(week: dict[str, dict[str, int]]) -> Any:
    three = {day: work for day, work in week.items() if day != "thu"}
    return make_plan(three, days="mon,tue,fri")


def push_pull_legs(lift: str) -> Any:
    """Return three days whose last is led by another lift in the other week.

    Over eight weeks one week of each letter is hard, and of three turns of week B a second heavy
    session in the hard one would leave another without any.
    """
    week = {
        "mon": {"barbell_bench_press": 3, "triceps_pushdown": 3},
        "wed": {"chest_supported_row": 4, "hammer_curl": 3},
        "fri": {lift: 3, "dumbbell_seated_calf_raise": 4},
    }
    return make_plan(week, days="mon,wed,fri", split="push_pull_legs")


@cache
def made(which: str, weeks: int) -> Block:
    return make_block(None, catalogue(), weeks=weeks, pair=PAIRS[which]())


def faults(block: Block, name: str) -> tuple[str, ...]:
    return check_block(block, catalogue(), name).faults


@pytest.mark.parametrize(
    "weeks",
    [n if n in (8, 9, 12) else pytest.param(n, marks=pytest.mark.thorough) for n in LENGTHS],
)
@pytest.mark.parametrize("which", PAIRS)
def test_every_main_lift_is_heavy_in_a_hard_week(weeks: int, which: str) -> None:
    block = made(which, weeks)
    looked = Looked(block, catalogue())
    mains = [at for letter in ("A", "B") for at in looked.mains(letter)]
    hard = {at.item.exercise for at in mains if at.week.wave == "hard"}
    heavy = {at.item.exercise for at in mains if at.week.wave == "hard" and at.dose.day == "heavy"}
    assert mains
    assert hard == heavy == {at.item.exercise for at in mains}
    for name in ("classes", "class-doses", "heavy-and-hard", "doses"):
        assert faults(block, name) == (), name


def test_where_three_weeks_are_hard_the_days_keep_their_turns() -> None:
    block = plain_block(12)
    for week in block.weeks:
        classes = {session.intensity for session in week.sessions}
        # Four sessions, and as in the base week all three classes among them.
        assert week.kind == "deload" or classes == {"heavy", "moderate", "volume"}


@pytest.mark.parametrize("weeks", LENGTHS)
@pytest.mark.parametrize("which", PAIRS)
def test_hard_weeks_alone_depart_from_the_classes_of_a_week(weeks: int, which: str) -> None:
    block = made(which, weeks)
    for week in block.weeks:
        if week.kind == "deload":
            continue
        classes = [session.intensity for session in week.sessions]
        named = [note for note in week.notes if "R98" in note]
        if set(classes) == {"heavy", "moderate", "volume"}:
            assert not named or "neighbouring days" in named[0]
        else:
            assert week.wave == "hard"
            assert f"{classes.count('heavy')} sessions are heavy" in named[0]


def heavy(weeks: int, level: str, name: str) -> dict[str, tuple[str, int | None, str | None]]:
    """Return how a main lift is done on heavy days, by the effort of the week."""
    block = make_block(None, catalogue(), weeks=weeks, pair=plain_pair(level))
    return {
        week.wave: (item.reps, item.rir, item.load)
        for week in block.weeks if week.kind == "loading"
        for session in week.sessions if session.intensity == "heavy"
        for item in session.items if item.exercise == name
    }  # fmt: skip


def test_heavy_work_is_harder_in_hard_weeks() -> None:
    # With two in reserve in any case, a repetition fewer makes room for the load.
    assert heavy(12, "intermediate", "barbell_bench_press")["moderate"] == (
        "4-6", 2, "about 80 % of 1RM",
    )  # fmt: skip
    assert heavy(12, "intermediate", "deadlift")["hard"] == ("4-5", 2, "about 85 % of 1RM")
    assert heavy(9, "intermediate", "back_squat")["hard"] == ("4-5", 2, "about 85 % of 1RM")
    # A beginner has a repetition to give.
    assert heavy(12, "beginner", "deadlift")["hard"] == ("4-6", 2, "about 80 % of 1RM")
    # A pull-up has no weight to choose, and so gives one in reserve.
    pulls = [heavy(weeks, "intermediate", "pull_up") for weeks in LENGTHS]
    assert {rir for seen in pulls if "hard" in seen for _, rir, _ in [seen["hard"]]} == {1}


STUCK: dict[str, set[tuple[str, str]]] = {
    # Four in reserve are the most, and eight repetitions of a deadlift too.
    "beginner": {("deadlift", "volume")},
    "intermediate": set(),
    # One is left in reserve in any case, and there is no weight to choose.
    "advanced": {("pull_up", "volume"), ("bodyweight_split_squat", "volume")},
}


@pytest.mark.parametrize("level", STUCK)
def test_no_lift_is_alike_in_weeks_of_other_effort(level: str) -> None:
    block = make_block(None, catalogue(), weeks=12, pair=plain_pair(level))
    # A stop at the bottom takes repetitions and leaves the load: with it, a lift is another.
    seen: dict[tuple[str, str, str | None], dict[str, tuple[int, int]]] = {}
    for at in Looked(block, catalogue()).items:
        if at.week.kind == "loading" and at.dose.day and at.item.rir is not None:
            most = int(at.item.reps.split("-")[-1])
            efforts = seen.setdefault((at.item.exercise, at.dose.day, at.item.tempo), {})
            efforts[at.week.wave] = (at.item.rir, most + at.item.rir)
    assert len(seen) > 15
    stuck = set()
    for (name, own, _), efforts in seen.items():
        order = [efforts[wave] for wave in ("easy", "moderate", "hard") if wave in efforts]
        for (rir, total), (less, fewer) in pairwise(order):
            assert less <= rir
            assert fewer <= total
            if (less, fewer) == (rir, total):
                stuck.add((name, own))
    assert stuck == STUCK[level]


# ---- what the audit sees -------------------------------------------------------------------------


def mended(block: Block, change: Callable[[Any, Any, Item], Item]) -> Block:
    """Return the block with every item changed."""
    weeks = tuple(
        week.model_copy(
            update={
                "sessions": tuple(
                    session.model_copy(
                        update={"items": tuple(change(week, session, i) for i in session.items)}
                    )
                    for session in week.sessions
                )
            }
        )
        for week in block.weeks
    )
    return block.model_copy(update={"weeks": weeks})


def test_the_audit_sees_classes_that_are_done_alike() -> None:
    def change(_: Any, session: Any, item: Item) -> Item:
        alike = item.exercise == "deadlift" and session.intensity == "volume"
        fields = {"reps": "5-7", "rir": (item.rir or 0) - 1}
        return item.model_copy(update=fields) if alike else item

    found = faults(mended(plain_block(), change), "class-doses")
    assert "deadlift: volume is done as moderate" in found


def test_the_audit_sees_classes_that_go_the_wrong_way() -> None:
    def change(_: Any, session: Any, item: Item) -> Item:
        longest = item.exercise == "back_squat" and session.intensity == "heavy"
        return item.model_copy(update={"reps": "12-15"}) if longest else item

    found = faults(mended(plain_block(), change), "class-doses")
    assert "back_squat: volume has fewer repetitions than heavy" in found


def test_the_audit_sees_loads_that_do_not_fall() -> None:
    def change(_: Any, session: Any, item: Item) -> Item:
        light = item.exercise == "back_squat" and session.intensity == "volume"
        return item.model_copy(update={"load": "about 90 % of 1RM"}) if light else item

    found = faults(mended(plain_block(), change), "class-doses")
    assert "back_squat: volume is loaded more than moderate" in found
    assert "back_squat: volume is loaded as heavy" in found


def test_the_audit_sees_heavy_work_in_easy_weeks_alone() -> None:
    block = plain_block()
    weeks = tuple(
        week.model_copy(
            update={
                "sessions": tuple(
                    session.model_copy(update={"intensity": "moderate"})
                    if week.wave == "hard" else session
                    for session in week.sessions
                )
            }
        )
        for week in block.weeks
    )  # fmt: skip
    found = faults(block.model_copy(update={"weeks": weeks}), "heavy-and-hard")
    assert "back_squat: moderate in week 11, moderate in week 4, moderate in week 8" in found


def test_the_audit_sees_main_lifts_that_no_hard_week_has() -> None:
    block = make_block(None, catalogue(), weeks=10, pair=template_pair())
    assert faults(block, "heavy-and-hard") == ()
    # The only hard week of B becomes moderate; overhead press and dumbbell press are in B alone.
    weeks = tuple(
        week.model_copy(update={"wave": "moderate"}) if week.number == 4 else week
        for week in block.weeks
    )
    found = faults(block.model_copy(update={"weeks": weeks}), "heavy-and-hard")
    assert any(fault.startswith("overhead_press: no hard week has it, ") for fault in found)
    assert any(fault.startswith("dumbbell_bench_press: no hard week has it, ") for fault in found)
    assert not any("back_squat" in fault for fault in found if "pause" not in fault)


def reclassed(block: Block, number: int, classes: list[str], *notes: str) -> Block:
    """Return the block with other classes and notes in one week."""
    week = block.week(number)
    sessions = tuple(
        session.model_copy(update={"intensity": own})
        for session, own in zip(week.sessions, classes, strict=True)
    )
    changed = week.model_copy(update={"sessions": sessions, "notes": (*week.notes, *notes)})
    weeks = tuple(changed if each.number == number else each for each in block.weeks)
    return block.model_copy(update={"weeks": weeks})


def test_the_audit_sees_weeks_that_lack_a_class() -> None:
    block, two = plain_block(), ["heavy", "moderate", "heavy", "moderate"]
    assert block.week(3).wave == "moderate"
    assert block.week(4).wave == "hard"
    assert faults(block, "rotation") == ()
    assert faults(reclassed(block, 4, two), "rotation") == ("week 4: has 2 classes, not 3",)
    assert faults(reclassed(block, 4, two, "As R98 has it."), "rotation") == ()
    # A week that is not hard has no reason to.
    said = reclassed(block, 3, two, "As R98 has it.")
    assert faults(said, "rotation") == ("week 3: has 2 classes, not 3",)


def test_the_audit_sees_heavy_sessions_on_neighbouring_days() -> None:
    beside = reclassed(plain_block(), 4, ["heavy", "heavy", "moderate", "volume"])
    assert faults(beside, "rotation") == (
        "week 4: has 1 pairs of heavy sessions on neighbouring days",
    )


def test_the_audit_sees_a_departure_that_there_is_not() -> None:
    week = plain_block().week(4)
    usual = [session.intensity or "" for session in week.sessions]
    said = faults(reclassed(plain_block(), 4, usual, "As R98 has it."), "rotation")
    assert said == ("week 4: says that it departs from R98, and does not",)


@pytest.mark.parametrize(
    "fields",
    [{"reps": "4-6"}, {"reps": "4-6", "load": "about 80 % of 1RM"}, {"rir": 3, "reps": "4-7"}],
)
def test_the_audit_sees_hard_weeks_that_are_no_harder(fields: dict[str, Any]) -> None:
    def change(week: Any, session: Any, item: Item) -> Item:
        hard = week.wave == "hard" and session.intensity == "heavy"
        return item.model_copy(update=fields) if hard and item.exercise == "deadlift" else item

    block = plain_block()
    assert faults(block, "wave-doses") == ()
    found = faults(mended(block, change), "wave-doses")
    assert found
    assert all("deadlift: heavy is no harder in week" in fault for fault in found)
