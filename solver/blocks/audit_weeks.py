"""The audit of a block: weeks, waves, deloads, sets, and what lies between weeks."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from solver.auditing.week import Done
from solver.blocks.audit_parts import (
    Finding,
    Looked,
    mains_of,
    numbers,
    share_of_best,
    shown_percent,
    where,
)
from solver.blocks.block import LEG_PATTERNS, LETTERS, LONGEST, SHORTEST, Week
from solver.blocks.table import WAVES, block_table
from solver.catalogue.vocabulary import Pattern, Role
from solver.coaching.doses import day_table
from solver.plan import Item, Session
from solver.rules import BoundRule, SpacingRule, Term
from solver.rules.measures import Count, Selector

DAYS_A_WEEK, HOURS_A_DAY = 7, 24

LEGS = "legs"
"""How the kinds of session begin that R75 speaks of."""

EMPHASES = (Pattern.SQUAT, Pattern.HINGE)
"""Of the main lift of such a session, by turns."""


def calendar(looked: Looked) -> Iterator[str]:
    """Yield what is wrong with the number and the letters of the weeks."""
    weeks = looked.block.weeks
    if not SHORTEST <= len(weeks) <= LONGEST:
        yield f"it has {len(weeks)} weeks"
    if len(weeks) != looked.block.settings.weeks:
        yield f"it has {len(weeks)} weeks, its settings say {looked.block.settings.weeks}"
    for place, week in enumerate(weeks):
        if week.number != place + 1:
            yield f"week {week.number} stands where week {place + 1} should"
        if week.letter != LETTERS[place % len(LETTERS)]:
            yield f"{where(week)}: has the letter {week.letter}"


def deloads(looked: Looked) -> Iterator[str]:
    """Yield where deloads are missing or too near to each other."""
    table, weeks = block_table().runs, looked.block.weeks
    marks = [week.number for week in weeks if week.kind == "deload"]
    if weeks[-1].kind != "deload":
        yield "the last week is none"
    if len(weeks) > SHORTEST and len(marks) < 2:
        yield f"a block of {len(weeks)} weeks has no other"
    for run in looked.runs:
        if not table.loading.holds(len(run)):
            yield f"{len(run)} loading weeks in a row from week {run[0].number} on"
    for first, second in pairwise(marks):
        if not table.deload_gap.holds(second - first):
            yield f"{second - first} weeks from the deload in week {first} to the next"


def deload_depth(looked: Looked) -> Iterator[str]:
    """Yield where a deload is too light, too hard, or another week than it should be."""
    table = block_table().deload
    last: dict[str, Week] = {}
    for week in looked.block.weeks:
        if week.kind == "loading":
            last[week.letter] = week
            continue
        if week.letter not in last:
            yield f"{where(week)}: no loading week of its letter comes before it"
            continue
        before = last[week.letter]
        if _exercises(week) != _exercises(before):
            yield f"{where(week)}: has other exercises or days than week {before.number}"
            continue
        share = 100 * week.sets / max(before.sets, 1)
        if not table.sets_percent.holds(share):
            yield f"{where(week)}: has {share:.0f} % of the sets of week {before.number}"
        for session, loaded in zip(week.sessions, before.sessions, strict=True):
            for item, done in zip(session.items, loaded.items, strict=True):
                place = where(week, session, item.exercise)
                if item.rir is not None and item.rir < table.rir:
                    yield f"{place}: leaves only {item.rir} in reserve"
                if item.sets > done.sets:
                    yield f"{place}: has more sets than in week {before.number}"
                for share in _load_shares(item, done, looked):
                    if not table.load_percent.holds(share):
                        yield f"{place}: {share:.0f} % of the load of week {before.number}"


def _load_shares(item: Item, done: Item, looked: Looked) -> Iterator[float]:
    """Yield the load of an item as percent of another's, by its repetitions and as it is shown."""
    counts = numbers(item.reps), numbers(done.reps)
    weighted = looked.catalogue.find(item.exercise).load not in day_table().zones.not_loads
    if weighted and None not in (item.rir, done.rir, *counts):
        now, before = (
            share_of_best(count[1] + (each.rir or 0))
            for each, count in zip((item, done), counts, strict=True)
            if count is not None
        )
        yield 100 * now / before
    if (now := shown_percent(item)) and (before := shown_percent(done)):
        yield 100 * now / before


