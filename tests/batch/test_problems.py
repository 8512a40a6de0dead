"""Why rows have no plan: a line that a cell shows, and the whole in a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.batch.athletes import Athlete
from solver.batch.ledger import Entry
from solver.batch.planning import Job, work
from solver.batch.problems import LONGEST, in_short, short_message, write_problems
from solver.batch.table import write_tables
from solver.errors import EvensetError, ImpossibleError, InputError
from solver.plan import DISCLAIMER, Conflict
from solver.scenario import Scenario

CONFLICTS = [
    Conflict(what=f"Muscle {n}: at least 8 hard sets a week (group-floor.m{n})", shortfall=n)
    for n in range(1, 60)
]
HUGE = ImpossibleError(
    "No week of 1 day with 30 minutes can keep every guardrail:",
    CONFLICTS,
    ["do not insist: leave out strict, and the plan names what it could not keep", "90 minutes"],
)


def entry(message: str, status: str = "impossible", **summary: object) -> Entry:
    return Entry(Athlete(2, "imp1", "Anna Example"), "k", "", status, message, summary)


def test_an_impossible_row_says_in_short_what_which_rule_and_a_remedy() -> None:
    short = in_short(HUGE)
    assert short == (
        "No week of 1 day with 30 minutes can keep every guardrail: Muscle 1: at least 8 hard sets "
        "a week (group-floor.m1): short by 1, and 58 more; try: do not insist: leave out strict, "
        "and the plan names what it could not keep"
    )
    assert len(short) <= LONGEST


@pytest.mark.parametrize(
    "error",
    [
        InputError("minutes: " + "x" * 10_000),
        InputError("\n".join(f"days: fault {n}" for n in range(50))),
        ImpossibleError("a" * 500 + ":", CONFLICTS, ["b" * 500]),
        ImpossibleError("nothing named"),
        EvensetError("\x1b[31mred\u202e"),
    ],
)
def test_a_short_line_is_short_and_one_line(error: EvensetError) -> None:
    short = short_message(entry(str(error), short=in_short(error)))
    assert 0 < len(short) <= LONGEST
    assert short.isprintable()
    without = short_message(entry(str(error)))  # of a ledger from before
    assert 0 < len(without) <= LONGEST


def test_how_many_faults_there_are_is_said_and_of_which_columns() -> None:
    told = "days: 9; and 3 more (level, pin)"
    assert short_message(entry("days: 9\nlevel: x\npin: y\npin: z")) == told
    assert short_message(entry("days: 9\nlevel: x\n  - y")) == "days: 9; and 2 more"
    many = "\n".join(f"column_{n}: x" for n in range(50))
    assert short_message(entry(many)) == "column_0: x; and 49 more"


def test_the_table_has_the_short_line_and_the_file_the_whole(tmp_path: Path) -> None:
    def planner(scenario: Scenario, weeks: int | None, volume: str) -> object:
        raise HUGE

    outcome = work(planner, Job("k", Scenario().model_dump_json(), None))  # type: ignore[arg-type]
    row = entry(outcome.message, outcome.status, **outcome.summary)
    write_tables(tmp_path, [row])
    assert write_problems(tmp_path, [row])
    table = (tmp_path / "results.csv").read_text(encoding="utf-8")
    assert in_short(HUGE) in table
    assert "group-floor.m59" not in table
    text = (tmp_path / "problems.txt").read_text(encoding="utf-8")
    assert "row 2 (imp1): impossible as asked\n" in text
    assert all(f"    - {conflict.sentence()}\n" in text for conflict in CONFLICTS)
    assert "    - 90 minutes\n" in text
    assert "Anna" not in text, "names stand in the table alone"
    assert DISCLAIMER in text


def test_where_every_row_has_a_plan_there_is_no_such_file(tmp_path: Path) -> None:
    assert write_problems(tmp_path, [entry("x")])
    assert not write_problems(tmp_path, [entry("", "planned")])
    assert list(tmp_path.iterdir()) == []


def test_what_a_person_wrote_cannot_forge_a_row(tmp_path: Path) -> None:
    write_problems(tmp_path, [entry("pin: 'x\r\nrow 3 (a): planned'\x1b[2J", "wrong")])
    text = (tmp_path / "problems.txt").read_text(encoding="utf-8")
    assert "\nrow 3" not in text
    assert "\x1b" not in text
