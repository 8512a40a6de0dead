"""What is read: plans, blocks, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from solver.errors import InputError
from solver.exchange.training import of_plan, read_training, week_title
from tests.exchange.weeks import block, write_block
from tests.report.samples import coached_plan


def refusal(folder: Path, content: Any) -> str:
    path = folder / "given.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_training(path)
    assert "given.json" in str(caught.value)
    return str(caught.value)


def test_a_plan_is_a_block_of_one_week(tmp_path: Path) -> None:
    plan = coached_plan()
    path = tmp_path / "plan.json"
    path.write_text(plan.to_json(), encoding="utf-8")
    training = read_training(path)
    assert training == of_plan(plan)
    assert training.plan == plan
    assert [tuple(week.sessions) for week in training.weeks] == [plan.sessions]
    assert week_title(training, training.weeks[0]) == ""


def test_a_block_keeps_its_weeks_and_may_hold_more_than_is_read(tmp_path: Path) -> None:
    training = read_training(write_block(tmp_path, scenario={"title": "Mine"}, future=[1]))
    assert training.title == "Mine: 3 weeks"
    assert [(week.number, week.letter, week.kind) for week in training.weeks] == [
        (1, "A", "loading"), (2, "B", "loading"), (3, "A", "deload"),
    ]  # fmt: skip
    assert [week_title(training, week) for week in training.weeks][2] == "Week 3 A, deload"
    assert training.plan is None


@pytest.mark.parametrize("bodyweight", ["176 lb", "176 lbs", "80 kg", None])
def test_pounds_are_for_who_counts_in_them(tmp_path: Path, bodyweight: str | None) -> None:
    training = read_training(write_block(tmp_path, scenario={"bodyweight": bodyweight}))
    assert training.pounds is bool(bodyweight and "lb" in bodyweight)


@pytest.mark.parametrize("version", [0, 2, "1", None])
@pytest.mark.parametrize("kind", ["plan", "block"])
def test_another_schema_version_is_refused(tmp_path: Path, kind: str, version: object) -> None:
    content = json.loads(coached_plan().to_json()) if kind == "plan" else block()
    message = refusal(tmp_path, content | {"schema_version": version})
    assert "schema_version" in message
    assert "reads 1" in message


@pytest.mark.parametrize("content", [[], {}, 3, "null", {"days": 4}, {"kind": "plan"}])
def test_what_is_no_plan_is_refused(tmp_path: Path, content: Any) -> None:
    assert "is no plan and no block" in refusal(tmp_path, content)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"weeks": []}, "weeks"),
        ({"weeks": "many"}, "weeks"),
        ({"weeks": [{"number": 1, "sessions": []}]}, "weeks.0.sessions"),
        ({"weeks": [block()["weeks"][1]]}, "number them 1, 2, 3"),
        ({"weeks": [block()["weeks"][0]] * 61}, "weeks"),
        ({"kind": "blok"}, "kind"),
    ],
)
def test_a_broken_block_is_refused(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    assert says in refusal(tmp_path, block(**changes)).replace("[", ".").replace("]", "")


def test_broken_json_is_refused(tmp_path: Path) -> None:
    assert "given.json" in refusal(tmp_path, '{"sessions": [')
