"""Compare two results of the suite, case by case.

python -m benchmarks.versus before/results.csv after/results.csv
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import geometric_mean

from benchmarks.results import TIERS, Result, read

TERMS: dict[str, Callable[[Result], str]] = {
    "limits": lambda result: f"{result.limit:g} s",
    "workers": lambda result: str(result.workers),
    "machines": lambda result: result.machine,
    "versions, data or code": lambda result: result.state,
}
"""What two results should have in common, but for that which is compared."""


def main(before: Path, after: Path) -> None:
    """Print a line for each case and contender, and what it comes to."""
    print("\n".join(compare(list(read(before)), list(read(after)))))


def compare(before: Sequence[Result], after: Sequence[Result]) -> Iterator[str]:
    """Yield a line for each case and contender of both, then for each contender what it comes to.

    The ratio is of the seconds of those that both proved in all tiers: others count their limit.
    """
    old, new = ({(r.case, r.contender): r for r in results} for results in (before, after))
    for name, of in TERMS.items():
        one, two = ("; ".join(sorted({of(r) for r in results})) for results in (before, after))
        if one != two:
            yield f"{name} differ: {one} | {two}"
    for key in sorted(old.keys() & new.keys()):
        yield _line(old[key], new[key])
    for word, only in (("before", old.keys() - new.keys()), ("after", new.keys() - old.keys())):
        if only:
            yield f"{word} only: {', '.join(' '.join(key) for key in sorted(only))}"
    for name in sorted({contender for _, contender in old.keys() & new.keys()}):
        yield _sum(
            name, [(old[key], new[key]) for key in old.keys() & new.keys() if key[1] == name]
        )


def _line(one: Result, two: Result) -> str:
    ratio = f"x{two.seconds / max(one.seconds, 0.001):5.2f}" if _both(one, two) else " " * 6
    changed = "" if one.values == two.values else f"  {one.values} -> {two.values}"
    return (
        f"{one.case:28} {one.contender:9} {one.seconds:8.2f} -> {two.seconds:8.2f} s  {ratio}"
        f"  proved {one.proved} -> {two.proved}{changed}"
    )


def _both(one: Result, two: Result) -> bool:
    return one.proved == two.proved == TIERS


def _sum(name: str, pairs: Sequence[tuple[Result, Result]]) -> str:
    won = sum(one.proved < two.proved == TIERS for one, two in pairs)
    lost = sum(two.proved < one.proved == TIERS for one, two in pairs)
    ratios = [two.seconds / max(one.seconds, 0.001) for one, two in pairs if _both(one, two)]
    mean = f"{geometric_mean(ratios):.2f} times the seconds" if ratios else "no ratio"
    return (
        f"{name}: {len(pairs)} cases; {mean} over the {len(ratios)} proved in both; "
        f"{won} proved now and not before, {lost} before and not now"
    )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m benchmarks.versus BEFORE.csv AFTER.csv")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
