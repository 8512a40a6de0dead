"""How a plan's numbers are said, and its week in a line: shared by every form of report."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

from solver.plan import Measures, Plan
from solver.scenario import Scenario

DELOAD = "deload"
"""The kind of a week that is lighter on purpose: its sets are no hard sets (D7)."""

_BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return the text on one line, without characters that could steer a terminal."""
    spaced = _SPACES.sub(" ", text)
    return "".join(
        "\ufffd" if unicodedata.category(mark) in ("Cc", "Cs") or mark in _BIDI else mark
        for mark in spaced
    )


def plain(name: str) -> str:
    """Return an identifier as words: ``upper_back`` is ``upper back``."""
    return name.replace("_", " ")


def number(value: float | None, digits: int = 2) -> str:
    """Return a number without idle zeros, a dash for None."""
    if value is None:
        return "–"
    text = f"{round(value, digits) + 0.0:.{digits}f}"
    return text.rstrip("0").rstrip(".") if digits else text


def count(amount: int, noun: str) -> str:
    """Return ``1 guardrail`` or ``3 guardrails``."""
    return f"{amount} {noun}" if amount == 1 else f"{amount} {noun}s"


def bounds(lower: float | None, upper: float | None) -> str:
    """Return what is asked: ``≥ 8``, ``≤ 20``, ``1.25 to 1.5``, or nothing."""
    if lower is not None and upper is not None:
        both = number(lower), number(upper)
        return f"= {both[0]}" if both[0] == both[1] else " to ".join(both)
    if lower is not None:
        return f"≥ {number(lower)}"
    return f"≤ {number(upper)}" if upper is not None else ""


def described(scenario: Scenario) -> str:
    """Return the scenario in a line: days, equipment, level."""
    equipment = ", ".join(scenario.equipment)
    if scenario.without:
        equipment += f" without {', '.join(scenario.without)}"
    return f"{count(scenario.count, 'day')}, {equipment}, {scenario.level.value}"


def heading(scenario: Scenario) -> str:
    """Return the scenario's title, or what it asks for where it has none."""
    return clean(scenario.title).strip() or clean(described(scenario))


def effort(kind: str, wave: str) -> str:
    """Return how hard a week of a block is: ``deload``, ``hard effort``, or what it says else."""
    kind, wave = clean(kind).strip(), clean(wave).strip()
    if wave and kind.casefold() != DELOAD:
        return f"{wave} effort"
    return plain(kind)


def wishes(scenario: Scenario) -> list[str]:
    """Return what the person asked for beside days, equipment and level, a phrase each."""
    named = {
        "priorities": scenario.priorities,
        "spared": sorted(part.value for part in scenario.spared),
        "signs": scenario.signs,
        "pinned": scenario.pin,
        "favoured": scenario.favour,
        "excluded": scenario.exclude,
        "rules changed": list(scenario.rules),
        "rules added": [rule.id for rule in scenario.add_rules],
    }
    phrases = [f"{what}: {', '.join(map(plain, names))}" for what, names in named.items() if names]
    if scenario.sets:
        phrases.insert(0, f"sets of a group: {bounds(*scenario.sets)}")
    if scenario.pull_push:
        phrases.insert(0, f"pull : push {bounds(*scenario.pull_push)}")
    return phrases


def proof(plan: Plan) -> str:
    """Return whether the plan is proved optimal, and if not, the gap of each open tier."""
    if plan.status == "optimal":
        took = f" in {number(plan.run.seconds, 1)} s" if plan.run else ""
        return f"Proved optimal in all tiers{took}."
    gaps = [
        f"{tier.name.value} {tier.value}, at best {tier.bound} (gap {tier.value - tier.bound})"
        for tier in plan.tiers
        if tier.status != "optimal"
    ]
    took = f" after {number(plan.run.seconds, 1)} s" if plan.run else ""
    return f"Not proved{took}: {'; '.join(gaps) or 'no tier says why'}."


def totals(measures: Measures) -> str:
    """Return the week's totals in a line."""
    return (
        f"{count(measures.hard_sets, 'hard set')} in {count(measures.exercises, 'exercise')}, "
        f"{math.ceil(measures.minutes)} min · pull : push {number(measures.pull_push)} · "
        f"hip : knee {number(measures.hip_knee)}"
    )


def planes(measures: Measures) -> str:
    """Return the hard sets of each plane, and of work on one side at a time, in a line."""
    sets = ", ".join(f"{name} {amount}" for name, amount in measures.planes.items())
    one_sided = measures.laterality.get("unilateral", 0)
    return f"Hard sets by plane: {sets} · on one side at a time: {one_sided}"


def about(seconds: int) -> str:
    """Return whole minutes, or seconds where there is no whole one."""
    return f"{seconds // 60} min" if seconds >= 60 else f"{seconds} s"


def clock(seconds: int) -> str:
    """Return minutes and seconds, ``2:30``."""
    return f"{seconds // 60}:{seconds % 60:02}"


def ranged(text: str) -> str:
    """Return the text with an en dash between numbers: ``8–12``."""
    return re.sub(r"(?<=\d)-(?=\d)", "–", text)


def sentence(phrase: str) -> str:
    """Return the phrase with a capital at its beginning."""
    return phrase[:1].upper() + phrase[1:]


def span(values: Iterable[float | None]) -> str:
    """Return ``8`` where all are 8, ``1–4`` where they range, nothing where there is none."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = number(min(known)), number(max(known))
    return low if low == high else f"{low}–{high}"
