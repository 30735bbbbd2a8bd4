"""Tables of the organisation: itself, its units, and what it says of people."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from trimtab.people.domain.attributes import AttributeKind
from trimtab.said_field import SaidField


class Organisation(models.Model):
    """The one organisation that this installation serves. `tidied_at` is when the list of what was
    still to do was put away.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=16, default="en")
    colour = models.CharField(max_length=7, default="#1b3a5b")
    simulated = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    logo = models.BinaryField(default=b"")
    logo_digest = models.CharField(max_length=64, blank=True, default="")
    tidied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="only_one_organisation")
        ]


class SetUpLink(models.Model):
    """The link that opens the set-up page while there is no organisation; the newest alone.

    The token is kept as a digest. `logo` was sent with a form that could not be taken yet.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    logo = models.BinaryField(default=b"")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="only_one_set_up_link")
        ]


class Unit(models.Model):
    """A place in the organisation's tree; `path` holds the codes from the root down to this one."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["path"], name="unit_path")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
        ]


class UnitMove(models.Model):
    """A unit goes below another (null: to the top) from a day on; one that could not be made says
    why.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="moves")
    parent = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    from_day = models.DateField()
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    problem = SaidField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(done_at=None), name="one_move_to_come_a_unit"
            )
        ]


class PersonAttribute(models.Model):
    """An attribute that the organisation has defined (domain/attributes.py); the values stand with
    the people.
    """

    key = models.CharField(max_length=60, primary_key=True)
    label = models.CharField(max_length=80)
    kind = models.CharField(
        max_length=8, choices=[(kind.value, kind.value) for kind in AttributeKind]
    )
    options = models.JSONField(default=list)
