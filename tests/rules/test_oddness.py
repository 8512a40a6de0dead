"""What spares a body part is offered like a staple."""

from __future__ import annotations

import pytest

from solver.catalogue import Level, load_catalogue
from solver.catalogue.vocabulary import BodyPart
from solver.rules import OddnessRule, standard_rules
from solver.rules.ladders import rung_of, start_rungs
from solver.rules.oddness import oddness, offered
from solver.scenario import Scenario, available, make_scenario

CATALOGUE = load_catalogue()
RULE = next(rule for rule in standard_rules(CATALOGUE) if isinstance(rule, OddnessRule))


def odd(scenario: Scenario, preferred: frozenset[str] = frozenset()) -> dict[str, int]:
    return oddness(RULE, available(scenario, CATALOGUE), Level.INTERMEDIATE, preferred)


@pytest.mark.parametrize("part", BodyPart)
def test_nothing_counts_against_what_is_preferred_and_the_rest_stays(part: BodyPart) -> None:
    scenario = make_scenario({"protect": part.value}).resolve(CATALOGUE)
    usable = available(scenario, CATALOGUE)
    before, after = odd(scenario), odd(scenario, scenario.preferred)
    preferred = scenario.preferred & before.keys()
    assert preferred
    assert {after[name] for name in preferred} == {0}
    assert all(after[name] == before[name] for name in before.keys() - preferred)
    named = {e.id for e in offered(RULE, usable, scenario.level, after, (), (), scenario.preferred)}
    assert preferred <= named


def test_what_is_preferred_is_offered_even_where_it_is_odd() -> None:
    scenario = make_scenario({"protect": "shoulder"}).resolve(CATALOGUE)
    usable = available(scenario, CATALOGUE)
    before = odd(scenario)
    plain = {e.id for e in offered(RULE, usable, scenario.level, before, (), ())}
    wanted = {
        e.id for e in offered(RULE, usable, scenario.level, before, (), (), scenario.preferred)
    }
    assert wanted - plain == (scenario.preferred & before.keys()) - plain != set()


def test_without_protection_nothing_changes() -> None:
    scenario = Scenario().resolve(CATALOGUE)
    assert odd(scenario) == odd(scenario, scenario.preferred)


def lifts(level: Level, equipment: str) -> dict[str, set[str]]:
    """Return, by family, the lifts of the ladder that are offered."""
    scenario = make_scenario({"equipment": equipment, "level": level.value}).resolve(CATALOGUE)
    usable = available(scenario, CATALOGUE)
    costs = oddness(RULE, usable, level)
    found: dict[str, set[str]] = {}
    for exercise in offered(RULE, usable, level, costs, (), ("split_squat", "single_leg_rdl")):
        if rung_of(exercise) is not None and not exercise.eccentric:
            found.setdefault(exercise.family, set()).add(exercise.id)
    return found


@pytest.mark.parametrize(
    ("level", "equipment", "family", "expected"),
    [
        (Level.BEGINNER, "full_gym", "split_squat", {"bodyweight_split_squat"}),
        (Level.BEGINNER, "dumbbells", "single_leg_rdl", {"bodyweight_single_leg_rdl"}),
        (Level.INTERMEDIATE, "full_gym", "single_leg_rdl", {"dumbbell_single_leg_rdl"}),
        (Level.INTERMEDIATE, "kettlebell", "split_squat", {"kettlebell_split_squat"}),
        (Level.INTERMEDIATE, "bodyweight", "split_squat", {"bodyweight_split_squat"}),
    ],
)
def test_lifts_on_one_leg_are_offered_on_the_rung_of_the_start(  # R116
    level: Level, equipment: str, family: str, expected: set[str]
) -> None:
    assert lifts(level, equipment)[family] == expected


def test_who_is_advanced_is_offered_the_bar_in_front() -> None:
    found = lifts(Level.ADVANCED, "full_gym")
    assert "front_rack_split_squat" in found["split_squat"]
    assert "bodyweight_split_squat" not in found["split_squat"]


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("equipment", ["full_gym", "dumbbells", "bodyweight", "home_barbell"])
def test_only_the_rung_of_the_start_is_offered_unless_more_is_asked(  # R116
    level: Level, equipment: str
) -> None:
    scenario = make_scenario({"equipment": equipment, "level": level.value}).resolve(CATALOGUE)
    usable = available(scenario, CATALOGUE)
    starts = start_rungs(usable, level)
    costs = oddness(RULE, usable, level)
    off = {e.id for e in usable if rung_of(e) not in (None, starts.get(e.family))}
    assert off or equipment == "bodyweight", "the body alone is one rung"
    assert off.isdisjoint(e.id for e in offered(RULE, usable, level, costs, (), ()))
    assert off <= {e.id for e in offered(RULE, usable, level, costs, off, ())}


def test_on_a_rung_what_is_too_light_still_counts() -> None:
    scenario = make_scenario({"equipment": "bodyweight"}).resolve(CATALOGUE)
    costs = odd(scenario)
    assert costs["bodyweight_bulgarian_split_squat"] < costs["bodyweight_split_squat"]


def test_without_a_cost_of_rungs_only_weight_counts() -> None:
    scenario = Scenario().resolve(CATALOGUE)
    usable = available(scenario, CATALOGUE)
    flat = oddness(RULE.model_copy(update={"off_rung": 0}), usable, Level.BEGINNER)
    assert flat["dumbbell_split_squat"] < flat["bodyweight_split_squat"]
    laddered = oddness(RULE, usable, Level.BEGINNER)
    assert laddered["dumbbell_split_squat"] > laddered["bodyweight_split_squat"]
