"""The waves of a block: hard sets and effort from week to week (R121, R122, D14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from solver.plan import Session
from solver.report.pictures.picture import BLACK, GOOD, INK, WHITE, WIDTH, Picture, new_figure
from solver.report.wording import DELOAD, effort, number

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Wave:
    """A week of a block: its name, what kind it is, hard sets, and the mean RIR over its sets."""

    label: str
    kind: str
    wave: str
    sets: float
    rir: float | None

    @property
    def easy(self) -> bool:
        """True of a week that is lighter on purpose."""
        return self.kind.strip().casefold() == DELOAD


def mean_rir(sessions: Sequence[Session]) -> float | None:
    """Return the mean repetitions in reserve over all sets that name them."""
    said = [(i.sets, i.rir) for s in sessions for i in s.items if i.rir is not None]
    total = sum(sets for sets, _ in said)
    return sum(sets * rir for sets, rir in said) / total if total else None


def waves_picture(waves: Sequence[Wave]) -> Picture:
    """Return the picture of a block's weeks."""
    lines = [
        f"week {wave.label}"
        + (f" ({said})" if (said := effort(wave.kind, wave.wave)) else "")
        + f": {number(wave.sets, 1)} sets, RIR {number(wave.rir, 1)}"
        for wave in waves
    ]
    return Picture("waves", "The waves of the block: hard sets and effort by week",
                   f"By week: {'; '.join(lines)}.", lambda: _draw(waves))  # fmt: skip


def _draw(waves: Sequence[Wave]) -> Figure:
    height = 3.6
    figure = new_figure(height)
    left, width = 0.5 / WIDTH, 4.4 / WIDTH
    upper = figure.add_axes((left, 1.75 / height, width, 1.45 / height))
    lower = figure.add_axes((left, 0.72 / height, width, 0.75 / height), sharex=upper)
    places = range(len(waves))
    for place, wave in zip(places, waves, strict=True):
        upper.bar(place, wave.sets, width=0.72, facecolor=WHITE if wave.easy else GOOD,
                  hatch="////" if wave.easy else "", edgecolor=BLACK, linewidth=0.8)  # fmt: skip
        upper.text(place, wave.sets, number(wave.sets, 1), ha="center", va="bottom", fontsize=7.5)
    upper.set_title("Hard sets a week", loc="left", fontsize=9, weight="bold")
    upper.tick_params(labelbottom=False, bottom=False)
    known = [(place, wave.rir) for place, wave in zip(places, waves, strict=True)
             if wave.rir is not None]  # fmt: skip
    if known:
        lower.plot(*zip(*known, strict=True), color=INK, marker="o", markersize=4, linewidth=1.2)
        for place, rir in known:
            lower.text(place, rir + 0.45, number(rir, 1), ha="center", va="bottom", fontsize=7.5)
    lower.set_ylim(-0.3, 6.5)
    lower.set_yticks([0, 2, 4, 6])
    lower.set_title("Repetitions in reserve, mean", loc="left", fontsize=9, weight="bold")
    lower.set_xticks(list(places), [wave.label for wave in waves])
    key = "Below: number and letter of the week. Hatched: deload, lighter on purpose."
    figure.text(0.02, 0.2 / height, key, fontsize=7.5, va="center")
    return figure
