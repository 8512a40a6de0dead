"""Results of the suite: how they are kept, and what must hold among them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import combinations
from pathlib import Path

from benchmarks.contend import Result
from benchmarks.pages import ROOT
from solver.batch.planning import fingerprint
from solver.writing import write_text

TIERS = 3
"""Guardrails, balance, plainness."""

TOTALS = ("cpsat", "highs", "cbc")
"""Those that solve the same: weekly totals, of which the placed week can only be worse."""

PLACED = ("evenset", "cold", "textbook")
"""Those that solve the same: a week placed on days."""


@cache
def state() -> str:
    """Return what decides a result besides case, limit and machine: versions, data and code."""
    code = hashlib.sha256()
    for folder in ("solver", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            code.update(path.read_bytes())
    peers = ", ".join(f"{name} {_version(name)}" for name in ("highspy", "pulp"))
    return f"{fingerprint()}, {peers}, code {code.hexdigest()[:12]}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def read(path: Path) -> Iterator[Result]:
    """Yield the results of a file."""
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield Result(
                contender=row["contender"],
                case=row["case"],
                split=row["split"],
                values=json.loads(row["values"]),
                proved=int(row["proved"]),
                seconds=float(row["seconds"]),
                megabytes=float(row["megabytes"]),
                variables=int(row["variables"]),
                constraints=int(row["constraints"]),
                limit=float(row["limit"]),
                workers=int(row["workers"]),
                state=row["state"],
                error=row["error"],
            )


def write(path: Path, results: Iterable[Result]) -> None:
    """Write results, whole or not at all."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, [each.name for each in fields(Result)], lineterminator="\n")
    writer.writeheader()
    for result in results:
        writer.writerow(asdict(result) | {"values": json.dumps(result.values)})
    write_text(path, buffer.getvalue())


def check_same_terms(results: Iterable[Result], limit: float) -> None:
    """Refuse to go on with results of other terms than those of this run.

    Raises:
        SystemExit: another limit, other versions, data or code; says what to do.

    """
    for result in results:
        if (result.limit, result.state) != (limit, state()):
            raise SystemExit(
                f"{result.case} {result.contender}: was run with a limit of {result.limit:g} s "
                f"and {result.state}; now it is {limit:g} s and {state()}. Take another --out, "
                "or delete what is there."
            )


def contradictions(results: Iterable[Result]) -> Iterator[str]:
    """Yield what cannot be: where one of two contenders must be wrong.

    Of one split, those that solve the same have the same value in every tier that both proved, and
    no placed week lies below what is proved of weekly totals.
    """
    of: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        of.setdefault((result.case, result.split), []).append(result)
    for (case, _), own in of.items():
        for one, other in combinations(own, 2):
            if {one.contender, other.contender} <= set(TOTALS) or (
                {one.contender, other.contender} <= set(PLACED)
            ):
                both = min(one.proved, other.proved)
                wrong = one.values[:both] != other.values[:both]
            else:
                placed, totals = (one, other) if one.contender in PLACED else (other, one)
                known = min(totals.proved, len(placed.values))
                wrong = placed.values[:known] < totals.values[:known]
            if wrong:
                yield (
                    f"{case}: {one.contender} has {one.values} ({one.proved} proved), "
                    f"{other.contender} has {other.values} ({other.proved} proved)"
                )
