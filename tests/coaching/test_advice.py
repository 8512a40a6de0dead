"""What is said around a plan: figures as required, nothing promised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from solver.catalogue import Level
from solver.catalogue.vocabulary import Weekday
from solver.coaching.advice import (
    Bodyweight,
    make_advice,
    parse_bodyweight,
    parse_table,
    protein_range,
)
from solver.paths import DATA
from solver.reading import read_yaml

FOUR = (Weekday.MON, Weekday.TUE, Weekday.THU, Weekday.FRI)
KG_PER_LB = 0.45359237
PROMISES = r"injur|prevent|protect|\bsafe|\bheal(s|ing)?\b|\bcure|risk|guarantee"


def lines(
    bodyweight: str | None = None,
    days: Sequence[Weekday] = FOUR,
    level: Level = Level.INTERMEDIATE,
) -> tuple[str, ...]:
    return make_advice(bodyweight=bodyweight, training_days=days, level=level)


def line(start: str, **given: Any) -> str:
    found = [each for each in lines(**given) if each.startswith(start)]
    assert len(found) == 1
    return found[0]


def content() -> Any:
    return read_yaml(DATA / "advice.yaml").content


# ---- bodyweight -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kg", "unit", "shown"),
    [
        ("80", 80, "kg", "80 kg"),
        ("80 kg", 80, "kg", "80 kg"),
        (" 80KG ", 80, "kg", "80 kg"),
        ("80,5 kg", 80.5, "kg", "80.5 kg"),
        ("80.25 kilos", 80.25, "kg", "80.2 kg"),
        ("176lb", 176 * KG_PER_LB, "lb", "176 lb"),
        ("176.5 lbs.", 176.5 * KG_PER_LB, "lb", "176.5 lb"),
        ("200 Pounds", 200 * KG_PER_LB, "lb", "200 lb"),
        ("30", 30, "kg", "30 kg"),
        ("300 kg", 300, "kg", "300 kg"),
        ("661 lb", 661 * KG_PER_LB, "lb", "661 lb"),
    ],
)
def test_bodyweights(text: str, kg: float, unit: str, shown: str) -> None:
    found = parse_bodyweight(text)
    assert found.kg == pytest.approx(kg)
    assert found.unit == unit
    assert str(found) == shown


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "kg", "eighty", "-80", "+80", "80 st", "12st 8", "80 kg 5", "8e1", "nan", "inf",
        "1,000 kg", "80..5", "80 000", "0x50", "٨٠", "80 kg\n80 kg", "80;", "9" * 5000,
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"bodyweight: .* is no weight; write it as 80 kg"
    ) as found:
        parse_bodyweight(text)
    assert len(str(found.value)) < 200
    with pytest.raises(ValueError, match="bodyweight: "):
        lines(bodyweight=text)


@pytest.mark.parametrize("text", ["0", "29.9", "300.1", "66 lb", "662 lb", "9999 kg", "20 lb"])
def test_weights_that_nobody_has_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"outside 30–300 kg \(66–661 lb\); check the number"):
        parse_bodyweight(text)


# ---- figures ----------------------------------------------------------------------------------


@given(
    kg=st.floats(30, 300),
    unit=st.sampled_from(["kg", "lb"]),
)
def test_protein_keeps_to_the_required_range(kg: float, unit: Any) -> None:
    low, high = protein_range(Bodyweight(kg, unit))
    pounds = kg / KG_PER_LB
    assert 0.7 * pounds - 1e-6 <= low < 0.7 * pounds + 1 + 1e-6
    assert 1.0 * pounds - 3 < high <= 1.0 * pounds + 1e-6
    if unit == "kg":
        assert 1.54 * kg <= low
        assert high <= 2.20 * kg + 1e-6


@pytest.mark.parametrize(
    ("bodyweight", "expected"),
    [
        ("80 kg", "Protein: 124–176 g a day at 80 kg (1.54–2.20 g for each kg);"),
        ("80", "Protein: 124–176 g a day at 80 kg (1.54–2.20 g for each kg);"),
        ("176 lb", "Protein: 124–176 g a day at 176 lb (0.7–1.0 g for each pound);"),
        ("80,5 kg", "Protein: 125–177 g a day at 80.5 kg (1.54–2.20 g for each kg);"),
    ],
)
def test_protein_is_in_the_unit_that_was_given(bodyweight: str, expected: str) -> None:
    text = line("Protein", bodyweight=bodyweight)
    assert text.startswith(expected)
    found = re.fullmatch(r"Protein: (\d+)–(\d+) g .* at about (\d+) g on average\.", text)
    assert found
    low, high, near = (int(number) for number in found.groups())
    assert low < near < high  # the trials' figure lies within


def test_protein_without_a_bodyweight_gives_both_rates() -> None:
    text = line("Protein")
    assert "0.7–1.0 g for each pound" in text
    assert "1.54–2.20 g for each kg" in text


def test_sleep_water_and_deload_are_there() -> None:
    assert "7–9 hours" in line("Sleep")
    assert "over the day" in line("Drink")
    text = line("Deload")
    assert "every 4–8 weeks" in text
    assert "40–60 % of the sets" in text
    assert "4 or more repetitions in reserve" in text
    assert "custom more than proof" in text


def test_soreness_is_feedback_and_fatigue_means_less() -> None:
    assert "feedback, not a goal" in line("Soreness")
    assert "20–30 % fewer sets" in line("Soreness")
    text = line("Fatigue")
    for way in ("20 % fewer sets", "a step lighter", "one day less"):
        assert way in text


# ---- days -------------------------------------------------------------------------------------


def test_free_days_are_named() -> None:
    text = line("Free days")
    assert "(Wednesday, Saturday and Sunday)" in text
    for kind in ("cardio", "mobility flow", "full-range"):
        assert kind in text
    assert line("Free day (Sunday)", days=list(Weekday)[:6])
    assert "no day is free" in line("Recovery", days=list(Weekday))
    assert "(Monday, Tuesday," in line("Free days", days=[])


@pytest.mark.parametrize(
    ("level", "days", "said"),
    [
        (Level.BEGINNER, 3, False),
        (Level.BEGINNER, 4, True),
        (Level.INTERMEDIATE, 4, False),
        (Level.INTERMEDIATE, 5, True),
        (Level.ADVANCED, 6, False),
        (Level.ADVANCED, 7, True),
    ],
)
def test_more_days_than_usual_are_said(level: Level, days: int, said: bool) -> None:
    found = [each for each in lines(days=list(Weekday)[:days], level=level) if "usual" in each]
    assert bool(found) is said
    if said:
        assert f"Days: {days} are more" in found[0]


def test_a_day_named_twice_is_one() -> None:
    assert lines(days=[*FOUR, *FOUR]) == lines()


# ---- in keeping with the evidence -------------------------------------------------------------


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("bodyweight", [None, "80 kg", "176 lb"])
@pytest.mark.parametrize("days", range(8))
def test_every_sentence_is_plain_and_promises_nothing(
    days: int, bodyweight: str | None, level: Level
) -> None:
    found = lines(bodyweight, list(Weekday)[:days], level)
    assert len(found) == len(set(found)) >= 7
    for text in found:
        assert len(text) <= 300
        assert text.endswith(".")
        assert text.isprintable()
        assert not re.search(PROMISES, text, re.IGNORECASE)


# ---- the table --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("sleep", "hours"), {"low": 9, "high": 7}, "swap them"),
        (("sleep", "hours", "low"), "7", "valid number"),
        (("sleep", "hours", "low"), True, "valid number"),
        (("sleep", "hours", "low"), float("nan"), "finite number"),
        (("protein", "levels_off_per_kg"), -1, "greater than 0"),
        (("deload", "rir"), 4.5, "valid integer"),
        (("fatigue", "cut_percent"), 0, "greater than or equal to 1"),
        (("fatigue", "source"), "", "at least 2 characters"),
        (("sleep", "certainty"), "E", "'A', 'B', 'C' or 'D'"),
        (("colour",), "red", "Extra inputs"),
    ],
)
def test_a_wrong_table_is_refused(path: tuple[Any, ...], value: Any, message: str) -> None:
    wrong = content()
    here = wrong
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = value
    with pytest.raises(ValidationError, match=message):
        parse_table(wrong)


def test_the_weekly_self_check_is_named() -> None:  # R126
    text = line("Self-check")
    for words in ("reaching overhead", "knees in squat", "hamstrings", "lower back", "ankles"):
        assert words in text
    assert "evenset screen --check-only" in text
