from __future__ import annotations

import pytest

from solver.plan import RuleResult, WarmUpStep
from solver.report import wording
from solver.rules import Tier
from solver.scenario import Scenario
from tests.report.samples import broken, item, plan_with, sample_plan, unproved_plan, verdict


@pytest.mark.parametrize(
    ("value", "expected"),
    [(8.0, "8"), (8.5, "8.5"), (0.6667, "0.67"), (None, "–"), (-0.001, "0"), (100.0, "100")],
)
def test_numbers_have_no_idle_zeros(value: float | None, expected: str) -> None:
    assert wording.number(value) == expected


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [(8, None, "≥ 8"), (None, 20, "≤ 20"), (1.25, 1.5, "1.25 to 1.5"), (2, 2, "= 2")],
)
def test_bounds(lower: float | None, upper: float | None, expected: str) -> None:
    assert wording.bounds(lower, upper) == expected
    assert wording.bounds(None, None) == ""


def test_a_broken_rule_never_seems_to_stand_on_its_bound() -> None:
    rule = broken(measured=1.2476, lower=1.25)
    assert wording.measured(rule) == "1.2476"
    assert wording.measured(verdict(measured=1.2476, lower=1.0)) == "1.25"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (verdict(), ""),
        (broken(), "short by 2.5"),
        (broken(lower=None, upper=20, measured=22.5), "over by 2.5"),
        (broken(lower=1, upper=1.5, measured=2, shortfall=1), "over by 1"),
        (broken(lower=1, upper=1.5, measured=None, shortfall=1), "short by 1"),
        (broken(lower=None, upper=None, measured=3, shortfall=3), "over by 3"),
    ],
)
def test_how_far_a_rule_is_missed(rule: RuleResult, expected: str) -> None:
    assert wording.miss(rule) == expected


def test_marks() -> None:
    below = broken(tier="balance")
    above = broken(tier="balance", lower=None, upper=2, measured=4)
    rules = [verdict(), verdict(holds=None), broken(), below, above]
    assert [wording.mark(rule) for rule in rules] == ["✓", "–", "✗", "↓", "↑"]


def test_the_scenario_is_named_by_its_title_or_described() -> None:
    assert wording.heading(Scenario()) == "4 days, full_gym, intermediate"
    assert wording.heading(Scenario(days=1, title="A  week\n")) == "A week"
    assert wording.described(Scenario(days=1, without=("barbell",))).startswith(
        "1 day, full_gym without barbell"
    )


def test_wishes_are_said() -> None:
    asked = Scenario.model_validate(
        {"pull_push": (1, 1), "sets": (8, 16), "protect": "knee", "rules": {"variety": "off"}}
    )
    assert wording.wishes(asked) == [
        "pull : push = 1",
        "sets of a group: 8 to 16",
        "spared: knee",
        "rules changed: variety",
    ]
    assert wording.wishes(Scenario()) == []


def test_proof() -> None:
    assert wording.proof(sample_plan()) == "Proved optimal in all tiers in 3.9 s."
    assert wording.proof(sample_plan(run=None)) == "Proved optimal in all tiers."
    gap = "Not proved after 3.9 s: balance 12, at best 9 (gap 3)."
    assert wording.proof(unproved_plan()) == gap


def test_guardrails_are_counted() -> None:
    assert wording.guardrails_line([verdict(), verdict()]) == "All 2 guardrails hold."
    some = [verdict(), broken(), verdict(holds=None)]
    line = "1 of 2 guardrails broken, named under Rules (1 not applicable)."
    assert wording.guardrails_line(some) == line
    assert wording.guardrails_line([]) == "No guardrail applies."


def test_a_tier_is_summed_up() -> None:
    assert wording.tier_line(Tier.PHYSICAL, [verdict()]) == "Physical: all 1 hold"
    some = [verdict(), broken(), verdict(holds=None)]
    assert wording.tier_line(Tier.BALANCE, some) == "Balance: 1 hold, 1 missed, 1 not applicable"
    assert wording.tier_line(Tier.GUARDRAILS, some[:2]) == "Guardrails: 1 hold, 1 broken"


