"""What the tests of warm-ups share: the table as it is written, lifts, and a look at the steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from solver.catalogue import Exercise, load_catalogue
from solver.catalogue.vocabulary import Pattern, Role
from solver.coaching.warm_up_table import BLOCKS
from solver.paths import DATA
from solver.plan import WarmUpStep

CATALOGUE = load_catalogue()
FILE = DATA / "warm_ups.yaml"
TABLE: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
DRILLS = {entry["drill"]: entry for block in BLOCKS[:3] for entry in TABLE[block]["from"]}
WORK = [e for e in CATALOGUE if e.role is not Role.DRILL]
MAIN = [e for e in WORK if CATALOGUE.doses[e.role].ramp_sets]
PUSH = {Pattern.HORIZONTAL_PUSH, Pattern.VERTICAL_PUSH}
PULL = {Pattern.HORIZONTAL_PULL, Pattern.VERTICAL_PULL}
REHEARSALS = {
    Pattern.SQUAT: "bodyweight_squat_drill",
    Pattern.LUNGE: "bodyweight_squat_drill",
    Pattern.HINGE: "bodyweight_hinge",
    Pattern.HIP_EXTENSION: "bodyweight_hinge",
    **dict.fromkeys(PUSH, "light_half_kneeling_press"),
    **dict.fromkeys(PULL, "light_row_or_pulldown"),
}


def in_block(steps: Sequence[WarmUpStep], block: str) -> list[WarmUpStep]:
    return [step for step in steps if step.block == block]


def named(*names: str) -> list[Exercise]:
    return [CATALOGUE.exercises[name] for name in names]
