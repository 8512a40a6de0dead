"""The standard rules, and what a person may change and add."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from solver.catalogue import BodyPart, Level, load_catalogue
from solver.catalogue.vocabulary import Pattern
from solver.errors import InputError
from solver.rules import (
    AllowanceRule,
    AnyRule,
    ApartRule,
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
from solver.rules.kinds import KINDS, RULE
from solver.rules.signs import find_signs, load_signs
from solver.rules.splits import splits_for
from solver.scenario import make_scenario

CATALOGUE = load_catalogue()
STANDARD = standard_rules(CATALOGUE)
CHEST = {"count": "fractional_sets", "muscle": "chest"}
SETS = {"count": "hard_sets"}


def rules(**fields: Any) -> dict[str, AnyRule]:
    scenario = make_scenario(fields).resolve(CATALOGUE)
    return {rule.id: rule for rule in scenario.make_rules(CATALOGUE)}


def own(**fields: Any) -> dict[str, Any]:
    base = {"id": "own", "title": "A rule of my own", "tier": "guardrails"}
    return base | fields


def refusal(**fields: Any) -> str:
    with pytest.raises(InputError) as found:
        rules(**fields)
    assert len(str(found.value)) < 1200
    return str(found.value)


def bound(found: dict[str, AnyRule], name: str) -> tuple[float | None, float | None]:
    rule = found[name]
    assert isinstance(rule, BoundRule)
    return rule.lower, rule.upper


# ---- as they stand ----------------------------------------------------------------------------


def test_ids_are_unique_and_every_rule_says_where_it_comes_from() -> None:
    assert max(Counter(rule.id for rule in STANDARD).values()) == 1
    assert all(rule.source for rule in STANDARD)
    sources = {rule.id: rule.source for rule in STANDARD}
    assert sources["present-carry"] == "R15, R29"
    assert sources["present-calf_bent"] == "R40"
    assert sources["present-frontal"] == "R10, P1"
    assert sources["present-vertical_pull"] == "R15, R100"
    assert all(rule.reason for rule in STANDARD if rule.source == "choice" and rule.weight > 1)


BARBELL = ("barbell-squat", "barbell-press", "barbell-hinge")


@pytest.mark.parametrize("level", Level)
def test_barbell_lifts_are_wished_from_intermediate_on(level: Level) -> None:
    found = rules(level=level.value)
    assert [name in found for name in BARBELL] == [level is not Level.BEGINNER] * len(BARBELL)
    free = next(r for r in STANDARD if isinstance(r, AllowanceRule) and r.tier is Tier.PLAINNESS)
    # One that is missing is no odd choice that goes free.
    assert all(found[name].weight > free.at_most for name in BARBELL if name in found)


@pytest.mark.parametrize(
    ("name", "lifts"),
    [
        ("barbell-squat", {"back_squat", "front_squat"}),
        ("barbell-press", {"barbell_bench_press", "incline_barbell_bench_press"}),
        ("barbell-hinge", {"deadlift", "rdl", "trap_bar_deadlift"}),
    ],
)
def test_what_is_a_barbell_lift(name: str, lifts: set[str]) -> None:
    (term,) = rules()[name].terms()
    assert {exercise.id for exercise in CATALOGUE if term.where.fits(exercise)} == lifts


def test_the_same_lift_on_neighbouring_days_is_no_odd_choice_that_goes_free() -> None:
    rule = rules()["lift-apart"]
    assert isinstance(rule, ApartRule)
    free = next(r for r in STANDARD if isinstance(r, AllowanceRule) and r.tier is Tier.PLAINNESS)
    assert rule.weight > free.at_most
    assert 24 < rule.hours <= 48
    lifts = {exercise.id for exercise in CATALOGUE if rule.where.fits(exercise)}
    assert {"rdl", "slow_rdl", "back_squat", "pull_up"} <= lifts
    assert lifts.isdisjoint({"dumbbell_single_leg_rdl", "plank", "dumbbell_lateral_raise"})


def test_dips_do_not_stand_in_for_pressing_overhead() -> None:
    rule = rules()["overhead-press"]
    free = next(r for r in STANDARD if isinstance(r, AllowanceRule) and r.tier is Tier.PLAINNESS)
    assert rule.weight > free.at_most
    (term,) = rule.terms()
    pressed = {exercise.id for exercise in CATALOGUE if term.where.fits(exercise)}
    assert {"overhead_press", "half_kneeling_landmine_press", "pike_push_up"} <= pressed
    vertical = {e.id for e in CATALOGUE if e.pattern is Pattern.VERTICAL_PUSH and e.hard}
    assert vertical - pressed == {"dip"}


def test_nothing_is_left_to_fill_in() -> None:
    assert not [rule for rule in STANDARD if "{" in f"{rule.id} {rule.title} {rule.reason}"]


def test_every_kind_and_tier_is_in_use() -> None:
    used = {rule.kind for rule in STANDARD}
    assert used == set(KINDS) - {"superset"}  # only sessions of a kind ask for one
    assert {rule.kind for rule in rules(split="upper_lower").values()} == set(KINDS)
    assert {rule.tier for rule in STANDARD} == set(Tier)
    structure = [rule for rule in STANDARD if isinstance(rule, StructureRule)]
    assert {rule.tier for rule in structure if not rule.check.is_finding} == {Tier.PHYSICAL}
    findings = [rule for rule in structure if rule.check.is_finding]
    assert [(rule.id, rule.tier, rule.weight) for rule in findings] == [
        ("grip-eve", Tier.BALANCE, 0)
    ]
    assert {rule.check for rule in structure} == set(Structure)


def test_a_rule_is_written_out_for_each_group_and_muscle() -> None:
    names = {rule.id for rule in STANDARD}
    assert {f"group-floor.{group}" for group in CATALOGUE.groups} <= names
    assert {f"session-cap.{muscle}" for muscle in CATALOGUE.muscles} <= names
    assert "muscle-floor.chest" not in names  # it is a group of its own
    assert "muscle-floor.hip_flexors" not in names  # its floor is zero
    assert "muscle-floor.side_delts" in names


def test_rules_survive_json() -> None:
    for rule in STANDARD:
        assert RULE.validate_json(RULE.dump_json(rule)) == rule


@pytest.mark.parametrize(
    ("level", "band"),
    [(Level.BEGINNER, (8, 10)), (Level.INTERMEDIATE, (10, 14)), (Level.ADVANCED, (12, 16))],
)
def test_target_bands_follow_the_level(level: Level, band: tuple[int, int]) -> None:
    assert bound(rules(level=level), "group-target.chest") == band


def test_a_priority_moves_the_band_up_but_never_above_the_cap() -> None:
    assert bound(rules(priorities="chest"), "group-target.chest") == (14, 18)
    assert bound(rules(priorities="chest", level="advanced"), "group-target.chest") == (16, 20)
    muscle = CATALOGUE.muscles["side_delts"]
    low, high = bound(rules(priorities="side delts"), "muscle-target.side_delts")
    assert (low, high) == (muscle.target[0] + 4, muscle.target[1] + 4)


def test_sets_move_floors_caps_and_bands_of_groups() -> None:
    found = rules(sets=[4, 9])
    assert bound(found, "group-floor.chest") == (4, None)
    assert bound(found, "group-cap.chest") == (None, 9)
    assert bound(found, "group-target.chest") == (9, 9)
    stimulus = found["stimulus"]
    assert isinstance(stimulus, StimulusRule)
    assert stimulus.tops["chest"] == 9
    assert "group-floor.chest" not in rules(sets=[0, 20])
    assert bound(rules(sets=[18, 20]), "group-target.biceps") == (18, 18)


def test_pull_push_moves_its_rule_and_its_title() -> None:
    rule = rules(pull_push=[1, 1.333])["pull-push"]
    assert isinstance(rule, RatioRule)
    assert (rule.lower, rule.upper) == (Fraction(1), Fraction(1333, 1000))
    assert rule.title == "Pulling 1.0 to 1.333 times pushing"


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


# ---- signs and protections --------------------------------------------------------------------


def test_signs_and_protections_shift_the_rules() -> None:
    found = rules(signs="back tightens, grip-limits", protect="lower_back")
    assert bound(found, "axial-week") == (None, 22)  # of two factors the smaller one counts
    assert bound(found, "sign.grip_limits.carries") == (2, None)
    assert "R47" in found["axial-week"].source
    assert set(found) - {rule.id for rule in STANDARD} == {
        "sign.back_tightens.trunk_control",
        "sign.grip_limits.carries",
        "sign.grip_limits.forearm_curl",
        "sign.grip_limits.forearm_extension",
        "spared.lower_back.supported",
    }


def test_what_a_sign_spares_shifts_rules_like_what_is_protected() -> None:
    wishes = Wishes(protect={BodyPart.LOWER_BACK})
    by_wish = {rule.id: rule for rule in standard_rules(CATALOGUE, wishes)}
    assert bound(by_wish, "axial-session") == bound(rules(protect="lower_back"), "axial-session")
    signs = find_signs(["shoulder_pinches_overhead"])
    both = Wishes(signs=signs, protect=signs[0].protect)
    by_both = {rule.id: rule for rule in standard_rules(CATALOGUE, both)}
    assert by_both == rules(signs="shoulder_pinches_overhead")
    assert "spared.shoulder.rotation" in by_both


def test_the_own_changes_of_a_person_win_over_signs() -> None:
    assert bound(rules(signs="back_tightens"), "axial-session")[1] == 19
    changed = rules(signs="back_tightens", rules={"axial-session": {"upper": 22}})
    assert bound(changed, "axial-session") == (None, 22)
    off = rules(signs="grip_limits", rules={"sign.grip_limits": "off"})
    assert not [name for name in off if name.startswith("sign.")]
    added = own(kind="bound", measure=SETS, upper=60) | {"id": "sign.grip_limits.carries"}
    assert "is taken; choose another" in refusal(signs="grip_limits", add_rules=[added])


def test_tops_follow_the_bands_that_signs_move() -> None:
    stimulus = rules(signs="desk_work")["stimulus"]
    assert isinstance(stimulus, StimulusRule)
    assert stimulus.tops["glutes"] == bound(rules(), "group-target.glutes")[1] + 2  # type: ignore[operator]
    changed = rules(signs="desk_work", rules={"group-target.glutes": {"upper": 15}})["stimulus"]
    assert isinstance(changed, StimulusRule)
    assert changed.tops["glutes"] == 15


def test_a_band_of_the_own_is_not_left() -> None:
    rule = rules(signs="pressing_bias", pull_push=[1, 1.2])["pull-push"]
    assert isinstance(rule, RatioRule)
    assert (rule.lower, rule.upper) == (Fraction(6, 5), Fraction(6, 5))


@pytest.mark.parametrize("name", load_signs())
def test_every_sign_makes_rules_for_every_split(name: str) -> None:
    for days in (2, 3, 4, 6):
        for split in ("none", *(each.id for each in splits_for(days))):
            found = rules(days=days, split=split, signs=name)
            plain = rules(days=days, split=split)
            assert set(plain) <= set(found)
            assert not load_signs()[name].changes or found != plain
