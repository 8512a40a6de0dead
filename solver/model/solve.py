"""The main job: a scenario in, a proved and audited week out."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from solver.auditing import AuditReport
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.loading import load_catalogue
from solver.clock import Clock, heeding_ctrl_c
from solver.coaching.advice import make_advice
from solver.errors import NoPlanInTimeError
from solver.model.choosing import Choice, choose
from solver.model.found import Found
from solver.model.search import NO_ANSWER, Progress, Search
from solver.model.starts import NEAR, Start
from solver.model.tiers import OBJECTIVES
from solver.person import protection_notes, sign_misses, sign_notes, week_notes
from solver.plan import CUT, Plan, Run, Status, TierResult
from solver.rules import Tier
from solver.rules.splits import AUTO
from solver.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

CONTRADICTED = (
    "The proof of {} contradicts the audit, so nothing is claimed of it. This is a defect of ours: "
    "please report it with the scenario."
)


def solve(
    scenario: Scenario,
    catalogue: Catalogue | None = None,
    *,
    progress: Progress | None = None,
    near: Plan | None = None,
    brief: bool = False,
) -> Plan:
    """Plan the best-balanced week for a scenario.

    Args:
        scenario: what the person asks for.
        catalogue: the exercises there are; the standard ones where it is left out.
        progress: is called with tier, best value and bound while the search goes on.
        near: a week of the same split to begin with; where several are equally good, this decides
            which comes out. Exercises that are not on offer are stood in for.
        brief: of a week that is impossible say only what stands in the way, as far as that is found
            within the time limit; no remedies are sought.

    Returns:
        A plan whose tiers are optimal, each under the ones before it, unless its ``status`` says
        ``feasible``: then the time limit or Ctrl-C ended the search, and the tiers say how far
        from the bound it is. Where all is proved, but a step that might have led to another
        plan was ended, ``cut_off`` is true and a note says so.

    Raises:
        InputError: a name or rule in the scenario is wrong.
        ImpossibleError: no week can keep what is demanded; says what would make it possible.
        NoPlanInTimeError: the time limit passed before there was any plan.

    """
    started = time.monotonic()
    catalogue = catalogue or load_catalogue()
    scenario = scenario.resolve(catalogue)
    with heeding_ctrl_c() as stop:
        clock = Clock(scenario.time_limit, started, stop)
        search = Search(clock, scenario.seed, _workers(scenario), progress)
        weeks = (Start.of_plan(near, NEAR),) if near else ()
        choice = choose(scenario, catalogue, search, weeks)
        if choice.best.found is None and choice.best.impossible:
            from solver.model.explain import explain  # noqa: PLC0415 - seldom needed

            raise explain(choice.best.problem.scenario, catalogue, search, brief=brief)
        return _plan(scenario, catalogue, search, choice)


def _plan(scenario: Scenario, catalogue: Catalogue, search: Search, choice: Choice) -> Plan:
    best = choice.best
    found, report = best.found, best.report
    if found is None or report is None:
        raise _none_in_time(scenario, search.clock)
    contradicted: list[Tier] = []
    tiers = tuple(_tiers(report, found, contradicted))
    proved = {tier.name for tier in tiers if tier.status == "optimal"}
    return Plan(
        scenario=scenario,
        catalogue_hash=catalogue.hash,
        split=best.problem.scenario.split_id,
        status="optimal" if len(proved) == len(tiers) else "feasible",
        tiers=tiers,
        sessions=best.sessions,
        measures=report.measures,
        rules=report.rules,
        balance_score=report.balance_score,
        score_parts=report.score_parts,
        notes=(
            *map(CONTRADICTED.format, contradicted),
            *_notes(
                scenario,
                best.problem.scenario.split_id,
                report,
                search,
                proved,
                contradicted=bool(contradicted),
            ),
            *_split_notes(choice, scenario),
            *protection_notes(scenario, catalogue),
            *sign_notes(scenario),
            *sign_misses(scenario, report.rules),
        ),
        advice=make_advice(
            bodyweight=scenario.bodyweight,
            training_days=[session.day for session in best.sessions],
            level=scenario.level,
        ),
        run=Run(
            seconds=round(search.clock.elapsed, 3),
            seconds_per_tier={name: round(value, 3) for name, value in found.seconds.items()},
            workers=search.workers,
            versions=_versions(),
        ),
    )


def _none_in_time(scenario: Scenario, clock: Clock) -> NoPlanInTimeError:
    when = (
        "you stopped the search before it found any plan; let it run longer"
        if clock.stopped
        else f"no plan was found within {scenario.time_limit:g} s; raise time_limit"
    )
    less = (
        "leave out strict, or give it longer sessions or more days"
        if scenario.strict
        else "ask for less (fewer pins, fewer days)"
    )
    return NoPlanInTimeError(f"{when}, or {less}")


def _workers(scenario: Scenario) -> int:
    """More workers than processors only get in each other's way; the plan is the same."""
    return min(scenario.workers, os.cpu_count() or 1)


def _tiers(report: AuditReport, found: Found, contradicted: list[Tier]) -> Iterable[TierResult]:
    """Take values from the audit, bounds from the search.

    A bound counts only while every tier before it is at the value under which it was proved. One
    above the audited value cannot be: that tier is noted in ``contradicted``, and nothing is
    claimed of it and of those after it.
    """
    valid = True
    for tier in OBJECTIVES:
        value = report.costs[tier]
        bound = found.bounds.get(tier, 0) if valid else 0
        if bound > value:
            contradicted.append(tier)
            bound, valid = 0, False
        status: Status = "optimal" if value == bound else "feasible"
        yield TierResult(name=tier, value=value, bound=bound, status=status)
        valid = valid and value <= found.held.get(tier, -1)


def _notes(
    scenario: Scenario,
    split: str,
    report: AuditReport,
    search: Search,
    proved: Container[Tier],
    *,
    contradicted: bool = False,
) -> Iterable[str]:
    why = _why(search, contradicted=contradicted)
    if not all(tier in proved for tier in OBJECTIVES):
        yield f"Not proved optimal: {why}. The plan is the best found; each tier shows its bound."
    elif search.cut:
        yield f"{CUT} {why} before all was tried: with more time another plan may come out."
    broken = [r for r in report.rules if r.tier is Tier.GUARDRAILS and r.holds is False]
    if broken:
        number = len(broken)
        yield (
            f"Not all guardrails can be kept with these days, minutes and equipment: {number} "
            f"{'is' if number == 1 else 'are'} not, and the table of rules says which."
            if Tier.GUARDRAILS in proved
            else f"{number} guardrail{' was' if number == 1 else 's were'} not kept in the time "
            "given; the table of rules says which."
        )
    yield from week_notes(scenario, split, report.rules)


def _why(search: Search, *, contradicted: bool = False) -> str:
    """Return what ended the search before all was tried, or why what it proved is not claimed."""
    if contradicted:
        return "a proof contradicts the audit"
    if search.clock.stopped:
        return "you stopped the search"
    if NO_ANSWER in search.cut and search.clock.left() > 0:
        return "a part of the search gave no answer"
    return "the time limit ended the search"


def _split_notes(choice: Choice, scenario: Scenario) -> Iterable[str]:
    if scenario.split == AUTO:
        name = choice.best.problem.scenario.split_id
        yield " ".join([f"Split: {name}, the best of those tried.", *choice.others])


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in ("evenset", "ortools"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "unknown"
    return found
