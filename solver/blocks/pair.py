"""Two weeks A and B for one person, each made with a view to the other.

Both together keep one time limit, and one Ctrl-C ends both: see :mod:`solver.clock`.

A is solved by itself, then B with A's main lifts, other accessories, and what A lacks of the rules
of a fortnight as guardrails (D18). Where B cannot hold all of that, A is solved again with what is
still missing, and the better pair stays. What is proved of both together is in
:mod:`solver.blocks.proof`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from solver.blocks.block import CUT_PAIR, STOPPED_PAIR, Pair
from solver.blocks.build_ups import as_in_a, bounded
from solver.blocks.dosing import main_lifts
from solver.blocks.proof import missing, pair_notes, pair_tiers
from solver.blocks.rotation import Rotation, as_plan, costs_of, exercises_of, rotated, taking_turns
from solver.blocks.second import (
    in_turn,
    lacks,
    other_mains,
    second_week,
    split_of,
    with_guardrails,
    without_favours,
)
from solver.blocks.turns import turns_note
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.loading import load_catalogue
from solver.clock import Clock, heeding_ctrl_c
from solver.errors import EvensetError, ImpossibleError, NoPlanInTimeError
from solver.plan import Plan
from solver.rules import Tier
from solver.rules.splits import AUTO, Split
from solver.scenario import Scenario, available

Progress = Callable[[str, int | None, int | None], None]

SHARE = 0.4
"""Of the time that there is, what week A may take."""

SHARE_OF_B = 0.9
"""Of the time that week A left, what week B may take: the rest is for what both lack."""

TIED_SHARE = 0.6
"""Of the time that week A left, what a week B with what builds up in week A may take."""

LEAST = 1.0
"""Seconds without which no week B is sought."""

AGAIN = 5.0
"""Seconds without which week A is not sought anew: a model has to be built and placed for it."""


def solve_pair(
    scenario: Scenario,
    catalogue: Catalogue | None = None,
    *,
    progress: Progress | None = None,
    keep: Iterable[str] | None = None,
    keep_b: Iterable[str] | None = None,
    avoid: Iterable[str] | None = None,
    begin: tuple[Plan | None, Plan | None] = (None, None),
    once: tuple[Iterable[str], Iterable[str]] = ((), ()),
    held_to: int | None = None,
) -> Pair:
    """Plan two weeks that take turns.

    Args:
        scenario: what the person asks for.
        catalogue: the exercises there are; the standard ones where it is left out.
        progress: is called with tier, best value and bound while the search goes on.
        keep: main lifts, by id, that should stay from the block before; those that no week can
            hold are let go, one after the other, the last first.
        keep_b: main lifts that should stay in week B; they are let go before others.
        avoid: accessories, by id, that have a rest.
        begin: weeks to begin A and B with; where several are equally good, these decide which
            come out.
        once: of the favoured exercises those that week A is enough for, and those that week B is.
        held_to: the split of the scenario is one that is held; others are looked at only where week
            A falls short by more than this in its guardrails, and taken only where that is less.

    Raises:
        InputError: the scenario is wrong.
        ImpossibleError: no week can keep what is demanded.
        NoPlanInTimeError: the time limit passed, or the search was stopped, before there was any
            plan.
        KeyboardInterrupt: the search was stopped a second time.

    """
    catalogue = catalogue or load_catalogue()
    scenario = scenario.resolve(catalogue)
    usable = available(scenario, catalogue)
    scenario = bounded(scenario, usable)
    known = {exercise.id for exercise in usable}
    kept = [name for name in keep or () if name in known]
    kept_b = [name for name in keep_b or () if name in known]
    avoided = [name for name in avoid or () if name not in scenario.pin]
    with heeding_ctrl_c() as stop:
        clock = Clock(scenario.time_limit, time.monotonic(), stop)
        asked = _Asked(
            scenario,
            kept,
            kept_b,
            avoided,
            begin,
            once,
            held_to,
            usable,
            catalogue,
            clock,
            progress,
        )
        best = asked.pair(without_favours(scenario, once[1]))
        lacking = missing(best.a, best.b, catalogue)
        if lacking and asked.has_time(AGAIN):
            best = min([best, *asked.again(best, lacking)], key=_worth)
        if scenario.strict and (missing(best.a, best.b, catalogue) or guardrails_of(best.b)):
            raise asked.refusal()
        if note := asked.note(best):
            best = best.model_copy(update={"notes": (*best.notes, note)})
    return best


@dataclass(frozen=True)
class _Asked:
    """What both weeks are made for."""

    scenario: Scenario
    keep: Sequence[str]
    keep_b: Sequence[str]
    avoid: Sequence[str]
    begin: tuple[Plan | None, Plan | None]
    once: tuple[Iterable[str], Iterable[str]]
    held_to: int | None
    usable: Sequence[Exercise]
    catalogue: Catalogue
    clock: Clock
    progress: Progress | None
    weeks: list[Plan] = field(default_factory=list)
    """All that were solved."""
    cut: list[str] = field(default_factory=list)
    """What time left no room for."""
    refused: list[ImpossibleError] = field(default_factory=list)
    """Why no strict week B can hold what week A lacks."""

    def has_time(self, seconds: float) -> bool:
        """Tell whether so many seconds are left; where they are not, that is noted."""
        if self.clock.left() >= seconds:
            return True
        self.cut.append(f"{seconds:g} s")
        return False

    def note(self, best: Pair) -> str:
        """Say that a stop or the time had a hand in which weeks these are, if so.

        What it had in one of the weeks themselves, that week says.
        """
        if self.clock.stopped:
            return STOPPED_PAIR
        others = (week for week in self.weeks if week not in (best.a, best.b))
        return CUT_PAIR if self.cut or any(week.cut_off for week in others) else ""

    def refusal(self) -> EvensetError:
        """Return why there are no two strict weeks: none can be, or none was found in time."""
        if self.refused and not self.cut and not self.clock.stopped:
            return self.refused[0]
        when = (
            "you stopped the search before it found"
            if self.clock.stopped
            else f"{self.scenario.time_limit:g} s were not enough to find"
        )
        return NoPlanInTimeError(
            f"{when} two weeks that keep every guardrail together; give it longer (time_limit), or "
            "leave out strict"
        )

    def pair(self, first: Scenario) -> Pair:
        """Return week A of this scenario, and week B to go with it."""
        try:
            a = self._first(first)
        except NoPlanInTimeError as error:
            if self.clock.stopped:
                raise
            limit = f"{self.scenario.time_limit:g} s"
            raise NoPlanInTimeError(
                f"no week A was found in its part of {limit}; raise time_limit, or ask for less"
            ) from error
        return self._with_b(a)

    def _first(self, scenario: Scenario) -> Plan:
        """Return week A, of another split than the one that is held where guardrails need it."""
        held: Plan | None = None
        try:
            held = self._solved(scenario, self.keep, self.avoid, self.begin[0], SHARE)
        except ImpossibleError:
            if self.held_to is None:
                raise
        if held is not None and (
            self.held_to is None
            or guardrails_of(held) <= self.held_to
            or self.clock.stopped
            or not self.has_time(AGAIN)
        ):
            return held
        free = scenario.model_copy(update={"split": AUTO})
        try:
            other = self._solved(free, self.keep, self.avoid, self.begin[0], SHARE)
        except (ImpossibleError, NoPlanInTimeError) as error:
            if held is None:
                raise
            if isinstance(error, NoPlanInTimeError):
                self.cut.append("another split")
            return held
        return other if held is None or guardrails_of(other) < guardrails_of(held) else held

    def again(self, best: Pair, lacking: Sequence[str]) -> Iterator[Pair]:
        """Yield the pair of a week A that holds some of what both weeks lack, if there is one.

        A week A that holds none of it is the same week counted by stricter rules.
        """
        split = split_of(best.a, self.scenario)
        scenario = without_favours(self.scenario, self.once[1])
        first = with_guardrails(scenario, lacking, split, self.catalogue)
        try:
            a = self._solved(first, self.keep, self.avoid, best.a, SHARE, brief=True)
        except NoPlanInTimeError:
            self.cut.append("week A anew")
            return
        except ImpossibleError:
            return
        if set(lacking) <= set(lacks(a, self.catalogue)):
            return
        yield self._with_b(
            a,
            f"Week A was sought with {', '.join(lacking)} among its guardrails, since week B could "
            "not hold all of that; by itself another week may be better.",
        )

    def _with_b(self, a: Plan, *said: str) -> Pair:
        """Return a week A with a week B to go with it."""
        notes = list(said)
        scenario = without_favours(self.scenario, self.once[0])
        second = second_week(a, scenario, self.catalogue)
        turned = second.split.weeks[second.count] if isinstance(second.split, Split) else ()
        kinds = {planned.kind for planned in turned}
        mains = [
            session.items[place].exercise
            for session in a.sessions
            if not kinds or session.kind in kinds  # others make room for their counterpart
            for place in main_lifts(session)
        ]
        fresh = [e for e in self.usable if e.id not in self.avoid]
        like_a = rotated(a, fresh, (*self.scenario.pin, *mains), self.catalogue)
        near, rest = self._near_b(a, second, in_turn(like_a.week, turned), like_a.resting)
        others = other_mains(a, turned, self.usable)
        seconds = [second]
        if scenario.strict:  # what A lacks, B then has to hold; another A may hold some of it
            seconds.append(second_week(a, scenario, self.catalogue, lacking=()))
        b = self._solved_b(seconds, mains, [*rest, *others], near, a)
        if b is None:
            why = "you stopped the search" if self.clock.stopped else "the time limit passed"
            notes.append(
                f"Week B was not solved, since {why}: it is week A with other accessories where "
                "equal ones are at hand."
            )
            b = as_plan(like_a.week, self.catalogue)
        elif not self.clock.stopped:
            b, like_a = self._varied(a, b, mains)
        if lost := [name for name in dict.fromkeys(mains) if name not in exercises_of(b)]:
            names = ", ".join(self.catalogue.find(name).name for name in lost)
            notes.append(
                f"Week B lacks main lifts of week A, since no week could have all: {names} (G14)."
            )
        notes.append(turns_note(a, b, like_a, self.usable, self.catalogue))
        tiers = pair_tiers(a, b, self.catalogue)
        proved = all(tier.status == "optimal" for tier in tiers)
        return Pair(
            a=a,
            b=b,
            tiers=tiers,
            status="optimal" if proved else "feasible",
            notes=(*pair_notes(tiers), *notes),
        )

    def _near_b(
        self, a: Plan, second: Scenario, like_a: Plan, resting: Sequence[str]
    ) -> tuple[Plan, Sequence[str]]:
        """Return the week to begin week B with, and the accessories of week A that B goes without.

        That is week A with other accessories, or the week that is to go before all others where
        it is as good by the rules of week B.
        """
        given = self.begin[1]
        if given is None:
            return like_a, resting
        first, other = (
            costs_of(week.model_copy(update={"scenario": second}), self.catalogue)
            for week in (given, like_a)
        )
        if first > other:
            return like_a, resting
        return given, taking_turns(a, given, self.catalogue)

    def _varied(self, a: Plan, b: Plan, mains: Sequence[str]) -> tuple[Plan, Rotation]:
        """Return a solved week B with yet other accessories where that leaves it as good.

        What A lacks and B has may have taken the place of what was to vary. Only a week that falls
        short of nothing is sought again, since then that is soon done.
        """
        done = set(exercises_of(a))
        mine = exercises_of(b)
        gone = {*self.avoid, *b.scenario.exclude, *done} - {*mine}
        fresh = [exercise for exercise in self.usable if exercise.id not in gone]
        once = (name for name in mine if name not in done and mine.count(name) == 1)
        stay = (*self.scenario.pin, *mains, *once)
        other = rotated(b, fresh, stay, self.catalogue)
        if other.week == b or _short(b) or not self.has_time(AGAIN):
            return b, other
        try:
            found = self._solved(b.scenario, (), other.resting, other.week, SHARE_OF_B, brief=True)
        except ImpossibleError:
            return b, other
        except NoPlanInTimeError:
            self.cut.append("week B varied")
            return b, other
        return (b if _short(found) or found.status != b.status else found), other

    def _solved_b(
        self,
        seconds: Sequence[Scenario],
        mains: Sequence[str],
        rest: Sequence[str],
        near: Plan,
        a: Plan,
    ) -> Plan | None:
        """Return week B, None where there is no time left for it.

        Of several scenarios of it the next is for where none can be of those before. What builds up
        is in it if and only if it is in week A (E2, E5), unless that costs guardrails.
        """
        avoid = [*self.avoid, *rest]
        found: list[Plan] = []
        tied = as_in_a(seconds[0], a, self.usable)
        mains = list(dict.fromkeys(mains))
        wanted = [*mains, *(name for name in self.keep_b if name not in mains)]
        ways = [(tied, len(mains), TIED_SHARE), *((each, 0, SHARE_OF_B) for each in seconds)]
        for scenario, least, share in ways:
            if not self.has_time(LEAST) or (self.clock.stopped and found):
                break
            try:
                brief = scenario is tied
                week = self._solved(scenario, wanted, avoid, near, share, least, brief=brief)
                found.append(week)
            except NoPlanInTimeError:
                self.cut.append("week B")
                continue
            except ImpossibleError as error:
                if scenario is seconds[-1] and not found:
                    raise
                if scenario is seconds[0] and len(seconds) > 1:
                    self.refused.append(error)
                continue
            if guardrails_of(found[-1]) <= guardrails_of(a):
                break
        return min(found, key=lambda b: pair_tiers(a, b, self.catalogue)[0].value, default=None)

    def _solved(
        self,
        scenario: Scenario,
        wanted: Sequence[str],
        avoid: Iterable[str],
        near: Plan | None,
        share: float,
        least: int = 0,
        *,
        brief: bool = False,
    ) -> Plan:
        """Solve a week with as many of some lifts as it can hold, and others left out.

        Lifts are let go one after the other where they cannot be together: what stands in the way,
        where that is known, else the last of them. Of the first ``least`` none is let go. Where
        time is short, all others are at once. Remedies are sought only for an error that the
        person may see: neither where lifts are still to be let go, nor if ``brief``.
        """
        from solver.model.solve import solve  # noqa: PLC0415 - brings the solver in

        avoided = tuple(dict.fromkeys([*scenario.exclude, *avoid]))
        must = tuple(wanted[:least])
        loose = [name for name in wanted[least:] if name not in scenario.pin]
        while True:
            pins = tuple(dict.fromkeys([*scenario.pin, *must, *loose]))
            fields = {
                "pin": pins,
                "exclude": tuple(name for name in avoided if name not in pins),
                "time_limit": max(self.clock.left() * share, LEAST),
            }
            try:
                plan = solve(
                    scenario.model_copy(update=fields),
                    self.catalogue,
                    progress=self.progress,
                    near=near,
                    brief=brief or bool(loose),
                )
            except ImpossibleError as error:
                if not loose:
                    raise
                in_the_way = [name for name in loose if _stands_in_the_way(name, error)]
                loose.remove((in_the_way or loose)[-1])
                if loose and not self.has_time(AGAIN):
                    loose.clear()
            else:
                # The time that was left differs from run to run, and so is no part of a plan.
                limit = {"time_limit": scenario.time_limit}
                asked = plan.scenario.model_copy(update=limit)
                self.weeks.append(plan.model_copy(update={"scenario": asked}))
                return self.weeks[-1]


def _stands_in_the_way(name: str, error: ImpossibleError) -> bool:
    """Tell whether what cannot be together names a pinned exercise."""
    return any(conflict.what == f"the pinned exercise {name}" for conflict in error.conflicts)


def guardrails_of(plan: Plan) -> int:
    """Return what a week falls short of in its guardrails, as it claims."""
    return sum(tier.value for tier in plan.tiers if tier.name is Tier.GUARDRAILS)


def _short(plan: Plan) -> bool:
    """Tell whether a week falls short of anything above stimulus, as it claims."""
    return any(tier.value for tier in plan.tiers if tier.name is not Tier.STIMULUS)


def _worth(pair: Pair) -> tuple[int, ...]:
    return tuple(tier.value for tier in pair.tiers)
