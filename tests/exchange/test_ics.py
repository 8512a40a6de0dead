"""The calendar, read back with icalendar and compared with the sessions."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from solver.errors import InputError
from solver.exchange.ics import DAYS, ics_bytes
from solver.exchange.prescription import title
from solver.exchange.training import Training, of_plan
from solver.plan import DISCLAIMER
from solver.report.session import dose, item_name
from tests.exchange.weeks import sessions
from tests.report.samples import coached_plan

START = date(2027, 1, 4)
AT = time(18, 0)


def events(raw: bytes, kind: str = "VEVENT") -> list[Any]:
    return list(icalendar.Calendar.from_ical(raw).walk(kind))


def test_every_session_is_an_event_with_its_exercises(training: Training) -> None:
    found = events(ics_bytes(training, START, AT, "Europe/Berlin"))
    planned = [
        (7 * index + DAYS.index(session.day), session)
        for index, week in enumerate(training.weeks)
        for session in week.sessions
    ]
    assert len(found) == len(planned)
    for event, (offset, session) in zip(found, planned, strict=True):
        begin = event["dtstart"].dt
        assert begin == datetime.combine(START, AT, ZoneInfo("Europe/Berlin")) + timedelta(offset)
        assert event["dtend"].dt - begin == timedelta(minutes=math.ceil(session.minutes))
        assert str(event["summary"]).startswith(title(session))
        text = str(event["description"])
        lines = [line for line in text.split("\n") if line[:1].isdigit() and ". " in line[:4]]
        assert len(lines) == len(session.items)
        for line, each in zip(lines, session.items, strict=True):
            assert item_name(each) in line
            assert dose(each) in line
            assert each.rir is None or f"RIR {each.rir}" in line
        for step in session.warm_up:
            assert step.name in text
        assert text.endswith(DISCLAIMER)


def test_importing_twice_doubles_nothing(training: Training) -> None:
    first = ics_bytes(training, START, AT, "Europe/Berlin")
    assert ics_bytes(training, START, AT, "Europe/Berlin") == first
    ids = [str(event["uid"]) for event in events(first)]
    assert len(set(ids)) == len(ids) == len(sessions(training))
    # Another time of day moves the same events; another week has events of its own.
    assert [str(e["uid"]) for e in events(ics_bytes(training, START, time(7, 30)))] == ids
    later = events(ics_bytes(training, START + timedelta(days=364), AT))
    assert not set(ids) & {str(event["uid"]) for event in later}


def test_a_week_solved_anew_keeps_its_ids_and_another_person_has_others() -> None:
    plan = coached_plan()
    shorter = tuple(
        session.model_copy(update={"items": session.items[:-1]}) for session in plan.sessions
    )
    slower = plan.scenario.model_copy(update={"time_limit": 7.0, "seed": 3})
    changed = plan.model_copy(update={"sessions": shorter, "scenario": slower})
    other = plan.model_copy(
        update={"scenario": plan.scenario.model_copy(update={"title": "Someone else"})}
    )

    def ids(of: Any) -> list[str]:
        return [str(event["uid"]) for event in events(ics_bytes(of_plan(of), START, AT))]

    assert ids(changed) == ids(plan)
    assert not set(ids(other)) & set(ids(plan))


def test_the_time_zone_travels_along() -> None:
    raw = ics_bytes(of_plan(coached_plan()), date(2027, 3, 22), AT, "Europe/Berlin")
    zones = events(raw, "VTIMEZONE")
    assert [str(zone["tzid"]) for zone in zones] == ["Europe/Berlin"]
    # As an application without zones of its own would read them: winter, and summer from 28 March.
    rules = zones[0].to_tz(lookup_tzid=False)
    assert datetime(2027, 3, 22, 18, tzinfo=rules).astimezone(UTC).hour == 17
    assert datetime(2027, 3, 29, 18, tzinfo=rules).astimezone(UTC).hour == 16


def test_without_a_zone_the_time_is_that_of_the_reader() -> None:
    raw = ics_bytes(of_plan(coached_plan()), START, AT)
    assert b"VTIMEZONE" not in raw
    assert all(event["dtstart"].dt.tzinfo is None for event in events(raw))


def test_an_alarm_only_when_asked_for() -> None:
    training = of_plan(coached_plan())
    assert b"VALARM" not in ics_bytes(training, START, AT)
    alarms = events(ics_bytes(training, START, AT, None, 30), "VALARM")
    assert [alarm["trigger"].dt for alarm in alarms] == [timedelta(minutes=-30)] * 4


def test_a_second_session_of_a_day_follows_the_first() -> None:
    plan = coached_plan()
    twice = plan.model_copy(update={"sessions": (plan.sessions[0], plan.sessions[0])})
    first, second = events(ics_bytes(of_plan(twice), START, AT))
    assert second["dtstart"].dt == first["dtend"].dt
    assert second["uid"] != first["uid"]


@pytest.mark.parametrize(
    "zone", ["Europe/Berlim", "", "../etc/passwd", "/etc/passwd", "Europe", "\0"]
)
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(InputError, match=r"--timezone: .* is no time zone"):
        ics_bytes(of_plan(coached_plan()), START, AT, zone)


def test_the_name_of_the_calendar_is_escaped_as_text() -> None:
    training = of_plan(coached_plan())
    wild = replace(training, title="Ti,tle;x\\n")
    raw = ics_bytes(wild, START, AT, "Europe/Berlin").decode()
    (line,) = [line for line in raw.splitlines() if line.startswith("X-WR-CALNAME")]
    assert line == "X-WR-CALNAME:Ti\\,tle\\;x\\\\n"
