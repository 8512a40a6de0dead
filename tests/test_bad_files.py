"""What shows, carries or compares a plan refuses a bad file: exit 2, a message, nothing written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from solver.cli import cli
from solver.errors import InputError
from tests.exchange.weeks import block
from tests.report.pages import comparison_page
from tests.report.samples import coached_plan

PLAN = coached_plan().to_json()


def later(version: object, of: str = PLAN) -> bytes:
    return json.dumps(json.loads(of) | {"schema_version": version, "a new field": 1}).encode()


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", ""),
    "blank": (b" \n", ""),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
    "random": (bytes(range(256)) * 20, ""),
    "zeros": (b"\x00" * 2000, ""),
    "text": (b"three sets of squats", ""),
    "list": (b"[1, 2]", ""),
    "nothing": (b"{}", ""),
    "cut off": (PLAN.encode()[:2000], ""),
    "newer plan": (later(2), "schema_version: is 2, but this version of evenset reads 1; update"),
    "older plan": (later(0), "schema_version: is 0, but this version of evenset reads 1; make"),
    "newer block": (later(2, json.dumps(block())), "schema_version: is 2"),
    "older block": (later(0, json.dumps(block())), "schema_version: is 0"),
    "no weeks": (b'{"schema_version": 1, "kind": "block", "weeks": "many"}', ""),
}

COMMANDS: dict[str, list[str]] = {
    "report": ["report", "FILE"],
    "pictures": ["report", "FILE", "--pictures", "OUT"],
    "audit": ["audit", "FILE"],
    "compare": ["compare", "FILE", "GOOD"],
    **{
        form: ["export", "FILE", "--to", form]
        for form in ("ics", "xlsx", "csv", "markdown", "liftoscript", "wger", "fit")
    },
}


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[str, Path, Path], str]:
    """Gives the message with which a command refuses a file, and holds that it wrote nothing."""
    good = tmp_path / "good.json"
    good.write_text(PLAN, encoding="utf-8")

    def message(command: str, file: Path, out: Path) -> str:
        names = {"FILE": str(file), "GOOD": str(good), "OUT": str(out)}
        words = [names.get(word, word) for word in COMMANDS[command]]
        before = sorted(tmp_path.rglob("*"))
        result = CliRunner().invoke(cli, words if "OUT" in COMMANDS[command]
                                    else [*words, "-o", str(out)])  # fmt: skip
        assert isinstance(result.exception, InputError), (result.exception, result.output)
        assert result.exception.exit_code == 2
        assert result.stdout == ""
        assert sorted(tmp_path.rglob("*")) == before
        return str(result.exception)

    return message


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("bad", BAD)
def test_a_bad_file_is_refused(
    command: str, bad: str, tmp_path: Path, refused: Callable[[str, Path, Path], str]
) -> None:
    content, says = BAD[bad]
    path = tmp_path / "given.json"
    path.write_bytes(content)
    message = refused(command, path, tmp_path / "out")
    assert message.startswith(str(path))
    assert says in message
    if "schema_version" in says:
        assert "\n" not in message  # not one complaint for each field that is new


@pytest.mark.parametrize("command", COMMANDS)
def test_no_file_and_no_place_to_write(
    command: str, tmp_path: Path, refused: Callable[[str, Path, Path], str]
) -> None:
    good = tmp_path / "good.json"
    assert "no such file" in refused(command, tmp_path / "none.json", tmp_path / "out")
    assert "folder" in refused(command, tmp_path, tmp_path / "out")
    assert "no" in refused(command, good, tmp_path / "no" / "such" / "place")
    wrong = good if command in ("fit", "pictures") else tmp_path
    assert "name a" in refused(command, good, wrong)


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("report",)])
def test_a_comparison_is_no_plan(
    command: str, tmp_path: Path, refused: Callable[[str, Path, Path], str]
) -> None:
    comparison_page(tmp_path)  # leaves the JSON of the command in given.json
    message = refused(command, tmp_path / "given.json", tmp_path / "out")
    assert "\n" not in message
    assert "missing" not in message
