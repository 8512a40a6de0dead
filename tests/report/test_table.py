from __future__ import annotations

import dataclasses
import re

import pytest

from solver.auditing import audit
from solver.report.table import audit_text, plan_text
from solver.report.wording import measured, member_of
from solver.rules import Tier
from tests.report.samples import (
    WARM_UP,
    broken,
    catalogue,
    item,
    plan_with,
    sample_plan,
    sample_report,
    sample_scenario,
    sample_sessions,
    unproved_plan,
    verdict,
)

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_top_says_what_was_asked_and_what_is_proved() -> None:
    lines = plan_text(sample_plan()).split("\n")
    assert lines[0] == "2 days, dumbbells_bench, intermediate"
    assert lines[1] == "Proved optimal in all tiers in 3.9 s."
    assert "guardrails broken" in lines[2]
    assert lines[3].startswith("Balance score ")


def test_a_title_stands_above_the_description() -> None:
    named = sample_scenario().model_copy(update={"title": "Winter"})
    lines = plan_text(sample_plan(scenario=named)).split("\n")
    assert lines[:2] == ["Winter", "2 days, dumbbells_bench, intermediate"]


def test_an_unproved_plan_names_its_gaps() -> None:
    text = plan_text(unproved_plan())
    assert "Not proved after 3.9 s: balance 12, at best 9 (gap 3)." in text
    assert re.search(r"balance +12 +9 +gap 3", text)


def test_without_a_run_no_seconds_are_told() -> None:
    text = plan_text(sample_plan(run=None))
    assert "Proved optimal in all tiers.\n" in text
    assert "Seconds" not in text
    assert "worker" not in text


def test_sessions_in_order_with_their_exercises() -> None:
    text = plan_text(sample_plan())
    assert text.index("Monday · Session 1 · ") < text.index("Thursday · Session 2 · ")
    assert re.search(r" 1 Dumbbell bench press +main +4 × 6–10 +2 +2:30", text)
    assert re.search(r"Dumbbell single-leg RDL +accessory +3 × 6–12 each side ", text)
    assert re.search(r"Plank +core +3 × 20–60 s +– ", text)
    for session in sample_sessions():
        positions = [text.index(each.name) for each in session.items]
        assert positions == sorted(positions)


def test_started_minutes_count() -> None:
    session = sample_sessions()[0].model_copy(
        update={"minutes": 44.2, "budget_minutes": 45, "title": "Pull"}
    )
    assert "Monday · Pull · 45 of 45 min" in plan_text(sample_plan(sessions=(session,)))


def test_what_a_plan_may_have_besides() -> None:
    plan = plan_with(item(load="24 kg", superset="A"), warm_up=WARM_UP, kind="upper_body")
    text = plan_text(plan)
    assert "Monday · Session 1 · upper body · 50 of 60 min" in text
    assert "Warm-up, 4 min: crocodile breathing, light hinge" in flat(text)
    assert re.search(r"Hammer curl .* 24 kg +A\n", text)
    assert "same letter alternate" in flat(text)
    assert "same letter alternate" not in flat(plan_text(sample_plan()))


def test_every_guardrail_is_shown_with_its_mark() -> None:
    rules = (
        verdict("one", measured=1.3, lower=1.25, upper=1.5),
        broken("two"),
        verdict("three", holds=None),
    )
    text = plan_text(sample_plan(rules=rules))
    assert re.search(r"✓ +The rule one +1.3 +1.25 to 1.5\n", text)
    assert re.search(r"✗ +The rule two \(two\) +5.5 +≥ 8 +short by 2.5\n", text)
    assert re.search(r"– +The rule three \(three\) +10 +≥ 8 +not applicable\n", text)
    assert text.index("rule two") < text.index("rule one") < text.index("rule three")
    assert "Guardrails: 1 hold, 1 broken, 1 not applicable" in text


def test_no_guardrail_of_a_real_plan_is_missing() -> None:
    text = plan_text(sample_plan(), width=1000)
    guardrails = [rule for rule in sample_plan().rules if rule.tier is Tier.GUARDRAILS]
    assert {rule.holds for rule in guardrails} == {True, False, None}
    for rule in guardrails:
        alone = rule.title if rule.holds else f"{rule.title} ({rule.id})"
        member = member_of(rule) or rule.title.partition(": ")[2]
        assert alone in text or (rule.holds and f"{member} {measured(rule)}" in text), rule.id


