"""Model and audit, which share no code, charge the same for any rule and any week."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from solver.catalogue import Exercise
from solver.model.week import Depth
from solver.rules import AnyRule, Tier
from tests.model.solving import cost_of, cost_of_totals, in_turns
from tests.tiny import Plan, exercise, make_case, make_rule, possible, tier_values

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

TIERS = ("physical", "guardrails", "balance", "plainness")
MUSCLES = ("chest", "triceps", "side_delts", "hamstrings", "upper_back", "calves")
GROUPS = ("chest", "shoulders", "hamstrings", "quads")
HALVES = st.integers(-8, 16).map(lambda halves: halves / 2)
RATIOS = st.sampled_from(("0.5", "2/3", "1", "1.25", "3/2", "2", "7/3"))


def _selectors() -> st.SearchStrategy[dict[str, Any]]:
    plain = st.fixed_dictionaries(
        {},
        optional={
            "pattern": st.sampled_from(("horizontal_push", "horizontal_pull", "knee_flexion")),
            "laterality": st.sampled_from(("bilateral", "unilateral")),
            "direct": st.sampled_from(("chest", "lats", "hamstrings", "side_delts")),
            "trains": st.sampled_from(("front_delts", "glutes", "biceps")),
            "load": st.sampled_from(("bodyweight", "dumbbell")),
            "role": st.sampled_from(("main", "accessory")),
            "eccentric": st.booleans(),
        },
    )
    either = st.lists(plain, min_size=1, max_size=2).map(lambda options: {"either": options})
    return st.one_of(st.just({}), plain, either)


def _terms() -> st.SearchStrategy[dict[str, Any]]:
    where = _selectors()
    times = st.sampled_from((1, 1, 1, 2, -1))
    return st.one_of(
        st.fixed_dictionaries({"count": st.just("hard_sets"), "where": where, "times": times}),
        st.fixed_dictionaries({"count": st.just("exercises"), "where": where, "times": times}),
        st.fixed_dictionaries(
            {
                "count": st.just("fractional_sets"),
                "muscle": st.sampled_from(MUSCLES[:-1]),
                "where": where,
                "times": times,
            }
        ),
        st.fixed_dictionaries(
            {"count": st.just("group_sets"), "group": st.sampled_from(GROUPS), "times": times}
        ),
    )


MEASURES = st.lists(_terms(), min_size=1, max_size=2)
STEPS = st.lists(st.fixed_dictionaries({"below": HALVES, "weight": st.integers(0, 3)}), max_size=2)


def _rules() -> st.SearchStrategy[dict[str, Any]]:
    """Fields of a rule of any kind; some do not fit together, and no rule comes of them."""
    kinds: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "bound": {
            "measure": MEASURES,
            "lower": st.none() | HALVES,
            "upper": st.none() | HALVES,
            "steps": STEPS,
            "scope": st.sampled_from(("week", "session")),
        },
        "ratio": {
            "over": MEASURES,
            "under": MEASURES,
            "lower": st.none() | RATIOS,
            "upper": st.none() | RATIOS,
            "both": st.booleans(),
        },
        "implies": {"when": MEASURES, "then": MEASURES, "at_least": HALVES},
        "spread": {"measures": st.lists(MEASURES, min_size=2, max_size=3), "at_most": RATIOS},
        "spacing": {
            "above": HALVES,
            "hours": st.sampled_from((24, 48, 72)),
            "heavy": HALVES | st.sampled_from((2.3, 4.7)),
            "heavy_hours": st.sampled_from((48, 72, 96, 168)),
        },
        "oddness": {
            "ranks": st.just({"staple": 0, "common": 1, "niche": 3}),
            "loads": st.just({"bodyweight": 1}),
            "too_light": st.integers(0, 2),
        },
        "usual_doses": {},
        "variety": {},
        "favourites": {},
        "load_kinds": {"at_most": st.integers(1, 2)},
        "even_sessions": {"within": st.integers(0, 12)},
    }
    common: dict[str, st.SearchStrategy[Any]] = {
        "tier": st.sampled_from(TIERS),
        "weight": st.integers(0, 3),
    }
    return st.one_of(
        *(
            st.fixed_dictionaries({"kind": st.just(kind)} | fields | common)
            for kind, fields in kinds.items()
        )
    )


def _weeks() -> st.SearchStrategy[Plan]:
    session = st.dictionaries(
        st.sampled_from([each.id for each in POOL]), st.integers(2, 5), min_size=1, max_size=4
    )
    return st.dictionaries(
        st.sampled_from(("mon", "tue", "thu", "sun")), session, min_size=2, max_size=2
    )


def _made(fields: dict[str, Any]) -> AnyRule | None:
    try:
        return make_rule(**fields)
    except ValidationError:
        return None


@given(fields=_rules(), plan=_weeks())
@settings(
    max_examples=400,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_model_and_audit_charge_the_same(fields: dict[str, Any], plan: Plan) -> None:
    rule = _made(fields)
    if rule is None:
        return
    case = make_case(
        POOL,
        rule,
        doses={"main": (3, 5), "accessory": (2, 5)},
        days=2,
        available="mon:60,tue:60,thu:60,sun:45",
        favour=("raise", "row"),
    )
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
