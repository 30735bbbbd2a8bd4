"""Tables of the strategy: revisions, what is said about them, and what others were asked."""

from trimtab.strategy.models.asking import Enquiry, Invitation, Reply, Settlement
from trimtab.strategy.models.reviews import Approval, Comment, Submission
from trimtab.strategy.models.revisions import Revision

__all__ = ["Approval", "Comment", "Enquiry", "Invitation", "Reply", "Revision", "Settlement", "Submission"]
