"""What each session loads, and the hours from one to the next that loads the same (R14, D8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from solver.auditing.judge import hours_between
from solver.auditing.week import Week
from solver.catalogue.vocabulary import Weekday
from solver.rules import AnyRule, SpacingRule


@dataclass(frozen=True)
class Gap:
    """The hours from a session that loads a muscle to the next that does, and those asked for."""

    first: Weekday
    second: Weekday
    hours: int
    needs: int

    @property
    def holds(self) -> bool:
        """True if the rest is long enough."""
        return self.hours >= self.needs


@dataclass(frozen=True)
class Load:
    """What a muscle does in a week: fractional hard sets by day, and the gaps between."""

    muscle: str
    days: dict[Weekday, float]
    gaps: tuple[Gap, ...]

    @property
    def rest(self) -> int | None:
        """The fewest hours from one day that trains it to another; None where there is one."""
        days = [day for day, sets in self.days.items() if sets > 0]
        return min((hours_between(a, b) for a in days for b in days if a != b), default=None)

    @property
    def shortest(self) -> Gap | None:
        """The gap with the fewest hours beyond what is asked; None without two heavy days."""
        return min(self.gaps, key=lambda gap: gap.hours - gap.needs, default=None)


def find_loads(week: Week, rules: Iterable[AnyRule]) -> tuple[Load, ...]:
    """Return the loads of every muscle of the catalogue, in its order.

    Args:
        week: sessions with their exercises looked up.
        rules: of these the one on spacing says from how many sets on a day counts.

    """
    rule = next((rule for rule in rules if isinstance(rule, SpacingRule)), None)
    return tuple(_load(muscle, week, rule) for muscle in week.catalogue.muscles)


def _load(muscle: str, week: Week, rule: SpacingRule | None) -> Load:
    days: dict[Weekday, float] = {}
    eccentric: set[Weekday] = set()
    for session, done in zip(week.sessions, week.done, strict=True):
        days[session.day] = days.get(session.day, 0.0) + float(week.volume(muscle, done))
        if any(
            entry.exercise.eccentric and entry.exercise.hard and muscle in entry.exercise.muscles
            for entry in done
        ):
            eccentric.add(session.day)
    return Load(muscle, days, () if rule is None else tuple(_gaps(days, eccentric, rule)))


def _gaps(days: dict[Weekday, float], eccentric: set[Weekday], rule: SpacingRule) -> Iterable[Gap]:
    loaded: Sequence[Weekday] = sorted(
        (day for day, sets in days.items() if sets > float(rule.above)), key=lambda day: day.number
    )
    if len(loaded) < 2:
        return
    for day, following in zip(loaded, [*loaded[1:], loaded[0]], strict=True):
        heavy = days[day] >= float(rule.heavy) or day in eccentric
        needs = rule.heavy_hours if heavy else rule.hours
        yield Gap(day, following, hours_between(day, following), needs)
