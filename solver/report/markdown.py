"""A plan as Markdown (GitHub's dialect), for a wiki, an issue or a note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from solver.plan import DISCLAIMER, Plan, RuleResult, Session
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
    guardrails_line,
    mark,
    measured,
    miss,
    rules_by_tier,
    tier_line,
)
from solver.report.volume import bands
from solver.report.wording import (
    bounds,
    clean,
    described,
    heading,
    number,
    plain,
    planes,
    proof,
    totals,
    wishes,
)
from solver.rules import Tier

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL = re.compile(r"[\\`*\[\]|~$]|(?<!\w)_|_(?!\w)")
_LINK = re.compile(r"(?<=www)\.|:(?=//)", re.IGNORECASE)
"""Where a bare address, which some dialects make a link of, can be broken."""

_BLOCK_START = re.compile(r"^(?:[#+\-=]|\d+(?=[.)]))")


def plan_markdown(plan: Plan) -> str:
    """Return a plan as Markdown: sessions, groups, rules, proof, notes, advice, the disclaimer.

    Names and titles are escaped, so that none of them is read as a table, a link or HTML.
    """
    blocks = [*_top(plan), "## Week"]
    numbers = footnotes(plan.sessions)
    for session in plan.sessions:
        blocks += _session(session, numbers)
    blocks += [paragraph(legend(plan.sessions)), *_footnotes(numbers)]
    blocks += ["## Hard sets a week", _groups(plan), _muscles(plan)]
    blocks += ["## Rules", *_rules(plan.rules)]
    blocks += ["## Proof", paragraph(proof(plan)), _tiers(plan)]
    blocks += [f"## Balance score {number(plan.balance_score, 1)} of 100", _score(plan)]
    if plan.notes:
        blocks += ["## Notes", "\n".join(f"- {paragraph(note)}" for note in plan.notes)]
    if plan.advice:
        lines = [f"- {paragraph(line)}" for line in plan.advice]
        blocks += ["## Around the training", "\n".join(lines)]
    return "\n\n".join([*blocks, "---", paragraph(DISCLAIMER)]) + "\n"


def weeks_markdown(
    title: str,
    weeks: Sequence[tuple[str, Sequence[Session], Sequence[str]]],
    advice: Sequence[str],
) -> str:
    """Return weeks of sessions as Markdown: what is trained, without rules and proof.

    Args:
        title: of the whole.
        weeks: heading, sessions and notes of each.
        advice: sentences beside them.

    """
    everything = [session for _, sessions, _ in weeks for session in sessions]
    numbers = footnotes(everything)
    blocks = [f"# {escape(title)}"]
    for name, sessions, notes in weeks:
        blocks += [f"## {escape(name)}", *map(paragraph, notes)]
        for session in sessions:
            blocks += _session(session, numbers)
    blocks += [paragraph(legend(everything)), *_footnotes(numbers)]
    if advice:
        blocks += ["## Around the training", "\n".join(f"- {paragraph(line)}" for line in advice)]
    return "\n\n".join([*blocks, "---", paragraph(DISCLAIMER)]) + "\n"


def escape(text: str) -> str:
    """Return the text on one line, shown by Markdown as it stands within a line or a cell."""
    spelled = _SPECIAL.sub(lambda found: f"\\{found.group()}", clean(text).strip())
    spelled = "".join(_ENTITIES.get(char, char) for char in spelled)
    return _LINK.sub(lambda found: f"&#{ord(found[0])};", spelled)


def paragraph(text: str) -> str:
    """Return the text escaped to stand by itself: its beginning makes no heading and no list."""
    return _BLOCK_START.sub(_defused, escape(text))


def _defused(found: re.Match[str]) -> str:
    start = found.group()
    return f"{start}\\" if start.isdigit() else f"\\{start}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Return a table; cells are escaped. ``right`` names the columns set flush right."""
    lines = [
        _row(map(escape, header)),
        _row("---:" if index in right else "---" for index in range(len(header))),
        *(_row(map(escape, row)) for row in rows),
    ]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _top(plan: Plan) -> list[str]:
    title = heading(plan.scenario)
    lines = [f"# {escape(title)}"]
    if title != described(plan.scenario):
        lines.append(paragraph(described(plan.scenario)))
    if asked := wishes(plan.scenario):
        lines.append(paragraph(" · ".join(asked)))
    score = f"Balance score {number(plan.balance_score, 1)} of 100."
    facts = (proof(plan), guardrails_line(plan.rules), score)
    lines.append("\n".join(f"- {escape(fact)}" for fact in facts))
    return [*lines, paragraph(totals(plan.measures)), paragraph(planes(plan.measures))]


