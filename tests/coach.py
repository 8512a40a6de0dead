"""Reads a plan as a coach would, and says what a coach would object to.

It knows the plan and the files of ``data/``, which it reads by itself; of the package it shares
the shape of a plan and nothing else. What it asks of a session is R67 to R98, C13, T8 and T12.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import yaml

from solver.paths import DATA
from solver.plan import Item, Plan, Session

Row = Mapping[str, str]
"""A line of a table, cells as they stand in it."""

CLASSES = {
    "power": 0, "main": 1, "secondary": 2, "accessory": 3, "isolation": 3, "core": 4, "finisher": 4,
}  # fmt: skip
"""The order of C13: what shares a number may come in any order."""

PULLS = {"horizontal_pull", "vertical_pull"}
PUSHES = {"horizontal_push", "vertical_push"}
BASICS = {
    "squat or lunge": {"squat", "lunge"},
    "hinge": {"hinge", "hip_extension"},
    "push": {"horizontal_push", "vertical_push"},
    "pull": {"horizontal_pull", "vertical_pull"},
}
"""What no week is without, however short, and the patterns that count as it."""

LEVELS = ["beginner", "intermediate", "advanced"]
BLOCKS = ["breath", "activation", "pattern", "ramp"]


def objections(plan: Plan) -> list[str]:
    """Return what is wrong with the sessions of a plan, in sentences; nothing if all is well."""
    found = [*_of_week(plan), *_of_slots(plan), *_of_counts(plan), *_of_rungs(plan)]
    kinds = kinds_of(plan)
    for session in plan.sessions:
        kind = kinds.get(session.kind)
        checks = (
            _sizes(session), _minutes(plan, session), _supersets(plan, session),
            _warm_up(session), _repeats(session), _order(session, kind), _labels(session, kind),
        )  # fmt: skip
        found += [f"{session.title}: {fault}" for check in checks for fault in check]
    return found


# ---- the data, read anew ------------------------------------------------------------------------


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the lines of a table of ``data/``."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def document(name: str) -> Mapping[str, Any]:
    """Return a YAML file of ``data/`` as it stands."""
    content: Mapping[str, Any] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return content


@cache
def _rows() -> Mapping[str, Row]:
    return {row["id"]: row for row in table("exercises.csv")}


def row_of(item: Item) -> Row:
    """Return the catalogue's line of an exercise."""
    return _rows()[item.exercise]


def cell(row: Row, column: str) -> list[str]:
    """Return the words of a cell that holds several."""
    return [word for word in row[column].split("|") if word]


def muscles(row: Row) -> set[str]:
    """Return all muscles that an exercise trains."""
    return {*cell(row, "direct"), *cell(row, "indirect")}


@cache
def _seconds(what: str, of: str) -> int:
    lines = {(row["what"], row["of"]): int(row["seconds"]) for row in table("times.csv")}
    return lines[what, of]


@cache
def _ramp_sets(role: str) -> int:
    return {row["role"]: int(row["ramp_sets"]) for row in table("doses.csv")}[role]


def kinds_of(plan: Plan) -> Mapping[str, Mapping[str, Any]]:
    """Return the kinds of session of a plan's split, as they are written."""
    if plan.split == "none":
        return {}
    if isinstance(plan.scenario.split, str):
        kinds: Mapping[str, Mapping[str, Any]] = document("splits.yaml")["kinds"]
        return kinds
    own: Mapping[str, Mapping[str, Any]] = plan.scenario.split.model_dump(mode="json")["kinds"]
    return own


def week_of(plan: Plan) -> list[Mapping[str, str]]:
    """Return kind and intensity of each session as the split has them."""
    days = len(plan.sessions)
    if isinstance(plan.scenario.split, str):
        return list(document("splits.yaml")["splits"][plan.split]["weeks"][days])
    weeks = plan.scenario.split.model_dump(mode="json")["weeks"]
    return list(weeks.get(days) or weeks[str(days)])


