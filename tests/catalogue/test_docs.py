"""The tables of docs/catalogue.md are those of the catalogue."""

from __future__ import annotations

from pathlib import Path

from solver.catalogue import Pattern, coverage, load_catalogue

TEXT = (Path(__file__).parents[2] / "docs" / "catalogue.md").read_text(encoding="utf-8")
CATALOGUE = load_catalogue()
PROFILES = CATALOGUE.equipment.profiles


def table(header: str) -> list[list[str]]:
    """Return the rows below the line that begins with the header, cell by cell."""
    lines = TEXT.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(header))
    rows = []
    for line in [lines[start], *lines[start + 2 :]]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
    return rows


def test_coverage_is_as_the_docs_say() -> None:
    header, *rows = table("| profile | chest")
    assert header == ["profile", *(group.replace("_", " ") for group in CATALOGUE.groups)]
    said = {row[0]: [int(cell) for cell in row[1:]] for row in rows}
    counted = coverage(CATALOGUE, PROFILES)
    assert said == {profile: list(counts.values()) for profile, counts in counted.items()}


def test_gaps_are_as_the_docs_say() -> None:
    said = {row[0]: row[1].replace("`", "") for row in table("| profile | has none of")[1:]}
    hard = {exercise.pattern for exercise in CATALOGUE if exercise.hard}
    gaps = {}
    for profile in PROFILES:
        usable = CATALOGUE.doable(CATALOGUE.equipment.profile(profile))
        has = {exercise.pattern for exercise in usable if exercise.hard}
        gaps[profile] = ", ".join(p.value for p in Pattern if p in hard - has) or "–"
    assert said == gaps


def test_links_lead_somewhere() -> None:
    folder = Path(__file__).parents[2] / "docs"
    targets = [part.split(")")[0] for part in TEXT.split("](")[1:]]
    assert targets
    assert [target for target in targets if not (folder / target).is_file()] == []
