"""Faults that pydantic finds, in plain words and with their place."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from solver.reading import MAX_FAULTS, Document, explain_invalid


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


def test_a_number_of_a_closed_list_is_explained() -> None:
    class Part(BaseModel):
        sides: Literal[1, 2] = 1

    with pytest.raises(ValidationError) as caught:
        Part.model_validate({"sides": 20})
    found = explain_invalid(caught.value, Document("plan.json", {"sides": 20}))
    assert str(found) == "plan.json: sides: 20 is not known; use one of 1, 2"


def test_a_hostile_name_of_a_field_is_quoted_and_cut() -> None:
    said = faults({"parts": [{"\x1b]0;pwned\a": 1, "n" * 5000: 2}]})
    assert "\x1b" not in said
    assert "'\\x1b]0;pwned\\x07': no such field" in said
    assert len(said) < 1000


def test_a_name_like_a_branch_of_a_union_is_a_name_where_it_stands() -> None:
    for name in ("a[b]", "MyRule", "restOff"):
        assert f"own.yaml: parts.0.{name}: no such field" in faults({"parts": [{name: 1}]})


def test_many_faults_are_not_all_put_into_words() -> None:
    said = faults({"parts": [{f"field_{n}": 1 for n in range(3000)}]})
    assert said.splitlines()[-1] == f"and at least {1000 - MAX_FAULTS} more"
