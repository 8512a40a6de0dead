"""Reading files from outside, each of which may be hostile.

They may be too large, badly encoded, or built to explode.

Everything that evenset reads from a path goes through here, so that a limit is set once.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import ValidationError
from yaml.reader import ReaderError

from solver.errors import InputError, Where, shown, suggest
from solver.paths import DATA

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MAX_BYTES = 2_000_000
"""The largest file that is read; a scenario has one kilobyte, a plan some fifty."""

MAX_DEPTH = 40
"""The deepest nesting of lists and mappings that is read."""

MAX_NODES = 20_000
"""The most values in a YAML file; the standard rules have some two thousand."""

MAX_DIGITS = 30
"""The longest number that is read."""

MAX_FAULTS = 10
"""The most faults that one message names."""


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


_TEXT = "tag:yaml.org,2002:str"
_PLAIN_TAGS = ("bool", "int", "float", "null")
"""What an unquoted scalar may be other than text."""


class _Loader(yaml.SafeLoader):
    """Plain YAML: no aliases (they can explode), no duplicate keys (they hide), no tags.

    Dates stay text, and numbers are of a length that a person writes.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - the base class declares it without ClassVar
        first: [(tag, regexp) for tag, regexp in resolvers if tag.rpartition(":")[2] in _PLAIN_TAGS]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0
        self.nodes = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        self.depth += 1
        self.nodes += 1
        if isinstance(event, yaml.AliasEvent):
            raise _broken("aliases (*name) are not read; write the value out", event)
        if getattr(event, "tag", None) is not None:
            raise _broken("tags (!name) are not read; write the plain value", event)
        if self.depth > MAX_DEPTH:
            raise _broken(f"is nested deeper than {MAX_DEPTH} levels; write it flatter", event)
        if self.nodes > MAX_NODES:
            raise _broken(f"has more than {MAX_NODES} values; is it the right file?", event)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        if node.tag.endswith((":int", ":float")) and len(node.value) > MAX_DIGITS:
            raise _broken("the number is too long; write a shorter one, or quote it", node)
        try:
            return super().construct_object(node, deep=deep)
        except ValueError as error:  # such as 0x without digits
            raise _broken(
                f"{shown(node.value)} is no number; mend it, or quote it", node
            ) from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise _broken("a key must be a word, not a list; check brackets", key_node)
            if key in seen:
                raise _broken(f"the key {shown(key)} stands twice; keep one of them", key_node)
            seen.add(key)
            key_node.value = str(key)  # as the content has it, for the places of fields
        return super().construct_mapping(node, deep=deep)


_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _OwnLoader(_SafeLoader):  # type: ignore[misc]
    """For our own files, which a test reads both ways: the same plain values, sooner."""

    yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers


def _broken(problem: str, at: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=at.start_mark)


def _lines(node: yaml.Node | None) -> dict[Where, int]:
    """Return the line of every field: that of its key, or of an entry of a list."""
    lines: dict[Where, int] = {}
    if node is not None:
        lines[()] = node.start_mark.line + 1
        _add_lines(lines, node, ())
    return lines


