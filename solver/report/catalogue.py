"""The catalogue as a list: exercises, how they cover the groups, and equipment."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from itertools import groupby

from solver.catalogue import Exercise, Pattern
from solver.catalogue.equipment import ALWAYS, Equipment
from solver.report.page import BAD, QUIET, STRONG, Cell, Page
from solver.report.wording import count, plain

FEW = 2
"""A profile with fewer exercises for a group than this cannot vary them."""


def exercises_text(exercises: Iterable[Exercise], width: int = 100) -> str:
    """Return exercises for reading in a terminal, by movement pattern.

    Args:
        exercises: in any order; those of a pattern keep theirs.
        width: columns to fill.

    """
    page = Page(width)
    ordered = sorted(exercises, key=lambda e: list(Pattern).index(e.pattern))
    page.line(f"{count(len(ordered), 'exercise')}.", STRONG)
    page.line(
        "Muscles: direct; in brackets those that get half a set. L+R: a set is left and right. "
        "From: the level from which it is planned, beg(inner), int(ermediate), adv(anced).",
        QUIET,
    )
    for pattern, group in groupby(ordered, key=lambda e: e.pattern):
        members = list(group)
        page.section(f"{plain(pattern.value)} ({len(members)})")
        page.table(
            [_exercise_row(exercise) for exercise in members],
            header=("Exercise", "Muscles", "Equipment", "Role", "From"),
            fixed=(3, 4),
            indent=0,
        )
    return page.close()


def _exercise_row(exercise: Exercise) -> list[Cell]:
    name = exercise.name + (" (L+R)" if exercise.sides == 2 else "")
    muscles = ", ".join(map(plain, exercise.direct))
    if exercise.indirect:
        muscles += f" ({', '.join(map(plain, exercise.indirect))})"
    needs = [exercise.load, *exercise.supports]
    if any(support.endswith(f"_{exercise.load}") for support in exercise.supports):
        needs.remove(exercise.load)  # a chest press machine says that it is a machine
    role = exercise.role.value
    return [
        name,
        muscles.strip(),
        ", ".join(map(plain, needs)),
        role,
        (exercise.level.value[:3], QUIET),
    ]


def exercises_json(exercises: Iterable[Exercise]) -> str:
    """Return exercises as a JSON list with all their tags.

    ``muscles`` maps each muscle to the fractional sets of one hard set: 1.0 direct, 0.5 indirect.
    """
    return json.dumps([_tags(exercise) for exercise in exercises], indent=2, ensure_ascii=False)


def _tags(exercise: Exercise) -> dict[str, object]:
    tags: dict[str, object] = {}
    for field, value in exercise.model_dump(mode="json").items():
        if field == "direct":
            tags["muscles"] = exercise.muscles
        elif field != "indirect":
            tags[field] = value
    return tags


def exercises_csv(exercises: Iterable[Exercise]) -> str:
    """Return exercises as CSV with the columns of ``data/exercises.csv``.

    It is data to be edited and read again by ``load_catalogue``, so every cell stands as it is:
    no disclaimer row, and no apostrophe before a cell that looks like a formula.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(Exercise.model_fields)
    for exercise in exercises:
        writer.writerow(map(_cell, exercise.model_dump(mode="json").values()))
    return buffer.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "|".join(value)
    return "" if value is None else value


def coverage_text(table: Mapping[str, Mapping[str, int]]) -> str:
    """Return how many exercises train each group directly in each profile.

    Args:
        table: ``{profile: {group: exercises}}``, as ``solver.catalogue.coverage`` counts.

    """
    page = Page(100)
    page.line("Exercises that train a group directly, by equipment profile", STRONG)
    page.line(f"! marks fewer than {FEW}.", QUIET)
    page.line()
    groups = list(dict.fromkeys(group for counts in table.values() for group in counts))
    rows: list[list[Cell]] = [
        [profile, *(_covered(counts.get(group, 0)) for group in groups)]
        for profile, counts in table.items()
    ]
    right = range(1, len(groups) + 1)
    page.table(rows, header=("", *map(plain, groups)), right=right, fixed=(0,), indent=0, gap=1)
    return page.close()


def _covered(exercises: int) -> Cell:
    return (f"! {exercises}", BAD) if exercises < FEW else str(exercises)


def items_text(equipment: Equipment) -> str:
    """Return the equipment: profiles with their items, loads and supports with other names."""
    page = Page(100)
    page.line("Equipment profiles", STRONG)
    page.line("Each also has what everyone has; name profiles and items in any mix.", QUIET)
    page.line()
    everyone = equipment.profile(ALWAYS)
    rows: list[list[Cell]] = [["everyone", _items(everyone, equipment)]]
    rows += [
        [name, _items(equipment.profile(name) - everyone, equipment)] for name in equipment.profiles
    ]
    page.table(rows, fixed=(0,), indent=0)
    for title, load in (("Loads: an exercise has one", True), ("Supports", False)):
        page.section(title)
        page.table(
            [
                [item.name, ", ".join(item.synonyms), ", ".join(item.implies)]
                for item in equipment.items.values()
                if item.is_load is load
            ],
            header=("Item", "Also called", "Brings along"),
            fixed=(0,),
            indent=0,
        )
    return page.close()


def _items(names: frozenset[str], equipment: Equipment) -> str:
    return ", ".join(name for name in equipment.items if name in names) or "nothing more"
