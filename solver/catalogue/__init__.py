"""What exists: exercises with their tags, muscles, equipment, times."""

from solver.catalogue.catalogue import Catalogue, coverage
from solver.catalogue.exercise import Exercise
from solver.catalogue.loading import load_catalogue
from solver.catalogue.vocabulary import (
    BodyPart,
    Laterality,
    Level,
    Pattern,
    Plane,
    Rank,
    Role,
    Unit,
    Weekday,
)

__all__ = [
    "BodyPart",
    "Catalogue",
    "Exercise",
    "Laterality",
    "Level",
    "Pattern",
    "Plane",
    "Rank",
    "Role",
    "Unit",
    "Weekday",
    "coverage",
    "load_catalogue",
]
