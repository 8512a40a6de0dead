"""The trainings that every format is tried with."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.exchange.training import Training, read_training
from tests.exchange.weeks import trainings


@pytest.fixture(params=["coached", "odd", "block", "solved block"])
def training(request: pytest.FixtureRequest, tmp_path: Path) -> Training:
    """A plan of a coach, one of odd items, a block written by hand, and one as it is solved."""
    if request.param == "solved block":
        path: Path = request.getfixturevalue("solved_block")
        return read_training(path)
    return trainings(tmp_path)[request.param]
