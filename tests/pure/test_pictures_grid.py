"""The field of five by five, and colours that can be read."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.pictures import (
    Corners,
    Mark,
    Shape,
    contrast,
    grid,
    is_colour,
    mix,
    readable,
    standalone,
)

CORNERS = Corners("Keep content", "Keep close", "Watch", "Keep informed")
NUMBER = re.compile(r"translate\(([\d.]+) ([\d.]+)\)")
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
marks = st.lists(
    st.builds(
        Mark,
        st.text("aW é", max_size=60),
        st.integers(-1, 7),
        st.integers(-1, 7),
        st.sampled_from(Shape),
        st.just("neutral"),
    ),
    max_size=8,
)


def drawn(found: list[Mark], title: str = "Power and interest"):  # type: ignore[no-untyped-def]
    return grid(
        title=title,
        description="In words",
        marks=found,
        across="Interest",
        up="Power",
        corners=CORNERS,
    )


@settings(deadline=None, max_examples=50)
@given(marks)
def test_no_mark_lies_on_another_and_all_lie_within(found: list[Mark]) -> None:
    picture = drawn(found)
    for svg in (picture.wide, picture.narrow):
        _, _, width, height = map(float, re.search(r'viewBox="([^"]+)"', svg)[1].split())  # type: ignore[index]
        spots = [(float(x), float(y)) for x, y in NUMBER.findall(svg)]
        assert len(set(spots)) == len(spots)
        assert all(0 < x < width and 0 < y < height for x, y in spots)
    assert len(NUMBER.findall(picture.wide)) == len(found)
    assert len(NUMBER.findall(picture.narrow)) == 2 * len(found)


@settings(deadline=None, max_examples=20)
@given(marks)
def test_a_step_of_power_is_as_long_as_any_other(found: list[Mark]) -> None:
    for svg in (drawn(found).wide, drawn(found).narrow):
        axis = [
            float(y)
            for y, _step in re.findall(r'y="([\d.]+)"[^>]*text-anchor="end"[^>]*>([1-5])<', svg)
        ][:5]
        steps = [round(after - before, 1) for before, after in itertools.pairwise(axis)]
        assert len(set(steps)) == 1


def test_power_goes_up_and_interest_to_the_right() -> None:
    strong, weak = (
        Mark("Strong", 1, 5, Shape.DISC, "supportive"),
        Mark("Weak", 5, 1, Shape.RING, "neutral"),
    )
    (x1, y1), (x2, y2) = (
        (float(x), float(y)) for x, y in NUMBER.findall(drawn([strong, weak]).wide)
    )
    assert x1 < x2 and y1 < y2


def test_a_picture_that_leaves_the_page_is_an_svg_of_its_own_with_its_words_escaped() -> None:
    picture = drawn([Mark("<b>&", 3, 3, Shape.CROSS, "against")], title='<script>"')
    root = ElementTree.fromstring(standalone(picture.wide))
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and "<script>" not in picture.wide
    assert "<b>&" in [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert ".pic-bad-mark" in standalone(picture.wide)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#ffffff", 1.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    """Figures as the contrast checker of WebAIM gives them, after WCAG 2.2."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01) == contrast(other, one)


@settings(deadline=None)
@given(colours, st.sampled_from(["#ffffff", "#f5f8fb", "#0a1621"]))
def test_a_readable_shade_is_readable_and_a_readable_colour_stays(colour: str, on: str) -> None:
    shade = readable(colour, on)
    assert is_colour(shade) and contrast(shade, on) >= 4.5
    assert shade == colour or contrast(colour, on) < 4.5
    assert mix(colour, on, 0.0) == colour and mix(colour, on, 1.0) == on


def test_what_is_no_colour_has_no_contrast() -> None:
    with pytest.raises(ValueError, match="not a colour"):
        contrast("red", "#ffffff")
