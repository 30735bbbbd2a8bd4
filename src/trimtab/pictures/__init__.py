"""Pictures of figures as SVG, drawn on the server. Pure: numbers and words in, markup out.

Colours come from the page's stylesheet (classes `pic-…`), so that light, dark and forced colours need no second picture. Every
picture has a title and a description for those who do not see it. A `Picture` is drawn twice, for phones and for desks: text
keeps its size.
"""

from trimtab.pictures.forest import Estimate, Standing, forest
from trimtab.pictures.lines import Point, Series, line_chart
from trimtab.pictures.simple import dots, gauge
from trimtab.pictures.svg import Picture, Svg
from trimtab.pictures.tornado import Bar, tornado

__all__ = [
    "Bar",
    "Estimate",
    "Picture",
    "Point",
    "Series",
    "Standing",
    "Svg",
    "dots",
    "forest",
    "gauge",
    "line_chart",
    "tornado",
]
