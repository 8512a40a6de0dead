"""A plan or an audit as text for a terminal: legible without colour, about 100 columns wide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from solver.plan import Plan, RuleResult, ScorePart, Session, TierResult
from solver.report.page import BAD, GOOD, QUIET, STRONG, WARN, Cell, Page
from solver.report.session import (
    RAMP,
    dose,
    footnotes,
    legend,
    load,
    noted_name,
    pair_marks,
    rest,
    session_heading,
    superscript,
    warm_up_blocks,
    warm_up_heading,
)
from solver.report.verdicts import (
    TIER_VALUES,
    UNITS,
    allowance,
    families,
    family_of,
    family_title,
    guardrails_line,
    mark,
    measured,
    member_of,
    miss,
    rules_by_tier,
    tier_line,
)
from solver.report.volume import add_volume
from solver.report.wording import (
    bounds,
    clean,
    count,
    described,
    heading,
    number,
    plain,
    planes,
    proof,
    span,
    totals,
    wishes,
)
from solver.rules import Tier

if TYPE_CHECKING:
    from solver.auditing import AuditReport

WIDEST = 16
"""What a column of words may be wide at most; longer cells wrap."""

NARROWEST_NAME = 12

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
    if plan.advice:
        page.section("Around the training")
        for line in plan.advice:
            page.bullet(line)
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
    """Add a heading, the warm-up and a table for each session; all have the same columns."""
    page.section("Week")
    numbers = footnotes(sessions)
    columns = _columns(page, sessions)
    tables = [list(_item_rows(session, columns, numbers)) for session in sessions]
    widths = _widths(page, columns, [row for rows in tables for row in rows])
    for session, rows in zip(sessions, tables, strict=True):
        if session is not sessions[0]:
            page.line()
        page.line(session_heading(session), STRONG)
        if session.warm_up:
            page.line(warm_up_heading(session), QUIET, indent=2)
            page.table(_warm_up_rows(session), fixed=(0,), indent=4)
        right = [columns.index(title) for title in ("#", "RIR", "Rest")]
        page.table(rows, header=columns, right=right, fixed=_unwrapped(columns), widths=widths)
    page.line()
    page.line(legend(sessions), QUIET, indent=2)
    if numbers:
        page.line()
        notes = [(superscript(number), phrase) for phrase, number in numbers.items()]
        page.table(notes, right=(0,), gap=1)


def _warm_up_rows(session: Session) -> Iterable[Sequence[Cell]]:
    """Yield a row for each block; ramp sets have one for each lift."""
    for name, lines in warm_up_blocks(session):
        rows = lines if name.lower() == RAMP else [", ".join(lines)]
        for index, words in enumerate(rows):
            yield ("" if index else name, QUIET), (words, QUIET)


def _columns(page: Page, sessions: Sequence[Session]) -> list[str]:
    items = [item for session in sessions for item in session.items]
    columns = ["#", *[""] * any(item.superset for item in items), "Exercise"]
    columns += ["Role"] * page.roomy + ["Sets × reps", "RIR"]
    columns += ["Tempo"] * (page.roomy and any(item.tempo for item in items))
    return [*columns, "Rest", *["Load"] * any(item.load for item in items)]


def _unwrapped(columns: Sequence[str]) -> list[int]:
    return [index for index, title in enumerate(columns) if title in ("", "Role", "Sets × reps")]


def _widths(page: Page, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[int, int]:
    """Return the width of each column, the names taking what the others leave."""
    needs = [max(map(len, cells)) for cells in zip(columns, *rows, strict=True)]
    widths = {
        index: need if title in ("", "Role", "Sets × reps") else min(need, WIDEST)
        for index, (title, need) in enumerate(zip(columns, needs, strict=True))
    }
    names = columns.index("Exercise")
    left = page.room(len(columns)) - sum(widths[i] for i in widths if i != names)
    widths[names] = min(needs[names], max(left, NARROWEST_NAME))
    return widths


def _item_rows(
    session: Session, columns: Sequence[str], numbers: Mapping[str, int]
) -> Iterable[list[str]]:
    marks = pair_marks(session)
    for order, (item, pair) in enumerate(zip(session.items, marks, strict=True), start=1):
        cells = {
            "#": str(order),
            "": pair,
            "Exercise": noted_name(item, numbers),
            "Role": item.role.value,
            "Sets × reps": dose(item),
            "RIR": "–" if item.rir is None else str(item.rir),
            "Tempo": clean(item.tempo or ""),
            "Rest": rest(item),
            "Load": load(item),
        }
        yield [cells[title] for title in columns]


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
