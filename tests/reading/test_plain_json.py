"""JSON is plain data, or is refused with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from solver.reading import read_json
from tests.reading.refusing import refusal


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (" \n", ": is empty"),
        ("a,b\n1,2\n", ": is no JSON but looks like a table (CSV); give a JSON file"),
        ("<html>", ": is no JSON but looks like a page (HTML) or other markup; give"),
        ("days: 3\nlevel: beginner\n", ": is no JSON but looks like YAML; give"),
        ("BEGIN:VCALENDAR\n", ": is no JSON but looks like a calendar; give"),
        ("nonsense", ", line 1: broken JSON: Expecting value"),
        ('{"a": 1,\n"b": }', ", line 2: broken JSON"),
        ('{"a": 1} x', ", line 1: broken JSON: Extra data"),
        ("[" * 100_000, ": broken JSON: is nested too deep; write it flatter"),
        ('{"a":' * 100_000, ": broken JSON: is nested too deep; write it flatter"),
        ('{"a": 1, "a": 2}', ": broken JSON: the key 'a' stands twice; keep one of them"),
        ('{"a": NaN}', ": broken JSON: NaN is no number; write a finite one"),
        ("[-Infinity]", ": broken JSON: -Infinity is no number; write a finite one"),
        ("9" * 5000, ": broken JSON: a number is too long; write a shorter one"),
    ],
)
def test_hostile_json_is_refused(write: Callable[[str], Path], text: str, says: str) -> None:
    path = write(text)
    assert refusal(read_json, path).startswith(f"{path}{says}")


def test_plain_json_is_read(write: Callable[[str], Path]) -> None:
    document = read_json(write('{"a": [1, -2.5, "x", null, true]}'))
    assert document.content == {"a": [1, -2.5, "x", None, True]}
