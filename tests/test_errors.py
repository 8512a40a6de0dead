"""Values and names as messages show them."""

from __future__ import annotations

import sys

from solver.errors import shown, suggest


def test_suggestions_are_near() -> None:
    assert suggest("Bicep", ["biceps", "triceps"]) == " (did you mean 'biceps'?)"
    assert suggest("zzz", ["biceps"]) == ""
    assert suggest("", []) == ""


def test_values_are_shown_short() -> None:
    assert shown("x") == "'x'"
    assert len(shown("x" * 1_000_000)) == 61
    assert len(shown(list(range(1000)))) == 61
    assert shown(10 ** (sys.get_int_max_str_digits() + 1)) == "a number of thousands of digits"
