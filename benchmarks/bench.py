"""Run the suite of speed and write results: ``make bench``.

    python -m benchmarks.bench --limit 120 --out benchmarks/results

One line of ``results.csv`` for each case and contender; what stands there is not run again, so a
run that was stopped goes on where it was, and what failed is tried again. ``results.md`` has the
tables so far. Run it with nothing beside it. Ends with 1 where two contenders contradict each
other. ``benchmarks.publish`` puts what came of it into the pages.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.pages import ROOT
from benchmarks.results import (
    TIERS,
    Result,
    check_same_terms,
    contradictions,
    machine,
    read,
    state,
    write,
)
from benchmarks.suite import sizes, suite
from benchmarks.tables import ORDER, detail
from solver.writing import write_text

WORKERS = 2

USUAL = [name for name in ORDER if name != "cpsat"]
"""CP-SAT with bare totals is compared by name alone: no one would take it in place of a plan."""

WHERE_PROVED = ("cold", "textbook", "cbc")
"""These are given only what evenset proves: what it leaves unproved would take them hours more.
How far totals come there HiGHS says."""


def main() -> None:
    """Run what is not there yet, then write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--limit", type=float, default=120.0, help="seconds of a case")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results")
    parser.add_argument("--only", default="", help="only cases with this in their name")
    parser.add_argument(
        "--contenders", default=",".join(USUAL), help=f"of {', '.join(ORDER)}; usually %(default)s"
    )
    parser.add_argument(
        "--everywhere",
        action="store_true",
        help=f"give {', '.join(WHERE_PROVED)} what evenset leaves unproved too, and all of them "
        "the large catalogues",
    )
    parser.add_argument("--every", type=int, default=1, help="only every so manieth case")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    path = asked.out / "results.csv"
    results = list(read(path)) if path.exists() else []
    check_same_terms(results, asked.limit)
    contenders = asked.contenders.split(",")
    if unknown := set(contenders) - set(ORDER):
        parser.error(f"--contenders: no {', '.join(sorted(unknown))}; there are {', '.join(ORDER)}")
    cases = [case.name for case in suite() if asked.only in case.name][:: asked.every]
    if not cases:
        parser.error(f"--only: no case has {asked.only} in its name; benchmarks/suite.py has them")
    for name in spread(cases):
        for contender in sorted(contenders, key=ORDER.index):
            key = name, contender
            done = any((r.case, r.contender) == key and not r.error for r in results)
            if done or not (asked.everywhere or is_given(contender, name, results)):
                continue
            result = _run(contender, name, asked.limit)
            results = [r for r in results if (r.case, r.contender) != key] + [result]
            _say(result)
            check_same_terms(results, asked.limit)  # the code may have changed meanwhile
            write(path, results)
            write_text(asked.out / "results.md", f"{detail(results)}\n")
    if not results:
        others = " and ".join(contenders)
        parser.error(f"--contenders: {others} are given what {ORDER[0]} proves; name it too")
    write_text(asked.out / "results.md", f"{detail(results)}\n")
    wrong = list(contradictions(results))
    sys.exit("\n".join(["These cannot be:", *wrong]) if wrong else 0)


def is_given(contender: str, case: str, results: Iterable[Result]) -> bool:
    """Tell whether a contender is given a case: evenset all, others what tells something of them.

    None of them is given the large catalogues: the textbook model names every pair of exercises of
    a day, and building it for 5,000 knows no limit.
    """
    if contender == ORDER[0]:
        return True
    large = any(each.name == case for each in sizes())
    return not large and (contender not in WHERE_PROVED or is_proved(case, results))


def is_proved(case: str, results: Iterable[Result]) -> bool:
    """Tell whether evenset proved all tiers of a case."""
    return any((r.case, r.contender, r.proved) == (case, ORDER[0], TIERS) for r in results)


def spread(cases: list[str]) -> list[str]:
    """Return the cases in a fixed random order, so that a stopped run is a fair sample too."""
    return random.Random(0).sample(cases, len(cases))  # noqa: S311 - no secret


def _run(contender: str, case: str, limit: float) -> Result:
    command = [sys.executable, "-m", "benchmarks.contend", contender, case]
    command += ["--limit", str(limit), "--workers", str(WORKERS)]
    terms: dict[str, Any] = {"state": state(), "machine": machine()}  # as it is before the run
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        why = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        return Result(contender, case, limit=limit, workers=WORKERS, error=why, **terms)
    return replace(Result(**json.loads(lines[-1])), **terms)


def _say(result: Result) -> None:
    found = result.error or f"{result.values}, {result.proved} proved, {result.megabytes:.0f} MB"
    sys.stdout.write(f"{result.case} {result.contender}: {found}, {result.seconds:.2f} s\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
