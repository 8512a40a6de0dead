"""The audit of a block: heavy, moderate and volume work of the main lifts (R98, R143, G6)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from solver.blocks.audit_parts import At, Looked, numbers
from solver.blocks.block import LETTERS
from solver.coaching.doses import INTENSITIES

_PERCENT = re.compile(r"([0-9]+) %")


def classes(looked: Looked) -> Iterator[str]:
    """Yield the main lifts that some class never comes to, as the lift itself is done."""
    for letter in LETTERS:
        lifts: dict[tuple[int, int], list[At]] = defaultdict(list)
        for at in looked.mains(letter):
            lifts[at.number, at.order].append(at)
        for weeks in lifts.values():
            seen = {at.dose.day for at in weeks}
            if missing := [name for name in INTENSITIES if name not in seen]:
                first = weeks[0]
                yield (
                    f"{first.item.exercise} in week {letter}, {first.session.day.value}: never "
                    f"{', '.join(missing)}"
                )


def heavy_and_hard(looked: Looked) -> Iterator[str]:
    """Yield the main lifts that are heavy in no hard week, though some hard week has them."""
    hard: dict[str, list[At]] = defaultdict(list)
    for letter in LETTERS:
        for at in looked.mains(letter):
            if at.week.wave == "hard":
                hard[at.item.exercise].append(at)
    for name, weeks in hard.items():
        if all(at.dose.day != "heavy" for at in weeks):
            yield f"{name}: {', '.join(f'{at.dose.day} in week {at.week.number}' for at in weeks)}"


def doses(looked: Looked) -> Iterator[str]:
    """Yield the main lifts whose doses do not differ from class to class, or the wrong way.

    From heavy to moderate to volume repetitions rise; where they cannot, more is left in reserve.
    At equal effort of the week no load rises, and over the block volume is lighter than heavy.
    """
    lifts: dict[str, dict[str, list[At]]] = defaultdict(lambda: defaultdict(list))
    for letter in LETTERS:
        for at in looked.mains(letter):
            if at.dose.day is not None and numbers(at.item.reps) and at.item.rir is not None:
                lifts[at.item.exercise][at.dose.day].append(at)
    for name, by_class in lifts.items():
        for first, second in combinations([c for c in INTENSITIES if c in by_class], 2):
            for fault in _differ(by_class[first], by_class[second]):
                yield f"{name}: {second} {fault} {first}"


def _differ(heavier: Sequence[At], lighter: Sequence[At]) -> Iterator[str]:
    """Yield in what the doses of two classes do not differ as they should."""
    most, least = max(map(_middle, heavier)), min(map(_middle, lighter))
    same_wave = [(a, b) for a in heavier for b in lighter if a.week.wave == b.week.wave]
    if most > least:
        yield "has fewer repetitions than"
    elif most == least and not _further_from_failure(same_wave):
        yield "is done as"
    if any(_load(a) < _load(b) for a, b in same_wave if _load(a) and _load(b)):
        yield "is loaded more than"
    both = [[load for at in some if (load := _load(at))] for some in (heavier, lighter)]
    ends = heavier[0].dose.day == INTENSITIES[0] and lighter[0].dose.day == INTENSITIES[-1]
    if ends and all(both) and max(both[0]) <= max(both[1]):
        yield "is loaded as"


def _further_from_failure(pairs: Sequence[tuple[At, At]]) -> bool:
    """Tell whether the second of each pair leaves no less in reserve, and somewhere more."""
    more = [(second.item.rir or 0) - (first.item.rir or 0) for first, second in pairs]
    return any(more) and min(more) >= 0


def _middle(at: At) -> float:
    low, high = numbers(at.item.reps) or (0, 0)
    return (low + high) / 2


def _load(at: At) -> int:
    """Return the percent of the best single, 0 where none is said."""
    found = _PERCENT.search(at.item.load or "")
    return int(found[1]) if found else 0
