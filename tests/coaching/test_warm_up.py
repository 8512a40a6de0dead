"""R106 to R113: what a warm-up holds, for any session, equipment, form and answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from solver.catalogue import Catalogue, Exercise
from solver.catalogue.vocabulary import BodyPart, Pattern, Role, Unit
from solver.coaching.warm_up import make_warm_up
from solver.coaching.warm_up_table import BLOCKS, warm_up_drills
from solver.errors import InputError
from solver.plan import WarmUpStep
from tests.coaching.warm_ups import (
    CATALOGUE,
    DRILLS,
    MAIN,
    PULL,
    PUSH,
    REHEARSALS,
    TABLE,
    WORK,
    in_block,
    named,
)

UPPER = PUSH | PULL
MINUTES = st.one_of(st.sampled_from((15, 30, 45, 46, 60, 240)), st.integers(15, 240))
PROFILES = st.sampled_from([None, *CATALOGUE.equipment.profiles])
SPARE = st.frozensets(st.sampled_from(list(BodyPart)), max_size=4)
ASKED = st.lists(st.sampled_from(list(DRILLS)), max_size=4, unique=True)


@st.composite
def sessions(draw: st.DrawFn) -> list[Exercise]:
    """Draw exercises as a session has them: main lifts first."""
    lifts = st.sampled_from([exercise.id for exercise in MAIN])
    rest = st.sampled_from([exercise.id for exercise in WORK])
    ids = [
        *draw(st.lists(lifts, max_size=4, unique=True)),
        *draw(st.lists(rest, max_size=4, unique=True)),
    ]
    return named(*dict.fromkeys(ids))


def items_of(profile: str | None) -> frozenset[str] | None:
    return CATALOGUE.equipment.profile(profile) if profile else None


def seconds(steps: Sequence[WarmUpStep]) -> int:
    return sum(step.seconds for step in steps)


def is_short(minutes: int) -> bool:
    return minutes <= 45


# Any session


@given(sessions(), MINUTES, PROFILES, ASKED, SPARE)
def test_any_warm_up(
    work: list[Exercise],
    minutes: int,
    profile: str | None,
    asked: list[str],
    spare: frozenset[BodyPart],
) -> None:
    items = items_of(profile)
    steps = make_warm_up(work, minutes, CATALOGUE, items=items, prepare=asked, spare=spare)
    lifts = [e for e in work if e.role is Role.MAIN]

    # Four blocks in order (R106); without a main lift there is nothing to ramp.
    blocks = list(dict.fromkeys(step.block for step in steps))
    assert blocks == list(BLOCKS if lifts else BLOCKS[:3])
    assert blocks == [b for b, c in pairwise([*(step.block for step in steps), ""]) if b != c]

    # Seconds (R107 to R109, R113).
    general = [step for step in steps if step.block != "ramp"]
    assert seconds(general) == CATALOGUE.times.warm_up(minutes * 60)
    assert all(step.seconds % 15 == 0 and step.seconds >= 30 for step in general)
    form = "short" if is_short(minutes) else "full"
    for block in BLOCKS[:3]:
        assert seconds(in_block(steps, block)) == TABLE[block]["seconds"][form]
    assert 60 <= seconds(in_block(steps, "breath")) <= 120

    # Drills: each once, of its block, doable, without what is spared, easy (R111).
    names = [step.drill for step in general]
    assert len(names) == len(set(names))
    assert all(warm_up_drills()[step.drill] == step.block for step in general)
    for step in general:
        drill = CATALOGUE.exercises[step.drill]
        assert not drill.hard
        assert items is None or {drill.load, *drill.supports} <= items
        assert not spare & set(drill.stresses)
        assert_easy(drill, step)
    families = Counter(CATALOGUE.exercises[name].family for name in names)
    assert max(families.values()) == 1

    # One of two breaths (R107), a scapular and a hip drill (R108).
    assert len(in_block(steps, "breath")) == 1
    parts = {DRILLS[step.drill].get("part") for step in in_block(steps, "activation")}
    assert parts == {"scapula", "hip"}

    # Ramp sets (R110) for each main lift, in the session's order.
    ramp = [(step.drill, step.seconds) for step in in_block(steps, "ramp")]
    assert ramp == [(lift.id, CATALOGUE.times.ramp_set) for lift in lifts for _ in range(2)]
    assert all(step.note for step in steps)


def assert_easy(drill: Exercise, step: WarmUpStep) -> None:
    """Each round stays in the usual range, and all of them fit into the seconds."""
    if step.block == "breath":
        return
    numbers = [int(number) for number in re.findall(r"\d+", step.note)]
    repeats, size = numbers if len(numbers) == 2 else (1, *numbers)
    assert size <= drill.high
    pace = drill.rep_seconds if drill.measure is Unit.REPS else 1
    assert repeats * size * pace * drill.sides <= step.seconds
    assert ("a side" in step.note) == (drill.sides == 2)


@given(sessions(), MINUTES, PROFILES)
def test_block_2_leads_with_the_days_own_part(
    work: list[Exercise], minutes: int, profile: str | None
) -> None:
    lifts = [e.pattern in UPPER for e in work if e.role is Role.MAIN]
    steps = in_block(make_warm_up(work, minutes, CATALOGUE, items=items_of(profile)), "activation")
    parts = [DRILLS[step.drill]["part"] for step in steps]
    time = {p: seconds([s for s, q in zip(steps, parts, strict=True) if p == q]) for p in parts}
    # Each part stands in one piece, and the one that leads is not outweighed.
    assert parts in ([p for q in order for p in parts if p == q] for order in _orders())
    assert time[parts[0]] * 2 >= seconds(steps)
    if lifts and sum(lifts) * 2 != len(lifts):
        upper = sum(lifts) * 2 > len(lifts)
        assert parts[0] == ("scapula" if upper else "hip")
    if len(set(lifts)) == 1 and not is_short(minutes):
        assert time[parts[0]] > seconds(steps) / 2


def _orders() -> list[tuple[str, ...]]:
    return list(permutations(("scapula", "hip")))


def _rehearsal(lift: Exercise, spare: frozenset[BodyPart]) -> str:
    """Return the drill for a main lift; what loads a spared part is not rehearsed either."""
    drill = REHEARSALS[lift.pattern]
    return "thoracic_rotation" if spare & set(CATALOGUE.exercises[drill].stresses) else drill


def test_a_spared_shoulder_presses_nothing_in_the_warm_up() -> None:
    work = [CATALOGUE.exercises["half_kneeling_landmine_press"], CATALOGUE.exercises["push_up"]]
    drills = [
        step.drill
        for step in make_warm_up(work, 60, CATALOGUE, spare=frozenset({BodyPart.SHOULDER}))
    ]
    assert "light_half_kneeling_press" not in drills
    assert "light_half_kneeling_press" in [s.drill for s in make_warm_up(work, 60, CATALOGUE)]


@example(
    work=[CATALOGUE.exercises["triceps_pushdown"]],
    minutes=15, profile=None, spare=frozenset({BodyPart.SHOULDER}),
)  # fmt: skip
@given(sessions(), MINUTES, PROFILES, SPARE)
def test_block_3_rehearses_the_sessions_own_patterns(
    work: list[Exercise], minutes: int, profile: str | None, spare: frozenset[BodyPart]
) -> None:
    steps = make_warm_up(work, minutes, CATALOGUE, items=items_of(profile), spare=spare)
    drills = [step.drill for step in in_block(steps, "pattern")]
    lifts = [e for e in work if e.role is Role.MAIN]
    wanted = list(dict.fromkeys(_rehearsal(lift, spare) for lift in lifts))
    assert drills[: len(wanted)] == wanted
    trained = {e.pattern for e in work}
    # What rehearses elbow extension is a press: none is left where the shoulder is spared.
    allowed = [name for name in DRILLS if spare.isdisjoint(CATALOGUE.exercises[name].stresses)]
    if any(trained & set(DRILLS[name].get("patterns", ())) for name in allowed):
        assert all(trained & set(DRILLS[name]["patterns"]) for name in drills)
    assert set(drills) <= set(allowed)


@example(
    work=[
        CATALOGUE.exercises[name]
        for name in ("barbell_row", "back_squat", "deadlift", "barbell_bench_press")
    ],
    minutes=15, asked=["ankle_rock", "bodyweight_squat_drill"], spare=frozenset(),
)  # fmt: skip
@given(sessions(), MINUTES, ASKED, SPARE)
def test_what_answers_ask_for_comes_first(
    work: list[Exercise], minutes: int, asked: list[str], spare: frozenset[BodyPart]
) -> None:
    steps = make_warm_up(work, minutes, CATALOGUE, prepare=asked, spare=spare)
    for block in BLOCKS[:3]:
        drills = [step.drill for step in in_block(steps, block)]
        doable = [
            name
            for name in asked
            if warm_up_drills()[name] == block
            and not spare & set(CATALOGUE.exercises[name].stresses)
        ]
        held = [name for name in doable if name in drills]
        assert drills[: len(held)] == held
        assert held[:1] == doable[:1]
        if not is_short(minutes):
            left_out = [CATALOGUE.exercises[name] for name in doable if name not in drills]
            ladder = {rung for name in drills for rung in _ladder(CATALOGUE.exercises[name])}
            assert block == "breath" or all(drill.id in ladder for drill in left_out)


def _ladder(drill: Exercise) -> set[str | None]:
    return {drill.id, drill.easier, drill.harder}


@given(sessions(), MINUTES, PROFILES, ASKED, SPARE)
def test_equal_input_gives_an_equal_warm_up(
    work: list[Exercise],
    minutes: int,
    profile: str | None,
    asked: list[str],
    spare: frozenset[BodyPart],
) -> None:
    items = items_of(profile)
    first = make_warm_up(work, minutes, CATALOGUE, items=items, prepare=asked, spare=spare)
    again = make_warm_up(tuple(work), minutes, CATALOGUE, items=items, prepare=asked, spare=spare)
    assert first == again


# Examples, and what is unusual


def test_an_upper_session_in_full() -> None:
    work = named("barbell_bench_press", "chest_supported_row", "dumbbell_curl")
    items = CATALOGUE.equipment.profile("full_gym")
    steps = make_warm_up(work, 60, CATALOGUE, items=items)
    assert [(step.drill, step.seconds) for step in steps if step.block != "ramp"] == [
        ("breathing_90_90", 60),
        ("wall_slide_lift_off", 60),
        ("scapular_push_up", 60),
        ("light_band_pull_apart", 60),
        ("glute_bridge_iso", 60),
        ("light_half_kneeling_press", 60),
        ("light_row_or_pulldown", 60),
        ("thoracic_rotation", 60),
    ]
    assert steps[1].note == "9 easy reps"
    assert seconds(steps) == 480 + 4 * 60


def test_a_short_lower_session() -> None:
    steps = make_warm_up(named("back_squat", "rdl"), 45, CATALOGUE)
    assert [(step.drill, step.seconds) for step in steps if step.block != "ramp"] == [
        ("breathing_90_90", 60),
        ("glute_bridge_iso", 60),
        ("wall_slide_lift_off", 60),
        ("bodyweight_squat_drill", 60),
        ("bodyweight_hinge", 60),
    ]


def test_a_stiff_ankle_changes_block_3_and_a_tight_hip_block_2() -> None:
    work = named("back_squat", "barbell_bench_press")
    steps = make_warm_up(work, 45, CATALOGUE, prepare=("hip_90_90_switch", "ankle_rock"))
    assert in_block(steps, "activation")[0].drill == "hip_90_90_switch"
    assert [step.drill for step in in_block(steps, "pattern")] == [
        "ankle_rock",
        "bodyweight_squat_drill",
        "light_half_kneeling_press",
    ]
    assert in_block(steps, "pattern") != in_block(make_warm_up(work, 45, CATALOGUE), "pattern")


def test_spared_parts_leave_their_drills_out_even_if_asked_for() -> None:
    work, wrist = named("push_up"), frozenset({BodyPart.WRIST})
    asked = ("scapular_push_up",)
    assert "scapular_push_up" in [s.drill for s in make_warm_up(work, 60, CATALOGUE, prepare=asked)]
    steps = make_warm_up(work, 60, CATALOGUE, prepare=asked, spare=wrist)
    assert "scapular_push_up" not in [step.drill for step in steps]


def test_what_is_excluded_is_in_no_warm_up() -> None:
    work = named("push_up", "dumbbell_bench_press")
    usual = make_warm_up(work, 60, CATALOGUE)
    away = {step.drill for step in usual if step.block == "activation"} | {"incline_push_up"}
    found = make_warm_up(work, 60, CATALOGUE, exclude=away, prepare=sorted(away & {*DRILLS}))
    assert away.isdisjoint(step.drill for step in found)
    assert not any("Incline push-up" in step.note for step in found)
    assert seconds(found) == seconds(usual)
    for minutes in (30, 60):
        bare = make_warm_up(work, minutes, CATALOGUE, exclude=tuple(DRILLS))
        assert not {*DRILLS} & {step.drill for step in bare}


def test_an_unknown_drill_is_refused() -> None:
    with pytest.raises(InputError, match=r"prepare: .*'ankle_rok' \(did you mean 'ankle_rock'\?\)"):
        make_warm_up([], 60, CATALOGUE, prepare=("ankle_rok",))
    with pytest.raises(InputError, match="has no drill 'push_up'"):
        make_warm_up([], 60, CATALOGUE, prepare=("push_up",))


@pytest.mark.parametrize("minutes", [30, 60])
def test_without_drills_the_seconds_stay(minutes: int) -> None:
    own = replace(CATALOGUE, exercises={e.id: e for e in WORK})
    for catalogue, items in ((own, None), (CATALOGUE, frozenset[str]())):
        steps = make_warm_up(named("push_up"), minutes, catalogue, items=items)
        assert [step.block for step in steps] == [*BLOCKS, "ramp"]
        assert seconds(steps[:3]) == CATALOGUE.times.warm_up(minutes * 60)
        assert [step.drill for step in steps[:3]] == [TABLE[b]["otherwise"] for b in BLOCKS[:3]]


@given(st.integers(0, 1800), sessions(), ASKED)
def test_other_times_are_filled_as_well(total: int, work: list[Exercise], asked: list[str]) -> None:
    times = replace(CATALOGUE.times, warm_up_full=total)
    steps = make_warm_up(work, 60, replace(CATALOGUE, times=times), prepare=asked)
    assert seconds([step for step in steps if step.block != "ramp"]) == total


def test_a_session_of_nothing_that_is_rehearsed_is_still_warmed_up(catalogue: Catalogue) -> None:
    wrist = [e for e in WORK if e.pattern is Pattern.WRIST][:1]
    for work in ([], wrist):
        steps = make_warm_up(work, 60, catalogue)
        assert len(in_block(steps, "pattern")) == 3


def test_secondary_lifts_are_rehearsed_before_other_drills_help() -> None:
    names = ("seated_cable_row", "slow_rdl", "machine_chest_press")
    steps = make_warm_up([CATALOGUE.exercises[name] for name in names], 60, CATALOGUE)
    assert [step.drill for step in steps if step.block == "pattern"] == [
        "light_row_or_pulldown",
        "bodyweight_hinge",
        "light_half_kneeling_press",
    ]
    alone = make_warm_up([CATALOGUE.exercises["seated_cable_row"]], 60, CATALOGUE)
    assert "thoracic_rotation" in [step.drill for step in alone if step.block == "pattern"]
