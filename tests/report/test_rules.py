from __future__ import annotations

import json
from typing import Any

import pytest

from solver.report.markdown import escape
from solver.report.rules import rule_bounds, rules_json, rules_markdown, rules_text
from solver.rules import AnyRule, Tier
from solver.rules.kinds import RULE
from solver.scenario import Scenario
from tests.report.samples import catalogue
from tests.tiny import hard_sets, make_rule

RULES = Scenario().make_rules(catalogue())


def flat(text: str) -> str:
    return " ".join(text.split())


SETS = hard_sets(pattern="squat")


def floors(*lowers: float, **fields: Any) -> list[AnyRule]:
    """Return a family of rules, one for each lower bound."""
    return [
        make_rule(
            "bound",
            f"floor.big_{name}",
            title=f"Big {name}: at least {lower} sets",
            measure=SETS,
            lower=lower,
            **fields,
        )
        for name, lower in zip("abcdef", lowers, strict=False)
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (make_rule("bound", measure=SETS, lower=8), "≥ 8"),
        (make_rule("bound", measure=SETS, upper=10, scope="session"), "≤ 10 each session"),
        (make_rule("ratio", over=SETS, under=SETS, lower="2/3", upper=1), "0.67 to 1"),
        (make_rule("implies", when=SETS, then=SETS, at_least=1), "≥ 1"),
        (make_rule("spread", measures=[SETS, SETS], at_most=2), "≤ 2 times"),
        (
            make_rule("spacing", above=4, hours=48, heavy=9, heavy_hours=72),
            "48 h; 72 h from 9 sets",
        ),
        (make_rule("structure", tier="physical", check="repeats", limit=2), "≤ 2"),
        (make_rule("structure", tier="physical", check="minutes"), ""),
        (make_rule("apart", where={"role": "main"}, hours=48), "48 h"),
        (make_rule("load_kinds", at_most=5), "≤ 5"),
        (make_rule("even_sessions", within=10), "≤ 10 min"),
        (make_rule("allowance", at_most=12, step=2), "12 free, then steps of 2"),
        (make_rule("variety"), ""),
    ],
)
def test_bounds_of_each_kind(rule: AnyRule, expected: str) -> None:
    assert rule_bounds(rule) == expected


def test_tiers_stand_in_their_order() -> None:
    text = rules_text(RULES)
    places = [text.index(f"\n{tier.value.capitalize()} (") for tier in Tier]
    assert places == sorted(places)
    assert text.startswith(f"{len(RULES)} rules")


def test_a_family_shares_an_entry() -> None:
    text = flat(rules_text(floors(8, 8, 8, weight=2, source="R1, D1", certainty="B")))
    assert "- floor.*: At least 8 sets, for each of 3: big_a, big_b, big_c" in text
    assert "≥ 8 · weight 2 · R1, D1 · certainty B" in text
    assert "floor.big_a" not in text


def test_a_family_has_the_range_of_its_bounds() -> None:
    text = flat(rules_text(floors(1, 4, 2)))
    assert "At least … sets, for each of 3" in text
    assert "≥ 1–4 · weight 1" in text
    capped = [rule.model_copy(update={"upper": 20.0}) for rule in floors(1, 4, 2)]
    assert "1–4 to 20 · weight 1" in flat(rules_text(capped))


def test_a_small_family_stands_apart() -> None:
    assert "- floor.big_a: Big a: at least 1 sets" in flat(rules_text(floors(1, 2)))


def test_every_rule_or_its_family_is_listed() -> None:
    text, marked = flat(rules_text(RULES)), rules_markdown(RULES)
    for rule in RULES:
        family = f"{rule.id.partition('.')[0]}.*" if "." in rule.id else rule.id
        assert f"- {family}:" in text
        assert f"| {escape(family)} |" in marked


def test_physical_rules_have_no_weight() -> None:
    rule = make_rule("structure", "sides", tier="physical", check="sides", source="R13")
    assert "- sides: The rule sides R13 · certainty D" in flat(rules_text([rule]))


@pytest.mark.parametrize("width", [40, 72, 120])
def test_no_line_is_wider_than_asked(width: int) -> None:
    assert max(map(len, rules_text(RULES, width).split("\n"))) <= width


def test_json_can_be_read_again() -> None:
    listed = json.loads(rules_json(RULES))
    assert [RULE.validate_python(each) for each in listed] == list(RULES)


def test_json_leaves_out_what_is_not_set() -> None:
    (listed,) = json.loads(rules_json([make_rule("bound", measure=SETS, lower=8)]))
    assert listed["measure"] == [{"count": "hard_sets", "where": {"pattern": ["squat"]}}]
    assert (listed["kind"], listed["tier"], listed["weight"]) == ("bound", "balance", 1)
    assert listed["lower"] == 8
    assert "upper" not in listed


def test_markdown_escapes_what_a_user_writes() -> None:
    wild = make_rule("variety", title="a|b <i>")
    assert r"a\|b &lt;i&gt;" in rules_markdown([wild])


def test_no_rules_are_no_error() -> None:
    assert rules_text([]).startswith("0 rules")
    assert json.loads(rules_json([])) == []
