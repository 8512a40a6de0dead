"""Lifts on one leg climb in a block: to the next exercise, or with a stop at the bottom (R116)."""

from __future__ import annotations

import math
from typing import Any

import pytest

from solver.blocks.after import plan_next
from solver.blocks.audit import audit_block
from solver.blocks.block import Block, Pair, Volume
from solver.blocks.held import kept
from solver.blocks.log import Log
from solver.blocks.make import make_block
from solver.plan import Plan
from tests.blocks.weeks import A, catalogue, make_plan, plain_block, plain_pair

BULGARIAN = "dumbbell_bulgarian_split_squat"
"""The lift on one leg of the weeks by hand on Friday; nothing stands above it."""

OF_THE_BASE = ("doable", "pair")
"""What depends on the weeks by hand alone, which no solver has made."""


def week_with(lift: str, **fields: Any) -> Plan:
    """Return a week with this lift on Tuesday, in place of the split squat."""
    work = {name: sets for name, sets in A["tue"].items() if name != "bodyweight_split_squat"}
    return make_plan({**A, "tue": {**work, lift: 3, "cable_pallof_press": 3}}, **fields)


def block_with(lift: str, volume: Volume = "flat", **fields: Any) -> Block:
    plan = week_with(lift, **fields)
    return make_block(None, catalogue(), weeks=12, volume=volume, pair=Pair(a=plan, b=plan))


def tight(lift: str) -> Block:
    """Return a block whose Tuesdays have no minute more than they need."""
    days = ",".join(f"{s.day.value}:{math.ceil(s.minutes)}" for s in week_with(lift).sessions)
    return block_with(lift, days=days)


def faults(block: Block) -> dict[str, tuple[str, ...]]:
    report = audit_block(block, catalogue())
    return {
        each.id: each.faults
        for each in report.broken
        if each.tier == "block" and each.id not in OF_THE_BASE
    }


def items(block: Block, *names: str) -> list[tuple[int, str, int, str, str | None]]:
    return [
        (week.number, item.exercise, item.sets, item.reps, item.tempo)
        for week in block.weeks
        for session in week.sessions
        for item in session.items
        if item.exercise in names
    ]


def with_item(block: Block, numbers: set[int], name: str, **fields: Any) -> Block:
    """Return the block with fields of an exercise changed in some weeks."""
    weeks = tuple(
        week.model_copy(
            update={
                "sessions": tuple(
                    session.model_copy(
                        update={
                            "items": tuple(
                                item.model_copy(update=fields) if item.exercise == name else item
                                for item in session.items
                            )
                        }
                    )
                    for session in week.sessions
                )
            }
        )
        if week.number in numbers
        else week
        for week in block.weeks
    )
    return block.model_copy(update={"weeks": weeks})


# ---- the stop at the bottom ----------------------------------------------------------------------


@pytest.mark.parametrize("volume", ["flat", "ramp"])
@pytest.mark.parametrize(
    ("lift", "fields", "why"),
    [
        ("dumbbell_lateral_lunge", {}, ""),  # the catalogue has nothing above it
        ("dumbbell_step_down", {"without": "barbell"}, "needs barbell"),
        (
            "dumbbell_split_squat", {"exclude": "front_rack_split_squat"},
            "Front-rack split squat is excluded",
        ),
        ("dumbbell_split_squat", {"pin": "dumbbell_split_squat"}, "it is pinned"),
    ],
)  # fmt: skip
def test_where_nothing_harder_can_be_done_a_stop_is_the_next_rung(
    lift: str, fields: dict[str, Any], why: str, volume: Volume
) -> None:
    block = block_with(lift, volume, **fields)
    found = items(block, lift)
    assert len(found) == len(block.weeks)
    tempos = [tempo for *_, tempo in found]
    first = next(place for place, tempo in enumerate(tempos) if tempo != tempos[0])
    assert found[first][0] >= 5
    assert set(tempos[first:]) == {tempos[first]}, "never back down"
    assert faults(block) == {}
    # Where the catalogue has a rung above, why that was not taken is said.
    name = catalogue().exercises[lift].name
    said = [note for note in block.notes if note.startswith(f"Ladder: {name} goes on with a stop")]
    assert [why in note for note in said] == ([True] if why else [])


def test_a_set_with_a_stop_lasts_as_long_as_one_without() -> None:
    found = items(block_with("dumbbell_lateral_lunge"), "dumbbell_lateral_lunge")
    (*_, before, usual), (*_, after, stop) = found[0], found[-1]
    assert (before, usual) == ("6-12", "2-0-1")
    assert (after, stop) == ("4-7", "2-2-1")
    seconds = [3 * 12, 5 * 7]
    assert abs(seconds[0] - seconds[1]) <= 5 / 2  # half a repetition


def test_a_weight_stays_where_a_stop_takes_repetitions() -> None:
    lift = "dumbbell_lateral_lunge"
    block = block_with(lift, maxes={lift: "40 kg"})
    loads = {
        (week.wave, item.load)
        for week in block.weeks
        for session in week.sessions
        for item in session.items
        if item.exercise == lift and week.kind == "loading"
    }
    assert len(loads) == len({wave for wave, _ in loads})
    assert faults(block) == {}


def test_the_stop_is_said_beside_the_lift() -> None:
    block = block_with("dumbbell_lateral_lunge")
    notes = [
        item.note
        for session in block.weeks[-1].sessions
        for item in session.items
        if item.exercise == "dumbbell_lateral_lunge"
    ]
    assert notes
    assert all(note.startswith("Stop for 2 s at the bottom") for note in notes)
    assert not any("stays the whole block" in note for note in block.notes if "lunge" in note)


