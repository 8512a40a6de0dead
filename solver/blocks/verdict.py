"""What the audit says of the physical rules and the guardrails of many weeks of one person."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from solver.auditing.judge import Judge
from solver.auditing.week import Week
from solver.catalogue.catalogue import Catalogue
from solver.plan import Plan, Session
from solver.rules import AllowanceRule, Term, Tier
from solver.scenario import Scenario

TIED = "as-in-a."
"""How the ids of rules begin that tie week B to week A when it is sought.

They hold of the two base weeks; the weeks of a block have tables of their own for what they tie.
"""


class _Week(Week):
    """A week that remembers what the person can do at all, which is the same in all weeks."""

    def __init__(
        self,
        sessions: Sequence[Session],
        scenario: Scenario,
        catalogue: Catalogue,
        known: dict[Sequence[Term], bool],
    ) -> None:
        super().__init__(sessions, scenario, catalogue)
        self._known = known

    def reachable(self, terms: Sequence[Term]) -> bool:
        key = tuple(terms)
        if key not in self._known:
            self._known[key] = super().reachable(terms)
        return self._known[key]


class Verdicts:
    """Judges weeks by the rules of a plan's scenario."""

    def __init__(self, plan: Plan, catalogue: Catalogue, like: Verdicts | None = None) -> None:
        # What a person can do at all is the same in both weeks of one scenario.
        self.scenario = plan.scenario.with_split(plan.split).resolve(catalogue)
        self.catalogue = catalogue
        self.all_rules = self.scenario.make_rules(catalogue)
        self.rules = tuple(
            rule
            for rule in self.all_rules
            if rule.tier in (Tier.PHYSICAL, Tier.GUARDRAILS)
            and not isinstance(rule, AllowanceRule)
            and not rule.id.startswith(TIED)
        )
        same = like is not None and like.scenario == self.scenario
        self._known: dict[Sequence[Term], bool] = like._known if like and same else {}
        self._broken: dict[tuple[object, ...], frozenset[str]] = {}
        self._breaker = ""

    def week(self, sessions: Sequence[Session]) -> Week:
        """Return a week of these sessions, to be counted."""
        return _Week(sessions, self.scenario, self.catalogue, self._known)

    def broken(self, sessions: Sequence[Session]) -> frozenset[str]:
        """Return the ids of the rules that do not hold.

        Raises:
            InputError: an exercise is not in the catalogue.

        """
        key = tuple(map(_counted, sessions))
        if key not in self._broken:
            judge = Judge(self.week(sessions))
            self._broken[key] = frozenset(r.id for r in self.rules if judge.holds(r) is False)
        return self._broken[key]

    def breaks_more(self, sessions: Sequence[Session], than: Collection[str]) -> bool:
        """Tell whether a rule does not hold that is none of these.

        What broke the week asked for last is judged first: most changes of a week fail by the same.
        """
        key = tuple(map(_counted, sessions))
        if key in self._broken:
            return not self._broken[key] <= set(than)
        judge = Judge(self.week(sessions))
        for rule in sorted(self.rules, key=lambda rule: rule.id != self._breaker):
            if rule.id not in than and judge.holds(rule) is False:
                self._breaker = rule.id
                return True
        return False


def _counted(session: Session) -> tuple[object, ...]:
    """Return what rules look at: all of a session but how its exercises are done."""
    items = tuple((i.exercise, i.sets, i.superset, i.sides, i.slot) for i in session.items)
    return (
        session.day, session.kind, session.intensity, session.budget_minutes, session.minutes,
        session.saved_seconds, items,
    )  # fmt: skip
