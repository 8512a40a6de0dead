"""Rungs of the lifts on one leg, and the weaker side."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from solver.catalogue import Exercise, Level, load_catalogue
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.vocabulary import Role, Unit
from solver.coaching.ladder import ladder_note, parse_table, rung_of, weak_side_note
from solver.paths import DATA
from solver.reading import read_yaml
from solver.rules.ladders import start_rungs
from solver.scenario import available, make_scenario

CATALOGUE = load_catalogue()
EXERCISES = list(CATALOGUE)
PROFILES = CATALOGUE.equipment.profiles
BODYWEIGHT = CATALOGUE.equipment.profile("bodyweight")
GYM = CATALOGUE.equipment.profile("full_gym")


def note(name: str, level: Level, items: frozenset[str] = GYM) -> str | None:
    return ladder_note(CATALOGUE.exercises[name], level, items)


def content() -> Any:
    return read_yaml(DATA / "ladders.yaml").content


@pytest.mark.parametrize(
    ("name", "rung"),
    [
        ("bodyweight_split_squat", 1),
        ("dumbbell_split_squat", 2),
        ("kettlebell_split_squat", 2),
        ("front_rack_split_squat", 3),
        ("tempo_front_rack_split_squat", 4),
        ("step_down", 1),
        ("dumbbell_step_down", 2),
        ("front_rack_step_down", 3),
        ("tempo_front_rack_step_down", 4),
        ("bodyweight_single_leg_rdl", 1),
        ("dumbbell_single_leg_rdl", 2),
        ("barbell_single_leg_rdl", 3),
        ("slow_barbell_single_leg_rdl", 4),
        ("back_squat", None),
        ("hip_thrust", None),  # both legs
        ("one_arm_dumbbell_row", None),  # no leg
        ("band_split_squat", None),
        ("clamshell_drill", None),
    ],
)
def test_rungs(name: str, rung: int | None) -> None:
    assert rung_of(CATALOGUE.exercises[name]) == rung


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_no_link_of_the_catalogue_leads_down_the_rungs(exercise: Exercise) -> None:
    rung = rung_of(exercise)
    assert rung is None or (exercise.sides == 2 and exercise.hard)
    above = CATALOGUE.exercises[exercise.harder] if exercise.harder else None
    if rung and above and (next_rung := rung_of(above)):
        assert rung <= next_rung <= rung + 1


@pytest.mark.parametrize(
    ("level", "profile", "family", "expected"),
    [
        (Level.BEGINNER, "full_gym", "split_squat", 1),
        (Level.INTERMEDIATE, "full_gym", "split_squat", 2),
        (Level.ADVANCED, "full_gym", "split_squat", 3),
        (Level.BEGINNER, "full_gym", "step_up", 2),  # none with bodyweight: the next one up
        (Level.ADVANCED, "full_gym", "reverse_lunge", 2),  # none with a bar: the next one down
        (Level.ADVANCED, "dumbbells", "split_squat", 2),
        (Level.INTERMEDIATE, "kettlebell", "split_squat", 2),
        (Level.INTERMEDIATE, "bodyweight", "split_squat", 1),
        (Level.ADVANCED, "bands", "split_squat", 1),
    ],
)
def test_starts(level: Level, profile: str, family: str, expected: int) -> None:
    scenario = make_scenario({"level": level.value, "equipment": profile}).resolve(CATALOGUE)
    assert start_rungs(available(scenario, CATALOGUE), level)[family] == expected


def test_who_has_a_bar_and_no_dumbbells_starts_a_rung_up_within_the_top() -> None:
    fields = {"equipment": "barbell,rack", "level": "intermediate"}
    scenario = make_scenario(fields).resolve(CATALOGUE)
    usable = available(scenario, CATALOGUE)
    assert start_rungs(usable, Level.INTERMEDIATE)["split_squat"] == 3
    assert start_rungs(usable, Level.BEGINNER)["split_squat"] == 1


def test_what_is_above_the_top_is_no_start_unless_there_is_nothing_else() -> None:
    tempo = CATALOGUE.exercises["tempo_front_rack_split_squat"]
    assert start_rungs([tempo], Level.BEGINNER) == {"split_squat": 4}


@pytest.mark.parametrize(
    ("name", "level", "expected"),
    [
        (
            "dumbbell_split_squat",
            Level.INTERMEDIATE,
            "rung 2 of 4: dumbbell in the opposite hand; next: Front-rack split squat",
        ),
        (
            "front_rack_split_squat",
            Level.INTERMEDIATE,
            "rung 3 of 4: barbell held in front; next: more weight",
        ),
        (
            "front_rack_split_squat",
            Level.ADVANCED,
            "rung 3 of 4: barbell held in front; next: Tempo front-rack split squat",
        ),
        (
            "barbell_single_leg_rdl",
            Level.BEGINNER,
            "rung 3 of 4: barbell held in front; new to it: start with Dumbbell single-leg RDL",
        ),
        ("dumbbell_walking_lunge", Level.ADVANCED, "rung 2 of 4: dumbbell; next: more weight"),
        ("back_squat", Level.ADVANCED, None),
    ],
)
def test_notes(name: str, level: Level, expected: str | None) -> None:
    assert note(name, level) == expected


def test_what_comes_next_can_be_done_with_what_is_there() -> None:
    kettlebell = CATALOGUE.equipment.profile("kettlebell")
    assert note("bodyweight_single_leg_rdl", Level.BEGINNER, kettlebell) == (
        "rung 1 of 4: bodyweight; next: Kettlebell single-leg RDL"
    )
    assert note("bodyweight_single_leg_rdl", Level.BEGINNER, BODYWEIGHT) == (
        "rung 1 of 4: bodyweight; next: a slower lowering, or a stop at the bottom"
    )


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("profile", PROFILES)
def test_every_note_is_one_short_line_within_reach(profile: str, level: Level) -> None:
    items = CATALOGUE.equipment.profile(profile)
    reach = {e.name for e in CATALOGUE.doable(items) if e.level.rung <= level.rung}
    names = {e.name for e in EXERCISES}
    for exercise in CATALOGUE.doable(items):
        found = ladder_note(exercise, level, items)
        assert (found is None) == (rung_of(exercise) is None)
        if found is None:
            continue
        assert found.startswith(f"rung {rung_of(exercise)} of 4: ")
        assert len(found) <= 100
        assert found.isprintable()
        assert "{" not in found
        end = found.rpartition("next: " if "next: " in found else "start with ")[2]
        assert end not in names or end in reach


def test_a_catalogue_of_ones_own_names_its_own_exercises() -> None:
    mine = CATALOGUE.exercises["dumbbell_split_squat"].model_copy(update={"harder": "unheard_of"})
    assert ladder_note(mine, Level.INTERMEDIATE, BODYWEIGHT | {"dumbbell"}) is not None
    top = CATALOGUE.exercises["front_rack_split_squat"].model_copy(update={"name": "My lift"})
    own = Catalogue(
        CATALOGUE.exercises | {top.id: top},
        CATALOGUE.muscles,
        CATALOGUE.groups,
        CATALOGUE.equipment,
        CATALOGUE.times,
        CATALOGUE.doses,
    )
    line = ladder_note(CATALOGUE.exercises["dumbbell_split_squat"], Level.ADVANCED, GYM, own)
    assert line is not None
    assert line.endswith("next: My lift")


def test_alone_in_its_catalogue_a_high_rung_names_no_start() -> None:
    only = CATALOGUE.exercises["slow_barbell_single_leg_rdl"]
    own = Catalogue(
        {only.id: only},
        CATALOGUE.muscles,
        CATALOGUE.groups,
        CATALOGUE.equipment,
        CATALOGUE.times,
        CATALOGUE.doses,
    )
    line = ladder_note(only, Level.BEGINNER, GYM, own)
    assert line == "rung 4 of 4: slow lowering or a stop at the bottom"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_the_weaker_side_begins_and_the_other_matches_it(exercise: Exercise) -> None:
    found = weak_side_note(exercise)
    assert (found is None) == (exercise.sides == 1 or exercise.role is Role.DRILL)
    if found:
        word = {Unit.REPS: "repetitions", Unit.HOLD: "seconds", Unit.DISTANCE: "metres"}
        assert found == f"weaker side first; the other matches its {word[exercise.measure]}"


def test_names_in_the_table_exist() -> None:
    table = parse_table(content())
    assert {e.family for e in EXERCISES}.issuperset(table.families)
    loads = {item.name for item in CATALOGUE.equipment.items.values() if item.is_load}
    for rung in table.rungs:
        assert loads.issuperset(rung.loads)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("rungs", 0, "rung"), 2, "must be numbered"),
        (("rungs", 0, "rung"), "1", "valid integer"),
        (("rungs", 0, "loads"), [], "at least 1 item"),
        (("top",), {"beginner": 2, "intermediate": 3}, "a rung for each level"),
        (("top", "beginner"), 4, "none below that of a lower level"),
        (("top", "advanced"), 5, "a rung for each level"),
        (("colour",), "red", "Extra inputs"),
    ],
)
def test_a_wrong_table_is_refused(path: tuple[Any, ...], value: Any, message: str) -> None:
    wrong = content()
    here = wrong
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = value
    with pytest.raises(ValidationError, match=message):
        parse_table(wrong)
