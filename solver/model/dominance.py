"""What nothing stands above: in a catalogue of thousands most exercises are variants of others.

A bundle is dominated where another counts for the same in every measure and asks for no more: no
more seconds, grip or load on the spine. Leaving it out is no proof that a week is best, since a
week may use up what stands above it; but a week that falls short in nothing is best whatever was
left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator

from solver.model.problem import Problem

LARGE = 400
"""Choices above which a search begins with what nothing stands above."""


def is_large(problem: Problem) -> bool:
    """Tell whether a search should begin with a part of what is on offer."""
    return sum(len(bundle.choices) for bundle in problem.bundles) > LARGE


def leading(problem: Problem) -> frozenset[int]:
    """Return the choices that searches without proof look at: all, unless there are very many.

    Then those of the bundles that none dominates, and what is pinned or favoured.
    """
    everything = frozenset(i for bundle in problem.bundles for i in bundle.choices)
    if not is_large(problem):
        return everything
    behind = {i for b in dominated(problem) for i in problem.bundles[b].choices}
    wanted = {*problem.scenario.pin, *problem.scenario.favour}
    named = {i for i in everything if not wanted.isdisjoint(problem.choices[i].members)}
    return everything - behind | named


def dominated(problem: Problem) -> Iterator[int]:
    """Yield the bundles beside which there is one with the same measures that asks for no more.

    Of two that ask for the same, the first stays.
    """
    measures = [set[tuple[int, int]]() for _ in problem.bundles]
    for number, values in enumerate(problem.shares.values()):
        for index, value in enumerate(values):
            if value:
                measures[index].add((number, value))
    alike: dict[Hashable, list[tuple[int, bool, int, int]]] = defaultdict(list)
    for index, bundle in enumerate(problem.bundles):
        exercise = problem.choices[bundle.choices[0]].exercise
        dose = bundle.dose
        key = (
            frozenset(measures[index]), bundle.eccentric, exercise.role, bundle.set_seconds,
            (dose.low, dose.high, dose.usual), bundle.sorts,
        )  # fmt: skip
        needs = bundle.item_seconds, bool(exercise.grip), exercise.spine_load, index
        alike[key].append(needs)
    for members in alike.values():
        for mine in members:
            others = (other for other in members if other is not mine)
            if any(_no_more(other[:3], mine[:3]) and other < mine for other in others):
                yield mine[3]


def _no_more(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(own <= its for own, its in zip(one, other, strict=True))
