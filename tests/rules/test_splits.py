"""Splits: every slot that the requirements name, weeks by day count, splits of one's own."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from solver.catalogue import Pattern, Role, load_catalogue
from solver.errors import InputError
from solver.reading import parse_yaml
from solver.rules import (
    AllowanceRule,
    AnyRule,
    BoundRule,
    Scope,
    SupersetRule,
    Tier,
    Wishes,
    standard_rules,
)
from solver.rules.splits import (
    SessionKind,
    Split,
    check_days,
    find_split,
    parse_split,
    splits_for,
    standard_splits,
)
from solver.scenario import make_scenario

CATALOGUE = load_catalogue()
SPLITS = standard_splits()
FORMATS = Path(__file__).parents[2] / "docs" / "formats.md"

PUSH_DAYS = ["full", "upper_a", "upper_b", "push"]
"""Kinds of session with presses: R23 asks for work on the shoulder blades in each."""

SLOTS: dict[str, list[str]] = {
    "R23": [f"{kind}.shoulder_blades" for kind in PUSH_DAYS],
    "R67": ["push.horizontal"],
    "R68": ["push.vertical"],
    "R69": ["push.quads"],
    "R70": ["push.shoulder_blades"],
    "R71": ["pull.row"],
    "R72": ["pull.vertical"],
    "R73": ["pull.hinge"],
    "R74": ["pull.rear"],
    "R76": ["legs.single_leg", "legs_squat.single_leg", "legs_hinge.single_leg"],
    "R77": ["legs.foot", "legs_squat.foot", "legs_hinge.foot"],
    "R78": ["legs.anti_rotation", "legs_squat.anti_rotation", "legs_hinge.anti_rotation"],
    "R80": ["upper_a.press", "upper_a.row"],
    "R81": ["upper_a.side_delts", "upper_a.rear_delts"],
    "R82": ["upper_a.grip"],
    "R83": ["lower_a.single_leg"],
    "R84": ["lower_a.hamstrings"],
    "R85": ["lower_a.foot"],
    "R86": ["upper_b.press", "upper_b.pull"],
    "R87": ["upper_b.shoulder_blades"],
    "R88": ["upper_b.biceps", "upper_b.triceps"],
    "R89": ["lower_b.split_squat"],
    "R90": ["lower_b.eccentric"],
    "R91": ["lower_b.carry"],
    "R93": ["full.squat_or_hinge"],
    "R94": ["full.push", "full.pull"],
    "R95": ["full.single_leg"],
    "R96": ["full.trunk"],
    "R97": ["full.foot"],
}

WEEKS = {
    ("full_body", 1): "full",
    ("full_body", 2): "full full",
    ("full_body", 3): "full full full",
    ("full_body", 4): "full full full full",
    ("upper_lower", 2): "upper_a lower_a",
    ("upper_lower", 4): "upper_a lower_a upper_b lower_b",
    ("upper_lower", 6): "upper_a lower_a upper_b lower_b upper_a lower_a",
    ("push_pull_legs", 3): "push pull legs",
    ("push_pull_legs", 4): "push pull legs_squat full",
    ("push_pull_legs", 5): "push pull legs_squat upper_a lower_b",
    ("push_pull_legs", 6): "push pull legs_squat push pull legs_hinge",
}
"""Kinds of session of each week (D16)."""


def kinds() -> dict[str, SessionKind]:
    return {name: kind for split in SPLITS.values() for name, kind in split.kinds.items()}


def rules_of(split: Split, days: int) -> dict[str, AnyRule]:
    found = standard_rules(CATALOGUE, Wishes(split=split, days=days))
    plain = {rule.id for rule in standard_rules(CATALOGUE)}
    return {rule.id: rule for rule in found if rule.id not in plain}


# ---- the data -----------------------------------------------------------------------------------


@pytest.mark.parametrize("requirement", SLOTS)
def test_every_slot_of_the_requirements_is_there(requirement: str) -> None:
    named = {
        f"{name}.{slot.id}"
        for name, kind in kinds().items()
        for slot in kind.slots
        if requirement in slot.source.split(", ")
    }
    assert named == set(SLOTS[requirement])


def test_every_kind_with_a_press_moves_the_shoulder_blades() -> None:  # R23
    presses = {Pattern.HORIZONTAL_PUSH, Pattern.VERTICAL_PUSH}
    pressing = [
        name
        for name, kind in kinds().items()
        if any(presses.intersection(slot.where.pattern) for slot in kind.slots)
    ]
    assert sorted(pressing) == sorted(PUSH_DAYS)


def test_rear_delt_rows_fill_the_shoulder_blades_slot_and_reverse_flyes_do_not() -> None:
    slot = next(slot for slot in kinds()["full"].slots if slot.id == "shoulder_blades")
    rows = [e for e in CATALOGUE if e.family in ("rear_delt_row", "face_pull", "y_raise")]
    assert rows
    assert all(slot.where.fits(exercise) for exercise in rows)
    assert not any(slot.where.fits(e) for e in CATALOGUE if e.family == "reverse_fly")


def test_there_is_no_other_slot() -> None:
    there = {f"{name}.{slot.id}" for name, kind in kinds().items() for slot in kind.slots}
    assert there == {name for names in SLOTS.values() for name in names}


@pytest.mark.parametrize(("kind", "leads"), [
    ("lower_a", "squat"),  # R83
    ("lower_b", "hinge"),  # R89
    ("legs_squat", "squat"),  # R75
    ("legs_hinge", "hinge"),
])  # fmt: skip
def test_main_lifts_lead_where_the_requirements_say(kind: str, leads: str) -> None:
    main = kinds()[kind].main
    assert main is not None
    assert main.pattern == (Pattern(leads),)


def test_finishers_come_last_and_arms_are_a_superset() -> None:
    last = {f"{n}.{slot.id}" for n, kind in kinds().items() for slot in kind.slots if slot.last}
    assert last == {"full.foot", "upper_a.grip"}  # R97, R82
    pairs = {name: kind.supersets for name, kind in kinds().items() if kind.supersets}
    assert list(pairs) == ["upper_b"]
    (pair,) = pairs["upper_b"]
    assert (pair.first.pattern, pair.second.pattern, pair.source) == (
        (Pattern.ELBOW_FLEXION,),
        (Pattern.ELBOW_EXTENSION,),
        "R88",
    )


@pytest.mark.parametrize("name", kinds())
def test_each_kind_has_a_main_lift_and_room_for_all_its_slots(name: str) -> None:
    kind = kinds()[name]
    inside = [exercise for exercise in CATALOGUE if kind.area.fits(exercise)]
    main = kind.main
    assert main is not None
    assert [e for e in inside if e.role is Role.MAIN and main.fits(e)]
    for slot in kind.slots:
        assert [e for e in inside if e.role is not Role.DRILL and slot.where.fits(e)], slot.id


def test_weeks_are_as_decided() -> None:
    there = {
        (split.id, days): " ".join(planned.kind for planned in week)
        for split in SPLITS.values()
        for days, week in split.weeks.items()
    }
    assert there == WEEKS


def test_three_full_days_rotate_through_all_intensities() -> None:  # R98
    week = SPLITS["full_body"].weeks[3]
    assert {planned.intensity for planned in week} == {"heavy", "moderate", "volume"}


@pytest.mark.parametrize("days", range(1, 8))
def test_auto_tries_every_split_that_has_such_a_week(days: int) -> None:
    tried = [split.id for split in splits_for(days)]
    assert sorted(tried) == sorted(name for name, count in WEEKS if count == days)
    assert not tried or tried[0] in ("full_body", "upper_lower", "push_pull_legs")


# ---- the rules that follow -------------------------------------------------------------------


WISHES = {
    "legs-on-leg-days": {"push", "pull"},
    "leg-day-lifts": {"lower_a", "lower_b", "legs", "legs_squat", "legs_hinge"},
}
"""What sessions of these kinds wish for; everything else of kinds is a guardrail."""


@pytest.mark.parametrize(("name", "days"), WEEKS)
def test_a_week_has_the_rules_of_its_kinds_and_no_others(name: str, days: int) -> None:
    split, used = SPLITS[name], set(WEEKS[name, days].split())
    found = rules_of(split, days)
    slots = {f"slot.{kind}.{slot.id}" for kind in used for slot in split.kinds[kind].slots}
    assert {rule for rule in found if rule.startswith("slot.")} == slots
    assert {rule for rule in found if rule.startswith("main-lift.")} == {
        f"main-lift.{kind}" for kind in used
    }
    assert ("superset.upper_b.arms" in found) == ("upper_b" in used)
    paired = (
        {"session-pull-push", "session-presses-paired"} if used & {"full", "upper_a"} else set()
    )
    assert {rule for rule in found if rule.startswith("session-")} == paired
    meant = [rule for rule in found.values() if isinstance(rule, BoundRule) and rule.id in WISHES]
    assert {rule.id: set(rule.kinds) for rule in meant} == {
        wish: kinds & used for wish, kinds in WISHES.items() if kinds & used
    }
    for rule in found.values():
        wish = rule.id in WISHES
        assert rule.tier is (Tier.PLAINNESS if wish else Tier.GUARDRAILS)
        assert rule.source
        assert isinstance(rule, BoundRule | SupersetRule)
        assert set(rule.kinds) <= used
        if isinstance(rule, BoundRule):
            assert rule.scope is Scope.SESSION


def test_a_slot_can_be_changed_like_any_rule() -> None:
    scenario = make_scenario(
        {
            "split": "upper_lower",
            "rules": {"slot.upper_a.grip": "off", "main-lift.upper_a": {"weight": 3}},
        }
    )
    found = {rule.id: rule for rule in scenario.make_rules(CATALOGUE)}
    assert "slot.upper_a.grip" not in found
    assert found["main-lift.upper_a"].weight == 3
    assert "slot.upper_a.row" in found


def test_auto_has_no_slots_until_a_split_is_chosen() -> None:
    scenario = make_scenario({})
    assert scenario.chosen_split is None
    assert scenario.planned == (None,) * 4
    chosen = scenario.with_split("full_body")
    assert [planned.kind for planned in chosen.planned if planned] == ["full"] * 4
    assert len(chosen.make_rules(CATALOGUE)) > len(scenario.make_rules(CATALOGUE))


# ---- splits of one's own ---------------------------------------------------------------------

OWN = """\
id: presses_and_legs
title: Presses and legs
kinds:
  press_day:
    title: Press day
    area: upper
    main: {pattern: horizontal_push}
    slots:
      - {id: row, title: A row, where: {pattern: horizontal_pull}}
