from __future__ import annotations

from solver.plan import WarmUpStep
from solver.report import session
from tests.report.samples import item, plan_with


def test_doses() -> None:
    assert session.dose(item()) == "3 × 8–12"
    assert session.dose(item(sides=2, tempo="slow")) == "3 × 8–12 each side"
    assert session.dose(item(reps="20-40 s")) == "3 × 20–40 s"
    assert session.dose(item(reps="")) == "3 sets"
    assert session.rest(item()) == "1:30"
    assert session.rest(item(rest_seconds=0)) == "–"


def test_loads() -> None:
    assert session.load(item(load="about 80 % of 1RM")) == "80 %"
    assert session.load(item(load="24 kg")) == "24 kg"
    assert session.load(item()) == ""


def test_sentences_of_notes_are_numbered_once() -> None:
    items = (item(note="One. Two."), item(note="Two. Three at 2.5 s."), item())
    sessions = plan_with(*items).sessions
    numbers = session.footnotes([*sessions, *sessions])
    assert numbers == {"One.": 1, "Two.": 2, "Three at 2.5 s.": 3}
    assert [session.noted_name(each, numbers) for each in items] == [
        "Hammer curl ¹ ²",
        "Hammer curl ² ³",
        "Hammer curl",
    ]
    assert session.superscript(10) == "¹⁰"


def test_ramp_sets_in_short() -> None:
    notes = (
        "6 easy reps at 40 % of the working weight",
        "1 easy rep a side at 80 % of the working weight",
        "2 easy reps as Chin-up",
    )
    ramp = [WarmUpStep(block="ramp", drill="pull_up", seconds=60, note=note) for note in notes]
    (day,) = plan_with(item(), warm_up=(*ramp, ramp[0].model_copy(update={"note": ""}))).sessions
    line = "pull up: 6 × 40 %, 1 × 80 % a side, 2 easy reps as Chin-up, 1:00"
    assert session.warm_up_blocks(day) == [("Ramp", [line])]


def test_an_item_without_a_name_goes_by_its_id() -> None:
    assert session.item_name(item(name="")) == "hammer_curl"
