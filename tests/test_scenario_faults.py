"""What is wrong in a scenario is refused with the field, its line and a remedy."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from solver.errors import InputError
from solver.scenario import (
    Scenario,
    load_scenario,
)
from tests.asking import refusal, use


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.yaml"


# ---- what is wrong in a file -----------------------------------------------------------------

MEASURE = "kind: bound, measure: {count: hard_sets}"
RULE = "id: own, title: My own rule, tier: guardrails"

WRONG = [
    # fields
    ("day: 4", "'day': no such field (did you mean 'days'?); fields are title, days"),
    ("equipement: hotel", "'equipement': no such field (did you mean 'equipment'?)"),
    ("2024-01-31: 4", "'2024-01-31': no such field; fields are title"),
    ("4: 4", "4: no such field; fields are"),
    ("<<: {days: 3}", "'<<': no such field; fields are"),
    (f"{'x' * 999}: 4", f"'{'x' * 59}…: no such field; fields are"),
    ("title: [a]", "title: must be text, in quotes where in doubt, not ['a']"),
    (f"title: {'x' * 121}", "title: must have 120 characters or fewer, not 'xxx"),
    # days
    ("days: 0", "days: a count of days must be 1 to 7, not 0"),
    ("days: 8", "days: a count of days must be 1 to 7, not 8"),
    ("days: -1", "days: a count of days must be 1 to 7, not -1"),
    ("days: 3.5", "days: a count of days is a whole number, 1 to 7, not 3.5"),
    ("days: '3.5'", "days: a count of days is a whole number, 1 to 7, not '3.5'"),
    ("days: .5", "days: a count of days is a whole number, 1 to 7, not 0.5"),
    ("days: .nan", "days: a count of days is a whole number, 1 to 7, not nan"),
    ("days: true", "days: must be a count or weekdays such as mon:60,tue,sat:90, not True"),
    ("days:", "days: must be a count or weekdays such as mon:60,tue,sat:90, not None"),
    ("days: ''", "days: names no day; give a count or weekdays"),
    ("days: []", "days: names no day; give a count or weekdays"),
    ("days: {}", "days: names no day; give a count or weekdays"),
    ("days: mon,tusday", "days: 'tusday' is no weekday (did you mean 'tuesday'?); use mon, tue"),
    ("days: {fryday: 60}", "days: 'fryday' is no weekday (did you mean 'friday'?); use mon"),
    ("days: {2024-01-31: 60}", "days: '2024-01-31' is no weekday; use mon, tue"),
    ("days: {1: 60}", "days: 1 is no weekday; use mon, tue"),
    ("days: [[mon]]", "days: \"['mon']\" is no weekday"),
    (f"days: {'x' * 9999}", f"days: '{'x' * 59}… is no weekday"),
    ("days: mon,tue,Monday", "days: mon stands twice; name each day once"),
    ("days: {mon: 60, monday: 45}", "days: mon stands twice; name each day once"),
    ("days: mon:5", "days.mon: minutes must be 15 to 240, not 5"),
    ("days: mon:-60,tue", "days.mon: minutes must be 15 to 240, not -60"),
    ("days: tue,mon:6O", "days.mon: takes whole minutes, as in mon:60, not '6O'"),
    ("days: mon:60.5", "days.mon: takes whole minutes, as in mon:60, not '60.5'"),
    ("days: mon:", "broken YAML: mapping values are not allowed here"),
    ("days: 'mon:'", "days.mon: takes whole minutes, as in mon:60, not ''"),
    ("days: mon:²", "days.mon: takes whole minutes, as in mon:60, not '²'"),
    ("days: mon:--60", "days.mon: takes whole minutes, as in mon:60, not '--60'"),
    (f"days: mon:{'9' * 5000}", "days.mon: takes whole minutes, as in mon:60, not '999"),
    (f"days: '{'9' * 5000}'", "days: '999"),
    ("days: {mon: 60, tue: 0}", "days.tue: minutes must be 15 to 240, not 0"),
    ("days: {mon: 60.0}", "days.mon: takes whole minutes, as in mon:60, not 60.0"),
    ("days: {mon: true}", "days.mon: takes whole minutes, as in mon:60, not True"),
    ("days: {mon: .nan}", "days.mon: takes whole minutes, as in mon:60, not nan"),
    ("days: {mon: [60]}", "days.mon: takes whole minutes, as in mon:60, not [60]"),
    ("days: {mon: 241}", "days.mon: minutes must be 15 to 240, not 241"),
    # available
    ("available: 3", "available: must name weekdays, such as mon,tue,wed,fri"),
    (
        "available: mon,tue",
        "available: names 2 days, but a week has 4 unless you say how many; say",
    ),
    (
        "available: mon",
        "available: names 1 day, but a week has 4 unless you say how many; say --days",
    ),
    ("available: mon,tue\ndays: 4", "available: names 2 days, but days asks for 4; name more, or"),
    ("available: mon,tue\ndays: 3", "available: names 2 days, but days asks for 3; name more"),
    ("available: mon,tue,wed\ndays: mon,tue", "available: goes with a count of days; say days: 3"),
    ("available: mon,tusday\ndays: 2", "available: 'tusday' is no weekday (did you mean 'tues"),
    ("available: mon:5,tue\ndays: 2", "available.mon: minutes must be 15 to 240, not 5"),
    # minutes
    ("minutes: 0", "minutes: must be 15 or more, not 0"),
    ("minutes: -60", "minutes: must be 15 or more, not -60"),
    ("minutes: 241", "minutes: must be 240 or less, not 241"),
    ("minutes: 45.5", "minutes: must be a whole number, not 45.5"),
    ("minutes: 45.0", "minutes: must be a whole number, not 45.0"),
    ("minutes: true", "minutes: must be a whole number, not True"),
    ("minutes: sixty", "minutes: must be a whole number, not 'sixty'"),
    ("minutes: .inf", "minutes: must be a whole number, not inf"),
    ("minutes: 9999999999999999999999", "minutes: must be 240 or less, not 9999999999999999999999"),
    # equipment
    ("equipment: []", "equipment: is empty; name a profile or an item, or 'bodyweight' for none"),
    ("equipment: ''", "equipment: is empty; name a profile"),
    ("equipment:", "equipment: must be a list, such as [one, two], not None"),
    ("equipment: [5]", "equipment.0: must be text, in quotes where in doubt, not 5"),
    ("equipment: {dumbbell: 2}", "equipment: must be a list, such as [one, two]"),
    ("equipment: dumbbels,bench", "equipment: 'dumbbels' is not known (did you mean 'dumbbells'?)"),
    ("without: benhc", "without: 'benhc' is not known (did you mean 'bench'?); profiles are"),
    ("equipment: trx\nwithout: trx", "without: takes away everything that equipment names; take"),
    ("without: full_gym", "without: takes away everything that equipment names; take away less"),
    (
        "equipment: bodyweight\nwithout: bodyweight",
        "equipment: no exercise is left after equipment, without, level, exclude and protect",
    ),
    # words from a list
    ("level: begginer", "level: 'begginer' is not known (did you mean 'beginner'?); use one of"),
    ("level: 3", "level: 3 is not known; use one of beginner, intermediate, advanced"),
    ("protect: sholder", "protect: 'sholder' is not known (did you mean 'shoulder'?); use"),
    ("protect: knee, bak", "protect: 'bak' is not known"),
    # signs and bodyweight
    ("signs: knees_cavee", "signs: there is no sign 'knees_cavee' (did you mean 'knees_cave'?)"),
    ("signs: [desk work, 7]", "signs.1: must be text, in quotes where in doubt, not 7"),
    (
        "signs: tight_hips_length, Tight-hips-capacity",
        "signs: tight_hips_length and tight_hips_capacity cannot both hold; keep the one",
    ),
    ("bodyweight: heavy", "bodyweight: 'heavy' is no weight; write it as 80 kg or 176 lb"),
    ("bodyweight: 8", "bodyweight: '8' is outside 30–300 kg (66–661 lb); check the number"),
    ("bodyweight: true", "bodyweight: must be text, in quotes where in doubt, not True"),
    ("bodyweight: .nan", "bodyweight: 'nan' is no weight"),
    # splits; more of them in tests/rules/test_splits.py
    ("split: uper_lower", "split: there is no split 'uper_lower' (did you mean 'upper_lower'?)"),
    (
        "split: upper_lower\ndays: 3",
        "split: upper_lower has no week of 3 days (it has 2, 4, 6); train on another number of "
        "days, or say split: full_body or push_pull_legs",
    ),
    ("split: full_body\ndays: 7", "split: full_body has no week of 7 days (it has 1, 2, 3, 4); t"),
    ("split: own.yaml", "split: 'own.yaml' looks like a file; write the split itself here, with"),
    ("split: 4", "split: must be auto, none, the name of a split, or a split with kinds and"),
    ("split: {id: own}", "split.title: is missing; add it"),
    ("supersets: some", "supersets: 'some' is not known; use one of none, accessories, all"),
    ("priorities: glute", "priorities: there is no muscle or group 'glute' (did you mean 'glutes'"),
    ("exclude: bench pres", "exclude: the catalogue has no exercise 'bench pres' (did you mean"),
    ("pin: bak squat", "pin: the catalogue has no exercise 'bak squat' (did you mean 'Back squat'"),
    ("favour: [curl, curll]", "favour: the catalogue has no exercise 'curll' (did you mean"),
    (f"favour: {'x' * 81}", "favour: must have 80 characters or fewer, not 'xxx"),
    ("favour: [" + "a, " * 301 + "]", "favour: must have 300 entries or fewer, not ['a'"),
    # pins that cannot be kept
    ("pin: back squat\nequipment: trx", "pin: 'back_squat' needs barbell, rack, which the equip"),
    ("pin: back squat\nwithout: rack", "pin: 'back_squat' needs rack, which the equipment does"),
    ("pin: dip\nexclude: dips", "pin: 'dip' is also excluded; keep one of the two"),
    ("pin: dip\nprotect: shoulder", "pin: 'dip' loads the shoulder, which protect spares; drop"),
    (
        "pin: dip\nsigns: shoulder_pinches_overhead",
        "pin: 'dip' loads the shoulder, which the sign shoulder_pinches_overhead spares; drop the",
    ),
    ("pin: cat-camel", "pin: 'cat_camel' is a warm-up drill; pin an exercise"),
    # numbers and pairs
    ("sets: [20, 8]", "sets: lowest 20 is above highest 8; swap them"),
    ("sets: [8, 21]", "sets: must lie between 0 and 20 in steps of half a set, not 8 and 21"),
    ("sets: [-1, 8]", "sets: must lie between 0 and 20 in steps of half a set, not -1 and 8"),
    ("sets: [8.3, 20]", "sets: must lie between 0 and 20 in steps of half a set"),
    ("sets: [8]", "sets.1: is missing; add it"),
    ("sets: [8, 9, 10]", "sets: must have 2 entries or fewer, not [8, 9, 10]"),
    ("sets: 8,20", "sets: must be a list, such as [one, two], not '8,20'"),
    ("sets: [.nan, 20]", "sets.0: must be a finite number, not nan"),
    ("sets: [true, 20]", "sets.0: must be a number, not True"),
    ("pull_push: [1.5, 1.25]", "pull_push: lowest 1.5 is above highest 1.25; swap them"),
    ("pull_push: [0, 1]", "pull_push: must lie between 0 and 5, as 1.25 and 1.5 do, not 0 and 1"),
    ("pull_push: [1, .inf]", "pull_push.1: must be a finite number, not inf"),
    ("pull_push: [1.33333, 1.5]", "pull_push: takes at most three decimals; round them"),
    ("strict: perhaps", "strict: must be true or false, not 'perhaps'"),
    ("time_limit: 0", "time_limit: must be above 0, not 0"),
    ("time_limit: .inf", "time_limit: must be a finite number, not inf"),
    ("time_limit: 1000000", "time_limit: must be 86400 or less, not 1000000"),
    ("workers: true", "workers: must be a whole number, not True"),
    ("workers: 65", "workers: must be 64 or less, not 65"),
    ("seed: -1", "seed: must be 0 or more, not -1"),
    ("seed: 2147483648", "seed: must be 2147483647 or less, not 2147483648"),
    # rules; more of them in tests/rules/test_standard.py
    ("rules: [pull-push]", "rules: must be fields, such as {lower: 8}, not ['pull-push']"),
    ("rules: {pull-push: 2}", "rules.pull-push: must be off, or numbers such as {lower: 8}, not 2"),
    ("rules: {pull-push: {lowr: 1}}", "rules.pull-push.lowr: no such field (did you mean 'lower'"),
    ("rules: {pull-pus: off}", "rules: there is no rule 'pull-pus' (did you mean 'pull-push'?)"),
    ("rules: {5: off}", "rules.5: must be text, in quotes where in doubt, not 5"),
    ("add_rules: {id: own}", "add_rules: must be a list, such as [one, two], not {'id': 'own'}"),
    (f"add_rules: [{{{RULE}}}]", "add_rules.0: needs a kind, such as kind: bound"),
    (f"add_rules: [{{{RULE}, kind: bund}}]", "add_rules.0: 'bund' is not known (did you mean"),
    (f"add_rules: [{{{RULE}, {MEASURE}, lowr: 1}}]", "add_rules.0.lowr: no such field (did you"),
    (f"add_rules: [{{{RULE}, {MEASURE}}}]", "add_rules.0: needs lower, upper, or both"),
]


@pytest.mark.parametrize(("text", "says"), WRONG, ids=[text[:40] for text, _ in WRONG])
def test_what_is_wrong_in_a_file_is_named_with_its_line(path: Path, text: str, says: str) -> None:
    path.write_text(f"# my week\nseed: 1\n{text}\n" if "seed" not in text else f"# \n\n{text}\n")
    with pytest.raises(InputError) as found:
        use(load_scenario(path))
    message = str(found.value)
    lines = (3, 4) if "\n" in text else (3,)
    assert any(message.startswith(f"{path}, line {line}: {says}") for line in lines), message
    assert len(message) < 2000


def test_a_wrong_entry_of_a_list_is_named_with_its_own_line(path: Path) -> None:
    path.write_text("days: 4\nequipment:\n  - hotel\n  - dumbel\n")
    with pytest.raises(InputError, match=r"own.yaml, line 4: equipment: 'dumbel' is not known"):
        use(load_scenario(path))
    path.write_text("exclude:\n  - dip\n\n  - lat puldown\npin: [plank]\n")
    with pytest.raises(InputError, match=r"own.yaml, line 4: exclude: .*mean 'Lat pulldown'"):
        use(load_scenario(path))


def test_a_wrong_rule_is_named_with_its_own_line(path: Path) -> None:
    path.write_text("rules:\n  variety: off\n  pull-push:\n    lower: 2\n")
    with pytest.raises(InputError, match=r"line 3: rules.pull-push: lower 2 is above upper 3/2"):
        use(load_scenario(path))
    path.write_text("rules:\n  variety:\n    lower: 2\n")
    with pytest.raises(InputError, match=r"line 3: rules.variety.lower: .* has no such field"):
        use(load_scenario(path))


def test_several_faults_are_all_named(path: Path) -> None:
    path.write_text("days: 9\nminutes: 5\nlevel: expert\n")
    with pytest.raises(InputError) as found:
        load_scenario(path)
    said = str(found.value).splitlines()
    assert [line.removeprefix(f"{path}, ")[:7] for line in said] == [
        "line 1:",
        "line 2:",
        "line 3:",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- days\n- 4", "must hold fields such as 'days: 4', not ['days', 4]"),
        ("just text", "must hold fields such as 'days: 4', not 'just text'"),
        ("5", "must hold fields such as 'days: 4', not 5"),
    ],
)
def test_a_file_without_fields_is_refused(path: Path, text: str, says: str) -> None:
    path.write_text(text)
    with pytest.raises(InputError) as found:
        load_scenario(path)
    assert str(found.value) == f"{path}: {says}"


def test_an_empty_file_is_the_default(path: Path) -> None:
    path.write_text("# nothing yet\n")
    assert load_scenario(path) == Scenario()


def test_a_flag_wins_and_is_not_blamed_on_the_file(path: Path) -> None:
    path.write_text("minutes: 45\nequipment: hotel\n")
    assert load_scenario(path, {"minutes": 30}).minutes == 30
    with pytest.raises(InputError) as found:
        load_scenario(path, {"minutes": 5})
    assert str(found.value) == "minutes: must be 15 or more, not 5"
    with pytest.raises(InputError, match=r"^equipment: 'dumbel' is not known"):
        use(load_scenario(path, {"equipment": "dumbel"}))
    path.write_text("minutes: 5\n")
    with pytest.raises(InputError, match=r"own.yaml, line 1: minutes: must"):
        load_scenario(path, {"equipment": "dumbel"})


# ---- what is wrong in Python ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"minutes": 10**5000}, "minutes: must be 240 or less, not a number of thousands of dig"),
        ({"days": 10**5000}, "days: a count of days must be 1 to 7, not a number of thousands"),
        ({"days": {"mon": 10**5000}}, "days.mon: minutes must be 15 to 240, not a number of"),
        ({"days": {10**5000: 60}}, "days: a number of thousands of digits is no weekday"),
        ({10**5000: 1}, "a number of thousands of digits: no such field"),
        ({None: 1}, "None: no such field"),
        ({"days": {date(2024, 1, 31): 60}}, "days: datetime.date(2024, 1, 31) is no weekday"),
        ({"seed": 10**5000}, "seed: must be 2147483647 or less, not a number of thousands"),
        ({"sets": (10**5000, 1)}, "sets"),
        ({"pull_push": (1, 10**400)}, "pull_push"),
        ({"time_limit": math.nan}, "time_limit: must be a finite number, not nan"),
        ({"title": "\ud800"}, "title: "),
        ({"equipment": object()}, "equipment: must be a list, such as [one, two], not <object"),
        ({"rules": {"pull-push": {"lower": "1e999999999"}}}, "rules.pull-push: lower: must be a"),
        ({"rules": {"pull-push": {"lower": 10**5000}}}, "rules.pull-push: lower: must be a"),
        ({"rules": {"pull-push": {"lower": math.inf}}}, "rules.pull-push.lower: must be a finite"),
    ],
)
def test_what_is_wrong_in_python_is_named_too(fields: dict[Any, Any], says: str) -> None:
    assert refusal(fields).startswith(says)


def test_the_class_itself_refuses_as_pydantic_does() -> None:
    with pytest.raises(ValidationError):
        Scenario(days=9)
