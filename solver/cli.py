"""The command line: thin shells over the library. Parse, call, print."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from solver.batch.command import batch
from solver.blocks.command import make_commands
from solver.blocks.shell import Shell
from solver.comparing.command import compare
from solver.errors import ImpossibleError, InputError
from solver.exchange.command import export
from solver.options import CATALOGUE, OUTPUT, F, check_spares_input, format_option
from solver.report.command import make_report
from solver.screening.command import screen


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="evenset", prog_name="evenset")
def cli() -> None:
    """Plan balanced strength training, with proof of how good it is.

    Start with `evenset solve`: four days of an hour in a full gym.
    """


cli.add_command(screen)
cli.add_command(export)
cli.add_command(compare)
cli.add_command(batch)

SCENARIO_OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--days", {"help": "4, or mon:60,tue:45,sat, or a count with --available."}),
    ("--available", {"help": "Weekdays to choose --days from, as mon,tue,wed,fri."}),
    ("--minutes", {"help": "Minutes of a session, warm-up included."}),
    ("--equipment", {"help": "Profile or items, as full_gym or dumbbells,bench."}),
    ("--without", {"help": "Items to take away from the equipment."}),
    ("--level", {"help": "beginner, intermediate or advanced."}),
    ("--sets", {"help": "Lowest and highest weekly sets a muscle group, as 8,20."}),
    ("--pull-push", {"help": "Lowest and highest pulling : pushing, as 1.25,1.5."}),
    ("--exclude", {"help": "Exercises that must not be in the week."}),
    ("--pin", {"help": "Exercises that must be in the week."}),
    ("--favour", {"help": "Exercises that should be in the week."}),
    ("--protect", {"help": "Body parts to spare, as shoulder,knee."}),
    ("--signs", {"help": "What you notice, as knees_cave; evenset screen asks for it."}),
    ("--sleep", {"help": "Hours a night, as 6.5; short sleep lowers targets and effort."}),
    ("--deficit", {"help": "yes or no: eating less than you burn."}),
    ("--protein", {"help": "enough or low."}),
    ("--bodyweight", {"help": "As 80 kg or 176 lb, for protein and weighted pull-ups."}),
    ("--priorities", {"help": "Muscles or groups to give more, as glutes."}),
    ("--split", {"help": "auto, none, a named split, or a YAML file of your own."}),
    ("--supersets", {"help": "none, accessories or all."}),
    (
        "--time-limit",
        {"help": "Seconds after which the best plan so far is given; up to 5 more to place one."},
    ),
    ("--workers", {"help": "Search workers; the plan does not depend on them."}),
    ("--seed", {"help": "Picks another among equally good plans."}),
)
"""The flags that set a field of the scenario; a flag wins over the file."""

PAIRS = ("sets", "pull_push")
NUMBERS = ("minutes", "time_limit", "workers", "seed")


def scenario_options(command: F) -> F:
    """Add the flags that set fields of the scenario."""
    for name, keywords in reversed(SCENARIO_OPTIONS):
        command = click.option(name, **keywords)(command)
    return command


@cli.command()
@click.argument("scenario", type=click.Path(path_type=Path), required=False)
@scenario_options
@click.option("--strict", is_flag=True, default=None, help="Refuse a week that breaks a guardrail.")
@click.option(
    "--rule",
    "changes",
    multiple=True,
    metavar="ID=off | ID.FIELD=VALUE",
    help="Change a rule, as pull-push.lower=1 or variety=off; may be repeated.",
)
@CATALOGUE
@format_option("table", "json", "csv", "markdown")
@OUTPUT
def solve(
    scenario: Path | None,
    strict: bool | None,
    changes: tuple[str, ...],
    catalogue_file: Path | None,
    form: str,
    output: Path | None,
    **flags: str | None,
) -> None:
    """Plan the best-balanced week for a SCENARIO file, flags, or both."""
    from solver.catalogue import load_catalogue  # noqa: PLC0415 - imports that cost are late
    from solver.model.solve import solve as solve_week  # noqa: PLC0415
    from solver.scenario import load_scenario, make_scenario  # noqa: PLC0415

    fields = {name: read_flag(name, text) for name, text in flags.items() if text is not None}
    if strict is not None:
        fields["strict"] = strict
    wanted = load_scenario(scenario, fields) if scenario else make_scenario(fields)
    if changes:
        wanted = with_changes(wanted, changes)
    check_output(output)
    line = ProgressLine()
    try:
        plan = solve_week(wanted, load_catalogue(catalogue_file), progress=line.show)
    finally:
        line.clear()
    write(_plan_as(plan, form, output), output)


def _plan_as(plan: Any, form: str, output: Path | None) -> str:
    from solver import report  # noqa: PLC0415

    if form == "json":
        return str(plan.to_json())
    if form == "csv":
        return report.plan_csv(plan)
    if form == "markdown":
        return report.plan_markdown(plan)
    return report.plan_text(plan, width=width(), colour=colour(output))


@cli.command()
@click.argument("plan", type=click.Path(path_type=Path))
@CATALOGUE
@click.option("--strict", is_flag=True, help="Exit with 3 if a guardrail or a figure is broken.")
@format_option("table", "json")
@OUTPUT
def audit(
    plan: Path, catalogue_file: Path | None, strict: bool, form: str, output: Path | None
) -> None:
    """Recompute a PLAN (JSON) from its items alone, and check every rule; or a block as a whole.

    PLAN may also be a program: a YAML file, or a name such as two_week_template.
    """
    from solver import report  # noqa: PLC0415
    from solver.auditing import audit as audit_plan  # noqa: PLC0415
    from solver.catalogue import load_catalogue  # noqa: PLC0415
    from solver.plan import Plan  # noqa: PLC0415
    from solver.rules import Tier  # noqa: PLC0415

    check_output(output)
    known = load_catalogue(catalogue_file)
    week = _week_or_block(plan, known)
    if not isinstance(week, Plan):
        _audit_block(plan, week, known, strict, form, output)
        return
    found = audit_plan(week, known)
    text = (
        found.to_json()
        if form == "json"
        else report.audit_text(found, width=width(), colour=colour(output))
    )
    write(text, output)
    broken = [r for r in found.rules if r.tier is Tier.GUARDRAILS and r.holds is False]
    if strict and (broken or not found.accepted):
        raise ImpossibleError(f"{plan}: does not keep every rule and figure")


def _week_or_block(path: Path, known: Any) -> Any:
    """Return the plan or block of a file; of a program, by file or name, its two weeks.

    A file is read once: from a pipe there is nothing more to be had.
    """
    from solver.plan import is_block, plan_of  # noqa: PLC0415
    from solver.reading import read_json  # noqa: PLC0415

    named = len(path.parts) == 1 and not os.path.lexists(path)  # a word, and no file of that name
    if named or path.suffix in (".yaml", ".yml"):
        from solver.blocks.programs import find_program, program_pair  # noqa: PLC0415

        return program_pair(
            find_program(str(path), "a plan or block (JSON)") if named else path, known
        )
    document = read_json(path, "a plan, a block (both JSON) or a program (YAML)")
    if not is_block(document.content):
        return plan_of(document)
    from solver.blocks.block import parse_block  # noqa: PLC0415 - a plan does not wait for it

    return parse_block(document)


def _block_verdict(document: Any, known: Any) -> str:
    """Return the audit of a block that was read, as JSON."""
    from solver.blocks.audit import audit_block  # noqa: PLC0415 - imports that cost are late
    from solver.blocks.block import parse_block  # noqa: PLC0415

    return audit_block(parse_block(document), known).to_json()


cli.add_command(make_report(_block_verdict))


def _audit_block(
    path: Path, block: Any, known: Any, strict: bool, form: str, output: Path | None
) -> None:
    from solver.blocks.audit import audit_block, audit_pair  # noqa: PLC0415
    from solver.blocks.block import Block  # noqa: PLC0415
    from solver.blocks.report import audit_text  # noqa: PLC0415

    found = audit_block(block, known) if isinstance(block, Block) else audit_pair(block, known)
    text = found.to_json() if form == "json" else audit_text(
        found, width=width(), colour=colour(output)
    )  # fmt: skip
    write(text, output)
    if strict and (found.broken or any(base.broken for base in found.bases)):
        raise ImpossibleError(f"{path}: does not keep every rule")


@cli.command()
@click.option("--equipment", help="Only what a profile or items allow.")
@click.option("--muscle", help="Only what trains this muscle or group directly.")
@click.option("--pattern", help="Only this movement pattern, primary or also.")
@click.option("--plane", help="Only this plane.")
@click.option("--coverage", is_flag=True, help="Exercises of each group in each profile.")
@click.option("--items", is_flag=True, help="Equipment: items, synonyms, profiles.")
@CATALOGUE
@format_option("table", "json", "csv")
@OUTPUT
def catalogue(
    coverage: bool,
    items: bool,
    catalogue_file: Path | None,
    form: str,
    output: Path | None,
    **filters: str | None,
) -> None:
    """List the exercises there are, with their tags."""
    from solver import report  # noqa: PLC0415
    from solver.catalogue import coverage as count_coverage  # noqa: PLC0415
    from solver.catalogue import load_catalogue  # noqa: PLC0415
    from solver.catalogue.filtering import choose  # noqa: PLC0415

    others = [f"--{name}" for name, value in filters.items() if value is not None]
    others += ["--format"] if form != "table" else []
    for flag, asked in (("--items", items), ("--coverage", coverage)):
        if asked and (refused := [*others, *(["--coverage"] if items and coverage else [])]):
            raise InputError(
                f"{flag}: is a table of its own; leave out {' and '.join(refused)}, or {flag}"
            )
    check_output(output)
    known = load_catalogue(catalogue_file)
    if items:
        write(report.items_text(known.equipment), output)
        return
    if coverage:
        write(report.coverage_text(count_coverage(known, known.equipment.profiles)), output)
        return
    chosen = choose(known, **filters)
    if form == "json":
        text = report.exercises_json(chosen)
    elif form == "csv":
        text = report.exercises_csv(chosen)
    else:
        text = report.exercises_text(chosen, width=width())
    write(text, output)


@cli.command()
@click.argument("scenario", type=click.Path(path_type=Path), required=False)
@CATALOGUE
@format_option("table", "json", "markdown")
@OUTPUT
def rules(
    scenario: Path | None, catalogue_file: Path | None, form: str, output: Path | None
) -> None:
    """List the rules with bounds, weights and sources; of a SCENARIO, as it changes them."""
    from solver import report  # noqa: PLC0415
    from solver.catalogue import load_catalogue  # noqa: PLC0415
    from solver.scenario import Scenario, load_scenario  # noqa: PLC0415

    check_output(output)
    known = load_catalogue(catalogue_file)
    wanted = (load_scenario(scenario) if scenario else Scenario()).resolve(known)
    listed = wanted.make_rules(known)
    if form == "json":
        text = report.rules_json(listed)
    elif form == "markdown":
        text = report.rules_markdown(listed)
    else:
        text = report.rules_text(listed, width=width())
    write(text, output)


# ---- reading flags, writing results ---------------------------------------------------------


def read_flag(name: str, text: str) -> Any:
    """Turn a flag's text into what the scenario's field takes.

    Raises:
        InputError: it should be a number or a pair and is not.

    """
    flag = f"--{name.replace('_', '-')}"
    if name in PAIRS:
        parts = text.split(",")
        if len(parts) != 2:
            raise InputError(f"{flag}: takes lowest and highest, as 8,20, not {text!r}")
        return [_number(flag, part) for part in parts]
    if name in NUMBERS:
        return _number(flag, text)
    if name == "split":
        return _split(text)
    return text


def _split(text: str) -> Any:
    """Return a split's name as it is, and the split that a file holds."""
    from solver.reading import read_yaml  # noqa: PLC0415 - imports that cost are late
    from solver.rules.splits import AUTO, NONE, parse_split, standard_splits  # noqa: PLC0415

    path = Path(text.strip())
    if text.strip() in (AUTO, NONE, *standard_splits()):
        return text
    if path.suffix in (".yaml", ".yml") or _is_file(path):
        return parse_split(read_yaml(path))
    return text


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long, a folder that may not be searched
        return False


