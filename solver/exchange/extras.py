"""Packages that only some formats need."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from solver.errors import InputError


def extra(module: str, name: str, what: str) -> Any:
    """Import a module of an optional package.

    Args:
        module: what to import.
        name: the extra of ours that brings the package.
        what: what it is needed for.

    Raises:
        InputError: it is not installed; the message says how to get it.

    """
    try:
        return import_module(module)
    except ImportError as error:
        raise InputError(
            f"--to {what}: needs the package {module.partition('.')[0]}; "
            f"install it with `pip install 'evenset[{name}]'`"
        ) from error
