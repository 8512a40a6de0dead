"""What week B is asked for: its split with emphases turned, and what week A lacks of a fortnight.

Where it begins, and which main lifts it does without, follow from week A too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from solver.blocks.block import LEG_PATTERNS
from solver.blocks.dosing import lead_lifts
from solver.blocks.rotation import exercises_of
from solver.blocks.table import block_table
from solver.blocks.verdict import Verdicts
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Pattern, Role
from solver.plan import Plan
from solver.rules.kinds import BoundRule
from solver.rules.splits import PlannedSession, Split, find_split
from solver.scenario import Scenario

SWAPPED = {"legs_squat": "legs_hinge", "legs_hinge": "legs_squat", "lower_b": "lower_a"}
"""Kinds of a week of push, pull and legs that change their emphasis from A to B (R75)."""


def without_favours(scenario: Scenario, names: Iterable[str]) -> Scenario:
    """Return the scenario in which these exercises are not favoured."""
    names = set(names)
    favour = tuple(name for name in scenario.favour if name not in names)
    return scenario.model_copy(update={"favour": favour})


def with_guardrails(
    scenario: Scenario, names: Iterable[str], split: str | Split, catalogue: Catalogue
) -> Scenario:
    """Return the scenario with another split, and these wishes as guardrails of the week."""
    weight = block_table().fortnight.weight
    fields = scenario.model_dump(exclude={"split"})
    own = fields["rules"]
    fields["rules"] = own | {name: _as_guardrail(own.get(name), weight) for name in names}
    changed = Scenario.model_validate({**fields, "workers": scenario.workers, "split": split})
    return changed.resolve(catalogue)


def _as_guardrail(own: dict[str, Any] | None, weight: int) -> dict[str, Any]:
    """Return the change that makes a wish a guardrail; what the person said of it stays."""
    said = {name: value for name, value in (own or {}).items() if value is not None}
    if said.get("off") or "tier" in said:
        return said
    return {"weight": weight, **said, "tier": "guardrails"}


def other_mains(a: Plan, turned: Sequence[PlannedSession], usable: Iterable[Exercise]) -> list[str]:
    """Return the main lifts that week B does without, since week A has others (G14).

    Where the emphasis of the legs changes, B chooses its own for knee and hip (R75).
    """
    changes = bool(turned) and sorted(s.kind for s in a.sessions) != sorted(s.kind for s in turned)
    free = LEG_PATTERNS if changes else ()
    used = exercises_of(a)
    return [
        e.id for e in usable if e.role is Role.MAIN and e.id not in used and e.pattern not in free
    ]


def lacks(week: Plan, catalogue: Catalogue) -> list[str]:
    """Return the rules of a fortnight that a week by itself does not keep."""
    verdicts = Verdicts(week, catalogue)
    counted = verdicts.week(week.sessions)
    return [
        rule.id
        for rule in verdicts.all_rules
        if rule.id in block_table().fortnight.rules
        and isinstance(rule, BoundRule)
        and counted.measure(rule.measure) < (rule.lower or 0)
    ]


def split_of(a: Plan, scenario: Scenario) -> str | Split:
    """Return the split that week A has, whole where it is one of the person's own."""
    return a.split if isinstance(scenario.split, str) else scenario.split


def second_week(
    a: Plan, scenario: Scenario, catalogue: Catalogue, *, lacking: Iterable[str] | None = None
) -> Scenario:
    """Return the scenario of week B: A's split, its emphases turned, and what A has not.

    Args:
        a: week A.
        scenario: of week A, resolved.
        catalogue: the exercises there are.
        lacking: the rules of a fortnight that B has as guardrails; all that A lacks, if left out.

    """
    lacking = lacks(a, catalogue) if lacking is None else lacking
    split = split_of(a, scenario)
    if split == "push_pull_legs":
        split = _turned(find_split(split, scenario.count), a, scenario.count, catalogue)
    return with_guardrails(scenario, lacking, split, catalogue)


def in_turn(week: Plan, turned: Sequence[PlannedSession]) -> Plan:
    """Return a week whose sessions stand where week B has their kinds; only to begin with.

    A hinge day that comes where the squat day was is week A's hinge day.
    """
    sessions = list(week.sessions)
    both = zip(sessions, turned, strict=False)
    places = [place for place, (there, planned) in enumerate(both) if there.kind != planned.kind]
    waiting = [sessions[k] for k in places]
    for place in places:
        there, planned = week.sessions[place], turned[place]
        comes = next((session for session in waiting if session.kind == planned.kind), None)
        if comes is None:  # it is made from what was there
            continue
        waiting.remove(comes)
        fields = {"day": there.day, "budget_minutes": there.budget_minutes}
        sessions[place] = comes.model_copy(update=fields)
    return week.model_copy(update={"sessions": tuple(sessions)})


def _turned(split: Split, a: Plan, days: int, catalogue: Catalogue) -> Split:
    """Return push, pull and legs with squat days for hinge days and the other way round (R75)."""
    emphases = [
        catalogue.find(session.items[place].exercise).pattern
        for session in a.sessions
        if session.kind == "legs"
        for place in lead_lifts(session)
    ]
    legs = "legs_squat" if emphases[:1] == [Pattern.HINGE] else "legs_hinge"
    turned = {**SWAPPED, "legs": legs}
    planned = tuple(
        PlannedSession(kind=turned.get(each.kind, each.kind), intensity=each.intensity)
        for each in split.weeks[days]
    )
    kinds = dict(split.kinds)
    if missing := {each.kind for each in planned} - kinds.keys():
        others = [find_split("upper_lower", 4)]
        kinds |= {name: other.kinds[name] for other in others for name in missing}
    return split.model_copy(update={"kinds": kinds, "weeks": {days: planned}})
