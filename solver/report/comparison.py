"""The page of a comparison: ranking, what changed, figures side by side, what is not kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from solver.report.loading import ComparisonFile
from solver.report.parts import is_number, said
from solver.report.sides import APART, DOWN, LEGEND, UP, groups_of, moved, shown
from solver.report.wording import clean, plain

RANKING = (
    ("Guardrails", ("judged_guardrails", "guardrails"), "sets"),
    ("Balance", ("judged_balance", "balance"), "sets"),
    ("Plainness", ("judged_plainness", "plainness"), "sets"),
    ("Score", ("judged_score", "score"), "score"),
    ("Sets", ("hard_sets",), "sets"),
    ("Minutes", ("minutes",), "minutes"),
    ("Pull:push", ("pull_push",), "ratio"),
    ("Proof", ("proof",), ""),
)
"""Columns of the ranking: title, where the figure stands (the first that does), its kind."""

NAMED = 6
"""How many guardrails of a week are named, those that are missed by most first."""

ELSEWHERE = {
    "name", "rank", "value", "proved", "stimulus", "guardrails_broken", "broken", "failure",
    "tiers", "scenario",
}  # fmt: skip
"""Fields that are no figures of their own, or are said in words."""


def comparison_page(file: ComparisonFile) -> dict[str, Any]:
    """Return what the page of a comparison holds."""
    rows = [dict(zip(file.keys, cells, strict=True)) for cells in zip(*file.cells, strict=True)]
    varied = f": {plain(clean(file.varied))}" if file.varied else ""
    ranked = _ranking(file, rows)
    tables = [ranked, *_changes(file), *_sides(file, rows)]
    lists = [
        ("Sessions", [clean(line) for line in file.sessions]),
        ("Guardrails not kept", list(_unkept(file))),
        ("No week", [f"{n}: {clean(str(r['failure']))}" for n, r in _named(file, rows, "failure")]),
    ]
    return {
        "title": f"Side by side{varied}",
        "lead": _lead(file, rows) if ranked["rows"] else [],
        "tables": [table for table in tables if table["rows"]],
        "lists": [(title, lines) for title, lines in lists if lines],
        "notes": [clean(note) for note in file.notes],
    }


def _lead(file: ComparisonFile, rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return which is best, what the figures mean, and whether another yardstick was laid on."""
    tiers = ("guardrails", "balance", "plainness")
    apart = any(row.get(f"judged_{tier}", row.get(tier)) != row.get(tier)
                for row in rows for tier in tiers)  # fmt: skip
    return [*_best(file, rows), LEGEND, *[APART] * apart]


def _named(
    file: ComparisonFile, rows: Sequence[dict[str, Any]], key: str
) -> list[tuple[str, dict[str, Any]]]:
    """Return the rows that have something at a key, with their names."""
    return [(n, r) for n, r in zip(file.names, rows, strict=True) if r.get(key)]


def _best(file: ComparisonFile, rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    best = [name for name, row in zip(file.names, rows, strict=True) if row.get("rank") == 1]
    if best:
        yield f"{'Best' if len(best) == 1 else 'Equally good'}: {', '.join(best)}."
    unproved = [
        name
        for name, row in zip(file.names, rows, strict=True)
        if row.get("proved") is False and not row.get("failure")
    ]
    if unproved:
        yield (
            f"Not proved optimal: {', '.join(unproved)}. A better week may exist there, so a place "
            "behind others may be the time limit's doing."
        )


def _ranking(file: ComparisonFile, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the weeks, best first; nothing where they have no rank."""
    order = sorted(
        (row["rank"] if isinstance(row.get("rank"), int) else len(rows) + 1, place)
        for place, row in enumerate(rows)
    )
    columns = [
        (title, next((key for key in keys if key in file.keys), ""), kind)
        for title, keys, kind in RANKING
    ]
    columns = [column for column in columns if column[1]]
    body = []
    for rank, place in order if any(row.get("rank") for row in rows) else ():
        row = rows[place]
        head = _cell(str(rank) if row.get("rank") else "–", right=True)
        name = _cell(file.names[place], head=True)
        cells = [_cell(shown(row.get(key), kind), right=bool(kind)) for _, key, kind in columns]
        body.append([head, name, *cells])
    header = [("", True), ("Week", False), *((title, bool(kind)) for title, _, kind in columns)]
    return {"title": "Ranking, best first", "header": header, "rows": body}


def _changes(file: ComparisonFile) -> Iterator[dict[str, Any]]:
    """Yield what changes from one plan to another, exercise by exercise."""
    names = [*file.names, "before", "after"][:2] if len(file.rows) == 2 else ["before", "after"]
    body = [
        [_cell(clean(change.name), head=True), _cell(change.what.replace("_", " ")),
         *(_cell(clean(text) or "–") for text in (change.before, change.after)),
         _cell(clean(change.details))]
        for change in file.changes
        if change.what != "same"
    ]  # fmt: skip
    header = [(title, False) for title in ("Exercise", "Change", *names, "How")]
    yield {"title": "Exercise by exercise", "header": header, "rows": body, "words": True}


def _sides(file: ComparisonFile, rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    first = plain(file.names[0])
    header = [("", False), *((name, True) for name in file.names)]
    seen = {key for _, keys, _ in RANKING for key in keys} | ELSEWHERE
    for title, lines in groups_of(file.keys, first):
        body = [
            [_cell(words, head=True), *_compared([row.get(key) for row in rows], kind)]
            for words, key, kind in lines
            if key in file.keys
        ]
        seen |= {key for _, key, _ in lines}
        yield {"title": title, "header": header, "rows": body}
    rest = [
        [
            _cell(plain(clean(key)), head=True),
            *(_cell(said(row.get(key)), right=True) for row in rows),
        ]
        for key in file.keys
        if key not in seen
    ]
    yield {"title": "Further figures", "header": header, "rows": rest}


def _compared(values: Sequence[Any], kind: str) -> Iterator[dict[str, Any]]:
    for value in values:
        mark = moved(value, values[0], kind)
        word = clean(shown(value, kind))
        tone = {UP: "up", DOWN: "down"}.get(mark, "")
        yield _cell(f"{word} {mark}".strip(), right=True, tone=tone)


def _unkept(file: ComparisonFile) -> Iterator[str]:
    for name, row in zip(file.names, file.rows, strict=True):
        broken = row.get("broken")
        if isinstance(broken, str) and broken:
            yield f"{name}: {clean(broken)}"
        elif isinstance(broken, list) and broken:
            rules = [rule for rule in broken if isinstance(rule, dict) and rule.get("title")]
            rules.sort(key=_short, reverse=True)
            more = f"; and {len(rules) - NAMED} more" if len(rules) > NAMED else ""
            yield f"{name}: {'; '.join(map(_rule, rules[:NAMED]))}{more}"


def _short(rule: dict[str, Any]) -> float:
    short = rule.get("shortfall")
    return float(short) if is_number(short) else 0.0  # type: ignore[arg-type]


def _rule(rule: dict[str, Any]) -> str:
    short = clean(shown(rule.get("shortfall"), "ratio"))
    title = clean(str(rule["title"]))
    return title if short == "–" else f"{title} (short by {short})"


def _cell(text: str, *, head: bool = False, right: bool = False, tone: str = "") -> dict[str, Any]:
    return {"text": clean(text), "head": head, "right": right, "tone": tone}
