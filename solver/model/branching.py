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
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, inf, isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from solver.memory import give_back, keep_little, together_with

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


def branch(
    programme: Programme, seconds: float, wait: Wait, patience: float = inf
) -> Branched | None:
    """Minimise a programme whose objective is never negative; None where there is no answer.

    An answer whose solution breaks a row when it is reckoned in whole numbers is no answer, nor is
    that of a process that could not be started, or was ended.

    Args:
        programme: what to solve.
        seconds: after which to give up; what is found and proved by then is returned.
        wait: waits until something is done or a stop is asked for, and no longer than told; what
            it is given last is called where a stop is asked for.
        patience: seconds after which an answer comes too late.

    """
    ends = time.time() + seconds
    answers: list[str] = []
    give_back()  # what we hold while the other process has its most
    with contextlib.suppress(OSError):  # it could not be started, or is gone: it only helps
        _ask(programme, ends, min(seconds + OVERTIME, patience), wait, answers)
    # A process that is ended while it answers leaves half a line.
    if not (answers and answers[0].endswith("\n")):
        return None
    branched = _read(answers[0])
    kept = branched.values is None or programme.allows(branched.values)
    return branched if kept else None


def _ask(
    programme: Programme, ends: float, patience: float, wait: Wait, answers: list[str]
) -> None:
    with subprocess.Popen(  # our own module, by our own interpreter
        [sys.executable, "-m", "solver.model.branching"],
        cwd=Path(__file__).parents[2],  # Python looks there first, whatever the caller has
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,  # Ctrl-C is ours to answer
    ) as process:
        done = threading.Event()
        talk = (process, programme, ends, answers, done)
        threading.Thread(target=_talk, args=talk, daemon=True).start()
        try:
            wait(done, patience, process.kill)
        finally:
            # We only wait meanwhile: what we have now is what we had all the while.
            _sizes[0] = max(_sizes[0], together_with(process.pid))
            process.kill()
            done.wait()


def largest() -> float:
    """Return the most memory, in MB, that we had together with one of these processes.

    Pages of libraries that both have in memory, once, count once. What we had at other times alone
    may be more. 0 where there was none, or it is not told. Not what the system reports of children:
    it counts what the parent had as each was started.
    """
    return _sizes[0]


def _talk(
    process: subprocess.Popen[str],
    programme: Programme,
    ends: float,
    answers: list[str],
    done: threading.Event,
) -> None:
    """Hand a programme over and take the answer. Input stays open: its end ends the process."""
    try:
        if process.stdin is None or process.stdout is None:
            raise BrokenPipeError
        process.stdin.write(_written(programme, ends) + "\n")
        process.stdin.flush()
        answers.append(process.stdout.readline())
    except (OSError, ValueError):
        pass  # it was ended
    finally:
        done.set()


def _written(programme: Programme, ends: float) -> str:
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
            "ends": ends,
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
    keep_little()
    output = own_output()
    content = json.loads(sys.stdin.readline())
    ending = threading.Thread(target=_end_with_input, daemon=True)
    ending.start()
    output.write(json.dumps(_solve(content)) + "\n")
    output.flush()
    ending.join()  # the one who asked looks at it once more, and ends it


def own_output() -> TextIO:
    """Return the output of this process, and let what libraries print go where errors go.

    HiGHS has messages that it prints whatever it is told (its issues 697 and 2734). One of them
    before the answer was taken for the answer.
    """
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return output


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


def _solve(content: dict[str, Any]) -> dict[str, Any]:
    # The proto interface: with variables and rows as Python objects, and the modules for them, the
    # process takes 20 MB more and starts 0.2 s later. Imported here: the asking side needs none.
    from ortools.math_opt import (  # noqa: PLC0415
        callback_pb2,
        model_parameters_pb2,
        parameters_pb2,
        result_pb2,
    )
    from ortools.math_opt.core.python import solver  # noqa: PLC0415

    parameters = parameters_pb2.SolveParametersProto(absolute_gap_tolerance=WHOLE_GAP)
    seconds = max(content["ends"] - time.time(), 0.0)  # of starting and reading too
    parameters.time_limit.FromMilliseconds(round(1000 * seconds))
    result = solver.solve(
        _model(content),
        parameters_pb2.SOLVER_TYPE_HIGHS,
        parameters_pb2.SolverInitializerProto(),
        parameters,
        model_parameters_pb2.ModelSolveParametersProto(),
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )
    bound = result.termination.objective_bounds.dual_bound
    return {
        "bound": bound if isfinite(bound) else None,
        "values": _values(result, len(content["lows"])),
        "impossible": result.termination.reason == result_pb2.TERMINATION_REASON_INFEASIBLE,
    }


def _model(content: dict[str, Any]) -> Any:
    from ortools.math_opt import model_pb2  # noqa: PLC0415 - as above

    model = model_pb2.ModelProto()
    count = len(content["lows"])
    model.variables.ids.extend(range(count))
    model.variables.lower_bounds.extend(content["lows"])
    model.variables.upper_bounds.extend(content["highs"])
    model.variables.integers.extend([True] * count)
    rows, matrix = model.linear_constraints, model.linear_constraint_matrix
    # Taken out, so that they are gone before the search begins.
    for number, (low, high, indices, factors) in enumerate(content.pop("rows")):
        rows.ids.append(number)
        rows.lower_bounds.append(-inf if low is None else low)
        rows.upper_bounds.append(inf if high is None else high)
        for index, factor in sorted(zip(indices, factors, strict=True)):
            matrix.row_ids.append(number)
            matrix.column_ids.append(index)
            matrix.coefficients.append(factor)
    for index, factor in sorted(zip(*content["objective"], strict=True)):
        model.objective.linear_coefficients.ids.append(index)
        model.objective.linear_coefficients.values.append(factor)
    model.objective.offset = content["offset"]
    return model


def _values(result: Any, count: int) -> list[float] | None:
    """Return the values of the best solution; what it leaves out is 0."""
    if not result.solutions:
        return None
    found = result.solutions[0].primal_solution.variable_values
    values = dict(zip(found.ids, found.values, strict=True))
    return [values.get(index, 0.0) for index in range(count)]


if __name__ == "__main__":
    main()
