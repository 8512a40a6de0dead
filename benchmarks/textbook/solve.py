"""Solves the textbook model: one tier after the other, each held before the next."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from benchmarks.suite import Case, one_split
from benchmarks.textbook.rules import MOST, Costs
from benchmarks.textbook.week import Expr, TextbookWeek
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.vocabulary import Weekday
from solver.rules import AllowanceRule, AnyRule, Tier
from solver.rules.splits import NONE
from solver.scenario import Scenario

TIERS = (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS)
"""What is minimised, in this order."""


@dataclass
class Textbook:
    """What the textbook model came to.

    Attributes:
        split: by name.
        variables, constraints: of the model.
        values: of each tier that was reached, in the last week found.
        proved: for each of those, whether no week is better.
        impossible: it is proved that no week keeps what is physical.
        placed: the last week found: exercises, by id, with their sets on each day.
        pairs: which of them are a superset.

    """

    split: str = NONE
    variables: int = 0
    constraints: int = 0
    values: list[int] = field(default_factory=list)
    proved: list[bool] = field(default_factory=list)
    impossible: bool = False
    placed: dict[Weekday, list[tuple[str, int]]] = field(default_factory=dict)
    pairs: dict[Weekday, list[tuple[str, str]]] = field(default_factory=dict)


def solve_textbook(case: Case, limit: float, workers: int) -> Textbook:
    """Solve a case of the suite with one split, the best liked; ``limit`` is in seconds."""
    ended = time.monotonic() + limit
    problem = one_split(case)
    offer = {name for choice in problem.choices for name in choice.members}
    left = max(ended - time.monotonic(), 0.1)
    return solve_rules(problem.scenario, problem.catalogue, problem.rules, offer, left, workers)


def solve_rules(
    scenario: Scenario,
    catalogue: Catalogue,
    rules: Iterable[AnyRule],
    offer: Collection[str],
    limit: float,
    workers: int,
) -> Textbook:
    """Solve a resolved scenario with these rules.

    Args:
        scenario: with one split, or none.
        catalogue: where the exercises stand.
        rules: all that hold.
        offer: the exercises to choose from, by id.
        limit: seconds for building and all tiers together.
        workers: of the search.

    """
    ended = time.monotonic() + limit
    rules = tuple(rules)
    week = TextbookWeek(scenario, catalogue, rules, [e for e in catalogue if e.id in offer])
    costs = Costs(week, rules)
    model = week.model
    grains = {r.tier: (r.at_most, r.step) for r in rules if isinstance(r, AllowanceRule)}
    found = Textbook(split=scenario.split_id)
    found.variables, found.constraints = len(model.proto.variables), len(model.proto.constraints)
    for number, tier in enumerate(TIERS):
        free, step = grains.get(tier, (0, 1))
        excess = model.new_int_var(0, MOST, tier.value)
        model.add(step * excess >= costs.total(tier) - free)
        model.minimize(excess)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = max(ended - time.monotonic(), 0.1)
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found.impossible = number == 0 and status == cp_model.INFEASIBLE
            break
        found.values = [
            _beyond(costs.value(each, solver.value), *grains.get(each, (0, 1)))
            for each in TIERS[: number + 1]
        ]
        found.proved.append(found.values[-1] <= round(solver.best_objective_bound))
        found.placed, found.pairs = _week(week, solver.value)
        model.add(excess <= found.values[-1])
        model.clear_hints()  # type: ignore[no-untyped-call]
        for index in range(len(model.proto.variables)):
            model.add_hint(var := model.get_int_var_from_proto_index(index), solver.value(var))
    return found


def _beyond(cost: int, free: int, step: int) -> int:
    """Return what a tier counts: what it costs above its allowance, in steps."""
    return -(-max(cost - free, 0) // step)


def _week(
    week: TextbookWeek, value: Callable[[Expr], int]
) -> tuple[dict[Weekday, list[tuple[str, int]]], dict[Weekday, list[tuple[str, str]]]]:
    """Return what is done on each day, and in which supersets."""
    days = [day for day in week.days if value(week.trained[day])]
    placed = {
        day: [(i.exercise.id, value(i.sets)) for i in week.of_day[day] if value(i.on)]
        for day in days
    }
    pairs = {
        day: [
            (pair.first.exercise.id, pair.second.exercise.id)
            for pair in week.pairs_of_day[day]
            if value(pair.done)
        ]
        for day in days
    }
    return placed, pairs
