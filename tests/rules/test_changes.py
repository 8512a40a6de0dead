"""Rules that a person changes, switches off or adds."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from solver.rules import (
    AllowanceRule,
    BoundRule,
    RatioRule,
    SpacingRule,
    StimulusRule,
    Structure,
    StructureRule,
    Tier,
    Wishes,
    standard_rules,
)
from solver.rules.kinds import KINDS
from solver.scenario import make_scenario
from tests.rules.asking import CATALOGUE, CHEST, SETS, STANDARD, bound, own, refusal, rules

# ---- changed ----------------------------------------------------------------------------------


def test_a_rule_can_be_switched_off_alone_or_with_all_its_like() -> None:
    assert "variety" not in rules(rules={"variety": False})
    assert "variety" not in rules(rules={"variety": "off"})
    found = rules(rules={"group-target": {"off": True}})
    assert not [name for name in found if name.startswith("group-target")]
    stimulus = found["stimulus"]
    assert isinstance(stimulus, StimulusRule)
    assert stimulus.tops == {name: group.cap for name, group in CATALOGUE.groups.items()}
    one = rules(rules={"group-target.chest": "off"})
    assert "group-target.chest" not in one
    assert "group-target.lats" in one


def test_every_rule_but_those_of_structure_and_the_last_can_be_switched_off() -> None:
    free = [rule.id for rule in STANDARD if not isinstance(rule, StructureRule | StimulusRule)]
    left = rules(rules=dict.fromkeys(free, "off"))
    assert len(left) == len(Structure) + 1


def test_numbers_can_be_changed() -> None:
    found = rules(
        rules={
            "group-floor": {"lower": 6, "weight": 4},
            "pull-push": {"lower": "1", "upper": "7/4", "tier": "balance"},
            "recovery": {"hours": 24, "heavy_hours": "48"},
            "trunk-families": {"at_most": 3},
            "overhead-with-serratus": {"at_least": 2},
            "staples": {"too_light": 0, "offer_within": 4},
            "load-kinds": {"at_most": 3},
            "even-sessions": {"within": 0},
            "allowance-balance": {"at_most": 0, "step": 1},
            "repeats": {"limit": 1},
        }
    )
    assert {bound(found, f"group-floor.{group}") for group in CATALOGUE.groups} == {(6, None)}
    pull, recovery = found["pull-push"], found["recovery"]
    assert isinstance(pull, RatioRule)
    assert (pull.lower, pull.upper, pull.tier) == (Fraction(1), Fraction(7, 4), Tier.BALANCE)
    assert isinstance(recovery, SpacingRule)
    assert (recovery.hours, recovery.heavy_hours) == (24, 48)
    allowance, repeats = found["allowance-balance"], found["repeats"]
    assert isinstance(allowance, AllowanceRule)
    assert (allowance.at_most, allowance.step) == (0, 1)
    assert isinstance(repeats, StructureRule)
    assert repeats.limit == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"sets": (2, 20)},
        {"rules": {"group-floor": {"lower": 2}}},
        {"rules": {"group-floor": {"lower": "2"}}},
    ],
)
def test_a_floor_that_is_lowered_takes_its_step_along(fields: dict[str, Any]) -> None:
    """Else a week that keeps every floor would be charged for what lies between."""
    made = {rule.id: rule for rule in make_scenario(fields).make_rules(CATALOGUE)}
    floor = made["group-floor.lats"]
    assert isinstance(floor, BoundRule)
    assert floor.lower == 2
    assert [step.below for step in floor.steps] == [2]


def test_a_change_reaches_an_added_rule_too() -> None:
    added = own(kind="bound", measure=SETS, upper=60)
    assert bound(rules(add_rules=[added], rules={"own": {"upper": 50}}), "own") == (None, 50)
    assert "own" not in rules(add_rules=[added], rules={"own": False})


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("pull-pus", False, "rules: there is no rule 'pull-pus' (did you mean 'pull-push'?); `eve"),
        (
            "group-targets",
            False,
            "rules: there is no rule 'group-targets' (did you mean 'group-tar",
        ),
        ("group-target.chst", False, "rules: there is no rule 'group-target.chst' (did you mean"),
        ("", False, "rules: there is no rule ''; `evenset rules` lists them"),
        ("x" * 5000, False, "rules: there is no rule 'xxx"),
        ("minutes", False, "rules.minutes: this rule holds by the structure of a plan and cannot"),
        ("sides", {"tier": "balance"}, "rules.sides: this rule holds by the structure of a plan"),
        ("stimulus", "off", "rules.stimulus: the last objective cannot be switched off; drop the"),
        ("stimulus", {"tier": "balance"}, "rules.stimulus.tier: must be stimulus for this kind"),
        ("variety", {"tier": "stimulus"}, "rules.variety.tier: only the stimulus rule stands in"),
        ("variety", {"tier": "soft"}, "rules.variety.tier: 'soft' is not known; use one of"),
        ("variety", {"tier": "blance"}, "rules.variety.tier: 'blance' is not known (did you mean"),
        ("allowance-balance", {"tier": "physical"}, "rules.allowance-balance.tier: physical rules"),
        (
            "allowance-balance",
            {"tier": "plainness"},
            "rules.allowance-balance: there can be only one rule of kind allowance of plainness",
        ),
        (
            "variety",
            {"lower": 2},
            "rules.variety.lower: a rule of kind 'variety' has no such field",
        ),
        (
            "pull-push",
            {"hours": 2},
            "rules.pull-push.hours: a rule of kind 'ratio' has no such fie",
        ),
        ("pull-push", {"lower": 2}, "rules.pull-push: lower 2 is above upper 3/2; swap them"),
        ("pull-push", {"lower": "a/b"}, "rules.pull-push: lower: must be a number or a fraction"),
        ("pull-push", {"lower": "1/0"}, "rules.pull-push: lower: must be a number or a fraction"),
        ("pull-push", {"lower": "1e999999999"}, "rules.pull-push: lower: must be a number or a"),
        ("pull-push", {"lower": -1}, "rules.pull-push: lower: must lie between 0 and 100"),
        ("pull-push", {"lower": 1.33333}, "rules.pull-push: lower: must lie between 0 and 100"),
        ("pull-push", {"lower": True}, "rules.pull-push.lower: must be a number or a fraction"),
        ("pull-push", {"lower": [1]}, "rules.pull-push.lower: must be a number or a fraction"),
        ("pull-push", {"weight": 101}, "rules.pull-push.weight: must be 100 or less, not 101"),
        ("pull-push", {"weight": 1.5}, "rules.pull-push.weight: must be a whole number, not 1.5"),
        ("pull-push", None, "rules.pull-push: must be off, or numbers such as {lower: 8}, not Non"),
        (
            "pull-push",
            True,
            "rules.pull-push: must be off, or numbers such as {lower: 8}, not True",
        ),
        (
            "pull-push",
            "on",
            "rules.pull-push: must be off, or numbers such as {lower: 8}, not 'on'",
        ),
        ("group-floor.chest", {"lower": 8.3}, "rules.group-floor.chest: "),
        ("group-floor.chest", {"lower": "ten"}, "rules.group-floor.chest: lower: must be a number"),
        (
            "group-floor.chest",
            {"lower": 501},
            "rules.group-floor.chest: lower: must be 500 or less",
        ),
        ("group-target.chest", {"lower": 15}, "rules.group-target.chest: lower 15"),
        ("recovery", {"hours": 100}, "rules.recovery: heavy and heavy_hours are at least above"),
        ("recovery", {"hours": 1.5}, "rules.recovery: hours: must be a whole number, not 1.5"),
        ("repeats", {"limit": 0}, "rules.repeats: limit: must be 1 or more, not 0"),
        ("minutes", {"limit": 5}, "rules.minutes.limit: this rule has no number to change; drop"),
        ("load-kinds", {"at_most": 0}, "rules.load-kinds: at_most: must be 1 or more, not 0"),
    ],
)
def test_a_wrong_change_is_named(name: str, change: Any, says: str) -> None:
    assert refusal(rules={name: change}).startswith(says)


def test_what_a_rule_has_is_listed_where_a_field_does_not_fit() -> None:
    assert refusal(rules={"variety": {"lower": 1}}).endswith("; it has tier, weight")
    assert refusal(rules={"pull-push": {"hours": 1}}).endswith(
        "; it has lower, tier, upper, weight"
    )


# ---- added ------------------------------------------------------------------------------------

ADDED: list[dict[str, Any]] = [
    {"kind": "bound", "measure": SETS, "upper": 60},
    {"kind": "bound", "measure": [CHEST, SETS | {"times": -1}], "lower": 0.5, "scope": "session"},
    {"kind": "bound", "measure": CHEST, "lower": 8, "steps": [{"below": 4, "weight": 3}]},
    {"kind": "ratio", "over": CHEST, "under": SETS, "lower": "1/10", "upper": 0.5, "both": False},
    {"kind": "implies", "when": SETS, "then": CHEST, "at_least": 2},
    {"kind": "spread", "measures": [SETS, CHEST], "at_most": "5/2"},
    {"kind": "spacing", "above": 4, "hours": 24, "heavy": 8, "heavy_hours": 48},
    {"kind": "apart", "where": {"role": "main"}, "hours": 48},
    {"kind": "superset", "first": {"pattern": "elbow_flexion"}, "second": {"pattern": "wrist"}},
    {"kind": "usual_doses"},
    {"kind": "variety"},
    {"kind": "favourites"},
    {"kind": "load_kinds", "at_most": 2},
    {"kind": "even_sessions", "within": 5},
    {"kind": "allowance", "at_most": 3, "step": 2},
    {"kind": "stimulus", "points": [[0, 0], [10, 40]], "tier": "stimulus"},
]


@pytest.mark.parametrize("fields", ADDED, ids=lambda fields: str(fields["kind"]))
def test_a_rule_of_each_kind_can_be_added(fields: dict[str, Any]) -> None:
    found = rules(add_rules=[own(**fields)])
    assert found["own"].kind == fields["kind"]
    assert len(found) == len(STANDARD) + 1
    again = make_scenario({"add_rules": [own(**fields)]}).model_dump_json()
    assert make_scenario({}).model_validate_json(again).model_dump_json() == again


def test_a_rule_of_which_there_is_one_is_added_in_its_place() -> None:
    odd = own(kind="oddness", tier="plainness", too_light=1)
    odd |= {"ranks": {"staple": 0, "common": 2, "niche": 4}, "loads": {"band": 1}}
    message = refusal(add_rules=[odd])
    assert message.startswith("add_rules.0: there can be only one rule of kind oddness; change")
    assert rules(add_rules=[odd], rules={"staples": "off"})["own"].kind == "oddness"
    again = own(kind="structure", check="minutes", tier="physical")
    message = refusal(add_rules=[again])
    assert message.startswith(
        "add_rules.0: there can be only one rule of kind structure of minutes"
    )


def test_the_added_kinds_are_all_there_are() -> None:
    assert {fields["kind"] for fields in ADDED} | {"oddness", "structure"} == set(KINDS)


SELECT: dict[str, Any] = {"kind": "bound", "upper": 3}


def where(**selector: Any) -> dict[str, Any]:
    return SELECT | {"measure": {"count": "hard_sets", "where": selector}}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"id": "pull-push", "kind": "variety"}, ".id: the rule id 'pull-push' is taken; choose"),
        ({"id": "Own rule", "kind": "variety"}, ".id: must be lower-case words joined by - . or _"),
        ({"title": "x", "kind": "variety"}, ".title: must have 3 characters or more, not 'x'"),
        ({"kind": "variety", "tier": "stimulus"}, ".tier: only the stimulus rule stands in the"),
        ({"kind": "variety", "tier": "gardrails"}, ".tier: 'gardrails' is not known (did you mean"),
        ({"kind": "variety", "wieght": 3}, ".wieght: no such field (did you mean 'weight'?); fiel"),
        ({"kind": "variaty"}, ": 'variaty' is not known (did you mean 'variety'?); use one of"),
        ({}, ": needs a kind, such as kind: bound"),
        ({"kind": "bound", "measure": SETS}, ": needs lower, upper, or both"),
        (SELECT, ".measure: is missing; add it"),
        (SELECT | {"measure": []}, ".measure: must have 1 entries or more, not []"),
        (SELECT | {"measure": "sets"}, ".measure: must be a list"),
        (SELECT | {"measure": {"count": "set"}}, ".measure.count: 'set' is not known; use one of"),
        (SELECT | {"measure": {"count": "hard_set"}}, ".measure.count: 'hard_set' is not known (d"),
        (SELECT | {"measure": {"count": "fractional_sets"}}, ".measure: fractional_sets need a mu"),
        (SELECT | {"measure": SETS | {"times": 99}}, ".measure.times: must be 20 or less, not 99"),
        (SELECT | {"measure": SETS | {"mucsle": "x"}}, ".measure.mucsle: no such field (did you m"),
        (SELECT | {"measure": CHEST | {"muscle": "chst"}}, ": there is no muscle 'chst' (did you "),
        (
            SELECT | {"measure": {"count": "group_sets", "group": "arms"}},
            ": there is no group 'arms'; use one of chest, lats",
        ),
        (where(direct="bicep"), ": there is no muscle 'bicep' (did you mean 'biceps'?); use one"),
        (where(trains=["lats", "quad"]), ": there is no muscle 'quad' (did you mean 'quads'?)"),
        (where(load="barbel"), ": there is no load 'barbel' (did you mean 'barbell'?); use one of"),
        (where(family="y_rase"), ": there is no family 'y_rase' (did you mean 'y_raise'?); `evens"),
        (where(exercise="bak_squat"), ": exercise: the catalogue has no exercise 'bak_squat' (did"),
        (where(exercise="RDL"), ": say 'rdl' instead of 'RDL'"),
        (where(pattern="squatt"), ".measure.where.pattern: 'squatt' is not known (did you mean"),
        (where(planes="frontal"), ".measure.where.planes: no such field (did you mean 'plane'?)"),
        (where(laterality="both"), ".measure.where.laterality: 'both' is not known; use one of"),
        (where(either=[{"either": [{"direct": "bicep"}]}]), ": there is no muscle 'bicep' (did yo"),
        (
            {"kind": "ratio", "over": SETS, "under": SETS, "lower": 2, "upper": 1},
            ": lower 2 is above upper 1; swap them",
        ),
        (
            {"kind": "spread", "measures": [SETS], "at_most": 2},
            ".measures: must have 2 entries or more",
        ),
        (
            {"kind": "bound", "measure": SETS, "lower": 4, "steps": [{"below": 5, "weight": 1}]},
            ".steps: lie below the lower bound, which is 4",
        ),
        (
            SELECT | {"measure": SETS, "scope": "session", "kinds": ["uper_a"]},
            ".kinds: there is no kind of session 'uper_a' (did you mean 'upper_a'?); use one of",
        ),
        ({"kind": "allowance", "tier": "physical"}, ".tier: physical rules have no allowance; ch"),
        ({"kind": "structure", "check": "minits"}, ".check: 'minits' is not known (did you mean"),
        (
            {"kind": "stimulus", "tier": "stimulus", "points": [[0, 0], [1, 2], [2, 8]]},
            ": points must rise, and ever more slowly",
        ),
        (
            {"kind": "oddness", "tier": "plainness", "ranks": {"staple": 0}, "too_light": 1},
            ".ranks: has no number for common, niche; add one",
        ),
        (
            {
                "kind": "oddness",
                "tier": "plainness",
                "ranks": {"staple": 0, "common": 1, "niche": 2},
                "too_light": 1,
                "loads": {"bands": 3},
            },
            ".loads: there is no load 'bands' (did you mean 'band'?); use one of bodyweight",
        ),
    ],
)
def test_a_wrong_added_rule_is_named(fields: dict[str, Any], says: str) -> None:
    first = own(id="first", kind="variety")
    off = {"staples": "off"} if fields.get("kind") == "oddness" else {}
    message = refusal(add_rules=[first, own(**fields)], rules=off)
    assert message.startswith(f"add_rules.1{says}"), message


def test_two_added_rules_of_one_id_are_refused() -> None:
    message = refusal(add_rules=[own(kind="variety"), own(kind="favourites")])
    assert message == "add_rules.1.id: the rule id 'own' is taken; choose another"


def test_no_more_than_fifty_rules_may_be_added() -> None:
    message = refusal(add_rules=[own(id=f"own-{n}", kind="variety") for n in range(51)])
    assert message.startswith("add_rules: must have 50 entries or fewer, not [{")


def test_no_wishes_are_the_default_scenario() -> None:
    assert standard_rules(CATALOGUE, Wishes()) == STANDARD
    assert tuple(rules().values()) == STANDARD
