"""The door of the room support: what other rooms may say."""

from trimtab.support.actions import close_gap, look_up, match_collections, opened, resolved
from trimtab.support.answering import not_answered, suggest_answers
from trimtab.support.bulk import look_up_many, settle_many
from trimtab.support.domain.codes import qr_svg
from trimtab.support.domain.rows import (
    Asked,
    CollectionRow,
    Found,
    GapRow,
    GapState,
    Hit,
    LookupReceipt,
    LookupRow,
    ReportRow,
    Settled,
    Solved,
)
from trimtab.support.forgetting import (
    forget_free_text,
    forget_old_searches,
    old_searches,
    searches_kept,
)
from trimtab.support.queries import (
    collections,
    collections_of,
    gaps,
    held_about,
    lookup_of,
    reports,
    where_wrong,
)
from trimtab.support.searching import LONGEST_QUESTION, search, search_many

__all__ = [
    "LONGEST_QUESTION",
    "Asked",
    "CollectionRow",
    "Found",
    "GapRow",
    "GapState",
    "Hit",
    "LookupReceipt",
    "LookupRow",
    "ReportRow",
    "Settled",
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
    "search_many",
    "searches_kept",
    "settle_many",
    "suggest_answers",
    "where_wrong",
]
