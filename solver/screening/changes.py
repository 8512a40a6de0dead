"""What answers change in a scenario, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from solver.errors import InputError, shown
from solver.rules.recovery import FIELDS as RECOVERY_FIELDS
from solver.rules.recovery import recovery_of
from solver.rules.signs import Sign, find_signs
from solver.screening.questionnaire import Answers, read_recovery

FIELD = "signs"
"""The field of a scenario that the answers change."""


class Effect(StrEnum):
    """What became of a sign."""

    ADDED = "added"
    KEPT = "kept"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """What became of one sign, and why."""

    effect: Effect
    sign: Sign
    why: str

    @property
    def source(self) -> str:
        """Requirement ids and evidence rows."""
        return self.sign.source

    def line(self) -> str:
        """Return the change as one line: what, why, source."""
        sign = self.sign
        why = self.why.rstrip(".")
        if self.effect is Effect.REMOVED:
            return f"{self.effect}: {sign.id} ({sign.title}). {why}. [{sign.source}]"
        basis = f"[{sign.source}; certainty {sign.certainty}]"
        notice = f" {sign.notice}" if sign.notice else ""
        return f"{self.effect}: {sign.id} ({sign.title}). {why}.{notice} {basis}"


@dataclass(frozen=True)
class Screened:
    """The fields of the changed scenario, and every change."""

    fields: dict[str, Any]
    changes: tuple[Change, ...]
    recovery: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """Return the explanation: one line for each change."""
        if not self.changes and not self.recovery:
            return ("Nothing to change: no answer raises a sign or takes one back.",)
        return (*(change.line() for change in self.changes), *self.recovery)


def apply_answers(scenario: Mapping[str, Any], answers: Answers) -> Screened:
    """Return the scenario's fields with ``signs`` as the answers have it.

    Raised signs are added after those that stand there. Signs that are fine now go, and so do
    those that a newly raised one rules out. All other fields stay as they are.

    Raises:
        InputError: ``signs`` of the scenario names none, or names two that contradict.

    """
    before = _signs_of(scenario)
    raised = {sign.id: sign for sign in answers.raised}
    gone = dict(_gone(before, answers))
    after = [sign for sign in before.values() if sign.id not in gone]
    after += [sign for sign in raised.values() if sign.id not in before]
    changes = [
        *(
            Change(Effect.KEPT if sign.id in before else Effect.ADDED, sign, sign.why)
            for sign in raised.values()
        ),
        *(Change(Effect.REMOVED, before[name], why) for name, why in gone.items()),
    ]
    fields = {**scenario, FIELD: [sign.id for sign in after], **answers.recovery}
    return Screened(fields, tuple(changes), tuple(_recovery(answers, fields)))


def _recovery(answers: Answers, fields: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was answered on recovery, and what comes of it together with what stood there."""
    for name, value in answers.recovery.items():
        words = {True: "yes", False: "no"}.get(value, value) if name == "deficit" else value
        yield f"set: {name} {f'{words:g} h' if name == 'sleep' else words}."
    if answers.recovery:
        read: dict[str, Any] = {
            name: read_recovery(name, fields.get(name)) for name in RECOVERY_FIELDS
        }
        note = recovery_of(**read).note()
        yield f"{note or 'Recovery: nothing is short, targets and effort stay as they are.'} [R146]"


def _gone(before: Mapping[str, Sign], answers: Answers) -> Iterator[tuple[str, str]]:
    for sign in answers.fine:
        if sign.id in before:
            yield sign.id, "Answered as fine now, so its changes are taken back"
    for sign in answers.raised:
        for other in sign.not_with:
            if other in before:
                yield other, f"Replaced by {sign.id}, with which it cannot hold"


def _signs_of(scenario: Mapping[str, Any]) -> dict[str, Sign]:
    names = scenario.get(FIELD)
    if isinstance(names, str):
        names = [part.strip() for part in names.split(",") if part.strip()]
    if names is None:
        names = ()
    if not isinstance(names, list | tuple):
        raise InputError(
            f"{FIELD}: must be a list of signs, such as [knee_control], not {shown(names)}",
            (FIELD,),
        )
    return {sign.id: sign for sign in find_signs(names)}
