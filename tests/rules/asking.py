"""The rules that a scenario makes, for tests that change and add some."""

from __future__ import annotations

from typing import Any

import pytest

from solver.catalogue import load_catalogue
from solver.errors import InputError
from solver.rules import AnyRule, BoundRule, standard_rules
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
