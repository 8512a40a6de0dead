"""A deload has about half of the sets, and loads within a tenth of those before it (D7, G11)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from solver.blocks.block import Block, Week
from solver.blocks.make import make_block
from solver.blocks.programs import program_pair
from solver.errors import InputError
from tests.blocks.test_block import LENGTHS, audited, item_of, with_item
from tests.blocks.weeks import catalogue, plain_block


@pytest.mark.parametrize("weeks", LENGTHS)
def test_a_deload_is_at_most_a_tenth_lighter_than_the_week_before(weeks: int) -> None:
    block = plain_block(weeks)
    last: dict[str, Week] = {}
    seen = 0
    for week in block.weeks:
        if week.kind == "loading":
            last[week.letter] = week
            continue
        for session, loaded in zip(week.sessions, last[week.letter].sessions, strict=True):
            assert session.intensity == loaded.intensity
            for item, done in zip(session.items, loaded.items, strict=True):
                if item.load and done.load:
                    now, before = (int(each.split()[1]) for each in (item.load, done.load))
                    assert 0.9 * before <= now <= before
                    seen += 1
    assert seen >= 3


def test_the_audit_sees_a_deload_that_is_too_light_or_too_heavy() -> None:
    def depth(number: int, **fields: Any) -> str:
        broken = with_item(plain_block(), number, "deadlift", **fields)
        return " ".join(audited(broken)["deload-depth"])

    now = item_of(plain_block().week(5), "deadlift")
    before = item_of(plain_block().week(3), "deadlift")
    assert now.load
    assert before.load
    assert "% of the load of week 3" in depth(5, load="about 60 % of 1RM")
    assert "% of the load of week 3" in depth(5, load="about 90 % of 1RM")
    assert "% of the load of week 3" in depth(5, reps="2-3")
    assert "% of the load of week 3" in depth(5, reps="8-15")


UNEVEN = """\
title: Uneven
scenario: {days: [mon], minutes: 90, equipment: full_gym, split: none}
sets: SETS
weeks:
  A: {mon: {items: [ITEMS]}}
  B: {mon: {items: [ITEMS]}}
"""
ROW, CURL = "chest_supported_row", "dumbbell_curl"
PLAIN = f"{{exercise: back_squat}}, {{exercise: {ROW}}}, {{exercise: {CURL}}}"
PAIR = "{exercise: ROW, sets: FIRST, superset: A}, {exercise: CURL, sets: SECOND, superset: A}"


def uneven(folder: Path, items: str, sets: int = 3) -> Block:
    path = folder / "mine.yaml"
    path.write_text(UNEVEN.replace("ITEMS", items).replace("SETS", str(sets)), encoding="utf-8")
    return make_block(None, catalogue(), weeks=8, pair=program_pair(path, catalogue()))


@pytest.mark.parametrize(("first", "second"), [(6, 1), (1, 6), (5, 2), (2, 7), (4, 4)])
def test_no_exercise_of_a_superset_has_more_sets_in_a_deload(
    first: int, second: int, tmp_path: Path
) -> None:
    text = PAIR.replace("ROW", ROW).replace("CURL", CURL)
    text = text.replace("FIRST", str(first)).replace("SECOND", str(second))
    block = uneven(tmp_path, text)
    assert "deload-depth" not in audited(block)
    deload = block.week(8)
    assert item_of(deload, ROW).sets <= first
    assert item_of(deload, CURL).sets <= second


def test_where_many_have_a_single_set_the_others_give_more(tmp_path: Path) -> None:
    items = "{exercise: back_squat, sets: 10}, " + ", ".join(
        f"{{exercise: {name}, sets: 1}}" for name in (ROW, CURL, "face_pull", "wrist_curl", "plank")
    )
    block = uneven(tmp_path, items)
    assert "deload-depth" not in audited(block)
    assert item_of(block.week(8), "back_squat").sets == 4  # with five others 9 of 15


@pytest.mark.parametrize(
    ("items", "sets"),
    [
        (PLAIN, 1),  # at least one of each is all of them
        ("{exercise: back_squat}", 3),  # a third or two thirds
    ],
)
def test_sets_that_no_deload_halves_are_refused(items: str, sets: int, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no deload.* 40 to 60 %.* more sets"):
        uneven(tmp_path, items, sets)
    assert uneven(tmp_path, items, sets + 1)


def test_where_a_superset_gives_two_sets_at_once_another_has_more(tmp_path: Path) -> None:
    pair = PAIR.replace("ROW", ROW).replace("CURL", CURL)
    pair = pair.replace("FIRST", "2").replace("SECOND", "4")
    block = uneven(tmp_path, f"{{exercise: back_squat, sets: 2}}, {pair}")
    assert "deload-depth" not in audited(block)
    assert sum(item.sets for item in block.week(8).sessions[0].items) == 4  # of 8
