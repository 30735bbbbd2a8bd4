"""Tables of the room jobs: how each job stands, and the runs worth remembering."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ScheduledJob(models.Model):
    """A job of the catalogue. `due_at` is when it is queued next; `queued_at` says that it waits for a worker."""

    name = models.CharField(max_length=40, primary_key=True)
    due_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    failures = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=40, blank=True)


class JobRun(models.Model):
    """A run that did something or failed; the others leave only their time in the job."""

    name = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    seconds = models.FloatField()
    counts = models.JSONField(default=dict)
    problem = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-started_at"], name="job_run_started"),
            models.Index(fields=["name", "-started_at"], name="job_run_of_job"),
        ]
