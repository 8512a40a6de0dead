"""The command line, through click's runner and as a process."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from solver.cli import read_flag
from solver.rules.splits import Split

PLAIN = ["--split", "none", "--supersets", "none"]
FAST = [*PLAIN, "--days", "6", "--minutes", "45", "--equipment", "dumbbells"]


def run(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `evenset` as a process."""
    command = [sys.executable, "-m", "solver", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    done = run("solve", *FAST, "--format", "json", "-o", path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return path


def test_solve_prints_one_json_object_and_nothing_else() -> None:
    done = run("solve", *FAST, "--format", "json")
    assert done.returncode == 0
    assert done.stderr == ""
    plan: dict[str, Any] = json.loads(done.stdout)
    assert plan["schema_version"] == 1
    assert plan["status"] == "optimal"
    assert [tier["name"] for tier in plan["tiers"]] == [
        "guardrails",
        "balance",
        "plainness",
        "stimulus",
    ]
    assert set(plan["run"]["seconds_per_tier"]) >= {"guardrails", "stimulus"}
    item = plan["sessions"][0]["items"][0]
    assert {"exercise", "name", "role", "slot", "sets", "reps", "rir", "rest_seconds"} <= set(item)


@pytest.mark.parametrize(
    ("name", "given", "begins"),
    [
        ("x.json", [], "["),
        ("x.CSV", [], "id,"),
        ("x.md", [], "95 exer"),  # the catalogue has no Markdown: the table
        ("x.csv", ["--format", "json"], "["),  # what is said counts more than the ending
    ],
)
def test_the_ending_of_the_output_decides_its_form(
    name: str, given: list[str], begins: str, tmp_path: Path
) -> None:
    target = str(tmp_path / name)
    for words in (["-o", target, *given], [*given, "-o", target]):
        done = run("catalogue", "--equipment", "bodyweight", *words)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / name).read_text(encoding="utf-8").lstrip().startswith(begins)


@pytest.mark.parametrize("form", ["table", "csv", "markdown"])
def test_every_form_has_the_disclaimer(form: str) -> None:
    done = run("solve", *FAST, "--format", form)
    assert done.returncode == 0, done.stderr
    assert "medical advice" in " ".join(done.stdout.split())


def test_audit_accepts_the_plan_and_sees_tampering(plan_file: Path, tmp_path: Path) -> None:
    assert run("audit", plan_file, "--strict").returncode == 0
    plan = json.loads(plan_file.read_text())
    plan["sessions"][0]["items"][0]["sets"] += 3
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(plan))
    done = run("audit", forged, "--format", "json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert report["accepted"] is False
    assert any("measures" in line for line in report["differences"])
    assert run("audit", forged, "--strict").returncode == 3


def test_what_is_read_is_not_written_over(plan_file: Path, tmp_path: Path) -> None:
    before = plan_file.read_text(encoding="utf-8")
    link = tmp_path / "link.json"
    link.symlink_to(plan_file)
    for word, output in (("audit", plan_file), ("report", link)):
        ran = run(word, plan_file, "-o", output)
        assert ran.returncode == 2
        assert "would be written over what is read" in ran.stderr
    assert plan_file.read_text(encoding="utf-8") == before


def test_a_plan_may_come_from_a_pipe(plan_file: Path) -> None:
    for words in (
        ["audit", "/dev/stdin"],
        ["compare", "/dev/stdin", str(plan_file)],
        ["replan", "/dev/stdin", "--missed", "mon"],
    ):
        with plan_file.open("rb") as handle:
            sent = subprocess.Popen(["cat"], stdin=handle, stdout=subprocess.PIPE)
        ran = subprocess.run(
            [sys.executable, "-m", "solver", *words],
            stdin=sent.stdout, capture_output=True, text=True, check=False,
        )  # fmt: skip
        sent.wait()
        assert sent.stdout is not None
        sent.stdout.close()
        assert ran.returncode == 0, ran.stderr


def test_another_encoding_of_the_output_is_no_defect() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "solver", "rules"],
        capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": "latin-1"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "≥" in ran.stdout.decode("utf-8")


def test_a_name_that_is_too_long_is_no_defect(plan_file: Path, tmp_path: Path) -> None:
    ran = run("export", plan_file, "--to", "fit", "-o", tmp_path / ("x" * 300))
    assert ran.returncode == 2
    assert "cannot be made" in ran.stderr
    assert run("solve", "--split", "y" * 300).returncode == 2


def test_strict_refusal_names_rules_and_a_remedy() -> None:
    done = run("solve", *PLAIN, "--days", "2", "--strict", "--equipment", "bodyweight")
    assert done.returncode == 3
    assert done.stdout == ""
    assert "group-floor.biceps" in done.stderr
    assert "tried by solving again" in done.stderr
    assert "Traceback" not in done.stderr


