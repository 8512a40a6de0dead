"""A run in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.batch import run
from solver.batch.run import BatchResult, run_batch
from tests.batch import fakes
from tests.batch.running import Go, Inline, opened, write_table


@pytest.fixture
def engine() -> Inline:
    return Inline()


@pytest.fixture
def go(tmp_path: Path, engine: Inline, monkeypatch: pytest.MonkeyPatch) -> Go:
    """Runs rows in this process."""
    monkeypatch.setattr(run, "open_engine", lambda *_: opened(engine))

    def go(rows: list[str], out: str = "out", weeks: int | None = None) -> BatchResult:
        table = write_table(tmp_path / "athletes.csv", rows)
        return run_batch(table, tmp_path / out, weeks=weeks, planner=fakes.plan)

    return go
