"""A small week written by hand, audited but not solved, as a plan to be reported."""

from __future__ import annotations

from functools import cache
from typing import Any

from solver.auditing import AuditReport, audit_sessions
from solver.catalogue import Catalogue, Weekday, load_catalogue
from solver.coaching.sessions import make_sessions
from solver.plan import Item, Plan, RuleResult, Run, Session, TierResult, WarmUpStep
from solver.rules import Tier
from solver.scenario import Scenario

WEEK = {
    Weekday.MON: {
        "dumbbell_bench_press": 4,
        "bent_over_dumbbell_row": 4,
        "dumbbell_single_leg_rdl": 3,
        "plank": 3,
    },
    Weekday.THU: {"goblet_squat": 4, "one_arm_dumbbell_row": 3, "hammer_curl": 2},
}

RUN = Run(
    seconds=3.94,
    seconds_per_tier={"guardrails": 0.31, "start": 1.2},
    workers=2,
    versions={"python": "3.11"},
)


@cache
def catalogue() -> Catalogue:
    """Return the standard catalogue."""
    return load_catalogue()


@cache
def sample_report() -> AuditReport:
    """Return the audit of the sample week."""
    return audit_sessions(sample_sessions(), sample_scenario(), catalogue())


@cache
def sample_scenario() -> Scenario:
    """Return two days of an hour with dumbbells and a bench."""
    asked = Scenario(days=2, minutes=60, equipment=("dumbbells_bench",))
    return asked.resolve(catalogue())


@cache
def sample_sessions() -> tuple[Session, ...]:
    """Return the sample week's sessions."""
    placed = {
        day: [(catalogue().exercises[name], sets) for name, sets in work.items()]
        for day, work in WEEK.items()
    }
    budgets = sample_scenario().candidates
    return make_sessions(placed, budgets, sample_scenario().level, catalogue())


def sample_plan(**changes: Any) -> Plan:
    """Return the sample week as a plan that is proved optimal, but for the fields given."""
    report = sample_report()
    fields: dict[str, Any] = {
        "scenario": sample_scenario(),
        "catalogue_hash": catalogue().hash,
        "status": "optimal",
        "tiers": tuple(
            TierResult(name=tier, value=cost, bound=cost, status="optimal")
            for tier, cost in report.costs.items()
        ),
        "sessions": sample_sessions(),
        "measures": report.measures,
        "rules": report.rules,
        "balance_score": report.balance_score,
        "score_parts": report.score_parts,
        "run": RUN,
    }
    return Plan.model_validate(fields | changes)


def unproved_plan() -> Plan:
    """Return a plan whose balance tier has a gap of 3."""
    tiers = (
        TierResult(name=Tier.GUARDRAILS, value=0, bound=0, status="optimal"),
        TierResult(name=Tier.BALANCE, value=12, bound=9, status="feasible"),
    )
    return sample_plan(tiers=tiers, status="feasible")


def plan_with(*items: Item, title: str = "Session 1", **fields: Any) -> Plan:
    """Return a plan whose sessions are one with these items."""
    session = Session(
        day=Weekday.MON, title=title, budget_minutes=60, minutes=50, items=items, **fields
    )
    return sample_plan(sessions=(session,))


def item(**fields: Any) -> Item:
    """Return three sets of a hammer curl, but for the fields given."""
    standard = {
        "exercise": "hammer_curl",
        "name": "Hammer curl",
        "role": "isolation",
        "sets": 3,
        "reps": "8-12",
        "rir": 2,
        "rest_seconds": 90,
    }
    return Item.model_validate(standard | fields)


def verdict(name: str = "rule", **fields: Any) -> RuleResult:
    """Return the verdict on a guardrail that holds at 10, at least 8, but for the fields given."""
    standard = {
        "id": name,
        "title": f"The rule {name}",
        "tier": "guardrails",
        "measured": 10.0,
        "lower": 8.0,
        "upper": None,
        "holds": True,
    }
    return RuleResult.model_validate(standard | fields)


def broken(name: str = "rule", **fields: Any) -> RuleResult:
    """Return the verdict on a guardrail that is 2.5 short of 8, but for the fields given."""
    return verdict(name, **({"measured": 5.5, "holds": False, "shortfall": 2.5} | fields))


WARM_UP = (
    WarmUpStep(block="breath", drill="crocodile_breathing", seconds=90),
    WarmUpStep(block="pattern", drill="light_hinge", seconds=100),
)
