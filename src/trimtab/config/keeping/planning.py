"""What the settings say of backups, and whether one is missing."""

from __future__ import annotations

import datetime as dt

from trimtab.config import env
from trimtab.jobs import api as jobs


def plan() -> jobs.BackupPlan:
    """What the settings say. In a rehearsal, whose nights take seconds, there are no backups."""
    return jobs.BackupPlan(
        is_nightly=env.BACKUP_NIGHTLY and not env.REHEARSAL,
        folder=str(env.BACKUP_FOLDER),
        days=env.BACKUP_DAYS,
        weeks=env.BACKUP_WEEKS,
        is_sealed=bool(env.BACKUP_PASSPHRASE),
    )


def is_missing(now: dt.datetime) -> bool:
    """Whether there should have been a good backup by now."""
    return plan().is_nightly and jobs.backup_is_overdue(now)
