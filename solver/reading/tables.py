"""Tables (CSV) with a header, as people and spreadsheets write them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from solver.errors import InputError
from solver.reading.text import read_text

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
"""What may stand between the cells of a table: spreadsheets write semicolons where the comma is
decimal, and tabs where text is copied."""

_SAID = re.compile(r"sep=([,;\t])", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')


def said_delimiter(line: str) -> str:
    """Return what a first line such as ``sep=;`` says stands between cells; else nothing."""
    found = _SAID.fullmatch(line.strip(" \r\n").strip('"'))
    return found[1] if found else ""


def delimiter_of(header: str) -> str:
    """Return what stands between the cells of a table by its header, a comma where it is one cell.

    Raises:
        ValueError: as many of one as of another stand in it; the message says what to do.

    """
    bare = _QUOTED.sub("", header)
    counts = sorted(((bare.count(sign), sign) for sign in DELIMITERS), reverse=True)
    (most, sign), (second, other) = counts[:2]
    if most and most == second:
        raise ValueError(
            f"has as many {DELIMITERS[sign]} as {DELIMITERS[other]}, so what stands between cells "
            "is not clear; use one of them"
        )
    return sign if most else ","


def read_csv(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Read a table with a header; return (line number, row) pairs, all cells as stripped text.

    Cells stand between commas, semicolons or tabs, as the header has them.

    Raises:
        InputError: the file cannot be read, has no header, repeats a column, or a row has more or
            fewer cells than the header.

    """
    text = read_text(path)
    first, _, rest = text.partition("\n")
    said = said_delimiter(first)
    skipped, text = (1, rest) if said else (0, text)
    try:
        delimiter = said or delimiter_of(first)
    except ValueError as error:
        raise InputError(f"{path}, line 1: {error}") from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if not header:
            raise InputError(f"{path}: is empty; the first line must name the columns")
        if len(set(header)) != len(header):
            raise InputError(f"{path}, line {1 + skipped}: a column stands twice; keep one of them")
        for cells in reader:
            line = reader.line_num + skipped
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise InputError(
                    f"{path}, line {line}: {miscounted(cells, len(header), delimiter)}"
                )
            rows.append((line, dict(zip(header, (cell.strip() for cell in cells), strict=True))))
    except csv.Error as error:
        line = reader.line_num + skipped
        raise InputError(f"{path}, line {line}: broken CSV: {error}") from error
    return rows


def miscounted(cells: Sequence[str], wanted: int, delimiter: str) -> str:
    """Say that a row has more or fewer cells than the header, with the likely reason and remedy."""
    told = (
        f"has {len(cells)} cells, the header has {wanted}; check the {DELIMITERS[delimiter]} "
        "between cells and the quotes"
    )
    pairs = pairwise(cells)
    if delimiter == "," and len(cells) > wanted and any(
        re.fullmatch(r"\s*[0-9]+", one) and re.match(r"[0-9]", other) for one, other in pairs
    ):  # fmt: skip
        return f'{told}; is it a decimal comma? write 82.5 kg or, in quotes, "82,5 kg"'
    others = [sign for sign in DELIMITERS if sign != delimiter]
    if len(cells) == 1 and (mixed := [s for s in others if cells[0].count(s) == wanted - 1 > 0]):
        return f"{told}; this row has {DELIMITERS[mixed[0]]}, the header {DELIMITERS[delimiter]}"
    return told
