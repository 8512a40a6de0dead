"""Catalogues of thousands of exercises, made of variants of the standard ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from solver.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Role


def grown(catalogue: Catalogue, size: int, *, distinct: bool) -> Catalogue:
    """Return a catalogue of so many exercises, all but the standard ones variants of those.

    Args:
        catalogue: the standard one.
        size: at least that of the standard one.
        distinct: each variant takes a second more of set-up than the one before and is a family of
            its own, so that no two are equal; else variants are equal to what they are made of.

    """
    exercises = dict(catalogue.exercises)
    bases = [each for each in catalogue if each.role is not Role.DRILL]
    for number in count(1):
        for base in bases:
            if len(exercises) >= size:
                return replace(catalogue, exercises=exercises)
            variant = _variant(base, number, catalogue, distinct=distinct)
            exercises[variant.id] = variant
    raise AssertionError("the numbers do not end")


def _variant(base: Exercise, number: int, catalogue: Catalogue, *, distinct: bool) -> Exercise:
    fields: dict[str, object] = {
        "id": f"{base.id}_v{number}",
        "name": f"{base.name} {number}",
        "aliases": (),
    }
    if distinct:
        own = base.setup_seconds
        usual = catalogue.times.set_up[base.load] if own is None else own
        fields |= {"setup_seconds": usual + number, "family": f"{base.family}_v{number}"}
    return base.model_copy(update=fields)
