"""The order of a session (C13), its slots and its supersets."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from solver.catalogue import Exercise, load_catalogue
from solver.catalogue.vocabulary import Pattern, Role
from solver.coaching.order import MAIN, Placed, in_order
from solver.rules.measures import Selector
from solver.rules.splits import SessionKind, Slot, standard_splits
from solver.rules.supersets import Supersets, may_pair
from tests.tiny import exercise

CATALOGUE = load_catalogue()
WORK = [each for each in CATALOGUE if each.role is not Role.DRILL]
KINDS = {name: kind for split in standard_splits().values() for name, kind in split.kinds.items()}
FULL, UPPER_A = KINDS["full"], KINDS["upper_a"]


def ordered(
    *names: str, pairs: tuple[tuple[str, str], ...] = (), kind: SessionKind | None = None
) -> tuple[Placed, ...]:
    work = [(CATALOGUE.exercises[name], 3) for name in names]
    return in_order(work, pairs, kind)


def ids(placed: tuple[Placed, ...]) -> list[str]:
    return [each.exercise.id for each in placed]


# ---- what always holds ------------------------------------------------------------------------


@st.composite
def sessions(draw: st.DrawFn) -> tuple[list[Exercise], list[tuple[str, str]], SessionKind | None]:
    """Draw exercises in any order, some of them paired, and a kind of session or none."""
    kind = draw(st.sampled_from([None, *KINDS.values()]))
    able = [each for each in WORK if kind is None or kind.area.fits(each)]
    work = draw(st.lists(st.sampled_from(able), max_size=9, unique_by=lambda each: each.id))
    pairs: list[tuple[str, str]] = []
    free = list(work)
    while len(free) > 1:
        first, *free = free
        partners = [each for each in free if may_pair(first, each, Supersets.ACCESSORIES)]
        wanted = draw(st.booleans())
        if partners and wanted:
            partner = draw(st.sampled_from(partners))
            free.remove(partner)
            pairs.append((first.id, partner.id))
    return work, pairs, kind


@given(sessions())
def test_rules_of_order(
    drawn: tuple[list[Exercise], list[tuple[str, str]], SessionKind | None],
) -> None:
    work, pairs, kind = drawn
    placed = in_order([(each, 3) for each in work], pairs, kind)
    assert sorted(ids(placed)) == sorted(each.id for each in work)
    check_main(placed, kind)
    check_supersets(placed, pairs)
    check_slots(placed, kind)
    check_classes(placed, kind)
    again = in_order([(each, 3) for each in reversed(work)], pairs, kind)
    assert again == placed


def check_main(placed: tuple[Placed, ...], kind: SessionKind | None) -> None:
    fit = [
        kind is not None
        and kind.main is not None
        and kind.main.fits(each.exercise)
        and each.exercise.role is Role.MAIN
        for each in placed
    ]
    assert [each.slot == MAIN for each in placed] == [any(fit) and not i for i in range(len(fit))]
    assert not any(fit) or fit[0]


def check_supersets(placed: tuple[Placed, ...], pairs: list[tuple[str, str]]) -> None:
    """Pairs are neighbours under a letter of their own; letters come in order."""
    found = []
    for first, second in pairwise(placed):
        if first.superset and first.superset == second.superset:
            assert (first.partner, second.partner) == (second.exercise, first.exercise)
            assert (first.opens, second.opens) == (True, False)
            found.append(frozenset({first.exercise.id, second.exercise.id}))
    assert sorted(found, key=sorted) == sorted(map(frozenset, pairs), key=sorted)
    letters = [each.superset for each in placed if each.superset]
    assert letters == sorted(letters)
    assert len(set(letters)) == len(pairs)


def check_slots(placed: tuple[Placed, ...], kind: SessionKind | None) -> None:
    slots = {slot.id: slot.where for slot in kind.slots} if kind else {}
    named = [each.slot for each in placed if each.slot]
    assert len(named) == len(set(named))
    for each in placed:
        assert each.slot in (None, MAIN) or slots[each.slot].fits(each.exercise)


def check_classes(placed: tuple[Placed, ...], kind: SessionKind | None) -> None:
    """Between the main lift and the finisher, class follows class; no work follows finishers."""
    slot = next((slot for slot in kind.slots if slot.last), None) if kind else None
    blocks: list[list[Placed]] = []
    for each in placed:
        if each.partner is not None and not each.opens:
            blocks[-1].append(each)
        else:
            blocks.append([each])
    if slot is not None and any(slot.where.fits(each.exercise) for each in placed[1:]):
        at = max(n for n, b in enumerate(blocks) if any(slot.where.fits(e.exercise) for e in b))
        finishers = [all(e.exercise.role is Role.FINISHER for e in b) for b in blocks]
        fillers = all(
            slot.where.fits(e.exercise) or e.exercise.role is Role.FINISHER for e in blocks[at]
        )
        if fillers:
            assert at == len(blocks) - 1
        else:
            assert all(finishers[at + 1 :])
            assert not any(finishers[1:at])
        if at or placed[0].slot != MAIN:
            blocks = [block for n, block in enumerate(blocks) if n != at]
    classes = [min(each.exercise.role.place for each in block) for block in blocks]
    if placed and placed[0].slot == MAIN:
        classes = classes[1:]
    assert classes == sorted(classes)


# ---- examples ---------------------------------------------------------------------------------


def test_classes_follow_each_other_large_muscles_first() -> None:
    names = ("plank", "dumbbell_curl", "barbell_bench_press", "deadlift", "back_squat")
    assert ids(ordered(*names)) == [
        "back_squat",
        "deadlift",
        "barbell_bench_press",
        "dumbbell_curl",
        "plank",
    ]


def test_the_thigh_comes_before_the_calf() -> None:
    names = ("seated_calf_raise", "nordic_curl", "leg_extension")
    assert ids(ordered(*names)) == ["nordic_curl", "leg_extension", "seated_calf_raise"]


def test_the_main_lift_is_of_the_kind() -> None:
    names = ("back_squat", "deadlift", "dumbbell_split_squat")
    assert ids(ordered(*names, kind=KINDS["lower_a"]))[0] == "back_squat"
    assert ids(ordered(*names, kind=KINDS["lower_b"]))[0] == "deadlift"
    assert ordered(*names, kind=KINDS["lower_b"])[0].slot == MAIN


def test_a_free_squat_leads_before_a_machine() -> None:
    names = ("hack_squat", "kettlebell_goblet_squat")
    assert ids(ordered(*names, kind=KINDS["lower_a"])) == ["kettlebell_goblet_squat", "hack_squat"]


def test_a_main_lift_of_the_kind_comes_before_power() -> None:
    names = ("kettlebell_swing", "deadlift")
    assert CATALOGUE.exercises["kettlebell_swing"].role is Role.POWER
    assert ids(ordered(*names)) == ["kettlebell_swing", "deadlift"]
    assert ids(ordered(*names, kind=KINDS["lower_b"])) == ["deadlift", "kettlebell_swing"]


def test_without_a_main_lift_no_slot_is_main() -> None:
    placed = ordered("dumbbell_split_squat", "plank", kind=FULL)
    assert [each.slot for each in placed] == ["single_leg", "trunk"]


def test_the_finisher_ends_the_session() -> None:
    names = ("standing_calf_raise", "back_squat", "plank", "barbell_bench_press")
    placed = ordered(*names, kind=FULL)
    assert ids(placed) == ["back_squat", "barbell_bench_press", "plank", "standing_calf_raise"]
    assert [each.slot for each in placed] == [MAIN, "push", "trunk", "foot"]


def test_the_finisher_takes_its_partner_to_the_end() -> None:
    names = ("standing_calf_raise", "back_squat", "plank", "dumbbell_curl")
    placed = ordered(*names, pairs=(("standing_calf_raise", "dumbbell_curl"),), kind=FULL)
    assert ids(placed)[:2] == ["back_squat", "plank"]
    assert {each.superset for each in placed[2:]} == {"A"}


def test_carries_stand_before_what_ends_the_session_alone() -> None:
    names = ("standing_calf_raise", "back_squat", "dumbbell_curl", "dumbbell_farmer_carry")
    assert ids(ordered(*names, kind=FULL)) == [
        "back_squat",
        "dumbbell_curl",
        "dumbbell_farmer_carry",
        "standing_calf_raise",
    ]


def test_no_curl_follows_a_carry() -> None:
    """A closing pair with isolation work leaves the end to the finishers."""
    names = ("standing_calf_raise", "back_squat", "dumbbell_curl", "dumbbell_farmer_carry")
    pairs = (("standing_calf_raise", "dumbbell_curl"),)
    placed = ordered(*names, pairs=pairs, kind=FULL)
    assert ids(placed)[-1] == "dumbbell_farmer_carry"
    assert {each.superset for each in placed[1:3]} == {"A"}
    assert {each.slot for each in placed} >= {MAIN, "foot"}


def test_of_two_that_can_end_a_session_the_one_that_stands_alone_does() -> None:
    names = ("standing_calf_raise", "back_squat", "dumbbell_curl", "dumbbell_farmer_carry")
    pairs = (("standing_calf_raise", "dumbbell_curl"),)
    placed = ordered(*names, "short_foot", pairs=pairs, kind=FULL)
    assert ids(placed)[3:] == ["dumbbell_farmer_carry", "short_foot"]
    assert placed[-1].slot == "foot"


def test_no_finisher_is_taken_from_beside_the_main_lift() -> None:
    press = exercise("press", role="main")
    calf, toe = (
        exercise(name, pattern="calf_straight", role="isolation") for name in ("calf", "toe")
    )
    kind = SessionKind(
        title="Any",
        main=Selector(pattern=(Pattern.HORIZONTAL_PUSH,)),
        slots=(Slot(id="foot", title="Feet", where=Selector(load=("dumbbell",)), last=True),),
    )
    placed = in_order([(press, 3), (calf, 3), (toe, 3)], [("press", "toe")], kind)
    assert ids(placed) == ["press", "toe", "calf"]
    assert [each.slot for each in placed] == [MAIN, None, "foot"]


def test_supersets_are_lettered_in_order() -> None:
    names = ("dumbbell_curl", "triceps_pushdown", "face_pull", "cable_lateral_raise")
    pairs = (("dumbbell_curl", "triceps_pushdown"), ("cable_lateral_raise", "face_pull"))
    placed = ordered(*names, pairs=pairs, kind=UPPER_A)
    assert ids(placed) == ["face_pull", "cable_lateral_raise", "dumbbell_curl", "triceps_pushdown"]
    assert [each.superset for each in placed] == ["A", "A", "B", "B"]
    assert [each.slot for each in placed] == ["rear_delts", "side_delts", None, None]
