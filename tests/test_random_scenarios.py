"""Any scenario gives a plan that the audit accepts, or a clear refusal."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from solver import Catalogue, audit, load_catalogue, solve
from solver.errors import ImpossibleError, InputError, NoPlanInTimeError
from solver.plan import Plan, parse_plan
from solver.reading import Document
from solver.scenario import Scenario
from tests.strategies import scenarios

SLOW = settings(
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    max_examples=8,
)


def check(scenario: Scenario) -> Plan | None:
    """Solve; what comes back must pass the audit, also once it went through JSON."""
    catalogue = load_catalogue()
    try:
        plan = solve(scenario, catalogue)
    except (InputError, ImpossibleError, NoPlanInTimeError) as error:
        refusal = str(error)
    else:
        return check_plan(plan, catalogue)
    assert len(refusal) > 20
    return None


def check_plan(plan: Plan, catalogue: Catalogue) -> Plan:
    """Audit a plan as it is and as it comes back from JSON."""
    report = audit(plan, catalogue)
    assert report.accepted, report.differences
    for tier in plan.tiers:
        assert tier.bound <= tier.value
        assert (tier.status == "optimal") == (tier.bound == tier.value)
    assert (plan.status == "optimal") == all(t.status == "optimal" for t in plan.tiers)
    again = parse_plan(Document("plan", plan.model_dump(mode="json")))
    assert again.to_json() == plan.to_json()
    return plan


@SLOW
@given(scenarios())
def test_a_sample_of_scenarios_passes_the_audit(scenario: Scenario) -> None:
    check(scenario)


@pytest.mark.thorough
@settings(SLOW, max_examples=500)
@given(scenarios())
def test_five_hundred_scenarios_pass_the_audit(scenario: Scenario) -> None:
    check(scenario)
