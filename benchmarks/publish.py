"""Put the results of a run of the suite into README and docs.

    python -m benchmarks.publish benchmarks/results/results.csv

They become ``benchmarks/published.csv``, of which the pages show the tables. Ends with 1 where two
contenders contradict each other, or where rows were not run on the same terms. Given
``benchmarks/published.csv`` itself, it writes the tables anew.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.pages import ROOT, put
from benchmarks.results import Result, check_terms_of_all, contradictions, read, write
from benchmarks.tables import detail, summarise

PUBLISHED = ROOT / "benchmarks" / "published.csv"
"""The results of which the pages show the tables; ``benchmarks.versus`` compares with them."""


def publish(results: Sequence[Result]) -> None:
    """Write the results and the tables made of them.

    Raises:
        SystemExit: rows of different terms, or contradictions; then nothing is written.

    """
    check_terms_of_all(results)
    if wrong := list(contradictions(results)):
        raise SystemExit("\n".join(["These cannot be:", *wrong]))
    write(PUBLISHED, results)
    put(ROOT / "README.md", "bench", summarise(results))
    put(ROOT / "docs" / "performance.md", "bench", detail(results))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.publish RESULTS.csv")
    publish(list(read(Path(sys.argv[1]))))
