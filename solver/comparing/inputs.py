"""What is compared: scenarios and plans, from Python or from files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from solver.comparing.ready import Named
from solver.errors import InputError, shown
from solver.plan import Plan, check_version, is_plan, parse_plan
from solver.reading import Document, parse_json, parse_yaml, read_text
from solver.scenario import Scenario, make_scenario, scenario_of

What = Scenario | Plan | Path | str
"""A scenario, a plan, or the path of a file of either, or of a block."""


def collect(what: Iterable[Any]) -> Iterator[Named]:
    """Yield each scenario or plan with its name; lists and mappings are taken apart.

    Raises:
        InputError: something is neither, or a file is wrong.

    """
    for each in what:
        if isinstance(each, Mapping):
            for name, value in each.items():
                yield from (replace(named, name=str(name)) for named in collect([value]))
        elif isinstance(each, list | tuple):
            yield from collect(each)
        elif isinstance(each, Scenario):
            yield Named(_described(each), each)
        elif isinstance(each, Plan):
            yield Named(_described(each.scenario), each.scenario, plan=each)
        elif isinstance(each, str | Path):
            yield from read(Path(each))
        else:
            raise InputError(
                f"compare: takes scenarios, plans and paths of files, not {shown(each)}"
            )


def _described(scenario: Scenario) -> str:
    from solver.report.wording import heading  # noqa: PLC0415 - only for what has no name

    return heading(scenario)


def unique(starts: Sequence[Named], taken: Iterable[str] = ()) -> list[Named]:
    """Return the same with names that are each there once: a second one has a number."""
    seen = Counter(taken)
    named = []
    for start in starts:
        seen[start.name] += 1
        times = seen[start.name]
        named.append(start if times == 1 else replace(start, name=f"{start.name} ({times})"))
    return named


def read(path: Path) -> list[Named]:
    """Read a scenario (YAML), a plan or a block (JSON) from a file; what is in it decides.

    A block is its weeks A and B.

    Raises:
        InputError: the file cannot be read, or is neither; the message names it.

    """
    text, name = read_text(path), str(path)  # once: from a pipe there is nothing more to be had
    if not text.lstrip().startswith("{"):
        if path.suffix == ".json":
            raise InputError(f"{path}: is no plan, which begins with {{; check the file")
        return [Named(path.stem, scenario_of(parse_yaml(text, name)))]
    try:
        document = parse_json(text, name)
    except InputError:
        if path.suffix in (".yaml", ".yml"):  # YAML may begin with a brace too
            return [Named(path.stem, scenario_of(parse_yaml(text, name)))]
        raise
    content = document.content
    if not isinstance(content, dict):
        raise _neither(path)
    check_version(document)
    if is_plan(content):
        return [_plan(document, path.stem)]
    if "weeks" in content:
        return _base_weeks(document, path.stem)
    if content and content.keys() <= Scenario.model_fields.keys():
        return [Named(path.stem, make_scenario(content, document))]
    raise _neither(path)


def _plan(document: Document, name: str) -> Named:
    plan = parse_plan(document)
    return Named(name, plan.scenario, plan=plan)


def _base_weeks(document: Document, name: str) -> list[Named]:
    """Return weeks A and B of a block, on which all of its weeks are built."""
    pair = document.content.get("pair")
    if not isinstance(pair, dict) or not {"a", "b"} <= pair.keys():
        raise InputError(
            f"{document.name}: pair: the block of several weeks lacks its weeks a and b; write it "
            "with `evenset block --format json`, or compare plans of one week"
        )
    return [
        _plan(Document(f"{document.name}, week {letter}", pair[letter.lower()]), f"{name} {letter}")
        for letter in ("A", "B")
    ]


def _neither(path: Path) -> InputError:
    return InputError(
        f"{path}: is neither a plan nor a scenario; `evenset solve --format json -o plan.json` "
        "writes a plan, and docs/formats.md shows a scenario"
    )


EXPECTED = ".expected.yaml"
"""The end of the name of a file that says what a scenario must show: it is no scenario."""


def left_out(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Part paths in those to compare, and those of expectations, which ``*.yaml`` brings in."""
    expected = [
        path
        for path in paths
        if path.name.endswith(EXPECTED)
        and path.with_name(path.name.removesuffix(EXPECTED) + ".yaml") in paths
    ]
    return [path for path in paths if path not in expected], expected


__all__ = ["What", "collect", "left_out", "read", "unique"]
