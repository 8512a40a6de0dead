"""What a person owns: profiles, items and synonyms, in any mix."""

from __future__ import annotations

from collections import Counter

import pytest

from solver.catalogue import load_catalogue
from solver.errors import InputError

EQUIPMENT = load_catalogue().equipment
EVERYONE = {"bodyweight", "step", "foot_anchor"}

PROFILES = [
    "full_gym",
    "home_barbell",
    "dumbbells_bench",
    "dumbbells",
    "kettlebell",
    "bands",
    "suspension",
    "hotel",
    "machines",
    "bodyweight_bar",
    "bodyweight",
]


def test_all_profiles_are_there() -> None:
    assert sorted(EQUIPMENT.profiles) == sorted(PROFILES)


def test_everyone_has_what_everyone_has() -> None:
    for profile in EQUIPMENT.profiles:
        assert EQUIPMENT.profile(profile) >= EVERYONE
    assert EQUIPMENT.resolve(["cable"]) == {"cable", *EVERYONE}


def test_table_is_consistent() -> None:
    items = EQUIPMENT.items
    assert all(implied in items for item in items.values() for implied in item.implies)
    for item in items.values():
        assert set(item.needs) <= set(item.implies)
        assert not any(items[needed].needs for needed in item.needs)
    words = Counter(synonym for item in items.values() for synonym in item.synonyms)
    assert max(words.values()) == 1
    for item in items.values():
        for profile in item.profiles:
            if profile != "always":  # what an item comes with, its owner has
                assert set(item.implies) <= EQUIPMENT.profile(profile)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("full_gym", "full_gym"),
        ("Full Gym", "full_gym"),
        ("full-gym", "full_gym"),
        ("  HOTEL ", "hotel"),
        ("TRX", "suspension"),
        ("kettlebells", "kettlebell"),
        ("pull-up bar", "pull_up_bar"),
        ("Pullup Bar", "pull_up_bar"),
        ("chin-up_bar", "pull_up_bar"),
        ("leg press", "leg_press_machine"),
        ("db", "dumbbell"),
        ("dumbbells", "dumbbells"),
        ("no equipment", "bodyweight"),
        ("box", "step"),
    ],
)
def test_words_are_understood_in_any_spelling(word: str, meant: str) -> None:
    assert EQUIPMENT.canonical(word) == meant


def test_every_synonym_means_its_item() -> None:
    for item in EQUIPMENT.items.values():
        for synonym in item.synonyms:
            found = EQUIPMENT.canonical(synonym.title())
            # "dumbbells" is the profile, which has the item.
            assert found == item.name or item.name in EQUIPMENT.profile(found)


def test_profiles_and_items_add_up() -> None:
    both = EQUIPMENT.resolve(["dumbbells", "rack", "trx"])
    assert both == EQUIPMENT.profile("dumbbells") | {"rack", "suspension"}


def test_an_item_brings_what_it_implies() -> None:
    assert EQUIPMENT.resolve(["barbell"]) == {"barbell", "plate", *EVERYONE}
    assert EQUIPMENT.resolve(["leg press"]) == {"leg_press_machine", "machine", *EVERYONE}


def test_without_takes_an_item_away_even_where_it_is_implied() -> None:
    assert "plate" not in EQUIPMENT.resolve(["barbell"], ["plates"])
    assert "bench" not in EQUIPMENT.resolve(["full_gym"], ["bench"])


def test_without_takes_away_what_is_of_no_use_then() -> None:
    left = EQUIPMENT.resolve(["full_gym"], ["barbell"])
    assert not left & {"barbell", "landmine"}
    assert "plate" in left
    without = EQUIPMENT.resolve(["full_gym"], ["machine"])
    assert not without & {"machine", "leg_press_machine", "pec_deck"}
    with pytest.raises(InputError, match=r"^without: takes away everything"):
        EQUIPMENT.resolve(["landmine"], ["bar"])


def test_without_takes_a_whole_profile_away() -> None:
    left = EQUIPMENT.resolve(["full_gym"], ["hotel"])
    assert not left & {"dumbbell", "cable", "bench", "stability_ball"}
    assert "barbell" in left
    assert left >= EVERYONE


def test_a_name_of_both_is_the_profile_to_have_and_the_item_to_take_away() -> None:
    assert "table" in EQUIPMENT.resolve(["kettlebell"])
    assert EQUIPMENT.resolve(["kettlebell"], ["kettlebell"]) == {"table", *EVERYONE}
    assert EQUIPMENT.resolve(["bodyweight"], ["towel", "table"]) == EVERYONE


def test_nothing_named_is_refused() -> None:
    with pytest.raises(InputError, match=r"^equipment: is empty; name a profile"):
        EQUIPMENT.resolve([])


@pytest.mark.parametrize("words", [["dumbbell"], ["dumbbells"], ["trx"], ["full gym"]])
def test_everything_taken_away_is_refused(words: list[str]) -> None:
    with pytest.raises(InputError, match=r"^without: takes away everything .*; take away less"):
        EQUIPMENT.resolve(words, [*words, *EQUIPMENT.items])


@pytest.mark.parametrize(
    ("word", "near"),
    [("dumbel", "dumbbell"), ("ful gym", "full_gym"), ("kettel bell", "kettlebell"), ("", "")],
)
def test_unknown_words_are_refused_with_the_nearest(word: str, near: str) -> None:
    with pytest.raises(InputError) as found:
        EQUIPMENT.resolve([word])
    assert str(found.value).startswith(f"equipment: {word!r} is not known")
    assert (f"(did you mean {near!r}" in str(found.value)) == bool(near)
    assert "`evenset catalogue --items` lists the items" in str(found.value)


def test_an_unknown_word_to_take_away_names_that_field() -> None:
    with pytest.raises(InputError, match=r"^without: 'benhc' is not known \(did you mean 'bench'"):
        EQUIPMENT.resolve(["full_gym"], ["benhc"])
