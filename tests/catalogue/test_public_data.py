"""Our primary muscles against those of public sets, where the sets are at hand.

``pytest tests/catalogue/test_public_data.py -s`` prints the figures of docs/catalogue.md.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from solver.catalogue import Exercise, load_catalogue
from solver.catalogue.catalogue import fold

ROOT = Path(__file__).parents[2]
FOLDER = ROOT.parent / "shared" / "data"
SETS = ("free-exercise-db", "open-exercise-db")
COMMON = "common exercises"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the public data sets are not at hand: no folder {FOLDER}"
)

TAXONOMY = {
    "abductors": {"glute_med"},
    "traps": {"upper_traps", "upper_back", "lower_traps"},
    "neck": set(),
}
"""What public words mean in our list of muscles, where the mapping says that it depends."""


@dataclass(frozen=True)
class Shared:
    """An exercise of ours under a name that a public set has as well."""

    source: str
    exercise: Exercise
    name: str
    primary: frozenset[str]
    words: frozenset[str]

    @property
    def agrees(self) -> bool:
        return bool(self.primary & set(self.exercise.direct))

    @property
    def defended(self) -> bool:
        """Tell whether the note names what the others tag."""
        note = self.exercise.note.casefold()
        return any(word in note for word in self.words)


@cache
def known() -> dict[str, Exercise]:
    """Return our exercises by every name and alias."""
    return {
        fold(name): exercise
        for exercise in load_catalogue()
        for name in (exercise.id, exercise.name, *exercise.aliases)
    }


def ours(names: Iterable[str]) -> list[Exercise]:
    """Return the exercises of ours with exactly one of these names or aliases."""
    found = [known()[fold(name)] for name in names if fold(name) in known()]
    return list({exercise.id: exercise for exercise in found}.values())


@cache
def meanings() -> dict[tuple[str, str], frozenset[str]]:
    """Return our muscles for each label of each set."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    with (FOLDER / "muscle_mapping.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            muscle = row["taxonomy"]
            found[row["dataset"], row["source_label"]] |= TAXONOMY.get(muscle, {muscle})
    return {key: frozenset(muscles) for key, muscles in found.items()}


def words(muscles: Iterable[str]) -> frozenset[str]:
    """Return how people call these muscles: our names, and every public label for them."""
    wanted = set(muscles)
    labels = {label for (_, label), meant in meanings().items() if meant & wanted}
    return frozenset(labels | {muscle.replace("_", " ") for muscle in wanted})


def of_set(source: str) -> Iterator[Shared]:
    records = json.loads((FOLDER / source / "exercises.facts.json").read_text(encoding="utf-8"))
    for record in records:
        labels = record["primaryMuscles"]
        primary = frozenset().union(*(meanings()[source, label] for label in labels))
        for exercise in ours([record["name"], *record.get("aliases", [])]):
            yield Shared(source, exercise, record["name"], primary, words(primary))


def of_common() -> Iterator[Shared]:
    """Count what at least half as many sets name as name the first muscle."""
    path = FOLDER / "common_exercises_permissive.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            votes = {
                muscle: float(count)
                for muscle, count in re.findall(r"(\w+):([\d.]+)", row["primary_votes"])
            }
            chosen = {m for m, count in votes.items() if count * 2 >= max(votes.values())}
            primary = frozenset().union(*(TAXONOMY.get(muscle, {muscle}) for muscle in chosen))
            names = [row["name"], *(row[f"{source} [Unlicense] name"] for source in SETS)]
            for exercise in ours(names):
                yield Shared(COMMON, exercise, row["name"], primary, words(primary))


@cache
def shared() -> tuple[Shared, ...]:
    return (*of_set(SETS[0]), *of_set(SETS[1]), *of_common())


@cache
def figures() -> dict[str, tuple[int, int, int]]:
    """Return, for each set, pairs of exercises compared, our exercises in them, pairs agreed."""
    table = {}
    for source in (*SETS, COMMON):
        pairs = [pair for pair in shared() if pair.source == source and pair.exercise.direct]
        agreed = sum(pair.agrees for pair in pairs)
        table[source] = len(pairs), len({pair.exercise.id for pair in pairs}), agreed
    return table


def percent(pairs: int, agreed: int) -> int:
    return round(100 * agreed / pairs)


def test_every_disagreement_is_defended() -> None:
    out = sys.stdout
    out.write("\nprimary muscles: pairs compared, exercises of ours among them, pairs agreed\n")
    for source, (pairs, exercises, agreed) in figures().items():
        share = percent(pairs, agreed)
        out.write(f"{source:17} {pairs:4} {exercises:4} {agreed:4}  {share} %\n")
    disputed = [pair for pair in shared() if not pair.agrees]
    for pair in sorted(disputed, key=lambda pair: (pair.exercise.id, pair.source)):
        mine = ", ".join(pair.exercise.direct) or "no muscle"
        theirs = ", ".join(sorted(pair.primary))
        out.write(f"{pair.exercise.id}: {mine}; {pair.source} ({pair.name}): {theirs}\n")
    bare = sorted({pair.exercise.id for pair in disputed if not pair.defended})
    assert not bare, "their note in data/exercises.csv must say why not the others' muscle"


def test_enough_names_are_shared_for_the_figures_to_mean_something() -> None:
    assert figures()["open-exercise-db"][0] >= 150
    assert figures()["free-exercise-db"][0] >= 50


def test_most_tags_agree() -> None:
    for source, (pairs, _, agreed) in figures().items():
        assert percent(pairs, agreed) >= 80, source


def test_the_figures_in_the_docs_are_these() -> None:
    text = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    for source, (pairs, exercises, agreed) in figures().items():
        share = percent(pairs, agreed)
        assert f"| {source} | {pairs} | {exercises} | {agreed} | {share} % |" in text
