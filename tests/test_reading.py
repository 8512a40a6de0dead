"""Files from outside may be anything at all; each is read or refused in plain words."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from solver.errors import InputError, shown, suggest
from solver.paths import DATA
from solver.reading import (
    MAX_DEPTH,
    MAX_FAULTS,
    Document,
    _own,
    explain_invalid,
    parse_yaml,
    read_csv,
    read_json,
    read_text,
    read_yaml,
)
from tests.strategies import STEADY

READERS: list[Callable[[Path], object]] = [read_text, read_yaml, read_json, read_csv]
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


def refusal(function: Callable[..., object], *arguments: object) -> str:
    """Return the message of the InputError that the call must raise."""
    with pytest.raises(InputError) as found:
        function(*arguments)
    assert len(str(found.value)) < 1000
    return str(found.value)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Return a function that writes a file and returns its path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


# ---- any file ------------------------------------------------------------------------------


@pytest.mark.parametrize("read", READERS)
def test_a_huge_file_is_refused_unread(tmp_path: Path, read: Callable[[Path], object]) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as handle:
        handle.truncate(50_000_000)
    assert refusal(read, path) == f"{path}: is larger than 2 MB; is it the right file?"


@pytest.mark.parametrize("read", READERS)
def test_a_folder_and_a_missing_file_are_refused(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    assert refusal(read, tmp_path) == f"{tmp_path}: is a folder; name a file"
    gone = tmp_path / "gone"
    assert refusal(read, gone) == f"{gone}: no such file; check the path"
    below = gone.with_name("x" * 300)
    assert "cannot be read" in refusal(read, below)
    assert "cannot be read" in refusal(read, tmp_path / "nul\0byte")


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"days: 4\ntitle: \xff\xfe\n", ", line 2: is not UTF-8 text; save it as UTF-8"),
        ("days: 4".encode("utf-16"), ", line 1: is not UTF-8 text; save it as UTF-8"),
        (b"days: 4\0\n", ": holds a NUL byte, so it is no text file; save it as plain text"),
    ],
)
def test_what_is_no_text_is_refused(
    write: Callable[[bytes], Path], read: Callable[[Path], object], content: bytes, says: str
) -> None:
    path = write(content)
    assert refusal(read, path) == f"{path}{says}"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_locked_file_is_refused(write: Callable[[str], Path]) -> None:
    path = write("days: 4")
    path.chmod(0)
    assert "cannot be read" in refusal(read_text, path)


def test_a_byte_order_mark_is_no_content(write: Callable[[bytes], Path]) -> None:
    assert read_yaml(write(b"\xef\xbb\xbfdays: 4\n")).content == {"days": 4}


# ---- YAML ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (BOMB, "line 2: broken YAML: aliases (*name) are not read; write the value out"),
        ("[" * 100_000, f"line 1: broken YAML: is nested deeper than {MAX_DEPTH} levels; write"),
        ("{a: " * 100_000, "line 1: broken YAML: is nested deeper"),
        ("- " * 100_000, "line 1: broken YAML: is nested deeper"),
        ("? " * 100_000, "line 1: broken YAML: is nested deeper"),
        ("a: [" + "x, " * 600_000, "line 1: broken YAML: has more than 20000 values"),
        ("a: 1\nb: 2\na: 3", "line 3: broken YAML: the key 'a' stands twice; keep one"),
        ("a:\n  b: 1\n  b: 2", "line 3: broken YAML: the key 'b' stands twice; keep one"),
        ("1: x\n0x1: y", "line 2: broken YAML: the key 1 stands twice; keep one"),
        ("a: 1\nb: !!python/object:os.system {}", "line 2: broken YAML: tags (!name) are not"),
        ("!!python/object/apply:os.system [ls]", "line 1: broken YAML: tags (!name) are not read"),
        ("a: !!set {x}", "line 1: broken YAML: tags (!name) are not read; write the plain value"),
        ("a: !!bool maybe", "line 1: broken YAML: tags"),
        ("a: !!int ''", "line 1: broken YAML: tags"),
        ("a: !!timestamp x", "line 1: broken YAML: tags"),
        ("a: 1\n b: 2", "line 2: broken YAML: mapping values are not allowed here"),
        ("a: [1, 2", "line 1: broken YAML"),
        ("a: 'open", "line 1: broken YAML"),
        ("a: b: c", "line 1: broken YAML"),
        ("\ta: 1", "line 1: broken YAML"),
        (
            "a:\n\t- b",
            "line 2: broken YAML: found character '\\t' that cannot start any token (a tab); "
            "indent with spaces",
        ),
        (
            "a: 1\n--- \nb: 2",
            "line 2: broken YAML: but found another document; keep one of them, and take out",
        ),
        ("a: %x", "line 1: broken YAML"),
        ("a: @x", "line 1: broken YAML"),
        ("days: 4\ntitle: \a", "line 2: broken YAML: holds the control character '\\x07'; take"),
        ('a: "\\UFFFFFFFF"', "line 1: broken YAML: no such character or version; mend it"),
        (f"%YAML 1.{'9' * 5000}\n--- x", "line 1: broken YAML"),
        ("a: " + "9" * 5000, "line 1: broken YAML: the number is too long; write a shorter one"),
        ("a: 0x" + "f" * 5000, "line 1: broken YAML: the number is too long"),
        ("a: 1" + ":59" * 600_000, "line 1: broken YAML: the number is too long"),
        ("a: 1." + "9" * 5000, "line 1: broken YAML: the number is too long"),
        ("a: 0x_", "line 1: broken YAML: '0x_' is no number; mend it, or quote it"),
        ("9" * 100 + ": 1", "line 1: broken YAML: the number is too long"),
        ("[a, b]: 1", "line 1: broken YAML: a key must be a word, not a list; check brackets"),
        ("{a: 1}: 1", "line 1: broken YAML: a key must be a word"),
    ],
)
def test_hostile_yaml_is_refused_with_its_line(text: str, says: str) -> None:
    assert refusal(parse_yaml, text, "own.yaml").startswith(f"own.yaml, {says}")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("", None),
        ("# nothing but a comment", None),
        ("a: 2024-01-31", {"a": "2024-01-31"}),
        ("a: 2024-99-99", {"a": "2024-99-99"}),
        ("2024-01-31: 1", {"2024-01-31": 1}),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
        ("a: =", {"a": "="}),
        ("a: off", {"a": False}),
        ("off: a", {False: "a"}),
        ("a: .inf", {"a": math.inf}),
        ("a: ~", {"a": None}),
        ("a: 1:30", {"a": 90}),
        ("a: '99999999999999999999999999999999999'", {"a": "9" * 35}),
        ("a: &name x", {"a": "x"}),
    ],
)
def test_plain_yaml_is_read(text: str, content: object) -> None:
    assert parse_yaml(text, "own.yaml").content == content


def test_nesting_is_read_as_deep_as_is_said() -> None:
    parse_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, "own.yaml")
    refusal(parse_yaml, "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "own.yaml")


def test_fields_know_their_lines() -> None:
    document = parse_yaml("a: 1\nb:\n  - x\n  - c: 2\n    d: 3\noff:\n  1: y\n", "own.yaml")
    places = {
        ("a",): 1,
        ("b",): 2,
        ("b", 0): 3,
        ("b", 1): 4,
        ("b", 1, "d"): 5,
        ("b", 1, "d", "deeper"): 5,
        ("b", 7): 2,
        ("False", "1"): 7,
        (): 1,
    }
    for where, line in places.items():
        assert document.place(where) == f"own.yaml, line {line}"
    assert document.place(("flag",)) == ""
    assert document.without(["a"]).place(("a",)) == ""
    assert Document("own.json", {}).place(("a",)) == "own.json"


@STEADY
@example("a: *b")
@example("? [a]\n: b")
@example('"\\ud800": 1')
@given(
    st.text(alphabet=st.sampled_from(list("ab:-?[]{}#&*!|>'\"%@`,\\\n \t0189.x_~<=")), max_size=40)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    said = ""
    try:
        parse_yaml(text, "own.yaml")
    except InputError as error:
        said = str(error)
    assert not said or said.startswith("own.yaml, line ")


# ---- JSON ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (" \n", ": is empty"),
        ("a,b\n1,2\n", ": is no JSON but looks like a table (CSV); give a JSON file"),
        ("<html>", ": is no JSON but looks like a page (HTML) or other markup; give"),
        ("days: 3\nlevel: beginner\n", ": is no JSON but looks like YAML; give"),
        ("BEGIN:VCALENDAR\n", ": is no JSON but looks like a calendar; give"),
        ("nonsense", ", line 1: broken JSON: Expecting value"),
        ('{"a": 1,\n"b": }', ", line 2: broken JSON"),
        ('{"a": 1} x', ", line 1: broken JSON: Extra data"),
        ("[" * 100_000, ": broken JSON: is nested too deep; write it flatter"),
        ('{"a":' * 100_000, ": broken JSON: is nested too deep; write it flatter"),
        ('{"a": 1, "a": 2}', ": broken JSON: the key 'a' stands twice; keep one of them"),
        ('{"a": NaN}', ": broken JSON: NaN is no number; write a finite one"),
        ("[-Infinity]", ": broken JSON: -Infinity is no number; write a finite one"),
        ("9" * 5000, ": broken JSON: a number is too long; write a shorter one"),
    ],
)
def test_hostile_json_is_refused(write: Callable[[str], Path], text: str, says: str) -> None:
    path = write(text)
    assert refusal(read_json, path).startswith(f"{path}{says}")


def test_plain_json_is_read(write: Callable[[str], Path]) -> None:
    document = read_json(write('{"a": [1, -2.5, "x", null, true]}'))
    assert document.content == {"a": [1, -2.5, "x", None, True]}


# ---- faults that pydantic finds ------------------------------------------------------------


class _Inner(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    size: Annotated[int, Field(ge=1, lt=9)] = 1
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    name: Annotated[str, Field(min_length=2, max_length=5, pattern="^[a-z]+$")] = "ab"
    on: bool = True


class _Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    parts: Annotated[list[_Inner], Field(min_length=1, max_length=20)]
    pair: tuple[int, int] = (1, 2)


def faults(content: Any, lines: dict[tuple[str | int, ...], int] | None = None) -> str:
    with pytest.raises(ValidationError) as found:
        _Outer.model_validate(content)
    document = Document("own.yaml", content, lines or {})
    return str(explain_invalid(found.value, document, lambda _: _Inner.model_fields))


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ({"size": "many"}, "size: must be a whole number, not 'many'"),
        ({"size": 1.5}, "size: must be a whole number, not 1.5"),
        ({"size": 0}, "size: must be 1 or more, not 0"),
        ({"size": 9}, "size: must be below 9, not 9"),
        ({"size": 10**5000}, "size: "),
        ({"share": 0}, "share: must be above 0, not 0"),
        ({"share": 2}, "share: must be 1 or less, not 2"),
        ({"share": math.nan}, "share: must be a finite number, not nan"),
        ({"share": [1]}, "share: must be a number, not [1]"),
        ({"name": 5}, "name: must be text, in quotes where in doubt, not 5"),
        ({"name": "\ud800b"}, "name: must be whole characters, with no lone surrogate, not '\\ud8"),
        ({"name": "a"}, "name: must have 2 characters or more, not 'a'"),
        ({"name": "a" * 10_000}, f"name: must have 5 characters or fewer, not '{'a' * 59}…"),
        ({"name": "A-B"}, "name: must be lower-case words joined by - . or _, not 'A-B'"),
        ({"on": "perhaps"}, "on: must be true or false, not 'perhaps'"),
        ({"sise": 1}, "sise: no such field (did you mean 'size'?); fields are size, share, name"),
    ],
)
def test_faults_are_put_in_plain_words(part: dict[str, Any], says: str) -> None:
    assert faults({"parts": [part]}).startswith(f"own.yaml: parts.0.{says}")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({}, "parts: is missing; add it"),
        ({"parts": []}, "parts: must have 1 entries or more, not []"),
        ({"parts": 5}, "parts: must be a list, such as [one, two], not 5"),
        ({"parts": [5]}, "parts.0: must be fields, such as {lower: 8}, not 5"),
        ({"parts": [{}], "pair": [1]}, "pair.1: is missing; add it"),
    ],
)
def test_faults_of_the_whole_are_put_in_plain_words(content: Any, says: str) -> None:
    assert faults(content) == f"own.yaml: {says}"


def test_every_fault_stands_on_a_line_of_its_own_with_its_place() -> None:
    content = {"parts": [{"size": 0}, {"on": "x"}]}
    lines: dict[tuple[str | int, ...], int] = {(): 1, ("parts",): 1, ("parts", 1): 3}
    assert faults(content, lines).splitlines() == [
        "own.yaml, line 1: parts.0.size: must be 1 or more, not 0",
        "own.yaml, line 3: parts.1.on: must be true or false, not 'x'",
    ]


def test_a_flood_of_faults_is_cut() -> None:
    said = faults({"parts": [{"size": 0}] * 15}).splitlines()
    assert len(said) == MAX_FAULTS + 1
    assert said[-1] == "and 5 more"


def test_suggestions_are_near() -> None:
    assert suggest("Bicep", ["biceps", "triceps"]) == " (did you mean 'biceps'?)"
    assert suggest("zzz", ["biceps"]) == ""
    assert suggest("", []) == ""


def test_values_are_shown_short() -> None:
    assert shown("x") == "'x'"
    assert len(shown("x" * 1_000_000)) == 61
    assert len(shown(list(range(1000)))) == 61
    assert shown(10 ** (sys.get_int_max_str_digits() + 1)) == "a number of thousands of digits"


def test_a_number_of_a_closed_list_is_explained() -> None:
    class Part(BaseModel):
        sides: Literal[1, 2] = 1

    with pytest.raises(ValidationError) as caught:
        Part.model_validate({"sides": 20})
    found = explain_invalid(caught.value, Document("plan.json", {"sides": 20}))
    assert str(found) == "plan.json: sides: 20 is not known; use one of 1, 2"


def test_what_one_reader_changes_no_other_reads() -> None:
    path = DATA / "ladders.yaml"
    first = read_yaml(path)
    first.content["rungs"][0]["rung"] = "other"
    first.lines.clear()
    assert read_yaml(path) == parse_yaml(read_text(path), str(path))


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.yaml")), ids=lambda path: path.name)
def test_own_files_are_read_as_any_other(path: Path) -> None:
    text = read_text(path)
    fast, slow = _own(str(path), text), parse_yaml(text, str(path))
    assert fast.content == slow.content
    assert fast.lines == slow.lines
