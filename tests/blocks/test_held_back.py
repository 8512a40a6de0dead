"""What does not step or rise in a block says so, and why."""

from __future__ import annotations

import math
from typing import Any

import pytest

from solver.blocks.block import Block, Pair
from solver.blocks.make import make_block
from solver.catalogue.vocabulary import Level
from solver.coaching.ladder import next_up, rung_of, why_no_next
from tests.blocks.weeks import A, catalogue, make_plan, plain_block, plain_pair


def ladder_notes(block: Block) -> dict[str, str]:
    """Return why each lift stays on its rung, by name."""
    lines = [note for note in block.notes if note.startswith("Ladder: ")]
    return dict(
        line.removeprefix("Ladder: ").split(" stays the whole block: ", 1) for line in lines
    )


def block_with(lift: str, **fields: Any) -> Block:
    """Return a block of a week with this lift on Tuesday."""
    work = {name: sets for name, sets in A["tue"].items() if name != "bodyweight_split_squat"}
    plan = make_plan({**A, "tue": {**work, lift: 3}}, **fields)
    return make_block(None, catalogue(), weeks=9, pair=Pair(a=plan, b=plan))


def test_every_lift_on_a_ladder_steps_or_says_why_not() -> None:
    for block in (plain_block(), make_block(None, catalogue(), pair=plain_pair("beginner"))):
        names = {
            item.exercise: item.name
            for letter in (block.pair.a, block.pair.b)
            for session in letter.sessions
            for item in session.items
            if rung_of(catalogue().exercises[item.exercise]) is not None
        }
        text = " ".join(note for week in block.weeks for note in week.notes)
        still = ladder_notes(block)
        assert names
        for name in names.values():
            steps = f"in place of {name}" in text or f"Ladder: {name} with a stop" in text
            assert steps is not (name in still), name


def test_the_end_of_a_ladder_is_named() -> None:
    still = ladder_notes(block_with("tempo_front_rack_split_squat", level="advanced"))
    assert still["Tempo front-rack split squat"] == (
        "the catalogue has nothing above it (rung 4 of 4)."
    )


def test_the_highest_rung_of_a_level_is_named() -> None:
    still = ladder_notes(block_with("dumbbell_step_down", level="beginner"))
    assert still["Dumbbell step-down"] == "rung 2 is the highest of the level beginner."


def test_above_the_level_there_is_no_stop_either() -> None:
    still = ladder_notes(block_with("front_rack_step_down"))
    assert still["Front-rack step-down"] == "rung 3 is the highest of the level intermediate."


def test_a_main_lift_keeps_its_tempo_and_says_what_else_holds_it() -> None:
    lift = "bodyweight_bulgarian_split_squat"
    work = {name: sets for name, sets in A["fri"].items() if "bulgarian" not in name}
    plan = make_plan({**A, "fri": {**work, lift: 3}}, exclude="dumbbell_bulgarian_split_squat")
    block = make_block(None, catalogue(), weeks=9, pair=Pair(a=plan, b=plan))
    why = ladder_notes(block)[catalogue().exercises[lift].name]
    assert "is excluded" in why
    assert "; a main lift keeps its tempo" in why


@pytest.mark.parametrize("level", Level)
def test_there_is_a_reason_wherever_there_is_no_next(level: Level) -> None:
    items = catalogue().equipment.resolve(("dumbbells",), ())
    for exercise in catalogue():
        if rung_of(exercise) is not None and next_up(exercise, level, items, catalogue()) is None:
            assert len(why_no_next(exercise, level, items, catalogue())) > 10


# ---- ramps ---------------------------------------------------------------------------------------


def ramp_notes(block: Block) -> list[str]:
    return [note for note in block.notes if note.startswith("Sets of week ")]


def test_a_ramp_says_its_sets() -> None:
    block = plain_block(12, "ramp")
    for letter, note in zip("AB", ramp_notes(block), strict=True):
        weeks = [w for w in block.weeks if w.letter == letter and w.kind == "loading"]
        base = sum(i.sets for s in block.pair.week(weeks[0].letter).sessions for i in s.items)
        planned = note.split(": ")[1].split(" (")[0]
        assert [int(number) for number in planned.split(", ")][-1] > base
        assert f"(base week {base})" in note
    assert ramp_notes(plain_block()) == []


def test_a_full_week_says_what_holds_it_back() -> None:
    days = ",".join(f"{s.day.value}:{math.ceil(s.minutes)}" for s in make_plan(A).sessions)
    full = make_plan(A, days=days)
    block = make_block(None, catalogue(), weeks=8, volume="ramp", pair=Pair(a=full, b=full))
    note = ramp_notes(block)[0]
    assert "No more: of " in note
    assert "minutes for " in note
    assert "min left" in note
