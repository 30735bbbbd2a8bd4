"""The door of the room jobs."""

from __future__ import annotations

from trimtab.jobs.actions.backups import note_backup, note_kept
from trimtab.jobs.actions.running import (
    Counts,
    Work,
    queue_due,
    run,
    run_soon,
    schedule,
    take_up,
    tidy,
)
from trimtab.jobs.domain.backups import (
    BackupKind,
    BackupMade,
    BackupPlan,
    BackupRow,
    BackupState,
    kept,
)
from trimtab.jobs.domain.catalogue import JOBS, JobName
from trimtab.jobs.domain.rhythm import Daily, Every
from trimtab.jobs.domain.rows import JobRow, JobState
from trimtab.jobs.queries.backups import (
    backup_is_overdue,
    backups,
    kept_files,
    last_good_backup,
)
from trimtab.jobs.queries.queue import QueueRow, queue
from trimtab.jobs.queries.standing import is_due, jobs, runs, unfinished, unwell

__all__ = [
    "JOBS",
    "BackupKind",
    "BackupMade",
    "BackupPlan",
    "BackupRow",
    "BackupState",
    "Counts",
    "Daily",
    "Every",
    "JobName",
    "JobRow",
    "JobState",
    "QueueRow",
    "Work",
    "backup_is_overdue",
    "backups",
    "is_due",
    "jobs",
    "kept",
    "kept_files",
    "last_good_backup",
    "note_backup",
    "note_kept",
    "queue",
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
