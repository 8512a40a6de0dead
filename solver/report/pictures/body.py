"""A body, front or back, each muscle shaded by its weekly sets and named (R104).

Drawn by ourselves as SVG; the same shapes are drawn by matplotlib where points are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from solver.plan import Measures, RuleResult
from solver.report.extras import need
from solver.report.pictures.picture import (
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
from solver.report.pictures.silhouette import (
    BACK,
    FRONT,
    OUTLINE,
    Point,
    Region,
    pieces,
    smooth,
    whole,
)
from solver.report.volume import Band, bands
from solver.report.wording import bounds, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.path import Path

SIDES = {"front": FRONT, "back": BACK}

GROUND = "#e4e4e0"
"""Of what is no muscle of ours."""


@dataclass(frozen=True)
class Shade:
    """How a muscle looks: the lighter the fewer sets, with a hatch where a band is missed."""

    words: str
    fill: str
    hatch: str
    line: float = 0.8


NONE = Shade("no sets", PAPER, "", 0.8)
BELOW_FLOOR = Shade("below its floor", WHITE, "xxxx", 1.8)
BELOW = Shade("below its target", "#cfe6f4", "////")
WITHIN = Shade("on target", "#56a5d8", "")
ABOVE = Shade("above its target", "#1f6fa8", "////")
ABOVE_LIMIT = Shade("above its limit", "#0b3f66", "xxxx", 1.8)
UNASKED = Shade("no band asked", "#c9c9c9", "")
SHADES = (NONE, BELOW_FLOOR, BELOW, WITHIN, ABOVE, ABOVE_LIMIT)

VIEW_WIDTH, VIEW_HEIGHT = 372.0, 580.0
"""Of the drawing with the names at its sides, in its own units."""

TOP = 14.0
LABEL = 84.0
"""Where the line to a name ends, from the edge."""

STEP = 30.0
"""Least room from one name to the next."""


@dataclass(frozen=True)
class Muscle:
    """A muscle with its sets and what is asked of it."""

    region: Region
    sets: float
    band: Band | None

    @property
    def shade(self) -> Shade:
        """How it looks, by :data:`SHADES`."""
        mark, said, _ = self.band.verdict() if self.band else ("", "", "")
        if mark == "✗":
            return ABOVE_LIMIT if "above" in said else BELOW_FLOOR
        if not self.sets:
            return NONE
        return {"↓": BELOW, "✓": WITHIN, "↑": ABOVE}.get(mark, UNASKED)

    @property
    def words(self) -> str:
        """Name, sets, band, verdict."""
        target = bounds(self.band.low, self.band.high) if self.band else ""
        aside = f"target {target}, {self.shade.words}" if target else self.shade.words
        return f"{short(self.region.muscle)} {number(self.sets, 1)} ({aside})"


def body_pictures(measures: Measures, rules: Iterable[RuleResult]) -> tuple[Picture, Picture]:
    """Return the front and the back of a body, shaded by fractional sets within their bands."""
    rules = list(rules)
    names = list(measures.muscles)
    own, lone = bands(rules, "group", names), bands(rules, "muscle", names)
    front, back = (_picture(side, measures, own, lone) for side in SIDES)
    return front, back


def _picture(
    side: str, measures: Measures, own: Mapping[str, Band], lone: Mapping[str, Band]
) -> Picture:
    muscles = []
    for region in SIDES[side]:
        volume = measures.muscles.get(region.muscle)
        known = [band for band in (own.get(region.muscle), lone.get(region.muscle)) if band]
        band = next((band for band in known if band.target or band.floor or band.cap), None)
        muscles.append(Muscle(region, volume.fractional if volume else 0.0, band))
    words = f"Fractional sets a week, {side}: {'; '.join(muscle.words for muscle in muscles)}."
    return Picture(
        f"body-{side}",
        f"Weekly sets on the body, {side}",
        words,
        lambda: _draw(muscles),
        lambda: _svg(muscles),
    )


def _labels(muscles: Iterable[Muscle]) -> list[tuple[Muscle, int, float]]:
    """Return for each muscle the side of its name (-1 left, 1 right) and its height.

    Names alternate from the top down, so that both sides carry as many, and keep their distance.
    """
    heights = {-1: 0.0, 1: 0.0}
    placed = []
    for index, muscle in enumerate(sorted(muscles, key=lambda each: each.region.anchor[1])):
        side = 1 if index % 2 else -1
        y = max(TOP + muscle.region.anchor[1] - 8, heights[side] + STEP, 24.0)
        heights[side] = y
        placed.append((muscle, side, y))
    return placed


def _figures(muscle: Muscle) -> str:
    mark, _, _ = muscle.band.verdict() if muscle.band else ("", "", "")
    return f"{number(muscle.sets, 1)} {mark}".strip()


# ---- SVG --------------------------------------------------------------------------------------

_HATCHES = {
    "////": "M0,6 L6,0",
    "xxxx": "M0,6 L6,0 M0,0 L6,6",
}


def _svg(muscles: list[Muscle]) -> str:
    middle = VIEW_WIDTH / 2
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {VIEW_WIDTH:g} {VIEW_HEIGHT:g}" '
        f'width="{VIEW_WIDTH:g}pt" height="{VIEW_HEIGHT:g}pt">',
        "<defs>",
        *(_pattern(shade) for shade in SHADES if shade.hatch),
        "</defs>",
        f'<rect width="{VIEW_WIDTH:g}" height="{VIEW_HEIGHT:g}" style="fill: {PAPER}"/>',
        f'<g style="font: 10px DejaVu Sans, Verdana, sans-serif; fill: {INK}">',
        f'<g transform="translate({middle:g} {TOP:g})">',
        f'<path d="{_d(whole(OUTLINE))}" style="fill: {GROUND}; stroke: {FAINT}"/>',
        *(_shape(muscle) for muscle in muscles),
        "</g>",
    ]
    for muscle, side, y in _labels(muscles):
        lines += _label(muscle, side, y)
    for index, shade in enumerate(SHADES):
        x, y = 10 + 116 * (index % 3), VIEW_HEIGHT - 46 + 20 * (index // 3)
        lines.append(f'<rect x="{x:g}" y="{y:g}" width="14" height="12" style="{_look(shade)}"/>')
        lines.append(f'<text x="{x + 19:g}" y="{y + 10:g}">{escape(shade.words)}</text>')
    return "\n".join([*lines, "</g>", "</svg>"])


def _pattern(shade: Shade) -> str:
    line = WHITE if shade in (ABOVE, ABOVE_LIMIT) else BLACK
    return (
        f'<pattern id="{_id(shade)}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" style="fill: {shade.fill}"/>'
        f'<path d="{_HATCHES[shade.hatch]}" style="stroke: {line}; stroke-width: 0.9"/></pattern>'
    )


def _id(shade: Shade) -> str:
    return shade.words.replace(" ", "-")


def _look(shade: Shade) -> str:
    fill = f"url(#{_id(shade)})" if shade.hatch else shade.fill
    dash = "; stroke-dasharray: 2 2" if shade is NONE else ""
    return f"fill: {fill}; stroke: {INK}; stroke-width: {shade.line:g}{dash}"


def _shape(muscle: Muscle) -> str:
    d = " ".join(_d(piece) for piece in pieces(muscle.region))
    said = escape(muscle.words)
    return f'<path d="{d}" style="{_look(muscle.shade)}"><title>{said}</title></path>'


def _label(muscle: Muscle, side: int, y: float) -> list[str]:
    middle = VIEW_WIDTH / 2
    ax, ay = middle + side * muscle.region.anchor[0], TOP + muscle.region.anchor[1]
    edge = LABEL if side < 0 else VIEW_WIDTH - LABEL
    text, anchor = (edge - 3, "end") if side < 0 else (edge + 3, "start")
    name = escape(short(muscle.region.muscle))
    return [
        f'<path d="M{ax:g},{ay:g} L{edge:g},{y - 3:g}" style="fill: none; stroke: {INK}; '
        'stroke-width: 0.7"/>',
        f'<circle cx="{ax:g}" cy="{ay:g}" r="1.8" style="fill: {INK}; stroke: {PAPER}; '
        'stroke-width: 0.6"/>',
        f'<text x="{text:g}" y="{y:g}" text-anchor="{anchor}">{name}</text>',
        f'<text x="{text:g}" y="{y + 12:g}" text-anchor="{anchor}" font-weight="bold">'
        f"{escape(_figures(muscle))}</text>",
    ]


def _d(points: list[Point]) -> str:
    start, curves = smooth(points)
    steps = " ".join(
        "C" + " ".join(f"{round(x, 1):g},{round(y, 1):g}" for x, y in curve) for curve in curves
    )
    return f"M{start[0]:g},{start[1]:g} {steps} Z"


# ---- matplotlib -------------------------------------------------------------------------------


def _draw(muscles: list[Muscle]) -> Figure:
    height = WIDTH * VIEW_HEIGHT / VIEW_WIDTH
    figure = new_figure(height)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, VIEW_WIDTH)
    axes.set_ylim(VIEW_HEIGHT, 0)
    patch = need("matplotlib.patches").PathPatch
    axes.add_patch(patch(_path([whole(OUTLINE)]), facecolor=GROUND, edgecolor=FAINT, linewidth=1))
    for muscle in muscles:
        shape = patch(_path(pieces(muscle.region)), **_points(muscle.shade))
        axes.add_patch(shape)
    for muscle, side, y in _labels(muscles):
        _note(axes, muscle, side, y)
    for index, shade in enumerate(SHADES):
        x, y = 10 + 116 * (index % 3), VIEW_HEIGHT - 46 + 20 * (index // 3)
        axes.bar(x + 7, 12, width=14, bottom=y, **_points(shade))
        axes.text(x + 19, y + 6, shade.words, va="center")
    return figure


def _points(shade: Shade) -> dict[str, Any]:
    look: dict[str, Any] = {"facecolor": shade.fill, "linewidth": shade.line, "edgecolor": INK}
    if shade.hatch:
        look |= {"hatch": shade.hatch}
        if shade in (ABOVE, ABOVE_LIMIT):
            look |= {"hatchcolor": WHITE}
    return look | ({"linestyle": (0, (2, 2))} if shade is NONE else {})


def _note(axes: Axes, muscle: Muscle, side: int, y: float) -> None:
    ax, ay = VIEW_WIDTH / 2 + side * muscle.region.anchor[0], TOP + muscle.region.anchor[1]
    edge = LABEL if side < 0 else VIEW_WIDTH - LABEL
    axes.plot([ax, edge], [ay, y - 3], color=INK, linewidth=0.7)
    axes.plot([ax], [ay], color=INK, marker="o", markersize=3.4, markeredgecolor=PAPER,
              markeredgewidth=0.6)  # fmt: skip
    x, align = (edge - 3, "right") if side < 0 else (edge + 3, "left")
    axes.text(x, y, short(muscle.region.muscle), ha=align, va="baseline")
    axes.text(x, y + 12, _figures(muscle), ha=align, va="baseline", weight="bold")


def _path(outlines: list[list[Point]]) -> Path:
    path = need("matplotlib.path").Path
    vertices: list[Point] = []
    codes: list[int] = []
    for outline in outlines:
        start, curves = smooth(outline)
        ends = [start, *(point for curve in curves for point in curve), start]
        vertices += [(x + VIEW_WIDTH / 2, y + TOP) for x, y in ends]
        codes += [path.MOVETO, *[path.CURVE4] * (3 * len(curves)), path.CLOSEPOLY]
    drawn: Path = path(vertices, codes)
    return drawn
