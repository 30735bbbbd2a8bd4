"""Reading the collections in force, and which job aids they put first for whom."""

from __future__ import annotations

from collections.abc import Collection as Several
from uuid import UUID

from trimtab.people import api as people
from trimtab.support.domain.rows import CollectionRow
from trimtab.support.models import Collection


def collections() -> list[CollectionRow]:
    """The collections in force, by title."""
    in_force = Collection.objects.filter(retired_at=None).order_by("title", "key")
    return [
        CollectionRow(row.key, row.title, row.audience, tuple(row.tags), tuple(row.because))
        for row in in_force
    ]


def collections_of(person_id: UUID) -> list[CollectionRow]:
    """The collections made for this person's audiences."""
    return _collections_of({person_id})[person_id]


def preferred_tags(person_ids: Several[UUID]) -> dict[UUID, frozenset[str]]:
    """The tags of each person's collections, whose job aids are found first by them."""
    return {
        person_id: frozenset(tag for row in rows for tag in row.tags)
        for person_id, rows in _collections_of(person_ids).items()
    }


def _collections_of(person_ids: Several[UUID]) -> dict[UUID, list[CollectionRow]]:
    """Each person's collections, by title; one query an audience."""
    found: dict[UUID, list[CollectionRow]] = {person_id: [] for person_id in person_ids}
    if not found:
        return found
    rows = collections()
    members = people.members_by_audience({row.audience for row in rows}, found)
    for row in rows:
        for person_id in members[row.audience]:
            found[person_id].append(row)
    return found
