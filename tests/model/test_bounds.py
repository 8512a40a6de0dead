"""Rules that bound what is counted: bound, ratio, implies and spread, each alone."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from tests.model.checking import CABLE_ROW, DIP, PRESS, ROW, SQUAT, check, check_silent
from tests.model.solving import least_cost
from tests.tiny import (
    exercise,
    exercises,
    fractional_sets,
    group_sets,
    hard_sets,
    make_case,
    make_rule,
    minus,
)


class TestBound:
    def test_lower(self) -> None:
        rule = make_rule("bound", measure=hard_sets(direct="chest"), lower=10, weight=3)
        case = make_case([PRESS], rule, days="mon:15,thu:15")
        # Two sessions of at most 4 sets: 2 sets are missing, at 3 each.
        assert least_cost(case.problem) == 6
        check(case, {"mon": {"press": 4}, "thu": {"press": 3}}, 9)
        check(make_case([PRESS], rule), {"wed": {"press": 4}}, 18)

    def test_lower_is_kept(self) -> None:
        rule = make_rule("bound", measure=hard_sets(direct="chest"), lower=7)
        case = make_case([PRESS], rule, days="mon:15,thu:15")
        assert least_cost(case.problem) == 0
        check(case, {"mon": {"press": 4}, "thu": {"press": 3}}, 0)
        check(case, {"mon": {"press": 4}, "thu": {"press": 2}}, 1)

    def test_lower_in_half_sets(self) -> None:
        rule = make_rule("bound", measure=fractional_sets("triceps"), lower=7)
        case = make_case([PRESS, DIP], rule, days="mon:15,thu:15", pin="press")
        # A day of presses gives at most 2 sets, a day of dips 4: one set short is two half-sets.
        assert least_cost(case.problem) == 2
        check(case, {"mon": {"press": 3}, "thu": {"press": 4}}, 7)
        check(case, {"mon": {"press": 3}, "thu": {"dip": 4}}, 3)

    def test_upper(self) -> None:
        rule = make_rule("bound", measure=hard_sets(), upper=3, weight=2)
        case = make_case([PRESS], rule, days="mon:15,thu:15")
        # Two days cannot be trained with fewer than 2 sets each.
        assert least_cost(case.problem) == 2
        check(case, {"mon": {"press": 4}, "thu": {"press": 4}}, 10)

    def test_band_of_a_difference(self) -> None:
        measure = [exercises(direct="chest"), minus(exercises(direct="lats"))]
        rule = make_rule("bound", measure=measure, lower=-1, upper=0)
        case = make_case([PRESS, ROW], rule, days="mon,thu", pin="press")
        assert least_cost(case.problem) == 0
        check(case, {"mon": {"press": 2}, "thu": {"row": 2}}, 0)
        check(case, {"mon": {"press": 2}, "thu": {"press": 2}}, 2)
        check(case, {"mon": {"row": 2}, "thu": {"row": 2, "press": 2}}, 0)
        both = make_case([PRESS, ROW], rule, days="mon,thu")
        check(both, {"mon": {"row": 2}, "thu": {"row": 2}}, 1)

    def test_steps(self) -> None:
        steps = [{"below": 9, "weight": 3}, {"below": 5, "weight": 5}]
        rule = make_rule("bound", measure=hard_sets(), lower=10, weight=2, steps=steps)
        case = make_case([PRESS], rule, days="mon:15,thu:15")
        # At most 8 sets: 2 short of 10 and 1 short of 9.
        assert least_cost(case.problem) == 2 * 2 + 1 * 3
        # 4 sets: 6 short of 10, 5 short of 9, 1 short of 5.
        check(case, {"mon": {"press": 2}, "thu": {"press": 2}}, 6 * 2 + 5 * 3 + 1 * 5)

    def test_steps_in_half_sets(self) -> None:
        steps = [{"below": 2.5, "weight": 3}]
        measure = fractional_sets("triceps")
        rule = make_rule("bound", measure=measure, lower=4, weight=2, steps=steps)
        case = make_case([PRESS, DIP], rule)
        # 1.5 sets: 5 half-sets short of 4, 2 half-sets short of 2.5.
        check(case, {"wed": {"press": 3}}, 5 * 2 + 2 * 3)

    def test_steps_of_a_difference(self) -> None:
        measure = [exercises(direct="chest"), minus(exercises(direct="lats"))]
        rule = make_rule("bound", measure=measure, lower=1, steps=[{"below": 0, "weight": 5}])
        case = make_case([PRESS, ROW], rule)
        check(case, {"wed": {"press": 2, "row": 2}}, 1)
        check(case, {"wed": {"row": 2}}, 2 + 5)

    def test_lower_in_every_session(self) -> None:
        rule = make_rule(
            "bound", measure=exercises(role="main"), lower=1, weight=12, scope="session"
        )
        case = make_case([SQUAT, ROW], rule, days="mon:15,thu:60")
        # The shortest squat takes 60 + 120 + 3 x 190 s, more than the 600 s of Monday.
        assert least_cost(case.problem) == 12
        check(case, {"mon": {"row": 2}, "thu": {"squat": 3}}, 12)
        check(case, {"mon": {"row": 2}, "thu": {"row": 3}}, 24)
        # A day that is not trained on needs no main lift.
        free = make_case([SQUAT, ROW], rule, days=1, available="mon:15,thu:60")
        assert least_cost(free.problem) == 0
        check(free, {"thu": {"squat": 3}}, 0)

    def test_upper_and_lower_below_nothing(self) -> None:
        measure = [exercises(direct="chest"), minus(exercises(direct="lats"))]
        rule = make_rule("bound", measure=measure, lower=-1, upper=-1, scope="session")
        case = make_case([PRESS, ROW], rule, days=1, available="mon,thu")
        # It is not asked of the day without training.
        check(case, {"thu": {"row": 2}}, 0)
        check(case, {"thu": {"press": 2, "row": 2}}, 1)

    def test_upper_in_every_session(self) -> None:
        rule = make_rule("bound", measure=fractional_sets("chest"), upper=2.5, scope="session")
        case = make_case([PRESS, ROW], rule, days="mon:15,thu:15", doses={"accessory": (3, 4)})
        assert least_cost(case.problem) == 0
        # 1.5 sets over on Monday and 0.5 on Thursday do not make up for each other.
        check(case, {"mon": {"press": 4}, "thu": {"press": 3}}, 4)
        check(case, {"mon": {"press": 4}, "thu": {"row": 3}}, 3)
        alone = make_case([PRESS], rule, days="mon:15,thu:15", doses={"accessory": (3, 4)})
        assert least_cost(alone.problem) == 2

    def test_steps_in_every_session(self) -> None:
        rule = make_rule(
            "bound",
            measure=hard_sets(direct="chest"),
            lower=4,
            steps=[{"below": 2, "weight": 5}],
            scope="session",
        )
        case = make_case([PRESS, ROW], rule, days="mon:15,thu:15", pin="row")
        # One of the days is the row's: 4 sets short, and 2 below the step.
        assert least_cost(case.problem) == 4 + 2 * 5
        check(case, {"mon": {"press": 2}, "thu": {"row": 2}}, 2 + 4 + 2 * 5)

    def test_not_applicable(self) -> None:
        measure = hard_sets(direct="lats")
        rule = make_rule("bound", measure=measure, lower=8, upper=10)
        check_silent(make_case([PRESS, CABLE_ROW], rule), {"wed": {"press": 3}})
        with_cable = make_case([PRESS, CABLE_ROW], rule, equipment="dumbbells,cable")
        check(with_cable, {"wed": {"press": 3}}, 8)

    def test_half_a_set_of_a_muscle_does_not_make_a_rule_apply(self) -> None:
        rule = make_rule("bound", measure=fractional_sets("triceps"), lower=2)
        check_silent(make_case([PRESS], rule), {"wed": {"press": 3}})

    def test_an_upper_bound_always_applies(self) -> None:
        rule = make_rule("bound", measure=fractional_sets("triceps"), upper=1)
        check(make_case([PRESS], rule), {"wed": {"press": 3}}, 1)

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({"measure": hard_sets(), "lower": 2.5}, "must be whole"),
            ({"measure": exercises(), "upper": 1.5}, "must be whole"),
            ({"measure": fractional_sets("chest"), "lower": 2.25}, "multiple of 0.5"),
            (
                {"measure": hard_sets(), "lower": 2, "steps": [{"below": 1.5, "weight": 1}]},
                "must be whole",
            ),
            (
                {"measure": hard_sets(), "upper": 2, "steps": [{"below": 1, "weight": 1}]},
                "give lower too",
            ),
            ({"measure": hard_sets()}, "needs lower, upper"),
            ({"measure": hard_sets(), "lower": 3, "upper": 2}, "swap them"),
            ({"measure": hard_sets(), "lower": [3]}, "valid number"),
            ({"measure": hard_sets(), "lower": "many"}, "must be a number"),
        ],
    )
    def test_nonsense_is_refused(self, fields: dict[str, Any], says: str) -> None:
        with pytest.raises(ValidationError, match=says):
            make_rule("bound", **fields)


class TestRatio:
    PULL_PUSH = make_rule(
        "ratio",
        over=hard_sets(pattern="horizontal_pull"),
        under=hard_sets(pattern="horizontal_push"),
        lower="5/4",
        upper="3/2",
        weight=3,
    )

    def test_band(self) -> None:
        case = make_case([PRESS, ROW], self.PULL_PUSH)
        assert least_cost(case.problem) == 0
        check(case, {"wed": {"row": 4, "press": 3}}, 0)
        check(case, {"wed": {"row": 3, "press": 2}}, 0)
        # 1.25 x 4 - 2 = 3 sets of rows are missing.
        check(case, {"wed": {"row": 2, "press": 4}}, 9)
        # 4 - 1.5 x 2 = 1 set of rows is too many.
        check(case, {"wed": {"row": 4, "press": 2}}, 3)

    def test_a_shortfall_is_rounded_up(self) -> None:
        case = make_case([PRESS, ROW], self.PULL_PUSH, doses={"accessory": (2, 2)})
        # 2 : 2 is half a set short, which counts as one; leaving either out costs more.
        assert least_cost(case.problem) == 3
        check(case, {"wed": {"row": 2, "press": 2}}, 3)

    def test_both_must_be_trained(self) -> None:
        case = make_case([PRESS, ROW], self.PULL_PUSH)
        # Two sets of rows for no press: 2 too many, and the presses are missing.
        check(case, {"wed": {"row": 2}}, 9)
        # 2.5 sets of rows are missing, and the rows are.
        check(case, {"wed": {"press": 2}}, 12)

    def test_no_ratio_is_kept_by_training_nothing(self) -> None:
        fields: dict[str, Any] = {
            "over": hard_sets(pattern="horizontal_pull"),
            "under": hard_sets(pattern="horizontal_push"),
            "lower": 3,
        }
        # 4 : 2 is 2 sets of rows short. No press at all keeps the ratio, at 1 for leaving it out.
        both = make_case([PRESS, ROW], make_rule("ratio", **fields))
        assert least_cost(both.problem) == 1
        check(both, {"wed": {"row": 4, "press": 2}}, 2)
        check(both, {"wed": {"row": 4}}, 1)
        either = make_case([PRESS, ROW], make_rule("ratio", both=False, **fields))
        assert least_cost(either.problem) == 0
        check(either, {"wed": {"row": 4}}, 0)
        check(either, {"wed": {"press": 2}}, 6)

    def test_shares_in_half_sets(self) -> None:
        rule = make_rule(
            "ratio",
            over=fractional_sets("triceps"),
            under=fractional_sets("chest"),
            lower="2/3",
        )
        case = make_case([PRESS, DIP], rule, days=1, minutes=15)
        # 2 sets of presses: 4/3 - 1 = 1/3 set short, less than a half-set. Dips alone cost one
        # for the missing chest, too.
        assert least_cost(case.problem) == 1
        # 4 sets: 8/3 - 2 = 2/3 set, rounded up to two half-sets.
        check(case, {"wed": {"press": 4}}, 2)
        check(case, {"wed": {"dip": 2}}, 1)

    def test_half_sets_against_sets(self) -> None:
        rule = make_rule(
            "ratio", over=fractional_sets("triceps"), under=hard_sets(), upper="1/4", weight=2
        )
        case = make_case([PRESS, DIP], rule)
        # 3 half-sets of 3 sets are 0.75 too many, counted as two half-sets.
        check(case, {"wed": {"press": 3}}, 4)
        reverse = make_rule(
            "ratio", over=hard_sets(), under=fractional_sets("triceps"), upper="3/2", weight=2
        )
        # 3 sets are 3 - 1.5 x 1.5 = 0.75 too many, counted as one set.
        check(make_case([PRESS, DIP], reverse), {"wed": {"press": 3}}, 2)

    def test_a_side_that_falls_below_nothing_is_not_trained(self) -> None:
        over = [hard_sets(direct="chest"), minus(hard_sets(direct="lats"))]
        rule = make_rule("ratio", over=over, under=hard_sets(), upper=1)
        case = make_case([PRESS, ROW], rule)
        check(case, {"wed": {"press": 3, "row": 2}}, 0)
        check(case, {"wed": {"press": 2, "row": 4}}, 1)

    def test_not_applicable(self) -> None:
        check_silent(make_case([PRESS, CABLE_ROW], self.PULL_PUSH), {"wed": {"press": 3}})


class TestImplies:
    RULE = make_rule(
        "implies",
        when=exercises(pattern="vertical_push"),
        then=hard_sets(direct="serratus"),
        at_least=3,
        weight=2,
    )
    SLIDE = exercise("slide", pattern="scapular_protraction", direct=("serratus",))

    def test_present(self) -> None:
        case = make_case([DIP, self.SLIDE], self.RULE, minutes=15, pin="dip")
        # The session has room for the dip alone: all 3 sets are missing.
        assert least_cost(case.problem) == 6
        hour = make_case([DIP, self.SLIDE], self.RULE)
        assert least_cost(hour.problem) == 0
        check(hour, {"wed": {"dip": 2}}, 6)
        check(hour, {"wed": {"dip": 2, "slide": 2}}, 2)
        check(hour, {"wed": {"dip": 2, "slide": 3}}, 0)

    def test_absent(self) -> None:
        case = make_case([DIP, self.SLIDE, PRESS], self.RULE, minutes=15)
        assert least_cost(case.problem) == 0
        check(case, {"wed": {"press": 2}}, 0)
        check(case, {"wed": {"slide": 2}}, 0)

    def test_a_difference_that_is_not_positive_is_absent(self) -> None:
        rule = make_rule(
            "implies",
            when=[exercises(direct="chest"), minus(exercises(direct="lats"))],
            then=exercises(direct="triceps"),
            at_least=1,
        )
        case = make_case([PRESS, ROW, DIP], rule)
        check(case, {"wed": {"press": 2, "row": 2}}, 0)
        check(case, {"wed": {"press": 2}}, 1)

    def test_what_follows_may_be_a_difference(self) -> None:
        then = [exercises(direct="triceps"), minus(exercises(direct="lats"))]
        rule = make_rule("implies", when=exercises(direct="chest"), then=then, at_least=1)
        case = make_case([PRESS, ROW, DIP], rule)
        check(case, {"wed": {"row": 2}}, 0)
        check(case, {"wed": {"press": 2, "row": 2}}, 2)
        check(case, {"wed": {"press": 2, "dip": 2}}, 0)

    def test_not_applicable(self) -> None:
        check_silent(make_case([DIP, PRESS], self.RULE), {"wed": {"dip": 3}})
        check_silent(make_case([self.SLIDE, PRESS], self.RULE), {"wed": {"press": 3}})

    def test_half_a_set_more_than_can_be_counted_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="must be whole"):
            make_rule("implies", when=exercises(), then=hard_sets(), at_least=1.5)


class TestSpread:
    KINDS = ("anti_extension", "anti_rotation", "anti_lateral_flexion")
    TRUNK = tuple(exercise(kind, pattern=kind, direct=("abs",)) for kind in KINDS)

    def rule(self, at_most: str) -> Any:
        return make_rule(
            "spread",
            measures=[hard_sets(shows=kind) for kind in self.KINDS],
            at_most=at_most,
            weight=2,
        )

    def test_room_for_two_of_three(self) -> None:
        case = make_case(self.TRUNK, self.rule("2"), minutes=20)
        # The least is a single exercise of 2 sets, or two: 2 above twice nothing.
        assert least_cost(case.problem) == 4
        check(case, {"wed": {"anti_extension": 2}}, 4)
        check(case, {"wed": {"anti_extension": 4, "anti_rotation": 2}}, 8)

    def test_room_for_all(self) -> None:
        case = make_case(self.TRUNK, self.rule("2"), minutes=60)
        assert least_cost(case.problem) == 0
        plan = {"wed": {"anti_extension": 4, "anti_rotation": 3, "anti_lateral_flexion": 2}}
        check(case, plan, 0)
        # 4 - 1.5 x 2 = 1; 4 - 4/3 x 2 is rounded up to 2. The largest excess counts, once.
        check(make_case(self.TRUNK, self.rule("3/2")), plan, 2)
        check(make_case(self.TRUNK, self.rule("4/3")), plan, 4)

    def test_half_sets(self) -> None:
        rule = make_rule(
            "spread", measures=[hard_sets(direct="lats"), fractional_sets("chest")], at_most=1
        )
        # 3 sets against 2 are two half-sets too many, whichever way round.
        check(make_case([PRESS, ROW], rule), {"wed": {"press": 2, "row": 3}}, 2)
        check(make_case([PRESS, ROW], rule), {"wed": {"press": 3, "row": 2}}, 2)

    def test_not_applicable(self) -> None:
        # What cannot be done is left out; with one measure left there is nothing to compare.
        two = make_case(self.TRUNK[:2], self.rule("2"))
        check(two, {"wed": {"anti_extension": 3}}, 6)
        check_silent(make_case(self.TRUNK[:1], self.rule("2")), {"wed": {"anti_extension": 3}})


def test_fractions_are_exact() -> None:
    # 0.1 is a tenth, not the nearest binary number: 1 of 10 sets is enough.
    rule = make_rule("ratio", over=hard_sets(direct="chest"), under=hard_sets(), lower=0.1)
    assert rule.lower == Fraction(1, 10)  # type: ignore[union-attr]
    case = make_case([PRESS, ROW], rule, doses={"accessory": (1, 12)})
    check(case, {"wed": {"press": 1, "row": 9}}, 0)
    check(case, {"wed": {"press": 1, "row": 10}}, 1)


def test_measures_of_all_members_of_a_group() -> None:
    rule = make_rule("bound", measure=group_sets("shoulders"), lower=4)
    lift = exercise("lift", direct=("side_delts",), indirect=("front_delts", "rear_delts"))
    case = make_case([lift, PRESS], rule)
    # A set counts once, by its largest share; half-sets are the unit.
    check(case, {"wed": {"lift": 3}}, 2)
