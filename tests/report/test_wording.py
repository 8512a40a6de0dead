from __future__ import annotations

import pytest

from solver.report import wording
from solver.scenario import Scenario
from tests.report.samples import sample_plan, unproved_plan


@pytest.mark.parametrize(
    ("value", "expected"),
    [(8.0, "8"), (8.5, "8.5"), (0.6667, "0.67"), (None, "–"), (-0.001, "0"), (100.0, "100")],
)
def test_numbers_have_no_idle_zeros(value: float | None, expected: str) -> None:
    assert wording.number(value) == expected


def test_whole_numbers_keep_their_zeros() -> None:
    assert [wording.number(value, 0) for value in (20, 100.4, -10, 0)] == ["20", "100", "-10", "0"]


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [(8, None, "≥ 8"), (None, 20, "≤ 20"), (1.25, 1.5, "1.25 to 1.5"), (2, 2, "= 2")],
)
def test_bounds(lower: float | None, upper: float | None, expected: str) -> None:
    assert wording.bounds(lower, upper) == expected
    assert wording.bounds(None, None) == ""


def test_the_scenario_is_named_by_its_title_or_described() -> None:
    assert wording.heading(Scenario()) == "4 days, full_gym, intermediate"
    assert wording.heading(Scenario(days=1, title="A  week\n")) == "A week"
    assert wording.described(Scenario(days=1, without=("barbell",))).startswith(
        "1 day, full_gym without barbell"
    )


def test_wishes_are_said() -> None:
    asked = Scenario.model_validate(
        {"pull_push": (1, 1), "sets": (8, 16), "protect": "knee", "rules": {"variety": "off"}}
    )
    assert wording.wishes(asked) == [
        "pull : push = 1",
        "sets of a group: 8 to 16",
        "spared: knee",
        "rules changed: variety",
    ]
    assert wording.wishes(Scenario()) == []


def test_proof() -> None:
    assert wording.proof(sample_plan()) == "Proved optimal in all tiers in 3.9 s."
    assert wording.proof(sample_plan(run=None)) == "Proved optimal in all tiers."
    gap = "Not proved after 3.9 s: balance 12, at best 9 (gap 3)."
    assert wording.proof(unproved_plan()) == gap


def test_minutes_saved_are_never_rounded_up() -> None:
    assert [wording.about(seconds) for seconds in (45, 60, 119, 360)] == [
        "45 s",
        "1 min",
        "1 min",
        "6 min",
    ]


def test_no_text_can_steer_a_terminal() -> None:
    assert wording.clean("a\x1b[31mb\u202ec\nd\te") == "a�[31mb�c d e"


def test_spans() -> None:
    assert wording.span([8, 8.0]) == "8"
    assert wording.span([1, None, 4]) == "1–4"
    assert wording.span([None]) == ""
