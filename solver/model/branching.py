"""Weekly totals by branch and cut, where CP-SAT's bound stays loose: weeks that are short of time.

HiGHS, which comes with OR-Tools, runs in a process of its own: it takes no notice of a request to
stop, and a process can be ended. ``python -m solver.model.branching`` is that process: it reads a
programme as JSON, one line, and writes what came of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.model.programme import Programme

TOLERANCE = 1e-4
"""Objectives are whole. A bound this little above a whole number is that number: HiGHS reckons
in floating point."""

WHOLE_GAP = 0.99
"""With less than one between value and bound a whole value is proved."""

OVERTIME = 10.0
"""Seconds after its time in which the process must have answered."""

Wait = Callable[[threading.Event, float, Callable[[], None]], bool]

_sizes = [0.0]
"""The most memory so far that we had together with one of these processes, in MB."""


@dataclass(frozen=True)
class Branched:
    """What branch and cut gave.

    Attributes:
        bound: proved lower bound of the objective; of one that is never negative, 0 at the least.
        values: of every variable, for the best solution; None where there is none.
        impossible: no solution is left, as far as floating point can tell.

    """

    bound: int = 0
    values: tuple[int, ...] | None = None
    impossible: bool = False


def branch(programme: Programme, seconds: float, wait: Wait) -> Branched:
    """Minimise a programme whose objective is never negative.

    An answer whose solution breaks a row when it is reckoned in whole numbers is no answer.

    Args:
        programme: what to solve.
        seconds: after which to give up; what is found and proved by then is returned.
        wait: waits until something is done or a stop is asked for, and no longer than told; what
            it is given last is called where a stop is asked for.

    """
    answers: list[str] = []
    with contextlib.suppress(OSError):  # it could not be started, or is gone: it only helps
        _ask(programme, seconds, wait, answers)
    # A process that is ended while it answers leaves half a line.
    if not (answers and answers[0].endswith("\n")):
        return Branched()
    branched = _read(answers[0])
    kept = branched.values is None or programme.allows(branched.values)
    return branched if kept else Branched()


def _ask(programme: Programme, seconds: float, wait: Wait, answers: list[str]) -> None:
    with subprocess.Popen(  # our own module, by our own interpreter
        [sys.executable, "-m", "solver.model.branching"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,  # Ctrl-C is ours to answer
    ) as process:
        done = threading.Event()
        talk = (process, programme, seconds, answers, done)
        threading.Thread(target=_talk, args=talk, daemon=True).start()
        try:
            wait(done, seconds + OVERTIME, process.kill)
        finally:
            # We only wait meanwhile: what we have now is what we had all the while.
            together = _megabytes("self", "VmRSS:") + _megabytes(str(process.pid), "VmHWM:")
            _sizes[0] = max(_sizes[0], together)
            process.kill()
            done.wait()


def largest() -> float:
    """Return the most memory, in MB, that we had together with one of these processes.

    What we had at other times alone may be more. 0 where there was none, or it is not told. Not
    what the system reports of children: it counts what the parent had as each was started.
    """
    return _sizes[0]


def _megabytes(process: str, which: str) -> float:
    """Return what the system tells of a process: VmRSS, what it has now, or VmHWM, its most."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith(which):
                return int(line.split()[1]) / 1024
    return 0.0


def _talk(
    process: subprocess.Popen[str],
    programme: Programme,
    seconds: float,
    answers: list[str],
    done: threading.Event,
) -> None:
    """Hand a programme over and take the answer. Input stays open: its end ends the process."""
    try:
        if process.stdin is None or process.stdout is None:
            raise BrokenPipeError
        process.stdin.write(_written(programme, seconds) + "\n")
        process.stdin.flush()
        answers.append(process.stdout.readline())
    except (OSError, ValueError):
        pass  # it was ended
    finally:
        done.set()


def _written(programme: Programme, seconds: float) -> str:
    rows = [
        (row.low, row.high, list(row.factors), list(row.factors.values())) for row in programme.rows
    ]
    return json.dumps(
        {
            "lows": programme.lows,
            "highs": programme.highs,
            "rows": rows,
            "objective": (list(programme.factors), list(programme.factors.values())),
            "offset": programme.offset,
            "seconds": seconds,
        }
    )


def _read(line: str) -> Branched:
    answer = json.loads(line)
    bound = answer["bound"]
    return Branched(
        max(0, ceil(bound - TOLERANCE)) if bound is not None else 0,
        None if answer["values"] is None else tuple(map(round, answer["values"])),
        answer["impossible"],
    )


# ---- the other process ------------------------------------------------------------------------


def main() -> None:
    """Solve what comes in, and end with the one who asked."""
    content = json.loads(sys.stdin.readline())
    ending = threading.Thread(target=_end_with_input, daemon=True)
    ending.start()
    sys.stdout.write(json.dumps(_solve(content)) + "\n")
    sys.stdout.flush()
    ending.join()  # the one who asked looks at it once more, and ends it


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


def _solve(content: dict[str, Any]) -> dict[str, Any]:
    from ortools.math_opt.python import mathopt  # noqa: PLC0415 - the asking side has no need of it

    model = mathopt.Model()
    pairs = zip(content["lows"], content["highs"], strict=True)
    variables = [model.add_integer_variable(lb=low, ub=high) for low, high in pairs]
    far = float("inf")
    for low, high, indices, factors in content["rows"]:
        row = model.add_linear_constraint(
            lb=-far if low is None else low, ub=far if high is None else high
        )
        for index, factor in zip(indices, factors, strict=True):
            row.set_coefficient(variables[index], factor)
    for index, factor in zip(*content["objective"], strict=True):
        model.objective.set_linear_coefficient(variables[index], factor)
    model.objective.offset = content["offset"]
    result = mathopt.solve(
        model,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(
            time_limit=timedelta(seconds=content["seconds"]), absolute_gap_tolerance=WHOLE_GAP
        ),
    )
    impossible = result.termination.reason is mathopt.TerminationReason.INFEASIBLE
    bound = result.termination.objective_bounds.dual_bound
    values = None
    if result.has_primal_feasible_solution():
        found = result.variable_values()
        values = [found[variable] for variable in variables]
    return {
        "bound": bound if abs(bound) < far else None,
        "values": values,
        "impossible": impossible,
    }


if __name__ == "__main__":
    main()
