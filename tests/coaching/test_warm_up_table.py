"""``data/warm_ups.yaml``: its drills, numbers and sources, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from solver.catalogue.vocabulary import Role
from solver.coaching import warm_up_table
from solver.coaching.warm_up_table import BLOCKS, warm_up_drills
from solver.errors import InputError
from tests.coaching.warm_ups import (
    CATALOGUE,
    DRILLS,
    MAIN,
    REHEARSALS,
    TABLE,
)


def test_every_drill_is_a_drill_of_the_catalogue() -> None:
    for name in DRILLS:
        assert CATALOGUE.exercises[name].role is Role.DRILL
    assert list(warm_up_drills()) == list(DRILLS)
    assert set(DRILLS) == {e.id for e in CATALOGUE if e.role is Role.DRILL}


def test_what_is_named_besides_drills_exists() -> None:
    for way in TABLE["ramp"]["unweighed"]["ways"]:
        assert set(way.get("exercises", ())) <= set(CATALOGUE.exercises)
        assert set(way.get("loads", ())) <= set(CATALOGUE.equipment.items)


def test_forms_last_as_long_as_the_time_model_says() -> None:
    for form, total in (("full", 480), ("short", 300)):
        assert sum(TABLE[block]["seconds"][form] for block in BLOCKS[:3]) == total
    assert (CATALOGUE.times.warm_up_full, CATALOGUE.times.warm_up_short) == (480, 300)
    full = [TABLE[block]["seconds"]["full"] for block in BLOCKS[:3]]
    bands = ((60, 120), (240, 360), (180, 300))  # R107, R108, R109
    assert all(low <= value <= high for value, (low, high) in zip(full, bands, strict=True))


def test_every_pattern_of_a_main_lift_has_its_rehearsal() -> None:
    assert {exercise.pattern for exercise in MAIN} <= set(REHEARSALS)
    assert {exercise.role for exercise in MAIN} == {Role.MAIN}


def test_every_number_has_a_source() -> None:
    def walk(part: Any, above: bool) -> Iterator[Any]:
        if isinstance(part, dict):
            here = above or bool(part.get("source"))
            for value in part.values():
                yield from walk(value, here)
        elif isinstance(part, list):
            for value in part:
                yield from walk(value, above)
        elif isinstance(part, int) and not above:
            yield part

    assert list(walk(TABLE, above=False)) == []


def test_assisted_lifts_are_not_made_easier_by_taking_help_away() -> None:
    ways = TABLE["ramp"]["unweighed"]["ways"]
    listed = {name for way in ways for name in way.get("exercises", ())}
    for exercise in MAIN:
        if "assist" in exercise.id and exercise.load != "bodyweight":
            assert exercise.id in listed


def refusal(monkeypatch: pytest.MonkeyPatch, folder: Path, table: dict[str, Any]) -> str:
    (folder / "warm_ups.yaml").write_text(yaml.safe_dump(table), encoding="utf-8")
    monkeypatch.setattr(warm_up_table, "DATA", folder)
    warm_up_table.warm_ups.cache_clear()
    try:
        with pytest.raises(InputError) as found:
            warm_up_drills()
    finally:
        warm_up_table.warm_ups.cache_clear()
    return str(found.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"breath": {"seconds": {"full": "x", "short": 60}}},
            "breath.seconds.full: must be a whole",
        ),
        ({"breath": {"seconds": {"full": 60}}}, "breath.seconds: must name both forms"),
        ({"pattern": {"colour": "red"}}, "pattern.colour: no such field"),
        ({"activation": {"from": [{"drill": "cat_camel"}]}}, "stands twice"),
        ({"activation": {"from": [{"drill": "x"}]}}, "activation: x has no part"),
        ({"pattern": {"from": [{"drill": "x"}]}}, "pattern: x rehearses nothing"),
        ({"leads": {"hip": ["squat", "wrist"]}}, "leads: wrist leads with scapula and hip"),
        ({"ramp": {"first": {"percent": 80, "reps": 6, "source": "T10"}}}, "ramp.first: must be"),
    ],
)
def test_a_broken_file_is_named_with_its_field(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    table = TABLE | {name: TABLE[name] | fields for name, fields in change.items()}
    said = refusal(monkeypatch, tmp_path, table)
    assert message in said
    assert said.startswith(str(tmp_path / "warm_ups.yaml"))


def test_a_missing_lead_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    table = TABLE | {"leads": {"hip": ["squat"]}}
    assert "leads: must name both parts" in refusal(monkeypatch, tmp_path, table)
