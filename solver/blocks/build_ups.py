"""Build-ups of Nordics and Copenhagen planks: few at first (E2, E3, E5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from solver.blocks.block import LETTERS, Letter
from solver.blocks.frames import Frame, Place, Work, at, places, with_exercise, with_reps, with_sets
from solver.blocks.table import BuildUp, Row, block_table
from solver.blocks.verdict import TIED
from solver.catalogue.exercise import Exercise
from solver.coaching.doses import Window
from solver.errors import InputError
from solver.plan import Plan
from solver.rules.kinds import BoundRule, Tier
from solver.rules.measures import Count, Selector, Term
from solver.scenario import MOST_RULES, Scenario, available


def bounded(scenario: Scenario, usable: Iterable[Exercise]) -> Scenario:
    """Return the scenario with no more of a build-up's exercise in a week than its table ends with.

    A week with more could never be reached: the build-up would stay on the easier exercise. What
    no row allows is a physical rule, not a wish.

    Args:
        scenario: resolved.
        usable: what the person can do; other exercises need no rule.

    Raises:
        InputError: the scenario adds so many rules that there is no room for these.

    """
    names = {exercise.id for exercise in usable}
    known = {rule.id for rule in scenario.add_rules}
    rules = tuple(
        _bound(name, build_up)
        for name, build_up in block_table().build_ups.items()
        if build_up.exercise in names and _rule_id(name) not in known
    )
    if len(scenario.add_rules) + len(rules) > MOST_RULES:
        raise InputError(
            f"add_rules: a block adds {len(rules)} of its own, for {MOST_RULES} in all; "
            f"leave out {len(scenario.add_rules) + len(rules) - MOST_RULES}"
        )
    return scenario.model_copy(update={"add_rules": (*scenario.add_rules, *rules)})


def as_in_a(scenario: Scenario, a: Plan, usable: Iterable[Exercise]) -> Scenario:
    """Return the scenario of week B with each build-up's exercise in it if and only if A has it.

    So each is trained in every week or in none, and its weeks can rise as one curve. Nothing is
    added where the scenario has no room for it.

    Args:
        scenario: of week B, resolved.
        a: week A.
        usable: what the person can do; other exercises need no rule.

    """
    names = {exercise.id for exercise in usable}
    done = {item.exercise for session in a.sessions for item in session.items}
    rules = []
    for name, build_up in block_table().build_ups.items():
        if build_up.exercise in names:
            has = build_up.exercise in done
            changes = {
                "id": f"{TIED}{name}",
                "title": f"{build_up.exercise} as in week A, {'some' if has else 'none'}",
                "lower": 1 if has else None,
                "upper": None if has else 0,
            }
            rules.append(_bound(name, build_up).model_copy(update=changes))
    if len(scenario.add_rules) + len(rules) > MOST_RULES:
        return scenario
    return scenario.model_copy(update={"add_rules": (*scenario.add_rules, *rules)})


def _rule_id(name: str) -> str:
    return f"build-up-{name}"


def _bound(name: str, build_up: BuildUp) -> BoundRule:
    where = Selector(exercise=(build_up.exercise,))
    return BoundRule(
        id=_rule_id(name),
        title=f"No more sets of {build_up.exercise} than its build-up ends with",
        tier=Tier.PHYSICAL,
        kind="bound",
        measure=(Term(count=Count.HARD_SETS, where=where),),
        upper=build_up.most_sets,
        source=build_up.source,
        certainty=build_up.certainty,
    )


@dataclass(frozen=True)
class _Choice:
    """How a week may have a build-up's exercise.

    Attributes:
        total: repetitions of the week.
        kept: the places that keep the exercise; the easier one stands in at the others.
        reps: repetitions of a set.
        work: the week with that.
        note: what to say of it.

    """

    total: int
    kept: tuple[Place, ...]
    reps: Window
    work: Work
    note: str = ""


class BuildUps:
    """Follows the build-ups through a block, each as one curve over its loading weeks.

    Args:
        trained: in how many weeks each was trained before the block, by its name in
            ``data/block.yaml``; weeks of the easier exercise alone are none.
        weeks: the loading weeks in their order, as they are before easier exercises stand in.

    """

    def __init__(self, trained: Mapping[str, int], weeks: Sequence[tuple[Frame, Work]]) -> None:
        table = block_table().build_ups
        self._said: dict[str, Window] = {}
        self._done = {name: trained.get(name, 0) for name in table}
        self._turn = 0
        self._curves = {
            name: _Curve(build_up, self._done[name], weeks) for name, build_up in table.items()
        }

    def week(self, frame: Frame, work: Work) -> tuple[Work, list[str]]:
        """Return the next loading week within what the build-ups allow, and what to say of it.

        Where the base week has more sets than a row allows, the easier exercise stands in for the
        surplus; where that breaks a rule, sets are left out. A week has no more repetitions than
        the next one can have, so that they never fall from week to week.
        """
        notes: list[str] = []
        for name, build_up in block_table().build_ups.items():
            where = _places(work, build_up.exercise)
            if not where:
                continue
            label = at(work, where[0]).exercise.name
            before, curve = self._done[name], self._curves[name]
            choices = list(_choices(build_up, curve.row(self._turn, before), where, frame, work))
            chosen = curve.best(self._turn, before, choices)
            self._done[name] += bool(chosen.kept)
            work = with_reps(chosen.work, dict.fromkeys(chosen.kept, chosen.reps))
            if chosen.note:
                notes.append(chosen.note)
            if chosen.total < max(each.total for each in choices):
                notes.append(
                    f"{label}: {chosen.total} repetitions this week, so that the next has no fewer."
                )
            told = before < len(build_up.rows) and self._said.get(name) != chosen.reps
            if chosen.kept and told:
                self._said[name] = chosen.reps
                notes.append(f"{label}: up to {chosen.reps[1]} repetitions a set this week.")
        self._turn += 1
        return work, notes


def alone(frames: Mapping[Letter, Frame]) -> Iterator[str]:
    """Yield a line on each build-up's exercise that is in one of the two weeks alone."""
    for build_up in block_table().build_ups.values():
        having = {
            letter: at(frame.base, found[0]).exercise.name
            for letter, frame in frames.items()
            if (found := _places(frame.base, build_up.exercise))
        }
        if len(having) == 1:
            for letter, name in having.items():
                other = next(each for each in LETTERS if each != letter)
                if not frames[letter].sought:
                    why = f"both weeks were taken as they are, and week {other} has none"
                elif letter == "A":
                    why = "no week B with it was found that keeps as many guardrails"
                else:
                    why = (
                        "week A was found without it, and no week B without it was found that "
                        "keeps as many guardrails"
                    )
                yield f"{name} is in week {letter} alone, so it builds up every other week: {why}."


