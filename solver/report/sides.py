"""Figures of weeks side by side: what they are called, how they are said, what is marked."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from solver.report.wording import number, plain

Line = tuple[str, str, str]
"""What a figure is called, its key, and its kind: how it is said and when it is marked."""

SEEN = {"score": 1.0, "mark": 0.05, "sets": 1.0, "ratio": 0.05, "minutes": 5.0, "share": 0.05}
"""From which difference to the first column on a figure is marked ▲ or ▼, by its kind."""

UP, DOWN = "▲", "▼"

LEGEND = (
    "Guardrails, balance and plainness: what is missed of each, weighted; 0 is the best. They rank "
    "in this order, then the balance score (0–100)."
)

APART = (
    "All are judged with the equipment of all together: a rule that one cannot keep for want of "
    "equipment counts as missed, though its own plan calls it not applicable."
)


def groups_of(names: Iterable[str], first: str) -> list[tuple[str, list[Line]]]:
    """Return the figures of these names in groups with titles; ``first`` heads the first column."""
    names = list(names)
    score = [("Balance score", "score", "score")]
    score += [(_part(n), n, "mark") for n in names if n.startswith("score_")]
    sets = [(plain(n.removeprefix("sets_")), n, "sets") for n in names if n.startswith("sets_")]
    rest = [("pull : push", "pull_push", "ratio"), ("hip : knee", "hip_knee", "ratio")]
    rest += [(f"{n.removeprefix('plane_')} sets", n, "sets")
             for n in names if n.startswith("plane_")]  # fmt: skip
    rest += [
        ("one side at a time", "unilateral_share", "share"), ("hard sets", "hard_sets", "sets"),
        ("exercises", "exercises", "sets"), ("minutes", "minutes", "minutes"),
        ("days", "days", "sets"), ("split", "split", ""),
        ("guardrails broken", "judged_broken", "sets"),
        ("not applicable", "not_applicable", "sets"),
    ]  # fmt: skip
    return [
        (f"Balance score and its parts ({UP} higher, {DOWN} lower than {first})", score),
        ("Hard sets a week", sets),
        ("Ratios, planes, time", rest),
    ]


def _part(name: str) -> str:
    """Return what a part of the score is called: ``pull:push`` of ``score_pull_push``."""
    word = name.removeprefix("score_")
    return word.replace("_", ":") if word in ("pull_push", "hip_knee") else plain(word)


def moved(value: Any, first: Any, kind: str) -> str:
    """Return ``▲`` or ``▼`` where a figure is worth a mark against the first, else nothing."""
    if not kind or not _counts(value) or not _counts(first):
        return ""
    by = value - first
    return "" if abs(by) < SEEN[kind] else UP if by > 0 else DOWN


def shown(value: Any, kind: str) -> str:
    """Return a figure in words, a dash for nothing."""
    if not _counts(value):
        return str(value) if value not in (None, "") else "–"
    if kind in ("mark", "share"):
        return f"{round(100 * value)} %"
    if kind == "minutes":
        return str(math.ceil(value))
    return number(value, 1 if kind in ("score", "sets") else 2)


def _counts(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
