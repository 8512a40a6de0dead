"""The command ``evenset batch``: a table of athletes in, a folder of plans out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver.errors import InputError
from solver.options import check_alone

if TYPE_CHECKING:
    from solver.batch.run import BatchResult


@click.command()
@click.argument("athletes", type=click.Path(path_type=Path), required=False)
@click.option(
    "--weeks", type=int, metavar="N", help="A block of N weeks each, 8 to 12, not one week."
)
@click.option(
    "--time-limit",
    type=float,
    metavar="S",
    help="Seconds for an athlete whose row names none; 60 if left out.",
)
@click.option("--out", type=click.Path(), metavar="DIR", help="Where results go.")
@click.option(
    "--engine",
    type=click.Choice(["processes", "dask"]),
    default="processes",
    show_default=True,
    help="This machine, or a Dask cluster.",
)
@click.option("--processes", type=int, metavar="N", help="How many; one a processor if left out.")
@click.option("--scheduler", metavar="tcp://…", help="The address of the Dask scheduler.")
@click.option("--template", is_flag=True, help="Print an example of a table, and end.")
def batch(
    athletes: Path | None,
    weeks: int | None,
    time_limit: float | None,
    out: str | None,
    engine: str,
    processes: int | None,
    scheduler: str | None,
    template: bool,
) -> None:
    """Plan for every row of a table: ATHLETES is a CSV file, one row an athlete.

    Results go to --out: a JSON file an athlete, and one table of scores, shortfalls and proof. A
    wrong row is reported and stops no other. However a run ends, the same command goes on where
    it stood.
    """
    if template:
        check_alone("template", "prints an example of a table and plans nothing")
        from solver.batch.athletes import template as example  # noqa: PLC0415 - late: costs
        from solver.writing import print_text  # noqa: PLC0415

        print_text(example())
        return
    if athletes is None:
        raise InputError("batch: name a CSV file; evenset batch --template prints an example")
    if not out:  # also --out "$FOLDER" where that is empty, which a path takes for this folder
        raise InputError("--out: name the folder for the results, as --out runs/may")
    from solver.batch.run import run_batch  # noqa: PLC0415

    bar = ProgressBar()
    try:
        result = run_batch(
            athletes,
            out,
            weeks=weeks,
            time_limit=time_limit,
            engine=engine,
            processes=processes,
            scheduler=scheduler,
            advance=bar.advance,
        )
    except KeyboardInterrupt:
        bar.close()
        done = f"{bar.done} of {bar.total} athletes are done and" if bar.total else "all done is"
        click.echo(f"evenset: {done} kept; the same command goes on from there", err=True)
        raise
    finally:
        bar.close()
    _report(athletes, result)
    click.get_current_context().exit(result.exit_code)


def _report(athletes: Path, result: BatchResult) -> None:
    """Print the summary; what went wrong goes to standard error, a short line for each row."""
    from solver.batch.problems import PROBLEMS_NAME, WORDS, short_message  # noqa: PLC0415
    from solver.batch.table import CSV_NAME, PARQUET_NAME  # noqa: PLC0415
    from solver.plan import DISCLAIMER  # noqa: PLC0415
    from solver.report.wording import clean  # noqa: PLC0415
    from solver.writing import print_text  # noqa: PLC0415

    for entry in result.troubles:
        named = f" ({entry.athlete.id})" if entry.athlete.id else ""
        place = f"{athletes}, row {entry.athlete.row}{named}"
        click.echo(f"{place}: {clean(short_message(entry))}", err=True)
    untold = sum(result.counts.values()) - result.counts.get("planned", 0) - len(result.troubles)
    if untold:
        click.echo(f"and {untold} more: {result.folder / CSV_NAME} has all of them", err=True)
    if result.troubles:
        click.echo(
            f"why in full, and what would mend it: {result.folder / PROBLEMS_NAME}", err=True
        )
    if result.others:
        names = ", ".join(result.remarks.old)
        more = ", …" if result.others > len(result.remarks.old) else ""
        click.echo(
            f"{result.others} file(s) in {result.folder} are of athletes that are not in the table "
            f"any more, or whose row is wrong now; they stay: {names}{more}",
            err=True,
        )
    if not result.parquet:
        click.echo(
            f"{PARQUET_NAME} was not written: pip install 'evenset[batch]', then the same command "
            "adds it",
            err=True,
        )
    total = sum(result.counts.values())
    parts = [f"{result.counts[key]} {word}" for key, word in WORDS.items() if key in result.counts]
    lines = [f"{total} athlete{'' if total == 1 else 's'}: {', '.join(parts)}"]
    lines += _remarks(result)
    print_text("\n".join([*lines, f"Results: {result.folder / CSV_NAME}", DISCLAIMER]) + "\n")


def _remarks(result: BatchResult) -> Iterator[str]:
    """Yield what stands out in the plans, and how to hand one out."""
    found, plans = result.remarks, result.counts.get("planned", 0)
    if found.broken:
        yield f"{found.broken} of {plans} plans break guardrails (column shortfalls)"
    if found.cut_off:
        yield (
            f"{found.cut_off} of {plans} plans were cut off by their time limit; a larger "
            "time_limit may find better ones (column time_limit)"
        )
    if found.file:
        page = f"{found.file.removesuffix('.json')}.html"
        yield f"A page to hand out: evenset report {result.folder / found.file} -o {page}"


class ProgressBar:
    """A bar on the terminal's standard error, with rate and time left. Silent elsewhere."""

    def __init__(self) -> None:
        self.done = self.total = 0
        self._alive = sys.stderr.isatty()
        self._bar: Any = None
        self._task: Any = None
        self._reading = False

    def advance(self, done: int, total: int) -> None:
        """Show how far the work is; with a total of 0, how many rows were read."""
        self.done, self.total = done, total
        if not self._alive:
            return
        if not total:
            self._reading = True
            click.echo(f"\rreading the table: {done} rows", nl=False, err=True)
            return
        if self._bar is None:
            self.close()
            self._open(done, total)
        task = self._bar.tasks[0]
        speed = task.speed  # of what this run does: what was done before took it no time
        rate = f"{speed * 60:.3g} a minute" if speed else ""
        self._bar.update(self._task, completed=done, total=total, rate=rate)

    def _open(self, done: int, total: int) -> None:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self._bar = Progress(
            TextColumn("athletes"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("left (Ctrl-C: stop, go on later)"),
            console=Console(stderr=True),
            transient=True,
            # Weeks take seconds, blocks minutes: a rate over half a minute would jump about.
            speed_estimate_period=600,
        )
        self._bar.start()
        self._task = self._bar.add_task("", total=total, completed=done, rate="")

    def close(self) -> None:
        """Take away what is shown."""
        if self._reading:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._reading = False
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
