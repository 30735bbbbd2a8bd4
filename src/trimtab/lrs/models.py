"""Tables of the evidence store. A statement is never changed but for being voided; a trigger in the database holds that.

Statements lie in one partition for each month of `stored` (UTC); `StatementId` keeps their ids unique over all months and
says where each one lies (docs/decisions/0017-size.md). Whoever looks for an id asks it first. What else is known beside a
statement (what it refers to, the data of its attachments) has tables of its own.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from trimtab.lrs.domain.delivering import TargetKind
from trimtab.lrs.domain.rows import PER_SECOND


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
    """One of the texts in a statement's `related`, or its actor within one of the activities there, as a number (domain/keys.py), so that
    the statements related to somebody or something are read in the order of storing. It lies in months as its statement does.

    Two texts may have the same number: whoever finds a statement here looks into its `related`.
    """

    pk = models.CompositePrimaryKey("key", "stored", "id")
    key = models.BigIntegerField()
    stored = models.DateTimeField()
    id = models.UUIDField()


class Reference(models.Model):
    """A statement (`source`) whose object is another one (`target`), directly or over others (`steps`).

    A statement is found by what its target says too (xAPI 1.0.3, part three, 2.1.3). The target need not exist. What filters
    ask of the source itself stands here again, so that references are found without reading statements.
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


class StatementId(models.Model):
    """The id of a statement, and when it was stored, which says in which month it lies."""

    id = models.UUIDField(primary_key=True)
    stored = models.DateTimeField()


class Voiding(models.Model):
    """A statement that is voided by one stored at `stored`; it may come later than that, and is voided then if `authority` brings it
    ('' voids what any credential brings)."""

    pk = models.CompositePrimaryKey("target", "authority")
    target = models.UUIDField()
    authority = models.CharField(max_length=80, default="", db_default="")
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
    lenient = models.BooleanField(default=False, db_default=False)


class LeftOut(models.Model):
    """A statement that a lenient credential sent and that was not taken; the last hundred of each."""

    user = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()
    code = models.CharField(max_length=60)
    place = models.CharField(max_length=200)


class Target(models.Model):
    """Another system that gets statements: a record store or a webhook. `verbs` and `activities` are keys (empty: all).

    `secret` is sealed. After trouble, nothing is sent before `resume_at`; `problem` says what the trouble was.
    """

    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in TargetKind]
    )
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
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(ended_at=None), name="one_target_a_name"
            )
        ]


class Delivery(models.Model):
    """A statement that waits to be sent to a target, in the order of ids; a dead one waits for a person.

    Rows are written by a trigger, in the transaction that stores the statement, and go when they are delivered.
    """

    target = models.ForeignKey(
        Target, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    statement = models.UUIDField()
    stored = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    dead_at = models.DateTimeField(null=True)
    problem = models.TextField(default="")

    class Meta:
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
