"""What signs, habits and protected body parts change. ``data/signs.yaml``, ``protections.yaml``.

A sign is data: shifts of standard rules, further rules, and what coaching shows for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from solver.catalogue.catalogue import fold
from solver.catalogue.vocabulary import BodyPart
from solver.errors import InputError, shown, suggest
from solver.paths import DATA
from solver.reading import explain_invalid, read_yaml
from solver.rules.kinds import AnyRule, BoundRule, RatioRule, Scope, Tier
from solver.rules.measures import Selector, in_halves

LONGEST_SOURCE = 200
"""The longest source that a rule takes."""


class SignGroup(StrEnum):
    """Kinds of sign, in the order in which they are asked."""

    CHECK = "check"
    FELT = "felt"
    SEEN = "seen"
    HABIT = "habit"


def _exact(value: object) -> object:
    """Read numbers and fractions such as 3/2 without rounding."""
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            return Fraction(str(value))
        except (ValueError, ZeroDivisionError) as error:
            raise ValueError(f"must be a number or a fraction, not {shown(value)}") from error
    return value


def _answer(value: object) -> object:
    # YAML reads a bare `yes` as true.
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


Exact = Annotated[Fraction, BeforeValidator(_exact)]
Answer = Annotated[Literal["yes", "no"], BeforeValidator(_answer)]
Ident = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=40)]
Sentence = Annotated[str, Field(min_length=3, max_length=300)]
Certainty = Literal["A", "B", "C", "D"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class RuleShift(_Part):
    """A change of one rule's bounds, or of each rule that was written out from it.

    Attributes:
        rule: its id, or the part before the dot.
        lower, upper: the bound itself.
        lower_by, upper_by: added to the bound.
        times: a factor on the upper bound.
        lower_at_least, upper_at_most: the bound where that is stricter than what stands.
        weight: what a unit short costs after it, where that is more.
        title: the rule's title after it; ``{lower}``, ``{upper}``, ``{band}`` (both bounds) and
            ``{percent}`` (both, of a share) are filled in.

    """

    rule: Annotated[str, Field(pattern=r"^[a-z0-9]+([-.][a-z0-9_]+)*$", max_length=60)]
    lower: Exact | None = None
    upper: Exact | None = None
    lower_by: Exact | None = None
    upper_by: Exact | None = None
    times: Annotated[Exact, Field(gt=0, le=1)] | None = None
    lower_at_least: Exact | None = None
    upper_at_most: Exact | None = None
    weight: Annotated[int, Field(ge=1, le=100)] | None = None
    title: Annotated[str, Field(max_length=160)] = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.model_dump(exclude_none=True, exclude={"rule", "title", "weight"}):
            raise ValueError(f"{self.rule}: changes nothing; give a number")
        return self

    def meant(self, names: Iterable[str]) -> list[str]:
        """Return those of the rule ids that this shift is for."""
        return [name for name in names if name == self.rule or name.startswith(f"{self.rule}.")]


class Sign(_Part):
    """Something that a person notices, or a habit, and what it changes.

    Attributes:
        id: its name in a scenario.
        title: what it is called.
        group: where it stands in the questionnaire.
        question: asks for it; answered yes or no.
        flagged_by: the answer that raises it.
        not_with: signs that cannot be raised with it.
        changes: shifts of rules.
        add_rules: further rules.
        prepare: drills for the warm-up, by id.
        protect: body parts to spare.
        lifts: the exercises that ``cues`` and ``hold_load`` are for.
        hold_load: the load of those does not rise (R51).
        cues: short words for them.
        notice: what is said beside the plan.
        why: what changes, in one sentence.
        source, certainty: as in a rule.

    """

    id: Ident
    title: Annotated[str, Field(min_length=3, max_length=80)]
    group: SignGroup
    question: Annotated[str, Field(min_length=10, max_length=160, pattern=r"\?$")]
    flagged_by: Answer
    not_with: tuple[Ident, ...] = ()
    changes: tuple[RuleShift, ...] = ()
    add_rules: tuple[AnyRule, ...] = ()
    prepare: tuple[str, ...] = ()
    protect: tuple[BodyPart, ...] = ()
    lifts: Selector | None = None
    hold_load: bool = False
    cues: tuple[Annotated[str, Field(max_length=60)], ...] = ()
    notice: Annotated[str, Field(max_length=300)] = ""
    why: Sentence
    source: Annotated[str, Field(min_length=2, max_length=100)]
    certainty: Certainty

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.cues or self.hold_load) and self.lifts is None:
            raise ValueError("cues and hold_load need lifts: which exercises they are for")
        _check_names(self.add_rules, f"sign.{self.id}.")
        return self

    def raised_by(self, yes: bool) -> bool:
        """Tell whether this answer raises the sign."""
        return yes is (self.flagged_by == "yes")


class Protection(_Part):
    """What sparing a body part means.

    Attributes:
        part: the body part.
        avoid: what is left out, in words.
        prefer: exercises that take its place, by id.
        changes: shifts of rules.
        add_rules: further rules.
        why: what is said beside the plan.
        source, certainty: as in a rule.

    """

    part: BodyPart
    avoid: Sentence
    prefer: Annotated[tuple[str, ...], Field(min_length=1)]
    changes: tuple[RuleShift, ...] = ()
    add_rules: tuple[AnyRule, ...] = ()
    why: Sentence
    source: Annotated[str, Field(min_length=2, max_length=100)]
    certainty: Certainty

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_names(self.add_rules, f"spared.{self.part}.")
        return self


def _check_names(rules: Iterable[AnyRule], begin: str) -> None:
    for rule in rules:
        if not rule.id.startswith(begin):
            raise ValueError(f"add_rules: {rule.id!r} must begin with {begin}")


class _Signs(_Part):
    signs: tuple[Sign, ...]


class _Protections(_Part):
    protections: tuple[Protection, ...]


File = TypeVar("File", bound=_Part)


@cache
def load_signs() -> Mapping[str, Sign]:
    """Return every sign by id, in the order of the file."""
    return {sign.id: sign for sign in _read("signs.yaml", _Signs).signs}


@cache
def load_protections() -> Mapping[BodyPart, Protection]:
    """Return what sparing each body part means."""
    return {each.part: each for each in _read("protections.yaml", _Protections).protections}


def _read(name: str, kind: type[File]) -> File:
    document = read_yaml(DATA / name)
    try:
        return kind.model_validate(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error


def find_sign(name: object, field: str = "signs") -> Sign:
    """Return the sign of this id, in any spelling of case, hyphens and spaces.

    Raises:
        InputError: there is none; the message suggests the nearest.

    """
    signs = load_signs()
    word = name if isinstance(name, str) else shown(name)
    if found := signs.get(fold(word).replace(" ", "_")):
        return found
    raise InputError(
        f"{field}: there is no sign {shown(name)}{suggest(fold(word).replace(' ', '_'), signs)}; "
        "`evenset screen --template` lists them",
        (field,),
    )


def find_signs(names: Iterable[object], field: str = "signs") -> tuple[Sign, ...]:
    """Return the signs of these ids, each once.

    Raises:
        InputError: one is unknown, or two cannot be raised together.

    """
    found = tuple({sign.id: sign for sign in (find_sign(name, field) for name in names)}.values())
    check_together(found, field)
    return found


def check_together(signs: Iterable[Sign], field: str = "signs") -> None:
    """Refuse signs that cannot be raised together.

    Raises:
        InputError: two of them contradict each other; the message names both.

    """
    raised = {sign.id: sign for sign in signs}
    for sign in raised.values():
        for other in sign.not_with:
            if other in raised:
                raise InputError(
                    f"{field}: {sign.id} and {other} cannot both hold; keep the one that fits "
                    "better",
                    (field,),
                )


# ---- what they do to the rules ---------------------------------------------------------------


def apply_signs(
    rules: Mapping[str, AnyRule], signs: Sequence[Sign | Protection]
) -> dict[str, AnyRule]:
    """Return the rules with the shifts of all signs applied, and their own rules added.

    All shifts of a rule count together: of bounds set outright the stricter counts, additions
    add up, of factors the smallest counts, and ``at_least`` and ``at_most`` come last. A target
    stays below its cap and a lower bound below its upper one: the bound that was shifted yields.
    A shift of a rule that is not there does nothing.

    Args:
        rules: the rules by id.
        signs: in any order, each counted once.

    """
    once = [sign for index, sign in enumerate(signs) if sign not in signs[:index]]
    shifts: dict[str, list[tuple[RuleShift, str]]] = {}
    for sign in once:
        for shift in sign.changes:
            for name in shift.meant(rules):
                shifts.setdefault(name, []).append((shift, sign.source))
    shifted = dict(rules)
    for name, found in shifts.items():
        shifted[name] = _shifted(rules[name], found, _cap_of(rules[name], rules.values()))
    for sign in once:
        for rule in sign.add_rules:
            shifted.setdefault(rule.id, rule)
    return shifted


def _cap_of(rule: AnyRule, rules: Iterable[AnyRule]) -> Fraction | None:
    """Return what the rule's measure can never exceed, because a physical rule says so."""
    if not isinstance(rule, BoundRule) or rule.tier is Tier.PHYSICAL:
        return None
    caps = [
        Fraction(other.upper)
        for other in rules
        if isinstance(other, BoundRule)
        and other.tier is Tier.PHYSICAL
        and other.scope is Scope.WEEK
        and other.measure == rule.measure
        and other.upper is not None
    ]
    return min(caps, default=None)


