"""Builders of tiny catalogues, scenarios, rules and weeks, small enough to be solved by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from solver.auditing.judge import Judge, judge_allowance
from solver.auditing.week import Week
from solver.catalogue import Catalogue, Exercise, Role, Weekday, load_catalogue
from solver.catalogue.tables import Dose
from solver.coaching.sessions import make_sessions
from solver.model.preparing import make_problem
from solver.model.problem import Problem
from solver.plan import RuleResult, Session
from solver.rules import AllowanceRule, AnyRule, Tier
from solver.rules.kinds import RULE
from solver.scenario import Scenario

Plan = Mapping[str, Mapping[str, int]]
"""A week written by hand: day, exercise, sets."""

STRUCTURE = ("minutes", "equipment", "excluded", "pinned", "doses", "repeats", "families", "sides")


def exercise(name: str, **tags: Any) -> Exercise:
    """Return a two-armed dumbbell press for the chest, an accessory, but for the tags given."""
    tags.setdefault("direct", ("chest",))
    return Exercise.model_validate(
        {
            "id": name,
            "name": name.replace("_", " ").capitalize(),
            "pattern": "horizontal_push",
            "plane": "sagittal",
            "laterality": "bilateral",
            "load": "dumbbell",
            "role": "accessory",
            "hard": True,
            "level": "beginner",
            "rank": "staple",
            "loadable_to": "advanced",
            "spine_load": 0,
            "grip": False,
            "eccentric": False,
            "measure": "reps",
            "low": 8,
            "high": 12,
            "rep_seconds": 3,
            "family": name,
        }
        | tags
    )


def make_catalogue(
    *exercises: Exercise, doses: Mapping[str, tuple[int, int]] | None = None
) -> Catalogue:
    """Return these exercises with the standard tables.

    Args:
        exercises: what there is.
        doses: lowest and highest sets of some roles, in place of the table's.

    """
    standard = load_catalogue()
    table: dict[Role, Dose] = dict(standard.doses)
    for role, (low, high) in (doses or {}).items():
        table[Role(role)] = dataclasses.replace(table[Role(role)], low=low, high=high)
    return dataclasses.replace(
        standard, exercises={each.id: each for each in exercises}, doses=table
    )


def make_scenario(catalogue: Catalogue, **fields: Any) -> Scenario:
    """Return a resolved scenario: one day of an hour with dumbbells, but for the fields given.

    Without kinds of session and supersets, so that weeks are easily written by hand.
    """
    bare = {"days": 1, "equipment": ("dumbbells",), "split": "none", "supersets": "none"}
    fields = bare | fields
    return Scenario.model_validate(fields).resolve(catalogue)


def make_rule(kind: str, name: str = "rule", **fields: Any) -> AnyRule:
    """Return a rule; in the tier balance with weight 1, but for the fields given."""
    return RULE.validate_python(
        {"id": name, "title": f"The rule {name}", "tier": "balance", "kind": kind} | fields
    )


def structure_rules(**limits: int) -> tuple[AnyRule, ...]:
    """Return the structural rules: twice a week, one of a family, but for the limits given."""
    limits = {"repeats": 2, "families": 1} | limits
    return tuple(
        make_rule("structure", name, tier="physical", check=name, limit=limits.get(name))
        for name in STRUCTURE
    )


def hard_sets(**where: Any) -> dict[str, Any]:
    """Return a term: hard sets of the exercises that fit."""
    return {"count": "hard_sets", "where": where}


def fractional_sets(muscle: str, **where: Any) -> dict[str, Any]:
    """Return a term: fractional sets of a muscle."""
    return {"count": "fractional_sets", "muscle": muscle, "where": where}


def group_sets(group: str) -> dict[str, Any]:
    """Return a term: sets of a group."""
    return {"count": "group_sets", "group": group}


def exercises(**where: Any) -> dict[str, Any]:
    """Return a term: slots of the exercises that fit."""
    return {"count": "exercises", "where": where}


def minus(term: dict[str, Any]) -> dict[str, Any]:
    """Return a term to be subtracted."""
    return term | {"times": -1}


@dataclasses.dataclass(frozen=True)
class Case:
    """A tiny catalogue, a scenario and chosen rules."""

    catalogue: Catalogue
    scenario: Scenario
    rules: tuple[AnyRule, ...]

    @property
    def problem(self) -> Problem:
        """What the model is built from."""
        return make_problem(self.scenario, self.catalogue, rules=self.rules)

    def sessions(
        self, plan: Plan, pairs: Mapping[str, Sequence[tuple[str, str]]] | None = None
    ) -> tuple[Session, ...]:
        """Return the sessions of a week written by hand; ``pairs`` are the supersets of a day."""
        placed = {
            Weekday(day): [(self.catalogue.exercises[name], sets) for name, sets in work.items()]
            for day, work in plan.items()
        }
        together = {Weekday(day): pair for day, pair in (pairs or {}).items()}
        return make_sessions(placed, self.scenario, self.catalogue, together)

    def judge(self, plan: Plan) -> dict[str, RuleResult]:
        """Return the audit's verdict on every rule but allowances."""
        return judge(self.rules, Week(self.sessions(plan), self.scenario, self.catalogue))


def make_case(
    exercises: Iterable[Exercise],
    *rules: AnyRule,
    doses: Mapping[str, tuple[int, int]] | None = None,
    limits: Mapping[str, int] | None = None,
    **fields: Any,
) -> Case:
    """Return a case with the structural rules and these."""
    catalogue = make_catalogue(*exercises, doses=doses)
    scenario = make_scenario(catalogue, **fields)
    return Case(catalogue, scenario, (*structure_rules(**(limits or {})), *rules))


def judge(rules: Sequence[AnyRule], week: Week) -> dict[str, RuleResult]:
    """Return the audit's verdict on every rule but allowances, by id."""
    judging = Judge(week)
    return {rule.id: judging.judge(rule) for rule in rules if not isinstance(rule, AllowanceRule)}


def tier_values(rules: Sequence[AnyRule], results: Mapping[str, RuleResult]) -> dict[Tier, int]:
    """Return the value of each tier, after its allowance."""
    values: dict[Tier, int] = {
        tier: sum(result.cost for result in results.values() if result.tier is tier)
        for tier in Tier
        if tier is not Tier.PHYSICAL
    }
    for rule in rules:
        if isinstance(rule, AllowanceRule):
            values[rule.tier] = judge_allowance(rule, values[rule.tier]).cost
    return values


def possible(results: Mapping[str, RuleResult]) -> bool:
    """Tell whether no physical rule is broken."""
    return not any(r.tier is Tier.PHYSICAL and r.holds is False for r in results.values())
