"""Reading what is said about a revision, and who decides about it."""

from __future__ import annotations

from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.strategy.domain.reviews import (
    CommentRow,
    Council,
    ReviewVerdict,
    ReviewVerdictRow,
    SubmissionRow,
    approving_role,
)
from trimtab.strategy.models import Approval, Comment, Submission
from trimtab.strategy.queries.authorship import authors
from trimtab.strategy.queries.revisions import current, revision


def council(number: int) -> Council:
    """Who decides about a revision: holders of the right now, and everybody who wrote anything in
    which it differs from what is in force.

    The right is that of the document in force; while there is none, the one that this revision
    would give. Raises NotFound.
    """
    in_force, row = current(), revision(number)
    role = approving_role((in_force or row).document)
    holders = people.people_with_role(Role(role)) if role in set(Role) else []
    return Council(
        role, frozenset(one.id for one in holders), authors(row, in_force), first=in_force is None
    )


def submission(number: int) -> SubmissionRow | None:
    """Who sent a revision to review; None when nobody did."""
    one = Submission.objects.filter(revision=number).select_related("by").first()
    return SubmissionRow(number, one.by_id, one.by.name, one.note, one.at) if one else None


def verdicts(number: int) -> tuple[ReviewVerdictRow, ...]:
    """Everything that reviewers said about a revision, oldest first."""
    found = Approval.objects.filter(revision=number).select_related("by").order_by("at", "id")
    return tuple(
        ReviewVerdictRow(
            number, one.by_id, one.by.name, ReviewVerdict(one.verdict), one.reason, one.at
        )
        for one in found
    )


def comments(number: int) -> tuple[CommentRow, ...]:
    """Every comment on a revision and every answer to one, oldest first."""
    found = (
        Comment.objects.filter(revision=number)
        .select_related("by", "resolved_by")
        .order_by("at", "id")
    )
    return tuple(
        CommentRow(
            one.id,
            number,
            one.place,
            one.text,
            one.by_id,
            one.by.name,
            one.at,
            one.reply_to_id,
            one.resolved_by.name if one.resolved_by else "",
            one.resolved_at,
        )
        for one in found
    )


def open_comments() -> dict[int, int]:
    """How many comments nobody has settled yet, by revision."""
    counts: dict[int, int] = {}
    for number in Comment.objects.filter(reply_to=None, resolved_at=None).values_list(
        "revision_id", flat=True
    ):
        counts[number] = counts.get(number, 0) + 1
    return counts
