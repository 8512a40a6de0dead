"""File names of athletes are safe, whatever the id."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.batch.naming import file_names


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        ("a1", "a1.json"),
        ("Anna Example", "Anna-Example.json"),
        ("Zoë Müller", "Zoe-Muller.json"),
        ("../../etc/passwd", "etc-passwd.json"),
        ("C:\\x", "C-x.json"),
        ("-rf", "rf.json"),
        (".hidden", "hidden.json"),
    ],
)
def test_names_stay_readable(identity: str, name: str) -> None:
    assert next(file_names(identity)) == name


@pytest.mark.parametrize("identity", ["con", "NUL", "com1", "李", "...", "/"])
def test_what_cannot_be_a_name_gets_a_fingerprint(identity: str) -> None:
    names = list(file_names(identity))
    assert len(names) == 1
    assert re.fullmatch(r"[A-Za-z0-9]+-[0-9a-f]{12}\.json", names[0])


@given(st.text(min_size=1, max_size=120))
def test_every_name_is_safe(identity: str) -> None:
    names = list(file_names(identity))
    assert 1 <= len(names) <= 2
    for name in names:
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,99}\.json", name)
