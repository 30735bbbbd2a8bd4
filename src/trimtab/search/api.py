"""The door of the room search: what other rooms may say."""

from trimtab.search.actions import publish
from trimtab.search.domain.rows import Hit, SearchRequest, SearchResult
from trimtab.search.queries.searching import LONGEST_QUESTION, search
from trimtab.search.queries.understanding import stems

__all__ = [
    "LONGEST_QUESTION",
    "Hit",
    "SearchRequest",
    "SearchResult",
    "publish",
    "search",
    "stems",
]
