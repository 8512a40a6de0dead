"""Run the suite of speed and write results: ``make bench``.

    python -m benchmarks.bench --limit 120 --out benchmarks/results

One line of ``results.csv`` for each case and contender; what stands there is not run again, so a
run that was stopped goes on where it was. ``results.md`` has the table so far and what machine and
versions it is from. Run it with nothing beside it.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import random
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from importlib.metadata import version
from itertools import combinations
from pathlib import Path

from benchmarks.contend import Result
from benchmarks.pages import ROOT, put
from benchmarks.suite import suite
from solver.writing import write_text

TIERS = 3
"""Guardrails, balance, plainness."""

ORDER = ("evenset", "totals", "highs", "cbc", "textbook", "cold")

PUBLISHED = ROOT / "benchmarks" / "published.csv"
"""The results of which the pages show the tables; ``benchmarks.versus`` compares with them."""

TOTALS = ("totals", "highs", "cbc")
"""Those that solve the same: weekly totals, of which the placed week can only be worse."""


def main() -> None:
    """Run what is not there yet, then write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--limit", type=float, default=120.0, help="seconds of a case")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results")
    parser.add_argument("--only", default="", help="only cases with this in their name")
    parser.add_argument("--contenders", default=",".join(ORDER))
    parser.add_argument("--every", type=int, default=1, help="only every so manieth case")
    parser.add_argument("--write", action="store_true", help="put the tables into README and docs")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    path = asked.out / "results.csv"
    results = list(read(path)) if path.exists() else []
    done = {(result.case, result.contender) for result in results}
    cases = [case.name for case in suite() if asked.only in case.name][:: asked.every]
    for case in spread(cases):
        for contender in asked.contenders.split(","):
            if (case, contender) not in done:
                results.append(_run(contender, case, asked.limit))
                _say(results[-1])
                _write(path, results)
    summary, table = summarise(results, asked.limit), tabulate(results)
    write_text(asked.out / "results.md", f"{summary}\n\n{table}\n")
    if asked.write:
        _write(PUBLISHED, results)
        put(ROOT / "README.md", "bench", summary)
        put(ROOT / "docs" / "performance.md", "bench", f"{summary}\n\n{table}")


def spread(cases: list[str]) -> list[str]:
    """Return the cases in an order of which every beginning is a fair sample of the suite."""
    return random.Random(0).sample(cases, len(cases))  # noqa: S311 - no secret


def read(path: Path) -> Iterator[Result]:
    """Yield the results of a file."""
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield Result(
                contender=row["contender"],
                case=row["case"],
                values=json.loads(row["values"]),
                proved=int(row["proved"]),
                seconds=float(row["seconds"]),
                megabytes=float(row["megabytes"]),
                variables=int(row["variables"]),
                constraints=int(row["constraints"]),
            )


def _run(contender: str, case: str, limit: float) -> Result:
    command = [sys.executable, "-m", "benchmarks.contend", contender, case, "--limit", str(limit)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        sys.stderr.write(done.stderr)
        return Result(contender, case, seconds=limit)
    return Result(**json.loads(lines[-1]))


def _say(result: Result) -> None:
    sys.stdout.write(
        f"{result.case} {result.contender}: {result.values}, {result.proved} proved, "
        f"{result.seconds:.2f} s, {result.megabytes:.0f} MB\n"
    )
    sys.stdout.flush()


def _write(path: Path, results: Iterable[Result]) -> None:
    names = [each.name for each in fields(Result)]
    lines = [",".join(names)]
    for result in results:
        row = asdict(result) | {"values": json.dumps(result.values)}
        lines.append(",".join(f'"{row[n]}"' if n == "values" else str(row[n]) for n in names))
    write_text(path, "\n".join(lines) + "\n")


def summarise(results: list[Result], limit: float) -> str:
    """Return how each contender did over all cases, as Markdown."""
    return "\n".join(_summary(results, limit))


def tabulate(results: list[Result]) -> str:
    """Return what each contender reached in each case, as Markdown."""
    return "\n".join(_table(results))


def _contenders(results: list[Result]) -> list[str]:
    return [name for name in ORDER if any(r.contender == name for r in results)]


def _summary(results: list[Result], limit: float) -> Iterator[str]:
    best = [r for r in results if r.contender == ORDER[0] and r.proved == TIERS]
    cases = {result.case for result in best}
    proved = [result for result in results if result.case in cases]
    yield f"Limit {limit:g} s a case. {_machine()}."
    yield ""
    yield (
        "| contender | cases | all tiers proved | nothing proved | median s | worst s | mean s | "
        "times evenset | where it proves all |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for name in _contenders(results):
        own = [result for result in results if result.contender == name]
        counted = [_seconds(result, limit) for result in own]
        whole = sum(result.proved == TIERS for result in own)
        nothing = sum(result.proved == 0 for result in own)
        yield (
            f"| {name} | {len(own)} | {whole} | {nothing} | {statistics.median(counted):.1f} | "
            f"{max(counted):.1f} | {statistics.geometric_mean(counted):.1f} | "
            f"{_ratio(name, results, limit):.1f} | {_ratio(name, proved, limit):.1f} |"
        )
    yield ""
    yield (
        "Mean: geometric; what is not proved in all tiers counts as the limit. Times evenset: "
        "the mean of the ratios, over all cases and over those in which evenset proves all tiers. "
        "totals, highs and cbc solve weekly totals alone, a part of what the others do."
    )
    if best:
        seconds = [result.seconds for result in best]
        yield ""
        yield (
            f"The {len(best)} cases that evenset proves take it {statistics.median(seconds):.1f} s "
            f"in the median and {max(seconds):.1f} s at most."
        )


def _ratio(name: str, results: list[Result], limit: float) -> float:
    """Return how many times as long as evenset a contender takes, over the cases that both have."""
    of = {(result.case, result.contender): _seconds(result, limit) for result in results}
    both = [case for case, other in of if other == name and (case, ORDER[0]) in of]
    ratios = [of[case, name] / of[case, ORDER[0]] for case in both]
    return statistics.geometric_mean(ratios) if ratios else float("nan")


def _table(results: list[Result]) -> Iterator[str]:
    contenders = _contenders(results)
    yield f"| case | {' | '.join(contenders)} |"
    yield f"|---|{'---|' * len(contenders)}"
    of = {(result.case, result.contender): result for result in results}
    for case in (case.name for case in suite() if any(r.case == case.name for r in results)):
        cells = [_cell(of.get((case, name))) for name in contenders]
        yield f"| `{case}` | {' | '.join(cells)} |"


def disagreements(results: Iterable[Result]) -> Iterator[str]:
    """Yield where two contenders that both proved a tier of the totals came to different values."""
    of: dict[str, dict[str, Result]] = {}
    for result in results:
        if result.contender in TOTALS:
            of.setdefault(result.case, {})[result.contender] = result
    for case, by in of.items():
        for one, other in combinations(by.values(), 2):
            both = min(one.proved, other.proved)
            if one.values[:both] != other.values[:both]:
                yield f"{case}: {one.contender} and {other.contender} disagree"


def _seconds(result: Result, limit: float) -> float:
    return result.seconds if result.proved == TIERS else max(limit, result.seconds)


def _cell(result: Result | None) -> str:
    if result is None:
        return ""
    values = ", ".join(map(str, result.values)) or "none"
    mark = "" if result.proved == TIERS else f" ({result.proved} of {TIERS} proved)"
    return f"{values}; {result.seconds:.1f} s{mark}"


def _machine() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in ("ortools", "highspy", "pulp"))
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {versions}"  # noqa: E501


if __name__ == "__main__":
    main()
