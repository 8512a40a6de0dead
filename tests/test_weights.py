"""Weights as a person writes them, and what plates can be loaded."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.catalogue import load_catalogue
from solver.errors import InputError
from solver.scenario import make_scenario
from solver.weights import Plates, Weight, lifts_body, parse_weight


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("140", Weight(140, "kg")),
        ("102,5 kg", Weight(102.5, "kg")),
        ("315lb", Weight(315, "lb")),
        (" 45 Pounds ", Weight(45, "lb")),
        ("20.412 kg", Weight(20.412, "kg")),
    ],
)
def test_weights_are_read(text: str, weight: Weight) -> None:
    assert parse_weight(text) == weight


@pytest.mark.parametrize("text", ["", "heavy", "0 kg", "5000 kg", "-3 kg", "1e9", "140 st"])
def test_no_weight_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"kg"):
        parse_weight(text)


@given(
    st.lists(st.sampled_from([25.0, 20.0, 15.0, 10.0, 5.0, 2.5, 1.25, 0.5]), max_size=7),
    st.floats(10, 300),
)
def test_the_heaviest_load_below_is_found(pairs: list[float], wanted: float) -> None:
    plates = Plates(bar=20, pairs=tuple(pairs) or (2.5,))
    loads = [
        20 + 2 * sum(chosen)
        for size in range(len(plates.pairs) + 1)
        for chosen in combinations(plates.pairs, size)
    ]
    best = max((load for load in loads if load <= wanted + 1e-6), default=20)
    assert plates.heaviest(wanted, "barbell") == pytest.approx(best)


@given(
    st.sampled_from([20.0, 20.412, 44.092]),
    st.lists(st.integers(1, 400).map(lambda n: n / 8), max_size=8),
    st.floats(20, 400),
)
def test_what_is_loaded_is_shown_as_it_is(bar: float, pairs: list[float], wanted: float) -> None:
    plates = Plates(bar=bar, pairs=tuple(pairs))
    loaded = plates.heaviest(wanted, "barbell")
    read = parse_weight(str(Weight(loaded, "kg"))).amount
    assert read == pytest.approx(loaded, abs=1e-9)
    assert plates.heaviest(read, "barbell") == pytest.approx(loaded, abs=1e-9)


def test_without_plates_the_usual_ones_are_there() -> None:
    assert Plates().heaviest(101, "barbell") == 100
    assert Plates(unit="lb").heaviest(229, "barbell") == 225
    assert Plates().heaviest(11, "dumbbell") == 10
    assert Plates(dumbbells=(8, 12, 16)).heaviest(15, "dumbbell") == 12
    assert Plates(dumbbells=(8, 12, 16)).heaviest(3, "dumbbell") == 8


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"maxes": {"dedlift": "100 kg"}}, "did you mean"),
        ({"maxes": {"deadlift": "much"}}, "'much' is no weight"),
        ({"maxes": {"deadlift": True}}, "takes a weight"),
        ({"maxes": {"deadlift": "100 kg", "Deadlift": "110 kg"}}, "two best lifts"),
        ({"maxes": ["deadlift"]}, "maxes"),
        ({"plates": {"pairs": [0.01]}}, "eighths"),
        ({"plates": {"bar": 500}}, "more than 100"),
        ({"plates": {"bar": 20.41166}}, "bar: takes 3 decimals"),
        ({"plates": {"bra": 20}}, "did you mean 'bar'"),
        ({"plates": {"unit": "stone"}}, "plates.unit"),
        ({"plates": {"pairs": [20] * 30}}, "plates.pairs"),
    ],
)
def test_wrong_fields_of_a_scenario_are_refused(fields: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        make_scenario(fields).resolve(load_catalogue())


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"maxes": {"deadlift": "15 kg"}}, r"maxes: deadlift: 15 kg is less .* weighs 20 kg"),
        ({"maxes": {"overhead_press": "40 lb"}}, "maxes: overhead_press: 40 lb .* 45 lb"),
        ({"maxes": {"deadlift": "18 kg"}, "plates": {"bar": 25}}, "weighs 25 kg"),
        ({"maxes": {"trap_bar_deadlift": "5 kg"}}, "maxes: trap_bar_deadlift"),
    ],
)
def test_a_best_lift_below_the_bar_is_refused(fields: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        make_scenario(fields).resolve(load_catalogue())
    assert "plates: {unit:" in str(caught.value)
    assert "leave it out" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("pull_up", "no weight to choose .*bodyweight"),
        ("push_up_plus", "no weight to choose"),
        ("band_squat", "no weight to choose .*band"),
        ("suspension_row", "no weight to choose .*suspension"),
        ("plank", "measured in seconds"),
        ("dumbbell_farmer_carry", "measured in metres"),
        ("machine_assisted_pull_up", "easier with more weight"),
    ],
)
def test_a_best_lift_that_says_nothing_is_refused(name: str, why: str) -> None:
    with pytest.raises(InputError, match=f"^maxes: {name}: takes no best lift.*{why}") as caught:
        make_scenario({"maxes": {name: "40 kg"}}).resolve(load_catalogue())
    assert "leave it out and go by the repetitions in reserve" in str(caught.value)


def test_the_body_is_lifted_in_weighted_pull_ups_alone() -> None:
    assert [each.id for each in load_catalogue() if lifts_body(each)] == ["weighted_pull_up"]


@pytest.mark.parametrize(
    "fields",
    [
        {"maxes": {"deadlift": "20 kg"}},
        {"maxes": {"deadlift": "20 kg"}, "plates": {"unit": "lb"}},  # 44.1 lb, the same bar
        {"maxes": {"deadlift": "15 kg"}, "plates": {"bar": 15}},
        {"maxes": {"dumbbell_curl": "6 kg"}},
    ],
)
def test_the_bar_itself_and_other_tools_are_taken(fields: dict[str, object]) -> None:
    scenario = make_scenario(fields).resolve(load_catalogue())
    assert scenario.maxes == fields["maxes"]
