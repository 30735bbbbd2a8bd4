"""The finding about how many people an audience has, against what the strategy says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as draw

from tests.pure.strategy_edits import DEMO
from trimtab.strategy.domain.coherence.headcounts import headcounts, is_far

NUMBER = draw.integers(min_value=0, max_value=200_000)


@pytest.mark.parametrize(
    ("headcount", "count", "far"),
    [(40, 0, True), (3, 0, True), (0, 0, False), (40, 30, False), (40, 19, True), (40, 90, True)],
)
def test_far_is_nobody_or_more_than_half_apart(headcount: int, count: int, far: bool) -> None:
    assert is_far(headcount, count) is far


@given(NUMBER, NUMBER)
def test_what_is_right_is_never_far_and_neither_is_a_handful(headcount: int, count: int) -> None:
    assert not is_far(headcount, headcount)
    if count and abs(headcount - count) < 5:
        assert not is_far(headcount, count)


def test_each_audience_that_is_far_off_is_named_once_with_both_numbers_at_its_place() -> None:
    first, *rest = DEMO.audiences
    counted: dict[str, int | None] = {audience.id: audience.headcount for audience in rest}
    found = list(headcounts(DEMO, counted | {first.id: first.headcount * 3}))
    assert [finding.place for finding in found] == [f"audiences/{first.id}/headcount"]
    assert str(first.headcount * 3) in found[0].says and first.name in found[0].says
    assert not list(headcounts(DEMO, counted | {first.id: None})), "too few to be told"