def _shifted(
    rule: AnyRule, found: Sequence[tuple[RuleShift, str]], cap: Fraction | None
) -> AnyRule:
    if not isinstance(rule, BoundRule | RatioRule):
        raise TypeError(f"{rule.id}: a rule of kind {rule.kind} has no bounds to shift")
    shifts = [shift for shift, _ in found]
    old_lower, old_upper = (
        None if value is None else Fraction(value) for value in (rule.lower, rule.upper)
    )
    lower = _rounded(_lower(old_lower, shifts), rule, up=True)
    upper = _rounded(_upper(old_upper, shifts), rule, up=False)
    if cap is not None:
        lower, upper = (None if value is None else min(value, cap) for value in (lower, upper))
    if lower is not None and upper is not None and lower > upper:
        if lower != old_lower:
            lower = upper
        else:
            upper = lower
    changed: dict[str, Any] = {"source": _sources(rule.source, [source for _, source in found])}
    for name, value in (("lower", lower), ("upper", upper)):
        if value is not None:
            changed[name] = value if isinstance(rule, RatioRule) else float(value)
    changed["weight"] = max(rule.weight, *(shift.weight or 0 for shift in shifts))
    if titles := [shift.title for shift in shifts if shift.title]:
        changed["title"] = titles[-1].format(
            lower=f"{float(lower or 0):g}",
            upper=f"{float(upper or 0):g}",
            band=_band(lower, upper),
            percent=f"{_band(lower, upper, 100)} %",
        )
    return rule.model_copy(update=changed)


