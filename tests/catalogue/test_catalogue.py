"""The exercises there are: enough of them, well tagged, and found by the names people use."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from graphlib import TopologicalSorter
from typing import Any

import pytest

from solver.catalogue import (
    BodyPart,
    Exercise,
    Laterality,
    Level,
    Pattern,
    Plane,
    Rank,
    Role,
    Unit,
    coverage,
    load_catalogue,
)
from solver.catalogue.catalogue import fold
from solver.catalogue.filtering import choose
from solver.errors import InputError
from solver.rules import OddnessRule, Selector, StimulusRule, standard_rules

CATALOGUE = load_catalogue()

R148 = {
    "push-up": "push_up",
    "bench press": "barbell_bench_press",
    "dip": "dip",
    "row": "barbell_row",
    "pull-up": "pull_up",
    "chest-supported row": "chest_supported_row",
    "1-arm cable row": "one_arm_cable_row",
    "1-arm row": "one_arm_dumbbell_row",
    "rear-delt row": "rear_delt_row",
    "pulldown": "lat_pulldown",
    "weighted pull-up": "weighted_pull_up",
    "overhead press": "overhead_press",
    "half-kneeling landmine press": "half_kneeling_landmine_press",
    "half-kneeling press": "half_kneeling_dumbbell_press",
    "incline dumbbell press": "incline_dumbbell_press",
    "dumbbell press": "dumbbell_bench_press",
    "face-pull": "face_pull",
    "external rotation": "cable_external_rotation",
    "Y raise": "incline_y_raise",
    "T raise": "prone_t_raise",
    "W raise": "prone_w_raise",
    "wall slide": "wall_slide",
    "wall slide with lift-off": "wall_slide_lift_off",
    "serratus push-up plus": "push_up_plus",
    "push-up plus": "push_up_plus",
    "curl": "dumbbell_curl",
    "extension": "dumbbell_overhead_extension",
    "reverse curl": "reverse_curl",
    "forearm curl": "wrist_curl",
    "forearm extension": "reverse_wrist_curl",
    "wrist work": "wrist_curl",
    "farmer carry": "dumbbell_farmer_carry",
    "suitcase carry": "dumbbell_suitcase_carry",
    "offset carry": "dumbbell_offset_carry",
    "back squat": "back_squat",
    "pause back squat": "pause_back_squat",
    "tempo squat": "tempo_back_squat",
    "goblet squat": "goblet_squat",
    "split squat": "dumbbell_split_squat",
    "front-foot-elevated split squat": "front_foot_elevated_split_squat",
    "step-down": "step_down",
    "leg press": "leg_press",
    "lateral lunge": "dumbbell_lateral_lunge",
    "RDL": "rdl",
    "slow RDL": "slow_rdl",
    "trap-bar deadlift": "trap_bar_deadlift",
    "single-leg RDL": "dumbbell_single_leg_rdl",
    "hip thrust": "hip_thrust",
    "kettlebell swing": "kettlebell_swing",
    "bodyweight hinge": "bodyweight_hinge",
    "hamstring curl": "lying_leg_curl",
    "Nordic": "nordic_curl",
    "glute-bridge iso": "glute_bridge_iso",
    "banded lateral steps": "banded_lateral_steps",
    "band walk": "band_walk",
    "Copenhagen plank": "copenhagen_plank",
    "calf raise straight-knee": "single_leg_calf_raise",
    "calf raise bent-knee": "single_leg_bent_knee_calf_raise",
    "slow/tempo calf raise": "slow_single_leg_calf_raise",
    "slow calf raise": "slow_single_leg_calf_raise",
    "tempo calf raise": "slow_single_leg_calf_raise",
    "tibialis raise": "tibialis_raise",
    "pogo hop": "pogo_hop",
    "short-foot": "short_foot",
    "barefoot balance": "barefoot_balance",
    "plank": "plank",
    "plank variations": "plank",
    "side plank with reach": "side_plank_reach",
    "ab-wheel": "ab_wheel_rollout",
    "Pallof press": "cable_pallof_press",
    "rotational cable chop": "cable_chop",
    "thoracic rotation": "thoracic_rotation",
    "90/90 breathing": "breathing_90_90",
    "crocodile breathing": "crocodile_breathing",
}
"""Every exercise that requirement R148 names, and what it must mean."""

PRIME_MOVER = {
    Pattern.HORIZONTAL_PUSH: {"chest", "triceps"},
    Pattern.VERTICAL_PUSH: {"front_delts", "chest", "triceps"},
    Pattern.HORIZONTAL_PULL: {"upper_back", "lats"},
    Pattern.VERTICAL_PULL: {"lats"},
    Pattern.SQUAT: {"quads"},
    Pattern.LUNGE: {"quads"},
    Pattern.HINGE: {"glutes", "hamstrings"},
    Pattern.HIP_EXTENSION: {"glutes", "hamstrings", "erectors"},
    Pattern.KNEE_FLEXION: {"hamstrings"},
    Pattern.KNEE_EXTENSION: {"quads"},
    Pattern.HIP_FLEXION: {"hip_flexors"},
    Pattern.HIP_ABDUCTION: {"glute_med"},
    Pattern.HIP_ADDUCTION: {"adductors"},
    Pattern.CALF_STRAIGHT: {"gastrocnemius"},
    Pattern.CALF_BENT: {"soleus"},
    Pattern.DORSIFLEXION: {"tibialis"},
    Pattern.TRUNK_FLEXION: {"abs"},
    Pattern.ANTI_EXTENSION: {"abs"},
    Pattern.ANTI_ROTATION: {"obliques", "erectors"},
    Pattern.ANTI_LATERAL_FLEXION: {"obliques"},
    Pattern.ROTATION: {"obliques"},
    Pattern.CARRY: {"forearms", "obliques"},
    Pattern.SCAPULAR_PROTRACTION: {"serratus"},
    Pattern.SCAPULAR_RETRACTION: {"rear_delts", "lower_traps"},
    Pattern.SCAPULAR_DEPRESSION: {"lower_traps"},
    Pattern.EXTERNAL_ROTATION: {"rotator_cuff"},
    Pattern.CHEST_FLY: {"chest"},
    Pattern.SHOULDER_EXTENSION: {"lats"},
    Pattern.SHOULDER_RAISE: {"side_delts"},
    Pattern.REAR_DELT: {"rear_delts"},
    Pattern.SHRUG: {"upper_traps"},
    Pattern.ELBOW_FLEXION: {"biceps"},
    Pattern.ELBOW_EXTENSION: {"triceps"},
    Pattern.WRIST: {"forearms"},
}
"""The one direct muscle of a hard exercise, by pattern (data/README.md)."""

SETTLED = {
    "dip": Pattern.VERTICAL_PUSH,
    "half_kneeling_landmine_press": Pattern.VERTICAL_PUSH,
    "dumbbell_pullover": Pattern.SHOULDER_EXTENSION,
    "straight_arm_pulldown": Pattern.SHOULDER_EXTENSION,
    "kettlebell_upright_row": Pattern.SHOULDER_RAISE,
    "rear_delt_row": Pattern.REAR_DELT,
    "face_pull": Pattern.REAR_DELT,
    "band_pull_apart": Pattern.REAR_DELT,
    "push_up_plus": Pattern.SCAPULAR_PROTRACTION,
    "incline_y_raise": Pattern.SCAPULAR_DEPRESSION,
    "prone_t_raise": Pattern.SCAPULAR_RETRACTION,
    "prone_w_raise": Pattern.SCAPULAR_RETRACTION,
    "kettlebell_swing": Pattern.HINGE,
    "hip_thrust": Pattern.HIP_EXTENSION,
    "nordic_curl": Pattern.KNEE_FLEXION,
    "dead_hang": Pattern.WRIST,
    "dumbbell_overhead_extension": Pattern.ELBOW_EXTENSION,
}

CUSTOMARY = {Unit.REPS: (3, 30), Unit.HOLD: (15, 60), Unit.DISTANCE: (20, 40)}


def hard() -> list[Exercise]:
    return [exercise for exercise in CATALOGUE if exercise.hard]


def test_there_are_at_least_220_exercises() -> None:
    assert len([exercise for exercise in CATALOGUE if exercise.role is not Role.DRILL]) >= 220


@pytest.mark.parametrize(("name", "meant"), R148.items())
def test_every_name_of_r148_is_found(name: str, meant: str) -> None:
    assert CATALOGUE.find(name).id == meant


def test_every_word_of_every_vocabulary_is_used() -> None:
    used: dict[type[StrEnum], set[Any]] = {
        Pattern: {exercise.pattern for exercise in CATALOGUE},
        Plane: {exercise.plane for exercise in CATALOGUE},
        Laterality: {exercise.laterality for exercise in CATALOGUE},
        Role: {exercise.role for exercise in CATALOGUE},
        Level: {exercise.level for exercise in CATALOGUE},
        Rank: {exercise.rank for exercise in CATALOGUE},
        Unit: {exercise.measure for exercise in CATALOGUE},
        BodyPart: {part for exercise in CATALOGUE for part in exercise.stresses},
    }
    assert {kind: set(kind) - words for kind, words in used.items() if set(kind) - words} == {}
    assert {exercise.loadable_to for exercise in CATALOGUE} == set(Level)


def test_every_muscle_and_item_is_used() -> None:
    assert {muscle for exercise in hard() for muscle in exercise.direct} == set(CATALOGUE.muscles)
    items = {item for exercise in CATALOGUE for item in (exercise.load, *exercise.supports)}
    assert items == set(CATALOGUE.equipment.items)


def test_every_muscle_belongs_to_a_known_group_or_none() -> None:
    groups = {muscle.group for muscle in CATALOGUE.muscles.values()}
    assert groups - {None} == set(CATALOGUE.groups)
    members = [member for group in CATALOGUE.groups.values() for member in group.members]
    assert set(members) <= set(CATALOGUE.muscles)
    assert max(Counter(members).values()) == 1
    for muscle in CATALOGUE.muscles.values():
        low, high = muscle.target
        assert muscle.floor <= low <= high <= muscle.cap


@pytest.mark.parametrize("profile", CATALOGUE.equipment.profiles)
def test_every_profile_can_train_every_group(profile: str) -> None:
    table = coverage(CATALOGUE, [profile])[profile]
    assert list(table) == list(CATALOGUE.groups)
    assert {group: count for group, count in table.items() if count < 2} == {}


def test_coverage_counts_what_trains_directly() -> None:
    bare = coverage(CATALOGUE, ["bodyweight"])["bodyweight"]
    usable = CATALOGUE.doable(CATALOGUE.equipment.profile("bodyweight"))
    calves = [
        exercise
        for exercise in usable
        if exercise.hard and {"gastrocnemius", "soleus"} & set(exercise.direct)
    ]
    assert bare["calves"] == len(calves)


def test_standard_rules_name_only_what_exists() -> None:
    families = {exercise.family for exercise in CATALOGUE}
    loads = {item.name for item in CATALOGUE.equipment.items.values() if item.is_load}

    def check(selector: Selector) -> None:
        assert set(selector.family) <= families
        assert {*selector.direct, *selector.trains} <= set(CATALOGUE.muscles)
        assert set(selector.load) <= loads
        assert set(selector.exercise) <= set(CATALOGUE.exercises)
        for option in selector.either:
            check(option)

    for rule in standard_rules(CATALOGUE):
        for term in rule.terms():
            assert term.muscle is None or term.muscle in CATALOGUE.muscles
            assert term.group is None or term.group in CATALOGUE.groups
            check(term.where)
        if isinstance(rule, OddnessRule):
            assert set(rule.loads) <= loads
            assert set(rule.ranks) == set(Rank)
        if isinstance(rule, StimulusRule):
            assert set(rule.tops) == set(CATALOGUE.groups)


def test_every_standard_term_fits_some_exercise() -> None:
    for rule in standard_rules(CATALOGUE):
        for term in rule.terms():
            assert any(term.where.fits(exercise) for exercise in planned()), rule.id


def planned() -> list[Exercise]:
    return [exercise for exercise in CATALOGUE if exercise.role is not Role.DRILL]


def test_ladders_are_acyclic_and_never_get_less_demanding() -> None:
    below: dict[str, set[str]] = {name: set() for name in CATALOGUE.exercises}
    for exercise in CATALOGUE:
        if exercise.easier:
            below[exercise.id].add(exercise.easier)
            easier = CATALOGUE.exercises[exercise.easier]
            assert easier.level.rung <= exercise.level.rung, exercise.id
        if exercise.harder:
            below[exercise.harder].add(exercise.id)
            harder = CATALOGUE.exercises[exercise.harder]
            assert harder.level.rung >= exercise.level.rung, exercise.id
    TopologicalSorter(below).prepare()


@pytest.mark.parametrize("exercise", list(CATALOGUE), ids=lambda exercise: exercise.id)
def test_tags_keep_the_conventions(exercise: Exercise) -> None:
    assert exercise.role is not Role.DRILL or not exercise.hard
    assert not (exercise.pattern in (Pattern.FOOT, Pattern.HOP) and exercise.hard)
    assert exercise.pattern not in exercise.also
    if exercise.pattern in (Pattern.BREATHING, Pattern.MOBILITY):
        assert exercise.role is Role.DRILL
    if exercise.hard:
        low, high = CUSTOMARY[exercise.measure]
        assert low <= exercise.low < exercise.high <= high
        assert len(exercise.direct) == 1
        assert set(exercise.direct) <= PRIME_MOVER[exercise.pattern]
    if exercise.eccentric:
        assert exercise.rep_seconds >= 5
        assert exercise.role is not Role.MAIN
    if exercise.measure is not Unit.REPS:
        assert exercise.rep_seconds == 1
    if exercise.id.startswith(("one_arm", "single_leg")):
        assert exercise.laterality is Laterality.UNILATERAL
    if exercise.role in (Role.MAIN, Role.SECONDARY):
        assert exercise.hard


def test_what_loads_a_shoulder_or_a_back_says_so() -> None:
    """Drills too: what is forbidden as an exercise is not rehearsed in the warm-up."""
    silent = {
        exercise.id
        for exercise in CATALOGUE
        if (
            exercise.pattern is Pattern.VERTICAL_PUSH and BodyPart.SHOULDER not in exercise.stresses
        )
        or (
            exercise.pattern in (Pattern.SQUAT, Pattern.HINGE)
            and exercise.load in ("barbell", "trap_bar", "smith_machine")
            and exercise.spine_load >= 2
            and BodyPart.LOWER_BACK not in exercise.stresses
        )
    }
    assert silent == {"half_kneeling_landmine_press"}  # pressed on a slant


@pytest.mark.parametrize(("name", "pattern"), SETTLED.items())
def test_settled_cases_stay_settled(name: str, pattern: Pattern) -> None:
    assert CATALOGUE.exercises[name].pattern is pattern


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("one_arm_dumbbell_row", Role.MAIN),
        ("one_arm_kettlebell_row", Role.MAIN),
        ("one_arm_cable_row", Role.SECONDARY),
        ("incline_barbell_bench_press", Role.MAIN),
        ("incline_dumbbell_press", Role.MAIN),
        ("smith_incline_press", Role.SECONDARY),
        ("hip_thrust", Role.MAIN),
        ("band_hip_thrust", Role.MAIN),
        ("glute_bridge", Role.SECONDARY),
        ("slow_rdl", Role.SECONDARY),
        ("tempo_back_squat", Role.SECONDARY),
        ("kettlebell_swing", Role.POWER),
    ],
)
def test_roles_are_as_the_readme_says(name: str, role: Role) -> None:
    assert CATALOGUE.exercises[name].role is role


def test_a_pull_overhead_exists_wherever_a_bar_band_or_cable_does() -> None:
    for profile in CATALOGUE.equipment.profiles:
        items = CATALOGUE.equipment.profile(profile)
        usable = [e for e in CATALOGUE.doable(items) if e.hard]
        has = any(exercise.pattern is Pattern.VERTICAL_PULL for exercise in usable)
        no_hold = {"dumbbells_bench", "dumbbells", "kettlebell"}
        assert has == (profile not in no_hold), profile


def test_every_spelling_is_found_and_belongs_to_one_exercise() -> None:
    owners: dict[str, set[str]] = {}
    for exercise in CATALOGUE:
        for name in (exercise.id, exercise.name, *exercise.aliases):
            assert CATALOGUE.find(name.upper().replace("-", "_")) is exercise
            owners.setdefault(fold(name), set()).add(exercise.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_an_unknown_exercise_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"^pin: .*'bak squat'.*mean 'Back squat'.*evenset cat"):
        CATALOGUE.find("bak squat", "pin")
    with pytest.raises(InputError, match="mean 'bench press', barbell_bench_press"):
        CATALOGUE.find("bench pres")
    with pytest.raises(InputError, match=r"mean 'back_squat'\?"):
        CATALOGUE.find("bak_squat")
    with pytest.raises(InputError, match=r"lists them") as found:
        CATALOGUE.find("x" * 100_000)
    assert len(str(found.value)) < 300


@pytest.mark.parametrize("name", ["Chest", "upper back", "UPPER-BACK", "glute_med", "shoulders"])
def test_muscles_and_groups_are_found_in_any_spelling(name: str) -> None:
    assert fold(CATALOGUE.muscle_or_group(name, "priorities")) == fold(name)


def test_an_unknown_muscle_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"^priorities: .*'bicep'.*mean 'biceps'.*groups are"):
        CATALOGUE.muscle_or_group("bicep", "priorities")


def test_fractional_sets_are_one_or_a_half() -> None:
    squat = CATALOGUE.find("back squat")
    assert squat.muscles == {"quads": 1.0, "glutes": 0.5, "adductors": 0.5}
    assert (squat.sides, CATALOGUE.find("step-down").sides) == (1, 2)


def test_filters_choose_what_fits_all_of_them() -> None:
    chosen = choose(CATALOGUE, equipment="bands, bench", muscle="rear-delts")
    assert chosen
    assert all("rear_delts" in exercise.direct for exercise in chosen)
    assert all(exercise.load in ("band", "bodyweight") for exercise in chosen)
    frontal = choose(CATALOGUE, pattern="Lunge", plane="frontal")
    assert "cossack_squat" in {exercise.id for exercise in frontal}


@pytest.mark.parametrize(
    ("flag", "word", "near"),
    [
        ("equipment", "dumbels", "dumbbells"),
        ("muscle", "quad", "quads"),
        ("pattern", "squatt", "squat"),
        ("plane", "frontl", "frontal"),
    ],
)
def test_unknown_filters_are_refused_with_the_nearest(flag: str, word: str, near: str) -> None:
    with pytest.raises(InputError, match=rf"{flag}.*{word}.*did you mean '{near}'"):
        choose(CATALOGUE, **{flag: word})
