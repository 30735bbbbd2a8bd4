"""Pictures of figures as SVG, drawn on the server.

Pure: numbers and words in, markup out.

Colours come from the page's stylesheet (classes `pic-…`), so that light, dark and forced colours
need no second picture. Every picture has a title and a description for those who do not see it. A
`Picture` is drawn twice, for phones and for desks: text keeps its size.
"""

from trimtab.pictures.colours import contrast, is_colour, mix, readable
from trimtab.pictures.forest import Estimate, EstimateStanding, forest
from trimtab.pictures.grid import Corners, Mark, Shape, grid
from trimtab.pictures.lines import Point, Series, line_chart
from trimtab.pictures.simple import dots, gauge
from trimtab.pictures.svg import Svg, SvgPicture, standalone
from trimtab.pictures.tornado import Bar, tornado

__all__ = [
    "Bar",
    "Corners",
    "Estimate",
    "EstimateStanding",
    "Mark",
    "Point",
    "Series",
    "Shape",
    "Svg",
    "SvgPicture",
    "contrast",
    "dots",
    "forest",
    "gauge",
    "grid",
    "is_colour",
    "line_chart",
    "mix",
    "readable",
    "standalone",
    "tornado",
]
