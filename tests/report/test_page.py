from __future__ import annotations

import pytest

from solver.report.page import Page


def body(page: Page) -> list[str]:
    return page.close().split("\n\nBalance is a preference")[0].split("\n")


def test_markup_and_control_codes_are_mere_text() -> None:
    page = Page(60)
    page.line("[red]:smile:\x1b[2J")
    page.table([("[bold]x[/bold]", "y")])
    assert body(page) == ["[red]:smile:�[2J", "  [bold]x[/bold] y"]


def test_leading_spaces_indent_every_line_of_a_cell() -> None:
    page = Page(40)
    page.table([("    " + "word " * 12,)], indent=0)
    assert all(line.startswith("    word") for line in body(page))
    assert len(body(page)) == 2


def test_right_columns_are_flush() -> None:
    page = Page(60)
    page.table([("a", "1"), ("b", "10")], header=("n", "sum"), right=(1,), indent=0)
    assert body(page) == ["n sum", "a   1", "b  10"]


def test_a_section_reaches_the_edge() -> None:
    page = Page(50)
    page.section("Title")
    assert body(page)[-1] == "Title " + "─" * 44


def test_an_empty_table_is_nothing() -> None:
    page = Page(50)
    page.line("x")
    page.table([], header=("a",))
    assert body(page) == ["x"]


@pytest.mark.parametrize("colour", [False, True])
def test_colour_is_only_where_it_is_asked_for(
    colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "33")
    page = Page(90, colour=colour)
    page.table([(("x", "red"), "wide " * 16)], indent=0)
    text = page.close()
    assert ("\x1b[31m" in text) is colour
    assert "wide " * 15 in text