weeks:
  2: [press_day, {kind: legs_squat, intensity: heavy}]
rules:
  - id: calm-presses
    title: At most 8 hard sets of pressing in a session
    tier: guardrails
    kind: bound
    scope: session
    measure: {count: hard_sets, where: {pattern: [horizontal_push, vertical_push]}}
    upper: 8
  - id: few-swings
    title: At most 6 hard sets of power work
    tier: balance
    kind: bound
    measure: {count: hard_sets, where: {role: power}}
    upper: 6
"""


def own(text: str = OWN) -> Split:
    return parse_split(parse_yaml(text, "own.yaml"))


def test_an_own_split_may_use_standard_areas_and_kinds() -> None:
    split = own()
    assert split.kinds["legs_squat"] == kinds()["legs_squat"]
    assert split.kinds["press_day"].area == kinds()["upper_a"].area
    assert [(each.kind, each.intensity) for each in split.weeks[2]] == [
        ("press_day", "moderate"),
        ("legs_squat", "heavy"),
    ]
    found = rules_of(split, 2)
    assert {"slot.press_day.row", "main-lift.press_day", "slot.legs_squat.foot"} <= set(found)
    calm = found["calm-presses"]
    assert isinstance(calm, BoundRule)
    assert calm.kinds == ("press_day", "legs_squat")
    few = found["few-swings"]
    assert isinstance(few, BoundRule)
    assert few.kinds == ()


def test_an_own_split_survives_json_as_part_of_a_scenario() -> None:
    scenario = make_scenario({"days": 2, "split": own()})
    again = type(scenario).model_validate_json(scenario.model_dump_json())
    assert again == make_scenario({"days": 2, "split": scenario.model_dump(mode="json")["split"]})
    assert again.chosen_split == own()
    assert again.split_id == "presses_and_legs"
    assert again.make_rules(CATALOGUE) == scenario.make_rules(CATALOGUE)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id: presses_and_legs", "id: Presses", "line 1: id: must be lower-case words joined by"),
        ("id: presses_and_legs\n", "", "id: is missing; add it"),
        ("area: upper", "area: uper", "line 6: kinds.press_day.area: there is no area 'uper' (did"),
        (
            "slots:",
            "slotz:",
            "line 8: kinds.press_day.slotz: no such field (did you mean 'slots'?)",
        ),
        (
            "horizontal_pull}}",
            "horizontal_pul}}",
            "line 9: kinds.press_day.slots.0.where.pattern",
        ),
        (
            "legs_squat,",
            "leg_squat,",
            "there is no kind 'leg_squat' (did you mean 'legs_squat'?); use one of press_day",
        ),
        ("2: [", "3: [", "weeks: 3 days, but 2 sessions; write one for each day"),
        ("intensity: heavy", "intensity: hard", "intensity: 'hard' is not known; use one of heavy"),
        ("upper: 8", "uper: 8", "line 19: rules.0.uper: no such field (did you mean 'upper'?)"),
        ("scope: session", "scope: session\n    kinds: [pull]", ""),
        ("scope: session", "scope: session\n    kinds: [pres]", "there is no kind 'pres'"),
    ],
)
def test_a_wrong_own_split_is_named_with_its_line(old: str, new: str, says: str) -> None:
    assert OWN.count(old) == 1
    text = OWN.replace(old, new)
    if not says:
        own(text)
        return
    with pytest.raises(InputError) as found:
        own(text)
    assert str(found.value).startswith("own.yaml")
    assert says in str(found.value)


@pytest.mark.parametrize("text", ["", "[]", "5", "split"])
def test_a_file_that_is_no_split_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^own.yaml: must hold id, title, kinds and weeks, not"):
        own(text)


def test_a_split_without_such_a_week_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(InputError, match=r"upper_lower has no week of 5 days .* push_pull_legs"):
        find_split("upper_lower", 5)
    with pytest.raises(InputError, match=r"presses_and_legs has no week of 7 days .* split: none"):
        check_days(own(), 7)
    with pytest.raises(InputError, match="did you mean 'full_body'"):
        find_split("full_bodi", 3)


def example() -> str:
    """Return the split that docs/formats.md shows."""
    blocks = FORMATS.read_text(encoding="utf-8").split("```yaml\n")[1:]
    (found,) = [text for block in blocks if (text := block.split("```")[0]).startswith("id: ")]
    return found


def test_the_example_of_the_docs_is_a_split() -> None:
    split = parse_split(parse_yaml(example(), "docs/formats.md"))
    for days in split.weeks:
        scenario = make_scenario({"days": days, "split": split})
        assert scenario.resolve(CATALOGUE).make_rules(CATALOGUE)


def test_slots_of_a_week_have_names_of_their_own() -> None:
    rules: list[dict[str, Any]] = list(SPLITS["upper_lower"].session_rules(4))
    names = [rule["id"] for rule in rules]
    assert len(names) == len(set(names))


HEAVY_LEGS = """
id: heavy_legs
title: Two heavy leg days
weeks:
  3: [{kind: lower_a, intensity: heavy}, {kind: %s}, {kind: lower_b, intensity: heavy}]
