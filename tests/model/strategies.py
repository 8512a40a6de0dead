"""Rules of any kind, drawn by hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from solver.rules import AnyRule
from tests.tiny import make_rule

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


def rule_fields(*tiers: str) -> st.SearchStrategy[dict[str, Any]]:
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
        "apart": {
            "where": _selectors(),
            "hours": st.sampled_from((24, 48, 72, 168)),
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
        "tier": st.sampled_from(tiers),
        "weight": st.integers(0, 3),
    }
    return st.one_of(
        *(
            st.fixed_dictionaries({"kind": st.just(kind)} | fields | common)
            for kind, fields in kinds.items()
        )
    )


def rule_of(fields: dict[str, Any], name: str = "rule") -> AnyRule | None:
    """Return the rule, or None where the fields do not fit together."""
    try:
        return make_rule(name=name, **fields)
    except ValidationError:
        return None
