"""Reads ``data/`` into a catalogue, or says which row is wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from solver.catalogue.catalogue import Catalogue, fold
from solver.catalogue.equipment import Equipment, Item
from solver.catalogue.exercise import Exercise
from solver.catalogue.tables import Dose, Group, Muscle, Times
from solver.catalogue.vocabulary import Level, Role
from solver.errors import InputError, suggest
from solver.paths import DATA
from solver.reading import read_csv

T = TypeVar("T")
MAX_EXERCISES = 10_000


def load_catalogue(exercises: Path | str | None = None) -> Catalogue:
    """Load the catalogue.

    Args:
        exercises: a CSV with the columns of ``data/exercises.csv``, instead of that file.

    Raises:
        InputError: a file or row is wrong; the message names file, line and field.

    """
    return _load(Path(exercises) if exercises is not None else DATA / "exercises.csv")


@cache
def _load(path: Path) -> Catalogue:
    muscles = {m.name: m for m in _rows(DATA / "muscles.csv", _muscle)}
    groups = {g.name: g for g in _rows(DATA / "groups.csv", lambda row: _group(row, muscles))}
    equipment = Equipment({i.name: i for i in _rows(DATA / "equipment.csv", _item)})
    seconds = {
        (what, of): value
        for what, of, value in _rows(
            DATA / "times.csv", lambda row: (row["what"], row["of"], int(row["seconds"]))
        )
    }
    times = Times(
        work={role: seconds["work", role] for role in Role if role is not Role.DRILL},
        rest={role: seconds["rest", role] for role in Role if role is not Role.DRILL},
        set_up={of: value for (what, of), value in seconds.items() if what == "set_up"},
        ramp_set=seconds["ramp_set", "main"],
        warm_up_full=seconds["warm_up", "full"],
        warm_up_short=seconds["warm_up", "short"],
        short_up_to=seconds["warm_up_short_up_to", "session"],
    )
    doses = dict(_rows(DATA / "doses.csv", _dose))
    exercises = _exercises(path, muscles, equipment)
    return Catalogue(exercises, muscles, groups, equipment, times, doses)


def _exercises(path: Path, muscles: dict[str, Muscle], equipment: Equipment) -> dict[str, Exercise]:
    found: dict[str, Exercise] = {}
    names: dict[str, str] = {}
    rows = read_csv(path)
    if not rows:
        raise InputError(f"{path}: has no exercises; add at least one row under the header")
    if len(rows) > MAX_EXERCISES:
        raise InputError(f"{path}: has {len(rows)} rows; at most {MAX_EXERCISES} are read")
    for line, row in rows:
        place = f"{path}, line {line}"
        exercise = _exercise(place, row)
        _known(place, "direct", exercise.direct, muscles)
        _known(place, "indirect", exercise.indirect, muscles)
        loads = [item.name for item in equipment.items.values() if item.is_load]
        _known(place, "load", [exercise.load], loads)
        _known(place, "supports", exercise.supports, equipment.items)
        if exercise.id in found:
            raise InputError(f"{place}: id: {exercise.id!r} stands twice; rename one")
        other = names.setdefault(fold(exercise.name), exercise.id)
        if other != exercise.id:
            raise InputError(f"{place}: name: {other!r} has the same name; rename one")
        found[exercise.id] = exercise
    for line, row in rows:
        for field in ("easier", "harder"):
            if row.get(field):
                _known(f"{path}, line {line}", field, [row[field]], found)
    return found


def _exercise(place: str, row: dict[str, str]) -> Exercise:
    try:
        return Exercise.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else "row"
        given = f", not {row[field]!r}" if field in row else ""
        message = first["msg"].removeprefix("Value error, ")
        if first["type"] == "missing":
            message = "the column is missing; data/README.md lists the columns"
        elif first["type"] == "extra_forbidden":
            message, given = "no such column; data/README.md lists the columns", ""
        raise InputError(f"{place}: {field}: {message}{given}") from error


def _known(place: str, field: str, words: list[str] | tuple[str, ...], known: object) -> None:
    for word in words:
        if word not in known:  # type: ignore[operator]
            hint = suggest(word, list(known))  # type: ignore[call-overload]
            raise InputError(f"{place}: {field}: {word!r} is not known{hint}")


def _rows(path: Path, make: Callable[[dict[str, str]], T]) -> list[T]:
    made = []
    for line, row in read_csv(path):
        try:
            made.append(make(row))
        except KeyError as error:
            raise InputError(f"{path}, line {line}: {error} is missing") from error
        except ValueError as error:
            raise InputError(f"{path}, line {line}: {error}") from error
    return made


def _words(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _muscle(row: dict[str, str]) -> Muscle:
    return Muscle(
        name=row["muscle"],
        group=row["group"] or None,
        floor=float(row["floor"]),
        target=(float(row["target_low"]), float(row["target_high"])),
        cap=float(row["cap"]),
    )


def _group(row: dict[str, str], muscles: dict[str, Muscle]) -> Group:
    return Group(
        name=row["group"],
        members=tuple(m.name for m in muscles.values() if m.group == row["group"]),
        floor=float(row["floor"]),
        cap=float(row["cap"]),
        targets={
            level: (float(row[f"{level}_low"]), float(row[f"{level}_high"])) for level in Level
        },
    )


def _item(row: dict[str, str]) -> Item:
    return Item(
        name=row["item"],
        is_load=row["kind"] == "load",
        implies=_words(row["implies"]),
        synonyms=_words(row["synonyms"]),
        profiles=_words(row["profiles"]),
    )


def _dose(row: dict[str, str]) -> tuple[Role, Dose]:
    return Role(row["role"]), Dose(
        low=int(row["sets_low"]),
        high=int(row["sets_high"]),
        usual=(int(row["usual_low"]), int(row["usual_high"])),
        ramp_sets=int(row["ramp_sets"]),
        rir={level: int(row[f"rir_{level}"]) for level in Level},
    )
