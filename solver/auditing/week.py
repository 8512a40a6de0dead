"""A week's items with their exercises, and what can be counted on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property, lru_cache

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.tables import Group
from solver.catalogue.vocabulary import Laterality, Pattern, Plane, Role
from solver.plan import Item, Measures, MuscleVolume, Session
from solver.rules import Count, Term, fitting
from solver.rules.supersets import change_seconds
from solver.scenario import Scenario, available


@dataclass(frozen=True)
class Done:
    """An item with its exercise looked up."""

    item: Item
    exercise: Exercise


def share(exercise: Exercise, muscle: str) -> int:
    """Half-sets of a muscle in a set: two of a hard one that trains it directly, else one (V7)."""
    if not exercise.hard:
        return 0
    if muscle in exercise.direct:
        return 2
    return 1 if muscle in exercise.indirect else 0


def share_of_group(exercise: Exercise, group: Group) -> int:
    """Half-sets of a group in a set: the largest contribution to a member (D1)."""
    return max(share(exercise, muscle) for muscle in group.members)


class _Worth(dict[str, tuple[int, int]]):
    """What exercises count in a term, by id: half-sets (half exercises) for a set, and for once."""

    def __init__(self, term: Term, catalogue: Catalogue) -> None:
        super().__init__()
        self._term = term
        self._catalogue = catalogue
        self._fit = fitting(term.where, catalogue)

    def __missing__(self, name: str) -> tuple[int, int]:
        term, exercise = self._term, self._catalogue.exercises[name]
        a_set, once = 0, 0
        if name not in self._fit:
            pass
        elif term.count is Count.FRACTIONAL_SETS and term.muscle is not None:
            a_set = share(exercise, term.muscle)
        elif term.count is Count.GROUP_SETS and term.group is not None:
            a_set = share_of_group(exercise, self._catalogue.groups[term.group])
        elif term.count is Count.HARD_SETS:
            a_set = 2 * exercise.hard
        elif term.count is Count.SPINE_POINTS:
            a_set = 2 * exercise.spine_load
        else:
            once = 2
        self[name] = a_set * term.times, once * term.times
        return self[name]


@lru_cache(maxsize=4096)
def _worth(term: Term, catalogue: Catalogue) -> _Worth:
    """Return what exercises count in a term; it is found once for all weeks that are measured."""
    return _Worth(term, catalogue)


@cache
def _sets_of_muscle(muscle: str) -> Term:
    return Term(count=Count.FRACTIONAL_SETS, muscle=muscle)


@cache
def _sets_of_group(group: str) -> Term:
    return Term(count=Count.GROUP_SETS, group=group)


class Week:
    """A week's items with their exercises, and what can be counted on them."""

    def __init__(
        self, sessions: Sequence[Session], scenario: Scenario, catalogue: Catalogue
    ) -> None:
        self.sessions = sessions
        self.scenario = scenario
        self.catalogue = catalogue
        self.done = [
            [Done(item, catalogue.find(item.exercise, "plan")) for item in session.items]
            for session in sessions
        ]
        self._reached: dict[Term, bool] = {}

    @cached_property
    def usable(self) -> list[Exercise]:
        """What the person can do: decides whether a rule applies."""
        return available(self.scenario, self.catalogue)

    @cached_property
    def all(self) -> list[Done]:
        """Every item of the week."""
        return [done for session in self.done for done in session]

    def of_kinds(self, kinds: Sequence[str]) -> list[list[Done]]:
        """Return the sessions of these kinds; of all kinds where none is named."""
        return [
            done
            for session, done in zip(self.sessions, self.done, strict=True)
            if not kinds or session.kind in kinds
        ]

    def volume(self, muscle: str, done: Iterable[Done]) -> Fraction:
        """Fractional hard sets of a muscle (V7)."""
        return Fraction(self._count(_sets_of_muscle(muscle), done), 2)

    def group_volume(self, group: str, done: Iterable[Done]) -> Fraction:
        """Hard sets of a group (D1)."""
        return Fraction(self._count(_sets_of_group(group), done), 2)

    def _count(self, term: Term, done: Iterable[Done]) -> int:
        """Half-sets, or half exercises, of one term on some items."""
        worth = _worth(term, self.catalogue)
        total = 0
        for entry in done:
            a_set, once = worth[entry.exercise.id]
            total += a_set * entry.item.sets + once
        return total

    def halves(self, terms: Sequence[Term], done: Iterable[Done] | None = None) -> int:
        """Count a measure on some items, or on all of the week, in half-sets or half exercises."""
        chosen = self.all if done is None else list(done)
        return sum(self._count(term, chosen) for term in terms)

    def measure(self, terms: Sequence[Term], done: Iterable[Done] | None = None) -> Fraction:
        """Count a measure on some items, or on all of the week, in sets or exercises."""
        return Fraction(self.halves(terms, done), 2)

    def reachable(self, terms: Sequence[Term]) -> bool:
        """Tell whether the person can do anything that counts in full, for each sign of term."""
        return all(
            any(self._reachable(term) for term in terms if (term.times > 0) is positive)
            for positive in {term.times > 0 for term in terms if term.times}
        )

    def _reachable(self, term: Term) -> bool:
        if term not in self._reached:  # many rules ask for the same
            worth = _worth(term, self.catalogue)
            self._reached[term] = any(abs(sum(worth[each.id])) >= 2 for each in self.usable)
        return self._reached[term]

    def seconds(self, session: Session, done: Sequence[Done]) -> int:
        """Length of a session by the time model (T12): everything included."""
        times, doses = self.catalogue.times, self.catalogue.doses
        total = times.warm_up(session.budget_minutes * 60)
        for entry in done:
            exercise, role = entry.exercise, entry.exercise.role
            role = Role.FINISHER if role is Role.DRILL else role
            set_up = exercise.setup_seconds
            total += times.set_up[exercise.load] if set_up is None else set_up
            total += doses[role].ramp_sets * times.ramp_set
            one_side = times.work[role]
            work = 2 * one_side if exercise.laterality is Laterality.UNILATERAL else one_side
            total += entry.item.sets * (work + times.rest[role])
        return total - self.saved_seconds(done)

    def saved_seconds(self, done: Sequence[Done]) -> int:
        """Seconds that supersets save: in each round the shorter rest, less the change (T12)."""
        total = 0
        letters = {entry.item.superset for entry in done if entry.item.superset}
        for letter in letters:
            rests = [
                self.catalogue.times.rest.get(entry.exercise.role, 0)
                for entry in done
                if entry.item.superset == letter
            ]
            rounds = min(entry.item.sets for entry in done if entry.item.superset == letter)
            if len(rests) == 2:
                total += rounds * (min(rests) - change_seconds())
        return total

    def measures(self) -> Measures:
        """Return all that a plan reports of what it holds."""
        hard = [entry for entry in self.all if entry.exercise.hard]

        def sets(key: str) -> Counter[str]:
            counter: Counter[str] = Counter()
            for entry in hard:
                counter[str(getattr(entry.exercise, key))] += entry.item.sets
            return counter

        patterns, planes, sides = sets("pattern"), sets("plane"), sets("laterality")

        def ratio(over: Sequence[str], under: Sequence[str]) -> float | None:
            below = sum(patterns[name] for name in under)
            return sum(patterns[name] for name in over) / below if below else None

        seconds = [
            self.seconds(session, done)
            for session, done in zip(self.sessions, self.done, strict=True)
        ]
        return Measures(
            groups={g: float(self.group_volume(g, hard)) for g in self.catalogue.groups},
            muscles={
                muscle: MuscleVolume(
                    direct=float(sum(e.item.sets for e in hard if muscle in e.exercise.direct)),
                    fractional=float(self.volume(muscle, hard)),
                )
                for muscle in self.catalogue.muscles
            },
            patterns={p.value: patterns[p.value] for p in Pattern if patterns[p.value]},
            planes={p.value: planes[p.value] for p in Plane},
            laterality={side.value: sides[side.value] for side in Laterality},
            hard_sets=sum(entry.item.sets for entry in hard),
            exercises=len(self.all),
            pull_push=ratio(
                ["horizontal_pull", "vertical_pull"], ["horizontal_push", "vertical_push"]
            ),
            hip_knee=ratio(["hinge", "hip_extension"], ["squat", "lunge"]),
            minutes=round(sum(seconds) / 60, 2),
        )