def _add_lines(lines: dict[Where, int], node: yaml.Node, where: Where) -> None:
    if isinstance(node, yaml.MappingNode):
        parts = [(key.value, key, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        parts = [(index, value, value) for index, value in enumerate(node.value)]
    else:
        return
    for part, first, value in parts:
        place = (*where, part)
        lines[place] = first.start_mark.line + 1
        _add_lines(lines, value, place)


_REMEDIES = {
    "but found another document": "; keep one of them, and take out the line ---",
    "character '\\t'": " (a tab); indent with spaces",
}
"""What to do about faults that YAML itself only names."""


def read_yaml(path: Path) -> Document:
    """Read a YAML file: plain data only, no aliases, no duplicate keys.

    Raises:
        InputError: the file cannot be read or is not such YAML; the message names the line.

    """
    text = read_text(path)
    if path.parent != DATA:
        return parse_yaml(text, str(path))
    own = _own(str(path), text)
    return Document(own.name, _copied(own.content), dict(own.lines))


def _plain(loader: Any, node: Any) -> Any:
    """Return what a node holds, as the parser's own construction does in twice the time."""
    if isinstance(node, yaml.MappingNode):
        return {_plain(loader, key): _plain(loader, value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(loader, value) for value in node.value]
    return node.value if node.tag == _TEXT else loader.construct_object(node)


def _copied(value: Any) -> Any:
    """Return plain values anew, so that no reader can change what another reads."""
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_copied(each) for each in value]
    return value


@cache
def _own(name: str, text: str) -> Document:
    """Read one of our own files, once; a broken one as any other, for the message."""
    loader = _OwnLoader(text)
    try:
        node = loader.get_single_node()
        return Document(name, _plain(loader, node), _lines(node))
    except (yaml.YAMLError, TypeError, ValueError, AttributeError):
        return parse_yaml(text, name)
    finally:
        loader.dispose()


def parse_yaml(text: str, name: str) -> Document:
    """Parse YAML text; see :func:`read_yaml`. ``name`` is what messages call it."""
    try:
        loader = _Loader(text)
    except ReaderError as error:
        place = f"{name}, line {text[: error.position].count(chr(10)) + 1}"
        raise InputError(
            f"{place}: broken YAML: holds the control character {shown(chr(error.character))}; "
            "take it out"
        ) from error
    try:
        node = loader.get_single_node()
        content = loader.construct_document(node) if node is not None else None
        lines = _lines(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}, line {mark.line + 1}" if mark else name
        problem = str(error.problem or error.context)
        remedy = next((said for part, said in _REMEDIES.items() if part in problem), "")
        raise InputError(f"{place}: broken YAML: {problem}{remedy}") from error
    except (ValueError, OverflowError) as error:  # such as the escape "\\UFFFFFFFF"
        place = f"{name}, line {loader.line + 1}"
        raise InputError(f"{place}: broken YAML: no such character or version; mend it") from error
    finally:
        loader.dispose()
    return Document(name, content, lines)


def read_json(path: Path, takes: str = "a JSON file that evenset wrote") -> Document:
    """Read a JSON file.

    Args:
        path: of the file.
        takes: what may be given, for the message where it is another kind of file.

    Raises:
        InputError: the file cannot be read or is not JSON; the message names the line.

    """
    text = read_text(path)
    if not text.strip():
        raise InputError(f"{path}: is empty; was it written to the end?")
    try:
        content = json.loads(
            text, object_pairs_hook=_once, parse_int=_whole, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        if not text[: error.pos].strip() and (like := _looks_like(text)):
            raise InputError(f"{path}: is no JSON but looks like {like}; give {takes}") from error
        raise InputError(f"{path}, line {error.lineno}: broken JSON: {error.msg}") from error
    except RecursionError as error:
        raise InputError(f"{path}: broken JSON: is nested too deep; write it flatter") from error
    except ValueError as error:
        raise InputError(f"{path}: broken JSON: {error}") from error
    return Document(str(path), content)


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


def explain_invalid(
    error: ValidationError,
    document: Document,
    known: Callable[[Where], Iterable[str]] = lambda _: (),
) -> InputError:
    """Turn pydantic's report into one message: every field with its place, fault and remedy.

    Args:
        error: the report.
        document: what was checked, and where its fields stand.
        known: returns the fields that may stand beside an unknown one.

    """
    parts = []
    for problem in error.errors(include_url=False):
        where = _path(problem["loc"], document.content)
        message = fault(problem, known(where))
        own = re.match(r"(\w+): ", message)
        if own and (not where or own[1] != where[-1]):  # a check of the whole that names a field
            where, message = (*where, own[1]), message[own.end() :]
        place = document.place(where)
        name = ".".join(str(part) for part in where)
        parts.append(": ".join(filter(None, (place, name, message))))
    parts = list(dict.fromkeys(parts))
    if len(parts) > MAX_FAULTS:
        parts[MAX_FAULTS:] = [f"and {len(parts) - MAX_FAULTS} more"]
    return InputError("\n".join(parts))


def fault(problem: ErrorDetails, known: Iterable[str] = ()) -> str:
    """Say in plain words what pydantic found wrong, and the remedy.

    Args:
        problem: one entry of its report.
        known: fields that may stand where an unknown one was found.

    """
    kind, given, facts = problem["type"], problem["input"], problem.get("ctx", {})
    if kind in ("enum", "literal_error", "union_tag_invalid"):
        expected = str(facts.get("expected") or facts["expected_tags"])
        names = re.findall(r"'([^']*)'", expected) or re.split(r", | or ", expected)  # or numbers
        word = facts.get("tag", given)
        listed = f"use one of {', '.join(names)}" if len(names) > 1 else f"use {names[0]}"
        near = suggest(word, names) if isinstance(word, str) else ""
        return f"{shown(word)} is not known{near}; {listed}"
    if kind == "extra_forbidden":
        names = list(known)
        listed = f"; fields are {', '.join(names)}" if names else "; take it out"
        return f"no such field{suggest(str(problem['loc'][-1]), names)}{listed}"
    if kind == "missing":
        return "is missing; add it"
    if kind == "union_tag_not_found":
        return "needs a kind, such as kind: bound"
    if kind in _FAULTS:
        plain = {key: int(v) if v == int(v) else v for key, v in facts.items() if key in _BOUNDS}
        return f"{_FAULTS[kind].format(**facts | plain)}, not {shown(given)}"
    return problem["msg"].removeprefix("Value error, ")


_BOUNDS = ("gt", "ge", "lt", "le")
_FAULTS = (
    dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "must be a whole number")
    | dict.fromkeys(("float_type", "float_parsing"), "must be a number")
    | dict.fromkeys(("bool_type", "bool_parsing"), "must be true or false")
    | dict.fromkeys(("tuple_type", "list_type"), "must be a list, such as [one, two]")
    | dict.fromkeys(
        ("dict_type", "model_type", "model_attributes_type"), "must be fields, such as {{lower: 8}}"
    )
    | {
        "string_type": "must be text, in quotes where in doubt",
        "string_unicode": "must be whole characters, with no lone surrogate",
        "string_too_short": "must have {min_length} characters or more",
        "string_too_long": "must have {max_length} characters or fewer",
        "string_pattern_mismatch": "must be lower-case words joined by - . or _",
        "too_short": "must have {min_length} entries or more",
        "too_long": "must have {max_length} entries or fewer",
        "finite_number": "must be a finite number",
        "greater_than": "must be above {gt}",
        "greater_than_equal": "must be {ge} or more",
        "less_than": "must be below {lt}",
        "less_than_equal": "must be {le} or less",
    }
)


def _path(parts: Where, content: Any) -> Where:
    """Return the path of a field without what pydantic adds: names of a union's branches."""
    path: list[str | int] = []
    here = content
    for part in parts:
        if _is_branch(part) or (isinstance(here, dict) and here.get("kind") == part):
            continue
        alone = isinstance(here, str) or (isinstance(here, dict) and part not in here)
        if isinstance(part, int) and alone:
            continue  # a single term, or a text, that stands without its list
        path.append(part)
        if isinstance(here, dict):
            here = next((here[key] for key in here if str(key) == str(part)), None)
        elif isinstance(here, list | tuple) and isinstance(part, int) and part < len(here):
            here = here[part]
        else:
            here = None
    return tuple(path)


def _is_branch(part: str | int) -> bool:
    """Tell whether pydantic put the name of a union's branch into the path."""
    return isinstance(part, str) and ("[" in part or part.endswith(("Rule", "Off")))
