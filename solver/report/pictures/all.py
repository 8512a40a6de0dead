"""Every picture of a week."""

from __future__ import annotations

from collections.abc import Sequence

from solver.plan import Measures, RuleResult
from solver.report.pictures.beams import beams_picture
from solver.report.pictures.body import body_pictures
from solver.report.pictures.calendar import calendar_picture
from solver.report.pictures.groups import groups_picture
from solver.report.pictures.picture import Picture
from solver.report.pictures.planes import planes_picture
from solver.report.recovery import Load


def week_pictures(
    measures: Measures, rules: Sequence[RuleResult], loads: Sequence[Load] = ()
) -> tuple[Picture, ...]:
    """Return the pictures of a week, none of them drawn yet.

    Args:
        measures: what the week holds.
        rules: the verdicts on it.
        loads: sets by muscle and day; without them there is no calendar.

    """
    pictures = [
        groups_picture(measures.groups, rules),
        beams_picture(measures, rules),
        planes_picture(measures, rules),
        *body_pictures(measures, rules),
    ]
    if loads:
        pictures.insert(3, calendar_picture(loads))
    return tuple(pictures)
