"""Any text file: how large it may be, how it is encoded, and where its fields stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from solver.errors import InputError, Where

MAX_BYTES = 2_000_000
"""The largest file that is read; a scenario has one kilobyte, a plan some fifty."""

MAX_DIGITS = 30
"""The longest number that is read."""


@dataclass(frozen=True)
class Document:
    """Parsed content, and the line on which each field stands (1-based).

    A top-level field without a line did not come from the file but from a flag, say.
    """

    name: str
    content: Any
    lines: dict[Where, int] = field(default_factory=dict)

    def place(self, where: Where) -> str:
        """Return ``file, line n`` for the field, or for its nearest parent that has a line.

        Empty where the field did not come from the file.
        """
        where = tuple(part if isinstance(part, int) else str(part) for part in where)
        if self.lines and where and where[:1] not in self.lines:
            return ""
        for size in range(len(where), -1, -1):
            if line := self.lines.get(where[:size]):
                return f"{self.name}, line {line}"
        return self.name

    def without(self, names: Iterable[str]) -> Document:
        """Return the document without the lines of these top-level fields."""
        gone = set(names)
        lines = {where: line for where, line in self.lines.items() if not gone & set(where[:1])}
        return Document(self.name, self.content, lines)


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file.

    Raises:
        InputError: it is missing, no file, too large, or not UTF-8 text.

    """
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder; name a file")
        with path.open("rb") as handle:
            raw = handle.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read ({reason})") from error
    if len(raw) > MAX_BYTES:
        raise InputError(
            f"{path}: is larger than {MAX_BYTES // 1_000_000} MB; is it the right file?"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(f"{path}, line {line}: is not UTF-8 text; save it as UTF-8") from error
    if "\0" in text:
        raise InputError(f"{path}: holds a NUL byte, so it is no text file; save it as plain text")
    return text
