"""Blocks of 8 to 12 weeks from two weeks A and B, what follows a block, and moved sessions."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.blocks.audit import BlockReport, audit_block
    from solver.blocks.block import Block, Pair, Week, read_block
    from solver.blocks.make import make_block
    from solver.blocks.pair import solve_pair

_HOMES = {
    "Block": "block",
    "BlockReport": "audit",
    "Pair": "block",
    "Week": "block",
    "audit_block": "audit",
    "make_block": "make",
    "read_block": "block",
    "solve_pair": "pair",
}

__all__ = [
    "Block",
    "BlockReport",
    "Pair",
    "Week",
    "audit_block",
    "make_block",
    "read_block",
    "solve_pair",
]


def __getattr__(name: str) -> Any:
    """Import on first use: most commands need no block."""
    if name in _HOMES:
        globals()[name] = value = getattr(import_module(f"solver.blocks.{_HOMES[name]}"), name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
