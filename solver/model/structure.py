"""The variables of a week in three depths, and what holds of every week by its structure.

``Depth.BUNDLES`` has weekly totals of bundles, for each sort of session: enough for guardrails,
balance and stimulus. ``Depth.CHOICES`` splits them into choices, for plainness. ``Depth.PLACED``
puts those on days, in sessions of their kinds, alone or as supersets.
Each depth contains the one before it, so what is left out only relaxes: an optimum of a shallower
depth bounds the deeper ones from below, and is reached wherever the totals can be placed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from copy import copy
from enum import IntEnum
from functools import cached_property
from itertools import combinations_with_replacement
from typing import Any, Self

from ortools.sat.python import cp_model

from solver.catalogue.tables import Dose
from solver.catalogue.vocabulary import Role
from solver.model.linear import Expr, Linear
from solver.model.pairing import pair_up
from solver.model.problem import Choice, Problem
from solver.rules import Structure
from solver.rules.supersets import pairable, saved_seconds

MANY = 10_000


class Depth(IntEnum):
    """How much of a week a model holds."""

    BUNDLES = 0
    CHOICES = 1
    PLACED = 2


class WeekStructure:
    """The variables of a week, and what holds by its structure: days, minutes, kinds, pairs.

    Attributes:
        model: the CP-SAT model.
        bundle_slots, bundle_sets: for each bundle, its items and sets over the week.
        among: the indices of the choices that it may hold.
        slots, sets: for each choice, the same; empty at depth BUNDLES.
        on: for each (choice, day), whether it is there; empty unless placed.
        dose: for each (choice, day), its sets there; empty unless placed.
        pairs: for each (choice, choice, day), whether they are a superset there.
        used: for each day, whether it is trained on.
        is_session: for each (session, day), whether that session of the week is on that day.

    """

    def __init__(
        self,
        problem: Problem,
        depth: Depth,
        *,
        among: Collection[int] | None = None,
        reserve: int = 0,
        elastic_pins: bool = False,
    ) -> None:
        """Build the model.

        Args:
            problem: what to plan.
            depth: how much of a week the model holds.
            among: the week holds these choices and what is pinned alone; None for all.
            reserve: seconds that totals leave free in every session, so that they pack better.
            elastic_pins: a pin may be missed, at ``missed_pins``.

        """
        self.problem = problem if among is None else problem.only({*among, *problem.pinned})
        self.reserve = reserve
        self.among = sorted(i for bundle in self.problem.bundles for i in bundle.choices)
        self.depth = depth
        self.placed = depth is Depth.PLACED
        self.model = cp_model.CpModel()
        self.missed_pins: dict[str, Expr] = {}
        self.bundle_slots: list[Any] = []
        self.bundle_sets: list[Any] = []
        self.slots: dict[int, Any] = {}
        self.sets: dict[int, Any] = {}
        self.used: list[Any] = []
        self.on: dict[tuple[int, int], Any] = {}
        self.dose: dict[tuple[int, int], Any] = {}
        self.pairs: dict[tuple[int, int, int], Any] = {}
        self.rounds: dict[tuple[int, int, int], Any] = {}
        self.part_slots: list[dict[int, Any]] = []
        self.part_sets: list[dict[int, Any]] = []
        self.part_paired: list[dict[int, Any]] = []
        self.is_session: dict[tuple[int, int], Any] = {}
        self._days_used()
        self._sessions()
        self._bundle_totals()
        self._parts()
        if depth >= Depth.CHOICES:
            self._split()
            if self.placed:
                self._place()
                pair_up(self)
            self._families()
            self._pins(elastic_pins)
        self._time()

    def twin(self) -> Self:
        """Return the same model once more, to which other things can be added: soon done."""
        twin = copy(self)
        twin.model = self.model.clone()
        return twin

    @property
    def paired(self) -> Expr:
        """Return the sets of the week that are done in supersets, over bare totals."""
        return sum(sets for paired in self.part_paired for sets in paired.values())

    # ---- variables -----------------------------------------------------------------------

    def _days_used(self) -> None:
        problem = self.problem
        if len(problem.days) == problem.count:
            self.used = [1] * problem.count
            return
        self.used = [self.model.new_bool_var(f"used {day.weekday}") for day in problem.days]
        self.model.add(sum(self.used) == problem.count)

    def _sessions(self) -> None:
        """Put the sessions of the week on days, in their order."""
        problem = self.problem
        sessions, days = range(problem.count), range(len(problem.days))
        if problem.fixed_days:
            self.is_session = {(k, d): int(k == d) for k in sessions for d in days}
            return
        kinds = {planned.kind if planned else "" for planned in problem.planned}
        if not self.placed or len(kinds) == 1:
            return  # which session it is makes no difference
        for d in days:
            for k in sessions:
                possible = k <= d and problem.count - k <= len(problem.days) - d
                self.is_session[k, d] = (
                    self.model.new_bool_var(f"session {k} on {problem.days[d].weekday}")
                    if possible
                    else 0
                )
            self.model.add(sum(self.is_session[k, d] for k in sessions) == self.used[d])
        for k in sessions:
            self.model.add(sum(self.is_session[k, d] for d in days) == 1)
            for d in days:
                # Session k is on day d only if as many days before d are trained on.
                before = sum(self.used[:d])
                if not isinstance(self.is_session[k, d], int):
                    self.model.add(before == k).only_enforce_if(self.is_session[k, d])

    def _most(self, choice: Choice) -> int:
        """Return the most sessions of a week that a choice can be in."""
        repeats = self.problem.limit(Structure.REPEATS)
        room = sum(len(self.problem.sorts[s].sessions) for s in choice.sorts)
        return min(room, repeats * len(choice.members))

    def _bundle_totals(self) -> None:
        for bundle in self.problem.bundles:
            members = [self.problem.choices[i] for i in bundle.choices]
            most = sum(self._most(choice) for choice in members)
            slots, sets = self._slots_and_sets(
                most, bundle.dose, f"bundle {members[0].exercise.id}"
            )
            pinned = sum(choice.members[0] in self.problem.scenario.pin for choice in members)
            if pinned and self.depth is Depth.BUNDLES:
                self.model.add(slots >= pinned)
            self.bundle_slots.append(slots)
            self.bundle_sets.append(sets)

    def _slots_and_sets(self, most: int, dose: Dose, name: str) -> tuple[Any, Any]:
        slots = self.model.new_int_var(0, most, f"slots {name}")
        sets = self.model.new_int_var(0, most * dose.high, f"sets {name}")
        self.model.add(sets >= dose.low * slots)
        self.model.add(sets <= dose.high * slots)
        return slots, sets

    def _parts(self) -> None:
        """Divide the weekly totals of each bundle among the sorts of session that it fits."""
        mode = self.problem.scenario.supersets
        for b, bundle in enumerate(self.problem.bundles):
            first = self.problem.choices[bundle.choices[0]].exercise
            slots, sets = {}, {}
            if len(bundle.sorts) == 1:
                (s,) = bundle.sorts
                slots[s], sets[s] = self.bundle_slots[b], self.bundle_sets[b]
            elif bundle.sorts:
                for s in sorted(bundle.sorts):
                    room = len(self.problem.sorts[s].sessions) * len(bundle.choices)
                    slots[s], sets[s] = self._slots_and_sets(
                        room, bundle.dose, f"{first.id} in sort {s}"
                    )
                self.model.add(sum(slots.values()) == self.bundle_slots[b])
                self.model.add(sum(sets.values()) == self.bundle_sets[b])
            self.part_slots.append(slots)
            self.part_sets.append(sets)
            paired = {}
            if not self.placed and pairable(first, mode):
                for s, total in sets.items():
                    paired[s] = self.model.new_int_var(0, MANY, f"{first.id} paired in sort {s}")
                    self.model.add(paired[s] <= total)
            self.part_paired.append(paired)
        self._partners()

    def _partners(self) -> None:
        """Let no more sets be paired than there are sets of possible partners paired too."""
        sums: dict[tuple[tuple[int, ...], int], Any] = {}
        for b, paired in enumerate(self.part_paired):
            for s, sets in paired.items():
                partners = self.problem.partners[b]
                if (partners, s) not in sums:  # of bundles that pair alike it is the same
                    others = [self.part_paired[o][s] for o in partners if s in self.part_paired[o]]
                    sums[partners, s] = sum(others)
                self.model.add(sets <= sums[partners, s])

    def _split(self) -> None:
        for b, bundle in enumerate(self.problem.bundles):
            own = bundle.choices
            if len(own) == 1:
                self.slots[own[0]], self.sets[own[0]] = self.bundle_slots[b], self.bundle_sets[b]
                continue
            for index in own:
                choice = self.problem.choices[index]
                self.slots[index], self.sets[index] = self._slots_and_sets(
                    self._most(choice), choice.dose, choice.exercise.id
                )
            self.model.add(self.bundle_slots[b] == sum(self.slots[i] for i in own))
            self.model.add(self.bundle_sets[b] == sum(self.sets[i] for i in own))

    def _place(self) -> None:
        for index, choice in self._choices():
            low, high = choice.dose.low, choice.dose.high
            doses = cp_model.Domain.from_intervals([[0, 0], [low, high]])
            for d, day in enumerate(self.problem.days):
                fits = self._fits(choice, d)
                if isinstance(fits, int) and not fits:
                    self.on[index, d] = self.dose[index, d] = 0
                    continue
                name = f"{choice.exercise.id} {day.weekday}"
                on = self.model.new_bool_var(f"on {name}")
                dose = self.model.new_int_var_from_domain(doses, f"sets {name}")
                self.model.add(dose >= low * on)
                self.model.add(dose <= high * on)
                if not isinstance(fits, int):
                    self.model.add(on <= fits)
                self.on[index, d], self.dose[index, d] = on, dose
            days = range(len(self.problem.days))
            self.model.add(self.slots[index] == sum(self.on[index, d] for d in days))
            self.model.add(self.sets[index] == sum(self.dose[index, d] for d in days))

    def _fits(self, choice: Choice, day: int) -> Any:
        """Return whether a day has a session that may hold a choice, as far as that is known."""
        sessions = range(self.problem.count)
        if len(choice.sorts) == len(self.problem.sorts):
            return self.used[day]
        return sum(
            self.is_session[k, day] for k in sessions if self.problem.sort_of(k) in choice.sorts
        )

    # ---- structure -----------------------------------------------------------------------

    def _seconds(self, sets: Callable[[int], Expr], slots: Callable[[int], Expr]) -> Expr:
        return sum(
            bundle.item_seconds * slots(i) + bundle.set_seconds * sets(i)
            for i, bundle in enumerate(self.problem.bundles)
        )

    def _time(self) -> None:
        if not self.placed:
            self._time_of_totals()
            return
        for d, (day, used) in enumerate(self._days()):
            self.model.add(self._day_seconds(d) <= day.seconds * used)
            self.model.add(sum(self.on[i, d] for i in self.among) >= used)

    def _time_of_totals(self) -> None:
        """Let each sort of session have its seconds, and the week those of its days."""
        offered = sum(day.seconds * used for day, used in self._days())
        total: Expr = 0
        for s, sort in enumerate(self.problem.sorts):
            seconds = self._seconds(self._part_sets(s), self._part_slots(s)) - self._saved(s)
            room = self.problem.sort_seconds(sort) - self.reserve * len(sort.sessions)
            self.model.add(seconds <= room)
            slots = self._part_slots(s)
            items = sum(slots(b) for b in range(len(self.problem.bundles)))
            self.model.add(items >= len(sort.sessions))
            total += seconds
        self.model.add(total <= offered)

    def _saved(self, sort: int) -> Expr:
        """Return the seconds that supersets save in a sort of session, over bare totals.

        Every round has a set of two roles, and saves what those two save.
        """
        paired: dict[Role, list[Any]] = defaultdict(list)
        for bundle, parts in zip(self.problem.bundles, self.part_paired, strict=True):
            if sort in parts:
                paired[self.problem.choices[bundle.choices[0]].exercise.role].append(parts[sort])
        rounds: dict[tuple[Role, Role], Any] = {
            roles: self.model.new_int_var(
                0, MANY, f"rounds of {' and '.join(roles)} in sort {sort}"
            )
            for roles in combinations_with_replacement(sorted(paired), 2)
        }
        for role, sets in paired.items():
            self.model.add(sum(sets) == sum(r * pair.count(role) for pair, r in rounds.items()))
        times = self.problem.catalogue.times
        return sum(saved_seconds(*roles, times) * each for roles, each in rounds.items())

    def _families(self) -> None:
        """Let no session hold more near-identical exercises than the limit."""
        limit = self.problem.limit(Structure.FAMILIES)
        families: dict[str, list[int]] = defaultdict(list)
        for index, choice in self._choices():
            families[choice.exercise.family].append(index)
        for members in families.values():
            total = sum(self.slots[i] for i in members)
            self.model.add(total <= limit * self.problem.count)
            if self.placed and len(members) > limit:
                for d in range(len(self.problem.days)):
                    self.model.add(sum(self.on[i, d] for i in members) <= limit)
            if not self.placed:
                self._family_of_totals(set(members), limit)

    def _family_of_totals(self, members: set[int], limit: int) -> None:
        """Keep a family apart within each kind of session too, as far as bundles tell it."""
        own = [b for b, each in enumerate(self.problem.bundles) if members.issuperset(each.choices)]
        for s, sort in enumerate(self.problem.sorts):
            items = sum(self.part_slots[b].get(s, 0) for b in own)
            self.model.add(items <= limit * len(sort.sessions))

    def _pins(self, elastic: bool) -> None:
        pinned = set(self.problem.scenario.pin)
        for index, choice in self._choices():
            if (name := choice.exercise.id) in pinned:
                missed: Expr = 0
                if elastic:
                    missed = self.missed_pins[name] = self.model.new_bool_var(f"without {name}")
                self.model.add(self.slots[index] + missed >= 1)

    # ---- sums ----------------------------------------------------------------------------

    def _choices(self) -> list[tuple[int, Choice]]:
        return [(index, self.problem.choices[index]) for index in self.among]

    def _days(self) -> list[tuple[Any, Any]]:
        return list(zip(self.problem.days, self.used, strict=True))

    def _week_sets(self, bundle: int) -> Expr:
        return self.bundle_sets[bundle]

    def _week_slots(self, bundle: int) -> Expr:
        return self.bundle_slots[bundle]

    def _part_sets(self, sort: int) -> Callable[[int], Expr]:
        return lambda b: self.part_sets[b].get(sort, 0)

    def _part_slots(self, sort: int) -> Callable[[int], Expr]:
        return lambda b: self.part_slots[b].get(sort, 0)

    def _day_slots(self, day: int) -> Callable[[int], Expr]:
        return self._slots_of_days[day].__getitem__

    def _day_sets(self, day: int) -> Callable[[int], Expr]:
        return self._sets_of_days[day].__getitem__

    @cached_property
    def _slots_of_days(self) -> list[list[Expr]]:
        return self._by_day(self.on)

    @cached_property
    def _sets_of_days(self) -> list[list[Expr]]:
        return self._by_day(self.dose)

    def _by_day(self, values: dict[tuple[int, int], Any]) -> list[list[Expr]]:
        """Return for each day the sum over each bundle; many rules count the same."""
        return [
            [sum(values[i, d] for i in bundle.choices) for bundle in self.problem.bundles]
            for d in range(len(self.problem.days))
        ]

    def _day_seconds(self, day: int) -> Expr:
        saved = sum(
            self.problem.saved_seconds(i, j) * rounds
            for (i, j, d), rounds in self.rounds.items()
            if d == day
        )
        return self._seconds(self._day_sets(day), self._day_slots(day)) - saved

    def _week(self, measure: Linear) -> Expr:
        return measure.over(self._week_sets, self._week_slots)

    def _day(self, measure: Linear, day: int) -> Expr:
        return measure.over(self._day_sets(day), self._day_slots(day))
