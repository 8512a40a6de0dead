"""Options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from solver.errors import InputError

F = TypeVar("F", bound=Callable[..., Any])

ENDINGS = {".json": "json", ".csv": "csv", ".md": "markdown", ".markdown": "markdown"}
"""The form that the ending of an output file stands for."""

OTHERS = {
    ".html": "evenset report FILE.json -o {}",
    ".htm": "evenset report FILE.json -o {}",
    ".xlsx": "evenset export FILE.json --to xlsx -o {}",
    ".ics": "evenset export FILE.json --to ics -o {}",
}
"""Endings of what another command makes of a result saved as JSON, and how."""


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


def check_alone(name: str, does: str, *beside: str) -> None:
    """Refuse whatever stands on the command line beside an option that it has no part in.

    Args:
        name: of the option, as the command's function calls it.
        does: what it does, for the message.
        beside: what else may stand there.

    Raises:
        InputError: something else stands there; names both.

    """
    context = click.get_current_context()
    others = [
        param.human_readable_name if isinstance(param, click.Argument) else max(param.opts, key=len)
        for param in context.command.params
        if param.name not in (name, *beside)
        and context.get_parameter_source(str(param.name)) is ParameterSource.COMMANDLINE
    ]
    if others:
        raise InputError(
            f"--{name.replace('_', '-')}: does not go with {' and '.join(others)}; it {does}, so "
            "leave out one or the other"
        )


WRITTEN = ("output", "chart", "folder")
"""Parameters that name what a command writes; other paths are read."""


def check_spares_input(output: Path | None) -> None:
    """Refuse an output that is one of the files which the running command reads.

    Raises:
        InputError: it would be written over; names the file.

    """
    context = click.get_current_context(silent=True)
    if output is None or context is None:
        return
    for name, value in context.params.items():
        for each in value if isinstance(value, tuple) else (value,):
            if name not in WRITTEN and isinstance(each, Path) and _are_one(each, output):
                raise InputError(f"{output}: would be written over what is read; name another file")


def _are_one(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):  # one of them is not there
        return False


def format_option(*names: str) -> Callable[[F], F]:
    """Return the option for the form of the output.

    Without it the ending of the output file decides, and else the first name. Endings of what
    another command makes are refused.
    """

    def chosen(context: click.Context, _: click.Parameter, given: str | None) -> str:
        output = context.params.get("output")
        if output and not given and (other := OTHERS.get(output.suffix.casefold())):
            raise InputError(
                f"-o {output}: this command writes no {output.suffix}; save it as JSON "
                f"(-o FILE.json), then {other.format(output)}"
            )
        ending = ENDINGS.get(output.suffix.casefold(), "") if output else ""
        return given or (ending if ending in names else names[0])

    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        callback=chosen,
        help=f"Form of the output; {names[0]} where neither this nor the file's ending says.",
    )
