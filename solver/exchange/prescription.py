"""An item's prescription taken apart into numbers, and said in a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from solver.plan import Item, Session
from solver.report.session import dose, item_name, load, pair_marks, warm_up_blocks, warm_up_heading
from solver.report.wording import clean, clock, plain, ranged

_AMOUNT = re.compile(r"([0-9]{1,4})(?:\s*[-–]\s*([0-9]{1,4}))?\s*(s|m)?")
_SHARE = re.compile(r"(?:about )?([0-9]{1,3}) ?%(?: of 1RM)?")
_WEIGHT = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})?) ?(kg|lb)")
_RAMP = re.compile(r"([0-9]{1,3}) (?:easy )?reps?(?: a side)? at ([0-9]{1,3}) % of .*")


@dataclass(frozen=True)
class Amount:
    """How much is done in a set: repetitions, seconds held, or metres carried."""

    low: int
    high: int
    unit: Literal["reps", "s", "m"]


def amount(item: Item) -> Amount | None:
    """Return what ``reps`` says in numbers, None where it says nothing or something else."""
    found = _AMOUNT.fullmatch(item.reps.strip())
    if not found:
        return None
    low = int(found[1])
    high = int(found[2]) if found[2] else low
    if not 1 <= low <= high:
        return None
    unit: Literal["reps", "s", "m"] = "s" if found[3] == "s" else "m" if found[3] else "reps"
    return Amount(low, high, unit)


def percent(item: Item) -> int | None:
    """Return the load in percent of 1RM, where it is such a share."""
    found = _SHARE.fullmatch((item.load or "").strip())
    return int(found[1]) if found else None


def weight(item: Item) -> str | None:
    """Return the load as ``80kg`` or ``175lb``, where it is a weight."""
    found = _WEIGHT.fullmatch((item.load or "").strip())
    return f"{found[1]}{found[2]}" if found else None


def ramp_sets(session: Session, exercise: str) -> list[tuple[int, int]]:
    """Return (repetitions, percent of the working weight) of an exercise's ramp sets."""
    found = (
        _RAMP.fullmatch(step.note.strip())
        for step in session.warm_up
        if step.block == "ramp" and step.drill == exercise
    )
    return [(int(each[1]), int(each[2])) for each in found if each]


def rounds(session: Session) -> list[list[Item]]:
    """Return the items in order; neighbours in one superset stand together."""
    groups: list[list[Item]] = []
    for letter, found in groupby(session.items, lambda item: (item.superset or "").strip()):
        members = list(found)
        groups += [members] if letter else [[item] for item in members]
    return groups


def details(item: Item) -> str:
    """Return what is said beside sets and repetitions: effort, rest, tempo, load, note."""
    parts = [
        f"RIR {item.rir}" if item.rir is not None else "",
        f"rest {clock(item.rest_seconds)}" if item.rest_seconds else "",
        f"tempo {ranged(clean(item.tempo))}" if item.tempo else "",
        f"load {load(item)}" if item.load else "",
        clean(item.note).strip(),
    ]
    return ", ".join(part for part in parts if part)


def said(item: Item) -> str:
    """Return all that is prescribed: ``3 × 8–12, RIR 2, rest 1:30``."""
    return ", ".join(part for part in (dose(item), details(item)) if part)


def line(item: Item, mark: str = "") -> str:
    """Return an item in a line: ``A1 Hammer curl: 3 × 8–12, RIR 2, rest 1:30``."""
    name = f"{mark} {item_name(item)}".strip()
    return f"{name}: {said(item)}"


def lines(session: Session) -> list[str]:
    """Return the items of a session, numbered, a line each."""
    marked = zip(session.items, pair_marks(session), strict=True)
    return [f"{order}. {line(item, mark)}" for order, (item, mark) in enumerate(marked, start=1)]


def warm_up_lines(session: Session) -> list[str]:
    """Return the warm-up of a session, a line a block; nothing where there is none."""
    if not session.warm_up:
        return []
    blocks = [f"{name}: {', '.join(what)}" for name, what in warm_up_blocks(session)]
    return [f"{warm_up_heading(session)}:", *blocks]


def title(session: Session) -> str:
    """Return the session's title with its intensity: ``Full body 1 (heavy)``."""
    name = clean(session.title).strip()
    name = name or ("Training" if session.kind == "none" else plain(clean(session.kind)))
    return f"{name} ({clean(session.intensity)})" if session.intensity else name


def cut(text: str, size: int) -> str:
    """Return the text, shortened to so many characters at the end of a word where it is longer."""
    if len(text) <= size:
        return text
    head = text[: size - 1]
    space = head.rfind(" ")
    return (head[:space] if space > size // 2 else head).rstrip(" ,;:·(") + "…"
