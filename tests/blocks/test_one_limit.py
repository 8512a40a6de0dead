"""One time limit and one Ctrl-C for both weeks of a pair; a search that heeds it stands in."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

import pytest

import solver.model.solve as solving
from solver import Plan
from solver.blocks import pair as pairs
from solver.blocks.audit import audit_block
from solver.blocks.block import CUT_PAIR, STOPPED_PAIR, Pair
from solver.blocks.make import make_block
from solver.blocks.pair import LEAST, SHARE, TIED_SHARE, solve_pair
from solver.blocks.rotation import rotated as rotate
from solver.errors import ImpossibleError, NoPlanInTimeError
from solver.plan import CUT
from solver.rules import Tier
from solver.scenario import Scenario
from tests.blocks.weeks import A, B, catalogue, make_plan

ASKED = Scenario(minutes=90, split="none", supersets="all", time_limit=100)


def week(work: dict[str, dict[str, int]]) -> Plan:
    return make_plan(work, time_limit=100.0)


def ctrl_c() -> None:
    signal.raise_signal(signal.SIGINT)


class Solver:
    """Gives ready weeks, one for each call, or does what stands in its place."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[Scenario, Plan | None]] = []

    def __call__(self, scenario: Scenario, *_: Any, near: Plan | None = None, **__: Any) -> Plan:
        self.asked.append((scenario, near))
        answer = self.answers.pop(0)
        found: Plan = answer() if callable(answer) else answer
        return found


def solved(monkeypatch: pytest.MonkeyPatch, *answers: Any) -> Solver:
    solver = Solver(*answers)
    monkeypatch.setattr(solving, "solve", solver)
    return solver


def heeding() -> Plan:
    """Return the week that a search has when Ctrl-C ends it."""
    ctrl_c()
    return week(A)


def stopped_too_soon() -> Plan:
    """End as a search that has no week yet when Ctrl-C ends it."""
    ctrl_c()
    raise NoPlanInTimeError("you stopped the search before it found any plan")


def out_of_time() -> Plan:
    raise NoPlanInTimeError("no plan was found")


def impossible() -> Plan:
    raise ImpossibleError("too much")


# ---- time ----------------------------------------------------------------------------------------


def test_both_weeks_share_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr("solver.clock.time.monotonic", lambda: clock[0])

    def taking(seconds: float, work: dict[str, dict[str, int]] = A) -> Callable[[], Plan]:
        def done() -> Plan:
            clock[0] += seconds
            return week(work)

        return done

    solver = solved(monkeypatch, taking(60), taking(20), taking(12, B), taking(8))
    solve_pair(ASKED, catalogue())
    limits = [scenario.time_limit for scenario, _ in solver.asked]
    shares = (SHARE, TIED_SHARE, SHARE, TIED_SHARE)
    lefts = (100, 40, 20, 8)
    assert limits == pytest.approx([s * left for s, left in zip(shares, lefts, strict=True)])


def test_a_plan_names_the_limit_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def solve(scenario: Scenario, *_: Any, **__: Any) -> Plan:
        plan = week(A)
        limit = {"time_limit": scenario.time_limit}
        return plan.model_copy(update={"scenario": plan.scenario.model_copy(update=limit)})

    monkeypatch.setattr(solving, "solve", solve)
    pair = solve_pair(ASKED, catalogue())
    assert pair.a.scenario.time_limit == pair.b.scenario.time_limit == 100


def test_no_week_begins_without_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("solver.clock.time.monotonic", lambda: clock[0])

    def late() -> Plan:
        clock[0] += 100 - LEAST / 2
        return week(A)

    solver = solved(monkeypatch, late)
    pair = solve_pair(ASKED, catalogue())
    assert len(solver.asked) == 1
    assert any(note.startswith("Week B was not solved, since the time") for note in pair.notes)
    assert pair.cut_off


def test_a_week_b_that_is_not_found_in_time_is_week_a_varied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    solved(monkeypatch, week(A), out_of_time, out_of_time, out_of_time)
    pair = solve_pair(ASKED, catalogue())
    assert pair.a == week(A)
    names = [{i.exercise for s in week.sessions for i in s.items} for week in (pair.a, pair.b)]
    assert {"barbell_bench_press", "back_squat", "deadlift"} <= names[0] & names[1]
    assert names[0] != names[1]
    block = make_block(None, catalogue(), weeks=8, pair=pair)
    report = audit_block(block, catalogue())
    assert [f.id for f in report.broken if f.tier == "block"] == []


def proved(*notes: str) -> Plan:
    return week(A).model_copy(update={"status": "optimal", "notes": notes})


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((proved(), proved(), proved()), False),
        ((proved(), out_of_time, proved(), proved()), True),  # another week B was sought
        ((proved(), proved(), out_of_time), True),  # another week A was sought
        ((proved(), proved(), proved(f"{CUT} the time limit ended the search.")), True),
    ],
)
def test_weeks_that_time_chose_say_so(
    answers: tuple[Any, ...], said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The last week A is as poor as the first, and so let go.
    solved(monkeypatch, *answers)
    pair = solve_pair(ASKED, catalogue())
    assert (CUT_PAIR in pair.notes) is said
    assert pair.cut_off is said


def test_lifts_that_are_still_to_be_let_go_cost_no_search_for_remedies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[bool, int]] = []

    def solve(scenario: Scenario, *_: Any, brief: bool = False, **__: Any) -> Plan:
        asked.append((brief, len(scenario.pin)))
        if len(asked) < 3:
            raise ImpossibleError("too much")
        return week(A)

    monkeypatch.setattr(solving, "solve", solve)
    solve_pair(ASKED, catalogue(), keep=("back_squat", "deadlift"))
    assert asked[:3] == [(True, 2), (True, 1), (False, 0)]


