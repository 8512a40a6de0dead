"""What a day makes of an exercise, over the whole catalogue."""

from __future__ import annotations

import re
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from solver.catalogue import Exercise, Level, load_catalogue
from solver.catalogue.vocabulary import Role, Unit
from solver.coaching.doses import INTENSITIES, Prescription, dose_text, parse_table, prescribe
from solver.errors import InputError
from solver.paths import DATA
from solver.reading import read_yaml

CATALOGUE = load_catalogue()
EXERCISES = list(CATALOGUE)
DAYS = (None, *INTENSITIES)
MAIN_OR_SECONDARY = (Role.MAIN, Role.SECONDARY)


def dose(name: str, day: str | None, level: Level = Level.INTERMEDIATE) -> Prescription:
    return prescribe(CATALOGUE.exercises[name], day, level, CATALOGUE)


def window(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]+)(?:-([0-9]+))?( s| m)?", text)
    assert found, text
    return int(found[1]), int(found[2] or found[1])


def windows(exercise: Exercise) -> list[tuple[int, int]]:
    """Those of heavy, moderate and volume days."""
    found = [prescribe(exercise, day, Level.INTERMEDIATE, CATALOGUE) for day in INTENSITIES]
    return [window(each.reps) for each in found]


def content() -> Any:
    return read_yaml(DATA / "intensities.yaml").content


# ---- properties of all ------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_every_prescription_is_plain(exercise: Exercise) -> None:
    for day, level in product(DAYS, Level):
        check_plain(exercise, prescribe(exercise, day, level, CATALOGUE))


def check_plain(exercise: Exercise, found: Prescription) -> None:
    low, high = window(found.reps)
    assert low <= high
    assert found.reps.endswith({Unit.HOLD: " s", Unit.DISTANCE: " m"}.get(exercise.measure, ""))
    assert 0 <= found.rest_seconds <= 300
    assert found.rir is None or 1 <= found.rir <= 4  # D13: what counts as a hard set
    assert (found.rir is None) == (exercise.measure is not Unit.REPS or not exercise.hard)
    assert (
        found.tempo is None
        or found.tempo == "fast"
        or re.fullmatch(r"[0-9]-[0-9]-[0-9]", found.tempo)
    )
    if exercise.measure is not Unit.REPS:
        assert found.tempo is None
    if found.load is not None:
        assert re.fullmatch(r"about [6-9][05] % of 1RM", found.load)
        assert exercise.load in ("barbell", "trap_bar")
        assert exercise.role is Role.MAIN


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_windows_stay_inside_the_range_and_rise(exercise: Exercise) -> None:
    found = windows(exercise)
    wide = min(2, exercise.high - exercise.low)
    for day, (low, high) in zip(INTENSITIES, found, strict=True):
        assert high - low >= wide
        assert low >= exercise.low
        stretched = day == "volume" and exercise.role is Role.MAIN and exercise.pattern != "hinge"
        assert high <= (max(exercise.high, 12) if stretched else exercise.high)
    (low, high), (middle_low, middle_high), (top_low, top_high) = found
    assert low <= middle_low <= top_low
    assert high <= middle_high <= top_high


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_without_a_day_all_is_as_the_catalogue_has_it(exercise: Exercise) -> None:
    for level in Level:
        found = prescribe(exercise, None, level, CATALOGUE)
        assert found.reps == dose_text(exercise.low, exercise.high, exercise.measure)
        assert found.load is None
        assert found.rest_seconds == CATALOGUE.times.rest.get(exercise.role, 0)
        if found.rir is not None:
            assert found.rir == CATALOGUE.doses[exercise.role].rir[level]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_days_differ_in_rest_and_effort_as_their_roles_allow(exercise: Exercise) -> None:
    for level in Level:
        heavy, moderate, volume = (prescribe(exercise, d, level, CATALOGUE) for d in INTENSITIES)
        shift = 15 if exercise.role in MAIN_OR_SECONDARY else 0
        assert heavy.rest_seconds == moderate.rest_seconds + shift
        assert volume.rest_seconds == moderate.rest_seconds - shift
        assert moderate.rest_seconds == CATALOGUE.times.rest.get(exercise.role, 0)
        assert heavy.tempo == moderate.tempo == volume.tempo
        if heavy.rir and moderate.rir and volume.rir:
            assert heavy.rir >= moderate.rir
            assert 1 <= volume.rir <= 4
            if exercise.role in MAIN_OR_SECONDARY:
                assert heavy.rir in (2, 3)