def _number(flag: str, text: str) -> int | float:
    try:
        value = float(text)
    except ValueError:
        raise InputError(f"{flag}: takes a number, not {text!r}") from None
    return int(value) if value.is_integer() else value


def with_changes(scenario: Any, changes: tuple[str, ...]) -> Any:
    """Return the scenario with rules changed by ``--rule`` flags.

    Raises:
        InputError: a flag is not of the form ``ID=off`` or ``ID.FIELD=VALUE``.

    """
    from solver.rules import RuleChange  # noqa: PLC0415
    from solver.scenario import make_scenario  # noqa: PLC0415

    rules: dict[str, Any] = scenario.model_dump(mode="json", exclude_none=True)["rules"]
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals:
            raise InputError(f"--rule: takes ID=off or ID.FIELD=VALUE, not {change!r}")
        if value == "off":
            rules[name] = {"off": True}
            continue
        rule, dot, field = name.rpartition(".")
        if not dot or field not in RuleChange.model_fields:
            raise InputError(
                f"--rule: {change!r} names no field; as pull-push.lower=1, or {name}=off"
            )
        rules.setdefault(rule, {})[field] = value
    fields = scenario.model_dump(mode="json", exclude_none=True)
    return make_scenario(fields | {"rules": rules, "workers": scenario.workers})


