"""Tables of the strategy: revisions, and what is said about them."""

from trimtab.strategy.models.reviews import Approval, Comment, Submission
from trimtab.strategy.models.revisions import Revision

__all__ = ["Approval", "Comment", "Revision", "Submission"]
