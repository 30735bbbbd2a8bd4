"""Nobody is found by adding and subtracting what is shown: every combination of small families is tried by linear algebra."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.governance.domain.disclosure import Tally, Telling, ends_coded, shown, telling, told

LEAST = 4
CELLS = "abcdef"
Groups = Mapping[str, frozenset[str]]


@st.composite
def families(draw: st.DrawFn) -> tuple[Groups, dict[str, Tally]]:
    """A tree of units with people of their own at every node, and groups that lie across it."""
    size = draw(st.integers(1, len(CELLS)))
    parents = {at: draw(st.integers(0, at - 1)) for at in range(1, size)}
    below = {at: {at} for at in range(size)}
    for at in reversed(range(1, size)):
        below[parents[at]] |= below[at]
    groups = {f"unit {at}": frozenset(CELLS[one] for one in inside) for at, inside in below.items()}
    for number in range(draw(st.integers(0, 3))):
        groups[f"across {number}"] = draw(st.frozensets(st.sampled_from(CELLS[:size])))
    tallies = {}
    for cell in CELLS[:size]:
        people = draw(st.one_of(st.integers(0, 6), st.integers(0, 30)))
        tallies[cell] = Tally(
            people, draw(st.one_of(st.just(people), st.just(0), st.integers(0, people)))
        )
    return groups, tallies


def rank(rows: list[list[Fraction]]) -> int:
    left, found = [list(row) for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((at for at in range(found, len(left)) if left[at][column]), None)
        if pivot is None:
            continue
        left[found], left[pivot] = left[pivot], left[found]
        for at in range(found + 1, len(left)):
            factor = left[at][column] / left[found][column]
            left[at] = [
                one - factor * other for one, other in zip(left[at], left[found], strict=True)
            ]
        found += 1
    return found


def computable(family: list[frozenset[str]], tallies: Mapping[str, Tally]) -> Iterator[Tally]:
    """Everybody of whom a sum is known who knows the sums over the groups of a family: all sets of people in their linear span.

    People of one cell are in the same groups, so whatever is in the span has all of a cell or none.
    """
    cells = [cell for cell, tally in tallies.items() if tally.people]
    rows = [[Fraction(cell in group) for cell in cells] for group in family]
    full = rank(rows)
    for n in range(1, len(cells) + 1):
        for some in combinations(cells, n):
            if rank([*rows, [Fraction(cell in some) for cell in cells]]) == full:
                yield sum((tallies[cell] for cell in some), Tally(0))


@given(families())
def test_no_combination_of_what_is_shown_isolates_fewer_than_the_least(
    family: tuple[Groups, dict[str, Tally]],
) -> None:
    groups, tallies = family
    chosen = shown(groups, {cell: one.people for cell, one in tallies.items()}, least=LEAST)
    assert all(one.people >= LEAST for one in computable([groups[key] for key in chosen], tallies))


@given(families())
def test_nothing_that_is_told_says_of_anybody_that_it_holds_or_does_not(
    family: tuple[Groups, dict[str, Tally]],
) -> None:
    groups, tallies = family
    tellings = told(groups, tallies, least=LEAST)
    numbers = [groups[key] for key, how in tellings.items() if how is Telling.NUMBER]
    for one in computable(numbers, tallies):
        assert one.holds >= LEAST and one.people - one.holds >= LEAST
    people = {cell for cell, one in tallies.items() if one.people}
    for key, how in tellings.items():
        if how in (Telling.FEW, Telling.NEARLY_ALL):
            total = sum((tallies[cell] for cell in groups[key]), Tally(0))
            assert total.people >= 2 * LEAST
            others = [
                groups[other]
                for other, word in tellings.items()
                if other != key and word is not Telling.NOTHING
            ]
            assert not any(groups[key] & other & people for other in others)


@given(families())
def test_a_tree_without_overlaps_withholds_no_more_than_it_must(
    family: tuple[Groups, dict[str, Tally]],
) -> None:
    groups, tallies = family
    tree = {key: cells for key, cells in groups.items() if key.startswith("unit")}
    chosen = shown(tree, {cell: one.people for cell, one in tallies.items()}, least=LEAST)
    for key in tree.keys() - chosen:
        more = [tree[one] for one in (*chosen, key)]
        empty = not any(tallies[cell].people for cell in tree[key])
        assert empty or any(one.people < LEAST for one in computable(more, tallies))


def test_a_manager_of_a_unit_and_of_one_within_it_cannot_subtract() -> None:
    nested = {"region": frozenset({"office", "shop"}), "shop": frozenset({"shop"})}
    assert shown(nested, {"office": 1, "shop": 51}, least=8) == {"region"}
    assert shown(nested, {"office": 8, "shop": 51}, least=8) == {"region", "shop"}


def test_where_one_child_is_withheld_a_second_one_is_too() -> None:
    groups = {
        "all": frozenset("abc"),
        "a": frozenset("a"),
        "b": frozenset("b"),
        "c": frozenset("c"),
    }
    assert shown(groups, {"a": 30, "b": 20, "c": 2}, least=8) == {"all", "a"}
    assert shown(groups, {"a": 30, "b": 20, "c": 12}, least=8) == set(groups)


def test_what_is_left_of_a_group_is_never_all_or_none_by_subtraction() -> None:
    nested = {"region": frozenset("os"), "shop": frozenset("s")}
    counts = {"o": Tally(10, 10), "s": Tally(50, 25)}
    assert told(nested, counts, least=8) == {"region": Telling.NUMBER, "shop": Telling.NOTHING}
    mixed = {"o": Tally(20, 10), "s": Tally(50, 25)}
    assert set(told(nested, mixed, least=8).values()) == {Telling.NUMBER}


@pytest.mark.parametrize(
    ("people", "holds", "how"),
    [
        (7, 3, Telling.NOTHING),
        (15, 8, Telling.NOTHING),
        (20, 0, Telling.FEW),
        (20, 7, Telling.FEW),
        (20, 8, Telling.NUMBER),
        (20, 12, Telling.NUMBER),
        (20, 13, Telling.NEARLY_ALL),
        (20, 20, Telling.NEARLY_ALL),
    ],
)
def test_one_group_alone(people: int, holds: int, how: Telling) -> None:
    assert telling(people, holds, least=8) is how


def test_shares_have_no_ends() -> None:
    assert [ends_coded(one) for one in (0, 5, 33, 95, 100)] == [5, 5, 33, 95, 95]
