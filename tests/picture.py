"""Draws the README's picture from a real run: `python tests/picture.py`."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

from solver import load_scenario, solve
from solver.report import plan_text

ROOT = Path(__file__).parent.parent
SHOWN = "Hard sets a week, by muscle ─"


def main() -> None:
    """Plan the default week and save the first part of its page as SVG."""
    plan = solve(load_scenario(ROOT / "scenarios" / "four_days_full_gym.yaml"))
    text = plan_text(plan, width=100, colour=True)
    console = Console(record=True, width=102, file=io.StringIO(), force_terminal=True)
    shown = Text.from_ansi(text)
    end = shown.plain.find(SHOWN)
    console.print(shown[:end] if end > 0 else shown)
    svg = console.export_svg(title="evenset solve")
    # The picture must not fetch a font from anywhere: any fixed-width one will do.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    (ROOT / "docs" / "first-plan.svg").write_text(svg.replace("Fira Code,", ""), encoding="utf-8")


if __name__ == "__main__":
    main()
