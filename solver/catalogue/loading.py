"""Reads ``data/`` into a catalogue, or says which row is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from solver.catalogue.catalogue import Catalogue, fold
from solver.catalogue.equipment import Equipment, Item
from solver.catalogue.exercise import Exercise
from solver.catalogue.tables import Dose, Group, Muscle, Times
from solver.catalogue.vocabulary import Level, Role
from solver.errors import InputError, shown, suggest
from solver.paths import DATA
from solver.reading import Document, explain_invalid, read_csv

T = TypeVar("T")
MAX_EXERCISES = 10_000
LISTED = 60


def load_catalogue(exercises: Path | str | None = None) -> Catalogue:
    """Load the catalogue.

    Args:
        exercises: a CSV with the columns of ``data/exercises.csv``, instead of that file.

    Raises:
        InputError: a file or row is wrong; the message names file, line and field.

    """
    return _standard() if exercises is None else _load(Path(exercises))


@cache
def _standard() -> Catalogue:
    return _load(DATA / "exercises.csv")


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
    exercises = _exercises(path, muscles, equipment)
    doses, own_doses = make_doses(_rows(DATA / "doses.csv", _dose), exercises)
    return Catalogue(exercises, muscles, groups, equipment, times, doses, own_doses)


def make_doses(
    rows: Iterable[tuple[Role, tuple[str, ...], Dose]], exercises: Collection[str]
) -> tuple[dict[Role, Dose], dict[str, Dose]]:
    """Return the doses of roles, and those of exercises that have their own.

    An exercise that a catalogue of one's own does not have is left out.
    """
    doses: dict[Role, Dose] = {}
    own: dict[str, Dose] = {}
    for role, names, dose in rows:
        if not names:
            doses[role] = dose
        own.update({name: dose for name in names if name in exercises})
    return doses, own


def _exercises(path: Path, muscles: dict[str, Muscle], equipment: Equipment) -> dict[str, Exercise]:
    found: dict[str, Exercise] = {}
    names: dict[str, str] = {}
    rows = read_csv(path)
    if not rows:
        raise InputError(f"{path}: has no exercises; add at least one row under the header")
    if len(rows) > MAX_EXERCISES:
        raise InputError(f"{path}: has {len(rows)} rows; at most {MAX_EXERCISES} are read")
    loads = [item.name for item in equipment.items.values() if item.is_load]
    for line, row in rows:
        place = f"{path}, line {line}"
        exercise = _exercise(path, line, row)
        _known(place, "direct", exercise.direct, muscles)
        _known(place, "indirect", exercise.indirect, muscles)
        _known(place, "load", [exercise.load], loads)
        _known(place, "supports", exercise.supports, equipment.items)
        if exercise.id in found:
            raise InputError(f"{place}: id: {exercise.id!r} stands twice; rename one")
        for field, name in _names(exercise):
            if (other := names.setdefault(fold(name), exercise.id)) != exercise.id:
                raise InputError(f"{place}: {field}: {other!r} is called {name!r} too; rename one")
        found[exercise.id] = exercise
    for line, row in rows:
        for field in ("easier", "harder"):
            if row.get(field):
                _known(f"{path}, line {line}", field, [row[field]], found)
    _check_ladders(path, found, {row["id"]: line for line, row in rows})
    return found


def _names(exercise: Exercise) -> Iterator[tuple[str, str]]:
    yield "id", exercise.id
    yield "name", exercise.name
    for alias in exercise.aliases:
        yield "aliases", alias


def _check_ladders(path: Path, exercises: dict[str, Exercise], lines: dict[str, int]) -> None:
    """Refuse a ladder that leads back to where it began."""
    below: dict[str, set[str]] = {name: set() for name in exercises}
    for name, exercise in exercises.items():
        if exercise.easier:
            below[name].add(exercise.easier)
        if exercise.harder:
            below[exercise.harder].add(name)
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        ring = error.args[1]
        raise InputError(
            f"{path}, line {lines[ring[0]]}: easier, harder: the ladder goes in a circle "
            f"({', '.join(ring)}); take one rung out"
        ) from error


def _exercise(path: Path, line: int, row: dict[str, str]) -> Exercise:
    try:
        return Exercise.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if first["type"] in ("missing", "extra_forbidden"):
            missing = first["type"] == "missing"
            raise InputError(
                f"{path}, line 1: {first['loc'][0]}: "
                f"{'the column is missing; add it' if missing else 'no such column; take it out'} "
                "(data/README.md lists the columns)"
            ) from error
        raise explain_invalid(error, Document(f"{path}, line {line}", row)) from error


def _known(place: str, field: str, words: Iterable[str], known: Iterable[str]) -> None:
    names = list(known)
    for word in words:
        if word not in names:
            listed = "add it" if len(names) > LISTED else f"use one of {', '.join(names)}"
            raise InputError(
                f"{place}: {field}: {shown(word)} is not known{suggest(word, names)}; {listed}"
            )


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
        needs=_words(row["needs"]),
        synonyms=_words(row["synonyms"]),
        profiles=_words(row["profiles"]),
    )


def _dose(row: dict[str, str]) -> tuple[Role, tuple[str, ...], Dose]:
    return (
        Role(row["role"]),
        _words(row["exercises"]),
        Dose(
            low=int(row["sets_low"]),
            high=int(row["sets_high"]),
            usual=(int(row["usual_low"]), int(row["usual_high"])),
            ramp_sets=int(row["ramp_sets"]),
            rir={level: int(row[f"rir_{level}"]) for level in Level},
        ),
    )
