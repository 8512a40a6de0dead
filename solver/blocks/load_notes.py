"""What to say of the loads of a block: which are not what is meant, and which there cannot be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from solver.blocks.block import Week
from solver.blocks.dosing import Person
from solver.blocks.loads import Load, lacks_body, weigh
from solver.blocks.pauses import without_stop
from solver.blocks.table import Wave
from solver.catalogue.exercise import Exercise
from solver.scenario import available
from solver.weights import takes_best, weight_limits

TINY = 1e-6


@dataclass(frozen=True)
class _Done:
    """One place of a lift in a loading week or deload, and what it is loaded with."""

    wave: Wave
    heaviness: str | None
    rir: int
    load: Load


def load_notes(weeks: Sequence[Week], person: Person, *, sought: bool) -> Iterator[str]:
    """Yield a line for each best lift that has no effect, and for loads far from what is meant.

    Args:
        weeks: of the block.
        person: who trains.
        sought: the two weeks were solved for the block, not given or written.

    """
    loads = _loads(weeks, person)
    for name in person.scenario.maxes:
        exercise = person.catalogue.find(name, "maxes")
        done = loads.get(name)
        if done is None:
            yield (
                f"Best lift of {exercise.name}: no effect, since no set of this block is loaded by "
                f"it. {_remedy(exercise, weeks, person, sought)}"
            )
        elif lacks_body(exercise, person.scenario):
            yield (
                f"{exercise.name}: the body is lifted too, so its load needs your bodyweight (as "
                "bodyweight: 80 kg); until then go by the repetitions in reserve."
            )
        else:
            yield from list(_off(exercise, done)) or _no_heavier(exercise, done)


def _remedy(exercise: Exercise, weeks: Sequence[Week], person: Person, sought: bool) -> str:
    """Return what makes a best lift count that no set is loaded by."""
    scenario, name = person.scenario, exercise.id
    if not sought:
        return "The two weeks were taken as they are: put the lift into them, or leave it out."
    if exercise not in available(scenario, person.catalogue):
        return (
            "Equipment, level or what is excluded or to be spared keeps it out: change that, or "
            "leave it out."
        )
    ways = f"Favour it (--favour {name}), or pin it to have it for sure (--pin {name})"
    if name in scenario.favour:
        ways = f"It is favoured, but other lifts made the weeks better: pin it (--pin {name})"
    if others := _alike(exercise, weeks, person):
        ways += f"; or give the best lift of what is there in its place, {' or '.join(others)}"
    return f"{ways}."


def _alike(exercise: Exercise, weeks: Sequence[Week], person: Person) -> list[str]:
    """Return the lifts of the block of the same pattern and role that take a best single."""
    ids = dict.fromkeys(i.exercise for w in weeks for s in w.sessions for i in s.items)
    planned = [person.catalogue.find(name, "plan") for name in ids]
    return [
        other.name
        for other in planned
        if (other.pattern, other.role) == (exercise.pattern, exercise.role) and takes_best(other)
        and other.id not in person.scenario.maxes
    ]  # fmt: skip


def _loads(weeks: Sequence[Week], person: Person) -> dict[str, list[_Done]]:
    """Return the loads of each lift with a best single that the weeks have, by its id."""
    found: dict[str, list[_Done]] = defaultdict(list)
    places = (
        (week.wave, session.intensity, item)
        for week in weeks for session in week.sessions for item in session.items
    )  # fmt: skip
    for wave, heaviness, item in places:
        if item.exercise not in person.scenario.maxes or item.rir is None:
            continue
        exercise = person.catalogue.find(item.exercise, "plan")
        most = without_stop(int(item.reps.split("-")[-1]), item, exercise)
        load = weigh(exercise, most, item.rir, person.scenario)
        found[item.exercise] += [_Done(wave, heaviness, item.rir, load)] if load else []
    return dict(found)


def _off(exercise: Exercise, done: Sequence[_Done]) -> Iterator[str]:
    """Yield the line of a lift that cannot be loaded about as meant."""
    limit = weight_limits().off_percent
    loads = [each.load for each in done]
    off = [
        load for load in loads if load.loaded > load.meant + TINY or load.percent_off < -limit
    ]  # fmt: skip
    if not off:
        return
    unit, body = off[0].unit, off[0].body
    heavier = max(load.percent_off for load in off)
    lighter = -min(load.percent_off for load in off)
    by = [f"{heavier:.0f} % too heavy"] if heavier > 0 else []
    by += [f"{lighter:.0f} % too light"] if lighter > 0 else []
    meant = _span([load.meant + body for load in off], unit)
    loaded = _span([load.loaded + body for load in off], unit)
    fewer = ", though fewer are done than planned" if heavier > 0 else ""
    yield (
        f"{exercise.name}{', body and weight' if body else ''}: {meant} meant, {loaded} can be "
        f"loaded, up to {' and '.join(by)}; go by the repetitions in reserve{fewer}."
    )


def _no_heavier(exercise: Exercise, done: Sequence[_Done]) -> Iterator[str]:
    """Yield the line of a lift whose hard weeks mean more weight, of which plates make the same.

    Where the reserve falls instead, equal weights are harder for it, and nothing is to be said.
    """
    hard = [each for each in done if each.wave == "hard"]
    rest = [each for each in done if each.wave != "hard"]
    same = sorted({
        (more.load.loaded, more.load.meant, less.load.meant)
        for more, less in product(hard, rest)
        if (more.heaviness, more.rir) == (less.heaviness, less.rir)
        and more.load.meant > less.load.meant + TINY
        and more.load.loaded < less.load.loaded + TINY
    })  # fmt: skip
    if same:
        unit = hard[0].load.unit
        meant, less = (_span([each[place] for each in same], unit) for place in (1, 2))
        yield (
            f"{exercise.name}: hard weeks mean {meant} where easier ones mean {less}, and can be "
            f"loaded with no more than those, {_span([each[0] for each in same], unit)}; do more "
            "repetitions in hard weeks, to the same reserve."
        )


def _span(amounts: Sequence[float], unit: str) -> str:
    low, high = (f"{round(end, 1):g}" for end in (min(amounts), max(amounts)))
    return f"{low if low == high else f'{low}–{high}'} {unit}"
