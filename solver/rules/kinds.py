"""The kinds of rule there are. A rule is data: ``data/rules.yaml`` or a scenario writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    TypeAdapter,
    model_validator,
)

from solver.catalogue.vocabulary import Rank
from solver.errors import shown
from solver.rules.measures import Count, Measure, Selector, Term, in_halves


class Tier(StrEnum):
    """Objectives in the order in which they count; each is held before the next is tried."""

    PHYSICAL = "physical"
    GUARDRAILS = "guardrails"
    BALANCE = "balance"
    PLAINNESS = "plainness"
    STIMULUS = "stimulus"

    @property
    def number(self) -> int:
        """0 for physical, 4 for stimulus."""
        return list(Tier).index(self)


class Scope(StrEnum):
    """Over what a bound is counted."""

    WEEK = "week"
    SESSION = "session"


def _ratio(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("must be a number")
    if isinstance(value, int | float | str):
        if isinstance(value, str) and not re.fullmatch(r"\s*[0-9./+-]{1,40}\s*", value):
            # A long exponent would take for ever to write out.
            raise ValueError(f"must be a number or a fraction such as 2/3, not {shown(value)}")
        try:
            fraction = Fraction(str(value))
        except (ValueError, ZeroDivisionError) as error:
            raise ValueError(
                f"must be a number or a fraction such as 2/3, not {shown(value)}"
            ) from error
        if not 0 <= fraction <= 100 or fraction.denominator > 1000:
            raise ValueError("must lie between 0 and 100, with at most three decimals")
        return fraction
    return value


def _amount(value: Any) -> Any:
    """Read a number that YAML left as text; what is none is left to the type to refuse."""
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError as error:
            raise ValueError(f"must be a number, not {value!r}") from error
    return value


def _check_unit(value: float, measure: tuple[Term, ...]) -> None:
    """Refuse what the measure cannot be: it moves in half-sets, or else in whole numbers."""
    if in_halves(measure) and value % 0.5:
        raise ValueError(f"{value:g} must be a multiple of 0.5")
    if not in_halves(measure) and value % 1:
        raise ValueError(f"{value:g} must be whole: the measure counts whole sets or exercises")


Ratio = Annotated[Fraction, BeforeValidator(_ratio), PlainSerializer(str, return_type=str)]
Amount = Annotated[float, Field(ge=-500, le=500), BeforeValidator(_amount)]
Weight = Annotated[int, Field(ge=0, le=100)]


class Rule(BaseModel):
    """What every rule has.

    Attributes:
        id: its name, stable, used to change it.
        title: what it asks, in plain words.
        tier: which objective a shortfall counts in; ``physical`` rules are never broken.
        weight: cost of one unit of shortfall: a half-set where fractional or group sets are
            counted, else a set or an exercise.
        source: requirement ids and evidence rows.
        certainty: A-D as in docs/evidence.md.
        reason: why these numbers, where they are a choice.

    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+([-.][a-z0-9_]+)*$", max_length=60)]
    title: Annotated[str, Field(min_length=3, max_length=160)]
    tier: Tier
    weight: Weight = 1
    source: Annotated[str, Field(max_length=200)] = ""
    certainty: Literal["A", "B", "C", "D"] = "D"
    reason: Annotated[str, Field(max_length=400)] = ""

    def terms(self) -> Iterator[Term]:
        """Yield every term of every measure of the rule."""
        yield from ()


