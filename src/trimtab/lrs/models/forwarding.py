"""Tables of forwarding: where statements go on to, and those that wait to go."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from trimtab.lrs.domain.forwarding import TargetKind
from trimtab.said_field import SaidField
from trimtab.sealing import SealedField


class Target(models.Model):
    """Another system that gets statements: a record store or a webhook. `verbs`
    and `activities` are keys (empty: all).

    After trouble, nothing is sent before `resume_at`;
    `problem` says what the trouble was.
    """

    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in TargetKind]
    )
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=500)
    user = models.CharField(max_length=200, blank=True)
    secret = SealedField()
    verbs = ArrayField(models.TextField(), default=list)
    activities = ArrayField(models.TextField(), default=list)
    created_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    resume_at = models.DateTimeField(null=True)
    problem = SaidField(default="")
    last_at = models.DateTimeField(null=True)
    forwarded = models.PositiveBigIntegerField(default=0, db_column="delivered")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(ended_at=None), name="one_target_a_name"
            )
        ]


class Forwarding(models.Model):
    """A statement that waits to be forwarded to a target, in the order of
    ids; a dead one waits for a person.

    Rows are written by a trigger, in the transaction that stores the
    statement, and go when they are forwarded.
    """

    target = models.ForeignKey(
        Target, on_delete=models.CASCADE, related_name="forwardings", db_index=False
    )
    statement = models.UUIDField()
    stored = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    dead_at = models.DateTimeField(null=True)
    problem = SaidField(default="")

    class Meta:
        db_table = "lrs_delivery"
        indexes: ClassVar = [
            models.Index(
                fields=["target", "id"], name="delivery_waiting", condition=models.Q(dead_at=None)
            ),
            models.Index(
                fields=["target", "id"],
                name="delivery_dead",
                condition=models.Q(dead_at__isnull=False),
            ),
        ]