def _exercises(week: Week) -> list[tuple[str, list[str]]]:
    return [(s.day.value, [item.exercise for item in s.items]) for s in week.sessions]


def waves(looked: Looked) -> Iterator[str]:
    """Yield runs whose weeks are not waves of three or four with all three efforts in each."""
    for run in looked.runs:
        if not _in_waves([week.wave for week in run]):
            yield f"weeks {run[0].number} to {run[-1].number} are {_list(run)}"
    for week in looked.block.weeks:
        if week.kind == "deload" and week.wave != "easy":
            yield f"{where(week)}: a deload is {week.wave}"


def _in_waves(efforts: list[str]) -> bool:
    """Tell whether efforts can be cut into waves of three or four, each with all three."""
    if not efforts:
        return True
    return any(
        len(efforts) >= length and set(efforts[:length]) == set(WAVES) and _in_waves(rest)
        for length, rest in ((n, efforts[n:]) for n in block_table().waves.order)
    )


def _list(run: list[Week]) -> str:
    return ", ".join(week.wave for week in run)


def week_rules(looked: Looked) -> Iterator[str]:
    """Yield the rules that a loading week breaks and its base week keeps."""
    for week in looked.loading:
        if not looked.same_shape(week):
            yield f"{where(week)}: has other days or numbers of exercises than week {week.letter}"
            continue
        verdicts, base = looked.verdicts[week.letter], looked.base(week.letter)
        # A week's class of session is the block's matter: the split knows only the base's.
        sessions = [
            session.model_copy(update={"intensity": planned.intensity, "kind": planned.kind})
            for session, planned in zip(week.sessions, base, strict=True)
        ]
        for name in sorted(verdicts.broken(sessions) - verdicts.broken(base)):
            yield f"{where(week)}: breaks {name}"


def volume(looked: Looked) -> Iterator[str]:
    """Yield groups that lie too far from the base week's."""
    table = block_table().volume
    down = up = table.flat
    if looked.block.settings.volume == "ramp":
        down, up = table.ramp.down, table.ramp.up
    for week in looked.loading:
        base = looked.base_groups(week.letter)
        for name, sets in looked.groups(week).items():
            if not -down <= sets - base[name] <= up:
                yield f"{where(week)}: {name} has {sets:g} sets, its base week {base[name]:g}"


def steps(looked: Looked) -> Iterator[str]:
    """Yield groups that rise faster than R105 allows."""
    step = block_table().volume.step
    for letter in LETTERS:
        weeks = looked.of_letter(letter)
        for before, after in pairwise(weeks):
            earlier, later = looked.groups(before), looked.groups(after)
            for name in earlier:
                if not step.allows(earlier[name], later[name]):
                    yield f"{where(after)}: {name} rises from {earlier[name]:g} to {later[name]:g}"


def fortnight(looked: Looked) -> Iterator[Finding]:
    """Yield a finding for each wish that is a guardrail over both weeks (D18)."""
    verdicts = looked.verdicts["A"]
    pair = [entry for letter in LETTERS for entry in _done(looked, letter)]
    for rule in verdicts.all_rules:
        if rule.id not in block_table().fortnight.rules or not isinstance(rule, BoundRule):
            continue
        week = verdicts.week(looked.base("A"))
        lower = Fraction(rule.lower or 0)
        measured = week.measure(rule.measure, pair)
        holds: bool | None = measured >= lower
        if not holds and not week.reachable(rule.measure):
            holds = None
        faults = (f"{float(measured):g} in both weeks, {float(lower):g} needed",)
        yield Finding(
            f"fortnight.{rule.id.removeprefix('wish-')}", f"{rule.title}, in A or B",
            "guardrails", holds, () if holds else faults, rule.source,
        )  # fmt: skip


def turns(looked: Looked) -> Iterator[Finding]:
    """Yield whether days of legs change between squat and hinge from week to week (R75).

    Nothing where a split has no such days; it does not apply where the person has no main lift of
    one of the two, so that they cannot take turns.
    """
    days = [
        (session.day.value, _emphasis(session, looked), _emphasis(other, looked))
        for session, other in zip(looked.base("A"), looked.base("B"), strict=False)
        if session.kind.startswith(LEGS) and other.kind.startswith(LEGS)
    ]
    if not days:
        return
    applies = all(_has_main(pattern, looked) for pattern in EMPHASES)
    faults = tuple(fault for day in days for fault in _same_emphasis(*day)) if applies else ()
    yield Finding(
        "fortnight.legs", "Days of legs change between squat and hinge from week to week",
        "guardrails", not faults if applies else None, faults, "R75",
    )  # fmt: skip


