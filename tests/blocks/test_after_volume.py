"""How many sets the next block may have of each group, after what was done and how it felt."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.blocks.after import plan_next
from solver.blocks.after_volume import half
from solver.blocks.audit import audit_block
from solver.blocks.block import Pair
from solver.blocks.held import not_held
from solver.blocks.log import Done, Log, Sore
from solver.blocks.make import make_block
from solver.blocks.report import block_text
from solver.plan import TierResult
from solver.rules import BoundRule, Tier
from tests.blocks.going_on import added, after, all_done, rule, upper
from tests.blocks.weeks import A, B, catalogue, make_plan, plain_pair


def test_a_sum_of_thirds_is_no_half_set_less() -> None:
    for sets in ((5.5, 7.5, 12), (1, 1, 1), (0.5, 2, 5)):
        mean = sum(each / 3 for each in sets)
        exact = Fraction(sum(map(Fraction, sets)), 3)
        assert half(mean * 1.2) == float(exact * Fraction(6, 5) * 2 // 1) / 2
    assert half(9.99) == 9.5


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
    for name, bound in bounds.items():
        most = max(week[name] for week in groups)
        floor = catalogue().groups[name].floor
        assert bound == max(floor, int(2 * (most + min(2, max(1, most / 5)))) / 2), name
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
