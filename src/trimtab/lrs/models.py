"""Tables of the evidence store. A statement is never changed but for being voided; a trigger in the database holds that.

What is known beside a statement (what it refers to, the data of its attachments) has tables of its own.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


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


class Reference(models.Model):
    """A statement (`source`, stored at `stored`) whose object is another one (`target`), directly or over others.

    A statement is found by what its target says too (xAPI 1.0.3, part three, 2.1.3). The target need not exist.
    """

    pk = models.CompositePrimaryKey("source", "target")
    source = models.UUIDField()
    target = models.UUIDField()
    stored = models.DateTimeField()
    steps = models.PositiveSmallIntegerField()

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
    """A statement that came with the data of an attachment: `sha2` is its sender's claim (lower case), `digest` what came."""

    pk = models.CompositePrimaryKey("statement", "sha2")
    statement = models.UUIDField()
    sha2 = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["digest"], name="attachment_use_digest")]


class Document(models.Model):
    """A document of a state or profile resource.

    `activity` and `agent` are keys (domain/keys.py), '' where the kind has none; `name_key` is the name, short enough for an
    index; `about` the activity's IRI, so that what is held about a person can be shown.
    """

    kind = models.CharField(max_length=20)
    activity = models.TextField()
    agent = models.TextField()
    registration = models.UUIDField(null=True)
    name_key = models.TextField()
    name = models.TextField()
    about = models.TextField()
    data = models.BinaryField()
    media_type = models.TextField()
    updated = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "activity", "agent", "registration", "name_key"],
                nulls_distinct=False,
                name="document_place",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["agent"], name="document_agent", condition=~models.Q(agent="")),
        ]


class Credential(models.Model):
    """A program's key to the store: the secret is kept as its SHA-256 (the secret itself is 32 random bytes)."""

    user = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=120)
    secret_sha256 = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
