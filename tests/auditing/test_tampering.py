"""Plans that say what is not true: the audit notices."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from solver import solve
from solver.auditing import audit
from solver.errors import EvensetError
from solver.plan import Plan as WholePlan
from tests.tiny import (
    exercise,
    make_catalogue,
    make_scenario,
)

CATALOGUE = make_catalogue(
    exercise("press", indirect=("triceps",), role="main"),
    exercise("row", pattern="horizontal_pull", direct=("lats",), indirect=("biceps",)),
    exercise("squat", pattern="squat", direct=("quads",), indirect=("glutes",), role="main"),
    exercise("hinge", pattern="hinge", direct=("hamstrings", "glutes"), eccentric=True),
    exercise("split_squat", pattern="lunge", laterality="unilateral", direct=("quads",)),
    exercise("plank", pattern="anti_extension", role="core", direct=("abs",), load="bodyweight"),
)

FREE = {
    # What a person may write on a plan, and how it was asked for and found.
    ("scenario", "title"),
    ("scenario", "strict"),
    ("scenario", "time_limit"),
    ("scenario", "workers"),
    ("scenario", "seed"),
    ("scenario", "bodyweight"),
    ("sessions", "title"),
    ("notes",),
    ("advice",),
    ("disclaimer",),
    ("run",),
    # Words on how an exercise or a drill is done.
    ("sessions", "warm_up", "note"),
    ("sessions", "items", "note"),
}
"""What of a plan the audit has no say in."""


@pytest.fixture(scope="module")
def honest() -> dict[str, Any]:
    """A plan of the solver as parsed JSON."""
    plan = solve(make_scenario(CATALOGUE, days=2, minutes=40, split="none"), CATALOGUE)
    content: dict[str, Any] = json.loads(plan.to_json())
    return content


def differences(content: dict[str, Any]) -> tuple[str, ...]:
    report = audit(WholePlan.model_validate(content), CATALOGUE)
    assert json.loads(report.to_json())["accepted"] is report.accepted
    assert not (report.differences and report.accepted)
    return report.differences


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path to every value that is no container; of a list, to those of two entries."""
    if isinstance(value, dict | list):
        pairs = list(value.items() if isinstance(value, dict) else enumerate(value))
        if isinstance(value, list):
            pairs = pairs[:1] + pairs[-1:]
        for key, inner in pairs:
            yield from places(inner, (*path, key))
    else:
        yield path


def changed(content: dict[str, Any], path: tuple[str | int, ...]) -> dict[str, Any]:
    """Return the content with one value changed: one more, its contrary, or another word."""
    new = copy.deepcopy(content)
    holder: Any = new
    for key in path[:-1]:
        holder = holder[key]
    old = holder[path[-1]]
    if isinstance(old, bool):
        holder[path[-1]] = not old
    elif isinstance(old, int | float):
        holder[path[-1]] = old + 1
    else:
        holder[path[-1]] = 1 if old is None else f"{old}x"
    return new


class TestTampering:
    def test_an_honest_plan_is_accepted(self, honest: dict[str, Any]) -> None:
        report = audit(WholePlan.model_validate(honest), CATALOGUE)
        assert report.differences == ()
        assert report.accepted

    @pytest.mark.parametrize(
        ("path", "value", "says"),
        [
            (("measures", "groups", "chest"), 99, "measures.groups"),
            (("measures", "pull_push"), 9.5, "measures.pull_push: the plan says 9.5"),
            (("rules", 0, "holds"), False, "rule minutes: the plan's verdict"),
            (("rules", 30, "cost"), 77, "the plan's verdict is not what the audit finds"),
            (("tiers", 0, "value"), 0, "tier guardrails: the plan says 0"),
            (("tiers", 0, "bound"), 0, "value, bound and status do not fit"),
            (("tiers", 1, "status"), "feasible", "value, bound and status do not fit"),
            (("status",), "feasible", "its tiers say otherwise"),
            (("balance_score",), 100, "balance_score: the plan says 100"),
            (("score_parts", 0, "mark"), 1.0, "score_parts"),
            (("catalogue_hash",), "0123456789abcdef", "another catalogue"),
        ],
    )
    def test_a_figure_that_is_not_true(
        self, honest: dict[str, Any], path: tuple[str | int, ...], value: object, says: str
    ) -> None:
        content = copy.deepcopy(honest)
        holder: Any = content
        for key in path[:-1]:
            holder = holder[key]
        assert holder[path[-1]] != value
        holder[path[-1]] = value
        assert any(says in difference for difference in differences(content))

    def test_more_sets_than_the_figures_tell(self, honest: dict[str, Any]) -> None:
        content = copy.deepcopy(honest)
        content["sessions"][0]["items"][0]["sets"] += 1
        found = differences(content)
        assert any("measures.hard_sets" in difference for difference in found)
        assert any("rule minutes" in difference for difference in found)

    def test_another_exercise_than_the_figures_tell(self, honest: dict[str, Any]) -> None:
        content = copy.deepcopy(honest)
        items = [item for session in content["sessions"] for item in session["items"]]
        item = next(item for item in items if item["exercise"] == "row")
        item["exercise"] = "hinge"
        assert any("measures.patterns" in difference for difference in differences(content))

    def test_a_looser_rule(self, honest: dict[str, Any]) -> None:
        content = copy.deepcopy(honest)
        content["scenario"]["rules"] = {"pull-push": {"lower": 0.5}}
        assert any("rule pull-push" in difference for difference in differences(content))

    @pytest.mark.parametrize("what", ["sessions", "rules", "tiers", "score_parts"])
    def test_what_is_left_out_or_said_twice(self, honest: dict[str, Any], what: str) -> None:
        for change in (lambda entries: entries[1:], lambda entries: [entries[0], *entries]):
            content = honest | {what: change(honest[what])}
            assert differences(content) != ()

    def test_any_value_that_is_changed_is_noticed(self, honest: dict[str, Any]) -> None:
        unnoticed = set()
        for path in places(honest):
            try:
                found = audit(WholePlan.model_validate(changed(honest, path)), CATALOGUE)
            except (ValidationError, EvensetError):
                continue  # refused
            if found.accepted:
                unnoticed.add(tuple(key for key in path if isinstance(key, str)))
        assert {path for path in unnoticed if path not in FREE and path[:1] != ("run",)} == set()
