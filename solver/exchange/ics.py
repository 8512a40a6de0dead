"""Sessions as events of a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo, available_timezones

from solver.catalogue.vocabulary import Weekday
from solver.errors import InputError, shown, suggest
from solver.exchange.extras import extra
from solver.exchange.prescription import lines, title, warm_up_lines
from solver.exchange.training import Training, week_title
from solver.plan import DISCLAIMER, Session
from solver.report.wording import clean

DAYS = list(Weekday)


def ics_bytes(
    training: Training,
    start: date,
    at: time,
    zone: str | None = None,
    remind: int | None = None,
) -> bytes:
    """Return a calendar with one event a session.

    Args:
        training: the weeks.
        start: the Monday of the first week.
        at: when a session begins.
        zone: name of a time zone; without one events have the local time of whoever reads them.
        remind: minutes before a session at which an alarm is shown; None for no alarm.

    The id of an event depends on the scenario, the date and the order on that day: who imports
    the same calendar twice, or one made anew from the same scenario and start, gets no event twice.

    Raises:
        InputError: the time zone is unknown, or the package icalendar is missing.

    """
    tz = time_zone(zone)
    ical = extra("icalendar", "exchange", "ics")
    calendar = ical.Calendar()
    calendar.add("prodid", "-//evenset//evenset//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", ical.vText(training.title))
    for week_index, week in enumerate(training.weeks):
        begins: dict[date, datetime] = {}
        orders: dict[date, int] = defaultdict(int)
        for session in week.sessions:
            day = start + timedelta(days=7 * week_index + DAYS.index(session.day))
            begin = begins.get(day, datetime.combine(day, at))
            end = begin + timedelta(minutes=max(1, math.ceil(session.minutes)))
            begins[day] = end  # a second session of the day follows the first
            orders[day] += 1
            event = ical.Event()
            event.add("uid", _uid(training, day, orders[day]))
            event.add("dtstamp", datetime.combine(start, time(0), UTC))
            event.add("dtstart", begin.replace(tzinfo=tz))
            event.add("dtend", end.replace(tzinfo=tz))
            event.add("summary", _summary(session, week_title(training, week)))
            event.add("description", _description(session, week.notes))
            if remind is not None:
                event.add_component(_alarm(ical, remind, title(session)))
            calendar.add_component(event)
    if tz is not None:
        last = start + timedelta(days=7 * len(training.weeks) + 366)
        calendar.add_missing_timezones(first_date=start - timedelta(days=366), last_date=last)
    return bytes(calendar.to_ical())


def time_zone(name: str | None) -> ZoneInfo | None:
    """Return the time zone of this name, None for None.

    Raises:
        InputError: there is no such zone.

    """
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InputError(
            f"--timezone: {shown(name)} is no time zone"
            f"{suggest(name, available_timezones())}; name one such as Europe/Berlin"
        ) from error


def _uid(training: Training, day: date, order: int) -> str:
    return f"{uuid5(NAMESPACE_URL, f'evenset:{training.identity}:{day}:{order}')}@evenset"


def _summary(session: Session, week: str) -> str:
    return " · ".join(part for part in (title(session), week) if part)


def _description(session: Session, notes: Sequence[str]) -> str:
    warm_up = warm_up_lines(session)
    blocks = [*map(clean, notes), "\n".join(warm_up), "\n".join(lines(session)), DISCLAIMER]
    return "\n\n".join(block for block in blocks if block)


def _alarm(ical: object, minutes: int, text: str) -> object:
    alarm = ical.Alarm()  # type: ignore[attr-defined]
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(minutes=-minutes))
    alarm.add("description", text)
    return alarm
