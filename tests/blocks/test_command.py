"""`evenset block` and `evenset replan` as a person types them; ready weeks, nothing is solved."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from solver.blocks import pair as pairs
from solver.blocks.programs import find_program
from solver.cli import cli
from solver.errors import EvensetError, ImpossibleError, InputError
from solver.plan import DISCLAIMER
from tests.blocks.weeks import A, B, make_plan, plain_block, plain_pair


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def refusal(*words: str | Path) -> str:
    result = run(*words)
    assert isinstance(result.exception, EvensetError), result.exception
    assert isinstance(result.exception, InputError)
    assert result.stdout == ""
    return str(result.exception)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    texts = {
        "a": make_plan(A).to_json(),
        "b": make_plan(B).to_json(),
        "block": plain_block(8).to_json(),
    }
    paths = {name: tmp_path / f"{name}.json" for name in texts}
    for name, text in texts.items():
        paths[name].write_text(text, encoding="utf-8")
    return paths


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Give two ready weeks in place of solved ones; the list keeps what was asked for."""
    asked: list[dict[str, Any]] = []

    def solve_pair(scenario: Any, catalogue: Any, **options: Any) -> Any:
        asked.append({"scenario": scenario, **options})
        return plain_pair()

    monkeypatch.setattr(pairs, "solve_pair", solve_pair)
    return asked


def test_a_scenario_becomes_a_block(ready: list[dict[str, Any]]) -> None:
    result = run("block", "--weeks", "9", "--days", "4", "--minutes", "90")
    assert result.exit_code == 0, result.exception
    assert "a block of 9 weeks" in result.stdout
    assert "Audit of the block: accepted" in result.stdout
    assert " ".join(DISCLAIMER.split()) in " ".join(result.stdout.split())
    assert ready[0]["scenario"].minutes == 90


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_a_program_becomes_a_block(form: str) -> None:
    result = run("block", "--program", "two_week_template", "--weeks", "8", "--format", form)
    assert result.exit_code == 0, result.exception
    if form == "json":
        content = json.loads(result.stdout)
        assert [week["letter"] for week in content["weeks"]] == list("ABABABAB")


def test_a_program_is_audited_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, Path]
) -> None:
    by_name = run("audit", "two_week_template")
    assert by_name.exit_code == 0, by_name.exception
    assert by_name.stdout == run("audit", find_program("two_week_template")).stdout
    assert re.search(r"Audit of the block: accepted, but \d+ guardrails not kept", by_name.stdout)
    monkeypatch.chdir(tmp_path)
    refused = refusal("audit", "two_week_templat")
    assert refused.startswith("two_week_templat: no such file, and no program of that name")
    assert "did you mean 'two_week_template'" in refused
    assert "use two_week_template, or the file of a plan" in refused
    files["block"].rename(tmp_path / "two_week_template")  # a file comes before a name
    assert "Audit of the block: accepted" in run("audit", "two_week_template").stdout


def test_ready_plans_become_a_block_that_audits(files: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "made.json"
    options = ("--week-a", files["a"], "--week-b", files["b"], "--weeks", "8")
    assert run("block", *options, "--format", "json", "-o", out).exit_code == 0
    result = run("audit", out)
    assert result.exit_code == 0, result.exception
    assert "accepted" in result.stdout.splitlines()[1]
    assert json.loads(run("audit", out, "--format", "json").stdout)["accepted"] is True
    assert isinstance(run("audit", out, "--strict").exception, ImpossibleError)


def test_the_next_block_says_what_changes(
    files: dict[str, Path], tmp_path: Path, ready: list[dict[str, Any]]
) -> None:
    log = tmp_path / "log.csv"
    template = run("block", "--log-template", files["block"])
    log.write_text(template.stdout + "8,,,,,,,quads,80,\n", encoding="utf-8")
    answers = tmp_path / "answers.yaml"
    answers.write_text("knee_control: yes\n", encoding="utf-8")
    result = run(
        "block", "--after", files["block"], "--log", log, "--screen", answers, "--weeks", "8",
        "--format", "json",
    )  # fmt: skip
    assert result.exit_code == 0, result.exception
    assert "held: quads" in result.stderr
    assert "added: knee_control" in result.stderr
    assert "triceps_pushdown" in ready[0]["avoid"]
    assert None not in ready[0]["begin"]
    assert ready[0]["keep"][0] == "barbell_bench_press"
    made = json.loads(result.stdout)
    assert made["settings"]["trained"]["nordic"] == 6
    assert "kept: the main lifts barbell_bench_press" in result.stderr
    assert "rotated" not in result.stderr  # the same weeks stand in for new ones
    lines = [line for line in result.stderr.splitlines() if line.startswith("not rested: ")]
    assert lines
    assert all(f"N{line[1:]}" in made["notes"] for line in lines)


def test_flags_beside_after_are_taken(files: dict[str, Path], ready: list[dict[str, Any]]) -> None:
    flags = {"days": 3, "minutes": 70, "workers": 1, "time_limit": 7, "seed": 5, "sleep": 6.5}
    words = [w for name, v in flags.items() for w in (f"--{name.replace('_', '-')}", str(v))]
    result = run("block", "--after", files["block"], "--weeks", "8", *words)
    assert result.exit_code == 0, result.exception
    scenario = ready[0]["scenario"]
    assert {name: getattr(scenario, name) for name in flags} == flags


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--weeks", "7"], "8 to 12 weeks"),
        (["--program", "two_week_templat"], "did you mean 'two_week_template'"),
        (["--program", "none.yaml"], "no such file"),
        (["--log", "log.csv"], "--log: goes with --after"),
        (["--screen", "a.yaml"], "--screen: goes with --after"),
        (["--week-a", "a.json"], "goes with --week-b"),
        (["--after", "none.json"], "no such file"),
        (["--after", "x.json", "--program", "y"], "does not go with --program"),
        (["none.yaml"], "no such file"),
        (["--days", "9"], "days"),
    ],
)
def test_wrong_words_are_refused(words: list[str], said: str) -> None:
    assert said in refusal("block", *words)


