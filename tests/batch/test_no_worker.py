"""A Dask scheduler whose workers are gone: a run waits for others, and not for ever.

Nothing is slept and no Dask is needed: client and clock are made up.
"""

from __future__ import annotations

from collections.abc import Coroutine, Generator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from solver.batch import engine, run
from solver.batch.engine import PATIENCE, WAIT, Dask
from solver.errors import InputError
from tests.batch import fakes
from tests.batch.running import write_table

ADDRESS = "tcp://10.0.0.5:8786"


class Never(Coroutine[Any, Any, Any]):
    """The result of work that nobody does."""

    def send(self, _: Any) -> Any: ...

    def throw(self, *_: Any) -> Any: ...

    def close(self) -> None: ...

    def __await__(self) -> Generator[Any, Any, Any]:
        yield


class Loop:
    """Never turns."""

    @property
    def asyncio_loop(self) -> Loop:
        return self

    def call_soon_threadsafe(self, *_: Any, **__: Any) -> None: ...


class Client:
    """Of a scheduler that lives; ``there`` says at each look how many threads its workers have."""

    there: Iterator[int]
    loop = Loop()

    def __init__(self, *_: Any, **__: Any) -> None:
        self.status = "running"

    def wait_for_workers(self, *_: Any, **__: Any) -> None: ...

    def submit(self, *_: Any, **__: Any) -> None: ...

    def gather(self, *_: Any, **__: Any) -> Never:
        return Never()

    def nthreads(self) -> dict[str, int]:
        threads = next(self.there)
        return {"tcp://10.0.0.6:40001": threads} if threads else {}

    def close(self, **_: Any) -> None: ...


class Distributed:
    """What an engine takes of the package."""

    Client = Client
    KilledWorker = RuntimeError


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that a test sets; the package of Dask is made up."""
    now = [0.0]
    monkeypatch.setattr(engine, "monotonic", lambda: now[0])
    monkeypatch.setattr(engine, "_import_distributed", Distributed)
    return now


def looks(cluster: Dask, clock: list[float], *threads: int) -> None:
    Client.there = iter(threads)
    for _ in threads:
        clock[0] += WAIT
        cluster.check()


def test_workers_that_come_back_are_waited_for(clock: list[float]) -> None:
    cluster = Dask(ADDRESS)
    none = [0] * (PATIENCE // WAIT)
    looks(cluster, clock, *none, 1, *none, 2)
    looks(cluster, clock, *none)
    with pytest.raises(InputError, match=f"has had no worker for {PATIENCE} s") as raised:
        looks(cluster, clock, 0)
    assert f"dask worker {ADDRESS}" in str(raised.value)
    assert "goes on where it stood" in str(raised.value)


def test_the_scheduler_is_not_asked_at_every_turn(clock: list[float]) -> None:
    cluster = Dask(ADDRESS)
    Client.there = iter([1])
    for _ in range(WAIT + 1):  # a second look would find no more to say
        cluster.check()
        clock[0] += 1


def test_a_run_whose_workers_are_gone_ends(
    clock: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def passes(*_: Any, **__: Any) -> tuple[set[Any], set[Any]]:
        clock[0] += run.POLL
        return set(), set()

    monkeypatch.setattr(run, "wait", passes)
    table = write_table(tmp_path / "t.csv", ["a,A,3,60,hotel,"])
    Client.there = (int(turn == 0) for turn in count())  # one is there at first
    with pytest.raises(InputError, match="no worker"):
        run.run_batch(table, tmp_path / "out", engine="dask", scheduler=ADDRESS, planner=fakes.plan)
    assert PATIENCE <= clock[0] <= PATIENCE + 2 * WAIT
