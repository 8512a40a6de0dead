"""Where the next search of a model begins, or what it may not change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from solver.model.found import Found, Totals, Weekly
from solver.model.week import WeekModel


def fix(model: WeekModel, totals: Totals, *, slots: bool, sets: bool) -> None:
    """Fix the totals of what the model holds, or hint at them."""
    for variables, values, fixed in (
        (model.slots, totals.slots, slots),
        (model.sets, totals.sets, sets),
    ):
        for index, variable in variables.items():
            if fixed:
                model.model.add(variable == values[index])
            else:
                model.model.add_hint(variable, values[index])


def hint_bundles(model: WeekModel, start: Weekly) -> None:
    """Start the next search of a model of bundles from these totals."""
    model.model.clear_hints()  # type: ignore[no-untyped-call]
    if start.bundles is None:
        return
    for variables, values in (
        (model.bundle_slots, start.bundles.slots),
        (model.bundle_sets, start.bundles.sets),
    ):
        for bundle, variable in enumerate(variables):
            model.model.add_hint(variable, values[bundle])


def hint(model: WeekModel, values: Iterable[int]) -> None:
    """Start the next search of this model from these values; earlier hints are dropped."""
    model.model.clear_hints()  # type: ignore[no-untyped-call]
    for index, value in zip(range(len(model.model.proto.variables)), values, strict=False):
        model.model.add_hint(model.model.get_int_var_from_proto_index(index), value)


def hint_totals(model: WeekModel, found: Found) -> None:
    """Start the next search of bare totals from those of this week."""
    model.model.clear_hints()  # type: ignore[no-untyped-call]
    for b, bundle in enumerate(model.problem.bundles):
        doses = [dose for (i, _), dose in found.doses.items() if i in bundle.choices]
        model.model.add_hint(model.bundle_slots[b], len(doses))
        model.model.add_hint(model.bundle_sets[b], sum(doses))
        if len(bundle.choices) == 1:
            continue  # its totals are the bundle's
        for index in bundle.choices if model.slots else ():
            own = [dose for (i, _), dose in found.doses.items() if i == index]
            model.model.add_hint(model.slots[index], len(own))
            model.model.add_hint(model.sets[index], sum(own))


def hint_week(model: WeekModel, found: Found) -> None:
    """Start the next search of a placed model from this week."""
    hint_places(model, found.doses, found.pairs)


def hint_places(
    model: WeekModel,
    doses: Mapping[tuple[int, int], int],
    pairs: Collection[tuple[int, int, int]],
) -> None:
    """Start the next search of a placed model from these sets and supersets."""
    model.model.clear_hints()  # type: ignore[no-untyped-call]
    for place, dose in model.dose.items():
        if not isinstance(dose, int):
            sets = doses.get(place, 0)
            model.model.add_hint(dose, sets)
            model.model.add_hint(model.on[place], sets > 0)
    for trio, pair in model.pairs.items():
        model.model.add_hint(pair, trio in pairs)