def test_pins_that_do_not_fit_are_named() -> None:
    done = run("solve", *PLAIN, "--days", "1", "--minutes", "15", "--pin", "back squat,deadlift")
    assert done.returncode == 3
    assert "pinned exercise" in done.stderr
    assert "more minutes" in done.stderr


BAD_INPUT = {
    "weekday": (["--days", "mun:60"], "did you mean"),
    "eight days": (["--days", "8"], "days"),
    "no days": (["--days", "0"], "days"),
    "day twice": (["--days", "mon,mon"], "twice"),
    "minutes": (["--minutes", "0"], "minutes"),
    "negative minutes": (["--minutes", "-5"], "minutes"),
    "minutes in words": (["--minutes", "an hour"], "--minutes"),
    "equipment": (["--equipment", "dumbell"], "did you mean 'dumbbell"),
    "no equipment": (["--equipment", ""], "equipment"),
    "exercise": (["--exclude", "bench pres"], "did you mean"),
    "muscle": (["--priorities", "glute"], "did you mean 'glutes'"),
    "level": (["--level", "expert"], "level"),
    "body part": (["--protect", "elbwo"], "protect"),
    "sets upside down": (["--sets", "20,8"], "sets"),
    "ratio upside down": (["--pull-push", "1.5,1.25"], "pull_push"),
    "ratio of one": (["--pull-push", "1.5"], "--pull-push"),
    "pin without equipment": (["--equipment", "bands", "--pin", "back squat"], "barbell"),
    "pin and exclude": (["--pin", "deadlift", "--exclude", "deadlift"], "excluded"),
    "available too few": (["--days", "3", "--available", "mon,tue"], "available"),
    "available without days": (["--available", "mon,tue,wed"], "--days 3"),
    "half a day": (["--days", "3.5"], "whole number"),
    "sign": (["--signs", "knees_cavee"], "did you mean 'knees_cave'"),
    "signs at odds": (["--signs", "tight_hips_length,tight_hips_capacity"], "cannot both hold"),
    "bodyweight": (["--bodyweight", "8"], "bodyweight"),
    "split": (["--split", "uper_lower"], "did you mean 'upper_lower'"),
    "split of other days": (
        ["--days", "3", "--split", "upper_lower"],
        "full_body or push_pull_legs",
    ),
    "split file": (["--split", "nowhere.yaml"], "nowhere.yaml: no such file"),
    "supersets": (["--supersets", "some"], "accessories"),
    "pin and sign": (["--pin", "dip", "--signs", "shoulder_pinches_overhead"], "drop the pin"),
    "rule": (["--rule", "pull-pusch=off"], "did you mean 'pull-push'"),
    "rule field": (["--rule", "pull-push.within=3"], "within"),
    "rule form": (["--rule", "pull-push"], "--rule"),
    "time limit": (["--time-limit", "0"], "time_limit"),
    "workers": (["--workers", "0"], "workers"),
    "missing file": (["nowhere.yaml"], "nowhere.yaml"),
    "missing catalogue": (["--catalogue", "nowhere.csv"], "nowhere.csv"),
    "output folder": (["-o", "no/such/folder/plan.json"], "folder"),
    "output is a folder": (["-o", "."], "is a folder; name a file"),
    "output without a name": (["-o", ""], "takes the name of a file"),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_gets_exit_2_and_a_message(name: str, tmp_path: Path) -> None:
    words, hint = BAD_INPUT[name]
    done = run("solve", *words, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert hint in done.stderr
    assert "Traceback" not in done.stderr
    assert "defect" not in done.stderr


@pytest.mark.parametrize("text", ["[", "days: 4\ndays: 5", "a: &a [1]\nb: *a", "days: {mon: 0}"])
def test_bad_files_get_exit_2_with_a_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    done = run("solve", path)
    assert done.returncode == 2
    assert f"{path}, line" in done.stderr


def test_audit_of_no_plan_gets_exit_2(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"a": 1}')
    assert run("audit", path).returncode == 2
    path.write_text('{"sessions": [], "schema_version": 9}')
    done = run("audit", path)
    assert done.returncode == 2
    assert "schema_version" in done.stderr


def test_unwritable_output_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    done = run("catalogue", "--format", "json", "-o", target)
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == [target]


def test_catalogue_filters_and_forms(tmp_path: Path) -> None:
    listed = json.loads(run("catalogue", "--equipment", "bands", "--format", "json").stdout)
    assert listed
    assert {entry["load"] for entry in listed} <= {"band", "bodyweight"}
    direct = json.loads(run("catalogue", "--muscle", "glutes", "--format", "json").stdout)
    assert all(entry["muscles"]["glutes"] == 1.0 for entry in direct)
    own = tmp_path / "own.csv"
    assert run("catalogue", "--format", "csv", "-o", own).returncode == 0
    assert run("catalogue", "--catalogue", own, "--plane", "frontal").returncode == 0
    assert "bodyweight_bar" in run("catalogue", "--coverage").stdout
    assert run("catalogue", "--pattern", "sqaut").returncode == 2


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--items", "--format", "csv"], "--format"),
        (["--items", "--coverage"], "--coverage"),
        (["--coverage", "--muscle", "chest"], "--muscle"),
        (["--coverage", "--equipment", "bands", "--format", "json"], "--equipment and --format"),
    ],
)
def test_tables_of_their_own_refuse_what_they_would_ignore(words: list[str], named: str) -> None:
    done = run("catalogue", *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"leave out {named}, or {words[0]}" in done.stderr


def test_rules_are_listed_with_source_and_as_a_scenario_changes_them(tmp_path: Path) -> None:
    listed = json.loads(run("rules", "--format", "json").stdout)
    assert {"pull-push", "group-floor.chest", "recovery"} <= {rule["id"] for rule in listed}
    assert all(rule["source"] for rule in listed)
    path = tmp_path / "own.yaml"
    path.write_text("rules: {pull-push: {lower: 1.0}, variety: off}\n")
    changed = json.loads(run("rules", path, "--format", "json").stdout)
    assert "variety" not in {rule["id"] for rule in changed}


def test_rules_of_a_scenario_include_those_of_its_split_and_signs(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("split: upper_lower\nsigns: [grip_limits]\nprotect: lower_back\n")
    listed = json.loads(run("rules", path, "--format", "json").stdout)
    ids = {rule["id"] for rule in listed}
    assert {"slot.upper_a.row", "main-lift.lower_b", "superset.upper_b.arms"} <= ids
    assert "sign.grip_limits.carries" in ids
    assert next(rule for rule in listed if rule["id"] == "axial-week")["upper"] == 22
    done = run("rules", path)
    assert done.returncode == 0
    assert "slot" in done.stdout


SPLIT = """\
id: own_days
title: Days of my own
kinds: {all: {title: All, main: {pattern: squat}}}
weeks: {2: [all, all]}
"""


def test_a_split_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(SPLIT)
    split = read_flag("split", str(path))
    assert isinstance(split, Split)
    assert split.id == "own_days"
    bare = tmp_path / "bare"
    bare.write_text(SPLIT)
    assert read_flag("split", str(bare)) == split
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full_body").write_text(SPLIT)
    assert read_flag("split", "full_body") == "full_body"  # a name is a name
    assert read_flag("split", "own") == "own"


def test_a_wrong_split_file_gets_exit_2_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(SPLIT.replace("squat", "sqat"))
    done = run("solve", "--days", "2", "--split", path)
    assert done.returncode == 2
    assert f"{path}, line 3: kinds.all.main.pattern: 'sqat' is not known" in done.stderr
    path.write_text(SPLIT)
    done = run("solve", "--days", "3", "--split", path)
    assert done.returncode == 2
    assert "own_days has no week of 3 days (it has 2)" in done.stderr


def test_a_scenario_does_not_name_a_split_file(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("days: 2\nsplit: my_split.yaml\n")
    done = run("solve", path)
    assert done.returncode == 2
    assert f"{path}, line 2: split: 'my_split.yaml' looks like a file" in done.stderr
    assert "--split FILE" in done.stderr


def test_screen_writes_a_scenario_that_the_other_commands_take(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    done = run("screen", "--yes", "knee_control,desk_work", "--no", "calf_tight", "-o", path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "R129" in done.stderr
    listed = json.loads(run("rules", path, "--format", "json").stdout)
    assert "sign.knee_control.band_walk" in {rule["id"] for rule in listed}
    assert run("screen", "--yes", "knee_controll").returncode == 2
    assert "screen" in run("--help").stdout


def test_no_search_in_no_time_ends_with_4_or_a_marked_plan() -> None:
    done = run("solve", "--time-limit", "0.01", "--format", "json")
    assert done.returncode in (0, 4), done.stderr
    if done.returncode == 0:
        assert json.loads(done.stdout)["status"] == "feasible"


def test_ctrl_c_gives_the_best_plan_so_far() -> None:
    words = [
        "solve",
        *PLAIN,
        "--days",
        "5",
        "--minutes",
        "45",
        "--format",
        "json",
        "--time-limit",
        "600",
    ]
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "solver", *words],
        stdout=subprocess.PIPE,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    shown = b""
    # The progress line says when the search is past its first tier.
    while (
        not re.search(rb"(a first week|balance|plainness): best \d", shown)
        and process.poll() is None
    ):
        shown += os.read(leader, 4096)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=120)
    os.close(leader)
    assert process.returncode == 0
    plan = json.loads(output)
    assert plan["status"] == "feasible"
    assert any("stopped" in note for note in plan["notes"])
