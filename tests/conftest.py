"""What several tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from solver import Plan
from solver.catalogue import Catalogue, load_catalogue
from tests.solved import solve_block_once, solve_once


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The standard catalogue."""
    return load_catalogue()


@pytest.fixture(scope="session")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Plan]:
    """Gives the plan of a named scenario, solved once in a run of all workers."""
    folder = shared(tmp_path_factory)
    return lambda name: solve_once(name, folder)


@pytest.fixture(scope="session")
def solved_block(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The JSON file of a block of 8 weeks, solved once in a run of all workers."""
    return solve_block_once(shared(tmp_path_factory))


def shared(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of what is solved once for all workers."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "solved"
    folder.mkdir(exist_ok=True)
    return folder
