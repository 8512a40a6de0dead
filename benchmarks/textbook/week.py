"""The variables of a week, and what holds of every week: days, kinds, doses, minutes, supersets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from ortools.sat.python import cp_model

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Role, Weekday
from solver.coaching.order import LARGE_FIRST, MACHINE
from solver.rules import AnyRule, Count, Structure, StructureRule, Term
from solver.rules.splits import SessionKind
from solver.rules.supersets import may_pair, saved_seconds
from solver.scenario import Scenario

Expr = cp_model.LinearExpr | int


@dataclass(frozen=True)
class Item:
    """An exercise on a day: whether it is done, and its sets, which are 0 where it is not."""

    exercise: Exercise
    day: Weekday
    on: cp_model.IntVar
    sets: cp_model.IntVar


@dataclass(frozen=True)
class Pair:
    """Two items of a day: whether they are a superset, and its rounds, 0 where they are none."""

    first: Item
    second: Item
    done: cp_model.IntVar
    rounds: cp_model.IntVar


class TextbookWeek:
    """A week as a CP-SAT model, with all that is physical by its structure.

    Attributes:
        model: what the variables and constraints stand in.
        days: that may be trained on, Monday first.
        at: whether a session of the week (0 for the first) is on a day; only where it can be.
        items: every exercise on every day whose session may hold it.
        pairs: every two items of a day that may be a superset.

    """

    def __init__(
        self,
        scenario: Scenario,
        catalogue: Catalogue,
        rules: Sequence[AnyRule],
        offer: Iterable[Exercise],
    ) -> None:
        self.model = cp_model.CpModel()
        self.scenario, self.catalogue = scenario, catalogue
        self.limits = {r.check: r.limit or 1 for r in rules if isinstance(r, StructureRule)}
        self.days = list(scenario.candidates)
        self.at = self._sessions()
        self.trained = {day: self.is_session(day) for day in self.days}
        self.items = [item for e in offer for day in self.days for item in self._item(e, day)]
        self.of_day = {day: [i for i in self.items if i.day is day] for day in self.days}
        self.pairs = [pair for day in self.days for pair in self._pairs(day)]
        self.pairs_of_day = {d: [p for p in self.pairs if p.first.day is d] for d in self.days}
        self._no_day_is_empty()
        self._pins_and_repeats()
        self._families()
        self._one_pair_each()
        self._minutes()
        self._first_lifts()

    # ---- days and kinds ----------------------------------------------------------------------

    def kind(self, session: int) -> SessionKind | None:
        """Return the kind of a session of the week, None where it has none."""
        split, planned = self.scenario.chosen_split, self.scenario.planned[session]
        return split.kinds[planned.kind] if split and planned else None

    def _sessions(self) -> dict[tuple[Weekday, int], cp_model.IntVar]:
        """Put each session on one day, in their order, and no two on the same."""
        model, count = self.model, self.scenario.count
        spare = len(self.days) - count
        at = {
            (self.days[number], session): model.new_bool_var(f"{self.days[number]} is {session}")
            for session in range(count)
            for number in range(session, session + spare + 1)
        }
        place: list[Expr] = []
        for session in range(count):
            own = {day: var for (day, k), var in at.items() if k == session}
            model.add_exactly_one(own.values())
            place.append(
                cp_model.LinearExpr.weighted_sum(
                    list(own.values()), [self.days.index(day) for day in own]
                )
            )
        for day in self.days:
            model.add_at_most_one(var for (other, _), var in at.items() if other is day)
        for before, after in pairwise(place):
            model.add(before + 1 <= after)
        return at

    def is_session(self, day: Weekday, kinds: Collection[str] = ()) -> cp_model.IntVar:
        """Return whether a day has a session of these kinds; of any where none is named."""
        meant = []
        for (other, session), var in self.at.items():
            planned = self.scenario.planned[session]
            if other is day and (not kinds or (planned and planned.kind in kinds)):
                meant.append(var)
        literal = self.model.new_bool_var(f"{day} is {'/'.join(kinds) or 'trained'}")
        self.model.add(literal == sum(meant))
        return literal

    def has_kinds(self, kinds: Collection[str]) -> bool:
        """Tell whether any session of the week is of these kinds."""
        return not kinds or any(plan and plan.kind in kinds for plan in self.scenario.planned)

    # ---- items -------------------------------------------------------------------------------

    def _item(self, exercise: Exercise, day: Weekday) -> Iterator[Item]:
        """Yield the variables of an exercise on a day, if a session there may hold it."""
        fitting = []
        for (other, session), var in self.at.items():
            kind = self.kind(session)
            if other is day and (kind is None or kind.area.fits(exercise)):
                fitting.append(var)
        if not fitting:
            return
        dose = self.catalogue.dose_of(exercise)
        on = self.model.new_bool_var(f"{exercise.id} on {day}")
        sets = self.model.new_int_var(0, dose.high, f"sets of {exercise.id} on {day}")
        self.model.add(on <= sum(fitting))
        self.model.add(sets >= dose.low * on)
        self.model.add(sets <= dose.high * on)
        yield Item(exercise, day, on, sets)

    @cached_property
    def by_exercise(self) -> dict[str, list[Item]]:
        """The items of each exercise, by its id."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            found[item.exercise.id].append(item)
        return found

    def _no_day_is_empty(self) -> None:
        for day in self.days:
            self.model.add(sum(item.on for item in self.of_day[day]) >= self.trained[day])

    def _pins_and_repeats(self) -> None:
        for name in self.scenario.pin:
            self.model.add(sum(item.on for item in self.by_exercise.get(name, [])) >= 1)
        if Structure.REPEATS in self.limits:
            for items in self.by_exercise.values():
                self.model.add(sum(item.on for item in items) <= self.limits[Structure.REPEATS])

    def _families(self) -> None:
        if Structure.FAMILIES not in self.limits:
            return
        families: dict[tuple[Weekday, str], list[cp_model.IntVar]] = defaultdict(list)
        for item in self.items:
            families[item.day, item.exercise.family].append(item.on)
        for members in families.values():
            self.model.add(sum(members) <= self.limits[Structure.FAMILIES])

    # ---- supersets ---------------------------------------------------------------------------

    def _pairs(self, day: Weekday) -> Iterator[Pair]:
        for first, second in combinations(self.of_day[day], 2):
            if may_pair(first.exercise, second.exercise, self.scenario.supersets):
                yield self._pair(first, second)

    def _pair(self, first: Item, second: Item) -> Pair:
        model, name = self.model, f"{first.exercise.id} with {second.exercise.id} on {first.day}"
        most = min(self.catalogue.dose_of(each.exercise).high for each in (first, second))
        done = model.new_bool_var(name)
        rounds = model.new_int_var(0, most, f"rounds of {name}")
        for item in (first, second):
            model.add_implication(done, item.on)
            model.add(rounds == item.sets).only_enforce_if(done)
        model.add(rounds == 0).only_enforce_if(~done)
        return Pair(first, second, done, rounds)

    def _one_pair_each(self) -> None:
        mine: dict[tuple[Weekday, str], list[cp_model.IntVar]] = defaultdict(list)
        for pair in self.pairs:
            for item in (pair.first, pair.second):
                mine[item.day, item.exercise.id].append(pair.done)
        for pairs in mine.values():
            self.model.add_at_most_one(pairs)

    def _first_lifts(self) -> None:
        """See that a session's first lift is not paired with the one that has to end it."""
        for (day, session), here in self.at.items():
            kind = self.kind(session)
            last = next((slot for slot in kind.slots if slot.last), None) if kind else None
            if kind is None or last is None or kind.main is None:
                continue
            for pair in self.pairs_of_day[day]:
                for lift, other in ((pair.first, pair.second), (pair.second, pair.first)):
                    if _opens(lift, kind) and last.where.fits(other.exercise):
                        self._apart(lift, other, [here, pair.done], kind)

    def _apart(
        self, lift: Item, other: Item, where: list[cp_model.IntVar], kind: SessionKind
    ) -> None:
        """Ask for a lift that comes before, another one that ends, or nothing but finishers."""
        rest = [i for i in self.of_day[lift.day] if i is not lift and i is not other]
        ends = next(slot.where for slot in kind.slots if slot.last)
        before = [i.on for i in rest if _opens(i, kind) and _key(i) < _key(lift)]
        after = [i.on for i in rest if ends.fits(i.exercise)]
        only = self.model.new_bool_var(f"only finishers beside {lift.exercise.id} on {lift.day}")
        work = [i.on for i in rest if i.exercise.role is not Role.FINISHER]
        self.model.add(sum(work) == 0).only_enforce_if(only)
        self.model.add_bool_or(*before, *after, only).only_enforce_if(where)

    # ---- minutes -----------------------------------------------------------------------------

    def _minutes(self) -> None:
        for day, minutes in self.scenario.candidates.items():
            self.model.add(self.seconds(day) <= minutes * 60)

    def seconds(self, day: Weekday) -> Expr:
        """Return the length of the session of a day: warm-up, set-ups, ramps, sets and rests."""
        times = self.catalogue.times
        total: list[Expr] = [times.warm_up(self.scenario.candidates[day] * 60)]
        for item in self.of_day[day]:
            exercise = item.exercise
            own = exercise.setup_seconds
            once = times.set_up[exercise.load] if own is None else own
            once += self.catalogue.dose_of(exercise).ramp_sets * times.ramp_set
            each = exercise.sides * times.work[exercise.role] + times.rest[exercise.role]
            total += [once * item.on, each * item.sets]
        for pair in self.pairs_of_day[day]:
            roles = (pair.first.exercise.role, pair.second.exercise.role)
            total.append(-saved_seconds(*roles, times) * pair.rounds)
        return sum(total)

    # ---- measures ----------------------------------------------------------------------------

    def measure(self, terms: Sequence[Term], day: Weekday | None = None) -> Expr:
        """Return twice what a measure counts on a day, or in the week: half-sets are whole."""
        variables, factors = [], []
        for item in self.items if day is None else self.of_day[day]:
            sets, once = self.counts(terms, item.exercise)
            variables += [item.sets] * bool(sets) + [item.on] * bool(once)
            factors += [sets] * bool(sets) + [once] * bool(once)
        return cp_model.LinearExpr.weighted_sum(variables, factors)

    def counts(self, terms: Sequence[Term], exercise: Exercise) -> tuple[int, int]:
        """Return twice what a set of an exercise, and what having it at all, counts for."""
        sets = once = 0
        for term in terms:
            if term.where.fits(exercise):
                if term.count is Count.EXERCISES:
                    once += 2 * term.times
                else:
                    sets += self._halves(term, exercise) * term.times
        return sets, once

    def _halves(self, term: Term, exercise: Exercise) -> int:
        """Return the half-sets that a set counts for."""
        if term.count is Count.SPINE_POINTS:
            return 2 * exercise.spine_load
        if not exercise.hard:
            return 0
        if term.count is Count.HARD_SETS:
            return 2
        if term.count is Count.FRACTIONAL_SETS:
            return halves_of(exercise, term.muscle or "")
        return max(halves_of(exercise, m) for m in self.catalogue.groups[term.group or ""].members)


def halves_of(exercise: Exercise, muscle: str) -> int:
    """Return the half-sets of a muscle in a hard set: two where it is direct work, else one."""
    return 2 if muscle in exercise.direct else int(muscle in exercise.indirect)


def _opens(item: Item, kind: SessionKind) -> bool:
    """Tell whether an item may be the first lift of a session of a kind."""
    main = kind.main
    return main is not None and item.exercise.role is Role.MAIN and main.fits(item.exercise)


def _key(item: Item) -> tuple[int, bool, str]:
    """Return the place of a lift among those that may come first."""
    exercise = item.exercise
    large = LARGE_FIRST.index(exercise.pattern) if exercise.pattern in LARGE_FIRST else 99
    return large, exercise.load == MACHINE, exercise.id
