"""Every error that evenset raises on purpose, in one tree.

Each carries a message that names the file, field or line, says what was wrong, and gives
the remedy; the command line prints it and nothing else. Anything outside this tree is a
defect of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.plan import Conflict


class EvensetError(Exception):
    """Base of all deliberate errors; ``exit_code`` is what the command line ends with."""

    exit_code = 1


Where = tuple[str | int, ...]
"""The path of a field: ``("rules", "pull-push", "lower")``."""


class InputError(EvensetError):
    """What was given is wrong: a file, a field, a line. Exit code 2.

    Attributes:
        where: the path of the wrong field, empty where the message alone says it.

    """

    exit_code = 2

    def __init__(self, message: str, where: Where = ()) -> None:
        super().__init__(message)
        self.where = where


class ImpossibleError(EvensetError):
    """What was asked for cannot be had together. Exit code 3.

    Attributes:
        conflicts: what cannot hold together, and by how much.
        remedies: single changes, each tried by solving again, that mend it.

    """

    exit_code = 3

    def __init__(
        self, message: str, conflicts: Iterable[Conflict] = (), remedies: Iterable[str] = ()
    ) -> None:
        super().__init__(message)
        self.conflicts = tuple(conflicts)
        self.remedies = tuple(remedies)

    def __str__(self) -> str:
        lines = [str(self.args[0])]
        lines += [f"  - {conflict.sentence()}" for conflict in self.conflicts]
        if self.remedies:
            lines.append("What would make it possible (each tried by solving again):")
            lines += [f"  - {remedy}" for remedy in self.remedies]
        elif self.conflicts:
            lines.append("Of single changes none was seen to make it possible in the time given.")
        return "\n".join(lines)


class NoPlanInTimeError(EvensetError):
    """The time limit passed before any plan was found. Exit code 4."""

    exit_code = 4


def suggest(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean 'x'?)`` for the nearest known word, or an empty string."""
    near = nearest(word, known)
    return f" (did you mean {near!r}?)" if near else ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is nearest to this one, or None where none is near."""
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(word[:LONGEST].casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[near[0]] if near else None


LONGEST = 60
"""How much of a wrong value a message repeats."""


def shown(value: object) -> str:
    """Return a value as a message quotes it, cut where it is long."""
    try:
        text = repr(value[: LONGEST * 2] if isinstance(value, str) else value)
    except ValueError:  # an integer of thousands of digits
        return "a number of thousands of digits"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
