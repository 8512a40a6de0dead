"""The main job: a scenario in, a proved and audited week out."""

from __future__ import annotations

import os
import platform
import time
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from solver.auditing import AuditReport, audit_sessions
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.loading import load_catalogue
from solver.catalogue.vocabulary import Weekday
from solver.coaching.sessions import make_sessions
from solver.errors import NoPlanInTimeError
from solver.model.problem import Problem, make_problem
from solver.model.search import Clock, Progress, Search
from solver.model.staircase import Found, Staircase
from solver.plan import Plan, Run, Session, Status, TierResult
from solver.rules import Tier
from solver.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable

OBJECTIVES = (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS, Tier.STIMULUS)


def solve(
    scenario: Scenario,
    catalogue: Catalogue | None = None,
    *,
    progress: Progress | None = None,
) -> Plan:
    """Plan the best-balanced week for a scenario.

    Args:
        scenario: what the person asks for.
        catalogue: the exercises there are; the standard ones where it is left out.
        progress: is called with tier, best value and bound while the search goes on.

    Returns:
        A plan whose tiers are optimal, each under the ones before it, unless its ``status`` says
        ``feasible``: then the time limit or Ctrl-C ended the search, and the tiers say how far
        from the bound it is.

    Raises:
        InputError: a name or rule in the scenario is wrong.
        ImpossibleError: no week can keep what is demanded; says what would make it possible.
        NoPlanInTimeError: the time limit passed before there was any plan.

    """
    started = time.monotonic()
    catalogue = catalogue or load_catalogue()
    scenario = scenario.resolve(catalogue)
    problem = make_problem(scenario, catalogue)
    clock = Clock(scenario.time_limit, started)
    search = Search(clock, scenario.seed, _workers(scenario), progress)
    stairs = Staircase(problem, search, strict=scenario.strict)
    found = stairs.climb()
    if found is None and stairs.impossible:
        from solver.model.explain import explain  # noqa: PLC0415 - seldom needed

        raise explain(scenario, catalogue)
    if found is None:
        raise NoPlanInTimeError(
            f"no plan was found within {scenario.time_limit:g} s; raise time_limit, or ask for "
            "less (fewer pins, fewer days)"
        )
    sessions = _sessions(problem, found)
    report = audit_sessions(sessions, scenario, catalogue, problem.rules)
    tiers = tuple(_tiers(report, found))
    proved = all(tier.status == "optimal" for tier in tiers)
    return Plan(
        scenario=scenario,
        catalogue_hash=catalogue.hash,
        split=scenario.split,
        status="optimal" if proved else "feasible",
        tiers=tiers,
        sessions=sessions,
        measures=report.measures,
        rules=report.rules,
        balance_score=report.balance_score,
        score_parts=report.score_parts,
        notes=tuple(_notes(scenario, report, clock, proved=proved)),
        run=Run(
            seconds=round(time.monotonic() - started, 3),
            seconds_per_tier={name: round(value, 3) for name, value in found.seconds.items()},
            workers=search.workers,
            versions=_versions(),
        ),
    )


def _workers(scenario: Scenario) -> int:
    """More workers than processors only get in each other's way; the plan is the same."""
    return min(scenario.workers, os.cpu_count() or 1)


def _sessions(problem: Problem, found: Found) -> tuple[Session, ...]:
    """Name the exercises of each choice and make sessions of them.

    A choice's members take turns over the week, so that none comes twice before all came once.
    """
    turns: dict[int, int] = defaultdict(int)
    placed: dict[Weekday, list[tuple[Exercise, int]]] = {
        problem.days[d].weekday: [] for d in found.used
    }
    pairs = sorted(found.doses.items(), key=lambda pair: (pair[0][1], pair[0][0]))
    for (index, day), sets in pairs:
        members = problem.choices[index].members
        name = members[turns[index] % len(members)]
        turns[index] += 1
        placed[problem.days[day].weekday].append((problem.catalogue.exercises[name], sets))
    budgets = {day.weekday: day.budget_minutes for day in problem.days}
    return make_sessions(placed, budgets, problem.scenario.level, problem.catalogue)


def _tiers(report: AuditReport, found: Found) -> Iterable[TierResult]:
    """Take values from the audit, bounds from the search.

    A bound counts only while every tier before it is at the value under which it was proved.
    """
    valid = True
    for tier in OBJECTIVES:
        value = report.costs[tier]
        bound = min(found.bounds.get(tier, 0), value) if valid else 0
        status: Status = "optimal" if value == bound else "feasible"
        yield TierResult(name=tier, value=value, bound=bound, status=status)
        valid = valid and value <= found.held.get(tier, -1)


def _notes(scenario: Scenario, report: AuditReport, clock: Clock, *, proved: bool) -> Iterable[str]:
    if not proved:
        why = "you stopped the search" if clock.stopped else "the time limit ended the search"
        yield f"Not proved optimal: {why}. The plan is the best found; each tier shows its bound."
    broken = [r for r in report.rules if r.tier is Tier.GUARDRAILS and r.holds is False]
    if broken:
        yield (
            f"{len(broken)} guardrail{'s' if len(broken) > 1 else ''} cannot all be kept with "
            "these days, minutes and equipment; the table of rules names them."
        )
    if idle := [r for r in report.rules if r.tier is Tier.GUARDRAILS and r.holds is None]:
        names = ", ".join(rule.id for rule in idle)
        yield f"Not applicable with this equipment, level and exclusions: {names}."
    if scenario.count == 7:
        yield "Seven days leave no day of rest; six are plenty for most people."


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in ("evenset", "ortools"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "unknown"
    return found
