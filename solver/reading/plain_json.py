"""Plain JSON: no duplicate keys, no endless numbers, no NaN."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from solver.errors import InputError, shown
from solver.reading.tables import DELIMITERS
from solver.reading.text import MAX_DIGITS, Document, read_text


def read_json(path: Path, takes: str = "a JSON file that evenset wrote") -> Document:
    """Read a JSON file.

    Args:
        path: of the file.
        takes: what may be given, for the message where it is another kind of file.

    Raises:
        InputError: the file cannot be read or is not JSON; the message names the line.

    """
    return parse_json(read_text(path), str(path), takes)


def parse_json(text: str, name: str, takes: str = "a JSON file that evenset wrote") -> Document:
    """Parse JSON text; see :func:`read_json`. ``name`` is what messages call it."""
    if not text.strip():
        raise InputError(f"{name}: is empty; was it written to the end?")
    try:
        content = json.loads(
            text, object_pairs_hook=_once, parse_int=_whole, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        if not text[: error.pos].strip() and (like := _looks_like(text)):
            raise InputError(f"{name}: is no JSON but looks like {like}; give {takes}") from error
        raise InputError(f"{name}, line {error.lineno}: broken JSON: {error.msg}") from error
    except RecursionError as error:
        raise InputError(f"{name}: broken JSON: is nested too deep; write it flatter") from error
    except ValueError as error:
        raise InputError(f"{name}: broken JSON: {error}") from error
    return Document(name, content)


def _looks_like(text: str) -> str:
    """Return what a text that does not even begin like JSON seems to be; empty if nothing known."""
    first = text.strip().splitlines()[0].strip()
    if first.startswith("<"):
        return "a page (HTML) or other markup"
    if first.upper().startswith("BEGIN:"):
        return "a calendar"
    if re.match(r"[A-Za-z_][\w-]*:(\s|$)", first) or first.startswith(("---", "#", "- ")):
        return "YAML"
    if any(sign in first for sign in DELIMITERS):
        return "a table (CSV)"
    return ""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {shown(key)} stands twice; keep one of them")
        found[key] = value
    return found


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError("a number is too long; write a shorter one")
    return int(digits)


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is no number; write a finite one")
