"""What the parts of a block's audit share: findings, and the block with its exercises looked up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from solver.auditing.prescription import ExpectedDose, expected_doses, percent_of_best
from solver.auditing.week import Week as Counted
from solver.blocks.block import Block, Letter, Week
from solver.blocks.table import block_table
from solver.blocks.verdict import Verdicts
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Role
from solver.coaching.doses import day_table
from solver.plan import Item, Session
from solver.weights import weight_limits

MOST_FAULTS = 8
"""How many places a finding names."""

MAIN_SLOT = "main"


@dataclass(frozen=True)
class Finding:
    """Whether one thing holds: True, False, or None where it does not apply; and where not."""

    id: str
    title: str
    tier: Literal["block", "guardrails"]
    holds: bool | None
    faults: tuple[str, ...] = ()
    source: str = ""

    @classmethod
    def of(
        cls,
        name: str,
        title: str,
        source: str,
        faults: Sequence[str],
        tier: Literal["block", "guardrails"],
    ) -> Finding:
        """Return the finding that holds where there is no fault."""
        shown = list(dict.fromkeys(faults))
        if len(shown) > MOST_FAULTS:
            shown[MOST_FAULTS:] = [f"and {len(shown) - MOST_FAULTS} more"]
        return cls(name, title, tier, not faults, tuple(shown), source)


@dataclass(frozen=True)
class At:
    """An item with its place, its exercise, and what the tables have of it.

    ``number`` and ``order`` count sessions and items from 0.
    """

    week: Week
    session: Session
    number: int
    order: int
    item: Item
    exercise: Exercise
    dose: ExpectedDose

    @property
    def place(self) -> str:
        """Where it stands, as messages name it."""
        return where(self.week, self.session, self.item.exercise)


class Looked:
    """A block with its exercises looked up."""

    def __init__(self, block: Block, catalogue: Catalogue) -> None:
        self.block = block
        self.catalogue = catalogue
        self.scenario = block.scenario.resolve(catalogue)
        first = Verdicts(block.pair.a, catalogue)
        self.verdicts = {"A": first, "B": Verdicts(block.pair.b, catalogue, like=first)}

    def base(self, letter: Letter) -> tuple[Session, ...]:
        """Return the sessions of a base week."""
        return self.block.pair.week(letter).sessions

    def counted(self, week: Week) -> Counted:
        """Return a week whose sets can be counted."""
        return self.verdicts[week.letter].week(week.sessions)

    @cached_property
    def loading(self) -> list[Week]:
        """The loading weeks in their order."""
        return [week for week in self.block.weeks if week.kind == "loading"]

    def of_letter(self, letter: Letter) -> list[Week]:
        """Return the loading weeks of a letter in their order."""
        return [week for week in self.loading if week.letter == letter]

    @cached_property
    def runs(self) -> list[list[Week]]:
        """The loading weeks, cut where a deload lies between them."""
        runs: list[list[Week]] = [[]]
        for week in self.block.weeks:
            if week.kind == "deload":
                runs.append([])
            else:
                runs[-1].append(week)
        return [run for run in runs if run]

    @cached_property
    def items(self) -> list[At]:
        """Every item of every week."""
        return [
            At(week, session, number, order, entry.item, entry.exercise, dose)
            for week in self.block.weeks
            for counted in (self.counted(week),)
            for doses in (expected_doses(counted, self.kept(week.letter)),)
            for number, (session, done, expected) in enumerate(
                zip(counted.sessions, counted.done, doses, strict=True)
            )
            for order, (entry, dose) in enumerate(zip(done, expected, strict=True))
        ]

    def mains(self, letter: Letter) -> list[At]:
        """Return the main lifts of the loading weeks of a letter."""
        places = {
            (number, order)
            for number, base in enumerate(self.base(letter))
            for order in mains_of(base)
        }
        weeks = {week.number for week in self.of_letter(letter) if self.same_shape(week)}
        return [
            at for at in self.items if at.week.number in weeks and (at.number, at.order) in places
        ]

    def changing(self, letter: Letter) -> list[At]:
        """Return the main lifts of a letter but those that a program keeps to one class."""
        kept = self.kept(letter)
        return [at for at in self.mains(letter) if (at.number, at.order) not in kept]

    def kept(self, letter: Letter) -> dict[tuple[int, int], str]:
        """Return the classes to which a program keeps lifts, by session and item of a letter."""
        said = self.block.pair.kept_in(letter)
        return {
            (number, order): said[session.day, item.exercise]
            for number, session in enumerate(self.base(letter))
            for order, item in enumerate(session.items)
            if (session.day, item.exercise) in said
        }

    def groups(self, week: Week) -> dict[str, float]:
        """Return the sets of each group in a week."""
        return self._groups(self.counted(week))

    def base_groups(self, letter: Letter) -> dict[str, float]:
        """Return the sets of each group in a base week."""
        return self._groups(self.verdicts[letter].week(self.base(letter)))

    def _groups(self, week: Counted) -> dict[str, float]:
        return {name: float(week.group_volume(name, week.all)) for name in self.catalogue.groups}

    def same_shape(self, week: Week) -> bool:
        """Tell whether a week has its base week's days, with as many exercises on each."""
        base = self.base(week.letter)
        return [(s.day, len(s.items)) for s in week.sessions] == [
            (s.day, len(s.items)) for s in base
        ]


def held(at: At, looked: Looked) -> bool:
    """Tell whether a sign holds the load of an item where it is (R51)."""
    holding = [sign for sign in looked.scenario.raised if sign.hold_load and sign.lifts]
    return any(sign.lifts is not None and sign.lifts.fits(at.exercise) for sign in holding)


def can_load(at: At) -> bool:
    """Tell whether the weight of an item can be chosen."""
    return at.exercise.load not in day_table().zones.not_loads


def bounds(at: At, looked: Looked) -> tuple[int, int]:
    """Return between what the repetitions in reserve of a loading week lie."""
    waves = block_table().waves
    least = waves.lowest[looked.scenario.level]
    if at.exercise.role is Role.POWER or (at.dose.day == "heavy" and can_load(at)):
        least = max(waves.lowest_heavy, least)
    return least, waves.highest


def share_of_best(reps: int) -> float:
    """Return the percent of the best single that allows so many repetitions, long sets included.

    Beyond the last row of the table the line of ``long`` in ``data/block.yaml`` goes on.
    """
    last = max(day_table().load.percent)
    end, lightest = next(iter(weight_limits().long.items()))
    beyond = min(max(reps - last, 0) / (end - last), 1)
    return percent_of_best(reps) * (1 - beyond) + lightest * beyond


def where(week: Week, session: Session | None = None, exercise: str = "") -> str:
    """Return a place as messages name it."""
    parts = [f"week {week.number}", session.day.value if session else "", exercise]
    return ", ".join(part for part in parts if part)


def numbers(reps: str) -> tuple[int, int] | None:
    """Return the first and the last number of a range, None where there is none."""
    found = [int(number) for number in re.findall(r"[0-9]{1,4}", reps)]
    return (found[0], found[-1]) if found else None


def shown_percent(item: Item) -> int:
    """Return the percent of the best single that stands beside an item, 0 where none does."""
    found = re.search(r"([0-9]{1,3}) %", item.load or "")
    return int(found[1]) if found else 0


def mains_of(session: Session) -> list[int]:
    """Return the places of a session's main lifts."""
    slots = [place for place, item in enumerate(session.items) if item.slot == MAIN_SLOT]
    return slots or [p for p, item in enumerate(session.items) if item.role is Role.MAIN][:1]
