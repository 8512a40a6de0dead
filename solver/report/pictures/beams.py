"""Pulling against pushing and hips against knees, each as a beam on a fulcrum (R101, R102)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from solver.plan import Measures, RuleResult
from solver.report.pictures.picture import (
    BAD,
    FAINT,
    GOOD,
    INK,
    PAPER,
    Picture,
    bare,
    fill,
    new_figure,
)
from solver.report.wording import bounds, count, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PULL = ("horizontal_pull", "vertical_pull")
PUSH = ("horizontal_push", "vertical_push")
HIP = ("hinge", "hip_extension")
KNEE = ("squat", "lunge")

TILT = 0.32
"""How far an end of the beam moves at most, of half its length."""


@dataclass(frozen=True)
class Beam:
    """Two sides with their sets, what is asked of their ratio, and whether it holds."""

    title: str
    left: str
    right: str
    over: int
    under: int
    ratio: float | None
    rule: RuleResult | None

    @property
    def lower(self) -> float | None:
        """What the left side has to be of the right at least."""
        return self.rule.lower if self.rule else None

    @property
    def upper(self) -> float | None:
        """What it may be at most."""
        return self.rule.upper if self.rule else None

    @property
    def holds(self) -> bool | None:
        """Whether the rule holds; None where there is none, or it does not apply."""
        return self.rule.holds if self.rule else None

    @property
    def verdict(self) -> str:
        """The same in words."""
        return {True: "holds", False: "is missed", None: "is not asked here"}[self.holds]

    def sentence(self) -> str:
        """Say it all in a sentence."""
        asked = bounds(self.lower, self.upper)
        says = f", asked {asked}: {self.verdict}" if asked else ""
        return (
            f"{self.left} {count(self.over, 'set')} against {self.right.lower()} "
            f"{count(self.under, 'set')}, ratio {number(self.ratio)}{says}."
        )

    def tilt(self) -> float:
        """Return how far the left end sinks, -1 to 1: level within what is asked."""
        if not self.over and not self.under:
            return 0.0
        ratio = self.over / self.under if self.under else math.inf
        low = self.lower or 0.0
        high = self.upper if self.upper is not None else math.inf
        if low <= ratio <= high:
            return 0.0
        if ratio < low:
            return -min(1.0, 0.25 + (1 - ratio / low))
        return min(1.0, 0.25 + (ratio / high - 1)) if high else 1.0


def beams_picture(measures: Measures, rules: Iterable[RuleResult]) -> Picture:
    """Return the picture of the two beams: level where what is asked holds."""
    beams = _beams(measures, {rule.id: rule for rule in rules})
    words = " ".join(beam.sentence() for beam in beams)
    return Picture("beams", "Pull against push, hinge against squat", words, lambda: _draw(beams))


def _beams(measures: Measures, rules: Mapping[str, RuleResult]) -> list[Beam]:
    def sets(names: tuple[str, ...]) -> int:
        return sum(measures.patterns.get(name, 0) for name in names)

    return [
        Beam("Pull : push", "Pull", "Push", sets(PULL), sets(PUSH), measures.pull_push,
             rules.get("pull-push")),
        Beam("Hip : knee", "Hinge", "Squat", sets(HIP), sets(KNEE), measures.hip_knee,
             rules.get("hip-knee-sets")),
    ]  # fmt: skip


def _draw(beams: list[Beam]) -> Figure:
    figure = new_figure(4.0)
    for index, beam in enumerate(beams):
        axes = figure.add_axes((0.02, 0.52 - 0.5 * index, 0.96, 0.47))
        axes.set_xlim(-2.5, 2.5)
        axes.set_ylim(-0.42, 1.62)
        bare(axes)
        _beam(axes, beam)
    return figure


def _beam(axes: Axes, beam: Beam) -> None:
    colour = {True: GOOD, False: BAD, None: FAINT}[beam.holds]
    low = 0.45
    drop = beam.tilt() * TILT
    axes.fill([-0.22, 0.22, 0.0], [0.0, 0.0, low], facecolor=PAPER, edgecolor=INK, linewidth=1.2)
    axes.plot([-0.5, 0.5], [0.0, 0.0], color=INK, linewidth=1.2)
    axes.plot([-1.9, 1.9], [low - drop, low + drop], color=INK, linewidth=3, solid_capstyle="round")
    most = max(beam.over, beam.under, 1)
    for place, sets, name in ((-1, beam.over, beam.left), (1, beam.under, beam.right)):
        size = 0.22 + 0.4 * math.sqrt(sets / most)
        x, y = place * 1.45, low + place * drop * 1.45 / 1.9 + 0.02
        axes.bar(x, size, width=size * 1.25, bottom=y, linewidth=1.0, **fill(colour))
        axes.text(x, y + size + 0.05, f"{name} {sets}", ha="center", va="bottom", weight="bold")
    asked = bounds(beam.lower, beam.upper)
    sign = {True: "✓ ", False: "✗ ", None: ""}[beam.holds]
    axes.text(
        0, 0.92, f"{beam.title}\n{number(beam.ratio)}", ha="center", va="center", weight="bold"
    )
    said = f"{sign}asked {asked}: {beam.verdict}" if asked else beam.verdict
    axes.text(0, -0.22, said, ha="center", va="center", fontsize=8)
