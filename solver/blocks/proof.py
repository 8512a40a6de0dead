"""What is proved of two weeks together.

A tier of the pair is the sum of both weeks', with the rules of a fortnight over both (D18): they
are guardrails of the pair and no wishes of a week. What no single week can be better than, no pair
of such weeks can: so the bound of a pair is the sum of the bounds of its weeks, each by itself. A
pair that reaches it is proved, whatever ties its weeks to each other.

Stimulus is the exception: a week's bound of it is one over the sets of the exercises that the week
has, on their days. Other weeks may have more, so the sum is no bound over pairs; notes say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solver.auditing import audit_sessions
from solver.blocks.table import block_table
from solver.blocks.verdict import Verdicts
from solver.catalogue.catalogue import Catalogue
from solver.plan import Plan, TierResult
from solver.rules import Tier
from solver.rules.kinds import BoundRule

SCOPE = " for the sets of these exercises on these days"
"""What a bound of stimulus is of."""

TIERS = (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS, Tier.STIMULUS)


def missing(a: Plan, b: Plan, catalogue: Catalogue) -> list[str]:
    """Return the rules of a fortnight that the two weeks together do not keep (D18)."""
    verdicts = Verdicts(a, catalogue)
    week = verdicts.week(a.sessions)
    both = [*week.all, *verdicts.week(b.sessions).all]
    return [
        rule.id
        for rule in verdicts.all_rules
        if rule.id in block_table().fortnight.rules
        and isinstance(rule, BoundRule)
        and week.measure(rule.measure, both) < (rule.lower or 0)
        and week.reachable(rule.measure)
    ]


def pair_tiers(a: Plan, b: Plan, catalogue: Catalogue) -> tuple[TierResult, ...]:
    """Return value and bound of each tier over both weeks.

    The bound counts only while every tier before is at its own.
    """
    costs = [_costs(plan, catalogue) for plan in (a, b)]
    values = {tier: sum(cost[tier] for cost in costs) for tier in TIERS}
    values[Tier.GUARDRAILS] += block_table().fortnight.weight * len(missing(a, b, catalogue))
    return tuple(_results(values, _bounds(a, b, catalogue)))


def pair_notes(tiers: Iterable[TierResult]) -> Iterator[str]:
    """Say what is proved of both weeks together, and what is not."""
    open_tiers = [
        f"{t.name.value} {t.value}, bound {t.bound}{SCOPE if t.name is Tier.STIMULUS else ''}"
        for t in tiers if t.value > t.bound
    ]  # fmt: skip
    if open_tiers:
        yield f"Of both weeks together not all is proved: {'; '.join(open_tiers)}."
    else:
        yield (
            "Both weeks together are proved: no two such weeks are better in guardrails, balance "
            f"or plainness. Stimulus is proved{SCOPE}, not over other weeks."
        )


def _results(values: dict[Tier, int], bounds: dict[Tier, int]) -> Iterator[TierResult]:
    proved = True
    for tier in TIERS:
        value = values[tier]
        bound = min(bounds[tier], value) if proved else 0
        proved = proved and value == bound
        status = "optimal" if value == bound else "feasible"
        yield TierResult.model_validate(
            {"name": tier, "value": value, "bound": bound, "status": status}
        )


def _costs(plan: Plan, catalogue: Catalogue) -> dict[Tier, int]:
    """Return the value of each tier of a week without the rules of a fortnight."""
    verdicts = Verdicts(plan, catalogue)
    rules = [rule for rule in verdicts.all_rules if rule.id not in block_table().fortnight.rules]
    return audit_sessions(plan.sessions, verdicts.scenario, catalogue, rules).costs


def _bounds(a: Plan, b: Plan, catalogue: Catalogue) -> dict[Tier, int]:
    """Return what no pair of such weeks falls below.

    The guardrails' bound of A holds for B too where B's weeks are some of A's: where both have the
    same split, and B all that is pinned and excluded in A. B's own does not, since it was found
    with lifts of A in it. The wishes of a fortnight are in the balance of a week
    and not of a pair, so a bound of that says nothing here. That of stimulus holds for the
    exercises and days that each week has alone.

    Where A was sought with rules of a fortnight among its guardrails, its bound is one over weeks
    that pay for these by themselves, which those of a pair do not: it says nothing here.
    """
    first, second = ({tier.name: tier for tier in plan.tiers} for plan in (a, b))
    weeks = [Verdicts(plan, catalogue) for plan in (a, b)]
    same = (
        weeks[0].scenario.chosen_split == weeks[1].scenario.chosen_split
        and {*a.scenario.pin} <= {*b.scenario.pin}
        and {*a.scenario.exclude} <= {*b.scenario.exclude}
    )
    stricter = any(
        rule.tier is Tier.GUARDRAILS and rule.id in block_table().fortnight.rules
        for rule in weeks[0].all_rules
    )
    known = Tier.GUARDRAILS in first and not stricter
    guardrails = first[Tier.GUARDRAILS].bound if known else 0
    found = dict.fromkeys(TIERS, 0)
    found[Tier.GUARDRAILS] = 2 * guardrails if same else guardrails
    if Tier.STIMULUS in first and Tier.STIMULUS in second:
        found[Tier.STIMULUS] = first[Tier.STIMULUS].bound + second[Tier.STIMULUS].bound
    return found
