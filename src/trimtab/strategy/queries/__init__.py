"""Reading the strategy: its revisions."""

from trimtab.strategy.queries.revisions import current, latest, require_current, revision, revisions

__all__ = ["current", "latest", "require_current", "revision", "revisions"]
