"""Scenarios as they are used before a week is planned, and the messages that refuse them."""

from __future__ import annotations

from typing import Any

import pytest

from solver.catalogue import load_catalogue
from solver.errors import InputError
from solver.rules import AnyRule
from solver.scenario import Scenario, make_scenario

CATALOGUE = load_catalogue()


def use(scenario: Scenario) -> tuple[Scenario, tuple[AnyRule, ...]]:
    """Do all that is done with a scenario before a week is planned."""
    resolved = scenario.resolve(CATALOGUE)
    return resolved, resolved.make_rules(CATALOGUE)


def refusal(fields: dict[Any, Any]) -> str:
    """Return the message with which the fields are refused."""
    with pytest.raises(InputError) as found:
        use(make_scenario(fields))
    assert len(str(found.value)) < 2000
    return str(found.value)
