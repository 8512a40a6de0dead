"""What a selector means: the same, whether asked for one exercise or for all of a catalogue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver import load_catalogue
from solver.catalogue.vocabulary import Laterality, Pattern
from solver.rules import Selector, fitting


@pytest.mark.parametrize(
    "where",
    [
        Selector(),
        Selector(pattern=(Pattern.HINGE,)),
        Selector(trains=("glutes",), laterality=Laterality.UNILATERAL),
        Selector(either=(Selector(direct=("chest",)), Selector(shows=(Pattern.SQUAT,)))),
    ],
)
def test_what_fits_one_by_one_fits_in_all(where: Selector) -> None:
    catalogue = load_catalogue()
    fit = fitting(where, catalogue)
    assert fit == {exercise.id for exercise in catalogue if where.fits(exercise)}
    assert fit


def test_another_catalogue_has_what_fits_of_its_own() -> None:
    catalogue = load_catalogue()
    hinges = fitting(Selector(pattern=(Pattern.HINGE,)), catalogue)
    one = min(hinges)
    rest = {name: each for name, each in catalogue.exercises.items() if name != one}
    other = replace(catalogue, exercises=rest)
    assert fitting(Selector(pattern=(Pattern.HINGE,)), other) == hinges - {one}
    assert fitting(Selector(pattern=(Pattern.HINGE,)), catalogue) == hinges
