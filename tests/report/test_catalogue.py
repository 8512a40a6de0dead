from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from solver.catalogue import Exercise, coverage, load_catalogue
from solver.paths import DATA
from solver.report.catalogue import (
    coverage_text,
    exercises_csv,
    exercises_json,
    exercises_text,
    items_text,
)
from tests.report.samples import catalogue
from tests.tiny import exercise

TAGS = [field for field in Exercise.model_fields if field not in ("direct", "indirect")]
TAGS.insert(TAGS.index("laterality") + 1, "muscles")


def test_json_has_every_tag() -> None:
    listed = json.loads(exercises_json(catalogue()))
    assert [each["id"] for each in listed] == list(catalogue().exercises)
    assert all(list(each) == TAGS for each in listed)
    bench = next(each for each in listed if each["id"] == "barbell_bench_press")
    assert bench["muscles"] == {"chest": 1.0, "triceps": 0.5, "front_delts": 0.5}
    assert bench["aliases"][0] == "bench press"
    assert bench["hard"] is True


def test_csv_can_be_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "exercises.csv"
    path.write_text(exercises_csv(catalogue()), encoding="utf-8")
    again = load_catalogue(path)
    assert again.exercises == catalogue().exercises
    assert again.hash == catalogue().hash


def test_csv_has_the_columns_of_the_data() -> None:
    original = (DATA / "exercises.csv").read_text(encoding="utf-8")
    assert exercises_csv([]).strip() == original.splitlines()[0]


def test_wild_exercises_survive_the_round_trip(tmp_path: Path) -> None:
    tags = {"name": '=a, "b" | c', "aliases": ("x, y",), "setup_seconds": 5, "note": "é\U0001f3cb"}
    wild = exercise("wild").model_copy(update=tags)
    path = tmp_path / "exercises.csv"
    path.write_text(exercises_csv([wild]), encoding="utf-8")
    assert load_catalogue(path).exercises == {"wild": wild}


def test_exercises_are_listed_by_pattern() -> None:
    text = exercises_text(catalogue())
    assert text.startswith(f"{len(catalogue())} exercises.")
    assert re.search(
        r"\nBarbell bench press +chest \(triceps, front delts\) +barbell, bench, rack +main +beg\n",
        text,
    )
    assert text.index("\nhorizontal push (") < text.index("\nhinge (")
    flat = " ".join(text.split())
    assert "Archer push-up (L+R)" in flat
    assert "chest press machine" in flat
    assert "machine, chest press machine" not in flat


@pytest.mark.parametrize("width", [50, 72, 100])
def test_no_line_is_wider_than_asked(width: int) -> None:
    assert max(map(len, exercises_text(catalogue(), width).split("\n"))) <= width


def test_no_exercises_are_no_error() -> None:
    assert exercises_text([]).startswith("0 exercises.")
    assert json.loads(exercises_json([])) == []


def test_thin_coverage_is_marked() -> None:
    text = coverage_text({"home": {"chest": 7, "upper_back": 1}, "none": {"chest": 0}})
    assert re.search(r"\n +chest +upper back\n", text)
    assert re.search(r"\nhome +7 +! 1\n", text)
    assert re.search(r"\nnone +! 0 +! 0\n", text)


def test_the_whole_coverage_fits_a_page() -> None:
    profiles = catalogue().equipment.profiles
    text = coverage_text(coverage(catalogue(), profiles))
    assert all(f"\n{name} " in text for name in profiles)
    assert max(map(len, text.split("\n"))) <= 100


def test_items_profiles_and_synonyms_are_listed() -> None:
    equipment = catalogue().equipment
    text = items_text(equipment)
    flat = " ".join(text.split())
    for name, item in equipment.items.items():
        assert f"\n{name} " in text or f"\n{name}\n" in text
        assert all(word in flat for word in item.synonyms)
    assert re.search(r"\ndumbbells_bench +dumbbell, bench\n", text)
    assert re.search(r"\nlandmine +land mine +barbell\n", text)
