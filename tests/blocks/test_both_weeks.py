"""What A and B share: main lifts, and what is said of both (G14, R75)."""

from __future__ import annotations

from solver.blocks.audit import audit_pair
from solver.blocks.block import Pair
from solver.blocks.make import make_block
from solver.plan import Plan
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
