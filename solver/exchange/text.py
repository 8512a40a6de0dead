"""CSV and Markdown: what ``evenset solve`` prints, for blocks too."""

from __future__ import annotations

from solver.exchange.training import Training, week_title
from solver.report import plan_csv, plan_markdown, weeks_csv, weeks_markdown


def csv_text(training: Training) -> str:
    """Return a row an item; of a block with its week in front."""
    if training.plan:
        return plan_csv(training.plan)
    weeks = (
        (week.number, week.letter, week.kind, week.wave, week.sessions) for week in training.weeks
    )
    news = [f"{week_title(training, week)}: {n}" for week in training.weeks for n in week.notes]
    return weeks_csv(weeks, (*news, *training.notes, *training.advice))


def markdown_text(training: Training) -> str:
    """Return the plan with its rules and proof; of a block the sessions of each week."""
    if training.plan:
        return plan_markdown(training.plan)
    weeks = [
        (week_title(training, week) or f"Week {week.number}", week.notes, week.sessions)
        for week in training.weeks
    ]
    lists = {
        "Notes": training.notes,
        "Self-check at the end": training.questions,
        "Around the training": training.advice,
    }
    return weeks_markdown(training.title, weeks, lists)