def _places(work: Work, exercise: str) -> list[Place]:
    return [place for place, entry in places(work) if entry.exercise.id == exercise]


class _Curve:
    """The most that each loading week can have without more than the next one has.

    Sets go by the weeks of the exercise or of the easier one, which prepares for them. Repetitions
    go by the weeks of the exercise itself, so that the first of it are few whenever they come.

    Args:
        done: in how many weeks the exercise was trained before the block.

    """

    def __init__(self, build_up: BuildUp, done: int, weeks: Sequence[tuple[Frame, Work]]) -> None:
        self.build_up = build_up
        self._times: list[int] = []
        self._weeks = weeks
        self._where = [_places(work, build_up.exercise) for _, work in weeks]
        times = done
        for where, (_, work) in zip(self._where, weeks, strict=True):
            self._times.append(times)
            times += bool(where or _places(work, build_up.instead))
        self._known: dict[tuple[int, int], int | None] = {}

    def row(self, turn: int, done: int) -> Row:
        """Return what a loading week may have after the exercise was trained in so many weeks."""
        return self.build_up.row_of(self._times[turn], done)

    def best(self, turn: int, done: int, choices: Sequence[_Choice]) -> _Choice:
        """Return the choice with most repetitions that the next week can have too."""
        fitting = []
        for each in choices:
            limit = self._most_after(turn, done + bool(each.kept))
            if limit is None or each.total <= limit:
                fitting.append(each)
        return max(fitting, key=_most_work) if fitting else min(choices, key=_most_work)

    def _most_after(self, turn: int, done: int) -> int | None:
        """Return the most repetitions of the next week that has any; None where nothing limits.

        After as many weeks as the table has they need not rise, so nothing holds them.
        """
        after = next((n for n in range(turn + 1, len(self._where)) if self._where[n]), None)
        if after is None or self._times[after] >= len(self.build_up.rows):
            return None
        if (after, done) not in self._known:
            frame, work = self._weeks[after]
            row = self.row(after, done)
            choices = list(_choices(self.build_up, row, self._where[after], frame, work))
            self._known[after, done] = self.best(after, done, choices).total
        return self._known[after, done]


