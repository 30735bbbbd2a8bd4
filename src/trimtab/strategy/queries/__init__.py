"""Reading the strategy: its revisions, and why something runs."""

from trimtab.strategy.queries.revisions import Step, current, latest, require_current, revision, revisions, walk

__all__ = ["Step", "current", "latest", "require_current", "revision", "revisions", "walk"]