"""


@pytest.mark.parametrize("days", ["mon,tue,wed", "mon,wed,sun"])
def test_heavy_squat_and_hinge_days_beside_each_other_are_refused(days: str) -> None:  # C11
    text = HEAVY_LEGS.replace("%s", "upper_a")
    if days == "mon,tue,wed":
        text = text.replace(
            "{kind: upper_a}, {kind: lower_b, intensity: heavy}",
            "{kind: lower_b, intensity: heavy}, {kind: upper_a}",
        )
    split = parse_split(parse_yaml(text, "own.yaml"))
    with pytest.raises(InputError, match="heavy squat and a heavy hinge") as refused:
        make_scenario({"days": days, "split": split}).resolve(CATALOGUE)
    message = str(refused.value)
    assert all(word in message for word in ("mon lower_a", "lower_b", "moderate or volume"))
    apart = make_scenario({"days": "mon,wed,fri", "split": split})
    assert apart.resolve(CATALOGUE).split_id == "heavy_legs"
    lighter = parse_split(
        parse_yaml(text.replace("lower_b, intensity: heavy", "lower_b"), "own.yaml")
    )
    make_scenario({"days": days, "split": lighter}).resolve(CATALOGUE)


def test_no_standard_week_has_two_heavy_days_of_squats_or_hinges() -> None:  # C11
    bends = {Pattern.SQUAT, Pattern.HINGE}
    for split in SPLITS.values():
        for week in split.weeks.values():
            mains = [split.kinds[p.kind].main for p in week if p.intensity == "heavy"]
            assert sum(bool(main and bends.intersection(main.pattern)) for main in mains) <= 1


def test_no_standard_week_tires_the_grip_before_a_heavy_pull() -> None:  # C12
    """On the usual days: what stands before a heavy hinge or pull-up can hold no grip work."""
    needs = {Pattern.HINGE, Pattern.VERTICAL_PULL}
    grip = [e for e in CATALOGUE if e.pattern in (Pattern.WRIST, Pattern.CARRY)]
    for split in SPLITS.values():
        for days, week in split.weeks.items():
            usual = list(make_scenario({"days": days}).candidates)
            for (eve, before), (day, after) in pairwise(zip(usual, week, strict=True)):
                kind = split.kinds[after.kind]
                holds = [e for e in CATALOGUE if e.role is Role.MAIN and e.pattern in needs]
                main = kind.main
                assert main is not None
                strains = any(
                    kind.area.fits(e)
                    # Of squats and hinges the one that leads is heavy, no other.
                    and (e.pattern is not Pattern.HINGE or Pattern.HINGE in main.pattern)
                    for e in holds
                )
                if day.is_beside(eve) and after.intensity == "heavy" and strains:
                    assert not any(split.kinds[before.kind].area.fits(e) for e in grip), split.id


@pytest.mark.parametrize(("name", "days"), [("upper_lower", 4), ("push_pull_legs", 4)])
def test_squat_days_ask_for_a_free_squat(name: str, days: int) -> None:  # R83
    rule = rules_of(SPLITS[name], days)["squat-emphasis"]
    assert isinstance(rule, BoundRule)
    assert set(rule.kinds) <= {"lower_a", "legs_squat"}
    assert rule.scope is Scope.SESSION
    (term,) = rule.terms()
    assert term.where.fits(CATALOGUE.exercises["back_squat"])
    assert term.where.fits(CATALOGUE.exercises["goblet_squat"])
    for machine in ("leg_press", "hack_squat"):
        assert not term.where.fits(CATALOGUE.exercises[machine])


def test_leg_days_wish_for_more_than_three_sets_of_lifts() -> None:
    """One such day may go free beside few odd choices, three never do."""
    rule = rules_of(SPLITS["push_pull_legs"], 6)["leg-day-lifts"]
    wishes = standard_rules(CATALOGUE, Wishes(split=SPLITS["push_pull_legs"], days=6))
    (free,) = (r for r in wishes if isinstance(r, AllowanceRule) and r.tier is Tier.PLAINNESS)
    assert isinstance(rule, BoundRule)
    assert set(rule.kinds) == {"legs_squat", "legs_hinge"}
    assert (rule.lower, rule.upper) == (4, None)
    assert rule.weight <= free.at_most < 3 * rule.weight
    (term,) = rule.terms()
    fit = {exercise.id for exercise in CATALOGUE if term.where.fits(exercise)}
    assert {"back_squat", "leg_press", "slow_rdl", "dumbbell_split_squat"} <= fit
    assert not fit & {"nordic_curl", "standing_calf_raise", "dumbbell_lateral_lunge"}


def test_push_and_pull_days_have_one_exercise_for_the_legs() -> None:  # R69, R73
    """The slot of each day asks for one; a second costs more than what plainness leaves free."""
    kinds = SPLITS["push_pull_legs"].kinds
    wishes = Wishes(split=SPLITS["push_pull_legs"], days=6)
    found = {rule.id: rule for rule in standard_rules(CATALOGUE, wishes)}
    rule, allowance = found["legs-on-leg-days"], found["allowance-plainness"]
    assert isinstance(rule, BoundRule)
    assert isinstance(allowance, AllowanceRule)
    assert set(rule.kinds) == {"push", "pull"}
    assert rule.scope is Scope.SESSION
    assert (rule.lower, rule.upper) == (None, 1)
    assert rule.weight > allowance.at_most
    (term,) = rule.terms()
    assert term.count == "exercises"
    upper = SPLITS["upper_lower"].kinds["upper_a"].area
    for kind in ("push", "pull"):
        here = [exercise for exercise in CATALOGUE if kinds[kind].area.fits(exercise)]
        legs = {exercise.id for exercise in here if not upper.fits(exercise)}
        assert legs
        assert {exercise.id for exercise in here if term.where.fits(exercise)} == legs
