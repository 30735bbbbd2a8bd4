"""Tables of the room jobs: how each job stands, and the runs worth remembering."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from trimtab.said_field import SaidField


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


class Backup(models.Model):
    """A backup that was made, or that failed. `is_kept` says that its file was there when it was last
    looked for."""

    made_at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    file = models.CharField(max_length=300, blank=True)
    size = models.BigIntegerField(default=0)
    tables = models.PositiveIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    is_sealed = models.BooleanField(default=False)
    is_kept = models.BooleanField(default=True)
    seconds = models.FloatField(default=0.0)
    problem = SaidField(blank=True)