def _most_work(choice: _Choice) -> tuple[int, int]:
    return choice.total, _total(choice.work, choice.kept)


def _choices(
    build_up: BuildUp, row: Row, where: Sequence[Place], frame: Frame, work: Work
) -> Iterator[_Choice]:
    """Yield how a week can be within a row, whole places alone.

    The easier exercise stands in at the other places. A place with more sets than any row allows
    would wait for ever, so it has fewer; so has what is pinned, which stays.
    """
    scenario, name = frame.person.scenario, at(work, where[0]).exercise.name
    easier, asked = _easier(build_up, frame), _total(work, where)
    waits = min(at(work, place).sets for place in where) <= build_up.most_sets
    some = False
    for kept in _kept(row, where, work):
        eased = [place for place in where if place not in kept]
        changed, note = work, ""
        if eased:
            # What is pinned stays, and what no row will ever hold need not wait for one.
            if easier is None or (not kept and (build_up.exercise in scenario.pin or not waits)):
                continue
            changed = with_exercise(work, eased, easier)
            part = f" for {_total(work, eased)} of the sets" if kept else ""
            note = (
                f"{easier.name} in place of {name}{part}: {asked} sets of it in a week are more "
                "than its build-up has by now."
            )
            if not frame.keeps(changed):
                continue
        for reps in _reps(build_up, row, kept, where, work):
            some = True
            yield _Choice(_total(work, kept) * reps[1], tuple(kept), reps, changed, note)
    if not some:
        fewer = _fewer(row, where, work)
        least = build_up.least_reps
        note = f"{name}: fewer sets than in the base week, for the build-up."
        for reps in _reps(build_up, row, where, where, fewer) or [(least, least)]:
            yield _Choice(_total(fewer, where) * reps[1], tuple(where), reps, fewer, note)


def _kept(row: Row, where: Sequence[Place], work: Work) -> Iterator[list[Place]]:
    """Yield the places that may keep the exercise within a row, those with most sets first."""
    some: dict[int, list[Place]] = {0: []}
    for place in where:
        for sets, kept in list(some.items()):
            total = sets + at(work, place).sets
            if total <= row.sets:
                some.setdefault(total, [*kept, place])
    yield from (kept for _, kept in sorted(some.items(), reverse=True))


def _easier(build_up: BuildUp, frame: Frame) -> Exercise | None:
    """Return what stands in, None where the person cannot do it."""
    catalogue, scenario = frame.person.catalogue, frame.person.scenario
    easier = catalogue.exercises.get(build_up.instead)
    return easier if easier is not None and easier in available(scenario, catalogue) else None


def _fewer(row: Row, where: Sequence[Place], work: Work) -> Work:
    """Return the week with as many sets as a row allows, at least one at each place."""
    left = row.sets
    sets: dict[Place, int] = {}
    for place in where:
        sets[place] = max(min(at(work, place).sets, left - (len(where) - len(sets) - 1)), 1)
        left -= sets[place]
    return with_sets(work, sets)


def _total(work: Work, where: Iterable[Place]) -> int:
    return sum(at(work, place).sets for place in where)


def _reps(
    build_up: BuildUp, row: Row, kept: Sequence[Place], where: Sequence[Place], work: Work
) -> list[Window]:
    """Return the repetitions that a set may have, the most first; of no sets, none."""
    if not kept:
        return [(0, 0)]
    sets, exercise = _total(work, kept), at(work, kept[0]).exercise
    if sets > row.sets:
        return []
    low, most = row.reps or (exercise.low, exercise.high)
    if row.reps_a_week is not None:
        # Where not even the smallest place has so few, it begins with the fewest of a hard set.
        fewest = build_up.least_reps * min(at(work, place).sets for place in where)
        most = min(most, max(row.reps_a_week, fewest) // sets)
    return [(min(low, high), high) for high in range(most, build_up.least_reps - 1, -1)]
