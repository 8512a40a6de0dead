"""What of a comparison is shown: ranking, what each step buys, figures side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from solver.comparing.row import RANKED, Row
from solver.comparing.sheet import Cell, Mark, Sheet, Table
from solver.report.sides import APART, LEGEND, groups_of, moved, shown
from solver.report.verdicts import miss
from solver.report.wording import count, number, plain

if TYPE_CHECKING:
    from solver.comparing.changes import PlanDifference
    from solver.comparing.comparison import Comparison

NAMED = 4
"""How many guardrails of a week are named, the dearest first; data forms name all."""

SHORT = 9
"""Names up to this long head a column by themselves; longer ones have a letter."""


def comparison_sheet(comparison: Comparison) -> Sheet:
    """Return a comparison as a sheet."""
    weeks = count(len(comparison.rows), "week")
    varied = f", {plain(comparison.varied)} varied" if comparison.varied else ""
    heads = _heads(comparison)
    tables = [_ranking(comparison, heads)]
    if steps := _steps(comparison):
        tables.append(steps)
    if comparison.best is not None:
        tables += _side_by_side(comparison, heads)
    lists = []
    if unkept := tuple(_unkept(comparison)):
        lists.append(("Guardrails not kept", unkept))
    if failed := tuple(f"{row.name}: {row.failure}" for row in comparison.rows if row.failure):
        lists.append(("No week", failed))
    if comparison.notes:
        lists.append(("Notes", comparison.notes))
    lines = (*verdict(comparison), LEGEND, *[APART] * comparison.judged_apart)
    return Sheet(f"{weeks} compared{varied}", lines, tuple(tables), tuple(lists))


def verdict(comparison: Comparison) -> Iterator[str]:
    """Yield which is best and by what, and how far that is proved."""
    best, order = comparison.best, [row for row in comparison.ordered if row.plan is not None]
    if best is None:
        yield "None of them has a week."
        return
    equal = [row.name for row in order if row.key == best.key]
    yield (
        f"Best: {best.name} ({_summary(best)})."
        if len(equal) == 1
        else f"Equally good: {', '.join(equal)} ({_summary(best)})."
    )
    open_ones = [
        f"{row.name} ({row.proof.removeprefix('open: ')})"
        for row in comparison.rows
        if row.plan is not None and not row.proved
    ]
    if not open_ones:
        yield "Each week is proved optimal for its own scenario."
    else:
        yield (
            f"Not proved optimal: {', '.join(open_ones)}. A better week may exist there, so a "
            "place behind others may be the time limit's doing."
        )


def _summary(row: Row) -> str:
    assert row.judged is not None  # noqa: S101 - only rows with a week are summed up
    costs = ", ".join(f"{tier.value} {row.judged.costs[tier]}" for tier in RANKED)
    return f"{costs}, score {number(row.judged.balance_score, 1)}"


def _heads(comparison: Comparison) -> list[str]:
    """Return what heads the column of each row: its value or name if short, else a letter."""
    names = [
        row.name.removeprefix(f"{comparison.varied}=") if comparison.varied else row.name
        for row in comparison.rows
    ]
    if all(len(name) <= SHORT for name in names):
        return names
    return [_letters(index) for index in range(len(names))]


def _letters(index: int) -> str:
    return (_letters(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def _ranking(comparison: Comparison, heads: list[str]) -> Table:
    lettered = any(
        head not in (row.name, row.name.removeprefix(f"{comparison.varied}="))
        for head, row in zip(heads, comparison.rows, strict=True)
    )
    by_name = dict(zip((row.name for row in comparison.rows), heads, strict=True))
    header = (
        "", *[""] * lettered, "Week", "Guardrails", "Balance", "Plainness", "Score", "Sets",
        "Minutes", "Pull:push", "Proof",
    )  # fmt: skip
    rows = []
    for row in comparison.ordered:
        rank = comparison.ranks[row.name]
        start = [Cell("–" if rank is None else str(rank)), *[Cell(by_name[row.name])] * lettered]
        rows.append((*start, Cell(row.name), *_figures(row)))
    numbers = tuple(range(2 + lettered, len(header) - 1))
    return Table("Ranking, best first", header, tuple(rows), (0, *numbers))


def _figures(row: Row) -> list[Cell]:
    if row.found is None or row.judged is None:
        return [*[Cell("–")] * (len(RANKED) + 4), Cell("no week", Mark.BAD)]
    measures = row.found.measures
    costs = [row.judged.costs[tier] for tier in RANKED]
    return [
        *(Cell(str(cost), Mark.BAD if cost and not index else Mark.NONE)
          for index, cost in enumerate(costs)),
        Cell(number(row.judged.balance_score, 1)),
        Cell(str(measures.hard_sets)),
        Cell(str(math.ceil(measures.minutes))),
        Cell(number(measures.pull_push)),
        Cell("optimal", Mark.GOOD) if row.proved else Cell("open"),
    ]  # fmt: skip


# ---- what each buys -----------------------------------------------------------------------------

BOUGHT = (
    ("judged_guardrails", "guardrails", 0),
    ("judged_balance", "balance", 0),
    ("judged_plainness", "plainness", 0),
    ("judged_score", "score", 1),
    ("hard_sets", "sets", 0),
    ("minutes", "minutes", 0),
)
"""The figures whose change is told, what they are called, and their digits."""


def _steps(comparison: Comparison) -> Table | None:
    """Return what each row changes against the one before, or against the first."""
    weeks = [row for row in comparison.rows if row.plan is not None]
    if len(weeks) < 2 or not comparison.rows[0].plan:
        return None
    rows = []
    for place, row in enumerate(weeks[1:], start=1):
        base = weeks[place - 1] if comparison.in_order else weeks[0]
        rows.append((Cell(row.name), Cell(bought(base, row)), Cell(base.name)))
    if comparison.in_order:
        return Table("What each step buys", ("", "Changes", "Against"), tuple(rows))
    title = f"Against {weeks[0].name}"
    return Table(title, ("", "Changes"), tuple(row[:2] for row in rows))


def bought(base: Row, row: Row) -> str:
    """Return in words what changes from one row to another: ``guardrails −12, sets +14``."""
    before, after = base.facts(), row.facts()
    changes = []
    for name, word, digits in BOUGHT:
        by = round(after[name] - before[name], digits)
        if by:
            changes.append(f"{word} {'+' if by > 0 else '−'}{number(abs(by), digits)}")
    groups = {
        name: after[name] - before[name]
        for name in before
        if name.startswith("sets_") and name in after
    }
    most = max(groups, key=lambda name: abs(groups[name]), default=None)
    if most is not None and abs(groups[most]) >= 1:
        by = groups[most]
        changes.append(
            f"most in {plain(most.removeprefix('sets_'))}: {'+' if by > 0 else '−'}"
            f"{number(abs(by), 1)} sets"
        )
    return ", ".join(changes) or "nothing"


# ---- side by side -------------------------------------------------------------------------------


def _side_by_side(comparison: Comparison, heads: list[str]) -> list[Table]:
    facts = [row.facts() for row in comparison.rows]
    names = list(dict.fromkeys(name for fact in facts for name in fact))
    groups = groups_of(names, plain(comparison.rows[0].name))
    return [
        Table(
            title,
            ("", *heads),
            tuple(
                (Cell(words), *_compared([fact.get(name) for fact in facts], kind))
                for words, name, kind in lines
            ),
            tuple(range(1, len(heads) + 1)),
            split=True,
        )
        for title, lines in groups
    ]


def _compared(values: list[Any], kind: str) -> Iterator[Cell]:
    for value in values:
        yield Cell(shown(value, kind), Mark(moved(value, values[0], kind)))


def _unkept(comparison: Comparison) -> Iterator[str]:
    for row in comparison.ordered:
        if row.broken:
            dearest = sorted(row.broken, key=lambda rule: -rule.cost)
            rules = "; ".join(f"{rule.title} ({miss(rule)})" for rule in dearest[:NAMED])
            more = f"; and {len(dearest) - NAMED} more" if len(dearest) > NAMED else ""
            yield f"{row.name}: {rules}{more}"


# ---- two plans ----------------------------------------------------------------------------------


def difference_sheet(difference: PlanDifference) -> Sheet:
    """Return what changes between two plans as a sheet."""
    before, after = difference.names
    changed = difference.changed
    same = len(difference.exercises) - len(changed)
    tables = []
    if changed:
        rows = tuple(
            (
                Cell(each.name), Cell(each.what.value), Cell(each.before or "–"),
                Cell(each.after or "–"), Cell(each.details),
            )
            for each in changed
        )  # fmt: skip
        header = ("Exercise", "Change", before, after, "How")
        tables.append(Table("Exercise by exercise", header, rows))
    lists = [("Sessions", difference.sessions)] if difference.sessions else []
    line = (
        f"{count(len(changed), 'exercise')} changed, {same} the same in day, sets and prescription."
        if changed or difference.sessions
        else "The two plans are the same, exercise by exercise."
    )
    return Sheet(f"From {before} to {after}", (line,), tuple(tables), tuple(lists))
