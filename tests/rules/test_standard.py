"""The standard rules as they stand, and as levels, wishes, signs and protections shift them."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from solver.catalogue import BodyPart, Level
from solver.catalogue.vocabulary import Pattern
from solver.rules import (
    AllowanceRule,
    ApartRule,
    BoundRule,
    RatioRule,
    Scope,
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
from tests.rules.asking import CATALOGUE, SETS, STANDARD, bound, own, refusal, rules

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


@pytest.mark.parametrize(
    ("name", "counted", "others"),
    [
        ("loaded-squat", {"back_squat", "goblet_squat", "leg_press"}, {"bodyweight_squat"}),
        ("loaded-overhead-press", {"overhead_press", "seated_dumbbell_press"}, {"pike_push_up"}),
        (
            "lateral-raise",
            {"dumbbell_lateral_raise", "cable_lateral_raise", "band_lateral_raise"},
            {"overhead_press", "seated_dumbbell_press", "pike_push_up"},
        ),
    ],
)
def test_what_a_coach_looks_for_costs_more_than_goes_free(
    name: str, counted: set[str], others: set[str]
) -> None:
    rule = rules()[name]
    assert isinstance(rule, BoundRule)
    free = next(r for r in STANDARD if isinstance(r, AllowanceRule) and r.tier is Tier.PLAINNESS)
    assert rule.weight > free.at_most
    assert rule.lower == 1
    (term,) = rule.terms()
    fit = {exercise.id for exercise in CATALOGUE if term.where.fits(exercise)}
    assert counted <= fit
    assert not others & fit


def test_a_lateral_lunge_is_no_split_squat() -> None:
    rule = rules()["single-leg-knee"]
    assert isinstance(rule, BoundRule)
    assert rule.lower == 1
    (term,) = rule.terms()
    fit = {exercise.id for exercise in CATALOGUE if term.where.fits(exercise)}
    assert {"dumbbell_split_squat", "dumbbell_walking_lunge", "bodyweight_split_squat"} <= fit
    assert not fit & {"dumbbell_lateral_lunge", "dumbbell_single_leg_rdl", "back_squat"}


def test_who_trains_does_no_plain_squats_without_a_weight() -> None:
    rule = rules()["no-bodyweight-squat"]
    assert isinstance(rule, BoundRule)
    assert rule.upper == 0
    (term,) = rule.terms()
    assert {e.id for e in CATALOGUE if term.where.fits(e)} == {"bodyweight_squat"}


@pytest.mark.parametrize(
    "name", ["loaded-overhead-press", "no-bodyweight-squat", "lateral-raise", "barbell-squat"]
)
def test_beginners_are_not_asked_for_what_comes_later(name: str) -> None:
    assert name in rules()
    assert name not in rules(level=Level.BEGINNER)


def test_a_second_carry_in_a_session_is_no_odd_choice_that_goes_free() -> None:
    rule = rules()["one-carry"]
    assert isinstance(rule, BoundRule)
    free = next(r for r in STANDARD if isinstance(r, AllowanceRule) and r.tier is Tier.PLAINNESS)
    assert rule.weight > free.at_most
    assert rule.scope is Scope.SESSION
    (term,) = rule.terms()
    carries = {exercise.id for exercise in CATALOGUE if term.where.fits(exercise)}
    assert {"dumbbell_farmer_carry", "dumbbell_suitcase_carry"} <= carries


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
