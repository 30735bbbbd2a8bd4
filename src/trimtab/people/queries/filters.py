"""The filters that an administrator keeps."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from trimtab.people.models import SavedFilter


@dataclass(frozen=True, slots=True)
class SavedFilterRow:
    """A filter that somebody keeps: `query` is that of an address."""

    id: int
    name: str
    query: str


def saved_filters(person_id: UUID) -> list[SavedFilterRow]:
    """Somebody's own filters, by name; one query."""
    found = SavedFilter.objects.filter(person=person_id).order_by("name")
    return [SavedFilterRow(row.id, row.name, row.query) for row in found]
