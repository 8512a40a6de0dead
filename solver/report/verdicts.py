"""How the verdicts on rules are said: kept or missed, by how much, in families."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

from solver.plan import RuleResult
from solver.report.wording import count, number, plain, sentence
from solver.rules import Tier


class Titled(Protocol):
    """A rule or the verdict on one."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def title(self) -> str:
        """What it asks, in plain words."""


T = TypeVar("T", bound=Titled)

TIER_VALUES = {
    Tier.PHYSICAL: "breaches of what no plan may break",
    Tier.GUARDRAILS: "weighted shortfall; 0 when every guardrail holds",
    Tier.BALANCE: "distance from the bands, beyond what is free",
    Tier.PLAINNESS: "odd choices, beyond what is free",
    Tier.STIMULUS: "missing to the top of the bands, with these exercises",
}
"""What the value of a tier counts."""

UNITS = "Short by and over by count in sets, exercises or pairs of days, as the rule does."

ALLOWANCE = "allowance"
"""Ids of rules that say how much of a tier's cost is free begin with this."""

FAMILY = 3
"""From so many on, rules written from one template are shown together."""


def measured(rule: RuleResult) -> str:
    """Return what was measured; a broken rule never looks as if it stood on its bound."""
    short = number(rule.measured)
    if rule.holds is False and short in (number(rule.lower), number(rule.upper)):
        return number(rule.measured, 4)
    return short


def miss(rule: RuleResult) -> str:
    """Return by how much a broken rule is missed: ``short by 2.5``; nothing if it holds."""
    if rule.holds is not False:
        return ""
    over = rule.upper is not None and rule.measured is not None and rule.measured > rule.upper
    return f"{'over' if over or rule.lower is None else 'short'} by {number(rule.shortfall)}"


def mark(rule: RuleResult) -> str:
    """Return ✓ for a rule that holds, – where it does not apply, ✗ for a broken one.

    Wishes are not broken but missed: ↓ below, ↑ above what is asked.
    """
    if rule.holds is not False:
        return "✓" if rule.holds else "–"
    if rule.tier in (Tier.PHYSICAL, Tier.GUARDRAILS):
        return "✗"
    return "↑" if miss(rule).startswith("over") else "↓"


def allowance(rule: RuleResult) -> str:
    """Return how much of a tier's cost is free, and how much counts."""
    return (
        f"Together they cost {measured(rule)}, of which up to {number(rule.upper)} are free; "
        f"{number(rule.shortfall)} counts in the proof ({rule.id})."
    )


def tier_line(tier: Tier, rules: Sequence[RuleResult]) -> str:
    """Return how many of a tier's rules hold: ``Balance: 44 hold, 5 missed``."""
    held = sum(rule.holds is True for rule in rules)
    idle = sum(rule.holds is None for rule in rules)
    missed = len(rules) - held - idle
    aside = f", {idle} not applicable" if idle else ""
    name = tier.value.capitalize()
    if not missed:
        return f"{name}: all {held} hold{aside}"
    word = "missed" if tier in (Tier.BALANCE, Tier.PLAINNESS) else "broken"
    return f"{name}: {held} hold, {missed} {word}{aside}"


def rules_by_tier(
    rules: Iterable[RuleResult],
) -> list[tuple[Tier, list[RuleResult], list[RuleResult]]]:
    """Return (tier, its rules, its allowances) of the tiers whose rules can be kept or not.

    The last tier is left out: it has no rule, only an objective, and the proof tells of it.
    """
    rules = list(rules)
    tiers = []
    for tier in (Tier.PHYSICAL, Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS):
        mine = [rule for rule in rules if rule.tier is tier]
        free = [rule for rule in mine if rule.id.startswith(ALLOWANCE)]
        if asked := [rule for rule in mine if rule not in free]:
            tiers.append((tier, asked, free))
    return tiers


def guardrails_line(rules: Iterable[RuleResult]) -> str:
    """Return in a sentence how many of the guardrails hold."""
    mine = [rule for rule in rules if rule.tier is Tier.GUARDRAILS]
    broken = sum(rule.holds is False for rule in mine)
    idle = sum(rule.holds is None for rule in mine)
    applying = len(mine) - idle
    aside = f" ({idle} not applicable)" if idle else ""
    if not applying:
        return f"No guardrail applies{aside}."
    if broken:
        return f"{broken} of {count(applying, 'guardrail')} broken, named under Rules{aside}."
    return f"All {count(applying, 'guardrail')} hold{aside}."


OWN_TITLES = ("main-lift", "slot", "superset", "sign")
"""Rules with an id of two parts that say different things all the same."""


def family_of(rule: Titled) -> str:
    """Return the template that a rule was written from, as ``group-floor.*``, or nothing."""
    template, dot, _ = rule.id.partition(".")
    return f"{template}.*" if dot and template not in OWN_TITLES else ""


def member_of(rule: Titled) -> str:
    """Return for what a rule was written: ``upper back`` of ``group-floor.upper_back``."""
    return plain(rule.id.partition(".")[2])


def families(rules: Iterable[T], key: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    """Group neighbouring rules of one family; a rule of a small family stands alone.

    Args:
        rules: in order.
        key: names the family of a rule; nothing if it has none.

    Returns:
        (key, rules) pairs in order; the key of a rule that stands alone is empty.

    """
    grouped: list[tuple[str, list[T]]] = []
    for name, group in groupby(rules, key):
        members = list(group)
        if name and len(members) >= FAMILY:
            grouped.append((name, members))
        else:
            grouped += [("", [rule]) for rule in members]
    return grouped


def family_title(titles: Sequence[str]) -> str:
    """Return what the titles of a family have in common, with … where they differ.

    >>> family_title(["Chest: at least 8 sets", "Front delts: at least 2 sets"])
    'At least … sets'
    """
    phrases = [title.partition(": ")[2] or title for title in titles]
    words = [phrase.split() for phrase in phrases]
    if len({len(each) for each in words}) > 1:
        return sentence(phrases[0])
    common = (column[0] if len(set(column)) == 1 else "…" for column in zip(*words, strict=True))
    return sentence(" ".join(common))
