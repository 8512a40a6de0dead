"""What results of the suite come to, as Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence

from benchmarks.results import PLACED, TIERS, TOTALS, Result
from benchmarks.suite import Case, grid, sizes, special, suite

ORDER = ("evenset", "cold", "textbook", "cpsat", "highs", "cbc")

PROVES = (
    dict.fromkeys(PLACED, "weeks")
    | {"textbook": "weeks of one split"}
    | dict.fromkeys(TOTALS, "totals of one split")
)
"""What a contender proves. Totals are placed on no days: they bound a week and are none."""

GROUPS: dict[str, Callable[[], Iterator[Case]]] = {
    "The 48 weeks of days, minutes and equipment": grid,
    "A dozen with splits, supersets, protections and priorities": special,
    "The default week with 1,000 and 5,000 exercises": sizes,
}

HEAD = (
    "| contender | proves | cases | all tiers proved | no tier proved | median s | worst s | "
    "geometric mean s | "
    "÷ evenset | … where evenset proves all | … where it proves all itself |"
)


def summarise(results: Sequence[Result]) -> str:
    """Return how each contender did over the 48 weeks."""
    name, cases = next(iter(GROUPS.items()))
    own = _of_group(results, cases)
    return "\n".join([_terms(results), "", f"{name}:", "",
                      *_summary(own), "", *_remarks(own)])  # fmt: skip


def detail(results: Sequence[Result]) -> str:
    """Return how each contender did over each group of cases, and what it reached in each case."""
    lines = [_terms(results)]
    for name, cases in GROUPS.items():
        if own := _of_group(results, cases):
            lines += ["", f"**{name}**", "", *_summary(own), "", *_remarks(own)]
    return "\n".join([*lines, "", *_table(results)])


def _terms(results: Sequence[Result]) -> str:
    """Return on what terms the results came about; a run has rows of the same terms alone."""
    one = results[0]
    return f"Limit {one.limit:g} s a case. {one.machine}; {one.state}."


def _of_group(results: Sequence[Result], cases: Callable[[], Iterator[Case]]) -> list[Result]:
    names = {case.name for case in cases()}
    return [result for result in results if result.case in names]


def contenders(results: Sequence[Result]) -> list[str]:
    """Return who took part, in the order of the tables."""
    return [name for name in ORDER if any(r.contender == name for r in results)]


def _summary(results: Sequence[Result]) -> Iterator[str]:
    best = {r.case for r in results if r.contender == ORDER[0] and r.proved == TIERS}
    yield HEAD
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for name in contenders(results):
        own = [result for result in results if result.contender == name]
        done = [result for result in own if not result.error]
        counted = [counts(result) for result in done]
        whole = {result.case for result in done if result.proved == TIERS}
        nothing = sum(result.proved == 0 for result in done)
        head = f"{name} | {PROVES[name]}"
        failed = f" ({len(own) - len(done)} failed)" if len(own) > len(done) else ""
        if not done:
            yield f"| {head} | {len(own)}{failed} | 0 | 0 | – | – | – | – | – | – |"
            continue
        ratios = (_ratio(name, results, among) for among in (None, best, whole))
        yield (
            f"| {head} | {len(own)}{failed} | {len(whole)} | {nothing} | "
            f"{statistics.median(counted):.1f} | {max(counted):.1f} | "
            f"{statistics.geometric_mean(counted):.1f} | {' | '.join(ratios)} |"
        )


def _remarks(results: Sequence[Result]) -> Iterator[str]:
    own = [r for r in results if r.contender == ORDER[0] and not r.error]
    if not own:
        return
    proved = [result.seconds for result in own if result.proved == TIERS]
    alike = [counts_alike(result) for result in own if result.proved == TIERS]
    whole = sum(result.proved == TIERS and not any(result.values) for result in own)
    over = [result.seconds - result.limit for result in own]
    times = (
        f", in {statistics.median(proved):.1f} s in the median and {max(proved):.1f} s at most "
        f"({statistics.median(alike):.1f} and {max(alike):.1f} without the stimulus), "
        f"{whole} of them at zero in all, below which nothing lies"
        if proved
        else ""
    )
    yield (
        f"evenset proves {len(proved)} of {len(own)}{times}; it takes "
        f"{max(r.megabytes for r in own):.0f} MB at most, its branch and cut included, and ends "
        f"{max(*over, 0.0):.1f} s after its limit at most."
    )


def counts(result: Result) -> float:
    """Return the seconds that a result counts for: the limit where a tier is left unproved."""
    return result.seconds if result.proved == TIERS else result.limit


def counts_alike(result: Result) -> float:
    """Return the same for the tiers that all solve: without the stimulus, which evenset adds."""
    return counts(result) - (result.stimulus if result.proved == TIERS else 0.0)


def _ratio(name: str, results: Sequence[Result], among: set[str] | None) -> str:
    """Return how many times as long as evenset a contender takes for the tiers that all solve."""
    of = {(r.case, r.contender): counts_alike(r) for r in results if not r.error}
    both = [
        case for case, other in of
        if other == name and (case, ORDER[0]) in of and (among is None or case in among)
    ]  # fmt: skip
    ratios = [of[case, name] / of[case, ORDER[0]] for case in both]
    mean = f"{statistics.geometric_mean(ratios):.1f}" if ratios else "–"
    return f"{mean} ({len(ratios)})"


def _table(results: Sequence[Result]) -> Iterator[str]:
    names = contenders(results)
    yield f"| case | {' | '.join(names)} |"
    yield f"|---|{'---|' * len(names)}"
    of = {(result.case, result.contender): result for result in results}
    for case in (case.name for case in suite() if any(r.case == case.name for r in results)):
        cells = [_cell(of.get((case, name))) for name in names]
        yield f"| `{case}` | {' | '.join(cells)} |"


def _cell(result: Result | None) -> str:
    if result is None:
        return ""
    if result.error:
        return "failed"
    values = ", ".join(map(str, result.values)) or "none"
    mark = "" if result.proved == TIERS else f" ({result.proved} of {TIERS} proved)"
    return f"{values}; {result.seconds:.1f} s{mark}"
