"""Questions that were sent to others, and what came back.

Replies and settlements are only ever added; the newest counts.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from trimtab.strategy.domain.asking import AnswerWay, Silence
from trimtab.strategy.domain.document import Sureness
from trimtab.strategy.models.revisions import Revision


class Enquiry(models.Model):
    """A set of questions sent to several people, with what was agreed beforehand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    codes = models.JSONField()
    note = models.TextField(blank=True)
    closes_on = models.DateField()
    remind_days = models.JSONField(default=list)
    silence = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Silence])
    stand_in_name = models.CharField(max_length=200, blank=True)
    stand_in_email = models.EmailField(blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class Invitation(models.Model):
    """One person who is asked; their link carries this row's id, signed.

    `person` is set for those who have an account.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_on = models.DateField()
    opened_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    stands_in_for = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enquiry", "email"], name="one_link_a_person"),
            models.UniqueConstraint(
                fields=["stands_in_for"],
                condition=Q(stands_in_for__isnull=False),
                name="one_stand_in_a_person",
            ),
        ]


class Handover(models.Model):
    """A link of somebody without an account that was made to be handed over; the link carries this
    row's id, signed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Reply(models.Model):
    """What somebody said to one question; value null is 'I do not know'. Erasing a person empties
    it, nothing else changes it.

    `handover` is the link that it came through, where somebody handed one over.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    value = models.JSONField(null=True)
    sure = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Sureness])
    because = models.TextField(blank=True)
    at = models.DateTimeField()
    erased = models.BooleanField(default=False)
    way = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in AnswerWay],
        default=AnswerWay.LINK.value,
    )
    handover = models.ForeignKey(Handover, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(way=AnswerWay.HANDED.value, handover__isnull=False)
                | ~Q(way=AnswerWay.HANDED.value) & Q(handover=None),
                name="handed_replies_name_their_link",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["invitation", "code", "-at"], name="replies_of_an_invitation")
        ]


class Settlement(models.Model):
    """Which revision holds what was made of the replies to one question."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enquiry", "code", "revision"], name="settled_once_a_revision"
            )
        ]
