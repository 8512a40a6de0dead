"""Training days as a person writes them: a count, weekdays, weekdays with minutes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from solver.catalogue.vocabulary import Weekday
from solver.errors import shown, suggest

USUAL_DAYS: dict[int, tuple[Weekday, ...]] = {
    count: tuple(Weekday(day) for day in days.split())
    for count, days in {
        1: "wed",
        2: "mon thu",
        3: "mon wed fri",
        4: "mon tue thu fri",
        5: "mon tue wed fri sat",
        6: "mon tue wed thu fri sat",
        7: "mon tue wed thu fri sat sun",
    }.items()
}
"""Weekdays for a bare count of days (D15)."""

MIN_MINUTES, MAX_MINUTES = 15, 240
"""The shortest and longest session that can be planned, warm-up included."""

_FRACTION = re.compile(r"\s*[+-]?[0-9]{0,9}\.[0-9]{0,9}\s*")


def parse_weekday(word: object) -> Weekday:
    """Return the weekday of a name such as ``mon`` or ``Monday``.

    Raises:
        ValueError: it is none; the message suggests the nearest.

    """
    text = (word if isinstance(word, str) else shown(word)).strip().casefold()
    full = dict(
        zip(
            ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
            Weekday,
            strict=True,
        )
    )
    short = {day.value: day for day in Weekday} | {"tues": Weekday.TUE, "thur": Weekday.THU}
    if found := full.get(text) or short.get(text):
        return found
    raise ValueError(
        f"{shown(word)} is no weekday{suggest(text, [*full, *short])}; use mon, tue, … sun"
    )


def parse_days(value: object) -> int | dict[Weekday, int | None]:
    """Read a count, ``mon:60,tue,sat:90``, a list of those, or a mapping of day to minutes.

    Returns:
        A count, or a mapping from weekday to minutes, or to None where no minutes are given.

    Raises:
        ValueError: it is none of those, a day is unknown or stands twice, or a number is out of
            range.

    """
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?[0-9]{1,9}\s*", value):
        value = int(value)
    if isinstance(value, float) or (isinstance(value, str) and _FRACTION.fullmatch(value)):
        raise ValueError(f"a count of days is a whole number, 1 to 7, not {shown(value)}")
    if isinstance(value, int) and not isinstance(value, bool):
        if not 1 <= value <= len(Weekday):
            raise ValueError(f"a count of days must be 1 to 7, not {shown(value)}")
        return value
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, str | list | tuple):
        parts = value.split(",") if isinstance(value, str) else value
        pairs = [pair for part in parts for pair in _day_part(part)]
    else:
        raise ValueError(
            f"must be a count or weekdays such as mon:60,tue,sat:90, not {shown(value)}"
        )
    days: dict[Weekday, int | None] = {}
    for word, minutes in pairs:
        day = parse_weekday(word)
        if day in days:
            raise ValueError(f"{day.value} stands twice; name each day once")
        days[day] = _checked(day, minutes)
    if not days:
        raise ValueError("names no day; give a count or weekdays such as mon,wed,fri")
    return dict(sorted(days.items(), key=lambda pair: pair[0].number))


def _day_part(part: object) -> Iterable[tuple[object, object]]:
    if isinstance(part, Mapping):  # the list entry `- mon: 60`
        return part.items()
    word, colon, minutes = str(part).partition(":")
    if not colon:
        return [(word, None)] if word.strip() else []
    whole = re.fullmatch(r"\s*[+-]?[0-9]{1,9}\s*", minutes)
    return [(word, int(minutes) if whole else minutes.strip())]


def _checked(day: Weekday, minutes: object) -> int | None:
    if minutes is None:
        return None
    if isinstance(minutes, bool) or not isinstance(minutes, int):
        raise ValueError(
            f"{day.value}: takes whole minutes, as in {day.value}:60, not {shown(minutes)}"
        )
    if not MIN_MINUTES <= minutes <= MAX_MINUTES:
        raise ValueError(
            f"{day.value}: minutes must be {MIN_MINUTES} to {MAX_MINUTES}, not {shown(minutes)}"
        )
    return minutes


def parse_available(value: object) -> dict[Weekday, int | None] | None:
    """Read weekdays to choose from, in any form of :func:`parse_days` but a count.

    Raises:
        ValueError: it names no weekdays.

    """
    days = None if value is None else parse_days(value)
    if isinstance(days, int):
        raise ValueError("must name weekdays, such as mon,tue,wed,fri")
    return days