def test_guardrails_of_one_template_share_a_row_while_they_hold() -> None:
    names = ("chest", "upper_back", "core")
    rules = [
        verdict(f"group-floor.{name}", title=f"{name}: at least 8 sets", measured=8 + place)
        for place, name in enumerate(names)
    ]
    text = plan_text(sample_plan(rules=rules))
    assert re.search(r"✓ +At least 8 sets: chest 8, upper back 9, core 10 +8–10 +≥ 8\n", text)
    rules[0] = broken("group-floor.chest", title="Chest: at least 8 sets")
    assert re.search(
        r"✗ +Chest: at least 8 sets \(group-floor.chest\) +5.5", plan_text(sample_plan(rules=rules))
    )


def test_wishes_are_told_only_where_missed() -> None:
    rules = (
        verdict("held", tier="balance"),
        broken("missed", tier="balance"),
        verdict("allowance-balance", tier="balance", measured=5, lower=None, upper=12),
    )
    text = plan_text(sample_plan(rules=rules))
    assert "Balance: 1 hold, 1 missed" in text
    assert "The rule held" not in text
    assert "↓  The rule missed (missed)" in text
    assert "they cost 5, of which up to 12 are free; 0 counts" in flat(text)


def test_missed_wishes_of_one_template_share_a_row() -> None:
    rules = [
        broken(f"group-target.{n}", title=f"{n}: 10 to 14 sets", tier="balance") for n in "abc"
    ]
    text = flat(plan_text(sample_plan(rules=rules)))
    assert "10 to 14 sets (group-target.*): a short by 2.5, b short by 2.5, c short by 2.5" in text


def test_tiers_with_value_bound_and_seconds() -> None:
    text = plan_text(sample_plan())
    assert re.search(r"guardrails +\d+ +\d+ +proved +0.3 ", text)
    assert "3.9 s in all with 2 workers; further steps: start 1.2 s" in text


def test_notes_stand_at_the_end() -> None:
    text = plan_text(sample_plan(notes=("Mind the gap.",)))
    assert text.index("Balance score") < text.index("  - Mind the gap.")
    assert "Notes" not in plan_text(sample_plan())


@pytest.mark.parametrize("width", [20, 40, 72, 100, 120])
def test_no_line_is_wider_than_asked(width: int) -> None:
    text = plan_text(sample_plan(notes=("A note " * 30,)), width=width)
    assert max(map(len, text.split("\n"))) <= max(width, 40)
    assert not [line for line in text.split("\n") if line != line.rstrip()]


def test_colour_adds_nothing_but_colour() -> None:
    plain, coloured = plan_text(sample_plan()), plan_text(sample_plan(), colour=True)
    assert "\x1b" not in plain
    assert "\x1b[31m" in coloured
    bare = [line.rstrip() for line in ANSI.sub("", coloured).split("\n")]
    assert bare == plain.split("\n")


def test_a_hostile_name_does_no_harm() -> None:
    text = plan_text(plan_with(item(name="[bold]x\x1b[2J\n" + "漢" * 300)), colour=True)
    assert "[bold]x�[2J" in text
    assert "\x1b[2J" not in text


def test_a_plan_without_rules_or_items_can_be_shown() -> None:
    text = plan_text(sample_plan(rules=(), score_parts=(), sessions=plan_with().sessions, tiers=()))
    assert "No guardrail applies." in text


def test_an_accepted_audit_says_so_first() -> None:
    plan = sample_plan()
    report = audit(plan, catalogue())
    assert report.accepted
    text = audit_text(report)
    assert text.startswith("Accepted: ")
    assert "Hard sets a week, by muscle group" in text
    assert re.search(rf"guardrails +{report.costs[Tier.GUARDRAILS]} ", text)


def test_an_audit_names_what_is_wrong() -> None:
    rules = (broken("group-cap.core", title="Too much", tier="physical"), *sample_report().rules)
    report = dataclasses.replace(
        sample_report(), rules=rules, differences=("balance_score: the plan says 99",)
    )
    lines = audit_text(report).split("\n")
    assert lines[0] == (
        "Not accepted; physical rules broken: 1; figures that differ from what the audit finds: 1."
    )
    assert lines[1:3] == [
        "  - Too much (group-cap.core): short by 2.5",
        "  - balance_score: the plan says 99",
    ]


def test_a_forged_plan_is_not_accepted() -> None:
    report = audit(sample_plan(balance_score=99.0), catalogue())
    text = audit_text(report, width=120)
    assert text.startswith("Not accepted; figures that differ")
    assert "balance_score: the plan says 99.0" in text
