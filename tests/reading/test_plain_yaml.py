"""YAML is plain data, or is refused with its line."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from solver.errors import InputError
from solver.paths import DATA
from solver.reading import MAX_DEPTH, Document, parse_yaml, read_text, read_yaml
from solver.reading.plain_yaml import _own
from tests.reading.refusing import refusal
from tests.strategies import STEADY

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


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
        ("1: x\n+1: y", "line 2: broken YAML: the key 1 stands twice; keep one"),
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
        ("a: 1." + "9" * 5000, "line 1: broken YAML: the number is too long"),
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
        # No whole numbers to the base of 8, 16 or 60: a person means none of them.
        ("a: 060", {"a": "060"}),
        ("a: 6:30", {"a": "6:30"}),
        ("a: 1:30.5", {"a": "1:30.5"}),
        ("a: 0x1F", {"a": "0x1F"}),
        ("a: [-5, +4, 0, 1.5, .5, 1.0e+3]", {"a": [-5, 4, 0, 1.5, 0.5, 1000.0]}),
        ("a: ~", {"a": None}),
        ("a: 1:30", {"a": "1:30"}),
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
