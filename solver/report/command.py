"""The command ``evenset report``: a plan, block, audit or comparison as a page and as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from solver.errors import InputError
from solver.options import check_spares_input

if TYPE_CHECKING:
    from solver.report.loading import BlockCheck

NEEDED = ("matplotlib", "jinja2")


def make_report(check: BlockCheck) -> click.Command:
    """Return the command ``report``; ``check`` audits a block and returns the verdict as JSON."""

    @click.command()
    @click.argument("plan", type=click.Path(path_type=Path))
    @click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The HTML file to write.",
    )
    @click.option(
        "--pictures",
        "folder",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Write each picture to a file in this folder too; made if need be.",
    )
    @click.option(
        "--picture-format",
        "form",
        type=click.Choice(("svg", "png")),
        default="svg",
        show_default=True,
        help="Form of the pictures' files.",
    )
    @click.option(
        "--catalogue",
        "catalogue_file",
        type=click.Path(path_type=Path),
        help="The catalogue that the plan was made with, where it was one of your own.",
    )
    def report(
        plan: Path, output: Path | None, folder: Path | None, form: str, catalogue_file: Path | None
    ) -> None:
        """Show a PLAN (JSON) as one HTML page: to read, on a phone too, and to print on A4.

        A block, an audit (evenset audit --format json) and a comparison are shown as well. The page
        needs nothing else and no network. Without -o or --pictures it goes to standard output.
        """
        _write(plan, output, folder, form, catalogue_file, check)

    return report


def _write(
    plan: Path,
    output: Path | None,
    folder: Path | None,
    form: str,
    catalogue_file: Path | None,
    check: BlockCheck,
) -> None:
    from solver.catalogue import load_catalogue  # noqa: PLC0415 - imports that cost are late
    from solver.report import html  # noqa: PLC0415
    from solver.report.extras import need  # noqa: PLC0415
    from solver.report.loading import BlockAuditFile, ComparisonFile, read_reportable  # noqa: PLC0415
    from solver.writing import check_printable, check_writable, print_text, write_bytes, write_text  # noqa: PLC0415  # noqa: PLC0415

    for name in NEEDED:
        need(name)
    if output is not None:
        if not output.name:
            raise InputError("-o: takes the name of a file, not nothing")
        check_spares_input(output)
        check_writable(output)
    elif folder is None:
        check_printable()
    content = read_reportable(plan, load_catalogue(catalogue_file), check)
    if folder is not None and isinstance(content, ComparisonFile | BlockAuditFile):
        raise InputError("--pictures: of tables alone there are none; leave --pictures out")
    # All is made before anything is written.
    page = html.report_html(content) if output is not None or folder is None else ""
    files = {}
    if folder is not None:
        for picture in html.all_pictures(content):
            made = picture.svg().encode("utf-8") if form == "svg" else picture.png()
            files[folder / f"{picture.name}.{form}"] = made
        _make_folder(folder)
        for path in files:
            check_writable(path)
    if output is not None:
        write_text(output, page)
    elif folder is None:
        print_text(page)
    for path, made in files.items():
        write_bytes(path, made)


def _make_folder(folder: Path) -> None:
    """Make the folder of the pictures; what it stands in must be there.

    Raises:
        InputError: it is a file, or cannot be made.

    """
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError as error:
        raise InputError(f"{folder}: is a file; name a folder") from error
    except FileNotFoundError as error:
        raise InputError(
            f"{folder}: there is no folder {folder.parent}; make it, or name another"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{folder}: cannot be made ({reason}); name another folder") from error
