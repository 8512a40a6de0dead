"""The command ``evenset replan``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver.blocks.shell import FILE, Shell
from solver.errors import InputError
from solver.options import CATALOGUE, OUTPUT, format_option

if TYPE_CHECKING:
    from solver.blocks.replanned import Replanned
    from solver.catalogue import Catalogue
    from solver.plan import Plan, Session


def replan_command(shell: Shell) -> click.Command:
    """Return the command ``replan``."""

    @click.command()
    @click.argument("plan", type=FILE)
    @click.option("--missed", metavar="DAYS", help="Days not trained, as tue.")
    @click.option(
        "--free",
        metavar="DAYS",
        help="Further free days: thu,sat:45,sun. Without it, those that the plan's scenario "
        "leaves open: all where it has a mere number of days.",
    )
    @click.option("--week", type=int, help="Of a block: which week.")
    @click.option(
        "--screen", type=FILE, help="Answers to the self-check (YAML): their drills at once."
    )
    @CATALOGUE
    @format_option("table", "json")
    @OUTPUT
    def replan(
        plan: Path,
        missed: str | None,
        free: str | None,
        week: int | None,
        screen: Path | None,
        catalogue_file: Path | None,
        form: str,
        output: Path | None,
    ) -> None:
        """Move what is left of a week of a PLAN or block (JSON) after a missed session.

        Sessions move to free days of the same week, with as few hard sets lost as possible;
        recovery and order are kept as well as can be. A session that a day is too short for is
        shortened, and what no day is left for is dropped; both are said.

        With --screen the warm-ups of what is to come have the drills that the answers ask for;
        exercises and sets stay until the next block. Without --missed that is all.
        """
        from solver.catalogue import load_catalogue  # noqa: PLC0415
        from solver.plan import DISCLAIMER  # noqa: PLC0415

        shell.check_output(output)
        _check_asked(missed, free, screen)
        sessions, base = _week_of(plan, week)
        asked = _Asked(
            None if missed is None else _missed(missed),
            None if free is None else _days("--free", free),
            screen,
        )
        found = _changed(sessions, base, load_catalogue(catalogue_file), asked)
        if form == "json":
            shell.write(found.to_json(), output)
            return
        from solver.report.session import session_heading  # noqa: PLC0415

        lines = [*found.lines(), "", *map(session_heading, found.sessions), "", DISCLAIMER]
        shell.write("\n".join(lines), output)

    return replan


@dataclass(frozen=True)
class _Asked:
    """What is to be changed in a week."""

    missed: dict[Any, int | None] | None
    free: dict[Any, int | None] | None
    screen: Path | None


def _check_asked(missed: str | None, free: str | None, screen: Path | None) -> None:
    if missed is None and screen is None:
        raise InputError(
            "--missed: say which days were not trained, as tue; or name answers to the self-check "
            "with --screen"
        )
    if missed is None and free is not None:
        raise InputError("--free: goes with --missed; leave it out, or say which days were missed")


def _changed(
    sessions: tuple[Session, ...], base: Plan, catalogue: Catalogue, asked: _Asked
) -> Replanned:
    """Return the week with its sessions moved, then with the drills of the answers."""
    from solver.blocks.drills import with_drills  # noqa: PLC0415
    from solver.blocks.replan import replan as move  # noqa: PLC0415
    from solver.blocks.replanned import Replanned  # noqa: PLC0415
    from solver.screening.questionnaire import read_answers  # noqa: PLC0415

    answers = None if asked.screen is None else read_answers(asked.screen)
    found, now = Replanned(sessions, (), (), (), {}), None
    if asked.missed is not None:
        found = move(sessions, base, catalogue, missed=asked.missed, free=asked.free)
        now = max(asked.missed, key=lambda day: day.number)
    if answers is not None:
        found = with_drills(found, base.scenario, catalogue, answers, after=now)
    return found


def _week_of(path: Path, number: int | None) -> tuple[tuple[Session, ...], Plan]:
    """Return the sessions of a plan or of a week of a block, and the plan whose rules hold."""
    from solver.blocks.block import parse_block  # noqa: PLC0415
    from solver.plan import is_block, plan_of  # noqa: PLC0415
    from solver.reading import read_json  # noqa: PLC0415

    document = read_json(path)
    if not is_block(document.content):
        if number is not None:
            raise InputError("--week: goes with a block; leave it out for a plan of one week")
        plan = plan_of(document)
        return plan.sessions, plan
    block = parse_block(document)
    if number is None:
        raise InputError(f"--week: say which week of the block, 1 to {len(block.weeks)}")
    week = block.week(number)
    return week.sessions, block.pair.week(week.letter)


def _missed(text: str) -> dict[Any, int | None]:
    days = _days("--missed", text)
    if timed := [f"{day}:{minutes}" for day, minutes in days.items() if minutes is not None]:
        raise InputError(
            f"--missed: takes days alone, not {', '.join(timed)}; minutes go with --free, as sat:45"
        )
    return days


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
