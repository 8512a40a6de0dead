"""`evenset compare`: files, flags, forms, exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import solver.model.solve
from solver.cli import cli
from solver.comparing.inputs import collect, left_out
from solver.errors import EvensetError, ImpossibleError, InputError, NoPlanInTimeError
from solver.plan import DISCLAIMER, Plan
from solver.scenario import Scenario
from tests.blocks.weeks import plain_block
from tests.comparing.weeks import ready, scenario


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> list[Scenario]:
    """Weeks are put together by hand; the list has the scenarios that were asked for."""
    asked: list[Scenario] = []

    def solve(of: Scenario, *_: Any, **__: Any) -> Plan:
        asked.append(of)
        if of.count == 5:
            raise ImpossibleError("cannot be had")
        if of.count == 6:
            raise NoPlanInTimeError("no plan in 1 s")
        return ready(of)

    monkeypatch.setattr(solver.model.solve, "solve", solve)
    return asked


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text("days: 2\nequipment: dumbbells_bench\nsplit: none\n")
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(ready(scenario()).to_json(), encoding="utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["compare", *map(str, words)])


def refusal(*words: object, code: int = 2) -> str:
    result = run(*words)
    assert isinstance(result.exception, EvensetError), result.output
    assert result.exception.exit_code == code
    return str(result.exception)


def test_scenarios_and_plans_in_a_table(mine: Path, plan: Path, by_hand: list[Scenario]) -> None:
    result = run(mine, plan)
    assert result.exit_code == 0, result.output
    assert "Equally good: mine, plan" in result.stdout
    assert DISCLAIMER.split(":", maxsplit=1)[0] in " ".join(result.stdout.split())
    assert result.stderr == ""
    assert len(by_hand) == 1


def test_two_plans_are_compared_exercise_by_exercise(plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(ready(scenario(days=3)).to_json(), encoding="utf-8")
    text = run(plan, other).stdout
    assert "Exercise by exercise" in text
    assert "Ranking, best first" in text
    content = json.loads(run(plan, other, "--format", "json").stdout)
    assert {each["what"] for each in content["changes"]} >= {"added", "moved"}
    rows = list(csv.DictReader(io.StringIO(run(plan, other, "--format", "csv").stdout)))
    assert rows[0].keys() == {
        "exercise", "name", "what", "sets_before", "sets_after", "before", "after", "details"
    }  # fmt: skip
    assert len(rows) == len(content["changes"]) + 1
    assert "## Exercise by exercise" in run(plan, other, "--format", "markdown").stdout


def test_a_block_is_its_weeks_a_and_b(plan: Path, tmp_path: Path, by_hand: list[Scenario]) -> None:
    made, path = plain_block(8), tmp_path / "block.json"
    path.write_text(made.to_json(), encoding="utf-8")
    content = json.loads(run(path, "--format", "json").stdout)
    assert [row["name"] for row in content["rows"]] == ["block A", "block B"]
    assert {each["name"] for each in content["changes"] if each["what"] == "added"} == {
        made_item.name
        for session in made.pair.b.sessions
        for made_item in session.items
        if made_item.exercise not in {i.exercise for s in made.pair.a.sessions for i in s.items}
    }
    names = [start.name for start in collect([str(path), plan])]
    assert names == ["block A", "block B", "plan"]
    assert [start.plan for start in collect([path])] == [made.pair.a, made.pair.b]
    assert by_hand == []
    content = json.loads(made.to_json())
    content["pair"]["b"]["sessions"][0]["items"][0]["sets"] = "many"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert "block.json, week B" in refusal(path)


def test_one_field_varied_with_a_chart(mine: Path, tmp_path: Path) -> None:
    chart, table = tmp_path / "days.svg", tmp_path / "days.json"
    result = run(mine, "--vary", "days=2..5", "--plot", chart, "--format", "json", "-o", table)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    content = json.loads(table.read_text("utf-8"))
    assert [row["value"] for row in content["rows"]] == [2, 3, 4, 5]
    assert content["rows"][3]["failure"] == "cannot be had"
    assert "<svg" in chart.read_text("utf-8")


def test_changes_settings_and_limit(mine: Path, by_hand: list[Scenario]) -> None:
    words = ("--change", "days=4", "--change", "equipment=+barbell", "--set", "minutes=45")
    result = run(mine, *words, "--time-limit", 9, "--format", "csv")
    assert result.exit_code == 0, result.output
    names = [row["name"] for row in csv.DictReader(io.StringIO(result.stdout))]
    assert names[:3] == ["as it is", "days=4", "equipment=+barbell"]
    assert [(of.count, of.minutes, of.time_limit) for of in by_hand] == [
        (2, 45, 9), (4, 45, 9), (2, 45, 9)
    ]  # fmt: skip


def test_what_to_buy_and_more_time_together(mine: Path) -> None:
    result = run(mine, "--buy", "--at-most", 2, "--more-time", "--format", "json")
    assert result.exit_code == 0, result.output
    content = json.loads(result.stdout)
    assert len(content["rows"]) == 5
    assert any("at most 20 s" in note for note in content["notes"])


def test_the_default_scenario_needs_no_file(by_hand: list[Scenario]) -> None:
    assert run("--vary", "days=2,3").exit_code == 0
    assert [of.equipment for of in by_hand] == [("full_gym",)] * 2


def test_expectations_beside_scenarios_are_left_out(mine: Path, tmp_path: Path) -> None:
    expected = tmp_path / "mine.expected.yaml"
    expected.write_text("status: optimal\n")
    other = tmp_path / "other.yaml"
    other.write_text("days: 3\n")
    result = run(mine, expected, other)
    assert result.exit_code == 0, result.output
    assert "left out" in result.stderr
    assert "mine.expected.yaml" in result.stderr
    assert left_out([expected]) == ([expected], [])


def test_none_with_a_week_has_the_exit_code_of_the_failure(mine: Path) -> None:
    said = refusal(mine, "--vary", "days=5", code=3)
    assert said == "none of the scenarios has a week; the table says why"
    assert refusal(mine, "--vary", "days=6", code=4)
    assert "cannot be had" in run(mine, "--vary", "days=5").stdout


def test_wrong_input_is_named(
    mine: Path, plan: Path, tmp_path: Path, by_hand: list[Scenario]
) -> None:
    def file(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text)
        return tmp_path / name

    content = json.loads(plan.read_text("utf-8"))
    newer = file("newer.json", json.dumps(content | {"schema_version": 2}))
    cases = (
        ((), "two or more"),
        ((mine,), "two or more"),
        ((mine, tmp_path / "none.json"), "no such file"),
        ((mine, tmp_path), "is a folder"),
        ((mine, newer), "newer.json: schema_version: is 2"),
        ((mine, file("old.json", '{"schema_version": 0}')), "old.json: schema_version: is 0"),
        ((mine, file("list.json", "[1]")), "is no plan"),
        ((mine, file("other.json", '{"a": 1}')), "neither a plan nor a scenario"),
        ((mine, file("block.json", '{"schema_version": 1, "weeks": []}')), "several weeks"),
        ((mine, file("broken.json", '{"a": ')), "broken JSON"),
        ((mine, file("x.yaml", "dayz: 3")), "x.yaml, line 1"),
        ((mine, file("y.yaml", "days: 8")), "y.yaml, line 1"),
        ((mine, file("z.yaml", "equipment: barbel")), "z.yaml, line 1"),
        ((plan, mine, "--set", "days=3"), "is a plan"),
        ((mine, "--set", "dayz=3", "--more-time"), "--set"),
        ((mine, mine, "--vary", "days=2..3"), "changes one scenario"),
        ((mine, "--vary", "days=2", "--vary", "minutes=30"), "one field at a time"),
        ((mine, "--vary", "days=2", "--at-most", 3), "--at-most"),
        ((mine, "--vary", "days=2", "--plot", "x.png"), "ends in .svg"),
        ((mine, "--vary", "days=2", "-o", tmp_path / "no" / "x"), "no folder"),
        ((mine, "--vary", "days=2", "-o", "a.svg", "--plot", "a.svg"), "name two files"),
    )
    for words, said in cases:
        assert said in refusal(*words), words
    assert by_hand == []


def test_a_plan_of_another_catalogue_is_refused_by_name(plan: Path, mine: Path) -> None:
    content = json.loads(plan.read_text("utf-8"))
    content["sessions"][0]["items"][0]["exercise"] = "no_such_lift"
    plan.write_text(json.dumps(content))
    assert "no_such_lift" in refusal(plan, mine)


def test_a_scenario_in_json_and_a_plan_named_yaml(plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "scenario.json"
    other.write_text('{"days": 3, "split": "none"}')
    renamed = plan.rename(tmp_path / "plan.yaml")
    result = run(other, renamed)
    assert result.exit_code == 0, result.output


def test_input_errors_are_of_the_tree() -> None:
    assert isinstance(run("--vary", "x").exception, InputError)
