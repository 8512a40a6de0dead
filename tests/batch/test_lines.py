"""Hostile tables: each line is its own row, and a broken one spoils no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.batch import lines
from solver.batch.lines import read_lines
from solver.errors import InputError


def read(tmp_path: Path, content: bytes) -> list[lines.Line]:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    return list(read_lines(path))


@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_cells_of_every_spreadsheet(tmp_path: Path, delimiter: bytes, end: bytes) -> None:
    rows = [[b"\xef\xbb\xbfid", b"days"], [b"a", b' "mon:60,tue" '.strip()], [b"b", b" 3 "]]
    found = read(tmp_path, b"".join(delimiter.join(row) + end for row in rows))
    assert [(line.number, line.cells) for line in found] == [
        (1, ("id", "days")),
        (2, ("a", "mon:60,tue")),
        (3, ("b", "3")),
    ]


def test_a_broken_line_spoils_no_other(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        b'id,days\na,"3\nb,3\n\n,\nc,\xff\nd,\0\ne,' + b"x" * 30_000 + b"\nf,4\ng,a\rb",
    )
    assert [line.number for line in found] == [1, 2, 3, 6, 7, 8, 9, 10]
    faults = {line.number: line.fault for line in found if line.fault}
    assert list(faults) == [2, 6, 7, 8]
    assert "close each quote on its own line" in faults[2]
    assert "not UTF-8" in faults[6]
    assert "NUL" in faults[7]
    assert "longer than 20000 bytes" in faults[8]
    assert found[-2].cells == ("f", "4")
    assert found[-1].cells == ("g", "a b")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "has no header"),
        (b"\n", "has no header"),
        (b"\xff\xfei\0d\0", "NUL"),
        (b"\xff\xfe", "not UTF-8"),
        (b'"id,days\n', "row 1: broken CSV"),
        (b"id,days\ra,3\rb,4\r", "row 1: holds a line break that ends no row"),
        (b"x" * 30_000, "row 1: the header is longer"),
    ],
)
def test_a_header_that_cannot_be_read(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read(tmp_path, content)


def test_a_table_that_is_written_to_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("id\na\nb\n")
    rows = read_lines(path)
    assert next(rows).cells == ("id",)
    with path.open("a") as handle:
        handle.write("c\n")
    with pytest.raises(InputError, match="was changed while it was read; give the same command"):
        list(rows)


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(read_lines(tmp_path / "none.csv"))
    with pytest.raises(InputError, match="is a folder"):
        list(read_lines(tmp_path))


@pytest.mark.parametrize("content", [b"id\n" + b"a\n" * 60, b"id\n" + b"a" * 100])
def test_a_table_without_end(
    tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "MAX_BYTES", 80)
    monkeypatch.setattr(lines, "MAX_LINE", 10)
    with pytest.raises(InputError, match="is larger than"):
        read(tmp_path, content)


@given(content=st.binary(max_size=300))
def test_no_bytes_are_a_defect(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"id,days\n" + content)
    found = list(read_lines(path))
    assert [line.number for line in found] == sorted({line.number for line in found})
    assert len(found) <= content.count(b"\n") + 2


@pytest.mark.parametrize(
    "content",
    [b"id;days\na;3\n", b"id\tdays\na\t3\n", b"\xef\xbb\xbfsep=;\r\nid;days\r\na;3\r\n"],
)
def test_what_stands_between_cells_is_found(tmp_path: Path, content: bytes) -> None:
    assert [line.cells for line in read(tmp_path, content)] == [("id", "days"), ("a", "3")]


def test_a_line_that_a_spreadsheet_does_not_show_is_no_row(tmp_path: Path) -> None:
    found = read(tmp_path, b"sep=;\nid;days\na;3\nb;4\n")
    assert [line.number for line in found] == [1, 2, 3]


def test_a_header_with_two_signs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="row 1: has as many semicolons as commas"):
        read(tmp_path, b"id;days,minutes\n")
