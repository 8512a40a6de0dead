"""The page in a real browser: nothing overflows on a phone, on a desktop, on A4.

Runs where Chromium is found, named by EVENSET_CHROMIUM or by one of its usual names; elsewhere it
is skipped with a notice.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest

from solver.report.html import report_html, table_html
from solver.report.loading import plan_content
from tests.report.pages import (
    block_page,
    comparison_page,
    hostile_plan,
    plan_page,
    solved_block_page,
)
from tests.report.samples import catalogue

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER = os.environ.get("EVENSET_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium here: the page was not looked at in a browser"
)

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

PHONE, DESKTOP, A4 = 390, 1280, 688
"""Widths in CSS pixels; A4 less its margins is 182 mm."""

MEASURE = """
addEventListener("load", () => {
  const page = document.querySelector("iframe").contentDocument, root = page.documentElement;
  const wide = root.clientWidth, out = [];
  const inScroll = (e) => e.parentElement.closest(".scroll") &&
    getComputedStyle(e.parentElement.closest(".scroll")).overflowX === "auto";
  const name = (e) => e.tagName + " " + (e.getAttribute("class") || "") + " " +
    (e.textContent || "").trim().slice(0, 40);
  for (const e of page.querySelectorAll("body *")) {
    if (e.closest("svg") && e.tagName !== "svg") continue;
    const box = e.getBoundingClientRect();
    if (!box.width || inScroll(e)) continue;
    if (box.right > wide + 0.5 || box.left < -0.5) out.push(name(e));
  }
  for (const e of page.querySelectorAll("svg text")) {
    const box = e.getBoundingClientRect(), all = e.ownerSVGElement.getBoundingClientRect();
    if (box.right > all.right + 1 || box.left < all.left - 1 || box.bottom > all.bottom + 1 ||
        box.top < all.top - 1) out.push("picture " + name(e));
  }
  const visible = (c) => [...page.querySelectorAll(c)].filter((e) => e.getClientRects().length);
  const letters = [...page.querySelectorAll("figure svg")].map((svg) =>
    Math.min(...[...svg.querySelectorAll("text")].map((t) => t.getBoundingClientRect().height)));
  document.querySelector("pre").textContent = JSON.stringify({
    width: wide, overflow: root.scrollWidth - wide, out: out.slice(0, 10), count: out.length,
    height: root.scrollHeight, cells: visible(".set").length, summaries: visible("summary").length,
    elements: page.querySelectorAll("body *").length, letters: Math.min(...letters),
    ground: getComputedStyle(page.body).backgroundColor,
  });
});
"""


def chromium(folder: Path, *words: str) -> str:
    """Run the browser with a profile of its own, and return its standard output."""
    profile = folder / "profile"
    done = subprocess.run(
        [str(BROWSER), *FLAGS, f"--user-data-dir={profile}", *words],
        capture_output=True, encoding="utf-8", timeout=180, check=False,
    )  # fmt: skip
    shutil.rmtree(profile, ignore_errors=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def measured(page: str, width: int, folder: Path, *flags: str) -> dict[str, Any]:
    """Return what the browser finds of a page shown in a frame of a width."""
    wrapper = folder / "wrapper.html"
    wrapper.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><pre></pre><script>{MEASURE}</script>'
        f'<iframe style="border:0;width:{width}px;height:3000px" srcdoc="{escape(page)}"></iframe>',
        encoding="utf-8",
    )
    dom = chromium(folder, "--hide-scrollbars", *flags, "--dump-dom", wrapper.as_uri())
    found = re.search(r"<pre>(.*?)</pre>", dom, flags=re.DOTALL)
    assert found, dom[:500]
    facts: dict[str, Any] = json.loads(unescape(found[1]))
    assert facts["width"] == width
    assert facts["elements"] > 10
    return facts


def as_printed(page: str) -> str:
    """Return the page with its print style in force, that of the screen not."""
    return page.replace("@media print", "@media all").replace("@media screen", "@media not all")


def pages(folder: Path, block: Path) -> dict[str, str]:
    wide = [f"scenario {number}" for number in range(16)]
    return {
        "plan": plan_page(),
        "hostile": report_html(plan_content(hostile_plan(), catalogue())),
        "block": block_page(folder),
        "solved block": solved_block_page(block),
        "comparison": comparison_page(folder),
        "table": table_html(["", *wide], [["W" * 90, *range(16)]], "T" * 300, ["N" * 300]),
    }


@pytest.mark.parametrize(
    "name", ["plan", "hostile", "block", "solved block", "comparison", "table"]
)
def test_nothing_overflows(name: str, tmp_path: Path, solved_block: Path) -> None:
    page = pages(tmp_path, solved_block)[name]
    for width in (PHONE, DESKTOP):
        facts = measured(page, width, tmp_path)
        assert (facts["overflow"], facts["out"]) == (0, []), width
        assert facts["cells"] == 0
    facts = measured(as_printed(page), A4, tmp_path)
    assert (facts["overflow"], facts["out"]) == (0, [])
    assert facts["summaries"] == 0  # a warm-up on paper cannot be opened


def test_paper_has_the_blank_cells_and_pictures_are_legible(tmp_path: Path) -> None:
    assert measured(as_printed(plan_page()), A4, tmp_path)["cells"] > 20
    assert measured(plan_page(), PHONE, tmp_path)["letters"] >= 8


def test_the_measure_sees_what_overflows(tmp_path: Path) -> None:
    broken = plan_page().replace("</style>", ".session { width: 60rem; }</style>")
    facts = measured(broken, PHONE, tmp_path)
    assert facts["overflow"] > 0
    assert facts["count"] > 0
    cut = re.sub(r'(<svg [^>]*viewBox="0 0 )[\d.]+', r"\g<1>300", plan_page())
    assert any(line.startswith("picture") for line in measured(cut, PHONE, tmp_path)["out"])


def test_light_and_dark(tmp_path: Path) -> None:
    light = measured(plan_page(), DESKTOP, tmp_path, "--blink-settings=preferredColorScheme=1")
    dark = measured(plan_page(), DESKTOP, tmp_path, "--blink-settings=preferredColorScheme=0")
    assert light["ground"] == "rgb(254, 254, 254)"
    assert dark["ground"] == "rgb(22, 24, 27)"
    assert (dark["overflow"], dark["out"]) == (0, [])


def test_it_prints_on_a4(tmp_path: Path) -> None:
    page, paper = tmp_path / "plan.html", tmp_path / "plan.pdf"
    page.write_text(plan_page(), encoding="utf-8")
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={paper}", page.as_uri())
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper.read_bytes())
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(595, 842)}
    assert 5 <= len(boxes) <= 12  # a sheet for each session, no stray blank ones


def test_a_session_of_a_block_is_a_sheet(tmp_path: Path, solved_block: Path) -> None:
    page, paper = tmp_path / "block.html", tmp_path / "block.pdf"
    page.write_text(solved_block_page(solved_block), encoding="utf-8")
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={paper}", page.as_uri())
    sheets = len(re.findall(rb"/MediaBox \[", paper.read_bytes()))
    # 8 weeks of 4 sessions, the overview, pictures and rules; no session goes on to a second sheet.
    assert 32 + 2 <= sheets <= 32 + 12
