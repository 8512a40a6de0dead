"""A plan or an audit as text for a terminal: legible without colour, about 100 columns wide."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from solver.plan import Plan, RuleResult, ScorePart, Session, TierResult
from solver.report.page import BAD, GOOD, QUIET, STRONG, WARN, Cell, Page
from solver.report.volume import add_volume
from solver.report.wording import (
    LEGEND,
    TIER_VALUES,
    UNITS,
    allowance,
    bounds,
    count,
    described,
    dose,
    families,
    family_of,
    family_title,
    guardrails_line,
    heading,
    item_name,
    mark,
    measured,
    member_of,
    miss,
    number,
    plain,
    planes,
    proof,
    rest,
    rules_by_tier,
    session_heading,
    span,
    tier_line,
    totals,
    wishes,
)
from solver.rules import Tier

if TYPE_CHECKING:
    from solver.auditing import AuditReport

MARK_STYLES = {True: GOOD, False: BAD, None: QUIET}
SCORE_BAR = 20


def plan_text(plan: Plan, *, width: int = 100, colour: bool = False) -> str:
    """Return a plan for reading in a terminal: sessions, volume, rules, proof, score.

    Args:
        plan: a plan, solved or read from a file.
        width: columns to fill; 100 shows everything best, below 72 lines get crowded.
        colour: with ANSI colours, which say nothing that the text does not.

    """
    page = Page(width, colour=colour)
    _add_top(page, plan)
    _add_sessions(page, plan.sessions)
    add_volume(page, plan.measures, plan.rules)
    _add_rules(page, plan.rules)
    _add_tiers(page, plan)
    _add_score(page, plan.balance_score, plan.score_parts)
    if plan.notes:
        page.section("Notes")
        for note in plan.notes:
            page.bullet(note)
    return page.close()


def audit_text(report: AuditReport, *, width: int = 100, colour: bool = False) -> str:
    """Return an audit for reading in a terminal; the first line says accepted or what is wrong.

    Args:
        report: what the audit found.
        width: columns to fill.
        colour: with ANSI colours, which say nothing that the text does not.

    """
    page = Page(width, colour=colour)
    _add_verdict(page, report)
    page.line(guardrails_line(report.rules))
    page.line(f"Balance score {number(report.balance_score, 1)} of 100.")
    page.line(totals(report.measures), QUIET)
    page.line(planes(report.measures), QUIET)
    add_volume(page, report.measures, report.rules)
    _add_rules(page, report.rules)
    page.section("Cost of each tier, recomputed")
    page.table(
        [
            (tier.value, str(cost), (TIER_VALUES[tier], QUIET))
            for tier, cost in report.costs.items()
        ],
        header=("Tier", "Value", ""),
        right=(1,),
    )
    _add_score(page, report.balance_score, report.score_parts)
    return page.close()


# ---- the top ----------------------------------------------------------------------------------


def _add_top(page: Page, plan: Plan) -> None:
    title = heading(plan.scenario)
    page.line(title, STRONG)
    if title != described(plan.scenario):
        page.line(described(plan.scenario))
    if asked := wishes(plan.scenario):
        page.line(" · ".join(asked), QUIET)
    page.line(proof(plan), GOOD if plan.status == "optimal" else WARN)
    page.line(guardrails_line(plan.rules), BAD if plan.broken() else GOOD)
    page.line(f"Balance score {number(plan.balance_score, 1)} of 100.")
    page.line(totals(plan.measures), QUIET)
    page.line(planes(plan.measures), QUIET)


def _add_verdict(page: Page, report: AuditReport) -> None:
    if report.accepted:
        page.line("Accepted: no physical rule is broken and no figure of the plan is wrong.", GOOD)
        return
    broken = [r for r in report.rules if r.tier is Tier.PHYSICAL and r.holds is False]
    faults = []
    if broken:
        faults.append(f"physical rules broken: {len(broken)}")
    if report.differences:
        faults.append(f"figures that differ from what the audit finds: {len(report.differences)}")
    page.line(f"Not accepted; {'; '.join(faults)}.", BAD)
    for rule in broken:
        page.bullet(f"{rule.title} ({rule.id}): {miss(rule)}")
    for difference in report.differences:
        page.bullet(difference)


# ---- sessions ---------------------------------------------------------------------------------


def _add_sessions(page: Page, sessions: Sequence[Session]) -> None:
    """Add all sessions as one table, so that their columns stand under one another."""
    page.section("Week")
    items = [item for session in sessions for item in session.items]
    columns = ["Role"] * page.roomy + ["Sets × reps", "RIR", "Rest"]
    columns += ["Load"] * any(item.load for item in items)
    columns += ["Pair"] * any(item.superset for item in items)
    rows: list[Sequence[Cell]] = []
    for session in sessions:
        if rows:
            rows.append([""] * (1 + len(columns)))
        rows.append([(session_heading(session), STRONG), *((title, QUIET) for title in columns)])
        if session.warm_up:
            seconds = sum(step.seconds for step in session.warm_up)
            drills = ", ".join(plain(step.drill) for step in session.warm_up)
            words = f"    Warm-up, {math.ceil(seconds / 60)} min: {drills}"
            rows.append([(words, QUIET), *[""] * len(columns)])
        rows += _item_rows(session, columns)
    page.table(
        rows,
        right=[1 + columns.index("RIR"), 1 + columns.index("Rest")],
        fixed=[1 + columns.index("Sets × reps")],
    )
    page.line()
    pairs = " Pair: those with the same letter alternate." if "Pair" in columns else ""
    page.line(LEGEND + pairs, QUIET, indent=2)


def _item_rows(session: Session, columns: Sequence[str]) -> Iterable[list[Cell]]:
    for order, item in enumerate(session.items, start=1):
        cells: dict[str, Cell] = {
            "Role": (item.role.value, QUIET),
            "Sets × reps": dose(item),
            "RIR": "–" if item.rir is None else str(item.rir),
            "Rest": rest(item),
            "Load": item.load or "",
            "Pair": item.superset or "",
        }
        yield [f"{order:>3} {item_name(item)}", *(cells[title] for title in columns)]


# ---- rules ------------------------------------------------------------------------------------


def _add_rules(page: Page, rules: Sequence[RuleResult]) -> None:
    """Add every guardrail, of other tiers what is broken and how many hold."""
    page.section("Rules")
    tiers = rules_by_tier(rules)
    if any(rule.holds is False for _, asked, _ in tiers for rule in asked):
        page.line(UNITS, QUIET, indent=2)
    for tier, asked, free in tiers:
        page.line()
        page.line(tier_line(tier, asked), STRONG, indent=2)
        page.table(_tier_rows(tier, asked), right=(2,), fixed=(0, 3, 4))
        if any(rule.holds is False for rule in asked):
            for rule in free:
                page.line(allowance(rule), QUIET, indent=2)


def _tier_rows(tier: Tier, rules: Sequence[RuleResult]) -> Iterable[Sequence[Cell]]:
    broken = [rule for rule in rules if rule.holds is False]
    if tier is Tier.BALANCE:
        yield from _missed_rows(broken)
        return
    yield from map(_rule_row, broken)
    if tier is Tier.GUARDRAILS:
        yield from _held_rows([rule for rule in rules if rule.holds])
        yield from (_rule_row(rule) for rule in rules if rule.holds is None)


def _rule_row(rule: RuleResult) -> Sequence[Cell]:
    style = MARK_STYLES[rule.holds]
    if rule.holds is False and rule.tier in (Tier.BALANCE, Tier.PLAINNESS):
        style = WARN
    remark = "not applicable" if rule.holds is None else miss(rule)
    title = rule.title if rule.holds else f"{rule.title} ({rule.id})"
    asked = bounds(rule.lower, rule.upper)
    return [(mark(rule), style), title, (measured(rule), STRONG), asked, (remark, style)]


def _missed_rows(rules: Sequence[RuleResult]) -> Iterable[Sequence[Cell]]:
    """Yield wishes that are missed; those of one template share a row."""
    for name, members in families(rules, family_of):
        if not name:
            yield from map(_rule_row, members)
            continue
        title = family_title([rule.title for rule in members])
        listed = ", ".join(f"{member_of(rule)} {miss(rule)}" for rule in members)
        signs = {mark(rule) for rule in members}
        sign = signs.pop() if len(signs) == 1 else "↕"
        yield [
            (sign, WARN),
            f"{title} ({name}): {listed}",
            "",
            "",
            (f"{len(members)} missed", WARN),
        ]


def _held_rows(rules: Sequence[RuleResult]) -> Iterable[Sequence[Cell]]:
    """Yield rules that hold; those of one template share a row, each with what was measured."""
    for name, members in families(rules, _template):
        if not name:
            yield from map(_rule_row, members)
            continue
        written = name.endswith(".*")
        title = family_title([rule.title for rule in members]) if written else name
        asked = {bounds(rule.lower, rule.upper) for rule in members}
        listed = ", ".join(
            f"{member_of(rule) if written else rule.title.partition(': ')[2]} {measured(rule)}"
            + ("" if len(asked) == 1 else f" ({bounds(rule.lower, rule.upper).replace('≥ ', '≥')})")
            for rule in members
        )
        found = span(rule.measured for rule in members)
        bound = asked.pop() if len(asked) == 1 else ""
        yield [("✓", GOOD), f"{title}: {listed}", (found, STRONG), bound, ""]


def _template(rule: RuleResult) -> str:
    """Return the rule's template, or the part of its title that it shares with its like."""
    head, colon, _ = rule.title.partition(": ")
    return family_of(rule) or (head if colon else "")


