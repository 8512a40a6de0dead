"""Weekly volume drawn for a terminal: a bar for each group, a figure for each muscle."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from solver.plan import Measures, MuscleVolume, RuleResult
from solver.report.page import BAD, GOOD, QUIET, STRONG, WARN, Cell, Page
from solver.report.wording import bounds, number, plain

BAR = 20
"""Cells of a bar, one for each set where the scale ends at 20."""


@dataclass(frozen=True)
class Band:
    """What the rules ask of a group or muscle, in weekly sets; None where they ask nothing."""

    floor: RuleResult | None
    target: RuleResult | None
    cap: RuleResult | None

    @property
    def low(self) -> float | None:
        """Lower edge of the target band."""
        return self.target.lower if self.target else None

    @property
    def high(self) -> float | None:
        """Upper edge of the target band."""
        return self.target.upper if self.target else None

    @property
    def least(self) -> float | None:
        """The guardrail below the target band."""
        return self.floor.lower if self.floor else None

    @property
    def most(self) -> float | None:
        """What is never exceeded."""
        return self.cap.upper if self.cap else None

    def verdict(self) -> tuple[str, str, str]:
        """Return a mark, the same in words, and a style: the gravest of cap, floor and target."""
        for rule, words in ((self.cap, "above limit"), (self.floor, "below floor")):
            if rule and rule.holds is False:
                return "✗", f"{number(rule.shortfall)} {words}", BAD
        known = [rule for rule in (self.floor, self.target) if rule]
        if not known:
            return "", "", ""
        if any(rule.holds is None for rule in known):
            return "–", "not applicable", QUIET
        if self.target is None or self.target.holds:
            return "✓", "on target" if self.target else "above floor", GOOD
        low, found = self.target.lower, self.target.measured or 0.0
        if low is not None and found < low:
            return "↓", f"{number(self.target.shortfall)} below target", WARN
        return "↑", f"{number(self.target.shortfall)} above target", WARN


def bands(rules: Iterable[RuleResult], kind: str, names: Iterable[str]) -> dict[str, Band]:
    """Return the bands of groups (``kind="group"``) or muscles (``kind="muscle"``) by name."""
    known = {rule.id: rule for rule in rules}
    return {
        name: Band(
            known.get(f"{kind}-floor.{name}"),
            known.get(f"{kind}-target.{name}"),
            known.get(f"{kind}-cap.{name}"),
        )
        for name in names
    }


def bar(value: float, band: Band, scale: float) -> str:
    """Return a bar from 0 to ``scale`` sets with the floor ``│``, target ``[ ]`` and cap ``│``.

    Args:
        value: weekly sets; half a cell shows as ▌.
        band: what is asked; edges that are missing leave a blank at the end instead.
        scale: sets at the right end, at least every value and edge.

    """
    unit = scale / BAR
    edges = ((band.least, "│"), (band.low, "["), (band.high, "]"), (band.most, "│"))
    marks = [(round(edge / unit), char) for edge, char in edges if edge is not None]
    text = ""
    for cell in range(BAR + 1):
        text += "".join(char for place, char in marks if place == cell)
        if cell < BAR:
            filled = value / unit - cell
            text += "█" if filled >= 1 else "▌" if filled >= 0.5 else "·"
    return text.ljust(BAR + len(edges))


def add_volume(page: Page, measures: Measures, rules: Iterable[RuleResult]) -> None:
    """Add the tables of groups and muscles to a page (R104)."""
    rules = list(rules)
    groups = bands(rules, "group", measures.groups)
    page.section("Hard sets a week, by muscle group")
    page.line("First │ floor, [ ] target band, last │ never above", QUIET, indent=2)
    page.table(
        _group_rows(measures.groups, groups),
        header=("Group", "Sets", "", "Target", ""),
        right=(1,),
        fixed=(0, 2, 3),
    )
    page.section("Hard sets a week, by muscle")
    page.line(
        "Direct: sets in which the muscle is the prime mover. Fractional: with half a set for "
        "each in which it helps; this is what rules count.",
        QUIET,
        indent=2,
    )
    muscles = bands(rules, "muscle", measures.muscles)
    marks = {name: groups.get(name, band).verdict() for name, band in muscles.items()}
    _muscle_table(page, measures.muscles, marks)
    page.line(
        "✓ on target, ↓ below it, ↑ above it, ✗ below the floor or above the limit",
        QUIET,
        indent=2,
    )


def _group_rows(sets: Mapping[str, float], asked: Mapping[str, Band]) -> list[list[Cell]]:
    edges = [
        edge
        for band in asked.values()
        for edge in (band.least, band.low, band.high, band.most)
        if edge is not None
    ]
    scale = max([20.0, *edges, *sets.values()])
    rows: list[list[Cell]] = []
    for name, value in sets.items():
        band = asked[name]
        sign, words, style = band.verdict()
        rows.append(
            [
                plain(name),
                (f"{value:.1f}", STRONG),
                (bar(value, band, scale), style),
                bounds(band.low, band.high),
                (f"{sign} {words}", style),
            ]
        )
    return rows


def _muscle_table(
    page: Page, muscles: Mapping[str, MuscleVolume], marks: Mapping[str, tuple[str, str, str]]
) -> None:
    """Add the muscles, in catalogue order down the columns."""
    columns = 3 if page.roomy else 2
    cells: list[list[Cell]] = []
    for name, volume in muscles.items():
        sign, _, style = marks[name]
        cells.append(
            [
                plain(name),
                number(volume.direct),
                (f"{volume.fractional:.1f}", STRONG),
                (sign, style),
            ]
        )
    height = math.ceil(len(cells) / columns)
    blank: list[Cell] = ["", "", "", ""]
    cells += [blank] * (height * columns - len(cells))
    page.table(
        [
            [cell for column in range(columns) for cell in cells[column * height + row]]
            for row in range(height)
        ],
        header=("Muscle", "direct", "fract.", " ") * columns,
        right=[4 * column + offset for column in range(columns) for offset in (1, 2)],
        fixed=[4 * column + offset for column in range(columns) for offset in (0, 3)],
    )
