"""A page of text for a terminal, drawn with rich: with or without colour, of a given width."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from solver.plan import DISCLAIMER
from solver.report.wording import clean

if TYPE_CHECKING:
    from rich.console import RenderableType

Cell = str | tuple[str, str]
"""A text, or a text with its style; leading spaces indent it."""

NARROWEST = 40
ROOMY = 88
"""From this width on tables have all their columns, and two spaces between them."""

GOOD, BAD, QUIET, STRONG, WARN = "green", "red", "dim", "bold", "yellow"


class Page:
    """Collects lines and tables. What it is given is text alone: no markup, no control codes."""

    def __init__(self, width: int, *, colour: bool = False) -> None:
        from rich.console import Console  # noqa: PLC0415 - rich is slow to import

        self.width = max(width, NARROWEST)
        self.roomy = width >= ROOMY
        self._file = StringIO()
        self._console = Console(
            file=self._file,
            width=self.width,
            height=100,
            force_terminal=colour,
            color_system="standard" if colour else None,
            no_color=not colour,
            force_jupyter=False,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )

    @property
    def gap(self) -> int:
        """Spaces between the columns of a table."""
        return 2 if self.roomy else 1

    def room(self, columns: int, indent: int = 2) -> int:
        """Return what so many columns of a table may be wide together."""
        return self.width - indent - self.gap * (columns - 1)

    def line(self, text: str = "", style: str = "", indent: int = 0) -> None:
        """Add a paragraph, wrapped to the width; further lines are indented like the first."""
        from rich.padding import Padding  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        if text:
            self._console.print(Padding(Text(clean(text), style), (0, 0, 0, indent)))
        else:
            self._console.print()

    def bullet(self, text: str) -> None:
        """Add a note with a bullet, further lines hanging under the first."""
        self.table([("-", text)], indent=2, gap=1)

    def section(self, title: str) -> None:
        """Add a blank line and a heading with a rule to the right edge."""
        self.line()
        title = clean(title)
        self.line(f"{title} {'─' * max(self.width - len(title) - 1, 0)}"[: self.width], STRONG)

    def table(
        self,
        rows: Iterable[Sequence[Cell]],
        *,
        header: Sequence[str] = (),
        right: Collection[int] = (),
        fixed: Collection[int] = (),
        widths: Mapping[int, int] | None = None,
        indent: int = 2,
        gap: int | None = None,
    ) -> None:
        """Add a table.

        Args:
            rows: cells, as many in each row.
            header: titles of the columns; without them none are shown.
            right: columns set flush right; they never wrap.
            fixed: further columns that never wrap.
            widths: of columns by number; others are as wide as they need.
            indent: spaces before the table.
            gap: spaces between columns; by the width of the page if not given.

        """
        from rich.padding import Padding  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415

        rows = list(rows)
        if not rows:
            return
        gap = self.gap if gap is None else gap
        table = Table(
            box=None, show_header=bool(header), header_style=QUIET, pad_edge=False,
            padding=(0, gap, 0, 0),
        )  # fmt: skip
        for index in range(len(rows[0])):
            table.add_column(
                header[index] if header else "",
                justify="right" if index in right else "left",
                no_wrap=index in right or index in fixed,
                overflow="fold",
                width=(widths or {}).get(index),
            )
        for row in rows:
            table.add_row(*map(_text, row))
        self._console.print(Padding(table, (0, 0, 0, indent)))

    def close(self) -> str:
        """Add the disclaimer and return the page, without spaces at the ends of its lines."""
        self.line()
        self.line(DISCLAIMER, QUIET)
        lines = self._file.getvalue().split("\n")
        return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def _text(cell: Cell) -> RenderableType:
    """Return a cell ready to draw; its leading spaces indent all of its lines."""
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    words, style = (cell, "") if isinstance(cell, str) else cell
    indent = len(words) - len(words.lstrip(" "))
    text = Text(clean(words.strip()), style)
    return Padding(text, (0, 0, 0, indent)) if indent else text
