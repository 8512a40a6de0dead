"""Heavy, moderate and volume over a block: every main lift meets each, and heavy in a hard week."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from solver.blocks.audit import audit_block
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
}


def full_body(week: dict[str, dict[str, int]]) -> Any:
    three = {day: work for day, work in week.items() if day != "thu"}
    return make_plan(three, days="mon,tue,fri")


def faults(block: Block, name: str) -> tuple[str, ...]:
    return audit_block(block, catalogue()).finding(name).faults


@pytest.mark.parametrize("weeks", LENGTHS)
@pytest.mark.parametrize("which", PAIRS)
def test_every_main_lift_is_heavy_in_a_hard_week(weeks: int, which: str) -> None:
    block = make_block(None, catalogue(), weeks=weeks, pair=PAIRS[which]())
    looked = Looked(block, catalogue())
    mains = [at for letter in ("A", "B") for at in looked.mains(letter)]
    hard = {at.item.exercise for at in mains if at.week.wave == "hard"}
    heavy = {at.item.exercise for at in mains if at.week.wave == "hard" and at.dose.day == "heavy"}
    assert mains
    assert heavy == hard
    for name in ("classes", "class-doses", "heavy-and-hard", "doses"):
        assert faults(block, name) == (), name


def test_where_three_weeks_are_hard_the_days_keep_their_turns() -> None:
    block = plain_block(12)
    for week in block.weeks:
        classes = {session.intensity for session in week.sessions}
        # Four sessions, and as in the base week all three classes among them.
        assert week.kind == "deload" or classes == {"heavy", "moderate", "volume"}


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
