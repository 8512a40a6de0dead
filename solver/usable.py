"""Which exercises a person can be given, and which pins no week could hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Role
from solver.errors import InputError
from solver.rules.measures import Selector
from solver.rules.splits import AUTO, NONE

if TYPE_CHECKING:
    from solver.scenario import Scenario

PATTERNS = 6
"""How many patterns of an area a message names."""


def available(scenario: Scenario, catalogue: Catalogue) -> list[Exercise]:
    """Return the exercises that may be planned for a resolved scenario; drills are not.

    Equipment, level, exclusions and protected body parts decide. A pinned exercise is allowed
    whatever its level.
    """
    items = catalogue.equipment.resolve(scenario.equipment, scenario.without)
    spared = scenario.spared
    return [
        exercise
        for exercise in catalogue.doable(items)
        if exercise.role is not Role.DRILL
        and (exercise.level.rung <= scenario.level.rung or exercise.id in scenario.pin)
        and exercise.id not in scenario.exclude
        and spared.isdisjoint(exercise.stresses)
    ]


def check_pins(scenario: Scenario, catalogue: Catalogue) -> None:
    """Refuse a pin that no week could hold.

    Raises:
        InputError: one is excluded, spared, a drill, out of reach, or fits no session.

    """
    split = scenario.chosen_split
    areas = {} if split is None else split.areas(scenario.count)
    items = catalogue.equipment.resolve(scenario.equipment, scenario.without)
    for name in scenario.pin:
        exercise = catalogue.exercises[name]
        missing = sorted({exercise.load, *exercise.supports} - items)
        if name in scenario.exclude:
            raise InputError(f"pin: {name!r} is also excluded; keep one of the two")
        if exercise.role is Role.DRILL:
            raise InputError(f"pin: {name!r} is a warm-up drill; pin an exercise")
        if missing:
            raise InputError(
                f"pin: {name!r} needs {', '.join(missing)}, which the equipment does not have; "
                f"add it to equipment, or drop the pin"
            )
        if spared := sorted(set(exercise.stresses) & set(scenario.protect)):
            raise InputError(
                f"pin: {name!r} loads the {', '.join(spared)}, which protect spares; "
                "drop the pin or the protection"
            )
        for sign in scenario.raised:
            if spared := sorted(set(exercise.stresses) & set(sign.protect)):
                raise InputError(
                    f"pin: {name!r} loads the {', '.join(spared)}, which the sign {sign.id} "
                    "spares; drop the pin or the sign"
                )
        if areas and not any(area.fits(exercise) for area in areas.values()):
            sessions = "; ".join(f"{title} ({_holds(area)})" for title, area in areas.items())
            raise InputError(
                f"pin: {name!r} ({exercise.pattern}) fits no session of the split "
                f"{scenario.split_id}: {sessions}; drop the pin, or say split: {AUTO} or {NONE}"
            )


def _holds(area: Selector) -> str:
    """Say in short which patterns may be in a session."""
    options = [area, *area.either]
    patterns = list(dict.fromkeys(name.value for option in options for name in option.pattern))
    if not patterns:
        return "of what it selects"
    more = f" and {len(patterns) - PATTERNS} more" if len(patterns) > PATTERNS else ""
    return ", ".join(patterns[:PATTERNS]) + more
