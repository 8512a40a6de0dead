"""What several tests share."""

from __future__ import annotations

import pytest

from solver.catalogue import Catalogue, load_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The standard catalogue."""
    return load_catalogue()
