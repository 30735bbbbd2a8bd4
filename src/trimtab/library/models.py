"""Tables of the library. Versions are never changed: a trigger in the database holds that."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from trimtab.library.domain.aids import DEFAULT_REVIEW_DAYS, AidKind
from trimtab.library.domain.rows import ContentState


class Content(models.Model):
    """What items and job aids share: a key, tags, an owner, a state, and their last check."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=300)
    tags = ArrayField(models.CharField(max_length=60), default=list)
    owner = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=12, choices=[(state.value, state.value) for state in ContentState]
    )
    verified_on = models.DateField(null=True)
    review_every_days = models.PositiveIntegerField(default=DEFAULT_REVIEW_DAYS)

    class Meta:
        abstract = True


class Item(Content):
    """A question or card. Which kinds there are is said by `domain/items`."""

    kind = models.CharField(max_length=20)
    version = models.ForeignKey(
        "ItemVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["tags"], name="item_tags")]


class ItemVersion(models.Model):
    """One wording of an item."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_number")
        ]


class AidCollection(models.Model):
    """A folder of documents that is brought in as one.

    `origin` is where it was read, `shape` a digest of what its links and pictures lead to.
    """

    name = models.CharField(max_length=120, primary_key=True)
    origin = models.CharField(max_length=1000, blank=True, default="")
    shape = models.CharField(max_length=64, blank=True, default="")


class Picture(models.Model):
    """A picture of job aids, known by the SHA-256 of its bytes: what is shown is what was brought
    in.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()


class Aid(Content):
    """A job aid, known by the path of its file (`document`) in its collection.

    A collection without a name is ''. `language` is what its head says, `missing_since` the day on
    which its file was first not in the folder any more; `flagged` counts 'it is wrong' since the
    last check, `length` the words of its published text.
    """

    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in AidKind])
    collection = models.CharField(max_length=120, blank=True, default="")
    document = models.CharField(max_length=400)
    language = models.CharField(max_length=16, blank=True, default="")
    missing_since = models.DateField(null=True)
    version = models.ForeignKey("AidVersion", null=True, on_delete=models.PROTECT, related_name="+")
    flagged = models.PositiveIntegerField(default=0)
    length = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["tags"], name="aid_tags")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "document"], name="one_aid_a_path")
        ]


class AidVersion(models.Model):
    """One text of a job aid; `digest` is the SHA-256 of the whole file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    aid = models.ForeignKey(Aid, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["aid", "number"], name="aid_version_number")
        ]


class AidSection(models.Model):
    """A section of the published text of a job aid: what search looks through."""

    aid = models.ForeignKey(Aid, on_delete=models.CASCADE, related_name="sections")
    number = models.PositiveIntegerField()
    slug = models.CharField(max_length=300)
    heading = models.CharField(max_length=500)
    level = models.PositiveSmallIntegerField()
    path = ArrayField(models.CharField(max_length=500))
    text = models.TextField()
    html = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["aid", "number"], name="section_number")
        ]