@pytest.mark.parametrize(
    ("ending", "remedy"),
    [("html", "evenset report FILE.json -o"), ("xlsx", "evenset export FILE.json --to xlsx -o")],
)
@pytest.mark.parametrize("command", [["block"], ["solve"]])
def test_what_another_command_makes_is_refused_with_its_name(
    command: list[str], ending: str, remedy: str, tmp_path: Path, ready: list[dict[str, Any]]
) -> None:
    out = tmp_path / f"o.{ending}"
    assert remedy in refusal(*command, "-o", out)
    assert not out.exists()


def test_a_table_is_no_file_to_audit(tmp_path: Path) -> None:
    table = tmp_path / "results.csv"
    table.write_text("name,days,status\nana,3,optimal\n", encoding="utf-8")
    said = refusal("audit", table)
    assert "looks like a table (CSV)" in said
    assert "give a plan, a block (both JSON) or a program (YAML)" in said


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (["--days", "5"], "--days: does not go with --program"),
        (["--days", "5", "--pin", "deadlift"], "--days, --pin: do not go with --program"),
        (["--protect", "knee"], "--protect: does not"),
        (["--exclude", "deadlift"], "--exclude: does not"),
        (["--seed", "3"], "--seed: does not"),
        (["--available", "mon,tue,wed,thu,fri", "--days", "4"], "--days, --available: do not"),
    ],
)
def test_what_a_program_has_no_use_for_is_refused(flags: list[str], named: str) -> None:
    said = refusal("block", "--program", "two_week_template", "--weeks", "8", *flags)
    assert named in said
    assert "leave" in said
    assert "leave out --program" in said


def test_what_has_its_part_in_a_program_is_taken(tmp_path: Path) -> None:
    words = ("block", "--program", "two_week_template", "--weeks", "8", "--format", "json")
    plain = json.loads(run(*words).stdout)
    # What the program says anyway is no contradiction.
    assert json.loads(run(*words, "--days", "mon,tue,thu,fri").stdout) == plain
    changed = json.loads(run(*words, "--level", "beginner", "--minutes", "90").stdout)
    sessions = changed["weeks"][0]["sessions"]
    assert {session["budget_minutes"] for session in sessions} == {90}
    assert [s["items"] for s in sessions] != [s["items"] for s in plain["weeks"][0]["sessions"]]
    file = tmp_path / "me.yaml"
    file.write_text("maxes: {back_squat: 140 kg}\ndays: 3\n", encoding="utf-8")
    said = refusal(*words, file)
    assert f"{file}, line 2: days: does not go with --program" in said
    file.write_text("maxes: {back_squat: 140 kg}\n", encoding="utf-8")
    assert "kg" in run(*words, file).stdout
    file.write_text("title: mine\nmaxes: {plank: 40 kg}\n", encoding="utf-8")
    assert refusal(*words, file).startswith(f"{file}, line 2: maxes: plank: takes no best lift")


