"""A real scheduler and two real workers on this machine, one of which is killed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from solver import Scenario, read_plan
from solver.batch.engine import Dask
from solver.batch.planning import Job
from tests.batch import fakes
from tests.batch.fakes import GATE, STARTED
from tests.batch.running import (
    REAL,
    REAL_HEADER,
    REAL_ROWS,
    ROOT,
    contents,
    some_rows,
    start,
    write_table,
)

pytest.importorskip("distributed", reason="Dask is not installed: pip install 'evenset[cluster]'")

QUIET = {
    "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "0",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3",
}


@contextmanager
def running(module: str, *words: str, **environment: str | Path) -> Iterator[tuple[int, str]]:
    """Run a part of Dask; give its number and the address of the scheduler that it names."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *words],
        cwd=ROOT,
        env={**os.environ, **QUIET, "PYTHONPATH": str(ROOT)}
        | {name: str(value) for name, value in environment.items()},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert process.stderr is not None
    said = []
    try:
        for line in process.stderr:
            said.append(line)
            # A worker says this once it is registered.
            if found := re.search(r"(?:Scheduler at|Registered to): +(tcp://\S+)", line):
                yield process.pid, found[1]
                break
        else:
            pytest.fail("".join(said))
    finally:
        process.kill()
        process.communicate()


@contextmanager
def cluster(**environment: str | Path) -> Iterator[str]:
    with cluster_with(**environment) as (_, address):
        yield address


@contextmanager
def cluster_with(**environment: str | Path) -> Iterator[tuple[int, str]]:
    """A cluster: the number of its scheduler, and its address."""
    local = ("--host", "127.0.0.1", "--no-dashboard")
    one = ("--nthreads", "1", "--no-nanny", *local)
    with (
        running("dask_scheduler", "--port", "0", *local) as (scheduler, address),
        running("dask_worker", address, *one, **environment),
        running("dask_worker", address, *one, **environment),
    ):
        yield scheduler, address


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(tmp_path: Path) -> None:
    rows = some_rows(30)
    rows[10:10] = ["slow,Slow,3,50,hotel,"]
    table = write_table(tmp_path / "athletes.csv", rows)
    process = start(table, "--out", tmp_path / "local")
    process.communicate(timeout=120)
    started, gate = tmp_path / "started", tmp_path / "gate"
    os.mkfifo(started)
    os.mkfifo(gate)
    with cluster(**{STARTED: started, GATE: gate}) as address:
        engine = ("--engine", "dask", "--scheduler", address)
        process = start(table, "--out", tmp_path / "dask", *engine)
        worker = int(started.read_text())  # it has a request, and will never finish it
        os.kill(worker, signal.SIGKILL)
        out, err = process.communicate(timeout=120)
    assert process.returncode == 2, err  # for the rows that are wrong on purpose
    assert "31 athletes: 28 planned" in out
    assert "Traceback" not in err
    assert contents(tmp_path / "dask") == contents(tmp_path / "local")


def test_a_worker_that_dies_once_its_result_is_taken_spoils_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with cluster() as address:
        engine = Dask(address)
        gather = engine._client._gather

        async def taken(task: Any, **words: Any) -> Any:
            found = await gather(task, **words)
            for each in task if isinstance(task, list) else [task]:
                each._state.lose()  # as the scheduler tells it
            return found

        monkeypatch.setattr(engine._client, "_gather", taken)
        job = Job("a", Scenario(minutes=60).model_dump_json(), None)
        outcome = engine.result(engine.submit(fakes.plan, job))
        engine.close()
    assert (outcome.key, outcome.status) == ("a", "planned")


def test_the_profiler_of_a_worker_does_not_see_the_work() -> None:
    """It keeps an hour of stacks: a worker grew by a third of a megabyte with each plan."""
    with cluster() as address:
        engine = Dask(address)
        job = Job("a", Scenario(minutes=60).model_dump_json(), None)
        outcome = engine.result(engine.submit(fakes.plan_on_dask, job))
        engine.close()
    assert outcome.summary == {"watched": False}


def test_a_cluster_plans_what_this_machine_does(tmp_path: Path) -> None:
    """A real week; and, with the cheap planner, that weeks and volume of a block come along."""
    weeks = write_table(tmp_path / "weeks.csv", REAL_ROWS[:1], REAL_HEADER)
    blocks = write_table(tmp_path / "blocks.csv", ["a,flat", "b,ramp"], "id,volume")
    runs = (("weeks", (weeks,), REAL), ("blocks", (blocks, "--weeks", "9"), ""))
    with cluster() as address:
        engine = ("--engine", "dask", "--scheduler", address)
        for name, words, script in runs:
            for place, how in (("local", ("--processes", "1")), ("dask", engine)):
                out = tmp_path / f"{name}-{place}"
                process = start(*words, "--out", out, *how, script=script)
                _, err = process.communicate(timeout=240)
                assert process.returncode == 0, err
            here = contents(tmp_path / f"{name}-local")
            assert {"a.json", "results.csv"} <= set(here)
            assert contents(tmp_path / f"{name}-dask") == here
    plan = read_plan(tmp_path / "weeks-dask" / "a.json")
    assert plan.status == "optimal"
    told = [json.loads(here[f"{name}.json"]) for name in "ab"]
    assert [(each["weeks"], each["volume"]) for each in told] == [(9, "flat"), (9, "ramp")]


def test_a_scheduler_that_ends_is_told_and_the_run_goes_on_here(tmp_path: Path) -> None:
    table = write_table(tmp_path / "athletes.csv", [f"a{n},A,3,{45 + n},hotel," for n in range(12)])
    start(table, "--out", tmp_path / "local").communicate(timeout=120)
    started, gate = tmp_path / "started", tmp_path / "gate"
    os.mkfifo(started)
    os.mkfifo(gate)
    with cluster_with(**{STARTED: started, GATE: gate}) as (scheduler, address):
        process = start(
            table, "--out", tmp_path / "dask", "--engine", "dask", "--scheduler", address,
            environment={"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s"},
        )  # fmt: skip
        assert int(started.read_text()) > 0
        # Before the workers, one of which could else do all that is left.
        os.kill(scheduler, signal.SIGKILL)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (2, ""), err
    assert "is not there any more" in err
    assert "Traceback" not in err
    process = start(table, "--out", tmp_path / "dask")
    process.communicate(timeout=120)
    assert contents(tmp_path / "dask") == contents(tmp_path / "local")


def test_no_scheduler(tmp_path: Path) -> None:
    table = write_table(tmp_path / "athletes.csv", ["a,A,3,60,hotel,"])
    process = start(
        table, "--out", tmp_path / "out", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9",
        environment={"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"},
    )  # fmt: skip
    _, err = process.communicate(timeout=120)
    assert process.returncode == 2, err
    assert "cannot be reached" in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()
