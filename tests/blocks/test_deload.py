"""Loads of a deload lie within a tenth of those of the week before it (D7, G11)."""

from __future__ import annotations

from typing import Any

import pytest

from solver.blocks.block import Week
from tests.blocks.test_block import LENGTHS, audited, item_of, with_item
from tests.blocks.weeks import plain_block


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
