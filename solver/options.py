"""Options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from solver.errors import InputError

F = TypeVar("F", bound=Callable[..., Any])

ENDINGS = {".json": "json", ".csv": "csv", ".md": "markdown", ".markdown": "markdown"}
"""The form that the ending of an output file stands for."""


def output_file(text: str) -> Path:
    """Return the path of ``-o``, which an empty word is not."""
    if not text:
        raise InputError("-o: takes the name of a file, not nothing")
    return Path(text)


OUTPUT = click.option(
    "-o",
    "--output",
    type=output_file,
    metavar="PATH",
    is_eager=True,  # known before the form, which may follow from it
    help="Write to a file instead; its ending decides the form: plan.json is JSON.",
)
CATALOGUE = click.option(
    "--catalogue",
    "catalogue_file",
    type=click.Path(path_type=Path),
    help="Exercises of your own, a CSV with the columns of data/exercises.csv.",
)


def format_option(*names: str) -> Callable[[F], F]:
    """Return the option for the form of the output.

    Without it the ending of the output file decides, and else the first name.
    """

    def chosen(context: click.Context, _: click.Parameter, given: str | None) -> str:
        output = context.params.get("output")
        ending = ENDINGS.get(output.suffix.casefold(), "") if output else ""
        return given or (ending if ending in names else names[0])

    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        callback=chosen,
        help=f"Form of the output; {names[0]} where neither this nor the file's ending says.",
    )
