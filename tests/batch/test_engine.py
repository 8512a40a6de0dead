"""Processes of this machine: a worker that dies costs at most its own request."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from solver.batch import engine
from solver.batch.engine import check_options
from solver.batch.planning import Job
from solver.batch.run import run_batch
from solver.errors import InputError
from tests.batch import fakes
from tests.batch.running import contents, write_table

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_worker_that_dies(
    processes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    log.mkdir()
    monkeypatch.setenv(fakes.LOG, str(log))
    rows = [f"a{n},A,3,{60 + n},hotel," for n in range(8)]
    rows[1:1] = ["killer,K,3,40,hotel,"]
    rows[5:5] = ["once,O,3,41,hotel,"]
    table = write_table(tmp_path / "t.csv", rows)
    result = run_batch(table, tmp_path / "out", processes=processes, planner=fakes.plan_or_die)
    assert result.counts == {"planned": 9, "failed": 1}
    assert [entry.athlete.id for entry in result.troubles] == ["killer"]
    assert "worker after worker died" in result.troubles[0].message
    assert result.exit_code == 1


@pytest.mark.parametrize("where", ["submit", "_open"])
def test_more_processes_than_the_system_gives_are_told(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    if where == "submit":
        monkeypatch.setattr(ProcessPoolExecutor, "submit", refuse)
    else:
        monkeypatch.setattr(engine, "ProcessPoolExecutor", refuse)
    place = engine.Processes(200)
    with pytest.raises(InputError, match=r"--processes: 200 cannot be started here \(Resource"):
        place.submit(fakes.plan, Job("k", "{}", None, "flat"))
    place.close()


def test_a_script_without_a_guard_is_told_what_it_lacks(tmp_path: Path) -> None:
    """Each process reads the script anew, and would start processes of its own."""
    table = write_table(tmp_path / "t.csv", ["a,A,3,60,hotel,", "b,B,3,61,hotel,"])
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom solver.batch import run_batch\n"
        "run_batch(sys.argv[1], sys.argv[2], processes=1)\n",
        encoding="utf-8",
    )
    ran = subprocess.run(
        [sys.executable, str(script), str(table), str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert ran.returncode == 1
    assert ran.stderr.rstrip().endswith("each process reads the script anew")
    assert 'if __name__ == "__main__":' in ran.stderr
    assert ran.stderr.count("freeze_support()") <= 2  # one process, told once


def test_the_number_of_processes_changes_no_byte(tmp_path: Path) -> None:
    table = write_table(tmp_path / "t.csv", [f"a{n},A,3,{60 + n},hotel," for n in range(12)])
    for processes in (1, 2):
        run_batch(table, tmp_path / str(processes), processes=processes, planner=fakes.plan)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("threads", None, None), "'threads' is not known"),
        (("processes", 0, None), "must be 1 to 256"),
        (("processes", 1, "tcp://x:1"), "goes with --engine dask"),
        (("dask", None, None), "needs the address of a scheduler"),
        (("dask", None, "nonsense://x"), "is no address"),
        (("dask", None, "127.0.0.1"), "is no address"),
        (("dask", 2, "tcp://x:1"), "has its own workers"),
    ],
)
def test_options_that_do_not_go_together(
    options: tuple[str, int | None, str | None], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        check_options(*options)
