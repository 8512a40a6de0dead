"""Pictures: what they say in words, and that what is drawn says the same."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from solver.catalogue.vocabulary import Weekday
from solver.plan import Measures, MuscleVolume, Plan
from solver.report.html import all_pictures
from solver.report.loading import plan_content
from solver.report.pictures import Picture, waves_picture, week_pictures
from solver.report.pictures.beams import beams_picture
from solver.report.pictures.body import body_pictures
from solver.report.pictures.calendar import calendar_picture
from solver.report.pictures.groups import groups_picture
from solver.report.pictures.picture import BAD, BLACK, GOOD, HATCHES, WARN
from solver.report.pictures.planes import planes_picture
from solver.report.pictures.silhouette import BACK, FRONT, HALF, HEIGHT, pieces, smooth, whole
from solver.report.pictures.waves import Wave, mean_rir
from solver.report.recovery import Gap, Load
from tests.report.pages import HOSTILE, content, hostile_plan
from tests.report.samples import catalogue, coached_plan, sample_plan, verdict

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["groups", "beams", "planes", "calendar", "body-front", "body-back"]


def pictures() -> dict[str, Picture]:
    return {picture.name: picture for picture in all_pictures(content())}


def words_in(svg: str) -> str:
    root = ElementTree.fromstring(svg)
    return " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


def bars_of(figure: Figure) -> list[Rectangle]:
    return [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_is_drawn_alike_each_time_with_title_and_words(name: str) -> None:
    picture = pictures()[name]
    svg = picture.svg()
    assert svg == picture.svg()
    root = ElementTree.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == picture.title
    assert root[1].text == picture.words
    assert "date" not in svg.lower()
    assert "<metadata" not in svg
    assert not re.search(r"(href|src)=\"(?!#)", svg)


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_is_a_png_alike_each_time(name: str) -> None:
    picture = pictures()[name]
    png = picture.png()
    assert png.startswith(b"\x89PNG")
    assert png == picture.png()
    assert int.from_bytes(png[16:20]) == 1000  # points wide


def test_a_style_of_the_notebook_changes_nothing() -> None:
    picture = pictures()["groups"]
    plain = picture.svg()
    with mpl.rc_context({"svg.fonttype": "path", "font.size": 30, "axes.facecolor": "red"}):
        assert picture.svg() == plain
        assert mpl.rcParams["font.size"] == 30


@pytest.mark.parametrize("name", NAMES)
def test_inline_pictures_share_no_ids_and_follow_the_page(name: str) -> None:
    text = pictures()[name].inline()
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert all(found.startswith(f"{name}-") for found in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    assert "var(--ink)" in text
    assert "<style" not in text
    assert "#1a1a1a" not in text  # what is not the page's ink would be lost in the dark


def test_groups_are_named_with_sets_target_and_verdict() -> None:
    rules = [
        verdict("group-floor.chest", lower=8.0, measured=9.0),
        verdict("group-target.chest", tier="balance", lower=10.0, upper=14.0, measured=9.0,
                holds=False, shortfall=1.0),
    ]  # fmt: skip
    picture = groups_picture({"chest": 9.0, "upper_back": 11.5}, rules)
    assert "chest 9 (1 below target, target 10 to 14)" in picture.words
    assert "upper back 11.5" in picture.words
    drawn = words_in(picture.svg())
    assert "9 ↓ 1 below" in drawn
    assert "upper back" in drawn


def test_bars_are_as_long_as_the_sets() -> None:
    figure = groups_picture({"chest": 9.0, "lats": 11.5}, []).figure()
    assert [bar.get_width() for bar in bars_of(figure)] == [9.0, 11.5]


@pytest.mark.parametrize(
    ("patterns", "tilt"),
    [
        ({"horizontal_pull": 12, "horizontal_push": 8}, 0),
        ({"horizontal_pull": 8, "horizontal_push": 12}, -1),
        ({"horizontal_pull": 30, "horizontal_push": 12}, 1),
        ({"horizontal_pull": 3}, 1),
        ({}, 0),
    ],
)
def test_a_beam_is_level_only_within_what_is_asked(patterns: dict[str, int], tilt: int) -> None:
    measures = sample_plan().measures.model_copy(update={"patterns": patterns})
    rule = verdict("pull-push", lower=1.25, upper=1.5)
    figure = beams_picture(measures, [rule]).figure()
    beam = max(figure.axes[0].lines, key=lambda line: line.get_linewidth())
    left, right = (float(y) for y in np.asarray(beam.get_ydata()))
    assert (right > left) - (right < left) == tilt


def test_beams_in_words() -> None:
    words = beams_picture(coached_plan().measures, coached_plan().rules).words
    assert re.search(r"Pull \d+ sets against push \d+ sets, ratio [\d.]+, asked 1.25 to 1.5", words)
    assert re.search(r"Hinge \d+ sets against squat \d+ sets", words)


def test_planes_in_words_and_without_any_sets() -> None:
    rules = [verdict("share-frontal", tier="balance", lower=0.1, measured=0.05, holds=False)]
    empty = sample_plan().measures.model_copy(update={"planes": {"sagittal": 0}, "laterality": {}})
    assert "found 5%: missed" in planes_picture(empty, rules).words
    assert "sagittal 0" in planes_picture(empty, rules).words
    assert "↓ Frontal plane: 5%, asked ≥ 10 %" in words_in(planes_picture(empty, rules).svg())


def test_the_calendar_shows_loads_and_rests() -> None:
    monday, tuesday = Weekday.MON, Weekday.TUE
    load = Load("chest", {monday: 5.0, tuesday: 6.5}, (Gap(monday, tuesday, 24, 48),))
    far = Load("lats", {monday: 2.0, Weekday.THU: 3.0}, ())
    picture = calendar_picture([load, far, Load("quads", {monday: 0.0}, ())])
    assert "chest: mon 5, tue 6.5 (24 h between heavy days, asked 48)" in picture.words
    assert "lats: mon 2, thu 3 (72 h between)" in picture.words
    assert "quads" not in picture.words
    drawn = words_in(picture.svg())
    assert "24 h ✗ (48)" in drawn
    assert "72 h" in drawn


def test_every_muscle_is_on_the_body_and_named() -> None:
    shown = {region.muscle for region in (*FRONT, *BACK)}
    assert shown == set(catalogue().muscles)
    plan = coached_plan()
    front, back = body_pictures(plan.measures, plan.rules)
    for picture, regions in ((front, FRONT), (back, BACK)):
        drawn = words_in(picture.svg())
        tree = ElementTree.fromstring(picture.svg())
        titles = [title.text or "" for title in tree.iter(f"{SVG}title")][1:]
        for region in regions:
            name = region.muscle.replace("_", " ")
            assert name in drawn
            assert any(title.startswith(f"{name} ") for title in titles)
        assert len(titles) == len(regions)


def test_regions_lie_within_the_body() -> None:
    from matplotlib.path import Path  # noqa: PLC0415 - only this test needs it

    def outline(points: list[tuple[float, float]]) -> Path:
        start, curves = smooth(points)
        ends = [start, *(point for curve in curves for point in curve)]
        return Path(ends, [Path.MOVETO, *[Path.CURVE4] * (len(ends) - 1)])

    from solver.report.pictures.silhouette import OUTLINE  # noqa: PLC0415

    body = outline(whole(OUTLINE))
    for region in (*FRONT, *BACK):
        for points in pieces(region):
            shape = outline(points)
            assert all(body.contains_points(points, radius=2.0)), region.muscle
            assert max(abs(x) for x, _ in points) < HALF
            assert max(y for _, y in points) < HEIGHT
            assert shape.contains_point(region.anchor) or not region.middle


def muscle_looks(**changes: object) -> str:
    """Return the style of the chest's shape where the week is otherwise empty."""
    volume = MuscleVolume(direct=0, fractional=float(str(changes.pop("sets", 0))))
    measures: Measures = sample_plan().measures.model_copy(update={"muscles": {"chest": volume}})
    rule = verdict("group-target.chest", tier="balance", lower=10.0, upper=14.0, **changes)
    front, _ = body_pictures(measures, [rule])
    tree = ElementTree.fromstring(front.svg())
    shapes = [p for p in tree.iter(f"{SVG}path") if "chest" in "".join(p.itertext())]
    return shapes[0].attrib["style"].split(";")[0]


