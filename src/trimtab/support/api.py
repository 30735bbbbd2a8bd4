"""The door of the room support: what other rooms may say."""

from trimtab.support.actions import close_gap, forget_free_text, look_up, match_collections, opened, resolved
from trimtab.support.domain.codes import qr_svg
from trimtab.support.domain.rows import CollectionRow, Found, GapRow, GapState, Hit, LookupReceipt, Solved
from trimtab.support.queries import collections, collections_of, gaps
from trimtab.support.searching import search, search_many

__all__ = [
    "CollectionRow",
    "Found",
    "GapRow",
    "GapState",
    "Hit",
    "LookupReceipt",
    "Solved",
    "close_gap",
    "collections",
    "collections_of",
    "forget_free_text",
    "gaps",
    "look_up",
    "match_collections",
    "opened",
    "qr_svg",
    "resolved",
    "search",
    "search_many",
]
