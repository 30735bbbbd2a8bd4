"""The tables of the doors: forms that were sent, with what each was answered, and how long pages
take.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Sending(models.Model):
    """A form that was sent. `key` names the form, its content and its sender, and tells nothing
    about any of them; `answer` is sealed."""

    key = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)
    answer = models.BinaryField(null=True)


class PageTime(models.Model):
    """How many visits of a page took how long in an hour; `step` is the place of the upper end
    among those that config/page_times.py names."""

    hour = models.DateTimeField()
    name = models.CharField(max_length=120)
    step = models.SmallIntegerField()
    visits = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hour", "name", "step"], name="page_time_once")
        ]