@pytest.mark.parametrize("level", Level)
def test_no_two_days_of_a_lift_are_done_alike(level: Level) -> None:
    """From heavy to volume sets get longer, or, where they cannot, further from failure."""
    for exercise in EXERCISES:
        if exercise.role not in MAIN_OR_SECONDARY or exercise.measure is not Unit.REPS:
            continue
        days = [prescribe(exercise, day, level, CATALOGUE) for day in INTENSITIES]
        for heavier, lighter in pairwise(days):
            assert heavier.rir is not None
            assert lighter.rir is not None
            middles = [sum(window(day.reps)) / 2 for day in (heavier, lighter)]
            longer = middles[0] < middles[1]
            assert longer or (middles[0] == middles[1] and heavier.rir < lighter.rir), exercise.id
            if exercise.load not in content()["zones"]["not_loads"]:
                # As many repetitions as could be done with a load: the more, the lighter it is.
                assert middles[0] + heavier.rir < middles[1] + lighter.rir, exercise.id


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_tempo_takes_the_seconds_of_the_catalogue(exercise: Exercise) -> None:
    tempo = prescribe(exercise, "moderate", Level.ADVANCED, CATALOGUE).tempo
    if tempo is not None and tempo != "fast":
        parts = [int(part) for part in tempo.split("-")]
        assert sum(parts) == exercise.rep_seconds
        assert not exercise.eccentric or parts[0] >= 3  # E12
    if exercise.eccentric:
        assert tempo is not None


def test_short_ranges_are_lighter_on_volume_days_by_what_is_left() -> None:
    for level, expected in zip(Level, ([3, 3, 4], [2, 2, 3], [2, 2, 3]), strict=True):
        assert [dose("deadlift", day, level).rir for day in INTENSITIES] == expected
    loads = [dose("deadlift", day).load for day in INTENSITIES]
    assert loads == [f"about {percent} % of 1RM" for percent in (80, 75, 70)]
    # Where sets are no longer than on a moderate day, as many are left as there.
    assert [dose("rdl", day, Level.ADVANCED).rir for day in INTENSITIES] == [2, 2, 2]
    assert [dose("back_squat", day, Level.ADVANCED).rir for day in INTENSITIES] == [2, 2, 1]


def test_a_set_and_its_rest_take_the_counted_minutes_on_every_day() -> None:
    times = CATALOGUE.times
    for exercise in EXERCISES:
        zoned = exercise.role in MAIN_OR_SECONDARY and exercise.load in ("barbell", "trap_bar")
        if not zoned or exercise.sides == 2 or exercise.rep_seconds != 3:
            continue
        for day, (low, high) in zip(INTENSITIES, windows(exercise), strict=True):
            rest = prescribe(exercise, day, Level.INTERMEDIATE, CATALOGUE).rest_seconds
            seconds = (low + high) / 2 * 3 + 5 + rest  # T3: five for taking the weight up
            assert seconds <= times.work[exercise.role] + times.rest[exercise.role] + 2


@settings(deadline=None)
@given(
    exercise=st.sampled_from(EXERCISES),
    ends=st.tuples(st.integers(1, 40), st.integers(1, 40)).map(sorted),
)
def test_other_ranges_keep_the_order_too(exercise: Exercise, ends: list[int]) -> None:
    low, high = ends
    own = exercise.model_copy(update={"low": low, "high": high})
    found = windows(own)
    assert found == sorted(found)
    assert [top for _, top in found] == sorted(top for _, top in found)
    for least, most in found:
        assert least >= low
        assert most - least >= min(2, high - low)


# ---- as a coach would write it ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("back_squat", ["4-6", "6-10", "10-12"]),
        ("barbell_bench_press", ["4-6", "6-8", "10-12"]),
        ("deadlift", ["4-6", "5-7", "6-8"]),  # no long sets of deadlifts
        ("rdl", ["5-7", "6-10", "8-10"]),
        ("front_squat", ["4-6", "5-7", "6-8"]),
        ("pause_back_squat", ["3-5", "4-6", "4-6"]),
        ("lat_pulldown", ["6-8", "6-10", "10-12"]),
        ("push_up", ["8-14", "8-20", "14-20"]),  # the body weighs the same every day
        ("pull_up", ["4-7", "4-10", "7-10"]),
        ("dumbbell_curl", ["8-12", "8-15", "11-15"]),
        ("plank", ["20-60 s"] * 3),
        ("dumbbell_farmer_carry", ["20-40 m"] * 3),
        ("kettlebell_swing", ["10-20"] * 3),
        ("band_pallof_press", ["8-15"] * 3),
    ],
)
def test_repetitions(name: str, expected: list[str]) -> None:
    assert [dose(name, day).reps for day in INTENSITIES] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("back_squat", "2-0-1"),
        ("tempo_back_squat", "4-1-1"),
        ("nordic_curl", "4-0-1"),
        ("tempo_front_rack_step_down", "5-0-1"),
        ("slow_single_leg_calf_raise", "3-2-1"),
        ("pause_back_squat", "2-2-1"),
        ("kettlebell_swing", "fast"),
        ("pogo_hop", None),
        ("plank", None),
        ("dumbbell_farmer_carry", None),
    ],
)
def test_tempo(name: str, expected: str | None) -> None:
    assert dose(name, None).tempo == dose(name, "heavy").tempo == expected


