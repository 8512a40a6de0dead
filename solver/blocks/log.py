"""What was really done in a block: a CSV with sets, repetitions, effort, soreness, fatigue."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from solver.blocks.block import LONGEST, Block
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.vocabulary import Weekday
from solver.days import parse_weekday
from solver.errors import InputError, shown, suggest
from solver.reading import read_csv
from solver.report.tabular import csv_cell
from solver.weights import Plates, Weight, parse_weight, takes_best

COLUMNS = (
    "week", "day", "exercise", "sets", "reps", "rir", "load", "muscle", "sore_hours", "fatigue",
)  # fmt: skip
NEEDED = ("week",)
OF_EXERCISE = ("sets", "reps", "rir", "load")
"""Columns that say nothing without an exercise."""

MOST_ROWS = 5000


@dataclass(frozen=True)
class Done:
    """Sets of an exercise: with repetitions and reserve of the hardest set, if given."""

    week: int
    day: Weekday
    exercise: str
    sets: int
    reps: int | None = None
    rir: int | None = None
    load: Weight | None = None


@dataclass(frozen=True)
class Sore:
    """A muscle, and for how many hours it stayed sore."""

    week: int
    muscle: str
    hours: float


@dataclass(frozen=True)
class Log:
    """What was done, what was sore, and weeks of lasting fatigue."""

    done: tuple[Done, ...] = ()
    sore: tuple[Sore, ...] = ()
    tired: tuple[int, ...] = ()

    @property
    def weeks(self) -> tuple[int, ...]:
        """The weeks that the log says anything about."""
        named = {row.week for row in self.done} | {row.week for row in self.sore} | set(self.tired)
        return tuple(sorted(named))


def read_log(path: Path | str, block: Block, catalogue: Catalogue) -> Log:
    """Read a log.

    A row with an exercise says how many sets of it were done (0: none), with repetitions, those
    left in reserve and load of its hardest set; one with a muscle for how many hours it was sore;
    ``fatigue`` yes, that it lasted or motivation was gone in that week. Columns may be missing,
    but ``week``.

    Raises:
        InputError: the file or a cell is wrong, or it has no rows; the message names file, line
            and column.

    """
    rows = read_csv(Path(path))
    if not rows:
        raise InputError(
            f"{path}: has no rows below its header, so it says nothing; fill in what was done "
            "(evenset block --log-template BLOCK prints a log to begin with), or leave out --log"
        )
    if len(rows) > MOST_ROWS:
        raise InputError(f"{path}: has more than {MOST_ROWS} rows; is it the right file?")
    done: list[Done] = []
    sore: list[Sore] = []
    tired: list[int] = []
    plates = block.scenario.plates
    seen: dict[tuple[int, Weekday, str], int] = {}
    for line, cells in rows:
        row = _Row(f"{path}, line {line}", cells)
        row.check_columns()
        if row.cell("week").startswith("#"):
            continue
        week = row.whole("week", 1, LONGEST)
        if week is None or week > len(block.weeks):
            raise row.error("week", f"the block has weeks 1 to {len(block.weeks)}")
        if row.cell("exercise"):
            done.append(_done(row, week, catalogue, plates))
            key = (week, done[-1].day, done[-1].exercise)
            if key in seen:
                raise row.error("exercise", f"stands in line {seen[key]} already; put both in one")
            seen[key] = line
        elif named := [name for name in OF_EXERCISE if row.cell(name)]:
            raise row.error("exercise", f"is empty, but {named[0]} is not; say what was done")
        if row.cell("muscle") or row.cell("sore_hours"):
            sore.append(_sore(row, week, catalogue))
        if row.yes("fatigue"):
            tired.append(week)
    return Log(tuple(done), tuple(sore), tuple(dict.fromkeys(tired)))


def _done(row: _Row, week: int, catalogue: Catalogue, plates: Plates | None) -> Done:
    try:
        exercise = catalogue.find(row.cell("exercise"))
        day = parse_weekday(row.cell("day"))
    except (InputError, ValueError) as error:
        raise InputError(f"{row.place}: {error}") from error
    sets = row.whole("sets", 0, 20)
    if sets is None:
        raise row.error("sets", "is empty; write how many were done, 0 for none")
    load = _load(row)
    if load is not None:
        try:
            (plates or Plates(unit=load.unit)).check_not_below_bar(load, exercise.load)
        except ValueError as error:
            raise row.error("load", str(error)) from error
    if not takes_best(exercise):
        load = None  # nothing is read off it: no weight of the lift's own
    reps, rir = row.whole("reps", 0, 300), row.whole("rir", 0, 10)
    return Done(week, day, exercise.id, sets, reps, rir, load)


def _load(row: _Row) -> Weight | None:
    text = row.cell("load")
    if re.fullmatch(r"[0-9]+([.,][0-9]+)?", text):
        raise row.error("load", f"say {text} kg or {text} lb")  # a wrong guess doubles a load
    try:
        return parse_weight(text) if text else None
    except ValueError as error:
        raise row.error("load", str(error)) from error


def _sore(row: _Row, week: int, catalogue: Catalogue) -> Sore:
    hours = row.whole("sore_hours", 0, 400)
    if not row.cell("muscle") or hours is None:
        raise row.error("sore_hours", "goes with a muscle; write both, as quads and 60")
    try:
        name = catalogue.muscle_or_group(row.cell("muscle"), "muscle")
    except InputError as error:
        raise InputError(f"{row.place}: {error}") from error
    return Sore(week, name, hours)


class _Row:
    """A row of the log, and where it stands."""

    def __init__(self, place: str, cells: dict[str, str]) -> None:
        self.place = place
        self._cells = {_column(name): text for name, text in cells.items()}
        if len(self._cells) != len(cells):
            raise InputError(f"{place}: a column stands twice; keep one of them")

    def check_columns(self) -> None:
        for name in self._cells:
            if name not in COLUMNS:
                raise InputError(
                    f"{self.place}: there is no column {shown(name)}{suggest(name, COLUMNS)}; "
                    f"columns are {', '.join(COLUMNS)}"
                )
        for name in NEEDED:
            if name not in self._cells:
                raise InputError(f"{self.place}: the column {name} is missing; add it")

    def cell(self, name: str) -> str:
        return self._cells.get(name, "")

    def error(self, column: str, problem: str) -> InputError:
        return InputError(f"{self.place}: {column}: {problem}")

    def whole(self, column: str, low: int, high: int) -> int | None:
        text = self.cell(column)
        if not text:
            return None
        digits = re.fullmatch(r"([0-9]{1,4})(?:[.,]0{1,3})?", text)  # 3,0 of a spreadsheet is 3
        if not digits or not low <= int(digits[1]) <= high:
            raise self.error(
                column, f"takes a whole number from {low} to {high}, not {shown(text)}"
            )
        return int(digits[1])

    def yes(self, column: str) -> bool:
        word = self.cell(column).casefold()
        if word in ("", "no", "n", "false", "0"):
            return False
        if word in ("yes", "y", "true", "1"):
            return True
        raise self.error(column, f"must be yes, no or empty, not {shown(self.cell(column))}")


def _column(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.casefold())


def log_template(block: Block) -> str:
    """Return a log of a block in which everything was done as planned, to be filled in."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _planned(block):
        writer.writerow(row)
    return buffer.getvalue()


def _planned(block: Block) -> Iterator[list[str | int]]:
    for week in block.weeks:
        for session in week.sessions:
            for item in session.items:
                first: list[str | int] = [week.number, session.day.value, csv_cell(item.exercise)]
                yield [*first, item.sets, *[""] * (len(COLUMNS) - len(first) - 1)]
