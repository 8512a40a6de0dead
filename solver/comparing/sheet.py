"""A sheet of tables and notes, drawn for a terminal, as Markdown, or as HTML for Jupyter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape

from solver.plan import DISCLAIMER
from solver.report.markdown import escape as escape_markdown
from solver.report.markdown import paragraph
from solver.report.markdown import table as markdown_table
from solver.report.page import BAD, GOOD, QUIET, STRONG, Page
from solver.report.wording import clean


class Mark(StrEnum):
    """What is worth seeing in a cell: higher or lower than the first, good or bad."""

    NONE = ""
    UP = "▲"
    DOWN = "▼"
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True)
class Cell:
    """A text, and what is worth seeing in it."""

    text: str
    mark: Mark = Mark.NONE

    def __str__(self) -> str:
        return f"{self.text} {self.mark.value}" if self.mark in (Mark.UP, Mark.DOWN) else self.text


@dataclass(frozen=True)
class Table:
    """A table; where it is too wide, its first column is repeated before each further part."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    right: tuple[int, ...] = ()
    split: bool = False


@dataclass(frozen=True)
class Sheet:
    """What is shown, in order: heading, lines, tables, lists, notes."""

    heading: str
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    lists: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())


_COLOURS = {Mark.UP: STRONG, Mark.DOWN: STRONG, Mark.GOOD: GOOD, Mark.BAD: BAD}


def sheet_text(sheet: Sheet, *, width: int = 100, colour: bool = False) -> str:
    """Return a sheet for reading in a terminal."""
    page = Page(width, colour=colour)
    page.line(sheet.heading, STRONG)
    for line in sheet.lines:
        page.line(line, "" if line is sheet.lines[0] else QUIET)
    for table in sheet.tables:
        page.section(table.title)
        for number, columns in enumerate(_parts(table, page)):
            if number:
                page.line()
            page.table(
                [
                    [(str(row[index]), _COLOURS.get(row[index].mark, "")) for index in columns]
                    for row in table.rows
                ],
                header=[table.header[index] for index in columns],
                right=[place for place, index in enumerate(columns) if index in table.right],
            )
    for title, lines in sheet.lists:
        page.section(title)
        for line in lines:
            page.bullet(line)
    return page.close()


def _parts(table: Table, page: Page) -> Iterator[list[int]]:
    """Yield the columns that fit beside each other, the first in every part."""
    if not table.split:
        yield list(range(len(table.header)))
        return
    widths = [
        max(len(title), *(len(str(row[index])) for row in table.rows)) + page.gap
        for index, title in enumerate(table.header)
    ]
    part, used = [0], widths[0] + 2
    for index in range(1, len(widths)):
        if used + widths[index] > page.width and len(part) > 1:
            yield part
            part, used = [0], widths[0] + 2
        part.append(index)
        used += widths[index]
    yield part


def sheet_markdown(sheet: Sheet) -> str:
    """Return a sheet as Markdown; whatever came from outside is escaped."""
    blocks = [f"# {escape_markdown(sheet.heading)}", *map(paragraph, sheet.lines)]
    for table in sheet.tables:
        rows = [[str(cell) for cell in row] for row in table.rows]
        blocks += [
            f"## {escape_markdown(table.title)}",
            markdown_table(table.header, rows, table.right),
        ]
    for title, lines in sheet.lists:
        blocks += [
            f"## {escape_markdown(title)}",
            "\n".join(f"- {paragraph(line)}" for line in lines),
        ]
    return "\n\n".join([*blocks, "---", paragraph(DISCLAIMER)]) + "\n"


_STYLES = {
    Mark.UP: "background:rgba(46,139,87,.18)",
    Mark.DOWN: "background:rgba(205,133,63,.22)",
    Mark.GOOD: "color:seagreen",
    Mark.BAD: "color:firebrick;font-weight:600",
}


def sheet_html(sheet: Sheet) -> str:
    """Return a sheet as a piece of HTML; whatever came from outside is escaped."""
    parts = [f"<div><h3>{_html(sheet.heading)}</h3>"]
    parts += [f"<p>{_html(line)}</p>" for line in sheet.lines]
    for table in sheet.tables:
        parts.append(f"<h4>{_html(table.title)}</h4><table><thead><tr>")
        parts += [_cell("th", Cell(title), index in table.right)
                  for index, title in enumerate(table.header)]  # fmt: skip
        parts.append("</tr></thead><tbody>")
        parts += [f"<tr>{_row(row, table.right)}</tr>" for row in table.rows]
        parts.append("</tbody></table>")
    for title, lines in sheet.lists:
        parts.append(f"<h4>{_html(title)}</h4><ul>")
        parts += [f"<li>{_html(line)}</li>" for line in lines]
        parts.append("</ul>")
    return "".join([*parts, f"<p><small>{_html(DISCLAIMER)}</small></p></div>"])


def _row(row: Sequence[Cell], right: Sequence[int]) -> str:
    return "".join(_cell("td", cell, index in right) for index, cell in enumerate(row))


def _cell(tag: str, cell: Cell, right: bool) -> str:
    style = f"text-align:{'right' if right else 'left'}"
    if cell.mark in _STYLES:
        style += f";{_STYLES[cell.mark]}"
    return f'<{tag} style="{style}">{_html(str(cell))}</{tag}>'


def _html(text: str) -> str:
    return escape(clean(text))
