"""Write ``data/starts.jsonl``: weeks that a search may begin with.

    python -m benchmarks.starts --seconds 60

The cases are a grid of days, minutes and equipment, and every file of ``scenarios/``. Each is
solved, beginning with what the file has so far, and its week is put into the file, one line for
each case and split, unless a better one stands there. A second run begins with the first one's
weeks. Run it, the first time with ``--anew``, when the catalogue or the rules have changed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed

from benchmarks.suite import Case, grid, named
from solver.errors import EvensetError
from solver.model.solve import solve
from solver.model.starts import FILE, Start, load_starts
from solver.writing import write_text

DAYS = (1, 2, 3, 4, 5, 6)
MINUTES = (30, 45, 60, 75, 90)
PROFILES = (
    "full_gym", "dumbbells_bench", "bodyweight_bar", "home_barbell", "bodyweight", "dumbbells",
    "kettlebell", "bands", "suspension", "hotel",
)  # fmt: skip


def main() -> None:
    """Solve all cases and write the file after each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="time limit of a case")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--profiles", default=",".join(PROFILES), help="which profiles, by commas")
    parser.add_argument("--days", default=",".join(map(str, DAYS)))
    parser.add_argument("--minutes", default=",".join(map(str, MINUTES)))
    parser.add_argument("--only", default="", help="only cases with this in their name")
    parser.add_argument("--anew", action="store_true", help="replace better ones of older rules")
    asked = parser.parse_args()
    days, minutes = (tuple(map(int, text.split(","))) for text in (asked.days, asked.minutes))
    profiles = tuple(asked.profiles.split(","))
    weeks = {_key(start): start for start in load_starts()}
    with ProcessPoolExecutor(asked.processes) as pool:
        jobs = {
            pool.submit(_solve, case, asked.seconds): case
            for case in (*named(), *_by_length(grid(days, minutes, profiles)))
            if asked.only in case.name
        }
        for job in as_completed(jobs):
            start, said = job.result()
            print(f"{jobs[job].name}: {said}", flush=True)
            if start is not None and _is_better(start, weeks.get(_key(start)), asked.anew):
                weeks[_key(start)] = start
                lines = [weeks[key].line() for key in sorted(weeks)]
                write_text(FILE, "\n".join(lines) + "\n")


def _by_length(cases: Iterable[Case]) -> Iterator[Case]:
    """Yield long sessions first: their weeks help with the shorter ones."""
    yield from sorted(cases, key=lambda case: (-case.fields["minutes"], case.name))


def _key(start: Start) -> tuple[str, str]:
    return start.name, start.split


def _is_better(start: Start, before: Start | None, anew: bool) -> bool:
    return anew or before is None or start.worth <= before.worth


def _solve(case: Case, seconds: float) -> tuple[Start | None, str]:
    load_starts.cache_clear()
    scenario = case.scenario(time_limit=seconds, workers=1)
    try:
        plan = solve(scenario)
    except EvensetError as error:
        return None, str(error)
    tiers = " ".join(f"{tier.value}/{tier.bound}" for tier in plan.tiers)
    return Start.of_plan(
        plan, case.name
    ), f"{plan.split} {tiers} {plan.run.seconds if plan.run else 0:.1f} s"


if __name__ == "__main__":
    main()
