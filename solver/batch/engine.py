"""Where the work is done: processes of this machine, or a Dask cluster, behind one protocol.

Both give futures of ``concurrent.futures``; what an engine adds is how much to hand out at a time,
and what to do when a worker dies.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from solver.batch.planning import Job, Outcome, Planner, fingerprint, work
from solver.errors import InputError, shown
from solver.memory import keep_little

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

ENGINES = ("processes", "dask")
WAIT = 30
"""Seconds to wait for the first worker of a scheduler, and between two looks for any."""

PATIENCE = 300
"""Seconds that a scheduler may be without a worker before a run ends: one may come back."""

MAX_PROCESSES = 256
ADDRESS = re.compile(r"(tcp|tls)://[\w.:\[\]-]+:[0-9]{1,5}", re.ASCII)
LOGGERS = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")


class WorkerLostError(Exception):
    """The worker that had this request died; nothing is known of the request."""


class RepeatedlyLostError(Exception):
    """Several workers died one after the other, each while it had this request."""


class Engine(Protocol):
    """What a run asks of a place to work."""

    @property
    def window(self) -> int:
        """How many requests to hand out at a time."""

    def submit(self, planner: Planner, job: Job) -> Future[Outcome]:
        """Hand out one request."""

    def result(self, future: Future[Outcome]) -> Outcome:
        """Return what became of it.

        Raises:
            WorkerLostError: the worker died; it may be handed out again.
            RepeatedlyLostError: it was handed out again, until that was enough.
            InputError: the workers cannot do it, or cannot be reached.

        """

    def check(self) -> None:
        """Raise InputError if there is no hope for what was handed out."""

    def close(self) -> None:
        """Let go of the workers; what they have not finished is lost."""


@contextmanager
def open_engine(name: str, processes: int | None, scheduler: str | None) -> Iterator[Engine]:
    """Open an engine, and close it in the end.

    Raises:
        InputError: there is no such engine, what it needs is missing or cannot be reached, or an
            option belongs to another engine.

    """
    check_options(name, processes, scheduler)
    if name == "processes":
        with closing(Processes(processes)) as pool:
            yield pool
    else:
        with _hushed(), closing(Dask(str(scheduler))) as cluster:
            yield cluster


def check_options(name: str, processes: int | None, scheduler: str | None) -> None:
    """Raise InputError if engine and options do not go together."""
    if name not in ENGINES:
        raise InputError(f"--engine: {shown(name)} is not known; use one of {', '.join(ENGINES)}")
    if name == "processes" and scheduler is not None:
        raise InputError("--scheduler: goes with --engine dask; add that, or leave it out")
    if name == "dask" and scheduler is None:
        raise InputError(
            "--engine dask: needs the address of a scheduler, as --scheduler tcp://10.0.0.5:8786"
        )
    if scheduler is not None and not ADDRESS.fullmatch(scheduler):
        raise InputError(
            f"--scheduler: {shown(scheduler)} is no address; it looks like tcp://10.0.0.5:8786"
        )
    if name == "dask" and processes is not None:
        raise InputError("--processes: a Dask cluster has its own workers; leave it out")
    if processes is not None and not 1 <= processes <= MAX_PROCESSES:
        raise InputError(f"--processes: must be 1 to {MAX_PROCESSES}, not {processes}")


# ---- processes of this machine --------------------------------------------------------------


class Processes:
    """A pool of processes, made anew where one of them dies."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or _processors()
        self._pool: Executor | None = None
        self._leash: Connection | None = None
        self._begun: Future[str] | None = None

    @property
    def window(self) -> int:
        """One at work in each process, one ready for it."""
        return 2 * self.count

    def submit(self, planner: Planner, job: Job) -> Future[Outcome]:
        """Hand out one request."""
        # Opened first: what multiprocessing starts for itself then lets Ctrl-C through again.
        pool = self._pool or self._open()
        # A process that is started while Ctrl-C is held back never sees it: ending is our part.
        try:
            with _interrupts_held(), suppress(BrokenProcessPool):
                self._begun = self._begun or pool.submit(fingerprint)
                return pool.submit(work, planner, job)
        except OSError as error:
            raise self._too_many(error) from error
        self._check_begun()
        self.close()
        return self.submit(planner, job)

    def result(self, future: Future[Outcome]) -> Outcome:
        """Return what became of it; see :class:`Engine`."""
        try:
            return future.result()
        except BrokenProcessPool as error:
            self._check_begun()
            raise WorkerLostError from error

    def check(self) -> None:
        """Nothing to check: a dead process shows in the results."""

    def close(self) -> None:
        """End the processes at once, whatever they are at."""
        if self._leash is not None:
            self._leash.close()
            self._leash = None
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _check_begun(self) -> None:
        """Raise InputError if no process of a pool that broke ever came to work."""
        if self._begun is not None and self._begun.done() and self._begun.exception() is not None:
            raise InputError(
                "the processes that plan could not be started; a script that calls run_batch does "
                'so under  if __name__ == "__main__":  since each process reads the script anew'
            )

    def _too_many(self, error: Exception) -> InputError:
        return InputError(
            f"--processes: {self.count} cannot be started here "
            f"({getattr(error, 'strerror', None) or error}); name fewer"
        )

    def _open(self) -> Executor:
        import multiprocessing  # noqa: PLC0415 - not for --help

        # Spawned, not forked: a fork copies locks that threads hold.
        context = multiprocessing.get_context("spawn")
        try:
            end, self._leash = context.Pipe(duplex=False)
            pool = ProcessPoolExecutor(self.count, context, initializer=_begin, initargs=(end,))
        except (OSError, ValueError) as error:  # Windows takes 61 at the most
            raise self._too_many(error) from error
        self._pool, self._begun = pool, None
        return pool


