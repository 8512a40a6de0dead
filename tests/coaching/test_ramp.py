"""R110: ramp sets rise and stay easy, with or without a weight."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from solver.catalogue import Exercise
from solver.catalogue.vocabulary import BodyPart, Role
from solver.coaching.warm_up import make_warm_up
from tests.coaching.warm_ups import (
    CATALOGUE,
    MAIN,
    in_block,
    named,
)


@pytest.mark.parametrize("lift", MAIN, ids=lambda lift: lift.id)
def test_ramp_sets_rise_and_stay_easy(lift: Exercise) -> None:
    notes = [step.note for step in in_block(make_warm_up([lift], 60, CATALOGUE), "ramp")]
    assert 2 <= len(notes) <= 4
    reps = [int(re.findall(r"(\d+) (?:easy )?reps?\b", note)[0]) for note in notes]
    assert max(reps) <= min(6, lift.high)
    shares = [int(share) for note in notes for share in re.findall(r"(\d+) %", note)]
    unweighed = ("bodyweight", "band", "suspension", "plate", "kettlebell")
    if lift.load in unweighed or "assisted" in lift.id:
        assert shares == []
        assert max(reps) <= max(1, lift.low // 2)
        assert notes[0] != notes[-1]
    else:
        assert shares == [40, 80]
        assert notes[0] == f"6 reps{' a side' * (lift.sides == 2)} at 40 % of the working weight"


def test_bodyweight_lifts_begin_with_an_easier_rung() -> None:
    def notes(name: str, spare: frozenset[BodyPart] = frozenset()) -> list[str]:
        steps = make_warm_up(named(name), 60, CATALOGUE, spare=spare)
        return [step.note for step in in_block(steps, "ramp")]

    assert notes("push_up") == [
        "4 easy reps as Incline push-up",
        "4 easy reps, through the full range",
    ]
    assert notes("bodyweight_squat")[0] == "5 easy reps, through half of the range"
    assert notes("pull_up")[0] == "2 easy reps as Chin-up"
    # A chin-up loads the elbow; the slow lowering below it is no warm-up, the rung below that is.
    assert (
        notes("pull_up", frozenset({BodyPart.ELBOW}))[0] == "2 easy reps as Foot-assisted pull-up"
    )
    assert notes("band_assisted_pull_up")[0].endswith("with much more help")
    assert notes("weighted_pull_up")[0].endswith("without the added weight")


@pytest.mark.parametrize(
    ("number", "shares"),
    [(0, []), (1, [80]), (2, [40, 80]), (3, [40, 60, 80]), (4, [40, 53, 66, 80])],
)
def test_more_ramp_sets_rise_evenly(number: int, shares: list[int]) -> None:
    dose = replace(CATALOGUE.doses[Role.MAIN], ramp_sets=number)
    catalogue = replace(CATALOGUE, doses=CATALOGUE.doses | {Role.MAIN: dose})
    steps = in_block(make_warm_up(named("barbell_bench_press"), 60, catalogue), "ramp")
    assert [int(share) for s in steps for share in re.findall(r"(\d+) %", s.note)] == shares
    words = in_block(make_warm_up(named("push_up"), 60, catalogue), "ramp")
    assert len(words) == number
