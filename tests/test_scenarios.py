"""Each named scenario shows what stands beside it: status, values and bounds, not exercises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from solver import Plan, audit, load_catalogue
from tests.expected import FOLDER, expectation
from tests.solved import NAMES

Solved = Callable[[str], Plan]


def expected(name: str) -> Any:
    path = FOLDER / f"{name}.expected.yaml"
    if not path.exists():
        pytest.fail(f"{path.name} is missing; write it with: python tests/expected.py {name}")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_there_are_twenty_and_each_has_its_expectation() -> None:
    assert len(NAMES) >= 20
    beside = {path.name.removesuffix(".expected.yaml") for path in FOLDER.glob("*.expected.yaml")}
    assert beside == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_scenario_shows_what_it_must(name: str, solved: Solved) -> None:
    plan = solved(name)
    assert expectation(plan) == expected(name)
    report = audit(plan, load_catalogue())
    assert report.accepted, report.differences
    assert all(tier.value == tier.bound for tier in plan.tiers)


def test_default_week_keeps_what_evenset_promises(solved: Solved) -> None:
    plan = solved("four_days_full_gym")
    assert all(8 <= sets <= 20 for sets in plan.measures.groups.values())
    assert plan.measures.pull_push is not None
    assert 1.25 <= plan.measures.pull_push <= 1.5
    assert plan.measures.hip_knee is not None
    assert plan.measures.hip_knee >= 1
    assert not plan.broken()
    assert plan.status == "optimal"
