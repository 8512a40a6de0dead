"""Hard sets by plane of movement, and on both sides at once or one at a time (R57, P1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from solver.plan import Measures, RuleResult
from solver.report.pictures.picture import (
    BLACK,
    GOOD,
    WARN,
    WHITE,
    WIDTH,
    Picture,
    new_figure,
    short,
)
from solver.report.verdicts import mark
from solver.report.wording import bounds, clean, number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOOKS = ((GOOD, ""), (WARN, "////"), (WHITE, "\\\\\\\\"), ("#cc79a7", "xxxx"))
"""Colour and hatch of the parts of a bar, in order."""

SHARES = ("share-frontal", "share-transverse", "share-unilateral", "unilateral-upper")
"""The rules that ask for shares, by id."""


def planes_picture(measures: Measures, rules: Iterable[RuleResult]) -> Picture:
    """Return the picture of planes and laterality."""
    known = {rule.id: rule for rule in rules}
    asked = [known[name] for name in SHARES if name in known]
    bars = {"Planes": measures.planes, "Sides": measures.laterality}
    said = [f"{title}: {', '.join(_parts(parts))}." for title, parts in bars.items()]
    said += [f"{_wish(rule)}." for rule in asked]
    return Picture("planes", "Planes and sides, in hard sets", " ".join(said),
                   lambda: _draw(bars, asked))  # fmt: skip


def _parts(parts: Mapping[str, int]) -> list[str]:
    total = sum(parts.values())
    return [
        f"{short(name)} {sets}" + (f" ({sets / total:.0%})" if total else "")
        for name, sets in parts.items()
    ]


def _wish(rule: RuleResult) -> str:
    held = {True: "holds", False: "missed", None: "not applicable"}[rule.holds]
    found = "" if rule.measured is None else f", found {_amount(rule, rule.measured)}"
    return f"{clean(rule.title)}{found}: {held}"


def _amount(rule: RuleResult, value: float) -> str:
    return f"{value:.0%}" if rule.id.startswith("share") else number(value)


def _draw(bars: Mapping[str, Mapping[str, int]], asked: list[RuleResult]) -> Figure:
    height = 2.35 + 0.2 * len(asked)
    figure = new_figure(height)
    for index, (title, parts) in enumerate(bars.items()):
        _bar(figure, height, height - 0.3 - 1.05 * index, title, parts)
    for row, rule in enumerate(asked):
        y = 0.1 + 0.2 * (len(asked) - 1 - row)
        figure.text(0.1 / WIDTH, y / height, _line(rule), fontsize=7.5)
    return figure


def _bar(figure: Figure, height: float, top: float, title: str, parts: Mapping[str, int]) -> None:
    """Draw one whole bar of its parts, and under it what each part is; in inches from below."""
    axes = figure.add_axes((0.1 / WIDTH, (top - 0.35) / height, 4.8 / WIDTH, 0.35 / height))
    axes.set_axis_off()
    axes.set_xlim(0, max(sum(parts.values()), 1))
    figure.text(0.1 / WIDTH, (top + 0.05) / height, title, weight="bold")
    left = 0
    for place, (said, sets) in enumerate(zip(_parts(parts), parts.values(), strict=True)):
        colour, hatch = LOOKS[place % len(LOOKS)]
        look: dict[str, Any] = {"facecolor": colour, "hatch": hatch, "edgecolor": BLACK}
        look |= {"linewidth": 1.0, "clip_on": False}
        axes.barh(0, sets, left=left, height=1.0, **look)
        x, y = 0.12 + 1.6 * place, (top - 0.57) / height
        key = figure.add_axes((x / WIDTH, y, 0.14 / WIDTH, 0.12 / height))
        key.set_axis_off()
        key.set_xlim(0, 1)
        key.barh(0, 1, height=1.0, **look)
        figure.text((x + 0.19) / WIDTH, y + 0.06 / height, said, fontsize=7.5, va="center")
        left += sets


def _line(rule: RuleResult) -> str:
    short_titles = {
        "share-frontal": "Frontal plane",
        "share-transverse": "Transverse plane",
        "share-unilateral": "Lower-body exercises on one leg",
        "unilateral-upper": "Upper-body exercises on one side",
    }
    limits = (
        bounds(rule.lower, rule.upper)
        if not rule.id.startswith("share")
        else bounds(*(None if edge is None else edge * 100 for edge in (rule.lower, rule.upper)))
        + " %"
    )
    found = "–" if rule.measured is None else _amount(rule, rule.measured)
    return f"{mark(rule)} {short_titles[rule.id]}: {found}, asked {limits}"
