"""The door of the room jobs."""

from __future__ import annotations

from trimtab.jobs.actions import Counts, Work, queue_due, run, run_soon, schedule, take_up, tidy
from trimtab.jobs.domain.catalogue import JOBS, JobName
from trimtab.jobs.domain.rhythm import Daily, Every
from trimtab.jobs.domain.rows import JobRow, JobState
from trimtab.jobs.queries import is_due, jobs, runs, unfinished, unwell

__all__ = [
    "JOBS",
    "Counts",
    "Daily",
    "Every",
    "JobName",
    "JobRow",
    "JobState",
    "Work",
    "is_due",
    "jobs",
    "queue_due",
    "run",
    "run_soon",
    "runs",
    "schedule",
    "take_up",
    "tidy",
    "unfinished",
    "unwell",
]
