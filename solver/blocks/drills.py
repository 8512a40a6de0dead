"""The self-check within a block: its drills at once, and nothing else until the next (D9, R127)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from solver.blocks.dosing import Person, entries_of
from solver.blocks.replanned import Drilled, Replanned, session_name
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.vocabulary import Weekday
from solver.plan import Session, WarmUpStep
from solver.scenario import Scenario
from solver.screening.changes import FIELD, apply_answers
from solver.screening.questionnaire import Answers


def with_drills(
    week: Replanned,
    scenario: Scenario,
    catalogue: Catalogue,
    answers: Answers,
    *,
    after: Weekday | None = None,
) -> Replanned:
    """Return a week whose warm-ups have the drills that the answers ask for.

    Exercises, sets and minutes stay: a warm-up has its fixed length, so drills make room for
    others. Signs that are fine now lose theirs.

    Args:
        week: what there is to train.
        scenario: the person's, resolved.
        catalogue: where exercises and drills are looked up.
        answers: to the self-check.
        after: the day up to which sessions are done and stay as they are; None if none is.

    Raises:
        InputError: the signs of the scenario contradict.

    """
    screened = apply_answers(scenario.model_dump(mode="json", exclude_none=True), answers)
    signs = tuple(screened.fields[FIELD])
    person = Person(scenario.model_copy(update={FIELD: signs}), catalogue)
    sessions: list[Session] = []
    drilled: list[Drilled] = []
    for session in week.sessions:
        made = session
        if session.warm_up and (after is None or session.day.number > after.number):
            made = _warmed_up(session, person)
            drilled += _changes(session, made)
        sessions.append(made)
    return replace(
        week,
        sessions=tuple(sessions),
        drilled=tuple(drilled),
        answered=(*(change.line() for change in screened.changes), _rest(drilled)),
    )


def _warmed_up(session: Session, person: Person) -> Session:
    work = [entry.exercise for entry in entries_of(session, person.catalogue)]
    steps = person.warm_up(work, session.budget_minutes)
    return session.model_copy(update={"warm_up": steps})


def _changes(before: Session, after: Session) -> Iterator[Drilled]:
    """Yield the session if its warm-up has other drills, whatever their seconds."""
    added = tuple(_without(after.warm_up, before.warm_up))
    dropped = tuple(_without(before.warm_up, after.warm_up))
    if added or dropped:
        yield Drilled(session_name(after), after.day, added, dropped)


def _without(steps: Sequence[WarmUpStep], others: Iterable[WarmUpStep]) -> Iterator[WarmUpStep]:
    known = {step.drill for step in others}
    yield from (step for step in steps if step.drill not in known)


def _rest(drilled: Sequence[Drilled]) -> str:
    """Say what the answers do not change yet."""
    said = "" if drilled else "no drill of a warm-up changes; "
    return (
        f"{said}exercises, sets and targets change with the next block (evenset block --after "
        "BLOCK --screen FILE), or at once if you plan a single week anew (evenset screen) [D9]"
    )
