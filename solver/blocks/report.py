"""A block as text, Markdown and CSV: weeks as columns, the exercises of a session as rows."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from solver.blocks.block import LETTERS, Block, Letter, Week
from solver.blocks.held import not_held
from solver.catalogue import load_catalogue
from solver.plan import DISCLAIMER, Item, Session
from solver.report.html import all_pictures
from solver.report.loading import Block as BlockFile
from solver.report.loading import block_content
from solver.report.markdown import escape, paragraph
from solver.report.page import BAD, GOOD, QUIET, STRONG, WARN, Page
from solver.report.session import WEEKDAYS, item_name
from solver.report.tabular import csv_cell
from solver.report.wording import clean, heading, plain, ranged

if TYPE_CHECKING:
    from solver.blocks.audit import BlockReport, Finding
    from solver.catalogue import Catalogue
    from solver.report.pictures import Picture

NOTHING = "–"


@dataclass(frozen=True)
class Table:
    """A titled table of texts."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def grid(block: Block) -> list[Table]:
    """Return a table for each session of A and of B: weeks as columns, exercises as rows."""
    tables = []
    for letter in LETTERS:
        weeks = [week for week in block.weeks if week.letter == letter]
        for place, base in enumerate(block.pair.week(letter).sessions):
            shown = [week for week in weeks if place < len(week.sessions)]
            tables.append(_session(letter, base, place, shown))
    return tables


def _session(letter: Letter, base: Session, place: int, weeks: Sequence[Week]) -> Table:
    title = " · ".join(
        part for part in (f"Week {letter}", WEEKDAYS[base.day], clean(base.title)) if part
    )
    header = ("", *(f"{week.number} {_short(week)}" for week in weeks))
    rows = [("class", *(week.sessions[place].intensity or NOTHING for week in weeks))]
    length = max((len(week.sessions[place].items) for week in weeks), default=0)
    for number in range(length):
        done = [_item(week.sessions[place], number) for week in weeks]
        names = dict.fromkeys(item_name(item) for item in done if item)
        for name in names:
            cells = (cell(item) if item and item_name(item) == name else NOTHING for item in done)
            letters = {item.superset for item in done if item and item.superset}
            mark = f"{clean(min(letters))} " if letters else ""
            rows.append((mark + name, *cells))
            loads = [_load(item) if item and item_name(item) == name else "" for item in done]
            if any(loads):
                rows.append(("  load", *loads))
    return Table(title, header, tuple(rows))


def _item(session: Session, number: int) -> Item | None:
    return session.items[number] if number < len(session.items) else None


def _short(week: Week) -> str:
    return "deload" if week.kind == "deload" else week.wave


def cell(item: Item) -> str:
    """Return how an exercise is done in a week: ``3×6–8 @2``, @ the repetitions left."""
    parts = [f"{item.sets}×{ranged(clean(item.reps)) or '?'}"]
    if item.rir is not None:
        parts.append(f"@{item.rir}")
    return " ".join(parts)


def _load(item: Item) -> str:
    return clean(item.load or "").removeprefix("about ").removesuffix(" of 1RM")


LEGEND = (
    "3×6–8 @2: three sets of 6 to 8 repetitions, with 2 left in reserve; a load in % is about that "
    "share of the best single. What is done on one side counts for each side."
)


def block_text(
    block: Block, report: BlockReport | None = None, *, width: int = 100, colour: bool = False
) -> str:
    """Return a block for reading in a terminal.

    Args:
        block: what is shown.
        report: what the audit says of it, if it is to be said.
        width: columns to fill.
        colour: with ANSI colours, which say nothing that the text does not.

    """
    page = Page(width, colour=colour)
    page.line(f"{heading(block.scenario)}: a block of {len(block.weeks)} weeks", STRONG)
    page.section("Weeks")
    page.table(_calendar(block), header=("week", "", "effort", "sets", "what is new"), right=(0, 3))
    for table in grid(block):
        page.section(table.title)
        page.table(table.rows, header=table.header)
    page.line(LEGEND, QUIET)
    if report:
        _add_findings(page, report, block)
    if block.notes:
        page.section("Notes")
        for note in block.notes:
            page.bullet(note)
    page.section("Self-check at the end: answer these, then plan the next block")
    for check in block.self_check:
        page.bullet(f"{check.question} [ ] yes [ ] no")
    if block.advice:
        page.section("Around the training")
        for line in block.advice:
            page.bullet(line)
    return page.close()


def _calendar(block: Block) -> list[tuple[str, ...]]:
    return [
        (str(week.number), week.letter, _short(week), str(week.sets), " ".join(week.notes))
        for week in block.weeks
    ]


def audit_text(report: BlockReport, *, width: int = 100, colour: bool = False) -> str:
    """Return the audit of a block for reading in a terminal."""
    page = Page(width, colour=colour)
    _add_findings(page, report)
    return page.close()


