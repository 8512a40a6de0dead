"""What is said to the person: what is left out for them, what takes its place, and why."""

from __future__ import annotations

import re
from typing import Any

import pytest

from solver.catalogue import load_catalogue
from solver.catalogue.vocabulary import BodyPart
from solver.person import protection_notes, sign_misses, sign_notes
from solver.plan import RuleResult
from solver.rules import Tier
from solver.rules.signs import load_protections, load_signs
from solver.scenario import Scenario, available, make_scenario

CATALOGUE = load_catalogue()
PROFILES = CATALOGUE.equipment.profiles
PROMISES = r"injur|prevent|\bsafe|\bheal(s|ing)?\b|\bcure|\brisk|guarantee"


def resolved(**fields: Any) -> Scenario:
    return make_scenario(fields).resolve(CATALOGUE)


def notes(**fields: Any) -> tuple[str, ...]:
    return protection_notes(resolved(**fields), CATALOGUE)


def test_who_spares_nothing_hears_nothing() -> None:
    assert notes() == ()
    assert sign_notes(resolved()) == ()
    assert notes(signs="knee_control") == ()


def test_a_note_has_number_names_substitutes_and_reason() -> None:
    (note,) = notes(protect="shoulder")
    out = [e for e in available(resolved(), CATALOGUE) if BodyPart.SHOULDER in e.stresses]
    shoulder = load_protections()[BodyPart.SHOULDER]
    assert note.startswith(f"Shoulder spared: without {len(out)} exercises, among them Barbell ben")
    assert f"({shoulder.avoid})" in note
    assert "Preferred instead: Half-kneeling landmine press, Dumbbell floor press" in note
    assert note.endswith(shoulder.why)


def test_of_many_exercises_five_are_named_and_of_few_all() -> None:
    (many,) = notes(protect="shoulder")
    among, instead = re.findall(r"(?:among them|instead:) ([^(.]*?)(?: \(|\.)", many)
    assert (len(among.split(", ")), len(instead.split(", "))) == (5, 5)
    (one,) = notes(protect="hamstring", equipment="bodyweight")
    assert "without 1 exercise: Nordic curl (" in one
    (none,) = notes(protect="neck", equipment="bodyweight")
    assert "Neck spared: nothing at hand loads it (" in none


def test_only_what_would_have_been_planned_is_named() -> None:
    (note,) = notes(protect="shoulder", equipment="kettlebell")
    assert "Pike push-up" in note
    (note,) = notes(protect="shoulder", equipment="kettlebell", exclude="pike push-up")
    assert "Pike push-up" not in note
    named = note.partition("(")[0].casefold()
    assert not re.search("dumbbell|barbell|cable|machine", named)
    (spared,) = notes(protect="knee", exclude="goblet squat")
    assert "Goblet squat" not in spared.partition("instead: ")[2].partition(".")[0].split(", ")


def test_two_parts_have_a_line_each_in_the_order_of_the_body() -> None:
    found = notes(protect="knee, shoulder")
    assert [note.partition(" spared")[0] for note in found] == ["Shoulder", "Knee"]


def test_what_a_sign_spares_says_for_which_sign() -> None:
    (note,) = notes(signs="shoulder_pinches_overhead")
    assert note.startswith("Shoulder spared (for shoulder_pinches_overhead): without")
    (asked,) = notes(signs="shoulder_pinches_overhead", protect="shoulder")
    assert asked.startswith("Shoulder spared: without")


def test_without_the_rule_of_staples_there_are_notes_all_the_same() -> None:
    (note,) = notes(protect="knee", rules={"staples": "off"})
    assert "Back squat" in note


@pytest.mark.parametrize("profile", PROFILES)
def test_every_part_has_a_note_whatever_the_equipment(profile: str) -> None:
    parts = [part.value for part in BodyPart]
    found = [note for part in parts for note in notes(protect=part, equipment=profile)]
    assert len(found) == len(parts)
    for note in found:
        assert "  " not in note
        assert not re.search(PROMISES, note, re.IGNORECASE)


@pytest.mark.parametrize("name", load_signs())
def test_a_sign_says_why_and_what_to_watch(name: str) -> None:
    sign = load_signs()[name]
    (note,) = sign_notes(resolved(signs=name))
    assert note.startswith(f"{sign.title}: {sign.why}")
    assert note.endswith(sign.notice)
    assert note == note.strip()


def test_what_a_sign_asks_for_and_the_week_does_not_keep_is_said() -> None:
    scenario = resolved(signs="bar_path_uneven")

    def verdict(name: str, holds: bool | None) -> RuleResult:
        return RuleResult(
            id=name, title=f"The rule {name}", tier=Tier.BALANCE, measured=1, lower=2, upper=None,
            holds=holds,
        )  # fmt: skip

    kept = [verdict("unilateral-upper", True), verdict("calves", False)]
    assert sign_misses(scenario, kept) == ()
    (line,) = sign_misses(scenario, [verdict("unilateral-upper", False), *kept[1:]])
    assert line.startswith("An uneven bar: this week does not keep all of it")
    assert "The rule unilateral-upper" in line
    assert "calves" not in line
