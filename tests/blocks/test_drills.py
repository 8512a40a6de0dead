"""Answers to the self-check within a block: other drills in its warm-ups, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from solver.auditing.warm_up import warm_up_faults
from solver.auditing.week import Week
from solver.blocks.drills import with_drills
from solver.blocks.replanned import Replanned
from solver.blocks.verdict import Verdicts
from solver.catalogue import Weekday
from solver.cli import cli
from solver.plan import DISCLAIMER, Plan, Session
from solver.rules.signs import load_signs
from solver.screening.questionnaire import Answers
from tests.blocks.weeks import A, catalogue, make_plan, plain_block

PLAN = make_plan(A)  # mon, tue, thu, fri
SIGNS = load_signs()


def raised(*names: str) -> Answers:
    return Answers({name: SIGNS[name].flagged_by == "yes" for name in names})


def drilled(plan: Plan, answers: Answers, after: Weekday | None = None) -> Replanned:
    week = Replanned(plan.sessions, (), (), (), {})
    return with_drills(week, plan.scenario, catalogue(), answers, after=after)


def drills(session: Session) -> set[str]:
    return {step.drill for step in session.warm_up}


def counted(plan: Plan, found: Replanned) -> Week:
    return Verdicts(plan, catalogue()).week(found.sessions)


@pytest.mark.parametrize("name", [name for name, sign in SIGNS.items() if sign.prepare])
def test_drills_of_a_sign_come_and_nothing_else_changes(name: str) -> None:
    found = drilled(PLAN, raised(name))
    asked = set(SIGNS[name].prepare)
    # Some stand there already, and a session holds those that fit beside what it must hold.
    assert asked & set().union(*map(drills, found.sessions))
    planned_so = make_plan(A, signs=[name])
    assert [s.warm_up for s in found.sessions] == [s.warm_up for s in planned_so.sessions]
    for before, after in zip(PLAN.sessions, found.sessions, strict=True):
        assert before.model_copy(update={"warm_up": ()}) == after.model_copy(update={"warm_up": ()})
        assert sum(s.seconds for s in before.warm_up) == sum(s.seconds for s in after.warm_up)
    assert list(warm_up_faults(counted(PLAN, found), ())) == []
    changed = [s.day for s, new in zip(PLAN.sessions, found.sessions, strict=True)
               if drills(s) != drills(new)]  # fmt: skip
    assert [each.day for each in found.drilled] == changed
    assert "with the next block" in found.answered[-1]


def test_no_answer_changes_no_drill() -> None:
    found = drilled(PLAN, Answers())
    assert found.sessions == PLAN.sessions
    assert found.drilled == ()
    assert found.answered[-1].startswith("no drill of a warm-up changes; ")


def test_a_sign_that_is_fine_now_loses_its_drills() -> None:
    with_sign = make_plan(A, signs=["overhead_control"])
    found = drilled(with_sign, Answers({"overhead_control": True}))
    assert [s.warm_up for s in found.sessions] == [s.warm_up for s in PLAN.sessions]
    assert found.answered[0].startswith("removed: overhead_control")


def test_sessions_that_are_done_stay() -> None:
    found = drilled(PLAN, raised("overhead_control"), after=Weekday.TUE)
    assert found.sessions[:2] == PLAN.sessions[:2]
    assert {each.day for each in found.drilled} <= {Weekday.THU, Weekday.FRI}
    assert found.drilled


# ---- as a person types it ----------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    answers = tmp_path / "answers.yaml"
    answers.write_text("overhead_control: no\n", encoding="utf-8")
    block = tmp_path / "block.json"
    block.write_text(plain_block().to_json(), encoding="utf-8")
    return {"answers": answers, "block": block}


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_the_command_says_drills_and_what_waits(files: dict[str, Path]) -> None:
    words = ("replan", files["block"], "--week", "3", "--screen", files["answers"])
    result = run(*words)
    assert result.exit_code == 0, result.exception
    assert "added: overhead_control (Reaching overhead)" in result.stdout
    assert "drills: " in result.stdout
    assert "with the next block" in result.stdout
    assert "Nothing has to change" not in result.stdout
    assert DISCLAIMER in result.stdout
    content = json.loads(run(*words, "--format", "json").stdout)
    assert content["drills"]
    assert content["moved"] == content["dropped"] == []
    both = run(*words, "--missed", "tue", "--free", "wed", "--format", "json")
    content = json.loads(both.stdout)
    assert [move["to"] for move in content["moved"]] == ["wed"]
    assert {each["day"] for each in content["drills"]} <= {"wed", "thu", "fri"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "or name answers to the self-check"),
        (["--free", "sat", "--screen", "answers"], "--free: goes with --missed"),
        (["--missed", "", "--screen", "answers"], "--missed: names no day"),
    ],
)
def test_what_says_nothing_is_refused(words: list[str], said: str, files: dict[str, Path]) -> None:
    named = [files.get(word, word) for word in words]
    result = run("replan", files["block"], "--week", "3", *named)
    assert said in str(result.exception)
