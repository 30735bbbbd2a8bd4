"""What stays of statements that are let go."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Summary(models.Model):
    """What stays of a month whose statements were dropped: for each week, verb, programme and
    arm how many there were, of how many actors, and moments (n, mean, sum of squared
    deviations) of scores and of seconds. '' stands for none. Rows add up: a month into which
    statements came after it was dropped has further ones."""

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
