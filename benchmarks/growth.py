"""How the cost of a week grows with days, minutes, exercises and rules.

    python -m benchmarks.growth --write

Each line is a solve in a process of its own, with the default scenario but for what varies. The
figures go to ``benchmarks/results/growth.csv``; with ``--write`` the plots go to ``docs/``. Run it
with nothing beside it.
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

from benchmarks.grown import grown
from benchmarks.pages import ROOT, put
from solver.catalogue import load_catalogue
from solver.model.preparing import make_problem
from solver.model.problem import Problem
from solver.model.solve import solve
from solver.model.structure import Depth
from solver.model.week import WeekModel
from solver.rules import Tier
from solver.scenario import Scenario
from solver.writing import write_text

RESULTS = ROOT / "benchmarks" / "results" / "growth.csv"
LIMIT = 120.0

DAYS = (2, 3, 4, 5, 6)
MINUTES = (45, 60, 75, 90)
SIZES = (1_000, 2_500, 5_000)
SHARES = (25, 50, 75, 100)
"""Percent of the wishes of balance that are on."""

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
        seconds: of solving, the catalogue loaded.
        proved: all tiers are.

    """

    kind: str
    value: int
    choices: int
    rules: int
    variables: int
    constraints: int
    seconds: float
    proved: bool


def main() -> None:
    """Measure what is asked for, write the figures, then the plots."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the plots into docs/")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--one", nargs=2, metavar=("KIND", "VALUE"), help="measure one point")
    asked = parser.parse_args()
    if asked.one:
        kind, value = asked.one
        sys.stdout.write(json.dumps(asdict(measure(kind, int(value)))) + "\n")
        return
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    kinds = asked.kinds.split(",")
    points = [p for p in read() if p.kind not in kinds] if RESULTS.exists() else []
    for kind in kinds:
        for value in values(kind):
            points.append(_apart(kind, value))
            sys.stdout.write(f"{points[-1]}\n")
            sys.stdout.flush()
            write_text(RESULTS, _table(points))
    if asked.write:
        plot(points)
        put(ROOT / "docs" / "performance.md", "growth", tabulate(points))


def values(kind: str) -> tuple[int, ...]:
    """Return the values that a kind takes."""
    if kind in ("equal", "distinct"):
        return (len(load_catalogue()), *SIZES)
    return {"days": DAYS, "minutes": MINUTES, "rules": SHARES}[kind]


def measure(kind: str, value: int) -> Point:
    """Solve one point."""
    catalogue = load_catalogue()
    if kind in ("equal", "distinct"):
        catalogue = grown(catalogue, value, distinct=kind == "distinct")
    scenario = _scenario(kind, value)
    started = time.monotonic()
    plan = solve(scenario, catalogue)
    seconds = time.monotonic() - started
    taken = plan.scenario.with_split(plan.split).resolve(catalogue)
    problem: Problem = make_problem(taken, catalogue)
    proto = WeekModel(problem, Depth.PLACED).model.proto
    return Point(
        kind, value, len(problem.choices), len(problem.rules), len(proto.variables),
        len(proto.constraints), round(seconds, 2), plan.status == "optimal",
    )  # fmt: skip


def _scenario(kind: str, value: int) -> Scenario:
    fields: dict[str, object] = {"time_limit": LIMIT}
    if kind in ("days", "minutes"):
        fields[kind] = value
    if kind == "rules":
        catalogue = load_catalogue()
        rules = Scenario().resolve(catalogue).make_rules(catalogue)
        wishes = [rule.id for rule in rules if rule.tier is Tier.BALANCE]
        kept = len(wishes) * value // 100
        fields["rules"] = dict.fromkeys(wishes[kept:], False)
    return Scenario.model_validate(fields)


def _apart(kind: str, value: int) -> Point:
    command = [sys.executable, "-m", "benchmarks.growth", "--one", kind, str(value)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return Point(**json.loads(done.stdout.splitlines()[-1]))


def read() -> Iterator[Point]:
    """Yield the points of the file."""
    with RESULTS.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield Point(
                row["kind"], int(row["value"]), int(row["choices"]), int(row["rules"]),
                int(row["variables"]), int(row["constraints"]), float(row["seconds"]),
                row["proved"] == "True",
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
        "| what varies | value | choices | variables | constraints | seconds | proved |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {NAMES[p.kind]} | {p.value} | {p.choices} | {p.variables} | {p.constraints} | "
        f"{p.seconds:.1f} | {'yes' if p.proved else 'no'} |"
        for p in points
    ]
    return "\n".join(lines)


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
            axes.plot([p.value for p in own], [p.seconds for p in own], "o-", label=kind)
            unproved = [point for point in own if not point.proved]
            axes.plot([p.value for p in unproved], [p.seconds for p in unproved], "rx", ms=10)
        axes.set_xlabel(label)
        axes.set_ylabel("seconds")
        axes.set_ylim(bottom=0)
        if name == "exercises":
            axes.legend(title="variants")
    with mpl.rc_context({"svg.hashsalt": "evenset"}):
        figure.savefig(ROOT / "docs" / "growth.svg", format="svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
