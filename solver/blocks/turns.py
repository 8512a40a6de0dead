"""What a block says of the accessories that take turns between its weeks (G14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from solver.blocks.rotation import COSTS, FIXED, Rotation, exercises_of, rotating
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.plan import Plan


def turns_note(
    a: Plan, b: Plan, tried: Rotation, usable: Iterable[Exercise], catalogue: Catalogue
) -> str:
    """Say how many accessories change from week A to week B, and why the others do not.

    Args:
        a: week A.
        b: week B.
        tried: one of them with other accessories wherever that cost nothing.
        usable: what may be done.
        catalogue: the exercises there are.

    """
    mine, theirs = (
        {name for name in exercises_of(week) if catalogue.find(name).role not in FIXED}
        for week in (a, b)
    )
    equal = set(rotating(exercises_of(a), usable))
    stay = [name for name in exercises_of(a) if name in mine & theirs]
    plain: Counter[str] = Counter()
    costly: Counter[str] = Counter()
    for name in dict.fromkeys(stay):
        if name in a.scenario.pin:
            plain["pinned"] += 1
        elif name not in equal:
            plain["without an equal one at hand"] += 1
        elif name in tried.lost:
            costly[COSTS[tried.lost[name]]] += 1
        else:
            plain["whose equal ones stand in for others"] += 1
    gone, count = len(mine - theirs), len(set(stay))
    note = (
        f"Accessories: {gone} of the {len(mine)} of week A make room in week B, which has "
        f"{len(theirs - mine)} of its own"
    )
    parts = [f"{number} {reason}" for reason, number in plain.most_common()]
    if costly:
        costs = (f"{what} for {number}" for what, number in costly.most_common())
        parts.append(f"an equal one would cost {', '.join(costs)}")
    if parts:
        note += f"; {count} {'stays' if count == 1 else 'stay'}: {'; '.join(parts)}"
    return f"{note} (G14)."
