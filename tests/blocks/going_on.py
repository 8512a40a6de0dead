"""What a block is followed by, for tests to look at: logs of the block by hand, and its rules."""

from __future__ import annotations

from typing import Any

from solver.blocks.after import NextBlock, plan_next
from solver.blocks.log import Done, Log
from solver.rules import BoundRule
from solver.screening.questionnaire import Answers
from tests.blocks.weeks import catalogue, plain_block


def after(log: Log = Log(), answers: Answers | None = None, **changes: Any) -> NextBlock:  # noqa: B008
    block = plain_block(8)
    if changes:
        block = block.model_copy(update=changes)
    return plan_next(block, log, answers, catalogue())


def all_done(*, share: float = 1, without: tuple[str, ...] = ()) -> Log:
    return Log(
        done=tuple(
            Done(week.number, session.day, item.exercise, round(item.sets * share))
            for week in plain_block(8).weeks
            for session in week.sessions
            if session.day.value not in without
            for item in session.items
        )
    )


def rule(found: NextBlock, name: str) -> BoundRule:
    rules = {each.id: each for each in found.scenario.make_rules(catalogue())}
    chosen = rules[name]
    assert isinstance(chosen, BoundRule)
    return chosen


def added(found: NextBlock) -> list[str]:
    """Return the rules of this block alone, but for the step that every group may rise."""
    ids = [each.id for each in found.scenario.add_rules]
    return [name for name in ids if not name.startswith("after.step.")]


def upper(found: NextBlock, name: str) -> float:
    """Return at most how many sets a group may have."""
    return float(rule(found, f"after.{name}").upper or 0)
