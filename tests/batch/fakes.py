"""Planners that cost nothing, at the top level of a module so that other processes find them."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from solver.blocks.block import Volume
from solver.errors import ImpossibleError, InputError, NoPlanInTimeError
from solver.scenario import Scenario

LOG = "BATCH_TEST_LOG"
"""Names a folder in which each call leaves a file with the scenario."""

STARTED, GATE = "BATCH_TEST_STARTED", "BATCH_TEST_GATE"
"""Named pipes: 50 minutes write the worker's number to the one, then wait for the other."""

SHORT_OF_TIME = 32
"""Minutes for which no plan is found in time."""


def plan(
    scenario: Scenario, weeks: int | None, volume: Volume = "flat"
) -> tuple[bytes, Mapping[str, Any]]:
    """Give some kilobytes that depend on the scenario; some minutes stand for trouble."""
    if folder := os.environ.get(LOG):
        (Path(folder) / uuid4().hex).write_text(scenario.model_dump_json())
    if scenario.minutes == 31:
        raise ImpossibleError("no week fits")
    if scenario.minutes == SHORT_OF_TIME:
        raise NoPlanInTimeError("no plan was found")
    if scenario.minutes == 33:
        raise ZeroDivisionError("a defect")
    if scenario.minutes == 34:
        raise InputError("minutes: cannot be 34 here; take 35")
    if scenario.minutes == 50 and GATE in os.environ:
        _wait_at_the_gate()
    text = scenario.model_dump_json()
    digest = hashlib.sha256(text.encode()).hexdigest()
    content = {"scenario": json.loads(text), "weeks": weeks, "filling": [digest] * 100}
    content |= {"volume": volume} if weeks else {}
    score = int(digest[:4], 16) % 1000 / 10
    return json.dumps(content).encode(), {"proof": "optimal", "balance_score": score}


def _wait_at_the_gate() -> None:
    """The first who comes says so and waits; who comes after goes on."""
    started = Path(os.environ[STARTED])
    try:
        started.with_suffix(".seen").touch(exist_ok=False)
    except FileExistsError:
        return
    started.write_text(f"{os.getpid()}\n")
    Path(os.environ[GATE]).read_text()


def plan_or_die(
    scenario: Scenario, weeks: int | None, volume: Volume = "flat"
) -> tuple[bytes, Mapping[str, Any]]:
    """Kill the worker for 40 minutes always, for 41 minutes the first time."""
    first = Path(os.environ[LOG]) / "died"
    if scenario.minutes == 40 or (scenario.minutes == 41 and not first.exists()):
        first.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return plan(scenario, weeks, volume)


def plan_on_dask(
    scenario: Scenario, weeks: int | None, volume: Volume = "flat"
) -> tuple[bytes, Mapping[str, Any]]:
    """Tell whether this thread is one that Dask has given work, and watches."""
    from distributed import get_worker  # noqa: PLC0415 - an extra

    try:
        get_worker()
    except ValueError:  # no task of Dask's runs in this thread
        return b"", {"watched": False}
    return b"", {"watched": True}
