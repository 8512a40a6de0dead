from __future__ import annotations

import dataclasses
import re

import pytest

from solver.auditing import audit
from solver.plan import DISCLAIMER
from solver.report.table import audit_text, plan_text
from solver.report.verdicts import measured, member_of
from solver.rules import Tier
from tests.report.samples import (
    WARM_UP,
    broken,
    catalogue,
    coached_plan,
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
    assert re.search(r" 1 +Dumbbell bench press +main +4 × 6–10 +2 +2-0-1 +2:30", text)
    assert re.search(r"Dumbbell single-leg RDL ¹ ² +accessory +3 × 6–12 each side ", text)
    assert re.search(r"Plank +core +3 × 20–60 s +– ", text)
    for session in sample_sessions():
        positions = [text.index(each.name) for each in session.items]
        assert positions == sorted(positions)


def test_started_minutes_count() -> None:
    session = sample_sessions()[0].model_copy(
        update={"minutes": 44.2, "budget_minutes": 45, "title": "Pull"}
    )
    assert "Monday · Pull · 45 of 45 min" in plan_text(sample_plan(sessions=(session,)))


def test_the_kind_of_a_session_is_not_said_twice() -> None:
    text = plan_text(coached_plan())
    assert "\nMonday · Upper A · heavy · 56 of 75 min · supersets save 2 min\n" in text
    assert "\nTuesday · Lower A · heavy · 60 of 75 min\n" in text
    untitled = plan_with(item(), title="", kind="upper_a")
    assert "\nMonday · upper a · 50 of 60 min\n" in plan_text(untitled)


def test_the_warm_up_is_a_short_block() -> None:
    text = plan_text(coached_plan())
    assert (
        "  Warm-up, 12 min\n    Breath      90/90 breathing 1:00\n    Activation  Wall slide"
        in text
    )
    assert (
        "    Ramp        Barbell bench press: 6 × 40 %, 6 × 80 %\n"
        "                Chest-supported dumbbell row: 6 × 40 %, 6 × 80 %\n"
    ) in text


def test_supersets_are_marked_and_explained() -> None:
    text = plan_text(coached_plan())
    assert re.search(
        r" 3 +A1 +Cable face pull .* 0:15\n +4 +A2 +Cable lateral raise .* 1:30\n", text
    )
    assert "A1, A2: a superset, done in turns." in flat(text)
    assert "superset" not in plan_text(sample_plan(rules=()))


def test_a_note_stands_once() -> None:
    text = plan_text(coached_plan())
    weaker = "Weaker side first; the other matches its repetitions."
    assert text.count(weaker) == 1
    assert f"  ¹ {weaker}\n  ² Rung 2 of 4: " in text
    assert re.search(r"Cable lateral raise ¹ .*", text)
    assert re.search(r"Dumbbell split squat ¹ ² .*", text)
    assert "¹" not in plan_text(plan_with(item()))


def test_no_session_is_wider_than_a_hundred_columns() -> None:
    long = item(
        name="Single-arm single-leg deficit Romanian deadlift to row and press " * 3, sides=2
    )
    for plan in (
        coached_plan(),
        plan_with(long, item(note="A cue. " * 30, tempo="very slow " * 5)),
    ):
        text = plan_text(plan, width=100)
        assert max(map(len, text.split("\n"))) <= 100
        assert "…" not in text.partition("Hard sets a week")[0]


def test_what_a_plan_may_have_besides() -> None:
    plan = plan_with(item(load="24 kg"), warm_up=WARM_UP)
    text = plan_text(plan)
    assert "  Warm-up, 4 min\n    Breath   crocodile breathing 1:30\n" in text
    assert "    Pattern  light hinge 1:40\n" in text
    assert re.search(r"Hammer curl .* 24 kg\n", text)


def test_advice_stands_before_the_disclaimer() -> None:
    text = plan_text(coached_plan())
    advice = text.index("\nAround the training ─")
    assert text.index("Balance score ") < advice < text.index(DISCLAIMER[:40])
    assert "\n  - Sleep: aim for 7–9 hours a night.\n" in text[advice:]
    assert "Around the training" not in plan_text(sample_plan())


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
    plan = sample_plan(notes=("A note " * 30,), advice=("Advice " * 30,))
    text = plan_text(plan, width=width)
    text += plan_text(coached_plan(), width=width)
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
