"""A week after a missed session: what moved, what was cut, what is lost, and how it is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from solver.blocks.shorten import Fitted
from solver.catalogue.vocabulary import Weekday
from solver.plan import DISCLAIMER, Session, WarmUpStep


@dataclass(frozen=True)
class Moved:
    """A session that changes its day."""

    title: str
    before: Weekday
    after: Weekday


@dataclass(frozen=True)
class Shortened:
    """A session that has less work, since its day has fewer minutes than it took."""

    title: str
    day: Weekday
    minutes: int
    took: float
    fitted: Fitted

    def __str__(self) -> str:
        """Say what was cut, and why."""
        cuts = ", ".join(map(str, self.fitted.cuts)) or "a shorter warm-up is enough"
        return (
            f"{self.title}; {self.day} has {self.minutes} min, and it takes {self.took:.1f}: {cuts}"
        )


@dataclass(frozen=True)
class TooShort:
    """A free day that no session could be shortened enough for, and the minutes it lacks."""

    title: str
    day: Weekday
    minutes: int
    missing: float

    def __str__(self) -> str:
        """Say day and minutes."""
        return f"{self.day} has {self.minutes} min, {self.missing:.1f} too few even when shortened"


@dataclass(frozen=True)
class Drilled:
    """A session whose warm-up has other drills, since answers to the self-check ask for them."""

    title: str
    day: Weekday
    added: tuple[WarmUpStep, ...]
    dropped: tuple[WarmUpStep, ...]

    def __str__(self) -> str:
        """Name them."""
        added, dropped = (", ".join(map(_drill, s)) for s in (self.added, self.dropped))
        if not added:
            return f"{self.title}, {self.day}: without {dropped}"
        return f"{self.title}, {self.day}: {added}" + (f" in place of {dropped}" if dropped else "")


def _drill(step: WarmUpStep) -> str:
    return f"{step.name or step.drill} ({step.seconds} s)"


@dataclass(frozen=True)
class Replanned:
    """A week after a missed session, or after a self-check.

    Attributes:
        sessions: those done already, then what is left on its new days.
        moved: those that change their day.
        shortened: those that have less work, for days with fewer minutes.
        dropped: those that no day is left for.
        too_short: days that stay empty, with what each dropped session lacks on them.
        too_near: muscles that sessions load sooner again than recovery asks for (D8), beyond the
            week as it was.
        lost: hard sets of each group that are dropped or cut.
        without: groups and movement patterns that the week had and now has none of.
        drilled: those with other drills in their warm-up.
        answered: what the answers to a self-check change, a line each; empty without one.

    """

    sessions: tuple[Session, ...]
    moved: tuple[Moved, ...]
    dropped: tuple[Session, ...]
    too_near: tuple[str, ...]
    lost: dict[str, float]
    without: tuple[str, ...] = ()
    shortened: tuple[Shortened, ...] = ()
    too_short: tuple[TooShort, ...] = ()
    drilled: tuple[Drilled, ...] = ()
    answered: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Return the week as JSON text."""
        content = {
            "schema_version": 1,
            "kind": "replan",
            "sessions": [session.model_dump(mode="json") for session in self.sessions],
            "moved": [{"title": m.title, "from": m.before, "to": m.after} for m in self.moved],
            "shortened": [
                {
                    "title": s.title,
                    "day": s.day,
                    "minutes": s.minutes,
                    "took": s.took,
                    "cuts": [
                        {"exercise": c.exercise, "from": c.before, "to": c.after}
                        for c in s.fitted.cuts
                    ],
                }
                for s in self.shortened
            ],
            "dropped": [session.model_dump(mode="json") for session in self.dropped],
            "too_short": [
                {
                    "title": t.title,
                    "day": t.day,
                    "minutes": t.minutes,
                    "missing": round(t.missing, 2),
                }
                for t in self.too_short
            ],
            "too_near": self.too_near,
            "lost": self.lost,
            "without": self.without,
            "drills": [
                {
                    "title": d.title,
                    "day": d.day,
                    "added": [step.drill for step in d.added],
                    "dropped": [step.drill for step in d.dropped],
                }
                for d in self.drilled
            ],
            "answered": self.answered,
            "disclaimer": DISCLAIMER,
        }
        return json.dumps(content, indent=2, ensure_ascii=False)

    def lines(self) -> Iterator[str]:
        """Yield what changes, a line each."""
        if not (self.moved or self.dropped or self.shortened or self.answered):
            yield "Nothing has to change."
        yield from self.answered
        for drilled in self.drilled:
            yield f"drills: {drilled}"
        for move in self.moved:
            yield f"moved: {move.title}, from {move.before} to {move.after}"
        for each in self.shortened:
            yield f"shortened: {each}"
        for session in self.dropped:
            lacking = [str(each) for each in self.too_short if each.title == session_name(session)]
            why = ", ".join(lacking) or "no day is left that holds it"
            yield f"dropped: {session_name(session)} of {session.day}; {why}"
        if self.lost:
            sets = ", ".join(f"{name.replace('_', ' ')} {n:g}" for name, n in self.lost.items())
            yield f"sets lost: {sets}"
        if self.without:
            names = ", ".join(name.replace("_", " ") for name in self.without)
            short = [*(s.day for s in self.shortened), *(t.day for t in self.too_short)]
            days = [f"more minutes on {day}" for day in dict.fromkeys(short)]
            more = " or ".join([*days, "another free day"])
            yield f"left with none this week: {names}; {more} (--free) would keep more"
        for line in self.too_near:
            yield f"recovery: {line}"


def session_name(session: Session) -> str:
    """Return the title of a session, or its day."""
    return session.title.strip() or f"the session of {session.day}"
