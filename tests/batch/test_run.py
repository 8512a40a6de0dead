"""A run from table to folder: what is done once, what again, and what is refused."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from solver.batch import planning, run
from solver.batch.engine import WorkerLostError
from solver.batch.ledger import NAME, Ledger
from solver.batch.planning import Job, Outcome, Planner, work
from solver.batch.run import BatchResult, run_batch
from solver.errors import InputError
from solver.scenario import Scenario
from tests.batch import fakes
from tests.batch.running import Inline, contents, opened, some_rows, start, write_table

Go = Callable[..., BatchResult]


@pytest.fixture
def engine() -> Inline:
    return Inline()


@pytest.fixture
def go(tmp_path: Path, engine: Inline, monkeypatch: pytest.MonkeyPatch) -> Go:
    """Runs rows in this process."""
    monkeypatch.setattr(run, "open_engine", lambda *_: opened(engine))

    def go(rows: list[str], out: str = "out", weeks: int | None = None) -> BatchResult:
        table = write_table(tmp_path / "athletes.csv", rows)
        return run_batch(table, tmp_path / out, weeks=weeks, planner=fakes.plan)

    return go


def test_every_row_is_accounted_for(go: Go, engine: Inline, tmp_path: Path) -> None:
    result = go(some_rows())
    assert result.counts == {"planned": 37, "impossible": 1, "no_plan": 1, "wrong": 1}
    assert [entry.athlete.row for entry in result.troubles] == [9, 13, 15]
    assert result.troubles[1].athlete.column == "minutes"
    files = contents(tmp_path / "out")
    assert len(files) == 37 + 3, "both tables, and why three have no plan"
    assert files["a3.json"] == fakes.plan(
        Scenario.model_validate_json(_scenario(tmp_path / "out", 5)), None
    )[0]  # fmt: skip


def _scenario(out: Path, row: int) -> str:
    with sqlite3.connect(out / NAME) as base:
        found = base.execute(
            "SELECT scenario FROM requests JOIN athletes ON request = key WHERE row = ?", (row,)
        ).fetchone()
    base.close()
    return str(found[0])


def test_no_more_is_handed_out_than_the_window(go: Go, engine: Inline) -> None:
    go(some_rows(200))
    assert engine.most == engine.window


def test_equal_requests_are_planned_once(go: Go, engine: Inline, tmp_path: Path) -> None:
    result = go(["a,A,3,60,hotel,", "b,B,3,60,hotel,", "c,C,3,60,Hotel,intermediate"])
    assert result.counts == {"planned": 3}
    assert len(engine.submitted) == 1
    files = contents(tmp_path / "out")
    assert files["a.json"] == files["b.json"] == files["c.json"]


def test_what_is_done_is_not_done_again(go: Go, engine: Inline, tmp_path: Path) -> None:
    go(some_rows())
    before, calls = contents(tmp_path / "out"), len(engine.submitted)
    result = go(some_rows())
    assert result.counts["no_plan"] == 1
    assert len(engine.submitted) == calls + 1, "what was short of time is tried again"
    assert contents(tmp_path / "out") == before


def test_what_was_short_of_time_gets_its_plan_when_there_is_one(
    go: Go, engine: Inline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ["a,A,3,32,hotel,", "b,B,3,60,hotel,"]
    assert go(rows).exit_code == 4
    monkeypatch.setattr(fakes, "SHORT_OF_TIME", 0)
    result = go(rows)
    assert result.counts == {"planned": 2}
    assert "a.json" in contents(tmp_path / "out")
    assert not (tmp_path / "out" / "problems.txt").exists()


@pytest.mark.parametrize("other", ["fingerprint", "planner"])
def test_another_request_is_done_anew(
    other: str, go: Go, engine: Inline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ["a,A,3,60,hotel,"]
    go(rows)
    if other == "fingerprint":
        for module in (planning, run):
            monkeypatch.setattr(module, "fingerprint", lambda: "another catalogue")
    if other == "planner":
        monkeypatch.setattr(fakes, "plan", fakes.plan_or_die)
    go(rows)
    assert len(engine.submitted) == len(set(engine.submitted)) == 2


def test_weeks_and_blocks_do_not_share_a_folder(go: Go, tmp_path: Path) -> None:
    rows = ["a,A,3,60,hotel,"]
    go(rows)
    before = contents(tmp_path / "out")
    with pytest.raises(InputError, match="holds single weeks; name another folder"):
        go(rows, weeks=8)
    assert contents(tmp_path / "out") == before
    go(rows, weeks=8, out="blocks")
    with pytest.raises(InputError, match="holds blocks of 8 weeks"):
        go(rows, weeks=9, out="blocks")
    assert go(rows, weeks=8, out="blocks").counts == {"planned": 1}


def test_a_changed_row_takes_its_old_result_away(go: Go, tmp_path: Path) -> None:
    go(["a,A,3,60,hotel,", "b,B,3,45,hotel,", "c,C,3,45,hotel,"])
    before = contents(tmp_path / "out")
    result = go(["a,A,3,31,hotel,", "b,B,3,60,hotel,"])
    after = contents(tmp_path / "out")
    assert "a.json" not in after, "it is impossible now"
    assert after["b.json"] == before["a.json"]
    assert after["c.json"] == before["c.json"], "nothing of another table is taken away"
    assert result.others == 1
    assert result.remarks.old == ("c.json",)
    assert result.counts == {"impossible": 1, "planned": 1}


def test_a_new_row_takes_what_is_planned_already(go: Go, engine: Inline, tmp_path: Path) -> None:
    go(["a,A,3,60,hotel,"])
    go(["b,B,3,60,hotel,", "a,A,3,60,hotel,"])
    assert len(engine.submitted) == 1
    files = contents(tmp_path / "out")
    assert files["a.json"] == files["b.json"]


@pytest.mark.parametrize("damage", ["gone", "cut", "another text of equal length"])
def test_a_result_that_is_gone_comes_back(
    damage: str, go: Go, engine: Inline, tmp_path: Path
) -> None:
    go(["a,A,3,60,hotel,", "b,B,3,60,hotel,"])
    before = contents(tmp_path / "out")
    first, second = tmp_path / "out" / "a.json", tmp_path / "out" / "b.json"
    if damage == "gone":
        first.unlink()
    elif damage == "cut":
        first.write_bytes(before["a.json"][:100])
    else:
        first.write_bytes(before["a.json"].swapcase())
        second.unlink()
    go(["a,A,3,60,hotel,", "b,B,3,60,hotel,"])
    assert contents(tmp_path / "out") == before
    assert len(engine.submitted) == (2 if damage.startswith("another") else 1)


def test_a_defect_stops_no_other_and_is_tried_again(go: Go, engine: Inline, tmp_path: Path) -> None:
    rows = ["a,A,3,33,hotel,", "b,B,3,60,hotel,"]
    result = go(rows)
    assert result.counts == {"failed": 1, "planned": 1}
    assert "a defect of ours: ZeroDivisionError: a defect" in result.troubles[0].message
    assert result.exit_code == 1
    go(rows)
    assert len(engine.submitted) == 3


@pytest.mark.parametrize(
    ("minutes", "code"), [(60, 0), (31, 3), (32, 4), (33, 1), (34, 2), ("x", 2)]
)
def test_the_exit_code_says_what_is_the_matter(minutes: object, code: int, go: Go) -> None:
    assert go([f"a,A,3,{minutes},hotel,", "b,B,3,60,hotel,"]).exit_code == code


def test_ids_that_stand_twice_and_ids_that_differ_in_case(go: Go, tmp_path: Path) -> None:
    result = go(["a,A,3,60,hotel,", "A,B,3,60,hotel,", "a,C,3,60,hotel,", "a ,D,9,60,hotel,"])
    assert result.counts == {"planned": 2, "wrong": 2}
    assert "'a' stands in row 2 too" in result.troubles[0].message
    names = [name for name in contents(tmp_path / "out") if name.endswith(".json")]
    assert len({name.casefold() for name in names}) == 2


@pytest.mark.parametrize("old", [False, True])
def test_an_id_stands_twice_though_a_row_of_the_two_is_wrong(
    old: bool, go: Go, engine: Inline, tmp_path: Path
) -> None:
    if old:
        _older_ledger(tmp_path / "out")
    wrong, fine = "x,A,9,60,hotel,", "x,B,3,60,hotel,"
    result = go([wrong, fine])
    assert result.counts == {"wrong": 2}
    assert result.troubles[0].message.startswith("days: ")
    assert result.troubles[1].message == (
        "id: 'x' stands in row 2 too; give each athlete an id of its own"
    )
    assert engine.submitted == []
    result = go([fine, wrong])
    assert result.counts == {"planned": 1, "wrong": 1}
    lines = result.troubles[0].message.splitlines()
    assert lines[0] == "id: 'x' stands in row 2 too; give each athlete an id of its own"
    assert lines[1].startswith("days: ")
    assert result.troubles[0].athlete.column == "id"


def _older_ledger(folder: Path) -> None:
    """Make a ledger as it was before wrong rows kept their names and blocks had a volume."""
    folder.mkdir(exist_ok=True)
    base = sqlite3.connect(folder / NAME, isolation_level=None)
    if not base.execute("SELECT 1 FROM sqlite_master").fetchone():
        base.close()
        Ledger(folder).close()
        base = sqlite3.connect(folder / NAME, isolation_level=None)
    base.execute("DROP TABLE names")
    base.execute("ALTER TABLE requests DROP COLUMN volume")
    base.close()


def test_rows_that_differ_in_volume_are_two_requests(
    tmp_path: Path, engine: Inline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "open_engine", lambda *_: opened(engine))
    out, header = tmp_path / "out", "id,volume"

    def go(*rows: str) -> dict[str, int]:
        table = write_table(tmp_path / "t.csv", list(rows), header)
        return run_batch(table, out, weeks=8, planner=fakes.plan).counts

    assert go("a,", "b,flat") == {"planned": 2}
    assert len(engine.submitted) == 1
    _older_ledger(out)
    assert go("a,", "b,flat", "c,ramp", "d,Ramp") == {"planned": 4}
    assert len(engine.submitted) == 2, "what an older ledger has is not done again"
    files = contents(out)
    assert files["a.json"] == files["b.json"] != files["c.json"] == files["d.json"]
    assert json.loads(files["c.json"])["volume"] == "ramp"
    go("a,ramp", "b,", "c,", "d,ramp")
    assert len(engine.submitted) == 2
    assert contents(out)["a.json"] == files["c.json"]
    assert contents(out)["c.json"] == files["a.json"]


def test_a_row_that_is_mended_takes_no_file_from_another(go: Go, tmp_path: Path) -> None:
    go(["An-na,A,9,60,hotel,", "An na,B,3,60,hotel,"])
    before = contents(tmp_path / "out")
    go(["An-na,A,3,45,hotel,", "An na,B,3,60,hotel,"])
    after = contents(tmp_path / "out")
    (name,) = (name for name in before if name.startswith("An-na"))
    assert after[name] == before[name]
    assert after["An-na.json"] != before[name]


def test_a_name_that_stands_twice_is_called_a_name(go: Go, tmp_path: Path) -> None:
    result = go([",Anna,3,60,hotel,", ",Anna,4,60,hotel,"])
    (entry,) = result.troubles
    assert entry.athlete.column == "name"
    assert entry.message == "name: 'Anna' stands in row 2 too; give each athlete a name of its own"


def test_a_name_made_to_clash_is_a_fault(go: Go, tmp_path: Path) -> None:
    go(["a,A,3,60,hotel,", "A,B,3,60,hotel,"])
    taken = next(name for name in contents(tmp_path / "out") if name.startswith("A-")).removesuffix(
        ".json"
    )
    result = go(["a,A,3,60,hotel,", f"{taken},X,3,60,hotel,", "A,B,3,60,hotel,"])
    assert result.counts == {"planned": 2, "wrong": 1}
    assert "has the file name of another row" in result.troubles[0].message


def test_a_table_without_rows_is_refused_and_nothing_is_touched(go: Go, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no rows below its header"):
        go([])
    assert not (tmp_path / "out").exists()
    go(["a,A,3,60,hotel,"])
    before = contents(tmp_path / "out")
    with pytest.raises(InputError, match="has no rows"):
        go(["", ",,,,,"])
    assert contents(tmp_path / "out") == before


def test_a_second_run_is_refused(go: Go, tmp_path: Path) -> None:
    go(["a,A,3,60,hotel,"])
    with Ledger(tmp_path / "out"):
        process = start(tmp_path / "athletes.csv", "--out", tmp_path / "out")
        _, err = process.communicate(timeout=60)
        assert process.returncode == 2
        assert "another run is at work in this folder" in err
        with pytest.raises(InputError, match="another run is at work"):
            go(["a,A,3,60,hotel,"])
    assert go(["a,A,3,60,hotel,"]).counts == {"planned": 1}


def test_files_of_others_are_not_written_over(go: Go, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "package.json").write_text("{}")
    with pytest.raises(InputError, match=r"holds package\.json, which is of no batch"):
        go(["package,A,3,60,hotel,"])
    assert (tmp_path / "out" / "package.json").read_text() == "{}"
    assert not (tmp_path / "out" / NAME).exists()


@pytest.mark.parametrize("content", [b"no database at all, but text" * 50, None])
def test_what_is_no_ledger(content: bytes | None, go: Go, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    if content is None:
        base = sqlite3.connect(tmp_path / "out" / NAME)
        base.execute("CREATE TABLE recipes (title TEXT)")
        base.close()
    else:
        (tmp_path / "out" / NAME).write_bytes(content)
    with pytest.raises(InputError, match="is no ledger"):
        go(["a,A,3,60,hotel,"])


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM settings",
        "DROP TABLE requests",
        "ALTER TABLE requests DROP COLUMN size",
        "UPDATE requests SET status = 'baked'",
        "UPDATE requests SET summary = '{'",
        "UPDATE requests SET summary = '[1]'",
    ],
)
def test_a_ledger_that_no_run_has_written_so(harm: str, go: Go, tmp_path: Path) -> None:
    rows = ["a,A,3,60,hotel,"]
    go(rows)
    base = sqlite3.connect(tmp_path / "out" / NAME, isolation_level=None)
    base.execute(harm)
    base.close()
    with pytest.raises(InputError, match=r"ledger\.sqlite: is no ledger, or is damaged \(.*--out"):
        go(rows)


@pytest.mark.parametrize("name", ["a.json", "problems.txt", "results.csv", ".evenset.abc"])
def test_a_folder_where_a_file_goes(name: str, go: Go, tmp_path: Path) -> None:
    rows = ["a,A,3,60,hotel,"]
    go(rows)
    before = contents(tmp_path / "out")
    path = tmp_path / "out" / name
    path.unlink(missing_ok=True)
    path.mkdir()
    with pytest.raises(InputError, match=name):
        go(rows)
    path.rmdir()
    assert go(rows).counts == {"planned": 1}
    assert contents(tmp_path / "out") == before


def test_how_far_the_reading_is_told(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PIECE", 2)
    table = write_table(tmp_path / "t.csv", [f"a{n},A,3,60,hotel," for n in range(5)])
    told: list[tuple[int, int]] = []
    run_batch(
        table, tmp_path / "out", planner=fakes.plan, advance=lambda *told_: told.append(told_)
    )
    assert told == [(2, 0), (4, 0), (0, 5), (5, 5)]


def test_a_wrong_header_leaves_nothing(go: Go, tmp_path: Path) -> None:
    table = write_table(tmp_path / "t.csv", ["a"], "idd")
    with pytest.raises(InputError, match="no such column"):
        run_batch(table, tmp_path / "new", planner=fakes.plan)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_a_file(go: Go, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(InputError, match="cannot be made a folder"):
        go(["a,A,3,60,hotel,"])


@pytest.mark.parametrize("weeks", [0, -1, 1, 7, 13])
def test_weeks_that_no_block_has(weeks: int, go: Go, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"8 to 12 weeks .* `evenset batch` without --weeks"):
        go(["a,A,3,60,hotel,"], weeks=weeks)
    assert not (tmp_path / "out").exists()


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


def test_a_worker_of_another_version_is_refused(
    go: Go, engine: Inline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "fingerprint", lambda: "evenset 9")
    with pytest.raises(InputError, match=r"is another version.*here is evenset 9"):
        go(["a,A,3,60,hotel,"])
    assert "a.json" not in contents(tmp_path / "out")


@pytest.mark.parametrize("name", ["results.csv", "problems.txt", "results.parquet"])
def test_a_table_is_never_written_over(go: Go, tmp_path: Path, name: str) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    table = write_table(out / name, ["a,A,3,60,hotel,"])
    before = table.read_bytes()
    with pytest.raises(InputError, match="stands where the results go"):
        run_batch(table, out, planner=fakes.plan)
    with pytest.raises(InputError, match=f"holds {name}, which is of no batch"):
        go(["a,A,3,60,hotel,"], out="mine")
    assert table.read_bytes() == before
    assert [path.name for path in out.iterdir()] == [name]
