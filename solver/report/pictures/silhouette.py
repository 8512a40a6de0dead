"""The drawing of a body, front and back: outlines as points, joined by smooth curves.

Units of the drawing: a body is 480 high and stands on x = 0; only its right half is noted, the left
mirrors it. It is of nobody in particular, neither a man nor a woman, and stands at ease.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Curve = tuple[Point, Point, Point]
"""Two control points and an end, as SVG's C and matplotlib's CURVE4 take them."""

HEIGHT = 492.0
HALF = 104.0
"""The farthest that anything is drawn from the middle."""

OUTLINE: tuple[Point, ...] = (
    (0, 8), (12, 11), (20, 23), (20, 40), (16, 53), (11, 62), (11, 74), (22, 82), (40, 88),
    (56, 94), (67, 106), (72, 124), (75, 146), (78, 166), (82, 188), (88, 206), (92, 226),
    (95, 246), (99, 258), (101, 276), (96, 290), (89, 284), (87, 266), (85, 248), (78, 228),
    (70, 208), (65, 190), (59, 168), (55, 150), (51, 134), (48, 152), (44, 176), (41, 198),
    (43, 214), (48, 234), (52, 256), (53, 282), (50, 312), (45, 338), (41, 356), (42, 370),
    (44, 388), (41, 412), (34, 436), (30, 452), (34, 466), (40, 478), (30, 484), (20, 480),
    (18, 464), (19, 450), (17, 430), (13, 404), (13, 384), (17, 366), (16, 348), (12, 320),
    (7, 290), (3, 268), (0, 262),
)  # fmt: skip
"""From the top of the head down the right side to where the legs part."""


@dataclass(frozen=True)
class Region:
    """Where a muscle shows: the right half's outline, and where its name's line begins.

    A region that crosses the middle is drawn once, from its right half (``middle``).
    """

    muscle: str
    points: tuple[Point, ...]
    anchor: Point
    middle: bool = False


FRONT: tuple[Region, ...] = (
    Region("upper_traps", ((10, 71), (13, 79), (26, 85), (41, 90), (28, 92), (13, 88)), (24, 87)),
    Region("front_delts", ((44, 92), (55, 97), (60, 108), (58, 124), (52, 121), (48, 106)),
           (53, 110)),
    Region("side_delts", ((58, 97), (66, 106), (71, 124), (70, 138), (61, 128), (63, 110)),
           (67, 120)),
    Region("chest", ((3, 100), (22, 95), (42, 98), (46, 110), (47, 124), (34, 136), (16, 137),
                     (3, 131)), (26, 117)),
    Region("biceps", ((55, 133), (62, 133), (70, 148), (74, 168), (73, 181), (66, 180), (60, 162)),
           (67, 158)),
    Region("forearms", ((69, 190), (79, 190), (86, 208), (90, 232), (90, 245), (84, 238),
                        (76, 216)), (82, 216)),
    Region("serratus", ((36, 139), (47, 131), (45, 150), (42, 166), (35, 160), (33, 148)),
           (41, 149)),
    Region("abs", ((0, 141), (15, 143), (20, 156), (19, 186), (15, 216), (6, 240), (0, 243)),
           (12, 178), True),
    Region("obliques", ((25, 164), (40, 172), (38, 196), (41, 216), (32, 222), (23, 214),
                        (24, 188)), (32, 198)),
    Region("hip_flexors", ((20, 222), (32, 229), (44, 226), (46, 240), (34, 247), (20, 243)),
           (34, 237)),
    Region("quads", ((26, 252), (42, 250), (50, 268), (49, 300), (43, 332), (31, 345), (20, 336),
                     (19, 306), (21, 276)), (38, 300)),
    Region("adductors", ((6, 257), (22, 249), (18, 272), (16, 306), (12, 304), (6, 278)),
           (13, 274)),
    Region("tibialis", ((29, 368), (37, 372), (39, 392), (35, 420), (28, 440), (24, 424),
                        (25, 394)), (33, 400)),
)  # fmt: skip

BACK: tuple[Region, ...] = (
    Region("upper_traps", ((0, 62), (10, 66), (13, 79), (28, 86), (44, 92), (26, 100), (0, 104)),
           (20, 90), True),
    Region("rear_delts", ((50, 95), (60, 98), (68, 108), (71, 126), (63, 131), (55, 117)),
           (63, 113)),
    Region("rotator_cuff", ((30, 104), (46, 98), (53, 118), (48, 130), (34, 122)), (43, 114)),
    Region("upper_back", ((4, 108), (24, 104), (29, 120), (32, 134), (18, 142), (6, 134)),
           (20, 121)),
    Region("triceps", ((55, 133), (63, 136), (71, 134), (75, 154), (79, 180), (69, 184), (61, 164)),
           (69, 158)),
    Region("forearms", ((70, 192), (82, 190), (88, 208), (91, 232), (91, 245), (84, 238),
                        (76, 216)), (83, 216)),
    Region("lower_traps", ((0, 139), (7, 140), (15, 147), (9, 166), (0, 180)), (7, 154), True),
    Region("lats", ((20, 146), (34, 137), (47, 134), (46, 154), (41, 182), (28, 198), (19, 186),
                    (17, 164)), (35, 164)),
    Region("erectors", ((0, 184), (9, 172), (15, 190), (19, 206), (14, 218), (0, 223)), (10, 204),
           True),
    Region("glute_med", ((22, 211), (40, 204), (46, 226), (44, 236), (30, 228), (19, 222)),
           (36, 219)),
    Region("glutes", ((2, 229), (18, 227), (34, 235), (46, 241), (48, 258), (36, 270), (16, 272),
                      (2, 262)), (28, 252)),
    Region("hamstrings", ((14, 278), (32, 276), (50, 268), (49, 300), (43, 332), (36, 345),
                          (24, 345), (17, 318)), (36, 306)),
    Region("gastrocnemius", ((20, 362), (30, 360), (39, 364), (42, 386), (38, 404), (29, 410),
                             (20, 402), (15, 384)), (32, 384)),
    Region("soleus", ((20, 407), (29, 414), (38, 409), (35, 424), (29, 446), (22, 446),
                      (19, 426)), (30, 428)),
)  # fmt: skip


def smooth(points: Sequence[Point]) -> tuple[Point, list[Curve]]:
    """Return a start and the curves that lead smoothly through all points and back to it.

    Catmull-Rom, each control point a sixth of the way between the neighbours.
    """
    size = len(points)
    curves = []
    for index in range(size):
        before, here = points[index - 1], points[index]
        after, beyond = points[(index + 1) % size], points[(index + 2) % size]
        first = (here[0] + (after[0] - before[0]) / 6, here[1] + (after[1] - before[1]) / 6)
        second = (after[0] - (beyond[0] - here[0]) / 6, after[1] - (beyond[1] - here[1]) / 6)
        curves.append((first, second, after))
    return points[0], curves


def whole(half: Sequence[Point]) -> list[Point]:
    """Return a closed outline from its right half, which begins and ends on the middle."""
    right = list(half)
    left = [(-x, y) for x, y in reversed(right) if x != 0]
    return [*right, *left]


def mirrored(points: Sequence[Point]) -> list[Point]:
    """Return the outline on the other side."""
    return [(-x, y) for x, y in points]


def pieces(region: Region) -> list[list[Point]]:
    """Return the outlines of a region: one across the middle, or one on each side."""
    if region.middle:
        return [whole(region.points)]
    return [list(region.points), mirrored(region.points)]
