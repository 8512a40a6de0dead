"""Files from outside may be anything at all; each is read or refused in plain words."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from solver.reading import read_csv, read_json, read_text, read_yaml
from tests.reading.refusing import refusal

READERS: list[Callable[[Path], object]] = [read_text, read_yaml, read_json, read_csv]


@pytest.mark.parametrize("read", READERS)
def test_a_huge_file_is_refused_unread(tmp_path: Path, read: Callable[[Path], object]) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as handle:
        handle.truncate(50_000_000)
    assert refusal(read, path) == f"{path}: is larger than 2 MB; is it the right file?"


@pytest.mark.parametrize("read", READERS)
def test_a_folder_and_a_missing_file_are_refused(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    assert refusal(read, tmp_path) == f"{tmp_path}: is a folder; name a file"
    gone = tmp_path / "gone"
    assert refusal(read, gone) == f"{gone}: no such file; check the path"
    below = gone.with_name("x" * 300)
    assert "cannot be read" in refusal(read, below)
    assert "cannot be read" in refusal(read, tmp_path / "nul\0byte")


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"days: 4\ntitle: \xff\xfe\n", ", line 2: is not UTF-8 text; save it as UTF-8"),
        ("days: 4".encode("utf-16"), ", line 1: is not UTF-8 text; save it as UTF-8"),
        (b"days: 4\0\n", ": holds a NUL byte, so it is no text file; save it as plain text"),
    ],
)
def test_what_is_no_text_is_refused(
    write: Callable[[bytes], Path], read: Callable[[Path], object], content: bytes, says: str
) -> None:
    path = write(content)
    assert refusal(read, path) == f"{path}{says}"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_locked_file_is_refused(write: Callable[[str], Path]) -> None:
    path = write("days: 4")
    path.chmod(0)
    assert "cannot be read" in refusal(read_text, path)


def test_a_byte_order_mark_is_no_content(write: Callable[[bytes], Path]) -> None:
    assert read_yaml(write(b"\xef\xbb\xbfdays: 4\n")).content == {"days": 4}
