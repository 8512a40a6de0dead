"""The table of athletes: one row is one request, and a bad row is a fault and not the end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from solver.batch.lines import Line, read_lines
from solver.catalogue import Catalogue
from solver.errors import InputError, shown, suggest
from solver.reading import miscounted
from solver.rules.signs import load_signs
from solver.scenario import make_scenario
from solver.screening.changes import apply_answers
from solver.screening.questionnaire import WORDS, Answers
from solver.weights import Plates

MAX_ROWS = 5_000_000
"""The most rows of a table."""

MAX_NAME = 120
"""The longest id or name."""

FIELDS = (
    "days", "available", "minutes", "equipment", "without", "level", "sets", "pull_push", "exclude",
    "pin", "favour", "protect", "signs", "sleep", "deficit", "protein", "bodyweight", "maxes",
    "plates", "priorities", "split", "supersets", "strict", "time_limit", "seed",
)  # fmt: skip
"""The fields of a scenario that a column may set. ``title``, ``rules`` and ``add_rules`` are for
scenario files, ``workers`` is for the run."""

PROFILE = "profile"
"""Another word for the column ``equipment``."""

NOTE = "#"
"""A column whose name begins so is not read."""

PAIRS = ("sets", "pull_push")
NUMBERS = ("minutes", "time_limit", "seed")
AS_WRITTEN = ("sleep", "deficit", "protein", "bodyweight")
_LIST = re.compile(r"\s*[,;|]\s*")
_LIFTS = re.compile(r"\s*(?:[;|]|,(?=\s*[^\W\d]))\s*")  # 62,5 kg is one weight
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Athlete:
    """One row of the table.

    Attributes:
        row: as a spreadsheet counts, the header is row 1.
        id: what the row is called: its id, or its name where it has none.
        name: of the athlete.
        request: the resolved scenario as JSON, empty where there is a fault.
        column: where the fault is, empty where it is the row as a whole.
        fault: what is wrong with the row, with the remedy; a line for each fault.

    """

    row: int
    id: str = ""
    name: str = ""
    request: str = ""
    column: str = ""
    fault: str = ""


def read_athletes(
    path: Path, catalogue: Catalogue, time_limit: float | None = None
) -> Iterator[Athlete]:
    """Check the header, and return the rows, read one after the other in constant memory.

    That an id stands twice is not seen here: that would take all of them to be remembered.

    Args:
        path: of the table.
        catalogue: what there is to plan with.
        time_limit: seconds for rows that name none themselves.

    Raises:
        InputError: the file cannot be read, its header is wrong or the time limit is none: that
            holds for every row.

    """
    defaults = {} if time_limit is None else {"time_limit": time_limit}
    _check_defaults(defaults)
    lines = read_lines(path)
    reader = _Reader(_columns(path, next(lines).cells), catalogue, defaults)
    return _athletes(path, lines, reader)


def _check_defaults(defaults: Mapping[str, Any]) -> None:
    try:
        make_scenario(dict(defaults))
    except InputError as error:
        raise InputError(re.sub(r"^time_limit", "--time-limit", str(error))) from error


def _athletes(path: Path, lines: Iterator[Line], reader: _Reader) -> Iterator[Athlete]:
    for count, line in enumerate(lines, start=1):
        if count > MAX_ROWS:
            raise InputError(
                f"{path}: has more than {MAX_ROWS} rows; split it, with an --out of its own for "
                "each part"
            )
        yield reader.read(line)


def columns() -> tuple[str, ...]:
    """Return the names that a column may have; the last ones are the questions of the screen."""
    return ("id", "name", PROFILE, *FIELDS, *load_signs())


def _columns(path: Path, header: Sequence[str]) -> list[str]:
    known = columns()
    names: list[str] = []
    for cell in header:
        name = cell if cell.startswith(NOTE) else re.sub(r"[\s-]+", "_", cell.casefold())
        if not name:
            raise InputError(
                f"{path}, row 1: column {len(names) + 1} has no name; name it, or take it out"
            )
        if not name.startswith(NOTE):
            if name not in known:
                raise InputError(
                    f"{path}, row 1: {shown(cell)}: no such column{suggest(name, known)}; rename "
                    f"it, begin its name with {NOTE} and it is not read, or take it out (columns "
                    f"are {', '.join(known[: 3 + len(FIELDS)])}, and the questions of evenset "
                    "screen)"
                )
            if name in names:
                raise InputError(f"{path}, row 1: {shown(cell)} stands twice; keep one column")
        names.append(name)
    if not {"id", "name"} & set(names):
        raise InputError(
            f"{path}, row 1: there is no column id or name; add one, so that each athlete can be "
            "told from the others"
        )
    if {PROFILE, "equipment"} <= set(names):
        raise InputError(f"{path}, row 1: profile and equipment are one; keep one column")
    return names


class _Reader:
    """Turns lines into athletes; equal requests are checked once.

    ``defaults`` are fields of a scenario for rows that do not say otherwise.
    """

    def __init__(
        self, names: Sequence[str], catalogue: Catalogue, defaults: Mapping[str, Any]
    ) -> None:
        self.names = names
        self.catalogue = catalogue
        self.defaults = defaults
        self.request = lru_cache(maxsize=4096)(self._request)

    def read(self, line: Line) -> Athlete:
        if line.fault:
            return Athlete(line.number, fault=line.fault)
        if len(line.cells) != len(self.names):
            return Athlete(
                line.number,
                fault=f"{miscounted(line.cells, len(self.names), line.delimiter)}; a cell that "
                "holds such a sign stands in quotes",
            )
        row = dict(zip(self.names, line.cells, strict=True))
        name = unicodedata.normalize("NFC", row.pop("name", ""))
        athlete = Athlete(line.number, unicodedata.normalize("NFC", row.pop("id", "")), name)
        for column, text in (("id", athlete.id), ("name", name)):
            if fault := _unfit(text):
                return Athlete(line.number, column=column, fault=f"{column}: {fault}")
        if not athlete.id and not name:
            named = "id" if "id" in self.names else "name"
            return replace(athlete, column=named, fault=f"{named}: is empty; fill it")
        athlete = replace(athlete, id=athlete.id or name)
        wanted = {key: cell for key, cell in row.items() if cell and not key.startswith(NOTE)}
        request, column, fault = self.request(tuple(wanted.items()))
        return replace(athlete, request=request, column=column, fault=fault)

    def _request(self, cells: tuple[tuple[str, str], ...]) -> tuple[str, str, str]:
        """Return the request, or the column and the fault."""
        try:
            fields = {**self.defaults, **_fields(dict(cells))}
            scenario = make_scenario(fields).resolve(self.catalogue)
        except InputError as error:
            return "", *placed(str(error), self.names)
        return scenario.model_dump_json(), "", ""


def placed(message: str, names: Sequence[str]) -> tuple[str, str]:
    """Return the column that a message about a scenario speaks of, and the message in its words.

    Args:
        message: names the field first; has a line for each fault.
        names: the columns there are.

    """
    if PROFILE in names:
        message = re.sub(r"^equipment\b", PROFILE, message, flags=re.MULTILINE)
    first = re.match(r"\w*", message)
    return (first[0] if first and first[0] in names else ""), message


def _unfit(text: str) -> str:
    """Return why a text cannot be an id or name; empty where it can."""
    if len(text) > MAX_NAME:
        return f"has {len(text)} characters; at most {MAX_NAME} are read"
    if any(unicodedata.category(letter) == "Cc" for letter in text) or _OVERRIDES.search(text):
        return f"{shown(text)} holds a control character; take it out"
    if text.startswith(NOTE):
        return f"{shown(text)} begins with {NOTE}, which marks remarks in the results; rename it"
    return ""


def _fields(cells: Mapping[str, str]) -> dict[str, Any]:
    """Turn the texts of a row into fields of a scenario.

    Raises:
        InputError: a number, pair or answer cannot be read.

    """
    fields: dict[str, Any] = {}
    given: dict[str, bool] = {}
    for column, text in cells.items():
        if column in load_signs():
            given[column] = _yes(column, text)
        elif column == "strict":
            fields[column] = _yes(column, text)
        elif column in PAIRS:
            fields[column] = _pair(column, text)
        elif column in NUMBERS:
            fields[column] = _number(column, text)
        elif column in AS_WRITTEN:
            fields[column] = text
        elif column in ("level", "split", "supersets"):
            fields[column] = text.casefold()
        elif column == "maxes":
            fields[column] = _lifts(column, text)
        elif column == "plates":
            fields[column] = _plates(column, text)
        else:
            parts = ",".join(part for part in _LIST.split(text) if part)
            fields["equipment" if column == PROFILE else column] = parts
    if given:
        answered = apply_answers({"signs": fields.get("signs", "")}, Answers(given))
        fields["signs"] = answered.fields["signs"]
    return fields


def _yes(column: str, text: str) -> bool:
    if text.casefold() not in WORDS:
        raise InputError(
            f"{column}: must be yes, no or empty, not {shown(text)}{suggest(text, WORDS)}"
        )
    return WORDS[text.casefold()]


def _number(column: str, text: str) -> int | float:
    if not re.fullmatch(r"[+-]?[0-9]{1,9}([.,][0-9]{1,6})?", text):
        raise InputError(f"{column}: must be a number, not {shown(text)}")
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


TEMPLATE = (
    "id,name,days,minutes,profile,level,split,protect,priorities,bodyweight,desk_work",
    "a1,Anna Example,3,60,full_gym,beginner,auto,,glutes,62 kg,yes",
    'b2,Ben Example,"mon:60,thu:45,sat:90",,dumbbells_bench,intermediate,auto,knee,,80 kg,no',
    "c3,Cleo Example,4,75,home_barbell,advanced,upper_lower,,lats,,",
)


def template() -> str:
    """Return an example of a table; ``evenset batch`` takes it as it is."""
    return "\n".join(TEMPLATE) + "\n"
