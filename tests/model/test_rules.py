"""Each kind of rule alone, on catalogues so small that the optimum is known by hand.

What holds of the times of ``data/times.csv``, in seconds: an accessory with dumbbells takes 60 for
setting up and 125 a set. A session of 15 minutes leaves 600 after the warm-up, enough for one such
exercise of 2 to 4 sets; 20 minutes leave 900, enough for two with 6 sets together; an hour leaves
3,120.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from ortools.sat.python import cp_model
from pydantic import ValidationError

from solver.auditing import audit_sessions
from solver.auditing.judge import judge_allowance
from solver.catalogue import Level
from solver.model.problem import Grain
from solver.model.structure import Depth
from solver.model.week import WeekModel
from solver.rules import AllowanceRule, AnyRule, OddnessRule, StimulusRule, Tier
from solver.rules.oddness import oddness
from tests.model.solving import cost_of, cost_of_totals, in_turns, least_cost
from tests.tiny import (
    Case,
    Plan,
    exercise,
    exercises,
    fractional_sets,
    group_sets,
    hard_sets,
    make_case,
    make_rule,
    minus,
    possible,
)

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


class TestOddness:
    FIELDS: dict[str, Any] = {  # noqa: RUF012 - nobody changes it
        "ranks": {"staple": 0, "common": 1, "niche": 3},
        "loads": {"band": 3},
        "too_light": 2,
    }
    STAPLE = exercise("staple")
    COMMON = exercise("common", rank="common")
    NICHE = exercise("niche", rank="niche")
    LIGHT = exercise("light", loadable_to="beginner")
    BAND = exercise("band", load="band")
    ODD_ROW = exercise("odd_row", pattern="horizontal_pull", direct=("lats",), rank="niche")

    def rule(self, **fields: Any) -> OddnessRule:
        rule = make_rule("oddness", **(self.FIELDS | fields))
        assert isinstance(rule, OddnessRule)
        return rule

    def test_of_each(self) -> None:
        usable = [self.STAPLE, self.COMMON, self.NICHE, self.LIGHT, self.BAND, self.ODD_ROW]
        found = oddness(self.rule(), usable, Level.INTERMEDIATE)
        # An intermediate wants loads up to advanced: the light one falls two rungs short. The
        # only row is the best there is.
        want = {"staple": 0, "common": 1, "niche": 3, "light": 4, "band": 3, "odd_row": 0}
        assert found == want
        assert oddness(self.rule(), usable, Level.BEGINNER) == want | {"light": 2}
        assert oddness(self.rule(), usable, Level.ADVANCED) == want

    def test_is_relative_to_the_best_of_the_pattern(self) -> None:
        found = oddness(self.rule(), [self.NICHE, self.LIGHT, self.COMMON], Level.INTERMEDIATE)
        assert found == {"niche": 2, "light": 3, "common": 0}

    def test_cost(self) -> None:
        rule = self.rule(weight=2)
        case = make_case([self.STAPLE, self.NICHE], rule, minutes=15)
        assert least_cost(case.problem) == 0
        pinned = make_case([self.STAPLE, self.NICHE], rule, minutes=15, pin="niche")
        assert least_cost(pinned.problem) == 6
        twice = make_case([self.STAPLE, self.NICHE], rule, days="mon,thu")
        check(twice, {"mon": {"niche": 4}, "thu": {"niche": 2, "staple": 3}}, 12)
        check(twice, {"mon": {"staple": 4}, "thu": {"staple": 2}}, 0)

    @pytest.mark.parametrize("tier", ["physical", "guardrails"])
    def test_counts_in_the_upper_tiers_too(self, tier: str) -> None:
        case = make_case([self.STAPLE, self.NICHE], self.rule(tier=tier))
        results = case.judge({"wed": {"niche": 2}})
        assert results["rule"].cost == 3
        charged = cost_of(case.problem, {"wed": {"niche": 2}}, Tier.GUARDRAILS)
        assert charged == (3 if tier == "guardrails" else None)

    def offers(self, *exercises: Any, rules: tuple[Any, ...] = (), **fields: Any) -> set[str]:
        """Return the ids of what the model may plan."""
        case = make_case(exercises, self.rule(offer_within=1), *rules, **fields)
        return {name for choice in case.problem.choices for name in choice.members}

    def test_only_what_is_plain_is_offered(self) -> None:
        assert self.offers(self.STAPLE, self.COMMON, self.NICHE) == {"staple", "common"}
        assert self.offers(self.COMMON, self.NICHE) == {"common"}
        assert self.offers(self.NICHE) == {"niche"}

    def test_other_tags_are_offered_beside_it(self) -> None:
        other = exercise("other", rank="niche", direct=("chest", "triceps"))
        slow = exercise("slow", rank="niche", eccentric=True)
        side = exercise("side", rank="niche", laterality="unilateral")
        main = exercise("main", rank="niche", role="main")
        offered = self.offers(self.STAPLE, self.NICHE, other, slow, side, main, self.ODD_ROW)
        assert offered == {"staple", "other", "slow", "side", "main", "odd_row"}

    def test_what_the_person_names_is_offered(self) -> None:
        usable = (self.STAPLE, self.NICHE)
        assert self.offers(*usable, pin="niche") == {"staple", "niche"}
        assert self.offers(*usable, favour="niche") == {"staple", "niche"}

    @pytest.mark.parametrize(
        "where",
        [
            {"exercise": "niche"},
            {"family": "niche"},
            {"load": "dumbbell"},
            {"either": [{"exercise": "niche"}, {"direct": "chest"}]},
            {"either": [{"family": "niche"}]},
            {"shows": "rotation"},
            {"trains": "biceps"},
        ],
    )
    def test_what_a_rule_names_is_offered(self, where: dict[str, Any]) -> None:
        niche = exercise("niche", rank="niche", also=("rotation",), indirect=("biceps",))
        wanted = make_rule("bound", "wanted", measure=exercises(**where), lower=1)
        assert self.offers(self.STAPLE, niche, rules=(wanted,)) == {"staple", "niche"}
        assert self.offers(self.STAPLE, niche) == {"staple"}


class TestPlainness:
    def test_usual_doses(self) -> None:
        rule = make_rule("usual_doses", weight=2)
        least = make_rule("bound", "least", tier="physical", measure=hard_sets(), lower=9)
        # Main lifts usually have 3 or 4 sets: of 9 sets on two days one is above.
        case = make_case([SQUAT], rule, least, days="mon,thu")
        assert least_cost(case.problem) == 2
        check(case, {"mon": {"squat": 5}, "thu": {"squat": 5}}, 4)
        # Power work usually has 3 or 4 of its 2 to 5 sets.
        jump = exercise("jump", role="power")
        check(make_case([jump], rule), {"wed": {"jump": 2}}, 2)
        check(make_case([jump], rule), {"wed": {"jump": 4}}, 0)
        check(make_case([PRESS], rule), {"wed": {"press": 2}}, 0)

    def test_sets_too_many_do_not_make_up_for_sets_too_few(self) -> None:
        jump = exercise("jump", role="power")
        case = make_case([jump], make_rule("usual_doses"), days="mon,thu")
        check(case, {"mon": {"jump": 2}, "thu": {"jump": 5}}, 2)

    def test_variety(self) -> None:
        rule = make_rule("variety", weight=3)
        one = make_case([PRESS], rule, days="mon,thu")
        assert least_cost(one.problem) == 3
        two = make_case([PRESS, ROW], rule, days="mon,thu")
        assert least_cost(two.problem) == 0
        check(two, {"mon": {"press": 2, "row": 2}, "thu": {"press": 2, "row": 3}}, 6)
        check(two, {"mon": {"press": 2}, "thu": {"row": 3}}, 0)
        three = make_case([PRESS], rule, days="mon,wed,fri", limits={"repeats": 3})
        assert least_cost(three.problem) == 6

    def test_variety_among_equals(self) -> None:
        # Two exercises that differ in nothing are one choice; its members take turns.
        twins = [exercise("left", family="twin"), exercise("right", family="twin")]
        case = make_case(twins, make_rule("variety"), days="mon,wed,fri")
        (choice,) = case.problem.choices
        assert choice.members == ("left", "right")
        assert least_cost(case.problem) == 1
        always = {day: {"left": 2} for day in ("mon", "wed", "fri")}
        turns = in_turns(case.problem, always)
        assert turns == {"mon": {"left": 2}, "wed": {"right": 2}, "fri": {"left": 2}}
        check(case, turns, 1)

    def test_favourites(self) -> None:
        rule = make_rule("favourites", weight=3)
        case = make_case([PRESS, ROW], rule, minutes=15, favour=("press", "row"))
        # There is room for one of the two.
        assert least_cost(case.problem) == 3
        hour = make_case([PRESS, ROW, DIP], rule, favour=("press", "row"))
        assert least_cost(hour.problem) == 0
        check(hour, {"wed": {"dip": 2}}, 6)
        check(hour, {"wed": {"press": 2, "row": 2}}, 0)

    def test_favourites_do_not_apply(self) -> None:
        rule = make_rule("favourites")
        check_silent(make_case([PRESS], rule), {"wed": {"press": 2}})
        # What cannot be done cannot be favoured.
        case = make_case([PRESS, CABLE_ROW], rule, favour="cable_row")
        check_silent(case, {"wed": {"press": 2}})

    def test_load_kinds(self) -> None:
        push_up = exercise("push_up", load="bodyweight")
        crunch = exercise("crunch", load="bodyweight", pattern="trunk_flexion", direct=("abs",))
        rule = make_rule("load_kinds", at_most=1, weight=2)
        case = make_case([PRESS, ROW, push_up, crunch], rule, days="mon,thu", pin="press,crunch")
        # Dumbbells and bodyweight are both pinned: one too many.
        assert least_cost(case.problem) == 2
        free = make_case([PRESS, ROW, push_up, crunch], rule, days="mon,thu")
        check(free, {"mon": {"push_up": 2}, "thu": {"crunch": 2}}, 0)
        check(free, {"mon": {"push_up": 2}, "thu": {"row": 2}}, 2)

    def test_even_sessions(self) -> None:
        rule = make_rule("even_sessions", within=10, weight=2)
        case = make_case([PRESS], rule, days="mon:60,thu:15")
        # Monday leaves at least 3120 - 560 s free; Thursday at most 600 - 310. They differ by
        # 37.8 minutes, which are 28 above 10.
        assert least_cost(case.problem) == 56
        # 2560 - 40 = 2520 s are 42 minutes.
        check(case, {"mon": {"press": 4}, "thu": {"press": 4}}, 64)
        near = make_case([PRESS], rule, days="mon:20,thu:15")
        check(near, {"mon": {"press": 4}, "thu": {"press": 2}}, 0)
        check(make_case([PRESS], rule), {"wed": {"press": 2}}, 0)
        # A day that is not trained on has no minutes to spare.
        free = make_case([PRESS], rule, days=1, available="mon:60,thu:15")
        check(free, {"thu": {"press": 2}}, 0)


class TestStimulus:
    POINTS = ((0, 0), (4, 32), (8, 56), (20, 104))

    def rule(self, **tops: float) -> StimulusRule:
        rule = make_rule("stimulus", tier="stimulus", points=self.POINTS, tops=tops, weight=2)
        assert isinstance(rule, StimulusRule)
        return rule

    def test_missing_to_the_top(self) -> None:
        case = make_case([PRESS], self.rule(chest=10), minutes=15)
        # 10 sets are worth 64, 4 sets 32.
        assert least_cost(case.problem, Tier.STIMULUS) == 2 * 32
        check(case, {"wed": {"press": 3}}, 2 * 40)

    def test_ever_less_for_a_half_set(self) -> None:
        case = make_case([PRESS, DIP], self.rule(triceps=10), doses={"accessory": (1, 12)})
        # Half-sets are worth 4 up to 4 sets, 3 up to 8, then 2.
        for sets, missing in ((1, 60), (7, 36), (8, 32), (9, 29), (12, 20)):
            check(case, {"wed": {"press": sets}}, 2 * missing)

    def test_nothing_beyond_the_top(self) -> None:
        case = make_case([PRESS], self.rule(chest=10), doses={"accessory": (1, 12)})
        assert least_cost(case.problem, Tier.STIMULUS) == 0
        check(case, {"wed": {"press": 9}}, 2 * 4)
        check(case, {"wed": {"press": 12}}, 0)

    def test_a_top_between_half_sets_and_beyond_the_curve(self) -> None:
        case = make_case([PRESS], self.rule(chest=2.5), doses={"accessory": (1, 12)})
        check(case, {"wed": {"press": 2}}, 2 * 4)
        short = make_rule("stimulus", tier="stimulus", points=[(0, 0), (3, 24)], tops={"chest": 9})
        far = make_case([PRESS], short)
        check(far, {"wed": {"press": 4}}, 0)
        check(far, {"wed": {"press": 2}}, 8)

    def test_a_set_of_a_group_counts_once(self) -> None:
        lift = exercise("lift", direct=("side_delts",), indirect=("front_delts", "rear_delts"))
        both = exercise("both", direct=("side_delts", "rear_delts"))
        half = exercise("half", direct=("triceps",), indirect=("front_delts",))
        case = make_case([lift, both, half], self.rule(shoulders=4), limits={"families": 3})
        check(case, {"wed": {"lift": 3}}, 2 * 8)
        check(case, {"wed": {"both": 3}}, 2 * 8)
        check(case, {"wed": {"half": 2, "lift": 2}}, 2 * 8)

    def test_groups_add_up(self) -> None:
        case = make_case([PRESS, ROW], self.rule(chest=4, lats=4), minutes=20)
        # 6 sets, 4 and 2 of them or 3 and 3, are 16 short of twice 32.
        assert least_cost(case.problem, Tier.STIMULUS) == 2 * 16
        check(case, {"wed": {"press": 4, "row": 2}}, 2 * 16)
        check(case, {"wed": {"press": 4}}, 2 * 32)

    @pytest.mark.parametrize(
        "points", [[[0, 1], [4, 8]], [[0, 0], [4, 8], [8, 24]], [[0, 0], [4, 4]], [[0, 0], [0, 4]]]
    )
    def test_a_curve_that_is_not_concave_or_not_whole_is_refused(self, points: Any) -> None:
        with pytest.raises(ValidationError):
            make_rule("stimulus", tier="stimulus", points=points)


class TestAllowance:
    GRAIN = make_rule("allowance", "grain", at_most=3, step=2)

    def test_value(self) -> None:
        assert isinstance(self.GRAIN, AllowanceRule)
        grain = Grain(3, 2)
        for cost, value in ((0, 0), (3, 0), (4, 1), (5, 1), (6, 2), (8, 3)):
            assert grain.value(cost) == value
            result = judge_allowance(self.GRAIN, cost)
            assert (result.cost, result.holds) == (value, value == 0)
            # The limit is the highest cost of this value.
            assert grain.value(grain.limit(value)) == value
            assert grain.value(grain.limit(value) + 1) == value + 1

    def test_holding_a_tier(self) -> None:
        lower = make_rule("bound", measure=hard_sets(), lower=12)
        case = make_case([PRESS], lower, self.GRAIN, minutes=15)
        # 8 of 12 sets are missing: 3 are free, the other 5 make three steps of two.
        assert least_cost(case.problem) == 8
        assert case.problem.grain(Tier.BALANCE) == Grain(3, 2)
        assert case.problem.grain(Tier.GUARDRAILS) == Grain()
        report = audit_sessions(
            case.sessions({"wed": {"press": 4}}), case.scenario, case.catalogue, case.rules
        )
        assert report.costs[Tier.BALANCE] == 3
        for value, can in ((3, True), (2, False)):
            model = WeekModel(case.problem, Depth.PLACED)
            model.hold(Tier.BALANCE, value)
            assert is_feasible(model) is can


def is_feasible(model: WeekModel) -> bool:
    status = cp_model.CpSolver().solve(model.model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
    return bool(status != cp_model.INFEASIBLE)


PHYSICAL: list[tuple[str, dict[str, Any], Plan, Plan]] = [
    (
        "bound",
        {"measure": hard_sets(), "upper": 5},
        {"mon": {"press": 2}, "tue": {"row": 3}},
        {"mon": {"press": 3}, "tue": {"row": 3}},
    ),
    (
        "bound",
        {"measure": hard_sets(direct="chest"), "lower": 2, "scope": "session"},
        {"mon": {"press": 2}, "tue": {"press": 3}},
        {"mon": {"press": 4}, "tue": {"row": 3}},
    ),
    (
        "ratio",
        {"over": hard_sets(direct="lats"), "under": hard_sets(direct="chest"), "upper": 1},
        {"mon": {"press": 3}, "tue": {"row": 3}},
        {"mon": {"press": 3}, "tue": {"press": 3}},
    ),
    (
        "implies",
        {"when": exercises(direct="chest"), "then": exercises(direct="lats"), "at_least": 2},
        {"mon": {"row": 3, "press": 2}, "tue": {"row": 3}},
        {"mon": {"press": 3}, "tue": {"row": 3}},
    ),
    (
        "spread",
        {"measures": [hard_sets(direct="lats"), hard_sets(direct="chest")], "at_most": "3/2"},
        {"mon": {"press": 3}, "tue": {"row": 2}},
        {"mon": {"press": 4}, "tue": {"row": 2}},
    ),
    (
        "spacing",
        {"above": 2, "hours": 48, "heavy": 4, "heavy_hours": 72},
        {"mon": {"press": 3}, "tue": {"press": 2}},
        {"mon": {"press": 3}, "tue": {"press": 3}},
    ),
    (
        "apart",
        {"where": {}, "hours": 48},
        {"mon": {"press": 3}, "tue": {"row": 3}},
        {"mon": {"press": 3}, "tue": {"press": 3}},
    ),
    (
        "oddness",
        {"ranks": {"staple": 0, "common": 1, "niche": 3}, "too_light": 0},
        {"mon": {"press": 3}, "tue": {"press": 3}},
        {"mon": {"press": 3}, "tue": {"odd_press": 3}},
    ),
    (
        "usual_doses",
        {},
        {"mon": {"press": 3}, "tue": {"jump": 3}},
        {"mon": {"press": 3}, "tue": {"jump": 2}},
    ),
    (
        "variety",
        {},
        {"mon": {"press": 3}, "tue": {"row": 3}},
        {"mon": {"press": 3}, "tue": {"press": 3}},
    ),
    (
        "favourites",
        {},
        {"mon": {"press": 3}, "tue": {"row": 3}},
        {"mon": {"press": 3}, "tue": {"press": 3}},
    ),
    (
        "load_kinds",
        {"at_most": 1},
        {"mon": {"press": 3}, "tue": {"row": 3}},
        {"mon": {"press": 3}, "tue": {"jump": 3}},
    ),
    (
        "even_sessions",
        {"within": 3},
        {"mon": {"press": 3}, "tue": {"row": 2}},
        {"mon": {"press": 4}, "tue": {"row": 2}},
    ),
]


@pytest.mark.parametrize(("kind", "fields", "keeps", "breaks"), PHYSICAL)
def test_what_is_physical_is_never_broken(
    kind: str, fields: dict[str, Any], keeps: Plan, breaks: Plan
) -> None:
    usable = [
        PRESS,
        ROW,
        exercise("odd_press", rank="niche"),
        exercise("jump", role="power", load="bodyweight", direct=("quads",)),
    ]
    rule = make_rule(kind, tier="physical", **fields)
    case = make_case(usable, rule, days="mon:30,tue:30", favour="row")
    assert possible(case.judge(keeps))
    assert cost_of(case.problem, keeps) == 0
    results = case.judge(breaks)
    assert [name for name, result in results.items() if result.holds is False] == ["rule"]
    assert cost_of(case.problem, breaks) is None


class TestStructure:
    """What the variables of the model do not allow; the audit's side is in test_audit.py."""

    TWINS = (exercise("left", family="twin"), exercise("right", family="twin", direct=("lats",)))

    def test_minutes(self) -> None:
        case = make_case([PRESS, ROW], minutes=15)
        assert cost_of(case.problem, {"wed": {"press": 4}}) == 0
        assert cost_of(case.problem, {"wed": {"press": 2, "row": 2}}) is None

    def test_minutes_to_the_second(self) -> None:
        # A set-up of 100 s and 4 sets of 125 s are the 600 s that there are.
        exact = exercise("exact", setup_seconds=100)
        late = exercise("late", setup_seconds=101)
        assert cost_of(make_case([exact], minutes=15).problem, {"wed": {"exact": 4}}) == 0
        assert cost_of(make_case([late], minutes=15).problem, {"wed": {"late": 4}}) is None
        # What another day leaves over does not help.
        uneven = make_case([late], days="mon:15,thu:60")
        assert cost_of(uneven.problem, {"mon": {"late": 4}, "thu": {"late": 4}}) is None
        assert cost_of(uneven.problem, {"mon": {"late": 3}, "thu": {"late": 4}}) == 0

    def test_sides_and_ramp_sets_take_time(self) -> None:
        # Work on both sides: 60 + 3 x (2 x 35 + 90) = 540 s, with a fourth set 700 s.
        side = make_case([exercise("side", laterality="unilateral")], minutes=15)
        assert cost_of(side.problem, {"wed": {"side": 3}}) == 0
        assert cost_of(side.problem, {"wed": {"side": 4}}) is None
        # A squat: 60 + 2 x 60 + 3 x 190 = 750 s of the 900 s that 20 minutes leave.
        squat = make_case([SQUAT], minutes=20)
        assert cost_of(squat.problem, {"wed": {"squat": 3}}) == 0
        assert cost_of(squat.problem, {"wed": {"squat": 4}}) is None

    def test_doses(self) -> None:
        case = make_case([PRESS])
        assert [cost_of(case.problem, {"wed": {"press": n}}) for n in (1, 2, 4, 5)] == [
            None,
            0,
            0,
            None,
        ]

    def test_repeats(self) -> None:
        plan = {day: {"press": 2} for day in ("mon", "wed", "fri")}
        twice = make_case([PRESS], days="mon,wed,fri")
        assert cost_of(twice.problem, plan) is None
        thrice = make_case([PRESS], days="mon,wed,fri", limits={"repeats": 3})
        assert cost_of(thrice.problem, plan) == 0

    def test_families(self) -> None:
        plan = {"wed": {"left": 2, "right": 2}}
        assert cost_of(make_case(self.TWINS).problem, plan) is None
        assert cost_of(make_case(self.TWINS, limits={"families": 2}).problem, plan) == 0
        two = make_case([*self.TWINS, PRESS], days="mon,thu")
        assert cost_of(two.problem, {"mon": plan["wed"], "thu": {"press": 2}}) is None
        apart = make_case(self.TWINS, days="mon,thu")
        assert cost_of(apart.problem, {"mon": {"left": 2}, "thu": {"right": 2}}) == 0

    def test_pins(self) -> None:
        case = make_case([PRESS, ROW], pin="row")
        assert cost_of(case.problem, {"wed": {"press": 2}}) is None
        assert cost_of(case.problem, {"wed": {"press": 2, "row": 2}}) == 0

    def test_no_day_is_empty(self) -> None:
        case = make_case([PRESS, ROW], days="mon,thu")
        model = WeekModel(case.problem, Depth.PLACED)
        model.model.add(sum(model.on[index, 0] for index in range(2)) == 0)
        assert not is_feasible(model)

    def test_as_many_days_as_asked(self) -> None:
        case = make_case([PRESS, ROW], days=2, available="mon,tue,thu")
        assert cost_of(case.problem, {"mon": {"press": 2}, "thu": {"row": 2}}) == 0
        assert cost_of(case.problem, {"mon": {"press": 2, "row": 2}}) is None
        everyday = {"mon": {"press": 2}, "tue": {"row": 2}, "thu": {"row": 2}}
        assert cost_of(case.problem, everyday) is None

    def test_only_what_can_be_done_is_offered(self) -> None:
        hard = exercise("hard", level="advanced")
        case = make_case(
            [PRESS, ROW, CABLE_ROW, hard, exercise("sore", stresses=("knee",))],
            exclude="row",
            protect="knee",
        )
        assert [choice.exercise.id for choice in case.problem.choices] == ["press"]
        pinned = make_case([PRESS, hard], pin="hard")
        assert [choice.exercise.id for choice in pinned.problem.choices] == ["press", "hard"]


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
