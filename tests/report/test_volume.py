from __future__ import annotations

import pytest

from solver.plan import RuleResult
from solver.report.page import Page
from solver.report.volume import Band, add_volume, bar
from tests.report.samples import broken, sample_plan, verdict


def floor(**fields: object) -> RuleResult:
    return verdict("group-floor.chest", **fields)


def target(**fields: object) -> RuleResult:
    return verdict("group-target.chest", **({"tier": "balance", "lower": 10, "upper": 14} | fields))


def cap(**fields: object) -> RuleResult:
    return verdict("group-cap.chest", **({"tier": "physical", "lower": None, "upper": 20} | fields))


BAND = Band(floor(), target(), cap())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "········│··[····]······│"),
        (8.5, "████████│▌·[····]······│"),
        (12, "████████│██[██··]······│"),
        (20, "████████│██[████]██████│"),
    ],
)
def test_a_bar_shows_the_band(value: float, expected: str) -> None:
    assert bar(value, BAND, 20) == expected


def test_bars_are_equally_long_whatever_is_asked() -> None:
    lone = Band(None, None, None)
    assert len({len(bar(5, band, 20)) for band in (BAND, lone, Band(floor(), None, None))}) == 1
    assert bar(5, lone, 20).rstrip() == "█████···············"


def test_a_longer_scale_keeps_the_length() -> None:
    assert bar(40, BAND, 40) == "████│█[██]███│██████████"


@pytest.mark.parametrize(
    ("band", "sign", "words"),
    [
        (BAND, "✓", "on target"),
        (Band(floor(), target(holds=False, measured=9, shortfall=1), cap()), "↓", "1 below target"),
        (
            Band(floor(), target(holds=False, measured=15, shortfall=1), cap()),
            "↑",
            "1 above target",
        ),
        (Band(broken(), target(holds=False), cap()), "✗", "2.5 below floor"),
        (Band(floor(), None, cap(holds=False, shortfall=2)), "✗", "2 above limit"),
        (Band(floor(holds=None), target(), cap()), "–", "not applicable"),
        (Band(floor(), None, None), "✓", "above floor"),
        (Band(None, None, cap()), "", ""),
    ],
)
def test_the_gravest_verdict_is_said(band: Band, sign: str, words: str) -> None:
    assert band.verdict()[:2] == (sign, words)


@pytest.mark.parametrize(("width", "columns"), [(100, 3), (72, 2)])
def test_every_muscle_stands_direct_and_fractional(width: int, columns: int) -> None:
    plan = sample_plan()
    page = Page(width)
    add_volume(page, plan.measures, plan.rules)
    text = page.close()
    header = next(line for line in text.split("\n") if "fract." in line)
    assert header.count("direct") == columns
    chest = plan.measures.muscles["chest"]
    assert f"{chest.direct:.0f} " in text
    for name in (*plan.measures.groups, *plan.measures.muscles):
        assert name.replace("_", " ") in text
    assert max(map(len, text.split("\n"))) <= width
