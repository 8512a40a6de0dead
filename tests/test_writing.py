"""Files are written whole or not at all, where they are meant to be."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from solver.errors import InputError
from solver.writing import check_writable, write_text


def test_a_file_is_written_and_replaced_with_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    check_writable(path)
    assert list(tmp_path.iterdir()) == []
    write_text(path, "one\n")
    path.chmod(0o640)
    check_writable(path)
    write_text(path, "two\n")
    assert path.read_text() == "two\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("there", [True, False])
def test_a_symbolic_link_stays_and_its_target_is_written(tmp_path: Path, there: bool) -> None:
    (tmp_path / "other").mkdir()
    target, link = tmp_path / "other" / "plan.json", tmp_path / "link"
    if there:
        target.write_text("old")
    link.symlink_to(target)
    check_writable(link)
    write_text(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert not target.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "other"]


def test_a_pipe_takes_the_text(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    check_writable(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    write_text(pipe, "whole")
    reader.join(timeout=10)
    assert read == ["whole"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("function", [check_writable, lambda path: write_text(path, "x")])
def test_what_cannot_be_written_is_refused(tmp_path: Path, function: object) -> None:
    assert callable(function)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for path, says in (
        (tmp_path, "is a folder; name a file"),
        (tmp_path / "no" / "plan.json", "folder"),
        (tmp_path / ("x" * 300), "cannot be written"),
        (loop, "cannot be written"),
    ):
        with pytest.raises(InputError, match=says):
            function(path)
    assert list(tmp_path.iterdir()) == [loop]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("mine", encoding="utf-8")
    path.chmod(0o444)
    for refuse in (check_writable, lambda each: write_text(each, "x")):
        with pytest.raises(InputError, match="may not be written"):
            refuse(path)
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_locked_folder_is_refused_before_the_work(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="cannot be written"):
        check_writable(tmp_path / "plan.json")
    tmp_path.chmod(0o700)