def _same_emphasis(day: str, one: Pattern | None, other: Pattern | None) -> Iterator[str]:
    """Yield what is wrong with the emphases of a day in weeks A and B."""
    if one is not None and one is other:
        yield f"{day}: the main lift is a {one.value} in both weeks"
    for letter, found in zip(LETTERS, (one, other), strict=True):
        if found is None:
            yield f"{day}: the main lift of week {letter} is neither a squat nor a hinge"


def _has_main(pattern: Pattern, looked: Looked) -> bool:
    """Tell whether the person can do a main lift of a pattern."""
    term = Term(count=Count.EXERCISES, where=Selector(pattern=(pattern,), role=(Role.MAIN,)))
    return looked.verdicts["A"].week(looked.base("A")).reachable((term,))


def main_lifts(looked: Looked) -> Finding:
    """Return whether A and B have the same main lifts (G14).

    Where only one of them has a session of some kind, for the emphasis of the legs changes (R75),
    those for knee and hip may differ.
    """
    kinds = [sorted(session.kind for session in looked.base(letter)) for letter in LETTERS]
    free = LEG_PATTERNS if kinds[0] != kinds[1] else ()
    mains = {
        letter: {
            item.exercise
            for session in looked.base(letter)
            for item in session.items
            if item.role is Role.MAIN and looked.catalogue.find(item.exercise).pattern not in free
        }
        for letter in LETTERS
    }
    faults = [f"{name}: in week A alone" for name in sorted(mains["A"] - mains["B"])]
    faults += [f"{name}: in week B alone" for name in sorted(mains["B"] - mains["A"])]
    return Finding.of(
        "fortnight.main-lifts", "Main lifts are the same in A and B", "G14, R75", faults,
        "guardrails",
    )  # fmt: skip


def _emphasis(session: Session, looked: Looked) -> Pattern | None:
    """Return whether a session is built around a squat or a hinge, None if neither."""
    for place in mains_of(session):
        pattern = looked.catalogue.find(session.items[place].exercise).pattern
        if pattern in EMPHASES:
            return pattern
    return None


def _done(looked: Looked, letter: str) -> list[Done]:
    verdicts = looked.verdicts["A"]
    return verdicts.week(looked.block.pair.week("A" if letter == "A" else "B").sessions).all


def edges(looked: Looked) -> Iterator[str]:
    """Yield muscles that the end of a week and the start of the next load too near together."""
    rules = [r for r in looked.verdicts["A"].all_rules if isinstance(r, SpacingRule)]
    weeks = looked.block.weeks
    for before, after in pairwise(weeks):
        if "deload" in (before.kind, after.kind):
            continue  # measured apart (D7)
        for rule in rules:
            for muscle in looked.catalogue.muscles:
                yield from _too_near(rule, muscle, before, after, looked)


def _too_near(
    rule: SpacingRule, muscle: str, before: Week, after: Week, looked: Looked
) -> Iterator[str]:
    for first, sets, eccentric in _loads(muscle, before, looked):
        if sets <= rule.above:
            continue
        needs = rule.heavy_hours if sets >= rule.heavy or eccentric else rule.hours
        for second, others, _ in _loads(muscle, after, looked):
            apart = (DAYS_A_WEEK + second.day.number - first.day.number) * HOURS_A_DAY
            if others > rule.above and apart < needs:
                yield (
                    f"{muscle}: {first.day.value} of week {before.letter} to {second.day.value} of "
                    f"week {after.letter} are {apart} h, {needs} h needed"
                )


def _loads(muscle: str, week: Week, looked: Looked) -> Iterator[tuple[Session, float, bool]]:
    counted = looked.counted(week)
    for session, done in zip(counted.sessions, counted.done, strict=True):
        eccentric = any(
            e.exercise.eccentric and e.exercise.hard and muscle in e.exercise.muscles for e in done
        )
        yield session, float(counted.volume(muscle, done)), eccentric
