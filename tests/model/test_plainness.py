"""Rules of plainness: odd exercises, doses, variety and the like, each alone."""

from __future__ import annotations

from typing import Any

import pytest

from solver.catalogue import Level
from solver.rules import OddnessRule, Tier
from solver.rules.oddness import oddness
from tests.model.checking import CABLE_ROW, DIP, PRESS, ROW, SQUAT, check, check_silent
from tests.model.solving import cost_of, in_turns, least_cost
from tests.tiny import exercise, exercises, hard_sets, make_case, make_rule


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
