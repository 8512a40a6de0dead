"""The two weeks of a block as they stand at a time: what is done at each place, with how many sets.

A change is taken only where every rule that the base week keeps is kept after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from solver.blocks.block import LETTERS, Letter, Pair
from solver.blocks.dosing import Entry, Person, bare_session, entries_of
from solver.blocks.verdict import Verdicts
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.plan import Session

Work = tuple[tuple[Entry, ...], ...]
"""The entries of each session of a week."""


@dataclass(frozen=True)
class Place:
    """A place in a week: session and item, counted from 0."""

    session: int
    item: int


class Frame:
    """A week of a letter: the base week's sessions, the rules it keeps, and what is done now."""

    def __init__(self, letter: Letter, pair: Pair, catalogue: Catalogue) -> None:
        plan = pair.week(letter)
        self.letter = letter
        self.sought = bool(pair.tiers)  # both weeks for each other, not given or written
        self.sessions = plan.sessions
        self.verdicts = Verdicts(plan, catalogue)
        self.person = Person(self.verdicts.scenario, catalogue)
        split = self.verdicts.scenario.chosen_split
        self.kinds = split.kinds if split else {}
        kept = pair.kept_in(letter)
        self.base: Work = tuple(entries_of(each, catalogue, kept) for each in plan.sessions)
        self.now: Work = self.base
        self._last: dict[int, tuple[tuple[Entry, ...], Session]] = {}
        self._broken = self.verdicts.broken(self.bare(self.base))

    def bare(self, work: Work) -> tuple[Session, ...]:
        """Return the sessions as the audit of a week sees them."""
        return tuple(self._bare(number, entries) for number, entries in enumerate(work))

    def _bare(self, number: int, entries: tuple[Entry, ...]) -> Session:
        """Return a session; most of a week is what it was when it was asked for last."""
        known, bare = self._last.get(number, (None, None))
        if bare is None or known is not entries:
            bare = bare_session(self.sessions[number], entries, self.person)
            self._last[number] = entries, bare
        return bare

    def keeps(self, work: Work) -> bool:
        """Tell whether a week keeps every physical rule and guardrail that the base week keeps."""
        return not self.verdicts.breaks_more(self.bare(work), self._broken)

    def newly_broken(self, work: Work) -> frozenset[str]:
        """Return the physical rules and guardrails that a week breaks and the base week keeps."""
        return self.verdicts.broken(self.bare(work)) - self._broken

    @cached_property
    def base_groups(self) -> dict[str, float]:
        """The sets of each group in the base week."""
        return self.groups(self.base)

    def groups(self, work: Work) -> dict[str, float]:
        """Return the sets of each group."""
        week = self.verdicts.week(self.bare(work))
        return {name: float(week.group_volume(name, week.all)) for name in week.catalogue.groups}


def make_frames(pair: Pair, catalogue: Catalogue) -> dict[Letter, Frame]:
    """Return a frame for each letter."""
    return {letter: Frame(letter, pair, catalogue) for letter in LETTERS}


def places(work: Work) -> Iterator[tuple[Place, Entry]]:
    """Yield every entry with its place."""
    for session, entries in enumerate(work):
        for item, entry in enumerate(entries):
            yield Place(session, item), entry


def units(work: Work) -> list[tuple[Place, ...]]:
    """Return the places whose sets change together: those of a superset, and all others alone."""
    together: dict[tuple[int, str], list[Place]] = {}
    for place, entry in places(work):
        letter = entry.base.superset or f"#{place.item}"
        together.setdefault((place.session, letter), []).append(place)
    return [tuple(found) for found in together.values()]


def at(work: Work, place: Place) -> Entry:
    """Return the entry at a place."""
    return work[place.session][place.item]


def with_exercise(work: Work, where: Sequence[Place], exercise: Exercise) -> Work:
    """Return the week with another exercise at some places."""
    return _changed(work, {place: {"exercise": exercise} for place in where})


def with_sets(work: Work, sets: dict[Place, int]) -> Work:
    """Return the week with other sets at some places."""
    return _changed(work, {place: {"sets": number} for place, number in sets.items()})


def with_reps(work: Work, reps: dict[Place, tuple[int, int]]) -> Work:
    """Return the week with repetitions fixed at some places."""
    return _changed(work, {place: {"reps": window} for place, window in reps.items()})


def with_stop(work: Work, where: Sequence[Place], stop: bool) -> Work:
    """Return the week with or without a stop at the bottom at some places."""
    return _changed(work, {place: {"stop": stop} for place in where})


def with_given(work: Work, where: Sequence[Place]) -> Work:
    """Return the week with a set less at some places for the rest of the block."""
    return _changed(work, {place: {"given": at(work, place).given + 1} for place in where})


def sets_of(work: Work, like: Work) -> Work:
    """Return a week with the exercises of one and the sets of another, less those given up."""
    return with_sets(
        work, {place: entry.sets - at(work, place).given for place, entry in places(like)}
    )


def _changed(work: Work, changes: dict[Place, dict[str, object]]) -> Work:
    """Return the week with changed entries; sessions without any are those it had."""
    touched = {place.session for place in changes}

    def entry_at(session: int, item: int) -> Entry:
        entry, change = work[session][item], changes.get(Place(session, item))
        return replace(entry, **change) if change else entry  # type: ignore[arg-type]

    return tuple(
        tuple(entry_at(session, item) for item in range(len(entries)))
        if session in touched
        else entries
        for session, entries in enumerate(work)
    )
