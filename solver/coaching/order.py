"""The order of a session: its main lift, then class after class, its finisher last (C13)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Pattern, Role
from solver.rules.splits import SessionKind, Slot

LARGE_FIRST = (
    Pattern.SQUAT, Pattern.HINGE, Pattern.HORIZONTAL_PUSH, Pattern.HORIZONTAL_PULL,
    Pattern.VERTICAL_PUSH, Pattern.VERTICAL_PULL, Pattern.LUNGE, Pattern.HIP_EXTENSION,
    Pattern.KNEE_FLEXION, Pattern.KNEE_EXTENSION,
)  # fmt: skip
"""Within a role class large muscles come before small ones (evidence C13)."""

MACHINE = "machine"
"""The load that guides the movement."""

MAIN = "main"
"""The slot of a session's first lift."""

Work = tuple[Exercise, int]
"""An exercise with its sets."""

Key = tuple[int, int, str]


@dataclass(frozen=True)
class Placed:
    """An exercise at its place in a session.

    Attributes:
        exercise: what it is.
        sets: hard sets.
        slot: the slot of the session's kind that it fills, ``main`` for the first lift.
        superset: a letter that it shares with the exercise it is paired with.
        partner: that exercise, None where it stands alone.
        opens: it is the first of the two.

    """

    exercise: Exercise
    sets: int
    slot: str | None = None
    superset: str | None = None
    partner: Exercise | None = None
    opens: bool = False


def in_order(
    work: Sequence[Work], pairs: Iterable[tuple[str, str]], kind: SessionKind | None
) -> tuple[Placed, ...]:
    """Return the exercises of a session in the order in which they are done.

    Args:
        work: exercises with sets, in any order.
        pairs: ids of two exercises that are a superset.
        kind: the kind of session, None for one without slots.

    """
    partner = {one: other for a, b in pairs for one, other in ((a, b), (b, a))}
    first = _main(work, kind)
    last = _finisher(work, kind, {first, partner.get(first or "")}, partner)

    def key(exercise: Exercise) -> Key:
        if exercise.id == first:
            return -1, 0, ""
        if exercise.id == last:
            return len(Role), 0, ""
        patterns = [*LARGE_FIRST, exercise.pattern]
        return exercise.role.place, patterns.index(exercise.pattern), exercise.id

    blocks: dict[frozenset[str], list[Work]] = {}
    for exercise, sets in sorted(work, key=lambda each: key(each[0])):
        together = frozenset({exercise.id, partner.get(exercise.id, exercise.id)})
        blocks.setdefault(together, []).append((exercise, sets))
    if last in partner:  # a pair with the finisher ends the session too
        ending = frozenset({last, partner[last]})
        blocks[ending] = blocks.pop(ending)
        if not _all_finish(blocks[ending], kind):  # what is paired with it is no finisher's work
            for late in [each for each, block in blocks.items() if _all_finish(block, None)]:
                blocks[late] = blocks.pop(late)
    slots = _slots([exercise for block in blocks.values() for exercise, _ in block], kind, first)
    placed = []
    letters = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for block in blocks.values():
        letter = next(letters) if len(block) > 1 else None
        for number, (exercise, sets) in enumerate(block):
            other = block[1 - number][0] if letter else None
            placed.append(
                Placed(exercise, sets, slots.get(exercise.id), letter, other, number == 0)
            )
    return tuple(placed)


def _main(work: Sequence[Work], kind: SessionKind | None) -> str | None:
    """Return the lift that comes first: of the kind's main lifts, large patterns first.

    What is done on the feet or a bench with a free weight comes before machines.
    """
    mains = [exercise for exercise, _ in work if exercise.role is Role.MAIN]
    if kind is None or kind.main is None:
        return None
    own = [exercise for exercise in mains if kind.main.fits(exercise)]
    return min(own, key=opening_key).id if own else None


def opening_key(exercise: Exercise) -> Key:
    """Return the place of a lift among those with which a session may begin; the least opens it."""
    wanted = [*LARGE_FIRST, *Pattern]
    return wanted.index(exercise.pattern), exercise.load == MACHINE, exercise.id


def _finisher(
    work: Sequence[Work],
    kind: SessionKind | None,
    opening: Collection[str | None],
    partner: Mapping[str, str],
) -> str | None:
    """Return what fills the kind's last slot: the lightest that does and does not open.

    Rather one that takes nothing else to the end: isolation work does not follow carries.
    """
    slot = _last_slot(kind)
    if slot is None:
        return None
    blocks = {e.id: [w for w in work if w[0].id in (e.id, partner.get(e.id))] for e, _ in work}
    fit = [e for e, _ in work if slot.where.fits(e) and e.id not in opening]
    best = max(
        fit, key=lambda e: (_all_finish(blocks[e.id], kind), e.role.place, e.id), default=None
    )
    return best.id if best else None


def _last_slot(kind: SessionKind | None) -> Slot | None:
    return next((slot for slot in kind.slots if slot.last), None) if kind else None


def _all_finish(block: Iterable[Work], kind: SessionKind | None) -> bool:
    """Tell whether all of a block are finishers, or fill the last slot of a kind."""
    slot = _last_slot(kind)
    return all(
        e.role is Role.FINISHER or (slot is not None and slot.where.fits(e)) for e, _ in block
    )


def _slots(
    ordered: Sequence[Exercise], kind: SessionKind | None, first: str | None
) -> dict[str, str]:
    """Name the slot that each exercise fills: each slot once, by the first that fits."""
    if kind is None:
        return {}
    filled = {} if first is None else {first: MAIN}
    for slot in kind.slots:
        candidates = reversed(ordered) if slot.last else ordered
        for exercise in candidates:
            if exercise.id not in filled and slot.where.fits(exercise):
                filled[exercise.id] = slot.id
                break
    return filled