def fits(where: Mapping[str, Any], row: Row) -> bool:
    """Tell whether an exercise is one of those that a split means."""
    present = {
        "pattern": [row["pattern"]],
        "shows": [row["pattern"], *cell(row, "also")],
        "plane": [row["plane"]],
        "role": [row["role"]],
        "load": [row["load"]],
        "family": [row["family"]],
        "exercise": [row["id"]],
        "direct": cell(row, "direct"),
        "trains": muscles(row),
        "laterality": [row["laterality"]],
    }
    for field, wanted in where.items():
        if field == "eccentric":
            if wanted is not None and wanted != (row["eccentric"] == "yes"):
                return False
        elif field == "either":
            if wanted and not any(fits(option, row) for option in wanted):
                return False
        elif wanted:
            names = [wanted] if isinstance(wanted, str) else wanted
            if not any(name in names for name in present[field]):
                return False
    return True


def _area(kind: Mapping[str, Any]) -> Mapping[str, Any]:
    area: str | Mapping[str, Any] = kind.get("area", {})
    if not isinstance(area, str):
        return area
    named: Mapping[str, Any] = document("splits.yaml")["areas"][area]
    return named


def at_hand(plan: Plan) -> list[Row]:
    """Return the exercises that the person of a plan can do."""
    scenario = plan.scenario
    away = set(scenario.without)
    away |= {row["item"] for row in table("equipment.csv") if away & set(cell(row, "needs"))}
    things = _things(scenario.equipment) - away
    spared = {str(part) for part in scenario.spared}
    return [
        row
        for row in table("exercises.csv")
        if row["role"] != "drill"
        and things.issuperset([row["load"], *cell(row, "supports")])
        and row["id"] not in scenario.exclude
        and spared.isdisjoint(cell(row, "stresses"))
        and (
            LEVELS.index(row["level"]) <= LEVELS.index(scenario.level) or row["id"] in scenario.pin
        )
    ]


def _things(words: Sequence[str]) -> set[str]:
    """Return the loads and supports that equipment words stand for."""
    lines = {row["item"]: row for row in table("equipment.csv")}
    found = {
        name
        for name, row in lines.items()
        if name in words or {"always", *words} & set(cell(row, "profiles"))
    }
    while more := {new for name in found for new in cell(lines[name], "implies")} - found:
        found |= more
    return found


# ---- the week -----------------------------------------------------------------------------------


def _of_week(plan: Plan) -> Iterator[str]:
    """Yield what is wrong with kinds, intensities, repeats, and what every plan says."""
    times = Counter(item.exercise for session in plan.sessions for item in session.items)
    yield from (f"{name} is in {count} sessions" for name, count in times.items() if count > 2)
    if "no medical advice" not in plan.disclaimer or "not a promise" not in plan.disclaimer:
        yield "the disclaimer is missing"
    numbers = [list(type(session.day)).index(session.day) for session in plan.sessions]
    if numbers != sorted(set(numbers)):
        yield "the sessions are not in the order of the week"
    if plan.split == "none":
        if any(session.kind != "none" for session in plan.sessions):
            yield "there is a session of a kind in a week without kinds"
        return
    asked = [(each["kind"], each["intensity"]) for each in week_of(plan)]
    planned = [(session.kind, session.intensity) for session in plan.sessions]
    if asked != planned:
        yield f"the split asks for {asked}, the plan has {planned}"
    intensities = {str(session.intensity) for session in plan.sessions}
    rotation = {"heavy", "moderate", "volume"}
    if plan.split == "full_body" and len(planned) == 3 and intensities != rotation:
        yield f"three sessions of full body do not rotate (R98): {sorted(intensities)}"


def _of_rungs(plan: Plan) -> Iterator[str]:
    """Yield the lifts of the ladder on another rung than that of the start, unasked (R116)."""
    ladder, level = document("ladders.yaml"), str(plan.scenario.level)
    asked = {*plan.scenario.pin, *plan.scenario.favour, *plan.scenario.preferred}
    there: dict[str, set[int]] = {}
    for row in at_hand(plan):
        if (rung := _rung(row)) is not None:
            there.setdefault(row["family"], set()).add(rung)
    for item in (item for session in plan.sessions for item in session.items):
        row = row_of(item)
        if (rung := _rung(row)) is None or item.exercise in asked:
            continue
        wanted, top = ladder["start"][level], ladder["top"][level]
        order = [*range(wanted, top + 1), *range(wanted - 1, 0, -1), *range(top + 1, 10)]
        start = min(there[row["family"]], key=order.index)
        if rung != start:
            yield f"{item.exercise} is on rung {rung} of the ladder, the start is {start}"


