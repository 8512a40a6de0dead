"""A chart of a comparison: balance score above, what the guardrails are short by below."""

from __future__ import annotations

import io
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solver.comparing.row import Row
from solver.errors import InputError
from solver.plan import DISCLAIMER
from solver.report.wording import clean
from solver.rules import Tier
from solver.writing import check_writable, write_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from solver.comparing.comparison import Comparison

LONGEST_LABEL = 28


@dataclass(frozen=True)
class Chart:
    """A chart that shows itself in Jupyter; ``figure`` is matplotlib's, to change at will."""

    figure: Figure

    def to_svg(self) -> str:
        """Return the chart as SVG text, the same for the same figures."""
        import matplotlib as mpl  # noqa: PLC0415 - an extra, and slow to import

        buffer = io.StringIO()
        with mpl.rc_context({"svg.hashsalt": "evenset"}):
            self.figure.savefig(
                buffer, format="svg", metadata={"Date": None, "Description": DISCLAIMER}
            )
        return buffer.getvalue()

    def save(self, path: Path | str) -> None:
        """Write the chart as SVG, whole or not at all; ``figure.savefig`` writes other forms.

        Raises:
            InputError: it is no ``.svg``, or cannot be written.

        """
        write_text(check_chart(Path(path)), self.to_svg())

    def _repr_svg_(self) -> str:
        return self.to_svg()


def check_chart(path: Path) -> Path:
    """Return the path of a chart.

    Raises:
        InputError: it is no ``.svg``, it cannot be written, or matplotlib is missing.

    """
    if path.suffix.casefold() != ".svg":
        raise InputError(f"{path}: a chart is written as SVG; name a file that ends in .svg")
    _figure_class()
    check_writable(path)
    return path


def _figure_class() -> type[Figure]:
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise InputError(
            "plot: needs matplotlib, which is not installed; pip install 'evenset[report]'"
        ) from error
    return Figure


def plot(comparison: Comparison) -> Chart:
    """Return the chart of a comparison; rows without a week stand as a gap that says so.

    Raises:
        InputError: matplotlib is missing.

    """
    figure = _figure_class()(figsize=(max(6.0, 0.9 * len(comparison.rows) + 2), 5.0))
    figure.set_layout_engine("constrained")
    top, below = figure.subplots(2, 1, sharex=True, height_ratios=[2, 1])
    places = list(range(len(comparison.rows)))
    scores = [_score(row) for row in comparison.rows]
    line = "-" if comparison.in_order else "none"
    top.plot(places, scores, marker="o", linestyle=line, color="C0")
    for place, score in zip(places, scores, strict=True):
        if not isnan(score):  # a row without a week
            top.annotate(f"{score:g}", (place, score), (0, 7), textcoords="offset points",
                         ha="center", fontsize=8)  # fmt: skip
    known = [score for score in scores if not isnan(score)]
    if known:
        top.set_ylim(max(min(known) - 5, 0), min(max(known) + 5, 105))
    top.set_ylabel("Balance score")
    top.grid(axis="y", alpha=0.3)
    below.bar(places, [_short(row) for row in comparison.rows], color="C3", width=0.6)
    below.set_ylabel("Guardrails missed")
    below.set_ylim(0, max(1.0, *(1.15 * _short(row) for row in comparison.rows)))
    _label(below, comparison, places)
    # Lay out once: each further drawing would move things by a hair, and no two files be the same.
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    return Chart(figure)


def _label(axes: Any, comparison: Comparison, places: list[int]) -> None:
    names = [_name(row, comparison.varied) for row in comparison.rows]
    slanted = max(map(len, names)) > 8
    axes.set_xticks(places)
    # Names come from outside: no mathematics in them.
    axes.set_xticklabels(
        names,
        rotation=30 if slanted else 0,
        ha="right" if slanted else "center",
        parse_math=False,
    )
    if comparison.varied:
        axes.set_xlabel(comparison.varied.replace("_", " "))


def _name(row: Row, varied: str) -> str:
    name = clean(row.name.removeprefix(f"{varied}=") if varied else row.name)
    if len(name) > LONGEST_LABEL:
        name = f"{name[: LONGEST_LABEL - 1]}…"
    return f"{name}\n(no week)" if row.plan is None else name


def _score(row: Row) -> float:
    return float("nan") if row.judged is None else row.judged.balance_score


def _short(row: Row) -> float:
    return 0.0 if row.judged is None else float(row.judged.costs[Tier.GUARDRAILS])
