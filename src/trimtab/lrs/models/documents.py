"""The table of documents that programs keep beside statements."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Document(models.Model):
    """A document of a state or profile resource.

    `activity` and `agent` are keys (domain/keys.py), '' where the kind has none;
    `name_key` is the name, short enough for an index; `about` the activity's IRI, so that
    what is held about a person can be shown.
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
