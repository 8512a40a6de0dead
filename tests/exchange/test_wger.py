"""The routine for wger: within its limits, and item by item what the weeks hold."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from solver.errors import InputError
from solver.exchange.training import Training, of_plan, read_training
from solver.exchange.wger import UNITS, wger_json
from solver.plan import DISCLAIMER, Session
from solver.report.session import item_name
from tests.exchange.weeks import block, write_block
from tests.report.samples import item, plan_with

START = date(2027, 1, 4)


def at(configs: list[dict[str, Any]], iteration: int) -> int | None:
    """Return a value in an iteration, as wger works it out."""
    value = None
    for config in configs:
        assert (config["operation"], config["step"]) == ("r", "abs")
        if config["iteration"] <= iteration:
            value = config["value"]
    return value


def routine(training: Training) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(wger_json(training, START))["routine"]
    return found


def test_every_item_is_there_on_its_date(training: Training) -> None:
    found = routine(training)
    days = found["days"]
    assert [day["order"] for day in days] == list(range(1, len(days) + 1))
    length = 7 * len(training.weeks)
    assert found["end"] == (START + timedelta(days=length - 1)).isoformat()
    for offset in range(length):
        day, iteration = days[offset % len(days)], offset // len(days) + 1
        week = training.weeks[offset // 7]
        names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        planned = [s for s in week.sessions if s.day.value == names[offset % 7]]
        assert day["is_rest"] is not bool(planned)
        compare(day, iteration, planned)


def compare(day: dict[str, Any], iteration: int, planned: list[Session]) -> None:
    items = [each for session in planned for each in session.items]
    entries: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for slot in day["slots"]:
        for entry in slot["entries"]:
            key = (entry["evenset_exercise"], entry["exercise_name"])
            entries.setdefault(key, []).append(entry)
    wanted: dict[tuple[str, str], list[Any]] = {}
    for each in items:
        wanted.setdefault((each.exercise, item_name(each)), []).append(each)
    assert list(entries) == list(wanted)
    for key, done in entries.items():
        sets = [at(entry["set_nr_configs"], iteration) or 0 for entry in done]
        assert sum(sets) == sum(each.sets for each in wanted[key])
        if len(done) != len(wanted[key]):
            continue
        for entry, each in zip(done, wanted[key], strict=True):
            low, high = (
                at(entry[f"{name}repetitions_configs"], iteration) for name in ("", "max_")
            )
            if each.reps[:1].isdigit():
                numbers = [int(word) for word in each.reps.split()[0].split("-")]
                assert low == numbers[0]
                assert (high or low) == numbers[-1]
                unit = each.reps.split()[1] if " " in each.reps else "reps"
                assert entry["repetition_unit"] == UNITS[unit]
            else:
                assert low is None
            assert at(entry["rir_configs"], iteration) == each.rir
            assert at(entry["rest_configs"], iteration) == (each.rest_seconds or None)


def test_supersets_share_a_slot(training: Training) -> None:
    first = routine(training)["days"][0]
    items = training.weeks[0].sessions[0].items
    together = [
        {entry["evenset_exercise"] for entry in slot["entries"]}
        for slot in first["slots"]
        if len(slot["entries"]) > 1
    ]
    letters = sorted({each.superset for each in items if each.superset})
    pairs = [{each.exercise for each in items if each.superset == letter} for letter in letters]
    assert together == [pair for pair in pairs if len(pair) > 1]


def test_the_limits_are_kept(training: Training) -> None:
    found = routine(training)
    assert 0 < len(found["name"]) <= 25
    assert DISCLAIMER in found["description"]
    for day in found["days"]:
        assert 0 < len(day["name"]) <= 20
        assert len(day["description"]) <= 250
        for slot in day["slots"]:
            for entry in slot["entries"]:
                assert len(entry["comment"]) <= 100
                assert entry["exercise"] is None
                assert all(config["value"] <= 10 for config in entry["set_nr_configs"])


def test_more_than_ten_sets_go_on_in_the_next_slot() -> None:
    plan = plan_with(item(sets=20), title="A very long title of a session that wger would refuse")
    day = routine(of_plan(plan))["days"][0]
    assert [at(s["entries"][0]["set_nr_configs"], 1) for s in day["slots"]] == [10, 10]
    assert [slot["order"] for slot in day["slots"]] == [1, 2]
    assert day["description"].startswith(plan.sessions[0].title)


def test_weeks_that_alternate_are_days_of_a_fortnight(tmp_path: Path) -> None:
    found = routine(read_training(write_block(tmp_path)))
    assert len(found["days"]) == 14
    assert found["fit_in_week"] is False
    first = found["days"][0]["slots"][0]["entries"][0]
    assert [config["iteration"] for config in first["set_nr_configs"]] == [1, 2]


def test_a_block_longer_than_a_routine_is_refused(tmp_path: Path) -> None:
    week = block()["weeks"][0]
    weeks = [week | {"number": number} for number in range(1, 19)]
    path = write_block(tmp_path, weeks=weeks)
    with pytest.raises(InputError, match="126 days, but a routine of wger at most 120"):
        wger_json(read_training(path), START)
    path = write_block(tmp_path, weeks=weeks[:17])
    assert routine(read_training(path))["end"] == "2027-05-02"
