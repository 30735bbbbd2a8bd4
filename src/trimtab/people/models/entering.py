"""Tables of how people come in, and where they are signed in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from trimtab.people.domain.links import Purpose, Way
from trimtab.people.domain.roles import Role
from trimtab.people.models.devices import SharedDevice
from trimtab.people.models.persons import Person


class AccessLink(models.Model):
    """A link that lets one person in to set a password; of each kind one is open.

    The token is kept as a digest alone.

    `digest` and `expires_at` are empty while the mail with it has not left.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(
        max_length=12, choices=[(purpose.value, purpose.value) for purpose in Purpose]
    )
    way = models.CharField(max_length=8, choices=[(way.value, way.value) for way in Way])
    digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  none yet is not the same for all
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(used_at=None, ended_at=None),
                name="one_open_link_a_purpose",
            ),
        ]


class Session(AbstractBaseSession):
    """Where somebody is signed in.

    `expire_date` is the earlier of the idle and the absolute end as of `seen_at`; on a shared
    device the idle end is that device's. `by_pin` says that a PIN was all that was asked for.
    """

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=40, blank=True)
    kept = models.BooleanField(default=False)
    shared_device = models.ForeignKey(SharedDevice, null=True, on_delete=models.CASCADE)
    by_pin = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class SecondStepRule(models.Model):
    """A role that asks for a second step at sign-in from a moment on; no row is no rule."""

    role = models.CharField(
        max_length=20, primary_key=True, choices=[(role.value, role.value) for role in Role]
    )
    since = models.DateTimeField()


class Guess(models.Model):
    """A leaky bucket of tries (domain/guessing.py), by a key that tells neither address nor place;
    never more rows than people and a fixed number. `failures` are an account's wrong passwords
    since somebody last signed in.
    """

    key = models.CharField(max_length=80, primary_key=True)
    used = models.FloatField(default=0)
    at = models.DateTimeField(db_index=True)
    failures = models.PositiveIntegerField(default=0)
