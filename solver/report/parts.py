"""What the parts of the HTML page hold, as plain words and lists for its templates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from solver.plan import Item, Plan, RuleResult, ScorePart, Session
from solver.report.loading import BaseFile, BlockAuditFile, FindingFile, WeekView
from solver.report.pictures.waves import mean_rir
from solver.report.session import (
    dose,
    item_name,
    load,
    pair_marks,
    rest,
    session_heading,
    warm_up_blocks,
    warm_up_heading,
)
from solver.report.verdicts import (
    TIER_VALUES,
    allowance,
    guardrails_line,
    mark,
    measured,
    miss,
    rules_by_tier,
    tier_line,
)
from solver.report.wording import (
    DELOAD,
    bounds,
    clean,
    described,
    effort,
    number,
    plain,
    proof,
    wishes,
)
from solver.rules import Tier

MOST_DIFFERENCES = 12
"""So many are listed; the audit lists all."""


def fact_lines(
    plan: Plan, rules: Sequence[RuleResult] | None = None, score: float | None = None
) -> list[str]:
    """Return proof, guardrails and score; of the plan itself where nothing else is given."""
    return [
        proof(plan),
        guardrails_line(plan.rules if rules is None else rules),
        f"Balance score {number(plan.balance_score if score is None else score, 1)} of 100.",
    ]


def described_line(plan: Plan, title: str) -> str:
    """Return what was asked for in a line; nothing where the title says it."""
    said = clean(described(plan.scenario))
    return "" if said == title else said


def asked_lines(plan: Plan) -> list[str]:
    """Return what was asked for beyond days, equipment and level, in a line if at all."""
    asked = wishes(plan.scenario)
    return [clean(" · ".join(asked))] if asked else []


def check_line(
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


def glance_rows(sessions: Sequence[Session]) -> list[dict[str, str]]:
    """Return a row for each session: day, name, minutes, sets, exercises."""
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


def overview_row(week: WeekView) -> dict[str, str]:
    """Return a week of a block in a row."""
    return {
        "week": f"{week.number} {clean(week.letter)}".strip(),
        "effort": effort(week.kind, week.wave),
        "sessions": str(len(week.sessions)),
        "sets": str(week.measures.hard_sets),
        "rir": number(mean_rir(week.sessions), 1),
    }


def volume_table(weeks: Sequence[WeekView]) -> dict[str, Any]:
    """Return hard sets of each group by week."""
    return {
        "header": [f"{week.number}{clean(week.letter)}" for week in weeks],
        "rows": [
            (plain(name), [number(week.measures.groups.get(name), 1) for week in weeks])
            for name in weeks[0].measures.groups
        ],
    }


def week_title(week: WeekView) -> str:
    """Return what a week of a block is called."""
    parts = [f"Week {week.number} {week.letter}".strip(), effort(week.kind, week.wave)]
    return clean(" · ".join(part for part in parts if part))


def is_easy(week: WeekView) -> bool:
    """Tell whether a week is lighter on purpose: rules are not held against it."""
    return week.kind.strip().casefold() == DELOAD


def session_card(session: Session) -> dict[str, Any]:
    """Return a session: heading, warm-up, items with those of a superset together."""
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


def _item_facts(item: Item) -> list[str]:
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


def tier_table(plan: Plan) -> list[dict[str, str]]:
    """Return value, bound and status of each tier."""
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


def rule_lines(rules: Sequence[RuleResult], only_missed: bool = False) -> list[dict[str, Any]]:
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


def rules_by_week(weeks: Sequence[WeekView]) -> list[dict[str, Any]]:
    """Return what is missed in weeks that are not easy; weeks that miss the same stand together."""
    found: list[tuple[list[WeekView], list[dict[str, Any]]]] = []
    for week in weeks:
        if is_easy(week):
            continue
        lines = rule_lines(week.rules, only_missed=True)
        same = next((members for members, others in found if others == lines), None)
        if same is None:
            found.append(([week], lines))
        else:
            same.append(week)
    return [{"title": _weeks_title(members), "rules": lines} for members, lines in found]


def _weeks_title(weeks: Sequence[WeekView]) -> str:
    if len(weeks) == 1:
        return week_title(weeks[0])
    numbers = [clean(f"{week.number} {week.letter}").strip() for week in weeks]
    return f"Weeks {', '.join(numbers[:-1])} and {numbers[-1]}"


def base_lines(bases: Sequence[BaseFile]) -> list[str]:
    """Return the score and the guardrails of each base week, a line each."""
    lines = []
    for base in bases:
        kept = "every guardrail kept" if not base.broken else f"not kept: {', '.join(base.broken)}"
        score = number(base.balance_score, 1)
        lines.append(clean(f"Week {base.letter} by itself: balance score {score} of 100, {kept}."))
    return lines


def block_check_line(found: BlockAuditFile) -> dict[str, Any]:
    """Return what the audit of a block says: all holds, or what does not."""
    if found.accepted:
        said = "Checked: the block keeps everything that a block must keep."
        return {"good": True, "said": said, "differences": []}
    lines = [_finding(f) for f in found.findings if f.holds is False and f.tier == "block"]
    said = "Checked: the block does not keep everything that a block must keep."
    return {"good": False, "said": said, "differences": lines}


def finding_lines(findings: Sequence[FindingFile]) -> list[dict[str, str]]:
    """Return what a block must keep: a mark, and where it does not hold, the places."""
    marks = {True: "✓", False: "✗", None: "–"}
    words = {True: "holds", False: "does not hold", None: "does not apply"}
    return [
        {"mark": marks[found.holds], "word": words[found.holds], "text": _finding(found)}
        for found in findings
    ]


def _finding(found: FindingFile) -> str:
    faults = "; ".join(found.faults)
    return clean(f"{found.title}: {faults}" if faults else found.title)


def score_table(score: float, parts: Sequence[ScorePart]) -> dict[str, Any]:
    """Return the score and its parts."""
    rows = [(clean(part.name), f"{part.mark:.2f}", str(part.weight)) for part in parts]
    return {"title": f"Balance score {number(score, 1)} of 100", "rows": rows}


def said(cell: object) -> str:
    """Return a cell of a table as text: numbers without idle zeros, a dash for nothing."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if is_number(cell):
        return number(float(cell))  # type: ignore[arg-type]
    return clean(str(cell))


def is_number(cell: object) -> bool:
    """Tell whether a cell is a finite number, of whatever type."""
    if isinstance(cell, bool | str) or not hasattr(cell, "__float__"):
        return False
    return math.isfinite(float(cell))