def test_shades_differ_by_verdict() -> None:
    looks = [
        muscle_looks(sets=0, holds=False, measured=0.0, shortfall=10.0),
        muscle_looks(sets=9, holds=False, measured=9.0, shortfall=1.0),
        muscle_looks(sets=12, holds=True, measured=12.0),
        muscle_looks(sets=15, holds=False, measured=15.0, shortfall=1.0),
    ]
    assert len(set(looks)) == 4


def test_colours_are_told_apart_without_colour() -> None:
    assert len({HATCHES[colour] for colour in (GOOD, WARN, BAD)}) == 3
    for colour in (GOOD, WARN, BAD):  # hatches and outlines are seen on every ground
        assert luminance(colour) - luminance(BLACK) > 0.25


def test_waves_in_words_and_bars() -> None:
    waves = [Wave("1A", "loading", "hard", 80, 1.5), Wave("2A", "deload", "", 40, None)]
    picture = waves_picture(waves)
    assert "week 1A (hard effort): 80 sets, RIR 1.5; week 2A (deload): 40 sets" in picture.words
    bars = bars_of(picture.figure())
    assert [bar.get_height() for bar in bars] == [80, 40]
    assert bars[0].get_hatch() != bars[1].get_hatch()
    assert "80" in words_in(picture.svg())


def test_mean_rir_weighs_by_sets() -> None:
    sessions = coached_plan().sessions
    said = [(i.sets, i.rir) for s in sessions for i in s.items if i.rir is not None]
    assert mean_rir(sessions) == sum(s * r for s, r in said) / sum(s for s, _ in said)
    assert mean_rir(()) is None


def test_hostile_names_are_mere_text() -> None:
    found = plan_content(hostile_plan(), catalogue())
    for picture in all_pictures(found):
        ElementTree.fromstring(picture.svg())
        assert "<script" not in picture.inline()
    measures = sample_plan().measures.model_copy(
        update={"groups": {HOSTILE: 1e300, "漢字": 3.0}, "planes": {HOSTILE: 3}}
    )
    for picture in week_pictures(measures, []):
        ElementTree.fromstring(picture.svg())
        assert picture.png()


def test_a_plan_shows_itself_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys  # noqa: PLC0415

    page = coached_plan()._repr_html_()
    assert page is not None
    assert page.count("<svg") == 1
    assert "Barbell bench press" in page
    assert "medical advice" in page
    assert len(page) < 60_000
    monkeypatch.setitem(sys.modules, "matplotlib.style", None)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert coached_plan()._repr_html_() is None


def test_a_picture_shows_itself_in_a_notebook() -> None:
    assert pictures()["beams"]._repr_svg_().startswith("<svg")


def test_a_picture_changes_no_plan() -> None:
    plan = coached_plan()
    before = plan.to_json()
    plan._repr_html_()
    assert json.loads(plan.to_json()) == json.loads(before)
    assert Plan.model_validate_json(before) == plan
