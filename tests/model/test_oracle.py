"""The staircase against brute force: every week there is, judged by the audit alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import combinations, product
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.auditing.week import Week
from solver.catalogue import Exercise, Weekday
from solver.clock import Clock
from solver.model import staircase
from solver.model.choosing import make_week
from solver.model.found import Found
from solver.model.placing import search_placed
from solver.model.problem import Problem
from solver.model.search import Search
from solver.model.staircase import Staircase
from solver.model.tiers import Tiers
from solver.plan import Session
from solver.rules import AnyRule, Tier
from solver.rules.kinds import RULE
from solver.rules.supersets import may_pair
from tests.model.strategies import rule_fields, rule_of
from tests.tiny import (
    Case,
    exercise,
    exercises,
    fractional_sets,
    hard_sets,
    judge,
    make_case,
    make_rule,
    possible,
    tier_values,
)

LEXICOGRAPHIC = (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS)


class Watched(Staircase):
    """Tells whether the placed model itself had to be searched."""

    searched_placed = False

    def climb(self) -> Found | None:
        def watched(tiers: Tiers, near: Found | None) -> Found | None:
            self.searched_placed = True
            return search_placed(tiers, near)

        with mock.patch.object(staircase, "search_placed", watched):
            return super().climb()


def climb(case: Case, *, strict: bool = False) -> tuple[Watched, Found | None]:
    stairs = Watched(case.problem, Search(Clock(300.0)), strict=strict)
    return stairs, stairs.climb()


# ---- brute force ---------------------------------------------------------------------------


Day = tuple[dict[str, int], tuple[tuple[str, str], ...]]
"""What a day holds: exercises with sets, and which of them are supersets."""


def every_day(case: Case, day: str) -> list[Day]:
    """Return everything that the day has room for."""
    names = list(case.catalogue.exercises)
    ranges = []
    for name in names:
        dose = case.catalogue.doses[case.catalogue.exercises[name].role]
        ranges.append((0, *range(dose.low, dose.high + 1)))
    alone = [rule for rule in case.rules if rule.id in ("minutes", "families")]
    found = []
    for amounts in product(*ranges):
        work = {name: sets for name, sets in zip(names, amounts, strict=True) if sets}
        for pairs in every_pairing(case, work) if work else ():
            (session,) = case.sessions({day: work}, {day: pairs})
            if possible(judge(alone, Week([session], case.scenario, case.catalogue))):
                found.append((work, pairs))
    return found


def every_pairing(case: Case, work: dict[str, int]) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield every way to do some of these exercises as supersets, none of them first."""
    able = [
        (a, b)
        for a, b in combinations(work, 2)
        if work[a] == work[b]
        and may_pair(
            case.catalogue.exercises[a], case.catalogue.exercises[b], case.scenario.supersets
        )
    ]
    for count in range(len(work) // 2 + 1):
        for pairs in combinations(able, count):
            names = [name for pair in pairs for name in pair]
            if len(names) == len(set(names)):
                yield pairs


def every_week(case: Case) -> Iterator[tuple[tuple[Session, ...], dict[Tier, int]]]:
    """Yield every week that breaks no physical rule, with the value of each tier."""
    each = {day.value: every_day(case, day.value) for day in case.scenario.candidates}
    for days in combinations(each, case.scenario.count):
        for chosen in product(*(each[day] for day in days)):
            week = case.sessions(
                {day: work for day, (work, _) in zip(days, chosen, strict=True)},
                {day: pairs for day, (_, pairs) in zip(days, chosen, strict=True)},
            )
            results = judge(case.rules, Week(week, case.scenario, case.catalogue))
            if possible(results):
                yield week, tier_values(case.rules, results)


def placement(sessions: tuple[Session, ...], problem: Problem) -> set[tuple[Weekday, int]]:
    """Return the choices of each day."""
    choice_of = {name: i for i, choice in enumerate(problem.choices) for name in choice.members}
    return {(s.day, choice_of[item.exercise]) for s in sessions for item in s.items}


def compare(case: Case) -> tuple[Watched, Found | None]:
    """Hold the staircase against brute force; return it and what it found."""
    stairs, found = climb(case)
    weeks = list(every_week(case))
    if found is None:
        assert weeks == []
        assert stairs.impossible
        return stairs, None
    sessions = make_week(case.problem, found)
    results = judge(case.rules, Week(sessions, case.scenario, case.catalogue))
    values = tier_values(case.rules, results)
    assert possible(results)
    best = min(tuple(costs[tier] for tier in LEXICOGRAPHIC) for _, costs in weeks)
    assert tuple(values[tier] for tier in LEXICOGRAPHIC) == best
    assert tuple(found.bounds[tier] for tier in LEXICOGRAPHIC) == best
    # The stimulus is the best that other sets of these exercises, on these days, can give.
    chosen = placement(sessions, case.problem)
    least = min(
        costs[Tier.STIMULUS]
        for week, costs in weeks
        if tuple(costs[tier] for tier in LEXICOGRAPHIC) == best
        and placement(week, case.problem) == chosen
    )
    assert values[Tier.STIMULUS] == found.bounds[Tier.STIMULUS] == least
    # Where guardrails must be kept, a week is refused if and only if none keeps them.
    strict, kept = climb(case, strict=True)
    assert strict.impossible is (best[0] > 0)
    if kept is None:
        assert strict.impossible
    else:
        assert tuple(kept.bounds[tier] for tier in LEXICOGRAPHIC) == best
    return stairs, found


# ---- instances -----------------------------------------------------------------------------

PRESS = exercise("press", indirect=("triceps",))
ROW = exercise("row", pattern="horizontal_pull", direct=("lats",), indirect=("biceps",))
CURL = exercise("curl", pattern="elbow_flexion", direct=("biceps",), role="isolation")
SQUAT = exercise("squat", pattern="squat", direct=("quads",), indirect=("glutes",), role="main")
LUNGE = exercise("lunge", pattern="lunge", direct=("quads", "glutes"), laterality="unilateral")
NARROW = {"accessory": (2, 3), "isolation": (2, 3), "main": (3, 4)}

STIMULUS = make_rule(
    "stimulus",
    "stimulus",
    tier="stimulus",
    points=[(0, 0), (4, 32), (8, 56), (20, 104)],
    tops={"chest": 5, "lats": 8, "biceps": 4, "quads": 6, "glutes": 3},
)
FLOORS = tuple(
    make_rule("bound", f"floor-{muscle}", measure=fractional_sets(muscle), lower=lower)
    for muscle, lower in (("chest", 4), ("lats", 5), ("biceps", 4))
)
PULL_PUSH = make_rule(
    "ratio",
    "pull-push",
    tier="guardrails",
    weight=3,
    over=hard_sets(direct="lats"),
    under=hard_sets(direct="chest"),
    lower="5/4",
    upper="3/2",
)
PLAIN = (
    make_rule("usual_doses", "usual", tier="plainness"),
    make_rule("variety", "variety", tier="plainness"),
    make_rule("even_sessions", "even", tier="plainness", within=1),
    make_rule("load_kinds", "loads", tier="plainness", at_most=1),
    make_rule("favourites", "favourites", tier="plainness", weight=3),
)
RECOVERY = make_rule(
    "spacing", "recovery", tier="guardrails", weight=4, above=2, hours=48, heavy=4, heavy_hours=72
)


def allowance(tier: str, at_most: int, step: int = 1) -> AnyRule:
    return make_rule("allowance", f"allowance-{tier}", tier=tier, at_most=at_most, step=step)


def test_two_days_of_twenty_minutes() -> None:
    case = make_case(
        [PRESS, ROW, CURL], PULL_PUSH, *FLOORS, STIMULUS, days="mon:20,thu:20", doses=NARROW
    )
    stairs, found = compare(case)
    assert found is not None
    assert not stairs.searched_placed


def test_one_day_with_all_doses() -> None:
    case = make_case([PRESS, ROW, CURL, LUNGE], PULL_PUSH, *FLOORS, *PLAIN, STIMULUS, minutes=30)
    compare(case)


def test_totals_that_cannot_be_placed() -> None:
    # The shortest squat takes 750 s; no day has more than 600, but both together have 1,200.
    main = make_rule(
        "bound", "main", tier="guardrails", measure=exercises(role="main"), lower=1, weight=5
    )
    case = make_case(
        [PRESS, ROW, SQUAT], main, *FLOORS, *PLAIN, STIMULUS, days="mon:15,thu:15", doses=NARROW
    )
    stairs, found = compare(case)
    assert stairs.searched_placed
    assert found is not None
    assert found.bounds[Tier.GUARDRAILS] == 5


def test_sets_that_cannot_be_placed() -> None:
    # Presses, rows (435 s each) and curls (240 s) fit the 1,200 s of both days together. On a day
    # of 600 s curls go with no more than 2 sets of the others: one set is missing.
    floors = [
        make_rule("bound", f"{name}-sets", tier="guardrails", measure=measure, lower=lower)
        for name, measure, lower in (
            ("chest", hard_sets(direct="chest"), 3),
            ("lats", hard_sets(direct="lats"), 3),
            ("biceps", hard_sets(direct="biceps"), 2),
        )
    ]
    case = make_case(
        [PRESS, ROW, CURL],
        *floors,
        *FLOORS,
        allowance("balance", 2, 3),
        *PLAIN,
        allowance("plainness", 1, 2),
        STIMULUS,
        days="mon:15,thu:15",
    )
    stairs, found = compare(case)
    assert stairs.searched_placed
    assert found is not None
    assert found.bounds[Tier.GUARDRAILS] == 1


def test_recovery_that_bare_totals_do_not_see() -> None:
    total = make_rule(
        "bound", "legs", tier="guardrails", measure=hard_sets(direct="quads"), lower=7, weight=2
    )
    case = make_case(
        [SQUAT, LUNGE, ROW], RECOVERY, total, *PLAIN, STIMULUS, days="mon:30,tue:30", doses=NARROW
    )
    compare(case)


def test_the_best_of_the_days_on_offer() -> None:
    total = make_rule("bound", "legs", tier="guardrails", measure=hard_sets(), lower=6)
    case = make_case(
        [SQUAT, LUNGE],
        RECOVERY,
        total,
        *PLAIN,
        STIMULUS,
        days=2,
        available="mon:30,tue:20,thu:20,sun:15",
        doses=NARROW,
    )
    compare(case)


@pytest.mark.parametrize(("at_most", "step"), [(0, 1), (4, 1), (3, 2), (40, 5)])
def test_allowances(at_most: int, step: int) -> None:
    rules = [PULL_PUSH, *FLOORS, allowance("balance", at_most, step), *PLAIN, STIMULUS]
    case = make_case(
        [PRESS, ROW, CURL],
        *rules,
        allowance("plainness", at_most, step),
        days="mon:15,thu:20",
        doses=NARROW,
        favour=("curl", "row"),
    )
    compare(case)


def test_an_allowance_among_the_guardrails() -> None:
    rules = [PULL_PUSH, allowance("guardrails", 3, 2), *FLOORS, STIMULUS]
    compare(make_case([PRESS, ROW, CURL], *rules, days="mon:15,thu:15", doses=NARROW))


def test_no_rules_at_all() -> None:
    compare(make_case([PRESS, ROW], days="mon:15,thu:15", doses=NARROW))


@pytest.mark.parametrize("tier", ["guardrails", "balance", "plainness"])
def test_one_tier_alone(tier: str) -> None:
    floor = make_rule("bound", "floor", tier=tier, measure=hard_sets(), lower=20)
    compare(make_case([PRESS, ROW], floor, STIMULUS, days="mon:15,thu:20", doses=NARROW))


def test_what_is_physical_may_make_it_impossible() -> None:
    both = make_case([PRESS, ROW], minutes=15, pin="press,row")
    _, found = compare(both)
    assert found is None
    # Both days together have room for a squat, neither has alone.
    day_by_day = make_case([PRESS, SQUAT], pin="squat", days="mon:15,thu:15", doses=NARROW)
    stairs, found = compare(day_by_day)
    assert found is None
    assert stairs.searched_placed


def test_a_bound_is_not_taken_for_the_next_whole_number() -> None:
    # CP-SAT gives the bound of this tier as 2.000000000000001, which is 2 and not 3.
    quads = {"count": "group_sets", "group": "quads", "times": -1}
    rule = make_rule(
        "ratio", "ratio", tier="plainness", over=[quads], under=[quads, quads], upper="5/4"
    )
    compare(make_case([PRESS, SQUAT], rule, STIMULUS, days="mon:20", doses=NARROW))


SPLIT = {
    "id": "push_then_pull",
    "title": "Push, then pull",
    "kinds": {
        "push": {
            "title": "Push",
            "area": {"pattern": ["horizontal_push", "squat", "knee_flexion"]},
            "slots": [{"id": "press", "title": "A press", "where": {"pattern": "horizontal_push"}}],
        },
        "pull": {
            "title": "Pull",
            "area": {"pattern": ["horizontal_pull", "elbow_flexion", "knee_flexion"]},
            "main": {"pattern": "horizontal_pull"},
            "slots": [{"id": "curl", "title": "A curl", "where": {"pattern": "elbow_flexion"}}],
        },
    },
    "weeks": {1: ["pull"], 2: ["push", "pull"]},
}


def slot_rules(case: Case) -> Case:
    """Return the case with the rules of its split's sessions."""
    split = case.scenario.chosen_split
    assert split is not None
    raw = split.session_rules(case.scenario.count)
    kinds = make_rule("structure", "session-kinds", tier="physical", check="kinds")
    rules = (*case.rules, kinds, *(RULE.validate_python(rule) for rule in raw))
    return dataclasses.replace(case, rules=rules)


@pytest.mark.parametrize(
    ("days", "available"), [("mon:15,thu:20", None), (2, "mon,tue,thu"), (1, "mon,thu")]
)
def test_sessions_of_their_kinds(days: str | int, available: str | None) -> None:
    pull_up = exercise("pull_up", pattern="vertical_pull", direct=("lats",))
    case = make_case(
        [PRESS, ROW, CURL, pull_up],
        PULL_PUSH,
        *FLOORS,
        *PLAIN,
        STIMULUS,
        days=days,
        available=available,
        minutes=15,
        split=SPLIT,
        doses=NARROW,
    )
    compare(slot_rules(case))


RAISE = exercise("raise", pattern="shoulder_raise", direct=("side_delts",), role="isolation")

ARMS = (
    make_rule(
        "superset",
        "arms",
        tier="guardrails",
        first={"pattern": "elbow_flexion"},
        second={"pattern": "shoulder_raise"},
    ),
    make_rule("structure", "supersets", tier="physical", check="supersets"),
)
"""A curl and a raise are done in turns, wherever they may be."""


def test_supersets_make_room() -> None:
    nordic = exercise("nordic", pattern="knee_flexion", direct=("hamstrings",), role="isolation")
    floors = [
        make_rule("bound", f"floor-{name}", measure=fractional_sets(name), lower=4)
        for name in ("biceps", "side_delts", "hamstrings")
    ]
    values = []
    for wanted in ("none", "accessories"):
        case = make_case(
            [CURL, RAISE, nordic],
            *floors,
            *ARMS,
            STIMULUS,
            days="mon:18",
            doses={"isolation": (2, 4)},
            supersets=wanted,
        )
        _, found = compare(case)
        assert found is not None
        values.append(found.held[Tier.BALANCE])
    assert values[1] < values[0]


def test_a_superset_saves_all_its_rounds() -> None:
    """A session does not seem longer than it is where that would make sessions even."""
    floors = [
        make_rule("bound", f"floor-{name}", measure=fractional_sets(name), lower=6)
        for name in ("biceps", "side_delts")
    ]
    case = make_case(
        [CURL, RAISE],
        *floors,
        *ARMS,
        make_rule("even_sessions", "even", tier="plainness", within=1),
        STIMULUS,
        days="mon:24,thu:20",
        doses={"isolation": (3, 3)},
        supersets="accessories",
    )
    _, found = compare(case)
    assert found is not None
    assert found.worth == (0, 0, 3)


def test_equal_exercises_take_turns() -> None:
    twins = [exercise("left", family="twin"), exercise("right", family="twin")]
    case = make_case([*twins, ROW], *FLOORS, *PLAIN, STIMULUS, days="mon:15,thu:20", doses=NARROW)
    assert len(case.problem.choices) == 2
    compare(case)


def test_choices_of_one_bundle() -> None:
    # They differ in load and oddness only: guardrails and balance do not tell them apart.
    cable = exercise("cable_row", pattern="horizontal_pull", direct=("lats",), load="cable")
    row = exercise("row", pattern="horizontal_pull", direct=("lats",), rank="niche")
    odd = make_rule(
        "oddness",
        "odd",
        tier="plainness",
        ranks={"staple": 0, "common": 1, "niche": 3},
        too_light=2,
        weight=2,
    )
    case = make_case(
        [row, cable, PRESS],
        PULL_PUSH,
        odd,
        *PLAIN,
        STIMULUS,
        days="mon:20,thu:20",
        equipment="dumbbells,cable",
        doses=NARROW,
    )
    assert (len(case.problem.choices), len(case.problem.bundles)) == (3, 2)
    compare(case)


POOL: tuple[Exercise, ...] = (
    PRESS,
    exercise("push_up", load="bodyweight", rank="common"),
    ROW,
    exercise(
        "nordic",
        pattern="knee_flexion",
        direct=("hamstrings",),
        eccentric=True,
        rank="niche",
        load="bodyweight",
    ),
    exercise("raise", pattern="shoulder_raise", direct=("side_delts",), role="isolation"),
    SQUAT,
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case of two or three exercises on one or two days, with rules of any kind."""
    chosen = draw(st.lists(st.sampled_from(POOL), min_size=2, max_size=3, unique_by=lambda e: e.id))
    tiers = ("guardrails", "balance", "plainness")
    fields: list[dict[str, Any]] = [
        *draw(st.lists(rule_fields("physical"), max_size=1)),
        *(rule for tier in tiers for rule in draw(st.lists(rule_fields(tier), max_size=2))),
    ]
    kinds = set()
    rules = []
    for number, each in enumerate(fields):
        rule = rule_of(each, f"rule-{number}")
        single = each["kind"] == "oddness"  # of which a scenario has only one
        if rule is not None and not (single and each["kind"] in kinds):
            kinds.add(each["kind"])
            rules.append(rule)
    for tier in tiers:
        if draw(st.booleans()):
            at_most, step = draw(st.integers(0, 4)), draw(st.integers(1, 3))
            rules.append(allowance(tier, at_most, step))
    days = draw(st.sampled_from(("mon:20", "mon:15,tue:20", "mon:20,thu:15", "sun:20,mon:15")))
    pin = draw(st.sampled_from(((), (chosen[0].id,))))
    favour = draw(st.sampled_from(((), (chosen[1].id,))))
    return make_case(chosen, *rules, STIMULUS, doses=NARROW, days=days, pin=pin, favour=favour)


@given(case=cases())
@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_any_case(case: Case) -> None:
    compare(case)
