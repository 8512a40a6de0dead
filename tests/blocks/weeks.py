"""Weeks written by hand, as plans that were not solved, and the pairs and blocks of them."""

from __future__ import annotations

from functools import cache
from typing import Any

from solver.auditing import audit_sessions
from solver.blocks.block import Block, Pair, Volume
from solver.blocks.make import make_block
from solver.blocks.programs import find_program, program_pair
from solver.catalogue import Catalogue, Weekday, load_catalogue
from solver.coaching.sessions import make_sessions
from solver.plan import Plan, TierResult
from solver.scenario import Scenario

A = {
    "mon": {"barbell_bench_press": 4, "chest_supported_row": 5, "cable_lateral_raise": 3,
            "face_pull": 3, "wrist_curl": 2},
    "tue": {"back_squat": 4, "rdl": 3, "bodyweight_split_squat": 3, "standing_calf_raise": 3,
            "copenhagen_plank": 3},
    "thu": {"overhead_press": 3, "pull_up": 4, "dumbbell_curl": 3, "triceps_pushdown": 3,
            "prone_y_raise": 2},
    "fri": {"deadlift": 3, "dumbbell_bulgarian_split_squat": 3, "nordic_curl": 3,
            "dumbbell_suitcase_carry": 2},
}  # fmt: skip
B = {
    **A,
    "mon": {"barbell_bench_press": 4, "chest_supported_row": 5, "dumbbell_lateral_raise": 3,
            "rear_delt_row": 3, "reverse_wrist_curl": 2},
    "fri": {"deadlift": 3, "dumbbell_lateral_lunge": 3, "nordic_curl": 4,
            "cable_chop": 2},
}  # fmt: skip
"""Main lifts stay, accessories vary; two supersets."""

PAIRS = {"thu": [("dumbbell_curl", "triceps_pushdown")]}


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


def make_plan(week: dict[str, dict[str, int]], **fields: Any) -> Plan:
    """Return a week written by hand as a plan with what the audit finds."""
    asked = {"days": 4, "minutes": 90, "split": "none", "supersets": "all"} | fields
    scenario = Scenario.model_validate(asked).resolve(catalogue())
    placed = {
        Weekday(day): [(catalogue().exercises[name], sets) for name, sets in work.items()]
        for day, work in week.items()
    }
    pairs = {Weekday(day): together for day, together in PAIRS.items() if day in week}
    sessions = make_sessions(placed, scenario, catalogue(), pairs)
    report = audit_sessions(sessions, scenario, catalogue())
    return Plan(
        scenario=scenario,
        catalogue_hash=catalogue().hash,
        split=scenario.split_id,
        status="feasible",
        tiers=tuple(
            TierResult(name=tier, value=cost, bound=0, status="feasible")
            for tier, cost in report.costs.items()
        ),
        sessions=sessions,
        measures=report.measures,
        rules=report.rules,
        balance_score=report.balance_score,
        score_parts=report.score_parts,
    )


@cache
def plain_pair(level: str = "intermediate") -> Pair:
    """Return the two weeks by hand."""
    return Pair(a=make_plan(A, level=level), b=make_plan(B, level=level))


@cache
def template_pair() -> Pair:
    """Return the article's two weeks."""
    return program_pair(find_program("two_week_template"), catalogue())


@cache
def plain_block(weeks: int = 12, volume: Volume = "flat") -> Block:
    """Return a block of the weeks by hand."""
    return make_block(None, catalogue(), weeks=weeks, volume=volume, pair=plain_pair())
