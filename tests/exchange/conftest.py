"""The trainings that every format is tried with."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.exchange.training import Training
from tests.exchange.weeks import trainings


@pytest.fixture(params=["coached", "odd", "block", "made"])
def training(request: pytest.FixtureRequest, tmp_path: Path) -> Training:
    """A plan of a coach, one of odd items, a block by hand, and one of `evenset block`."""
    return trainings(tmp_path)[request.param]
