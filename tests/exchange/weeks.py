"""Plans and blocks to be carried elsewhere, as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from solver.exchange.training import Training, read_training
from solver.plan import Plan, Session
from tests.blocks.weeks import plain_block
from tests.report.samples import coached_plan, item, plan_with

HOSTILE = item(
    exercise="my_own_lift",
    name='=HYPERLINK("http://x") / #1, {a}; (b): // [c]\n| ...d',
    note="@SUM(1+1);\r\nnext, \\n line — ünïcödé",
    reps="5-8",
    superset="Ä1",
)

ODD = (
    item(exercise="plank", name="Plank", role="core", reps="20-60 s", rir=None, rest_seconds=45),
    item(exercise="dead_bug", name="Dead bug", role="core", reps="as many as you like", rir=None),
    item(exercise="back_squat", name="Back squat", role="main", sets=12, reps="5", load="80 kg"),
    item(exercise="rdl", name="Romanian deadlift", reps="", rir=None, rest_seconds=0, sets=1),
    item(exercise="deadlift", name="Deadlift", reps="3-5", load="about 85 % of 1RM", rir=10),
    item(exercise="dumbbell_suitcase_carry", name="Suitcase carry", reps="20-40 m", sides=2),
    item(superset="A", sets=4),
    item(exercise="plank", name="Plank", reps="30 s", superset="A", sets=2),
    HOSTILE,
)


def plans() -> dict[str, Plan]:
    """Return plans to be carried: as a coach writes one, and one of odd items."""
    return {"coached": coached_plan(), "odd": plan_with(*ODD, title="=1+1 / #2")}


def block(**changes: Any) -> dict[str, Any]:
    """Return three weeks, A B A, of which the last is a deload, as a block's JSON."""
    plan = coached_plan()
    first = [session.model_dump(mode="json") for session in plan.sessions]
    second = json.loads(json.dumps(first))
    for session in second:
        session["items"] = session["items"][:-1]
        session["items"][0]["reps"] = "8-10"
    third = json.loads(json.dumps(first))
    for session in third:
        session["intensity"] = None
        for each in session["items"]:
            each["sets"] = max(1, each["sets"] // 2)
            each["rir"] = 4
    weeks = [
        {"number": 1, "letter": "A", "kind": "loading", "sessions": first, "measures": {}},
        {"number": 2, "letter": "B", "kind": "loading", "sessions": second},
        {"number": 3, "letter": "A", "kind": "deload", "sessions": third},
    ]
    return {"schema_version": 1, "kind": "block", "weeks": weeks, "notes": []} | changes


def write_block(folder: Path, **changes: Any) -> Path:
    """Write a block and return its path."""
    path = folder / "block.json"
    path.write_text(json.dumps(block(**changes)), encoding="utf-8")
    return path


def trainings(folder: Path) -> dict[str, Training]:
    """Return plans and a block as they are read from files."""
    read = {}
    for name, plan in plans().items():
        path = folder / f"{name}.json"
        path.write_text(plan.to_json(), encoding="utf-8")
        read[name] = read_training(path)
    return read | {
        "block": read_training(write_block(folder)),
        "made": read_training(write_made_block(folder)),
    }


def write_made_block(folder: Path) -> Path:
    """Write a block of 8 weeks as ``evenset block`` does, and return its path."""
    path = folder / "made.json"
    path.write_text(plain_block(8).to_json(), encoding="utf-8")
    return path


def sessions(training: Training) -> list[Session]:
    """Return every session of every week."""
    return [session for week in training.weeks for session in week.sessions]
