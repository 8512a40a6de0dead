"""What every picture is: a name, a title, itself in words, and how it is drawn.

Colours are from the palette of Okabe and Ito, which people with any colour vision tell apart; what
a colour says, a hatch and a word say too, so that the pictures are legible in black and white.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from solver.report.extras import need
from solver.report.wording import clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#1a1a1a"
PAPER = "#fefefe"
FAINT = "#9a9a9a"
"""Lines and words, the ground, what stands back. The HTML page swaps them in the dark."""

BLACK, WHITE = "#1a1a1b", "#fefefd"
"""What stays as it is in the dark: lines on a coloured ground, and a white that means something."""

GOOD, WARN, BAD = "#56b4e9", "#e69f00", "#d55e00"
"""Within the band, outside it, beyond a guardrail."""

HATCHES = {GOOD: "", WARN: "////", BAD: "xxxx"}
"""What the colours say, said without colour."""

WIDTH = 5.0
"""Inches: narrow, so that words stay legible on a phone."""

THEMED = {INK: "var(--ink)", PAPER: "var(--paper)", FAINT: "var(--faint)"}

DPI = 200

STYLE = {
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": PAPER,
    "axes.facecolor": "none",
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "hatch.color": BLACK,
    "hatch.linewidth": 0.7,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "none",
    "svg.hashsalt": "evenset",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": INK,
    "ytick.color": INK,
}
"""Whatever style a notebook has set, the pictures look the same."""


@dataclass(frozen=True)
class Picture:
    """A picture that is drawn when it is asked for.

    Attributes:
        name: what a file of it is called.
        title: a few words above it.
        words: what it shows, for those who do not see it.
        draw: makes the figure; call :meth:`figure`.
        vector: makes the SVG where that is not drawn by the plotting library.

    """

    name: str
    title: str
    words: str
    draw: Callable[[], Figure]
    vector: Callable[[], str] | None = None

    def figure(self) -> Figure:
        """Return a matplotlib figure, new each time.

        Raises:
            InputError: matplotlib is not installed.

        """
        with _style():
            return self.draw()

    def named(self, name: str) -> Picture:
        """Return the same picture under another name."""
        return replace(self, name=name)

    def svg(self) -> str:
        """Return an SVG file: equal bytes for an equal picture.

        Raises:
            InputError: matplotlib is not installed.

        """
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{self._element()}\n'

    def png(self) -> bytes:
        """Return a PNG file, 1000 points wide.

        Raises:
            InputError: matplotlib is not installed.

        """
        with _style():
            return self._save("png", {"Software": None, "Description": self._described()})

    def inline(self) -> str:
        """Return an ``svg`` element to stand in a page that sets its colours.

        The page sets ``--ink``, ``--paper`` and ``--faint``. Ids begin with the picture's name.
        """
        text = re.sub(r"<style.*?</style>\s*", "", self._element(), flags=re.DOTALL)
        for plain, themed in THEMED.items():
            text = text.replace(plain, themed)
        names = set(re.findall(r'\bid="([^"]+)"', text))
        used = set(re.findall(r"#([\w.:-]+)", text))
        for name in sorted(names - used):
            text = text.replace(f' id="{name}"', "")
        for name in sorted(names & used, key=len, reverse=True):
            text = re.sub(rf'(id="|#)({re.escape(name)})(?=[")])', rf"\g<1>{self.name}-\g<2>", text)
        return text

    def _repr_svg_(self) -> str:
        """Show itself in a notebook."""
        return self._element()

    def _element(self) -> str:
        """Return the ``svg`` element with its title and words."""
        if self.vector is not None:
            text = self.vector()
        else:
            with _style():
                empty = dict.fromkeys(("Date", "Creator", "Format", "Type"))
                text = self._save("svg", empty).decode("utf-8")
        text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, count=1, flags=re.DOTALL)
        found = re.search(r"<svg ([^>]*)>", text, flags=re.DOTALL)
        if found is None:
            raise AssertionError(f"{self.name}: no SVG was drawn")
        given = " ".join(
            f'{name}="{value}"'
            for name, value in re.findall(r'([\w:]+)="([^"]*)"', found[1])
            if name not in ("role", "version")
        )
        label = f"<title>{escape(self.title)}</title>\n<desc>{escape(self.words)}</desc>"
        rest = "\n".join(line.rstrip() for line in text[found.end() :].strip().splitlines())
        return f'<svg {given} role="img">\n{label}\n{rest}'

    def _described(self) -> str:
        return f"{self.title}. {self.words}".encode("latin-1", "replace").decode("latin-1")

    def _save(self, form: str, metadata: dict[str, str | None]) -> bytes:
        buffer = io.BytesIO()
        figure = self.draw()
        with warnings.catch_warnings():
            # A name in a script that the font lacks: its place is kept, the words hold it.
            warnings.filterwarnings("ignore", message="Glyph .* missing")
            figure.savefig(buffer, format=form, metadata=metadata, dpi=DPI)
        return buffer.getvalue()


@contextmanager
def _style() -> Iterator[None]:
    style = need("matplotlib.style")
    with style.context(["default", STYLE]):
        yield


def new_figure(height: float) -> Figure:
    """Return an empty figure of our width, outside of any window.

    Args:
        height: in inches.

    """
    figure_of = need("matplotlib.figure").Figure
    figure: Figure = figure_of(figsize=(WIDTH, height))
    return figure


def fill(colour: str, **more: Any) -> dict[str, Any]:
    """Return how a bar or a shape of this colour is drawn, hatch and outline included."""
    return {"facecolor": colour, "hatch": HATCHES.get(colour, ""), "edgecolor": BLACK, **more}


def bare(axes: Axes) -> None:
    """Take the frame and the ticks away."""
    axes.set_axis_off()


def short(name: str, length: int = 22) -> str:
    """Return a name as a picture has room for, cut where it is long."""
    text = clean(name.replace("_", " ")).strip()
    return text if len(text) <= length else f"{text[: length - 1]}…"
