"""A table of any length, read row by row in constant memory, however broken it is.

One line is one row, so that a quote left open spoils its own row and no other.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from solver.errors import InputError
from solver.reading import delimiter_of, said_delimiter

MAX_BYTES = 1_000_000_000
"""The largest table that is read: some millions of athletes."""

MAX_LINE = 20_000
"""The longest row in bytes; a row with every column filled has some two hundred."""

Encoded = tuple[int, bytes | None]
"""The number of a line, and its bytes without the line break; None where it is too long."""


@dataclass(frozen=True)
class Line:
    """One row as it stands in the file.

    Attributes:
        number: of the line, as a spreadsheet counts: the header is row 1.
        cells: stripped texts; empty where there is a fault.
        fault: what is wrong with the line as such, with the remedy.
        delimiter: what stands between its cells.

    """

    number: int
    cells: tuple[str, ...] = ()
    fault: str = ""
    delimiter: str = ","


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the header, then each row that is not empty.

    Raises:
        InputError: the file cannot be read, is too large, is empty, or its header is no text.

    """
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder; name a CSV file")
        with path.open("rb") as handle:
            before = _state(handle)
            lines = _encoded(path, handle)
            _, raw = next(lines, (1, b""))
            header = _header(path, raw)
            above = 0  # a line that a spreadsheet heeds and does not show
            if said := said_delimiter(header):
                above = 1
                _, raw = next(lines, (2, b""))
                header = _header(path, raw)
            try:
                delimiter = said or delimiter_of(header)
            except ValueError as error:
                raise InputError(f"{path}, row 1: {error}") from error
            yield Line(1, tuple(_cells(path, header, delimiter)), delimiter=delimiter)
            for number, raw in lines:
                line = _line(number - above, raw, delimiter)
                if line.fault or any(line.cells):
                    yield line
            if handle.seekable() and _state(handle) != before:
                raise InputError(
                    f"{path}: was changed while it was read; give the same command again"
                )
    except FileNotFoundError as error:
        raise InputError(
            f"{path}: no such file; check the path (evenset batch --template prints an example)"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read ({reason})") from error


def _state(handle: IO[bytes]) -> tuple[int, int]:
    """Return what tells whether a file was written to."""
    state = os.fstat(handle.fileno())
    return state.st_size, state.st_mtime_ns


def _encoded(path: Path, handle: IO[bytes]) -> Iterator[Encoded]:
    """Yield each line; what is beyond the longest line is read past, not kept."""
    number = size = 0
    while piece := handle.readline(MAX_LINE + 1):
        number += 1
        whole: bytes | None = piece
        size += len(piece)
        while len(piece) > MAX_LINE and not piece.endswith(b"\n"):
            whole = None
            piece = handle.readline(MAX_LINE + 1)
            size += len(piece)
            if size > MAX_BYTES:
                break
        if size > MAX_BYTES:
            raise InputError(
                f"{path}: is larger than {MAX_BYTES // 1_000_000} MB; split it, with an --out of "
                "its own for each part"
            )
        yield number, None if whole is None else whole.rstrip(b"\r\n")


def _header(path: Path, raw: bytes | None) -> str:
    if raw is None:
        raise InputError(
            f"{path}, row 1: the header is longer than {MAX_LINE} bytes; is it a CSV file?"
        )
    if b"\0" in raw:
        raise InputError(f"{path}, row 1: holds a NUL byte; save it as CSV in UTF-8")
    try:
        header = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}, row 1: is not UTF-8 text; save it as CSV in UTF-8") from error
    if "\r" in header.strip():
        raise InputError(
            f"{path}, row 1: holds a line break that ends no row (a lone carriage return); "
            "save it as CSV in UTF-8 anew, or take the line break out of the header"
        )
    if not header.strip():
        raise InputError(
            f"{path}: has no header; the first line must name the columns "
            "(evenset batch --template prints an example)"
        )
    return header


def _cells(path: Path, header: str, delimiter: str) -> list[str]:
    try:
        return _split(header, delimiter)
    except csv.Error as error:
        raise InputError(f"{path}, row 1: broken CSV ({error}); check the quotes") from error


def _line(number: int, raw: bytes | None, delimiter: str) -> Line:
    if raw is None:
        return Line(number, fault=f"is longer than {MAX_LINE} bytes; shorten it")
    if b"\0" in raw:
        return Line(number, fault="holds a NUL byte; take it out")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return Line(number, fault="is not UTF-8 text; save the file as CSV in UTF-8")
    try:
        return Line(number, tuple(_split(text, delimiter)), delimiter=delimiter)
    except csv.Error as error:
        return Line(
            number,
            fault=f"broken CSV ({error}); close each quote on its own line, and write a quote "
            'within quotes twice ("")',
        )


def _split(text: str, delimiter: str) -> list[str]:
    # A lone carriage return ends no row here; csv would take it for one.
    cells = next(csv.reader([text.replace("\r", " ")], delimiter=delimiter, strict=True), [])
    return [cell.strip() for cell in cells]
