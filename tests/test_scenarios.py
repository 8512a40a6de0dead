"""Each named scenario shows what stands beside it: status, values and bounds, not exercises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from solver import audit, load_catalogue, load_scenario, solve
from tests.expected import FOLDER, expectation

NAMES = sorted(p.stem for p in FOLDER.glob("*.yaml") if not p.stem.endswith(".expected"))


def expected(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.expected.yaml").read_text())


def test_there_are_a_dozen_and_each_has_its_expectation() -> None:
    assert len(NAMES) >= 12
    beside = {path.name.removesuffix(".expected.yaml") for path in FOLDER.glob("*.expected.yaml")}
    assert beside == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_scenario_shows_what_it_must(name: str) -> None:
    plan = solve(load_scenario(Path(FOLDER / f"{name}.yaml"), {"time_limit": 300}))
    assert expectation(plan) == expected(name)
    report = audit(plan, load_catalogue())
    assert report.accepted, report.differences
    assert all(tier.value == tier.bound for tier in plan.tiers)


def test_default_week_keeps_what_evenset_promises() -> None:
    plan = solve(load_scenario(FOLDER / "four_days_full_gym.yaml"))
    assert all(8 <= sets <= 20 for sets in plan.measures.groups.values())
    assert plan.measures.pull_push is not None
    assert 1.25 <= plan.measures.pull_push <= 1.5
    assert plan.measures.hip_knee is not None
    assert plan.measures.hip_knee >= 1
    assert not plan.broken()
    assert plan.status == "optimal"
