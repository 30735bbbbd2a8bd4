"""Tables of the evidence store. A statement is never changed but for being voided; a trigger in the database holds that."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from trimtab.lrs.domain.delivering import TargetKind
from trimtab.lrs.domain.rows import PER_SECOND


class Statement(models.Model):
    """One statement: its JSON, and the columns that filters need.

    `actor_key`, `verb` and `object_id` are keys (domain/keys.py); `related` is what filters find beyond actor and object;
    `authority` is the user of the credential that brought it; `voids` the statement that this one voids.
    """

    id = models.UUIDField(primary_key=True)
    stored = models.DateTimeField()
    timestamp = models.DateTimeField()
    actor_key = models.TextField()
    verb = models.TextField()
    object_id = models.TextField()
    registration = models.UUIDField(null=True)
    authority = models.CharField(max_length=80)
    voided = models.BooleanField(default=False)
    raw = models.JSONField()
    related = ArrayField(models.TextField(), null=True)
    voids = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["stored", "id"], name="statement_stored"),
            models.Index(fields=["actor_key", "stored"], name="statement_actor"),
            models.Index(fields=["object_id", "stored"], name="statement_object"),
            models.Index(fields=["verb", "stored"], name="statement_verb"),
            models.Index(
                fields=["registration"], name="statement_registration", condition=models.Q(registration__isnull=False)
            ),
            models.Index(fields=["voids"], name="statement_voids", condition=models.Q(voids__isnull=False)),
            GinIndex(fields=["related"], name="statement_related", condition=models.Q(related__isnull=False)),
        ]


class Credential(models.Model):
    """A program's key to the store: the secret is kept as its SHA-256 (the secret itself is 32 random bytes).

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


class Target(models.Model):
    """Another system that gets statements: a record store or a webhook. `verbs` and `activities` are keys (empty: all).

    `secret` is sealed. After trouble, nothing is sent before `resume_at`; `problem` says what the trouble was.
    """

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in TargetKind])
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=500)
    user = models.CharField(max_length=200, blank=True)
    secret = models.TextField()
    verbs = ArrayField(models.TextField(), default=list)
    activities = ArrayField(models.TextField(), default=list)
    created_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    resume_at = models.DateTimeField(null=True)
    problem = models.TextField(default="")
    last_at = models.DateTimeField(null=True)
    delivered = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], condition=models.Q(ended_at=None), name="one_target_a_name")
        ]


class Delivery(models.Model):
    """A statement that waits to be sent to a target, in the order of ids; a dead one waits for a person.

    Rows are written by a trigger, in the transaction that stores the statement, and go when they are delivered.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    statement = models.UUIDField()
    stored = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    dead_at = models.DateTimeField(null=True)
    problem = models.TextField(default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["target", "id"], name="delivery_waiting", condition=models.Q(dead_at=None)),
            models.Index(fields=["target", "id"], name="delivery_dead", condition=models.Q(dead_at__isnull=False)),
        ]
