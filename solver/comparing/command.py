"""The command ``evenset compare``: scenarios and plans side by side."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver.errors import InputError
from solver.options import CATALOGUE, OUTPUT, check_spares_input, format_option

if TYPE_CHECKING:
    from solver.comparing.changes import PlanDifference
    from solver.comparing.comparison import Comparison
    from solver.comparing.ready import Named


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--vary",
    multiple=True,
    metavar="FIELD=VALUES",
    help="Vary one field: days=2..6, minutes=30,45, equipment=bands,+bench.",
)
@click.option(
    "--change",
    "changes",
    multiple=True,
    metavar="FIELD=VALUE",
    help="A further week with this changed, as days=4 or equipment=+barbell.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Change this in every scenario, as split=full_body.",
)
@click.option("--buy", is_flag=True, help="Which single piece of equipment improves the week most?")
@click.option(
    "--at-most",
    type=click.IntRange(1, 60),
    default=None,
    metavar="N",
    help="Pieces that --buy tries, the most promising first (8).",
)
@click.option("--more-time", is_flag=True, help="15 minutes more a session, or one more day?")
@click.option(
    "--time-limit",
    type=click.FloatRange(0, 86_400, min_open=True),
    metavar="S",
    help="Seconds for each week, instead of the scenarios' own.",
)
@CATALOGUE
@click.option(
    "--plot",
    "chart",
    type=click.Path(path_type=Path),
    metavar="FILE.svg",
    help="Draw score and guardrails too.",
)
@format_option("table", "json", "csv", "markdown")
@OUTPUT
def compare(
    files: tuple[Path, ...],
    vary: tuple[str, ...],
    changes: tuple[str, ...],
    settings: tuple[str, ...],
    buy: bool,
    at_most: int | None,
    more_time: bool,
    time_limit: float | None,
    catalogue_file: Path | None,
    chart: Path | None,
    form: str,
    output: Path | None,
) -> None:
    """Put scenarios (YAML), plans and blocks (JSON) side by side; scenarios are solved.

    With --vary, --change, --buy or --more-time: one file, or none for the default scenario, and
    what changes in it. Two plans, or weeks A and B of a block, are also compared exercise by
    exercise.
    """
    from solver.catalogue import load_catalogue  # noqa: PLC0415 - imports that cost are late
    from solver.comparing.compare import compare as compare_weeks  # noqa: PLC0415
    from solver.comparing.ready import AT_MOST  # noqa: PLC0415
    from solver.comparing.varying import parse_change  # noqa: PLC0415

    if len(vary) > 1:
        raise InputError("--vary: one field at a time; run compare once for each")
    if at_most is not None and not buy:
        raise InputError("--at-most: belongs to --buy; add it, or leave --at-most out")
    made = [parse_change(text) for text in changes]
    starts = _read(files, settings, alone=bool(vary or made or buy or more_time))
    _check_output(output, chart)
    line = _Line()
    try:
        found = compare_weeks(
            {start.name: start.plan or start.scenario for start in starts},
            vary=vary[0] if vary else None,
            changes=dict(made) or None,
            buy=buy,
            more_time=more_time,
            at_most=at_most or AT_MOST,
            time_limit=time_limit,
            catalogue=load_catalogue(catalogue_file),
            progress=line.show,
        )
    finally:
        line.clear()
    difference = None
    if len(starts) == len(found.rows) == 2 and all(start.plan for start in starts):
        difference = found.difference(*(row.name for row in found.rows))
    _write(_as(found, difference, form, colour=_colour(output)), output)
    if chart is not None:
        found.plot().save(chart)
    if found.best is None:
        raise _NoneOfThemError(max(row.exit_code for row in found.rows))


class _NoneOfThemError(InputError):
    """No scenario has a week; the exit code is that of what went wrong."""

    def __init__(self, code: int) -> None:
        super().__init__("none of the scenarios has a week; the table says why")
        self.exit_code = code


def _read(files: tuple[Path, ...], settings: tuple[str, ...], *, alone: bool) -> list[Named]:
    """Return what is compared, with the fields of ``--set``."""
    from solver.comparing.inputs import left_out, read, unique  # noqa: PLC0415
    from solver.comparing.ready import Named  # noqa: PLC0415
    from solver.comparing.varying import changed, parse_change  # noqa: PLC0415
    from solver.scenario import Scenario  # noqa: PLC0415

    paths, expected = left_out(files)
    if expected:
        names = ", ".join(path.name for path in expected[:3])
        more = f" and {len(expected) - 3} more" if len(expected) > 3 else ""
        click.echo(f"left out, for they say what scenarios must show: {names}{more}", err=True)
    starts = [start for path in paths for start in read(path)]
    if not starts and alone:
        starts = [Named("default", Scenario())]
    if len(starts) < 2 and not alone:
        raise InputError(
            "compare: needs two or more scenarios or plans; or one, or none for the default, with "
            "--vary days=2..6, --change equipment=+barbell, --buy or --more-time"
        )
    fields: dict[str, Any] = {}
    for text in settings:
        fields |= parse_change(text, "--set")[1]
    if not fields:
        return unique(starts)
    if ready := next((start for start in starts if start.plan), None):
        raise InputError(
            f"--set: {ready.name} is a plan, which is as it is; compare its scenario instead"
        )
    return unique([Named(start.name, changed(start.scenario, fields)) for start in starts])


def _check_output(output: Path | None, chart: Path | None) -> None:
    from solver.writing import check_printable, check_writable  # noqa: PLC0415

    if chart is not None:
        from solver.comparing.plotting import check_chart  # noqa: PLC0415

        check_chart(chart)
        if output is not None and output.resolve() == chart.resolve():
            raise InputError(f"{chart}: is named by both -o and --plot; name two files")
    check_spares_input(chart)
    check_spares_input(output)
    if output is None:
        check_printable()
    else:
        check_writable(output)


def _as(
    comparison: Comparison, difference: PlanDifference | None, form: str, *, colour: bool
) -> str:
    from solver.comparing import data  # noqa: PLC0415
    from solver.comparing.sheet import Sheet, sheet_markdown, sheet_text  # noqa: PLC0415
    from solver.comparing.tables import comparison_sheet, difference_sheet  # noqa: PLC0415

    if form == "json":
        return data.comparison_json(comparison, difference)
    if form == "csv":
        return data.difference_csv(difference) if difference else comparison.to_csv()
    sheet = comparison_sheet(comparison)
    if difference:
        changes = difference_sheet(difference)
        sheet = Sheet(
            sheet.heading,
            (*sheet.lines, *changes.lines),
            (*changes.tables, *sheet.tables),
            (*changes.lists, *sheet.lists),
        )
    if form == "markdown":
        return sheet_markdown(sheet)
    width = max(72, min(shutil.get_terminal_size((100, 24)).columns, 120))
    return sheet_text(sheet, width=width, colour=colour)


def _colour(output: Path | None) -> bool:
    import os  # noqa: PLC0415

    terminal = sys.stdout is not None and sys.stdout.isatty()
    return output is None and terminal and "NO_COLOR" not in os.environ


def _write(text: str, output: Path | None) -> None:
    from solver.writing import print_text, write_text  # noqa: PLC0415

    text = text.rstrip("\n") + "\n"
    if output is None:
        print_text(text)
    else:
        write_text(output, text)


class _Line:
    """One line on the terminal's standard error: which week, which tier. Silent elsewhere."""

    def __init__(self) -> None:
        self._alive = sys.stderr is not None and sys.stderr.isatty()
        self._last = ""

    def show(self, text: str) -> None:
        """Show what is under way."""
        from solver.report.wording import clean  # noqa: PLC0415

        if self._alive and text != self._last:
            width = shutil.get_terminal_size((100, 24)).columns
            sys.stderr.write(f"\r\x1b[2K{clean(text)[: width - 1]}")
            sys.stderr.flush()
            self._last = text

    def clear(self) -> None:
        """Take the line away."""
        if self._alive and self._last:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
