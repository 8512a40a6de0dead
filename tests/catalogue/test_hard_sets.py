"""What a hard set may count is data, and read with care."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from solver.catalogue import hard_sets, load_catalogue
from solver.catalogue.hard_sets import hard_set_sizes
from solver.catalogue.vocabulary import Unit
from solver.errors import InputError


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A table of one's own, unknown to the tests that follow."""
    path = tmp_path / "hard_sets.csv"
    monkeypatch.setattr(hard_sets, "FILE", path)
    hard_set_sizes.cache_clear()
    yield path
    hard_set_sizes.cache_clear()


def test_every_hard_set_of_the_catalogue_is_one() -> None:
    sizes = hard_set_sizes()
    assert sizes == {Unit.REPS: (3, 30), Unit.HOLD: (15, 60), Unit.DISTANCE: (20, 40)}  # D13
    for exercise in load_catalogue():
        low, high = sizes[exercise.measure]
        assert not exercise.hard or low <= exercise.low <= exercise.high <= high


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("reps,3,30\nhold,15,60\n", "distance is missing; add a row"),
        ("reps,3,thirty\n", "line 2: invalid literal"),
        ("miles,1,2\n", "line 2: 'miles' is not a valid Unit"),
    ],
)
def test_a_wrong_table_is_named(table: Path, rows: str, said: str) -> None:
    table.write_text(f"unit,low,high\n{rows}", encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        hard_set_sizes()
    assert str(table) in str(caught.value)