class Step(BaseModel):
    """An extra cost below a deeper bound: makes a shortfall convex, so that none is starved."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    below: Amount
    weight: Weight


class BoundRule(Rule):
    """A measure lies between ``lower`` and ``upper``, over the week or in every session.

    ``kinds`` names the kinds of session that are meant; none means all.
    """

    kind: Literal["bound"]
    measure: Measure
    lower: Amount | None = None
    upper: Amount | None = None
    steps: tuple[Step, ...] = ()
    scope: Scope = Scope.WEEK
    kinds: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.lower is None and self.upper is None:
            raise ValueError("needs lower, upper, or both")
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ValueError(f"lower {self.lower} is above upper {self.upper}; swap them")
        if self.kinds and self.scope is not Scope.SESSION:
            raise ValueError("kinds are kinds of session; say scope: session too")
        if self.steps and self.lower is None:
            raise ValueError("steps deepen a lower bound; give lower too")
        if self.lower is not None and any(step.below > self.lower for step in self.steps):
            raise ValueError(f"steps: lie below the lower bound, which is {self.lower:g}")
        for value in (self.lower, self.upper, *(step.below for step in self.steps)):
            if value is not None:
                _check_unit(value, self.measure)
        return self

    def terms(self) -> Iterator[Term]:
        """Yield every term of every measure of the rule."""
        yield from self.measure


class RatioRule(Rule):
    """``over`` : ``under`` lies between ``lower`` and ``upper``.

    With ``both`` (the default) each side must also be trained at all: no ratio is kept by
    training nothing.
    """

    kind: Literal["ratio"]
    over: Measure
    under: Measure
    lower: Ratio | None = None
    upper: Ratio | None = None
    both: bool = True

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.lower is None and self.upper is None:
            raise ValueError("needs lower, upper, or both")
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ValueError(f"lower {self.lower} is above upper {self.upper}; swap them")
        return self

    def terms(self) -> Iterator[Term]:
        """Yield every term of every measure of the rule."""
        yield from self.over
        yield from self.under


class ImpliesRule(Rule):
    """Where ``when`` is present at all, ``then`` is at least ``at_least``."""

    kind: Literal["implies"]
    when: Measure
    then: Measure
    at_least: Amount

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_unit(self.at_least, self.then)
        return self

    def terms(self) -> Iterator[Term]:
        """Yield every term of every measure of the rule."""
        yield from self.when
        yield from self.then


class SpreadRule(Rule):
    """The largest of several measures is at most ``at_most`` times the smallest."""

    kind: Literal["spread"]
    measures: Annotated[tuple[Measure, ...], Field(min_length=2, max_length=12)]
    at_most: Ratio

    def terms(self) -> Iterator[Term]:
        """Yield every term of every measure of the rule."""
        for measure in self.measures:
            yield from measure


class SpacingRule(Rule):
    """Hours between two sessions that both load a muscle (D8).

    Sessions with more than ``above`` fractional sets of a muscle are ``hours`` apart;
    ``heavy_hours`` after one with ``heavy`` or more, or with any of them eccentric. Measured
    from training day to training day around the circular week; one unit is one such pair.
    """

    kind: Literal["spacing"]
    above: Annotated[Amount, Field(ge=0)]
    hours: Annotated[int, Field(ge=0, le=168)]
    heavy: Amount
    heavy_hours: Annotated[int, Field(ge=0, le=168)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.heavy_hours < self.hours or self.heavy < self.above:
            raise ValueError("heavy and heavy_hours are at least above and hours")
        return self


class ApartRule(Rule):
    """Hours between two sessions with the same lift, or another of its family.

    ``where`` selects the lifts that are meant. Measured as in :class:`SpacingRule`; one unit is one
    family in one pair of sessions that are fewer than ``hours`` apart.
    """

    kind: Literal["apart"]
    where: Selector
    hours: Annotated[int, Field(ge=0, le=168)]

    def terms(self) -> Iterator[Term]:
        """Yield every term of every measure of the rule."""
        yield Term(count=Count.EXERCISES, where=self.where)


class Structure(StrEnum):
    """What holds of every plan by its structure."""

    MINUTES = "minutes"
    EQUIPMENT = "equipment"
    EXCLUDED = "excluded"
    PINNED = "pinned"
    DOSES = "doses"
    REPEATS = "repeats"
    FAMILIES = "families"
    SIDES = "sides"
    KINDS = "kinds"
    ORDER = "order"
    SUPERSETS = "supersets"
    HEAVY_LEGS = "heavy_legs"
    GRIP_EVE = "grip_eve"

    @property
    def is_finding(self) -> bool:
        """Tell whether it is only looked for in a finished week: it is named and costs nothing."""
        return self is Structure.GRIP_EVE


class StructureRule(Rule):
    """Something that no plan may break; ``limit`` is its number where it has one.

    A finding may be broken: the audit names it, in the tier balance, at no cost, since the model
    does not know of it.
    """

    kind: Literal["structure"]
    check: Structure
    limit: Annotated[int, Field(ge=1, le=50)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.check.is_finding and self.weight:
            raise ValueError(f"{self.check.value} is named and never counted; weight must be 0")
        return self


class SupersetRule(Rule):
    """Every session of these kinds does two such exercises as one superset; a unit is a session.

    It does not apply where the person wants no supersets.
    """

    kind: Literal["superset"]
    kinds: tuple[str, ...] = ()
    first: Selector
    second: Selector

    def terms(self) -> Iterator[Term]:
        """Yield every term of every measure of the rule."""
        yield Term(count=Count.EXERCISES, where=self.first)
        yield Term(count=Count.EXERCISES, where=self.second)


class OddnessRule(Rule):
    """Staples before niche lifts, lifts with room to grow before those that are soon too light.

    The cost of an exercise is that of its rank, plus ``loads`` for its load, plus ``too_light``
    for each rung of level by which it falls short of the person's next one; less the cost of the
    best exercise of the same pattern that the person can do: what is best at hand costs nothing.

    A lift on one leg that climbs a ladder (``data/ladders.yaml``) costs ``off_rung`` for each rung
    away from where the person starts, and need only be heavy enough for the person's own level,
    since the ladder has what comes next (R116). Another rung is offered only where it is named.

    An exercise is offered to the model only if it is at most ``offer_within`` odder than the
    plainest exercise with the same tags, or if the person names it.
    """

    kind: Literal["oddness"]
    ranks: dict[Rank, Annotated[int, Field(ge=0, le=20)]]
    loads: dict[str, Annotated[int, Field(ge=0, le=20)]] = {}
    too_light: Annotated[int, Field(ge=0, le=20)]
    off_rung: Annotated[int, Field(ge=0, le=20)] = 0
    offer_within: Annotated[int, Field(ge=0, le=60)] = 60


class UsualDosesRule(Rule):
    """Sets of an item lie in its role's usual dose (``data/doses.csv``); a unit is one set."""

    kind: Literal["usual_doses"]


