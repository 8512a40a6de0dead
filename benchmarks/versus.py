"""Compare two results of the suite, case by case.

python -m benchmarks.versus before/results.csv after/results.csv
"""

from __future__ import annotations

import sys
from math import exp, log
from pathlib import Path

from benchmarks.bench import read


def main(before: Path, after: Path) -> None:
    """Print a line for each case and contender that stands in both."""
    old, new = ({(r.case, r.contender): r for r in read(path)} for path in (before, after))
    ratios = []
    for key in sorted(old.keys() & new.keys()):
        one, two = old[key], new[key]
        ratio = two.seconds / max(one.seconds, 0.001)
        ratios.append(ratio)
        changed = "" if one.values == two.values else f"  {one.values} -> {two.values}"
        print(
            f"{key[0]:28} {key[1]:9} {one.seconds:8.2f} -> {two.seconds:8.2f} s  x{ratio:5.2f}"
            f"  proved {one.proved} -> {two.proved}{changed}"
        )
    if ratios:
        mean = exp(sum(map(log, ratios)) / len(ratios))
        print(f"{len(ratios)} in both; geometric mean of the ratios {mean:.2f}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m benchmarks.versus BEFORE.csv AFTER.csv")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
