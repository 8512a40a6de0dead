"""The textbook model against the audit, and against the staircase where both prove."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.suite import Case as Named
from benchmarks.suite import one_split
from benchmarks.textbook import Textbook, solve_rules, solve_textbook
from solver.auditing.audit import audit_sessions
from solver.auditing.week import Week
from solver.catalogue import Catalogue, Exercise
from solver.clock import Clock
from solver.coaching.sessions import make_sessions
from solver.model.search import Search
from solver.model.staircase import Staircase
from solver.plan import Session
from solver.rules import AnyRule, Tier
from solver.scenario import Scenario
from tests.model.test_oracle import (
    CURL,
    FLOORS,
    LUNGE,
    NARROW,
    PLAIN,
    PRESS,
    PULL_PUSH,
    RECOVERY,
    ROW,
    SPLIT,
    SQUAT,
    allowance,
    cases,
    slot_rules,
)
from tests.tiny import (
    Case,
    exercise,
    exercises,
    fractional_sets,
    group_sets,
    hard_sets,
    judge,
    make_case,
    make_rule,
    minus,
    possible,
    tier_values,
)

TIERS = (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS)


def textbook(case: Case) -> Textbook:
    return solve_rules(case.scenario, case.catalogue, case.rules, _offer(case), 60.0, 1)


def _offer(case: Case) -> set[str]:
    return {name for choice in case.problem.choices for name in choice.members}


def sessions_of(found: Textbook, scenario: Scenario, catalogue: Catalogue) -> tuple[Session, ...]:
    """Return the week that was found, put in order."""
    placed = {
        day: [(catalogue.exercises[name], sets) for name, sets in work]
        for day, work in found.placed.items()
    }
    return make_sessions(placed, scenario, catalogue, found.pairs)


def audited(case: Case, found: Textbook) -> list[int]:
    """Return the value of each tier of the week that was found, by the audit alone."""
    sessions = sessions_of(found, case.scenario, case.catalogue)
    results = judge(case.rules, Week(sessions, case.scenario, case.catalogue))
    assert possible(results), [r.id for r in results.values() if r.holds is False]
    values = tier_values(case.rules, results)
    return [values[tier] for tier in TIERS]


def confirmed(case: Case) -> Textbook:
    """Return what was found, proved, with every claim confirmed by the audit."""
    found = textbook(case)
    if not found.impossible:
        assert found.proved == [True, True, True]
        assert found.values == audited(case, found)
    return found


def climbed(case: Case) -> list[int] | None:
    """Return what the staircase proves of each tier; None where it proves that no week is."""
    stairs = Staircase(case.problem, Search(Clock(60.0)))
    found = stairs.climb()
    if found is None:
        assert stairs.impossible
        return None
    return [found.bounds[tier] for tier in TIERS]


def compare(case: Case) -> Textbook:
    """Hold what the textbook model claims against the audit and against the staircase."""
    found = confirmed(case)
    assert climbed(case) == (None if found.impossible else found.values)
    return found


# ---- each kind of rule -----------------------------------------------------------------------

PUSH_UP = exercise("push_up", load="bodyweight", rank="common")
NORDIC = exercise(
    "nordic",
    pattern="knee_flexion",
    direct=("hamstrings",),
    eccentric=True,
    rank="niche",
    load="bodyweight",
    role="isolation",
)
RAISE = exercise("raise", pattern="shoulder_raise", direct=("side_delts",), role="isolation")
DEADLIFT = exercise(
    "deadlift", pattern="hinge", direct=("hamstrings",), role="main", spine_load=2, grip=True
)

ONE_OF_EACH = {
    "bound": make_rule("bound", measure=fractional_sets("biceps"), lower=7.5, upper=9),
    "steps": make_rule(
        "bound", measure=hard_sets(), lower=30, steps=[{"below": 25, "weight": 3}], weight=2
    ),
    "in each session": make_rule(
        "bound", measure=exercises(pattern="squat"), lower=1, scope="session", weight=3
    ),
    "a difference": make_rule(
        "bound", measure=[hard_sets(direct="lats"), minus(hard_sets(direct="chest"))], lower=5
    ),
    "spine": make_rule("bound", measure={"count": "spine_points"}, lower=13, upper=13),
    "spine cap": make_rule(
        "bound", tier="physical", measure={"count": "spine_points"}, upper=7, scope="session"
    ),
    "ratio": PULL_PUSH,
    "ratio of half-sets": make_rule(
        "ratio",
        over=fractional_sets("biceps"),
        under=group_sets("quads"),
        lower="7/3",
        upper="5/2",
    ),
    "a ratio that need not be": make_rule(
        "ratio", over=hard_sets(direct="chest"), under=hard_sets(direct="lats"), lower=9, both=False
    ),
    "implies": make_rule(
        "implies", when=hard_sets(pattern="squat"), then=fractional_sets("hamstrings"), at_least=6.5
    ),
    "spread": make_rule(
        "spread",
        measures=[fractional_sets("biceps"), hard_sets(direct="quads"), group_sets("chest")],
        at_most="2/3",
    ),
    "spacing": RECOVERY,
    "eccentric": make_rule(
        "spacing", above=1, hours=24, heavy=9, heavy_hours=72, tier="guardrails", weight=2
    ),
    "apart": make_rule("apart", where={"load": "barbell"}, hours=72, tier="guardrails", weight=2),
    "oddness": make_rule(
        "oddness", tier="plainness", ranks={"staple": 0, "common": 1, "niche": 3}, too_light=2
    ),
    "usual doses": make_rule("usual_doses", tier="plainness"),
    "variety": make_rule("variety", tier="plainness", weight=2),
    "favourites": make_rule("favourites", tier="plainness", weight=9),
    "load kinds": make_rule("load_kinds", tier="plainness", at_most=1, weight=3),
    "even sessions": make_rule("even_sessions", tier="plainness", within=0),
    "not for this person": make_rule(
        "bound", measure=fractional_sets("triceps"), lower=5, upper=5.5
    ),
}
NEEDS = tuple(
    make_rule("bound", f"sets-{name}", tier="guardrails", measure=hard_sets(direct=name), lower=low)
    for name, low in (("quads", 5), ("hamstrings", 6), ("chest", 4))
)
"""What fills the week, so that the rule that is looked at costs something."""


@pytest.mark.parametrize("needs", [(), NEEDS], ids=["alone", "beside others"])
@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_a_rule_of_each_kind(name: str, needs: tuple[AnyRule, ...]) -> None:
    compare(
        make_case(
            [PRESS, PUSH_UP, ROW, CURL, LUNGE, NORDIC, SQUAT, DEADLIFT],
            *needs,
            ONE_OF_EACH[name],
            favour=("push_up", "curl"),
            days="mon:30,tue:25",
        )
    )


def test_rules_cost_something_somewhere() -> None:
    found = compare(
        make_case(
            [PRESS, ROW, CURL, SQUAT, NORDIC],
            RECOVERY,
            PULL_PUSH,
            *NEEDS,
            *FLOORS,
            *PLAIN,
            favour=("curl",),
            days="mon:20,tue:20",
        )
    )
    assert min(found.values) > 0


# ---- tiers, days, kinds ----------------------------------------------------------------------


@pytest.mark.parametrize(("at_most", "step"), [(0, 1), (4, 1), (3, 2), (40, 5)])
def test_allowances(at_most: int, step: int) -> None:
    allowed = [allowance(tier.value, at_most, step) for tier in TIERS]
    compare(
        make_case(
            [PRESS, ROW, CURL, LUNGE],
            PULL_PUSH,
            *NEEDS,
            *FLOORS,
            *PLAIN,
            *allowed,
            days="mon:20,thu:20",
        )
    )


def test_the_best_of_the_days_on_offer() -> None:
    total = make_rule("bound", "legs", tier="guardrails", measure=hard_sets(), lower=16)
    compare(
        make_case(
            [SQUAT, LUNGE, ROW],
            RECOVERY,
            total,
            *PLAIN,
            days=2,
            available="mon:30,tue:20,thu:20,sun:15",
        )
    )


@pytest.mark.parametrize(
    ("days", "available"),
    [("mon:15,thu:20", None), (2, "mon:15,tue:20,thu:15"), (1, "mon,thu")],
)
def test_sessions_of_their_kinds(days: str | int, available: str | None) -> None:
    case = make_case(
        [PRESS, SQUAT, ROW, CURL, NORDIC],
        PULL_PUSH,
        *FLOORS,
        *PLAIN,
        days=days,
        available=available,
        minutes=15,
        split=SPLIT,
        doses=NARROW,
    )
    compare(slot_rules(case))


def test_what_cannot_be() -> None:
    assert textbook(make_case([PRESS, ROW], minutes=15, pin="press,row")).impossible
    compare(make_case([PRESS, ROW], minutes=15, pin="press,row"))
    compare(make_case([PRESS, SQUAT], pin="squat", days="mon:15,thu:15", doses=NARROW))


def test_no_day_is_empty() -> None:
    little = make_rule("bound", measure=hard_sets(), upper=3)
    found = compare(make_case([PRESS, ROW], little, doses=NARROW, days="mon:20,thu:20"))
    assert found.values == [0, 1, 0]


def test_sessions_keep_their_order() -> None:
    # The squat of the first session needs Thursday; the row has room on the Tuesday before alone.
    squat = exercise("squat", pattern="squat", direct=("quads",), role="main", setup_seconds=300)
    row = exercise("row", pattern="horizontal_pull", direct=("lats",), role="main")
    days = "mon:15,tue:20,thu:30,sat:15"
    case = make_case(
        [squat, row, CURL], days=2, available=days, split=SPLIT, pin="squat,row", doses=NARROW
    )
    assert compare(slot_rules(case)).impossible


def test_repeats_and_families() -> None:
    twins = [exercise("left", family="twin"), exercise("right", family="twin")]
    more = make_rule("bound", measure=hard_sets(), lower=40)
    for limits in ({"repeats": 1}, {"families": 2}, {"repeats": 3, "families": 1}):
        compare(make_case([*twins, ROW], more, *PLAIN, limits=limits, days="mon:25,wed:25,fri:25"))


# ---- supersets -------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", ["none", "accessories", "all"])
def test_supersets(wanted: str) -> None:
    floors = [
        make_rule("bound", f"floor-{name}", measure=fractional_sets(name), lower=4)
        for name in ("biceps", "side_delts", "hamstrings", "quads")
    ]
    pair = make_rule(
        "superset",
        "arms",
        tier="guardrails",
        first={"pattern": "elbow_flexion"},
        second={"pattern": "shoulder_raise"},
    )
    structure = make_rule("structure", "supersets", tier="physical", check="supersets")
    compare(
        make_case(
            [CURL, RAISE, NORDIC, SQUAT],
            *floors,
            pair,
            structure,
            *PLAIN,
            days="mon:25,thu:18",
            supersets=wanted,
        )
    )


CALF = exercise("calf", pattern="calf_straight", direct=("calves",), role="isolation")
FOOT = exercise("foot", pattern="foot", direct=("calves",), role="finisher")
LEGS: dict[str, Any] = {
    "id": "legs",
    "title": "Legs",
    "kinds": {
        "legs": {
            "title": "Legs",
            "main": {"pattern": "squat"},
            "slots": [
                {
                    "id": "foot",
                    "title": "Calves, last",
                    "where": {"pattern": ["calf_straight", "foot"]},
                    "last": True,
                }
            ],
        }
    },
    "weeks": {1: ["legs"]},
}


def pairing(exercises: list[Exercise], split: dict[str, Any], calves: int, days: str) -> Case:
    """Return a case whose sets can be had by pairing a main lift with a calf raise."""
    floors = [
        make_rule("bound", f"floor-{name}", measure=fractional_sets(name), lower=low)
        for name, low in (("quads", 4), ("calves", calves), ("biceps", 4))
    ]
    checks = [
        make_rule("structure", name, tier="physical", check=name) for name in ("supersets", "order")
    ]
    case = make_case(exercises, *floors, *checks, split=split, days=days, supersets="all")
    return slot_rules(case)


@pytest.mark.parametrize("minutes", [20, 22, 27])
@pytest.mark.parametrize("more", [(CALF,), (CALF, CURL), (CALF, FOOT), (CALF, CURL, FOOT)])
def test_a_first_lift_is_not_paired_with_what_ends_its_session(
    more: tuple[Exercise, ...], minutes: int
) -> None:
    assert not confirmed(pairing([SQUAT, *more], LEGS, 4, f"wed:{minutes}")).impossible


@pytest.mark.parametrize("minutes", [24, 26, 28, 30, 32])
def test_what_is_paired_with_the_first_lift_ends_nothing(minutes: int) -> None:
    # Squat and calf raise are all that could be paired, and the lunge would come after both.
    calf = exercise(
        "calf", pattern="calf_straight", direct=("calves",), role="isolation", grip=True
    )
    lunge = exercise("lunge", pattern="lunge", direct=("quads", "glutes"), grip=True)
    lunges = make_rule(
        "bound", "lunges", tier="guardrails", measure=exercises(pattern="lunge"), lower=1
    )
    squats = make_rule(
        "bound", "squats", tier="guardrails", measure=hard_sets(pattern="squat"), lower=4
    )
    case = pairing([SQUAT, calf, lunge], LEGS, 6, f"wed:{minutes}")
    case = dataclasses.replace(case, rules=(*case.rules, lunges, squats))
    assert not confirmed(case).impossible


LEGS_AND_PUSH: dict[str, Any] = {
    "id": "legs_and_push",
    "title": "Legs, then push",
    "kinds": {
        "legs": {
            "title": "Legs",
            "area": {"pattern": ["squat", "calf_straight"]},
            "main": {"pattern": "squat"},
        },
        "push": {
            "title": "Push",
            "area": {"pattern": ["horizontal_push", "calf_straight"]},
            "slots": LEGS["kinds"]["legs"]["slots"],
        },
    },
    "weeks": {2: ["legs", "push"]},
}
"""Calves end the second session alone."""


ALLOWED = pytest.mark.parametrize(
    ("exercises", "split", "calves", "days"),
    [
        ([SQUAT, CALF, PRESS], LEGS_AND_PUSH, 7, "mon:22,thu:15"),
        ([SQUAT, CALF, FOOT], LEGS, 6, "wed:30"),
    ],
    ids=["a slot of another kind", "another exercise ends"],
)


@ALLOWED
def test_a_main_lift_is_paired_with_what_ends_no_session(
    exercises: list[Exercise], split: dict[str, Any], calves: int, days: str
) -> None:
    found = confirmed(pairing(exercises, split, calves, days))
    assert ("squat", "calf") in [pair for pairs in found.pairs.values() for pair in pairs]


@ALLOWED
def test_the_staircase_pairs_it_too(
    exercises: list[Exercise], split: dict[str, Any], calves: int, days: str
) -> None:
    case = pairing(exercises, split, calves, days)
    assert climbed(case) == textbook(case).values


# ---- rules of any kind together --------------------------------------------------------------


@given(case=cases())
@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_any_case(case: Case) -> None:
    compare(case)


# ---- the standard rules ----------------------------------------------------------------------

HANDFUL = (
    "dumbbell_bench_press",
    "one_arm_dumbbell_row",
    "goblet_squat",
    "dumbbell_rdl",
    "wrist_curl",
    "bodyweight_calf_raise",
)


@pytest.mark.parametrize(
    "fields",
    [
        {"days": 2, "minutes": 30, "split": "full_body"},
        {"days": 2, "split": "full_body", "available": "mon:30,tue:20,fri:25"},
        {"days": 4, "minutes": 25, "split": "upper_lower"},
        {"days": 4, "minutes": 25, "split": "upper_lower", "supersets": "all"},
    ],
    ids=["full body", "days on offer", "upper and lower", "all supersets"],
)
def test_the_standard_rules_on_a_handful_of_exercises(
    fields: dict[str, Any], catalogue: Catalogue
) -> None:
    few = {name: catalogue.exercises[name] for name in HANDFUL}
    small = dataclasses.replace(catalogue, exercises=few)
    scenario = Scenario.model_validate({"equipment": ["dumbbells_bench"], **fields}).resolve(small)
    found = compare(Case(small, scenario, scenario.make_rules(small)))
    assert found.values[0] > 0


def test_the_audit_confirms_a_real_week() -> None:
    named = Named(
        "real", {"days": 2, "minutes": 45, "supersets": "none", "equipment": ["dumbbells_bench"]}
    )
    found = solve_textbook(named, limit=5.0, workers=2)
    problem = one_split(named)
    assert found.split == problem.scenario.split_id
    assert found.values  # something was found in time
    sessions = sessions_of(found, problem.scenario, problem.catalogue)
    report = audit_sessions(sessions, problem.scenario, problem.catalogue, problem.rules)
    assert report.accepted, [r.id for r in report.rules if r.holds is False]
    assert found.values == [report.costs[tier] for tier in TIERS[: len(found.values)]]
