"""What the command line lends the commands of this package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

FILE = click.Path(path_type=Path)


@dataclass(frozen=True)
class Shell:
    """What the command line lends its commands: flags, files, the terminal."""

    scenario_options: Callable[[Any], Any]
    read_flag: Callable[[str, str], Any]
    check_output: Callable[[Path | None], None]
    write: Callable[[str, Path | None], None]
    width: Callable[[], int]
    colour: Callable[[Path | None], bool]
    progress: Callable[[], Any]
