"""Tables of the evidence store. A statement is never changed but for being
voided; a trigger in the database holds that.

Statements lie in one partition for each month of `stored` (UTC); `StatementId` keeps their ids
unique over all months and says where each one lies (docs/decisions/0017-size.md). Whoever
looks for an id asks it first. What else is known beside a statement (what it refers to, the
data of its attachments) has tables of its own.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Statement(models.Model):
    """One statement: its JSON, and the columns that filters need.

    `actor_key`, `verb` and `object_id` are keys (domain/keys.py); `related` is what filters
    find beyond actor and object; `authority` is the user of the credential that brought it;
    `voids` the statement that this one voids. In the database the primary key is (stored,
    id): a partition's key has the month in it.
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
            models.Index(
                fields=["actor_key", "stored", "verb", "voided", "object_id"],
                name="statement_actor",
            ),
            models.Index(fields=["object_id", "stored", "verb", "voided"], name="statement_object"),
            models.Index(fields=["verb", "stored"], name="statement_verb"),
            models.Index(
                fields=["registration"],
                name="statement_registration",
                condition=models.Q(registration__isnull=False),
            ),
        ]


class Related(models.Model):
    """One of the texts in a statement's `related`, or its actor within one of the activities there,
    as a number (domain/keys.py), so that the statements related to somebody or something are read
    in the order of storing. It lies in months as its statement does.

    Two texts may have the same number: whoever finds a statement here looks into its `related`.
    """

    pk = models.CompositePrimaryKey("key", "stored", "id")
    key = models.BigIntegerField()
    stored = models.DateTimeField()
    id = models.UUIDField()


class Reference(models.Model):
    """A statement (`source`) whose object is another one (`target`),
    directly or over others (`steps`).

    A statement is found by what its target says too (xAPI 1.0.3, part three, 2.1.3). The
    target need not exist. What filters ask of the source itself stands here again, so that
    references are found without reading statements.
    """

    pk = models.CompositePrimaryKey("source", "target")
    source = models.UUIDField()
    target = models.UUIDField()
    steps = models.PositiveSmallIntegerField()
    stored = models.DateTimeField()
    authority = models.CharField(max_length=80)
    voided = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["target"], name="reference_target"),
            models.Index(fields=["stored", "source"], name="reference_stored"),
        ]


class Attachment(models.Model):
    """The data of attachments, each once, by the SHA-256 that the store itself computed."""

    digest = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()


class AttachmentUse(models.Model):
    """A statement that came with the data of an attachment: `sha2` is its sender's
    claim (lower case), `digest` what came."""

    pk = models.CompositePrimaryKey("statement", "sha2")
    statement = models.UUIDField()
    sha2 = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["digest"], name="attachment_use_digest")]


class StatementId(models.Model):
    """The id of a statement, and when it was stored, which says in which month it lies."""

    id = models.UUIDField(primary_key=True)
    stored = models.DateTimeField()


class Voiding(models.Model):
    """A statement that is voided by one stored at `stored`; it may come later than that, and is
    voided then if `authority` brings it ('' voids what any credential brings)."""

    pk = models.CompositePrimaryKey("target", "authority")
    target = models.UUIDField()
    authority = models.CharField(max_length=80, default="", db_default="")
    stored = models.DateTimeField()
