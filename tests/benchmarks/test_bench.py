"""What the benchmark says of results: counted, compared and checked on rows made up here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks import bench, results
from benchmarks import publish as publishing
from benchmarks.pages import ROOT
from benchmarks.publish import PUBLISHED, publish
from benchmarks.results import (
    Result,
    check_same_terms,
    contradictions,
    machine,
    read,
    state,
    write,
)
from benchmarks.suite import Case, grid, sizes, special
from benchmarks.tables import counts, detail, summarise
from benchmarks.versus import compare


def row(contender: str, values: list[int], proved: int, seconds: float, **more: Any) -> Result:
    fields: dict[str, Any] = {
        "case": "4x60-full_gym",
        "split": "upper_lower",
        "limit": 20.0,
        "state": state(),
        "machine": machine(),
    }
    return Result(contender, values=values, proved=proved, seconds=seconds, **fields | more)


def test_the_suite_has_48_weeks_a_dozen_and_two_sizes_twice() -> None:
    assert [len(list(cases())) for cases in (grid, special, sizes)] == [48, 12, 4]


def test_rows_come_back_as_they_were_written(tmp_path: Path) -> None:
    rows = [row("evenset", [0, 5, 0], 1, 20.1), row("cbc", [], 0, 3.0, error='no "cbc", no run')]
    write(tmp_path / "r.csv", rows)
    assert list(read(tmp_path / "r.csv")) == rows


def test_what_is_unproved_counts_as_the_limit_and_no_more() -> None:
    assert counts(row("cbc", [0], 1, 70.6)) == 20.0
    assert counts(row("cbc", [0], 1, 3.0)) == 20.0
    assert counts(row("cbc", [0, 0, 0], 3, 21.5)) == 21.5


def test_the_table_counts_by_group_and_says_over_which_cases() -> None:
    rows = [
        row("evenset", [0, 0, 0], 3, 1.0),
        row("highs", [0, 0, 0], 3, 4.0),
        row("evenset", [5, 3, 1], 0, 23.0, case="2x90-full_gym"),
        row("highs", [5, 3, 1], 3, 5.0, case="2x90-full_gym"),
        row("evenset", [0, 0, 0], 3, 1.0, case="default"),
        row("highs", [], 0, 0.0, case="default", error="no HiGHS"),
    ]
    brief = summarise(rows)
    # 4 and 1/4 times as long: 1 in the mean, 4 where evenset proves, 1 where HiGHS does.
    assert "of one split | 2 | 2 | 0 | 4.5 | 5.0 | 4.5 | 1.0 (2) | 4.0 (1) | 1.0 (2) |" in brief
    assert (
        "| evenset | weeks | 2 | 1 | 1 | 10.5 | 20.0 | 4.5 | 1.0 (2) | 1.0 (1) | 1.0 (1) |" in brief
    )
    assert "evenset proves 1 of 2, in 1.0 s in the median" in brief
    assert "1.0 s at most (1.0 and 1.0 without the stimulus)" in brief
    assert "ends 3.0 s after its limit at most" in brief
    whole = detail(rows)
    assert "| highs | totals of one split | 1 (1 failed) | 0 | 0 | – |" in whole
    assert "| `2x90-full_gym` | 5, 3, 1; 23.0 s (0 of 3 proved) | 5, 3, 1; 5.0 s |" in whole
    assert "| `default` | 0, 0, 0; 1.0 s | failed |" in whole


def test_others_are_compared_by_the_tiers_that_all_solve() -> None:
    rows = [
        row("evenset", [0, 0, 0], 3, 3.0, stimulus=2.0),
        row("highs", [0, 0, 0], 3, 4.0),
        row("evenset", [5, 1, 0], 0, 20.0, case="2x90-full_gym", stimulus=2.0),
        row("highs", [5, 1, 0], 0, 20.0, case="2x90-full_gym"),
    ]
    brief = summarise(rows)
    assert "of one split | 2 | 1 | 1 | 12.0 | 20.0 | 8.9 | 2.0 (2) | 4.0 (1) | 4.0 (1) |" in brief
    assert "| evenset | weeks | 2 | 1 | 1 | 11.5 | 20.0 | 7.7 |" in brief, "its own times are whole"
    assert "3.0 s at most (1.0 and 1.0 without the stimulus)" in brief


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        (row("highs", [5, 1], 2, 1.0), row("cbc", [5, 1, 0], 3, 1.0), False),
        (row("highs", [5, 1], 2, 1.0), row("cbc", [5, 2, 0], 3, 1.0), True),
        (row("highs", [5, 1], 1, 1.0), row("cbc", [5, 2, 0], 3, 1.0), True),
        (row("highs", [5, 3], 1, 1.0), row("cbc", [5, 2, 0], 3, 1.0), False),
        (row("evenset", [5, 1, 0], 3, 1.0), row("textbook", [6, 0, 0], 3, 1.0), True),
        (row("evenset", [5, 1, 0], 3, 1.0), row("cold", [5, 1, 0], 3, 1.0), False),
        # Beside proved totals a placed week is as good at most.
        (row("evenset", [4, 9, 9], 0, 1.0), row("highs", [5, 1, 0], 3, 1.0), True),
        (row("evenset", [5, 0, 9], 0, 1.0), row("highs", [5, 1, 0], 3, 1.0), True),
        (row("evenset", [5, 0, 9], 0, 1.0), row("highs", [5, 1, 0], 1, 1.0), False),
        (row("cold", [6, 0, 0], 3, 1.0), row("cbc", [5, 1, 0], 3, 1.0), False),
        # Nor is an unproved one better than one that is proved.
        (row("evenset", [5, 1, 0], 3, 1.0), row("textbook", [4, 9, 9], 0, 1.0), True),
        (row("evenset", [5, 1, 0], 1, 1.0), row("textbook", [5, 0, 0], 0, 1.0), False),
        (row("highs", [5, 1], 2, 1.0), row("cbc", [4], 0, 1.0), True),
        (row("evenset", [4], 0, 1.0, split="full_body"), row("highs", [5], 1, 1.0), False),
    ],
)
def test_contradictions_are_found(one: Result, other: Result, wrong: bool) -> None:
    assert bool(list(contradictions([one, other]))) == wrong
    assert bool(list(contradictions([other, one]))) == wrong


def test_a_run_goes_on_only_on_the_same_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row("evenset", [0, 0, 0], 3, 1.0)]
    check_same_terms(rows, 20.0)
    with pytest.raises(SystemExit, match="another --out"):
        check_same_terms(rows, 120.0)
    monkeypatch.setattr(results, "state", lambda: "newer")
    with pytest.raises(SystemExit, match="now it is a limit of 20 s, newer, on "):
        check_same_terms(rows, 20.0)
    monkeypatch.undo()
    with pytest.raises(SystemExit, match=r"was run with .*, on another; now"):
        check_same_terms([row("evenset", [0], 1, 1.0, machine="another")], 20.0)


def test_a_run_whose_code_changes_meanwhile_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(contender: str, case: str, limit: float) -> Result:
        monkeypatch.setattr(results, "state", lambda: "newer")
        return row(contender, [0, 0, 0], 3, 2.0, case=case, limit=limit)

    monkeypatch.setattr(bench, "_run", run)
    words = ["bench", "--limit", "20", "--out", str(tmp_path), "--only", "4x60-full_gym"]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit, match="was run with a limit of 20 s"):
        bench.main()


def test_a_stopped_run_goes_on_and_what_failed_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = [row("evenset", [0, 0, 0], 3, 1.0), row("cbc", [], 0, 0.0, error="out of memory")]
    other = row("cbc", [], 0, 0.0, case="4x90-full_gym", error="out of memory")
    write(tmp_path / "results.csv", [*done, other])
    ran: list[tuple[str, str]] = []

    def run(contender: str, case: str, limit: float) -> Result:
        ran.append((contender, case))
        return row(contender, [0, 0, 0], 3, 2.0, case=case, limit=limit)

    monkeypatch.setattr(bench, "_run", run)
    words = ["bench", "--limit", "20", "--out", str(tmp_path), "--only", "4x60-full_gym"]
    monkeypatch.setattr("sys.argv", [*words, "--contenders", "evenset,cbc"])
    with pytest.raises(SystemExit) as ended:
        bench.main()
    assert ended.value.code == 0
    assert ran == [("cbc", "4x60-full_gym")]
    kept = {(r.case, r.contender): r.error for r in read(tmp_path / "results.csv")}
    assert kept == {
        ("4x60-full_gym", "evenset"): "",
        ("4x60-full_gym", "cbc"): "",
        ("4x90-full_gym", "cbc"): "out of memory",  # not asked for, so still what came of it
    }
    assert (tmp_path / "results.md").read_text(encoding="utf-8").startswith("Limit 20 s a case")


ALL = {"default", "default-hard", "default-large"}


@pytest.mark.parametrize(
    ("more", "cases"),
    [
        ([], {"cold": {"default"}, "cbc": {"default"}, "highs": ALL - {"default-large"}}),
        (["--everywhere"], {"cold": ALL, "cbc": ALL, "highs": ALL}),
    ],
)
def test_others_are_given_what_tells_something_of_them(
    more: list[str], cases: dict[str, set[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[str, str]] = []

    def run(contender: str, case: str, limit: float) -> Result:
        ran.append((contender, case))
        proved = 1 if case == "default-hard" else 3
        return row(contender, [0, 0, 0], proved, 2.0, case=case, limit=limit)

    monkeypatch.setattr(bench, "_run", run)
    large = [Case("default-large", {}, 5000)]
    monkeypatch.setattr(bench, "sizes", lambda: large)
    monkeypatch.setattr(
        bench, "suite", lambda: [Case("default", {}), Case("default-hard", {}), *large]
    )
    words = ["bench", "--limit", "20", "--out", str(tmp_path)]
    contenders = ",".join(["evenset", *cases])
    monkeypatch.setattr("sys.argv", [*words, "--contenders", contenders, *more])
    with pytest.raises(SystemExit):
        bench.main()
    given = {name: {case for contender, case in ran if contender == name} for name in cases}
    assert given == cases
    assert sum(contender == "evenset" for contender, _ in ran) == 3


def test_a_run_of_results_that_contradict_each_other_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "results.csv", [row("highs", [5], 1, 1.0), row("cbc", [6], 1, 1.0)])
    words = ["bench", "--limit", "20", "--out", str(tmp_path), "--only", "4x60-full_gym"]
    monkeypatch.setattr("sys.argv", [*words, "--contenders", "highs,cbc"])
    with pytest.raises(SystemExit, match="highs has"):
        bench.main()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("highs", [5], 1, 1.0), row("cbc", [6], 1, 1.0)], "These cannot be"),
        ([row("highs", [5], 1, 1.0), row("cbc", [5], 1, 1.0, limit=9.0)], "not of one run"),
        ([], "not of one run"),
    ],
)
def test_what_is_wrong_is_not_published(
    rows: list[Result], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "PUBLISHED", tmp_path / "published.csv")
    monkeypatch.setattr(publishing, "put", lambda *_: pytest.fail("a page is written"))
    with pytest.raises(SystemExit, match=said):
        publish(rows)
    assert not (tmp_path / "published.csv").exists()


def test_what_is_published_stands_in_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list(read(PUBLISHED))
    pages: dict[str, str] = {}
    monkeypatch.setattr(publishing, "PUBLISHED", tmp_path / "published.csv")
    monkeypatch.setattr(publishing, "put", lambda page, _, text: pages.update({page.name: text}))
    publish(rows)
    assert list(read(tmp_path / "published.csv")) == rows
    assert pages == {"README.md": summarise(rows), "performance.md": detail(rows)}


def test_a_contender_that_fails_has_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    assert bench._run("highs", "4x60-full_gym", 5.0).error == "ended with 1"


def test_two_runs_are_compared_by_what_both_proved() -> None:
    before = [
        row("evenset", [0, 0, 0], 3, 2.0),
        row("evenset", [5], 0, 20.0, case="2x90-full_gym"),
        row("evenset", [9], 0, 20.0, case="2x30-full_gym"),
    ]
    after = [
        row("evenset", [0, 0, 0], 3, 1.0, limit=10.0),
        row("evenset", [5, 1, 0], 3, 9.0, case="2x90-full_gym", limit=10.0),
        row("evenset", [0, 0, 0], 3, 1.0, case="default", limit=10.0),
    ]
    lines = list(compare(before, after))
    assert lines[0] == "limits differ: 20 s | 10 s"
    assert "before only: 2x30-full_gym evenset" in lines
    assert "after only: default evenset" in lines
    assert lines[-1] == (
        "evenset: 2 cases; 0.50 times the seconds over the 1 proved in both; "
        "1 proved now and not before, 0 before and not now"
    )


def test_what_two_runs_have_not_in_common_is_said() -> None:
    one, two = row("evenset", [0], 1, 2.0), row("evenset", [0], 1, 2.0, machine="new", workers=1)
    lines = list(compare([one], [two]))
    assert lines[0] == f"workers differ: {one.workers} | 1"
    assert lines[1] == f"machines differ: {one.machine} | new"
    (said,) = [x for x in compare([one], [row("evenset", [0], 1, 2.0, state="s")]) if "code" in x]
    assert said == f"versions, data or code differ: {one.state} | s"
    assert not any("differ" in line for line in compare([one], [one]))


def test_contenders_that_cannot_run_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["bench", "--out", str(tmp_path), "--contenders", "evenset,scip"]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit) as ended:
        bench.main()
    assert ended.value.code == 2
    assert "no scip; there are evenset, " in capsys.readouterr().err


def test_the_pages_show_the_published_results() -> None:
    rows = list(read(PUBLISHED))
    check = {"README.md": summarise(rows), "docs/performance.md": detail(rows)}
    for page, text in check.items():
        shown = (ROOT / page).read_text(encoding="utf-8")
        assert shown.count(f"<!-- bench: begin -->\n{text}\n<!-- bench: end -->") == 1, page


def test_the_published_results_do_not_contradict_each_other() -> None:
    rows = list(read(PUBLISHED))
    assert len(rows) > 0
    assert list(contradictions(rows)) == []
