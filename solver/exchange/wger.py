"""Weeks as a routine of wger, with the fields of its programming interface."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from solver.catalogue.vocabulary import Weekday
from solver.errors import InputError
from solver.exchange.prescription import amount, cut, details, rounds, title, warm_up_lines
from solver.exchange.training import Training, Week
from solver.plan import DISCLAIMER, Item
from solver.report.session import WEEKDAYS, item_name
from solver.report.wording import clean

NAME, DAY_NAME, DESCRIPTION, DAY_DESCRIPTION, COMMENT = 25, 20, 1000, 250, 100
"""The most characters that wger takes."""

MAX_SETS, MAX_DAYS = 10, 120
UNITS = {"reps": 1, "s": 3, "m": 8}
"""Ids of wger's units: repetitions, seconds, metres."""

KILOGRAMS, POUNDS = 1, 2

USE = (
    "exercise is null: put in the id of the exercise in your wger, found by exercise_name. "
    "Then send routine, days, slots, entries and configs one after the other."
)


def wger_json(training: Training, start: date) -> str:
    """Return a routine as JSON, nested as wger itself shows one (``routine/ID/structure``).

    Weeks that differ in numbers only are iterations of the same days. Names are shortened to what
    wger takes, and an exercise of more than 10 sets goes over into further slots.

    Args:
        training: the weeks.
        start: the Monday of the first week.

    Raises:
        InputError: the block is longer than the 120 days of a routine.

    """
    length = 7 * len(training.weeks)
    if length > MAX_DAYS:
        raise InputError(
            f"--to wger: the block lasts {length} days, but a routine of wger at most {MAX_DAYS}; "
            "export a shorter block"
        )
    period = _period(training.weeks)
    routine = {
        "name": cut(training.title, NAME),
        "description": cut(" ".join(_about(training)), DESCRIPTION),
        "start": start.isoformat(),
        "end": (start + timedelta(days=length - 1)).isoformat(),
        "fit_in_week": period == 1,
        "is_template": False,
        "is_public": False,
        "days": [
            _day(training, training.weeks[offset::period], day, 7 * offset + number)
            for offset in range(period)
            for number, day in enumerate(Weekday, start=1)
        ],
    }
    about = {"made_by": "evenset", "use": USE, "disclaimer": DISCLAIMER}
    return json.dumps({"about": about, "routine": routine}, indent=2, ensure_ascii=False) + "\n"


def _about(training: Training) -> list[str]:
    """Return title and disclaimer, then what is new in weeks: what is too long is cut."""
    notes = [f"Week {week.number}: {clean(note)}" for week in training.weeks for note in week.notes]
    return [f"{training.title}.", DISCLAIMER, *notes]


def _period(weeks: Sequence[Week]) -> int:
    """Return after how many weeks the same exercises come again: 1, 2, or never."""
    shapes = [_shape(week) for week in weeks]
    for period in (1, 2):
        if all(shape == shapes[i % period] for i, shape in enumerate(shapes)):
            return min(period, len(weeks))
    return len(weeks)


def _shape(week: Week) -> tuple[object, ...]:
    return tuple(
        (session.day, tuple((item.exercise, item.superset) for item in session.items))
        for session in week.sessions
    )


def _day(training: Training, weeks: Sequence[Week], day: Weekday, order: int) -> dict[str, Any]:
    """Return a day of the routine; ``weeks`` are its iterations."""
    each = [[s for s in week.sessions if s.day is day] for week in weeks]
    sessions = each[0]
    name = title(sessions[0]) if sessions else f"Rest {WEEKDAYS[day]}"
    said = [name] if len(name) > DAY_NAME else []
    said += [line for session in sessions for line in warm_up_lines(session)]
    slots = [
        slot
        for place, session in enumerate(sessions)
        for turn in range(len(rounds(session)))
        for slot in _slots(training, [rounds(week[place])[turn] for week in each])
    ]
    return {
        "order": order,
        "name": cut(name, DAY_NAME),
        "description": cut(" ".join(said), DAY_DESCRIPTION),
        "is_rest": not sessions,
        "need_logs_to_advance": False,
        "config": None,
        "slots": [slot | {"order": number} for number, slot in enumerate(slots, start=1)],
    }


def _slots(training: Training, turns: Sequence[Sequence[Item]]) -> list[dict[str, Any]]:
    """Return the slots of a round, as many as keep to ten sets; ``turns`` are its iterations."""
    most = max(item.sets for turn in turns for item in turn)
    slots = []
    for done in range(0, most, MAX_SETS):
        entries = [
            _entry(training, [turn[place] for turn in turns], place + 1, done)
            for place in range(len(turns[0]))
            if max(turn[place].sets for turn in turns) > done
        ]
        slots.append({"order": 0, "comment": "", "config": None, "entries": entries})
    return slots


def _entry(training: Training, items: Sequence[Item], order: int, done: int) -> dict[str, Any]:
    """Return an exercise of a slot; ``done`` of its sets stand in slots before."""
    first = items[0]
    amounts = [amount(item) for item in items]
    unit = amounts[0].unit if amounts[0] else "reps"
    lows = [each.low if each else None for each in amounts]
    highs = [each.high if each else None for each in amounts]
    return {
        "exercise": None,
        "exercise_name": item_name(first),
        "evenset_exercise": first.exercise,
        "order": order,
        "comment": cut(_comment(first), COMMENT),
        "type": "iso" if unit == "s" else "normal",
        "config": None,
        "repetition_unit": UNITS[unit],
        "weight_unit": POUNDS if training.pounds else KILOGRAMS,
        "set_nr_configs": _configs([min(MAX_SETS, max(0, i.sets - done)) for i in items]),
        "repetitions_configs": _configs(lows),
        "max_repetitions_configs": _configs(highs if highs != lows else [None]),
        "rir_configs": _configs([item.rir for item in items]),
        "rest_configs": _configs([item.rest_seconds or None for item in items]),
    }


def _comment(item: Item) -> str:
    sides = "each side" if item.sides == 2 else ""
    return ", ".join(part for part in (sides, details(item)) if part)


def _configs(values: Sequence[int | None]) -> list[dict[str, Any]]:
    """Return what a value is from which iteration on; nothing where it is never said."""
    configs: list[dict[str, Any]] = []
    last: int | None = None
    for iteration, value in enumerate(values, start=1):
        if value is None or value == last:
            continue
        last = value
        configs.append(
            {
                "iteration": iteration,
                "value": value,
                "operation": "r",
                "step": "abs",
                "repeat": False,
                "requirements": None,
            }
        )
    return configs
