"""Reading a log of what was done: the template, spreadsheets, and what is wrong or hostile."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.blocks.after import NextBlock
from solver.blocks.log import COLUMNS, Done, Sore, log_template, read_log
from solver.catalogue import Weekday
from solver.errors import InputError
from solver.weights import Plates, Weight
from tests.blocks.going_on import after, all_done
from tests.blocks.weeks import catalogue, plain_block


def write(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "log.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_the_template_reads_as_everything_done(tmp_path: Path) -> None:
    path = write(tmp_path, log_template(plain_block(8)))
    log = read_log(path, plain_block(8), catalogue())
    assert log.done == all_done().done
    assert log.weeks == tuple(range(1, 9))


def test_all_kinds_of_row_are_read(tmp_path: Path) -> None:
    text = (
        "week,day,exercise,sets,reps,rir,load,muscle,sore_hours,fatigue\n"
        '1,Monday,Bench Press,3,8,2,"82,5 kg",,,\n2,,,,,,,quads,72,\n3,,,,,,,,,yes\n4,,,,,,,,,no\n'
    )
    log = read_log(write(tmp_path, text), plain_block(8), catalogue())
    assert log.done == (Done(1, Weekday.MON, "barbell_bench_press", 3, 8, 2, Weight(82.5, "kg")),)
    assert log.sore == (Sore(2, "quads", 72),)
    assert log.tired == (3,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("day,exercise\nmon,curl\n", "line 2: the column week is missing"),
        ("week,wek\n1,2\n", "no column 'wek'.*did you mean 'week'"),
        ("week,day,exercise,sets\n9,mon,deadlift,3\n", "line 2: week: .*1 to 8"),
        ("week,day,exercise,sets\nx,mon,deadlift,3\n", "line 2: week"),
        ("week,day,exercise,sets\n1,mon,dedlift,3\n", "line 2: .*dedlift.*deadlift"),
        ("week,day,exercise,sets\n1,mno,deadlift,3\n", "line 2: 'mno' is no weekday"),
        ("week,day,exercise,sets\n1,mon,deadlift,\n", "line 2: sets: is empty"),
        ("week,day,exercise,sets\n1,mon,deadlift,99\n", "sets: takes a whole number from 0 to 20"),
        ("week,day,exercise,sets\n1,mon,deadlift,-1\n", "sets: takes a whole number"),
        ("week,day,exercise,sets,load\n1,mon,deadlift,3,heavy\n", "'heavy' is no weight"),
        ("week,day,exercise,sets,load\n1,mon,deadlift,3,225\n", "load: say 225 kg or 225 lb"),
        (
            "week,day,exercise,sets\n1,mon,deadlift,3\n2,mon,deadlift,3\n1,mon,deadlift,2\n",
            "line 4: exercise: stands in line 2 already",
        ),
        ("week,muscle,sore_hours\n1,quads,\n", "goes with a muscle"),
        ("week,muscle,sore_hours\n1,knee,50\n", "no muscle or group 'knee'"),
        ("week,fatigue\n1,maybe\n", "fatigue: must be yes, no or empty"),
        ("week,day\n1,mon,3\n", "has 3 cells"),
        (b"week\n\xff\n", "is not UTF-8"),
        (b"week\n\x00\n", "NUL byte"),
        ("week\n" + "1\n" * 5001, "more than 5000 rows"),
    ],
)
def test_wrong_logs_are_refused_with_their_line(
    text: str | bytes, said: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=said):
        read_log(write(tmp_path, text), plain_block(8), catalogue())


CELLS = st.one_of(
    st.sampled_from(["", "1", "mon", "deadlift", "quads", "80", "yes", "=1+1", "100 kg", "999999"]),
    st.text(max_size=6),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=3))
def test_no_log_is_a_defect(rows: list[list[str]]) -> None:
    import tempfile  # noqa: PLC0415

    buffer = io.StringIO()
    csv.writer(buffer).writerows([COLUMNS, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        path.write_text(buffer.getvalue(), encoding="utf-8", errors="replace", newline="")
        try:
            log = read_log(path, plain_block(8), catalogue())
        except InputError as refused:
            error: InputError | None = refused
        else:
            error = None
        if error is not None:
            assert str(path) in str(error)
        else:
            assert isinstance(after(log), NextBlock)


# ---- logs of spreadsheets ----------------------------------------------------------------------

ENGLISH = (
    "week,day,exercise,sets,reps,rir,load,muscle,sore_hours,fatigue\n"
    "7,fri,deadlift,3,5,1,172.5 kg,,,\n7,,,,,,,quads,72,\n7,,,,,,,,,yes\n"
)
GERMAN = ENGLISH.replace(",", ";").replace("172.5", "172,5").replace("72;", "72,0;")


@pytest.mark.parametrize(
    "text",
    [
        GERMAN,
        "\ufeff" + GERMAN,
        GERMAN.replace("\n", "\r\n"),
        "\ufeffsep=;\r\n" + GERMAN.replace("\n", "\r\n"),
        ENGLISH.replace(",", "\t"),
        ENGLISH.replace("172.5 kg", '"172,5 kg"'),
        ENGLISH.replace("week,day", "Week,Day").replace("sore_hours", "Sore hours"),
    ],
)
def test_what_spreadsheets_make_of_a_log_is_read(text: str, tmp_path: Path) -> None:
    block = plain_block(8)
    plain = read_log(write(tmp_path, ENGLISH), block, catalogue())
    assert plain.done[0].load == Weight(172.5, "kg")
    assert read_log(write(tmp_path, text), block, catalogue()) == plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENGLISH.replace("172.5", "172,5"), "line 2: has 11 cells.*is it a decimal comma"),
        ("week;day,exercise\n", "as many semicolons as commas"),
        ("week;day;exercise;sets\n1,mon,deadlift,3\n", "line 2: .*this row has commas"),
        ("sep=;\nweek;day;exercise;sets\n9;mon;deadlift;3\n", "line 3: week"),
        ("week,day,exercise,sets\n", "has no rows below its header"),
        ("\ufeffweek;day;exercise;sets\r\n;;;\r\n", "has no rows"),
        ("week,Week\n1,1\n", "a column stands twice"),
        ("week,day,exercise,sets\n1,mon,,3\n", "line 2: exercise: is empty, but sets is not"),
        ("week,day,exercise,sets,load\n1,fri,deadlift,3,15 kg\n",
         r"line 2: load: 15 kg is less than the empty bar, which weighs 20 kg"),
        ("week,day,exercise,sets,load\n1,fri,deadlift,3,30 lb\n", "bar, which weighs 45 lb"),
        ("week,day,exercise,sets,load\n1,fri,deadlift,3,225\n", r"^[^:]*, line 2: load: say 225"),
    ],
)  # fmt: skip
def test_unclear_logs_are_refused_with_the_reason(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        read_log(write(tmp_path, text), plain_block(8), catalogue())


def test_a_lighter_bar_is_taken_at_its_word(tmp_path: Path) -> None:
    text = "week,day,exercise,sets,load\n1,fri,deadlift,3,15 kg\n1,mon,dumbbell_curl,3,4 kg\n"
    block = plain_block(8)
    light = block.scenario.model_copy(update={"plates": Plates(bar=15)})
    block = block.model_copy(update={"scenario": light})
    assert read_log(write(tmp_path, text), block, catalogue()).done[0].load == Weight(15, "kg")
