"""Comparing with weeks put together by hand: rows, ranks, failures, ready-made comparisons."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

import solver
from solver.auditing import audit
from solver.catalogue.vocabulary import Weekday
from solver.comparing.compare import AS_IT_IS, compare
from solver.comparing.comparison import Comparison
from solver.comparing.ready import candidates, longer, one_more_day
from solver.comparing.row import RANKED
from solver.comparing.tables import bought
from solver.errors import ImpossibleError, InputError, NoPlanInTimeError
from solver.plan import DISCLAIMER, Plan
from solver.rules import Tier
from solver.scenario import Scenario
from tests.comparing.weeks import CATALOGUE, open_plan, ready, scenario


def put(*what: Any, solve: Any = ready, **options: Any) -> Comparison:
    return compare(*what, solve=solve, catalogue=CATALOGUE, **options)


def test_it_is_part_of_the_library() -> None:
    assert solver.compare is compare
    assert solver.Comparison is Comparison


def test_what_a_step_buys_is_said_with_all_its_digits() -> None:
    facts = {
        "judged_guardrails": 30, "judged_balance": 10, "judged_plainness": 100,
        "judged_score": 80.0, "hard_sets": 60, "minutes": 135,
    }  # fmt: skip
    more = facts | {"judged_guardrails": 10, "judged_balance": 0, "judged_plainness": 0,
                    "hard_sets": 80, "minutes": 195}  # fmt: skip
    before, after = (cast("Any", SimpleNamespace(facts=lambda f=f: f)) for f in (facts, more))
    assert bought(before, after).startswith(
        "guardrails −20, balance −10, plainness −100, sets +20, minutes +60"
    )


# ---- rows ---------------------------------------------------------------------------------------


def test_days_varied_rank_as_the_tiers_say() -> None:
    found = put(scenario(), vary="days=2..4")
    assert found.varied == "days"
    assert [row.name for row in found.rows] == ["days=2", "days=3", "days=4"]
    keys = {
        row.name: (*(row.judged.costs[tier] for tier in RANKED), -row.judged.balance_score)
        for row in found.rows
        if row.judged
    }
    assert found.ranks == {
        name: 1 + sum(other < key for other in keys.values()) for name, key in keys.items()
    }
    assert len(set(keys.values())) == 3
    assert found.best is found.ordered[0]
    frame: Any = found.to_frame()
    assert list(frame.index) == [2, 3, 4]
    assert frame.index.name == "days"
    for day, row in zip((2, 3, 4), found.rows, strict=True):
        assert row.plan is not None
        assert frame.loc[day, "hard_sets"] == row.plan.measures.hard_sets
        assert frame.loc[day, "sets_chest"] == row.plan.measures.groups["chest"]
        assert frame.loc[day, "score"] == row.plan.balance_score
        assert frame.loc[day, "guardrails_broken"] == len(row.plan.broken())
        assert bool(frame.loc[day, "proved"])
    steps: Any = found.steps()
    assert list(steps.index) == [3, 4]
    assert steps.loc[4, "hard_sets"] == frame.loc[4, "hard_sets"] - frame.loc[3, "hard_sets"]


def test_steps_are_against_the_first_where_values_have_no_order() -> None:
    found = put(scenario(), changes={"a": {"days": 3}, "b": {"days": 4}})
    frame: Any = found.to_frame()
    assert list(frame.index) == [AS_IT_IS, "a", "b"]
    steps: Any = found.steps()
    by = steps.loc["b", "hard_sets"]
    assert by == frame.loc["b", "hard_sets"] - frame.loc[AS_IT_IS, "hard_sets"]


def test_a_day_against_a_barbell_in_one_call() -> None:
    found = put(
        scenario(days=4),
        changes={"a fifth day": {"days": 5}, "a barbell": {"equipment": "+barbell+rack"}},
    )
    assert found["a barbell"].scenario.equipment == ("dumbbells_bench", "barbell", "rack")
    assert found["a fifth day"].scenario.count == 5
    assert {"a fifth day", "a barbell", AS_IT_IS} == set(found.ranks)
    with pytest.raises(KeyError):
        _ = found["nonsense"]


def test_all_are_judged_with_the_equipment_of_all() -> None:
    """What dumbbells cannot do counts once another row shows that it can be done."""
    found = put(scenario(days=4), changes={"bar": {"equipment": "+pull_up_bar"}})
    alone, bar = found.rows
    assert alone.found is not None
    assert alone.judged is not None
    idle = {rule.id for rule in alone.found.rules if rule.holds is None}
    counted = {rule.id for rule in alone.judged.rules if rule.holds is not None} & idle
    assert any("vertical_pull" in name or "pulldowns" in name for name in counted)
    assert alone.judged.costs[Tier.GUARDRAILS] > alone.found.costs[Tier.GUARDRAILS]
    assert bar.judged is not None
    assert found.ranks["bar"] == 1
    assert found.judged_apart
    assert "equipment of all together" in found.to_text()
    assert not put(scenario(), vary="days=2..3").judged_apart


def test_equal_weeks_share_a_place() -> None:
    found = put({"one": scenario(), "two": scenario(), "three": scenario(days=4)})
    assert found.ranks == {"one": 2, "two": 2, "three": 1}
    same = put({"one": scenario(), "two": scenario()})
    assert same.ranks == {"one": 1, "two": 1}
    assert "Equally good: one, two" in same.to_text()
    assert "nothing" in same.to_text()


def test_names_are_each_there_once() -> None:
    found = put(scenario(), scenario(), scenario(title="Mine"), ready(scenario()))
    names = [row.name for row in found.rows]
    assert names[2] == "Mine"
    assert len(set(names)) == 4
    assert names[1] == f"{names[0]} (2)"


def test_proof_is_said_of_each() -> None:
    def solve(of: Scenario) -> Plan:
        return open_plan(of) if of.count == 3 else ready(of)

    found = put(scenario(), vary={"days": [2, 3]}, solve=solve)
    assert [row.proved for row in found.rows] == [True, False]
    tier = found.rows[1].plan.tiers[0]  # type: ignore[union-attr]
    said = f"Not proved optimal: days=3 (guardrails {tier.value}, bound 0)"
    assert said in found.to_text(width=200)
    assert "Each week is proved optimal" in put(scenario(), vary="days=2,3").to_text()


# ---- failures -----------------------------------------------------------------------------------


def test_an_impossible_scenario_is_a_row_that_says_so() -> None:
    def solve(of: Scenario) -> Plan:
        if of.count == 2:
            raise ImpossibleError("cannot be had", remedies=["3 days"])
        if of.count == 3:
            raise NoPlanInTimeError("no plan in 1 s")
        return ready(of)

    found = put(scenario(), vary="days=2..5", solve=solve)
    assert found.ranks["days=2"] is None
    assert [row.exit_code for row in found.rows] == [3, 4, 0, 0]
    assert found.ordered[-1].plan is None
    assert found.rows[0].failure == "cannot be had; possible with: 3 days"
    for text in (found.to_text(), found.to_markdown(), found.to_csv(), found._repr_html_()):
        assert "cannot be had" in text
        assert "no plan in 1 s" in text
    frame: Any = found.to_frame()
    assert frame.loc[2, "failure"] == "cannot be had; possible with: 3 days"
    assert frame["hard_sets"].isna().tolist() == [True, True, False, False]
    with pytest.raises(InputError, match="has no week: cannot be had"):
        found.difference("days=2", "days=4")
    assert found.plot().to_svg()


def test_a_value_that_clashes_with_other_fields_is_a_row_too() -> None:
    found = put(scenario(split="push_pull_legs", days=3), vary="days=2..3")
    assert found.rows[0].exit_code == 2
    assert "push_pull_legs" in found.rows[0].failure
    assert found.rows[1].plan is not None


def test_nothing_but_failures_still_shows() -> None:
    def solve(of: Scenario) -> Plan:
        raise ImpossibleError("cannot be had")

    found = put(scenario(), vary="days=2..3", solve=solve)
    assert found.best is None
    assert "None of them has a week" in found.to_text()
    assert found.plot().to_svg()
    assert json.loads(found.to_json())["best"] is None


def test_every_scenario_is_checked_before_one_is_solved() -> None:
    def solve(of: Scenario) -> Plan:
        raise AssertionError("solved too early")

    with pytest.raises(InputError, match="barbel"):
        put(scenario(), scenario(equipment=("barbel",)), solve=solve)


@pytest.mark.parametrize(
    ("what", "options", "said"),
    [
        ((), {}, "two or more"),
        ((scenario(),), {}, "two or more"),
        ((scenario(), scenario()), {"vary": "days=2..3"}, "changes one scenario"),
        ((scenario(),), {"vary": "days=2..3", "buy": True}, "cannot stand beside"),
        ((scenario(),), {"vary": {"days": [2], "minutes": [30]}}, "one field at a time"),
        ((scenario(),), {"vary": {"days": 3}}, "takes a list"),
        ((scenario(),), {"vary": {}}, "one field at a time"),
        ((scenario(),), {"vary": "days=2..9"}, "1 to 7"),
        ((scenario(),), {"vary": "equipment=barbel"}, "did you mean"),
        ((scenario(),), {"changes": {"x": {}}}, "names no field"),
        ((scenario(),), {"changes": {"x": {"dayz": 3}}}, "did you mean 'days'"),
        ((scenario(days="mon:60,thu:45"),), {"vary": "minutes=30,45"}, "changes nothing"),
        ((scenario(),), {"buy": True, "at_most": 0}, "1 or more"),
        ((3, 4), {}, "takes scenarios, plans and paths"),
        ((scenario(), scenario()), {"time_limit": -1}, "time_limit"),
        (([scenario()] * 61,), {}, "up to 60"),
    ],
)
def test_what_cannot_be_compared(
    what: tuple[object, ...], options: dict[str, object], said: str
) -> None:
    with pytest.raises(InputError) as refused:
        put(*what, **options)
    assert said in str(refused.value)


def test_a_plan_is_not_taken_at_its_word() -> None:
    plan = ready(scenario())
    better = plan.model_copy(update={"balance_score": 99.9})
    found = put({"honest": plan, "boast": better})
    boast = found["boast"]
    assert boast.found is not None
    assert boast.found.balance_score == plan.balance_score
    assert boast.proof == "not confirmed"
    assert not boast.proved
    assert any("boast: the figures here are recomputed" in note for note in found.notes)
    assert found["honest"].proved


def test_time_limit_and_progress() -> None:
    limits: list[float] = []
    lines: list[str] = []

    def solve(of: Scenario) -> Plan:
        limits.append(of.time_limit)
        return ready(of)

    put(scenario(), vary="days=2..3", solve=solve, time_limit=7, progress=lines.append)
    assert limits == [7, 7]
    assert lines == ["1 of 2, days=2", "2 of 2, days=3"]


def test_rules_that_differ_are_noted() -> None:
    found = put(scenario(), scenario(level="beginner"))
    assert any("judged by its own rules" in note for note in found.notes)
    found = put(scenario(), vary="sleep=5..7")
    assert any("judged by its own rules" in note for note in found.notes)
    assert put(scenario(), scenario(days=3)).notes == ()


# ---- ready-made ---------------------------------------------------------------------------------


def test_more_time_is_a_quarter_of_an_hour_or_a_day() -> None:
    found = put(scenario(), more_time=True)
    assert [row.name for row in found.rows] == [AS_IT_IS, "+15 minutes a session", "one more day"]
    assert found.rows[1].scenario.minutes == 75
    assert found.rows[2].scenario.count == 3


def test_more_time_where_days_are_named() -> None:
    base = scenario(days="mon:60,tue", minutes=230)
    more = longer(base).scenario
    assert more.minutes == 240
    assert more.days == {Weekday.MON: 75, Weekday.TUE: None}
    days = one_more_day(base).scenario.days
    assert isinstance(days, dict)
    assert list(days) == [Weekday.MON, Weekday.TUE, Weekday.FRI]
    chosen = one_more_day(scenario(days=2, available="mon,tue"))
    assert chosen.scenario.count == 3
    assert chosen.scenario.available is not None
    assert len(chosen.scenario.available) == 3
    assert one_more_day(scenario(days=7)).wrong is not None


def test_what_to_buy_is_what_the_equipment_lacks() -> None:
    base = ready(scenario(days=4))
    found = put(base, buy=True, at_most=3)
    bought = [row.name for row in found.rows[1:]]
    assert len(bought) == 3
    owned = CATALOGUE.equipment.resolve(("dumbbells_bench",))
    for row in found.rows[1:]:
        item = row.name.removeprefix("+")
        assert item not in owned
        has = CATALOGUE.equipment.resolve(row.scenario.equipment, row.scenario.without)
        assert has == owned | {item, *CATALOGUE.equipment.items[item].implies}
    assert any(
        note.startswith("Not tried, as their exercises promise less") for note in found.notes
    )
    assert any("add no exercise" in note for note in found.notes)


def test_what_nothing_at_hand_can_give_is_tried_first() -> None:
    """With dumbbells no vertical pull exists, so what pulls from above comes first."""
    base = ready(scenario(days=4))
    tried, _, _ = candidates(base.scenario, audit(base, CATALOGUE), CATALOGUE, 8)
    names = [named.name for named in tried]
    assert "+pull_up_bar" in names
    assert "+pulldown_machine" in names
    assert "+leg_press_machine" not in names


def test_a_split_that_was_found_is_kept_when_equipment_is_tried() -> None:
    asked = []

    def solve(of: Scenario) -> Plan:
        asked.append(of.split)
        return ready(of)

    found = put(scenario(split="auto"), buy=True, at_most=2, solve=solve)
    assert asked == ["auto", "none", "none"]
    assert any("is kept" in note for note in found.notes)


def test_who_has_everything_buys_nothing() -> None:
    with pytest.raises(InputError, match="nothing to buy"):
        put(scenario(equipment=("full_gym",)), buy=True)


# ---- forms --------------------------------------------------------------------------------------


def test_forms_hold_the_same_and_the_disclaimer() -> None:
    found = put(scenario(), vary="days=2..3")
    content = json.loads(found.to_json())
    assert content["varied"] == "days"
    assert [row["rank"] for row in content["rows"]] == list(found.ranks.values())
    assert content["rows"][0]["hard_sets"] == found.rows[0].facts()["hard_sets"]
    assert content["rows"][0]["broken"][0].keys() == {"id", "title", "shortfall"}
    lines = found.to_csv().splitlines()
    assert len(lines) == 4
    assert lines[1].startswith("days=2,")
    for text in (found.to_json(), found.to_csv(), found.to_text(width=200), found._repr_html_()):
        assert DISCLAIMER in text
    assert str(found) == found.to_text()
    assert repr(found) == f"<Comparison of 'days=2', 'days=3': best {found.ordered[0].name!r}>"
    assert found.to_json() == put(scenario(), vary="days=2..3").to_json()


def test_names_from_outside_do_no_harm() -> None:
    evil = "<script>alert(1)</script>|$x^$\x1b[31m"
    found = put({evil: scenario(), "=1+1": scenario(days=3)})
    page = found._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in found.to_text() + found.to_markdown() + found.to_csv()
    assert "'=1+1" in found.to_csv()
    assert "<script>" not in found.to_markdown()
    assert "<script>" not in found.plot().to_svg()


def test_many_weeks_fit_the_page() -> None:
    found = put(scenario(), vary="seed=0..19")
    assert max(map(len, found.to_text(width=80).splitlines())) <= 80
    text = put({f"a scenario with the number {n}": scenario(days=n) for n in range(2, 7)}).to_text()
    assert " E " in text


def test_higher_and_lower_are_marked() -> None:
    found = put(scenario(), vary="days=2,4")
    low, high = (row.facts()["hard_sets"] for row in found.rows)
    assert high > low
    line = next(li for li in found.to_text().splitlines() if li.strip().startswith("hard sets "))
    assert line.split() == ["hard", "sets", str(low), str(high), "▲"]
    assert "background" in found._repr_html_()


def test_a_plot_is_the_same_each_time_and_written_whole(tmp_path: Path) -> None:
    found = put(scenario(), vary="days=2..3")
    chart = found.plot()
    assert chart._repr_svg_() == found.plot().to_svg()
    top, below = chart.figure.axes
    scores = [row.judged.balance_score for row in found.rows if row.judged]
    assert list(top.lines[0].get_ydata()) == scores  # type: ignore[arg-type]
    missed = [row.judged.costs[Tier.GUARDRAILS] for row in found.rows if row.judged]
    assert [patch.get_height() for patch in below.patches] == missed  # type: ignore[attr-defined]
    chart.save(tmp_path / "days.svg")
    assert (tmp_path / "days.svg").read_text("utf-8") == chart.to_svg()
    with pytest.raises(InputError, match=r"ends in \.svg"):
        chart.save(tmp_path / "days.png")


def test_without_matplotlib_a_plot_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(InputError, match=r"evenset\[report\]"):
        put(scenario(), vary="days=2..3").plot()
