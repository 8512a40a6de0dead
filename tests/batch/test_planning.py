"""What is done for one request: two real weeks, and what the table says of them."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from solver import Plan, Scenario, audit, load_catalogue, read_plan
from solver.batch import planning
from solver.batch.planning import (
    Job,
    fingerprint,
    limit_reached,
    plan_one,
    request_key,
    summarise,
    summarise_block,
    work,
)
from solver.batch.run import run_batch
from solver.batch.table import COLUMNS
from solver.blocks import Pair, audit_block, make_block, read_block
from solver.blocks.block import CUT_PAIR
from solver.catalogue import Catalogue
from solver.coaching.doses import prescribe
from solver.plan import CUT, Run
from solver.rules import Tier
from tests.batch import fakes
from tests.batch.running import contents, write_table
from tests.blocks.weeks import plain_pair

HEADER = "id,days,minutes,profile,split,supersets"
FAST = "6,45,dumbbells,none,none"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real run: two athletes who ask for the same."""
    folder = tmp_path_factory.mktemp("real")
    table = write_table(folder / "t.csv", [f"a,{FAST}", f"b,{FAST}"], HEADER)
    result = run_batch(table, folder / "out", processes=1)
    assert result.counts == {"planned": 2}
    return folder / "out"


def test_a_result_is_a_plan_that_the_audit_accepts(out: Path) -> None:
    files = contents(out)
    assert files["a.json"] == files["b.json"]
    plan = read_plan(out / "a.json")
    assert plan.run is None
    assert audit(plan, load_catalogue()).accepted


def test_a_table_becomes_audited_blocks_that_are_the_same_anywhere(tmp_path: Path) -> None:
    table = write_table(tmp_path / "t.csv", ["a,4", "b,4"], "id,days")
    result = run_batch(table, tmp_path / "out", weeks=8, processes=2)
    assert result.counts == {"planned": 2}
    files = contents(tmp_path / "out")
    block = read_block(tmp_path / "out" / "a.json")
    assert block.status == "optimal"
    assert audit_block(block, load_catalogue()).accepted
    here, _ = plan_one(Scenario(days=4).resolve(load_catalogue()), 8)
    assert files["a.json"] == files["b.json"] == here


def test_nothing_in_a_result_varies(out: Path) -> None:
    content = json.loads((out / "a.json").read_text())
    assert "run" not in content
    assert "workers" not in content["scenario"]
    plan = read_plan(out / "a.json")
    again, summary = plan_one(plan.scenario, None)
    assert again == (out / "a.json").read_bytes()
    assert summary["proof"] == plan.status == "optimal"
    assert summary["audit"] == "accepted"


def test_the_row_of_a_plan(out: Path) -> None:
    plan = read_plan(out / "a.json")
    row = summarise(plan)
    assert row["balance_score"] == plan.balance_score
    assert row["guardrails"] == row["guardrails_bound"] == 0
    assert row["guardrails_broken"] == 0
    assert row["shortfalls"] == ""
    assert row["hard_sets"] == plan.measures.hard_sets
    broken = [rule.model_copy(update={"holds": False, "shortfall": 2.5}) for rule in plan.rules[:2]]
    short = plan.model_copy(update={"rules": (*broken, *plan.rules[2:])})
    ids = [rule.id for rule in short.broken()]
    assert summarise(short)["shortfalls"] == "; ".join(f"{name} 2.5" for name in ids)


CUT_OFF = f"{CUT} the time limit ended the search before all was tried"


@pytest.mark.parametrize(
    ("status", "notes", "said"),
    [
        ("optimal", (), ""),
        ("optimal", ("Seven days leave no day of rest.",), ""),
        ("optimal", (CUT_OFF,), "reached"),
        ("feasible", (), "reached"),
    ],
)
def test_a_time_limit_that_had_a_hand_in_it_is_told(
    status: str, notes: tuple[str, ...], said: str, out: Path
) -> None:
    plan: Plan = read_plan(out / "a.json")
    assert limit_reached(plan.model_copy(update={"status": status, "notes": notes})) == said


def test_keys_tell_requests_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {
        request_key(fakes.plan, "{}", None),
        request_key(fakes.plan, "{}", 1),
        request_key(fakes.plan, "{ }", None),
        request_key(fakes.plan_or_die, "{}", None),
        request_key(fakes.plan, "{}", 1, "ramp"),
    }
    assert len(keys) == 5
    assert request_key(fakes.plan, "{}", 1, "flat") in keys
    monkeypatch.setattr(planning, "fingerprint", lambda: "other rules")
    assert request_key(fakes.plan, "{}", None) not in keys


def test_the_fingerprint_covers_all_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fingerprint.__wrapped__() == fingerprint()
    monkeypatch.setattr(planning, "DATA", tmp_path)
    seen = set()
    for name, text in (
        ("rules.yaml", "a"), ("rules.yaml", "b"), ("exercises.csv", "a"), ("starts.jsonl", "a"),
    ):  # fmt: skip
        (tmp_path / name).write_text(text)
        seen.add(fingerprint.__wrapped__())
    assert len(seen) == 4
    for package in ("evenset ", "ortools 9", "python 3", "data "):
        assert package in fingerprint()


