"""`evenset export`: one way in for every format, nothing half written, every fault named."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from solver.errors import InputError
from solver.exchange import command, extras
from solver.exchange.command import FORMATS, export
from tests.exchange.weeks import write_block, write_made_block
from tests.report.samples import coached_plan


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(coached_plan().to_json(), encoding="utf-8")
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(export, [str(word) for word in words])


def refusal(*words: str | Path) -> str:
    result = run(*words)
    assert isinstance(result.exception, InputError), result.output
    assert result.exception.exit_code == 2
    return str(result.exception)


def words(form: str, *more: str) -> list[str]:
    return ["--to", form, *(["--start", "2027-01-04"] if form in command.DATED else []), *more]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", ["plan", "block", "made"])
def test_each_format_is_written_the_same_each_time(
    tmp_path: Path, plan: Path, form: str, kind: str
) -> None:
    writers = {"block": write_block, "made": write_made_block}
    source = writers[kind](tmp_path) if kind in writers else plan
    written = []
    for name in ("one", "two"):
        result = run(source, *words(form), "-o", tmp_path / name)
        assert result.exit_code == 0, result.output
        assert result.output == ""
        path = tmp_path / name
        parts = sorted(path.iterdir()) if path.is_dir() else [path]
        written.append([part.read_bytes() for part in parts])
    assert written[0] == written[1]
    assert all(written[0])
    assert not list(tmp_path.glob(".evenset*"))


def test_the_day_it_begins_is_said_where_it_was_not_given(plan: Path, tmp_path: Path) -> None:
    result = run(plan, "--to", "wger", "-o", tmp_path / "routine.json")
    found = re.search(r"Week 1 begins on Monday (\S+); --start fixes it", result.stderr)
    assert found
    start = date.fromisoformat(found[1])
    assert start.weekday() == 0
    routine = json.loads((tmp_path / "routine.json").read_text(encoding="utf-8"))["routine"]
    assert routine["start"] == found[1]


@pytest.mark.parametrize("form", FORMATS)
def test_where_nothing_can_be_written_it_says_so(plan: Path, tmp_path: Path, form: str) -> None:
    away = tmp_path / "no" / "such" / "place"
    assert str(away) in refusal(plan, *words(form), "-o", away)
    assert not (tmp_path / "no").exists()
    wrong, says = (plan, "name a folder") if form == "fit" else (tmp_path, "name a file")
    before = plan.read_bytes()
    assert says in refusal(plan, *words(form), "-o", wrong)
    assert plan.read_bytes() == before
    assert "not nothing" in refusal(plan, *words(form), "-o", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.json"]


def test_a_folder_for_workouts_keeps_what_else_is_in_it(plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "watch"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    assert run(plan, *words("fit"), "-o", folder).exit_code == 0
    assert len(list(folder.glob("*.fit"))) == 4
    # A folder stands where a file must go: nothing is left of the others.
    last = sorted(folder.glob("*.fit"))[-1].name
    other = tmp_path / "other"
    (other / last).mkdir(parents=True)
    assert last in refusal(plan, *words("fit"), "-o", other)
    assert [path.name for path in other.iterdir()] == [last]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--start", "soon"], "--start: 'soon' is no date"),
        (
            ["--start", "2027-01-06"],
            "is a Wednesday; name the Monday of the first week, as 2027-01-04",
        ),
        (["--start", "1899-01-02"], "not between 2000 and 2199"),
        (["--start", "9999-12-27"], "not between 2000 and 2199"),
        (["--timezone", "Europe/Berlim"], "did you mean 'Europe/Berlin'"),
        (["--timezone", ""], "is no time zone"),
        (["--at", "25:00"], "--at: '25:00' is no time of day"),
        (["--at", "noon"], "--at: 'noon' is no time of day"),
    ],
)
def test_wrong_options_are_refused(plan: Path, tmp_path: Path, more: list[str], says: str) -> None:
    target = tmp_path / "week.ics"
    assert says in refusal(plan, "--to", "ics", "-o", target, *more)
    assert not target.exists()


@pytest.mark.parametrize(
    ("form", "more"),
    [
        ("csv", ["--start", "2027-01-04"]),
        ("fit", ["--timezone", "UTC"]),
        ("xlsx", ["--remind", "5"]),
    ],
)
def test_options_of_another_format_are_refused(
    plan: Path, tmp_path: Path, form: str, more: list[str]
) -> None:
    assert f"leave it out with --to {form}" in refusal(
        plan, "--to", form, "-o", tmp_path / "x", *more
    )


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_no_plan_leaves_what_stood_there(tmp_path: Path, form: str) -> None:
    source = tmp_path / "notes.txt"
    source.write_text("three sets of squats", encoding="utf-8")
    target = tmp_path / "kept"
    if form != "fit":
        target.write_text("before")
    assert "notes.txt" in refusal(source, *words(form), "-o", target)
    assert form == "fit" or target.read_text() == "before"
    assert "no such file" in refusal(tmp_path / "none.json", *words(form), "-o", target)
    assert form != "fit" or not target.exists()


@pytest.mark.parametrize(
    ("form", "package", "name"),
    [
        ("ics", "icalendar", "exchange"),
        ("xlsx", "xlsxwriter", "exchange"),
        ("fit", "fit_tool", "fit"),
    ],
)
def test_a_missing_package_is_named_with_its_extra(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, package: str, name: str
) -> None:
    def absent(module: str) -> None:
        raise ModuleNotFoundError(module)

    monkeypatch.setattr(extras, "import_module", absent)
    target = tmp_path / "out"
    message = refusal(plan, *words(form), "-o", target)
    assert f"needs the package {package}" in message
    assert f"pip install 'evenset[{name}]'" in message
    assert not target.exists()
