"""Rows become scenarios, and every kind of fault is named with its column and remedy."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.batch import athletes
from solver.batch.asking import Asking
from solver.batch.athletes import FIELDS, Athlete, columns, read_athletes, template
from solver.catalogue import Catalogue, load_catalogue
from solver.errors import InputError
from solver.reading import MAX_FAULTS
from solver.scenario import Scenario, make_scenario
from tests.batch.running import write_table


def read(tmp_path: Path, catalogue: Catalogue, header: str, *rows: str) -> list[Athlete]:
    return list(read_athletes(write_table(tmp_path / "t.csv", list(rows), header), catalogue))


def asked(athlete: Athlete) -> Scenario:
    assert athlete.fault == ""
    return Scenario.model_validate_json(athlete.request)


def test_every_field_of_a_scenario_is_a_column_or_left_out_on_purpose() -> None:
    left_out = {"title", "rules", "add_rules", "workers"}
    assert set(Scenario.model_fields) - set(FIELDS) == left_out
    assert set(FIELDS) < set(columns())


def test_a_row_asks_for_what_a_scenario_file_would(tmp_path: Path, catalogue: Catalogue) -> None:
    header = (
        "Id;Name;days;Minutes;profile;without;level;sets;pull-push;exclude;pin;favour;protect;"
        "bodyweight;priorities;split;supersets;strict;time limit;seed;available;# remarks;sleep;"
        "deficit;protein;maxes;plates"
    )
    row = (
        'x;Xenia;3;75;full_gym;"barbell|rack";Advanced;8-18;1.25,1.4;deadlift;;pull_up;knee;'
        "62.5 kg;glutes, calves;none;all;yes;30.5;7;mon,tue|wed,fri;=1+1;6,5;Yes;low;"
        '"deadlift: 180 kg; back_squat:142,5 kg, overhead press: 60 kg";'
        '"Unit: KG; bar: 15; pairs: 20 10 2,5 1.25; dumbbells: 8 12"'
    )
    (athlete,) = read(tmp_path, catalogue, header, row)
    assert (athlete.row, athlete.id, athlete.name) == (2, "x", "Xenia")
    expected = make_scenario(
        {
            "days": 3, "minutes": 75, "equipment": "full_gym", "without": "barbell,rack",
            "level": "advanced", "sets": [8, 18], "pull_push": [1.25, 1.4], "exclude": "deadlift",
            "favour": "pull_up", "protect": "knee", "bodyweight": "62.5 kg",
            "priorities": "glutes,calves", "split": "none", "supersets": "all", "strict": True,
            "time_limit": 30.5, "seed": 7, "available": "mon,tue,wed,fri",
            "sleep": 6.5, "deficit": True, "protein": "low", "maxes": {
                "deadlift": "180 kg", "back_squat": "142,5 kg", "overhead_press": "60 kg",
            },
            "plates": {
                "unit": "kg", "bar": 15, "pairs": [20, 10, 2.5, 1.25], "dumbbells": [8, 12],
            },
        }
    ).resolve(catalogue)  # fmt: skip
    assert asked(athlete) == expected


def test_empty_cells_are_the_defaults(tmp_path: Path, catalogue: Catalogue) -> None:
    (athlete,) = read(tmp_path, catalogue, "name,days,equipment", "Anna,,")
    assert athlete.id == "Anna"
    assert asked(athlete) == Scenario().resolve(catalogue)


@pytest.mark.parametrize(
    "column", ["without", "exclude", "pin", "favour", "protect", "signs", "priorities", "maxes"]
)
def test_signs_between_nothing_are_nothing(
    column: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    (athlete,) = read(tmp_path, catalogue, f"id,{column}", "a,;|;")
    assert asked(athlete) == Scenario().resolve(catalogue)


def test_answers_of_the_screen(tmp_path: Path, catalogue: Catalogue) -> None:
    header = "id,signs,desk_work,knee_control,overhead_control"
    first, second, third = read(
        tmp_path, catalogue, header, "a,grip_limits,yes,,no", "b,,no,maybe,", "c,desk_work,no,,"
    )
    # overhead_control asks whether it works: no raises the sign.
    assert set(asked(first).signs) == {"grip_limits", "desk_work", "overhead_control"}
    assert second.column == "knee_control"
    assert "must be yes, no or empty, not 'maybe'" in second.fault
    assert asked(third).signs == ()


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("days", "9", "must be 1 to 7"),
        ("days", "funday", "is no weekday"),
        ("days", "mon:5", "minutes must be 15 to 240"),
        ("minutes", "x", "must be a number, as 60, not 'x'"),
        ("minutes", "5", "must be 15 or more"),
        ("minutes", "1e400", "must be a number"),
        ("minutes", "60.5", "must be a whole number"),
        ("equipment", "dumbels", "did you mean 'dumbbell"),
        ("level", "beginer", "did you mean 'beginner'"),
        ("split", "uper_lower", "upper_lower"),
        ("protect", "nose", "protect: 'nose' is not known; use one of shoulder"),
        ("priorities", "glute", "glutes"),
        ("sets", "8", "takes lowest and highest"),
        ("sets", "20-8", "swap them"),
        ("pull_push", "a-b", "takes lowest and highest"),
        ("sets", "8;x", "must be a number"),
        ("sets", "20-Aug", "makes a date of it, write 8 to 20"),
        ("pull_push", "1,25,1,5", "takes lowest and highest"),
        ("exclude", "no such lift", "no such lift"),
        ("pin", "barbell_curl_of_doom", "barbell_curl_of_doom"),
        ("signs", "desk_wrok", "desk_work"),
        ("strict", "perhaps", "must be yes, no or empty"),
        ("bodyweight", "heavy", "heavy"),
        ("supersets", "some", "accessories"),
        ("sleep", "little", "hours a night"),
        ("deficit", "perhaps", "must be yes or no"),
        ("protein", "some", "must be enough or low"),
        ("maxes", "180 kg", "takes lifts with weights, as deadlift: 180 kg"),
        ("maxes", "deadlift: much", "is no weight"),
        ("maxes", "deadlift: 1 kg; deadlift: 2 kg", "stands twice"),
        ("maxes", "levitation: 180 kg", "levitation"),
        ("plates", "20 10 5", "takes parts as unit: kg; bar: 20"),
        ("plates", "bar: 20; bar: 15", "bar stands twice"),
        ("plates", "bar: 20 15", "takes one number"),
        ("plates", "pairs: 20, 10", "numbers between blanks"),
        ("plates", "unit: stone", "plates: unit: 'stone' is not known; use one of kg, lb"),
        ("plates", "pairs: 0.1", "eighths"),
        ("time_limit", "0", "must be above 0"),
        ("seed", "-1", "must be 0 or more"),
        ("seed", "2147483648", "must be 2147483647 or less"),
        ("minutes", "9" * 16, "must be a number"),
        ("available", "3", "must name weekdays"),
        ("id", "a\x07b", "control character"),
        ("id", "\u202eab", "control character"),
        ("id", "#1", "begins with #"),
        ("id", "x" * 121, "at most 120"),
        ("id", "", "is empty"),
    ],
)
def test_every_kind_of_fault(
    column: str, cell: str, told: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    header = "id" if column == "id" else f"id,{column}"
    row = f'"{cell}"' if column == "id" else f'a,"{cell}"'
    if cell == "":
        header, row = "id,level", ",beginner"
    (athlete,) = read(tmp_path, catalogue, header, row)
    assert athlete.request == ""
    assert athlete.column == column
    assert told in athlete.fault
    assert "\n" not in athlete.fault


def test_every_fault_of_a_row_is_told_in_the_order_of_the_columns(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    header = "id,minutes,profile,level,split,days,pin,protect,desk_work,seed"
    row = 'a,sechzig,full_gim,novice,uper,9,"bech_press,deadlfit",nose,perhaps,x'
    (athlete,) = read(tmp_path, catalogue, header, row)
    assert athlete.column == "minutes"
    lines = athlete.fault.splitlines()
    assert lines[0] == "minutes: must be a number, as 60, not 'sechzig'"
    assert [line.split(": ")[0] for line in lines] == [
        "minutes", "profile", "level", "split", "days", "pin", "pin", "protect", "desk_work",
        "seed",
    ]  # fmt: skip
    assert "'bech_press' (did you mean" in lines[5]
    assert "--split" not in athlete.fault


def test_more_faults_than_a_message_of_a_scenario_names(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    names = (
        "days", "minutes", "level", "protect", "sleep", "deficit", "protein", "bodyweight",
        "supersets", "time_limit", "seed", "sets",
    )  # fmt: skip
    assert len(names) > MAX_FAULTS
    cells = ["0"] * 2 + ["x"] * 7 + ["0", "2147483648", "9-8"]
    (athlete,) = read(tmp_path, catalogue, f"{','.join(names)},id", f"{','.join(cells)},a")
    assert [line.split(": ")[0] for line in athlete.fault.splitlines()] == list(names)


CELLS = st.sampled_from(
    [
        "", "3", "mon,tue", "mon:60,tue:45,sat", "full_gym", "hotel", "deadlift", "knee", "glutes",
        "yes", "no", "x", "=1+1", "-1", "1e9", "8-20", "20-8", "deadlift: 180 kg", "bar: 0",
        "unit: kg; bar: 20", "desk_work", "advanced", "push_pull_legs", "none", "ramp", "80 kg",
        "low", ";;;", ": :", "a:b:c", "nan", "1,5", "{}", "\u202e", "x" * 81,
    ]
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(sorted({*columns()} - {"id", "name", "equipment"})), CELLS))
def test_any_cells_are_a_request_or_faults_with_their_columns(cells: dict[str, str]) -> None:
    catalogue = load_catalogue()
    wanted = tuple((name, cell) for name, cell in cells.items() if cell)
    asked = Asking(list(cells), catalogue, {}, 8).request(wanted)
    assert bool(asked.request) != bool(asked.fault)
    told = [line.split(":")[0] for line in asked.fault.splitlines()]
    known = [name for name in told if name in cells]
    assert known == sorted(known, key=list(cells).index), "in the order of the columns"
    assert asked.column in ("", *told[:1])


@pytest.mark.parametrize("other", ["minutes", "seed", "level", "protect", "profile"])
def test_what_a_scenario_does_not_hold_together_is_told_beside_a_wrong_cell(
    other: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    (athlete,) = read(tmp_path, catalogue, f"available,{other},id", '"mon,tue,wed,fri",x,a')
    assert [line.split(": ")[0] for line in athlete.fault.splitlines()] == [other]
    (athlete,) = read(tmp_path, catalogue, f"available,{other},id", '"mon,tue",x,a')
    told = athlete.fault.splitlines()
    assert told[0].startswith("available: names 2 days, but a week has 4 unless you say how many")
    assert told[0].endswith("; write 2 under days, or name more")
    assert told[1].startswith(f"{other}: ")


@pytest.mark.parametrize(
    ("header", "row", "told"),
    [
        # Two days would do, were the count of days to be read.
        ("days,available", 'two,"mon,tue"', ["days"]),
        # The split goes with four days, not with the two that may be meant.
        ("days,split", "x,push_pull_legs", ["days"]),
        ("profile,pin", "hottel,deadlift", ["profile"]),
        ("profile,pin", "hottel,no such lift", ["profile", "pin"]),
        ("plates,maxes", "bar: much,deadlift: 1 kg", ["plates"]),
        ("signs,desk_work", "desk_work,perhaps", ["desk_work"]),
        ("minutes,profile,pin", "x,hotel,deadlift", ["minutes", "pin"]),
    ],
)
def test_no_fault_is_told_that_may_come_from_another(
    header: str, row: str, told: list[str], tmp_path: Path, catalogue: Catalogue
) -> None:
    (athlete,) = read(tmp_path, catalogue, f"id,{header}", f"a,{row}")
    assert [line.split(": ")[0] for line in athlete.fault.splitlines()] == told


def test_volume_is_for_blocks(tmp_path: Path, catalogue: Catalogue) -> None:
    rows = ["a,", "b,Flat", "c,RAMP", "d,rampp"]
    path = write_table(tmp_path / "t.csv", rows, "id,volume")
    blocks = list(read_athletes(path, catalogue, weeks=8))
    assert [athlete.volume for athlete in blocks] == ["flat", "flat", "ramp", "flat"]
    assert len({athlete.request for athlete in blocks[:3]}) == 1, "it is no part of a scenario"
    assert blocks[3].column == "volume"
    assert blocks[3].fault == (
        "volume: 'rampp' is not known (did you mean 'ramp'?); use one of flat, ramp"
    )
    single = list(read_athletes(path, catalogue))
    assert [athlete.column for athlete in single] == ["", "", "volume", "volume"]
    assert "leave the cell empty, or ask for blocks with --weeks" in single[2].fault


def test_what_is_wrong_with_the_id_hides_no_other_fault(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    header = "days,id,name"
    one, two, three = read(tmp_path, catalogue, header, "9,#a,#b", "9,,", "9,a,#b")
    for athlete, told, known in (
        (one, ["id", "name", "days"], ""), (two, ["id", "days"], ""), (three, ["name", "days"], "a")
    ):  # fmt: skip
        assert [line.split(": ")[0] for line in athlete.fault.splitlines()] == told
        assert (athlete.column, athlete.id, athlete.name) == (told[0], known, "")
        assert "#b" not in athlete.fault, "a name stands in no message"


def test_a_cell_of_a_thousand_unknown_names_is_told_in_short(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    cell = ";".join(f"lift {n}" for n in range(1_000))
    (athlete,) = read(tmp_path, catalogue, "id,pin", f"a,{cell}")
    assert len(athlete.fault.splitlines()) == MAX_FAULTS


def test_a_fault_names_the_column_as_the_table_does(tmp_path: Path, catalogue: Catalogue) -> None:
    (athlete,) = read(tmp_path, catalogue, "id,profile", "a,hottel")
    assert athlete.column == "profile"
    assert athlete.fault.startswith("profile: 'hottel' is not known (did you mean 'hotel'?)")


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("id,dayz", "'dayz': no such column.*did you mean 'days'"),
        ("id,days,days", "stands twice"),
        ("id,,days", "column 2 has no name"),
        ("days,level", "no column id or name"),
        ("id,profile,equipment", "are one"),
        ("id,rules", "no such column"),
    ],
)
def test_a_wrong_header(header: str, told: str, tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match=f"row 1: .*{told}"):
        read(tmp_path, catalogue, header)


def test_cells_that_do_not_match_the_header(tmp_path: Path, catalogue: Catalogue) -> None:
    short, fine = read(tmp_path, catalogue, "id,days", "a", "b,3")
    assert "has 1 cells, the header has 2" in short.fault
    assert fine.fault == ""


def test_the_template_is_a_table(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "template.csv"
    path.write_text(template(), encoding="utf-8")
    found = list(read_athletes(path, catalogue))
    assert [athlete.id for athlete in found] == ["a1", "b2", "c3"]
    assert [athlete.fault for athlete in found] == ["", "", ""]
    assert json.loads(found[1].request)["days"] == {"mon": 60, "thu": 45, "sat": 90}


def test_too_many_rows(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(athletes, "MAX_ROWS", 2)
    with pytest.raises(InputError, match="more than 2 rows"):
        read(tmp_path, catalogue, "id", "a", "b", "c")


def test_memory_does_not_grow_with_the_table(tmp_path: Path, catalogue: Catalogue) -> None:
    def peak(count: int) -> int:
        path = write_table(tmp_path / "t.csv", [f"a{n},3" for n in range(count)], "id,days")
        tracemalloc.start()
        assert sum(1 for _ in read_athletes(path, catalogue)) == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)  # what is read once
    assert peak(10_000) < peak(100) + 200_000


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.25-1.5", (1.25, 1.5)),
        ("1,25-1,5", (1.25, 1.5)),
        ("1,25 – 1,5", (1.25, 1.5)),
        ("1.25,1.5", (1.25, 1.5)),
        ("1 to 2", (1, 2)),
        ("1 - 2", (1, 2)),
    ],
)
def test_lowest_and_highest_in_every_clear_form(
    text: str, found: tuple[float, float], tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"id;pull_push\na;{text}\n", encoding="utf-8")
    (athlete,) = read_athletes(path, load_catalogue())
    assert athlete.fault == ""
    assert Scenario.model_validate_json(athlete.request).pull_push == found


def test_a_time_limit_for_rows_that_name_none(tmp_path: Path) -> None:
    table = write_table(tmp_path / "t.csv", ["a,7", "b,"], "id,time_limit")
    limits = [
        json.loads(athlete.request)["time_limit"]
        for athlete in read_athletes(table, load_catalogue(), 5.0)
    ]
    assert limits == [7.0, 5.0]


def test_a_time_limit_that_is_none_is_refused_at_once(tmp_path: Path) -> None:
    table = write_table(tmp_path / "t.csv", ["a,7"], "id,time_limit")
    with pytest.raises(InputError, match=r"^--time-limit: "):
        read_athletes(table, load_catalogue(), 0.0)
