"""Turns placed sets into sessions: exercises in order, with repetitions, effort, rest, warm-up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Pattern, Role, Weekday
from solver.coaching.doses import Prescription, day_table, prescribe
from solver.coaching.ladder import ladder_note, weak_side_note
from solver.coaching.order import Placed, Work, in_order
from solver.coaching.warm_up import make_warm_up
from solver.plan import Item, Session
from solver.rules.measures import Selector
from solver.rules.signs import Sign
from solver.rules.splits import PlannedSession, SessionKind
from solver.rules.supersets import change_seconds, saved_seconds
from solver.scenario import Scenario

Pairs = Sequence[tuple[str, str]]
"""Ids of two exercises that are a superset."""

ONE_HEAVY = (Pattern.SQUAT, Pattern.HINGE)
"""Of the lifts of these patterns one in a session is heavy, the others moderate (C11).

None is where the main lift of the session's kind is of another pattern, or where the day before or
after has a heavy one of the other pattern.
"""

LONGEST_NOTE = 240


@dataclass(frozen=True)
class _Person:
    """Who trains: what decides how an exercise is done, beside the exercise and the day."""

    scenario: Scenario
    catalogue: Catalogue
    items: frozenset[str]
    signs: tuple[Sign, ...]


def make_sessions(
    placed: Mapping[Weekday, Sequence[Work]],
    scenario: Scenario,
    catalogue: Catalogue,
    pairs: Mapping[Weekday, Pairs] | None = None,
) -> tuple[Session, ...]:
    """Return the sessions of a week, Monday first.

    Args:
        placed: for each training day, exercises with their sets.
        scenario: resolved; its split gives each session its kind and intensity.
        catalogue: for doses, times and warm-up drills.
        pairs: for each training day, what is done as a superset.

    """
    days = sorted(placed, key=lambda day: day.number)
    planned = scenario.planned if len(days) == scenario.count else (None,) * len(days)
    items = catalogue.equipment.resolve(scenario.equipment, scenario.without)
    person = _Person(scenario, catalogue, items, scenario.raised)
    kinds = [_kind(plan, scenario) for plan in planned]
    ordered = [
        in_order(placed[day], (pairs or {}).get(day, ()), kind)
        for day, kind in zip(days, kinds, strict=True)
    ]
    lifts = heavy_lifts(
        [
            Leading(day, plan.intensity if plan else None, kind, [each.exercise for each in work])
            for day, plan, kind, work in zip(days, planned, kinds, ordered, strict=True)
        ],
        catalogue,
    )
    return tuple(
        _session(title, day, work, plan, person, lift)
        for title, day, work, plan, lift in zip(
            _titles(planned, scenario), days, ordered, planned, lifts, strict=True
        )
    )


@dataclass(frozen=True)
class Leading:
    """A session as far as it decides which of its lifts, in their order, is heavy."""

    day: Weekday
    intensity: str | None
    kind: SessionKind | None
    lifts: Sequence[Exercise]


def heavy_lifts(week: Iterable[Leading], catalogue: Catalogue) -> list[Exercise | None]:
    """Return the one squat or hinge of each session that is done heavy, if any (C11).

    None where a session is not heavy or is built around other lifts, and none beside a day with a
    heavy lift of the other pattern.
    """
    heavy: dict[Weekday, Pattern] = {}
    found: list[Exercise | None] = []
    for session in week:
        lift = _heavy_lift(session, catalogue)
        beside = {pattern for other, pattern in heavy.items() if session.day.is_beside(other)}
        if lift is not None and beside <= {lift.pattern}:
            heavy[session.day] = lift.pattern
        else:
            lift = None
        found.append(lift)
    return found


def _heavy_lift(session: Leading, catalogue: Catalogue) -> Exercise | None:
    """Return the squat or hinge that a heavy session makes heavy, its neighbours apart."""
    if session.intensity != "heavy":
        return None
    main = session.kind.main if session.kind else None
    if main is not None and not _bends(main, catalogue):
        return None
    roles = day_table().zones.roles
    return next((e for e in session.lifts if e.pattern in ONE_HEAVY and e.role in roles), None)


def _bends(main: Selector, catalogue: Catalogue) -> bool:
    """Tell whether a session's main lift may be a squat or a hinge."""
    return any(main.fits(e) for e in catalogue if e.role is Role.MAIN and e.pattern in ONE_HEAVY)


def _kind(planned: PlannedSession | None, scenario: Scenario) -> SessionKind | None:
    split = scenario.chosen_split
    return split.kinds[planned.kind] if split and planned else None


def _titles(planned: Sequence[PlannedSession | None], scenario: Scenario) -> list[str]:
    """Name each session by its kind; those of one kind are numbered."""
    kinds = [_kind(plan, scenario) for plan in planned]
    names = [kind.title if kind else "Session" for kind in kinds]
    number: Counter[str] = Counter()
    titles = []
    for name in names:
        number[name] += 1
        alone = names.count(name) == 1 and name != "Session"
        titles.append(name if alone else f"{name} {number[name]}")
    return titles