def test_allowances_stand_apart_from_rules() -> None:
    rules = [verdict("a", tier="balance"), verdict("allowance-balance", tier="balance")]
    ((tier, asked, free),) = wording.rules_by_tier([*rules, verdict(tier="stimulus")])
    assert (tier, asked, free) == (Tier.BALANCE, rules[:1], rules[1:])


def test_doses() -> None:
    assert wording.dose(item()) == "3 × 8–12"
    assert wording.dose(item(sides=2, tempo="slow")) == "3 × 8–12 each side"
    assert wording.dose(item(reps="20-40 s")) == "3 × 20–40 s"
    assert wording.dose(item(reps="")) == "3 sets"
    assert wording.rest(item()) == "1:30"
    assert wording.rest(item(rest_seconds=0)) == "–"


def test_loads() -> None:
    assert wording.load(item(load="about 80 % of 1RM")) == "80 %"
    assert wording.load(item(load="24 kg")) == "24 kg"
    assert wording.load(item()) == ""


def test_minutes_saved_are_never_rounded_up() -> None:
    assert [wording.about(seconds) for seconds in (45, 60, 119, 360)] == [
        "45 s",
        "1 min",
        "1 min",
        "6 min",
    ]


def test_sentences_of_notes_are_numbered_once() -> None:
    items = (item(note="One. Two."), item(note="Two. Three at 2.5 s."), item())
    sessions = plan_with(*items).sessions
    numbers = wording.footnotes([*sessions, *sessions])
    assert numbers == {"One.": 1, "Two.": 2, "Three at 2.5 s.": 3}
    assert [wording.noted_name(each, numbers) for each in items] == [
        "Hammer curl ¹ ²",
        "Hammer curl ² ³",
        "Hammer curl",
    ]
    assert wording.superscript(10) == "¹⁰"


def test_ramp_sets_in_short() -> None:
    notes = (
        "6 easy reps at 40 % of the working weight",
        "1 easy rep a side at 80 % of the working weight",
        "2 easy reps as Chin-up",
    )
    ramp = [WarmUpStep(block="ramp", drill="pull_up", seconds=60, note=note) for note in notes]
    (session,) = plan_with(
        item(), warm_up=(*ramp, ramp[0].model_copy(update={"note": ""}))
    ).sessions
    line = "pull up: 6 × 40 %, 1 × 80 % a side, 2 easy reps as Chin-up, 1:00"
    assert wording.warm_up_blocks(session) == [("Ramp", [line])]


def test_an_item_without_a_name_goes_by_its_id() -> None:
    assert wording.item_name(item(name="")) == "hammer_curl"


def test_no_text_can_steer_a_terminal() -> None:
    assert wording.clean("a\x1b[31mb\u202ec\nd\te") == "a�[31mb�c d e"


def test_families_are_neighbours_of_one_template() -> None:
    names = ["floor.a", "floor.b", "floor.c", "lone", "cap.a", "cap.b"]
    rules = [verdict(name) for name in names]
    grouped = wording.families(rules, wording.family_of)
    assert [(name, len(members)) for name, members in grouped] == [
        ("floor.*", 3),
        ("", 1),
        ("", 1),
        ("", 1),
    ]
    assert wording.member_of(verdict("floor.upper_back")) == "upper back"


def test_a_family_has_the_words_that_its_titles_share() -> None:
    titles = ["Chest: at least 8 sets", "Front delts: at least 2 sets"]
    assert wording.family_title(titles) == "At least … sets"
    assert wording.family_title(["A: one two", "B: one"]) == "One two"


def test_spans() -> None:
    assert wording.span([8, 8.0]) == "8"
    assert wording.span([1, None, 4]) == "1–4"
    assert wording.span([None]) == ""
