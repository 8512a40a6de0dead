"""The table of athletes: one row is one request, and a bad row is a fault and not the end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solver.batch.asking import VOLUME, Asking
from solver.batch.cells import PROFILE
from solver.batch.lines import Line, read_lines
from solver.catalogue import Catalogue
from solver.errors import InputError, shown, suggest
from solver.reading import miscounted
from solver.rules.signs import load_signs
from solver.scenario import make_scenario

if TYPE_CHECKING:
    from solver.blocks.block import Volume

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

NOTE = "#"
"""A column whose name begins so is not read."""

_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Athlete:
    """One row of the table.

    Attributes:
        row: as a spreadsheet counts, the header is row 1.
        id: what the row is called: its id, or its name where it has none; empty where neither can
            be told.
        name: of the athlete.
        named: the column that ``id`` is from.
        request: the resolved scenario as JSON, empty where there is a fault.
        volume: of the block; no field of a scenario.
        column: where the first fault is, empty where it is the row as a whole.
        fault: what is wrong with the row, with the remedy; a line for each fault.

    """

    row: int
    id: str = ""
    name: str = ""
    named: str = "id"
    request: str = ""
    volume: Volume = "flat"
    column: str = ""
    fault: str = ""


def read_athletes(
    path: Path,
    catalogue: Catalogue,
    time_limit: float | None = None,
    weeks: int | None = None,
) -> Iterator[Athlete]:
    """Check the header, and return the rows, read one after the other in constant memory.

    That an id stands twice is not seen here: that would take all of them to be remembered.

    Args:
        path: of the table.
        catalogue: what there is to plan with.
        time_limit: seconds for rows that name none themselves.
        weeks: of the blocks that are planned; None for single weeks, which have no volume to ramp.

    Raises:
        InputError: the file cannot be read, its header is wrong or the time limit is none: that
            holds for every row.

    """
    defaults = {} if time_limit is None else {"time_limit": time_limit}
    _check_defaults(defaults)
    lines = read_lines(path)
    names = _columns(path, next(lines).cells)
    reader = _Reader(names, Asking(names, catalogue, defaults, weeks))
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
    return ("id", "name", PROFILE, *FIELDS, VOLUME, *load_signs())


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
                    f"are {', '.join(known[: known.index(VOLUME) + 1])}, and the questions of "
                    "evenset screen)"
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
    """Turns lines into athletes."""

    def __init__(self, names: Sequence[str], asking: Asking) -> None:
        self.names = names
        self.asking = asking

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
        called = {
            column: unicodedata.normalize("NFC", row.pop(column, "")) for column in ("id", "name")
        }
        unfit = {column: why for column, text in called.items() if (why := _unfit(column, text))}
        wanted = {key: cell for key, cell in row.items() if cell and not key.startswith(NOTE)}
        asked = self.asking.request(tuple(wanted.items()))
        request, column, fault = asked.request, asked.column, asked.fault
        named = "id" if called["id"] or ("id" in self.names and not called["name"]) else "name"
        if not called[named]:
            unfit[named] = "is empty; fill it"
        if unfit:
            request, column = "", next(iter(unfit))
            fault = "\n".join([*(f"{key}: {why}" for key, why in unfit.items()), fault]).rstrip()
        return Athlete(
            line.number,
            id="" if named in unfit else called[named],
            name="" if "name" in unfit else called["name"],
            named=named,
            request=request,
            volume=asked.volume,
            column=column,
            fault=fault,
        )


def _unfit(column: str, text: str) -> str:
    """Return why a text cannot be an id or name; empty where it can."""
    # A name is not repeated: messages stand where names do not.
    quoted = f"{shown(text)} " if column == "id" else ""
    if len(text) > MAX_NAME:
        return f"has {len(text)} characters; at most {MAX_NAME} are read"
    if any(unicodedata.category(letter) == "Cc" for letter in text) or _OVERRIDES.search(text):
        return f"{quoted}holds a control character; take it out"
    if text.startswith(NOTE):
        return f"{quoted}begins with {NOTE}, which marks remarks in the results; rename it"
    return ""


TEMPLATE = (
    "id,name,days,minutes,profile,level,split,protect,priorities,bodyweight,desk_work",
    "a1,Anna Example,3,60,full_gym,beginner,auto,,glutes,62 kg,yes",
    'b2,Ben Example,"mon:60,thu:45,sat:90",,dumbbells_bench,intermediate,auto,knee,,80 kg,no',
    "c3,Cleo Example,4,75,home_barbell,advanced,upper_lower,,lats,,",
)


def template() -> str:
    """Return an example of a table; ``evenset batch`` takes it as it is."""
    return "\n".join(TEMPLATE) + "\n"
