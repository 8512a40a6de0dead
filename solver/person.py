"""What a plan says to the person: what is left out for them, what takes its place, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solver.catalogue.catalogue import Catalogue
from solver.catalogue.exercise import Exercise
from solver.catalogue.vocabulary import BodyPart
from solver.plan import RuleResult
from solver.rules import Tier
from solver.rules.kinds import OddnessRule
from solver.rules.oddness import oddness
from solver.rules.signs import Protection, load_protections
from solver.scenario import Scenario, available

NAMED = 5
"""The most exercises that a note names on either side."""


def week_notes(scenario: Scenario, split: str, rules: Iterable[RuleResult]) -> Iterator[str]:
    """Yield what is said of a week whoever made it: what does not apply, and too few or many days.

    Args:
        scenario: resolved.
        split: of the week, by id.
        rules: the verdicts on the week.

    """
    if idle := [r.id for r in rules if r.tier is Tier.GUARDRAILS and r.holds is None]:
        yield f"Not applicable with this equipment, level and exclusions: {', '.join(idle)}."
    if split == "push_pull_legs" and scenario.count == 3:
        yield "Three days of push, pull and legs train most muscles once a week (D11)."
    if scenario.count == 7:
        yield "Seven days leave no day of rest; six are plenty for most people."


def sign_notes(scenario: Scenario) -> tuple[str, ...]:
    """Return a line for each sign, and one on recovery: what changes, and what to watch.

    Raises:
        InputError: a sign is unknown, or two cannot both hold.

    """
    lines = [
        " ".join(filter(None, (f"{sign.title}: {sign.why}", sign.notice)))
        for sign in scenario.raised
    ]
    recovery = scenario.recovery.note()
    return (*lines, *([recovery] if recovery else []))


def sign_misses(scenario: Scenario, rules: Iterable[RuleResult]) -> tuple[str, ...]:
    """Return a line for each sign of which the week does not keep all that it asks for.

    Args:
        scenario: resolved.
        rules: the verdicts on the week.

    """
    missed = {rule.id: rule.title for rule in rules if rule.holds is False}
    lines = []
    for sign in scenario.raised:
        asked = [*(change.rule for change in sign.changes), *(rule.id for rule in sign.add_rules)]
        titles = [title for name, title in missed.items() if _is_asked(name, asked)]
        if titles:
            lines.append(f"{sign.title}: this week does not keep all of it: {'; '.join(titles)}.")
    return tuple(lines)


def _is_asked(rule: str, asked: Iterable[str]) -> bool:
    """Tell whether a rule is one of these, or was written out from one of them."""
    return any(rule == each or rule.startswith(f"{each}.") for each in asked)


def protection_notes(scenario: Scenario, catalogue: Catalogue) -> tuple[str, ...]:
    """Return a line for each body part that is spared: what goes, what comes, and why.

    Args:
        scenario: resolved.
        catalogue: the exercises there are.

    """
    if not (spared := scenario.spared):
        return ()
    unspared = scenario.model_copy(update={"protect": (), "signs": ()})
    ordered = _plainest_first(unspared, catalogue)
    at_hand = {exercise.id: exercise.name for exercise in available(scenario, catalogue)}
    protections = load_protections()
    return tuple(
        _note(protections[part], _asked_by(part, scenario), ordered, at_hand)
        for part in BodyPart
        if part in spared
    )


def _asked_by(part: BodyPart, scenario: Scenario) -> str:
    """Name the signs that spare a part which the person did not name."""
    signs = [sign.id for sign in scenario.raised if part in sign.protect]
    return f" (for {', '.join(signs)})" if signs and part not in scenario.protect else ""


def _note(
    protection: Protection, asked_by: str, ordered: Iterable[Exercise], at_hand: dict[str, str]
) -> str:
    out = [exercise.name for exercise in ordered if protection.part in exercise.stresses]
    instead = [at_hand[name] for name in protection.prefer if name in at_hand]
    spared = f"{protection.part.value.replace('_', ' ').capitalize()} spared{asked_by}"
    if out:
        number = f"{len(out)} exercise{'s' if len(out) > 1 else ''}"
        among = ", among them" if len(out) > NAMED else ":"
        left_out = f"without {number}{among} {', '.join(out[:NAMED])} ({protection.avoid})"
    else:
        left_out = f"nothing at hand loads it ({protection.avoid} would)"
    prefer = (
        f"Preferred instead: {', '.join(instead[:NAMED])}. "
        if instead
        else "None of what is preferred instead is at hand. "
    )
    return f"{spared}: {left_out}. {prefer}{protection.why}"


def _plainest_first(scenario: Scenario, catalogue: Catalogue) -> list[Exercise]:
    """Return what could be planned, by oddness, then by the place in a session."""
    usable = available(scenario, catalogue)
    rules = scenario.make_rules(catalogue)
    rule = next((rule for rule in rules if isinstance(rule, OddnessRule)), None)
    odd = {} if rule is None else oddness(rule, usable, scenario.level)
    ranks = {exercise.id: list(type(exercise.rank)).index(exercise.rank) for exercise in usable}
    return sorted(usable, key=lambda e: (odd.get(e.id, 0), ranks[e.id], e.role.place))
