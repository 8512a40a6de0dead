"""A model and its programme allow the same, and branch and cut finds and proves the best of it."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from solver.clock import Clock
from solver.model import branching
from solver.model.branching import Branched, branch
from solver.model.problem import Grain
from solver.model.programme import Programme, Row, to_programme, value_at
from solver.model.search import NO_ANSWER, SOONEST, Search

HIGH = 3
FACTORS = st.lists(st.integers(-3, 3), min_size=3, max_size=3)
SUMS = st.tuples(FACTORS, st.integers(-6, 6), st.integers(0, 8), st.sampled_from([None, 0, 1]))
CLAUSES = st.lists(st.tuples(st.integers(0, 1), st.booleans()), min_size=1, max_size=3)


def wait(done: threading.Event, seconds: float, stop: Callable[[], None]) -> bool:
    if not done.wait(seconds):
        stop()
    return done.is_set()


def at_once(done: threading.Event, seconds: float, stop: Callable[[], None]) -> bool:
    stop()
    return done.is_set()


def allowed(programme: Programme) -> Iterator[tuple[int, ...]]:
    """Yield every assignment that the rows of a programme allow."""
    spans = [
        range(low, high + 1) for low, high in zip(programme.lows, programme.highs, strict=True)
    ]
    yield from filter(programme.allows, itertools.product(*spans))


def sum_holds(
    factors: list[int], low: int, high: int, unless: int | None, values: tuple[int, ...]
) -> bool:
    total = sum(f * x for f, x in zip(factors, values[2:], strict=True))
    return (unless is not None and values[unless] == 1) or low <= total <= high


def clause_holds(literals: list[tuple[int, bool]], guarded: bool, values: tuple[int, ...]) -> bool:
    return (guarded and values[0] == 0) or any(values[i] == positive for i, positive in literals)


@given(
    sums=st.lists(SUMS, max_size=4), clauses=st.lists(st.tuples(CLAUSES, st.booleans()), max_size=2)
)
def test_a_programme_allows_what_its_model_allows(
    sums: list[tuple[list[int], int, int, int | None]],
    clauses: list[tuple[list[tuple[int, bool]], bool]],
) -> None:
    model = cp_model.CpModel()
    flags = [model.new_bool_var(f"b{i}") for i in range(2)]
    numbers = [model.new_int_var(-1, HIGH, f"x{i}") for i in range(3)]
    rules: list[Callable[[tuple[int, ...]], bool]] = []
    for factors, low, width, unless in sums:
        total = sum(f * x for f, x in zip(factors, numbers, strict=True))
        row = model.add_linear_constraint(total, low, low + width)
        if unless is not None:
            row.only_enforce_if(~flags[unless])
        rules.append(partial(sum_holds, factors, low, low + width, unless))
    for literals, guarded in clauses:
        clause = model.add_bool_or(flags[i] if positive else ~flags[i] for i, positive in literals)
        if guarded:
            clause.only_enforce_if(flags[0])
        rules.append(partial(clause_holds, literals, guarded))
    wanted = {
        values
        for values in itertools.product((0, 1), (0, 1), *[range(-1, HIGH + 1)] * 3)
        if all(rule(values) for rule in rules)
    }
    assert set(allowed(to_programme(model, 0))) == wanted


def test_what_a_programme_cannot_say_is_refused() -> None:
    model = cp_model.CpModel()
    x = model.new_int_var(0, 9, "x")
    model.add_all_different([x, model.new_int_var(0, 9, "y")])
    with pytest.raises(NotImplementedError, match="no row"):
        to_programme(model, x)


def knapsack() -> Programme:
    """Return one whose relaxation is at 0.8 and whose best is at 1."""
    return Programme((0, 0), (9, 9), (Row(8, None, {0: 10, 1: 15}),), {0: 1, 1: 2}, 0)


def test_the_best_is_found_and_proved() -> None:
    assert branch(knapsack(), 20.0, wait) == Branched(1, (1, 0))


def test_what_is_impossible_is_said() -> None:
    odd = Programme((0,), (9,), (Row(1, 1, {0: 2}),), {0: 1}, 0)
    assert branch(odd, 20.0, wait) == Branched(impossible=True)


def test_a_stop_ends_the_process_and_gives_nothing() -> None:
    assert branch(knapsack(), 20.0, at_once) is None


def test_a_process_that_fails_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for executable in ("/bin/false", "/no/such/python"):
        monkeypatch.setattr(sys, "executable", executable)
        assert branch(knapsack(), 20.0, wait) is None
        search = Search(Clock(20.0))
        model = cp_model.CpModel()
        x = model.new_int_var(0, 9, "x")
        outcome = search.branch(model, x, share=1.0, label="x", grain=Grain())
        assert not outcome.proved
        assert search.cut == [NO_ANSWER]


def test_the_folder_of_the_caller_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "solver.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert branch(knapsack(), 20.0, wait) == Branched(1, (1, 0))


def test_an_answer_that_comes_too_late_is_not_waited_for() -> None:
    assert branch(knapsack(), 20.0, wait, patience=0.0) is None


@pytest.mark.parametrize(
    ("values", "taken"),
    [
        ([1.0, 0.0], True),
        ([1.0000001, -0.0000001], True),
        ([0.8, 0.4], True),
        ([0.4, 0.4], False),  # rounded it breaks the row
        ([-1.0, 2.0], False),  # and this a bound
        ([1.0], False),
    ],
)
def test_an_answer_that_breaks_a_row_is_none(
    values: list[float], taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, bound=1.0, values=values, impossible=False)
    assert branch(knapsack(), 20.0, wait) == (Branched(1, (1, 0)) if taken else None)


def answer(monkeypatch: pytest.MonkeyPatch, **said: object) -> None:
    """Let this be the answer of the other process."""

    def ask(*given: Any) -> None:
        given[-1].append(json.dumps(said) + "\n")

    monkeypatch.setattr(branching, "_ask", ask)


@pytest.mark.parametrize("least", [0, 20])
def test_what_floating_point_calls_impossible_is_proved_in_whole_numbers(
    least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, bound=None, values=None, impossible=True)
    model = cp_model.CpModel()
    x = model.new_int_var(0, 9, "x")
    model.add(x >= least)
    outcome = Search(Clock(20.0)).branch(model, x, share=1.0, label="x", grain=Grain())
    assert outcome.impossible is (least == 20)
    assert (outcome.value, outcome.bound, outcome.values) == (None, 0, None)


def test_half_an_answer_gives_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "half"
    program.write_text("#!/bin/sh\nread line\nprintf '{\"bound\": 1.0, '\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    assert branch(knapsack(), 20.0, wait) is None


def test_what_highs_prints_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has messages that go to the output of the process whatever it is told."""
    code = (
        "import os\n"
        "from solver.model import branching\n"
        "solve = branching._solve\n"
        "branching._solve = lambda it: (os.write(1, b'kernel stage = 10000\\n'), solve(it))[1]\n"
        "branching.main()\n"
    )
    program = tmp_path / "talkative"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{code}"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    assert branch(knapsack(), 20.0, wait) == Branched(1, (1, 0))


