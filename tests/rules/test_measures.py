"""What a selector means: the same, whether asked for one exercise or for all of a catalogue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.grown import grown
from solver import load_catalogue
from solver.catalogue.vocabulary import Laterality, Pattern
from solver.rules import Selector, fitting
from solver.rules.standard import standard_rules


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


def test_what_a_selector_means_is_found_by_tags_as_by_asking_each() -> None:
    """Exercises with the same tags are asked once, those that are named by id or family each."""
    catalogue = grown(load_catalogue(), 1_000, distinct=True)
    terms = {term for rule in standard_rules(catalogue) for term in rule.terms()}
    selectors = {term.where for term in terms}
    assert {where.names_some for where in selectors} == {True, False}
    for where in selectors:
        assert fitting(where, catalogue) == {each.id for each in catalogue if where.fits(each)}
