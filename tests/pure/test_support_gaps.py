"""Wordings of the same need are one gap, and a code of an aid can be printed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trimtab.support.domain.codes import qr_svg
from trimtab.support.domain.gaps import gap_key, likeness, same_gap

WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)


def test_wordings_of_one_gap_are_recognised() -> None:
    assert gap_key(["leav", "parent"]) == gap_key(["parent", "leav", "parent"])
    assert same_gap(["parent", "leav"], [(1, ["form"]), (2, ["parent", "leav", "form"])]) == 2
    assert same_gap(["parental"], [(1, ["parentall"])]) == 1
    assert same_gap(["holiday"], [(1, ["parent"])]) is None


@given(st.lists(WORD, max_size=5), st.lists(WORD, max_size=5))
def test_likeness_is_a_share(one: list[str], other: list[str]) -> None:
    assert 0 <= likeness(one, other) <= 1


def test_a_code_is_an_svg_that_scales() -> None:
    svg = qr_svg("https://example.org/find/aids/returns")
    assert svg.startswith("<svg") and "viewBox" in svg and "<script" not in svg
