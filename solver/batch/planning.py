"""What is done for one request, wherever: scenario in, the bytes of a plan and its figures out."""

from __future__ import annotations

import gc
import hashlib
import os
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from solver.batch.problems import in_short
from solver.errors import EvensetError, ImpossibleError, InputError, NoPlanInTimeError
from solver.paths import DATA
from solver.plan import Plan
from solver.rules import Tier
from solver.scenario import Scenario

if TYPE_CHECKING:
    from solver.blocks import Block, Pair
    from solver.blocks.block import Volume
    from solver.catalogue import Catalogue

Planner = Callable[[Scenario, int | None, "Volume"], tuple[bytes, Mapping[str, Any]]]
"""Takes a scenario, a number of weeks (None: one week, no block) and how the sets of a block go;
gives the bytes of a result and its row in the table. It stands at the top level of a module, so
that other processes find it, and it gives the same bytes for the same request."""


@dataclass(frozen=True)
class Job:
    """A request on its way to a worker."""

    key: str
    scenario: str
    weeks: int | None
    volume: Volume = "flat"


@dataclass(frozen=True)
class Outcome:
    """What became of a request.

    Attributes:
        key: of the request.
        status: ``planned``, ``wrong``, ``impossible``, ``no_plan`` or ``failed``.
        mark: the worker's :func:`fingerprint`.
        content: the bytes of the result, None without a plan.
        message: why there is no plan.
        summary: the row in the table; without a plan ``short``, the message in one short line.
        seconds: that it took; megabytes: the most memory the worker has had; worker: its name.
            None of these goes into a result.

    """

    key: str
    status: str
    mark: str
    content: bytes | None = None
    message: str = ""
    summary: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    megabytes: float = 0.0
    worker: str = ""


STATUS: tuple[tuple[type[EvensetError], str], ...] = (
    (InputError, "wrong"),
    (ImpossibleError, "impossible"),
    (NoPlanInTimeError, "no_plan"),
)


def work(planner: Planner, job: Job) -> Outcome:
    """Plan one request; an error is an outcome like any other, and ends no run."""
    try:
        return _worked(planner, job)
    finally:
        _free()


def _free() -> None:
    """Free what a plan leaves behind in cycles, for which a worker of Dask seldom looks.

    What is alive after the first plan (classes, catalogue, rules) stays so, and later looks pass
    over it.
    """
    gc.collect()
    _freeze()


@cache
def _freeze() -> None:
    gc.freeze()


def _worked(planner: Planner, job: Job) -> Outcome:
    started = time.monotonic()

    def outcome(status: str, **rest: Any) -> Outcome:
        return Outcome(
            job.key,
            status,
            fingerprint(),
            seconds=time.monotonic() - started,
            megabytes=_megabytes(),
            worker=f"{platform.node()}:{os.getpid()}",
            **rest,
        )

    try:
        scenario = Scenario.model_validate_json(job.scenario)
        content, summary = planner(scenario, job.weeks, job.volume)
    except EvensetError as error:
        status = next((name for kind, name in STATUS if isinstance(error, kind)), "failed")
        return outcome(status, message=str(error), summary={"short": in_short(error)})
    except Exception as error:  # a defect in one plan is no reason to lose the others
        return outcome("failed", message=f"a defect of ours: {type(error).__name__}: {error}")
    return outcome("planned", content=content, summary=dict(summary))


def _megabytes() -> float:
    """Return the most memory that this process has had, 0 where the system does not say.

    With a process of its own (branch and cut), where both together had more.
    """
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    own = peak / (1024 * 1024 if platform.system() == "Darwin" else 1024)
    from solver.model.branching import largest  # noqa: PLC0415 - the solver, where one is at work

    return max(own, largest())


