"""What is said about a revision: sent to review, approved or not, commented. Rows are only ever
added; a comment is resolved once.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from trimtab.strategy.domain.reviews import ReviewVerdict
from trimtab.strategy.models.revisions import Revision


class Submission(models.Model):
    """A revision that was sent to review."""

    revision = models.OneToOneField(
        Revision, on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField()


class Approval(models.Model):
    """What a reviewer said about a revision, in turn; their last word counts."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField()
    verdict = models.CharField(
        max_length=10, choices=[(verdict.value, verdict.value) for verdict in ReviewVerdict]
    )
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict=ReviewVerdict.APPROVE.value) | ~Q(reason=""),
                name="changes_are_asked_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["revision", "by", "turn"], name="one_word_after_another"
            ),
        ]


class Comment(models.Model):
    """A comment on a place of a revision, or the answer to one; place "" is the whole revision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reply_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    resolved_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["revision", "at"], name="comments_of_a_revision")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="a_comment_says_something"),
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="resolved_by_somebody_at_some_time",
            ),
        ]
