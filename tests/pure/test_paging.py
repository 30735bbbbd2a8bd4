"""Lists are cut into pages in one way: numbers beyond either end are that end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.kernel import paging
from trimtab.kernel.paging import Page


@pytest.mark.parametrize(
    ("total", "number", "window", "page"),
    [
        (0, 1, slice(0, 50), Page((), 1, 1, 0)),
        (50, 1, slice(0, 50), Page((), 1, 1, 50)),
        (51, 2, slice(50, 100), Page((), 2, 2, 51)),
        (51, 0, slice(0, 50), Page((), 1, 2, 51)),
        (51, 9, slice(50, 100), Page((), 2, 2, 51)),
    ],
)
def test_a_number_beyond_either_end_is_that_end(
    total: int, number: int, window: slice, page: Page[int]
) -> None:
    cut = paging.cut(total, number=number, size=50)
    assert cut.window == window
    assert cut.page(()) == page


@given(st.integers(0, 500), st.integers(1, 60))
def test_all_pages_together_are_the_whole_list_once(total: int, size: int) -> None:
    whole = list(range(total))
    pages = paging.cut(total, number=1, size=size).pages
    cuts = [paging.cut(total, number=number, size=size) for number in range(1, pages + 1)]
    assert [row for cut in cuts for row in cut.page(whole[cut.window]).rows] == whole