def _rung(row: Row) -> int | None:
    """Return the rung of a line of ``exercises.csv``, if it has one."""
    ladder = document("ladders.yaml")
    if row["family"] in ladder["families"] and row["laterality"] != "bilateral":
        for rung in ladder["rungs"]:
            slow = row["eccentric"] == "yes"
            if (
                row["hard"] == "yes"
                and row["load"] in rung["loads"]
                and slow == bool(rung.get("slow"))
            ):
                return int(rung["rung"])
    return None


def _of_slots(plan: Plan) -> Iterator[str]:
    """Yield slots, main lifts and supersets that are neither there nor named as missing."""
    kinds = kinds_of(plan)
    for name in dict.fromkeys(session.kind for session in plan.sessions):
        if (kind := kinds.get(name)) is None:
            continue
        sessions = [session for session in plan.sessions if session.kind == name]
        if kind.get("main"):
            main = {**kind["main"], "role": ["main"]}
            yield from _presence(plan, f"main-lift.{name}", sessions, main)
        for slot in kind.get("slots", ()):
            yield from _presence(plan, f"slot.{name}.{slot['id']}", sessions, slot["where"])
        for pair in kind.get("supersets", ()):
            wanted = pair["first"], pair["second"]
            missing = sum(not _has_pair(session, *wanted) for session in sessions)
            idle = str(plan.scenario.supersets) == "none" or not all(
                any(fits(where, row) for row in at_hand(plan)) for where in wanted
            )
            yield from _named(plan, f"superset.{name}.{pair['id']}", missing, idle=idle)


def _presence(
    plan: Plan, rule: str, sessions: Sequence[Session], where: Mapping[str, Any]
) -> Iterator[str]:
    missing = sum(
        not any(fits(where, row_of(item)) for item in session.items) for session in sessions
    )
    idle = not any(fits(where, row) for row in at_hand(plan))
    yield from _named(plan, rule, missing, idle=idle)


