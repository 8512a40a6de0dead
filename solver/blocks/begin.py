"""Where the next block begins: the last two weeks, in which accessories rest that can at no cost.

An accessory has a rest only where an equal one leaves its weeks no worse in any tier (G14), by the
rules of the next block. So a block after which nothing changes is as good as the one before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from solver.blocks.block import Pair
from solver.blocks.rotation import COSTS, Rotation, exercises_of, rotated, rotating, with_other
from solver.blocks.second import second_week, without_favours
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.plan import Plan
from solver.rules.splits import AUTO
from solver.scenario import Scenario, available


@dataclass(frozen=True)
class Begin:
    """What the search for the next block begins with.

    Attributes:
        a: to begin week A with; None where its days or split are not those of the last block.
        b: to begin week B with; None where there is none for week A.
        resting: accessories of the last block that have a rest, by id.
        wanted: all its accessories that an equal one is at hand for.
        stays: why one of these has no rest, in words.

    """

    a: Plan | None
    b: Plan | None
    resting: tuple[str, ...]
    wanted: tuple[str, ...]
    stays: dict[str, str]


def begin(
    last: Pair,
    scenario: Scenario,
    fixed: Collection[str],
    once: tuple[Collection[str], Collection[str]],
    climbed: Mapping[str, str],
    catalogue: Catalogue,
) -> Begin:
    """Return what the search for the block after these two weeks begins with.

    Args:
        last: the weeks of the last block.
        scenario: of the next block, resolved.
        fixed: what stays, by id.
        once: favoured lifts that the last block had in week A alone, and in week B alone.
        climbed: lifts that came up their ladder, each with the one that is behind it.
        catalogue: the exercises there are.

    """
    a, b = last.a, last.b
    same = same_split(a, scenario)
    if same:
        for_a, for_b = (without_favours(scenario, names) for names in reversed(once))
        a = a.model_copy(update={"scenario": for_a.with_split(a.split)})
        b = b.model_copy(update={"scenario": second_week(a, for_b, catalogue)})
    a, b = (_climbed(week, climbed, catalogue) for week in (a, b))
    usable = available(scenario, catalogue)
    done = dict.fromkeys([*exercises_of(last.a), *exercises_of(last.b)])
    wanted = [name for name in rotating(done, usable) if name not in {*fixed, *climbed.values()}]
    weeks = _Weeks(a, b, [e for e in usable if e.id not in done], usable, catalogue)
    in_a, in_b = weeks.rest(wanted)
    lost = in_b.lost | in_a.lost
    resting = [name for name in wanted if name in (*in_a.resting, *in_b.resting)]
    return Begin(
        a=in_a.week if same else None,
        b=in_b.week if same else None,
        resting=tuple(resting),
        wanted=tuple(wanted),
        stays={
            name: f"an equal one would cost {COSTS[lost[name]]}"
            if name in lost
            else "the equal ones stand in for others"
            for name in wanted
            if name not in resting
        },
    )


def same_split(a: Plan, scenario: Scenario) -> bool:
    """Tell whether a week is on days that a scenario asks for, of the kinds that it has."""
    days = (scenario.count, scenario.candidates)
    return days == (len(a.sessions), a.scenario.candidates) and scenario.split_id in (a.split, AUTO)


def _climbed(week: Plan, climbed: Mapping[str, str], catalogue: Catalogue) -> Plan:
    """Return a week with the lifts that ladders came to in place of those behind them."""
    for higher, behind in climbed.items():
        if behind in exercises_of(week) and higher not in exercises_of(week):
            week = with_other(week, behind, higher, catalogue)
    return week


@dataclass(frozen=True)
class _Weeks:
    """Two weeks, in which accessories make room for fresh ones."""

    a: Plan
    b: Plan
    fresh: Sequence[Exercise]
    usable: Sequence[Exercise]
    catalogue: Catalogue

    def rest(self, wanted: Iterable[str]) -> tuple[Rotation, Rotation]:
        """Return both weeks with others in place of these accessories, where that costs nothing.

        What both weeks have rests in both or in none.
        """
        wanted, stay = set(wanted), set[str]()
        while True:
            in_a = self._rotated(self.a, wanted - stay)
            both = set(in_a.resting) & set(exercises_of(self.b))
            in_b = self._rotated(self.b, both, late=exercises_of(in_a.week))
            if both <= set(in_b.resting):
                break
            stay |= both - set(in_b.resting)  # what then stands in may leave another none
        alone = wanted - set(exercises_of(self.a))
        more = self._rotated(in_b.week, alone, without=exercises_of(in_a.week))
        return in_a, Rotation(more.week, (*in_b.resting, *more.resting), in_b.lost | more.lost)

    def _rotated(
        self,
        week: Plan,
        wanted: Collection[str],
        late: Collection[str] = (),
        without: Collection[str] = (),
    ) -> Rotation:
        """Return a week with fresh exercises in place of those that are wanted to rest."""
        its_own = exercises_of(week)
        offered = [e for e in self.fresh if e.id not in without]
        offered += [e for e in self.usable if e.id in its_own]
        stay = [name for name in its_own if name not in wanted]
        return rotated(week, offered, stay, self.catalogue, late)