def _processors() -> int:
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin(leash: Connection) -> None:
    """Start a worker: it leaves Ctrl-C to the run, and ends when the run does, even if killed.

    Args:
        leash: nothing comes through it; that its other end is closed is the sign to end.

    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(leash,), daemon=True).start()
    keep_little()
    fingerprint()


def _end_with(leash: Connection) -> None:
    leash.poll(None)
    os._exit(0)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait; processes that are started meanwhile inherit that, and never see it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ---- a Dask cluster -------------------------------------------------------------------------


class Dask:
    """The workers of a Dask scheduler; the cluster hands out anew what a dead worker had."""

    def __init__(self, address: str) -> None:
        self._distributed: Any = _import_distributed()
        self.address = address
        try:
            # How long to try is Dask's own setting, distributed.comm.timeouts.connect.
            self._client: Any = self._distributed.Client(address, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise InputError(
                f"--scheduler: {shown(address)} cannot be reached ({error}); start one with "
                "`dask scheduler`, and give the address that it prints"
            ) from error
        try:
            self._client.wait_for_workers(1, timeout=WAIT)
        except OSError as error:  # a timeout is one; so is a scheduler that is gone meanwhile
            self._client.close()
            raise InputError(
                f"--scheduler: {shown(address)} has no worker; start some with `dask worker "
                f"{address} --nthreads 1`"
            ) from error
        self._pending: set[Future[Outcome]] = set()
        self._submitted = self._ask_at = self._window = 0
        self._look_at = monotonic() + WAIT
        self._alone_since: float | None = None

    @property
    def window(self) -> int:
        """Enough that no worker waits for the way to the scheduler and back."""
        if self._submitted >= self._ask_at:  # workers come and go; asking is a round trip
            self._window = 4 * max(self._threads(), 1)
            self._ask_at = self._submitted + self._window
        return self._window

    def _threads(self) -> int:
        with self._reached():
            return sum(self._client.nthreads().values())

    def check(self) -> None:
        """Raise InputError if the scheduler is gone, or has had no worker for too long."""
        if self._client.status in ("closed", "closing"):
            raise self._gone()
        now = monotonic()
        if now < self._look_at:
            return
        self._look_at = now + WAIT
        if self._threads():
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = now
        elif now - self._alone_since >= PATIENCE:
            raise InputError(
                f"--scheduler: {shown(self.address)} has had no worker for {PATIENCE} s; start "
                f"some with `dask worker {self.address} --nthreads 1` and give the same command: "
                "it goes on where it stood"
            )

    def submit(self, planner: Planner, job: Job) -> Future[Outcome]:
        """Hand out one request."""
        self.check()
        self._submitted += 1
        with self._reached():
            # Each request is one task, never taken for another with equal arguments.
            task = self._client.submit(unwatched, planner, job, pure=False)
            # Not Dask's own executor: it takes a result for an error where the worker dies between
            # giving it and the look at what became of it.
            result = self._client.gather(task, asynchronous=True)
            future = asyncio.run_coroutine_threadsafe(result, self._client.loop.asyncio_loop)
        self._pending.add(future)
        future.add_done_callback(self._pending.discard)
        return future

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except (OSError, TimeoutError) as error:
            raise self._gone() from error
        except (RuntimeError, ValueError) as error:  # of a client that is ending
            if self._client.status == "running":
                raise
            raise self._gone() from error

    def result(self, future: Future[Outcome]) -> Outcome:
        """Return what became of it; see :class:`Engine`."""
        if future.cancelled():
            raise self._gone()
        try:
            return future.result()
        except self._distributed.KilledWorker as error:
            raise RepeatedlyLostError from error
        except (OSError, TimeoutError, CancelledError) as error:  # the work itself raises none
            raise self._gone() from error
        except (ImportError, AttributeError) as error:
            raise InputError(
                f"--scheduler: a worker of {self.address} cannot do the work ({error}); install "
                "the same evenset on each worker"
            ) from error

    def _gone(self) -> InputError:
        return InputError(
            f"--scheduler: {shown(self.address)} is not there any more; start it again and give "
            "the same command: it goes on where it stood"
        )

    def close(self) -> None:
        """Let go of the cluster; what it has not finished is cancelled."""
        with suppress(Exception):  # whatever the state of the cluster, ours is kept
            for future in list(self._pending):
                future.cancel()
        with suppress(Exception):
            self._client.close(timeout=5)


def unwatched(planner: Planner, job: Job) -> Outcome:
    """Plan one request on a worker of Dask, out of sight of its profiler.

    That looks every 10 ms at the stack of the thread that Dask gave us, and keeps what it saw for
    an hour: a third of a megabyte for each plan. With a thread of our own it sees us wait.
    """
    done: Future[Outcome] = Future()

    def run() -> None:
        try:
            done.set_result(work(planner, job))
        except BaseException as error:  # raised where Dask looks for it
            done.set_exception(error)

    # Not of a pool: a worker that ends would wait for its plan, as it does not for Dask's own.
    threading.Thread(target=run, daemon=True).start()
    return done.result()


def _import_distributed() -> Any:
    try:
        import distributed  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InputError(
            "--engine dask: Dask is not installed; pip install 'evenset[cluster]'"
        ) from error
    return distributed


@contextmanager
def _hushed() -> Iterator[None]:
    """Let Dask not log lost connections between our messages: what matters of it is told."""
    _import_distributed()  # sets the levels of its own loggers
    loggers = [logging.getLogger(name) for name in LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
