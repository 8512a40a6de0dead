"""Where the packaged data lies: inside the wheel, or beside the source in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).parent / "_data"
_CHECKOUT = Path(__file__).parent.parent / "data"

DATA = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
"""The folder of data/README.md."""
