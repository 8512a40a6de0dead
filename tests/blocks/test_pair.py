"""How the two weeks come about, with a solver that only writes down what it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

import solver.model.solve as solving
from solver import Plan, load_scenario
from solver.blocks.audit import Finding, audit_block, audit_pair
from solver.blocks.block import Pair, Volume
from solver.blocks.make import make_block
from solver.blocks.pair import solve_pair
from solver.blocks.proof import pair_tiers
from solver.blocks.rotation import as_plan, rotated, rotating
from solver.catalogue.vocabulary import Role
from solver.errors import ImpossibleError, NoPlanInTimeError
from solver.plan import Conflict
from solver.rules.splits import Split
from solver.scenario import Scenario, available
from tests.blocks.weeks import A, catalogue, make_plan
from tests.expected import FOLDER, SECONDS
from tests.solved import NAMES
from tests.test_sessions import MATRIX, words

MAINS = (
    "barbell_bench_press", "chest_supported_row", "back_squat", "rdl", "overhead_press", "pull_up",
    "deadlift",
)  # fmt: skip
"""The lifts of week A that are main lifts by their role, session after session."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Scenario]:
    """Give week A by hand for whatever is asked; the list keeps the scenarios."""
    scenarios: list[Scenario] = []

    def solve(scenario: Scenario, *_: Any, **__: Any) -> Plan:
        scenarios.append(scenario)
        return make_plan(A)

    monkeypatch.setattr(solving, "solve", solve)
    return scenarios


def test_b_keeps_main_lifts_and_gives_accessories_a_rest(asked: list[Scenario]) -> None:
    pair = solve_pair(Scenario(minutes=90, split="none", supersets="all"), catalogue())
    a, b = asked[:2]
    assert a.pin == ()
    assert b.pin == MAINS
    assert "dumbbell_curl" in b.exclude
    assert not set(b.exclude) & set(b.pin)
    assert pair.tiers == pair_tiers(pair.a, pair.b, catalogue())


def test_b_has_no_main_lifts_that_a_has_not(asked: list[Scenario]) -> None:
    solve_pair(Scenario(minutes=90, split="none", supersets="all"), catalogue())
    b = asked[1]
    mains = {e.id for e in available(b, catalogue()) if e.role is Role.MAIN}
    assert mains
    assert mains <= set(MAINS)
    assert {"front_squat", "dumbbell_bench_press"} <= set(b.exclude)


def test_b_has_a_split_of_ones_own_as_a_has(asked: list[Scenario]) -> None:
    own = load_scenario(FOLDER / "own_split.yaml", {})
    solve_pair(own, catalogue())
    assert isinstance(asked[1].split, Split)
    assert asked[1].split == asked[0].split


@pytest.mark.parametrize("protect", ["knee", pytest.param("shoulder", marks=pytest.mark.thorough)])
def test_a_block_that_spares_a_body_part_is_accepted(protect: str) -> None:
    """Week B leaves other accessories out, and so would name others in place of what is spared."""
    pair = solve_pair(Scenario(protect=(protect,), time_limit=6.0), catalogue())
    assert refused(pair, 8, "flat") == []
    block = make_block(None, catalogue(), weeks=8, pair=pair)
    spared = [note for note in block.notes if f"{protect.capitalize()} spared" in note]
    assert len(spared) == 1
    assert spared[0].startswith(f"{protect.capitalize()} spared: ")


def test_seven_days_make_a_block_that_is_accepted() -> None:
    pair = solve_pair(Scenario(days=7, time_limit=20.0), catalogue())
    for weeks in (8, 12):
        assert refused(pair, weeks, "flat") == []


def test_main_lifts_that_b_lacks_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    weeks = iter([A])
    short = {**A, "fri": {"rdl": 3, "nordic_curl": 3}}
    monkeypatch.setattr(solving, "solve", lambda *_, **__: make_plan(next(weeks, short)))
    notes = solve_pair(Scenario(split="none", time_limit=4.0), catalogue()).notes
    assert any("Week B lacks main lifts of week A" in note and "Deadlift" in note for note in notes)


def test_b_is_asked_for_what_a_lacks(asked: list[Scenario]) -> None:
    solve_pair(Scenario(minutes=90, split="none"), catalogue())
    tiers = {name: change.tier for name, change in asked[1].rules.items()}
    assert tiers["wish-lateral-lower"] == "guardrails"
    assert "wish-hamstrings-at-the-knee" not in tiers  # A has Nordics