def _session(session: Session, numbers: Mapping[str, int]) -> list[str]:
    blocks = [f"### {escape(session_heading(session))}"]
    if session.warm_up:
        lines = [
            f"- {escape(name)}: {escape(('; ' if name.lower() == RAMP else ', ').join(what))}"
            for name, what in warm_up_blocks(session)
        ]
        blocks += [paragraph(f"{warm_up_heading(session)}:"), "\n".join(lines)]
    return [*blocks, _items(session, numbers)]


def _items(session: Session, numbers: Mapping[str, int]) -> str:
    paired = any(item.superset for item in session.items)
    timed = any(item.tempo for item in session.items)
    loaded = any(item.load for item in session.items)
    header = ["#", *["Pair"] * paired, "Exercise", "Role", "Sets × reps", "RIR"]
    header += [*["Tempo"] * timed, "Rest", *["Load"] * loaded]
    rows = [
        [
            str(order),
            *[pair] * paired,
            noted_name(item, numbers),
            item.role.value,
            dose(item),
            "–" if item.rir is None else str(item.rir),
            *[item.tempo or ""] * timed,
            rest(item),
            *[load(item)] * loaded,
        ]
        for order, (item, pair) in enumerate(
            zip(session.items, pair_marks(session), strict=True), start=1
        )
    ]
    return table(header, rows, right=[header.index(title) for title in ("#", "RIR", "Rest")])


def _footnotes(numbers: Mapping[str, int]) -> list[str]:
    """Return what the raised numbers mean, a line each."""
    lines = [f"{superscript(number)} {escape(phrase)}" for phrase, number in numbers.items()]
    return ["  \n".join(lines)] if lines else []


def _groups(plan: Plan) -> str:
    asked = bands(plan.rules, "group", plan.measures.groups)
    rows = []
    for name, sets in plan.measures.groups.items():
        band = asked[name]
        sign, words, _ = band.verdict()
        limits = bounds(band.least, band.most)
        target = bounds(band.low, band.high)
        rows.append([plain(name), f"{sets:.1f}", limits, target, f"{sign} {words}".strip()])
    return table(("Group", "Hard sets", "Limits", "Target", ""), rows, right=(1,))


def _muscles(plan: Plan) -> str:
    rows = [
        (plain(name), number(volume.direct), f"{volume.fractional:.1f}")
        for name, volume in plan.measures.muscles.items()
    ]
    return table(("Muscle", "Direct sets", "Fractional sets"), rows, right=(1, 2))


def _rules(rules: Sequence[RuleResult]) -> list[str]:
    """Return every guardrail, and of other tiers what is broken and how many hold."""
    blocks = [paragraph(UNITS)]
    for tier, asked, free in rules_by_tier(rules):
        blocks.append(f"**{tier_line(tier, asked)}**")
        shown = [rule for rule in asked if rule.holds is False]
        spent = [paragraph(allowance(rule)) for rule in free if shown]
        if tier is Tier.GUARDRAILS:
            shown = sorted(asked, key=lambda rule: (rule.holds is not False, rule.holds is None))
        rows = [
            (mark(r), r.title, measured(r), bounds(r.lower, r.upper), _remark(r), r.id)
            for r in shown
        ]
        if rows:
            blocks.append(table(("", "Rule", "Measured", "Asked", "", "Id"), rows, right=(2,)))
        blocks += spent
    return blocks


def _remark(rule: RuleResult) -> str:
    return "not applicable" if rule.holds is None else miss(rule)


def _tiers(plan: Plan) -> str:
    seconds = plan.run.seconds_per_tier if plan.run else {}
    rows = [
        (
            tier.name.value,
            str(tier.value),
            str(tier.bound),
            "proved" if tier.status == "optimal" else f"gap {tier.value - tier.bound}",
            number(seconds.get(tier.name.value), 1) if seconds else "–",
            TIER_VALUES[tier.name],
        )
        for tier in plan.tiers
    ]
    return table(("Tier", "Value", "Bound", "Status", "Seconds", "Counts"), rows, right=(1, 2, 4))


def _score(plan: Plan) -> str:
    rows = [(part.name, f"{part.mark:.2f}", str(part.weight)) for part in plan.score_parts]
    return table(("Part", "Mark", "Weight"), rows, right=(1, 2))
