"""Reads Liftoscript by its grammar, as far as programs without scripts need it.

Written from the facts of the language, not from our writer: what is not allowed is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NAME = re.compile(r"[^/{}()\[\]#\n:,|!]+")
SETS = re.compile(r"(\d+)x(\d+)(?:-(\d+))?")
TOKENS = {
    "rpe": re.compile(r"@(\d+(?:\.\d+)?)"),
    "percent": re.compile(r"(\d+(?:\.\d+)?)%"),
    "weight": re.compile(r"(\d+(?:\.\d+)?(?:kg|lb))"),
    "rest": re.compile(r"(\d+)s"),
    "timer": re.compile(r"(\d+s\|\d+s)"),
    "set_label": re.compile(r"\(([^/{}() \t\n\r#\[\]]{1,8})\)"),
}
WARM_UP = re.compile(r"(\d+)x(\d+) (\d+)%")
DP = re.compile(r"dp\((\d+(?:\.\d+)?(?:kg|lb)), (\d+), (\d+)\)")


@dataclass
class Line:
    """An exercise of a day."""

    name: str
    equipment: str
    label: str
    about: list[str]
    sets: int = 0
    low: int = 0
    high: int = 0
    tokens: dict[str, str] = field(default_factory=dict)
    warm_up: list[tuple[int, int]] | None = None
    superset: str | None = None
    progress: str | None = None


@dataclass
class Day:
    """A day with its description."""

    name: str
    about: list[str]
    lines: list[Line] = field(default_factory=list)


@dataclass
class Week:
    """A week with its description."""

    name: str
    about: list[str]
    days: list[Day] = field(default_factory=list)


@dataclass
class Program:
    """Weeks, and the comments that the app does not show."""

    weeks: list[Week]
    hidden: list[str]


def read(text: str) -> Program:
    """Read a program; raise ValueError where the language does not allow it."""
    program = Program([], [])
    about: list[str] = []
    for raw in text.split("\n"):
        line = raw.strip()
        if line.startswith("///"):
            program.hidden.append(line[3:].strip())
        elif line.startswith("//"):
            about.append(line[2:].strip())
        elif line.startswith("##"):
            program.weeks[-1].days.append(Day(line[2:].strip(), about))
            about = []
        elif line.startswith("#"):
            program.weeks.append(Week(line[1:].strip(), about))
            about = []
        elif line:
            day = program.weeks[-1].days[-1]
            found = _exercise(line, about)
            key = (found.label, found.name, found.equipment)
            if key in [(each.label, each.name, each.equipment) for each in day.lines]:
                raise ValueError(f"{key} stands twice in a day")
            day.lines.append(found)
            about = []
    _same_progress(program)
    return program


def _exercise(text: str, about: list[str]) -> Line:
    head, *sections = [part.strip() for part in text.split("/")]
    label, colon, whole = head.rpartition(":")
    if colon and not re.fullmatch(r"[A-Za-z]\w*", label):
        raise ValueError(f"{label!r} is no label")
    name, *equipment = [part.strip() for part in whole.split(",")]
    if not NAME.fullmatch(name) or len(equipment) > 1 or name.startswith("..."):
        raise ValueError(f"{whole!r} is no name")
    line = Line(name, equipment[0] if equipment else "", label, about)
    for section in sections:
        word, colon, value = section.partition(":")
        if not colon:
            _sets(line, section)
        elif word == "warmup":
            line.warm_up = _warm_up(value.strip())
        elif word == "superset":
            if not re.fullmatch(r"[A-Za-z_]\w*", value.strip(), re.ASCII):
                raise ValueError(f"{value!r} is no name of a superset")
            line.superset = value.strip()
        elif word == "progress":
            line.progress = value.strip()
            if line.progress != "none" and not DP.fullmatch(line.progress):
                raise ValueError(f"{value!r} is no progression")
        else:
            raise ValueError(f"{word!r} is no section")
    if not line.sets:
        raise ValueError(f"{text!r} has no sets")
    if line.progress not in (None, "none") and line.low != line.high:
        raise ValueError(f"{text!r} has a range and a double progression")
    return line


def _sets(line: Line, section: str) -> None:
    for word in section.split(" "):
        if found := SETS.fullmatch(word):
            line.sets, line.low = int(found[1]), int(found[2])
            line.high = int(found[3] or found[2])
            continue
        for name, pattern in TOKENS.items():
            if found := pattern.fullmatch(word):
                line.tokens[name] = found[1]
                break
        else:
            raise ValueError(f"{word!r} is nothing that a set has")


def _warm_up(text: str) -> list[tuple[int, int]]:
    if text == "none":
        return []
    found = [WARM_UP.fullmatch(part.strip()) for part in text.split(",")]
    return [(int(each[2]), int(each[3])) for each in found if each or _fail(text)]  # type: ignore[index]


def _fail(text: str) -> bool:
    raise ValueError(f"{text!r} is no warm-up")


def _same_progress(program: Program) -> None:
    """Raise where an exercise has two progressions: the app takes one for the whole program."""
    seen: dict[tuple[str, str, str], str] = {}
    for week in program.weeks:
        for day in week.days:
            for line in day.lines:
                if line.progress in (None, "none"):
                    continue
                key = (line.label, line.name, line.equipment)
                if seen.setdefault(key, str(line.progress)) != line.progress:
                    raise ValueError(f"{key} has two progressions")