def test_a_strict_b_that_cannot_hold_what_a_lacks_is_sought_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What no week B holds, another week A may; strict is no reason to end before that."""
    asked: list[Scenario] = []

    def solve(scenario: Scenario, *_: Any, **__: Any) -> Plan:
        asked.append(scenario)
        if any(change.tier == "guardrails" for change in scenario.rules.values()):
            raise ImpossibleError("no week keeps all of that")
        return make_plan(A)

    monkeypatch.setattr(solving, "solve", solve)
    scenario = Scenario(split="none", minutes=90, supersets="all", strict=True)
    with pytest.raises(ImpossibleError, match="no week keeps all of that"):
        solve_pair(scenario, catalogue())
    assert not any(change.tier == "guardrails" for change in asked[-2].rules.values())
    last = {name for name, change in asked[-1].rules.items() if change.tier == "guardrails"}
    assert "wish-lateral-lower" in last, "and then week A anew"


def test_what_was_kept_from_the_last_block_is_pinned(asked: list[Scenario]) -> None:
    solve_pair(
        Scenario(split="none"), catalogue(), keep=["front_squat", "no_such_lift"],
        avoid=["dumbbell_curl"],
    )  # fmt: skip
    assert asked[0].pin == ("front_squat",)
    assert "dumbbell_curl" in asked[0].exclude


@pytest.mark.parametrize(
    ("named", "last"),
    [
        # What stands in the way is named: it alone is let go.
        (True, ("rdl", *(name for name in MAINS if name not in ("rdl", "back_squat")))),
        # Else one after the other, from the last.
        (False, ("rdl", "barbell_bench_press", "chest_supported_row")),
    ],
)
def test_pins_that_cannot_be_are_let_go_one_after_the_other(
    named: bool, last: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    pins: list[tuple[str, ...]] = []
    conflict = Conflict(what="the pinned exercise back_squat", shortfall=1, unit="session")

    def solve(scenario: Scenario, *_: Any, **__: Any) -> Plan:
        pins.append(scenario.pin)
        if "back_squat" in scenario.pin:
            raise ImpossibleError("too much", [conflict] if named else [])
        return make_plan(A)

    monkeypatch.setattr(solving, "solve", solve)
    solve_pair(Scenario(split="none", pin=("rdl",)), catalogue())
    mains = ("rdl", *(name for name in MAINS if name != "rdl"))
    assert pins[:3] == [("rdl",), mains, mains]  # with what builds up in A, and without
    assert last in pins
    later = pins[3 : pins.index(last)]
    assert all(set(last) < set(each) for each in later)


def test_main_lifts_of_week_b_are_kept_in_week_b_and_let_go_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pins: list[tuple[str, ...]] = []

    def solve(scenario: Scenario, *_: Any, **__: Any) -> Plan:
        pins.append(scenario.pin)
        if len(pins) > 1 and "trap_bar_deadlift" in scenario.pin:
            raise ImpossibleError("too much")
        return make_plan(A)

    monkeypatch.setattr(solving, "solve", solve)
    solve_pair(
        Scenario(split="none", minutes=90, supersets="all"), catalogue(),
        keep=["deadlift"], keep_b=["front_squat", "deadlift", "trap_bar_deadlift", "no_such_lift"],
    )  # fmt: skip
    both = (*MAINS, "front_squat")
    assert pins[:3] == [("deadlift",), (*both, "trap_bar_deadlift"), both]


@pytest.mark.parametrize(
    ("days", "turned"),
    [
        (3, ["push", "pull", "legs_hinge"]),
        (4, ["push", "pull", "legs_hinge", "full"]),
        (5, ["push", "pull", "legs_hinge", "upper_a", "lower_a"]),
        (6, ["push", "pull", "legs_hinge", "push", "pull", "legs_squat"]),
    ],
)
def test_legs_change_their_emphasis(
    days: int, turned: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scenarios: list[Scenario] = []

    def solve(scenario: Scenario, *_: Any, **__: Any) -> Plan:
        scenarios.append(scenario)
        plan = make_plan(A).model_copy(update={"split": "push_pull_legs"})
        kinds = ["legs" if session.day == "tue" else "push" for session in plan.sessions]
        sessions = tuple(
            session.model_copy(update={"kind": kind})
            for session, kind in zip(plan.sessions, kinds, strict=True)
        )
        return plan.model_copy(update={"sessions": sessions})

    monkeypatch.setattr(solving, "solve", solve)
    solve_pair(Scenario(days=days, split="push_pull_legs"), catalogue())
    split = scenarios[1].split
    assert isinstance(split, Split)
    assert [session.kind for session in split.weeks[days]] == turned


def test_week_b_begins_with_the_leg_days_of_week_a_in_turn(
    solved: Callable[[str], Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = solved("push_pull_legs_six_days")
    begins: list[Plan | None] = []

    def solve(*_: Any, near: Plan | None = None, **__: Any) -> Plan:
        begins.append(near)
        return plan

    monkeypatch.setattr(solving, "solve", solve)
    solve_pair(plan.scenario, catalogue())
    near = begins[1]
    assert near is not None
    assert [session.kind for session in plan.sessions][2::3] == ["legs_squat", "legs_hinge"]
    assert [session.kind for session in near.sessions][2::3] == ["legs_hinge", "legs_squat"]
    assert [session.day for session in near.sessions] == [session.day for session in plan.sessions]
    leads = [[session.items[0].exercise for session in week.sessions] for week in (plan, near)]
    assert leads[1][2::3] == leads[0][5:1:-3]


def test_only_what_has_a_fresh_equal_rotates() -> None:
    usable = available(Scenario().resolve(catalogue()), catalogue())
    assert rotating(["dumbbell_curl", "back_squat"], usable) == ["dumbbell_curl"]
    curls = [e.id for e in usable if e.pattern == "elbow_flexion"]
    assert rotating(curls, usable) == []  # none is left to take their place


# ---- pairs as the solver makes them --------------------------------------------------------------

PROVED = (
    None, "four_days_advanced_barbell", "full_body_home_barbell", "three_days_home_barbell",
    "push_pull_legs_six_days",
)  # fmt: skip
"""The default week, None, and scenarios that are short of nothing; each pair takes 2 to 3 s."""


@pytest.mark.parametrize("name", PROVED)
def test_pairs_of_weeks_at_zero_are_proved_as_pairs(name: str | None) -> None:
    limit = {"time_limit": float(SECONDS)}
    scenario = Scenario.model_validate(limit)
    if name is not None:
        scenario = load_scenario(FOLDER / f"{name}.yaml", limit)
        due = yaml.safe_load((FOLDER / f"{name}.expected.yaml").read_text(encoding="utf-8"))
        tiers = due["tiers"]
        assert [tiers[tier]["value"] for tier in ("guardrails", "balance", "plainness")] == [0] * 3
    pair = solve_pair(scenario, catalogue())
    assert [tier.value for tier in pair.tiers[:3]] == [0, 0, 0]
    assert all(tier.bound == tier.value and tier.status == "optimal" for tier in pair.tiers)
    assert pair.status == "optimal"
    assert pair.notes[0] == (
        "Both weeks together are proved: no two such weeks are better in guardrails, balance or "
        "plainness. Stimulus is proved for the sets of these exercises on these days, not over "
        "other weeks."
    )
    # And what is proved is no pair that hides what the fortnight lacks or main lifts that change.
    report = audit_pair(pair, catalogue())
    held = [finding for finding in report.findings if finding.id.startswith("fortnight.")]
    assert len(held) >= 6
    assert all(finding.holds is not False for finding in held)
    # Each makes blocks of another length, all of which the audit accepts.
    for volume in VOLUMES:
        assert refused(pair, LENGTHS[PROVED.index(name)], volume) == []


# ---- blocks of solved weeks, by the audit alone --------------------------------------------------

LENGTHS = (8, 9, 10, 11, 12)
VOLUMES: tuple[Volume, ...] = ("flat", "ramp")


def refused(pair: Pair, weeks: int, volume: Volume) -> list[Finding]:
    block = make_block(None, catalogue(), weeks=weeks, volume=volume, pair=pair)
    report = audit_block(block, catalogue())
    return [finding for finding in report.broken if finding.tier == "block"]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.thorough] if n % 6 else [])
        for n, name in enumerate(NAMES[::2])
    ],
)
def test_named_scenarios_make_blocks_that_the_audit_accepts(
    name: str, solved: Callable[[str], Plan]
) -> None:
    a = solved(name)
    usable = available(a.scenario.resolve(catalogue()), catalogue())
    b = as_plan(rotated(a, usable, a.scenario.pin, catalogue()).week, catalogue())
    weeks = LENGTHS[NAMES.index(name) // 2 % len(LENGTHS)]
    for volume in VOLUMES:
        assert refused(Pair(a=a, b=b), weeks, volume) == []


@pytest.mark.thorough
@pytest.mark.parametrize("fields", MATRIX, ids=words)
def test_every_split_and_profile_makes_blocks_that_the_audit_accepts(
    fields: dict[str, Any],
) -> None:
    try:
        pair = solve_pair(Scenario.model_validate(fields | {"time_limit": 8.0}), catalogue())
    except (ImpossibleError, NoPlanInTimeError) as error:
        pytest.skip(f"no pair: {error}")  # which the report of a run counts
    for weeks in LENGTHS:
        for volume in VOLUMES:
            assert refused(pair, weeks, volume) == []
