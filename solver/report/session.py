"""How a session is said: its heading, its warm-up, the dose and the notes of each exercise."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby

from solver.catalogue.vocabulary import Weekday
from solver.plan import Item, Session, WarmUpStep
from solver.report.wording import about, clean, clock, count, plain, ranged, sentence

WEEKDAYS = dict(
    zip(
        Weekday,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)

RAMP = "ramp"
"""The block of a warm-up that holds ramp sets."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_RAMP = re.compile(r"([0-9]+) (?:easy )?reps?( a side)? at ([0-9]+) % of the working weight")
_SHARE = re.compile(r"about ([0-9]+ %) of 1RM")
_TEMPO = re.compile(r"[0-9]+-[0-9]+-[0-9]+")


def session_heading(session: Session) -> str:
    """Return day, title, intensity and minutes of a session; a started minute counts."""
    title = session.title.strip() or ("" if session.kind == "none" else plain(session.kind))
    minutes = f"{math.ceil(session.minutes)} of {session.budget_minutes} min"
    parts = [WEEKDAYS[session.day], title, session.intensity or "", minutes]
    if session.saved_seconds:
        parts.append(f"supersets save {about(session.saved_seconds)}")
    return clean(" · ".join(part for part in parts if part))


def warm_up_heading(session: Session) -> str:
    """Return how long the warm-up of a session lasts, ramp sets included."""
    return f"Warm-up, {math.ceil(sum(step.seconds for step in session.warm_up) / 60)} min"


def warm_up_blocks(session: Session) -> list[tuple[str, list[str]]]:
    """Return the blocks of a warm-up, each with its drills or with its lifts' ramp sets.

    A block is ``("Breath", ["Crocodile breathing 1:00"])``, or of ramp sets
    ``("Ramp", ["Back squat: 6 × 40 %, 6 × 80 %"])``.
    """
    blocks = []
    for block, group in groupby(session.warm_up, lambda step: step.block):
        steps = list(group)
        if block == RAMP:
            lines = [
                f"{name}: {', '.join(_ramp_set(step) for step in sets)}"
                for name, sets in groupby(steps, drill_name)
            ]
        else:
            lines = [f"{drill_name(step)} {clock(step.seconds)}" for step in steps]
        blocks.append((sentence(plain(clean(block))), lines))
    return blocks


def drill_name(step: WarmUpStep) -> str:
    """Return the name of a drill or lift, or its id in words where a plan gives no name."""
    return clean(step.name).strip() or plain(clean(step.drill))


def _ramp_set(step: WarmUpStep) -> str:
    """Return a ramp set as ``6 × 40 %`` where it is a share of the working weight."""
    if found := _RAMP.fullmatch(step.note):
        return f"{found[1]} × {found[3]} %{found[2] or ''}"
    return clean(step.note).strip() or clock(step.seconds)


def pair_marks(session: Session) -> list[str]:
    """Return for each item of a session ``A1``, ``A2`` … in a superset, nothing for others."""
    seen: Counter[str] = Counter()
    marks = []
    for item in session.items:
        letter = clean(item.superset or "").strip()
        seen[letter] += 1
        marks.append(f"{letter}{seen[letter]}" if letter else "")
    return marks


def footnotes(sessions: Iterable[Session]) -> dict[str, int]:
    """Return a number for each sentence of the items' notes, in the order in which they come."""
    numbers: dict[str, int] = {}
    for session in sessions:
        for item in session.items:
            for phrase in _sentences(item.note):
                numbers.setdefault(phrase, len(numbers) + 1)
    return numbers


def superscript(value: int) -> str:
    """Return a number in raised digits."""
    return str(value).translate(_RAISED)


def noted_name(item: Item, numbers: Mapping[str, int]) -> str:
    """Return an exercise's name with the numbers of its footnotes."""
    raised = " ".join(superscript(numbers[phrase]) for phrase in _sentences(item.note))
    return f"{item_name(item)} {raised}".rstrip()


def _sentences(note: str) -> list[str]:
    phrases = _SENTENCE_END.split(clean(note).strip())
    return [phrase for phrase in dict.fromkeys(phrases) if phrase]


def legend(sessions: Iterable[Session]) -> str:
    """Return what the columns of the sessions mean, of those that are there."""
    sessions = list(sessions)
    items = [item for session in sessions for item in session.items]
    parts = [
        "RIR: repetitions in reserve, how many more you could do at the end of a set.",
        "Rest: in minutes, after each set.",
    ]
    if any(_RAMP.fullmatch(step.note) for session in sessions for step in session.warm_up):
        parts.append("Ramp: repetitions × share of the weight that you then work with.")
    if any(item.superset for item in items):
        parts.append("A1, A2: a superset, done in turns.")
    if any(item.sides == 2 for item in items):
        parts.append("Each side: a set is done left and right.")
    if any(_TEMPO.fullmatch(item.tempo or "") for item in items):
        parts.append("Tempo: seconds down, paused, up.")
    if any(_SHARE.fullmatch(item.load or "") for item in items):
        parts.append("Load: about this share of the most you could lift once.")
    parts.append("A session's minutes hold warm-up, set-up, sets and rests.")
    return " ".join(parts)


def load(item: Item) -> str:
    """Return the load, ``80 %`` where it is about a share of the most that goes once."""
    said = clean(item.load or "")
    found = _SHARE.fullmatch(said)
    return found[1] if found else said


def item_name(item: Item) -> str:
    """Return the name of an exercise, or its id where a plan gives no name."""
    return clean(item.name).strip() or clean(item.exercise)


def dose(item: Item) -> str:
    """Return sets and repetitions: ``3 × 8–12 each side``."""
    reps = ranged(clean(item.reps)).strip()
    text = f"{item.sets} × {reps}" if reps else count(item.sets, "set")
    return f"{text} each side" if item.sides == 2 else text


def rest(item: Item) -> str:
    """Return the rest after a set as minutes and seconds, ``2:30``."""
    return clock(item.rest_seconds) if item.rest_seconds else "–"
