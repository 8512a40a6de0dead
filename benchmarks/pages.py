"""Figures that stand in pages, between two marks that name them."""

from __future__ import annotations

from pathlib import Path

from solver.writing import write_text

ROOT = Path(__file__).parent.parent


def put(page: Path, name: str, text: str) -> None:
    """Replace what stands between the marks of this name.

    Raises:
        ValueError: the page has no such marks.

    """
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{page}: has no {begin} and {end}")
    write_text(page, f"{before}{begin}\n{text}\n{end}{after}")
