"""Programs that keep a lift to one class: the template's light squat, and programs of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from solver.blocks.audit import audit_block, check_block
from solver.blocks.block import Block, Kept, Pair, read_block
from solver.blocks.make import make_block
from solver.blocks.programs import program_pair
from solver.catalogue import Weekday
from solver.errors import InputError
from solver.plan import Item
from tests.blocks.weeks import catalogue, plain_pair, template_pair

LIGHT = "pause_back_squat"

OWN = """\
title: Twice the squat
scenario: {days: [mon, fri], minutes: 90, equipment: full_gym, split: none}
weeks:
  A:
    mon: {items: [{exercise: back_squat}, {exercise: barbell_bench_press}, {exercise: plank}]}
    fri: {items: [{exercise: back_squat, class: CLASS}, {exercise: chest_supported_row}]}
  B:
    mon: {items: [{exercise: back_squat}, {exercise: barbell_bench_press}, {exercise: plank}]}
    fri: {items: [{exercise: back_squat, class: CLASS}, {exercise: chest_supported_row}]}
"""


def own(folder: Path, text: str) -> Pair:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return program_pair(path, catalogue())


def faults(block: Block, name: str) -> tuple[str, ...]:
    return check_block(block, catalogue(), name).faults


def done(block: Block, name: str, day: str) -> list[tuple[str, str | None, Item]]:
    """Return effort of the week, class of the session and item of a lift, of loading weeks."""
    return [
        (week.wave, session.intensity, item)
        for week in block.weeks if week.kind == "loading"
        for session in week.sessions if session.day.value == day
        for item in session.items if item.exercise == name
    ]  # fmt: skip


def test_the_light_squat_of_the_template_is_heavy_in_no_week() -> None:
    block = make_block(None, catalogue(), weeks=8, pair=template_pair())
    light = done(block, LIGHT, "fri")
    # Its range ends at six, so volume work is that with a repetition more in reserve.
    assert [(wave, item.reps, item.rir) for wave, _, item in light] == [
        ("moderate", "4-6", 3), ("hard", "4-6", 2), ("moderate", "4-6", 3),
    ]  # fmt: skip
    assert "heavy" in {own for _, own, _ in light}  # its session goes through the classes
    assert any("Pause back squat, fri of week B: for volume" in note for note in block.notes)
    assert audit_block(block, catalogue()).accepted
    free = make_block(
        None, catalogue(), weeks=8, pair=template_pair().model_copy(update={"kept": ()})
    )
    assert ("moderate", "3-5", 2) in [(w, i.reps, i.rir) for w, _, i in done(free, LIGHT, "fri")]


def test_the_audit_counts_a_light_lift_by_its_class() -> None:
    pair = template_pair()
    free = pair.model_copy(update={"kept": ()})
    heavy = make_block(None, catalogue(), weeks=8, pair=free).model_copy(update={"pair": pair})
    assert any(f"{LIGHT}: 3-5 repetitions, not (4, 6)" in each for each in faults(heavy, "doses"))
    light = make_block(None, catalogue(), weeks=8, pair=pair).model_copy(update={"pair": free})
    assert any(f"{LIGHT}: 4-6 repetitions, not (3, 5)" in each for each in faults(light, "doses"))


@pytest.mark.parametrize("kept", ["moderate", "volume"])
def test_a_main_lift_may_be_light_on_one_of_its_days(tmp_path: Path, kept: str) -> None:
    block = make_block(None, catalogue(), weeks=8, pair=own(tmp_path, OWN.replace("CLASS", kept)))
    reps = {"moderate": ("6-10", "6-9"), "volume": ("10-12",)}[kept]
    assert {item.reps for *_, item in done(block, "back_squat", "fri")} <= set(reps)
    assert {"4-6", "4-5"} & {item.reps for *_, item in done(block, "back_squat", "mon")}
    for name in ("classes", "class-doses", "heavy-and-hard", "wave-doses", "doses", "notes"):
        assert faults(block, name) == (), name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN.replace("CLASS", "heavy"), "class"),
        (
            OWN.replace("CLASS", "volume").replace(": plank}", ": plank, class: volume}"),
            r"weeks.A.mon: class: .* is core work; only main and secondary lifts",
        ),
    ],
)  # fmt: skip
def test_classes_that_a_lift_cannot_be_kept_to_are_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        own(tmp_path, text)


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "block.json"
    block = make_block(None, catalogue(), weeks=8, pair=template_pair())
    path.write_text(block.to_json(), encoding="utf-8")
    assert read_block(path) == block
    said = {"letter": "B", "day": "fri", "exercise": LIGHT, "intensity": "volume"}
    assert json.loads(block.to_json())["pair"]["kept"] == [said]
    assert "kept" not in json.loads(plain_pair().model_dump_json())


def test_the_audit_sees_lifts_that_no_program_keeps() -> None:
    kept = (Kept(letter="A", day=Weekday.MON, exercise="back_squat", intensity="volume"),)
    block = make_block(None, catalogue(), weeks=8, pair=plain_pair())
    lost = block.pair.model_copy(update={"kept": kept})
    said = faults(block.model_copy(update={"pair": lost}), "pair")
    assert said == ("back_squat: kept to one class on mon of week A, which has no such lift",)
