"""Weekly hard sets of each muscle group against floor, target band and limit (R103, R104)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from solver.plan import RuleResult
from solver.report.pictures.picture import (
    BAD,
    FAINT,
    GOOD,
    INK,
    WARN,
    WIDTH,
    Picture,
    fill,
    new_figure,
    short,
)
from solver.report.volume import Band, bands
from solver.report.wording import bounds, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = {"✓": GOOD, "↓": WARN, "↑": WARN, "✗": BAD}
"""Of a band's mark; grey where nothing is asked."""

SCALE = 20.0
"""Sets at the right end at least: no group has more."""

MOST = 100.0
"""Bars end here; the figure beside them is the true one."""


def groups_picture(groups: Mapping[str, float], rules: Iterable[RuleResult]) -> Picture:
    """Return the picture of sets per group.

    Args:
        groups: weekly hard sets by group.
        rules: the verdicts, which hold floor, band and limit.

    """
    asked = bands(list(rules), "group", groups)
    return Picture(
        "groups",
        "Hard sets a week, by muscle group",
        _words(groups, asked),
        lambda: _draw(groups, asked),
    )


def _words(groups: Mapping[str, float], asked: Mapping[str, Band]) -> str:
    phrases = []
    for name, sets in groups.items():
        band = asked[name]
        _, said, _ = band.verdict()
        target = bounds(band.low, band.high)
        aside = ", ".join(part for part in (said, f"target {target}" if target else "") if part)
        phrases.append(f"{short(name)} {number(sets, 1)}" + (f" ({aside})" if aside else ""))
    return f"Bars of hard sets a week: {'; '.join(phrases)}."


def _draw(groups: Mapping[str, float], asked: Mapping[str, Band]) -> Figure:
    rows = max(len(groups), 1)
    height = 0.95 + 0.27 * rows
    figure = new_figure(height)
    axes = figure.add_axes((1.12 / WIDTH, 0.62 / height, 2.35 / WIDTH, 0.27 * rows / height))
    edges = [edge for band in asked.values() for edge in (band.high, band.most) if edge is not None]
    scale = min(max([SCALE, *edges, *groups.values()]) * 1.02, MOST)
    for row, (name, sets) in enumerate(groups.items()):
        _row(axes, row, min(sets, scale), asked[name])
        sign, said, _ = asked[name].verdict()
        axes.text(-0.02, row, short(name, 16), transform=axes.get_yaxis_transform(),
                  ha="right", va="center")  # fmt: skip
        axes.text(1.02, row, f"{number(sets, 1)} {sign} {_brief(said)}".rstrip(),
                  transform=axes.get_yaxis_transform(), va="center", fontsize=7.5)  # fmt: skip
    axes.set_xlim(0, scale)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    axes.spines["left"].set_color(INK)
    figure.text(0.02, 0.2 / height, "Grey band: target. Lines: floor and limit. Plain: on target; "
                "////: off target;\nxxxx: beyond floor or limit.", fontsize=7.5,
                va="center")  # fmt: skip
    return figure


def _row(axes: Axes, row: int, sets: float, band: Band) -> None:
    """Draw the bar of a group over its band, with its floor and limit as lines."""
    sign, _, _ = band.verdict()
    if band.low is not None and band.high is not None:
        axes.barh(row, band.high - band.low, left=band.low, height=0.86, facecolor=FAINT, alpha=0.4)
    axes.barh(row, sets, height=0.5, linewidth=0.8, **fill(COLOURS.get(sign, FAINT)))
    for edge in (band.least, band.most):
        if edge is not None:
            axes.plot([edge, edge], [row - 0.43, row + 0.43], color=INK, linewidth=1.4)


def _brief(said: str) -> str:
    """Return a verdict as there is room for beside a bar."""
    return said if said.startswith("on") else said.removesuffix(" target")
