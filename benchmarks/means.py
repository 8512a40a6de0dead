"""What single means of the search are worth, in effort that no machine and no load changes.

    python -m benchmarks.means --write

Weeks are solved without the weeks that were solved before, by one worker: once as the program does
it, and once with each means left out or another put in. What is counted is CP-SAT's deterministic
time until all tiers above stimulus are proved, and stimulus filled. The second table counts the
bundles that another dominates: the same in every measure, and no dearer.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

from benchmarks.contend import forget_starts
from benchmarks.greedy import greedy
from benchmarks.pages import ROOT, put
from benchmarks.suite import Case, one_split, suite
from solver.clock import Clock
from solver.model import staircase
from solver.model.dominance import dominated
from solver.model.found import Weekly
from solver.model.hints import hint_bundles
from solver.model.race import Race
from solver.model.search import Outcome, Search
from solver.model.staircase import Staircase
from solver.model.tiers import ABOVE_STIMULUS, Tiers
from solver.model.week import WeekModel
from solver.rules import Tier

ONE_SHORT_DAY = Case(
    "one day of dumbbells",
    {
        "days": 1,
        "minutes": 45,
        "equipment": ["dumbbells"],
        "split": "none",
        "supersets": "none",
    },
)
"""Guardrails cannot be kept, so that what is proved of totals has to be met by days."""

ROOMY = (
    "4x60-full_gym", "6x60-dumbbells_bench", "3x90-bodyweight_bar", "6x45-full_gym",
    "4x90-dumbbells_bench",
)  # fmt: skip
SIZED = ("default", "2x60-bodyweight_bar", "default-1000-distinct", "default-5000-distinct")

Means = Callable[[], AbstractContextManager[None]]
"""Something that the program does otherwise for a while."""


# ---- means --------------------------------------------------------------------------------------


@contextmanager
def _instead(owner: Any, name: str, make: Callable[[Any], Any]) -> Iterator[None]:
    """Put what is made of a method, or of a function of a module, in its place for a while."""
    usual = getattr(owner, name)
    setattr(owner, name, make(usual))
    try:
        yield
    finally:
        setattr(owner, name, usual)


def _searching(change: Callable[[Any], None]) -> Means:
    """Return a means that changes the parameters of every solve."""

    def make(usual: Any) -> Any:
        def changed(self: Any, *args: Any, **more: Any) -> None:
            usual(self, *args, **more)
            change(self.finder.parameters)

        return changed

    return partial(_instead, Race, "__init__", make)


def _setting(name: str, value: Any) -> Means:
    return _searching(lambda parameters: setattr(parameters, name, value))


def _light(parameters: Any) -> None:
    parameters.linearization_level = min(parameters.linearization_level, 1)


def _without_floors(usual: Any) -> Any:
    def minimise(self: Tiers, model: WeekModel, tier: Tier, floor: int = 0) -> Outcome:  # noqa: ARG001
        outcome: Outcome = usual(self, model, tier)
        return outcome

    return minimise


def _without_sessions(usual: Any) -> Any:
    def bound(self: WeekModel, rule: Any) -> None:
        if self.placed:
            usual(self, rule)

    return bound


def _with_greedy(usual: Any) -> Any:
    def least(tiers: Tiers, model: WeekModel, tier: Tier) -> Outcome:
        hint_bundles(model, Weekly(None, None, greedy(tiers.problem), {}))
        outcome: Outcome = usual(tiers, model, tier)
        return outcome

    return least


MEANS: dict[str, Means] = {
    "as it is": _searching(lambda _: None),
    "no full linear relaxation": _searching(_light),
    "full linear relaxation in every solve": _setting("linearization_level", 2),
    "no symmetries": _setting("symmetry_level", 0),
    "more symmetries": _setting("symmetry_level", 3),
    "no probing": _setting("cp_model_probing_level", 0),
    "hints repaired": _setting("repair_hint", value=True),
    "a greedy start for totals": partial(_instead, staircase, "least", _with_greedy),
    "no floors from totals": partial(_instead, Tiers, "minimise", _without_floors),
    "no rules of sessions in totals": partial(
        _instead, WeekModel, "_session_bound", _without_sessions
    ),
}


# ---- measuring ----------------------------------------------------------------------------------


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--means", default=",".join(MEANS), help="which, by commas")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds of a week")
    parser.add_argument("--write", action="store_true", help="Put the tables into the page.")
    asked = parser.parse_args()
    forget_starts()
    lines = []
    for line in _table(asked.means.split(","), asked.limit):
        print(line, flush=True)
        lines.append(line)
    if asked.write:
        put(ROOT / "docs" / "performance.md", "means", "\n".join(lines))


def _table(means: list[str], limit: float) -> Iterator[str]:
    """Yield the lines of both tables."""
    known = {case.name: case for case in suite()}
    cases = [*(known[name] for name in ROOMY), ONE_SHORT_DAY]
    yield f"| means | {' | '.join(f'`{case.name}`' for case in cases)} | sum |"
    yield f"|---|{'---|' * (len(cases) + 1)}"
    for name in means:
        efforts = [effort(case, MEANS[name], limit) for case in cases]
        cells = [f"{work:.1f}{'' if whole else ', not proved'}" for work, whole in efforts]
        yield f"| {name} | {' | '.join(cells)} | {sum(work for work, _ in efforts):.1f} |"
    yield from ("", "| case | bundles | dominated |", "|---|---|---|")
    for name in SIZED:
        problem = one_split(known[name])
        yield f"| `{name}` | {len(problem.bundles)} | {len(list(dominated(problem)))} |"


def effort(case: Case, means: Means, limit: float) -> tuple[float, bool]:
    """Return the deterministic time of a case, and whether all is proved."""
    with means():
        own = Search(Clock(limit))
        found = Staircase(one_split(case), own, recalls=False).climb()
    return own.tally.work, found is not None and all(
        value <= found.bounds.get(tier, 0)
        for tier, value in zip(ABOVE_STIMULUS, found.worth, strict=True)
    )


if __name__ == "__main__":
    main()
