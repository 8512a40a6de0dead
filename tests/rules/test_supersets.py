"""Supersets: which two exercises may be one, over the whole catalogue."""

from __future__ import annotations

from itertools import product

import pytest

from solver.catalogue import Exercise, Role, load_catalogue
from solver.rules.supersets import (
    Supersets,
    change_seconds,
    may_pair,
    might_pair,
    on_one_leg,
    pairable,
    pairing,
    saved_seconds,
)

CATALOGUE = load_catalogue()
EVERY = list(CATALOGUE)
STATIONS = {
    "barbell", "ez_bar", "trap_bar", "landmine", "cable", "machine", "smith_machine", "suspension",
}  # fmt: skip


def pairs(wanted: Supersets) -> set[tuple[str, str]]:
    return {(a.id, b.id) for a, b in product(EVERY, EVERY) if may_pair(a, b, wanted)}


ALL = pairs(Supersets.ALL)


def of(name: str) -> Exercise:
    return CATALOGUE.exercises[name]


def test_who_wants_none_gets_none() -> None:
    assert pairs(Supersets.NONE) == set()


def test_accessories_are_fewer_than_all() -> None:
    accessories = pairs(Supersets.ACCESSORIES)
    assert accessories < ALL
    roles = {of(name).role for pair in accessories for name in pair}
    assert roles == {Role.ACCESSORY, Role.ISOLATION, Role.CORE}


def test_the_order_of_two_makes_no_difference_and_none_is_its_own_partner() -> None:
    assert {(b, a) for a, b in ALL} == ALL
    assert all(a != b for a, b in ALL)


def test_neither_gets_in_the_way_of_the_other() -> None:
    assert ALL
    for first, second in ((of(a), of(b)) for a, b in ALL):
        assert set(first.direct).isdisjoint(second.muscles)
        assert not (first.grip and second.grip)
        assert not (first.spine_load and second.spine_load)
        assert not (on_one_leg(first) and on_one_leg(second))
        assert first.load == second.load or not {first.load, second.load} <= STATIONS


@pytest.mark.parametrize("role", Role)
def test_finishers_power_and_drills_are_never_paired(role: Role) -> None:
    never = {Role.FINISHER, Role.POWER, Role.DRILL}
    mine = [exercise for exercise in EVERY if exercise.role is role]
    assert any(pairable(e, Supersets.ALL) for e in mine) == (role not in never)


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("dumbbell_curl", "dumbbell_overhead_extension", Supersets.ACCESSORIES),
        ("dumbbell_bench_press", "chest_supported_row", Supersets.ALL),
        ("leg_extension", "lying_leg_curl", Supersets.ACCESSORIES),
    ],
)
def test_opposites_are_paired(first: str, second: str, wanted: Supersets) -> None:
    assert may_pair(of(first), of(second), wanted)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("dumbbell_curl", "hammer_curl"),  # the same muscle
        ("barbell_bench_press", "dumbbell_overhead_extension"),  # the press uses it
        ("barbell_bench_press", "seated_cable_row"),  # two stations
        ("deadlift", "overhead_press"),  # both load the spine
        ("rdl", "one_arm_dumbbell_row"),  # both hang on the grip
        ("bodyweight_single_leg_rdl", "slow_single_leg_calf_raise"),  # both stand on one leg
    ],
)
def test_what_would_suffer_is_not_paired(first: str, second: str) -> None:
    assert not may_pair(of(first), of(second), Supersets.ALL)


def test_but_for_stations_two_might_pair_that_would_at_one() -> None:
    """The bound of bare totals counts on it: bundles hold exercises of several loads."""
    here = {(a.id, b.id) for a, b in product(EVERY, EVERY) if might_pair(a, b, Supersets.ALL)}
    assert here > ALL
    at_one = {e.id: e.model_copy(update={"load": "barbell"}) for e in EVERY}
    assert here == {
        (a, b) for a, b in product(at_one, at_one)
        if may_pair(at_one[a], at_one[b], Supersets.ALL)
    }  # fmt: skip


def test_equal_ones_pair_alike() -> None:
    kinds = {pairing(each): each for each in EVERY}
    assert 20 < len(kinds) < len(EVERY)
    for wanted, one, other in product(Supersets, EVERY, EVERY):
        like = kinds[pairing(one)], kinds[pairing(other)]
        assert might_pair(one, other, wanted) is might_pair(*like, wanted)


def test_a_superset_saves_the_shorter_rest_less_the_change() -> None:
    times = CATALOGUE.times
    able = [
        role for role in Role if any(pairable(e, Supersets.ALL) for e in EVERY if e.role is role)
    ]
    for first, second in product(able, able):
        saved = saved_seconds(first, second, times)
        assert saved == saved_seconds(second, first, times)
        assert saved == min(times.rest[first], times.rest[second]) - change_seconds()
        assert saved > 0