@pytest.mark.parametrize(
    ("minutes", "status", "told"),
    [
        (60, "planned", ""),
        (31, "impossible", "no week fits"),
        (32, "no_plan", "no plan was found"),
        (33, "failed", "a defect of ours: ZeroDivisionError"),
        (34, "wrong", "minutes: cannot be 34"),
    ],
)
def test_every_end_is_an_outcome(minutes: int, status: str, told: str) -> None:
    job = Job("k", Scenario(minutes=minutes).model_dump_json(), 8)
    outcome = work(fakes.plan, pickle.loads(pickle.dumps(job)))
    assert pickle.loads(pickle.dumps(outcome)) == outcome
    assert (outcome.key, outcome.status, outcome.mark) == ("k", status, fingerprint())
    assert told in outcome.message
    assert (outcome.content is not None) == (status == "planned")
    assert outcome.megabytes > 1


def weak_pair() -> Pair:
    """Return a pair whose week A misses a guardrail by six and B by four, with a lower score."""
    pair = plain_pair()

    def missing(plan: Plan, value: int, score: float) -> Plan:
        tiers = tuple(
            tier.model_copy(update={"value": value}) if tier.name is Tier.GUARDRAILS else tier
            for tier in plan.tiers
        )
        return plan.model_copy(update={"tiers": tiers, "balance_score": score})

    return Pair(a=missing(pair.a, 6, 80.0), b=missing(pair.b, 4, 70.0))


def test_the_row_of_a_block_is_that_of_its_weaker_week() -> None:
    pair = weak_pair()
    block = make_block(None, load_catalogue(), weeks=8, pair=pair)
    row = summarise_block(block)
    assert row == summarise(pair.a) | {"weeks": 8, "proof": "feasible", "time_limit": "reached"}
    assert set(row) <= set(COLUMNS)
    turned = block.model_copy(update={"pair": Pair(a=pair.b, b=pair.a)})
    assert summarise_block(turned) == row


def test_the_limits_of_both_weeks_count_for_a_block() -> None:
    pair = plain_pair()

    def said(*notes: str, a: str = "", b: str = "") -> str:
        weeks = (
            plan.model_copy(update={"status": "optimal", "notes": (note,)})
            for plan, note in ((pair.a, a), (pair.b, b))
        )
        both = Pair(a=next(weeks), b=next(weeks), notes=notes)
        row = summarise_block(block.model_copy(update={"pair": both}))
        assert row["proof"] == "feasible"
        return str(row["time_limit"])

    block = make_block(None, load_catalogue(), weeks=8, pair=pair)
    assert said() == said("Both weeks together are proved.") == ""
    assert said(a=CUT_OFF) == said(b=CUT_OFF) == said(CUT_PAIR) == "reached"


def test_a_block_leaves_out_what_varies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[tuple[int, Catalogue]] = []
    run = Run(seconds=1.5, seconds_per_tier={}, workers=1, versions={})

    def solved(scenario: Scenario, catalogue: Catalogue, **_: object) -> Pair:
        asked.append((scenario.workers, catalogue))
        pair = plain_pair()
        return Pair(
            a=pair.a.model_copy(update={"run": run}), b=pair.b.model_copy(update={"run": run})
        )

    monkeypatch.setattr("solver.blocks.pair.solve_pair", solved)
    content, summary = plan_one(plain_pair().a.scenario, 9)
    assert asked == [(1, load_catalogue())]
    assert b'"run"' not in content
    assert b'"workers"' not in content
    (tmp_path / "a.json").write_bytes(content)
    block = read_block(tmp_path / "a.json")
    assert len(block.weeks) == summary["weeks"] == 9
    assert audit_block(block, load_catalogue()).accepted
    assert summary["audit"] == "accepted"
    assert "fortnight.slow-calf-raise" in summary["between_weeks"].split("; ")


def test_the_volume_of_a_block_is_that_of_its_row(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pair = plain_pair()
    monkeypatch.setattr("solver.blocks.pair.solve_pair", lambda *_, **__: pair)
    job = Job("k", pair.a.scenario.model_dump_json(), 8, "ramp")
    outcome = work(plan_one, pickle.loads(pickle.dumps(job)))
    assert outcome.content is not None, outcome.message
    (tmp_path / "a.json").write_bytes(outcome.content)
    assert read_block(tmp_path / "a.json").settings.volume == "ramp"


def test_a_block_that_its_audit_refuses_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = plain_pair()
    monkeypatch.setattr("solver.blocks.pair.solve_pair", lambda *_, **__: pair)

    def wrong(*given: Any) -> Any:
        return replace(prescribe(*given), tempo="9-9-9")

    monkeypatch.setattr("solver.blocks.dosing.prescribe", wrong)
    outcome = work(plan_one, Job("k", pair.a.scenario.model_dump_json(), 8))
    assert outcome.status == "failed"
    assert outcome.content is None
    assert "the audit refuses" in outcome.message
    assert "tempo 9-9-9" in outcome.message
