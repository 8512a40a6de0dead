"""Weeks to begin with: what becomes of a case that has none."""

from __future__ import annotations

from benchmarks.starts import Job, Solved, _tried
from benchmarks.suite import Case
from solver.errors import ImpossibleError, NoPlanInTimeError

JOB = Job(Case("default", {}), None, 1.0, 1.0)


def test_a_case_without_a_week_does_not_end_the_run() -> None:
    def impossible(_: Job) -> Solved:
        raise ImpossibleError("No week can hold all of that:", [], ["one more day"])

    def late(_: Job) -> Solved:
        raise NoPlanInTimeError("no plan was found within 1 s")

    def found(_: Job) -> Solved:
        return None, "0/0"

    assert _tried(impossible, JOB) == (None, "no week: No week can hold all of that:")
    assert _tried(late, JOB) == (None, "no week: no plan was found within 1 s")
    assert _tried(found, JOB) == (None, "0/0")
