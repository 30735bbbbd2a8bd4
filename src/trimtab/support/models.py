"""Tables of support: collections, lookups, and the gaps that lookups without an answer leave."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from trimtab.support.domain.rows import GapState, Solved


class Collection(models.Model):
    """Job aids with any of some tags, found first by an audience."""

    key = models.CharField(max_length=64, primary_key=True)
    title = models.CharField(max_length=200)
    audience = models.CharField(max_length=64)
    tags = ArrayField(models.CharField(max_length=60))
    because = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True)


class Gap(models.Model):
    """Something that people looked for and did not find.

    `words` are the stems of the wording, sorted; `key` joins them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=400)
    wording = models.CharField(max_length=300)
    words = ArrayField(models.CharField(max_length=60))
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in GapState]
    )
    first_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(default="")
    aid_key = models.CharField(max_length=120, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state=GapState.OPEN), name="one_open_gap_a_wording"
            ),
            models.CheckConstraint(
                condition=Q(state=GapState.OPEN, closed_at=None)
                | ~Q(state=GapState.OPEN) & Q(closed_at__isnull=False),
                name="closed_gaps_say_when",
            ),
        ]


class Lookup(models.Model):
    """Somebody looked something up, or opened an aid from its address (`query` is empty then).

    `words` are what they said beside `solved`.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    query = models.CharField(max_length=300)
    found = models.PositiveIntegerField()
    at = models.DateTimeField()
    opened_aid = models.CharField(max_length=120, default="")
    opened_section = models.CharField(max_length=300, default="")
    solved = models.CharField(
        max_length=10, default="", choices=[(solved.value, solved.value) for solved in Solved]
    )
    words = models.CharField(max_length=500, default="")
    gap = models.ForeignKey(Gap, null=True, on_delete=models.SET_NULL, related_name="lookups")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="lookup_at")]
