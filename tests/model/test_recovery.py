"""Rules of recovery: spacing of muscles and lifts apart, each alone."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from solver.rules import AnyRule
from tests.model.checking import DIP, LEGS, PRESS, SLOW_LEGS, check
from tests.model.solving import least_cost
from tests.tiny import Case, exercise, exercises, hard_sets, make_case, make_rule


class TestSpacing:
    RULE = make_rule("spacing", above=4, hours=48, heavy=9, heavy_hours=72, weight=4)

    def case(self, days: str, least: int = 0, **fields: Any) -> Case:
        """Legs of 2 to 12 sets a session, slow or not; or never slow, and at least so many."""
        rules = [self.RULE]
        if least:
            measure = hard_sets(direct="quads")
            rules.append(make_rule("bound", "least", tier="physical", measure=measure, lower=least))
        usable = [LEGS] if least else [LEGS, SLOW_LEGS]
        return make_case(usable, *rules, doses={"accessory": (2, 12)}, days=days, **fields)

    def test_days_running(self) -> None:
        # Of 16 sets on two days running 4 may be on one of them, which does not load the legs.
        assert least_cost(self.case("mon,tue", 16).problem) == 0
        # Of 17 that leaves 13, more than a session holds.
        assert least_cost(self.case("mon,tue", 17).problem) == 4

    def test_48_hours(self) -> None:
        check(self.case("mon,tue"), {"mon": {"legs": 5}, "tue": {"legs": 5}}, 4)
        check(self.case("mon,tue"), {"mon": {"legs": 4}, "tue": {"legs": 8}}, 0)
        check(self.case("mon,wed"), {"mon": {"legs": 5}, "wed": {"legs": 5}}, 0)

    def test_72_hours_after_heavy_work(self) -> None:
        check(self.case("mon,wed"), {"mon": {"legs": 9}, "wed": {"legs": 5}}, 4)
        # Before heavy work 48 hours will do.
        check(self.case("mon,wed"), {"mon": {"legs": 8}, "wed": {"legs": 9}}, 0)
        check(self.case("mon,thu"), {"mon": {"legs": 9}, "thu": {"legs": 9}}, 0)
        # Nothing follows that loads the muscle.
        check(self.case("mon,wed"), {"mon": {"legs": 9}, "wed": {"legs": 4}}, 0)

    def test_72_hours_after_eccentric_work(self) -> None:
        check(self.case("mon,wed"), {"mon": {"slow_legs": 5}, "wed": {"legs": 5}}, 4)
        check(self.case("mon,wed"), {"mon": {"legs": 3, "slow_legs": 2}, "wed": {"legs": 5}}, 4)
        check(self.case("mon,wed"), {"mon": {"legs": 5}, "wed": {"slow_legs": 5}}, 0)
        # Too little of it loads nothing.
        check(self.case("mon,wed"), {"mon": {"slow_legs": 4}, "wed": {"legs": 5}}, 0)

    def test_work_that_is_no_hard_set_is_no_eccentric_work(self) -> None:
        stretch = exercise("stretch", direct=("quads",), eccentric=True, hard=False)
        case = make_case([LEGS, stretch], self.RULE, doses={"accessory": (2, 12)}, days="mon,wed")
        check(case, {"mon": {"legs": 5, "stretch": 2}, "wed": {"legs": 5}}, 0)

    def test_the_week_is_a_circle(self) -> None:
        check(self.case("mon,sun"), {"mon": {"legs": 5}, "sun": {"legs": 5}}, 4)
        check(self.case("mon,sat"), {"mon": {"legs": 5}, "sat": {"legs": 5}}, 0)
        check(self.case("mon,sat"), {"mon": {"legs": 5}, "sat": {"legs": 9}}, 4)
        check(self.case("mon,sat"), {"mon": {"legs": 9}, "sat": {"legs": 5}}, 0)

    def test_every_pair_counts(self) -> None:
        case = make_case(
            [LEGS],
            self.RULE,
            doses={"accessory": (2, 12)},
            limits={"repeats": 3},
            days="mon,tue,wed",
        )
        light = {day: {"legs": 5} for day in ("mon", "tue", "wed")}
        heavy = {day: {"legs": 9} for day in ("mon", "tue", "wed")}
        check(case, light, 2 * 4)
        check(case, heavy, 3 * 4)

    def test_half_sets_count(self) -> None:
        case = make_case(
            [PRESS, DIP], self.RULE, doses={"accessory": (2, 12)}, days="mon,tue", minutes=120
        )
        # 2 dips and 5 presses are 4.5 sets for the triceps; 4 presses make 4.
        check(case, {"mon": {"dip": 5}, "tue": {"dip": 2, "press": 4}}, 0)
        check(case, {"mon": {"dip": 5}, "tue": {"dip": 2, "press": 5}}, 4)
        check(case, {"mon": {"dip": 5, "press": 4}, "tue": {"dip": 2, "press": 5}}, 4)

    def test_the_model_picks_days_apart(self) -> None:
        case = self.case("2", 24, available="mon,tue,thu")
        # Two heavy sessions: Monday to Thursday are 72 hours, Thursday to Monday 96.
        assert least_cost(case.problem) == 0
        check(case, {"mon": {"legs": 12}, "thu": {"legs": 12}}, 0)
        check(case, {"mon": {"legs": 12}, "tue": {"legs": 12}}, 4)

    def test_heavy_as_soon_as_loaded(self) -> None:
        rule = make_rule("spacing", above=4, hours=48, heavy=4, heavy_hours=72)
        case = make_case([LEGS], rule, doses={"accessory": (2, 12)}, days="mon,wed")
        # 4 sets are no load, so they are no heavy load either.
        check(case, {"mon": {"legs": 4}, "wed": {"legs": 5}}, 0)
        check(case, {"mon": {"legs": 5}, "wed": {"legs": 5}}, 1)

    def test_any_bound_will_do(self) -> None:
        rule = make_rule("spacing", above=4.3, hours=48, heavy=4.8, heavy_hours=72)
        case = make_case([PRESS, DIP], rule, doses={"accessory": (2, 12)}, days="mon,wed")
        # 4.5 sets are above 4.3 and not above 4.8.
        check(case, {"mon": {"dip": 2, "press": 5}, "wed": {"dip": 2, "press": 5}}, 1)
        half = make_case([DIP, PRESS], rule, doses={"accessory": (2, 12)}, days="mon,tue")
        check(half, {"mon": {"dip": 3, "press": 3}, "tue": {"dip": 3, "press": 3}}, 1)

    def test_nonsense_is_refused(self) -> None:
        fields: dict[str, Any] = {"above": 4, "hours": 48, "heavy": 9, "heavy_hours": 72}
        for wrong in ({"above": -1}, {"heavy": 3}, {"heavy_hours": 24}, {"hours": 200}):
            with pytest.raises(ValidationError):
                make_rule("spacing", **(fields | wrong))


class TestApart:
    """Lifts of one family, here two squats, are a day apart."""

    USABLE = (
        exercise("squat", family="squat", role="main", pattern="squat", direct=("quads",)),
        exercise("slow_squat", family="squat", role="secondary", direct=("quads",)),
        exercise("light_squat", family="squat", role="accessory", direct=("quads",)),
        exercise("row", role="main", pattern="horizontal_pull", direct=("lats",)),
    )
    RULE = make_rule("apart", where={"role": ["main", "secondary"]}, hours=48, weight=3)

    def case(self, days: str, *rules: AnyRule, **fields: Any) -> Case:
        return make_case(self.USABLE, *(rules or [self.RULE]), days=days, **fields)

    def test_neighbouring_days(self) -> None:
        case = self.case("mon,tue")
        check(case, {"mon": {"squat": 3}, "tue": {"slow_squat": 3}}, 3)
        check(case, {"mon": {"squat": 3}, "tue": {"squat": 3}}, 3)
        check(case, {"mon": {"squat": 3}, "tue": {"row": 3}}, 0)
        check(self.case("mon,thu"), {"mon": {"squat": 3}, "thu": {"slow_squat": 3}}, 0)

    def test_only_what_is_meant(self) -> None:
        check(self.case("mon,tue"), {"mon": {"squat": 3}, "tue": {"light_squat": 3}}, 0)

    def test_the_week_is_a_circle(self) -> None:
        check(self.case("mon,sun"), {"mon": {"squat": 3}, "sun": {"slow_squat": 3}}, 3)
        check(self.case("mon,sat"), {"mon": {"squat": 3}, "sat": {"slow_squat": 3}}, 0)

    def test_each_family_counts_once_for_each_pair_of_days(self) -> None:
        case = self.case("mon,tue,wed", limits={"repeats": 3, "families": 2})
        day = {"squat": 3, "row": 3}
        check(case, {"mon": day | {"slow_squat": 3}, "tue": day, "wed": {"row": 3}}, 3 * 3)

    def test_the_model_picks_days_apart(self) -> None:
        both = [
            make_rule(
                "bound",
                f"one-{name}",
                tier="physical",
                measure=exercises(exercise=[name]),
                lower=1,
                upper=1,
            )
            for name in ("squat", "slow_squat")
        ]
        limits = {"families": 1}
        apart = self.case("2", self.RULE, *both, available="mon,tue,thu", limits=limits)
        assert least_cost(apart.problem) == 0
        close = self.case("mon,tue", self.RULE, *both, limits=limits)
        assert least_cost(close.problem) == 3