# ---- proof and score --------------------------------------------------------------------------


def _add_tiers(page: Page, plan: Plan) -> None:
    page.section("Proof, tier by tier")
    page.line("Each tier is brought to its best, then held while the next is.", QUIET, indent=2)
    seconds = plan.run.seconds_per_tier if plan.run else {}
    header = ["Tier", "Value", "Bound", "Status", *["Seconds"] * bool(seconds), ""]
    right = (1, 2, 4) if seconds else (1, 2)
    page.table(
        [_tier_row(tier, seconds) for tier in plan.tiers], header=header, right=right, fixed=(0, 3)
    )
    if plan.run:
        names = {tier.name.value for tier in plan.tiers}
        further = [
            f"{plain(name)} {number(took, 1)} s"
            for name, took in seconds.items()
            if name not in names
        ]
        whole = f"{number(plan.run.seconds, 1)} s in all with {count(plan.run.workers, 'worker')}"
        steps = f"; further steps: {', '.join(further)}" if further else ""
        page.line(whole + steps, QUIET, indent=2)


def _tier_row(tier: TierResult, seconds: dict[str, float]) -> Sequence[Cell]:
    proved = tier.status == "optimal"
    status = "proved" if proved else f"gap {tier.value - tier.bound}"
    row: list[Cell] = [tier.name.value, str(tier.value), str(tier.bound)]
    row.append((status, GOOD if proved else WARN))
    if seconds:
        took = seconds.get(tier.name.value)
        row.append("" if took is None else "<0.1" if took < 0.05 else f"{took:.1f}")
    return [*row, (TIER_VALUES[tier.name], QUIET)]


def _add_score(page: Page, score: float, parts: Sequence[ScorePart]) -> None:
    page.section(f"Balance score {number(score, 1)} of 100")
    page.line(
        "Each mark is 1 in the middle of its band, 0.9 at the edges, and falls to 0 outside.",
        QUIET,
        indent=2,
    )
    page.table(
        [
            (part.name, f"{part.mark:.2f}", _score_bar(part.mark), str(part.weight))
            for part in parts
        ],
        header=("Part", "Mark", "", "Weight"),
        right=(1, 3),
        fixed=(2,),
    )


def _score_bar(value: float) -> str:
    filled = round(min(max(value, 0.0), 1.0) * SCORE_BAR)
    return "█" * filled + "·" * (SCORE_BAR - filled)
