"""The command ``evenset export``: a plan or block in another format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from solver.errors import InputError, shown
from solver.options import check_spares_input

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, time

    from solver.catalogue import Catalogue
    from solver.exchange.training import Training

FORMATS = ("ics", "xlsx", "csv", "markdown", "liftoscript", "wger", "fit")
DATED = ("ics", "wger", "fit")
"""Formats with dates."""

LAST_YEAR = 2199


def output_path(text: str) -> Path:
    """Return the path of ``-o``, which an empty word is not."""
    if not text:
        raise InputError("-o: takes the name of a file, or for fit of a folder, not nothing")
    return Path(text)


@click.command()
@click.argument("plan", type=click.Path(path_type=Path))
@click.option("--to", "form", required=True, type=click.Choice(FORMATS), help="Format to write.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=output_path,
    metavar="PATH",
    help="File to write; for fit a folder, made if it is not there.",
)
@click.option(
    "--start",
    metavar="YYYY-MM-DD",
    help="Monday of the first week; without it the next Monday from today, so that it changes "
    "from week to week (ics, wger, fit).",
)
@click.option("--at", default="18:00", show_default=True, help="When sessions begin (ics, fit).")
@click.option(
    "--timezone",
    help="Time zone of the events, as Europe/Berlin; without it the local time of the phone (ics).",
)
@click.option(
    "--remind",
    type=click.IntRange(0, 10_080),
    metavar="MINUTES",
    help="Show an alarm so many minutes before each session (ics).",
)
@click.option(
    "--catalogue",
    "catalogue_file",
    type=click.Path(path_type=Path),
    help="Exercises of your own, a CSV with the columns of data/exercises.csv.",
)
def export(
    plan: Path,
    form: str,
    output: Path,
    start: str | None,
    at: str,
    timezone: str | None,
    remind: int | None,
    catalogue_file: Path | None,
) -> None:
    """Carry a PLAN or block (JSON) to a calendar, spreadsheet, app or watch.

    Write the plan with `evenset solve --format json -o plan.json`.
    """
    from solver.catalogue import load_catalogue  # noqa: PLC0415 - imports that cost are late
    from solver.exchange.training import read_training  # noqa: PLC0415

    refuse_idle_options(form, start=start, timezone=timezone, remind=remind)
    begin = first_monday(start)
    clock = time_of_day(at)
    training = read_training(plan)
    known = load_catalogue(catalogue_file)
    if form == "fit":
        from solver.exchange.fit import fit_files  # noqa: PLC0415

        write_files(output, fit_files(training, known, begin, clock))
    else:
        from solver.writing import check_writable, write_bytes  # noqa: PLC0415

        check_spares_input(output)
        check_writable(output)
        write_bytes(output, content(training, form, known, begin, clock, timezone, remind))
    if start is None and form in DATED:
        click.echo(f"Week 1 begins on {begin:%A} {begin}; --start fixes it", err=True)


def content(
    training: Training,
    form: str,
    catalogue: Catalogue,
    start: date,
    at: time,
    zone: str | None = None,
    remind: int | None = None,
) -> bytes:
    """Return the training in a format that is one file."""
    if form == "ics":
        from solver.exchange.ics import ics_bytes  # noqa: PLC0415

        return ics_bytes(training, start, at, zone, remind)
    if form == "xlsx":
        from solver.exchange.excel import excel_bytes  # noqa: PLC0415

        return excel_bytes(training, catalogue)
    return _text(training, form, catalogue, start).encode("utf-8", "replace")


def _text(training: Training, form: str, catalogue: Catalogue, start: date) -> str:
    from solver.exchange import liftoscript, text, wger  # noqa: PLC0415

    writers: dict[str, Callable[[], str]] = {
        "csv": lambda: text.csv_text(training),
        "markdown": lambda: text.markdown_text(training),
        "liftoscript": lambda: liftoscript.liftoscript_text(training, catalogue),
        "wger": lambda: wger.wger_json(training, start),
    }
    return writers[form]()


# ---- options --------------------------------------------------------------------------------


def refuse_idle_options(form: str, **given: object) -> None:
    """Raise InputError for an option that this format does not use."""
    used = {"start": DATED, "timezone": ("ics",), "remind": ("ics",)}
    for name, value in given.items():
        if value is not None and form not in used[name]:
            raise InputError(
                f"--{name}: is for {', '.join(used[name])}; leave it out with --to {form}"
            )


def first_monday(text: str | None) -> date:
    """Return the Monday that is meant; without a text the next one from today.

    Raises:
        InputError: it is no date, or no Monday.

    """
    from datetime import date, timedelta  # noqa: PLC0415

    if text is None:
        today = date.today()
        return today + timedelta(days=7 - today.weekday())
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"--start: {shown(text)} is no date; write one as 2027-01-04") from None
    if not 2000 <= day.year <= LAST_YEAR:
        raise InputError(f"--start: {day} is not between 2000 and {LAST_YEAR}; name a nearer one")
    if day.weekday():
        monday = day - timedelta(days=day.weekday())
        raise InputError(
            f"--start: {day} is a {day:%A}; name the Monday of the first week, as {monday}"
        )
    return day


def time_of_day(text: str) -> time:
    """Return the time of day that is meant.

    Raises:
        InputError: it is none.

    """
    from datetime import time  # noqa: PLC0415

    try:
        hours, minutes = map(int, text.strip().split(":"))
        return time(hours, minutes)
    except ValueError:
        raise InputError(f"--at: {shown(text)} is no time of day; write one as 18:00") from None


# ---- files ----------------------------------------------------------------------------------


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder; where one cannot be written, no new one is left there.

    Raises:
        InputError: the folder cannot be made or written to.

    """
    from solver.writing import check_writable, write_bytes  # noqa: PLC0415

    made = False
    new: list[Path] = []
    try:
        if not folder.exists():
            folder.mkdir()
            made = True
        elif not folder.is_dir():
            raise InputError(f"{folder}: is a file, but a workout is a file each; name a folder")
        for name in files:
            check_writable(folder / name)
        for name, data in files.items():
            path = folder / name
            if not path.exists():
                new.append(path)
            write_bytes(path, data)
    except (OSError, InputError) as error:
        for path in new:
            path.unlink(missing_ok=True)
        if made:
            folder.rmdir()
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"{folder}: cannot be made ({error.strerror or error}); "
            "name a folder inside one that exists and is yours"
        ) from error
