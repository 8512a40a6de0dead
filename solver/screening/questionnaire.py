"""Which questions there are, in which order, and how they are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from solver.errors import InputError, shown
from solver.reading import Document, read_yaml
from solver.rules.recovery import FIELDS, PARSERS, recovery_questions
from solver.rules.signs import Sign, SignGroup, check_together, find_sign, load_signs

HEADINGS = {
    SignGroup.CHECK: "The weekly self-check",
    SignGroup.FELT: "What you feel",
    SignGroup.SEEN: "What you, a mirror or a partner can see",
    SignGroup.HABIT: "How you live",
}
"""What each group of questions is called."""

RECOVERY = "How you recover"
"""What the questions on sleep, energy and protein are called."""

WORDS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
"""How an answer may be written."""


@dataclass(frozen=True)
class Answers:
    """Yes or no by sign id, in the order of the questions; what was skipped is not in it.

    ``recovery`` has the answers on sleep, deficit and protein, by the scenario's field.

    Raises:
        InputError: two answers raise signs that contradict each other, or one cannot be read.

    """

    given: Mapping[str, bool] = field(default_factory=dict)
    recovery: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        order = [sign.id for sign in questions()]
        given = {find_sign(name).id: yes for name, yes in self.given.items()}
        ordered = dict(sorted(given.items(), key=lambda pair: order.index(pair[0])))
        object.__setattr__(self, "given", MappingProxyType(ordered))
        said = {
            name: read_recovery(name, self.recovery[name])
            for name in FIELDS
            if self.recovery.get(name) is not None
        }
        object.__setattr__(self, "recovery", MappingProxyType(said))
        check_together(self.raised, "answers")

    @property
    def raised(self) -> tuple[Sign, ...]:
        """The signs that the answers raise."""
        return tuple(sign for sign, yes in self._pairs() if sign.raised_by(yes))

    @property
    def fine(self) -> tuple[Sign, ...]:
        """The signs that the answers say are not there."""
        return tuple(sign for sign, yes in self._pairs() if not sign.raised_by(yes))

    def _pairs(self) -> list[tuple[Sign, bool]]:
        return [(find_sign(name), yes) for name, yes in self.given.items()]

    def joined(self, other: Answers) -> Answers:
        """Return both together.

        Raises:
            InputError: they contradict each other.

        """
        for name, yes in other.given.items():
            if self.given.get(name, yes) is not yes:
                raise _both_ways(name)
        for name, value in other.recovery.items():
            if self.recovery.get(name, value) != value:
                raise InputError(
                    f"answers: {name} is answered both {self.recovery[name]} and {value}; keep one"
                )
        return Answers({**self.given, **other.given}, {**self.recovery, **other.recovery})


def read_recovery(name: str, value: object) -> object:
    """Return an answer on recovery as a scenario has it.

    Raises:
        InputError: it cannot be read.

    """
    try:
        return PARSERS[name](value)
    except ValueError as error:
        raise InputError(f"{name}: {error}", (name,)) from error


def questions(*, check_only: bool = False) -> tuple[Sign, ...]:
    """Return what is asked, in order: the five of the self-check, then felt, seen, habit."""
    groups = [SignGroup.CHECK] if check_only else list(SignGroup)
    return tuple(sign for group in groups for sign in load_signs().values() if sign.group is group)


def from_flags(
    yes: Iterable[str], no: Iterable[str], recovery: Mapping[str, Any] | None = None
) -> Answers:
    """Return the answers of ``--yes ID,ID`` and ``--no ID,ID``; each may be given several times.

    ``recovery`` has what ``--sleep``, ``--deficit`` and ``--protein`` say.

    Raises:
        InputError: an unknown sign, one that is answered both ways, or a contradiction.

    """
    given: dict[str, bool] = {}
    for flag, texts, answer in (("--yes", yes, True), ("--no", no, False)):
        for name in (part.strip() for text in texts for part in text.split(",")):
            if not name:
                continue
            sign = find_sign(name, flag)
            if given.setdefault(sign.id, answer) is not answer:
                raise _both_ways(sign.id)
    return Answers(given, recovery or {})


def _both_ways(name: str) -> InputError:
    return InputError(f"answers: {name} is answered both yes and no; keep one of the two")


def read_answers(path: Path | str) -> Answers:
    """Read answers from a YAML file: ``id: yes``, ``id: no``, or ``id: null`` for skipped.

    Raises:
        InputError: the file or an answer is wrong; the message names file, line and field.

    """
    return parse_answers(read_yaml(Path(path)))


def parse_answers(document: Document) -> Answers:
    """Check the answers of a parsed YAML file; see :func:`read_answers`."""
    content = {} if document.content is None else document.content
    if not isinstance(content, dict):
        raise InputError(
            f"{document.name}: must hold answers such as 'knee_control: yes', not {shown(content)}"
        )
    given: dict[str, bool] = {}
    recovery: dict[str, Any] = {}
    for name, value in content.items():
        try:
            if name in FIELDS:
                recovery[name] = read_recovery(name, value)
                continue
            sign = find_sign(name, "answers")
            if value is not None:
                yes = _parse(sign.id, value)
                if given.setdefault(sign.id, yes) is not yes:
                    raise _both_ways(sign.id)
        except InputError as error:
            raise InputError(f"{document.place((str(name),))}: {error}", (str(name),)) from error
    try:
        return Answers(given, recovery)
    except InputError as error:
        raise InputError(f"{document.name}: {error}", error.where) from error


def _parse(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word not in WORDS:
        raise InputError(f"{name}: must be yes, no or null, not {shown(value)}")
    return WORDS[word]


def ask(asked: Iterable[Sign], put: Callable[[Sign], bool | None]) -> Answers:
    """Ask one question after another.

    A question is left out where an answer given before rules it out.

    Args:
        asked: the questions in their order.
        put: puts one question; returns yes, no, or None where it is skipped.

    """
    given: dict[str, bool] = {}
    ruled_out: set[str] = set()
    for sign in asked:
        if sign.id in ruled_out:
            continue
        answer = put(sign)
        if answer is not None:
            given[sign.id] = answer
            if sign.raised_by(answer):
                ruled_out |= set(sign.not_with)
    return Answers(given)


def template(*, check_only: bool = False) -> str:
    """Return an answers file in YAML with every question as a comment, and nothing answered."""
    lines = ["# Answers for `evenset screen --answers FILE`: yes, no, or null to skip a question."]
    group = None
    for sign in questions(check_only=check_only):
        if sign.group is not group:
            group = sign.group
            lines += ["", f"# {HEADINGS[group]}"]
        lines += ["", f"# {sign.question}", f"{sign.id}: null"]
    if not check_only:
        lines += ["", f"# {RECOVERY} (sleep takes hours, as 6.5)"]
        for name, question in recovery_questions().items():
            lines += ["", f"# {question}", f"{name}: null"]
    return "\n".join(lines) + "\n"