@pytest.mark.parametrize(
    ("numbers", "changes", "fault"),
    [
        ({9}, {"tempo": "2-0-1", "reps": "6-12", "note": ""}, "goes from rung 3 to 2"),
        ({1, 2, 3}, {"tempo": "2-2-1"}, "begins on another rung"),
        ({3}, {"tempo": "2-2-1"}, "goes from rung 3 to 2"),
        ({9}, {"exercise": "bodyweight_lateral_lunge", "tempo": "2-0-1"}, "from rung 3 to 1"),
    ],
)
def test_the_audit_sees_a_stop_where_none_belongs(
    numbers: set[int], changes: dict[str, Any], fault: str
) -> None:
    wrong = with_item(
        block_with("dumbbell_lateral_lunge"), numbers, "dumbbell_lateral_lunge", **changes
    )
    assert any(fault in each for each in faults(wrong)["ladders"])


def test_the_audit_sees_two_rungs_at_once() -> None:
    block = plain_block()
    seen = items(block, "dumbbell_split_squat", "front_rack_split_squat")
    wrong = with_item(block, {seen[0][0]}, "dumbbell_split_squat", tempo="2-2-1")
    assert any("goes from rung 1 to 3" in each for each in faults(wrong)["ladders"])


def test_the_audit_sees_a_stop_with_too_many_repetitions() -> None:
    block = block_with("dumbbell_lateral_lunge")
    wrong = with_item(block, {9}, "dumbbell_lateral_lunge", reps="6-12")
    assert "doses" in faults(wrong)


def test_the_audit_sees_a_lift_that_stays_and_does_not_say_why() -> None:
    block = block_with("tempo_front_rack_split_squat", level="advanced")
    assert "ladders" not in faults(block)
    quiet = tuple(note for note in block.notes if "stays the whole block" not in note)
    found = faults(block.model_copy(update={"notes": quiet}))["ladders"]
    assert "tempo_front_rack_split_squat: stays and does not say why" in found


# ---- a set given up ------------------------------------------------------------------------------


def test_where_minutes_alone_are_short_a_set_makes_room() -> None:
    block = tight("dumbbell_split_squat")
    text = " ".join(note for week in block.weeks for note in week.notes)
    assert "Front-rack split squat in place of Dumbbell split squat" in text
    assert "gives up a set on Tue of week A for the longer set-up." in text
    base = {i.exercise: i.sets for s in block.pair.a.sessions for i in s.items}
    last = {i.exercise: i.sets for s in block.week(11).sessions for i in s.items}
    fewer = {name: base[name] - sets for name, sets in last.items() if sets < base.get(name, 0)}
    assert list(fewer.values()) == [1]
    assert faults(block) == {}


def given(block: Block) -> str:
    base = {i.exercise: i.sets for s in block.pair.a.sessions for i in s.items}
    return next(
        i.exercise
        for s in block.week(11).sessions
        for i in s.items
        if i.sets < base.get(i.exercise, 0)
    )


def test_the_audit_sees_sets_given_up_for_nothing_or_too_many() -> None:
    block = tight("dumbbell_split_squat")
    name = given(block)
    early = with_item(block, {1, 2, 3, 4}, name, sets=2)
    assert any("0 steps need them" in each for each in faults(early)["given-up"])
    wrong = with_item(block, set(range(6, 12)), name, sets=1)
    assert any("falls from 3 to 1" in each for each in faults(wrong)["given-up"])
    more = with_item(block, {9, 11}, "standing_calf_raise", sets=2)
    assert any("steps need them" in each for each in faults(more)["given-up"])
    roomy = with_item(
        block_with("dumbbell_split_squat", minutes=120),
        set(range(6, 12)),
        "cable_pallof_press",
        sets=2,
    )
    assert any("there are minutes for it" in each for each in faults(roomy)["given-up"])
    back = with_item(block, {11}, name, sets=3)
    assert any("rises from 2 to 3" in each for each in faults(back)["given-up"])


# ---- the next block ------------------------------------------------------------------------------


def test_the_next_block_goes_on_with_the_stop() -> None:
    lift = "dumbbell_lateral_lunge"
    block = block_with(lift)
    found = plan_next(block, Log(), None, catalogue())
    assert found.stopped == (lift, BULGARIAN)
    assert lift in found.scenario.favour
    assert lift not in found.avoid
    assert any(f"{lift} goes on with its stop" in line for line in kept(found, block.pair))
    after = make_block(
        found.scenario, catalogue(), weeks=12, pair=block.pair, stopped=found.stopped
    )
    assert {tempo for *_, tempo in items(after, lift)} == {"2-2-1"}
    assert faults(after) == {}
    still = [note for note in after.notes if "stays the whole block" in note]
    assert any("it has a stop at the bottom already" in note for note in still)
    assert plan_next(after, Log(), None, catalogue()).stopped == (lift, BULGARIAN)


def test_the_audit_sees_a_block_that_does_not_go_on_with_the_stop() -> None:
    block = block_with("dumbbell_lateral_lunge")
    settings = block.settings.model_copy(update={"stopped": ("dumbbell_lateral_lunge",)})
    wrong = faults(block.model_copy(update={"settings": settings}))["ladders"]
    assert any("begins on another rung" in each for each in wrong)
    settings = block.settings.model_copy(update={"stopped": ("dumbbell_step_up",)})
    wrong = faults(block.model_copy(update={"settings": settings}))["ladders"]
    assert any("is not in it" in each for each in wrong)


def test_a_stop_of_what_is_not_in_the_weeks_is_let_go() -> None:
    block = make_block(
        None, catalogue(), weeks=8, pair=plain_pair(), stopped=["dumbbell_step_up", "back_squat"]
    )
    assert block.settings.stopped == ()
