"""Pictures say in words what they show, keep inside their frame, and hold back what would overlap."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.pictures import (
    Estimate,
    EstimateStanding,
    Point,
    Series,
    dots,
    forest,
    gauge,
    line_chart,
)
from trimtab.pictures.svg import plain, ticks

FIGURES = st.floats(-1e6, 1e6, allow_nan=False)


def numbers_of(svg: str) -> list[float]:
    """Every coordinate of every path."""
    return [
        float(n) for path in re.findall(r' d="([^"]*)"', svg) for n in re.findall(r"-?[\d.]+", path)
    ]


@given(low=FIGURES, high=FIGURES)
def test_ticks_are_few_round_and_hold_the_range(low: float, high: float) -> None:
    low, high = sorted((low, high))
    found = ticks(low, high)
    assert 2 <= len(found) <= 8
    hair = 1e-6 * (found[1] - found[0])
    assert found[0] <= low + hair and found[-1] >= high - hair


@given(
    values=st.lists(st.one_of(st.none(), FIGURES), min_size=1, max_size=30).filter(
        lambda v: any(x is not None for x in v)
    )
)
def test_a_line_stays_inside_its_picture(values: list[float | None]) -> None:
    points = tuple(Point(week, value) for week, value in enumerate(values))
    labels = [(week, f"Week {week}") for week in range(len(values))]
    picture = line_chart(title="t", description="d", series=[Series("s", points)], x_labels=labels)
    for svg in (picture.narrow, picture.wide):
        box = [float(n) for n in ET.fromstring(svg).attrib["viewBox"].split()]
        assert all(-1 <= n <= max(box) + 1 for n in numbers_of(svg))


def test_a_picture_has_a_title_and_a_description_and_nothing_in_it_is_markup() -> None:
    picture = line_chart(
        title="<b>up & up</b>",
        description="from 1 to 2",
        series=[Series("<i>", (Point(0, 1.0), Point(1, 2.0)))],
        x_labels=[],
    )
    root = ET.fromstring(picture.wide)
    space = "{http://www.w3.org/2000/svg}" if root.tag.startswith("{") else ""
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{space}title") == "<b>up & up</b>"
    assert root.findtext(f"{space}desc") == "from 1 to 2"


def test_labels_of_weeks_do_not_touch_and_the_last_one_is_there() -> None:
    points = tuple(Point(week, float(week)) for week in range(16))
    labels = [(float(week), f"{week + 1} Nov") for week in range(16)]
    picture = line_chart(title="t", description="d", series=[Series("s", points)], x_labels=labels)
    shown = [
        text for text in re.findall(r">([^<]*)</text>", picture.narrow) if text.endswith("Nov")
    ]
    assert shown[-1] == "16 Nov" and len(shown) <= 6


def test_each_standing_has_its_own_shape() -> None:
    rows = [Estimate(one.value, 1, 0, 2, one) for one in EstimateStanding]
    drawn = forest(title="t", description="d", rows=rows).narrow
    assert "pic-good" in drawn and "pic-bad" in drawn and "pic-ring" in drawn


def test_dots_count_what_they_say() -> None:
    drawn = dots(on=41, of=50, title="41 of 50")
    assert drawn.count("pic-on") == 41 and drawn.count("pic-off") == 9


def test_a_gauge_keeps_to_its_scale() -> None:
    assert 'width="8"' in gauge(value=99, limit=8, title="full")
    with pytest.raises(ValueError, match="limit"):
        gauge(value=1, limit=0, title="none")


def test_nothing_to_draw_is_an_error_and_not_an_empty_picture() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        line_chart(title="t", description="d", series=[Series("s", (Point(0, None),))], x_labels=[])
    with pytest.raises(ValueError, match="at least one estimate"):
        forest(title="t", description="d", rows=[])


def test_a_minus_is_a_minus() -> None:
    assert plain(-1.5) == "−1.5"


def test_a_long_name_is_wrapped_and_not_drawn_over_the_picture() -> None:
    name = "Practise changing the price labels on Monday before the shop opens, and at noon"
    drawn = forest(
        title="t", description="d", rows=[Estimate(name, 1, 0, 2, EstimateStanding.GOOD, "1 more")]
    ).wide
    names = re.findall(r'class="pic-strong">([^<]*)<', drawn)
    assert len(names) == 2 and names[-1].endswith("…") and all(len(line) < 36 for line in names)