@pytest.mark.parametrize("late", [True, False])
def test_two_strict_weeks_that_are_not_had_are_refused(
    late: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No week holds the rules of a fortnight: that is proved, or time ends the search for one."""
    lacking = week({**A, "mon": {"barbell_bench_press": 4}})

    def solve(scenario: Scenario, *_: Any, **__: Any) -> Plan:
        if any(change.tier is Tier.GUARDRAILS for change in scenario.rules.values()):
            raise NoPlanInTimeError("late") if late else ImpossibleError("too much")
        return lacking

    monkeypatch.setattr(solving, "solve", solve)
    strict = ASKED.model_copy(update={"strict": True})
    if late:
        with pytest.raises(NoPlanInTimeError, match="100 s were not enough to find two weeks"):
            solve_pair(strict, catalogue())
    else:
        with pytest.raises(ImpossibleError, match="too much"):
            solve_pair(strict, catalogue())


# ---- the second attempt --------------------------------------------------------------------------


def test_week_a_is_sought_anew_from_week_a(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = week(A), week(B)
    solver = solved(monkeypatch, first, week(A), second, second)
    solve_pair(ASKED.model_copy(update={"split": "auto"}), catalogue())
    again, near = solver.asked[2]
    assert near == first
    assert again.split == first.split


def test_a_week_a_that_holds_no_more_is_no_new_week(monkeypatch: pytest.MonkeyPatch) -> None:
    first = week(A)
    solver = solved(monkeypatch, first, week(A), week(A))
    pair = solve_pair(ASKED, catalogue())
    assert len(solver.asked) == 3  # no second week B for the same week A
    assert pair.a.tiers == first.tiers
    assert not any("Week A was sought" in note for note in pair.notes)


def test_a_better_pair_says_what_its_week_a_was_sought_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    poor = week({**A, "mon": {"barbell_bench_press": 4}})
    solved(monkeypatch, poor, poor, week(B), week(A))
    pair = solve_pair(ASKED, catalogue())
    assert pair.a == week(B)
    assert any("Week A was sought with wish-" in note for note in pair.notes)


def test_what_cannot_be_mended_leaves_the_first_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    solver = solved(monkeypatch, week(A), week(A), impossible)
    assert solve_pair(ASKED, catalogue()).a == week(A)
    assert len(solver.asked) == 3


# ---- Ctrl-C --------------------------------------------------------------------------------------


def stopped_pair(monkeypatch: pytest.MonkeyPatch, *answers: Any) -> tuple[Pair, int]:
    solver = solved(monkeypatch, *answers)
    before = signal.getsignal(signal.SIGINT)
    pair = solve_pair(ASKED, catalogue())
    assert signal.getsignal(signal.SIGINT) is before
    return pair, len(solver.asked)


def test_the_first_ctrl_c_gives_the_best_pair_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    pair, calls = stopped_pair(monkeypatch, heeding)
    assert calls == 1
    assert any(note.startswith("Week B was not solved, since you stopped") for note in pair.notes)
    block = make_block(None, catalogue(), weeks=8, pair=pair)
    assert any("you stopped the search" in note for note in block.notes)
    assert [f.id for f in audit_block(block, catalogue()).broken if f.tier == "block"] == []


def test_ctrl_c_in_week_b_keeps_both_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    pair, calls = stopped_pair(monkeypatch, week(A), heeding)
    assert calls == 2
    assert pair.b == week(A)
    assert "You stopped the search; both weeks are the best found until then." in pair.notes


def test_ctrl_c_before_there_is_a_week_b_leaves_week_a(monkeypatch: pytest.MonkeyPatch) -> None:
    pair, calls = stopped_pair(monkeypatch, week(A), stopped_too_soon)
    assert calls == 2
    assert any(note.startswith("Week B was not solved, since you stopped") for note in pair.notes)


def test_ctrl_c_in_the_second_attempt_leaves_the_first_pair(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair, calls = stopped_pair(monkeypatch, week(A), week(A), stopped_too_soon)
    assert calls == 3
    assert pair.a == week(A)
    assert STOPPED_PAIR in pair.notes
    assert pair.cut_off


def test_ctrl_c_between_two_searches_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:

    def rotated(*words: Any) -> Any:
        ctrl_c()
        return rotate(*words)

    monkeypatch.setattr(pairs, "rotated", rotated)
    pair, calls = stopped_pair(monkeypatch, week(A))
    assert calls == 1
    assert any("you stopped the search" in note for note in pair.notes)


def test_ctrl_c_before_any_plan_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    solved(monkeypatch, stopped_too_soon)
    with pytest.raises(NoPlanInTimeError, match="you stopped the search"):
        solve_pair(ASKED, catalogue())


def test_the_second_ctrl_c_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def twice() -> Plan:
        heeding()
        ctrl_c()
        raise AssertionError("the second is never swallowed")

    solved(monkeypatch, twice)
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        solve_pair(ASKED, catalogue())
    assert signal.getsignal(signal.SIGINT) is before
