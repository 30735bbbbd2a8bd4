"""Tables of the strategy: revisions, who wrote them, what is said about them, and what others were
asked.
"""

from trimtab.strategy.models.asking import Enquiry, Handover, Invitation, Reply, Settlement
from trimtab.strategy.models.reviews import Approval, Comment, Submission
from trimtab.strategy.models.revisions import Revision
from trimtab.strategy.models.writing import Writing

__all__ = [
    "Approval",
    "Comment",
    "Enquiry",
    "Handover",
    "Invitation",
    "Reply",
    "Revision",
    "Settlement",
    "Submission",
    "Writing",
]
