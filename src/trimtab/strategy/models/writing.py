"""Who wrote what a revision changed. Rows are only ever added, each with its revision."""

from __future__ import annotations

from django.db import models

from trimtab.strategy.models.revisions import Revision


class Writing(models.Model):
    """The contributions to every place at which a revision differs from the one before it, as
    `authorship.grouped` writes them.
    """

    revision = models.OneToOneField(
        Revision, on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    wrote = models.JSONField()
