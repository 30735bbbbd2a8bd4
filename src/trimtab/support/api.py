"""The door of the room support: what other rooms may say."""

from trimtab.support.actions.collections import match_collections
from trimtab.support.actions.forgetting import forget_free_text, forget_old_searches
from trimtab.support.actions.gaps import close_gap, not_answered, suggest_answers
from trimtab.support.actions.lookups import (
    look_up,
    look_up_many,
    opened,
    resolved,
    settle_many,
)
from trimtab.support.domain.codes import qr_svg
from trimtab.support.domain.rows import (
    GapState,
    LookupOutcome,
    LookupReceipt,
    LookupRequest,
    LookupRow,
    Solved,
)
from trimtab.support.queries.collections import collections, collections_of
from trimtab.support.queries.gaps import gaps
from trimtab.support.queries.lookups import (
    held_about,
    lookup_of,
    old_searches,
    reports,
    searches_kept,
    where_wrong,
)
from trimtab.support.queries.searching import search

__all__ = [
    "GapState",
    "LookupOutcome",
    "LookupReceipt",
    "LookupRequest",
    "LookupRow",
    "Solved",
    "close_gap",
    "collections",
    "collections_of",
    "forget_free_text",
    "forget_old_searches",
    "gaps",
    "held_about",
    "look_up",
    "look_up_many",
    "lookup_of",
    "match_collections",
    "not_answered",
    "old_searches",
    "opened",
    "qr_svg",
    "reports",
    "resolved",
    "search",
    "searches_kept",
    "settle_many",
    "suggest_answers",
    "where_wrong",
]
