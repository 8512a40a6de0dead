"""What sleep, energy and protein change: target bands and repetitions in reserve (R146).

``data/recovery.yaml`` has the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from solver.errors import shown
from solver.paths import DATA
from solver.reading import explain_invalid, read_yaml

FIELDS = ("sleep", "deficit", "protein")
"""The fields of a scenario that are about recovery."""

Protein = Literal["enough", "low"]

WORDS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


@dataclass(frozen=True)
class Recovery:
    """What a person's recovery allows.

    Attributes:
        times: the factor on target bands, 1 where nothing is short.
        rir: repetitions in reserve on top of the usual ones.
        reasons: what is short, in words; empty where nothing is.

    """

    times: Fraction = Fraction(1)
    rir: int = 0
    reasons: tuple[str, ...] = ()

    def band(self, low: float, high: float, floor: float) -> tuple[float, float]:
        """Return a target band in half-sets; neither end falls below the floor."""
        if self.times == 1:
            return low, high
        ends = (Fraction(end) * self.times * 2 for end in (low, high))
        least, most = (float(Fraction(end.numerator // end.denominator, 2)) for end in ends)
        return max(least, min(low, floor)), max(most, min(high, floor))

    def keep(self, rir: int | None) -> int | None:
        """Return the repetitions in reserve with those on top."""
        if rir is None or not self.rir:
            return rir
        return max(rir, min(rir + self.rir, _table().rir_at_most))

    def note(self) -> str | None:
        """Return one line on what is short and what it changes; None where nothing is."""
        if not self.reasons:
            return None
        percent = round(float((1 - self.times) * 100))
        return (
            f"Recovery: {', and '.join(self.reasons)}. So the target bands are {percent} % "
            f"lower, as far as the floors allow, and every set keeps {self.rir} more repetition in "
            f"reserve (up to {_table().rir_at_most}). How much less is a judgement; no trial says."
        )


RESTED = Recovery()
"""Nothing is short, or nothing was asked."""


def recovery_of(
    sleep: float | None = None, deficit: bool | None = None, protein: Protein | None = None
) -> Recovery:
    """Return what the answers allow; what is None was not answered and changes nothing."""
    found = list(_short(sleep, deficit, protein))
    if not found:
        return RESTED
    table = _table()
    times = Fraction(1)
    for factor, _ in found:
        times *= factor
    return Recovery(max(times, table.least), table.rir, tuple(reason for _, reason in found))


def _short(
    sleep: float | None, deficit: bool | None, protein: Protein | None
) -> Iterator[tuple[Fraction, str]]:
    table = _table()
    if sleep is not None:
        for step in table.sleep.steps:
            if sleep < step.below:
                enough = table.sleep.steps[-1].below
                yield step.times, f"{sleep:g} hours of sleep are fewer than {enough:g}"
                break
    if deficit:
        yield table.deficit.times, "you eat less than you burn"
    if protein == "low":
        yield table.protein.times, "you eat less protein than is advised"


def parse_sleep(value: object) -> object:
    """Read hours of sleep a night.

    Raises:
        ValueError: it is no number, or one that nobody sleeps.

    """
    if isinstance(value, str):
        try:
            value = float(value.strip().removesuffix("h").strip().replace(",", "."))
        except ValueError:
            raise ValueError(f"must be hours a night, such as 6.5, not {shown(value)}") from None
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        raise ValueError(f"must be hours a night, such as 6.5, not {shown(value)}")
    hours = _table().sleep.hours
    if value is not None and not hours.low <= value <= hours.high:
        raise ValueError(
            f"must lie between {hours.low:g} and {hours.high:g} hours a night, not {value:g}"
        )
    return value


def parse_deficit(value: object) -> object:
    """Read yes or no.

    Raises:
        ValueError: it is neither.

    """
    word = value.strip().casefold() if isinstance(value, str) else value
    if isinstance(word, str) and word in WORDS:
        return WORDS[word]
    if word is None or isinstance(word, bool):
        return word
    raise ValueError(f"must be yes or no, not {shown(value)}")


def parse_protein(value: object) -> object:
    """Read enough or low; yes and no answer the question.

    Raises:
        ValueError: it is neither.

    """
    word = value.strip().casefold() if isinstance(value, str) else value
    if word in ("enough", "low", None):
        return word
    if isinstance(word, bool):
        return "enough" if word else "low"
    if isinstance(word, str) and word in WORDS:
        return "enough" if WORDS[word] else "low"
    raise ValueError(f"must be enough or low, not {shown(value)}")


Sleep = Annotated[float | None, BeforeValidator(parse_sleep)]
Deficit = Annotated[bool | None, BeforeValidator(parse_deficit)]
Eaten = Annotated[Protein | None, BeforeValidator(parse_protein)]

PARSERS = {"sleep": parse_sleep, "deficit": parse_deficit, "protein": parse_protein}
"""How an answer to each field is read."""


def recovery_questions() -> dict[str, str]:
    """Return the question of each field, in the order in which they are asked."""
    table = _table()
    return {
        "sleep": table.sleep.question,
        "deficit": table.deficit.question,
        "protein": table.protein.question,
    }


# ---- the table --------------------------------------------------------------------------------


def _exact(value: object) -> object:
    return Fraction(value) if isinstance(value, str) else value


Factor = Annotated[Fraction, BeforeValidator(_exact), Field(gt=0, le=1)]
Text = Annotated[str, Field(min_length=2, max_length=400)]
Hours = Annotated[float, Field(ge=0, le=24)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class _Step(_Part):
    below: Hours
    times: Factor


class _Hours(_Part):
    low: Hours
    high: Hours


class _Sleep(_Part):
    question: Text
    hours: _Hours
    steps: Annotated[tuple[_Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        if [step.below for step in self.steps] != sorted({step.below for step in self.steps}):
            raise ValueError("steps: must rise; the fewest hours come first")
        return self


class _Answer(_Part):
    question: Text
    times: Factor


class _Table(_Part):
    """The whole of ``data/recovery.yaml``."""

    sleep: _Sleep
    deficit: _Answer
    protein: _Answer
    least: Factor
    rir: Annotated[int, Field(ge=0, le=2)]
    rir_at_most: Annotated[int, Field(ge=1, le=4)]
    source: Text
    certainty: Literal["A", "B", "C", "D"]
    reason: Text


def parse_table(content: Any) -> _Table:
    """Check the content of ``data/recovery.yaml``."""
    return _Table.model_validate(content)


@cache
def _table() -> _Table:
    document = read_yaml(DATA / "recovery.yaml")
    try:
        return parse_table(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error
