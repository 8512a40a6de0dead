"""Fields and values, as text and from Python."""

from __future__ import annotations

from contextlib import suppress
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.comparing.varying import (
    MAX_VALUES,
    changed,
    check_values,
    make_axis,
    parse_axis,
    parse_change,
)
from solver.errors import InputError
from solver.scenario import Scenario
from tests.comparing.weeks import CATALOGUE


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("days=2..6", (2, 3, 4, 5, 6)),
        ("days=3", (3,)),
        ("days=mon+thu,4", ("mon+thu", 4)),
        ("minutes=30..75", (30, 45, 60, 75)),
        ("minutes=30..90:30", (30, 60, 90)),
        ("minutes = 30, 45 ,60,", (30, 45, 60)),
        (
            "equipment=dumbbells,dumbbells+bench,+barbell",
            ("dumbbells", "dumbbells+bench", "+barbell"),
        ),
        ("pull_push=1-1,1.25-1.5", ("1-1", "1.25-1.5")),
        ("sleep=5..8", (5, 6, 7, 8)),
        ("sleep=5.5,8", ("5.5", "8")),
    ],
)
def test_values_in_text(text: str, values: tuple[object, ...]) -> None:
    assert parse_axis(text).values == values


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("days", "takes FIELD=VALUES"),
        ("dayz=2..6", "did you mean 'days'?"),
        ("nonsense=1", "fields are days"),
        ("rules=x", "write a scenario file"),
        ("days=", "has no value"),
        ("days= , ,", "has no value"),
        ("days=6..2", "runs down; write 2..6"),
        ("days=2..", "is no range"),
        ("days=1.5..3", "is no range"),
        ("minutes=30..60:0", "a step must be 1 or more"),
        ("seed=0..999999999", f"more than {MAX_VALUES} values"),
        (f"seed={','.join(map(str, range(21)))}", f"more than {MAX_VALUES} values"),
        ("days=2,3,2", "'2' stands twice"),
    ],
)
def test_wrong_values_are_refused_with_a_remedy(text: str, said: str) -> None:
    with pytest.raises(InputError, match="vary") as refused:
        parse_axis(text)
    assert said in str(refused.value)
    assert refused.value.exit_code == 2


def test_an_endless_list_is_refused_and_not_read() -> None:
    with pytest.raises(InputError, match=f"more than {MAX_VALUES}"):
        make_axis("seed", count())


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**5))
def test_a_range_is_what_it_says_or_is_refused(low: int, high: int, step: int) -> None:
    wanted = range(low, high + 1, step)
    text = f"seed={low}..{high}:{step}"
    if 1 <= len(wanted) <= MAX_VALUES:
        assert parse_axis(text).values == tuple(wanted)
    else:
        with pytest.raises(InputError):
            parse_axis(text)


@given(st.text(max_size=40))
def test_no_text_ends_in_anything_but_an_axis_or_a_message(text: str) -> None:
    for parse in (parse_axis, parse_change):
        with suppress(InputError):
            parse(text)


def test_changes_in_text() -> None:
    assert parse_change("days=4 equipment=+barbell") == (
        "days=4, equipment=+barbell",
        {"days": "4", "equipment": "+barbell"},
    )
    for wrong in ("days", "days=", "days=4 days=5", "dayz=4", ""):
        with pytest.raises(InputError, match="--change"):
            parse_change(wrong)


def test_what_a_change_makes_of_a_scenario() -> None:
    base = Scenario(
        days="mon:60,tue",
        equipment=("dumbbells",),
        rules={"variety": "off"},
        workers=1,
    )
    made = changed(base, {"equipment": "+barbell+bench"})
    assert made.equipment == ("dumbbells", "barbell", "bench")
    assert made.model_copy(update={"equipment": base.equipment}) == base
    assert made.workers == 1
    assert changed(base, {"equipment": "hotel"}).equipment == ("hotel",)
    assert changed(base, {"days": "wed+sat:45"}).days == {"wed": None, "sat": 45}
    assert changed(base, {"pull_push": "1-1.5"}).pull_push == (1, 1.5)
    assert changed(base, {"sets": "8.5-20"}).sets == (8.5, 20)
    assert changed(base, {"strict": "yes"}).strict is True
    assert changed(base, {"sleep": "5.5 h"}).sleep == 5.5
    assert changed(base, {"deficit": "yes", "protein": "low"}).recovery.rir > 0
    assert changed(base.model_copy(update={"signs": ("desk_work",)}), {"signs": "none"}).signs == ()
    assert changed(base, {"days": 3, "minutes": 45}).count == 3
    assert changed(base, {"rules": {"variety": {"weight": 5}}}).rules["variety"].weight == 5


def test_a_value_that_no_scenario_takes_is_told_from_one_that_clashes() -> None:
    for field, value in (
        ("days", 8), ("minutes", "5"), ("equipment", "barbel"), ("level", "expert"),
        ("pull_push", "a-b"), ("sets", "20-8"), ("strict", "perhaps"),
        ("sleep", "0"), ("sleep", "long"), ("deficit", "perhaps"), ("protein", "much"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=field):
            check_values(field, [value], CATALOGUE)
    check_values("days", [7], CATALOGUE)
    check_values("equipment", ["+barbell", "hotel"], CATALOGUE)
