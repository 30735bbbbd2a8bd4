"""Reading the strategy: its revisions, and what is said about them."""

from trimtab.strategy.queries.held import held_about, replies_kept, revisions_naming
from trimtab.strategy.queries.reviews import comments, council, open_comments, submission, verdicts
from trimtab.strategy.queries.revisions import (
    adoptions,
    current,
    in_force_at,
    latest,
    require_current,
    revision,
    revision_heads,
    revisions,
    writers,
)

__all__ = [
    "adoptions",
    "comments",
    "council",
    "current",
    "held_about",
    "in_force_at",
    "latest",
    "open_comments",
    "replies_kept",
    "require_current",
    "revision",
    "revision_heads",
    "revisions",
    "revisions_naming",
    "submission",
    "verdicts",
    "writers",
]
