"""What holds of sessions by their structure: kinds, order, supersets; and load on the spine."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from solver.auditing.week import Week
from solver.catalogue import Role
from solver.catalogue.vocabulary import Weekday
from solver.coaching.sessions import make_sessions
from solver.plan import Item, RuleResult, Session
from solver.reading import parse_yaml
from solver.rules import AnyRule
from solver.rules.splits import parse_split
from solver.rules.supersets import Supersets
from tests.report.samples import catalogue, coached_scenario, coached_sessions
from tests.tiny import judge, make_rule


def found(sessions: tuple[Session, ...], *rules: AnyRule, **fields: Any) -> dict[str, RuleResult]:
    """Return the verdicts on rules, by id."""
    scenario = coached_scenario().model_copy(update=fields)
    return judge(rules, Week(sessions, scenario, catalogue()))


def breaches(check: str, sessions: tuple[Session, ...], **fields: Any) -> float:
    """Return how often sessions break a structural rule."""
    name = check.replace("_", "-")
    rule = make_rule("structure", name, tier="physical", check=check)
    verdict = found(sessions, rule, **fields)[name]
    assert verdict.holds is (verdict.shortfall == 0)
    return verdict.shortfall


def with_session(index: int, **changes: Any) -> tuple[Session, ...]:
    sessions = list(coached_sessions())
    sessions[index] = sessions[index].model_copy(update=changes)
    return tuple(sessions)


def items(index: int) -> tuple[Item, ...]:
    return coached_sessions()[index].items


def changed(item: Item, **changes: Any) -> Item:
    return item.model_copy(update=changes)


def new(name: str, sets: int = 3) -> Item:
    exercise = catalogue().exercises[name]
    return Item(exercise=name, role=exercise.role, sets=sets, sides=exercise.sides)


class TestKinds:
    def test_as_planned(self) -> None:
        assert breaches("kinds", coached_sessions()) == 0

    def test_another_kind_or_intensity(self) -> None:
        assert breaches("kinds", with_session(0, kind="upper_b")) == 1
        assert breaches("kinds", with_session(1, intensity="volume")) == 1
        assert breaches("kinds", with_session(1, intensity=None)) == 1

    def test_order_of_days(self) -> None:
        upper, lower, *rest = coached_sessions()
        swapped = (
            upper.model_copy(update={"day": Weekday.TUE}),
            lower.model_copy(update={"day": Weekday.MON}),
            *rest,
        )
        # Two wrong kinds; nine of their ten exercises are outside the area: the plank is in both.
        assert breaches("kinds", swapped) == 11

    def test_exercises_outside_their_area(self) -> None:
        assert breaches("kinds", with_session(0, items=(*items(0), new("leg_extension")))) == 1
        assert breaches("kinds", with_session(0, items=(*items(0), new("plank")))) == 0

    def test_a_session_too_few(self) -> None:
        assert breaches("kinds", coached_sessions()[:-1]) == 1

    def test_without_a_split_there_are_none(self) -> None:
        plain = tuple(
            session.model_copy(update={"kind": "none", "intensity": None})
            for session in coached_sessions()
        )
        assert breaches("kinds", plain, split="none") == 0
        assert breaches("kinds", coached_sessions(), split="none") == 4
        heavy = (plain[0].model_copy(update={"intensity": "heavy"}), *plain[1:])
        assert breaches("kinds", heavy, split="none") == 1


class TestOrder:
    def test_as_a_coach_would(self) -> None:
        assert breaches("order", coached_sessions()) == 0

    def test_the_main_lift_comes_first(self) -> None:
        press, *rest = items(0)
        assert breaches("order", with_session(0, items=(*rest, press))) > 0
        squat, hinge, *others = items(1)
        # A hinge before the squat of the squat day.
        assert breaches("order", with_session(1, items=(hinge, squat, *others))) == 1

    def test_classes_follow_each_other(self) -> None:
        squat, hinge, split_squat, calf, plank = items(1)
        order = (squat, calf, hinge, split_squat, plank)
        assert breaches("order", with_session(1, items=order)) == 1
        assert breaches("order", with_session(1, items=(squat, split_squat, hinge, calf, plank)))

    def test_within_a_class_any_order_is_fine(self) -> None:
        press, pull_up, curl, extension, raised = items(2)
        order = (press, pull_up, raised, curl, extension)
        assert breaches("order", with_session(2, items=order)) == 0

    def test_the_finisher_is_last(self) -> None:
        *rest, raised, grip = items(0)
        assert grip.exercise == "wrist_curl"
        assert breaches("order", with_session(0, items=(*rest, grip, raised))) > 0

    def test_a_superset_stands_where_its_first_exercise_does(self) -> None:
        assert [item.role for item in items(0)[2:4]] == [Role.ACCESSORY, Role.ISOLATION]
        alone = changed(new("dumbbell_bulgarian_split_squat"), superset=None)
        assert breaches("order", with_session(0, items=(*items(0)[:4], alone, items(0)[4]))) == 1

    def test_without_kinds_only_classes_count(self) -> None:
        press, row, *rest = items(0)
        plain = with_session(0, items=(row, press, *rest), kind="none")
        assert breaches("order", plain, split="none") == 0
        assert breaches("order", with_session(0, items=(*rest, row, press)), split="none") == 1

    def test_a_closing_pair_leaves_the_end_to_carries(self) -> None:
        squat, curl, calf, carry = (
            new(name)
            for name in (
                "back_squat", "dumbbell_curl", "standing_calf_raise", "dumbbell_farmer_carry",
            )
        )  # fmt: skip
        pair = (changed(curl, superset="A"), changed(calf, superset="A"))
        week = {"kind": "full"}
        split = {"split": "full_body"}
        assert breaches("order", with_session(1, items=(squat, *pair, carry), **week), **split) == 0
        assert breaches("order", with_session(1, items=(squat, carry, *pair), **week), **split) == 1
        lone = (squat, curl, carry, calf)
        assert breaches("order", with_session(1, items=lone, **week), **split) == 0
        assert breaches("order", with_session(1, items=(squat, curl, calf, carry), **week), **split)

    def test_a_finisher_beside_the_main_lift(self) -> None:
        press, *_, grip = items(0)
        pair = (changed(press, superset="A"), changed(grip, superset="A"))
        # Nothing else is in the session: the pair opens it and ends it.
        assert breaches("order", with_session(0, items=pair)) == 0
        assert breaches("order", with_session(0, items=(*pair, items(0)[1]))) == 1


def dated(plan: dict[str, dict[str, int]], **fields: Any) -> tuple[Session, ...]:
    """Return sessions made by coaching on other days, kinds and intensities."""
    scenario = coached_scenario().model_copy(update=fields).resolve(catalogue())
    placed = {
        Weekday(day): [(catalogue().exercises[name], sets) for name, sets in work.items()]
        for day, work in plan.items()
    }
    return make_sessions(placed, scenario, catalogue())


HEAVY_WEEK = parse_split(
    parse_yaml(
        """
        id: heavy_week
        title: Three heavy days for the whole body
        weeks:
          3: [{kind: full, intensity: heavy}, {kind: full, intensity: heavy},
              {kind: full, intensity: heavy}]
        """,
        "test",
    )
)


class TestHeavyLegs:
    """A heavy squat and a heavy hinge keep a day apart, and no session has two (C11)."""

    def heavy(self, *sessions: Session) -> float:
        return breaches("heavy_legs", sessions)

    def test_as_a_coach_would(self) -> None:
        assert breaches("heavy_legs", coached_sessions()) == 0

    def test_two_in_a_session(self) -> None:
        squat, hinge, *rest = items(1)
        day = coached_sessions()[1].model_copy(update={"intensity": "heavy"})
        heavy = (changed(squat, reps="4-6"), changed(hinge, reps="5-6"), *rest)
        assert self.heavy(day.model_copy(update={"items": heavy})) == 1
        unsaid = (changed(squat, reps="4-6"), changed(hinge, reps=""), *rest)
        assert self.heavy(day.model_copy(update={"items": unsaid})) == 0
        lighter = day.model_copy(update={"items": heavy, "intensity": "moderate"})
        assert self.heavy(lighter) == 0

    @pytest.mark.parametrize(
        ("first", "second", "lifts", "wrong"),
        [
            ("tue", "wed", ("back_squat", "deadlift"), 1),
            ("mon", "sun", ("back_squat", "deadlift"), 1),  # the week goes round
            ("tue", "thu", ("back_squat", "deadlift"), 0),
            ("tue", "wed", ("back_squat", "front_squat"), 0),
            ("tue", "wed", ("pause_back_squat", "deadlift"), 0),  # never more than six
            ("tue", "wed", ("hip_thrust", "deadlift"), 0),
        ],
    )
    def test_on_neighbouring_days(
        self, first: str, second: str, lifts: tuple[str, str], wrong: int
    ) -> None:
        days = [
            Session(
                day=Weekday(day),
                kind="full",
                intensity="heavy",
                budget_minutes=60,
                minutes=60,
                items=(changed(new(name), reps="4-6"),),
            )
            for day, name in ((first, lifts[0]), (second, lifts[1]))
        ]
        assert self.heavy(*days) == wrong

    @pytest.mark.parametrize(
        ("days", "heavy"),
        [
            (("mon", "wed", "fri"), ["mon", "wed", "fri"]),
            (("mon", "tue", "thu"), ["mon", "thu"]),
            (("mon", "tue", "wed"), ["mon", "wed"]),
            (("mon", "wed", "sun"), ["mon", "wed"]),
        ],
    )
    def test_coaching_keeps_them_apart(self, days: tuple[str, ...], heavy: list[str]) -> None:
        lifts = ("back_squat", "deadlift", "deadlift")
        plan = {
            day: {lift: 3, "barbell_bench_press": 3} for day, lift in zip(days, lifts, strict=True)
        }
        if days[1] == "tue" and days[2] == "wed":
            plan["wed"] = {"front_squat": 3, "barbell_bench_press": 3}
        made = dated(plan, days=dict.fromkeys(map(Weekday, days)), split=HEAVY_WEEK)
        bench = {item.reps for session in made for item in session.items[1:]}
        assert bench == {"4-6"}
        assert [s.day.value for s in made if s.items[0].reps == "4-6"] == heavy
        scenario = {"days": dict.fromkeys(map(Weekday, days)), "split": HEAVY_WEEK}
        assert breaches("heavy_legs", made, **scenario) == 0

    def test_days_of_other_lifts_have_no_heavy_hinge(self) -> None:
        week = {
            "mon": {"barbell_bench_press": 3},
            "tue": {"lat_pulldown": 3, "slow_rdl": 3},
            "thu": {"back_squat": 3},
            "fri": {"plank": 3},
        }
        split = parse_split(
            parse_yaml(
                """
                id: heavy_pull
                title: A heavy pull day
                weeks:
                  4: [push, {kind: pull, intensity: heavy}, {kind: legs, intensity: heavy}, full]
                """,
                "test",
            )
        )
        made = dated(week, split=split)
        assert made[1].items[1].reps == "6-8"  # an accessory of the pull day: moderate
        assert made[2].items[0].reps == "4-6"


class TestGripEve:
    """No grip finisher on the day before a heavy hinge or pull-up (C12)."""

    def eve(self, first: str, evening: str, second: str, lift: str, heavy: str = "heavy") -> float:
        days = [
            Session(
                day=Weekday(day),
                intensity=intensity,
                budget_minutes=60,
                minutes=60,
                items=(changed(new(name), reps="4-6"),),
            )
            for day, name, intensity in ((first, evening, "moderate"), (second, lift, heavy))
        ]
        rule = make_rule("structure", "eve", tier="balance", weight=0, check="grip_eve")
        verdict = found(tuple(days), rule)["eve"]
        assert verdict.cost == 0
        assert verdict.holds is (verdict.shortfall == 0)
        return verdict.shortfall

    def test_what_is_found(self) -> None:
        assert self.eve("mon", "dumbbell_farmer_carry", "tue", "deadlift") == 1
        assert self.eve("mon", "wrist_curl", "tue", "pull_up") == 1
        assert self.eve("sun", "wrist_curl", "mon", "deadlift") == 1

    def test_what_is_not(self) -> None:
        assert self.eve("mon", "wrist_curl", "wed", "deadlift") == 0
        assert self.eve("tue", "wrist_curl", "mon", "deadlift") == 0  # the day after
        assert self.eve("mon", "plank", "tue", "deadlift") == 0
        assert self.eve("mon", "wrist_curl", "tue", "back_squat") == 0
        assert self.eve("mon", "wrist_curl", "tue", "deadlift", "moderate") == 0

    def test_it_is_a_finding_and_never_costs(self) -> None:
        with pytest.raises(ValueError, match="weight must be 0"):
            make_rule("structure", "eve", tier="balance", weight=1, check="grip_eve")


class TestSupersets:
    def test_as_they_may_be(self) -> None:
        assert breaches("supersets", coached_sessions()) == 0

    def test_who_wants_none_has_none(self) -> None:
        assert breaches("supersets", coached_sessions(), supersets=Supersets.NONE) == 2

    def test_two_neighbours_with_equal_sets(self) -> None:
        press, row, pull, raised, grip = items(0)
        assert breaches("supersets", with_session(0, items=(press, row, pull, grip, raised))) > 0
        more = changed(raised, sets=4)
        assert breaches("supersets", with_session(0, items=(press, row, pull, more, grip))) == 1
        lone = changed(raised, superset=None)
        assert breaches("supersets", with_session(0, items=(press, row, pull, lone, grip))) == 1
        three = changed(grip, superset="A")
        assert breaches("supersets", with_session(0, items=(press, row, pull, raised, three))) == 1

    def test_main_lifts_only_where_asked_for(self) -> None:
        press, pull_up, *rest = items(2)
        equal = changed(press, sets=pull_up.sets, superset="B")
        paired = with_session(2, items=(equal, changed(pull_up, superset="B"), *rest))
        assert breaches("supersets", paired) == 1
        # Overhead press and pull-up share no prime mover and no station.
        assert breaches("supersets", paired, supersets=Supersets.ALL) == 0

    @pytest.mark.parametrize(
        ("first", "second", "wrong"),
        [
            ("dumbbell_curl", "triceps_pushdown", 0),
            ("dumbbell_curl", "hammer_curl", 1),  # the same prime mover
            ("cable_lateral_raise", "lying_leg_curl", 1),  # two stations
        ],
    )
    def test_what_may_be_paired(self, first: str, second: str, wrong: int) -> None:
        pair = tuple(changed(new(name), superset="A") for name in (first, second))
        assert breaches("supersets", with_session(0, items=pair)) == wrong


class TestSupersetRule:
    ARMS = make_rule(
        "superset",
        "arms",
        tier="guardrails",
        kinds=["upper_b"],
        first={"pattern": "elbow_flexion"},
        second={"pattern": "elbow_extension"},
    )

    def test_kept(self) -> None:
        verdict = found(coached_sessions(), self.ARMS)["arms"]
        assert (verdict.holds, verdict.measured, verdict.shortfall) == (True, 1, 0)

    def test_in_either_order(self) -> None:
        press, pull_up, curl, extension, raised = items(2)
        turned = with_session(2, items=(press, pull_up, extension, curl, raised))
        assert found(turned, self.ARMS)["arms"].holds

    def test_missing(self) -> None:
        alone = tuple(changed(item, superset=None) for item in items(2))
        verdict = found(with_session(2, items=alone), self.ARMS)["arms"]
        assert (verdict.holds, verdict.measured, verdict.shortfall) == (False, 0, 1)
        crossed = tuple(
            changed(
                item, superset={"dumbbell_curl": "A", "triceps_pushdown": "B"}.get(item.exercise)
            )
            for item in items(2)
        )
        assert found(with_session(2, items=crossed), self.ARMS)["arms"].holds is False

    def test_not_asked_where_nobody_wants_any_or_no_such_session_is(self) -> None:
        alone = tuple(changed(item, superset=None) for item in items(2))
        sessions = with_session(2, items=alone)
        assert found(sessions, self.ARMS, supersets=Supersets.NONE)["arms"].holds is None
        assert found(sessions[:2], self.ARMS)["arms"].holds is None


class TestDoses:
    def test_an_exercise_may_have_a_dose_of_its_own(self) -> None:
        standard = catalogue()
        fewer = dataclasses.replace(standard.doses[Role.MAIN], high=3, usual=(3, 3))
        own = dataclasses.replace(standard, own_doses={"front_squat": fewer})
        rules = (
            make_rule("structure", "doses", tier="physical", check="doses"),
            make_rule("usual_doses", "usual", tier="plainness"),
        )
        for sets, wrong in ((3, 0), (4, 1)):
            sessions = with_session(3, items=(new("front_squat", sets), *items(3)[1:]))
            verdicts = judge(rules, Week(sessions, coached_scenario(), own))
            assert verdicts["doses"].shortfall == wrong
            plain = judge(rules, Week(sessions, coached_scenario(), standard))
            assert plain["doses"].shortfall == 0
            assert verdicts["usual"].shortfall - plain["usual"].shortfall == wrong


class TestSpinePoints:
    def test_points_are_sets_times_load(self) -> None:
        by_hand = [
            sum(item.sets * catalogue().exercises[item.exercise].spine_load for item in day.items)
            for day in coached_sessions()
        ]
        squat, hinge = (catalogue().exercises[name].spine_load for name in ("back_squat", "rdl"))
        assert by_hand[1] >= 4 * squat + 3 * hinge > 0
        measure = {"count": "spine_points"}
        week = make_rule("bound", "week", measure=measure, upper=sum(by_hand) - 2)
        session = make_rule("bound", "session", measure=measure, upper=3, scope="session")
        verdicts = found(coached_sessions(), week, session)
        assert verdicts["week"].measured == sum(by_hand)
        assert verdicts["week"].shortfall == 2
        assert verdicts["session"].measured == max(by_hand)
        assert verdicts["session"].shortfall == sum(max(points - 3, 0) for points in by_hand)

    def test_of_some_kinds_only(self) -> None:
        rule = make_rule(
            "bound",
            "upper",
            measure={"count": "spine_points"},
            upper=0,
            scope="session",
            kinds=["upper_a"],
        )
        press_day = sum(
            item.sets * catalogue().exercises[item.exercise].spine_load for item in items(0)
        )
        assert found(coached_sessions(), rule)["upper"].shortfall == press_day
