"""Taking away what a run wrote before."""

from __future__ import annotations

from pathlib import Path

from solver.errors import InputError


def remove(path: Path) -> None:
    """Take a file away, if it is there.

    Raises:
        InputError: it cannot be removed, as where it is a folder or nothing may be changed there.

    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"{path}: is out of date and cannot be removed ({error.strerror or error}); move it "
            "away and see that the folder is yours, then give the same command again"
        ) from error
