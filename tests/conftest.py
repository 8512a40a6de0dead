"""What several tests share."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from solver import Plan
from solver.catalogue import Catalogue, load_catalogue
from tests.solved import solve_once


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The standard catalogue."""
    return load_catalogue()


@pytest.fixture(scope="session")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Plan]:
    """Gives the plan of a named scenario, solved once in a run of all workers."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "solved"
    folder.mkdir(exist_ok=True)
    return lambda name: solve_once(name, folder)