def test_ready_plans_take_nothing_that_they_were_not_made_for(
    files: dict[str, Path], tmp_path: Path
) -> None:
    words = ("block", "--week-a", files["a"], "--week-b", files["b"], "--weeks", "8")
    said = refusal(*words, "--days", "5", "--level", "beginner")
    assert "--days, --level: do not go with --week-a and --week-b" in said
    assert run(*words, "--days", "4").exit_code == 0
    plain, weighed = run(*words).stdout, run(*words, "--bodyweight", "80 kg").stdout
    assert plain != weighed, "protein by bodyweight stands in the advice"
    file = tmp_path / "me.yaml"
    file.write_text("days: 4\nminutes: 90\nmaxes: {back_squat: 140 kg}\n", encoding="utf-8")
    made = json.loads(run(*words, file, "--format", "json").stdout)
    assert made["scenario"]["maxes"] == {"back_squat": "140 kg"}
    file.write_text("minutes: 75\n", encoding="utf-8")
    assert f"{file}, line 1: minutes: does not go with --week-a" in refusal(*words, file)


def test_week_b_of_a_pair_may_have_been_planned_with_pins_of_its_own(
    files: dict[str, Path],
) -> None:
    content = json.loads(files["b"].read_text(encoding="utf-8"))
    kept = content["sessions"][0]["items"][0]["exercise"]
    content["scenario"] |= {"pin": [kept], "exclude": ["leg_extension"]}
    files["b"].write_text(json.dumps(content), encoding="utf-8")
    words = ("block", "--week-a", files["a"], "--week-b", files["b"], "--weeks", "8")
    result = run(*words, "--bodyweight", "80 kg")
    assert result.exit_code == 0, result.exception
    assert "--pin: does not go" in refusal(*words, "--pin", "back_squat")


def test_a_log_to_fill_in_goes_with_nothing_else(files: dict[str, Path], tmp_path: Path) -> None:
    words = ("block", "--log-template", files["block"])
    assert "--weeks and --days" in refusal(*words, "--days", "5", "--weeks", "12")
    assert "SCENARIO" in refusal(*words, tmp_path / "me.yaml")
    assert "--format" in refusal(*words, "--format", "json")
    assert run(*words, "-o", tmp_path / "log.csv").exit_code == 0


def test_hostile_programs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    for text, said in (
        ("title: x\nweeks: {A: {mon: {items: [{exercise: curl}]}}}\n", "no week B"),
        ("title: x\nweeks: 3\n", "weeks"),
        ("title: &a x\nweeks: *a\n", "aliases"),
        (
            "title: x\nweeks:\n  A: &x\n    mon: {items: [{exercise: qqq}]}\n",
            "broken YAML|qqq|no week",
        ),
    ):
        path.write_text(text, encoding="utf-8")
        found = refusal("block", "--program", path)
        assert any(part in found for part in said.split("|")), found
    path.write_text(
        "title: x\nscenario: {days: [mon]}\nweeks:\n  A: {mon: {items: [{exercise: qqq}]}}\n"
        "  B: {mon: {items: [{exercise: curl}]}}\n",
        encoding="utf-8",
    )
    assert "no exercise 'qqq'" in refusal("block", "--program", path)


def test_a_missed_session_is_moved(files: dict[str, Path]) -> None:
    result = run("replan", files["a"], "--missed", "tue", "--free", "wed,sat")
    assert result.exit_code == 0, result.exception
    assert result.stdout.startswith("moved: Session 2, from tue to")
    words = ("replan", files["block"], "--week", "3", "--missed", "fri", "--free", "sun")
    assert run(*words, "--format", "json").exit_code == 0


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("block", ["--missed", "tue"], "which week"),
        ("block", ["--missed", "tue", "--week", "9"], "no week 9"),
        ("a", ["--missed", "tue", "--week", "1"], "goes with a block"),
        ("a", ["--missed", "4"], "takes weekdays"),
        ("a", ["--missed", "tuu"], "no weekday"),
        ("a", ["--missed", "tue:45"], "takes days alone, not tue:45"),
        ("a", ["--missed", "tue", "--free", "mon"], "not after tue"),
    ],
)
def test_wrong_moves_are_refused(
    files: dict[str, Path], name: str, words: list[str], said: str
) -> None:
    assert said in refusal("replan", files[name], *words)


def test_the_week_after_the_last_day_is_the_next(files: dict[str, Path]) -> None:
    result = run("replan", files["a"], "--missed", "fri", "--free", "")
    assert isinstance(result.exception, ImpossibleError)
    assert "no day of the week is left" in str(result.exception)
