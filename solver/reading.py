"""Reading files from outside, each of which may be hostile.

They may be too large, badly encoded, or built to explode.

Everything that evenset reads from a path goes through here, so that a limit is set once.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from solver.errors import InputError

MAX_BYTES = 2_000_000
"""The largest file that is read; a scenario has one kilobyte, a plan some fifty."""

MAX_DEPTH = 40
"""The deepest nesting of lists and mappings that is read."""

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """Parsed content, and the line on which each field stands (1-based)."""

    name: str
    content: Any
    lines: dict[Where, int] = field(default_factory=dict)

    def place(self, where: Where) -> str:
        """Return ``file, line n`` for the field, or for its nearest parent that has a line."""
        for size in range(len(where), -1, -1):
            if line := self.lines.get(where[:size]):
                return f"{self.name}, line {line}"
        return self.name


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
        raise InputError(f"{path}: holds a NUL byte; it is no text file")
    return text


class _Loader(yaml.SafeLoader):
    """Safe YAML without aliases (they can explode) and without duplicate keys (they hide)."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem="aliases (*name) are not read; write the value out",
                problem_mark=self.peek_event().start_mark,
            )
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise yaml.MarkedYAMLError(
                problem=f"is nested deeper than {MAX_DEPTH} levels",
                problem_mark=self.peek_event().start_mark,
            )
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)  # type: ignore[no-untyped-call]
            if not isinstance(key, Hashable) or key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key!r} stands twice; keep one of them"
                    if isinstance(key, Hashable)
                    else "a key must be a word, not a list",
                    problem_mark=key_node.start_mark,
                )
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def _lines(node: yaml.Node | None, where: Where = ()) -> Iterator[tuple[Where, int]]:
    if node is None:
        return
    yield where, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*where, key.value), key.start_mark.line + 1
            for place, line in _lines(value, (*where, key.value)):
                if place != (*where, key.value):
                    yield place, line
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*where, index))


def read_yaml(path: Path) -> Document:
    """Read a YAML file: plain data only, no aliases, no duplicate keys.

    Raises:
        InputError: the file cannot be read or is not such YAML; the message names the line.

    """
    return parse_yaml(read_text(path), str(path))


def parse_yaml(text: str, name: str) -> Document:
    """Parse YAML text; see :func:`read_yaml`. ``name`` is what messages call it."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines = dict(_lines(node))
        content = loader.construct_document(node) if node is not None else None  # type: ignore[no-untyped-call]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}, line {mark.line + 1}" if mark else name
        raise InputError(f"{place}: broken YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        first = str(error).splitlines()[0]
        raise InputError(f"{name}: broken YAML: {first}") from error
    except (ValueError, OverflowError, RecursionError) as error:
        raise InputError(f"{name}: broken YAML: {error}") from error
    finally:
        loader.dispose()  # type: ignore[no-untyped-call]
    return Document(name, content, lines)


def read_json(path: Path) -> Document:
    """Read a JSON file.

    Raises:
        InputError: the file cannot be read or is not JSON; the message names the line.

    """
    text = read_text(path)
    try:
        return Document(str(path), json.loads(text))
    except json.JSONDecodeError as error:
        raise InputError(f"{path}, line {error.lineno}: broken JSON: {error.msg}") from error
    except (RecursionError, ValueError) as error:
        raise InputError(f"{path}: broken JSON: nested too deep or a number too long") from error


def read_csv(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Read a CSV file with a header; return (line number, row) pairs, all cells as stripped text.

    Raises:
        InputError: the file cannot be read, has no header, repeats a column, or a row has more or
            fewer cells than the header.

    """
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    rows = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if not header:
            raise InputError(f"{path}: is empty; the first line must name the columns")
        if len(set(header)) != len(header):
            raise InputError(f"{path}, line 1: a column stands twice; keep one of them")
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise InputError(
                    f"{path}, line {reader.line_num}: has {len(cells)} cells, "
                    f"the header has {len(header)}; check the commas and quotes"
                )
            row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
            rows.append((reader.line_num, row))
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num}: broken CSV: {error}") from error
    return rows


def explain_invalid(error: ValidationError, document: Document) -> InputError:
    """Turn pydantic's report into one message: every field with its place and what is wrong."""
    parts = []
    for problem in error.errors(include_url=False, include_context=True):
        where = tuple(part for part in problem["loc"] if not _is_branch(part))
        name = ".".join(str(part) for part in where) or "the whole"
        message = problem["msg"].removeprefix("Value error, ")
        if problem["type"] == "extra_forbidden":
            message = "no such field; see the documentation for the fields there are"
        parts.append(f"{document.place(where)}: {name}: {message}")
    return InputError("\n".join(dict.fromkeys(parts)))


def _is_branch(part: str | int) -> bool:
    """Tell whether pydantic put the name of a union's branch into the path."""
    return isinstance(part, str) and ("[" in part or part.endswith(("Rule", "Off")))
