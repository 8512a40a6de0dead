"""A plan in pictures: the same in a notebook, in the HTML report and as files (SVG, PNG).

Importing this draws nothing and loads no plotting library; a picture is drawn when it is shown.
"""

from solver.report.pictures.all import week_pictures
from solver.report.pictures.picture import Picture
from solver.report.pictures.waves import waves_picture

__all__ = ["Picture", "waves_picture", "week_pictures"]