def check_output(output: Path | None) -> None:
    """Raise InputError before the work starts if the result could not be written."""
    from solver.writing import check_printable, check_writable  # noqa: PLC0415

    if output is None:
        check_printable()
    else:
        check_spares_input(output)
        check_writable(output)


def write(text: str, output: Path | None) -> None:
    """Print the result, or write it to a file, whole or not at all."""
    from solver.writing import print_text, write_text  # noqa: PLC0415

    text = text.rstrip("\n") + "\n"
    if output is None:
        print_text(text)
    else:
        write_text(output, text)


def width() -> int:
    """Return the columns to print in: the terminal's, within reason."""
    import shutil  # noqa: PLC0415

    return max(72, min(shutil.get_terminal_size((100, 24)).columns, 120))


def colour(output: Path | None) -> bool:
    """Tell whether colours would be seen: on a terminal, unless NO_COLOR asks for none."""
    import os  # noqa: PLC0415

    terminal = sys.stdout is not None and sys.stdout.isatty()
    return output is None and terminal and "NO_COLOR" not in os.environ


class ProgressLine:
    """One line on the terminal's standard error: tier, best value, bound. Silent elsewhere."""

    def __init__(self) -> None:
        self._alive = sys.stderr.isatty()
        self._last = ""

    def show(self, tier: str, best: int | None, bound: int | None) -> None:
        """Show what is under way."""
        known = "–" if best is None else str(best)
        text = (
            f"{tier}: best {known}, bound {0 if bound is None else bound} (Ctrl-C: take the best)"
        )
        if self._alive and text != self._last:
            sys.stderr.write(f"\r\x1b[2K{text}")
            sys.stderr.flush()
            self._last = text

    def clear(self) -> None:
        """Take the line away."""
        if self._alive and self._last:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()


for _command in make_commands(
    Shell(
        scenario_options=scenario_options,
        read_flag=read_flag,
        check_output=check_output,
        write=write,
        width=width,
        colour=colour,
        progress=ProgressLine,
    )
):
    cli.add_command(_command)
