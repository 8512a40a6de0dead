"""The command ``evenset screen``: asks, changes a scenario, says why."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver.errors import InputError, shown

if TYPE_CHECKING:
    from solver.reading import Document
    from solver.rules.signs import Sign
    from solver.screening.questionnaire import Answers


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path), required=False)
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path),
    help="Answers in YAML; --template prints such a file.",
)
@click.option("--yes", multiple=True, metavar="ID,ID", help="Questions answered yes.")
@click.option("--no", multiple=True, metavar="ID,ID", help="Questions answered no.")
@click.option("--sleep", metavar="HOURS", help="Hours of sleep a night, as 6.5.")
@click.option("--deficit", metavar="YES|NO", help="Eating less than you burn.")
@click.option("--protein", metavar="ENOUGH|LOW", help="Whether you eat enough protein.")
@click.option(
    "--all/--check-only",
    "everything",
    default=True,
    show_default="all",
    help="Every question, or only the five of the weekly self-check.",
)
@click.option("--template", is_flag=True, help="Print an answers file with every question.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to a file instead.")
def screen(
    scenario: Path | None,
    answers_file: Path | None,
    yes: tuple[str, ...],
    no: tuple[str, ...],
    sleep: str | None,
    deficit: str | None,
    protein: str | None,
    everything: bool,
    template: bool,
    output: Path | None,
) -> None:
    """Ask what you feel and see; write a scenario, or change one, with the signs it raises.

    The scenario goes to standard output (or -o), the reasons to standard error. Without answers in
    flags or a file, the questions are asked in the terminal.
    """
    from solver.plan import DISCLAIMER  # noqa: PLC0415 - imports that cost are late
    from solver.screening import questionnaire  # noqa: PLC0415
    from solver.screening.changes import apply_answers  # noqa: PLC0415

    _check_folder(output)
    if template:
        _write(questionnaire.template(check_only=not everything), output)
        return
    document, comments = _read_scenario(scenario)
    said = {"sleep": sleep, "deficit": deficit, "protein": protein}
    recovery = {name: value for name, value in said.items() if value is not None}
    if answers_file or yes or no or recovery:
        answers = questionnaire.from_flags(yes, no, recovery)
        if answers_file:
            answers = questionnaire.read_answers(answers_file).joined(answers)
    else:
        answers = _ask(questionnaire.questions(check_only=not everything), recovery=everything)
    try:
        screened = apply_answers(document.content, answers)
    except InputError as error:
        place = document.place(error.where) if scenario else ""
        raise InputError(f"{place}: {error}".removeprefix(": "), error.where) from error
    _write(_dump(screened.fields), output)
    if comments:
        click.echo(f"{scenario}: its comments are not in what is written", err=True)
    for line in screened.lines():
        click.echo(line, err=True)
    click.echo(f"\n{DISCLAIMER}", err=True)


def _read_scenario(path: Path | None) -> tuple[Document, bool]:
    """Return the scenario's document, and whether it has comments; an empty one without a file.

    Raises:
        InputError: the file cannot be read, or is no scenario.

    """
    from solver.reading import Document, parse_yaml, read_text  # noqa: PLC0415
    from solver.scenario import make_scenario  # noqa: PLC0415
    from solver.screening.changes import FIELD  # noqa: PLC0415

    if path is None:
        return Document("scenario", {}), False
    text = read_text(path)
    read = parse_yaml(text, str(path))
    content = {} if read.content is None else read.content
    if not isinstance(content, dict):
        raise InputError(f"{path}: must hold fields such as 'days: 4', not {shown(content)}")
    document = Document(read.name, content, read.lines)
    make_scenario({name: value for name, value in content.items() if name != FIELD}, document)
    return document, re.search(r"(?m)(^|\s)#", text) is not None


# ---- asking ----------------------------------------------------------------------------------


def _ask(asked: tuple[Sign, ...], *, recovery: bool) -> Answers:
    from solver.screening.questionnaire import HEADINGS, Answers, ask  # noqa: PLC0415

    if not _in_terminal():
        raise InputError(
            "screen: there is no terminal to ask in; answer with --yes ID,ID, --no ID,ID or "
            "--answers FILE (evenset screen --template prints such a file)"
        )
    shown_groups: set[str] = set()

    def put(sign: Sign) -> bool | None:
        if sign.group not in shown_groups:
            shown_groups.add(sign.group)
            click.echo(f"\n{HEADINGS[sign.group]} (y yes, n no, s skip)", err=True)
        answer: bool | None = click.prompt(
            sign.question,
            default="s",
            show_default=False,
            prompt_suffix=" [y/n/s] ",
            value_proc=_answer,
            err=True,
        )
        return answer

    try:
        answers = ask(asked, put)
        return Answers(answers.given, _ask_recovery() if recovery else {})
    except click.Abort as error:
        raise InputError(
            "\nscreen: stopped before the last question; nothing is written"
        ) from error


def _ask_recovery() -> dict[str, Any]:
    from solver.rules.recovery import PARSERS, recovery_questions  # noqa: PLC0415
    from solver.screening.questionnaire import RECOVERY  # noqa: PLC0415

    click.echo(f"\n{RECOVERY} (s skip)", err=True)
    given = {}
    for name, question in recovery_questions().items():

        def read(text: str, name: str = name) -> object:
            if text.strip().casefold() in ("s", "skip"):
                return None
            try:
                return PARSERS[name](text)
            except ValueError as error:
                raise click.UsageError(f"{error}; or s to skip") from error

        given[name] = click.prompt(
            question,
            default="s",
            show_default=False,
            prompt_suffix=" [hours/s] " if name == "sleep" else " [y/n/s] ",
            value_proc=read,
            err=True,
        )
    return given


def _answer(text: str) -> bool | None:
    from solver.screening.questionnaire import WORDS  # noqa: PLC0415

    word = text.strip().casefold()
    if word in ("s", "skip"):
        return None
    if word in WORDS:
        return WORDS[word]
    raise click.UsageError(f"{shown(text)} is no answer; type y, n, or s to skip")


def _in_terminal() -> bool:
    return sys.stdin.isatty()


# ---- writing ---------------------------------------------------------------------------------


def _check_folder(output: Path | None) -> None:
    """Raise InputError before anything is asked if there is no folder to write to."""
    if output is not None and not output.parent.is_dir():
        raise InputError(f"{output}: there is no folder {output.parent}; make it, or name another")


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    from solver.writing import write_text  # noqa: PLC0415

    write_text(output, text)


def _dump(fields: dict[str, Any]) -> str:
    import yaml  # noqa: PLC0415

    class Plain(yaml.SafeDumper):
        """No aliases: they are not read back."""

        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the base class's signature
            return True

    return str(yaml.dump(fields, Dumper=Plain, sort_keys=False, allow_unicode=True, width=100))
