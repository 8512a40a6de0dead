"""Weeks as a program of the app Liftosaur, in its language Liftoscript."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from solver.catalogue import Catalogue
from solver.exchange.prescription import (
    Amount,
    amount,
    percent,
    ramp_sets,
    said,
    title,
    warm_up_lines,
    weight,
)
from solver.exchange.tables import increments, liftoscript_custom, liftoscript_names
from solver.exchange.training import Training, Week, deload, week_title
from solver.plan import DISCLAIMER, Item, Session
from solver.report.session import WEEKDAYS, item_name
from solver.report.wording import clean, plain

_NOT_IN_NAMES = re.compile(r"[^\w '&+.-]|_")
_MAX_LABEL = 8
"""The longest label of a set that the app takes."""


def liftoscript_text(training: Training, catalogue: Catalogue) -> str:
    """Return a program: weeks, days, an exercise a line.

    An exercise that Liftosaur has keeps the app's own name; any other is a custom exercise, named
    in the first comment, and has to be made in the app under that name before the program is
    saved. RIR is written as RPE (10 less the RIR). Where an exercise with a weight to add keeps one
    range of repetitions over all loading weeks, it gets a double progression from the lower to the
    upper end; in deload weeks that is off. Elsewhere the range is written out week by week.
    """
    writer = _Writer(training, catalogue)
    weeks = "\n\n".join(writer.week(week) for week in training.weeks)
    return f"{writer.head()}\n{weeks}\n"  # a description stands right above what it is about


@dataclass
class _Writer:
    training: Training
    catalogue: Catalogue
    names: dict[str, str] = field(default_factory=dict)
    ranges: dict[str, dict[Amount, set[str]]] = field(default_factory=dict)
    progressing: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        taken = {name.casefold() for name in liftoscript_names().values()}
        for week in self.training.weeks:
            for session in week.sessions:
                for item in session.items:
                    self._learn(item, session, week, taken)

    def _learn(self, item: Item, session: Session, week: Week, taken: set[str]) -> None:
        """Note the exercise's name in the app, and in loading weeks its repetitions."""
        if item.exercise not in self.names:
            name = liftoscript_names().get(item.exercise)
            if name is None:
                name = _custom_name(item)
                while name.casefold() in taken:
                    name = f"{name} {_plain_name(plain(item.exercise)) or 'again'}"
                taken.add(name.casefold())
            self.names[item.exercise] = name
        done = amount(item)
        if done and done.unit == "reps" and not deload(week):
            found = self.ranges.setdefault(item.exercise, defaultdict(set))
            found[done].add(session.intensity or "")

    def head(self) -> str:
        lines = [f"// {clean(self.training.title)}", f"// {DISCLAIMER}"]
        custom = sorted(name for key, name in self.names.items() if key not in liftoscript_names())
        if custom:
            lines.insert(0, "/// Make these custom exercises in the app first:")
            lines[1:1] = [f"/// - {name}" for name in custom]
        return "\n".join(lines)

    def week(self, week: Week) -> str:
        name = week_title(self.training, week) or "Week 1"
        described = [f"// {clean(note)}" for note in week.notes]
        if not described and week is not self.training.weeks[0]:
            described = ["//"]  # as of a day: without one it might show that of the week before
        head = "\n".join([*described, f"# {name}"])
        return "\n\n".join([head, *(self.day(each, week) for each in week.sessions)])

    def day(self, session: Session, week: Week) -> str:
        # A day without a description would show that of the day before.
        described = [f"// {line}" for line in warm_up_lines(session)] or ["//"]
        lines = [*described, f"## {WEEKDAYS[session.day]}: {title(session)}"]
        for item in session.items:
            lines += [f"// {said(item)}", self.line(item, session, week)]
        return "\n".join(lines)

    def line(self, item: Item, session: Session, week: Week) -> str:
        """Return the line of an exercise: name, sets, warm-up, superset, progression."""
        label = self._label(item, session)
        name = self.names[item.exercise]
        key = f"{label}: {name}" if label else name
        step = self._step(item)
        sections = [key, self._sets(item, stepped=step is not None)]
        ramp = ramp_sets(session, item.exercise)
        sections.append(
            "warmup: " + (", ".join(f"1x{reps} {share}%" for reps, share in ramp) or "none")
        )
        if letter := re.sub(r"[^0-9A-Za-z]", "", item.superset or ""):
            sections.append(f"superset: {letter if letter[0].isalpha() else f'S{letter}'}")
        if step is not None:
            done = amount(item)
            if deload(week):
                sections.append("progress: none")
            elif key not in self.progressing and done:
                self.progressing.add(key)
                sections.append(f"progress: dp({step}, {done.low}, {done.high})")
        return " / ".join(sections)

    def _label(self, item: Item, session: Session) -> str:
        """Tell apart what is done with other repetitions on other days: the app progresses each.

        A label is the session's intensity where that says the range, otherwise the range.
        """
        found = self.ranges.get(item.exercise, {})
        done = amount(item)
        if len(found) < 2 or done not in found:
            return ""
        intensities = [name for names in found.values() for name in names]
        if session.intensity and len(set(intensities)) == len(intensities):
            return re.sub(r"\W", "", session.intensity)
        return f"reps{done.low}to{done.high}"

    def _step(self, item: Item) -> str | None:
        """Return the weight to add in a double progression, None where there is none."""
        known = self.catalogue.exercises.get(item.exercise)
        done = amount(item)
        if known is None or done is None or done.unit != "reps" or done.low == done.high:
            return None
        if done not in self.ranges.get(item.exercise, {}):
            return None
        unit = "lb" if self.training.pounds else "kg"
        steps = increments().get(known.load)
        return f"{steps[unit]}{unit}" if steps else None

    def _sets(self, item: Item, stepped: bool) -> str:
        done = amount(item)
        parts = [f"{item.sets}x1"]
        rest = f"{item.rest_seconds}s" if item.rest_seconds else ""
        if done and done.unit == "reps":
            same = stepped or done.low == done.high
            parts = [f"{item.sets}x{done.low}" if same else f"{item.sets}x{done.low}-{done.high}"]
        elif done:
            label = f"{done.low}-{done.high}{done.unit}"
            label = f"{done.low}{done.unit}" if done.low == done.high else label
            parts += [f"({label})"] if len(label) <= _MAX_LABEL else []
            if done.unit == "s" and rest:
                parts.append("0lb" if self.training.pounds else "0kg")
                rest = f"{done.low}s|{rest}"
        if item.rir is not None and item.rir < 10:
            parts.append(f"@{10 - item.rir}")
        if (share := percent(item)) is not None:
            parts.append(f"{share}%")
        elif load := weight(item):
            parts.append(load)
        return " ".join([*parts, *[rest] * bool(rest)])


def _custom_name(item: Item) -> str:
    """Return the name under which a custom exercise is written.

    Without the marks that the language keeps for itself, and never that of another exercise.
    """
    name = liftoscript_custom().get(item.exercise) or item_name(item)
    return _plain_name(name) or _plain_name(plain(item.exercise)) or "Exercise"


def _plain_name(text: str) -> str:
    return re.sub(r"\s+", " ", _NOT_IN_NAMES.sub(" ", text)).strip(" .")
