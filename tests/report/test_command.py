"""The command `evenset report`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from solver.cli import cli
from solver.errors import InputError
from tests.report.pages import block_fields, parsed, plan_page
from tests.report.samples import coached_plan


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(coached_plan().to_json(), encoding="utf-8")
    return path


def refused(*words: str | Path) -> str:
    """Run the command; return its message, for which it would end with 2."""
    result = CliRunner().invoke(cli, ["report", *map(str, words)])
    assert isinstance(result.exception, InputError), result.exception
    assert result.exception.exit_code == 2
    assert result.stdout == ""
    return str(result.exception)


def ran(*words: str | Path) -> str:
    result = CliRunner().invoke(cli, ["report", *map(str, words)])
    assert result.exception is None, result.exception
    return result.stdout


def test_a_page_is_written(plan_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.html"
    assert ran(plan_file, "-o", out) == ""
    assert out.read_text(encoding="utf-8") == plan_page()
    assert ran(plan_file) == plan_page()


@pytest.mark.parametrize("form", ["svg", "png"])
def test_pictures_are_written(plan_file: Path, tmp_path: Path, form: str) -> None:
    folder = tmp_path / "pictures"
    assert ran(plan_file, "--pictures", folder, "--picture-format", form) == ""
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{name}.{form}"
        for name in ("beams", "body-back", "body-front", "calendar", "groups", "planes")
    ]


def test_a_block_has_its_waves(tmp_path: Path) -> None:
    path = tmp_path / "block.json"
    path.write_text(json.dumps(block_fields()), encoding="utf-8")
    ran(path, "--pictures", tmp_path, "-o", tmp_path / "block.html")
    assert (tmp_path / "waves.svg").exists()
    assert (tmp_path / "groups-2.svg").exists()
    parsed((tmp_path / "block.html").read_text(encoding="utf-8"))


def with_fields(path: Path, **fields: object) -> Path:
    path.write_text(json.dumps(json.loads(path.read_text()) | fields), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("version", "said"),
    [(0, "make the file anew"), (2, "update evenset"), ("1", "reads 1"), (True, "reads 1")],
)
def test_another_schema_version(plan_file: Path, version: object, said: str) -> None:
    message = refused(with_fields(plan_file, schema_version=version, later="field"))
    assert "schema_version" in message
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "3", '{"sessions": []}', '{"weeks": []}', '{"weeks": [{"number": 1}]}',
     '{"accepted": true}', '{"rows": [["x", "y"]]}', '{"weeks": 3, "kind": "x"}',
     '{"schema_version": {}, "sessions": 1}', "\x00", "not json"],
)  # fmt: skip
def test_what_is_no_plan(text: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(text, encoding="utf-8")
    out = tmp_path / "out.html"
    assert "wrong.json" in refused(path, "-o", out)
    assert not out.exists()


def test_an_exercise_that_nobody_knows(plan_file: Path, tmp_path: Path) -> None:
    fields = json.loads(plan_file.read_text())
    fields["sessions"][0]["items"][0]["exercise"] = "<b>nonsense</b>"
    path = with_fields(plan_file, sessions=fields["sessions"])
    assert "nonsense" in refused(path, "-o", tmp_path / "x.html")


def test_nothing_is_written_where_one_thing_cannot_be(plan_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.html"
    assert "no folder" in refused(plan_file, "-o", tmp_path / "none" / "plan.html")
    assert "folder" in refused(plan_file, "-o", tmp_path)
    assert "is a file" in refused(plan_file, "-o", out, "--pictures", plan_file)
    assert "no folder" in refused(plan_file, "-o", out, "--pictures", tmp_path / "no" / "x")
    (tmp_path / "there" / "groups.svg").mkdir(parents=True)
    assert "groups.svg" in refused(plan_file, "-o", out, "--pictures", tmp_path / "there")
    assert "no such file" in refused(tmp_path / "missing.json", "-o", out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.json", "there"]
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["groups.svg"]


def test_a_comparison_has_no_pictures(tmp_path: Path) -> None:
    path = tmp_path / "table.json"
    path.write_text('{"rows": [{"name": "a", "score": 3}]}', encoding="utf-8")
    assert "--pictures" in refused(path, "--pictures", tmp_path / "there")
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("name", ["matplotlib", "jinja2"])
def test_without_the_extra_it_says_what_to_install(
    name: str, plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    message = refused(plan_file, "-o", tmp_path / "x.html")
    assert name in message
    assert "pip install evenset[report]" in message
    assert not (tmp_path / "x.html").exists()


def test_as_a_process_it_ends_with_2_and_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text("{}", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "solver", "report", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith(f"evenset: {path}: is no plan")
    assert "Traceback" not in done.stderr
