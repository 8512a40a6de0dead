"""Comparing: one scenario after another is solved, or taken ready, and put side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.loading import load_catalogue
from solver.comparing.comparison import Comparison
from solver.comparing.inputs import What, collect, unique
from solver.comparing.ready import AT_MOST, Named, candidates, longer, not_tried, one_more_day
from solver.comparing.row import Row, judge_alike, measure
from solver.comparing.varying import (
    Axis,
    changed,
    check_values,
    known_field,
    label,
    make_axis,
    parse_axis,
)
from solver.errors import EvensetError, ImpossibleError, InputError, NoPlanInTimeError
from solver.plan import Plan
from solver.rules.splits import AUTO
from solver.scenario import Scenario

Solve = Callable[[Scenario], Plan]
Progress = Callable[[str], None]

MAX_ROWS = 60
"""The most weeks in one comparison."""

AS_IT_IS = "as it is"

READY_SECONDS = 20.0
"""Seconds for each week of a ready-made comparison, where no limit is named: it has many."""

RULES_DIFFER = (
    "Levels, signs, priorities, recovery or rules differ: each week is judged by its own rules, "
    "and only the equipment is the same for all."
)


def compare(
    *what: What | Mapping[str, Any] | Iterable[What],
    vary: str | Mapping[str, Any] | None = None,
    changes: Mapping[str, Mapping[str, Any]] | None = None,
    buy: bool = False,
    more_time: bool = False,
    at_most: int = AT_MOST,
    time_limit: float | None = None,
    catalogue: Catalogue | None = None,
    solve: Solve | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Put scenarios and plans side by side; scenarios are solved one after another.

    Args:
        what: scenarios, plans, paths of files of either, or mappings of names to them. With
            ``vary``, ``changes``, ``buy`` or ``more_time`` exactly one, or none for the default.
        vary: one field and its values: ``{"days": range(2, 7)}`` or ``"days=2..6"``.
        changes: further rows by name, each the scenario with some fields changed:
            ``{"a barbell": {"equipment": "+barbell"}, "a fourth day": {"days": 4}}``.
        buy: further rows, each the scenario with one more piece of equipment.
        more_time: further rows: 15 minutes more in each session, and one more day.
        at_most: pieces of equipment that are tried, the most promising first.
        time_limit: seconds for each week, instead of the scenarios' own.
        catalogue: the exercises there are; the standard ones where it is left out.
        solve: makes a plan of a scenario; :func:`solver.solve` where it is left out.
        progress: is called with a line of what is under way.

    Returns:
        The comparison. A scenario without a week is a row that says why.

    Raises:
        InputError: a file, field or value is wrong, or there is nothing to compare.

    """
    catalogue = catalogue or load_catalogue()
    starts = list(collect(what))
    runner = _Runner(catalogue, solve, progress, time_limit)
    if vary is None and not changes and not buy and not more_time:
        if len(starts) < 2:
            raise InputError(
                "compare: needs two or more scenarios or plans, or one and what to change in it "
                "(vary, changes, buy or more_time)"
            )
        rows = runner.rows(unique(starts))
        return _finish(rows, catalogue)
    if len(starts) > 1:
        raise InputError(
            f"compare: changes one scenario, and {len(starts)} are given; name one of them"
        )
    base = starts[0] if starts else Named(AS_IT_IS, Scenario())
    if vary is not None:
        if changes or buy or more_time:
            raise InputError(
                "vary: cannot stand beside changes, buy or more_time; compare one after the other"
            )
        return _vary(base, vary, runner)
    return _change(base, changes or {}, runner, buy=buy, more_time=more_time, at_most=at_most)


def _vary(base: Named, vary: str | Mapping[str, Any], runner: _Runner) -> Comparison:
    if isinstance(vary, str):
        axis = parse_axis(vary, "vary")
    elif len(vary) == 1:
        axis = make_axis(*next(iter(vary.items())))
    else:
        raise InputError("vary: takes one field at a time; compare once for each")
    check_values(axis.field, axis.values, runner.catalogue)
    _check_effect(base.scenario, axis)
    starts = list(_varied(base.scenario, axis))
    if axis.adds:
        starts.insert(0, replace(base, name=AS_IT_IS, value=AS_IT_IS))
    return _finish(runner.rows(starts), runner.catalogue, varied=axis.field)


def _check_effect(scenario: Scenario, axis: Axis) -> None:
    """Refuse to vary what changes nothing, which would look as if it bought nothing."""
    own = scenario.available if isinstance(scenario.days, int) else scenario.days
    if axis.field == "minutes" and own and all(own.values()):
        raise InputError(
            "vary: minutes changes nothing, for every day of the scenario has minutes of its own; "
            "write its days without them"
        )


def _varied(scenario: Scenario, axis: Axis) -> Iterator[Named]:
    for value in axis.values:
        name = f"{axis.field}={label(value)}"
        yield _with(scenario, {axis.field: value}, name, value)


def _with(scenario: Scenario, fields: Mapping[str, Any], name: str, value: Any = None) -> Named:
    """Return the changed scenario, or what makes it wrong beside its other fields."""
    try:
        return Named(name, changed(scenario, fields), value=value, made=True)
    except InputError as error:
        return Named(name, scenario, value=value, wrong=error)


