from __future__ import annotations

import pytest

from solver.plan import RuleResult
from solver.report import verdicts
from solver.rules import Tier
from tests.report.samples import broken, verdict


def test_a_broken_rule_never_seems_to_stand_on_its_bound() -> None:
    rule = broken(measured=1.2476, lower=1.25)
    assert verdicts.measured(rule) == "1.2476"
    assert verdicts.measured(verdict(measured=1.2476, lower=1.0)) == "1.25"


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
    assert verdicts.miss(rule) == expected


def test_marks() -> None:
    below = broken(tier="balance")
    above = broken(tier="balance", lower=None, upper=2, measured=4)
    rules = [verdict(), verdict(holds=None), broken(), below, above]
    assert [verdicts.mark(rule) for rule in rules] == ["✓", "–", "✗", "↓", "↑"]


def test_guardrails_are_counted() -> None:
    assert verdicts.guardrails_line([verdict(), verdict()]) == "All 2 guardrails hold."
    some = [verdict(), broken(), verdict(holds=None)]
    line = "1 of 2 guardrails broken, named under Rules (1 not applicable)."
    assert verdicts.guardrails_line(some) == line
    assert verdicts.guardrails_line([]) == "No guardrail applies."


def test_a_tier_is_summed_up() -> None:
    assert verdicts.tier_line(Tier.PHYSICAL, [verdict()]) == "Physical: all 1 hold"
    some = [verdict(), broken(), verdict(holds=None)]
    assert verdicts.tier_line(Tier.BALANCE, some) == "Balance: 1 hold, 1 missed, 1 not applicable"
    assert verdicts.tier_line(Tier.GUARDRAILS, some[:2]) == "Guardrails: 1 hold, 1 broken"


def test_allowances_stand_apart_from_rules() -> None:
    rules = [verdict("a", tier="balance"), verdict("allowance-balance", tier="balance")]
    ((tier, asked, free),) = verdicts.rules_by_tier([*rules, verdict(tier="stimulus")])
    assert (tier, asked, free) == (Tier.BALANCE, rules[:1], rules[1:])


def test_families_are_neighbours_of_one_template() -> None:
    names = ["floor.a", "floor.b", "floor.c", "lone", "cap.a", "cap.b"]
    rules = [verdict(name) for name in names]
    grouped = verdicts.families(rules, verdicts.family_of)
    assert [(name, len(members)) for name, members in grouped] == [
        ("floor.*", 3),
        ("", 1),
        ("", 1),
        ("", 1),
    ]
    assert verdicts.member_of(verdict("floor.upper_back")) == "upper back"


def test_a_family_has_the_words_that_its_titles_share() -> None:
    titles = ["Chest: at least 8 sets", "Front delts: at least 2 sets"]
    assert verdicts.family_title(titles) == "At least … sets"
    assert verdicts.family_title(["A: one two", "B: one"]) == "One two"
