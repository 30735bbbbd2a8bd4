"""Search for somebody who is here: the job aids of their collections come a little earlier."""

from __future__ import annotations

from uuid import UUID

from trimtab.search import api as search_room
from trimtab.search.api import Hit, SearchRequest
from trimtab.support.queries.collections import preferred_tags


def search(query: str, limit: int = 10, person_id: UUID | None = None) -> list[Hit]:
    """The sections of published job aids that answer a question, best first."""
    tags = preferred_tags({person_id})[person_id] if person_id else frozenset()
    [result] = search_room.search([SearchRequest(query, tags)], limit=limit)
    return list(result.hits)