class VarietyRule(Rule):
    """An exercise done a second time in the week costs one unit."""

    kind: Literal["variety"]


class FavouritesRule(Rule):
    """A favoured exercise that the plan leaves out costs one unit."""

    kind: Literal["favourites"]


class LoadKindsRule(Rule):
    """Different loads used over the week; each beyond ``at_most`` costs one unit."""

    kind: Literal["load_kinds"]
    at_most: Annotated[int, Field(ge=1, le=20)]


class EvenSessionsRule(Rule):
    """Unused minutes differ between sessions by at most ``within``; a unit is a minute more."""

    kind: Literal["even_sessions"]
    within: Annotated[int, Field(ge=0, le=120)]


class AllowanceRule(Rule):
    """How finely a tier is told apart: ``at_most`` units are free, the rest goes in steps.

    Bands are no points, and nobody chases the last half-set.
    """

    kind: Literal["allowance"]
    at_most: Annotated[int, Field(ge=0, le=1000)] = 0
    step: Annotated[int, Field(ge=1, le=100)] = 1


class StimulusRule(Rule):
    """The concave dose-response, summed over groups, up to the top of the target band (V2).

    ``points`` are (weekly sets, value) pairs of the curve, the value growing ever more slowly;
    the objective is what is missing to the top of every group's band. ``tops`` (group: weekly
    sets) is filled in from the group targets.
    """

    kind: Literal["stimulus"]
    tops: dict[str, Amount] = {}
    points: Annotated[tuple[tuple[int, int], ...], Field(min_length=2, max_length=12)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.points[0] != (0, 0):
            raise ValueError("points must start at [0, 0]")
        slopes = [
            Fraction(v2 - v1, s2 - s1) if s2 > s1 else Fraction(-1)
            for (s1, v1), (s2, v2) in zip(self.points, self.points[1:], strict=False)
        ]
        if min(slopes) < 0 or sorted(slopes, reverse=True) != slopes:
            raise ValueError("points must rise, and ever more slowly")
        if any((slope / 2).denominator != 1 for slope in slopes):
            raise ValueError("each half-set must be worth a whole number between two points")
        return self

    @property
    def steepest(self) -> int:
        """The most that a half-set adds: what it adds where a group has none yet."""
        sets, value = self.points[1]
        return value // (2 * sets)


_Kinds = (
    BoundRule
    | RatioRule
    | ImpliesRule
    | SpreadRule
    | SpacingRule
    | ApartRule
    | StructureRule
    | SupersetRule
    | OddnessRule
    | UsualDosesRule
    | VarietyRule
    | FavouritesRule
    | LoadKindsRule
    | EvenSessionsRule
    | AllowanceRule
    | StimulusRule
)
AnyRule = Annotated[_Kinds, Field(discriminator="kind")]

RULE = TypeAdapter[AnyRule](AnyRule)
"""Reads one rule of any kind."""

KINDS: dict[str, type[Rule]] = {
    get_args(rule.model_fields["kind"].annotation)[0]: rule for rule in get_args(_Kinds)
}
"""The class of each kind of rule."""

__all__ = ["KINDS", "RULE", "AnyRule", "Selector", "Term", "Tier"]
