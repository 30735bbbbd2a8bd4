"""Tables of keys, and of what lenient keys sent in vain."""

from __future__ import annotations

from django.db import models

from trimtab.lrs.domain.credentials import PER_SECOND


class Credential(models.Model):
    """A program's key to the store: the secret is kept as its SHA-256 (the
    secret itself is 32 random bytes).

    After a rotation the secret before it stays good until `old_until`.
    """

    user = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=120)
    secret_sha256 = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    per_second = models.PositiveIntegerField(default=PER_SECOND, db_default=PER_SECOND)
    rotated_at = models.DateTimeField(null=True)
    old_sha256 = models.CharField(max_length=64, default="", db_default="")
    old_until = models.DateTimeField(null=True)
    lenient = models.BooleanField(default=False, db_default=False)


class LeftOut(models.Model):
    """A statement that a lenient credential sent and that was not
    taken; the last hundred of each."""

    user = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()
    code = models.CharField(max_length=60)
    place = models.CharField(max_length=200)
