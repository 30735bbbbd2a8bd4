"""The one table of the doors: forms that were sent, and what each was answered."""

from __future__ import annotations

from django.db import models


class Sending(models.Model):
    """A form that was sent. `key` names the form, its content and its sender, and tells nothing
    about any of them; `answer` is sealed."""

    key = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)
    answer = models.BinaryField(null=True)
