"""Small exercises, and a check of a rule alone on catalogues whose optimum is known by hand.

What holds of the times of ``data/times.csv``, in seconds: an accessory with dumbbells takes 60 for
setting up and 125 a set. A session of 15 minutes leaves 600 after the warm-up, enough for one such
exercise of 2 to 4 sets; 20 minutes leave 900, enough for two with 6 sets together; an hour leaves
3,120.
"""

from __future__ import annotations

from ortools.sat.python import cp_model

from solver.model.structure import Depth
from solver.model.week import WeekModel
from tests.model.solving import cost_of, cost_of_totals, least_cost
from tests.tiny import Case, Plan, exercise

PRESS = exercise("press", indirect=("triceps",))
ROW = exercise("row", pattern="horizontal_pull", direct=("lats",))
DIP = exercise("dip", pattern="vertical_push", direct=("triceps",))
LEGS = exercise("legs", pattern="squat", direct=("quads",))
SLOW_LEGS = exercise("slow_legs", pattern="squat", direct=("quads",), eccentric=True)
SQUAT = exercise("squat", pattern="squat", direct=("quads",), role="main")
CABLE_ROW = exercise("cable_row", pattern="horizontal_pull", direct=("lats",), load="cable")


def check(case: Case, plan: Plan, cost: int, *, holds: bool | None = None) -> None:
    """The audit's verdict on a week is this, the model charges the same, for totals no more."""
    result = case.judge(plan)["rule"]
    assert result.holds is ((cost == 0) if holds is None else holds)
    assert result.cost == cost
    assert cost_of(case.problem, plan, result.tier) == cost
    for depth in (Depth.BUNDLES, Depth.CHOICES):
        relaxed = cost_of_totals(case.problem, plan, result.tier, depth)
        assert relaxed is not None
        assert relaxed <= cost


def check_silent(case: Case, plan: Plan) -> None:
    """The rule does not apply: the audit says so, and the model charges nothing."""
    result = case.judge(plan)["rule"]
    assert result.holds is None
    assert result.cost == 0
    assert cost_of(case.problem, plan) == least_cost(case.problem) == 0


def is_feasible(model: WeekModel) -> bool:
    status = cp_model.CpSolver().solve(model.model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
    return bool(status != cp_model.INFEASIBLE)
