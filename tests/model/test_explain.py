"""What stands in the way of a week, by name, and what was seen to mend it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solver.catalogue import Catalogue, Exercise
from solver.clock import Clock, Stop
from solver.errors import ImpossibleError
from solver.model import explain as module
from solver.model.explain import explain
from solver.model.search import Outcome, Search
from solver.plan import Conflict
from tests.tiny import exercise, hard_sets, make_catalogue, make_scenario

PRESS = exercise("press")
ROW = exercise("row", pattern="horizontal_pull", direct=("lats",))
SQUAT = exercise("squat", pattern="squat", direct=("quads",), role="main")


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TRY_SECONDS", 20.0)


def explained(*exercises: Exercise, stop: Stop | None = None, **fields: Any) -> ImpossibleError:
    """Return the explanation of a week that is impossible with these exercises."""
    catalogue: Catalogue = make_catalogue(*exercises)
    fields = {"split": "none"} | fields
    search = Search(Clock(60.0, stop=stop or Stop()))
    error = explain(make_scenario(catalogue, **fields), catalogue, search)
    assert isinstance(error, ImpossibleError)
    return error


def own_rule(**fields: Any) -> dict[str, Any]:
    """Return a physical rule that a person adds."""
    return {"id": "own", "title": "My own rule", "tier": "physical", "kind": "bound"} | fields


def test_an_added_physical_rule_is_named_relaxed_and_dropped() -> None:
    # A press has 2 to 4 sets, and is there once: in the one session.
    rule = own_rule(measure=hard_sets(direct="chest"), lower=9)
    error = explained(PRESS, ROW, add_rules=[rule])
    assert [conflict.sentence() for conflict in error.conflicts] == [
        "My own rule (own): short by 5 sets"
    ]
    assert error.remedies[:2] == (
        "relax the rule own: lower 4 instead of 9",
        "drop the rule own from add_rules",
    )


def test_an_added_upper_bound_is_relaxed_upwards() -> None:
    rule = own_rule(measure=hard_sets(), upper=1)
    error = explained(PRESS, add_rules=[rule])
    assert error.remedies[0] == "relax the rule own: upper 2 instead of 1"


def test_an_added_ratio_is_named_and_dropped() -> None:
    rule = own_rule(
        kind="ratio", over=hard_sets(direct="chest"), under=hard_sets(direct="lats"), lower=4
    )
    error = explained(PRESS, ROW, add_rules=[rule])
    assert error.conflicts[0].what == "My own rule (own)"
    assert error.remedies[0] == "drop the rule own from add_rules"


def test_a_changed_cap_is_named_and_taken_back() -> None:
    error = explained(PRESS, rules={"group-cap.chest": {"upper": 1}})
    assert "group-cap.chest" in error.conflicts[0].what
    assert error.remedies[:2] == (
        "relax the rule group-cap.chest: upper 2 instead of 1",
        "take back the change to the rule group-cap.chest",
    )


def test_sets_that_leave_no_room_are_named() -> None:
    error = explained(PRESS, sets=(0, 0))
    assert "group-cap.chest" in error.conflicts[0].what
    assert "leave out sets, and the usual 20 may be reached" in error.remedies


def test_sessions_too_short_for_any_exercise() -> None:
    # The shortest squat takes 60 + 120 + 3 x 190 s, more than the 600 s of a quarter of an hour.
    error = explained(SQUAT, minutes=15)
    assert [conflict.sentence() for conflict in error.conflicts] == [
        "minutes for the quickest exercise that is left in the shortest session: short by 3 min"
    ]
    assert "5 more minutes in each session" in error.remedies


def test_too_few_exercises_for_the_days() -> None:
    # One exercise, at most twice a week.
    error = explained(PRESS, days=3)
    assert "as often as each may come" in error.conflicts[0].what
    assert "minutes" not in error.conflicts[0].what


def test_a_change_to_a_structural_rule_is_taken_back() -> None:
    error = explained(PRESS, days=2, rules={"repeats": {"limit": 1}})
    assert "take back the change to the rule repeats" in error.remedies


def test_without_time_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ELASTIC_SECONDS", 0.0)
    rule = own_rule(measure=hard_sets(direct="chest"), lower=9)
    error = explained(PRESS, add_rules=[rule])
    assert error.conflicts == ()
    assert "what stands in the way was not found within 0 s" in str(error)
    assert "drop the rule own from add_rules" in error.remedies


def test_a_stop_leaves_what_is_known() -> None:
    error = explained(PRESS, add_rules=[own_rule(measure=hard_sets(), lower=9)], stop=Stop(1))
    assert not error.conflicts
    assert not error.remedies
    assert str(error).endswith("what stands in the way was not found before you stopped.")


def test_a_compromise_that_is_not_proved_is_no_more_than_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = Search.solve

    def unproved(own: Search, *given: Any, **more: Any) -> Outcome:
        return replace(real(own, *given, **more), proved=False)

    rule = own_rule(measure=hard_sets(direct="chest"), lower=9)
    assert "less may do" not in str(explained(PRESS, ROW, add_rules=[rule]))
    monkeypatch.setattr(Search, "solve", unproved)
    error = explained(PRESS, ROW, add_rules=[rule])
    assert [conflict.shortfall for conflict in error.conflicts] == [5]
    assert "the least that was found to stand in the way within 15 s, less may do" in str(error)


def test_a_rule_with_steps_is_relaxed_with_them() -> None:
    steps = [{"below": 7, "weight": 5}]
    rule = own_rule(measure=hard_sets(direct="chest"), lower=9, steps=steps)
    error = explained(PRESS, ROW, add_rules=[rule])
    assert error.remedies[0] == "relax the rule own: lower 4 instead of 9"


def test_a_deeper_bound_of_a_rule_is_not_counted_twice() -> None:
    steps = [{"below": 7, "weight": 5}]
    rule = own_rule(measure=hard_sets(direct="chest"), lower=9, weight=5, steps=steps)
    error = explained(PRESS, add_rules=[rule | {"tier": "guardrails"}], strict=True)
    assert [c.shortfall for c in error.conflicts if "(own)" in c.what] == [5]


def test_pins_that_do_not_fit_together_are_let_go_together() -> None:
    more = [exercise(f"for_{name}", direct=(name,)) for name in ("biceps", "triceps", "quads")]
    names = tuple(each.id for each in (PRESS, ROW, *more))
    error = explained(PRESS, ROW, *more, minutes=15, pin=names)
    missed = [c.what.rpartition(" ")[2] for c in error.conflicts if "pinned" in c.what]
    assert len(missed) > 1
    assert f"do not pin {', '.join(n for n in names if n in missed)}" in error.remedies


def test_an_exclusion_is_taken_back() -> None:
    # One exercise, at most twice a week, is too little for three days; two are enough.
    error = explained(PRESS, ROW, days=3, exclude=("row",))
    assert "do not exclude row" in error.remedies


def test_where_no_single_change_helps_that_is_said() -> None:
    conflict = Conflict(what="everything at once", shortfall=1, unit="sets")
    text = str(ImpossibleError("No week can:", [conflict]))
    assert "everything at once: short by 1 set\n" in text
    assert text.endswith("Of single changes none was seen to make it possible in the time given.")
