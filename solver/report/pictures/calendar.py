"""The week as a calendar: sets of each muscle by day, and the hours between heavy days (R14)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from solver.catalogue.vocabulary import Weekday
from solver.report.pictures.picture import (
    BAD,
    BLACK,
    FAINT,
    INK,
    PAPER,
    WHITE,
    WIDTH,
    Picture,
    new_figure,
    short,
)
from solver.report.recovery import Load
from solver.report.session import WEEKDAYS
from solver.report.wording import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHADES = ((8.0, "#0b4f7d", WHITE), (4.0, "#4a90bf", BLACK), (2.0, "#a6cee3", BLACK),
          (0.0, "#dfeef6", BLACK))  # fmt: skip
"""From more than so many sets on: the ground of a cell and the colour of its number.

Near white and near black, not the page's paper and ink: these cells look the same in the dark.
"""


KEY = (
    "Number: fractional sets. Rest: fewest hours from one day to another; between heavy days,\n"
    "joined by a line, ✓ long enough or ✗ too short (asked)."
)


def calendar_picture(loads: Sequence[Load]) -> Picture:
    """Return the picture of the week's days with the load of each muscle.

    Args:
        loads: as :func:`solver.report.recovery.find_loads` returns them.

    """
    worked = [load for load in loads if any(load.days.values())]
    return Picture(
        "calendar",
        "The week: sets of each muscle by day, and the rest between heavy days",
        _words(worked),
        lambda: _draw(worked),
    )


def _words(loads: Sequence[Load]) -> str:
    days = ", ".join(WEEKDAYS[day] for day in Weekday if any(day in load.days for load in loads))
    lines = []
    for load in loads:
        sets = ", ".join(
            f"{day.value} {number(load.days[day], 1)}" for day in Weekday if load.days.get(day)
        )
        lines.append(f"{short(load.muscle)}: {sets}{_gap_words(load)}")
    return f"Sessions on {days or 'no day'}. Fractional sets by day: {'; '.join(lines)}."


def _gap_words(load: Load) -> str:
    gap = load.shortest
    if gap is None:
        return "" if load.rest is None else f" ({load.rest} h between)"
    said = "" if gap.holds else f", asked {gap.needs}"
    return f" ({gap.hours} h between heavy days{said})"


def _draw(loads: Sequence[Load]) -> Figure:
    rows = max(len(loads), 1)
    height = 0.9 + 0.22 * rows
    figure = new_figure(height)
    axes = figure.add_axes((1.05 / WIDTH, 0.42 / height, 3.0 / WIDTH, 0.22 * rows / height))
    axes.set_xlim(0, 7)
    axes.set_ylim(rows, 0)
    axes.set_axis_off()
    for day in Weekday:
        axes.text(day.number + 0.5, -0.5, day.value.capitalize(), ha="center", va="center")
    axes.text(7.85, -0.5, "Rest", ha="center", va="center", weight="bold")
    for row, load in enumerate(loads):
        axes.text(-0.1, row + 0.5, short(load.muscle, 16), ha="right", va="center")
        _row(axes, row, load)
    figure.text(0.02, 0.18 / height, KEY, fontsize=7.5, va="center")
    return figure


def _row(axes: Axes, row: int, load: Load) -> None:
    """Draw a muscle's seven days, the lines between its heavy ones, and its shortest rest."""
    for place in range(7):
        axes.bar(place + 0.5, 0.92, width=0.96, bottom=row + 0.04, facecolor=PAPER, edgecolor=FAINT,
                 linewidth=0.4, clip_on=False)  # fmt: skip
    for gap in load.gaps:
        colour, style = (INK, "-") if gap.holds else (BAD, ":")
        start, end = gap.first.number + 0.5, gap.second.number + 0.5
        spans = [(start, end)] if start < end else [(start, 7.0), (0.0, end)]
        for left, right in spans:
            axes.plot([left, right], [row + 0.5] * 2, color=colour, linestyle=style, linewidth=1.6)
    for day, sets in load.days.items():
        if sets <= 0:
            continue
        ground, ink = next((ground, ink) for least, ground, ink in SHADES if sets > least)
        axes.bar(day.number + 0.5, 0.92, width=0.96, bottom=row + 0.04, facecolor=ground,
                 edgecolor=BLACK, linewidth=0.6, zorder=3, clip_on=False)  # fmt: skip
        axes.text(day.number + 0.5, row + 0.52, number(sets, 1), ha="center", va="center",
                  fontsize=8, color=ink, zorder=4)  # fmt: skip
    if said := _rest(load):
        axes.text(7.15, row + 0.5, said, va="center", fontsize=7.5)


def _rest(load: Load) -> str:
    gap = load.shortest
    if gap is not None:
        return f"{gap.hours} h {'✓' if gap.holds else f'✗ ({gap.needs})'}"
    return "" if load.rest is None else f"{load.rest} h"