@pytest.mark.parametrize("seconds", [0.0, SOONEST / 2])
def test_without_time_nothing_is_asked(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branching, "_ask", lambda *_: pytest.fail("a process is begun"))
    model = cp_model.CpModel()
    x = model.new_int_var(0, 9, "x")
    outcome = Search(Clock(seconds)).branch(model, x, share=1.0, label="x", grain=Grain())
    assert (outcome.value, outcome.bound, outcome.proved) == (None, 0, False)


def test_a_search_reads_value_and_bound_and_tells_of_them() -> None:
    model = cp_model.CpModel()
    x, y = (model.new_int_var(0, 9, name) for name in "xy")
    model.add(10 * x + 15 * y >= 8)
    said: list[tuple[str, int | None, int | None]] = []
    search = Search(Clock(20.0), progress=lambda *each: said.append(each))
    outcome = search.branch(model, x + 2 * y + 3, share=1.0, label="here", grain=Grain())
    assert (outcome.value, outcome.bound, outcome.proved) == (4, 4, True)
    assert outcome.values is not None
    assert value_at(x + 2 * y + 3, outcome.values) == 4
    assert said == [("here", 4, 4)]


def test_the_process_needs_no_model() -> None:
    """It starts for a moment's work: CP-SAT is not imported for it."""
    code = "import sys, solver.model.branching; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell")
def test_memory_is_what_both_had_at_the_same_time(tmp_path: Path) -> None:
    """Not what the process which asks had before, which the system counts for a child as well."""
    script = (
        "from ortools.sat.python import cp_model\n"
        "from solver.model.branching import branch, largest\n"
        "from solver.model.programme import to_programme\n"
        "ballast = b'1' * 600_000_000\n"
        "del ballast\n"
        "model = cp_model.CpModel()\n"
        "x = model.new_int_var(0, 3, 'x')\n"
        "assert largest() == 0\n"
        "branch(to_programme(model, x), 60, lambda done, seconds, stop: done.wait(seconds))\n"
        "print(largest())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert 100 < float(ran.stdout) < 500