def _band(lower: Fraction | None, upper: Fraction | None, times: int = 1) -> str:
    ends = [f"{float(end * times):.4g}" for end in (lower, upper) if end is not None]
    return " to ".join(dict.fromkeys(ends))


def _lower(value: Fraction | None, shifts: Sequence[RuleShift]) -> Fraction | None:
    value = max(_given(shifts, "lower"), default=value)
    if value is not None:
        value += sum(_given(shifts, "lower_by"))
    floors = list(_given(shifts, "lower_at_least"))
    return max([*floors, *([] if value is None else [value])], default=None)


def _upper(value: Fraction | None, shifts: Sequence[RuleShift]) -> Fraction | None:
    value = min(_given(shifts, "upper"), default=value)
    if value is not None:
        value = (value + sum(_given(shifts, "upper_by"))) * min(_given(shifts, "times"), default=1)
    caps = list(_given(shifts, "upper_at_most"))
    return min([*caps, *([] if value is None else [value])], default=None)


def _given(shifts: Iterable[RuleShift], field: str) -> Iterator[Fraction]:
    for shift in shifts:
        value = getattr(shift, field)
        if value is not None:
            yield value


def _rounded(value: Fraction | None, rule: BoundRule | RatioRule, *, up: bool) -> Fraction | None:
    """Round to what the measure can be, towards the stricter side."""
    if value is None:
        return None
    if isinstance(rule, RatioRule):
        return value.limit_denominator(1000)
    units = value * (2 if in_halves(rule.measure) else 1)
    whole = math.ceil(units) if up else math.floor(units)
    return Fraction(whole, 2 if in_halves(rule.measure) else 1)


def _sources(source: str, more: Iterable[str]) -> str:
    """Add to the source of a rule the first of each sign's: the requirement."""
    firsts = [text.partition(",")[0] for text in more]
    parts = [part.strip() for part in (*source.split(","), *firsts) if part.strip()]
    joined = ", ".join(dict.fromkeys(parts))
    return joined if len(joined) <= LONGEST_SOURCE else source
