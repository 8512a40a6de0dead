"""How a plan's numbers are said: shared by every form of report."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

from solver.catalogue.vocabulary import Weekday
from solver.plan import Item, Measures, Plan, RuleResult, Session, WarmUpStep
from solver.rules import Tier
from solver.scenario import Scenario


class Titled(Protocol):
    """A rule or the verdict on one."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def title(self) -> str:
        """What it asks, in plain words."""


T = TypeVar("T", bound=Titled)

WEEKDAYS = dict(
    zip(
        Weekday,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)

TIER_VALUES = {
    Tier.PHYSICAL: "breaches of what no plan may break",
    Tier.GUARDRAILS: "weighted shortfall; 0 when every guardrail holds",
    Tier.BALANCE: "distance from the bands, beyond what is free",
    Tier.PLAINNESS: "odd choices, beyond what is free",
    Tier.STIMULUS: "missing to the top of the bands, with these exercises",
}
"""What the value of a tier counts."""

UNITS = "Short by and over by count in sets, exercises or pairs of days, as the rule does."

ALLOWANCE = "allowance"
"""Ids of rules that say how much of a tier's cost is free begin with this."""

DELOAD = "deload"
"""The kind of a week that is lighter on purpose: its sets are no hard sets (D7)."""

RAMP = "ramp"
"""The block of a warm-up that holds ramp sets."""

FAMILY = 3
"""From so many on, rules written from one template are shown together."""

_BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SPACES = re.compile(r"\s+")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_RAMP = re.compile(r"([0-9]+) (?:easy )?reps?( a side)? at ([0-9]+) % of the working weight")
_SHARE = re.compile(r"about ([0-9]+ %) of 1RM")
_TEMPO = re.compile(r"[0-9]+-[0-9]+-[0-9]+")


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
    return f"{round(value, digits) + 0.0:.{digits}f}".rstrip("0").rstrip(".")


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


def measured(rule: RuleResult) -> str:
    """Return what was measured; a broken rule never looks as if it stood on its bound."""
    short = number(rule.measured)
    if rule.holds is False and short in (number(rule.lower), number(rule.upper)):
        return number(rule.measured, 4)
    return short


def miss(rule: RuleResult) -> str:
    """Return by how much a broken rule is missed: ``short by 2.5``; nothing if it holds."""
    if rule.holds is not False:
        return ""
    over = rule.upper is not None and rule.measured is not None and rule.measured > rule.upper
    return f"{'over' if over or rule.lower is None else 'short'} by {number(rule.shortfall)}"


def mark(rule: RuleResult) -> str:
    """Return ✓ for a rule that holds, – where it does not apply, ✗ for a broken one.

    Wishes are not broken but missed: ↓ below, ↑ above what is asked.
    """
    if rule.holds is not False:
        return "✓" if rule.holds else "–"
    if rule.tier in (Tier.PHYSICAL, Tier.GUARDRAILS):
        return "✗"
    return "↑" if miss(rule).startswith("over") else "↓"


def allowance(rule: RuleResult) -> str:
    """Return how much of a tier's cost is free, and how much counts."""
    return (
        f"Together they cost {measured(rule)}, of which up to {number(rule.upper)} are free; "
        f"{number(rule.shortfall)} counts in the proof ({rule.id})."
    )


def tier_line(tier: Tier, rules: Sequence[RuleResult]) -> str:
    """Return how many of a tier's rules hold: ``Balance: 44 hold, 5 missed``."""
    held = sum(rule.holds is True for rule in rules)
    idle = sum(rule.holds is None for rule in rules)
    missed = len(rules) - held - idle
    aside = f", {idle} not applicable" if idle else ""
    name = tier.value.capitalize()
    if not missed:
        return f"{name}: all {held} hold{aside}"
    word = "missed" if tier in (Tier.BALANCE, Tier.PLAINNESS) else "broken"
    return f"{name}: {held} hold, {missed} {word}{aside}"


def rules_by_tier(
    rules: Iterable[RuleResult],
) -> list[tuple[Tier, list[RuleResult], list[RuleResult]]]:
    """Return (tier, its rules, its allowances) of the tiers whose rules can be kept or not.

    The last tier is left out: it has no rule, only an objective, and the proof tells of it.
    """
    rules = list(rules)
    tiers = []
    for tier in (Tier.PHYSICAL, Tier.GUARDRAILS, Tier.BALANCE, Tier.PLAINNESS):
        mine = [rule for rule in rules if rule.tier is tier]
        free = [rule for rule in mine if rule.id.startswith(ALLOWANCE)]
        if asked := [rule for rule in mine if rule not in free]:
            tiers.append((tier, asked, free))
    return tiers


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


def guardrails_line(rules: Iterable[RuleResult]) -> str:
    """Return in a sentence how many of the guardrails hold."""
    mine = [rule for rule in rules if rule.tier is Tier.GUARDRAILS]
    broken = sum(rule.holds is False for rule in mine)
    idle = sum(rule.holds is None for rule in mine)
    applying = len(mine) - idle
    aside = f" ({idle} not applicable)" if idle else ""
    if not applying:
        return f"No guardrail applies{aside}."
    if broken:
        return f"{broken} of {count(applying, 'guardrail')} broken, named under Rules{aside}."
    return f"All {count(applying, 'guardrail')} hold{aside}."


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


def session_heading(session: Session) -> str:
    """Return day, title, intensity and minutes of a session; a started minute counts."""
    title = session.title.strip() or ("" if session.kind == "none" else plain(session.kind))
    minutes = f"{math.ceil(session.minutes)} of {session.budget_minutes} min"
    parts = [WEEKDAYS[session.day], title, session.intensity or "", minutes]
    if session.saved_seconds:
        parts.append(f"supersets save {about(session.saved_seconds)}")
    return clean(" · ".join(part for part in parts if part))


def about(seconds: int) -> str:
    """Return whole minutes, or seconds where there is no whole one."""
    return f"{seconds // 60} min" if seconds >= 60 else f"{seconds} s"


def clock(seconds: int) -> str:
    """Return minutes and seconds, ``2:30``."""
    return f"{seconds // 60}:{seconds % 60:02}"


def warm_up_heading(session: Session) -> str:
    """Return how long the warm-up of a session lasts, ramp sets included."""
    return f"Warm-up, {math.ceil(sum(step.seconds for step in session.warm_up) / 60)} min"


def warm_up_blocks(session: Session) -> list[tuple[str, list[str]]]:
    """Return the blocks of a warm-up, each with its drills or with its lifts' ramp sets.

    A block is ``("Breath", ["Crocodile breathing 1:00"])``, or of ramp sets
    ``("Ramp", ["Back squat: 6 × 40 %, 6 × 80 %"])``.
    """
    blocks = []
    for block, group in groupby(session.warm_up, lambda step: step.block):
        steps = list(group)
        if block == RAMP:
            lines = [
                f"{name}: {', '.join(_ramp_set(step) for step in sets)}"
                for name, sets in groupby(steps, drill_name)
            ]
        else:
            lines = [f"{drill_name(step)} {clock(step.seconds)}" for step in steps]
        blocks.append((sentence(plain(clean(block))), lines))
    return blocks


def drill_name(step: WarmUpStep) -> str:
    """Return the name of a drill or lift, or its id in words where a plan gives no name."""
    return clean(step.name).strip() or plain(clean(step.drill))


def _ramp_set(step: WarmUpStep) -> str:
    """Return a ramp set as ``6 × 40 %`` where it is a share of the working weight."""
    if found := _RAMP.fullmatch(step.note):
        return f"{found[1]} × {found[3]} %{found[2] or ''}"
    return clean(step.note).strip() or clock(step.seconds)


def pair_marks(session: Session) -> list[str]:
    """Return for each item of a session ``A1``, ``A2`` … in a superset, nothing for others."""
    seen: Counter[str] = Counter()
    marks = []
    for item in session.items:
        letter = clean(item.superset or "").strip()
        seen[letter] += 1
        marks.append(f"{letter}{seen[letter]}" if letter else "")
    return marks


def footnotes(sessions: Iterable[Session]) -> dict[str, int]:
    """Return a number for each sentence of the items' notes, in the order in which they come."""
    numbers: dict[str, int] = {}
    for session in sessions:
        for item in session.items:
            for phrase in _sentences(item.note):
                numbers.setdefault(phrase, len(numbers) + 1)
    return numbers


def superscript(value: int) -> str:
    """Return a number in raised digits."""
    return str(value).translate(_RAISED)


def noted_name(item: Item, numbers: Mapping[str, int]) -> str:
    """Return an exercise's name with the numbers of its footnotes."""
    raised = " ".join(superscript(numbers[phrase]) for phrase in _sentences(item.note))
    return f"{item_name(item)} {raised}".rstrip()


def _sentences(note: str) -> list[str]:
    phrases = _SENTENCE_END.split(clean(note).strip())
    return [phrase for phrase in dict.fromkeys(phrases) if phrase]


def legend(sessions: Iterable[Session]) -> str:
    """Return what the columns of the sessions mean, of those that are there."""
    sessions = list(sessions)
    items = [item for session in sessions for item in session.items]
    parts = [
        "RIR: repetitions in reserve, how many more you could do at the end of a set.",
        "Rest: in minutes, after each set.",
    ]
    if any(_RAMP.fullmatch(step.note) for session in sessions for step in session.warm_up):
        parts.append("Ramp: repetitions × share of the weight that you then work with.")
    if any(item.superset for item in items):
        parts.append("A1, A2: a superset, done in turns.")
    if any(item.sides == 2 for item in items):
        parts.append("Each side: a set is done left and right.")
    if any(_TEMPO.fullmatch(item.tempo or "") for item in items):
        parts.append("Tempo: seconds down, paused, up.")
    if any(_SHARE.fullmatch(item.load or "") for item in items):
        parts.append("Load: about this share of the most you could lift once.")
    parts.append("A session's minutes hold warm-up, set-up, sets and rests.")
    return " ".join(parts)


def load(item: Item) -> str:
    """Return the load, ``80 %`` where it is about a share of the most that goes once."""
    said = clean(item.load or "")
    found = _SHARE.fullmatch(said)
    return found[1] if found else said


def item_name(item: Item) -> str:
    """Return the name of an exercise, or its id where a plan gives no name."""
    return clean(item.name).strip() or clean(item.exercise)


def dose(item: Item) -> str:
    """Return sets and repetitions: ``3 × 8–12 each side``."""
    reps = ranged(clean(item.reps)).strip()
    text = f"{item.sets} × {reps}" if reps else count(item.sets, "set")
    return f"{text} each side" if item.sides == 2 else text


def ranged(text: str) -> str:
    """Return the text with an en dash between numbers: ``8–12``."""
    return re.sub(r"(?<=\d)-(?=\d)", "–", text)


def rest(item: Item) -> str:
    """Return the rest after a set as minutes and seconds, ``2:30``."""
    return clock(item.rest_seconds) if item.rest_seconds else "–"


OWN_TITLES = ("main-lift", "slot", "superset", "sign")
"""Rules with an id of two parts that say different things all the same."""


def family_of(rule: Titled) -> str:
    """Return the template that a rule was written from, as ``group-floor.*``, or nothing."""
    template, dot, _ = rule.id.partition(".")
    return f"{template}.*" if dot and template not in OWN_TITLES else ""


def member_of(rule: Titled) -> str:
    """Return for what a rule was written: ``upper back`` of ``group-floor.upper_back``."""
    return plain(rule.id.partition(".")[2])


def families(rules: Iterable[T], key: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    """Group neighbouring rules of one family; a rule of a small family stands alone.

    Args:
        rules: in order.
        key: names the family of a rule; nothing if it has none.

    Returns:
        (key, rules) pairs in order; the key of a rule that stands alone is empty.

    """
    grouped: list[tuple[str, list[T]]] = []
    for name, group in groupby(rules, key):
        members = list(group)
        if name and len(members) >= FAMILY:
            grouped.append((name, members))
        else:
            grouped += [("", [rule]) for rule in members]
    return grouped


def family_title(titles: Sequence[str]) -> str:
    """Return what the titles of a family have in common, with … where they differ.

    >>> family_title(["Chest: at least 8 sets", "Front delts: at least 2 sets"])
    'At least … sets'
    """
    phrases = [title.partition(": ")[2] or title for title in titles]
    words = [phrase.split() for phrase in phrases]
    if len({len(each) for each in words}) > 1:
        return sentence(phrases[0])
    common = (column[0] if len(set(column)) == 1 else "…" for column in zip(*words, strict=True))
    return sentence(" ".join(common))


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
