"""Measure how a batch scales, and write the figures into docs/scale.md.

    python benchmarks/scale.py --athletes 300 --time-limit 0.8 --write
    python benchmarks/scale.py --athletes 100 --limits 0.6,0.8,2,10 --write
    python benchmarks/scale.py --athletes 40 --weeks 12 --time-limit 10 --write
    python benchmarks/scale.py --athletes 64 --turns 3 --time-limit 0.8 --write

Run it on a machine with nothing else to do. What is measured, and how, stands in docs/scale.md.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pages import ROOT, put
from solver.batch import run_batch
from solver.batch.ledger import NAME, Ledger
from solver.batch.planning import fingerprint
from solver.batch.table import CSV_NAME

PAGE = ROOT / "docs" / "scale.md"
MILLION = 1_000_000
CORES = (2, 64, 1_000)
"""Sizes of machine or cluster for the arithmetic."""


@dataclass(frozen=True)
class Measured:
    """One run.

    Attributes:
        title: of the engine.
        workers: how many.
        wall: seconds of the whole run, start and tables included.
        begun: seconds of them up to the first result.
        busy: seconds of work in the workers, summed over requests.
        megabytes: the most memory of a worker; early, halfway: the same after a quarter of the run
            and after half of it.
        size: mean bytes of a result.
        whole: for each athlete whose plan is proved in all tiers, the seconds of work.

    """

    title: str
    workers: int
    count: int
    wall: float
    begun: float
    busy: float
    megabytes: float
    early: float
    halfway: float
    size: float
    whole: dict[str, float]

    @property
    def rate(self) -> float:
        """Athletes an hour for each worker."""
        return self.count / self.wall / self.workers * 3600

    @property
    def proved(self) -> int:
        """How many plans are proved in all tiers."""
        return len(self.whole)


def write_athletes(path: Path, count: int, seed: int, time_limit: float) -> None:
    """Write a table of athletes of many kinds, no two of whom ask for the same."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    profiles = ("full_gym", "home_barbell", "dumbbells_bench", "kettlebell", "hotel")
    seen: set[str] = set()
    lines = ["id,days,minutes,profile,level,protect,priorities,time_limit"]
    while len(seen) < count:
        row = ",".join(
            (
                str(chance.randint(2, 6)),
                str(chance.choice((45, 60, 75, 90))),
                chance.choice(profiles),
                chance.choice(("beginner", "intermediate", "advanced")),
                chance.choice(("", "", "knee", "shoulder", "lower_back")),
                chance.choice(("", "", "glutes", "lats")),
            )
        )
        if row not in seen:
            seen.add(row)
            lines.append(f"a{len(seen)},{row},{time_limit:g}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(
    title: str, workers: int, table: Path, out: Path, weeks: int | None, scheduler: str | None
) -> Measured:
    """Run a table once, and read from the ledger what it took."""
    marks: list[tuple[float, int]] = []
    started = time.perf_counter()

    def advance(done: int, _: int) -> None:
        marks.append((time.perf_counter(), done))

    result = run_batch(
        table,
        out,
        weeks=weeks,
        engine="dask" if scheduler else "processes",
        processes=None if scheduler else workers,
        scheduler=scheduler,
        advance=advance,
    )
    ended = time.perf_counter()
    if set(result.counts) - {"planned", "impossible", "no_plan"}:
        raise SystemExit(f"{title}: {result.counts}: mend that first")
    with Ledger(out, weeks) as ledger:
        figures = ledger.figures()
    with sqlite3.connect(out / NAME) as base:
        memory = [m for (m,) in base.execute("SELECT megabytes FROM requests ORDER BY first_row")]
        seconds = dict(base.execute("SELECT key, seconds FROM requests"))
        size = base.execute("SELECT avg(size) FROM requests").fetchone()[0] or 0.0
    base.close()
    first = next(when for when, done in marks if done)
    return Measured(
        title,
        workers,
        marks[-1][1],
        ended - started,
        first - started,
        figures["seconds"],
        max(memory),
        max(memory[: max(len(memory) // 4, 1)]),
        max(memory[: max(len(memory) // 2, 1)]),
        size,
        {row["id"]: seconds[row["request"]] for row in _rows(out) if row["proof"] == "optimal"},
    )


def _rows(folder: Path) -> list[dict[str, str]]:
    """Return the table of a run without its last line, the disclaimer."""
    with (folder / CSV_NAME).open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if not row["id"].startswith("#")]


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """Start a scheduler and workers of one thread each on this machine."""
    local = ("--host", "127.0.0.1", "--no-dashboard")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = []

    def begin(module: str, *words: str) -> str:
        process = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-m", f"distributed.cli.{module}", *words, *local],
            stderr=subprocess.PIPE,
            text=True,
            env=env,
        )
        started.append(process)
        assert process.stderr is not None  # noqa: S101 - for the type
        for line in process.stderr:
            if found := re.search(r"(?:Scheduler at|Registered to): +(tcp://\S+)", line):
                # A pipe that nobody empties is full one day, and what writes to it waits.
                threading.Thread(target=deque, args=(process.stderr, 0), daemon=True).start()
                return found[1]
        raise SystemExit(f"{module} did not start")

    try:
        address = begin("dask_scheduler", "--port", "0")
        for _ in range(workers):
            begin("dask_worker", address, "--nthreads", "1", "--no-nanny")
        yield address
    finally:
        for process in started:
            process.kill()
            process.wait()


def compare(folders: list[Path]) -> str:
    """Say how many plans in which the limit had no hand, in any folder, are the same bytes."""
    tables = [
        {row["id"]: row["file"] for row in _rows(folder) if row["file"] and not row["time_limit"]}
        for folder in folders
    ]
    everywhere = set.intersection(*(set(table) for table in tables))
    results = [
        {(folder / table[name]).read_bytes() for folder, table in zip(folders, tables, strict=True)}
        for name in everywhere
    ]
    same = sum(len(each) == 1 for each in results)
    return (
        f"Of {len(everywhere)} plans in which the limit had no hand in any run {same} are the "
        "same, byte for byte."
    )


def page(runs: list[Measured], equal: str, athletes: int, time_limit: float) -> str:
    """Return the figures as Markdown."""
    one, two, dask = runs
    lines = [
        f"{athletes} athletes, one week each, no two the same, "
        f"at most {time_limit:g} s for a week; {one.proved} are proved in all tiers. "
        f"{os.cpu_count()} cores, {fingerprint()}. {equal}",
        "",
        "| run | athletes an hour | for each worker | seconds of an athlete, mean | "
        "to the first result, s | memory of a worker, MB | after a quarter of the run | "
        "after half |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {run.title} | {run.rate * run.workers:.0f} | {run.rate:.0f} | "
        f"{run.busy / athletes:.2f} | {run.begun:.1f} | {run.megabytes:.0f} | {run.early:.0f} | "
        f"{run.halfway:.0f} |"
        for run in runs
    ]
    efficiency = two.rate / one.rate
    overhead = two.rate / dask.rate - 1
    both = one.whole.keys() & two.whole.keys()
    slower = sum(one.whole[n] for n in both) / max(sum(two.whole[n] for n in both), 1e-9)
    lines += [
        "",
        f"- Rate: {min(run.rate for run in runs) / 3600:.2f} athletes a second for each worker at "
        "the least (wanted: 1 or more).",
        f"- Efficiency from one process to two: {efficiency:.2f} (wanted: 0.9 or more).",
        f"- The same for the work itself, of the {len(both)} athletes whose plans are proved in "
        f"both: {slower:.2f}.",
        f"- Dask over processes, with two workers: {overhead:+.1%} time (wanted: 10 % or less).",
        f"- Memory of a worker: {max(run.megabytes for run in runs):.0f} MB (wanted: 400 or less).",
        "- It grows from half of the run to its end by "
        f"{max(run.megabytes / run.halfway - 1 for run in runs):.1%} at most (wanted: flat).",
        f"- A result: {one.size / 1000:.0f} kB; a million: {one.size * MILLION / 1e9:.0f} GB.",
        "",
        "A million athletes, at the rate for each worker with Dask:",
        "",
        "| workers | hours | days | memory, GB |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {cores} | {MILLION / dask.rate / cores:,.1f} | {MILLION / dask.rate / cores / 24:,.1f} "
        f"| {cores * dask.megabytes / 1000:,.1f} |"
        for cores in CORES
    ]
    return "\n".join(lines)


def by_limit(folder: Path, athletes: int, seed: int, limits: list[float]) -> str:
    """Return, as Markdown, what the same table comes to with each limit, by two processes."""
    lines = [
        f"{athletes} athletes, one week each, two processes. {os.cpu_count()} cores, "
        f"{fingerprint()}.",
        "",
        "| seconds for a week, at most | athletes a second for each process | proved in all tiers "
        "| keep every guardrail | guardrails, mean of the others | balance score, mean |",
        "|---|---|---|---|---|---|",
    ]
    for limit in limits:
        table, out = folder / f"{limit:g}.csv", folder / f"{limit:g}"
        write_athletes(table, athletes, seed, limit)
        run = measure(f"{limit:g} s", 2, table, out, None, None)
        print(run, file=sys.stderr)
        rows = [row for row in _rows(out) if row["status"] == "planned"]
        broken = [int(row["guardrails"]) for row in rows if row["guardrails"] != "0"]
        score = sum(float(row["balance_score"]) for row in rows) / len(rows)
        lines.append(
            f"| {limit:g} | {run.rate / 3600:.2f} | {run.proved} | {len(rows) - len(broken)} | "
            f"{sum(broken) / max(len(broken), 1):.0f} | {score:.1f} |"
        )
    return "\n".join(lines)


def of_blocks(folder: Path, athletes: int, seed: int, weeks: int, time_limit: float) -> str:
    """Return, as Markdown, what blocks of so many weeks take two processes, and what they are."""
    table, out = folder / "athletes.csv", folder / "blocks"
    write_athletes(table, athletes, seed, time_limit)
    run = measure("blocks", 2, table, out, weeks, None)
    print(run, file=sys.stderr)
    rows = [row for row in _rows(out) if row["status"] == "planned"]
    kept = sum(row["guardrails"] == "0" for row in rows)
    with sqlite3.connect(out / NAME) as base:
        seconds = sorted(s for (s,) in base.execute("SELECT seconds FROM requests"))
    base.close()
    lines = [
        f"{athletes} athletes, {weeks} weeks each, no two the same, at most {time_limit:g} s for "
        f"both weeks together, two processes. {os.cpu_count()} cores, {fingerprint()}.",
        "",
        "| blocks planned and audited | all tiers of both weeks proved | keep every guardrail | "
        "seconds of a block, median | longest | of the whole run | memory of a worker, MB | "
        "size of a block, kB |",
        "|---|---|---|---|---|---|---|---|",
        f"| {len(rows)} of {athletes} | {run.proved} | {kept} | "
        f"{statistics.median(seconds):.1f} | {seconds[-1]:.1f} | {run.wall:.0f} | "
        f"{run.megabytes:.0f} | {run.size / 1000:.0f} |",
    ]
    return "\n".join(lines)


def of_engines(folder: Path, athletes: int, seed: int, time_limit: float) -> str:
    """Return, as Markdown, what one process, two and Dask make of the same table."""
    table = folder / "athletes.csv"
    write_athletes(table, athletes, seed, time_limit)
    runs = []
    for workers in (1, 2):
        title = f"{workers} process{'es' if workers > 1 else ''}"
        runs.append(measure(title, workers, table, folder / str(workers), None, None))
        print(runs[-1], file=sys.stderr)
    with cluster(2) as address:
        runs.append(measure("Dask, 2 workers", 2, table, folder / "dask", None, address))
    print(runs[-1], file=sys.stderr)
    equal = compare([folder / "1", folder / "2", folder / "dask"])
    return page(runs, equal, athletes, time_limit)


def in_turns(folder: Path, athletes: int, seed: int, time_limit: float, turns: int) -> str:
    """Return, as Markdown, what two processes and two workers of Dask take in turns.

    Runs of minutes, one after the other, also measure how the machine changes meanwhile.
    """
    table = folder / "athletes.csv"
    write_athletes(table, athletes, seed, time_limit)
    lines = [
        f"{athletes} athletes, one week each, no two the same, at most {time_limit:g} s for a "
        f"week, {turns} times in turns. {os.cpu_count()} cores, {fingerprint()}.",
        "",
        "| turn | 2 processes, s | Dask, 2 workers, s | Dask over processes |",
        "|---|---|---|---|",
    ]
    over = []
    for turn in range(1, turns + 1):
        here = measure("2 processes", 2, table, folder / f"{turn}", None, None)
        with cluster(2) as address:
            dask = measure("Dask", 2, table, folder / f"dask{turn}", None, address)
        over.append(dask.wall / here.wall - 1)
        lines.append(f"| {turn} | {here.wall:.1f} | {dask.wall:.1f} | {over[-1]:+.1%} |")
        print(lines[-1], file=sys.stderr)
    lines += ["", f"Median: {statistics.median(over):+.1%} (wanted: 10 % or less)."]
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--athletes", type=int, default=200)
    parser.add_argument("--weeks", type=int, help="instead: what blocks of so many weeks take")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for a week")
    parser.add_argument("--limits", help="instead: what each of these makes of one table")
    parser.add_argument("--turns", type=int, help="instead: processes and Dask so often in turns")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/scale.md")
    chosen = parser.parse_args()
    if chosen.athletes < 2:
        parser.error("--athletes: take 2 or more")
    if chosen.athletes < 100:
        print("with so few athletes, start and tail count for much", file=sys.stderr)
    with tempfile.TemporaryDirectory() as name:
        given = Path(name), chosen.athletes, chosen.seed
        if chosen.limits:
            text = by_limit(*given, [float(limit) for limit in chosen.limits.split(",")])
        elif chosen.weeks:
            text = of_blocks(*given, chosen.weeks, chosen.time_limit)
        elif chosen.turns:
            text = in_turns(*given, chosen.time_limit, chosen.turns)
        else:
            text = of_engines(*given, chosen.time_limit)
    print(text)
    if chosen.write:
        kinds = ("limits", "weeks", "turns")
        put(PAGE, next((kind for kind in kinds if getattr(chosen, kind)), "figures"), text)


if __name__ == "__main__":
    main()