def _has_pair(session: Session, first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    return any(
        a.superset == b.superset
        and a.superset is not None
        and fits(first, row_of(a))
        and fits(second, row_of(b))
        for a in session.items
        for b in session.items
        if a is not b
    )


def _of_counts(plan: Plan) -> Iterator[str]:
    """Yield sessions of another size, or with more pushing than pulling, that no rule names."""
    sizes = [len(session.items) for session in plan.sessions]
    yield from _named(plan, "session-size", sum(max(4 - n, n - 9, 0) for n in sizes))
    mains = [any(item.role == "main" for item in session.items) for session in plan.sessions]
    idle = not any(row["role"] == "main" for row in at_hand(plan))
    yield from _named(plan, "main-lift", mains.count(False), idle=idle)
    both = {"full", "upper_a", "upper_b"} if isinstance(plan.scenario.split, str) else set()
    mixed = [session for session in plan.sessions if session.kind in both]
    if not mixed:
        return
    usable = {row["pattern"] for row in at_hand(plan)}
    idle = not (usable & PULLS and usable & PUSHES)
    sets: Callable[[Item], int] = lambda item: item.sets if row_of(item)["hard"] == "yes" else 0  # noqa: E731
    for rule, count in (("session-pull-push", sets), ("session-presses-paired", lambda _: 1)):
        short = 0
        for session in mixed:
            pulls, pushes = (
                sum(count(item) for item in session.items if row_of(item)["pattern"] in group)
                for group in (PULLS, PUSHES)
            )
            short += max(pushes - pulls, 0)
        yield from _named(plan, rule, short, idle=idle)


def _named(plan: Plan, rule: str, missing: int, *, idle: bool = False) -> Iterator[str]:
    """Yield where a plan's verdict on a rule is not what is seen; idle: nothing can fill it."""
    if rule in plan.scenario.rules:
        return  # the person has changed it
    verdict = next((each for each in plan.rules if each.id == rule), None)
    if verdict is None:
        yield f"no rule is named {rule}"
    elif idle:
        if verdict.holds is not None:
            yield f"{rule} cannot be kept with this equipment, but is said to hold or not"
    elif verdict.holds is None:
        yield f"{rule} could be kept, but is said not to apply"
    elif verdict.holds != (missing == 0):
        yield f"{rule} is {missing} short, but holds is {verdict.holds}"
    elif verdict.shortfall != missing:
        yield f"{rule} is {missing} short, but {verdict.shortfall:g} is named"


# ---- a session ----------------------------------------------------------------------------------


def blocks_of(session: Session) -> list[list[Item]]:
    """Return what is done together: neighbours with the same letter, others alone."""
    blocks: list[list[Item]] = []
    for item in session.items:
        if item.superset and blocks and blocks[-1][-1].superset == item.superset:
            blocks[-1].append(item)
        else:
            blocks.append([item])
    return blocks


def _sizes(session: Session) -> Iterator[str]:
    for item in session.items:
        least = 3 if item.role == "main" else 2
        if not least <= item.sets <= 5:
            yield f"{item.sets} sets of {item.exercise}, a {item.role.value} lift"
        if item.role.value != row_of(item)["role"]:
            yield f"{item.exercise} is no {item.role.value} lift"


def _repeats(session: Session) -> Iterator[str]:
    """Yield exercises that are near-identical to another one of the session."""
    rows = [row_of(item) for item in session.items]
    alike = Counter((row["pattern"], row["load"], row["family"]) for row in rows)
    same = Counter(row["id"] for row in rows)
    yield from (f"near-identical: {', '.join(key)}" for key, n in alike.items() if n > 1)
    yield from (f"{name} stands twice" for name, n in same.items() if n > 1)


def seconds_of(session: Session) -> int:
    """Return how long a session takes by the time model (T12)."""
    short = session.budget_minutes * 60 <= _seconds("warm_up_short_up_to", "session")
    total = _seconds("warm_up", "short" if short else "full")
    for item in session.items:
        row = row_of(item)
        own = row["setup_seconds"]
        total += int(own) if own else _seconds("set_up", row["load"])
        total += _ramp_sets(row["role"]) * _seconds("ramp_set", "main")
        sides = 2 if row["laterality"] == "unilateral" else 1
        total += item.sets * (sides * _seconds("work", row["role"]) + _rest(item))
    return total - saved_seconds(session)


def saved_seconds(session: Session) -> int:
    """Return what supersets save: each round the shorter rest, less the change (T12)."""
    change = int(document("supersets.yaml")["change_seconds"])
    pairs = [block for block in blocks_of(session) if len(block) == 2]
    return sum(block[0].sets * (min(map(_rest, block)) - change) for block in pairs)


def _rest(item: Item) -> int:
    return _seconds("rest", row_of(item)["role"])


def _minutes(plan: Plan, session: Session) -> Iterator[str]:
    seconds = seconds_of(session)
    offered = plan.scenario.candidates.get(session.day)
    if session.budget_minutes != offered:
        yield f"{session.budget_minutes} minutes are planned with, {offered} are offered"
    if seconds > session.budget_minutes * 60:
        yield f"takes {seconds} s, more than its {session.budget_minutes} minutes"
    if abs(session.minutes * 60 - seconds) > 0.5:
        yield f"takes {seconds / 60:.2f} minutes, not {session.minutes}"
    if session.saved_seconds != saved_seconds(session):
        yield f"supersets save {saved_seconds(session)} s, not {session.saved_seconds}"


def _supersets(plan: Plan, session: Session) -> Iterator[str]:
    """Yield what is wrong with the supersets of a session (T8)."""
    wanted = str(plan.scenario.supersets)
    pairs = [block for block in blocks_of(session) if block[0].superset]
    letters = [block[0].superset for block in pairs]
    if letters != list("ABCDEFGHIJ"[: len(letters)]):
        yield f"supersets are lettered {letters}, or what shares a letter is apart"
    for block in pairs:
        names = " and ".join(item.exercise for item in block)
        if len(block) != 2:
            yield f"{len(block)} exercises share a letter: {names}"
            continue
        one, other = map(row_of, block)
        if block[0].sets != block[1].sets:
            yield f"unequal sets of {names}"
        if set(cell(one, "direct")) & muscles(other) or set(cell(other, "direct")) & muscles(one):
            yield f"a prime mover of one works in the other: {names}"
        if one["grip"] == other["grip"] == "yes":
            yield f"both hang on the grip: {names}"
        if int(one["spine_load"]) and int(other["spine_load"]):
            yield f"both load the spine: {names}"
        allowed = document("supersets.yaml")["roles"][wanted]
        if not {one["role"], other["role"]} <= set(allowed):
            yield f"supersets: {wanted} does not pair {names}"


def _warm_up(session: Session) -> Iterator[str]:
    """Yield what is wrong with the warm-up: three blocks of a fixed length, ramps of each lift."""
    lifts = [item for item in session.items if _ramp_sets(row_of(item)["role"])]
    blocks = list(dict.fromkeys(step.block for step in session.warm_up))
    if blocks != BLOCKS[: 4 if lifts else 3]:
        yield f"the blocks of the warm-up are {blocks}"
    short = session.budget_minutes * 60 <= _seconds("warm_up_short_up_to", "session")
    wanted = _seconds("warm_up", "short" if short else "full")
    planned = sum(step.seconds for step in session.warm_up if step.block != "ramp")
    if planned != wanted:
        yield f"the warm-up takes {planned} s, not {wanted}"
    ramps = [(step.drill, step.seconds) for step in session.warm_up if step.block == "ramp"]
    ramp = _seconds("ramp_set", "main")
    due = [(i.exercise, ramp) for i in lifts for _ in range(_ramp_sets(row_of(i)["role"]))]
    if ramps != due:
        yield f"the ramp sets are {ramps}, not {due}"


def _order(session: Session, kind: Mapping[str, Any] | None) -> Iterator[str]:
    """Yield what stands in the wrong place: main lift first, classes in order, finisher last."""
    blocks = blocks_of(session)
    if kind is not None:
        area = _area(kind)
        for item in session.items:
            if not fits(area, row_of(item)):
                yield f"{item.exercise} is of another session"
        if (main := kind.get("main")) and any(_is_main(item, main) for item in session.items):
            if not _is_main(session.items[0], main):
                yield f"begins with {session.items[0].exercise}, not with its main lift"
            blocks = blocks[1:]
        last = next((slot["where"] for slot in kind.get("slots", ()) if slot.get("last")), None)
        if last is not None and any(fits(last, row_of(item)) for item in session.items[1:]):
            closing = [b for b in blocks_of(session) if any(fits(last, row_of(i)) for i in b)][-1]
            following = blocks_of(session)[blocks_of(session).index(closing) + 1 :]
            late = {each.role for one in following for each in one}
            # Beside a lift that is no finisher it leaves the end to carries and grip.
            alone = all(i.role == "finisher" or fits(last, row_of(i)) for i in closing)
            if late - {"finisher"} or (late and alone):
                yield f"ends with {session.items[-1].exercise}, not with its finisher"
            blocks = [one for one in blocks if one != closing]
            if not alone and any(i.role == "finisher" for i in _before(session, closing)):
                yield f"{closing[0].exercise} comes after a finisher"
    classes = [min(CLASSES[item.role] for item in block) for block in blocks]
    for (one, other), (before, after) in zip(pairwise(classes), pairwise(blocks), strict=True):
        if other < one:
            yield f"{after[0].exercise} comes after {before[0].exercise}"


def _before(session: Session, block: Sequence[Item]) -> list[Item]:
    """Return the items that stand alone before a block."""
    place = session.items.index(block[0])
    return [item for item in session.items[1:place] if item.superset is None]


def _is_main(item: Item, where: Mapping[str, Any]) -> bool:
    return item.role == "main" and fits(where, row_of(item))


def _labels(session: Session, kind: Mapping[str, Any] | None) -> Iterator[str]:
    """Yield items that are said to fill a slot that they do not fill."""
    slots = {slot["id"]: slot["where"] for slot in kind.get("slots", ())} if kind else {}
    taken = Counter(item.slot for item in session.items if item.slot)
    yield from (f"the slot {slot} is filled twice" for slot, n in taken.items() if n > 1)
    for place, item in enumerate(session.items):
        if item.slot == "main":
            if place or not kind or not _is_main(item, kind.get("main") or {}):
                yield f"{item.exercise} is no main lift of this session"
        elif item.slot is not None and (
            item.slot not in slots or not fits(slots[item.slot], row_of(item))
        ):
            yield f"{item.exercise} does not fill the slot {item.slot}"
