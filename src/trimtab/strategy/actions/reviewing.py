"""Reviewing a revision, commenting on it, and putting it in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from trimtab.governance import api as governance
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import figure, say
from trimtab.strategy import queries
from trimtab.strategy.actions.drafting import one_at_a_time
from trimtab.strategy.domain.coherence import check
from trimtab.strategy.domain.reviews import (
    CommentRow,
    ReviewVerdict,
    check_submission,
    check_verdict,
    may_adopt,
)
from trimtab.strategy.domain.revisions import RevisionRow, State, check_adoption
from trimtab.strategy.models import Approval, Comment, Revision, Submission

MOST_CHARACTERS_OF_A_PLACE = 300
MOST_OF_A_COMMENT = 10_000


@transaction.atomic
def submit(*, number: int, by: UUID, note: str, now: datetime) -> RevisionRow:
    """Sends a draft to review, with a note to the reviewers. Raises Refusal unless it is a
    draft.
    """
    one_at_a_time()
    check_submission(queries.revision(number).state)
    Revision.objects.filter(number=number).update(state=State.IN_REVIEW)
    Submission.objects.create(revision_id=number, by_id=by, note=note.strip(), at=now)
    _audit("submitted", number, by, note, now)
    return queries.revision(number)


def approve(*, number: int, by: UUID, now: datetime, reason: str = "") -> RevisionRow:
    """Approves a revision in review.

    Raises NotAllowed for its authors and for those who do not hold the right.
    """
    return _judge(number, by, ReviewVerdict.APPROVE, reason, now)


def request_changes(*, number: int, by: UUID, reason: str, now: datetime) -> RevisionRow:
    """Asks for changes to a revision in review; they come as a new revision.

    Raises Refusal without a reason.
    """
    return _judge(number, by, ReviewVerdict.CHANGES, reason, now)


@transaction.atomic
def _judge(
    number: int, by: UUID, verdict: ReviewVerdict, reason: str, now: datetime
) -> RevisionRow:
    """A reviewer's last word; the same word again is the same word."""
    one_at_a_time()
    row = queries.revision(number)
    check_verdict(row.state, queries.council(number), by=by, verdict=verdict, reason=reason)
    said = Approval.objects.filter(revision=number, by=by)
    last = said.order_by("turn").last()
    if last and (last.verdict, last.reason) == (verdict, reason.strip()):
        return row
    Approval.objects.create(
        revision_id=number,
        by_id=by,
        turn=said.count(),
        verdict=verdict,
        reason=reason.strip(),
        at=now,
    )
    _audit(
        "approved" if verdict is ReviewVerdict.APPROVE else "changes-asked", number, by, reason, now
    )
    return row


@transaction.atomic
def adopt(
    *, number: int, by: UUID | None, now: datetime, approved_by: Iterable[UUID] = ()
) -> RevisionRow:
    """Puts a revision in force; the one before, and drafts that it leaves behind, are superseded.
    One in force stays so.

    `approved_by` are people who approved this change under a decision right of its own. Raises
    Refusal when findings block it, it is over, or nobody but its authors has approved it
    (`may_adopt` says when). What runs is matched by journeys.adoption.
    """
    one_at_a_time()
    row = queries.revision(number)
    refusal = may_adopt(
        row.state, queries.council(number), queries.verdicts(number), by=by, approved_by=approved_by
    )
    if refusal:
        raise refusal
    check_adoption(row.state, check(row.document))
    if row.state is not State.ADOPTED:
        left_behind = Q(state=State.ADOPTED) | Q(
            number__lt=number, state__in=[State.DRAFT, State.IN_REVIEW]
        )
        Revision.objects.filter(left_behind).update(state=State.SUPERSEDED)
        Revision.objects.filter(number=number).update(
            state=State.ADOPTED, adopted_at=now, adopted_by=by
        )
    return queries.revision(number)


@transaction.atomic
def comment(
    *, number: int, place: str, text: str, by: UUID, now: datetime, reply_to: UUID | None = None
) -> CommentRow:
    """Comments on a place of a revision ("" is the whole), or answers a comment on it.

    Raises Refusal for an empty text, NotFound for a revision or comment that does not exist.
    """
    if not text.strip():
        raise Refusal("strategy.comment-empty", say("Write what you think first."), "text")
    if len(text) > MOST_OF_A_COMMENT:
        raise Refusal(
            "strategy.comment-long",
            say(
                "A comment has at most {most} characters.",
                most=figure(MOST_OF_A_COMMENT, ","),
            ),
            "text",
        )
    queries.revision(number)
    if reply_to is not None:
        asked = Comment.objects.filter(id=reply_to, revision=number).first()
        if asked is None:
            raise NotFound("strategy.comment-unknown", say("There is no such comment."))
        place, reply_to = asked.place, asked.reply_to_id or asked.id
    made = Comment.objects.create(
        revision_id=number,
        place=place[:MOST_CHARACTERS_OF_A_PLACE],
        text=text.strip(),
        by_id=by,
        at=now,
        reply_to_id=reply_to,
    )
    return next(one for one in queries.comments(number) if one.id == made.id)


@transaction.atomic
def resolve(*, comment_id: UUID, by: UUID, now: datetime) -> CommentRow:
    """Settles a comment; one that is settled stays so. Raises NotFound."""
    found = Comment.objects.select_for_update().filter(id=comment_id, reply_to=None).first()
    if found is None:
        raise NotFound("strategy.comment-unknown", say("There is no such comment."))
    if found.resolved_at is None:
        Comment.objects.filter(id=comment_id).update(resolved_by=by, resolved_at=now)
    return next(one for one in queries.comments(found.revision_id) if one.id == comment_id)


def _audit(act: str, number: int, by: UUID, words: str, now: datetime) -> None:
    detail = {"note": words.strip()} if words.strip() else {}
    governance.audit(
        actor_id=by,
        act=f"strategy.{act}",
        target=f"strategy/revisions/{number}",
        detail=detail,
        now=now,
    )
