"""Tables of the room governance.

Audit entries and decisions are append-only: a trigger in the database refuses all else.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from trimtab.governance.domain.access import What
from trimtab.governance.domain.decisions import DecisionChoice, ProposalKind, ProposalState
from trimtab.governance.domain.requests import RequestState
from trimtab.said_field import SaidField


class AuditEntry(models.Model):
    """Who did what, when. Never changed, never deleted."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    act = models.CharField(max_length=80)
    target = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["act", "-at"], name="audit_act")]


class Proposal(models.Model):
    """A change that waits for a decision; at most one open one a key.

    `revision` is the one of the strategy that it would change. `because` are sentences by their
    parts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.value) for kind in ProposalKind]
    )
    key = models.CharField(max_length=200)
    title = SaidField()
    summary = SaidField()
    because = models.JSONField(default=list)
    change = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    decides = models.CharField(max_length=40)
    proposed_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    due = models.DateTimeField()
    revision = models.PositiveIntegerField(null=True)
    state = models.CharField(
        max_length=20,
        choices=[(state.value, state.value) for state in ProposalState],
        default=ProposalState.OPEN.value,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state="open"), name="one_open_proposal_a_key"
            )
        ]


class Decision(models.Model):
    """The one decision about a proposal.

    `revision` is the one of the strategy that was in force when it was decided.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(
        max_length=20, choices=[(choice.value, choice.value) for choice in DecisionChoice]
    )
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    revision = models.PositiveIntegerField(null=True)


class Right(models.Model):
    """Which role approves one kind of decision."""

    key = models.CharField(max_length=40, primary_key=True)
    approver = models.CharField(max_length=40)
    because = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True, blank=True)


class Grant(models.Model):
    """Which role may see which data, at which grain, from when on, and until when (which no longer
    counts).
    """

    key = models.CharField(max_length=64, primary_key=True)
    role = models.CharField(max_length=40)
    data = models.CharField(max_length=80)
    grain = models.CharField(max_length=20)
    days = models.PositiveIntegerField()
    because = models.JSONField(default=list)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("begins_at")), name="grant_ends_after_it_begins"
            )
        ]


class ErasureRequest(models.Model):
    """Somebody asks to be erased; at most one open request a person.

    `reason` is a refusal's, and goes with the person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in RequestState],
        default=RequestState.OPEN.value,
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="open"), name="one_open_request_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None)
                | ~Q(state="open") & Q(answered_at__isnull=False),
                name="answered_requests_say_when",
            ),
        ]


class PersonSeen(models.Model):
    """That somebody was shown data of one person by name, or took it out: once a day and kind."""

    day = models.DateField()
    reader = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    about = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    what = models.CharField(max_length=20, choices=[(what.value, what.value) for what in What])

    class Meta:
        indexes: ClassVar = [models.Index(fields=["about", "-day"], name="look_about")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reader", "about", "what", "day"], name="one_look_a_day"
            )
        ]


class Threshold(models.Model):
    """The smallest group whose figures are shown."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    min_cell = models.PositiveSmallIntegerField(default=8)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="only_one_threshold")
        ]
