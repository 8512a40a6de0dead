"""Write ``data/starts.jsonl``: weeks that a search may begin with.

    python -m benchmarks.starts --seconds 60
    python -m benchmarks.starts --only 3x60 --seconds 200 --patience 20

The cases are a grid of days, minutes and equipment, every file of ``scenarios/``, every
protection and sign, and roomy weeks with one thing protected or put first; with ``--pairs`` the
weeks B of their blocks. Each is
solved with every split that ``auto`` would try, beginning with what the file has so far, and its
week is put into the file, one line for each case and split, unless a better one stands there. A
second run begins with the first one's weeks. When the catalogue or the rules have changed, run it
with ``--refit`` first: worths that are of older rules keep better weeks out.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from itertools import chain

from benchmarks.suite import Case, grid, named, persons, wished
from solver.blocks import solve_pair
from solver.catalogue import Level, load_catalogue
from solver.clock import Clock
from solver.errors import EvensetError
from solver.model.choosing import make_week
from solver.model.preparing import make_problem
from solver.model.search import Search
from solver.model.staircase import Staircase
from solver.model.starts import FILE, NEAR, Start, load_starts, wishes_of
from solver.model.tiers import ABOVE_STIMULUS
from solver.rules.splits import AUTO, NONE, splits_for
from solver.writing import write_text

DAYS = (1, 2, 3, 4, 5, 6)
MINUTES = (30, 45, 60, 75, 90)
PROFILES = (
    "full_gym", "dumbbells_bench", "bodyweight_bar", "home_barbell", "bodyweight", "dumbbells",
    "kettlebell", "bands", "suspension", "hotel",
)  # fmt: skip


WISHED_PROFILES = ("full_gym", "home_barbell", "dumbbells_bench", "kettlebell", "hotel")
"""Equipment for which there are weeks with one thing protected or put first."""

KINDS = ("named", "persons", "grid", "wished")

OF_B = "-b"
"""What the name of a week B has beside that of its case."""


@dataclass(frozen=True)
class Job:
    """A case, the split it is solved with (None: the case's own), and how long."""

    case: Case
    split: str | None
    seconds: float
    patience: float


Solved = tuple[Start | None, str]
"""A week, if there is one, and what is said of it."""

Solve = Callable[[Job], Solved]


def main() -> None:
    """Solve all cases and write the file after each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="time limit of a week")
    parser.add_argument("--patience", type=float, default=1.0, help="times the usual effort")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--profiles", default=",".join(PROFILES), help="which profiles, by commas")
    parser.add_argument("--days", default=",".join(map(str, DAYS)))
    parser.add_argument("--minutes", default=",".join(map(str, MINUTES)))
    parser.add_argument("--levels", default=",".join(Level))
    parser.add_argument("--kinds", default=",".join(KINDS), help="which sorts of cases, by commas")
    parser.add_argument("--only", default="", help="only cases with this in their name")
    parser.add_argument("--split", default="", help="only this split, where a case names none")
    parser.add_argument(
        "--refit", action="store_true", help="only say what each week is worth under new rules"
    )
    parser.add_argument(
        "--lacking", action="store_true", help="only cases of which every known week falls short"
    )
    parser.add_argument("--missing", action="store_true", help="only cases of which none is known")
    parser.add_argument("--anew", action="store_true", help="replace better ones of older rules")
    parser.add_argument(
        "--pairs", action="store_true", help="weeks B of blocks, which hold what weeks A do not"
    )
    asked = parser.parse_args()
    if asked.refit:
        refit(asked.processes)
        return
    weeks = {_key(start): start for start in load_starts()}
    left = {start.name for start in load_starts() if asked.missing} | {
        start.name for start in load_starts() if asked.lacking and not any(start.worth)
    }
    with ProcessPoolExecutor(asked.processes) as pool:
        solve = _solve_b if asked.pairs else _solve
        jobs = {
            pool.submit(_tried, solve, Job(case, split, asked.seconds, asked.patience)): case
            for case in _cases(asked)
            if asked.only in case.name and case.name not in left
            for split in ([None] if asked.pairs else _splits(case))
            if asked.split in ("", split) and (asked.anew or not _is_done(case, split, weeks))
        }
        try:
            for job in as_completed(jobs):
                start, said = job.result()
                print(f"{jobs[job].name}: {said}", flush=True)
                if start is not None and _is_better(start, weeks.get(_key(start)), asked.anew):
                    weeks[_key(start)] = start
                    lines = [weeks[key].line() for key in sorted(weeks)]
                    write_text(FILE, "\n".join(lines) + "\n")
        finally:
            pool.shutdown(cancel_futures=True)  # a defect ends the run now, not hours later


def _cases(asked: argparse.Namespace) -> Iterator[Case]:
    """Yield the cases that are asked for."""
    days, minutes = (tuple(map(int, text.split(","))) for text in (asked.days, asked.minutes))
    levels = tuple(map(Level, asked.levels.split(",")))
    profiles = tuple(asked.profiles.split(","))
    kinds: dict[str, Iterable[Case]] = {
        "named": named(),
        "persons": persons(),
        "grid": _by_length(grid(days, minutes, profiles, levels)),
        "wished": wished(tuple(p for p in WISHED_PROFILES if p in profiles), levels),
    }
    for kind in asked.kinds.split(","):
        yield from kinds[kind]


def _by_length(cases: Iterable[Case]) -> Iterator[Case]:
    """Yield long sessions first: their weeks help with the shorter ones."""
    yield from sorted(cases, key=lambda case: (-case.fields["minutes"], case.name))


def refit(processes: int) -> None:
    """Fit every week of the file to its case again; leave out what no longer can be kept."""
    every = (grid(DAYS, MINUTES, PROFILES, tuple(Level)), wished(WISHED_PROFILES, tuple(Level)))
    cases = {case.name: case for case in (*named(), *persons(), *chain(*every))}
    cases.update({f"{name}{OF_B}": case for name, case in cases.items()})
    starts = [start for start in load_starts() if start.name in cases]
    with ProcessPoolExecutor(processes) as pool:
        fitted = list(pool.map(_fitted, starts, [cases[start.name] for start in starts]))
    lines = [start.line() for start in fitted if start is not None]
    write_text(FILE, "\n".join(lines) + "\n")
    for start, kept in zip(starts, fitted, strict=True):
        if kept is None:
            print(f"{start.name}, {start.split}: left out, since it fits no more; seek it again")
    print(f"{len(lines)} of {len(load_starts())} weeks can be kept")


def _fitted(start: Start, case: Case) -> Start | None:
    catalogue = load_catalogue()
    scenario = case.scenario()
    if scenario.split == AUTO:
        scenario = scenario.with_split(start.split)
    problem = make_problem(scenario.resolve(catalogue), catalogue)
    near = replace(start, name=NEAR)
    found = Staircase(problem, Search(Clock(60.0)), recalls=False, near=(near,)).look()
    if found is None:
        return None
    offered = {name for choice in problem.choices for name in choice.members}
    named = {name for session in start.sessions for part in session for name, _ in part}
    if found.worth == start.worth and named <= offered:
        # What was found may be another week, no better.
        return replace(start, wishes=wishes_of(problem.scenario))
    sessions = make_week(problem, found)
    return Start.of_week(start.name, start.split, problem.scenario, found.worth, sessions)


def _splits(case: Case) -> list[str | None]:
    """Return the splits of a case: all that ``auto`` tries, or the one that it names."""
    scenario = case.scenario()
    if scenario.split != AUTO:
        return [None]
    return [split.id for split in splits_for(scenario.count)] or [NONE]


def _is_done(case: Case, split: str | None, weeks: Mapping[tuple[str, str], Start]) -> bool:
    """Tell whether a week stands in the file that no other can be better than."""
    known = weeks.get((case.name, split or ""))
    return known is not None and not any(known.worth)


def _key(start: Start) -> tuple[str, str]:
    return start.name, start.split


def _is_better(start: Start, before: Start | None, anew: bool) -> bool:
    return anew or before is None or start.worth <= before.worth


def _tried(solve: Solve, job: Job) -> Solved:
    """Solve a case; one that has no week does not end the run."""
    try:
        return solve(job)
    except EvensetError as error:
        return None, f"no week: {str(error).splitlines()[0]}"


def _solve(job: Job) -> Solved:
    """Return the best week that is found: of one split, and without proof of the last tier."""
    load_starts.cache_clear()
    catalogue = load_catalogue()
    scenario = job.case.scenario(split=job.split) if job.split else job.case.scenario()
    problem = make_problem(scenario.resolve(catalogue), catalogue)
    search = Search(Clock(job.seconds), patience=job.patience)
    started = time.monotonic()
    found = Staircase(problem, search).climb()
    if found is None:
        return None, "no week"
    split, sessions = problem.scenario.split_id, make_week(problem, found)
    start = Start.of_week(job.case.name, split, problem.scenario, found.worth, sessions)
    tiers = " ".join(
        f"{value}/{found.bounds.get(tier, 0)}"
        for tier, value in zip(ABOVE_STIMULUS, found.worth, strict=True)
    )
    return start, f"{split} {tiers} {time.monotonic() - started:.1f} s"


def _solve_b(job: Job) -> Solved:
    """Return week B of a pair, which has what weeks hold in turns as guardrails."""
    load_starts.cache_clear()
    started = time.monotonic()
    pair = solve_pair(job.case.scenario(time_limit=job.seconds, workers=1))
    start = Start.of_plan(pair.b, f"{job.case.name}{OF_B}")
    tiers = " ".join(f"{tier.value}/{tier.bound}" for tier in pair.tiers)
    return start, f"{tiers} {time.monotonic() - started:.1f} s"


if __name__ == "__main__":
    main()
