"""Two plans, exercise by exercise: what comes, goes, moves, and is done otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from solver.catalogue.vocabulary import Weekday
from solver.plan import Item, Plan, Session
from solver.report.session import dose, item_name

if TYPE_CHECKING:
    import pandas as pd


class What(StrEnum):
    """What became of an exercise, the weightiest first."""

    ADDED = "added"
    REMOVED = "removed"
    MORE = "more sets"
    FEWER = "fewer sets"
    MOVED = "moved"
    OTHERWISE = "done otherwise"
    SAME = "same"


@dataclass(frozen=True)
class ExerciseChange:
    """An exercise in both plans; ``before`` and ``after`` are its days and doses in words."""

    exercise: str
    name: str
    what: What
    sets_before: int
    sets_after: int
    before: str
    after: str
    details: str = ""


@dataclass(frozen=True, repr=False)
class PlanDifference:
    """What changes from one plan to another.

    Attributes:
        names: what the two plans are called.
        exercises: every exercise of either plan: changed ones first, in the order of the plans.
        sessions: what changes in whole sessions, a line each.

    """

    names: tuple[str, str]
    exercises: tuple[ExerciseChange, ...]
    sessions: tuple[str, ...]

    @property
    def changed(self) -> tuple[ExerciseChange, ...]:
        """The exercises that are not the same in both."""
        return tuple(each for each in self.exercises if each.what is not What.SAME)

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each exercise of either plan, as a pandas frame."""
        import pandas as pd  # noqa: PLC0415 - pandas is slow to import and seldom needed

        rows = [{**asdict(each), "what": each.what.value} for each in self.exercises]
        return pd.DataFrame(rows, columns=list(ExerciseChange.__dataclass_fields__))

    def to_text(self, *, width: int = 100, colour: bool = False) -> str:
        """Return the difference for reading in a terminal."""
        from solver.comparing.sheet import sheet_text  # noqa: PLC0415 - rich is slow to import
        from solver.comparing.tables import difference_sheet  # noqa: PLC0415

        return sheet_text(difference_sheet(self), width=width, colour=colour)

    def _repr_html_(self) -> str:
        """Show itself in Jupyter."""
        from solver.comparing.sheet import sheet_html  # noqa: PLC0415
        from solver.comparing.tables import difference_sheet  # noqa: PLC0415

        return sheet_html(difference_sheet(self))

    def __repr__(self) -> str:
        return f"<PlanDifference from {self.names[0]!r} to {self.names[1]!r}: {len(self.changed)}>"

    def __str__(self) -> str:
        return self.to_text()


def difference(
    plan: Plan, other: Plan, *, names: tuple[str, str] = ("before", "after")
) -> PlanDifference:
    """Return exercise by exercise what changes from ``plan`` to ``other``."""
    before, after = _places(plan), _places(other)
    exercises = [
        _change(name, before.get(name, []), after.get(name, []))
        for name in dict.fromkeys((*before, *after))
    ]
    order = list(What)
    exercises.sort(key=lambda each: order.index(each.what))  # stable: else in the plans' order
    return PlanDifference(names, tuple(exercises), tuple(_session_lines(plan, other)))


Place = tuple[Session, Item]


def _places(plan: Plan) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for session in plan.sessions:
        for item in session.items:
            found.setdefault(item.exercise, []).append((session, item))
    return found


def _change(exercise: str, before: list[Place], after: list[Place]) -> ExerciseChange:
    sets, later = (sum(item.sets for _, item in places) for places in (before, after))
    details = "; ".join(_details(before, after))
    days = [[session.day for session, _ in places] for places in (before, after)]
    doses = [[(session.day, item.sets) for session, item in places] for places in (before, after)]
    if not before or not after:
        what = What.ADDED if after else What.REMOVED
    elif sets != later:
        what = What.MORE if later > sets else What.FEWER
    elif days[0] != days[1] or doses[0] != doses[1]:
        what = What.MOVED
    else:
        what = What.OTHERWISE if details else What.SAME
    name = item_name((after or before)[0][1])
    return ExerciseChange(exercise, name, what, sets, later, _said(before), _said(after), details)


def _said(places: list[Place]) -> str:
    return ", ".join(f"{session.day.value} {dose(item)}" for session, item in places)


COMPARED = ("reps", "rir", "tempo", "load", "rest_seconds", "role")
"""What of a prescription is compared beside sets and day."""


def _details(before: list[Place], after: list[Place]) -> Iterator[str]:
    """Say what changes in how an exercise is done, where it is done as often in both."""
    if len(before) != len(after):
        return
    for (session, old), (_, new) in zip(before, after, strict=True):
        day = f"{session.day.value}: " if len(before) > 1 else ""
        for field in COMPARED:
            was, now = getattr(old, field), getattr(new, field)
            if was != now:
                yield f"{day}{field.replace('_', ' ')} {_word(was)} → {_word(now)}"
        if bool(old.superset) != bool(new.superset):
            yield f"{day}{'in' if new.superset else 'out of'} a superset"


def _word(value: object) -> str:
    return "–" if value in (None, "") else str(value)


def _by_day(plan: Plan) -> dict[tuple[Weekday, int], Session]:
    """Return the sessions by their day, and by their turn where a day has several."""
    turns: Counter[Weekday] = Counter()
    found = {}
    for session in plan.sessions:
        found[session.day, turns[session.day]] = session
        turns[session.day] += 1
    return found


def _session_lines(plan: Plan, other: Plan) -> Iterator[str]:
    before, after = _by_day(plan), _by_day(other)
    for day, turn in sorted(before.keys() | after.keys(), key=lambda key: (key[0].number, key[1])):
        old, new = before.get((day, turn)), after.get((day, turn))
        if old is None or new is None:
            for session, word in ((old, "removed"), (new, "added")):
                if session is not None:
                    title = f" ({session.title})" if session.title else ""
                    yield f"{day.value}: session {word}{title}, {session.minutes:g} min"
            continue
        parts = [f"{old.title or 'no title'} → {new.title or 'no title'}"] * (
            old.title != new.title
        )
        if old.minutes != new.minutes:
            parts.append(f"{old.minutes:g} → {new.minutes:g} min")
        if parts:
            yield f"{day.value}: {', '.join(parts)}"