def _change(
    base: Named,
    changes: Mapping[str, Mapping[str, Any]],
    runner: _Runner,
    *,
    buy: bool,
    more_time: bool,
    at_most: int,
) -> Comparison:
    """Solve the scenario as it is, then each change of it."""
    if buy or more_time:
        runner = runner.limited(READY_SECONDS)
    for name, fields in changes.items():
        if not isinstance(fields, Mapping) or not fields:
            raise InputError(f"changes: {name!r} names no field; as {{'days': 4}}")
        for field, value in fields.items():
            if field not in ("rules", "add_rules"):
                check_values(known_field(field, "changes"), [value], runner.catalogue)
    first = replace(base, name=AS_IT_IS)
    rows = list(runner.rows([first]))
    notes = []
    scenario = base.scenario
    starts = [_with(scenario, fields, name) for name, fields in changes.items()]
    if more_time:
        starts += [longer(scenario), one_more_day(scenario)]
    if buy:
        held = scenario
        if rows[0].plan and scenario.split == AUTO:
            held = scenario.with_split(rows[0].plan.split)
            notes.append(
                f"The split of the week as it is, {rows[0].plan.split}, is kept for each piece of "
                "equipment, so that nothing else differs."
            )
        tried, left, idle = candidates(held, rows[0].found, runner.catalogue, at_most)
        starts += tried
        notes += not_tried(left, idle)
    rows += runner.rows(unique(starts, taken=[AS_IT_IS]))
    if runner.limit_note and (buy or more_time):
        notes.append(runner.limit_note)
    return _finish(rows, runner.catalogue, notes=notes)


def _finish(
    rows: Iterable[Row], catalogue: Catalogue, *, varied: str = "", notes: Iterable[str] = ()
) -> Comparison:
    rows = judge_alike(tuple(rows), catalogue)
    notes = list(notes)
    apart = {
        (row.scenario.level, row.scenario.sets, row.scenario.pull_push, row.scenario.priorities,
         row.scenario.signs, row.scenario.protect, str(row.scenario.rules),
         str(row.scenario.add_rules), row.scenario.recovery.times, row.scenario.recovery.rir)
        for row in rows
    }  # fmt: skip
    if len(apart) > 1:
        notes.append(RULES_DIFFER)
    for row in rows:
        if row.doubts:
            more = f" (and {len(row.doubts) - 1} more)" if len(row.doubts) > 1 else ""
            notes.append(
                f"{row.name}: the figures here are recomputed; the file differs: "
                f"{row.doubts[0]}{more}."
            )
    return Comparison(rows, varied, tuple(notes))


@dataclass(frozen=True)
class _Runner:
    """Turns scenarios into rows, one after another."""

    catalogue: Catalogue
    solve: Solve | None
    progress: Progress | None
    time_limit: float | None
    limit_note: str = ""

    def limited(self, seconds: float) -> _Runner:
        """Return a runner that gives each week so many seconds, unless a limit was named."""
        if self.time_limit is not None:
            return self
        note = f"Each week had at most {seconds:g} s; time_limit (--time-limit S) gives more."
        return replace(self, time_limit=seconds, limit_note=note)

    def rows(self, starts: Iterable[Named]) -> tuple[Row, ...]:
        """Solve; every scenario is checked before the first is solved.

        Raises:
            InputError: a scenario as it was given is wrong, or there are too many.

        """
        starts = [self._checked(start) for start in starts]
        if len(starts) > MAX_ROWS:
            raise InputError(f"compare: takes up to {MAX_ROWS} weeks, not {len(starts)}")
        return tuple(
            self._row(start, f"{number} of {len(starts)}, {start.name}")
            for number, start in enumerate(starts, start=1)
        )

    def _checked(self, start: Named) -> Named:
        if start.plan is not None or start.wrong is not None:
            return start
        scenario = start.scenario
        if self.time_limit is not None:
            scenario = changed(scenario, {"time_limit": self.time_limit})
        try:
            scenario.resolve(self.catalogue)
        except InputError as error:
            if not start.made:
                raise
            return replace(start, wrong=error)
        return replace(start, scenario=scenario)

    def _row(self, start: Named, line: str) -> Row:
        row = Row(start.name, start.scenario, start.value, given=start.plan is not None)
        try:
            if start.wrong is not None:
                raise start.wrong
            plan = start.plan or self._solved(start.scenario, line)
        except (InputError, ImpossibleError, NoPlanInTimeError) as error:
            return replace(row, failure=_in_a_line(error), exit_code=error.exit_code)
        try:
            return measure(replace(row, plan=plan), self.catalogue)
        except InputError as error:
            raise InputError(f"{start.name}: {error}", error.where) from error

    def _solved(self, scenario: Scenario, line: str) -> Plan:
        if self.progress:
            self.progress(line)
        if self.solve is not None:
            return self.solve(scenario)
        from solver.model.solve import solve  # noqa: PLC0415 - the only need of a solver

        def show(tier: str, best: int | None, bound: int | None) -> None:
            if self.progress:
                known = "–" if best is None else best
                self.progress(f"{line}: {tier}: best {known}, bound {bound or 0}")

        return solve(scenario, self.catalogue, progress=show)


def _in_a_line(error: EvensetError) -> str:
    first = str(error).splitlines()[0]
    if not isinstance(error, ImpossibleError):
        return first
    parts = [conflict.sentence() for conflict in error.conflicts[:2]]
    if error.remedies:
        parts.append(f"possible with: {error.remedies[0]}")
    return "; ".join([first.rstrip("."), *parts])
