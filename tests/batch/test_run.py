"""A run from table to folder: what is done once, and what again."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from solver.batch import planning, run
from solver.batch.ledger import NAME, Ledger
from solver.batch.run import run_batch
from solver.errors import InputError
from solver.scenario import Scenario
from tests.batch import fakes
from tests.batch.running import Go, Inline, contents, opened, some_rows, write_table


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


def test_a_run_that_is_broken_off_leaves_the_plans_of_before(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(["a,A,3,60,hotel,", "b,B,3,61,hotel,"])
    before = contents(tmp_path / "out")

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(fakes, "plan", stopped)
        with pytest.raises(KeyboardInterrupt):
            go(["a,A,3,70,hotel,", "b,B,3,71,hotel,"])
    assert contents(tmp_path / "out") == before
    go(["a,A,3,70,hotel,", "b,B,3,71,hotel,"])
    after = contents(tmp_path / "out")
    assert {"a.json", "b.json"} <= after.keys()
    assert after["a.json"] != before["a.json"]


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
