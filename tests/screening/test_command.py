"""`evenset screen`: a scenario to standard output, reasons to standard error, errors as usual."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from solver.errors import InputError
from solver.plan import DISCLAIMER
from solver.reading import read_yaml
from solver.rules.recovery import recovery_questions
from solver.rules.signs import load_signs
from solver.screening import command
from solver.screening.command import screen
from solver.screening.questionnaire import template


def run(*words: str | Path, answers: str | None = None) -> Result:
    return CliRunner().invoke(screen, [str(word) for word in words], input=answers)


def refusal(*words: str | Path, answers: str | None = None) -> str:
    result = run(*words, answers=answers)
    assert isinstance(result.exception, InputError), result.exception
    assert result.exception.exit_code == 2
    assert result.stdout == ""
    return str(result.exception)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_in_terminal", lambda: True)


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "# mine\ntitle: 'Zürich: 7'\ndays: {mon: 60, tue: 45, sat: null}\nsigns: [calf_tight]\n"
        "rules: {variety: off, chest-back: {lower: 2/3}}\nequipment: home_barbell\n"
    )
    return path


# ---- flags and files ----------------------------------------------------------------------------


def test_flags_write_a_new_scenario_and_say_why() -> None:
    result = run("--yes", "knee_control", "--yes", "desk work", "--no", "overhead_control")
    assert result.exit_code == 0
    assert yaml.safe_load(result.stdout) == {
        "signs": ["overhead_control", "knee_control", "desk_work"]
    }
    for name in ("overhead_control", "knee_control", "desk_work"):
        assert f"added: {name}" in result.stderr
        assert load_signs()[name].why.rstrip(".") in result.stderr
    assert result.stderr.rstrip().endswith(DISCLAIMER)


def test_a_scenario_keeps_its_other_fields(scenario: Path) -> None:
    result = run(scenario, "--yes", "knee_control", "--no", "calf_tight")
    assert result.exit_code == 0
    before, after = read_yaml(scenario).content, yaml.safe_load(result.stdout)
    assert after == before | {"signs": ["knee_control"]}
    assert list(after) == list(before)
    assert "Zürich" in result.stdout
    assert "its comments are not in what is written" in result.stderr
    assert "removed: calf_tight" in result.stderr


def test_output_can_be_the_scenario_itself_and_is_read_back(scenario: Path) -> None:
    result = run(scenario, "--yes", "hip_shifts", "-o", scenario)
    assert result.exit_code == 0
    assert result.stdout == ""
    content = read_yaml(scenario).content
    assert content["signs"] == ["calf_tight", "hip_shifts"]
    again = run(scenario, "--no", "hip_shifts,calf_tight", "-o", scenario)
    assert again.exit_code == 0
    assert "comments" not in again.stderr
    assert read_yaml(scenario).content == content | {"signs": []}


def test_answers_from_a_file_and_flags_together(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(template().replace("calf_tight: null", "calf_tight: yes"))
    result = run("--answers", path, "--yes", "hip_shifts")
    assert yaml.safe_load(result.stdout) == {"signs": ["hip_shifts", "calf_tight"]}
    assert "calf_tight is answered both" in refusal("--answers", path, "--no", "calf_tight")


def test_the_template_is_answers_that_answer_nothing(tmp_path: Path) -> None:
    assert run("--template").stdout == template()
    path = tmp_path / "answers.yaml"
    assert run("--template", "--check-only", "-o", path).stdout == ""
    assert path.read_text() == template(check_only=True)
    result = run("--answers", path)
    assert yaml.safe_load(result.stdout) == {"signs": []}
    assert "Nothing to change" in result.stderr


# ---- in the terminal ----------------------------------------------------------------------------


@pytest.mark.usefixtures("terminal")
def test_it_asks_and_takes_nonsense_for_no_answer() -> None:
    typed = ["n", "perhaps", "YES", "s", "", "no"]
    result = run("--check-only", answers="\n".join(typed) + "\n")
    assert result.exit_code == 0, result.output
    assert yaml.safe_load(result.stdout) == {"signs": ["overhead_control", "knee_control"]}
    assert "'perhaps' is no answer; type y, n, or s to skip" in result.stderr
    assert result.stderr.count("The weekly self-check") == 1
    assert "What you feel" not in result.stderr


@pytest.mark.usefixtures("terminal")
def test_it_asks_everything_by_default() -> None:
    result = run(answers="s\n" * (len(load_signs()) + len(recovery_questions())))
    assert result.exit_code == 0
    for question in (*(s.question for s in load_signs().values()), *recovery_questions().values()):
        assert question in result.stderr
    assert yaml.safe_load(result.stdout) == {"signs": []}


@pytest.mark.usefixtures("terminal")
def test_recovery_is_asked_last_and_nonsense_is_asked_again() -> None:  # R146
    result = run(answers="s\n" * len(load_signs()) + "lots\n6,5\nyes\nn\n")
    assert result.exit_code == 0, result.output
    assert yaml.safe_load(result.stdout) == {
        "signs": [],
        "sleep": 6.5,
        "deficit": True,
        "protein": "low",
    }
    assert "must be hours a night, such as 6.5, not 'lots'; or s to skip" in result.stderr


def test_recovery_by_flags_is_explained(scenario: Path) -> None:
    result = run(scenario, "--sleep", "6.5", "--deficit", "no")
    assert result.exit_code == 0
    written = yaml.safe_load(result.stdout)
    assert (written["sleep"], written["deficit"], written["days"]) == (
        6.5,
        False,
        {"mon": 60, "tue": 45, "sat": None},
    )
    assert "set: sleep 6.5 h." in result.stderr
    assert "set: deficit no." in result.stderr
    assert "6.5 hours of sleep are fewer than 7" in result.stderr
    assert "10 % lower" in result.stderr
    fine = run("--sleep", "8")
    assert "nothing is short" in fine.stderr


def test_what_stands_in_the_scenario_counts_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("sleep: 5\n")
    result = run(path, "--protein", "low")
    assert yaml.safe_load(result.stdout) == {"sleep": 5, "signs": [], "protein": "low"}
    assert "5 hours of sleep are fewer than 7" in result.stderr
    assert "less protein" in result.stderr


def test_recovery_from_a_file_and_flags_together(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(template().replace("sleep: null", "sleep: 6"))
    assert yaml.safe_load(run("--answers", path).stdout) == {"signs": [], "sleep": 6.0}
    assert "sleep is answered both" in refusal("--answers", path, "--sleep", "7")
    path.write_text("days: 3\nsleep: ten")
    assert "answers.yaml, line" in refusal("--answers", path)


@pytest.mark.usefixtures("terminal")
def test_stopping_early_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    assert "nothing is written" in refusal("-o", path, answers="y\nn\n")
    assert not path.exists()


def test_without_a_terminal_it_says_how_to_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    message = refusal(answers="y\n" * 30)
    for way in ("--yes", "--no", "--answers", "--template"):
        assert way in message
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert not command._in_terminal()


# ---- what is wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--yes", "knee_contrl"], "--yes: there is no sign 'knee_contrl' (did you mean"),
        (["--yes", "calf_tight", "--no", "calf_tight"], "answered both yes and no"),
        (["--yes", "tight_hips_length,tight_hips_capacity"], "cannot both hold"),
        (["--answers", "/no/such/file"], "no such file"),
        (["/no/such/scenario", "--yes", "calf_tight"], "no such file"),
        (["--sleep", "a lot"], "sleep: must be hours a night, such as 6.5, not 'a lot'"),
        (["--sleep", "65"], "sleep: must lie between 2 and 14 hours a night, not 65"),
        (["--deficit", "maybe"], "deficit: must be yes or no, not 'maybe'"),
        (["--protein", "80 g"], "protein: must be enough or low, not '80 g'"),
        (["--yes", "calf_tight", "-o", "/no/such/folder/x.yaml"], "there is no folder"),
    ],
)
def test_wrong_flags_are_refused(words: list[str], says: str) -> None:
    assert says in refusal(*words)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("days: 9", "mine.yaml, line 1: days"),
        ("- days", "must hold fields such as"),
        ("dais: 3", "no such field"),
        ("days: 3\nsigns: [knee_controll]", "mine.yaml, line 2: signs: there is no sign"),
        ("days: 3\nsigns: 4", "mine.yaml, line 2: signs: must be a list"),
        ("signs: [tight_hips_length, tight_hips_capacity]", "line 1: signs: tight_hips_length and"),
        ("days: *a", "broken YAML"),
        ("\x00", "NUL"),
    ],
)
def test_a_wrong_scenario_is_refused_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    assert says in refusal(path, "--yes", "calf_tight")
    assert path.read_text() == text


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "2024-01-01"},
        {"title": "yes"},
        {"title": "a: b # c\n  d"},
        {"equipment": ["home_barbell", "kettlebell"], "title": "😀 \u0085"},
        {"pull_push": [1.0, 1.2], "time_limit": 1e-05},
        {"rules": {"pull-push": {"lower": "1.1"}, "variety": {"off": True}}},
    ],
)
def test_what_is_written_is_read_back_as_it_was(tmp_path: Path, fields: dict[str, Any]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(fields))
    assert read_yaml(path).content == fields
    assert run(path, "--yes", "calf_tight", "-o", path).exit_code == 0
    assert read_yaml(path).content == fields | {"signs": ["calf_tight"]}
