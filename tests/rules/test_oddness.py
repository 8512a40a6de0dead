"""What spares a body part is offered like a staple."""

from __future__ import annotations

import pytest

from solver.catalogue import Level, load_catalogue
from solver.catalogue.vocabulary import BodyPart
from solver.rules import OddnessRule, standard_rules
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
    named = {e.id for e in offered(RULE, usable, after, (), (), scenario.preferred)}
    assert preferred <= named


def test_what_is_preferred_is_offered_even_where_it_is_odd() -> None:
    scenario = make_scenario({"protect": "shoulder"}).resolve(CATALOGUE)
    usable = available(scenario, CATALOGUE)
    before = odd(scenario)
    plain = {e.id for e in offered(RULE, usable, before, (), ())}
    wanted = {e.id for e in offered(RULE, usable, before, (), (), scenario.preferred)}
    assert wanted - plain == (scenario.preferred & before.keys()) - plain != set()


def test_without_protection_nothing_changes() -> None:
    scenario = Scenario().resolve(CATALOGUE)
    assert odd(scenario) == odd(scenario, scenario.preferred)
