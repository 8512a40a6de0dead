"""The fields of a scenario as people write them: words by commas, weights, splits, days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag

from solver.catalogue.vocabulary import BodyPart, Weekday
from solver.days import MAX_MINUTES, MIN_MINUTES, parse_available, parse_days
from solver.errors import shown
from solver.rules.splits import Split, complete
from solver.weights import parse_weight

Minutes = Annotated[int, Field(ge=MIN_MINUTES, le=MAX_MINUTES, strict=True)]
Number = Annotated[float, Field(strict=True)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


def _words(value: object) -> object:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


Names = Annotated[tuple[Name, ...], BeforeValidator(_words), Field(max_length=300)]


def _parse_split(value: object) -> object:
    if isinstance(value, str):
        if value.strip().endswith((".yaml", ".yml")):
            raise ValueError(
                f"{shown(value)} looks like a file; write the split itself here, with id, title, "
                "kinds and weeks, or name the file on the command line with --split FILE"
            )
        return value.strip()
    if isinstance(value, Split):
        return value
    if isinstance(value, Mapping):
        return complete(value)
    raise ValueError(
        f"must be auto, none, the name of a split, or a split with kinds and weeks, not "
        f"{shown(value)}"
    )


def _weight(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _maxes(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    for name, weight in value.items():
        if isinstance(weight, bool) or not isinstance(weight, str | int | float):
            raise ValueError(f"{shown(name)} takes a weight such as 140 kg, not {shown(weight)}")
        try:
            parse_weight(str(weight))
        except ValueError as error:
            raise ValueError(f"{shown(name)}: {error}") from error
    return {name: str(weight).strip() for name, weight in value.items()}


Protected = Annotated[tuple[BodyPart, ...], BeforeValidator(_words)]
Weight = Annotated[str | None, BeforeValidator(_weight)]
Maxes = Annotated[dict[Name, str], BeforeValidator(_maxes), Field(max_length=100)]

# Tags with brackets are no part of a field's path in messages.
_NAMED, _OWN = "split[named]", "split[own]"
AnySplit = Annotated[
    Annotated[str, Tag(_NAMED)] | Annotated[Split, Tag(_OWN)],
    Discriminator(lambda value: _NAMED if isinstance(value, str) else _OWN),
    BeforeValidator(_parse_split),
]
Days = Annotated[int | dict[Weekday, int | None], BeforeValidator(parse_days)]
Available = Annotated[dict[Weekday, int | None] | None, BeforeValidator(parse_available)]
