"""The command ``evenset block``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver.blocks.asked import OWN, SHOWN, Asked, flag_of
from solver.blocks.replan_command import replan_command
from solver.blocks.shell import FILE, Shell
from solver.errors import InputError
from solver.options import CATALOGUE, OUTPUT, check_alone, format_option

if TYPE_CHECKING:
    from solver.blocks.after import NextBlock
    from solver.blocks.block import Block, Pair
    from solver.catalogue import Catalogue
    from solver.scenario import Scenario


def make_commands(shell: Shell) -> tuple[click.Command, click.Command]:
    """Return the commands ``block`` and ``replan``."""
    return _block_command(shell), replan_command(shell)


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

        shell.check_output(output)
        if flags["log_template"] is not None:
            from solver.blocks.block import read_block  # noqa: PLC0415
            from solver.blocks.log import log_template  # noqa: PLC0415

            check_alone("log_template", "prints a log (CSV) of the block that it names", "output")
            shell.write(log_template(read_block(flags["log_template"])), output)
            return
        catalogue = load_catalogue(catalogue_file)
        own = {name: flags.pop(name) for name in OWN}
        fields = {
            name: shell.read_flag(name, text) for name, text in flags.items() if text is not None
        }
        made = _make(Asked(scenario, catalogue, own, fields), shell)
        shell.write(_block_as(made, catalogue, form, output, shell), output)

    return block


def _make(asked: Asked, shell: Shell) -> Block:
    from solver.blocks.block import check_weeks  # noqa: PLC0415
    from solver.blocks.make import make_block  # noqa: PLC0415

    own = asked.own
    check_weeks(own["weeks"])
    if own["after"] is not None:
        asked.refuse("--after", "program", "week_a", "week_b")
        return _go_on(asked, shell)
    for name in ("log_file", "screen"):
        if own[name] is not None:
            raise InputError(f"{flag_of(name)}: goes with --after BLOCK; name the last block")
    scenario: Scenario | None = None
    if own["program"] is not None:
        asked.refuse("--program", "week_a", "week_b")
        pair = _program(asked)
    elif own["week_a"] is not None or own["week_b"] is not None:
        pair = _ready(asked)
        if asked.file or asked.fields:
            wanted = asked.scenario()
            given = wanted.model_fields_set  # resolving fills in others
            asked.check_weeks(wanted.resolve(asked.catalogue), given, (pair.a, pair.b))
            update = {n: getattr(wanted, n) for n in SHOWN if n in wanted.model_fields_set}
            scenario = pair.a.scenario.model_copy(update=update)
    else:
        scenario = asked.scenario()
        pair = _solve(asked, shell, scenario)
    return make_block(
        scenario, asked.catalogue, weeks=own["weeks"], volume=own["volume"], pair=pair
    )


def _program(asked: Asked) -> Pair:
    """Return the two weeks of a program, with what of a scenario has its part in them."""
    from solver.blocks.programs import find_program, program_pair, read_program  # noqa: PLC0415
    from solver.scenario import make_scenario  # noqa: PLC0415

    path = find_program(asked.own["program"])
    changes = asked.changes()
    if changes:
        own = read_program(path)[0].scenario
        asked.check_program(make_scenario(own), make_scenario({**own, **changes}))
    return program_pair(path, asked.catalogue, changes)


def _ready(asked: Asked) -> Pair:
    """Return the two weeks that were named."""
    own = asked.own
    if own["week_a"] is None or own["week_b"] is None:
        lone, other = ("a", "b") if own["week_b"] is None else ("b", "a")
        raise InputError(f"--week-{lone}: goes with --week-{other}; name both plans")
    from solver.blocks.block import Pair  # noqa: PLC0415
    from solver.plan import read_plan  # noqa: PLC0415

    return Pair(
        a=read_plan(own["week_a"]),
        b=read_plan(own["week_b"]),
        notes=("The two weeks were given; of both together nothing is proved.",),
    )


def _solve(asked: Asked, shell: Shell, scenario: Scenario, after: NextBlock | None = None) -> Pair:
    from solver.blocks.pair import solve_pair  # noqa: PLC0415 - brings the solver in

    line = shell.progress()
    wanted = after.wanted() if after is not None else {}
    try:
        return solve_pair(scenario, asked.catalogue, progress=line.show, **wanted)
    finally:
        line.clear()


def _go_on(asked: Asked, shell: Shell) -> Block:
    """Plan the block after the last."""
    from solver.blocks.after import plan_next  # noqa: PLC0415
    from solver.blocks.block import read_block  # noqa: PLC0415
    from solver.blocks.held import kept, let_go, not_held  # noqa: PLC0415
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
    pair = _solve(asked, shell, after.scenario, after)
    lost = list(let_go(after, pair))
    for line in (*kept(after, pair), *lost, *not_held(pair)):
        click.echo(line, err=True)
    notes = (*pair.notes, *(f"{line[0].upper()}{line[1:]}" for line in lost))
    pair = pair.model_copy(update={"notes": notes})
    return make_block(
        after.scenario,
        catalogue,
        weeks=own["weeks"],
        volume=own["volume"],
        pair=pair,
        asked=after.asked,
        trained=after.trained,
        stopped=after.stopped,
        waiting=after.waiting,
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
