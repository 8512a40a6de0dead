"""Writing results: files whole or not at all, and the standard output."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from solver.errors import InputError


def check_writable(path: Path) -> None:
    """Raise InputError if a file cannot be written there; nothing is changed.

    Raises:
        InputError: it is a folder, there is no folder to put it in, or nothing can be written.

    """
    try:
        target = _target(path)
        if target is None:
            if not os.access(path, os.W_OK):
                raise InputError(f"{path}: cannot be written; name a file that is yours")
            return
        if not target.parent.is_dir():
            raise InputError(
                f"{path}: there is no folder {target.parent}; make it, or name another"
            )
        with tempfile.TemporaryFile(dir=target.parent):
            pass
    except (OSError, RuntimeError) as error:
        raise _unwritable(path, error) from error


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file: either the whole text stands there afterwards, or what stood before.

    A symbolic link stays; what it leads to is written. What is no regular file (a pipe, say) takes
    the text as it comes.

    Raises:
        InputError: the path cannot be written.

    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file as :func:`write_text` does.

    Raises:
        InputError: the path cannot be written.

    """
    with new_file(path) as handle:
        handle.write(content)


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file to write piece by piece; it takes its place when all of it is written.

    Raises:
        InputError: the path cannot be written.

    """
    try:
        target = _target(path)
    except (OSError, RuntimeError) as error:  # links in a circle
        raise _unwritable(path, error) from error
    try:
        with path.open("wb") if target is None else _replacing(target) as handle:
            yield handle
    except OSError as error:
        raise _unwritable(path, error) from error


def _target(path: Path) -> Path | None:
    """Return the regular file that is meant, there or not yet; None for a pipe or a device.

    Raises:
        InputError: it is a folder.

    """
    if path.is_dir():
        raise InputError(f"{path}: is a folder; name a file")
    if path.exists() and not path.is_file():
        return None
    if path.exists() and not os.access(path, os.W_OK):
        raise InputError(f"{path}: may not be written; name another file, or allow it (chmod u+w)")
    return path.resolve()


TEMPORARY = ".evenset."
"""How the name begins of a file that is being written."""


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """Write beside the file, then put that in its place."""
    with tempfile.NamedTemporaryFile(
        "wb", dir=path.parent, prefix=TEMPORARY, delete=False
    ) as handle:
        temporary = Path(handle.name)
        try:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
            temporary.chmod(mode)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _unwritable(path: Path, error: Exception) -> InputError:
    return InputError(
        f"{path}: cannot be written ({getattr(error, 'strerror', None) or error}); name a file in "
        "a folder that exists and is yours"
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def check_printable() -> None:
    """Raise InputError if there is no standard output."""
    if sys.stdout is None:
        raise InputError("standard output: is closed; name a file with -o")


def print_text(text: str) -> None:
    """Print to the standard output.

    Raises:
        InputError: it cannot be written; a reader that has gone (``head``) is no fault, but ends
            the program.

    """
    check_printable()
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        mute(sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        mute(sys.stdout.fileno())
        raise InputError(
            f"standard output: cannot be written ({error.strerror or error}); "
            "make room, or name a file with -o"
        ) from error


def mute(stream: int) -> None:
    """Let what is still to be written to a stream go nowhere: the end of the program flushes it."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != stream:
        os.dup2(nowhere, stream)
        os.close(nowhere)
