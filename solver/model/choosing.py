"""Which split: the named ones one after the other, until none can be better than the best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from solver.auditing import AuditReport, audit_sessions
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Weekday
from solver.coaching.sessions import make_sessions
from solver.errors import InputError
from solver.model.found import Found
from solver.model.preparing import make_problem
from solver.model.problem import Problem
from solver.model.search import Search
from solver.model.staircase import Staircase
from solver.model.starts import Start
from solver.plan import Session
from solver.rules import Tier
from solver.rules.splits import AUTO, NONE, splits_for
from solver.scenario import Scenario

DECIDING = (Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS)
"""The tiers by which splits are compared; stimulus only fills what was chosen."""

PATIENCE = 0.6
"""Share of the time left that a split may take while others wait: the best liked is not cut off
where it is nearly proved."""

WORTH_WHILE = 2.0
"""Seconds left in which the best of several splits is still searched for a better week."""

WORTH_TRYING = 5.0
"""Seconds left in which another split is tried, where there is a week already. With fewer the best
one, which may be known from weeks solved before, gets them all."""

GLANCE = 0.3
"""Deterministic effort for a bound on what a split could reach."""


@dataclass(frozen=True)
class Candidate:
    """A week of one split.

    Attributes:
        problem: what was solved; its scenario names the split.
        found: the placed week, None where there is none (in time).
        sessions: the same as sessions.
        report: their audit.
        impossible: there is proof that no week of this split fits the physical rules.

    """

    problem: Problem
    found: Found | None
    sessions: tuple[Session, ...] = ()
    report: AuditReport | None = None
    impossible: bool = False

    @property
    def values(self) -> tuple[int, ...]:
        """Its value in each deciding tier."""
        return tuple(self.report.costs[tier] for tier in DECIDING) if self.report else ()


@dataclass(frozen=True)
class Choice:
    """The split that was taken, and a sentence on every other."""

    best: Candidate
    others: tuple[str, ...] = ()


def choose(
    scenario: Scenario, catalogue: Catalogue, search: Search, near: tuple[Start, ...] = ()
) -> Choice:
    """Return the best week of the scenario's split, or of the best of the named splits.

    ``near`` are weeks to begin with before all others.

    Raises:
        InputError: no named split fits what is pinned.

    """
    if scenario.split != AUTO:
        problem = make_problem(scenario, catalogue)
        step = Staircase(problem, search, strict=scenario.strict, near=near)
        return Choice(_gone_on(_climbed(step), step, search))
    stairs = []
    for each in _scenarios(scenario, catalogue):
        problem = make_problem(each, catalogue)
        step = Staircase(problem, search, strict=each.strict, near=near)
        if step.ready() is not None:
            return Choice(_climbed(step), _left_out(scenario, problem))
        stairs.append(step)
    return _best_of(stairs, search)


def _left_out(scenario: Scenario, taken: Problem) -> tuple[str, ...]:
    """Return a sentence on every split but the one that falls short in nothing."""
    name = taken.scenario.split_id
    return tuple(
        f"{split.id} was not tried: no split can be better."
        for split in splits_for(scenario.count)
        if split.id != name
    )


def _best_of(stairs: Sequence[Staircase], search: Search) -> Choice:
    """Solve one split after the other, those first of which a good week is known already."""
    best: Candidate | None = None
    taken = stairs[0]
    others: list[str] = []
    for number, step in enumerate(sorted(stairs, key=_known)):
        name = step.problem.scenario.split_id
        if best is not None and best.found is not None:
            if not any(best.values):
                others.append(f"{name} was not tried: no split can be better.")
                continue
            if search.clock.left() < WORTH_TRYING:
                search.cut.append(name)
                others.append(f"{name} was not tried in the time given.")
                continue
            least = _glance(step.problem, search)
            if least > best.values[0]:
                others.append(f"{name} would fall short by at least {least} in the guardrails.")
                continue
        left = search.clock.left()
        if best is not None and left <= 0:
            search.cut.append(name)
            others.append(f"{name} was not tried in the time given.")
            continue
        waiting = number + 1 < len(stairs) and left * (1 - PATIENCE) > WORTH_TRYING
        clock = search.clock.part(left * PATIENCE if waiting else left)
        step.needed = best is None or best.found is None
        step.search_with(search.with_clock(clock))
        candidate = _climbed(step)
        if best is None or _better(candidate, best):
            best, candidate, taken = candidate, best or candidate, step
        if candidate is not best:
            others.append(_score(candidate))
    if best is None:
        raise AssertionError("there is always a split to try")
    return Choice(_gone_on(best, taken, search), tuple(others))


def _gone_on(best: Candidate, step: Staircase, search: Search) -> Candidate:
    """Use the time that is left of the limit, where the best week is not proved."""
    left = search.clock.left()
    if best.found is None or left < WORTH_WHILE or not _is_open(best.found):
        return best
    clock = search.clock.part(left)
    step.search_with(search.with_clock(clock))
    candidate = _candidate(step, step.go_on(best.found))
    return candidate if _better(candidate, best) else best


def _is_open(found: Found) -> bool:
    """Tell whether some tier above stimulus is not proved."""
    return any(
        value > found.bounds.get(tier, 0)
        for tier, value in zip(DECIDING, found.worth, strict=False)
    )


def _known(step: Staircase) -> tuple[bool, tuple[int, ...]]:
    fitted = step.look()
    return fitted is None, fitted.worth if fitted else ()


def _scenarios(scenario: Scenario, catalogue: Catalogue) -> Iterator[Scenario]:
    """Yield the scenario with each split that ``auto`` tries, as far as its pins fit."""
    splits = splits_for(scenario.count)
    if not splits:
        yield scenario.with_split(NONE)
        return
    faults = []
    for split in splits:
        try:
            yield scenario.with_split(split.id).resolve(catalogue)
        except InputError as error:
            faults.append(error)
    if len(faults) == len(splits):
        raise faults[0]


def _climbed(stairs: Staircase) -> Candidate:
    return _candidate(stairs, stairs.climb())


def _candidate(stairs: Staircase, found: Found | None) -> Candidate:
    problem, scenario = stairs.problem, stairs.problem.scenario
    if found is None:
        return Candidate(problem, None, impossible=stairs.impossible)
    sessions = make_week(problem, found)
    report = audit_sessions(sessions, scenario, problem.catalogue, problem.rules)
    return Candidate(problem, found, sessions, report)


def _glance(problem: Problem, search: Search) -> int:
    """Return a bound on the guardrails of a split, from bare totals."""
    return Staircase(problem, search).glance(GLANCE)


def _better(one: Candidate, other: Candidate) -> bool:
    if one.found is None or other.found is None:
        # Of several that are impossible the first is explained, which is liked best.
        sooner = one.found is not None or (other.impossible and not one.impossible)
        return other.found is None and sooner
    return one.values < other.values


def _score(candidate: Candidate) -> str:
    name = candidate.problem.scenario.split_id
    if candidate.report is None:
        why = "no such week is possible" if candidate.impossible else "none was found in time"
        return f"{name}: {why}."
    reached = ", ".join(
        f"{tier.value} {value}" for tier, value in zip(DECIDING, candidate.values, strict=True)
    )
    return (
        f"{name} falls short by {reached}; its balance score is {candidate.report.balance_score:g}."
    )


def make_week(problem: Problem, found: Found) -> tuple[Session, ...]:
    """Name the exercises of each choice and make sessions of them.

    A choice's members take turns over the week, so that none comes twice before all came once.
    """
    placed: dict[Weekday, list[tuple[Exercise, int]]] = {
        problem.days[d].weekday: [] for d in found.used
    }
    turns = [0] * len(problem.choices)
    named: dict[tuple[int, int], str] = {}
    for (index, day), sets in sorted(found.doses.items(), key=lambda each: each[0][::-1]):
        members = problem.choices[index].members
        name = named[index, day] = members[turns[index] % len(members)]
        turns[index] += 1
        placed[problem.days[day].weekday].append((problem.catalogue.exercises[name], sets))
    pairs: dict[Weekday, list[tuple[str, str]]] = {day: [] for day in placed}
    for first, second, day in found.pairs:
        pairs[problem.days[day].weekday].append((named[first, day], named[second, day]))
    return make_sessions(placed, problem.scenario, problem.catalogue, pairs)
