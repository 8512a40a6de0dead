"""Sessions as structured workouts for a watch (Garmin FIT), a file each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from solver.catalogue import Catalogue
from solver.exchange.extras import extra
from solver.exchange.ics import DAYS
from solver.exchange.prescription import amount, rounds, said, title
from solver.exchange.tables import fit_categories
from solver.exchange.training import Training, week_title
from solver.plan import DISCLAIMER, Item, Session
from solver.report.session import drill_name, item_name

NAME, NOTES = 48, 200
"""The most bytes of a step's name and notes; a FIT string holds 254."""

DEVELOPMENT = 255
"""The manufacturer's number for those who have none."""


@dataclass(frozen=True)
class Step:
    """A step of a workout.

    Attributes:
        kind: ``reps``, ``s``, ``m``, ``open``, or ``repeat``.
        value: repetitions, seconds, metres; of ``repeat``, how often in all.
        intensity: ``active``, ``rest`` or ``warmup``.
        back: of ``repeat``, the number of the step from which to repeat.

    """

    kind: str
    value: int = 0
    name: str = ""
    notes: str = ""
    intensity: str = "active"
    category: int | None = None
    back: int = 0


def fit_files(training: Training, catalogue: Catalogue, start: date, at: time) -> dict[str, bytes]:
    """Return a workout file for each session, by its name: ``w01-1-mon-full-body-1.fit``.

    A set is a step of repetitions (the lower end of a range; the range is in the notes), of time,
    or of distance; the rest after it is a step of time, and a repeat follows. A superset's
    exercises take turns. Dates in the files are those of the plan.

    Raises:
        InputError: the package fit-tool is missing.

    """
    files = {}
    for index, week in enumerate(training.weeks):
        for order, session in enumerate(week.sessions, start=1):
            day = start + timedelta(days=7 * index + DAYS.index(session.day))
            name = " ".join(part for part in (title(session), week_title(training, week)) if part)
            steps = list(workout(session, catalogue))
            made = datetime.combine(day, at, UTC)
            word = f"w{week.number:02}-{order}-{session.day.value}-{_slug(session)}.fit"
            files[word] = _encode(name, steps, made)
    return files


def workout(session: Session, catalogue: Catalogue) -> Iterator[Step]:
    """Yield the steps of a session: warm-up, then exercises with rests and repeats."""
    count = 0
    for drill in session.warm_up:
        yield Step("s", drill.seconds, drill_name(drill), drill.note, "warmup")
        count += 1
    for items in rounds(session):
        for turn, times in _turns(items):
            first = count
            for item in turn:
                yield _work(item, catalogue)
                count += 1
                if item.rest_seconds:
                    yield Step("s", item.rest_seconds, "Rest", intensity="rest")
                    count += 1
            if times > 1:
                yield Step("repeat", times, back=first)
                count += 1


def _turns(items: Sequence[Item]) -> Iterator[tuple[list[Item], int]]:
    """Yield what is done in turns and how often, until no exercise has sets left."""
    left = [item.sets for item in items]
    while any(left):
        times = min(sets for sets in left if sets)
        yield [item for item, sets in zip(items, left, strict=True) if sets], times
        left = [max(0, sets - times) for sets in left]


def _work(item: Item, catalogue: Catalogue) -> Step:
    done = amount(item)
    known = catalogue.exercises.get(item.exercise)
    category = known and fit_categories().get(
        (known.pattern.value, known.load in ("bodyweight", "suspension"))
    )
    return Step(
        kind=done.unit if done else "open",
        value=done.low if done else 0,
        name=item_name(item),
        notes=said(item),
        category=category if isinstance(category, int) else None,
    )


# ---- bytes ----------------------------------------------------------------------------------


def _encode(name: str, steps: Sequence[Step], made: datetime) -> bytes:
    profile = "fit_tool.profile."
    types = extra(f"{profile}profile_type", "fit", "fit")
    messages = f"{profile}messages."
    head = extra(f"{messages}file_id_message", "fit", "fit").FileIdMessage()
    head.type = types.FileType.WORKOUT
    head.manufacturer = DEVELOPMENT
    head.product = 0
    head.serial_number = 1
    head.time_created = round(made.timestamp() * 1000)
    whole = extra(f"{messages}workout_message", "fit", "fit").WorkoutMessage()
    whole.workout_name = _short(name, NAME)
    whole.workout_description = _short(DISCLAIMER, NOTES)
    whole.sport = types.Sport.TRAINING
    whole.sub_sport = types.SubSport.STRENGTH_TRAINING
    whole.num_valid_steps = len(steps)
    new_step = extra(f"{messages}workout_step_message", "fit", "fit").WorkoutStepMessage
    builder = extra("fit_tool.fit_file_builder", "fit", "fit").FitFileBuilder(auto_define=True)
    builder.add(head)
    builder.add(whole)
    for index, step in enumerate(steps):
        builder.add(_message(new_step(), index, step, types))
    return bytes(builder.build().to_bytes())


def _message(message: Any, index: int, step: Step, types: Any) -> Any:
    kinds = types.WorkoutStepDuration
    message.message_index = index
    message.target_type = types.WorkoutStepTarget.OPEN
    if step.kind == "repeat":
        message.duration_type = kinds.REPEAT_UNTIL_STEPS_CMPLT
        message.duration_step = step.back
        message.target_repeat_steps = step.value
        return message
    if step.kind == "reps":
        message.duration_type = kinds.REPS
        message.duration_reps = step.value
    elif step.kind == "s":
        message.duration_type = kinds.TIME
        message.duration_time = float(step.value)
    elif step.kind == "m":
        message.duration_type = kinds.DISTANCE
        message.duration_distance = float(step.value)
    else:
        message.duration_type = kinds.OPEN
    message.intensity = types.Intensity[step.intensity.upper()]
    message.workout_step_name = _short(step.name, NAME)
    if step.notes:
        message.notes = _short(step.notes, NOTES)
    if step.category is not None:
        message.exercise_category = step.category
    return message


def _short(text: str, size: int) -> str:
    """Return as much of the text as fits into so many bytes of UTF-8."""
    raw = text.encode("utf-8", "replace")
    return text if len(raw) <= size else raw[: size - 3].decode("utf-8", "ignore").rstrip() + "…"


def _slug(session: Session) -> str:
    """Return the session's title as part of a file's name: plain letters, digits, hyphens."""
    plain = unicodedata.normalize("NFKD", title(session)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40] or "session"