def test_a_tempo_of_its_own_holds_only_for_its_seconds() -> None:
    slower = CATALOGUE.exercises["slow_rdl"].model_copy(update={"rep_seconds": 8})
    assert prescribe(slower, None, Level.BEGINNER, CATALOGUE).tempo == "6-1-1"
    slowest = slower.model_copy(update={"rep_seconds": 12})
    assert prescribe(slowest, None, Level.BEGINNER, CATALOGUE).tempo == "slow lowering"


@pytest.mark.parametrize(
    ("name", "day", "level", "expected"),
    [
        ("back_squat", "heavy", Level.INTERMEDIATE, "about 80 % of 1RM"),  # 6 + 2
        ("back_squat", "heavy", Level.BEGINNER, "about 75 % of 1RM"),  # 6 + 3: 77
        ("back_squat", "moderate", Level.INTERMEDIATE, "about 70 % of 1RM"),  # 10 + 2
        ("back_squat", "volume", Level.BEGINNER, "about 65 % of 1RM"),  # 12 + 3
        ("back_squat", "volume", Level.ADVANCED, "about 70 % of 1RM"),  # 12 + 1: 68.3
        ("trap_bar_deadlift", "heavy", Level.ADVANCED, "about 80 % of 1RM"),
        ("dumbbell_bench_press", "heavy", Level.ADVANCED, None),
        ("pause_back_squat", "heavy", Level.ADVANCED, None),
        ("pull_up", "heavy", Level.ADVANCED, None),
    ],
)
def test_load(name: str, day: str, level: Level, expected: str | None) -> None:
    assert dose(name, day, level).load == expected


def test_fewer_repetitions_are_never_lighter() -> None:
    for exercise in EXERCISES:
        for level in Level:
            loads = [prescribe(exercise, day, level, CATALOGUE).load for day in INTENSITIES]
            if all(loads):
                assert loads == sorted(loads, key=str, reverse=True)


def test_an_unknown_day_is_refused() -> None:
    with pytest.raises(InputError, match=r"'hevy' is not known .did you mean 'heavy'.*moderate"):
        dose("back_squat", "hevy")


# ---- the table --------------------------------------------------------------------------------


def test_the_percentages_are_those_of_the_evidence() -> None:
    table = parse_table(content()).load.percent
    evidence = {1: 100, 2: 95, 3: 93, 4: 90, 5: 87, 6: 85, 7: 83, 8: 80, 9: 77, 10: 75, 12: 70}
    assert {reps: table[reps] for reps in evidence} == evidence


def test_exercises_named_in_the_table_exist() -> None:
    table = parse_table(content())
    loads = {item.name for item in CATALOGUE.equipment.items.values() if item.is_load}
    assert loads.issuperset({*table.zones.not_loads, *table.load.loads})
    for name in (*table.tempo.exercises, *table.stretch.not_exercises):
        assert name in CATALOGUE.exercises
    for name, tempo in table.tempo.exercises.items():
        assert dose(name, None).tempo == tempo


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("intensities", "heavy", "reps"), [6, 4], "swap them"),
        (("intensities", "heavy", "reps"), [0, 4], "greater than or equal to 1"),
        (("intensities", "heavy", "reps"), ["4", 6], "valid integer"),
        (("intensities", "heavy", "reps"), [11, 12], "must rise"),
        (("intensities", "heavy", "rir"), {"beginner": 3, "advanced": 2}, "has no intermediate"),
        (("intensities", "volume", "rir", "advanced"), 0, "greater than or equal to 1"),
        (("intensities", "heavy", "rest_shift"), True, "valid integer"),
        (("intensities", "heavy", "rest_shift"), 90, "less than or equal to 30"),
        (("intensities", "light"), {}, "'heavy', 'moderate' or 'volume'"),
        (("tempo", "slow", 6), "4-0-1", "does not take 6 seconds"),
        (("tempo", "ordinary", 3), "slow", "match pattern"),
        (("load", "percent", 12), 80, "be lighter"),
        (("load", "colour"), "red", "Extra inputs"),
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


def test_a_missing_day_is_refused() -> None:
    wrong = content()
    del wrong["intensities"]["volume"]
    with pytest.raises(ValidationError, match="has no volume; add it"):
        parse_table(wrong)
