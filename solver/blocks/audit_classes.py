"""The audit of a block: heavy, moderate and volume work of the main lifts (R98, R121, R143, G6)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

from solver.blocks.audit_ladders import has_stop
from solver.blocks.audit_parts import (
    At,
    Looked,
    bounds,
    can_load,
    held,
    numbers,
    share_of_best,
    shown_percent,
    where,
)
from solver.blocks.block import LETTERS, Week
from solver.blocks.table import WAVES, block_table
from solver.coaching.doses import INTENSITIES


def classes(looked: Looked) -> Iterator[str]:
    """Yield the main lifts that some class never comes to, as the lift itself is done.

    Those apart that a program keeps to one class.
    """
    for letter in LETTERS:
        lifts: dict[tuple[int, int], list[At]] = defaultdict(list)
        for at in looked.changing(letter):
            lifts[at.number, at.order].append(at)
        for weeks in lifts.values():
            seen = {at.dose.day for at in weeks}
            if missing := [name for name in INTENSITIES if name not in seen]:
                first = weeks[0]
                yield (
                    f"{first.item.exercise} in week {letter}, {first.session.day.value}: never "
                    f"{', '.join(missing)}"
                )


def rotation(looked: Looked) -> Iterator[str]:
    """Yield loading weeks whose sessions are not spread over the classes as R98 says, unsaid.

    Such a week lacks a class that its base week has, or has more heavy sessions on neighbouring
    days than the base week has sessions of one class there. It may be a hard week alone, where
    more lifts wait for a heavy day than there are hard weeks, and a note must name it.
    """
    for week in looked.loading:
        if not looked.same_shape(week):
            continue
        base = [session.intensity for session in looked.base(week.letter)]
        faults = list(_unspread(week, base))
        named = any("R98" in note for note in week.notes)
        if faults and (not named or week.wave != "hard"):
            yield f"{where(week)}: {' and '.join(faults)}"
        if named and not faults:
            yield f"{where(week)}: says that it departs from R98, and does not"


def _unspread(week: Week, base: Sequence[str | None]) -> Iterator[str]:
    own = [session.intensity for session in week.sessions]
    days = [session.day for session in week.sessions]
    due = len(set(base)) if None not in base else min(len(base), len(INTENSITIES))
    if len(set(own)) < due:
        yield f"has {len(set(own))} classes, not {due}"
    neighbours = [
        (one, other) for one, other in combinations(range(len(days)), 2)
        if days[one].is_beside(days[other])
    ]  # fmt: skip
    usual = Counter(base[one] for one, other in neighbours if base[one] == base[other] is not None)
    heavy = sum(own[one] == own[other] == "heavy" for one, other in neighbours)
    if heavy > max(usual.values(), default=0):
        yield f"has {heavy} pairs of heavy sessions on neighbouring days"


def wave_doses(looked: Looked) -> Iterator[str]:
    """Yield main and secondary lifts that a harder week of a class makes no harder (R121).

    Harder is less in reserve, or a weight with which fewer repetitions are possible: those done
    and those in reserve. That holds beyond the table of percentages too, which ends before sets do
    (V9). Where neither may move, as where a sign holds the load, the reserve of a lift without
    weights is at its bound, or its repetitions are at the end of their range, no harder week may
    be easier at least.
    """
    # A stop at the bottom takes repetitions and leaves the load: with it, a lift is another.
    lifts: dict[tuple[str, str, bool], list[At]] = defaultdict(list)
    for at in looked.items:
        if at.week.kind == "loading" and at.dose.day and at.item.rir is not None:
            lifts[at.item.exercise, at.dose.day, has_stop(at)].append(at)
    for (name, own, _), weeks in lifts.items():
        for easier, harder in permutations(weeks, 2):
            if WAVES.index(easier.week.wave) >= WAVES.index(harder.week.wave):
                continue
            spared = _reserve(harder) - _reserve(easier)
            more = _possible(harder) - _possible(easier)
            gains = spared < 0 or (more < 0 and can_load(harder))
            free = not (_stuck(easier, looked) or _stuck(harder, looked))
            if spared > 0 or more > 0 or (free and not gains):
                yield (
                    f"{name}: {own} is no harder in week {harder.week.number}, "
                    f"{harder.week.wave}, than in week {easier.week.number}, {easier.week.wave}"
                )


def _reserve(at: At) -> int:
    return at.item.rir or 0


def _possible(at: At) -> int:
    return (numbers(at.item.reps) or (0, 0))[1] + _reserve(at)


def _stuck(at: At, looked: Looked) -> bool:
    """Tell whether neither reserve nor load of an item may do what its wave asks for."""
    if held(at, looked):
        return True
    shown = numbers(at.item.reps)
    if has_stop(at) and shown and shown[0] == shown[1]:
        return True  # the stop leaves no repetitions to take away
    low, high = at.dose.window
    wanted = (at.dose.rir or 0) + block_table().waves.rir[at.week.wave]
    least, most = bounds(at, looked)
    over = min(wanted - least, 0) + max(wanted - most, 0)
    return over != 0 and not (can_load(at) and low <= high + over <= at.exercise.high)


def heavy_and_hard(looked: Looked) -> Iterator[str]:
    """Yield the main lifts that no hard week has, and those that are heavy in none of them.

    Those apart that a program keeps to one class.
    """
    lifts: dict[str, list[At]] = defaultdict(list)
    for letter in LETTERS:
        for at in looked.changing(letter):
            lifts[at.item.exercise].append(at)
    for name, weeks in lifts.items():
        hard = [at for at in weeks if at.week.wave == "hard"]
        if not hard:
            met = dict.fromkeys(f"{at.week.wave} in week {at.week.number}" for at in weeks)
            yield f"{name}: no hard week has it, {', '.join(met)}"
        elif all(at.dose.day != "heavy" for at in hard):
            yield f"{name}: {', '.join(f'{at.dose.day} in week {at.week.number}' for at in hard)}"


def doses(looked: Looked) -> Iterator[str]:
    """Yield the main lifts whose doses do not differ from class to class, or the wrong way.

    From heavy to moderate to volume repetitions rise; where they cannot, more is left in reserve.
    At equal effort of the week no load rises, and over the block volume is lighter than heavy.
    Loads are shares of the best single, so what is meant; plates may make one weight of two.
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


def _load(at: At) -> float:
    """Return the percent of the best single that is meant, 0 where no load is said."""
    if at.item.load is None:
        return 0
    return shown_percent(at.item) or share_of_best(_possible(at))
