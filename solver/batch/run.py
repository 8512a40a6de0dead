"""A run: reads the table, hands out what is open, writes what comes back, and can be killed.

The order is always the same: a result's files stand on disk, then the ledger says so. Whatever
happens in between, the same command finds the request open and does it once more.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from solver.batch import planning
from solver.batch.athletes import Athlete, read_athletes
from solver.batch.engine import Engine, RepeatedlyLostError, WorkerLostError, open_engine
from solver.batch.ledger import NAME, Entry, Ledger, Remarks, Request
from solver.batch.planning import Job, Outcome, Planner, fingerprint, request_key
from solver.batch.problems import PROBLEMS_NAME, write_problems
from solver.batch.removing import remove
from solver.batch.table import CSV_NAME, PARQUET_NAME, has_parquet, write_tables
from solver.blocks.block import check_weeks
from solver.catalogue import load_catalogue
from solver.errors import EvensetError, ImpossibleError, InputError, NoPlanInTimeError
from solver.writing import TEMPORARY, write_bytes

MAX_LOSSES = 3
"""How many workers may die over one request before it is given up."""

POLL = 1.0
"""Seconds after which to look whether the workers can still be reached."""

OURS = (CSV_NAME, PARQUET_NAME, PROBLEMS_NAME)
"""What a run writes beside the files of athletes and the ledger."""

SHOWN = 20
"""How many rows without a plan a result names; the table names all."""

Advance = Callable[[int, int], None]
"""Called with how many athletes have their result, and how many there are; while the table is still
read, with how many rows were, and 0."""

PIECE = 1_000
"""Rows after which a reading says how far it is."""


@dataclass(frozen=True)
class BatchResult:
    """What became of a run.

    Attributes:
        folder: of the results.
        counts: athletes by status: ``planned``, ``wrong``, ``impossible``, ``no_plan``,
            ``failed``.
        troubles: the first rows without a plan, in the order of the table.
        others: files in the folder whose athlete is no longer in the table.
        parquet: the table was written as Parquet too, for which pyarrow is needed.
        remarks: what stands out in the plans as a whole.

    """

    folder: Path
    counts: dict[str, int]
    troubles: tuple[Entry, ...] = field(default=())
    others: int = 0
    parquet: bool = True
    remarks: Remarks = field(default_factory=Remarks)

    @property
    def exit_code(self) -> int:
        """Zero if every row has a plan, else the code of the gravest trouble."""
        for status, code in (
            ("failed", EvensetError.exit_code),
            ("wrong", InputError.exit_code),
            ("impossible", ImpossibleError.exit_code),
            ("no_plan", NoPlanInTimeError.exit_code),
        ):
            if self.counts.get(status):
                return code
        return 0


def run_batch(
    csv: Path | str,
    out: Path | str,
    *,
    weeks: int | None = None,
    time_limit: float | None = None,
    engine: str = "processes",
    processes: int | None = None,
    scheduler: str | None = None,
    planner: Planner = planning.plan_one,
    advance: Advance | None = None,
) -> BatchResult:
    """Plan every athlete of a table; what was done before, as the ledger says, is not done again.

    A script that calls this needs ``if __name__ == "__main__":`` around it, since the processes
    load it anew.

    Args:
        csv: the table; docs/batch.md lists its columns.
        out: the folder of the results; made where it is missing.
        weeks: of a block for each athlete; None for one week each.
        time_limit: seconds for athletes whose row names none; None for those of a scenario.
        engine: ``processes`` of this machine, or ``dask``.
        processes: how many; as many as there are processors where it is left out.
        scheduler: the address of a Dask scheduler.
        planner: what plans one request; see :data:`solver.batch.planning.Planner`.
        advance: is called as the work goes on.

    Raises:
        InputError: the file or its header is wrong, another run has the folder, or nothing can be
            written there. A wrong row is no error but a part of the result.

    """
    if weeks is not None:
        check_weeks(weeks)
    source, folder = Path(csv), Path(out)
    _check_source(source, folder)
    athletes = _some(source, read_athletes(source, load_catalogue(), time_limit, weeks))
    with open_engine(engine, processes, scheduler) as place:
        _make_folder(folder)
        with Ledger(folder, weeks) as ledger:
            for left in folder.glob(f"{TEMPORARY}*"):
                remove(left)  # of a run that was killed: the ledger is ours alone
            with ledger.writing():
                ledger.forget_athletes()
                for count, athlete in enumerate(athletes, start=1):
                    ledger.add(athlete, _key(planner, athlete, weeks))
                    if advance is not None and count % PIECE == 0:
                        advance(count, 0)
            ledger.reopen_unfinished()
            run = _Run(folder, ledger, place, planner, weeks, advance)
            run.tidy()
            run.work()
            run.take_away()
            write_tables(folder, ledger.entries())
            write_problems(folder, ledger.entries())
            return BatchResult(
                folder,
                ledger.count(),
                tuple(_troubles(ledger)),
                ledger.others(),
                has_parquet(),
                ledger.remarks(),
            )


def _key(planner: Planner, athlete: Athlete, weeks: int | None) -> str:
    if athlete.fault:
        return ""
    return request_key(planner, athlete.request, weeks, athlete.volume)


def _some(source: Path, athletes: Iterator[Athlete]) -> Iterator[Athlete]:
    """Return the rows, of which there is one at least.

    Raises:
        InputError: there is none, which is a mistake more often than a wish.

    """
    first = next(athletes, None)
    if first is None:
        raise InputError(
            f"{source}: has no rows below its header; write one for each athlete (evenset batch "
            "--template prints an example)"
        )
    return chain([first], athletes)


def _check_source(source: Path, folder: Path) -> None:
    """Refuse a table that the results would be written over.

    Raises:
        InputError: it stands where a table of results goes.

    """
    if any(source.resolve() == (folder / name).resolve() for name in OURS):
        raise InputError(
            f"{source}: stands where the results go and would be written over; rename the table "
            "of athletes, or name another folder with --out"
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ours = [path for name in OURS if (path := folder / name).exists()]
        strange = not (folder / NAME).exists() and next(
            chain(ours, sorted(folder.glob("*.json"))), None
        )
    except OSError as error:
        raise InputError(
            f"{folder}: cannot be made a folder ({error.strerror or error}); name another with "
            "--out"
        ) from error
    if strange:
        raise InputError(
            f"{folder}: holds {strange.name}, which is of no batch; name a new folder with --out, "
            "so that nothing of yours is written over"
        )


def _troubles(ledger: Ledger) -> Iterator[Entry]:
    found = (entry for entry in ledger.entries() if entry.status != "planned")
    for _, entry in zip(range(SHOWN), found, strict=False):
        yield entry


@dataclass
class _Run:
    folder: Path
    ledger: Ledger
    engine: Engine
    planner: Planner
    weeks: int | None
    advance: Advance | None
    losses: dict[str, int] = field(default_factory=dict)
    done: int = 0
    total: int = 0

    # ---- what an earlier run left -----------------------------------------------------------

    def tidy(self) -> None:
        """Give new rows what is planned already.

        Files that are out of date stay until there is something to replace them.
        """
        for key, size, digest in self.ledger.planned():
            wanted = self.ledger.files_of(key)
            there = [file for file in self.ledger.written(key) if self._size(file) == size]
            missing = [file for file in wanted if file not in there]
            if not missing:
                continue
            content = next(filter(None, (self._read(file, digest) for file in there)), None)
            if content is None:
                self.ledger.reopen(key)
            else:
                for file in missing:
                    remove(self.folder / file)  # else an old plan of equal size would pass for it
                with self.ledger.writing():
                    self.ledger.note_files(key, missing)
                self._write(key, content, missing)

    def _size(self, file: str) -> int:
        try:
            return (self.folder / file).stat().st_size
        except OSError:
            return -1

    def _read(self, file: str, digest: str) -> bytes | None:
        try:
            content = (self.folder / file).read_bytes()
        except OSError:
            return None
        return content if _digest(content) == digest else None

    def take_away(self) -> None:
        """Take away the files that are out of date and that no new plan has replaced."""
        for file in self.ledger.outdated():
            remove(self.folder / file)
            self.ledger.drop_file(file)

    # ---- the work ---------------------------------------------------------------------------

    def work(self) -> None:
        """Plan all that is open."""
        counts = self.ledger.count()
        self.total = sum(counts.values())
        self.done = self.total - counts.get("open", 0)
        self._tell()
        waiting = self.ledger.open_requests()
        again: deque[Request] = deque()
        at_work: dict[Future[Outcome], Request] = {}
        exhausted = False
        while True:
            # What was at work when a worker died goes alone, the last of it too, so that it is
            # known who killed it.
            alone = again or any(request.key in self.losses for request in at_work.values())
            window = 1 if alone else self.engine.window
            while len(at_work) < window and (again or not exhausted):
                request = again.popleft() if again else next(waiting, None)
                if request is None:
                    exhausted = True
                    break
                job = Job(request.key, request.scenario, self.weeks, request.volume)
                at_work[self.engine.submit(self.planner, job)] = request
            if not at_work:
                return
            ready, _ = wait(at_work, timeout=POLL, return_when=FIRST_COMPLETED)
            self.engine.check()
            for future in ready:
                request = at_work.pop(future)
                try:
                    outcome = self.engine.result(future)
                except WorkerLostError:
                    again.extend(self._lost(request))
                except RepeatedlyLostError:
                    self._give_up(request)
                else:
                    self._keep(outcome)

    def _lost(self, request: Request) -> Iterator[Request]:
        self.losses[request.key] = self.losses.get(request.key, 0) + 1
        if self.losses[request.key] < MAX_LOSSES:
            yield request
        else:
            self._give_up(request)

    def _give_up(self, request: Request) -> None:
        self._keep(
            Outcome(
                request.key,
                "failed",
                fingerprint(),
                message="worker after worker died over this request, as for want of memory; run "
                "again with fewer --processes, or with more memory for each worker",
            )
        )

    def _keep(self, outcome: Outcome) -> None:
        """Write a result to its files, then to the ledger.

        Whose files they will be is noted before: of a run that is killed in between, the next one
        knows which of them to take away if the row has changed meanwhile.
        """
        if outcome.mark != fingerprint():
            raise InputError(
                f"--scheduler: the worker {outcome.worker} is another version, so its plans may "
                f"differ; it has {outcome.mark}, here is {fingerprint()}; install the same on both"
            )
        content = outcome.content
        files = self.ledger.files_of(outcome.key)
        if content is not None:
            with self.ledger.writing():
                self.ledger.note_files(outcome.key, files)
            self._write(outcome.key, content, files)
        with self.ledger.writing():
            self.ledger.note(
                outcome.key,
                {
                    "status": outcome.status,
                    "message": outcome.message,
                    "summary": json.dumps(dict(outcome.summary), sort_keys=True),
                    "digest": None if content is None else _digest(content),
                    "size": None if content is None else len(content),
                    "seconds": outcome.seconds,
                    "megabytes": outcome.megabytes,
                    "worker": outcome.worker,
                },
            )
        self.done += len(files)
        self._tell()

    def _write(self, key: str, content: bytes, files: list[str]) -> None:
        for file in files:
            try:
                write_bytes(self.folder / file, content)
            except InputError as error:
                raise InputError(
                    f"{error}; where that is mended (make room, or move away what is in the way), "
                    f"the same command goes on where it stood (request {key})"
                ) from error

    def _tell(self) -> None:
        if self.advance is not None:
            self.advance(self.done, self.total)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
