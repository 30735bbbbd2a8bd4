"""Tables of the strategy: revisions, and what is said about them."""

from trimtab.strategy.models.revisions import Revision

__all__ = ["Revision"]
