"""Tables of the strategy: revisions. A document is never changed; only where a revision stands
changes, and only forwards.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from trimtab.said_field import SaidField
from trimtab.strategy.domain.revisions import State


class Revision(models.Model):
    """One state of the strategy document."""

    number = models.PositiveIntegerField(primary_key=True)
    document = models.JSONField()
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in State],
        default=State.DRAFT.value,
    )
    base = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    because = SaidField(blank=True)
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="adopted"), name="one_revision_in_force"
            )
        ]