@cache
def fingerprint() -> str:
    """Return what decides a plan besides its scenario: versions, catalogue, rules, all of data/.

    Whole words where they fit, so that a message can say in what two differ.
    """
    content = hashlib.sha256()
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and path.suffix in (".csv", ".jsonl", ".yaml"):
            content.update(f"{path.relative_to(DATA).as_posix()}\0".encode())
            content.update(hashlib.sha256(path.read_bytes()).digest())
    return (
        f"evenset {_version('evenset')}, ortools {_version('ortools')}, "
        f"python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"data {content.hexdigest()[:16]}"
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def request_key(planner: Planner, scenario: str, weeks: int | None, volume: Volume = "flat") -> str:
    """Return the name of a request.

    Equal for equal scenario, weeks, volume, planner and fingerprint.
    """
    whose = f"{planner.__module__}.{planner.__qualname__}"
    # Flat volume stands in no key, as in ledgers from before there was another.
    rising = () if volume == "flat" else (volume,)
    text = "\0".join((fingerprint(), whose, str(weeks), scenario, *rising))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


# ---- the planner itself ---------------------------------------------------------------------


def plan_one(
    scenario: Scenario, weeks: int | None, volume: Volume = "flat"
) -> tuple[bytes, Mapping[str, Any]]:
    """Plan one week, or a block of weeks, with one search worker, and audit it.

    The bytes are the JSON of ``evenset solve`` or ``evenset block`` without ``run``.

    Raises:
        EvensetError: there is no plan, or none that the audit accepts; says why.

    """
    from solver.auditing.audit import audit  # noqa: PLC0415
    from solver.catalogue import load_catalogue  # noqa: PLC0415 - what costs is late
    from solver.model.solve import solve  # noqa: PLC0415

    scenario = scenario.model_copy(update={"workers": 1})
    catalogue = load_catalogue()  # read once in a process
    if weeks is not None:
        return _block(scenario, weeks, volume, catalogue)
    plan = solve(scenario, catalogue)
    report = audit(plan, catalogue)
    unkept = [rule.id for rule in plan.rules if rule.tier is Tier.PHYSICAL and rule.holds is False]
    _demand(report.accepted, [*report.differences, *unkept])
    content = plan.model_dump_json(exclude={"run"}) + "\n"
    return content.encode(), summarise(plan) | {"audit": "accepted"}


def _demand(accepted: bool, faults: Sequence[str]) -> None:
    """Let nothing through that the audit refuses.

    Raises:
        EvensetError: it is refused: a defect of ours, never of the request.

    """
    if not accepted:
        raise EvensetError(f"the audit refuses what was planned: {'; '.join(faults[:3])}")


def summarise(plan: Plan) -> dict[str, Any]:
    """Return the row of a plan in the table of results."""
    row: dict[str, Any] = {
        "proof": plan.status,
        "time_limit": limit_reached(plan),
        "split": plan.split,
        "balance_score": plan.balance_score,
    }
    for tier in plan.tiers:
        row[tier.name.value] = tier.value
        row[f"{tier.name.value}_bound"] = tier.bound
    broken = plan.broken()
    return row | {
        "guardrails_broken": len(broken),
        "shortfalls": "; ".join(f"{rule.id} {rule.shortfall:g}" for rule in broken),
        "hard_sets": plan.measures.hard_sets,
        "minutes": plan.measures.minutes,
    }


def limit_reached(found: Plan | Pair) -> str:
    """Say whether the time limit had a hand in it: ``reached``, or empty: it had not."""
    return "reached" if found.cut_off else ""


def _block(
    scenario: Scenario, weeks: int, volume: Volume, catalogue: Catalogue
) -> tuple[bytes, Mapping[str, Any]]:
    from solver.blocks import audit_block, make_block  # noqa: PLC0415 - what costs is late

    block = make_block(scenario, catalogue, weeks=weeks, volume=volume)
    report = audit_block(block, catalogue)
    _demand(report.accepted, [f"{f.id}: {'; '.join(f.faults)}" for f in report.broken])
    between = [finding.id for finding in report.broken if finding.tier == "guardrails"]
    varies = {"pair": {"a": {"run"}, "b": {"run"}}}
    row = summarise_block(block) | {"audit": "accepted", "between_weeks": "; ".join(between)}
    return (block.model_dump_json(exclude=varies) + "\n").encode(), row


def summarise_block(block: Block) -> dict[str, Any]:
    """Return the row of a block in the table: of A and B the week that misses more .

    Guardrails decide, then balance, then the score. ``proof`` is of the block, ``time_limit`` of
    both weeks and of what was tried for them.
    """
    bases = (block.pair.a, block.pair.b)
    weakest = max(bases, key=_weakness)
    return summarise(weakest) | {
        "weeks": len(block.weeks),
        "proof": block.status,
        "time_limit": limit_reached(block.pair),
    }


def _weakness(plan: Plan) -> tuple[float, ...]:
    missed = {tier.name: tier.value for tier in plan.tiers}
    return (missed.get(Tier.GUARDRAILS, 0), missed.get(Tier.BALANCE, 0), -plan.balance_score)
