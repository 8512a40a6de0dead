"""Model and audit, which share no code, charge the same for any rule and any week."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from solver.catalogue import Exercise
from solver.model.structure import Depth
from solver.rules import AnyRule, Tier
from tests.model.solving import cost_of, cost_of_totals, in_turns
from tests.model.strategies import rule_fields, rule_of
from tests.tiny import Case, Plan, exercise, make_case, possible, tier_values

POOL: tuple[Exercise, ...] = (
    exercise("press", role="main", indirect=("triceps", "front_delts")),
    exercise("push_up", load="bodyweight", family="push_up", loadable_to="beginner"),
    exercise("wall_push_up", load="bodyweight", family="push_up", loadable_to="beginner"),
    exercise(
        "row",
        pattern="horizontal_pull",
        direct=("lats", "upper_back"),
        indirect=("biceps",),
        laterality="unilateral",
        plane="transverse",
    ),
    exercise(
        "raise",
        pattern="shoulder_raise",
        direct=("side_delts",),
        indirect=("front_delts", "rear_delts"),
        role="isolation",
        plane="frontal",
        rank="common",
    ),
    exercise(
        "nordic",
        pattern="knee_flexion",
        direct=("hamstrings",),
        indirect=("glutes",),
        load="bodyweight",
        eccentric=True,
        rank="niche",
    ),
    exercise("foot_drill", pattern="foot", direct=(), hard=False, load="bodyweight", role="core"),
)
"""What the weeks are made of."""


def weeks() -> st.SearchStrategy[Plan]:
    """Two sessions of some exercises, on any two of four days."""
    session = st.dictionaries(
        st.sampled_from([each.id for each in POOL]), st.integers(2, 5), min_size=1, max_size=4
    )
    return st.dictionaries(
        st.sampled_from(("mon", "tue", "thu", "sun")), session, min_size=2, max_size=2
    )


def case_of(rule: AnyRule) -> Case:
    """Return a case of these exercises on those days, with one rule."""
    return make_case(
        POOL,
        rule,
        doses={"main": (3, 5), "accessory": (2, 5)},
        days=2,
        available="mon:60,tue:60,thu:60,sun:45",
        favour=("raise", "row"),
    )


@given(fields=rule_fields("physical", "guardrails", "balance", "plainness"), plan=weeks())
@settings(
    max_examples=250,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_model_and_audit_charge_the_same(fields: dict[str, Any], plan: Plan) -> None:
    rule = rule_of(fields)
    assume(rule is not None)
    assert rule is not None
    case = case_of(rule)
    problem = case.problem
    plan = in_turns(problem, plan)
    results = case.judge(plan)
    costs = tier_values(case.rules, results)
    for tier in (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS):
        charged = cost_of(problem, plan, tier)
        if not possible(results):
            assert charged is None
            continue
        assert charged == costs[tier]
        # The shallower models relax: what they charge for the totals is never more.
        for depth in (Depth.BUNDLES, Depth.CHOICES):
            relaxed = cost_of_totals(problem, plan, tier, depth)
            assert relaxed is not None
            assert relaxed <= charged
