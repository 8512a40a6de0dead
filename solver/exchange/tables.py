"""The tables of data/exchange: names, steps of weight and categories of other people's apps."""

from __future__ import annotations

import csv
from functools import cache

from solver.paths import DATA


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / "exchange" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@cache
def liftoscript_names() -> dict[str, str]:
    """Return the built-in Liftosaur name of each exercise that has one: ``Squat, Smith Machine``.

    Without equipment the name means the app's own default.
    """
    return {
        row["id"]: ", ".join(part for part in (row["name"], row["equipment"]) if part)
        for row in _rows("liftoscript_names.csv")
    }


@cache
def liftoscript_custom() -> dict[str, str]:
    """Return names for exercises whose own name is that of another, built-in exercise."""
    return {row["id"]: row["name"] for row in _rows("liftoscript_custom.csv")}


@cache
def increments() -> dict[str, dict[str, str]]:
    """Return the smallest usual step of weight for a load, ``{"kg": "2.5", "lb": "5"}``."""
    return {row["load"]: {"kg": row["kg"], "lb": row["lb"]} for row in _rows("increments.csv")}


@cache
def fit_categories() -> dict[tuple[str, bool], int]:
    """Return the FIT exercise category of (pattern, done with bodyweight)."""
    found: dict[tuple[str, bool], int] = {}
    for row in _rows("fit_categories.csv"):
        found[row["pattern"], False] = int(row["code"])
        found[row["pattern"], True] = int(row["bodyweight_code"] or row["code"])
    return found
