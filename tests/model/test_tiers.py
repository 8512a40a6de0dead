"""What a tier is worth: the stimulus of its sets, and what of its cost is free."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from solver.auditing import audit_sessions
from solver.auditing.judge import judge_allowance
from solver.model.problem import Grain
from solver.model.structure import Depth
from solver.model.week import WeekModel
from solver.rules import AllowanceRule, StimulusRule, Tier
from tests.model.checking import DIP, PRESS, ROW, check, is_feasible
from tests.model.solving import least_cost, upper_lower
from tests.tiny import exercise, hard_sets, make_case, make_rule


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


def test_a_tier_that_is_held_higher_drops_what_was_proved_below_it() -> None:
    """A bound of plainness is one of weeks whose balance is as it was then, not of any others."""
    tiers = upper_lower().tiers
    tiers.hold(Tier.BALANCE, 5)
    tiers.bounds |= {Tier.BALANCE: 5, Tier.PLAINNESS: 7}
    tiers.hold(Tier.BALANCE, 4)
    assert tiers.bounds == {Tier.BALANCE: 5, Tier.PLAINNESS: 7}
    tiers.hold(Tier.BALANCE, 6)
    assert tiers.bounds == {Tier.BALANCE: 5}


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
