"""Signs and protections: what they change, that they can, and how their shifts combine."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from solver.catalogue import BodyPart, Exercise, Level, load_catalogue
from solver.catalogue.vocabulary import Role
from solver.errors import InputError
from solver.rules import (
    AllowanceRule,
    AnyRule,
    BoundRule,
    RatioRule,
    Tier,
    Wishes,
    in_halves,
    standard_rules,
)
from solver.rules.kinds import RULE
from solver.rules.signs import (
    Protection,
    RuleShift,
    Sign,
    SignGroup,
    apply_signs,
    check_together,
    find_sign,
    find_signs,
    load_protections,
    load_signs,
)

CATALOGUE = load_catalogue()
STANDARD = {rule.id: rule for rule in standard_rules(CATALOGUE)}
SIGNS = load_signs()
PROTECTIONS = load_protections()
EVERY: list[Sign | Protection] = [*SIGNS.values(), *PROTECTIONS.values()]

MENTIONED = {
    "R30": ["grip_limits"],
    "R31": ["pressing_bias"],
    "R38": ["tight_hips_capacity", "tight_hips_length"],
    "R47": ["back_tightens"],
    "R48": ["sore_low_back"],
    "R50": ["desk_work"],
    "R51": ["knees_cave", "back_arches_overhead", "shoulders_shrug"],
    "R53": ["shoulder_pinches_overhead", "hamstring_grabs", "hip_shifts", "calf_tight"],
    "R54": ["bar_path_uneven", "torso_rotates_in_squat", "foot_spins_out"],
    "R128": ["overhead_control"],
    "R129": ["knee_control"],
    "R130": ["hamstring_check"],
    "R131": ["trunk_control"],
    "R132": ["ankle_control"],
}


def raised(*names: str, rules: dict[str, AnyRule] | None = None) -> dict[str, AnyRule]:
    return apply_signs(STANDARD if rules is None else rules, find_signs(names))


def bounds(found: dict[str, AnyRule], name: str) -> tuple[Any, Any]:
    rule = found[name]
    assert isinstance(rule, BoundRule | RatioRule)
    return rule.lower, rule.upper


def name_of(each: Sign | Protection) -> str:
    return each.id if isinstance(each, Sign) else each.part.value


def sign(**fields: Any) -> Sign:
    base = {
        "id": "own",
        "title": "A sign of my own",
        "group": "felt",
        "question": "Does it feel odd?",
        "flagged_by": "yes",
        "why": "Because.",
        "source": "choice",
        "certainty": "D",
    }
    return Sign.model_validate(base | fields)


def shifted(*shifts: dict[str, Any], rules: dict[str, AnyRule] | None = None) -> dict[str, AnyRule]:
    signs = [sign(id=f"own_{index}", changes=[shift]) for index, shift in enumerate(shifts)]
    return apply_signs(STANDARD if rules is None else rules, signs)


# ---- the data -----------------------------------------------------------------------------------


@pytest.mark.parametrize("requirement", MENTIONED)
def test_every_requirement_has_its_signs(requirement: str) -> None:
    named = [each.id for each in SIGNS.values() if requirement in each.source.split(", ")]
    assert named == MENTIONED[requirement]
    assert all(f"{requirement}" in SIGNS[name].why for name in named)


def test_there_is_no_other_sign() -> None:
    assert sorted(SIGNS) == sorted(name for names in MENTIONED.values() for name in names)


def test_the_self_check_has_the_five_questions_in_their_order() -> None:
    check = [each.source.split(",")[0] for each in SIGNS.values() if each.group is SignGroup.CHECK]
    assert check == ["R128", "R129", "R130", "R131", "R132"]
    # Only the first is asked the good way round.
    assert [each.id for each in SIGNS.values() if each.flagged_by == "no"] == ["overhead_control"]


@pytest.mark.parametrize("each", SIGNS.values(), ids=lambda each: each.id)
def test_every_sign_has_effects(each: Sign) -> None:
    assert each.changes or each.add_rules or each.prepare or each.cues
    assert each.why.endswith(".")
    assert each.question.endswith("?")
    if each.source.startswith("R51"):
        assert each.cues
        assert each.hold_load
    if each.source.startswith("R53"):
        assert each.changes or each.add_rules
    if each.source.startswith("R54"):
        assert each.prepare
        assert each.changes or each.add_rules


def test_only_the_pinched_shoulder_takes_lifts_away() -> None:
    assert {each.id: each.protect for each in SIGNS.values() if each.protect} == {
        "shoulder_pinches_overhead": (BodyPart.SHOULDER,)
    }


@pytest.mark.parametrize("each", EVERY, ids=name_of)
def test_every_shift_names_rules_with_bounds_and_tells_the_new_ones(
    each: Sign | Protection,
) -> None:
    found = apply_signs(STANDARD, [each])
    for shift in each.changes:
        assert shift.meant(STANDARD), shift.rule
        for name in shift.meant(STANDARD):
            old, new = STANDARD[name], found[name]
            assert isinstance(new, BoundRule | RatioRule)
            assert new != old
            assert new.source.startswith(old.source)
            assert RULE.validate_python(new.model_dump()) == new
            assert "{" not in new.title
            for bound in (new.lower, new.upper):
                written = (f"{float(bound or 0):g}", f"{float(bound or 0) * 100:g}")
                assert bound is None or any(number in new.title for number in written)


def test_what_takes_the_place_of_a_spared_part_is_wished_for() -> None:
    """None of it costs more than the allowance; one exercise is enough."""
    allowance = STANDARD["allowance-plainness"]
    assert isinstance(allowance, AllowanceRule)
    added = {rule.id: (each, rule) for each in PROTECTIONS.values() for rule in each.add_rules}
    assert set(added) == {"spared.shoulder.rotation", "spared.lower_back.supported"}
    for each, rule in added.values():
        assert isinstance(rule, BoundRule)
        assert rule.tier is Tier.PLAINNESS
        (term,) = rule.terms()
        assert term.count.value == "hard_sets"
        assert rule.lower is not None
        assert 2 <= rule.lower <= 4
        assert rule.weight * rule.lower > allowance.at_most
        fitting = [e for e in CATALOGUE if e.role is not Role.DRILL and term.where.fits(e)]
        # Nothing counts that loads the part itself, and something of it is named in its note.
        assert [e.id for e in fitting if each.part in e.stresses] == []
        assert {e.id for e in fitting} & set(each.prefer)


def test_a_protection_names_its_rules_after_its_part() -> None:
    each = PROTECTIONS[BodyPart.SHOULDER]
    wrong = each.model_dump() | {"part": "knee"}
    with pytest.raises(ValidationError, match=r"must begin with spared\.knee\."):
        Protection.model_validate(wrong)


@pytest.mark.parametrize("each", SIGNS.values(), ids=lambda each: each.id)
def test_every_added_rule_is_within_reach_of_the_catalogue(each: Sign) -> None:
    for rule in each.add_rules:
        assert rule.id not in STANDARD
        assert rule.tier is Tier.GUARDRAILS
        assert isinstance(rule, BoundRule)
        assert rule.lower is not None
        assert rule.source
        sets = all(term.count.value == "hard_sets" for term in rule.measure)
        assert rule.weight in ((2, 3) if sets else (6,))
        for term in rule.measure:
            fitting = [e for e in CATALOGUE if e.role is not Role.DRILL and term.where.fits(e)]
            assert fitting, rule.id
            assert not sets or all(exercise.hard for exercise in fitting)
            for family in term.where.family:  # each word must mean something
                assert family in {exercise.family for exercise in CATALOGUE}


@pytest.mark.parametrize("each", SIGNS.values(), ids=lambda each: each.id)
def test_drills_cues_and_contradictions_resolve(each: Sign) -> None:
    assert len(set(each.prepare)) == len(each.prepare)
    for name in each.prepare:
        assert CATALOGUE.exercises[name].role is Role.DRILL
    assert each.lifts is None or any(each.lifts.fits(exercise) for exercise in CATALOGUE)
    for other in each.not_with:
        assert each.id in SIGNS[other].not_with


@pytest.mark.parametrize("part", BodyPart)
def test_every_body_part_has_a_protection(part: BodyPart) -> None:
    protection = PROTECTIONS[part]
    assert protection.avoid
    assert len(set(protection.prefer)) == len(protection.prefer)
    for name in protection.prefer:
        exercise = CATALOGUE.exercises[name]
        assert part not in exercise.stresses
        assert exercise.role is not Role.DRILL


@pytest.mark.parametrize("part", BodyPart)
@pytest.mark.parametrize("profile", ["full_gym", "home_barbell", "dumbbells_bench"])
def test_something_preferred_is_at_hand(part: BodyPart, profile: str) -> None:
    items = CATALOGUE.equipment.profile(profile)
    usable: set[str] = {exercise.id for exercise in CATALOGUE.doable(items)}
    assert usable & set(PROTECTIONS[part].prefer)


def test_texts_promise_nothing() -> None:
    texts = [str(each.model_dump()) for each in EVERY]
    for word in ("prevent", "injur", "heal ", "heals", "cure", "safe", "protects you"):
        assert not [text for text in texts if re.search(rf"\b{word}", text, re.IGNORECASE)], word


# ---- the numbers --------------------------------------------------------------------------------


def measure(rule: AnyRule) -> list[dict[str, Any]]:
    assert isinstance(rule, BoundRule)
    return [term.model_dump(exclude_defaults=True, mode="json") for term in rule.measure]


def test_grip_r30() -> None:
    found = raised("grip_limits")
    assert bounds(found, "sign.grip_limits.carries") == (2, None)
    assert measure(found["sign.grip_limits.carries"]) == [
        {"count": "exercises", "where": {"shows": ["carry"]}}
    ]
    assert bounds(found, "sign.grip_limits.forearm_curl") == (1, None)
    assert bounds(found, "sign.grip_limits.forearm_extension") == (1, None)


def test_pressing_r31() -> None:
    assert bounds(raised("pressing_bias"), "pull-push") == (Fraction(3, 2), Fraction(3, 2))


def test_hips_r38() -> None:
    strength, length = raised("tight_hips_capacity"), raised("tight_hips_length")
    assert bounds(strength, "present-hip-stability") == (2, None)
    assert length == STANDARD
    assert SIGNS["tight_hips_length"].prepare == ("hip_90_90_switch",)
    assert not set(SIGNS["tight_hips_length"].prepare) & set(SIGNS["tight_hips_capacity"].prepare)


@pytest.mark.parametrize("name", ["back_tightens", "sore_low_back"])
def test_back_r47_r48(name: str) -> None:
    found = raised(name)
    assert bounds(found, "axial-session") == (None, 19)  # 0.8 × 24, downwards
    assert bounds(found, "axial-week") == (None, 36)
    if name == "back_tightens":
        assert bounds(found, "sign.back_tightens.trunk_control") == (3, None)
    else:
        assert SIGNS[name].notice


def test_desk_r50() -> None:
    found = raised("desk_work")
    assert bounds(found, "group-target.glutes") == (12, 16)
    assert bounds(found, "group-target.upper_back") == (12, 16)
    assert found["group-target.glutes"].title == "Glutes: 12 to 16 hard sets a week"


def test_one_side_at_a_time_r53_r54() -> None:
    for name in ("hip_shifts", "torso_rotates_in_squat"):
        assert bounds(raised(name), "share-unilateral") == (Fraction(2, 5), Fraction(1, 2))
    assert bounds(raised("bar_path_uneven"), "unilateral-upper") == (2, None)


def test_shoulders_r128() -> None:
    found = raised("overhead_control")
    assert bounds(found, "serratus-work") == (4, None)
    assert bounds(found, "rows-presses") == (Fraction(3, 2), None)
    assert "thoracic_rotation" in SIGNS["overhead_control"].prepare


def test_knees_r129() -> None:
    found = raised("knee_control")
    wanted = {
        "band_walk": {"family": ["band_walk"]},
        "copenhagen": {"family": ["copenhagen"]},
        "split_squat": {"family": ["split_squat"]},
        "slow_split_squat": {"family": ["split_squat"], "eccentric": True},
    }
    for name, where in wanted.items():
        rule = found[f"sign.knee_control.{name}"]
        assert measure(rule) == [{"count": "exercises", "where": where}]
        assert bounds(found, rule.id) == (1, None)


def test_hamstrings_r130() -> None:
    name = "sign.hamstring_check.slow_sets"
    found = raised("hamstring_check")
    assert bounds(found, name) == (4, None)
    assert measure(found[name]) == [
        {"count": "hard_sets", "where": {"direct": ["hamstrings"], "eccentric": True}}
    ]


def test_trunk_r131() -> None:
    found = raised("trunk_control")
    assert bounds(found, "sign.trunk_control.anti_extension_sets") == (4, None)
    assert bounds(found, "sign.trunk_control.anti_rotation_sets") == (4, None)
    assert any("ribs" in cue.casefold() for cue in SIGNS["trunk_control"].cues)


def test_ankles_r132() -> None:
    found = raised("ankle_control")
    assert bounds(found, "muscle-floor.soleus") == (5, None)
    assert bounds(found, "muscle-target.soleus") == (6, 10)
    assert bounds(found, "sign.ankle_control.short_foot") == (1, None)
    assert bounds(found, "sign.ankle_control.slow_calf_raise") == (1, None)


def test_a_spared_back_halves_the_load_on_the_spine() -> None:
    found = apply_signs(STANDARD, [PROTECTIONS[BodyPart.LOWER_BACK]])
    assert bounds(found, "axial-session") == (None, 12)
    assert bounds(found, "axial-week") == (None, 22)  # 22.5 points are none


# ---- how shifts combine -------------------------------------------------------------------------


def test_no_sign_changes_nothing_and_the_rules_given_stay_as_they_are() -> None:
    before = dict(STANDARD)
    assert apply_signs(STANDARD, []) == STANDARD
    apply_signs(STANDARD, EVERY)
    assert before == STANDARD


def test_everything_at_once_holds_together() -> None:
    chosen = [each for each in EVERY if name_of(each) != "tight_hips_length"]
    for level in Level:
        rules = {r.id: r for r in standard_rules(CATALOGUE, Wishes(level=level))}
        found = apply_signs(rules, chosen)
        assert list(found)[: len(rules)] == list(rules)
        for rule in found.values():
            assert RULE.validate_python(rule.model_dump()) == rule
        assert apply_signs(rules, [*chosen, *chosen]) == found
        assert apply_signs(rules, chosen[::-1]).keys() == found.keys()


def test_order_does_not_matter_for_bounds() -> None:
    there, back = apply_signs(STANDARD, EVERY), apply_signs(STANDARD, EVERY[::-1])
    for name, rule in there.items():
        if isinstance(rule, BoundRule | RatioRule):
            assert bounds(there, name) == bounds(back, name)


def test_two_additions_add_up_and_the_smallest_factor_counts() -> None:
    assert bounds(raised("ankle_control", "calf_tight"), "muscle-target.soleus") == (8, 10)
    assert bounds(raised("back_tightens", "sore_low_back"), "axial-week") == (None, 36)
    both: list[Sign | Protection] = [SIGNS["back_tightens"], PROTECTIONS[BodyPart.LOWER_BACK]]
    assert bounds(apply_signs(STANDARD, both), "axial-week") == (None, 22)


def test_of_bounds_set_outright_the_stricter_counts() -> None:
    name = "group-target.chest"
    found = shifted({"rule": name, "lower": 11, "upper": 15}, {"rule": name, "lower": 9})
    assert bounds(found, name) == (11, 15)
    found = shifted({"rule": name, "lower_by": 1}, {"rule": name, "lower_at_least": 12})
    assert bounds(found, name) == (12, 14)
    found = shifted({"rule": name, "lower_by": 3}, {"rule": name, "lower_at_least": 12})
    assert bounds(found, name) == (13, 14)
    assert bounds(shifted({"rule": name, "upper_at_most": 12}), name) == (10, 12)
    assert bounds(shifted({"rule": name, "upper_at_most": 18}), name) == (10, 14)


def test_targets_stay_below_caps_and_lower_below_upper() -> None:
    name = "group-target.glutes"
    assert bounds(shifted({"rule": name, "lower_by": 9, "upper_by": 9}), name) == (19, 20)
    assert bounds(shifted({"rule": name, "lower_by": 99, "upper_by": 99}), name) == (20, 20)
    assert bounds(shifted({"rule": name, "lower_by": 9}), name) == (14, 14)
    assert bounds(shifted({"rule": name, "upper_by": -9}), name) == (10, 10)
    rules = {r.id: r for r in standard_rules(CATALOGUE, Wishes(sets=(8, 12)))}
    assert bounds(raised("desk_work", rules=rules), name) == (12, 12)
    rules = {r.id: r for r in standard_rules(CATALOGUE, Wishes(pull_push=(1, 1.2)))}
    found = raised("pressing_bias", rules=rules)
    assert bounds(found, "pull-push") == (Fraction(6, 5), Fraction(6, 5))
    assert found["pull-push"].title == "Pulling 1.2 times pushing, in hard sets"


def test_rounding_goes_to_what_the_measure_can_be_and_to_the_stricter_side() -> None:
    found = shifted({"rule": "serratus-work", "lower_by": 0.3})
    assert bounds(found, "serratus-work") == (3, None)
    found = shifted({"rule": "group-target.chest", "lower_by": 0.3, "upper_by": -0.3})
    assert bounds(found, "group-target.chest") == (10.5, 13.5)
    found = shifted({"rule": "rows-presses", "lower": "4/3"})
    assert bounds(found, "rows-presses") == (Fraction(4, 3), None)


def test_a_prefix_shifts_every_rule_written_out_from_it() -> None:
    found = shifted({"rule": "group-target", "lower_by": 1})
    changed = [name for name in STANDARD if found[name] != STANDARD[name]]
    assert changed == [name for name in STANDARD if name.startswith("group-target.")]
    assert all(
        in_halves(r.measure) for r in found.values() if r.id in changed and hasattr(r, "measure")
    )


def test_a_rule_that_is_not_there_is_passed_over_and_one_without_bounds_is_a_mistake() -> None:
    assert shifted({"rule": "axial-session", "times": 0.8}, rules={}) == {}
    with pytest.raises(TypeError, match="has no bounds"):
        shifted({"rule": "variety", "upper": 1})


def test_the_same_added_rule_comes_once() -> None:
    added = [SIGNS["knee_control"], SIGNS["knee_control"]]
    assert len(apply_signs(STANDARD, added)) == len(STANDARD) + 4


# ---- what is no sign ----------------------------------------------------------------------------


def test_a_sign_is_found_in_any_spelling() -> None:
    assert find_sign("Knee-Control") is SIGNS["knee_control"]
    assert [each.id for each in find_signs(["hip shifts", "hip_shifts"])] == ["hip_shifts"]


@pytest.mark.parametrize("name", ["knee_controll", "", "x" * 9999, 7, None, ["knees"], True])
def test_an_unknown_sign_is_refused(name: object) -> None:
    with pytest.raises(InputError, match=r"^signs: there is no sign") as found:
        find_sign(name)
    assert len(str(found.value)) < 300
    assert ("did you mean 'knee_control'?" in str(found.value)) == (name == "knee_controll")
    assert found.value.where == ("signs",)


def test_contradictory_signs_are_refused() -> None:
    with pytest.raises(InputError, match="tight_hips_capacity and tight_hips_length cannot both"):
        check_together([SIGNS["tight_hips_capacity"], SIGNS["tight_hips_length"]])


def test_mistakes_in_the_data_are_seen() -> None:
    with pytest.raises(ValidationError, match="changes nothing"):
        RuleShift(rule="pull-push")
    with pytest.raises(ValidationError, match="must be a number or a fraction"):
        RuleShift.model_validate({"rule": "pull-push", "lower": "much"})
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        RuleShift.model_validate({"rule": "axial-week", "times": 1.2})
    with pytest.raises(ValidationError, match="cues and hold_load need lifts"):
        sign(cues=["Up"])
    rule = SIGNS["grip_limits"].add_rules[0]
    with pytest.raises(ValidationError, match=r"must begin with sign\.own\."):
        sign(add_rules=[rule])
    with pytest.raises(ValidationError, match="Extra inputs"):
        sign(questions="?")


def test_which_answer_raises_a_sign() -> None:
    assert SIGNS["knee_control"].raised_by(True)
    assert not SIGNS["knee_control"].raised_by(False)
    assert SIGNS["overhead_control"].raised_by(False)
    assert not SIGNS["overhead_control"].raised_by(True)


def test_exercises_know_the_parts_they_load() -> None:
    loading: list[Exercise] = [e for e in CATALOGUE if BodyPart.SHOULDER in e.stresses]
    assert loading
    assert not {e.id for e in loading} & set(PROTECTIONS[BodyPart.SHOULDER].prefer)
