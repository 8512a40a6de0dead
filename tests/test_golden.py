"""Six plans under review read word for word as when they were last looked at."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from solver import Plan
from tests.golden import FOLDER, NAMES, SCENARIOS, golden_text
from tests.report.samples import coached_plan


def compare(name: str, text: str) -> None:
    """Fail with a diff where a text is not the one under review."""
    path = FOLDER / f"{name}.txt"
    remedy = f"python -m tests.golden {name}"
    if not path.exists():
        pytest.fail(f"tests/golden/{name}.txt is missing; write it with: {remedy}", pytrace=False)
    golden = path.read_text(encoding="utf-8")
    if golden != text:
        lines = difflib.unified_diff(
            golden.splitlines(), text.splitlines(), "under review", "now", lineterm="", n=2
        )
        pytest.fail(
            "\n".join([f"{name} reads otherwise. If that is meant: {remedy}", *lines]),
            pytrace=False,
        )


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_reads_as_when_it_was_reviewed(name: str, solved: Callable[[str], Plan]) -> None:
    compare(name, golden_text(solved(name)))


def test_what_is_under_review_is_a_scenario_and_nothing_else() -> None:
    assert all((SCENARIOS / f"{name}.yaml").exists() for name in NAMES)
    assert {path.stem for path in FOLDER.glob("*.txt")} <= set(NAMES)


def test_the_text_does_not_tell_how_long_it_took() -> None:
    plan = coached_plan()
    assert plan.run is not None
    slower = plan.run.model_copy(update={"seconds": 59.0, "workers": 1})
    text = golden_text(plan)
    assert text == golden_text(plan.model_copy(update={"run": slower}))
    assert not re.search(r"\b3\.9 s\b", text)


def test_a_missing_or_different_text_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.test_golden.FOLDER", tmp_path)
    with pytest.raises(pytest.fail.Exception, match=r"missing; write it with: python -m tests"):
        compare("a", "one\ntwo\n")
    (tmp_path / "a.txt").write_text("one\ntwo\n", encoding="utf-8")
    compare("a", "one\ntwo\n")
    with pytest.raises(pytest.fail.Exception, match=r"(?s)a reads otherwise.*\n-two\n\+three"):
        compare("a", "one\nthree\n")
