"""What a block says of itself: the audit sees what was changed afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from solver.blocks.audit import check_block
from solver.blocks.block import Block, Pair, Week
from solver.blocks.make import make_block
from solver.blocks.proof import TIERS, pair_notes, pair_tiers
from solver.catalogue.vocabulary import Role
from solver.plan import Session, TierResult
from solver.rules import Tier
from tests.blocks.weeks import catalogue, plain_pair, template_pair

NAMES = ("names", "warm-ups", "pair", "notes", "build-ups")


@cache
def made() -> Block:
    """Return a block of a pair with tiers, as of solved weeks."""
    plain = plain_pair()
    tiers = pair_tiers(plain.a, plain.b, catalogue())
    pair = Pair(a=plain.a, b=plain.b, tiers=tiers, notes=tuple(pair_notes(tiers)))
    return make_block(None, catalogue(), weeks=9, pair=pair)


def broken(block: Block) -> dict[str, tuple[str, ...]]:
    found = {name: check_block(block, catalogue(), name) for name in NAMES}
    return {name: finding.faults for name, finding in found.items() if not finding.holds}


def with_week(number: int, change: Callable[[Week], dict[str, Any]]) -> Block:
    weeks = [
        week.model_copy(update=change(week)) if week.number == number else week
        for week in made().weeks
    ]
    return made().model_copy(update={"weeks": tuple(weeks)})


def with_session(number: int, change: Callable[[Session], dict[str, Any]]) -> Block:
    """Return the block with the first session of a week changed."""

    def first(week: Week) -> dict[str, Any]:
        session = week.sessions[0]
        return {"sessions": (session.model_copy(update=change(session)), *week.sessions[1:])}

    return with_week(number, first)


def with_item(**fields: Any) -> Block:
    """Return the block with the first exercise of week 3 changed."""
    return with_session(
        3, lambda s: {"items": (s.items[0].model_copy(update=fields), *s.items[1:])}
    )


def with_pair(**fields: Any) -> Block:
    return made().model_copy(update={"pair": made().pair.model_copy(update=fields)})


def with_tier(place: int, **fields: Any) -> Block:
    tiers = list(made().pair.tiers)
    tiers[place] = tiers[place].model_copy(update=fields)
    return with_pair(tiers=tuple(tiers))


def test_what_is_made_is_confirmed() -> None:
    assert broken(made()) == {}
    assert broken(make_block(None, catalogue(), weeks=8, pair=template_pair())) == {}


def test_a_program_without_warm_ups_gets_them() -> None:
    assert not any(session.warm_up for session in template_pair().a.sessions)
    block = make_block(None, catalogue(), weeks=8, pair=template_pair())
    assert all(session.warm_up for week in block.weeks for session in week.sessions)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Leg press"},
        {"name": ""},
        {"role": Role.ISOLATION},
        {"sides": 2},
        {"note": "Faster."},
    ],
    ids="-".join,
)
def test_names_roles_and_notes_of_exercises(fields: dict[str, Any]) -> None:
    assert broken(with_item(**fields))["names"][0].startswith("week 3, mon, barbell_bench_press: ")


def test_an_alias_is_a_name_too() -> None:
    aliases = catalogue().exercises["barbell_bench_press"].aliases
    assert aliases
    assert broken(with_item(name=aliases[0].upper())) == {}


def first_step(session: Session, **fields: Any) -> dict[str, Any]:
    step, *others = session.warm_up
    return {"warm_up": (step.model_copy(update=fields), *others)}


@pytest.mark.parametrize(
    "change",
    [
        lambda _: {"warm_up": ()},
        lambda s: {"warm_up": s.warm_up[1:]},
        lambda s: {"warm_up": (*s.warm_up[:-1], s.warm_up[0])},
        lambda s: first_step(s, seconds=5),
        lambda s: first_step(s, note="Or not."),
        lambda s: first_step(s, drill="plank"),
    ],
    ids=["none", "short", "no-ramp", "seconds", "note", "drill"],
)  # fmt: skip
def test_warm_ups(change: Callable[[Session], dict[str, Any]]) -> None:
    for number in (3, 9):  # a loading week and a deload
        assert broken(with_session(number, change))["warm-ups"][0].startswith(f"week {number}, mon")


def test_a_warm_up_that_is_emptied_everywhere_is_missed() -> None:
    def emptied(sessions: tuple[Session, ...]) -> tuple[Session, ...]:
        return tuple(session.model_copy(update={"warm_up": ()}) for session in sessions)

    block = made()
    weeks = tuple(w.model_copy(update={"sessions": emptied(w.sessions)}) for w in block.weeks)
    a, b = (plan.model_copy(update={"sessions": emptied(plan.sessions)})
            for plan in (block.pair.a, block.pair.b))  # fmt: skip
    pair = block.pair.model_copy(update={"a": a, "b": b})
    found = broken(block.model_copy(update={"weeks": weeks, "pair": pair}))
    assert found["warm-ups"][0] == "week 1, mon: no warm-up"


@pytest.mark.parametrize("place", range(4))
def test_values_of_the_pair_are_counted_anew(place: int) -> None:
    tier = made().pair.tiers[place]
    found = broken(with_tier(place, value=tier.value + 1, status="feasible"))["pair"]
    assert found[0] == f"both weeks: {tier.name.value} {tier.value + 1}, counted {tier.value}"


def test_a_bound_is_no_higher_than_those_of_the_weeks() -> None:
    tier = made().pair.tiers[-1]
    assert tier.bound < tier.value
    found = broken(with_tier(-1, bound=tier.value, status="optimal"))["pair"]
    assert f"both weeks: {tier.name.value} bound {tier.value}, shown {tier.bound}" in found


def test_a_status_says_what_the_tiers_say() -> None:
    assert broken(with_pair(status="optimal"))["pair"] == (
        "both weeks: optimal, the tiers of the pair say otherwise",
    )
    block = made().model_copy(update={"status": "optimal"})
    assert broken(block)["pair"] == ("the block: optimal, the tiers of the pair say otherwise",)


def test_tiers_of_a_week_are_counted_anew() -> None:
    a = made().pair.a
    none = tuple(TierResult(name=tier.name, value=0, bound=0, status="optimal") for tier in a.tiers)
    found = broken(with_pair(a=a.model_copy(update={"tiers": none, "status": "optimal"})))["pair"]
    cost = next(tier.value for tier in a.tiers if tier.name is Tier.BALANCE)
    assert f"week A: balance 0, counted {cost}" in found


@pytest.mark.parametrize("trained", [{"nordic": 8}, {"copenhagen": 3}, {"squats": 3}])
def test_how_long_a_build_up_was_trained(trained: dict[str, int]) -> None:
    settings = made().settings.model_copy(update={"trained": trained})
    assert "build-ups" in broken(made().model_copy(update={"settings": settings}))


def test_notes_that_are_missing_changed_or_new() -> None:
    assert made().week(1).notes
    gone = broken(with_week(1, lambda _: {"notes": ()}))["notes"]
    assert gone[0].startswith("week 1: does not say: ")
    other = broken(with_week(1, lambda week: {"notes": (*week.notes[1:], "Nordics heal all.")}))
    assert "week 1: nothing calls for: Nordics heal all." in other["notes"]
    twice = broken(with_week(1, lambda week: {"notes": week.notes * 2}))["notes"]
    assert twice == ("week 1: says the same twice",)


@pytest.mark.parametrize("field", ["notes", "advice"])
def test_notes_and_advice_of_the_block(field: str) -> None:
    lines = getattr(made(), field)
    assert lines
    assert "notes" in broken(made().model_copy(update={field: lines[1:]}))
    assert "notes" in broken(made().model_copy(update={field: (*lines, "Trust us.")}))


def test_what_is_said_of_stimulus_names_its_scope() -> None:
    # A week's bound of it holds for its own exercises and days: no bound over other pairs.
    proved = [TierResult(name=tier, value=0, bound=0, status="optimal") for tier in TIERS]
    (said,) = pair_notes(proved)
    first, second = said.removesuffix(".").split(". ")
    assert first.endswith("no two such weeks are better in guardrails, balance or plainness")
    assert "stimulus" not in first
    assert second == (
        "Stimulus is proved for the sets of these exercises on these days, not over other weeks"
    )
    gap = TierResult(name=Tier.STIMULUS, value=9, bound=4, status="feasible")
    (said,) = pair_notes([*proved[:3], gap])
    assert said.endswith(": stimulus 9, bound 4 for the sets of these exercises on these days.")


def test_what_is_proved_must_be_said_in_the_pair_too() -> None:
    tiers = made().pair.tiers
    (line,) = pair_notes(tiers)
    block = made()
    pair = block.pair.model_copy(update={"notes": ()})
    notes = tuple(note for note in block.notes if note != line)
    found = broken(block.model_copy(update={"pair": pair, "notes": notes}))["notes"]
    assert found == (f"the block: does not say: {line}",)
