"""Plain YAML: no aliases, no tags, no duplicate keys, and the line of each field."""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import ReaderError

from solver.errors import InputError, Where, shown
from solver.paths import DATA
from solver.reading.text import MAX_DIGITS, Document, read_text

MAX_DEPTH = 40
"""The deepest nesting of lists and mappings that is read."""

MAX_NODES = 20_000
"""The most values in a YAML file; the standard rules have some two thousand."""

_TEXT = "tag:yaml.org,2002:str"
_PLAIN_TAGS = ("bool", "int", "float", "null")
"""What an unquoted scalar may be other than text."""


_NUMBERS = {
    "tag:yaml.org,2002:int": re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z"),
    "tag:yaml.org,2002:float": re.compile(
        r"(?:[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?|[-+]?\.inf|\.nan)\Z",
        re.IGNORECASE,
    ),
}
"""Numbers as a person means them: not 010, which YAML takes for 8, nor 6:30, for 390."""


def _resolvers() -> dict[str, list[tuple[str, Any]]]:
    """Return what an unquoted scalar may be, by its first letter."""
    return {
        first: [
            (tag, _NUMBERS.get(tag, regexp))
            for tag, regexp in resolvers
            if tag.rpartition(":")[2] in _PLAIN_TAGS
        ]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class _Loader(yaml.SafeLoader):
    """Plain YAML: no aliases (they can explode), no duplicate keys (they hide), no tags.

    Dates stay text, and numbers are of a length that a person writes.
    """

    yaml_implicit_resolvers = _resolvers()

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
        return super().construct_object(node, deep=deep)

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
