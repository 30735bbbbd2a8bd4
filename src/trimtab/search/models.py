"""Tables of search: what the words of the published job aids say about them.

All of it is derived.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Word(models.Model):
    """A word of the published aids: in how many aids and sections it stands, and how often.

    Its `stem` is '' when it says nothing.
    """

    word = models.CharField(max_length=60, unique=True)
    stem = models.CharField(max_length=60, db_index=True)
    aids = models.PositiveIntegerField(default=0)
    sections = models.PositiveIntegerField(default=0)
    uses = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["word"], name="word_trigrams", opclasses=["gin_trgm_ops"])
        ]


class Posting(models.Model):
    """What a word says about a section of an aid, or (section null) about the aid as a whole.

    Only `publish` writes here, a hundred rows for each section, and all of it can be written again:
    the database does not look up three keys for each row. It would do so one by one, and with a
    plan that it made when the tables were small: minutes for a large import.
    """

    word = models.ForeignKey(
        Word, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    aid = models.ForeignKey(
        "library.Aid", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    section = models.ForeignKey(
        "library.AidSection",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
    )
    count = models.PositiveIntegerField()
    weight = models.FloatField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["word"], include=["aid", "section", "weight"], name="posting_word"
            ),
        ]
