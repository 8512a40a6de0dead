"""The audit: what no plan may break, and what a week holds.

The kinds of rule are audited in ``tests/model/test_bounds.py`` and its neighbours, beside what the
model makes of them; plans that say what is not true are in ``test_tampering``.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.auditing import audit_sessions
from solver.auditing.week import Week
from solver.errors import InputError
from solver.plan import Session
from solver.rules import Tier
from solver.score import band_mark
from tests.tiny import (
    STRUCTURE,
    Case,
    Plan,
    exercise,
    hard_sets,
    judge,
    make_case,
    make_rule,
)

PRESS = exercise("press", indirect=("triceps", "front_delts"))
ROW = exercise(
    "row",
    pattern="horizontal_pull",
    direct=("lats",),
    indirect=("upper_back", "biceps"),
    laterality="unilateral",
)


def broken(case: Case, sessions: tuple[Session, ...]) -> dict[str, float]:
    """Return the physical rules that these sessions break, and how often."""
    results = judge(case.rules, Week(sessions, case.scenario, case.catalogue))
    assert set(results) >= set(STRUCTURE)
    assert all(result.holds is (result.shortfall == 0) for result in results.values())
    report = audit_sessions(sessions, case.scenario, case.catalogue, case.rules)
    found = {name: result.shortfall for name, result in results.items() if not result.holds}
    assert report.accepted is not bool(found)
    return found


class TestStructure:
    def week(self, case: Case, plan: Plan) -> dict[str, float]:
        return broken(case, case.sessions(plan))

    def test_a_week_that_breaks_nothing(self) -> None:
        case = make_case([PRESS, ROW], days="mon,thu", pin="row")
        assert self.week(case, {"mon": {"press": 3, "row": 4}, "thu": {"press": 2}}) == {}

    def test_minutes(self) -> None:
        case = make_case([PRESS, ROW], minutes=15)
        # 300 s of warm-up, 60 of setting up and 4 x 125 of presses leave 40 of 900 s.
        assert self.week(case, {"wed": {"press": 4}}) == {}
        # Rows one side at a time: 60 + 2 x (2 x 35 + 90) s, so the session takes 1,240 s: 340 s
        # too long, which are begun 6 minutes.
        assert self.week(case, {"wed": {"press": 4, "row": 2}}) == {"minutes": 6}

    def test_minutes_of_each_day(self) -> None:
        case = make_case([PRESS, ROW], days="mon:15,thu:20")
        assert self.week(case, {"mon": {"press": 2}, "thu": {"press": 2, "row": 2}}) == {}
        assert self.week(case, {"mon": {"press": 2, "row": 2}, "thu": {"press": 2}}) != {}

    def test_minutes_that_were_not_offered(self) -> None:
        case = make_case([PRESS], days="mon,thu")
        (session, other) = case.sessions({"mon": {"press": 2}, "thu": {"press": 2}})
        assert broken(case, (session, other)) == {}
        on_tuesday = session.model_copy(update={"day": "tue"})
        assert broken(case, (on_tuesday, other)) == {"minutes": 1}
        longer = session.model_copy(update={"budget_minutes": 90})
        assert broken(case, (longer, other)) == {"minutes": 1}
        # Two sessions on one day.
        assert broken(case, (session, other.model_copy(update={"day": "mon"}))) == {"minutes": 1}

    def test_more_sessions_than_asked_for(self) -> None:
        case = make_case([PRESS, ROW], days=1, available="mon,thu")
        assert self.week(case, {"thu": {"press": 2}}) == {}
        assert self.week(case, {"mon": {"row": 2}, "thu": {"press": 2}}) == {"minutes": 1}

    def test_minutes_that_are_not_what_is_said(self) -> None:
        case = make_case([PRESS])
        (session,) = case.sessions({"wed": {"press": 3}})
        # An hour has 480 s of warm-up.
        assert session.minutes * 60 == 480 + 60 + 3 * 125
        shorter = session.model_copy(update={"minutes": session.minutes - 1})
        assert broken(case, (shorter,)) == {"minutes": 1}

    def test_ramp_sets_count(self) -> None:
        squat = exercise("squat", pattern="squat", direct=("quads",), role="main", load="barbell")
        case = make_case([squat], equipment="barbell")
        (session,) = case.sessions({"wed": {"squat": 3}})
        assert session.minutes * 60 == 480 + 120 + 2 * 60 + 3 * (40 + 150)
        assert broken(case, (session,)) == {}

    def test_equipment(self) -> None:
        cable_row = exercise("cable_row", load="cable")
        bench_press = exercise("bench_press", supports=("bench",))
        drill = exercise("drill", role="drill", hard=False)
        usable = [PRESS, cable_row, bench_press, drill]
        case = make_case(usable)
        assert self.week(case, {"wed": {"press": 2}}) == {}
        assert self.week(case, {"wed": {"cable_row": 2}}) == {"equipment": 1}
        assert self.week(case, {"wed": {"cable_row": 2, "bench_press": 2}}) == {"equipment": 2}
        assert self.week(case, {"wed": {"press": 2}}) == {}
        more = make_case(usable, equipment="dumbbells,cable,bench")
        assert self.week(more, {"wed": {"cable_row": 2, "bench_press": 2}}) == {}
        less = make_case(usable, equipment="dumbbells,cable,bench", without="bench")
        assert self.week(less, {"wed": {"cable_row": 2, "bench_press": 2}}) == {"equipment": 1}

    def test_drills_are_no_exercises(self) -> None:
        drill = exercise("drill", role="drill", hard=False)
        case = make_case([PRESS, drill])
        (session,) = case.sessions({"wed": {"press": 2}})
        item = session.items[0].model_copy(update={"exercise": "drill"})
        report = judge(
            case.rules,
            Week((session.model_copy(update={"items": (item,)}),), case.scenario, case.catalogue),
        )
        assert report["equipment"].shortfall == 1

    def test_level(self) -> None:
        hard = exercise("hard", level="advanced")
        assert self.week(make_case([PRESS, hard]), {"wed": {"hard": 2}}) == {"equipment": 1}
        assert self.week(make_case([PRESS, hard], level="advanced"), {"wed": {"hard": 2}}) == {}
        assert self.week(make_case([PRESS, hard], pin="hard"), {"wed": {"hard": 2}}) == {}

    def test_excluded(self) -> None:
        sore = exercise("sore", stresses=("knee", "hip"))
        usable = [PRESS, ROW, sore]
        plan = {"wed": {"press": 2, "sore": 2}}
        assert self.week(make_case(usable, exclude="row"), plan) == {}
        assert self.week(make_case(usable, exclude="press"), plan) == {"excluded": 1}
        assert self.week(make_case(usable, protect="hip"), plan) == {"excluded": 1}
        assert self.week(make_case(usable, exclude="press", protect="hip"), plan) == {"excluded": 2}

    def test_pinned(self) -> None:
        case = make_case([PRESS, ROW], pin="press,row")
        assert self.week(case, {"wed": {"press": 2, "row": 2}}) == {}
        assert self.week(case, {"wed": {"press": 2}}) == {"pinned": 1}

    @pytest.mark.parametrize(
        ("role", "low", "high"),
        [("power", 2, 5), ("main", 3, 5), ("secondary", 3, 4), ("isolation", 2, 4), ("core", 2, 3)],
    )
    def test_doses(self, role: str, low: int, high: int) -> None:
        case = make_case([exercise("lift", role=role)], days="mon,thu")
        assert self.week(case, {"mon": {"lift": low}, "thu": {"lift": high}}) == {}
        plan = {"mon": {"lift": low - 1}, "thu": {"lift": high + 1}}
        assert self.week(case, plan) == {"doses": 2}

    def test_repeats(self) -> None:
        plan = {day: {"press": 2} for day in ("mon", "tue", "thu", "fri")}
        assert self.week(make_case([PRESS], days="mon,tue,thu,fri"), plan) == {"repeats": 2}
        case = make_case([PRESS], days="mon,tue,thu,fri", limits={"repeats": 4})
        assert self.week(case, plan) == {}

    def test_repeats_within_a_session(self) -> None:
        case = make_case([PRESS], limits={"repeats": 1})
        (session,) = case.sessions({"wed": {"press": 2}})
        twice = session.model_copy(
            update={"items": session.items * 2, "minutes": session.minutes + (60 + 2 * 125) / 60}
        )
        assert broken(case, (twice,)) == {"repeats": 1, "families": 1}

    def test_families(self) -> None:
        alike = [exercise(name, family="push_up") for name in ("wide", "narrow", "slow")]
        case = make_case(alike, days="mon,thu")
        assert self.week(case, {"mon": {"wide": 2}, "thu": {"narrow": 2}}) == {}
        plan = {"mon": {"wide": 2, "narrow": 2, "slow": 2}, "thu": {"narrow": 2}}
        assert self.week(case, plan) == {"families": 2}
        loose = make_case(alike, days="mon,thu", limits={"families": 2})
        assert self.week(loose, plan) == {"families": 1}

    def test_sides(self) -> None:
        case = make_case([PRESS, ROW])
        (session,) = case.sessions({"wed": {"press": 2, "row": 2}})
        assert [item.sides for item in session.items] == [1, 2]
        items = tuple(item.model_copy(update={"sides": 1}) for item in session.items)
        assert broken(case, (session.model_copy(update={"items": items}),)) == {"sides": 1}
        items = tuple(item.model_copy(update={"sides": 2}) for item in session.items)
        assert broken(case, (session.model_copy(update={"items": items}),)) == {"sides": 1}


class TestMeasures:
    """A week counted by hand."""

    USABLE = (
        PRESS,
        ROW,
        exercise(
            "pull_up",
            pattern="vertical_pull",
            direct=("lats", "upper_back"),
            indirect=("biceps",),
            plane="frontal",
        ),
        exercise(
            "lift",
            pattern="shoulder_raise",
            direct=("side_delts",),
            indirect=("front_delts", "rear_delts"),
            plane="frontal",
        ),
        exercise("squat", pattern="squat", direct=("quads",), indirect=("glutes",)),
        exercise("hinge", pattern="hinge", direct=("hamstrings", "glutes"), indirect=("erectors",)),
        exercise(
            "short_foot",
            pattern="foot",
            direct=(),
            hard=False,
            role="core",
            laterality="unilateral",
        ),
    )
    PLAN: Plan = {  # noqa: RUF012 - nobody changes it
        "mon": {"press": 4, "row": 3, "squat": 2},
        "thu": {"press": 2, "pull_up": 3, "lift": 2, "hinge": 3, "short_foot": 3},
    }

    def case(self) -> Case:
        return make_case(self.USABLE, days="mon,thu", minutes=90)

    def test_measures(self) -> None:
        case = self.case()
        sessions = case.sessions(self.PLAN)
        found = audit_sessions(sessions, case.scenario, case.catalogue, case.rules).measures
        groups = {name: sets for name, sets in found.groups.items() if sets}
        assert groups == {
            "chest": 6,
            "lats": 6,
            "upper_back": 4.5,
            # Presses 6 x 0.5 by the front delts; raises 2 x 1, though they train three members.
            "shoulders": 5,
            "biceps": 3,
            "triceps": 3,
            "quads": 2,
            "glutes": 4,
            "hamstrings": 3,
        }
        muscles = {m: (v.direct, v.fractional) for m, v in found.muscles.items() if v.fractional}
        assert muscles == {
            "chest": (6, 6),
            "lats": (6, 6),
            "upper_back": (3, 4.5),
            "front_delts": (0, 4),
            "side_delts": (2, 2),
            "rear_delts": (0, 1),
            "biceps": (0, 3),
            "triceps": (0, 3),
            "quads": (2, 2),
            "glutes": (3, 4),
            "hamstrings": (3, 3),
            "erectors": (0, 1.5),
        }
        assert found.patterns == {
            "horizontal_push": 6,
            "horizontal_pull": 3,
            "vertical_pull": 3,
            "shoulder_raise": 2,
            "squat": 2,
            "hinge": 3,
        }
        # Footwork is no hard set, but an exercise that takes its time.
        assert found.planes == {"sagittal": 14, "frontal": 5, "transverse": 0}
        assert found.laterality == {"bilateral": 16, "unilateral": 3}
        assert (found.hard_sets, found.exercises) == (19, 8)
        assert found.pull_push == 1
        assert found.hip_knee == 1.5
        monday = 480 + 3 * 60 + 6 * 125 + 3 * 160
        thursday = 480 + 5 * 60 + 10 * 125 + 3 * (2 * 35 + 45)
        assert found.minutes == pytest.approx((monday + thursday) / 60, abs=0.005)
        minutes = [monday / 60, thursday / 60]
        assert [s.minutes for s in sessions] == pytest.approx(minutes, abs=0.005)

    def test_ratios_of_nothing(self) -> None:
        case = make_case([ROW])
        sessions = case.sessions({"wed": {"row": 2}})
        found = audit_sessions(sessions, case.scenario, case.catalogue, case.rules).measures
        assert found.pull_push is None
        assert found.hip_knee is None

    def test_pull_push_is_exact(self) -> None:
        case = make_case([PRESS, ROW])
        sessions = case.sessions({"wed": {"press": 3, "row": 4}})
        found = audit_sessions(sessions, case.scenario, case.catalogue, case.rules).measures
        assert found.pull_push == float(Fraction(4, 3))

    def test_names_and_aliases_are_found(self) -> None:
        case = make_case([exercise("press", aliases=("Bench",))])
        (session,) = case.sessions({"wed": {"press": 3}})
        item = session.items[0].model_copy(update={"exercise": "BENCH"})
        renamed = session.model_copy(update={"items": (item,)})
        report = audit_sessions((renamed,), case.scenario, case.catalogue, case.rules)
        assert report.measures.groups["chest"] == 3

    def test_unknown_exercises_are_refused(self) -> None:
        case = make_case([PRESS])
        (session,) = case.sessions({"wed": {"press": 3}})
        item = session.items[0].model_copy(update={"exercise": "pres"})
        unknown = session.model_copy(update={"items": (item,)})
        with pytest.raises(InputError, match=r"'pres'.*did you mean"):
            audit_sessions((unknown,), case.scenario, case.catalogue, case.rules)


class TestVerdicts:
    def test_costs_are_summed_by_tier_and_allowances_come_last(self) -> None:
        rules = [
            make_rule("bound", "a", measure={"count": "hard_sets"}, lower=9, weight=2),
            make_rule("bound", "b", measure={"count": "exercises"}, lower=3, weight=3),
            make_rule("bound", "c", tier="guardrails", measure={"count": "exercises"}, lower=2),
            make_rule("allowance", "grain", at_most=4, step=5),
        ]
        case = make_case([PRESS, ROW], *rules)
        sessions = case.sessions({"wed": {"press": 3}})
        report = audit_sessions(sessions, case.scenario, case.catalogue, case.rules)
        # 6 x 2 + 2 x 3 = 18; 14 beyond the allowance are three steps of 5.
        assert report.costs == {
            Tier.GUARDRAILS: 1,
            Tier.BALANCE: 3,
            Tier.PLAINNESS: 0,
            Tier.STIMULUS: 0,
        }
        last = report.rules[-1]
        assert (last.id, last.measured, last.cost, last.holds) == ("grain", 18, 3, False)
        # Only physical rules decide whether a week is accepted.
        assert report.accepted

    def test_what_is_measured(self) -> None:
        lats = {"count": "fractional_sets", "muscle": "lats"}
        rules = [
            make_rule("bound", "week", measure=lats, lower=5, upper=6),
            make_rule("bound", "least", measure=lats, lower=1, upper=4, scope="session"),
            make_rule("bound", "most", measure=lats, upper=2, scope="session"),
            make_rule(
                "ratio",
                "ratio",
                over=lats,
                under={"count": "hard_sets", "where": {"direct": "chest"}},
                lower="3/2",
            ),
        ]
        case = make_case([PRESS, ROW], *rules, days="mon,thu")
        found = case.judge({"mon": {"row": 3, "press": 2}, "thu": {"press": 3}})
        assert (found["week"].measured, found["week"].lower, found["week"].upper) == (3, 5, 6)
        assert (found["week"].shortfall, found["week"].cost) == (2, 4)
        assert (found["least"].measured, found["most"].measured) == (0, 3)
        assert (found["ratio"].measured, found["ratio"].lower) == (0.6, 1.5)
        # 7.5 - 3 sets; the cost is in half-sets.
        assert (found["ratio"].shortfall, found["ratio"].cost) == (4.5, 9)


@pytest.mark.parametrize(
    ("monday", "thursday", "measured"),
    [(2, 8, 8), (8, 2, 8), (1, 5, 1), (3, 4, 3), (2, 4, 2)],
)
def test_of_sessions_the_one_that_misses_by_most_is_told(
    monday: int, thursday: int, measured: int
) -> None:
    rule = make_rule("bound", "size", measure=hard_sets(), lower=3, upper=4, scope="session")
    case = make_case([PRESS, ROW], rule, days="mon,thu")
    sessions = case.sessions({"mon": {"press": monday}, "thu": {"press": thursday}})
    found = judge(case.rules, Week(sessions, case.scenario, case.catalogue))["size"]
    assert found.measured == measured


def test_a_band_below_zero_has_no_mark_but_an_end() -> None:
    assert band_mark(-1.0, 0.0, 4.0) == 0
    assert band_mark(-1.0, -2.0, 2.0) > 0