def _session(
    title: str,
    day: Weekday,
    placed: Sequence[Placed],
    planned: PlannedSession | None,
    person: _Person,
    heavy_lift: Exercise | None,
) -> Session:
    scenario, catalogue = person.scenario, person.catalogue
    budget = scenario.candidates.get(day, scenario.minutes)
    intensity = planned.intensity if planned else None
    done = _prescribed(placed, intensity, heavy_lift, person)
    return Session(
        day=day,
        title=title,
        kind=planned.kind if planned else "none",
        intensity=intensity,
        budget_minutes=budget,
        minutes=round(session_seconds(placed, budget, catalogue) / 60, 2),
        saved_seconds=_saved(placed, catalogue),
        warm_up=make_warm_up(
            [each.exercise for each in placed],
            budget,
            catalogue,
            items=person.items,
            prepare=[drill for sign in person.signs for drill in sign.prepare],
            spare=scenario.spared,
            exclude=scenario.exclude,
        ),
        items=tuple(_item(each, done, person) for each in placed),
    )


# ---- how each exercise is done ----------------------------------------------------------------


def _prescribed(
    placed: Iterable[Placed], intensity: str | None, heavy_lift: Exercise | None, person: _Person
) -> dict[str, Prescription]:
    """Return how each exercise of a session is done, by id.

    Main and secondary lifts are as heavy as the session; all others keep their own range. Of
    squats and hinges only ``heavy_lift`` is heavy.
    """
    roles = day_table().zones.roles
    found: dict[str, Prescription] = {}
    for each in placed:
        exercise = each.exercise
        own = intensity if exercise.role in roles else None
        if own == "heavy" and exercise.pattern in ONE_HEAVY and exercise != heavy_lift:
            own = "moderate"
        found[exercise.id] = prescribe(
            exercise, own, person.scenario.level, person.catalogue, person.scenario.recovery
        )
    return found


def _item(placed: Placed, done: Mapping[str, Prescription], person: _Person) -> Item:
    exercise = placed.exercise
    mine = done[exercise.id]
    return Item(
        exercise=exercise.id,
        name=exercise.name,
        role=exercise.role,
        slot=placed.slot,
        sets=placed.sets,
        reps=mine.reps,
        rir=mine.rir,
        tempo=mine.tempo,
        load=mine.load,
        rest_seconds=_rest(placed, done),
        superset=placed.superset,
        sides=exercise.sides,
        note=_note(exercise, person),
    )


def _rest(placed: Placed, done: Mapping[str, Prescription]) -> int:
    """Return the seconds after each set: in a superset the change, then the longer rest (T12)."""
    own = done[placed.exercise.id].rest_seconds
    if placed.partner is None:
        return own
    if placed.opens:
        return change_seconds()
    return max(own, done[placed.partner.id].rest_seconds)


def item_note(exercise: Exercise, scenario: Scenario, catalogue: Catalogue, first: str = "") -> str:
    """Return the short sentences that stand beside an exercise of a resolved scenario.

    Args:
        exercise: what is done.
        scenario: of the person, resolved.
        catalogue: the exercises there are.
        first: a sentence that comes before all others.

    """
    items = catalogue.equipment.resolve(scenario.equipment, scenario.without)
    return _note(exercise, _Person(scenario, catalogue, items, scenario.raised), first)


def _note(exercise: Exercise, person: _Person, first: str = "") -> str:
    """Return short sentences on an exercise, the most needed first, as many as there is room."""
    note = first
    for sentence in dict.fromkeys(_sentences(exercise, person)):
        longer = f"{note} {sentence}".strip()
        if len(longer) <= LONGEST_NOTE:
            note = longer
    return note


def _sentences(exercise: Exercise, person: _Person) -> Iterator[str]:
    fitting = [sign for sign in person.signs if sign.lifts and sign.lifts.fits(exercise)]
    if any(sign.hold_load for sign in fitting):
        yield "Keep the load as it is."  # R51
    for sign in fitting:
        yield from map(_sentence, sign.cues)
    if line := weak_side_note(exercise):
        yield _sentence(line)
    level = person.scenario.level
    if line := ladder_note(exercise, level, person.items, person.catalogue):
        yield _sentence(line)


def _sentence(phrase: str) -> str:
    return f"{phrase[:1].upper()}{phrase[1:]}{'' if phrase.endswith(('.', '!', '?')) else '.'}"


# ---- how long it takes ------------------------------------------------------------------------


def session_seconds(placed: Sequence[Placed], budget: int, catalogue: Catalogue) -> int:
    """Return the length of a session by the time model (T12), warm-up included."""
    times, doses = catalogue.times, catalogue.doses
    total = times.warm_up(budget * 60)
    for each in placed:
        exercise = each.exercise
        own = exercise.setup_seconds
        total += times.set_up[exercise.load] if own is None else own
        total += doses[exercise.role].ramp_sets * times.ramp_set
        total += each.sets * (
            exercise.sides * times.work[exercise.role] + times.rest[exercise.role]
        )
    return total - _saved(placed, catalogue)


def _saved(placed: Iterable[Placed], catalogue: Catalogue) -> int:
    """Return the seconds that the supersets of a session save (T12)."""
    return sum(
        each.sets * saved_seconds(each.exercise.role, each.partner.role, catalogue.times)
        for each in placed
        if each.opens and each.partner is not None
    )
