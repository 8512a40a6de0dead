"""The result of comparing: rows with ranks, as a frame, a text, a page for Jupyter, a plot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from solver.comparing.changes import PlanDifference, difference
from solver.comparing.row import Row
from solver.errors import InputError, suggest

if TYPE_CHECKING:
    import pandas as pd

    from solver.comparing.plotting import Chart


@dataclass(frozen=True, repr=False)
class Comparison:
    """Scenarios side by side. The first row is what the others are held against.

    Attributes:
        rows: one for each scenario or plan, in the order asked for.
        varied: the field that was varied; empty where the rows have nothing of the kind in common.
        notes: what was left out or held, and why.

    """

    rows: tuple[Row, ...]
    varied: str = ""
    notes: tuple[str, ...] = ()

    @cached_property
    def ranks(self) -> dict[str, int | None]:
        """Return the place of each row by name, 1 the best, equal weeks alike, None without week.

        Guardrails first, then balance, plainness, and the balance score: all with the equipment
        of all rows together.
        """
        keys = [row.key for row in self.rows if row.plan is not None]
        return {
            row.name: None if row.plan is None else 1 + sum(key < row.key for key in keys)
            for row in self.rows
        }

    @property
    def ordered(self) -> tuple[Row, ...]:
        """The rows, best first; those without a week last."""
        return tuple(sorted(self.rows, key=lambda row: self.ranks[row.name] or len(self.rows) + 1))

    @property
    def best(self) -> Row | None:
        """The best row, None where no scenario has a week."""
        first = self.ordered[0]
        return first if first.plan is not None else None

    def __getitem__(self, name: str) -> Row:
        """Return the row of a name.

        Raises:
            KeyError: there is none.

        """
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)

    @property
    def judged_apart(self) -> bool:
        """True where the rows differ in equipment, so that the common yardstick is another one."""
        return any(row.judged is not row.found for row in self.rows)

    # ---- forms ------------------------------------------------------------------------------

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each scenario with every figure, as a pandas frame.

        The index is the value of the varied field, or else the name. ``judged_…`` are the figures
        that rank: with the equipment of all rows together. Planes are hard sets, ``score_…`` marks
        between 0 and 1.
        """
        import pandas as pd  # noqa: PLC0415 - pandas is slow to import and seldom needed

        rows = [
            {"name": row.name, "rank": self.ranks[row.name], **row.facts()} for row in self.rows
        ]
        columns = list(dict.fromkeys(name for row in rows for name in row))
        frame = pd.DataFrame(rows, columns=columns).astype({"rank": "Int64"})
        frame["failure"] = frame.pop("failure")
        if not self.varied:
            return frame.set_index("name")
        values = [row.name if _no_scalar(row.value) else row.value for row in self.rows]
        return frame.set_index(pd.Index(values, name=self.varied))

    def steps(self) -> pd.DataFrame:
        """Return what each row buys, as differences of figures.

        Against the row before where a field takes numbers one after another, else against the
        first row.
        """
        frame = self.to_frame().select_dtypes("number").drop(columns="rank")
        found: pd.DataFrame = frame.diff() if self.in_order else frame - frame.iloc[0]
        return found.iloc[1:]

    @property
    def in_order(self) -> bool:
        """True where the varied field takes rising numbers, so that neighbours are compared."""
        values = [row.value for row in self.rows]
        return bool(self.varied) and all(
            isinstance(low, int | float) and isinstance(high, int | float) and low < high
            for low, high in pairwise(values)
        )

    def difference(self, name: str, other: str) -> PlanDifference:
        """Return exercise by exercise what changes from one row's week to another's.

        Raises:
            InputError: there is no such row, or it has no week.

        """
        plans = []
        for wanted in (name, other):
            row = next((row for row in self.rows if row.name == wanted), None)
            if row is None:
                names = [row.name for row in self.rows]
                raise InputError(
                    f"{wanted!r} is no row{suggest(wanted, names)}; rows are {', '.join(names)}"
                )
            if row.plan is None:
                raise InputError(f"{wanted!r} has no week: {row.failure}")
            plans.append(row.plan)
        return difference(*plans, names=(name, other))

    def to_text(self, *, width: int = 100, colour: bool = False) -> str:
        """Return the comparison for reading in a terminal."""
        from solver.comparing.sheet import sheet_text  # noqa: PLC0415 - rich is slow to import
        from solver.comparing.tables import comparison_sheet  # noqa: PLC0415

        return sheet_text(comparison_sheet(self), width=width, colour=colour)

    def to_markdown(self) -> str:
        """Return the comparison as Markdown."""
        from solver.comparing.sheet import sheet_markdown  # noqa: PLC0415
        from solver.comparing.tables import comparison_sheet  # noqa: PLC0415

        return sheet_markdown(comparison_sheet(self))

    def to_csv(self) -> str:
        """Return a row for each scenario as CSV; the last row is the disclaimer."""
        from solver.comparing.data import comparison_csv  # noqa: PLC0415

        return comparison_csv(self)

    def to_json(self) -> str:
        """Return every figure as JSON text; nothing in it varies from run to run."""
        from solver.comparing.data import comparison_json  # noqa: PLC0415

        return comparison_json(self)

    def _repr_html_(self) -> str:
        """Show itself in Jupyter: the ranking, the figures side by side, what is not kept."""
        from solver.comparing.sheet import sheet_html  # noqa: PLC0415
        from solver.comparing.tables import comparison_sheet  # noqa: PLC0415

        return sheet_html(comparison_sheet(self))

    def __repr__(self) -> str:
        best = f"best {self.best.name!r}" if self.best else "none has a week"
        return f"<Comparison of {', '.join(repr(row.name) for row in self.rows)}: {best}>"

    def __str__(self) -> str:
        return self.to_text()

    def plot(self) -> Chart:
        """Return a chart of the balance score and of what the guardrails are short by.

        It shows itself in Jupyter; ``figure`` is the matplotlib figure, ``save`` writes a file.

        Raises:
            InputError: matplotlib is missing; the message says how to install it.

        """
        from solver.comparing.plotting import plot  # noqa: PLC0415 - matplotlib is an extra

        return plot(self)


def _no_scalar(value: Any) -> bool:
    return not isinstance(value, int | float | str)
