"""A block against all that a block must keep, from the block alone and without the solver.

Shares with what makes blocks only the numbers of ``data/block.yaml``, the judge of a week, and how
the tiers of a pair follow from those of its weeks; notes alone are compared with those of the block
made anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain

from solver.auditing.judge import Judge
from solver.blocks import (
    audit_claims,
    audit_classes,
    audit_climbs,
    audit_doses,
    audit_ladders,
    audit_weeks,
)
from solver.blocks.audit_parts import Finding, Looked
from solver.blocks.block import LETTERS, Block, Letter, Pair, Settings, Week, self_check
from solver.catalogue.catalogue import Catalogue
from solver.plan import DISCLAIMER
from solver.rules import AllowanceRule
from solver.score import balance_score

__all__ = ["BaseVerdict", "BlockReport", "Finding", "audit_block", "audit_pair", "check_block"]


@dataclass(frozen=True)
class BaseVerdict:
    """What the audit says of a base week: rules of structure and guardrails broken, its score."""

    letter: Letter
    broken: tuple[str, ...]
    balance_score: float


@dataclass(frozen=True)
class BlockReport:
    """What the audit of a block finds.

    Attributes:
        findings: one for each thing that a block must keep, whether it holds, and where it does
            not.
        bases: the weeks A and B by themselves.

    """

    findings: tuple[Finding, ...]
    bases: tuple[BaseVerdict, ...]

    @property
    def accepted(self) -> bool:
        """True if all that depends on the block alone holds; guardrails are reported apart."""
        return not any(f.holds is False and f.tier == "block" for f in self.findings)

    @property
    def broken(self) -> tuple[Finding, ...]:
        """Return what does not hold."""
        return tuple(finding for finding in self.findings if finding.holds is False)

    def finding(self, name: str) -> Finding:
        """Return a finding by its id."""
        return next(finding for finding in self.findings if finding.id == name)

    def to_json(self) -> str:
        """Return the report as JSON text."""
        content = {
            "accepted": self.accepted,
            "findings": [asdict(finding) for finding in self.findings],
            "bases": [asdict(base) for base in self.bases],
            "disclaimer": DISCLAIMER,
        }
        return json.dumps(content, indent=2, ensure_ascii=False)


DOABLE = ("equipment", "excluded", "minutes")
"""Physical rules without which a week cannot be done at all."""

CHECKS: tuple[tuple[str, str, str], ...] = (
    ("doable", "Both weeks can be done with the equipment and in the minutes named", "T12"),
    ("calendar", "8 to 12 weeks, A and B in turn", "R142"),
    ("deloads", "A deload at the end, one more inside a longer block", "D7, R122"),
    ("deload-depth", "Deloads have 40 to 60 % of the sets and 90 to 100 % of the loads", "D7, G11"),
    ("waves", "Every wave of weeks has an easy, a moderate and a hard one", "R121, G4"),
    ("classes", "Each main lift is heavy, moderate and for volume within the block", "R143"),
    ("rotation", "Each loading week spreads the classes, or says why it does not", "R98"),
    ("class-doses", "From heavy to volume repetitions rise, meant loads fall", "R98, R143, G6"),
    ("wave-doses", "Main lifts leave less or load more from easy to hard weeks", "R121, G4"),
    ("heavy-and-hard", "Each main lift is heavy in a hard week too", "R121, R143"),
    ("main-lifts", "Main lifts stay the same", "G14"),
    ("week-rules", "Every loading week keeps what its base week keeps", "D14"),
    ("volume", "Sets of a group stay near those of the base week", "D14"),
    ("steps", "Sets of a group rise slowly", "R105"),
    ("doses", "Repetitions, effort and load are those of class and wave", "G4, G6"),
    ("loads", "Weights can be loaded, and heavier than meant only where none is lighter", "G5"),
    ("build-ups", "Nordics and Copenhagen planks build up", "E2, E5"),
    ("ladders", "Lifts on one leg never step down, and up by one rung at a time", "R116, G15"),
    ("given-up", "Sets fall for a step of a ladder alone, where minutes are short", "R116, T12"),
    ("names", "Exercises bear name, role and note of the catalogue", "R113"),
    ("warm-ups", "Every session has its warm-up", "R106, R113"),
    ("pair", "What is claimed of both weeks is what is counted", "D18"),
    ("notes", "Notes and advice are those that the weeks call for", "R147"),
    ("self-check", "The self-check stands at the end", "R126, R144"),
)  # fmt: skip
"""What depends on the block alone: id, title, source."""


def audit_block(block: Block, catalogue: Catalogue) -> BlockReport:
    """Audit a block as a whole: calendar, waves, deloads, every week, what lies between weeks.

    Raises:
        InputError: an exercise is not in the catalogue.

    """
    looked = Looked(block, catalogue)
    faults = _faults(looked)
    findings = [
        Finding.of(name, title, source, list(faults[name]), "block")
        for name, title, source in CHECKS
    ]
    findings += _between(looked)
    return BlockReport(tuple(findings), tuple(_bases(looked)))


def check_block(block: Block, catalogue: Catalogue, check: str) -> Finding:
    """Return one of the findings of :func:`audit_block`, without judging the rest.

    Args:
        block: what is audited.
        catalogue: the exercises there are.
        check: the id of one of ``CHECKS``.

    Raises:
        InputError: an exercise is not in the catalogue.
        KeyError: there is no such check.

    """
    titles = {name: (title, source) for name, title, source in CHECKS}
    faults = list(_faults(Looked(block, catalogue))[check])
    return Finding.of(check, *titles[check], faults, "block")


def _faults(looked: Looked) -> dict[str, Iterable[str]]:
    """Return the faults that each check finds; they are looked for when they are asked for."""
    return {
        "doable": _undoable(looked),
        "calendar": audit_weeks.calendar(looked),
        "deloads": audit_weeks.deloads(looked),
        "deload-depth": audit_weeks.deload_depth(looked),
        "waves": audit_weeks.waves(looked),
        "classes": audit_classes.classes(looked),
        "class-doses": audit_classes.doses(looked),
        "rotation": audit_classes.rotation(looked),
        "wave-doses": audit_classes.wave_doses(looked),
        "heavy-and-hard": audit_classes.heavy_and_hard(looked),
        "main-lifts": audit_doses.main_lifts(looked),
        "week-rules": audit_weeks.week_rules(looked),
        "volume": audit_weeks.volume(looked),
        "steps": audit_weeks.steps(looked),
        "doses": audit_doses.doses(looked),
        "loads": audit_doses.loads(looked),
        "build-ups": chain(audit_claims.trained(looked), audit_climbs.build_ups(looked)),
        "ladders": audit_ladders.ladders(looked),
        "given-up": audit_ladders.given_up(looked),
        "names": audit_claims.names(looked),
        "warm-ups": audit_claims.warm_ups(looked),
        "pair": audit_claims.pair(looked),
        "notes": audit_claims.notes(looked),
        "self-check": _self_check(looked.block),
    }


def audit_pair(pair: Pair, catalogue: Catalogue) -> BlockReport:
    """Audit two weeks that take turns, before they are a block.

    Raises:
        InputError: an exercise is not in the catalogue.

    """
    weeks = [
        Week(number=number, letter=letter, kind="loading", wave="moderate",
             sessions=pair.week(letter).sessions)
        for number, letter in enumerate((*LETTERS, LETTERS[0]), start=1)
    ]  # fmt: skip
    turns = Block(
        scenario=pair.a.scenario, catalogue_hash=catalogue.hash, settings=Settings(),
        status=pair.status, weeks=tuple(weeks), pair=pair,
    )  # fmt: skip
    looked = Looked(turns, catalogue)
    return BlockReport(tuple(_between(looked)), tuple(_bases(looked)))


def _undoable(looked: Looked) -> Iterator[str]:
    for letter in LETTERS:
        broken = looked.verdicts[letter].broken(looked.base(letter))
        yield from (f"week {letter}: breaks {name}" for name in DOABLE if name in broken)


def _between(looked: Looked) -> Iterator[Finding]:
    """Yield what both weeks keep together."""
    yield from audit_weeks.fortnight(looked)
    yield from audit_weeks.turns(looked)
    yield audit_weeks.main_lifts(looked)
    yield _edges(looked)


def _edges(looked: Looked) -> Finding:
    return Finding.of(
        "edge-recovery",
        "Recovery also from the end of a week to the start of the next",
        "D8, R14",
        list(audit_weeks.edges(looked)),
        "guardrails",
    )


def _self_check(block: Block) -> Iterator[str]:
    if block.self_check != self_check():
        yield "the five questions are not there, or are others"
    if block.disclaimer != DISCLAIMER:
        yield "the disclaimer is not there"


def _bases(looked: Looked) -> Iterator[BaseVerdict]:
    for letter in LETTERS:
        verdicts, sessions = looked.verdicts[letter], looked.base(letter)
        judge = Judge(verdicts.week(sessions))
        rules = [rule for rule in verdicts.all_rules if not isinstance(rule, AllowanceRule)]
        score, _ = balance_score([judge.judge(rule) for rule in rules])
        yield BaseVerdict(letter, tuple(sorted(verdicts.broken(sessions))), score)
