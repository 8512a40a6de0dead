"""The scenarios that speed is measured on.

48 of days x minutes x equipment, beside them a dozen with named splits, supersets, protections and
priorities, and the default with larger catalogues.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.grown import grown
from solver.catalogue import Catalogue, Level, load_catalogue
from solver.catalogue.vocabulary import BodyPart
from solver.model.preparing import make_problem
from solver.model.problem import Problem
from solver.rules.signs import load_signs
from solver.rules.splits import AUTO, splits_for
from solver.scenario import Scenario, load_scenario

SCENARIOS = Path(__file__).parent.parent / "scenarios"

DAYS = (2, 3, 4, 6)
MINUTES = (30, 45, 60, 90)
PROFILES = ("full_gym", "dumbbells_bench", "bodyweight_bar")

SPECIAL: dict[str, dict[str, Any]] = {
    "default": {},
    "full-body-4": {"split": "full_body"},
    "push-pull-legs-4": {"split": "push_pull_legs"},
    "upper-lower-6": {"split": "upper_lower", "days": 6, "minutes": 75},
    "no-split": {"split": "none"},
    "no-supersets": {"supersets": "none", "minutes": 75},
    "all-supersets": {"supersets": "all", "minutes": 45},
    "spare-knee": {"protect": ["knee"]},
    "spare-shoulder-back": {"protect": ["shoulder", "lower_back"], "days": 3},
    "glutes-first": {"priorities": ["glutes"]},
    "beginner-3": {"level": "beginner", "days": 3},
    "advanced-6": {"level": "advanced", "days": 6},
}


SIZES = (1_000, 5_000)
"""Exercises in the larger catalogues; the standard one is that of every other case."""


@dataclass(frozen=True)
class Case:
    """A scenario of the suite.

    Attributes:
        name: unique, and part of the names of result files.
        fields: of the scenario; what is left out is the default.
        size: exercises in its catalogue, None for the standard one.
        distinct: no two variants of a larger catalogue count alike.

    """

    name: str
    fields: dict[str, Any] = field(hash=False)
    size: int | None = None
    distinct: bool = False

    def catalogue(self) -> Catalogue:
        """Return what there is to choose from."""
        return _catalogue(self.size, self.distinct)

    def scenario(self, **more: Any) -> Scenario:
        """Return the scenario, with these fields on top."""
        return Scenario.model_validate({**self.fields, **more})


@cache
def _catalogue(size: int | None, distinct: bool) -> Catalogue:
    standard = load_catalogue()
    return grown(standard, size, distinct=distinct) if size else standard


def grid(
    days: tuple[int, ...] = DAYS,
    minutes: tuple[int, ...] = MINUTES,
    profiles: tuple[str, ...] = PROFILES,
    levels: tuple[Level, ...] = (Level.INTERMEDIATE,),
) -> Iterator[Case]:
    """Yield a case for each combination."""
    for profile, count, length, level in product(profiles, days, minutes, levels):
        fields = {"days": count, "minutes": length, "equipment": [profile], "level": level}
        usual = level is Level.INTERMEDIATE
        yield Case(f"{count}x{length}-{profile}{'' if usual else f'-{level}'}", fields)


def special() -> Iterator[Case]:
    """Yield the dozen beside the grid."""
    for name, fields in SPECIAL.items():
        yield Case(name, fields)


def persons() -> Iterator[Case]:
    """Yield the default week for each body part to protect and each sign."""
    for part in BodyPart:
        yield Case(f"protect-{part}", {"protect": [part]})
    for sign in load_signs():
        yield Case(f"sign-{sign}", {"signs": [sign]})


ROOMY = ((3, 90), (4, 60), (4, 90), (5, 60), (5, 90), (6, 60), (6, 90))
"""Days and minutes in which a week can keep every guardrail."""

WISHES: dict[str, tuple[str, ...]] = {
    "protect": ("knee", "shoulder", "lower_back"),
    "priorities": ("glutes", "lats", "chest", "shoulders", "quads"),
}
"""What is most often protected or put first."""


def wished(profiles: tuple[str, ...], levels: tuple[Level, ...]) -> Iterator[Case]:
    """Yield roomy weeks with one thing protected or put first."""
    for (days, minutes), (wish, names) in product(ROOMY, WISHES.items()):
        for case in grid((days,), (minutes,), profiles, levels):
            for name in names:
                yield Case(f"{case.name}-{name}", {**case.fields, wish: [name]})


def named() -> Iterator[Case]:
    """Yield a case for each file of ``scenarios/``."""
    for path in sorted(SCENARIOS.glob("*.yaml")):
        if not path.stem.endswith(".expected"):
            fields = load_scenario(path).model_dump(mode="json", exclude_unset=True)
            yield Case(path.stem, fields)


def sizes() -> Iterator[Case]:
    """Yield the default week with larger catalogues, of equal and of distinct variants."""
    for size, distinct in product(SIZES, (False, True)):
        kind = "distinct" if distinct else "equal"
        yield Case(f"default-{size}-{kind}", {}, size, distinct)


def suite() -> Iterator[Case]:
    """Yield every case."""
    yield from grid()
    yield from special()
    yield from sizes()


def one_split(case: Case, split: str = "") -> Problem:
    """Return the case with one split, the best liked unless one is named.

    The others know no comparing of splits.
    """
    catalogue = case.catalogue()
    scenario = case.scenario().resolve(catalogue)
    if scenario.split == AUTO:
        scenario = scenario.with_split(split or splits_for(scenario.count)[0].id).resolve(catalogue)
    return make_problem(scenario, catalogue)
