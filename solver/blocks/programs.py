"""Two-week programs written down, such as the article's template: ``data/programs/``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from solver.auditing import AuditReport, audit_sessions
from solver.blocks.block import LETTERS, Kept, Letter, Pair
from solver.blocks.dosing import Entry, Person, bare_session
from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import Weekday
from solver.coaching.doses import day_table, prescribe
from solver.errors import InputError, suggest
from solver.paths import DATA
from solver.plan import Item, Plan, Session, TierResult
from solver.reading import Document, explain_invalid, read_yaml
from solver.scenario import Scenario, make_scenario

FOLDER = DATA / "programs"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Work(_Part):
    exercise: Annotated[str, Field(min_length=1, max_length=80)]
    called: Annotated[str, Field(alias="as", max_length=120)] = ""
    sets: Annotated[int, Field(ge=1, le=20, strict=True)] | None = None
    superset: Annotated[str, Field(min_length=1, max_length=8)] | None = None
    kept: Annotated[Literal["moderate", "volume"] | None, Field(alias="class")] = None


class _Day(_Part):
    title: Annotated[str, Field(max_length=120)] = ""
    items: Annotated[tuple[_Work, ...], Field(min_length=1, max_length=60)]


class Program(_Part):
    """Two weeks of exercises. ``scenario`` says for whom; ``sets`` is of exercises without any."""

    title: Annotated[str, Field(max_length=120)]
    source: str = ""
    sets: Annotated[int, Field(ge=1, le=20, strict=True)] = 3
    scenario: dict[str, object] = {}
    weeks: dict[Letter, dict[Weekday, _Day]]


def standard_programs() -> dict[str, Path]:
    """Return the programs of ``data/programs`` by name."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}


def find_program(name: str, other: str = "") -> Path:
    """Return the file of a program: one of the standard ones by its name, or a file.

    Args:
        name: of a program, or of a file of that form.
        other: what else a file might have been, for the message.

    Raises:
        InputError: there is none.

    """
    known = standard_programs()
    if name in known:
        return known[name]
    if name.endswith((".yaml", ".yml")):
        return Path(name)
    programs = f"{suggest(name, known)}; use {', '.join(known)}"
    if other:
        raise InputError(
            f"{name}: no such file, and no program of that name{programs}, or the file of "
            f"{other} or of a program (YAML)"
        )
    raise InputError(
        f"program: there is no program {name!r}{programs}, or a YAML file of that form"
    )


def read_program(path: Path) -> tuple[Program, Document]:
    """Read a program.

    Raises:
        InputError: the file is wrong; the message names file, line and field.

    """
    document = read_yaml(path)
    try:
        program = Program.model_validate(document.content)
    except ValidationError as error:
        raise explain_invalid(error, document) from error
    if missing := [letter for letter in LETTERS if letter not in program.weeks]:
        raise InputError(f"{path}: weeks: has no week {missing[0]}; write both A and B")
    return program, document


def program_pair(
    path: Path, catalogue: Catalogue, overrides: dict[str, object] | None = None
) -> Pair:
    """Return the two weeks of a program as they are, with what the audit says of each.

    Args:
        path: of the program.
        catalogue: where its exercises are looked up.
        overrides: fields of the scenario that win over the program's.

    Raises:
        InputError: the file, the scenario or an exercise is wrong.

    """
    program, document = read_program(path)
    fields = {**program.scenario, **(overrides or {})}
    try:
        scenario = make_scenario(fields).resolve(catalogue)
        weeks = {letter: _plan(program, letter, scenario, catalogue) for letter in LETTERS}
        kept = tuple(_kept(program, catalogue))
    except InputError as error:
        raise InputError(f"{document.name}: {error}") from error
    return Pair(
        a=weeks["A"],
        b=weeks["B"],
        notes=(f"{program.title}: taken as it is, nothing was solved.",),
        kept=kept,
    )


def _kept(program: Program, catalogue: Catalogue) -> Iterator[Kept]:
    """Yield the lifts that the program keeps to one class.

    Raises:
        InputError: an exercise has no classes.

    """
    for letter in LETTERS:
        days = program.weeks[letter]
        for day in sorted(days, key=lambda day: day.number):
            for work in days[day].items:
                if work.kept is None:
                    continue
                exercise, roles = catalogue.find(work.exercise), day_table().zones.roles
                if exercise.role not in roles:
                    raise InputError(
                        f"weeks.{letter}.{day.value}: class: {exercise.name} is "
                        f"{exercise.role.value} work; only {' and '.join(roles)} lifts have "
                        "classes, so leave it out"
                    )
                yield Kept(letter=letter, day=day, exercise=exercise.id, intensity=work.kept)


def _plan(program: Program, letter: Letter, scenario: Scenario, catalogue: Catalogue) -> Plan:
    days = program.weeks[letter]
    sessions = tuple(
        _session(day, days[day], program.sets, Person(scenario, catalogue))
        for day in sorted(days, key=lambda day: day.number)
    )
    report = audit_sessions(sessions, scenario, catalogue)
    return Plan(
        scenario=scenario,
        catalogue_hash=catalogue.hash,
        split=scenario.split_id,
        status="feasible",
        tiers=tuple(_tiers(report)),
        sessions=sessions,
        measures=report.measures,
        rules=report.rules,
        balance_score=report.balance_score,
        score_parts=report.score_parts,
    )


def _tiers(report: AuditReport) -> list[TierResult]:
    """Return the cost of each tier; nothing is proved of a week that was not solved."""
    return [
        TierResult(name=tier, value=cost, bound=0, status="feasible" if cost else "optimal")
        for tier, cost in report.costs.items()
    ]


def _session(day: Weekday, planned: _Day, sets: int, person: Person) -> Session:
    entries = []
    for work in planned.items:
        exercise = person.catalogue.find(work.exercise)
        item = _item(exercise, work.sets or sets, work.superset, person)
        entries.append(Entry(item, exercise, item.sets))
    bare = Session(
        day=day,
        title=planned.title,
        budget_minutes=person.scenario.candidates.get(day, person.scenario.minutes),
        minutes=0,
        items=tuple(entry.base for entry in entries),
    )
    return bare_session(bare, entries, person)


def _item(exercise: Exercise, sets: int, superset: str | None, person: Person) -> Item:
    done = prescribe(
        exercise, None, person.scenario.level, person.catalogue, person.scenario.recovery
    )
    return Item(
        exercise=exercise.id,
        name=exercise.name,
        role=exercise.role,
        sets=sets,
        reps=done.reps,
        rir=done.rir,
        tempo=done.tempo,
        rest_seconds=0,
        superset=superset,
        sides=exercise.sides,
    )
