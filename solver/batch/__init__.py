"""Many athletes from one table, on one machine or many: ``from solver.batch import run_batch``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.batch.run import BatchResult, run_batch

__all__ = ["BatchResult", "run_batch"]


def __getattr__(name: str) -> Any:
    """Import on first use, so that the command line answers at once."""
    if name in __all__:
        return getattr(import_module("solver.batch.run"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
