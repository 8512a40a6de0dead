"""How the cost grows: what varies is what the plot says, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import growth
from benchmarks.growth import Point, read, tabulate, values
from solver.catalogue import load_catalogue
from solver.rules import AllowanceRule, Tier


def point(kind: str, value: int, seconds: float, cold: float, limit: float = 10.0) -> Point:
    return Point(
        kind, value, 150, 200, 9492, 17941, seconds, seconds < limit, cold, cold < limit
    )  # fmt: skip


@pytest.mark.parametrize("share", values("rules"))
def test_fewer_wishes_are_fewer_wishes_and_no_other_tier(share: int) -> None:
    catalogue = load_catalogue()
    scenario = growth._scenario("rules", share).resolve(catalogue)
    own = [r for r in scenario.make_rules(catalogue) if r.tier is Tier.BALANCE]
    # Without the allowance the tier would be told apart more finely, and be harder for it.
    assert any(isinstance(rule, AllowanceRule) for rule in own)
    wishes = [rule for rule in own if not isinstance(rule, growth.NOT_WISHES)]
    everything = growth._scenario("rules", 100).resolve(catalogue).make_rules(catalogue)
    all_wishes = [
        r for r in everything
        if r.tier is Tier.BALANCE and not isinstance(r, growth.NOT_WISHES)
    ]  # fmt: skip
    assert len(wishes) == len(all_wishes) * share // 100


def test_points_come_back_and_say_what_is_not_proved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = [point("days", 2, 10.1, 10.2), point("days", 4, 0.8, 6.0)]
    (tmp_path / "growth.csv").write_text(growth._table(points), encoding="utf-8")
    monkeypatch.setattr(growth, "RESULTS", tmp_path / "growth.csv")
    assert list(read()) == points
    lines = tabulate(points).splitlines()
    assert lines[2].endswith("| 10.1, not proved | 10.2, not proved |")
    assert lines[3].endswith("| 0.8 | 6.0 |")
