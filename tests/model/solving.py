"""The model alone, its least cost, free or with the week fixed; and a solve of a known week."""

from __future__ import annotations

from collections import Counter

from ortools.sat.python import cp_model

from solver import Scenario, load_catalogue
from solver.clock import Clock
from solver.model.preparing import make_problem
from solver.model.problem import Problem
from solver.model.search import Search
from solver.model.staircase import Staircase
from solver.model.structure import Depth
from solver.model.week import WeekModel
from solver.rules import Tier
from tests.tiny import Plan


def upper_lower() -> Staircase:
    """Return the solve of a week that is known, and falls short in nothing."""
    catalogue = load_catalogue()
    scenario = Scenario(split="upper_lower").resolve(catalogue)
    return Staircase(make_problem(scenario, catalogue), Search(Clock(60.0)))


def least_cost(problem: Problem, tier: Tier = Tier.BALANCE) -> int:
    """Return the least cost of a tier over all weeks; the shallower models never ask for more."""
    cost = _minimise(WeekModel(problem, Depth.PLACED), tier)
    assert cost is not None
    for depth in (Depth.BUNDLES, Depth.CHOICES):
        relaxed = _minimise(WeekModel(problem, depth), tier)
        assert relaxed is not None
        assert relaxed <= cost
    return cost


def cost_of(problem: Problem, plan: Plan, tier: Tier = Tier.BALANCE) -> int | None:
    """Return what the model charges for a week; None where it allows no such week."""
    model = WeekModel(problem, Depth.PLACED)
    for d, day in enumerate(problem.days):
        work = plan.get(day.weekday.value, {})
        if isinstance(model.used[d], int):
            assert work, f"{day.weekday} must be trained on"
        else:
            model.model.add(model.used[d] == bool(work))
        for index, choice in enumerate(problem.choices):
            done = [work[member] for member in choice.members if member in work]
            if len(done) > 1 or sum(done) > choice.dose.high:
                return None
            model.model.add(model.dose[index, d] == sum(done))
    return _minimise(model, tier)


def in_turns(problem: Problem, plan: Plan) -> Plan:
    """Return the week with equal exercises taking turns, as a plan names them."""
    turns: Counter[int] = Counter()
    renamed: dict[str, dict[str, int]] = {day.weekday.value: {} for day in problem.days}
    for day, work in renamed.items():
        for index, choice in enumerate(problem.choices):
            for name in choice.members:
                if sets := plan.get(day, {}).get(name, 0):
                    work[choice.members[turns[index] % len(choice.members)]] = sets
                    turns[index] += 1
    return {day: work for day, work in renamed.items() if work}


def cost_of_totals(problem: Problem, plan: Plan, tier: Tier, depth: Depth) -> int | None:
    """Return what a shallower model charges for a week's totals; None where it allows none."""
    slots: Counter[str] = Counter()
    sets: Counter[str] = Counter()
    for work in plan.values():
        slots.update(work.keys())
        sets.update(work)
    model = WeekModel(problem, depth)
    of_choices = [
        (sum(slots[m] for m in choice.members), sum(sets[m] for m in choice.members))
        for choice in problem.choices
    ]
    if depth is Depth.BUNDLES:
        for b, bundle in enumerate(problem.bundles):
            model.model.add(model.bundle_slots[b] == sum(of_choices[i][0] for i in bundle.choices))
            model.model.add(model.bundle_sets[b] == sum(of_choices[i][1] for i in bundle.choices))
    else:
        for index, (items, total) in enumerate(of_choices):
            model.model.add(model.slots[index] == items)
            model.model.add(model.sets[index] == total)
    return _minimise(model, tier)


def _minimise(model: WeekModel, tier: Tier) -> int | None:
    model.model.minimize(model.cost(tier))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model.model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL, solver.status_name(status)
    return round(solver.objective_value)
