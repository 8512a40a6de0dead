"""Which field of a scenario is changed, to which values: as text or from Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solver.catalogue.catalogue import Catalogue
from solver.errors import InputError, shown, suggest
from solver.reading import read_yaml
from solver.rules.recovery import FIELDS as RECOVERY
from solver.rules.splits import parse_split
from solver.scenario import Scenario, make_scenario

MAX_VALUES = 20
"""The most values of one field: each is a week to solve."""

WHOLE = ("days", "minutes", "seed", "workers")
"""Fields that take whole numbers alone."""

RANGED = (*WHOLE, "time_limit", "sleep")
"""Fields that take ranges, which run over whole numbers."""

STEPS = {"minutes": 15}
"""The step of a range where none is named; elsewhere 1."""

PAIRS = ("sets", "pull_push")
LISTS = ("equipment", "without", "exclude", "pin", "favour", "protect", "signs", "priorities")
WORDS = ("level", "split", "supersets", "bodyweight", "title", "available")
FIELDS = (*WHOLE, *PAIRS, *LISTS, *WORDS, *RECOVERY, "strict", "time_limit")
"""What can be changed in text; rules are changed in scenario files or from Python."""


@dataclass(frozen=True)
class Axis:
    """A field and the values it takes, each with a label; the order is the order of the rows."""

    field: str
    values: tuple[Any, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """How each value is called."""
        return tuple(map(label, self.values))

    @property
    def adds(self) -> bool:
        """True where a value adds to what the scenario has, so that it is shown as it is too."""
        return any(isinstance(value, str) and value.startswith("+") for value in self.values)


def label(value: Any) -> str:
    """Return how a value is called: ``4``, ``dumbbells+bench``, ``1.25-1.5``."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        named = value.get("id")
        return str(named) if named else "+".join(str(part) for part in value)
    if isinstance(value, list | tuple):
        join = "-" if value and all(isinstance(part, int | float) for part in value) else "+"
        return join.join(str(part) for part in value) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


# ---- reading ------------------------------------------------------------------------------------


def parse_axis(text: str, flag: str = "--vary") -> Axis:
    """Read ``days=2..6``, ``minutes=30..90:30`` or ``equipment=dumbbells,+bench``.

    Raises:
        InputError: an unknown field, no values, a range that runs down, too many values.

    """
    field, equals, values = text.partition("=")
    if not equals:
        raise InputError(
            f"{flag}: takes FIELD=VALUES, as days=2..6 or minutes=30,45,60, not {shown(text)}"
        )
    return make_axis(field.strip(), values, flag)


def make_axis(field: str, values: object, flag: str = "vary") -> Axis:
    """Return the axis of a field and its values, as text or as they are.

    Raises:
        InputError: see :func:`parse_axis`.

    """
    known_field(field, flag)
    if isinstance(values, str):
        listed: list[Any] = _texts(field, values, flag)
    elif isinstance(values, Iterable) and not isinstance(values, Mapping):
        listed = []
        for value in values:
            listed.append(value)
            _check_number(field, len(listed), flag)
    else:
        raise InputError(f"{flag}: {field} takes a list of values, not {shown(values)}")
    if not listed:
        raise InputError(f"{flag}: {field} has no value; name some, as {_example(field)}")
    _check_number(field, len(listed), flag)
    axis = Axis(field, tuple(listed))
    twice = [name for name in axis.labels if axis.labels.count(name) > 1]
    if twice:
        raise InputError(f"{flag}: {field}: {shown(twice[0])} stands twice; name each value once")
    return axis


def known_field(field: str, flag: str) -> str:
    """Return the field, if it is one that can be changed.

    Raises:
        InputError: there is none of this name, or it is a field of whole structures.

    """
    if field in FIELDS:
        return field
    if field in Scenario.model_fields:
        raise InputError(
            f"{flag}: {field} is no plain value; write a scenario file for each and compare those"
        )
    raise InputError(
        f"{flag}: {shown(field)} is no field{suggest(field, FIELDS)}; fields are "
        f"{', '.join(FIELDS)}"
    )


def _check_number(field: str, number: int, flag: str) -> None:
    if number > MAX_VALUES:
        raise InputError(
            f"{flag}: {field} has more than {MAX_VALUES} values, and each is a week to solve; "
            "name fewer, or a longer step, as minutes=30..120:30"
        )


def _example(field: str) -> str:
    return {"days": "days=2..6", "minutes": "minutes=30,45,60"}.get(field, f"{field}=ONE,OTHER")


