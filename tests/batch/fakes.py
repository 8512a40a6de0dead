"""Planners that cost nothing, at the top level of a module so that other processes find them."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from solver.errors import ImpossibleError, InputError, NoPlanInTimeError
from solver.scenario import Scenario

LOG = "BATCH_TEST_LOG"
"""Names a folder in which each call leaves a mark."""


def plan(scenario: Scenario, weeks: int | None) -> tuple[bytes, Mapping[str, Any]]:
    """Give some kilobytes that depend on the scenario; some minutes stand for trouble."""
    if folder := os.environ.get(LOG):
        number = f"{os.getpid()}-{len(os.listdir(folder))}"  # noqa: PTH208
        (Path(folder) / number).write_text(scenario.model_dump_json())
    if scenario.minutes == 31:
        raise ImpossibleError("no week fits")
    if scenario.minutes == 32:
        raise NoPlanInTimeError("no plan was found")
    if scenario.minutes == 33:
        raise ZeroDivisionError("a defect")
    if scenario.minutes == 34:
        raise InputError("minutes: cannot be 34 here; take 35")
    text = scenario.model_dump_json()
    digest = hashlib.sha256(text.encode()).hexdigest()
    content = {"scenario": json.loads(text), "weeks": weeks, "filling": [digest] * 100}
    score = int(digest[:4], 16) % 1000 / 10
    return json.dumps(content).encode(), {"proof": "optimal", "balance_score": score}


def plan_or_die(scenario: Scenario, weeks: int | None) -> tuple[bytes, Mapping[str, Any]]:
    """Kill the worker for 40 minutes always, for 41 minutes the first time."""
    first = Path(os.environ[LOG]) / "died"
    if scenario.minutes == 40 or (scenario.minutes == 41 and not first.exists()):
        first.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return plan(scenario, weeks)
