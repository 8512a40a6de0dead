"""Weeks that were solved before, and what they are worth to the person who asks now."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property

from solver.model.found import Found, better_of
from solver.model.hints import hint_places, hint_week
from solver.model.nearby import search_from
from solver.model.race import Way
from solver.model.search import Outcome
from solver.model.starts import Placed, Recalled, Start, load_starts, recall
from solver.model.structure import Depth
from solver.model.tiers import ABOVE_STIMULUS, Tiers
from solver.model.week import WeekModel

NEAREST, ALIKE = 3, 2
"""How many weeks that were solved before lend their exercises, and how many choices stand in for
one that is not on offer."""

RECALLING = 1.5
"""Deterministic effort for a week of those that falls short in nothing."""

RECALLING_SHARE, RECALLING_SECONDS, RECALLING_MOST = 0.3, 1.5, 0.8
"""Share of the time limit after which no more is looked for near weeks that were solved before;
more of a short one, to have so many seconds, but no more than this share."""

FITTING = 0.3
"""Deterministic effort for fitting a week that was solved before into other minutes."""


@dataclass
class Memory:
    """The nearest weeks that were solved before.

    Attributes:
        tiers: of what is solved now.
        recalls: begin with the weeks of the file.
        near: weeks to begin with before all others.

    """

    tiers: Tiers
    recalls: bool = True
    near: tuple[Start, ...] = ()
    _possible: list[Placed] = field(default_factory=list)
    """Weeks that may be kept, but fall short in something."""
    _fitted: Found | None = None
    """The best week so far."""
    _models: dict[int, WeekModel] = field(default_factory=dict)
    """For each of those weeks that was looked at, a model of its exercises."""

    @cached_property
    def recalled(self) -> Recalled | None:
        """What weeks that were solved before say, None where none is like this one."""
        starts = (*self.near, *load_starts()) if self.recalls else self.near
        recalled = recall(self.tiers.problem, starts, NEAREST, ALIKE)
        if recalled is not None:
            self.tiers.tried.update(recalled.among)
        return recalled

    @cached_property
    def ready(self) -> Found | None:
        """A week that was solved before and falls short in nothing as it is fitted.

        No search can do better. Soon done: a week is let go once it is proved that it does not; one
        that fell short when it was written is not asked.
        """
        started = time.monotonic()
        ready = None
        for week in self.recalled.weeks if self.recalled else ():
            if not week.whole:
                self._possible.append(week)
                continue
            may_be_kept = self._try_whole(week)
            if self._is_whole:
                ready = self._fitted
                break
            if may_be_kept:
                self._possible.append(week)
        self.tiers.took("start", started)
        return ready

    @property
    def _is_whole(self) -> bool:
        return self._fitted is not None and not any(self._fitted.worth)

    def _try_whole(self, week: Placed) -> bool:
        """Fit a week so that it falls short in nothing; return whether it may be kept if it does.

        One that was made for such a person is so as it was written, which is soon seen.
        """
        if week.same_person:
            self._as_written(week)
        return self._is_whole or not self._sets_anew(week, only_zero=True).impossible

    def look(self) -> Found | None:
        """Return a week that was solved before, if one can be kept: the nearest, or a better one.

        What it is worth tells how good a split may be.
        """
        if self.ready is None:
            self._fit_next(1)
        return self._fitted

    def _fit_next(self, count: int) -> None:
        """Fit so many more of the weeks that can be kept, as far as the time allows."""
        started = time.monotonic()
        for week in self._possible[:count]:
            if self.tiers.over(1.0 if self._fitted is None else self._share):
                break
            self._fit(week)
        del self._possible[:count]
        self.tiers.took("start", started)

    def search(self) -> Found | None:
        """Return the best week near weeks that were solved before, as far as a moment allows.

        All tiers above stimulus are made good at once, each as far as its allowance asks. Where
        none falls short, no search can do better. Else nothing is proved by it. Where every one of
        those weeks fell short, so does this one most likely, and a whole search does better.
        """
        if self.ready is not None:
            return self.ready
        self._fit_next(len(self._possible))
        self._models.clear()  # what follows is large enough without them
        recalled = self.recalled
        if recalled is None:
            return None
        hopeful = any(week.whole for week in recalled.weeks)
        if self._fitted is not None and not hopeful:
            return self._fitted
        if self.tiers.over(self._share):
            return self._fitted
        started = time.monotonic()
        model = self._around(recalled)
        if self._fitted is not None:
            hint_week(model, self._fitted)
        near = search_from(self.tiers, model, RECALLING, self._share, only_zero=hopeful)
        self.tiers.took("start", started)
        return better_of(self._fitted, near)

    def hinted(self) -> WeekModel | None:
        """Return a model of what the nearest weeks are made of, hinted at the first of them."""
        return None if self.recalled is None else self._around(self.recalled)

    def _around(self, recalled: Recalled) -> WeekModel:
        model = self.tiers.free_model(Depth.PLACED, recalled.among)
        hint_places(model, recalled.weeks[0].doses, recalled.weeks[0].pairs)
        return model

    @property
    def _share(self) -> float:
        """Share of the time limit by the end of which all of this is done."""
        seconds = max(self.tiers.search.clock.seconds, RECALLING_SECONDS)
        return max(RECALLING_SHARE, min(RECALLING_SECONDS / seconds, RECALLING_MOST))

    def _fit(self, week: Placed) -> None:
        """Fit a week into what is asked: as it was written, if it can be, or with other sets.

        One that is worth what it was for whom it was made, with as many minutes, had the best of
        its sets sought then.
        """
        written = self._as_written(week)
        if written is None or written.worth != week.worth or not week.same_minutes:
            self._sets_anew(week)

    def _as_written(self, week: Placed) -> Found | None:
        """Return and keep a week as it is, if it is one: the same sets, the same supersets."""
        model = self._same_exercises(week)
        for place, dose in model.dose.items():
            if not isinstance(dose, int):
                model.model.add(dose == week.doses.get(place, 0))
        for trio, pair in model.pairs.items():
            model.model.add(pair == (trio in week.pairs))
        # What it costs is settled too, but the model only says "at least so much".
        worth = sum(model.cost(tier) for tier in ABOVE_STIMULUS)
        share = 1.0 if self._fitted is None else self._share
        outcome = self.tiers.search.solve(model.model, worth, effort=FITTING, share=share)
        return self._keep(model, outcome)

    def _sets_anew(self, week: Placed, *, only_zero: bool = False) -> Outcome:
        """Find a week of the same exercises on the same days, if the minutes hold one."""
        model = self._same_exercises(week)
        outcome = self.tiers.search.solve(
            model.model,
            sum(model.excess(tier) for tier in ABOVE_STIMULUS),
            effort=FITTING,
            share=1.0 if only_zero or self._fitted is None else self._share,
            way=Way.FROM_BELOW,
            only_zero=only_zero,
        )
        self._keep(model, outcome)
        return outcome

    def _same_exercises(self, week: Placed) -> WeekModel:
        """Return a model of the exercises of a week on its days, hinted at it."""
        if id(week) not in self._models:
            model = self.tiers.free_model(Depth.PLACED, {index for index, _ in week.doses})
            hint_places(model, week.doses, week.pairs)
            for place, on in model.on.items():
                if not isinstance(on, int):
                    model.model.add(on == (place in week.doses))
            self._models[id(week)] = model
        return self._models[id(week)].twin()

    def _keep(self, model: WeekModel, outcome: Outcome) -> Found | None:
        """Return the week that was found, if one was; keep it if none better is known."""
        if outcome.values is None:
            return None
        found = self.tiers.found(model, outcome.values)
        self._fitted = better_of(self._fitted, found)
        return found
