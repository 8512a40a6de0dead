"""What A and B share: main lifts, and what is said of both (G14, R75)."""

from __future__ import annotations

from typing import Any

import pytest

from solver.blocks.audit import audit_pair
from solver.blocks.block import Pair
from solver.blocks.make import make_block
from solver.blocks.second import with_guardrails
from solver.blocks.table import block_table
from solver.plan import Plan
from solver.scenario import make_scenario
from tests.blocks.test_block import audited
from tests.blocks.weeks import B, catalogue, make_plan, plain_pair


def test_notes_of_one_week_name_it_and_others_are_said_once() -> None:
    pair = plain_pair()
    a, b = (
        week.model_copy(update={"notes": (*week.notes, "Of both.", own)})
        for week, own in ((pair.a, "Of one."), (pair.b, "Of the other."))
    )
    block = make_block(None, catalogue(), weeks=8, pair=Pair(a=a, b=b))
    assert block.notes.count("Of both.") == 1
    assert "Week A: Of one." in block.notes
    assert "Week B: Of the other." in block.notes
    assert not {"Of one.", "Of the other.", "Week A: Of both."} & set(block.notes)
    assert audited(block) == {}


def test_main_lifts_stay_from_a_to_b() -> None:
    def verdict(pair: Pair) -> tuple[str, ...]:
        return audit_pair(pair, catalogue()).finding("fortnight.main-lifts").faults

    def kinds(plan: Plan, *names: str) -> Plan:
        sessions = tuple(
            session.model_copy(update={"kind": name})
            for session, name in zip(plan.sessions, names, strict=True)
        )
        return plan.model_copy(update={"sessions": sessions})

    a, b = plain_pair().a, make_plan({**B, "tue": {**B["tue"], "trap_bar_deadlift": 3}})
    assert verdict(plain_pair()) == ()
    assert verdict(Pair(a=a, b=b)) == ("trap_bar_deadlift: in week B alone",)
    assert verdict(Pair(a=b, b=a)) == ("trap_bar_deadlift: in week A alone",)
    squat = kinds(a, "push", "legs_squat", "pull", "full")
    hinge = kinds(b, "push", "legs_hinge", "pull", "full")
    assert verdict(Pair(a=squat, b=hinge)) == ()  # R75
    both = kinds(a, "push", "legs_squat", "pull", "legs_hinge")
    other = kinds(b, "push", "legs_hinge", "pull", "legs_squat")
    assert verdict(Pair(a=both, b=other)) == ("trap_bar_deadlift: in week B alone",)


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ({}, {"tier": "guardrails", "weight": block_table().fortnight.weight}),
        ({"weight": 10, "lower": 2}, {"tier": "guardrails", "weight": 10, "lower": 2}),
        ({"tier": "plainness"}, {"tier": "plainness"}),
        ({"off": True}, {"off": True}),
    ],
)
def test_what_a_person_says_of_a_wish_of_the_fortnight_stays(
    said: dict[str, Any], becomes: dict[str, Any]
) -> None:
    name = sorted(block_table().fortnight.rules)[0]
    scenario = make_scenario({"split": "none", "rules": {name: said} if said else {}})
    made = with_guardrails(scenario, [name], "none", catalogue())
    change = made.rules[name].model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    assert change == becomes
