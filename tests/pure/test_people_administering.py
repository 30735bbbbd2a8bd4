"""What stands in attributes, where units stand, whom a change of many leaves out, and cells that
come in again as they went out."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.kernel.errors import Refusal
from trimtab.people.domain.attributes import (
    AttributeKind,
    AttributeRow,
    defined_as,
    fitted,
    refitted,
)
from trimtab.people.domain.bulk import BulkChange, BulkKind
from trimtab.people.domain.changing import changed, refused
from trimtab.people.domain.exporting import as_csv
from trimtab.people.domain.finding import about
from trimtab.people.domain.formulas import guarded, unguarded
from trimtab.people.domain.importing import read_people
from trimtab.people.domain.lists import Holders
from trimtab.people.domain.roles import Role
from trimtab.people.domain.states import PersonState
from trimtab.people.domain.unit_tree import UnitInTree, moved_paths, shown

SHIFT = AttributeRow("shift", "Shift", AttributeKind.CHOICE, ("Early", "Late", "late night"))
OF_KIND = {kind: AttributeRow("it", "It", kind) for kind in AttributeKind}


@pytest.mark.parametrize(
    ("row", "typed", "kept"),
    [
        (OF_KIND[AttributeKind.TEXT], "  a   b ", "a b"),
        (OF_KIND[AttributeKind.NUMBER], "007", "007"),
        (OF_KIND[AttributeKind.NUMBER], "-0,5", "-0,5"),
        (OF_KIND[AttributeKind.DATE], "2026-03-31", "2026-03-31"),
        (OF_KIND[AttributeKind.YES_NO], "YES", "yes"),
        (SHIFT, "early", "Early"),
        (SHIFT, "", ""),
        (None, "  any  text ", "any  text"),
    ],
)
def test_a_value_is_kept_as_it_is_defined(row: AttributeRow | None, typed: str, kept: str) -> None:
    assert fitted(row, typed) == kept


@pytest.mark.parametrize(
    ("row", "typed"),
    [
        (OF_KIND[AttributeKind.TEXT], "x" * 201),
        (OF_KIND[AttributeKind.TEXT], "a\x00b"),
        (OF_KIND[AttributeKind.NUMBER], "²"),
        (OF_KIND[AttributeKind.NUMBER], "nan"),
        (OF_KIND[AttributeKind.DATE], "31.03.2026"),
        (OF_KIND[AttributeKind.DATE], "0001-01-01"),
        (OF_KIND[AttributeKind.YES_NO], "perhaps"),
        (SHIFT, "night"),
    ],
)
def test_what_does_not_fit_is_refused_on_the_field_of_its_attribute(
    row: AttributeRow, typed: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        fitted(row, typed)
    assert refusal.value.field == f"attribute:{row.key}"


@given(st.sampled_from([*OF_KIND.values(), SHIFT]), st.text())
def test_what_was_kept_once_is_kept_as_it_is(row: AttributeRow, typed: str) -> None:
    try:
        kept = fitted(row, typed)
    except Refusal:
        return
    assert fitted(row, kept) == kept
    assert refitted(row, [kept] if kept else []) == ({}, [])


@pytest.mark.parametrize(
    ("key", "kind", "options", "field"),
    [
        ("Cost Center", AttributeKind.TEXT, [], "key"),
        ("", AttributeKind.TEXT, [], "key"),
        ("x" * 61, AttributeKind.TEXT, [], "key"),
        ("a", AttributeKind.CHOICE, ["one", " one "], "options"),
        ("a", AttributeKind.CHOICE, [f"{n}" for n in range(201)], "options"),
        ("a", AttributeKind.CHOICE, ["a", "b\x00"], "options"),
    ],
)
def test_a_definition_that_is_none_is_refused_by_field(
    key: str, kind: AttributeKind, options: list[str], field: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        defined_as(key=key, label="", kind=kind, options=options)
    assert refusal.value.field == field


@given(st.text())
def test_a_cell_comes_back_as_it_went_out(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_an_attribute_of_a_list_that_does_not_fit_is_named_by_line_and_column() -> None:
    rows = [
        ["email", "name", "attribute:shift", "attribute:since"],
        ["a@corner.example", "A", "EARLY", "2026-01-01"],
        ["b@corner.example", "B", "noon", "yesterday"],
    ]
    since = AttributeRow("since", "Since", AttributeKind.DATE)
    read = read_people(
        as_csv(rows),
        {},
        time_zone="UTC",
        language="en",
        attributes={"shift": SHIFT, "since": since},
    )
    assert [(problem.line, problem.column) for problem in read.problems] == [
        (3, "attribute:shift"),
        (3, "attribute:since"),
    ]
    assert "none of these: Early, Late, late night" in read.problems[0].sentence
    assert read.people[0].attributes == {"shift": "Early", "since": "2026-01-01"}
    assert list(csv.reader(io.StringIO(as_csv(rows)))) == rows


trees = st.lists(st.integers(min_value=0, max_value=30), max_size=30).map(
    lambda above: {
        f"u{at}": f"u{parent % at}" if at and parent % (at + 1) else ""
        for at, parent in enumerate(above)
    }
)


def _paths(parents: dict[str, str]) -> dict[str, list[str]]:
    paths: dict[str, list[str]] = {}
    for code, parent in parents.items():
        paths[code] = [*paths.get(parent, []), code]
    return paths


@given(trees, st.data())
def test_a_move_keeps_the_tree_a_tree(parents: dict[str, str], data: st.DataObject) -> None:
    paths = _paths(parents)
    if not paths:
        return
    code = data.draw(st.sampled_from(sorted(paths)))
    parent = data.draw(st.sampled_from(["", *sorted(paths)]))
    try:
        moved = moved_paths(paths, code, parent)
    except Refusal as refusal:
        assert refusal.field == "parent"
        assert code in paths[parent] or max(map(len, paths.values())) + len(paths[parent]) > 20
        return
    after = {**paths, **moved}
    for own, path in after.items():
        assert path[-1] == own and len(set(path)) == len(path)
        assert path[:-1] == (after[path[-2]] if len(path) > 1 else [])
    assert set(moved) == {own for own, path in paths.items() if code in path}


def test_closed_branches_stay_closed() -> None:
    def unit(*path: str) -> UnitInTree:
        return UnitInTree(0, path[-1], path[-1], "", path, path)

    tree = [unit("a"), unit("a", "b"), unit("a", "b", "c"), unit("a", "d"), unit("e")]

    def codes(opened: list[str], most: int = 9) -> list[str]:
        return [found.code for found in shown(tree, opened, most=most)[0]]

    assert codes([]) == ["a", "e"]
    assert codes(["a"]) == ["a", "b", "d", "e"]
    assert codes(["a", "b"]) == ["a", "b", "c", "d", "e"]
    assert shown(tree, ["a"], most=3)[1] == 1


@dataclass(frozen=True)
class Changed:
    """What a change does with one person."""

    person_id: UUID
    before: PersonState | None
    after: PersonState


def _outcome(key: UUID, before: PersonState, change: BulkChange) -> Changed:
    return Changed(key, before, changed(before, change))


def _held(*roles: Role) -> PersonState:
    return PersonState("N", held=tuple((role, "") for role in sorted(roles)))


def test_nobody_who_is_the_last_of_a_role_is_touched_and_nobody_shuts_themselves_out() -> None:
    ada, sasha, wanda = uuid4(), uuid4(), uuid4()
    leave = BulkChange(BulkKind.LEAVE)
    states = {
        ada: _held(Role.ADMINISTRATOR),
        sasha: _held(Role.STRATEGIST),
        wanda: _held(Role.LEARNER),
    }
    holders = Holders(
        3,
        {Role.ADMINISTRATOR: frozenset({ada}), Role.STRATEGIST: frozenset({sasha})},
        frozenset({ada}),
    )
    outcomes = [_outcome(key, state, leave) for key, state in states.items()]
    why = refused(outcomes, holders, by=ada)
    assert set(why) == {ada, sasha}
    assert "This is you" in why[ada] and "strategist" in why[sasha]


@given(
    st.dictionaries(
        st.uuids(), st.frozensets(st.sampled_from(list(Role))), min_size=1, max_size=12
    ),
    st.data(),
)
def test_a_change_of_many_leaves_every_role_that_was_held_with_somebody(
    people: dict[UUID, frozenset[Role]], data: st.DataObject
) -> None:
    change = data.draw(
        st.sampled_from(
            [
                BulkChange(BulkKind.LEAVE),
                *(BulkChange(BulkKind.TAKE_ROLE, role.value) for role in Role),
            ]
        )
    )
    touched = data.draw(st.sets(st.sampled_from(sorted(people, key=str)), min_size=1))
    able = frozenset(key for key, roles in people.items() if Role.ADMINISTRATOR in roles)
    by_role = {
        role: frozenset(key for key, roles in people.items() if role in roles) for role in Role
    }
    holders = Holders(len(people), by_role, able)
    outcomes = [_outcome(key, _held(*people[key]), change) for key in touched]
    why = refused(outcomes, holders, by=None)
    done = {outcome.person_id: outcome for outcome in outcomes if outcome.person_id not in why}
    for role in set(Role) - {Role.LEARNER}:
        after = {
            key
            for key, roles in people.items()
            if (
                done[key].after.is_active and role in done[key].after.roles
                if key in done
                else role in roles
            )
        }
        assert bool(after) == bool(by_role[role])


def test_a_reckoned_count_has_two_digits() -> None:
    assert [about(count) for count in (100_001.0, 2_345.0, -1.0)] == [100_000, 2_300, 0]
