"""What the samples on the page /style show: an invented organisation's figures and events."""

from __future__ import annotations

import datetime as dt
from typing import Any

from trimtab.pictures import (
    Bar,
    Estimate,
    EstimateStanding,
    Point,
    Series,
    SvgPicture,
    dots,
    forest,
    gauge,
    line_chart,
    tornado,
)

EVENTS = (
    {
        "at": dt.datetime(2026, 9, 14, 7, 30, tzinfo=dt.UTC),
        "text": "Revision 4 adopted",
        "note": "Price labels stopped.",
    },
    {"at": dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.UTC), "text": "Revision 3 adopted"},
)
STEPS = (
    {
        "kind": "Challenge",
        "text": "Chillers run warm and nobody notices for hours",
        "href": "#",
    },
    {
        "kind": "Cause",
        "text": "People do not know which temperatures are too warm",
        "href": "#",
    },
    {
        "kind": "Policy",
        "text": "What is decided under time pressure is practised",
        "href": "#",
    },
    {"kind": "Action", "text": "Five minutes of food safety a week", "href": ""},
)
CHANGES = (
    {
        "place": "Actions › Price labels › minutes a week",
        "removed": "5",
        "added": "0",
        "because": (
            "eight weeks of practice changed wrong labels by less than the smallest change "
            "that matters."
        ),
    },
)
OPTIONS = (
    {
        "value": "head",
        "text": "It must be in the head",
        "note": "Done under time pressure, or decided on the spot.",
    },
    {
        "value": "world",
        "text": "It can stay in the world",
        "note": "Rare, long, or changing often.",
    },
)


def samples() -> dict[str, Any]:
    """By name, what the templates of home/style/ show."""
    return {
        "line_picture": _lines(),
        "forest_picture": _forest(),
        "tornado_picture": _tornado(),
        "gauge_picture": gauge(value=6, limit=15, mark=6, title="6 of 15 minutes this week"),
        "dots_picture": dots(on=41, of=50, title="41 of 50"),
        "events": EVENTS,
        "steps": STEPS,
        "changes": CHANGES,
        "options": OPTIONS,
        "kinds": [("a", "How-to"), ("b", "Checklist"), ("c", "Decision aid")],
        "page": {"number": 2, "pages": 7, "total": 330},
        "chart_rows": [("Week 1", "61 %"), ("Week 8", "78 %"), ("Week 16", "82 %")],
        "chart_headings": ("Week", "Right answers"),
    }


def _lines() -> SvgPicture:
    practised = [61, 63, 66, 70, 71, 74, 77, 78, 79, 80, 80, 81, 82, 81, 82, 82]
    without = [60, 61, 60, 62, 61, 60, 61, 62, 61, 60, 62, 61, 61, 62, 61, 61]

    def series(name: str, values: list[int]) -> Series:
        return Series(name, tuple(Point(week, y, y - 4, y + 4) for week, y in enumerate(values, 1)))

    return line_chart(
        title="Right answers rose with practice",
        description=(
            "With practice from 61 to 82 percent in 16 weeks; without practice about 61 percent "
            "throughout."
        ),
        series=[series("With practice", practised), series("Without", without)],
        x_labels=[(week, f"Week {week}") for week in (1, 4, 8, 12, 16)],
        target=80,
        target_name="Target",
        say=lambda value: f"{value:g} %",
    )


def _tornado() -> SvgPicture:
    return tornado(
        title="Taking part matters most",
        description=(
            "Remembered at the end: 68 to 89 of 100 by how many take part, 74 to 82 by how often."
        ),
        bars=[
            Bar("How many take part", 68, 89, "40 to 87 of 100"),
            Bar("How often they open Today", 74, 82, "1 to 4 days a week"),
        ],
        usual=81,
        usual_name="as assumed: 81",
        low_name="at the low end",
        high_name="at the high end",
    )


def _forest() -> SvgPicture:
    return forest(
        title="What each programme changed",
        description=(
            "Food safety: 9 points more. Price labels: no clear change. Returns: cannot tell yet."
        ),
        rows=[
            Estimate("Food safety", 9, 6, 12, EstimateStanding.GOOD, "9 points more"),
            Estimate("Price labels", -0.4, -2, 1.2, EstimateStanding.BAD, "no change that matters"),
            Estimate("Returns", 3, -4, 10, EstimateStanding.UNSURE, "cannot tell yet"),
        ],
        null_name="no effect",
        expected=5,
        expected_name="expected",
    )
