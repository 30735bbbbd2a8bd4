"""Tables of devices that several people share, and of the PINs that work there."""

from __future__ import annotations

import uuid

from django.db import models

from trimtab.people.models.organisation import Unit
from trimtab.people.models.persons import Person


class SharedDevice(models.Model):
    """A device that several people use: named by an administrator, then enrolled there with a code.

    Code and key are kept as digests. `unit` bounds whose names it shows; none is everybody. It
    works from `enrolled_at` until `removed_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT)
    idle_minutes = models.PositiveSmallIntegerField()
    code_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  none is not the same for all
    code_expires_at = models.DateTimeField(null=True)
    key_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  as above
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    browser = models.CharField(max_length=40, blank=True)
    enrolled_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)


class Pin(models.Model):
    """The PIN of somebody who uses shared devices, hashed as passwords are; it works there alone."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="pin"
    )
    secret = models.CharField(max_length=128)
    set_at = models.DateTimeField()
