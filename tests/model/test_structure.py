"""What no week may be, whatever the rules: minutes, doses, repeats, days, physical rules."""

from __future__ import annotations

from typing import Any

import pytest

from solver.model.structure import Depth
from solver.model.week import WeekModel
from tests.model.checking import CABLE_ROW, PRESS, ROW, SQUAT, is_feasible
from tests.model.solving import cost_of
from tests.tiny import Plan, exercise, exercises, hard_sets, make_case, make_rule, possible

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
