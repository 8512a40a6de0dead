"""All that exists: exercises, muscles, equipment, times; and what of it a person can use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from solver.catalogue.equipment import Equipment
from solver.catalogue.exercise import Exercise
from solver.catalogue.hard_sets import hard_set_sizes
from solver.catalogue.tables import Dose, Group, Muscle, Times
from solver.catalogue.vocabulary import Role
from solver.errors import InputError, nearest, shown, suggest
from solver.paths import DATA
from solver.reading import read_yaml

DECIDING = (
    "rules", "splits", "intensities", "supersets", "warm_ups", "protections", "signs", "ladders",
    "recovery", "advice", "score",
)  # fmt: skip
"""Files of ``data/`` in YAML that decide what stands in a plan."""


@cache
def deciding_content(folder: Path) -> dict[str, Any]:
    """Return the content of the files under ``DECIDING``, keys as text.

    Raises:
        InputError: a file is missing or no YAML.

    """
    return {name: _plain(read_yaml(folder / f"{name}.yaml").content) for name in DECIDING}


def _plain(content: Any) -> Any:
    """Return content with every key as text, so that any keys can be sorted."""
    if isinstance(content, dict):
        return {str(key): _plain(value) for key, value in content.items()}
    return [_plain(value) for value in content] if isinstance(content, list) else content


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Everything of ``data/`` but the rules. :attr:`hash` tells whether two hold the same."""

    exercises: dict[str, Exercise]
    muscles: dict[str, Muscle]
    groups: dict[str, Group]
    equipment: Equipment
    times: Times
    doses: dict[Role, Dose]
    own_doses: dict[str, Dose] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Exercise]:
        return iter(self.exercises.values())

    def __len__(self) -> int:
        return len(self.exercises)

    @cached_property
    def hash(self) -> str:
        """Return a fingerprint of all data that decides a plan; a plan names the one it is made of.

        Exercises and tables as loaded, and the content of the files under ``DECIDING``. Comments,
        the order of keys and line ends make no difference.
        """
        content = {
            "exercises": [exercise.model_dump(mode="json") for exercise in self],
            "tables": repr(
                (
                    self.muscles,
                    self.groups,
                    self.equipment.items,
                    self.times,
                    self.doses,
                    self.own_doses,
                    hard_set_sizes(),
                )
            ),
            "files": deciding_content(DATA),
        }
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def dose_of(self, exercise: Exercise) -> Dose:
        """Return the sets that an exercise may have: its own dose, else that of its role.

        Raises:
            KeyError: it is a drill, which has no sets.

        """
        own = self.own_doses.get(exercise.id)
        return self.doses[exercise.role] if own is None else own

    @cached_property
    def _by_name(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for exercise in self:
            for name in (exercise.id, exercise.name, *exercise.aliases):
                names.setdefault(fold(name), exercise.id)
        return names

    def find(self, name: str, field: str = "exercise") -> Exercise:
        """Return the exercise of this id, name or alias, in any spelling of case and hyphens.

        Raises:
            InputError: there is none; the message suggests the nearest.

        """
        if found := self._by_name.get(fold(name)):
            return self.exercises[found]
        spellings = {
            word: exercise.id
            for exercise in self
            for word in (*exercise.aliases, exercise.name, exercise.id)
        }
        near = nearest(name, spellings)
        hint = "" if near is None else f" (did you mean {near!r}, {spellings[near]}?)"
        if near is not None and near == spellings[near]:
            hint = f" (did you mean {near!r}?)"
        raise InputError(
            f"{field}: the catalogue has no exercise {shown(name)}{hint}; "
            "`evenset catalogue` lists them",
            (field,),
        )

    def muscle_or_group(self, name: str, field: str) -> str:
        """Return the muscle's or group's own spelling.

        Raises:
            InputError: there is none; the message suggests the nearest.

        """
        folded = fold(name).replace(" ", "_")
        if folded in self.muscles or folded in self.groups:
            return folded
        known = [*self.groups, *self.muscles]
        raise InputError(
            f"{field}: there is no muscle or group {shown(name)}{suggest(folded, known)}; "
            f"groups are {', '.join(self.groups)}; muscles are {', '.join(self.muscles)}",
            (field,),
        )

    def doable(self, items: frozenset[str]) -> list[Exercise]:
        """Return the exercises, drills included, that these items allow."""
        return [e for e in self if e.load in items and items.issuperset(e.supports)]


def fold(name: str) -> str:
    """Return a spelling in which case, hyphens and underscores do not matter."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def coverage(catalogue: Catalogue, profiles: Iterable[str]) -> dict[str, dict[str, int]]:
    """Count, for each profile and muscle group, the exercises that train it directly.

    Returns:
        ``{profile: {group: number of exercises}}``; drills and unloaded work do not count.

    """
    table = {}
    for profile in profiles:
        usable = [e for e in catalogue.doable(catalogue.equipment.profile(profile)) if e.hard]
        table[profile] = {
            group.name: sum(bool(set(e.direct) & set(group.members)) for e in usable)
            for group in catalogue.groups.values()
        }
    return table
