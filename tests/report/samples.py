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

COACHED = {
    Weekday.MON: {
        "barbell_bench_press": 4,
        "chest_supported_row": 4,
        "cable_lateral_raise": 3,
        "face_pull": 3,
        "wrist_curl": 2,
    },
    Weekday.TUE: {
        "back_squat": 4,
        "rdl": 3,
        "dumbbell_split_squat": 3,
        "standing_calf_raise": 3,
        "plank": 3,
    },
    Weekday.THU: {
        "overhead_press": 3,
        "pull_up": 4,
        "dumbbell_curl": 3,
        "triceps_pushdown": 3,
        "prone_y_raise": 2,
    },
    Weekday.FRI: {
        "deadlift": 3,
        "dumbbell_bulgarian_split_squat": 3,
        "nordic_curl": 3,
        "dumbbell_suitcase_carry": 2,
    },
}
"""A week of upper and lower days as a coach might write it."""

PAIRS = {
    Weekday.MON: [("cable_lateral_raise", "face_pull")],
    Weekday.THU: [("dumbbell_curl", "triceps_pushdown")],
}

ADVICE = ("Sleep: aim for 7–9 hours a night.", "Deload: every 4–8 weeks, take an easier one.")

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
    asked = Scenario(days=2, minutes=60, equipment=("dumbbells_bench",), split="none")
    return asked.resolve(catalogue())


@cache
def sample_sessions() -> tuple[Session, ...]:
    """Return the sample week's sessions."""
    placed = {
        day: [(catalogue().exercises[name], sets) for name, sets in work.items()]
        for day, work in WEEK.items()
    }
    return make_sessions(placed, sample_scenario(), catalogue())


@cache
def coached_scenario() -> Scenario:
    """Return four days of 75 minutes in a full gym, upper and lower body."""
    asked = Scenario(days=4, minutes=75, equipment=("full_gym",), split="upper_lower")
    return asked.resolve(catalogue())


@cache
def coached_sessions() -> tuple[Session, ...]:
    """Return a week of kinds of session with supersets."""
    placed = {
        day: [(catalogue().exercises[name], sets) for name, sets in work.items()]
        for day, work in COACHED.items()
    }
    return make_sessions(placed, coached_scenario(), catalogue(), PAIRS)


def coached_plan(**changes: Any) -> Plan:
    """Return a week with kinds of session and supersets as a plan, but for the fields given."""
    report = audit_sessions(coached_sessions(), coached_scenario(), catalogue())
    fields = _fields(coached_scenario(), coached_sessions(), report)
    fields |= {"split": "upper_lower", "advice": ADVICE}
    return Plan.model_validate(fields | changes)


def sample_plan(**changes: Any) -> Plan:
    """Return the sample week as a plan that is proved optimal, but for the fields given."""
    fields = _fields(sample_scenario(), sample_sessions(), sample_report())
    return Plan.model_validate(fields | changes)


def _fields(
    scenario: Scenario, sessions: tuple[Session, ...], report: AuditReport
) -> dict[str, Any]:
    return {
        "scenario": scenario,
        "catalogue_hash": catalogue().hash,
        "status": "optimal",
        "tiers": tuple(
            TierResult(name=tier, value=cost, bound=cost, status="optimal")
            for tier, cost in report.costs.items()
        ),
        "sessions": sessions,
        "measures": report.measures,
        "rules": report.rules,
        "balance_score": report.balance_score,
        "score_parts": report.score_parts,
        "run": RUN,
    }


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
