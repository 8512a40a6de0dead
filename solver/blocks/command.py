"""The commands ``evenset block`` and ``evenset replan``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver.errors import InputError
from solver.options import CATALOGUE, OUTPUT, format_option

if TYPE_CHECKING:
    from solver.blocks.block import Block, Pair
    from solver.catalogue import Catalogue
    from solver.plan import Plan, Session
    from solver.scenario import Scenario

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


def make_commands(shell: Shell) -> tuple[click.Command, click.Command]:
    """Return the commands ``block`` and ``replan``."""
    return _block_command(shell), _replan_command(shell)


def _block_command(shell: Shell) -> click.Command:
    @click.command()
    @click.argument("scenario", type=FILE, required=False)
    @click.option("--weeks", type=int, default=12, show_default=True, help="8 to 12.")
    @click.option(
        "--volume",
        type=click.Choice(["flat", "ramp"]),
        default="flat",
        show_default=True,
        help="Sets of every loading week equal, or rising.",
    )
    @click.option("--program", metavar="NAME|FILE", help="Two weeks as written, not solved.")
    @click.option("--week-a", type=FILE, help="A plan (JSON) as week A; with --week-b.")
    @click.option("--week-b", type=FILE, help="A plan (JSON) as week B.")
    @click.option("--after", type=FILE, help="The last block (JSON); plans the one after it.")
    @click.option("--log", "log_file", type=FILE, help="What was done in it (CSV).")
    @click.option("--screen", type=FILE, help="Answers to the self-check (YAML).")
    @click.option("--log-template", type=FILE, metavar="BLOCK", help="Print a log to fill in.")
    @shell.scenario_options
    @CATALOGUE
    @format_option("table", "json", "csv", "markdown")
    @OUTPUT
    def block(
        scenario: Path | None,
        catalogue_file: Path | None,
        form: str,
        output: Path | None,
        **flags: Any,
    ) -> None:
        """Plan a block of 8 to 12 weeks for a SCENARIO file, flags, or after the last block.

        Two weeks A and B take turns: accessories differ, main lifts stay. Effort goes from easy
        to hard, deloads come in between and at the end.
        """
        from solver.catalogue import load_catalogue  # noqa: PLC0415 - imports that cost are late

        catalogue = load_catalogue(catalogue_file)
        shell.check_output(output)
        if flags["log_template"] is not None:
            from solver.blocks.block import read_block  # noqa: PLC0415
            from solver.blocks.log import log_template  # noqa: PLC0415

            shell.write(log_template(read_block(flags["log_template"])), output)
            return
        made = _make(_Asked(shell, scenario, catalogue, flags))
        shell.write(_block_as(made, catalogue, form, output, shell), output)

    return block


OWN = (
    "weeks", "volume", "program", "week_a", "week_b", "after", "log_file", "screen", "log_template",
)  # fmt: skip


class _Asked:
    """What was asked for on the command line."""

    def __init__(
        self, shell: Shell, scenario: Path | None, catalogue: Catalogue, flags: dict[str, Any]
    ) -> None:
        self.shell = shell
        self.catalogue = catalogue
        self.own = {name: flags[name] for name in OWN}
        self.file = scenario
        self.fields = {
            name: shell.read_flag(name, text)
            for name, text in flags.items()
            if name not in OWN and text is not None
        }

    def scenario(self) -> Scenario:
        """Return the scenario of the file and flags."""
        from solver.scenario import load_scenario, make_scenario  # noqa: PLC0415

        return load_scenario(self.file, self.fields) if self.file else make_scenario(self.fields)

    def refuse(self, flag: str, *others: str) -> None:
        """Raise InputError where a flag stands beside one that it cannot go with."""
        given = [f"--{name.replace('_file', '').replace('_', '-')}" for name in others
                 if self.own[name] is not None]  # fmt: skip
        if given:
            raise InputError(f"{flag}: does not go with {' and '.join(given)}; leave one of them")


def _make(asked: _Asked) -> Block:
    from solver.blocks.block import check_weeks  # noqa: PLC0415
    from solver.blocks.make import make_block  # noqa: PLC0415

    own = asked.own
    check_weeks(own["weeks"])
    if own["after"] is not None:
        asked.refuse("--after", "program", "week_a", "week_b")
        return _go_on(asked)
    for name in ("log_file", "screen"):
        if own[name] is not None:
            flag = f"--{name.removesuffix('_file')}"
            raise InputError(f"{flag}: goes with --after BLOCK; name the last block")
    pair = _ready(asked)
    scenario = None if pair and not (asked.file or asked.fields) else asked.scenario()
    if pair is None:
        pair = _solve(asked, scenario, (), ())
    elif scenario is not None and own["program"] is None:
        scenario = pair.a.scenario.model_copy(
            update={name: getattr(scenario, name) for name in ("title", "maxes", "plates")}
        )
    elif own["program"] is not None:
        scenario = None
    return make_block(
        scenario, asked.catalogue, weeks=own["weeks"], volume=own["volume"], pair=pair
    )


def _ready(asked: _Asked) -> Pair | None:
    """Return the two weeks that were named, None where they are to be solved."""
    own = asked.own
    if own["program"] is not None:
        from solver.blocks.programs import find_program, program_pair  # noqa: PLC0415

        asked.refuse("--program", "week_a", "week_b")
        fields: dict[str, object] = dict(asked.fields)
        if asked.file:
            from solver.reading import read_yaml  # noqa: PLC0415

            content = read_yaml(asked.file).content
            asked.scenario()  # is it one?
            fields = {**(content or {}), **fields}
        return program_pair(find_program(own["program"]), asked.catalogue, fields)
    if own["week_a"] is None and own["week_b"] is None:
        return None
    if own["week_a"] is None or own["week_b"] is None:
        raise InputError("--week-a: goes with --week-b; name both plans")
    from solver.blocks.block import Pair  # noqa: PLC0415
    from solver.plan import read_plan  # noqa: PLC0415

    return Pair(
        a=read_plan(own["week_a"]),
        b=read_plan(own["week_b"]),
        notes=("The two weeks were given; of both together nothing is proved.",),
    )


def _solve(
    asked: _Asked, scenario: Scenario | None, keep: tuple[str, ...], avoid: tuple[str, ...]
) -> Pair:
    from solver.blocks.pair import solve_pair  # noqa: PLC0415 - brings the solver in
    from solver.scenario import Scenario  # noqa: PLC0415

    line = asked.shell.progress()
    try:
        return solve_pair(
            scenario or Scenario(), asked.catalogue, progress=line.show, keep=keep, avoid=avoid
        )
    finally:
        line.clear()


def _go_on(asked: _Asked) -> Block:
    """Plan the block after the last."""
    from solver.blocks.after import plan_next  # noqa: PLC0415
    from solver.blocks.block import read_block  # noqa: PLC0415
    from solver.blocks.log import Log, read_log  # noqa: PLC0415
    from solver.blocks.make import make_block  # noqa: PLC0415
    from solver.scenario import make_scenario  # noqa: PLC0415
    from solver.screening.questionnaire import read_answers  # noqa: PLC0415

    own, catalogue = asked.own, asked.catalogue
    last = read_block(own["after"])
    if asked.file:
        raise InputError(
            "--after: takes the scenario of the last block; leave out the file, and change it by "
            "flags"
        )
    if asked.fields:
        base = last.asked or last.scenario
        content = base.model_dump(mode="json", exclude_none=True)
        changed = make_scenario({**content, "workers": base.workers, **asked.fields})
        last = last.model_copy(update={"asked": changed.resolve(catalogue)})
    log = read_log(own["log_file"], last, catalogue) if own["log_file"] else Log()
    answers = read_answers(own["screen"]) if own["screen"] else None
    after = plan_next(last, log, answers, catalogue)
    for line in after.changes:
        click.echo(line, err=True)
    pair = _solve(asked, after.scenario, after.keep, after.avoid)
    return make_block(
        after.scenario,
        catalogue,
        weeks=own["weeks"],
        volume=own["volume"],
        pair=pair,
        asked=after.asked,
        trained=after.trained,
    )


def _block_as(
    block: Block, catalogue: Catalogue, form: str, output: Path | None, shell: Shell
) -> str:
    from solver.blocks import report  # noqa: PLC0415
    from solver.blocks.audit import audit_block  # noqa: PLC0415

    if form == "json":
        return block.to_json()
    if form == "csv":
        return report.block_csv(block)
    if form == "markdown":
        return report.block_markdown(block)
    return report.block_text(
        block, audit_block(block, catalogue), width=shell.width(), colour=shell.colour(output)
    )


# ---- replan -----------------------------------------------------------------------------------


def _replan_command(shell: Shell) -> click.Command:
    @click.command()
    @click.argument("plan", type=FILE)
    @click.option("--missed", required=True, metavar="DAYS", help="Days not trained, as tue.")
    @click.option(
        "--free",
        metavar="DAYS",
        help="Further free days: thu,sat:45,sun. Without it, those that the plan's scenario "
        "leaves open: all where it has a mere number of days.",
    )
    @click.option("--week", type=int, help="Of a block: which week.")
    @CATALOGUE
    @format_option("table", "json")
    @OUTPUT
    def replan(
        plan: Path,
        missed: str,
        free: str | None,
        week: int | None,
        catalogue_file: Path | None,
        form: str,
        output: Path | None,
    ) -> None:
        """Move what is left of a week of a PLAN or block (JSON) after a missed session.

        Sessions move to free days of the same week, as few as possible; recovery and order are
        kept as well as can be. What no day is left for is dropped, and said.
        """
        from solver.blocks.replan import replan as move  # noqa: PLC0415
        from solver.catalogue import load_catalogue  # noqa: PLC0415
        from solver.plan import DISCLAIMER  # noqa: PLC0415

        shell.check_output(output)
        sessions, base = _week_of(plan, week)
        catalogue = load_catalogue(catalogue_file)
        found = move(sessions, base, catalogue, missed=_days("--missed", missed),
                     free=None if free is None else _days("--free", free))  # fmt: skip
        if form == "json":
            shell.write(found.to_json(), output)
            return
        from solver.report.wording import session_heading  # noqa: PLC0415

        lines = [*found.lines(), "", *map(session_heading, found.sessions), "", DISCLAIMER]
        shell.write("\n".join(lines), output)

    return replan


def _week_of(path: Path, number: int | None) -> tuple[tuple[Session, ...], Plan]:
    """Return the sessions of a plan or of a week of a block, and the plan whose rules hold."""
    from solver.blocks.block import parse_block  # noqa: PLC0415
    from solver.plan import is_block, read_plan  # noqa: PLC0415
    from solver.reading import read_json  # noqa: PLC0415

    document = read_json(path)
    if not is_block(document.content):
        if number is not None:
            raise InputError("--week: goes with a block; leave it out for a plan of one week")
        plan = read_plan(path)
        return plan.sessions, plan
    block = parse_block(document)
    if number is None:
        raise InputError(f"--week: say which week of the block, 1 to {len(block.weeks)}")
    week = block.week(number)
    return week.sessions, block.pair.week(week.letter)


def _days(flag: str, text: str) -> dict[Any, int | None]:
    from solver.days import parse_days  # noqa: PLC0415

    if not text.strip():
        return {}
    try:
        days = parse_days(text)
    except ValueError as error:
        raise InputError(f"{flag}: {error}") from error
    if isinstance(days, int):
        raise InputError(f"{flag}: takes weekdays, such as tue,sat, not {text!r}")
    return days
