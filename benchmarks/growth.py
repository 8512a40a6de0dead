"""How the cost of a week grows with days, minutes, exercises and rules.

    python -m benchmarks.growth --write

Each point is two solves in processes of their own, with the default scenario but for what
varies: as the program does it, and without the weeks that were solved before. Figures go to
``benchmarks/growth.csv``; with ``--write`` the plots go to ``docs/``. Run it with nothing beside
it.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.contend import forget_starts
from benchmarks.grown import grown
from benchmarks.pages import ROOT, put
from solver.catalogue import Catalogue, load_catalogue
from solver.errors import NoPlanInTimeError
from solver.model.preparing import make_problem
from solver.model.problem import Problem
from solver.model.solve import solve
from solver.model.structure import Depth
from solver.model.week import WeekModel
from solver.rules import AllowanceRule, StructureRule, Tier
from solver.rules.splits import splits_for
from solver.scenario import Scenario
from solver.writing import write_text

RESULTS = ROOT / "benchmarks" / "growth.csv"
LIMIT = 10.0
HIGHEST = 1.3 * LIMIT
"""Seconds at which what took longer is drawn."""

DAYS = (2, 3, 4, 5, 6)
MINUTES = (30, 45, 60, 75, 90)
SIZES = (1_000, 2_500, 5_000)
SHARES = (25, 50, 75, 100)
"""Percent of the wishes of balance that are on."""

NOT_WISHES = (AllowanceRule, StructureRule)
"""Rules of the balance tier that are no wishes: without the allowance it would be a harder tier."""

KINDS = ("days", "minutes", "equal", "distinct", "rules")


@dataclass(frozen=True)
class Point:
    """What one solve took.

    Attributes:
        kind: what varies.
        value: of it.
        choices: exercises on offer, equal ones counted once.
        rules: in the model.
        variables, constraints: of the whole placed model.
        seconds: of solving, the catalogue loaded; cold: without weeks that were solved before.
        proved, cold_proved: all tiers are.

    """

    kind: str
    value: int
    choices: int
    rules: int
    variables: int
    constraints: int
    seconds: float
    proved: bool
    cold: float
    cold_proved: bool


def main() -> None:
    """Measure what is asked for, write the figures, then the plots."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the plots into docs/")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--one", nargs=2, metavar=("KIND", "VALUE"), help="measure one point")
    parser.add_argument("--cold", action="store_true", help="that point without known weeks")
    asked = parser.parse_args()
    if asked.one:
        kind, value = asked.one
        sys.stdout.write(json.dumps(measure(kind, int(value), cold=asked.cold)) + "\n")
        return
    kinds = asked.kinds.split(",")
    points = [p for p in read() if p.kind not in kinds] if RESULTS.exists() else []
    for kind in kinds:
        for value in values(kind):
            point = _apart(kind, value)
            points.append(point)
            sys.stdout.write(f"{point}\n")
            sys.stdout.flush()
            points.sort(key=lambda each: KINDS.index(each.kind))  # whatever was measured last
            write_text(RESULTS, _table(points))
    if asked.write:
        plot(points)
        put(ROOT / "docs" / "performance.md", "growth", tabulate(points))


def values(kind: str) -> tuple[int, ...]:
    """Return the values that a kind takes."""
    if kind in ("equal", "distinct"):
        return (len(load_catalogue()), *SIZES)
    return {"days": DAYS, "minutes": MINUTES, "rules": SHARES}[kind]


def measure(kind: str, value: int, *, cold: bool) -> dict[str, Any]:
    """Solve one point one way, and return what is known of it then."""
    catalogue = load_catalogue()
    if kind in ("equal", "distinct"):
        catalogue = grown(catalogue, value, distinct=kind == "distinct")
    scenario = _scenario(kind, value)
    if cold:
        forget_starts()
    started = time.monotonic()
    split, proved = _solve(scenario, catalogue)
    seconds = round(time.monotonic() - started, 2)
    if cold:
        return {"cold": seconds, "cold_proved": proved}
    taken = scenario.resolve(catalogue).with_split(split).resolve(catalogue)
    problem: Problem = make_problem(taken, catalogue)
    proto = WeekModel(problem, Depth.PLACED).model.proto
    return {
        "choices": len(problem.choices), "rules": len(problem.rules),
        "variables": len(proto.variables), "constraints": len(proto.constraints),
        "seconds": seconds, "proved": proved,
    }  # fmt: skip


