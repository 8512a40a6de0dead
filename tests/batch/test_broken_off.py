"""What becomes of a run whose disk is full, that is killed, or that loses a worker."""

from __future__ import annotations

import errno
import os
from concurrent.futures import Future
from pathlib import Path

import pytest

from solver.batch import run
from solver.batch.engine import WorkerLostError
from solver.batch.ledger import Ledger
from solver.batch.planning import Job, Outcome, Planner, work
from solver.batch.run import run_batch
from solver.errors import InputError
from tests.batch import fakes
from tests.batch.running import Go, Inline, contents, opened, some_rows, start, write_table


@pytest.mark.parametrize("writes", [1, 5, 20, 38, 39])
def test_a_full_disk(writes: int, go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go(some_rows(), "plain")
    done = 0
    sync = os.fsync

    def full(handle: int) -> None:
        nonlocal done
        done += 1
        if done >= writes:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        go(some_rows())
    there = contents(tmp_path / "out")
    plain = contents(tmp_path / "plain")
    assert {name: plain[name] for name in there} == there, "what is there is whole"
    monkeypatch.setattr(os, "fsync", sync)
    go(some_rows())
    assert contents(tmp_path / "out") == plain


def test_a_ledger_that_cannot_grow(go: Go, tmp_path: Path) -> None:
    go(some_rows(), "plain")
    table = tmp_path / "athletes.csv"
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, 120_000))\n"
        "sys.argv[1:] = ['0', *sys.argv[1:]]\n"
        "from tests.batch.running import _main\n"
        "_main()\n"
    )
    wide = [f"w{n},{'x' * 100},3,60,hotel," for n in range(2_000)]
    write_table(table, wide)
    process = start(table, "--out", tmp_path / "out", script=script)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2, err
    assert "ledger.sqlite: cannot be written" in err
    assert "make room" in err
    go(some_rows())
    assert contents(tmp_path / "out") == contents(tmp_path / "plain")


def test_a_page_of_the_ledger_that_is_damaged_is_told(go: Go, tmp_path: Path) -> None:
    go([f"a{n},A,3,{60 + n % 150},hotel," for n in range(600)])
    path = tmp_path / "out" / "ledger.sqlite"
    raw = bytearray(path.read_bytes())
    raw[3 * 4096 :] = b"\xff" * (len(raw) - 3 * 4096)
    path.write_bytes(raw)
    with pytest.raises(InputError, match=r"ledger\.sqlite: is no ledger, or is damaged"):
        go(["a,A,3,60,hotel,"])


def test_what_a_killed_run_was_writing_is_swept_up(go: Go, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".evenset.abc").write_text("half")
    go(["a,A,3,60,hotel,"])
    assert not (tmp_path / "out" / ".evenset.abc").exists()


@pytest.mark.parametrize("row", ["a,A,3,31,hotel,", "a,A,9,60,hotel,", "b,B,3,31,hotel,"])
def test_a_file_of_which_a_killed_run_said_nothing_does_not_outlive_its_row(
    row: str, go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        pass

    def killed(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "note", killed)
        with pytest.raises(KilledError):
            go(["a,A,3,60,hotel,"])
    assert "a.json" in contents(tmp_path / "out"), "written, and no word of it in the ledger"
    result = go([row])
    assert result.counts.keys() <= {"impossible", "wrong"}
    assert "a.json" not in contents(tmp_path / "out")
    assert result.others == 0


def test_an_old_plan_of_equal_size_does_not_pass_for_a_copy(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(["a,A,3,60,hotel,", "b,B,3,61,hotel,"])
    first, second = (tmp_path / "out" / f"{name}.json" for name in "ab")
    assert first.stat().st_size == second.stat().st_size
    rows = ["a,A,3,60,hotel,", "b,B,3,60,hotel,"]

    def full(*_: object) -> None:
        raise InputError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(run, "write_bytes", full)
        with pytest.raises(InputError, match="the disk is full"):
            go(rows)
    go(rows)
    assert second.read_bytes() == first.read_bytes()


class Deadly(Inline):
    """An engine in which one request kills its worker, and all that is at work is lost with it.

    Work ends only when the run has waited, the oldest first, and the deadly one a wait later.
    """

    def __init__(self, minutes: int) -> None:
        super().__init__()
        self.minutes = minutes
        self.here: list[tuple[Future[Outcome], Planner, Job]] = []
        self.lost: list[set[str]] = []
        self.waited = False

    def submit(self, planner: Planner, job: Job) -> Future[Outcome]:
        self.submitted.append(job.key)
        self.here.append((Future(), planner, job))
        return self.here[-1][0]

    def result(self, future: Future[Outcome]) -> Outcome:
        return future.result()

    def check(self) -> None:
        """End what is at work: the oldest, unless a deadly one waits with others for its death."""
        deadly = [each for each in self.here if f'"minutes":{self.minutes},' in each[2].scenario]
        others = [each for each in self.here if each not in deadly]
        if deadly and len(self.here) == self.window:
            self.lost.append({job.key for _, _, job in self.here})
            for future, _, _ in self.here:
                future.set_exception(WorkerLostError())
            self.here = []
        elif others:
            future, planner, job = others[0]
            future.set_result(work(planner, job))
            self.here.remove(others[0])
        elif deadly and not self.waited:
            self.waited = True
        elif deadly:
            self.waited = False
            self.lost.append({deadly[0][2].key})
            deadly[0][0].set_exception(WorkerLostError())
            self.here = []


def test_what_was_lost_with_a_worker_is_at_work_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Deadly(minutes=61)
    monkeypatch.setattr(run, "open_engine", lambda *_: opened(engine))
    monkeypatch.setattr(run, "POLL", 0.0)
    rows = [f"a{n},A,3,{60 + n},hotel," for n in range(12)]
    table = write_table(tmp_path / "athletes.csv", rows)
    result = run_batch(table, tmp_path / "out", planner=fakes.plan)
    assert result.counts == {"failed": 1, "planned": 11}
    together, *alone = engine.lost
    assert len(together) == engine.window
    assert [len(lost) for lost in alone] == [1] * (run.MAX_LOSSES - 1), "nobody is lost with it"
