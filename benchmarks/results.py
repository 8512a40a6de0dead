"""Results of the suite: how they are kept, and what must hold among them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import platform
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields
from importlib.metadata import PackageNotFoundError, version
from itertools import combinations
from pathlib import Path

from benchmarks.pages import ROOT
from solver.batch.planning import fingerprint
from solver.writing import write_text

TIERS = 3
"""Guardrails, balance, plainness."""

TOTALS = ("cpsat", "highs", "cbc")
"""Those that solve the same: weekly totals, of which the placed week can only be worse."""

PLACED = ("evenset", "cold", "textbook")
"""Those that solve the same: a week placed on days."""


@dataclass
class Result:
    """What a contender reached.

    Attributes:
        contender, case: who and what.
        split: of the week, or of the model where there is but one.
        values: of each tier above stimulus, as far as it came.
        proved: how many tiers, from the first, are proved.
        seconds: from a loaded catalogue to the end, building models included.
        stimulus: of these, the seconds for the tier that the program alone solves.
        megabytes: the most memory the process had, with its branch and cut; of HiGHS and CBC, that
            of their own process.
        variables, constraints: of the model solved, where there is one.
        limit: seconds that it was given; workers: how many it might use.
        state: versions, data and code that it ran with.
        machine: processor, memory and Python.
        error: why there is no result; empty where there is one.

    """

    contender: str
    case: str
    split: str = ""
    values: list[int] = field(default_factory=list)
    proved: int = 0
    seconds: float = 0.0
    stimulus: float = 0.0
    megabytes: float = 0.0
    variables: int = 0
    constraints: int = 0
    limit: float = 0.0
    workers: int = 0
    state: str = ""
    machine: str = ""
    error: str = ""


def state() -> str:
    """Return what decides a result besides case, limit and machine: versions, data and code.

    Read anew each time: a run takes an hour, in which either may change.
    """
    code = hashlib.sha256()
    for folder, names in (("solver", "*.py"), ("benchmarks", "*.py"), ("data", "*.*")):
        for path in sorted((ROOT / folder).rglob(names)):
            code.update(path.read_bytes())
    peers = ", ".join(f"{name} {_version(name)}" for name in ("highspy", "pulp"))
    return f"{fingerprint()}, {peers}, code and data {code.hexdigest()[:12]}"


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
                stimulus=float(row.get("stimulus", 0)),
                megabytes=float(row["megabytes"]),
                variables=int(row["variables"]),
                constraints=int(row["constraints"]),
                limit=float(row["limit"]),
                workers=int(row["workers"]),
                state=row["state"],
                machine=row.get("machine", ""),
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
        SystemExit: another limit, machine, other versions, data or code; says what to do.

    """
    now = limit, state(), machine()
    for result in results:
        own = result.limit, result.state, result.machine
        if own != now:
            raise SystemExit(
                f"{result.case} {result.contender}: was run with {_terms(*own)}; now it is "
                f"{_terms(*now)}. Take another --out, or delete what is there."
            )


def check_terms_of_all(results: Iterable[Result]) -> None:
    """Refuse results that were not all run on the same terms.

    Raises:
        SystemExit: two of another limit, machine, other versions, data or code, or none at all.

    """
    terms = {_terms(result.limit, result.state, result.machine) for result in results}
    if len(terms) != 1:
        raise SystemExit("\n".join(["These are not of one run:", *sorted(terms)]))


def _terms(limit: float, versions: str, computer: str) -> str:
    return f"a limit of {limit:g} s, {versions}, on {computer}"


def machine() -> str:
    """Return what the results are from: processor, memory, Python."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores{_processor()}, {gigabytes:.0f} GB, {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


def _processor() -> str:
    """Return the name of the processor, where the system tells it."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f" ({names[0]})" if names else ""


def contradictions(results: Iterable[Result]) -> Iterator[str]:
    """Yield what cannot be: where one of two contenders must be wrong.

    Of one split nothing lies below what another proves of the same, nor a placed week below what is
    proved of weekly totals.
    """
    of: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        of.setdefault((result.case, result.split), []).append(result)
    for (case, _), own in of.items():
        for one, other in combinations(own, 2):
            if _refutes(one, other) or _refutes(other, one):
                yield (
                    f"{case}: {one.contender} has {one.values} ({one.proved} proved), "
                    f"{other.contender} has {other.values} ({other.proved} proved)"
                )


def _refutes(found: Result, proof: Result) -> bool:
    """Tell whether what one found lies below what another proves of all of its kind."""
    bounds = found.contender in PLACED or proof.contender in TOTALS
    known = min(proof.proved, len(found.values))
    return bounds and found.values[:known] < proof.values[:known]