def _solve(scenario: Scenario, catalogue: Catalogue) -> tuple[str, bool]:
    """Return the split of the week, and whether all is proved."""
    try:
        plan = solve(scenario, catalogue)
    except NoPlanInTimeError:
        return splits_for(scenario.count)[0].id, False
    return plan.split, plan.status == "optimal"


def _scenario(kind: str, value: int) -> Scenario:
    fields: dict[str, object] = {"time_limit": LIMIT}
    if kind in ("days", "minutes"):
        fields[kind] = value
    if kind == "rules":
        catalogue = load_catalogue()
        rules = Scenario().resolve(catalogue).make_rules(catalogue)
        wishes = [
            rule.id for rule in rules
            if rule.tier is Tier.BALANCE and not isinstance(rule, NOT_WISHES)
        ]  # fmt: skip
        kept = len(wishes) * value // 100
        fields["rules"] = dict.fromkeys(wishes[kept:], False)
    return Scenario.model_validate(fields)


def _apart(kind: str, value: int) -> Point:
    found: dict[str, Any] = {}
    for ways in ([], ["--cold"]):
        command = [sys.executable, "-m", "benchmarks.growth", "--one", kind, str(value), *ways]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
        found |= json.loads(done.stdout.splitlines()[-1])
    return Point(kind, value, **found)


def read() -> Iterator[Point]:
    """Yield the points of the file."""
    with RESULTS.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield Point(
                row["kind"], int(row["value"]), int(row["choices"]), int(row["rules"]),
                int(row["variables"]), int(row["constraints"]), float(row["seconds"]),
                row["proved"] == "True", float(row["cold"]), row["cold_proved"] == "True",
            )  # fmt: skip


def _table(points: list[Point]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(asdict(points[0])), lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(point) for point in points)
    return buffer.getvalue()


def tabulate(points: list[Point]) -> str:
    """Return the points as Markdown."""
    lines = [
        "| what varies | value | choices | variables | constraints | seconds | "
        "without known weeks |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {NAMES[p.kind]} | {p.value} | {p.choices} | {p.variables} | {p.constraints} | "
        f"{_seconds(p.seconds, p.proved)} | {_seconds(p.cold, p.cold_proved)} |"
        for p in points
    ]
    return "\n".join(lines)


def _seconds(seconds: float, proved: bool) -> str:
    return f"{seconds:.1f}" if proved else f"{seconds:.1f}, not proved"


NAMES = {
    "days": "days of 60 minutes",
    "minutes": "minutes, on 4 days",
    "equal": "exercises, equal variants",
    "distinct": "exercises, distinct variants",
    "rules": "percent of the wishes of balance",
}
AXES = {
    "days": "days of 60 minutes",
    "minutes": "minutes, on 4 days",
    "exercises": "exercises in the catalogue",
    "rules": "percent of the wishes of balance",
}


def plot(points: list[Point]) -> None:
    """Write one picture with a plot for each of days, minutes, exercises and rules."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 6), layout="constrained")
    for axes, (name, label) in zip(figure.subplots(2, 2).flat, AXES.items(), strict=True):
        for kind in ("equal", "distinct") if name == "exercises" else (name,):
            own = [point for point in points if point.kind == kind]
            word = f"{kind} variants" if name == "exercises" else "evenset"
            _line(axes, [(p.value, p.seconds, p.proved) for p in own], "o-", word)
            _line(axes, [(p.value, p.cold, p.cold_proved) for p in own], "s--", f"{word}, cold")
        axes.plot([], [], "rx", ms=10, label="not proved")
        axes.set(xlabel=label, ylabel="seconds", yscale="log", ylim=(0.3, 1.2 * HIGHEST))
        axes.set_yticks([0.5, 1, 2, 5, 10], ["0.5", "1", "2", "5", "10"])
        axes.minorticks_off()
        axes.set_xticks(values(name if name != "exercises" else "equal"))
        axes.legend(fontsize="small")
    with mpl.rc_context({"svg.hashsalt": "evenset"}):
        figure.savefig(ROOT / "docs" / "growth.svg", format="svg", metadata={"Date": None})


def _line(axes: Any, points: list[tuple[int, float, bool]], style: str, word: str) -> None:
    points = [(x, min(y, HIGHEST), proved) for x, y, proved in points]
    axes.plot([x for x, _, _ in points], [y for _, y, _ in points], style, label=word)
    unproved = [(x, y) for x, y, proved in points if not proved]
    axes.plot([x for x, _ in unproved], [y for _, y in unproved], "rx", ms=10)


if __name__ == "__main__":
    main()
