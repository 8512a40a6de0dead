"""A catalogue of one's own: what is wrong in it is named by file, line and field."""

from __future__ import annotations

import csv
import dataclasses
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from solver.catalogue import Exercise, Role, load_catalogue
from solver.catalogue.catalogue import DECIDING, deciding_content
from solver.catalogue.loading import make_doses
from solver.errors import InputError
from solver.paths import DATA

Row = dict[str, str]

with (DATA / "exercises.csv").open(encoding="utf-8", newline="") as handle:
    ROWS: dict[str, Row] = {row["id"]: row for row in csv.DictReader(handle)}

VALID = ROWS["barbell_bench_press"] | {"easier": "", "harder": ""}
OTHER = ROWS["push_up"] | {"easier": "", "harder": ""}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes rows as CSV and returns the path."""

    def write(*rows: Row, name: str = "own.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def refusal(path: Path) -> str:
    """Return the message with which the file is refused; it must begin with the file."""
    with pytest.raises(InputError) as found:
        load_catalogue(path)
    message = str(found.value)
    assert message.startswith(f"{path}")
    assert len(message) < 1500
    return message.removeprefix(f"{path}")


def test_a_valid_file_is_read(write: Callable[..., Path]) -> None:
    catalogue = load_catalogue(write(VALID, OTHER))
    assert list(catalogue.exercises) == ["barbell_bench_press", "push_up"]
    assert catalogue.muscles == load_catalogue().muscles
    assert catalogue.hash != load_catalogue().hash


def test_a_changed_file_is_read_anew(write: Callable[..., Path]) -> None:
    before = load_catalogue(write(VALID))
    after = load_catalogue(write(VALID | {"level": "advanced"}))
    assert before.hash != after.hash
    assert load_catalogue() is load_catalogue()


@pytest.mark.parametrize("name", DECIDING)
def test_the_hash_covers_every_file_that_decides_a_plan(name: str, tmp_path: Path) -> None:
    for file in DATA.glob("*.yaml"):
        shutil.copy(file, tmp_path / file.name)
    before = deciding_content(tmp_path)
    path = tmp_path / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(f"# a comment\n{text}".replace("\n", "\r\n").encode())
    deciding_content.cache_clear()
    assert deciding_content(tmp_path) == before
    changed = re.sub(r"(?m)(: |\[)([0-9]+)\b", lambda m: f"{m[1]}{int(m[2]) + 1}", text, count=1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    deciding_content.cache_clear()
    assert deciding_content(tmp_path) != before
    deciding_content.cache_clear()


def test_the_hash_is_made_of_the_deciding_files(monkeypatch: pytest.MonkeyPatch) -> None:
    before = load_catalogue().hash
    content = deciding_content(DATA)
    monkeypatch.setattr(
        "solver.catalogue.catalogue.deciding_content", lambda _: content | {"splits": "others"}
    )
    own = dataclasses.replace(load_catalogue())
    assert own.hash != before


def test_an_exercise_may_have_a_dose_of_its_own() -> None:
    standard = load_catalogue()
    usual = standard.doses[Role.MAIN]
    fewer = dataclasses.replace(usual, high=3, usual=(3, 3))
    rows = [(Role.MAIN, (), usual), (Role.MAIN, ("deadlift", "not_here"), fewer)]
    doses, own = make_doses(rows, standard.exercises)
    assert (doses, own) == ({Role.MAIN: usual}, {"deadlift": fewer})
    catalogue = dataclasses.replace(standard, own_doses=own)
    assert catalogue.dose_of(standard.exercises["deadlift"]).high == 3
    assert catalogue.dose_of(standard.exercises["back_squat"]) == usual
    assert catalogue.hash != standard.hash


def test_windows_line_ends_a_byte_order_mark_and_blank_lines_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    lines = [",".join(VALID), "", ",".join(f'" {cell} "' for cell in VALID.values()), ",,"]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    assert list(load_catalogue(path).exercises) == ["barbell_bench_press"]


REQUIRED = [name for name, field in Exercise.model_fields.items() if field.is_required()]


@pytest.mark.parametrize("column", REQUIRED)
def test_a_missing_column_is_named(write: Callable[..., Path], column: str) -> None:
    row = {name: cell for name, cell in VALID.items() if name != column}
    message = refusal(write(row))
    assert message.startswith(f", line 1: {column}: the column is missing; add it (data/README.md")


def test_an_unknown_column_is_named(write: Callable[..., Path]) -> None:
    message = refusal(write(VALID | {"colour": "red"}))
    assert message.startswith(", line 1: colour: no such column; take it out")


@pytest.mark.parametrize(
    ("field", "cell", "says"),
    [
        ("id", "Bench Press", "id: must be lower-case words joined by - . or _, not 'Bench Press'"),
        ("name", "x", "name: must have 2 characters or more, not 'x'"),
        ("name", "x" * 500, "name: must have 80 characters or fewer, not 'xx"),
        ("pattern", "horizontal_psh", "did you mean 'horizontal_push'?"),
        ("also", "rotation|rotatoin", "did you mean 'rotation'?"),
        ("plane", "sagital", "plane: 'sagital' is not known (did you mean 'sagittal'?); use one"),
        ("laterality", "both", "laterality: 'both' is not known"),
        ("role", "mian", "did you mean 'main'?"),
        ("level", "expert", "use one of beginner, intermediate, advanced"),
        ("rank", "", "rank: '' is not known; use one of staple, common, niche"),
        ("loadable_to", "begginer", "did you mean 'beginner'?"),
        ("spine_load", "4", "spine_load: must be 3 or less, not '4'"),
        ("spine_load", "-1", "spine_load: must be 0 or more, not '-1'"),
        ("spine_load", "some", "spine_load: must be a whole number, not 'some'"),
        ("stresses", "sholder", "did you mean 'shoulder'?"),
        ("hard", "true", "hard: must be yes or no, not 'true'"),
        ("grip", "", "grip: must be yes or no, not ''"),
        ("eccentric", "YES", "eccentric: must be yes or no, not 'YES'"),
        ("measure", "rep", "did you mean 'reps'?"),
        ("low", "", "low: must be a whole number, not ''"),
        ("low", "4.5", "low: must be a whole number, not '4.5'"),
        ("low", "0", "low: must be 1 or more, not '0'"),
        ("low", "99", "low: 99 is above high 8; swap them"),
        ("high", "1e9", "high: must be a whole number, not '1e9'"),
        ("high", "9" * 5000, "high: "),
        ("rep_seconds", "0", "rep_seconds: must be 1 or more where repetitions are counted"),
        ("setup_seconds", "soon", "setup_seconds: must be a whole number, not 'soon'"),
        ("direct", "", "direct: is empty, but a hard set needs a muscle; name one"),
        ("direct", "chset", "direct: 'chset' is not known (did you mean 'chest'?); use one of"),
        ("indirect", "deltoids", "indirect: 'deltoids' is not known"),
        ("indirect", "chest", "direct: chest is indirect too; keep one of the two"),
        ("load", "barbel", "load: 'barbel' is not known (did you mean 'barbell'?); use one of"),
        ("load", "bench", "load: 'bench' is not known"),
        ("supports", "bench|rak", "supports: 'rak' is not known (did you mean 'rack'?)"),
        ("easier", "push_upp", "easier: 'push_upp' is not known"),
        ("harder", "no_such", "harder: 'no_such' is not known"),
        ("role", "drill", "hard: a drill has no hard sets; say no"),
        ("low", "2", "low: 2 to 8 is no hard set, which has 3 to 30 (D13); change the range, or"),
    ],
)
def test_a_wrong_value_is_named(
    write: Callable[..., Path], field: str, cell: str, says: str
) -> None:
    message = refusal(write(OTHER, VALID | {field: cell}))
    assert message.startswith(", line 3: ")
    assert says in message


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "Another"}, "id: 'barbell_bench_press' stands twice; rename one"),
        ({"id": "another"}, "name: 'barbell_bench_press' is called 'Barbell bench press' too"),
        ({"id": "another", "name": "BARBELL BENCH-PRESS"}, "name: 'barbell_bench_press' is called"),
        ({"id": "flat_bench", "name": "Another"}, "id: 'barbell_bench_press' is called"),
        ({"id": "another", "name": "Another"}, "aliases: 'barbell_bench_press' is called"),
    ],
)
def test_a_name_that_is_taken_is_refused(
    write: Callable[..., Path], change: Row, says: str
) -> None:
    message = refusal(write(VALID, VALID | change))
    assert message.startswith(", line 3: ")
    assert says in message
    assert message.endswith("; rename one")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"easier": "barbell_bench_press"}, {}),
        ({"easier": "push_up"}, {"easier": "barbell_bench_press"}),
        ({"harder": "push_up"}, {"harder": "barbell_bench_press"}),
        ({"harder": "push_up", "easier": "push_up"}, {}),
    ],
)
def test_a_ladder_in_a_circle_is_refused(
    write: Callable[..., Path], first: Row, second: Row
) -> None:
    message = refusal(write(VALID | first, OTHER | second))
    assert ": easier, harder: the ladder goes in a circle (" in message
    assert message.endswith("; take one rung out")


@pytest.mark.parametrize("cells", [1, 28, 30])
def test_a_wrong_count_of_cells_is_named(tmp_path: Path, cells: int) -> None:
    path = tmp_path / "own.csv"
    row = [*VALID.values(), "", ""][:cells]
    path.write_text(f"{','.join(VALID)}\n{','.join(cell or 'x' for cell in row)}\n")
    message = refusal(path)
    assert f", line 2: has {cells} cells, the header has 29; check the commas" in message


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", ": is empty; the first line must name the columns"),
        (b"\n", ": is empty; the first line must name the columns"),
        ((",".join(VALID) + "\n").encode(), ": has no exercises; add at least one row"),
        (b"id,name,id\n1,2,3\n", ", line 1: a column stands twice; keep one of them"),
        (b'id,name\nx,"never closed\n', ", line 2: broken CSV"),
        (b"id,name\nx,\xff\n", ", line 2: is not UTF-8 text; save it as UTF-8"),
        (b"id,name\nx,\0\n", ": holds a NUL byte"),
        (b"id,name\n" + b"x," * 300_000 + b"\n", ", line 2: has 300001 cells"),
        (b'id,name\nx,"' + b"y" * 200_000 + b'"\n', ", line 2: broken CSV: field larger than"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(content)
    assert says in refusal(path)


def test_too_many_exercises_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,name\n" + "x,y\n" * 10_001)
    assert refusal(path) == ": has 10001 rows; at most 10000 are read"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv") == ": no such file; check the path"
    assert refusal(tmp_path) == ": is a folder; name a file"
