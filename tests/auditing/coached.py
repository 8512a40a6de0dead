"""The hand-written coached plan, altered, and what the audit finds then."""

from __future__ import annotations

from typing import Any

from solver.auditing import audit
from solver.catalogue import load_catalogue
from solver.plan import Plan
from tests.report.samples import coached_plan

CATALOGUE = load_catalogue()


def differences(plan: Plan) -> tuple[str, ...]:
    return audit(plan, CATALOGUE).differences


def with_session(index: int, **changes: Any) -> Plan:
    """Return the coached plan with one session changed."""
    plan = coached_plan()
    sessions = list(plan.sessions)
    sessions[index] = sessions[index].model_copy(update=changes)
    return plan.model_copy(update={"sessions": tuple(sessions)})
