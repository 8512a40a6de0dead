"""A plan, a block, an audit or a comparison as one HTML file that needs nothing else.

No script, no network (a content policy forbids both), every name escaped by jinja2. It follows the
reader's choice of light or dark, and prints on A4 as a training sheet with blank cells.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from solver.errors import InputError
from solver.plan import DISCLAIMER, Plan, RuleResult, ScorePart, Session
from solver.report.extras import need
from solver.report.loading import AuditFile, ComparisonFile, Content, Reportable, WeekView
from solver.report.pictures import Picture, waves_picture, week_pictures
from solver.report.pictures.groups import groups_picture
from solver.report.pictures.waves import Wave, mean_rir
from solver.report.wording import (
    TIER_VALUES,
    allowance,
    bounds,
    clean,
    count,
    described,
    dose,
    guardrails_line,
    heading,
    item_name,
    legend,
    load,
    mark,
    measured,
    miss,
    number,
    pair_marks,
    plain,
    planes,
    proof,
    rest,
    rules_by_tier,
    session_heading,
    tier_line,
    totals,
    warm_up_blocks,
    warm_up_heading,
    wishes,
)
from solver.rules import Tier

if TYPE_CHECKING:
    import pandas as pd

MOST_DIFFERENCES = 12
"""So many are listed; the audit lists all."""


def report_html(content: Reportable) -> str:
    """Return the HTML page of what was read.

    Raises:
        InputError: matplotlib or jinja2 is not installed.

    """
    if isinstance(content, ComparisonFile):
        rows = [[plain(name), *cells] for name, cells in content.figures]
        title = f"Side by side: {plain(content.varied)}" if content.varied else "Side by side"
        return table_html(["", *content.names], rows, title, content.notes)
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
        "header": [_said(cell) for cell in header],
        "rows": [
            [{"text": _said(cell), "right": _is_number(cell)} for cell in row] for row in rows
        ],
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
            facts=_facts(plan),
            days=_glance(plan.sessions),
            picture=_shown(picture),
            disclaimer=DISCLAIMER,
        )
    except InputError:
        return None
    return str(page)


def all_pictures(content: Reportable) -> list[Picture]:
    """Return the pictures of what was read, none drawn yet; a comparison has none.

    Those of a block are of its waves and of the first week of each letter.
    """
    if isinstance(content, ComparisonFile):
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
        "subtitle": [line for line in (_described(plan, title), *_asked(plan)) if line],
        "facts": _facts(plan, week.rules, found.balance_score),
        "check": _check(found.accepted, found.differences),
        "totals": [totals(week.measures), planes(week.measures)],
        "days": _glance(week.sessions),
        "tiers": _tiers(plan),
        "weeks": [{"title": "", "id": "week", "sessions": [_session(s) for s in week.sessions]}],
        "legend": legend(week.sessions),
        "galleries": [{"title": "Pictures", "pictures": _pictures(content)}],
        "rules": _rules(week.rules),
        "score": _score(found.balance_score, found.score_parts),
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
    sets = sum(week.measures.hard_sets for week in weeks)
    return {
        "title": f"{title}: {count(len(weeks), 'week')}",
        "subtitle": [clean(described(scenario))]
        if scenario and title != described(scenario)
        else [],
        "facts": [f"{count(len(weeks), 'week')}, {count(sets, 'hard set')} in all."],
        "overview": [_overview(week) for week in weeks],
        "volume": _volume(weeks),
        "weeks": [
            {
                "title": _week_title(week),
                "id": f"week-{place}",
                "sessions": [_session(session) for session in week.sessions],
            }
            for place, week in enumerate(weeks, start=1)
        ],
        "legend": legend(session for week in weeks for session in week.sessions),
        "galleries": galleries,
        "rules_by_week": [
            {"title": _week_title(week), "rules": _rules(week.rules, only_missed=True)}
            for week in weeks
            if not _easy(week)
        ],
        "notes": notes,
        "advice": [clean(line) for line in content.advice],
    }


def _audit_page(found: AuditFile) -> dict[str, Any]:
    return {
        "title": "Audit of a plan",
        "facts": [
            guardrails_line(found.rules),
            f"Balance score {number(found.balance_score, 1)} of 100.",
        ],
        "check": _check(found.accepted, found.differences, found.rules),
        "totals": [totals(found.measures), planes(found.measures)],
        "galleries": [{"title": "Pictures", "pictures": _pictures(found)}],
        "rules": _rules(found.rules),
        "score": _score(found.balance_score, found.score_parts),
    }


# ---- parts ------------------------------------------------------------------------------------


def _facts(
    plan: Plan, rules: Sequence[RuleResult] | None = None, score: float | None = None
) -> list[str]:
    """Return proof, guardrails and score; of the plan itself where nothing else is given."""
    return [
        proof(plan),
        guardrails_line(plan.rules if rules is None else rules),
        f"Balance score {number(plan.balance_score if score is None else score, 1)} of 100.",
    ]


def _described(plan: Plan, title: str) -> str:
    said = clean(described(plan.scenario))
    return "" if said == title else said


def _asked(plan: Plan) -> list[str]:
    asked = wishes(plan.scenario)
    return [clean(" · ".join(asked))] if asked else []


def _check(
    accepted: bool, differences: Sequence[str], rules: Sequence[RuleResult] = ()
) -> dict[str, Any]:
    """Return what the audit says: confirmed, or what is wrong."""
    if accepted:
        said = "Checked: every figure is confirmed by counting the exercises again."
        return {"good": True, "said": said, "differences": []}
    lines = [f"{rule.title}: {miss(rule)}" for rule in rules
             if rule.tier is Tier.PHYSICAL and rule.holds is False]  # fmt: skip
    lines += differences
    listed = [clean(line) for line in lines[:MOST_DIFFERENCES]]
    if len(lines) > MOST_DIFFERENCES:
        listed.append(f"and {len(lines) - MOST_DIFFERENCES} more; `evenset audit` lists them")
    said = "Checked: not every figure of the plan is confirmed. Below are those that were counted."
    return {"good": False, "said": said, "differences": listed}


def _glance(sessions: Sequence[Session]) -> list[dict[str, str]]:
    return [
        {
            "heading": clean(session.title).strip() or plain(clean(session.kind)),
            "day": session.day.value.capitalize(),
            "intensity": clean(session.intensity or ""),
            "minutes": str(math.ceil(session.minutes)),
            "sets": str(sum(item.sets for item in session.items)),
            "lifts": ", ".join(item_name(item) for item in session.items),
        }
        for session in sessions
    ]


def _overview(week: WeekView) -> dict[str, str]:
    return {
        "week": f"{week.number} {clean(week.letter)}".strip(),
        "kind": clean(week.kind),
        "intensity": clean(week.intensity or ""),
        "sessions": str(len(week.sessions)),
        "sets": str(week.measures.hard_sets),
        "rir": number(mean_rir(week.sessions), 1),
    }


def _volume(weeks: Sequence[WeekView]) -> dict[str, Any]:
    """Return hard sets of each group by week."""
    return {
        "header": [f"{week.number}{clean(week.letter)}" for week in weeks],
        "rows": [
            (plain(name), [number(week.measures.groups.get(name), 1) for week in weeks])
            for name in weeks[0].measures.groups
        ],
    }


def _week_title(week: WeekView) -> str:
    parts = [f"Week {week.number} {week.letter}".strip(), week.kind, week.intensity or ""]
    return clean(" · ".join(part for part in parts if part))


def _easy(week: WeekView) -> bool:
    return week.kind.casefold() == "deload"


def _session(session: Session) -> dict[str, Any]:
    marks = pair_marks(session)
    pairs = zip(session.items, marks, strict=True)
    groups = []
    for letter, entries in groupby(pairs, key=lambda pair: clean(pair[0].superset or "").strip()):
        items = [
            {
                "mark": pair,
                "name": item_name(item),
                "role": item.role.value,
                "dose": dose(item),
                "facts": _item_facts(item),
                "note": clean(item.note).strip(),
                "sets": range(1, item.sets + 1),
            }
            for item, pair in entries
        ]
        groups.append({"superset": letter, "items": items})
    return {
        "heading": session_heading(session),
        "groups": groups,
        "warm_up": warm_up_heading(session) if session.warm_up else "",
        "blocks": warm_up_blocks(session),
    }


def _item_facts(item: Any) -> list[str]:
    facts = []
    if item.rir is not None:
        facts.append(f"RIR {item.rir}")
    if item.rest_seconds:
        facts.append(f"rest {rest(item)}")
    if item.tempo:
        facts.append(f"tempo {clean(item.tempo)}")
    if item.load:
        facts.append(f"load {load(item)}")
    return facts


def _tiers(plan: Plan) -> list[dict[str, str]]:
    return [
        {
            "name": tier.name.value,
            "value": str(tier.value),
            "bound": str(tier.bound),
            "status": "proved" if tier.status == "optimal" else f"gap {tier.value - tier.bound}",
            "counts": TIER_VALUES[tier.name],
        }
        for tier in plan.tiers
    ]


def _rules(rules: Sequence[RuleResult], only_missed: bool = False) -> list[dict[str, Any]]:
    """Return for each tier how many of its rules hold, and in words those that do not."""
    tiers = []
    for tier, asked, free in rules_by_tier(rules):
        missed = [rule for rule in asked if rule.holds is False]
        if only_missed and not missed:
            continue
        lines = [{"mark": mark(rule), "text": _missed(rule)} for rule in missed]
        aside = [clean(allowance(rule)) for rule in free] if missed else []
        tiers.append({"title": tier_line(tier, asked), "missed": lines, "aside": aside})
    return tiers


def _missed(rule: RuleResult) -> str:
    asked = bounds(rule.lower, rule.upper)
    found = f"found {measured(rule)}" + (f", asked {asked}" if asked else "")
    return clean(f"{rule.title}: {found}, {miss(rule)}.")


def _score(score: float, parts: Sequence[ScorePart]) -> dict[str, Any]:
    rows = [(clean(part.name), f"{part.mark:.2f}", str(part.weight)) for part in parts]
    return {"title": f"Balance score {number(score, 1)} of 100", "rows": rows}


def _said(cell: object) -> str:
    """Return a cell of a table as text: numbers without idle zeros, a dash for nothing."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if _is_number(cell):
        return number(float(cell))  # type: ignore[arg-type]
    return clean(str(cell))


def _is_number(cell: object) -> bool:
    if isinstance(cell, bool | str) or not hasattr(cell, "__float__"):
        return False
    return math.isfinite(float(cell))


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
                week.intensity or "",
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
        if not _easy(week):
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
