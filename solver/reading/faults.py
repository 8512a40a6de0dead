"""What pydantic finds wrong, in plain words: file, line, field, fault and remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from solver.errors import InputError, Where, shown, suggest
from solver.reading.text import Document

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MAX_FAULTS = 10
"""The most faults that one message names."""

MAX_LOOKED_AT = 1000
"""The most faults that are put into words to be counted."""

MAX_NAME = 80
"""The longest name of a field that a message gives whole."""


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
    parts: dict[str, None] = {}
    problems = error.errors(include_url=False)
    for problem in problems[:MAX_LOOKED_AT]:
        where = _path(problem["loc"], document.content)
        message = fault(problem, known(where))
        own = re.match(r"(\w+): ", message)
        if own and (not where or own[1] != where[-1]):  # a check of the whole that names a field
            where, message = (*where, own[1]), message[own.end() :]
        place = document.place(where)
        name = ".".join(_word(part) for part in where)
        parts[": ".join(filter(None, (place, name, message)))] = None
    lines = list(parts)[:MAX_FAULTS]
    if len(parts) > MAX_FAULTS:
        least = "at least " if len(problems) > MAX_LOOKED_AT else ""
        lines.append(f"and {least}{len(parts) - MAX_FAULTS} more")
    return InputError("\n".join(lines))


def _word(part: str | int) -> str:
    """Return a part of a field's name as a message has it; what a terminal may obey is quoted."""
    text = str(part)
    return text if text.isprintable() and len(text) <= MAX_NAME else shown(text)


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
        own = isinstance(here, dict) and part in here
        if not own and (_is_branch(part) or (isinstance(here, dict) and here.get("kind") == part)):
            continue
        alone = isinstance(here, str) or (isinstance(here, dict) and not own)
        if isinstance(part, int) and alone:
            continue  # a single term, or a text, that stands without its list
        path.append(part)
        if own:
            here = here[part]
        elif isinstance(here, dict):
            here = next((here[key] for key in here if str(key) == str(part)), None)
        elif isinstance(here, list | tuple) and isinstance(part, int) and part < len(here):
            here = here[part]
        else:
            here = None
    return tuple(path)


def _is_branch(part: str | int) -> bool:
    """Tell whether pydantic put the name of a union's branch into the path."""
    return isinstance(part, str) and ("[" in part or part.endswith(("Rule", "Off")))
