"""Weeks put together by a simple hand instead of the solver, audited: fast, and of known order."""

from __future__ import annotations

from typing import Any

from solver.auditing import audit_sessions
from solver.catalogue import Catalogue, load_catalogue
from solver.coaching.sessions import make_sessions
from solver.plan import Plan, TierResult
from solver.scenario import USUAL_DAYS, Scenario, available

CATALOGUE: Catalogue = load_catalogue()

POOL = (
    ("goblet_squat", "bent_over_dumbbell_row", "plank"),
    ("dumbbell_bench_press", "one_arm_dumbbell_row", "dumbbell_single_leg_rdl"),
    ("pull_up", "hammer_curl", "standing_calf_raise"),
    ("rdl", "back_squat", "overhead_press"),
)
"""What each day takes of what the equipment allows; a further day begins again."""


def ready(scenario: Scenario) -> Plan:
    """Return a week of three sets of each exercise of the pool that can be done."""
    scenario = scenario.resolve(CATALOGUE)
    asked = scenario.model_copy(update={"split": "none"})
    can = {exercise.id for exercise in available(asked, CATALOGUE)}
    days = USUAL_DAYS[asked.count] if isinstance(asked.days, int) else tuple(asked.days)
    placed = {}
    for number, day in enumerate(days):
        names = [name for name in POOL[number % len(POOL)] if name in can] or ["push_up"]
        placed[day] = [(CATALOGUE.exercises[name], 3) for name in names]
    sessions = make_sessions(placed, asked, CATALOGUE)
    report = audit_sessions(sessions, asked, CATALOGUE)
    return Plan(
        scenario=asked,
        catalogue_hash=CATALOGUE.hash,
        split="none",
        status="optimal",
        tiers=tuple(
            TierResult(name=tier, value=cost, bound=cost, status="optimal")
            for tier, cost in report.costs.items()
        ),
        sessions=sessions,
        measures=report.measures,
        rules=report.rules,
        balance_score=report.balance_score,
        score_parts=report.score_parts,
    )


def scenario(**fields: Any) -> Scenario:
    """Return two days with dumbbells and a bench, but for the fields given."""
    return Scenario(**{"days": 2, "equipment": ("dumbbells_bench",), "split": "none", **fields})


def open_plan(of: Scenario) -> Plan:
    """Return a week whose first tier has a gap."""
    plan = ready(of)
    first = plan.tiers[0]
    tiers = (first.model_copy(update={"bound": 0, "status": "feasible"}), *plan.tiers[1:])
    return plan.model_copy(update={"tiers": tiers, "status": "feasible"})
