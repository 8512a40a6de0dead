"""The rules as a list: what each asks, how much it weighs, and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction

from solver.plan import DISCLAIMER
from solver.report.markdown import paragraph, table
from solver.report.page import QUIET, STRONG, Page
from solver.report.verdicts import families, family_of, family_title
from solver.report.wording import bounds, count, number, span
from solver.rules import (
    AllowanceRule,
    AnyRule,
    ApartRule,
    BoundRule,
    EvenSessionsRule,
    ImpliesRule,
    LoadKindsRule,
    RatioRule,
    Scope,
    SpacingRule,
    SpreadRule,
    StructureRule,
    Tier,
)

TIER_WORDS = {
    Tier.PHYSICAL: "never broken",
    Tier.GUARDRAILS: "broken only where nothing else is possible, and then named",
    Tier.BALANCE: "within the guardrails, as near as can be",
    Tier.PLAINNESS: "among equally balanced weeks, the plainer one",
    Tier.STIMULUS: "spare sets go where they help most",
}
"""What it means for a rule to stand in a tier."""

CERTAINTY = (
    "Weight: cost of one unit of shortfall. Source: R and D in docs/requirements.md, others in "
    "docs/evidence.md. Certainty: how well it is supported, from A (studies) to D (judgement)."
)


def rules_text(rules: Iterable[AnyRule], width: int = 100) -> str:
    """Return the rules for reading in a terminal, by tier; a family of rules shares an entry.

    Args:
        rules: as ``Scenario.make_rules`` returns them.
        width: columns to fill.

    """
    rules = tuple(rules)
    page = Page(width)
    page.line(f"{count(len(rules), 'rule')}, in the order in which they count.", STRONG)
    page.line(CERTAINTY, QUIET)
    for tier in Tier:
        mine = [rule for rule in rules if rule.tier is tier]
        if not mine:
            continue
        page.section(f"{tier.value.capitalize()} ({len(mine)}): {TIER_WORDS[tier]}")
        for name, members in families(mine, family_of):
            page.bullet(f"{name or members[0].id}: {_asks(members)}")
            page.line(_facts_line(members), QUIET, indent=6)
    return page.close()


def rules_json(rules: Iterable[AnyRule]) -> str:
    """Return the rules as a JSON list; each can stand in a scenario's ``add_rules`` again.

    Fields without a value are left out, as are the parts of a measure that are not set.
    """
    return json.dumps([_plain(rule) for rule in rules], indent=2, ensure_ascii=False)


def rules_markdown(rules: Iterable[AnyRule]) -> str:
    """Return the rules as Markdown, a table for each tier, with the reasons for numbers."""
    rules = tuple(rules)
    blocks = ["# Rules", paragraph(CERTAINTY)]
    for tier in Tier:
        mine = [rule for rule in rules if rule.tier is tier]
        if mine:
            blocks.append(f"## {tier.value.capitalize()}: {TIER_WORDS[tier]}")
            rows = [_markdown_row(name, members) for name, members in families(mine, family_of)]
            header = ("Id", "Asks", "Bounds", "Weight", "Source", "Certainty", "Reason")
            blocks.append(table(header, rows, right=(3,)))
    return "\n\n".join([*blocks, "---", paragraph(DISCLAIMER)]) + "\n"


def rule_bounds(  # noqa: PLR0911 - one line for each kind of rule
    rule: AnyRule,
) -> str:
    """Return the numbers of a rule in words: ``≥ 8``, ``1.25 to 1.5``, ``48 h apart``."""
    match rule:
        case BoundRule():
            each = " each session" if rule.scope is Scope.SESSION else ""
            return bounds(rule.lower, rule.upper) + each
        case RatioRule():
            return bounds(_float(rule.lower), _float(rule.upper))
        case ImpliesRule():
            return bounds(rule.at_least, None)
        case SpreadRule():
            return f"{bounds(None, float(rule.at_most))} times"
        case LoadKindsRule():
            return bounds(None, rule.at_most)
        case AllowanceRule():
            return f"{rule.at_most} free, then steps of {rule.step}"
        case SpacingRule():
            return f"{rule.hours} h; {rule.heavy_hours} h from {number(rule.heavy)} sets"
        case ApartRule():
            return f"{rule.hours} h"
        case EvenSessionsRule():
            return f"{bounds(None, rule.within)} min"
        case StructureRule():
            return bounds(None, rule.limit)
        case _:
            return ""


def _float(value: float | Fraction | None) -> float | None:
    return None if value is None else float(value)


def _facts_line(members: Sequence[AnyRule]) -> str:
    weight, source, certainty = _facts(members[0])
    named = (weight != "–" and f"weight {weight}", source, f"certainty {certainty}")
    return " · ".join(fact for fact in (_span(members), *named) if fact)


def _markdown_row(name: str, members: Sequence[AnyRule]) -> list[str]:
    first = members[0]
    return [name or first.id, _asks(members), _span(members), *_facts(first), first.reason]


def _facts(rule: AnyRule) -> list[str]:
    weight = "–" if rule.tier is Tier.PHYSICAL else str(rule.weight)
    return [weight, rule.source, rule.certainty]


def _asks(members: Sequence[AnyRule]) -> str:
    if len(members) == 1:
        return members[0].title
    names = ", ".join(rule.id.partition(".")[2] for rule in members)
    return f"{family_title([rule.title for rule in members])}, for each of {len(members)}: {names}"


def _span(members: Sequence[AnyRule]) -> str:
    """Return the bounds of a family: those that all share, or the range of each edge."""
    shared = {rule_bounds(rule) for rule in members}
    if len(shared) == 1:
        return shared.pop()
    numeric = [rule for rule in members if isinstance(rule, BoundRule | RatioRule)]
    lower = span(_float(rule.lower) for rule in numeric)
    upper = span(_float(rule.upper) for rule in numeric)
    if lower and upper:
        return f"{lower} to {upper}"
    return f"≥ {lower}" if lower else f"≤ {upper}"


def _plain(rule: AnyRule) -> dict[str, object]:
    """Return a rule's fields for JSON; what is nested keeps only what differs from its default."""
    full = rule.model_dump(mode="json", exclude_none=True)
    return full | rule.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
