"""Why rows have no plan: one short line for the table, and the whole of it in a file of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from solver.batch.removing import remove
from solver.errors import EvensetError, ImpossibleError
from solver.plan import DISCLAIMER
from solver.report.wording import clean
from solver.writing import new_file

if TYPE_CHECKING:
    from solver.batch.ledger import Entry

PROBLEMS_NAME = "problems.txt"

LONGEST = 240
"""Characters of a short line: what a cell of a spreadsheet shows without being opened."""

WORDS = {
    "planned": "planned",
    "wrong": "wrong in the table",
    "impossible": "impossible as asked",
    "no_plan": "without a plan in the time given",
    "failed": "failed by a defect or a lost worker (the same command tries again)",
}
"""What became of athletes, in the order of the summary."""


def in_short(error: EvensetError) -> str:
    """Return an error in one short line: what cannot be had, which rule, and the first remedy."""
    if not isinstance(error, ImpossibleError) or not error.conflicts:
        return first_line(str(error))
    head = str(error.args[0]).strip().removesuffix(":")
    first, others = error.conflicts[0], len(error.conflicts) - 1
    more = f", and {others} more" if others else ""
    remedy = f"; try: {error.remedies[0].split(';')[0]}" if error.remedies else ""
    room = LONGEST - len(head) - len(more) - len(remedy) - 2
    return _cut(f"{head}: {_cut(first.sentence(), max(room, 60))}{more}{remedy}")


def first_line(message: str) -> str:
    """Return the first line of a message, cut where it is long, how many more and of what."""
    lines = [line for line in message.splitlines() if line.strip()]
    if not lines:
        return ""
    if len(lines) == 1:
        return _cut(clean(lines[0]))
    more = f"; and {len(lines) - 1} more{_columns_of(lines[1:])}"
    return _cut(clean(lines[0]), LONGEST - len(more)) + more


def _columns_of(lines: list[str]) -> str:
    """Return the columns that lines begin with, in brackets, where each has one and all fit."""
    found = [re.match(r"(\w+): ", line) for line in lines]
    named = ", ".join(dict.fromkeys(match[1] for match in found if match))
    return f" ({named})" if all(found) and len(named) <= LONGEST // 3 else ""


def _cut(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def short_message(entry: Entry) -> str:
    """Return why a row has no plan in one short line; empty where it has one."""
    return _cut(" ".join(str(entry.summary.get("short") or first_line(entry.message)).split()))


def write_problems(folder: Path, entries: Iterable[Entry]) -> bool:
    """Write the reasons of every row without a plan in full; take the file away where all have one.

    Names of athletes do not stand in it.

    Returns:
        Whether there is such a file now.

    Raises:
        InputError: it cannot be written.

    """
    without = (entry for entry in entries if entry.status != "planned")
    first = next(without, None)
    path = folder / PROBLEMS_NAME
    if first is None:
        remove(path)
        return False
    with new_file(path) as handle:
        handle.write(b"Rows without a plan: why, and what would mend it.\n\n")
        handle.write(_whole(first))
        for entry in without:
            handle.write(_whole(entry))
        handle.write(f"{DISCLAIMER}\n".encode())
    return True


def _whole(entry: Entry) -> bytes:
    named = f" ({entry.athlete.id})" if entry.athlete.id else ""
    head = f"row {entry.athlete.row}{named}: {WORDS.get(entry.status, entry.status)}"
    lines = [clean(head)]
    for line in filter(str.strip, entry.message.splitlines()):
        text = line.lstrip()
        lines.append(f"  {' ' * min(len(line) - len(text), 8)}{clean(text)}")
    return ("\n".join(lines) + "\n\n").encode()
