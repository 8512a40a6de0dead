"""Whatever a person protects or shows, the default week still keeps every guardrail."""

from __future__ import annotations

import pytest

from solver import Scenario, solve
from solver.catalogue.vocabulary import BodyPart
from solver.rules.signs import load_signs

SAMPLE = ({"protect": ("knee",)}, {"protect": ("ankle",)}, {"signs": ("knee_control",)})
ALL = [{"protect": (part.value,)} for part in BodyPart] + [{"signs": (s,)} for s in load_signs()]


def keeps_guardrails(fields: dict[str, tuple[str, ...]]) -> None:
    plan = solve(Scenario.model_validate(fields))
    assert [rule.id for rule in plan.broken()] == []


@pytest.mark.parametrize("fields", SAMPLE, ids=str)
def test_a_person_with_a_wish_has_a_whole_week(fields: dict[str, tuple[str, ...]]) -> None:
    keeps_guardrails(fields)


@pytest.mark.thorough
@pytest.mark.parametrize("fields", ALL, ids=str)
def test_so_has_every_other(fields: dict[str, tuple[str, ...]]) -> None:
    keeps_guardrails(fields)
