"""A plan, a block, an audit or a comparison as one HTML file that needs nothing else.

No script, no network (a content policy forbids both), every name escaped by jinja2. It follows the
reader's choice of light or dark, and prints on A4 as a training sheet with blank cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from solver.errors import InputError
from solver.plan import DISCLAIMER, Plan
from solver.report.comparison import comparison_page
from solver.report.extras import need
from solver.report.loading import (
    AuditFile,
    BlockAuditFile,
    ComparisonFile,
    Content,
    Reportable,
    WeekView,
)
from solver.report.parts import (
    asked_lines,
    base_lines,
    block_check_line,
    check_line,
    described_line,
    fact_lines,
    finding_lines,
    glance_rows,
    is_easy,
    is_number,
    overview_row,
    rule_lines,
    rules_by_week,
    said,
    score_table,
    session_card,
    tier_table,
    volume_table,
    week_title,
)
from solver.report.pictures import Picture, waves_picture, week_pictures
from solver.report.pictures.groups import groups_picture
from solver.report.pictures.waves import Wave, mean_rir
from solver.report.session import legend
from solver.report.verdicts import guardrails_line
from solver.report.wording import clean, count, described, heading, number, planes, totals

if TYPE_CHECKING:
    import pandas as pd


def report_html(content: Reportable) -> str:
    """Return the HTML page of what was read.

    Raises:
        InputError: matplotlib or jinja2 is not installed.

    """
    if isinstance(content, ComparisonFile):
        return _render(comparison_page(content))
    if isinstance(content, BlockAuditFile):
        return _render(_block_audit_page(content))
    if isinstance(content, AuditFile):
        return _render(_audit_page(content))
    return _render(_week_page(content) if content.plan else _block_page(content))


def plan_html(plan: Plan) -> str:
    """Return the HTML page of a plan, checked against the standard catalogue.

    Raises:
        InputError: an exercise is not in the catalogue, or matplotlib or jinja2 not installed.

    """
    from solver.catalogue import load_catalogue  # noqa: PLC0415 - 300 rows, read when needed
    from solver.report.loading import plan_content  # noqa: PLC0415

    return report_html(plan_content(plan, load_catalogue()))


def table_html(
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    title: str,
    notes: Sequence[str] = (),
) -> str:
    """Return an HTML page with a table, as of scenarios side by side.

    Args:
        header: the names of the columns.
        rows: cells in the order of the header; numbers are set flush right.
        title: of the page.
        notes: sentences under the table.

    Raises:
        InputError: jinja2 is not installed.

    """
    table = {
        "header": [said(cell) for cell in header],
        "rows": [[{"text": said(cell), "right": is_number(cell)} for cell in row] for row in rows],
    }
    return _render({"title": clean(title), "table": table, "notes": [clean(n) for n in notes]})


def frame_html(frame: pd.DataFrame, title: str, notes: Sequence[str] = ()) -> str:
    """Return an HTML page with a pandas frame as its table; its index is the first column."""
    header = [frame.index.name or "", *frame.columns]
    rows = [
        [name, *values]
        for name, values in zip(frame.index, frame.itertuples(index=False), strict=True)
    ]
    return table_html(header, rows, title, notes)


def notebook_html(plan: Plan) -> str | None:
    """Return the week's table and the picture of groups, to be shown in a notebook.

    None where matplotlib or jinja2 is not installed: the notebook then shows text.
    """
    picture = groups_picture(plan.measures.groups, plan.rules)
    try:
        page = _template("notebook.html").render(
            title=heading(plan.scenario),
            facts=fact_lines(plan),
            days=glance_rows(plan.sessions),
            picture=_shown(picture),
            disclaimer=DISCLAIMER,
        )
    except InputError:
        return None
    return str(page)


def all_pictures(content: Reportable) -> list[Picture]:
    """Return the pictures of what was read, none drawn yet; of tables alone there are none.

    Those of a block are of its waves and of the first week of each letter.
    """
    if isinstance(content, ComparisonFile | BlockAuditFile):
        return []
    if isinstance(content, AuditFile):
        return list(week_pictures(content.measures, content.rules))
    if content.plan:
        week = content.weeks[0]
        return list(week_pictures(week.measures, week.rules, week.loads))
    return [_waves(content), *(p for _, pictures in _lettered(content) for p in pictures)]


# ---- pages ------------------------------------------------------------------------------------


def _week_page(content: Content) -> dict[str, Any]:
    plan, week, found = content.plan, content.weeks[0], content.audit
    if plan is None or found is None:
        raise AssertionError("a week's page is of a plan")
    title = heading(plan.scenario)
    return {
        "title": title,
        "subtitle": [line for line in (described_line(plan, title), *asked_lines(plan)) if line],
        "facts": fact_lines(plan, week.rules, found.balance_score),
        "check": check_line(found.accepted, found.differences),
        "totals": [totals(week.measures), planes(week.measures)],
        "days": glance_rows(week.sessions),
        "tiers": tier_table(plan),
        "weeks": [
            {"title": "", "id": "week", "sessions": [session_card(s) for s in week.sessions]}
        ],
        "legend": legend(week.sessions),
        "galleries": [{"title": "Pictures", "pictures": _pictures(content)}],
        "rules": rule_lines(week.rules),
        "score": score_table(found.balance_score, found.score_parts),
        "notes": [clean(note) for note in content.notes],
        "advice": [clean(line) for line in content.advice],
    }


def _block_page(content: Content) -> dict[str, Any]:
    scenario, weeks = content.scenario, content.weeks
    title = heading(scenario) if scenario else "Block"
    notes = [clean(note) for note in content.notes]
    if scenario is None:
        notes.append(
            "The file names no scenario: bands and rules are those of the default one "
            "(intermediate, full gym)."
        )
    galleries = [{"title": "The block in pictures", "pictures": [_shown(_waves(content))]}]
    galleries += [
        {"title": name, "pictures": [_shown(picture) for picture in pictures]}
        for name, pictures in _lettered(content)
    ]
    found = content.block_audit
    return {
        "title": f"{title}: {count(len(weeks), 'week')}",
        "subtitle": [clean(described(scenario))]
        if scenario and title != described(scenario)
        else [],
        "facts": [*_lengths(weeks), *(base_lines(found.bases) if found else ())],
        "check": block_check_line(found) if found else None,
        "overview": [overview_row(week) for week in weeks],
        "volume": volume_table(weeks),
        "weeks": [
            {
                "title": week_title(week),
                "id": f"week-{place}",
                "notes": [clean(note) for note in week.notes],
                "sessions": [session_card(session) for session in week.sessions],
            }
            for place, week in enumerate(weeks, start=1)
        ],
        "legend": legend(session for week in weeks for session in week.sessions),
        "galleries": galleries,
        "findings": finding_lines(found.findings) if found else [],
        "rules_by_week": rules_by_week(weeks),
        "questions": [clean(question) for question in content.questions],
        "notes": notes,
        "advice": [clean(line) for line in content.advice],
    }


def _lengths(weeks: Sequence[WeekView]) -> list[str]:
    """Return how many weeks and sets there are; those of a deload are no hard sets (D7)."""
    loading = [week for week in weeks if not is_easy(week)]
    lines = [
        f"{count(len(loading), 'week')} of training: "
        f"{count(sum(week.measures.hard_sets for week in loading), 'hard set')} in all."
    ]
    if easy := [week for week in weeks if is_easy(week)]:
        sets = sum(week.measures.hard_sets for week in easy)
        lines.append(f"{count(len(easy), 'deload week')}: {count(sets, 'easy set')}.")
    return lines


def _block_audit_page(found: BlockAuditFile) -> dict[str, Any]:
    return {
        "title": "Audit of a block",
        "facts": base_lines(found.bases),
        "check": block_check_line(found),
        "findings": finding_lines(found.findings),
    }


def _audit_page(found: AuditFile) -> dict[str, Any]:
    return {
        "title": "Audit of a plan",
        "facts": [
            guardrails_line(found.rules),
            f"Balance score {number(found.balance_score, 1)} of 100.",
        ],
        "check": check_line(found.accepted, found.differences, found.rules),
        "totals": [totals(found.measures), planes(found.measures)],
        "galleries": [{"title": "Pictures", "pictures": _pictures(found)}],
        "rules": rule_lines(found.rules),
        "score": score_table(found.balance_score, found.score_parts),
    }


# ---- pictures ---------------------------------------------------------------------------------


def _pictures(content: Reportable) -> list[dict[str, str]]:
    return [_shown(picture) for picture in all_pictures(content)]


def _shown(picture: Picture) -> dict[str, Any]:
    return {
        "name": picture.name,
        "title": picture.title,
        "words": picture.words,
        "svg": need("markupsafe").Markup(picture.inline()),  # drawn by us, names escaped
    }


def _waves(content: Content) -> Picture:
    return waves_picture(
        [
            Wave(
                f"{week.number}{clean(week.letter)}"[:6],
                week.kind,
                week.wave,
                week.measures.hard_sets,
                mean_rir(week.sessions),
            )
            for week in content.weeks
        ]
    )


def _lettered(content: Content) -> list[tuple[str, list[Picture]]]:
    """Return the pictures of the first week of each letter that is not lighter on purpose."""
    first: dict[str, WeekView] = {}
    for week in content.weeks:
        if not is_easy(week):
            first.setdefault(week.letter, week)
    several = len(first) > 1
    found = []
    for place, (letter, week) in enumerate(first.items(), start=1):
        pictures = week_pictures(week.measures, week.rules, week.loads)
        if several:
            pictures = tuple(picture.named(f"{picture.name}-{place}") for picture in pictures)
        title = f"Pictures of week {week.number} {clean(letter)}".strip()
        found.append((title, list(pictures)))
    return found


# ---- templates --------------------------------------------------------------------------------


def _render(page: dict[str, Any]) -> str:
    text = str(_template("report.html").render(disclaimer=DISCLAIMER, **page))
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip()) + "\n"


@cache
def _environment() -> Any:
    jinja2 = need("jinja2")
    return jinja2.Environment(
        loader=jinja2.PackageLoader("solver.report"),
        autoescape=True,
        undefined=jinja2.ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template(name: str) -> Any:
    get: Callable[[str], Any] = _environment().get_template
    return get(name)
