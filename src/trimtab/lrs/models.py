"""Tables of the evidence store. A statement is never changed but for being voided; a trigger in the database holds that.

Statements lie in one partition for each month of `stored` (UTC); `StatementId` keeps their ids unique over all months and
says where each one lies (docs/decisions/0017-size.md). Whoever looks for an id asks it first.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Statement(models.Model):
    """One statement: its JSON, and the columns that filters need.

    `actor_key`, `verb` and `object_id` are keys (domain/keys.py); `related` is what filters find beyond actor and object;
    `authority` is the user of the credential that brought it; `voids` the statement that this one voids. In the database
    the primary key is (stored, id): a partition's key has the month in it.
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
            models.Index(fields=["actor_key", "stored"], name="statement_actor"),
            models.Index(fields=["object_id", "stored"], name="statement_object"),
            models.Index(fields=["verb", "stored"], name="statement_verb"),
            models.Index(
                fields=["registration"], name="statement_registration", condition=models.Q(registration__isnull=False)
            ),
            GinIndex(fields=["related"], name="statement_related", condition=models.Q(related__isnull=False)),
        ]


class StatementId(models.Model):
    """The id of a statement, and when it was stored, which says in which month it lies."""

    id = models.UUIDField(primary_key=True)
    stored = models.DateTimeField()


class Voiding(models.Model):
    """A statement that is voided by one stored at `stored`; it may come later than that."""

    target = models.UUIDField(primary_key=True)
    stored = models.DateTimeField()


class Summary(models.Model):
    """What stays of a month whose statements were dropped: for each week, verb, programme and arm how many there were, of how
    many actors, and moments (n, mean, sum of squared deviations) of scores and of seconds. '' stands for none. Rows add up:
    a month into which statements came after it was dropped has further ones."""

    month = models.DateField()
    week = models.DateField()
    verb = models.TextField()
    programme = models.TextField()
    arm = models.TextField()
    statements = models.BigIntegerField()
    actors = models.BigIntegerField()
    judged = models.BigIntegerField()
    succeeded = models.BigIntegerField()
    scored = models.BigIntegerField()
    score_mean = models.FloatField(null=True)
    score_m2 = models.FloatField(null=True)
    timed = models.BigIntegerField()
    seconds_mean = models.FloatField(null=True)
    seconds_m2 = models.FloatField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["week", "verb"], name="summary_week")]


class Credential(models.Model):
    """A program's key to the store: the secret is kept as its SHA-256 (the secret itself is 32 random bytes)."""

    user = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=120)
    secret_sha256 = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
