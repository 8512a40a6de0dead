"""What the pictures and the HTML report need beyond the core, imported late."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from solver.errors import InputError


def need(module: str) -> Any:
    """Import a package of the extra ``report``.

    Raises:
        InputError: it is not installed; the message says what to install.

    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != module.partition(".")[0]:
            raise  # what is missing is another's
        raise InputError(
            f"report: needs the package {error.name}; install it with `pip install evenset[report]`"
        ) from error
