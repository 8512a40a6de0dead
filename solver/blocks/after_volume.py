"""Volume of the next block: soreness, fatigue, and what was not done (R64, R105, R125)."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from solver.auditing.week import Done as Entry
from solver.blocks.audit_parts import Looked
from solver.blocks.block import LETTERS, Letter, Week
from solver.blocks.draft import Draft
from solver.blocks.held import AFTER
from solver.blocks.log import Log
from solver.blocks.sessions_done import weeks_told
from solver.blocks.table import block_table
from solver.plan import Item
from solver.rules import BoundRule
from solver.scenario import make_scenario
from solver.weights import TINY

USUAL_SETS = (8, 20)
"""Lowest and highest sets of a group where the scenario names none (R103)."""


def change_volume(draft: Draft, looked: Looked, log: Log) -> None:
    """Hold or cut sets by what the last weeks of the block were like.

    The last weeks are those of the calendar, however far the log goes.
    """
    _Volume(draft, looked, log).change()


@dataclass(frozen=True)
class _Hold:
    """So many sets of a group or muscle at most, why, and by what source."""

    upper: float
    why: str
    source: str


class _Volume:
    def __init__(self, draft: Draft, looked: Looked, log: Log) -> None:
        self.draft = draft
        self.looked = looked
        self.log = log
        self.table = block_table().after
        last = len(looked.block.weeks)
        self.recent = range(last - self.table.recent_weeks + 1, last + 1)
        self.floors: dict[str, BoundRule] = {}
        self.holds: dict[str, _Hold] = {}
        self.above: list[str] = []

    def change(self) -> None:
        """Change the draft."""
        weeks = self.log.weeks
        over = weeks and not set(weeks) & set(self.recent)
        if over:
            self.draft.lines.append(
                f"log: ends with week {weeks[-1]} and says nothing of weeks {self._weeks()}, by "
                "which volume goes; soreness, fatigue and sets left out before that are over, so "
                "the next block has no fewer sets for them"
            )
        else:
            self._fatigue()
        self.floors = self._floors()
        if not over:
            self._soreness()
            self._undone()
        for name, each in self.holds.items():
            self._write(name, each)
        self._steps()

    def _floors(self) -> dict[str, BoundRule]:
        """Return the rules with a lower bound, as they are after what was changed so far."""
        scenario = make_scenario(self.draft.fields).resolve(self.looked.catalogue)
        return {
            rule.id: rule
            for rule in scenario.make_rules(self.looked.catalogue)
            if isinstance(rule, BoundRule) and rule.lower is not None
        }

    def _weeks(self) -> str:
        return f"{self.recent[0]} to {self.recent[-1]}"

    # ---- fatigue ----------------------------------------------------------------------------

    def _fatigue(self) -> None:
        """Give a fifth fewer sets after lasting fatigue (R125)."""
        table = self.table.fatigue
        tired = set(self.recent) & set(self.log.tired)
        if len(tired) < table.weeks:
            return
        share = (100 - table.cut_percent) / 100
        weeks = [self.looked.verdicts[each].week(self.looked.base(each)) for each in LETTERS]
        planned = sum(week.measures().hard_sets for week in weeks) / len(weeks)
        upper = math.floor(planned * share)
        low, high = self.draft.fields.get("sets") or USUAL_SETS
        self.draft.fields["sets"] = [half(low * share), high]
        self.draft.add_guardrail(
            "fatigue",
            f"At most {upper} hard sets a week, for fatigue that lasts",
            3,
            {"count": "hard_sets"},
            "R125",
            upper=upper,
        )
        self.draft.lines.append(
            f"held: at most {upper} hard sets a week, {table.cut_percent} % fewer, for fatigue in "
            f"{len(tired)} of weeks {self._weeks()}; if it lasts, ask a health professional [R125]"
        )

    # ---- soreness ---------------------------------------------------------------------------

    def _soreness(self) -> None:
        """Cut what was sore for longer than 72 h, hold what was for longer than 48 h (R64)."""
        table = self.table.sore
        longest: dict[str, float] = {}
        for row in self.log.sore:
            if row.week in self.recent:
                longest[row.muscle] = max(longest.get(row.muscle, 0), row.hours)
        for name, hours in longest.items():
            volume = self._planned(name)
            if hours > table.longer:
                cut = volume * (100 - table.cut_percent) / 100
                upper = half(min(max(cut, table.least_sets), volume))
                self._hold(name, upper, f"it was sore for {hours:g} h in the last block", "R64, C9")
            elif hours > table.long:
                why = f"it was sore for {hours:g} h in the last block, so no rise"
                self._hold(name, half(volume), why, "R64")

    # ---- what was not done ------------------------------------------------------------------

    def _undone(self) -> None:
        """Begin near what was done, where that was much less than planned (R105, G2)."""
        table = self.table.undone
        told = weeks_told(self.log)
        weeks = [w for w in self.looked.loading if w.number in self.recent and w.number in told]
        if not weeks:
            return
        done: dict[str, float] = defaultdict(float)
        planned: dict[str, float] = defaultdict(float)
        for week in weeks:
            for name, sets in self.looked.groups(week).items():
                planned[name] += sets / len(weeks)
            for name, sets in self._done(week).items():
                done[name] += sets / len(weeks)
        for name, sets in planned.items():
            if done[name] < sets * table.share / 100 - TINY:
                self._begin_near(name, done[name], sets)
        if self.above:
            self.draft.lines.append(
                "floor: sets a week that the next block asks for at least (rules group-floor.*, or "
                "after.floor.* where soreness eased it), though so few were done in weeks "
                f"{self._weeks()} that it is more than the next step: {', '.join(self.above)}; "
                "begin near the step, and add the rest in the first weeks [R105, G2]"
            )

    def _begin_near(self, name: str, done: float, planned: float) -> None:
        """Hold a group near the sets that were done; its own floor stays, and is said."""
        floor = self.looked.catalogue.groups[name].floor
        if rule := self.floors.get(f"group-floor.{name}"):
            floor = min(floor, float(rule.lower or 0))
        near = half(done + self._step(done))
        why = f"of {planned:.3g} planned sets a week {done:.3g} were done in weeks {self._weeks()}"
        upper = max(near, floor)
        if upper < self._planned(name):
            self._hold(name, upper, why, "R105, G2")
        if name in self.holds:
            floor = min(floor, self.holds[name].upper)  # to which its floor gives way
        if floor > near:
            self.above.append(
                f"{_words(name)} {floor:g} ({done:.3g} of {planned:.3g} done, next step {near:g})"
            )

    def _steps(self) -> None:
        """Let every other group rise by one step from the week of the block that had most (R105).

        More days, more minutes or another level would let it rise by more at once.
        """
        said = []
        for name, group in self.looked.catalogue.groups.items():
            most = max(self._volume(name, letter) for letter in LETTERS)
            upper = half(most + self._step(most))
            if rule := self.floors.get(f"group-floor.{name}"):
                upper = max(upper, float(rule.lower or 0))
            if name not in self.holds and upper < group.cap:
                why = f"the last block had {most:g}, and volume rises slowly"
                self._bound(name, f"step.{name}", _Hold(upper, why, "R105, G2"))
                said.append(f"{_words(name)} {upper:g}")
        if said:
            self.draft.lines.append(
                f"step: at most so many sets a week in this block: {', '.join(said)} [R105, G2]"
            )

    def _step(self, sets: float) -> float:
        """Return by how many sets a group may rise at once."""
        table = self.table.undone
        return min(table.sets, max(1.0, sets * table.percent / 100))

    def _done(self, week: Week) -> dict[str, float]:
        """Return the sets of each group that were done in a week."""
        counted = self.looked.counted(week)
        entries = []
        for row in self.log.done:
            if row.week == week.number and row.sets:
                exercise = self.looked.catalogue.exercises[row.exercise]
                item = Item(exercise=exercise.id, role=exercise.role, sets=row.sets)
                entries.append(Entry(item, exercise))
        return {
            name: float(counted.group_volume(name, entries)) if entries else 0.0
            for name in self.looked.catalogue.groups
        }

    # ---- holding ----------------------------------------------------------------------------

    def _planned(self, name: str) -> float:
        """Return the planned sets of a group or muscle in a week, the mean of A and B."""
        return sum(self._volume(name, letter) for letter in LETTERS) / len(LETTERS)

    def _volume(self, name: str, letter: Letter) -> float:
        """Return the planned sets of a group or muscle in the base week of a letter."""
        week = self.looked.verdicts[letter].week(self.looked.base(letter))
        if name in self.looked.catalogue.groups:
            return float(week.group_volume(name, week.all))
        return float(week.volume(name, week.all))

    def _hold(self, name: str, upper: float, why: str, source: str) -> None:
        """Hold a group or muscle at so many sets, of two bounds at the smaller."""
        before = self.holds.get(name)
        if before is None or upper < before.upper:
            self.holds[name] = _Hold(upper, why, source)

    def _write(self, name: str, hold: _Hold) -> None:
        """Put a bound, its floor no higher than that, and say it."""
        upper, why, source = hold.upper, hold.why, hold.source
        self._bound(name, name, hold)
        group = name in self.looked.catalogue.groups
        line = f"held: {_words(name)} at most {upper:g} sets a week: {why}"
        floor = self.floors.get(f"{'group' if group else 'muscle'}-floor.{name}")
        if floor is not None and (floor.lower or 0) > upper:
            self._ease(floor, name, upper, why)
            line += f"; its floor of {floor.lower:g} is {upper:g} for this block ({floor.id})"
        self.draft.lines.append(f"{line} [{source}]")

    def _bound(self, name: str, rule: str, hold: _Hold) -> None:
        """Put a bound on a group or muscle for this block."""
        group = name in self.looked.catalogue.groups
        measure = {"count": "group_sets", "group": name} if group else {
            "count": "fractional_sets", "muscle": name
        }  # fmt: skip
        title = f"{_words(name).capitalize()}: at most {hold.upper:g} sets a week in this block"
        self.draft.add_guardrail(
            rule, f"{title}: {hold.why}", 3, measure, hold.source, upper=hold.upper
        )

    def _ease(self, floor: BoundRule, name: str, lower: float, why: str) -> None:
        """Put a lower floor in the place of a rule, with a title that says its number and why.

        A changed rule would keep its title, and say of a week that misses it that it has fewer
        sets than the number that does not hold.
        """
        self.draft.rules[floor.id] = {"off": True}
        kept = floor.model_dump(mode="json", exclude_none=True)
        kept["steps"] = [step for step in kept.get("steps", []) if step["below"] < lower]
        self.draft.added.append(
            {
                **kept,
                "id": f"{AFTER}floor.{name}",
                "title": f"{_words(name).capitalize()}: at least {lower:g} sets a week in this "
                f"block, {floor.lower:g} in others: {why}",
                "lower": lower,
            }
        )


def _words(name: str) -> str:
    return name.replace("_", " ")


def half(sets: float) -> float:
    """Return a number of sets rounded down to a half."""
    return math.floor(sets * 2 + TINY) / 2