def _add_findings(page: Page, report: BlockReport, block: Block | None = None) -> None:
    verdict, style = ("accepted", GOOD) if report.accepted else ("not accepted", BAD)
    lacking = sum(len(base.broken) for base in report.bases)
    lacking += sum(finding.tier != "block" for finding in report.broken)
    missing = f", but {lacking} guardrail{'' if lacking == 1 else 's'} not kept" if lacking else ""
    page.section(f"Audit of the block: {verdict}{missing}")
    for base in report.bases:
        broken = "every guardrail kept"
        if base.broken:
            broken = f"not kept: {', '.join(base.broken)}"
        page.line(f"Week {base.letter}: balance score {base.balance_score:g}; {broken}.", style)
    for line in not_held(block.pair) if block else ():
        page.bullet(line)
    page.table([(_mark(f), f.title, _said(f)) for f in report.findings], header=("", "rule", ""))


def _mark(finding: Finding) -> tuple[str, str]:
    if finding.holds is None:
        return "n/a", QUIET
    if finding.holds:
        return "ok", GOOD
    return "no", BAD if finding.tier == "block" else WARN


def _said(finding: Finding) -> str:
    if finding.holds is None:
        return "not with this equipment, level and exclusions"
    return "; ".join(finding.faults)


# ---- Markdown and CSV -------------------------------------------------------------------------


def block_markdown(block: Block) -> str:
    """Return a block as Markdown."""
    parts = [f"# {escape(heading(block.scenario))}: a block of {len(block.weeks)} weeks"]
    calendar = Table("", ("week", "", "effort", "sets", "what is new"), tuple(_calendar(block)))
    parts += ["## Weeks", "\n".join(_lines(calendar))]
    for table in grid(block):
        parts += [f"## {escape(table.title)}", "\n".join(_lines(table))]
    parts += [paragraph(LEGEND), "## Notes"]
    parts.append("\n".join(f"- {paragraph(note)}" for note in block.notes))
    parts += [
        "## Self-check",
        "\n".join(f"- {escape(c.question)} yes / no" for c in block.self_check),
    ]
    parts += ["## Around the training", "\n".join(f"- {paragraph(a)}" for a in block.advice)]
    return "\n\n".join([*(part for part in parts if part), "---", paragraph(DISCLAIMER)]) + "\n"


def _lines(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(escape, table.header))} |"
    yield "|" + "---|" * len(table.header)
    for row in table.rows:
        yield f"| {' | '.join(map(escape, row))} |"


def block_html(block: Block) -> str:
    """Return a block as a piece of HTML for a notebook; whatever came from outside is escaped."""
    head = ("week", "", "effort", "sets", "what is new")
    tables = [Table("Weeks", head, tuple(_calendar(block))), *grid(block)]
    title = f"{heading(block.scenario)}: a block of {len(block.weeks)} weeks"
    parts = [f"<div><h3>{_html(title)}</h3>", *map(_table_html, tables)]
    parts.append(f"<p><small>{_html(LEGEND)}</small></p><h4>Self-check at the end</h4><ul>")
    parts += [f"<li>{_html(check.question)}</li>" for check in block.self_check]
    return "".join([*parts, f"</ul><p><small>{_html(DISCLAIMER)}</small></p></div>"])


def block_pictures(block: Block, catalogue: Catalogue | None = None) -> list[Picture]:
    """Return the pictures of a block, none drawn yet: its waves, then those of weeks A and B.

    Raises:
        InputError: an exercise is not in the catalogue.

    """
    known = catalogue or load_catalogue()
    given = BlockFile.model_validate(block.model_dump(mode="json"))
    return all_pictures(block_content(given, known))


def _table_html(table: Table) -> str:
    rows = ["".join(map(_cell_html, row)) for row in table.rows]
    head = "".join(f'<th style="text-align:left">{_html(cell)}</th>' for cell in table.header)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<h4>{_html(table.title)}</h4><div style="overflow-x:auto"><table><thead><tr>{head}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def _cell_html(text: str) -> str:
    return f'<td style="text-align:left">{_html(text)}</td>'


def _html(text: str) -> str:
    return html.escape(clean(text))


COLUMNS = (
    "week", "letter", "kind", "wave", "day", "session", "intensity", "order", "exercise", "name",
    "role", "sets", "reps", "rir", "tempo", "load", "rest_seconds", "sides", "superset", "note",
)  # fmt: skip


def block_csv(block: Block) -> str:
    """Return a block as CSV: a row for each exercise of each week.

    Cells are kept from being formulas or dates as in the CSV of a plan; rows whose ``week`` begins
    with ``#`` are no exercises: what is new in a week, and in the last the disclaimer.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for week in block.weeks:
        for session in week.sessions:
            first = [week.number, week.letter, week.kind, week.wave, session.day.value]
            first += [csv_cell(session.title), csv_cell(session.intensity or "")]
            for order, item in enumerate(session.items, start=1):
                writer.writerow([*first, order, *_cells(item)])
    remarks = [f"week {week.number}: {note}" for week in block.weeks for note in week.notes]
    for remark in (*map(clean, remarks), DISCLAIMER):
        writer.writerow([f"# {remark}", *[""] * (len(COLUMNS) - 1)])
    return buffer.getvalue()


def _cells(item: Item) -> list[str | int | None]:
    return [
        csv_cell(item.exercise), csv_cell(item_name(item)), item.role.value, item.sets,
        csv_cell(ranged(item.reps)), item.rir, csv_cell(ranged(item.tempo or "")),
        csv_cell(item.load or ""), item.rest_seconds, item.sides,
        csv_cell(plain(item.superset or "")), csv_cell(item.note),
    ]  # fmt: skip