def _texts(field: str, text: str, flag: str) -> list[Any]:
    if ".." in text and field in RANGED:
        return list(_range(field, text, flag))
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if field in WHOLE:
        return [int(part) if re.fullmatch(r"[0-9]{1,9}", part) else part for part in parts]
    return parts


def _range(field: str, text: str, flag: str) -> range:
    found = re.fullmatch(r"\s*([0-9]{1,9})\s*\.\.\s*([0-9]{1,9})\s*(?::\s*([0-9]{1,9})\s*)?", text)
    if not found:
        raise InputError(
            f"{flag}: {field}: {shown(text)} is no range; write LOWEST..HIGHEST or "
            "LOWEST..HIGHEST:STEP in whole numbers"
        )
    low, high = int(found[1]), int(found[2])
    step = int(found[3]) if found[3] else STEPS.get(field, 1)
    if low > high:
        raise InputError(f"{flag}: {field}: {low}..{high} runs down; write {high}..{low}")
    if step < 1:
        raise InputError(f"{flag}: {field}: a step must be 1 or more")
    _check_number(field, (high - low) // step + 1, flag)
    return range(low, high + 1, step)


def parse_change(text: str, flag: str = "--change") -> tuple[str, dict[str, Any]]:
    """Read ``days=4`` or ``"days=4 equipment=+barbell"`` as a label and fields.

    Raises:
        InputError: no value, or an unknown field.

    """
    fields: dict[str, Any] = {}
    for part in re.split(r"\s+(?=\w+=)", text.strip()):
        field, equals, value = part.partition("=")
        if not equals or not value.strip():
            raise InputError(
                f"{flag}: takes FIELD=VALUE, as days=4 or equipment=+barbell, not {shown(part)}"
            )
        if known_field(field, flag) in fields:
            raise InputError(f"{flag}: {field} stands twice in {shown(text)}; keep one of them")
        fields[field] = value.strip()
    return ", ".join(f"{field}={value}" for field, value in fields.items()), fields


# ---- applying -----------------------------------------------------------------------------------


def changed(base: Scenario, wanted: Mapping[str, Any]) -> Scenario:
    """Return the scenario with fields changed.

    Args:
        base: what is changed.
        wanted: values by field, as Python has them or as text: items joined by ``+``, with a
            leading ``+`` added to those of the scenario, ``none`` for no item, ``1.25-1.5`` for a
            lowest and a highest value.

    Raises:
        InputError: a field is unknown or wrong.

    """
    fields = base.model_dump(mode="json", exclude_none=True) | {"workers": base.workers}
    new = {name: _value(name, value, base) for name, value in wanted.items()}
    return make_scenario(fields | new)


def check_values(field: str, values: Iterable[Any], catalogue: Catalogue) -> None:
    """Refuse a value that no scenario could take; what only clashes with others is no fault here.

    A name that the catalogue does not know is such a value.

    Raises:
        InputError: a value is wrong by itself.

    """
    for value in values:
        alone = make_scenario({field: _value(field, value, Scenario())})
        if field in LISTS:
            alone.resolve(catalogue)


def _value(field: str, value: Any, base: Scenario) -> Any:
    """Return what the scenario's field takes; what fits no form is left for the field to refuse."""
    if not isinstance(value, str):
        return sorted(value) if isinstance(value, range | set | frozenset) else value
    text = value.strip()
    if field in LISTS:
        return _listed(text, list(getattr(base, field)))
    if field in PAIRS:
        return [_number(part) for part in re.split(r"[-,]", text)]
    if field in ("minutes", "seed", "workers", "time_limit"):
        return _number(text)
    if field == "split" and text.endswith((".yaml", ".yml")):
        return parse_split(read_yaml(Path(text)))
    if field in ("days", "available"):
        text = text.replace("+", ",")
    return _TRUTH.get(text.casefold(), text) if field == "strict" else text


_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


def _listed(text: str, own: list[str]) -> list[str]:
    words = [part.strip() for part in re.split(r"[+,]", text) if part.strip()]
    if text.startswith("+"):
        return [*own, *words]
    return [] if words == ["none"] else words


def _number(text: str) -> Any:
    """Return a number, or the text where it is none, for the field's own message."""
    if re.fullmatch(r"\s*[0-9]{1,9}\s*", text):
        return int(text)
    return float(text) if re.fullmatch(r"\s*[0-9]{0,9}\.[0-9]{1,9}\s*", text) else text
