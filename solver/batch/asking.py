"""What a row asks for: its scenario, or every fault of it at once, each with its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, get_args

from solver.batch.cells import PROFILE, read_cells
from solver.blocks.block import Volume
from solver.catalogue import Catalogue
from solver.errors import InputError, shown, suggest
from solver.reading import MAX_FAULTS
from solver.rules.signs import find_sign, load_signs
from solver.rules.splits import AUTO, NONE, find_split, standard_splits
from solver.scenario import make_scenario
from solver.screening.changes import apply_answers
from solver.screening.questionnaire import Answers

VOLUME = "volume"
"""The column that says how the sets of a block go: no field of a scenario."""

LONGEST_NAME = 80
"""The most characters of a name that is looked for, as of a scenario."""

_DAYS = frozenset(("days", "available"))
_USE = frozenset(("equipment", "without", "exclude", "protect", "signs"))
_SCREENED = ("equipment", "pin", "signs")
_RESTS_ON = {
    "available": frozenset(("days",)),
    "split": _DAYS,
    "equipment": _USE | {"level"},
    "pin": _USE | _DAYS | {"split"},
    "maxes": frozenset(("plates",)),
}
"""Without which columns no one can say that a column does not go with them."""


def _rests_on(column: str) -> frozenset[str]:
    answers = load_signs() if column in _SCREENED else ()
    return _RESTS_ON.get(column, frozenset()).union(answers)


class Asked(NamedTuple):
    """What a row asks for; or the first column with a fault, and the faults, one a line."""

    request: str = ""
    volume: Volume = "flat"
    column: str = ""
    fault: str = ""


class Asking:
    """Turns the cells of rows into requests; equal rows are checked once.

    Args:
        names: of the columns, in their order.
        catalogue: what there is to plan with.
        defaults: fields of a scenario for rows that do not say otherwise.
        weeks: of the blocks that are planned; None for single weeks.

    """

    def __init__(
        self,
        names: Sequence[str],
        catalogue: Catalogue,
        defaults: Mapping[str, Any],
        weeks: int | None,
    ) -> None:
        self.weeks = weeks
        self.names = names
        self.defaults = defaults
        self.catalogue = catalogue
        equipment = catalogue.equipment
        self._finders: dict[str, Callable[[str], object]] = {
            "equipment": equipment.canonical,
            "without": lambda name: equipment.canonical(name, "without"),
            "exclude": lambda name: catalogue.find(name, "exclude"),
            "pin": lambda name: catalogue.find(name, "pin"),
            "favour": lambda name: catalogue.find(name, "favour"),
            "maxes": lambda name: catalogue.find(name, "maxes"),
            "priorities": lambda name: catalogue.muscle_or_group(name, "priorities"),
            "signs": find_sign,
            "split": _known_split,
        }
        self._unknown = lru_cache(maxsize=4096)(self._find)  # the nearest name takes long to find
        self.request = lru_cache(maxsize=4096)(self._request)

    def _request(self, cells: tuple[tuple[str, str], ...]) -> Asked:
        """Return what a row asks for, or what is wrong with it."""
        wanted = dict(cells)
        volume, wrong = self._volume(wanted.pop(VOLUME, ""))
        fields, answers, unread = read_cells(wanted)
        if wrong:
            unread[VOLUME] = wrong
        faults = {column: [message] for column, message in unread.items()}
        for column in [name for name in self._finders if name in fields]:
            if lines := self._unknown_in(column, fields[column]):
                faults[column] = lines
                del fields[column]
        request = self._checked(fields, answers, faults)
        if not faults:
            return Asked(request, volume)
        named = [
            PROFILE if name == "equipment" and PROFILE in self.names else name for name in faults
        ]
        order = {name: place for place, name in enumerate(self.names)}
        ranked = sorted(
            zip(named, faults.values(), strict=True), key=lambda f: order.get(f[0], len(order))
        )
        message = "\n".join(line for _, lines in ranked for line in lines)
        column, message = placed(message, self.names)
        return Asked(column=column, fault=message)

    def _volume(self, text: str) -> tuple[Volume, str]:
        """Return how the sets of a block go, and what is wrong with what stands there."""
        known: tuple[Volume, ...] = get_args(Volume)
        found = next((each for each in known if each == (text.casefold() or "flat")), None)
        if found is None:
            return "flat", (
                f"{VOLUME}: {shown(text)} is not known{suggest(text, known)}; use one of "
                f"{', '.join(known)}"
            )
        if found != "flat" and self.weeks is None:
            return "flat", (
                f"{VOLUME}: {found} is for blocks, and this run plans single weeks; leave the cell "
                "empty, or ask for blocks with --weeks"
            )
        return found, ""

    def _unknown_in(self, column: str, value: Any) -> list[str]:
        """Return a line for each name in a cell that nothing is called."""
        names = value if isinstance(value, dict) else value.split(",")
        lines: list[str] = []
        for name in filter(None, names):
            # What is longer is no name, and the scenario says so.
            line = self._unknown(column, name) if len(name) <= LONGEST_NAME else ""
            if line and line not in lines:
                lines.append(line)
            if len(lines) == MAX_FAULTS:
                break
        return lines

    def _find(self, column: str, name: str) -> str:
        try:
            self._finders[column](name)
        except InputError as error:
            return str(error)
        return ""

    def _checked(
        self, fields: dict[str, Any], answers: Mapping[str, bool], faults: dict[str, list[str]]
    ) -> str:
        """Return the scenario of the fields as JSON; add their faults where it is none.

        What is faulty is left out and the rest looked at again. A fault that may come from what
        was left out is not told.
        """
        left_out = set(faults)
        while True:
            try:
                whole = {**self.defaults, **fields}
                if answers:
                    answered = apply_answers({"signs": fields.get("signs", "")}, Answers(answers))
                    whole["signs"] = answered.fields["signs"]
                return make_scenario(whole).resolve(self.catalogue).model_dump_json()
            except InputError as error:
                found = dict(_by_column(str(error), whole))
            for column, lines in found.items():
                if not _rests_on(column) & left_out:
                    faults.setdefault(column, []).extend(lines)
            left_out |= set(found)
            if not [fields.pop(column) for column in found if column in fields]:
                if not answers:
                    return ""
                answers = {}  # which do not go together


def _known_split(name: str) -> None:
    if name not in (AUTO, NONE, *standard_splits()):
        find_split(name, 4)


_MORE = re.compile(r"and [0-9]+ more")


def _by_column(message: str, fields: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield the fields that a message speaks of, each with its lines."""
    found: dict[str, list[str]] = {}
    column = ""
    for line in message.splitlines():
        if _MORE.fullmatch(line):  # those come when these are left out
            continue
        first = re.match(r"\w+", line)
        if first and first[0] in fields:
            column = first[0]
        found.setdefault(column, []).append(line)
    yield from found.items()


_IN_A_TABLE = (
    (re.compile(r"^(\w+)\.[0-9]+:", re.MULTILINE), r"\1:"),  # of several things in a cell
    (re.compile(r"^(\w+)\.(\w+):", re.MULTILINE), r"\1: \2:"),
    (re.compile(r", or a file of your own with --split FILE"), ""),
    (re.compile(r"say --days ([0-9]+) \(in a file days: \1\)"), r"write \1 under days"),
)
"""What messages say of files and flags, in the words of a table."""


def placed(message: str, names: Sequence[str]) -> tuple[str, str]:
    """Return the column that a message about a scenario speaks of, and the message in its words.

    Args:
        message: names the field first; has a line for each fault.
        names: the columns there are.

    """
    for pattern, words in _IN_A_TABLE:
        message = pattern.sub(words, message)
    if PROFILE in names:
        message = re.sub(r"^equipment\b", PROFILE, message, flags=re.MULTILINE)
    first = re.match(r"\w*", message)
    return (first[0] if first and first[0] in names else ""), message
