"""Choosing exercises by what a person owns or wants to train."""

from __future__ import annotations

from collections.abc import Iterable

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Pattern, Plane
from solver.errors import InputError, suggest


def choose(
    catalogue: Catalogue,
    *,
    equipment: str | None = None,
    muscle: str | None = None,
    pattern: str | None = None,
    plane: str | None = None,
) -> list[Exercise]:
    """Return the exercises that fit every filter given.

    Args:
        catalogue: where to choose from.
        equipment: profiles or items, separated by commas.
        muscle: a muscle or group that is trained directly.
        pattern: a movement pattern, primary or also.
        plane: a plane.

    Raises:
        InputError: a filter names nothing that exists; the message suggests the nearest.

    """
    chosen = list(catalogue)
    if equipment is not None:
        words = [word.strip() for word in equipment.split(",") if word.strip()]
        chosen = catalogue.doable(catalogue.equipment.resolve(words))
    if muscle is not None:
        name = catalogue.muscle_or_group(muscle, "--muscle")
        group = catalogue.groups.get(name)
        members = set(group.members) if group else {name}
        chosen = [e for e in chosen if members & set(e.direct)]
    if pattern is not None:
        wanted = Pattern(_known("--pattern", pattern, Pattern))
        chosen = [e for e in chosen if e.shows(wanted)]
    if plane is not None:
        chosen = [e for e in chosen if e.plane == _known("--plane", plane, Plane)]
    return chosen


def _known(flag: str, word: str, names: Iterable[str]) -> str:
    folded = word.strip().casefold().replace(" ", "_").replace("-", "_")
    known = [str(name) for name in names]
    if folded not in known:
        raise InputError(
            f"{flag}: {word!r} is not known{suggest(folded, known)}; one of {', '.join(known)}"
        )
    return folded
