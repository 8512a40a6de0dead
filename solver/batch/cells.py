"""What stands in the cells of a row, as fields of a scenario; every fault of it, not the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from solver.errors import InputError, shown, suggest
from solver.rules.signs import load_signs
from solver.screening.questionnaire import WORDS
from solver.weights import Plates

PROFILE = "profile"
"""Another word for the column ``equipment``."""

PAIRS = ("sets", "pull_push")
NUMBERS = {"minutes": "60", "time_limit": "30", "seed": "7"}
"""Columns that take one number, each with an example of it."""

AS_WRITTEN = ("sleep", "deficit", "protein", "bodyweight")
_LIST = re.compile(r"\s*[,;|]\s*")
_LIFTS = re.compile(r"\s*(?:[;|]|,(?=\s*[^\W\d]))\s*")  # 62,5 kg is one weight


def read_cells(
    cells: Mapping[str, str],
) -> tuple[dict[str, Any], dict[str, bool], dict[str, str]]:
    """Turn the texts of a row into fields of a scenario.

    Returns:
        The fields; the answers of the screen, by question; and for each column that cannot be read
        what is wrong with it, with the remedy.

    """
    fields: dict[str, Any] = {}
    answers: dict[str, bool] = {}
    faults: dict[str, str] = {}
    for column, text in cells.items():
        field = "equipment" if column == PROFILE else column
        try:
            if column in load_signs():
                answers[column] = _yes(column, text)
            else:
                fields[field] = _READERS.get(field, _list)(field, text)
        except InputError as error:
            faults[field] = str(error)
    return fields, answers, faults


def _list(_: str, text: str) -> str:
    return ",".join(part for part in _LIST.split(text) if part)


def _as_written(_: str, text: str) -> str:
    return text


def _word(_: str, text: str) -> str:
    return text.casefold()


def _yes(column: str, text: str) -> bool:
    if text.casefold() not in WORDS:
        raise InputError(
            f"{column}: must be yes, no or empty, not {shown(text)}{suggest(text, WORDS)}"
        )
    return WORDS[text.casefold()]


def _number(column: str, text: str) -> int | float:
    if not re.fullmatch(r"[+-]?[0-9]{1,15}([.,][0-9]{1,6})?", text):
        example = f", as {NUMBERS[column]}" if column in NUMBERS else ""
        raise InputError(f"{column}: must be a number{example}, not {shown(text)}")
    number = float(text.replace(",", "."))
    return number if number % 1 else int(number)


_COMMA = re.compile(r"\s*,\s*")
_DASH = re.compile(r"\s*[;|–]\s*|(?<=[0-9])\s*-\s*|(?<=[0-9])\s+to\s+")


def _pair(column: str, text: str) -> list[int | float]:
    """Read lowest and highest; with a dash between them a comma may be decimal, as 1,25-1,5."""
    parts = _DASH.split(text)
    if len(parts) != 2:
        parts = _COMMA.split(text)
    example = "8-20" if column == "sets" else "1.25-1.5"
    takes = f"takes lowest and highest, as {example}"
    date = f"where a spreadsheet makes a date of it, write {example.replace('-', ' to ')}"
    if len(parts) != 2:
        raise InputError(f"{column}: {takes}, not {shown(text)}; {date}")
    try:
        return [_number(column, part) for part in parts]
    except InputError as error:
        raise InputError(f"{error}; {takes}; {date}") from error


def _lifts(column: str, text: str) -> dict[str, str]:
    lifts: dict[str, str] = {}
    for part in filter(None, _LIFTS.split(text)):
        name, colon, weight = (each.strip() for each in part.partition(":"))
        if not (name and colon and weight):
            raise InputError(
                f"{column}: takes lifts with weights, as deadlift: 180 kg; back_squat: 140 kg, not "
                f"{shown(part)}"
            )
        if name in lifts:
            raise InputError(f"{column}: {shown(name)} stands twice; keep one weight")
        lifts[name] = weight
    return lifts


_PARTS = re.compile(r"\s*[;|]\s*")
_PLATES = "as unit: kg; bar: 20; pairs: 20 10 5 2.5; dumbbells: 8 12 16"


def _plates(column: str, text: str) -> dict[str, Any]:
    """Read what can be loaded; numbers stand between blanks, so that a comma is decimal."""
    plates: dict[str, Any] = {}
    for part in filter(None, _PARTS.split(text)):
        key, colon, rest = (each.strip() for each in part.partition(":"))
        name = key.casefold()
        if name not in Plates.model_fields or not (colon and rest):
            raise InputError(f"{column}: takes parts {_PLATES}, not {shown(part)}")
        if name in plates:
            raise InputError(f"{column}: {name} stands twice; keep one")
        if name == "unit":
            plates[name] = rest.casefold()
            continue
        try:
            numbers = [_number(column, number) for number in rest.split()]
        except InputError as error:
            raise InputError(f"{error}; it takes numbers between blanks, {_PLATES}") from error
        if name == "bar" and len(numbers) != 1:
            raise InputError(f"{column}: bar: takes one number, not {shown(rest)}")
        plates[name] = numbers[0] if name == "bar" else numbers
    return plates


_READERS: dict[str, Callable[[str, str], Any]] = {
    "strict": _yes,
    "maxes": _lifts,
    "plates": _plates,
    **dict.fromkeys(PAIRS, _pair),
    **dict.fromkeys(NUMBERS, _number),
    **dict.fromkeys(AS_WRITTEN, _as_written),
    **dict.fromkeys(("level", "split", "supersets"), _word),
}
"""What reads the columns that are no lists of words."""
